"""How long does a server take from the store to being ready, and again after a small load?

python -m benchmarks.following --people 100000

N people, 3N spells and 10N ties in SQLite, by the product's own store, snapshots and files; one run, wall clock.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from api.following import Follower
from api.snapshot_files import SnapshotFiles
from benchmarks.worlds import AS_OF, batches
from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.parameters import read_parameters
from graph.provenance import Claim, Load
from graph.snapshot import Snapshot
from graph.stores.sqlite import SqliteStore

_NOW = datetime.combine(AS_OF, datetime.min.time(), UTC)
_MORE = 100


def _claims(people: int) -> Iterator[Claim]:
    for batch in batches(people):
        yield from (held.claim for held in batch.held())


def _ready(snapshot: Snapshot) -> None:
    """Work out what the first question would wait for."""
    _ = Introducer(World(snapshot, AS_OF, read_parameters())).reached_by


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    asked = parser.parse_args()
    told: dict[str, float] = {"people": asked.people}
    with tempfile.TemporaryDirectory() as name, SqliteStore(Path(name) / "s.db") as store:
        files, follower = SnapshotFiles(Path(name) / "cache"), Follower()

        def timed(what: str, source: Follower) -> None:
            started = time.perf_counter()
            snapshot = files.snapshot(store, store.revision(), source.snapshot)
            told[f"{what}_s"] = time.perf_counter() - started
            _ready(snapshot)
            told[f"{what}_and_reach_s"] = time.perf_counter() - started

        started = time.perf_counter()
        entry = store.record(Load("bench", "tables", AS_OF, _claims(asked.people)), at=_NOW)
        told |= {"claims": entry.counts.read, "record_s": time.perf_counter() - started}
        timed("from_the_store", follower)
        timed("from_the_file", Follower())
        more = [
            Claim("people", f"new {n}", (f"new {n}", f"Zoe New {n}", *[None] * 9), "more.csv", n) for n in range(_MORE)
        ]
        store.record(Load("more", "tables", AS_OF, more), at=_NOW)
        timed("after_a_small_load", follower)
    print(json.dumps({key: round(value, 2) for key, value in told.items()}))


if __name__ == "__main__":
    main()
