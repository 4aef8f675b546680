"""How long does it take to rank a whole client, and what does it take in memory?

python -m benchmarks.introductions --people 1000000 --json

A seeded world is built and written to a file by one process; another maps the file and answers, so that its memory is
what serving takes. Up to 10,000 people the same question is asked of NetworkX and rustworkx on the graph with every
pair of colleagues written out, with the same warmth on its edges; the answers must be equal.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import rustworkx as rx

from benchmarks.worlds import AS_OF, batches
from graph.algorithms.ask import best_to_ask
from graph.algorithms.introductions import Introducer
from graph.algorithms.paging import prepare_page
from graph.algorithms.pairs import neighbours
from graph.algorithms.world import World
from graph.parameters import read_parameters
from graph.snapshot import map_snapshot, snapshot_of, write_snapshot

_TOP = 5
_PAGE = 50
_MATERIALISED = 10_000
_Numbers = dict[str, float]


def build(people: int, path: Path) -> _Numbers:
    """Build a world and write it."""
    started = time.perf_counter()
    snapshot = snapshot_of(1, batches(people))
    built = time.perf_counter()
    with path.open("wb") as file:
        write_snapshot(snapshot, file)
    return {"generate_and_build_s": built - started, "write_s": time.perf_counter() - built}


def serve(path: Path, people: int, targets: int, runs: int) -> _Numbers:
    """Map a world and answer from it."""
    started = time.perf_counter()
    snapshot = map_snapshot(path, check=False)
    ask = Introducer(World(snapshot, AS_OF, read_parameters()))
    mapped = time.perf_counter()
    ask.reached_by.ready()
    reached = time.perf_counter()
    client = client_of(ask, targets)
    wanted = np.array([snapshot.arrays.person(one) for one in sorted(ask.people_at(client))])
    wanted = wanted[~ask.world.ours[wanted]]
    timed = _timed(lambda: best_to_ask(ask.reached_by, wanted, _TOP), runs)
    rows, _ = ask.reach(client, top=_TOP)
    words = []
    for _ in range(min(runs, 7)):
        rows, _ = Introducer.reach(fresh := _fresh(ask), client, top=_TOP)
        begin = time.perf_counter()
        prepare_page(fresh, rows[:_PAGE])
        for row in rows[:_PAGE]:
            _ = row.introductions, row.known_by
        words.append((time.perf_counter() - begin) * 1000)
    numbers = {
        "people": people, "spells": len(snapshot.arrays.spell_person), "ties": len(snapshot.arrays.tie_a),
        "targets": len(wanted), "ours": int(ask.world.ours.sum()), "map_s": mapped - started,
        "reach_s": reached - mapped, "ask_ms_median": statistics.median(timed),
        "ask_ms_p95": sorted(timed)[math.ceil(len(timed) * 0.95) - 1], "page_ms_median": statistics.median(words),
        "memory_mb": _resident_mb("VmRSS"), "memory_mapped_mb": _resident_mb("RssFile"),
        "memory_most_mb": _resident_mb("VmHWM"),
    }  # fmt: skip
    if people <= _MATERIALISED:
        numbers.update(_peers(ask, wanted, runs))
    return numbers


def _fresh(ask: Introducer) -> Introducer:
    """Return one that has worked out reach and said nothing in words yet."""
    fresh = Introducer(ask.world)
    fresh.__dict__["reached_by"] = ask.reached_by
    return fresh


def client_of(ask: Introducer, targets: int) -> str:
    """Return the company with the number of people on the day that is nearest to the one asked for."""
    arrays = ask.world.arrays
    now = np.bincount(
        arrays.entry_group[ask.world.goes_on[arrays.entry_spell]], minlength=len(arrays.group_kind)
    )  # fmt: skip
    now[ask.world.group_ours] = 0
    group = int(np.argmin(np.abs(now - targets)))
    return ask.world.snapshot.company_ids[arrays.group_company[group]]


def _peers(ask: Introducer, targets: np.ndarray, runs: int) -> _Numbers:
    """Ask NetworkX and rustworkx: the best last people over all edges into each target, reach worked out before."""
    value = ask.reached_by.value.tolist()
    edges = [
        (int(other), person, float(-np.expm1(log)))
        for person in range(ask.world.arrays.people)
        for other, log in zip(*neighbours(ask.world, person), strict=True)
        if other < person
    ]
    plain = nx.Graph()
    plain.add_weighted_edges_from(edges)
    rust = rx.PyGraph(multigraph=False)
    rust.add_nodes_from(range(ask.world.arrays.people))
    rust.add_edges_from(edges)

    def by_networkx() -> list[list[float]]:
        return [
            sorted((value[other] * data["weight"] for other, data in plain.adj[one].items()), reverse=True)[:_TOP]
            if one in plain
            else []
            for one in targets.tolist()
        ]

    def by_rustworkx() -> list[list[float]]:
        return [
            sorted((value[other] * weight for other, weight in rust.adj(one).items()), reverse=True)[:_TOP]
            for one in targets.tolist()
        ]

    found = best_to_ask(ask.reached_by, targets, _TOP)
    ours = [found.score[found.target == number].tolist() for number in range(len(targets))]
    for theirs in (by_networkx(), by_rustworkx()):
        for mine, other in zip(ours, theirs, strict=True):
            positive = [score for score in other if score > 0]
            if len(mine) != len(positive) or not np.allclose(mine, positive, atol=1e-9):
                raise SystemExit("the answers are not equal")
    return {
        "edges": len(edges), "networkx_ms": statistics.median(_timed(by_networkx, runs)),
        "rustworkx_ms": statistics.median(_timed(by_rustworkx, runs)),
    }  # fmt: skip


def _timed(question: Callable[[], object], runs: int) -> list[float]:
    question()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        question()
        times.append((time.perf_counter() - begin) * 1000)
    return times


def _resident_mb(what: str) -> float:
    """Return the memory of this process that is resident now: all (VmRSS), or what is mapped from files (RssFile)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve is not None:
        print(json.dumps(serve(asked.serve, asked.people, asked.targets, asked.runs)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.snapshot"
        numbers = build(asked.people, path)
        words = [sys.executable, "-m", "benchmarks.introductions", "--people", str(asked.people), "--serve", str(path)]
        words += ["--targets", str(asked.targets), "--runs", str(asked.runs)]
        served = subprocess.run(words, check=True, capture_output=True, text=True)
        told = json.loads(served.stdout) | numbers
        told["file_mb"] = path.stat().st_size / 1024 / 1024
    rounded = {name: round(number, 2) for name, number in told.items()}
    print(json.dumps(rounded) if asked.json else "\n".join(f"{name:24}{number}" for name, number in rounded.items()))


if __name__ == "__main__":
    main()
