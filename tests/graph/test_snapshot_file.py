"""Does a snapshot that was written and mapped answer as the one that was built?"""

import mmap
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.errors import NotOurSnapshot
from graph.parameters import read_parameters
from graph.snapshot import Snapshot, map_snapshot, write_snapshot
from tests.graph.test_ask import AS_OF, random_world
from tests.worlds import introducer


def test_a_mapped_snapshot_answers_the_same(tmp_path: Path) -> None:
    ask = introducer(tmp_path, random_world(5), AS_OF)
    kept(ask.world.snapshot, tmp_path / "s.snapshot")
    mapped = map_snapshot(tmp_path / "s.snapshot")
    other = Introducer(World(mapped, AS_OF, read_parameters()))
    assert list(mapped.people) == list(ask.world.snapshot.people)
    assert mapped.companies == ask.world.snapshot.companies
    assert dict(mapped.entity) == dict(ask.world.snapshot.entity)
    assert mapped.doubts == ask.world.snapshot.doubts
    assert mapped.stances == ask.world.snapshot.stances
    for person in mapped.people:
        assert other.introductions(person) == ask.introductions(person)
        assert mapped.jobs.get(person) == ask.world.snapshot.jobs.get(person)
        assert mapped.facts.get(person) == ask.world.snapshot.facts.get(person)


def kept(snapshot: Snapshot, path: Path, about: str = "") -> Path:
    with path.open("wb") as file:
        write_snapshot(snapshot, file, about=about)
    return path


def test_a_file_about_something_else_or_of_other_code_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(introducer(tmp_path, random_world(6), AS_OF).world.snapshot, tmp_path / "s", about="revision 6")
    map_snapshot(path, about="revision 6")
    with pytest.raises(NotOurSnapshot):
        map_snapshot(path, about="revision 7")
    monkeypatch.setattr("graph.snapshot.file.made_by", lambda: "an older program")
    with pytest.raises(NotOurSnapshot):
        map_snapshot(path, about="revision 6")


@pytest.mark.parametrize("harm", ["flipped", "head", "short", "other", "empty"])
def test_a_damaged_file_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "s.snapshot"
    kept(introducer(tmp_path, random_world(6), AS_OF).world.snapshot, path)
    whole = path.read_bytes()
    path.write_bytes({
        "flipped": whole[:-200] + bytes([whole[-200] ^ 1]) + whole[-199:], "short": whole[: len(whole) // 2],
        "head": whole.replace(b'"Us"', b'"Xs"', 1),
        "other": b"PK" + whole[2:], "empty": b"",
    }[harm])  # fmt: skip
    with pytest.raises(NotOurSnapshot):
        map_snapshot(path)


def test_an_empty_snapshot_is_kept_too(tmp_path: Path) -> None:
    ask = introducer(tmp_path, {"people.csv": "id,name\na,Anna Berg\n"}, AS_OF)
    kept(ask.world.snapshot, tmp_path / "s")
    assert len(map_snapshot(tmp_path / "s").people) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what of a file is resident")
def test_a_mapped_file_is_let_go_of_only_above_what_may_be_held(tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * (64 << 20))
    snapshot = introducer(tmp_path, random_world(5), AS_OF).world.snapshot
    with big.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapping:
        big_one = replace(snapshot, mapping=mapping)
        held_before = mapped_mb()
        assert sum(mapping[:: mmap.PAGESIZE]) > 0
        big_one.let_go(above_mb=100_000)
        assert mapped_mb() > held_before + 60
        big_one.let_go(above_mb=int(held_before) + 32)
        assert mapped_mb() < held_before + 4


def mapped_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("RssFile:")) / 1024
