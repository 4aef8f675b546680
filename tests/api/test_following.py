"""Is a snapshot that follows the changes of a store the same as one that is built from all of it?"""

import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.following import Follower
from api.snapshot_files import built
from graph.batches import Batch
from graph.errors import NothingToUndo
from graph.provenance import record_id
from graph.snapshot import Snapshot
from graph.snapshot.arrays import Arrays
from graph.stores.base import Change, Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.run import load_path
from tests.graph.test_ask import random_world
from tests.worlds import NOW, write_folder

TABLES = ["people", "employments", "acquaintances", "contacts", "companies", "projects"]
STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.sampled_from(["load", "load", "load", "undo", "erase"])),
    min_size=2, max_size=5,
)  # fmt: skip


def same(one: Snapshot, other: Snapshot) -> None:
    for field in fields(Arrays):
        mine, theirs = getattr(one.arrays, field.name), getattr(other.arrays, field.name)
        assert mine.dtype == theirs.dtype, field.name
        assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), field.name
    for name in ("revision", "companies", "sources", "company_records", "place", "small", "doubts", "counts"):
        assert getattr(one, name) == getattr(other, name), name


def step(store: Store, folder: Path, number: int, source: str, seed: int, what: str) -> None:
    """Load a world of a seed for a source, or take something back; later ones no longer say what earlier ones did."""
    at = NOW + timedelta(days=number)
    if what == "load":
        files = {**random_world(seed, people=24), "source.toml": f'name = "{source}"\ncomplete = {TABLES}\n'}
        for name in ("people.csv", "employments.csv", "projects.csv"):  # texts that only this world has
            files[name] = files[name].replace("Name ", f"Name{seed} ").replace(",t", f",t{seed}")
            files[name] = files[name].replace("Pilot", f"Pilot {seed}")
        load_path(store, write_folder(folder / f"{number}{source}", files), now=at, allow_sweep=True)
    elif what == "erase":
        store.erase([record_id(source, "people", f"p{seed}")], at=at)
    else:
        try:
            store.undo(source, at=at)
        except NothingToUndo:
            return


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("kind", ["memory", "sqlite"])
@given(steps=STEPS)
def test_following_is_building_from_nothing(kind: str, tmp_path: Path, steps: list[tuple[str, int, str]]) -> None:
    folder = tmp_path / f"{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir()
    store: Store = MemoryStore() if kind == "memory" else SqliteStore(folder / "s.db")
    with store:
        follower = Follower()
        for number, (source, seed, what) in enumerate(steps):
            step(store, folder, number, source, seed, what)
            revision = store.revision().number
            same(follower.snapshot(store, revision), built(store, revision))


def test_after_a_load_only_what_changed_is_read(tmp_path: Path) -> None:
    class Counted(SqliteStore):
        reads = 0
        read: list[Change]

        def snapshot_batches(self, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
            Counted.reads += not tables  # a load looks through the companies alone, for who is ours
            return super().snapshot_batches(at, tables)

        def changes(self, after: int, to: int) -> Iterator[Change]:
            Counted.read = list(super().changes(after, to))
            return iter(Counted.read)

    with Counted(tmp_path / "s.db") as store:
        follower = Follower()
        step(store, tmp_path, 0, "a", 1, "load")
        follower.snapshot(store, 1)
        folder = write_folder(tmp_path / "more", {"people.csv": "id,name\nz,Zoe New\n"})
        load_path(store, folder, source="more", now=NOW)
        snapshot = follower.snapshot(store, 2)
        assert (Counted.reads, [change.held.claim.key for change in Counted.read]) == (1, ["z"])
        same(snapshot, built(store, 2))


def test_an_earlier_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    with MemoryStore() as store:
        follower = Follower()
        step(store, tmp_path, 0, "a", 1, "load")
        before = follower.snapshot(store, 1)
        untouched = built(store, 1)
        step(store, tmp_path, 1, "a", 2, "load")
        follower.snapshot(store, 2)
        same(before, untouched)


@pytest.mark.parametrize("what", ["undo", "erase"])
def test_what_rewrites_history_is_read_from_nothing(tmp_path: Path, what: str) -> None:
    with MemoryStore() as store:
        follower = Follower()
        for number, seed in enumerate((1, 2)):
            step(store, tmp_path, number, "a", seed, "load")
            follower.snapshot(store, number + 1)
        store.changes = _refused  # type: ignore[method-assign] -- what must not be called
        step(store, tmp_path, 2, "a", 3, what)
        same(follower.snapshot(store, 3), built(store, 3))


def test_what_is_too_much_to_keep_is_read_again(tmp_path: Path) -> None:
    with MemoryStore() as store:
        follower = Follower(most_rows=10)
        step(store, tmp_path, 0, "a", 1, "load")
        follower.snapshot(store, 1)
        store.changes = _refused  # type: ignore[method-assign] -- what must not be called
        step(store, tmp_path, 1, "a", 2, "load")
        same(follower.snapshot(store, 2), built(store, 2))


_refused: Callable[..., object] = lambda after, to: pytest.fail("changes were asked for")  # noqa: E731 -- what fails a test in one line
