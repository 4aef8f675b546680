"""Do memory and SQLite keep the contract, agree with each other, and survive being killed?"""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from graph.errors import LoadConflict, NewerStore, NotOurStore, SweepRefused
from graph.provenance import Claim, Load, record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore, remove_unused
from graph.stores.sqlite.schema import MIGRATIONS, connect, migrate
from tests.graph.stores.agreement import assert_agrees_with_memory
from tests.graph.stores.contract import COMPLETE, T0, StoreContract, content, load, person

KILLS = 50


def raw(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query).fetchall()


class TestMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()


class TestSqlite(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:  # type: ignore[override] -- a fixture takes what it needs
        return SqliteStore(tmp_path / "store.db")

    @pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
    def test_every_earlier_version_is_migrated(self, tmp_path: Path, version: int) -> None:
        path = tmp_path / "old.db"
        old = sqlite3.connect(path, isolation_level=None)
        migrate(old, to=version)
        old.close()
        with SqliteStore(path) as store:
            store.record(load(person("1")), at=T0)
            assert len(content(store)) == 1

    def test_a_load_of_an_older_release_whose_day_was_a_time_is_read_and_taken_back(self, tmp_path: Path) -> None:
        path = tmp_path / "old.db"
        with SqliteStore(path) as store:
            store.record(load(person("1")), at=T0)
            old = sqlite3.connect(path)
            with old:
                old.execute("UPDATE loads SET as_of = '2026-01-01T00:00:00+00:00'")
            old.close()
            assert store.loads()[0].as_of == date(2026, 1, 1)
            assert len(content(store)) == len(list(store.snapshot_batches(1))) == 1
            store.undo("crm", at=T0)
            assert content(store) == set()

    def test_a_new_store_is_its_owners_alone(self, tmp_path: Path) -> None:
        path, usual = tmp_path / "data" / "inroads.db", os.umask(0o022)
        try:
            with SqliteStore(path) as store:
                store.record(load(person("1")), at=T0)
                modes = {file.name: oct(file.stat().st_mode & 0o777) for file in (path.parent, *path.parent.iterdir())}
        finally:
            os.umask(usual)
        names = ("inroads.db", "inroads.db-wal", "inroads.db-shm")
        assert modes == {"data": "0o700", **dict.fromkeys(names, "0o600")}

    def test_a_newer_file_is_refused_untouched(self, tmp_path: Path) -> None:
        path = tmp_path / "newer.db"
        connection = connect(path)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        with pytest.raises(NewerStore, match="999"):
            SqliteStore(path)

    @pytest.mark.parametrize("text", [b"not a database at all, but long enough to be read" * 20, None])
    def test_a_file_that_is_not_ours_is_refused_untouched(self, tmp_path: Path, text: bytes | None) -> None:
        path = tmp_path / "other.db"
        if text is None:
            other = sqlite3.connect(path)
            other.execute("CREATE TABLE t (x)")
            other.close()
        else:
            path.write_bytes(text)
        before = path.read_bytes()
        with pytest.raises(NotOurStore):
            SqliteStore(path)
        assert path.read_bytes() == before

    def test_one_process_answers_while_another_has_staged_a_load(self, tmp_path: Path) -> None:
        path = tmp_path / "two.db"
        with SqliteStore(path) as reader, SqliteStore(path) as writer:
            reader.record(load(person("1")), at=T0)

            def slowly() -> Iterator[Claim]:
                yield person("2")
                assert len(content(reader)) == 1
                reader.record(load(person("by hand"), source="workspace"), at=T0)
                yield person("3")

            writer.record(Load("night", "tables", date(2026, 1, 1), slowly()), at=T0)
            assert len(content(reader)) == 4


def test_memory_and_sqlite_agree(tmp_path: Path) -> None:
    numbers = count()
    assert_agrees_with_memory(
        lambda: SqliteStore(tmp_path / f"{next(numbers)}.db"), examples=25, steps=12, look_everywhere=True
    )


_LOADER = """
import sys
from pathlib import Path
from graph.stores.sqlite import SqliteStore, remove_unused
from tests.graph.stores.contract import COMPLETE, T0, load, person
import datetime
store = SqliteStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1, 100_000):
    claims = [person(str(n), f"Name {number}") for n in range(300)]
    store.record(load(*claims, scopes=COMPLETE, as_of=datetime.date(2026, 1, 1)), at=T0)
"""


def test_a_killed_load_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    for kill in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", _LOADER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + (kill * 37 % 100) / 1000)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with SqliteStore(path) as store:
            names = {row[3][1] for row in content(store)}
            assert len(names) <= 1
            assert len(content(store)) in {0, 300}
            assert raw(path, "PRAGMA integrity_check") == [("ok",)]
    with SqliteStore(path) as store:
        store.record(load(person("last"), source="after"), at=T0)
        assert raw(path, "SELECT count(*) FROM events WHERE revision IS NULL") == [(0,)]
        assert store.revision().number >= 1


def test_the_later_of_two_loads_of_one_source_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "race.db"
    with SqliteStore(path) as first, SqliteStore(path) as second:

        def overtaken() -> Iterator[Claim]:
            yield person("1", "Slow")
            second.record(load(person("1", "Fast")), at=T0)

        with pytest.raises(LoadConflict):
            first.record(Load("crm", "tables", date(2026, 1, 1), overtaken()), at=T0)
        assert {row[3][1] for row in content(first)} == {"Fast"}
        assert raw(path, "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM loads)") == [(1, 1)]


def test_what_several_people_enter_at_once_is_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "entered.db"
    with SqliteStore(path) as store:
        store.enter("ask", lambda: [person(f"held {n}") for n in range(2_000)], by="", at=T0)

    def enter(who: int) -> None:
        with SqliteStore(path) as own:
            for n in range(5):
                own.enter("ask", lambda n=n: [person(f"{who}.{n}")], by=str(who), at=T0)  # type: ignore[misc] -- the number of this round

    with ThreadPoolExecutor(5) as people:
        list(people.map(enter, range(5)))
    with SqliteStore(path) as store:
        assert len(content(store)) == 2_025
        assert sorted(entry.by for entry in store.loads())[1:] == sorted(str(n) for n in range(5) for _ in range(5))


def test_a_refused_sweep_leaves_no_load_in_sqlite(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        store.record(load(*(person(str(n)) for n in range(100)), scopes=COMPLETE), at=T0)
        with pytest.raises(SweepRefused):
            store.record(load(scopes=COMPLETE, as_of=date(2026, 3, 1)), at=T0)
        assert [entry.counts.new for entry in store.loads()] == [100]


def test_a_load_that_is_killed_after_an_erasure_has_put_aside_nothing_of_the_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    SqliteStore(path).record(load(person("1", "Kari Lunde"), person("2", "Per")), at=T0)
    erased = record_id("crm", "people", "1")
    store, others = SqliteStore(path), [SqliteStore(path)]
    begin = store._write

    def write() -> AbstractContextManager[sqlite3.Connection]:
        with store._db:
            staged = store._db.execute("SELECT count(*) FROM claims c JOIN events e ON e.number = c.event"
                                       " WHERE e.revision IS NULL").fetchone()[0]  # fmt: skip
        if staged and others:
            others.pop().erase([erased], at=T0)
        return begin()

    monkeypatch.setattr(store, "_write", write)
    monkeypatch.setattr("graph.stores.sqlite.store._BATCH", 1)
    monkeypatch.setattr("graph.stores.sqlite.store.drop_stage", lambda *_: None)  # killed before it can tidy up
    with pytest.raises(LoadConflict):
        store.record(load(person("3", "Sara"), person("1", "Kari Changed"), person("4", "Liv")), at=T0)
    assert not others
    left = [row[0] for row in raw(path, "SELECT content FROM claims")]
    assert left
    assert not any("Kari" in str(row) for row in left)


def test_only_a_file_that_nobody_wrote_to_or_has_open_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with SqliteStore(path):
        assert not remove_unused(path)
    with SqliteStore(path) as store:
        store.put_if_version("tokens/x", "y", 0)
    assert not remove_unused(path)
    assert [name.name for name in tmp_path.iterdir()] == ["s.db"]
    path.unlink()
    SqliteStore(path).close()
    assert remove_unused(path)
    assert not remove_unused(path)
    path.unlink(missing_ok=True)
    with SqliteStore(path) as store:
        store.record(load(person("a")), at=T0)
    assert not remove_unused(path)
    with SqliteStore(path) as store:
        assert raw(path, "PRAGMA journal_mode") == [("wal",)]
        assert store.revision().number == 1


def test_who_opens_a_file_that_is_being_removed_makes_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    SqliteStore(path).close()

    def written() -> bool:
        with SqliteStore(path) as store:
            store.record(load(person("a")), at=T0)
        return True

    with closing(sqlite3.connect(path, isolation_level=None)) as file, ThreadPoolExecutor(1) as pool:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute("BEGIN EXCLUSIVE")
        late = pool.submit(written)
        time.sleep(0.3)
        path.unlink()
        file.execute("ROLLBACK")
        assert late.result(timeout=60)
    with SqliteStore(path) as store:
        assert store.revision().number == 1


def test_a_store_that_nobody_holds_any_more_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    SqliteStore(path).record(load(person("1")), at=T0)
    gc.collect()
    assert not path.with_name("s.db-wal").exists()  # SQLite removes it when the last connection closes
