"""Do the files of snapshots save a reading of the store, and never say what the store does not?"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.snapshot_files import SnapshotFiles, built
from api.snapshots import SharedSnapshots
from api.use_cases import Question, erase, erasure, who
from api.use_cases.basis import FiledSnapshots
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.provenance import record_id
from graph.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from graph.stores.sqlite import SqliteStore
from loaders.run import load_path
from tests.api.worlds import WORLD
from tests.conftest import ROOT
from tests.neo4j_server import Address
from tests.worlds import NOW, TODAY, loaded, write_folder

ASKED = Question(TODAY)


@pytest.fixture(params=["memory", "sqlite", "neo4j"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "sqlite":
        made = SqliteStore(tmp_path / "world.db")
    else:
        address: Address = request.getfixturevalue("neo4j_empty")
        made = Neo4jStore(Connection(address.uri, address.user, address.password, ""))
    loaded(made, tmp_path / "world", WORLD)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "world.db") as made:
        loaded(made, tmp_path / "world", WORLD)
        yield made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def answer(store: Store, cache: Path, question: Question = ASKED) -> tuple[dict[str, object], int]:
    """Return the answer of a new process, and how often it built a snapshot from the store."""
    builds = []

    def counted(source: Store, revision: int) -> Snapshot:
        builds.append(revision)
        return built(source, revision)

    class Counted(SnapshotFiles):
        def snapshot(self, store: Store, at: object, build: Callable[[Store, int], Snapshot] | None = None) -> Snapshot:
            return super().snapshot(store, at, counted)  # type: ignore[arg-type] -- counts the reads of it

    told = who(SYSTEM, FiledSnapshots(store, Counted(cache)), "Nordlys Energi AS", question, read_parameters())
    return told, len(builds)


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_the_second_answer_is_the_same_and_builds_nothing(store: Store, cache: Path) -> None:
    first, second = answer(store, cache), answer(store, cache)
    assert (first[1], second[1]) == (1, 0)
    assert first[0] == second[0] == who(SYSTEM, store, "Nordlys Energi AS", ASKED, read_parameters())


def test_a_new_revision_is_built_and_the_file_of_the_one_before_goes(store: Store, cache: Path, tmp_path: Path) -> None:
    answer(store, cache)
    (before,) = kept(cache)
    loaded(store, tmp_path / "more", {"people.csv": "id,name\nz,Zoe New\n"})
    assert answer(store, cache)[1] == 1
    (after,) = kept(cache)
    assert before != after


def test_a_load_that_changes_nothing_keeps_the_file(sqlite: Store, cache: Path, tmp_path: Path) -> None:
    answer(sqlite, cache)
    assert loaded(sqlite, tmp_path / "world", WORLD).entry.revision is None
    assert answer(sqlite, cache)[1] == 0


def test_an_erased_person_is_in_no_file(store: Store, cache: Path) -> None:
    answer(store, cache)
    assert any(b"Myhre" in path.read_bytes() for path in kept(cache))
    source = FiledSnapshots(store, SnapshotFiles(cache))
    told = erasure(SYSTEM, store, "Håkon Myhre", ASKED, source=source)
    erase(SYSTEM, store, told, at=NOW, files=source.files)
    assert kept(cache) == []
    people = answer(store, cache)[0]["people"]
    assert "Myhre" not in json.dumps(people, ensure_ascii=False)
    assert not any(b"Myhre" in path.read_bytes() for path in kept(cache))


def test_an_erasure_by_another_program_is_seen_by_the_next_question(store: Store, cache: Path) -> None:
    answer(store, cache)
    assert any(b"Jonas Lie" in path.read_bytes() for path in kept(cache))
    store.erase([record_id("world", "people", "j")], at=NOW)
    assert answer(store, cache)[1] == 1
    assert len(kept(cache)) == 1
    assert not any(b"Jonas Lie" in path.read_bytes() for path in kept(cache))


def test_what_was_built_before_an_erasure_is_not_kept_after_it(sqlite: Store, cache: Path) -> None:
    files = SnapshotFiles(cache)

    def slow(source: Store, revision: int) -> Snapshot:
        snapshot = built(source, revision)
        files.forget(source)
        source.erase([record_id("world", "people", "t")], at=NOW)
        files.forget(source)
        return snapshot

    files.snapshot(sqlite, sqlite.revision(), slow)
    assert kept(cache) == []


@pytest.mark.parametrize("harm", ["short", "flipped", "empty", "foreign", "folder"])
def test_a_damaged_file_is_built_again(sqlite: Store, cache: Path, harm: str) -> None:
    first, _ = answer(sqlite, cache)
    (path,) = kept(cache)
    whole = path.read_bytes()
    path.unlink()
    if harm == "folder":
        path.mkdir()
    else:
        path.write_bytes({
            "short": whole[: len(whole) * 2 // 3], "flipped": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
            "empty": b"", "foreign": b"SQLite format 3\0" + whole,
        }[harm])  # fmt: skip
    assert answer(sqlite, cache) == (first, 1)
    if harm != "folder":
        assert answer(sqlite, cache) == (first, 0)


def test_a_file_of_an_older_program_is_built_again(sqlite: Store, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = answer(sqlite, cache)
    monkeypatch.setattr("graph.snapshot.file.made_by", lambda: "a later program")
    assert answer(sqlite, cache) == (first, 1)
    assert len(kept(cache)) == 1


def test_a_store_put_back_from_a_copy_is_not_answered_from_the_file_of_what_it_was(
    sqlite: SqliteStore, cache: Path, tmp_path: Path
) -> None:
    sqlite.close()
    shutil.copy(tmp_path / "world.db", tmp_path / "copy.db")
    for later, (name, file) in enumerate((("Zoe First", "world.db"), ("Zoe Second", "copy.db"))):
        with SqliteStore(tmp_path / file) as store:
            (tmp_path / "more" / "employments.csv").unlink(missing_ok=True)
            files = {
                "companies.csv": "id,name\nn,Nordlys Energi AS\n", "people.csv": f"id,name\nz,{name}\n",
                "employments.csv": f"person,company,title,unit,start,end\nz,n,{name},,2020,\n",
            }  # fmt: skip
            more = write_folder(tmp_path / "more", files)
            load_path(store, more, source="more", now=NOW + timedelta(seconds=later))  # no two loads at one moment
            told = json.dumps(answer(store, cache)[0], ensure_ascii=False)
            assert [word in told for word in ("Zoe First", "Zoe Second")].count(True) == 1
            assert name in told


def test_only_the_owner_can_read_the_files(sqlite: Store, cache: Path) -> None:
    answer(sqlite, cache)
    (path,) = kept(cache)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("mode", ["others may write", "link"])
def test_a_file_that_somebody_else_could_have_written_is_not_believed(
    sqlite: Store, cache: Path, tmp_path: Path, mode: str
) -> None:
    first, _ = answer(sqlite, cache)
    (path,) = kept(cache)
    if mode == "link":
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.chmod(0o666)
    assert answer(sqlite, cache) == (first, 1)
    assert not path.is_symlink()


def test_an_earlier_day_of_belief_is_built_and_not_kept(sqlite: Store, cache: Path, tmp_path: Path) -> None:
    sqlite.decide(record_id("world", "people", "v"), record_id("world", "people", "x"), "different", by="", at=NOW)
    earlier = Question(TODAY, date(2026, 1, 1))
    files = SnapshotFiles(cache)
    files.snapshot(sqlite, sqlite.revision(earlier.known_on))
    assert kept(cache) == []


def test_where_nothing_can_be_kept_the_answer_comes_all_the_same(sqlite: Store, cache: Path) -> None:
    first = answer(sqlite, cache)[0]
    for path in kept(cache):
        path.unlink()
    shutil.rmtree(cache)
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert answer(sqlite, cache) == (first, 1)


def test_what_somebody_began_and_did_not_finish_goes(sqlite: Store, cache: Path) -> None:
    answer(sqlite, cache)
    left = kept(cache)[0].parent / "killed.part"
    left.write_bytes(b"half of it")
    answer(sqlite, cache)
    assert not left.exists()


def test_two_processes_share_what_one_has_built(sqlite: SqliteStore, cache: Path) -> None:
    sqlite.close()
    command = [sys.executable, "-c", "from api.__main__ import main; main()", "who", "Nordlys Energi AS", "--json"]
    env = {**os.environ, "INROADS_STORE": f"sqlite:{sqlite.path}", "INROADS_CACHE": str(cache)}
    both = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [json.loads(one.communicate()[0]) for one in both]
    assert told[0] == told[1]
    (path,) = kept(cache)
    written = path.stat().st_mtime_ns
    third = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert json.loads(third.stdout) == told[0]
    assert (kept(cache), path.stat().st_mtime_ns) == ([path], written)


def test_a_process_goes_on_answering_from_a_file_that_another_has_replaced(
    sqlite: SqliteStore, cache: Path, tmp_path: Path
) -> None:
    files = SnapshotFiles(cache)
    mapped = files.snapshot(sqlite, sqlite.revision())
    names = {person.name for person in mapped.people.values()}
    with SqliteStore(sqlite.path) as other:
        loaded(other, tmp_path / "more", {"people.csv": "id,name\nz,Zoe New\n"})
        again = SnapshotFiles(cache).snapshot(other, other.revision())
    assert {person.name for person in mapped.people.values()} == names
    assert {person.name for person in again.people.values()} == {*names, "Zoe New"}


def test_a_server_that_starts_again_maps_what_it_left(sqlite: SqliteStore, cache: Path) -> None:
    told = []
    for _ in range(2):
        shared = SharedSnapshots(
            lambda: SqliteStore(sqlite.path), read_parameters(), poll_seconds=0.02, files=SnapshotFiles(cache)
        )
        shared.start()
        assert shared.wait_for(1)
        told.append(who(SYSTEM, shared, "Nordlys Energi AS", ASKED, read_parameters()))
        shared.stop()
        (path,) = kept(cache)
        told.append(path.stat().st_mtime_ns)  # type: ignore[arg-type] -- a list of what was seen
    assert told[:2] == told[2:]


def test_a_server_forgets_earlier_beliefs_when_a_person_is_erased(sqlite: SqliteStore, cache: Path) -> None:
    shared = SharedSnapshots(lambda: SqliteStore(sqlite.path), read_parameters(), poll_seconds=0.02)
    shared.start()
    assert shared.wait_for(1)
    earlier = Question(TODAY, TODAY)
    assert "Myhre" in json.dumps(
        who(SYSTEM, shared, "Nordlys Energi AS", earlier, read_parameters()), ensure_ascii=False
    )
    sqlite.erase([record_id("world", "people", "t")], at=NOW)
    assert shared.wait_for(2)
    told = who(SYSTEM, shared, "Nordlys Energi AS", earlier, read_parameters())
    assert "Myhre" not in json.dumps(told["people"], ensure_ascii=False)
    shared.stop()
