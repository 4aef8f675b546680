"""How long does the proof of camps take on generated units, over many seeds? It ends by itself.

python -m benchmarks.camps --people 30 --ties 7 --seeds 20

Seconds of CPU, because the machine may do other work too; wall seconds beside them, because the proof is limited by
those. Units have three hidden camps; a fifth of the ties has the wrong sign.
"""

import argparse
import itertools
import json
import random
import statistics
import sys
import time

from graph.algorithms.camps import SignedGraph, find_camps, signed_graph
from graph.parameters import read_parameters


def main() -> None:
    """Find the camps of every unit, chosen and two, and print one line of JSON for each of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--ties", type=float, default=7.0, help="ties of each person")
    parser.add_argument("--seeds", type=int, default=20)
    given = parser.parse_args()
    units = [generated_unit(given.people, given.ties, seed) for seed in range(given.seeds)]
    find_camps(units[0])  # the solver is loaded once
    for number in (None, 2):
        sys.stdout.write(
            json.dumps({"camps": number or "chosen", "units": len(units), **_figures(units, number)}) + "\n"
        )


def generated_unit(people: int, ties_each: float, seed: int, *, camps: int = 3, wrong: float = 0.2) -> SignedGraph:
    """Return a unit with hidden camps; ``wrong`` is the part of its ties that go against them."""
    chance = random.Random(seed)
    names = [f"p{n:02d}" for n in range(people)]
    camp = [chance.randrange(camps) for _ in names]
    ties = []
    for a, b in itertools.combinations(range(people), 2):
        if chance.random() < ties_each / (people - 1):
            sign = (1 if camp[a] == camp[b] else -1) * (-1 if chance.random() < wrong else 1)
            ties.append((names[a], names[b], float(sign * chance.choice([1, 1, 2]))))
    return signed_graph(names, ties)


def _figures(units: list[SignedGraph], number: int | None) -> dict[str, object]:
    numbers = read_parameters().of("camps")
    cpu, wall, proven = [], [], 0
    for unit in units:
        began, used = time.perf_counter(), time.process_time()
        camps = find_camps(
            unit, number=number, seconds=numbers["seconds"], seed=int(numbers["seed"]), sweeps=int(numbers["sweeps"])
        )
        cpu.append(time.process_time() - used)
        wall.append(time.perf_counter() - began)
        proven += camps.proven
    return {
        "proven": proven, "cpu_median_s": round(statistics.median(cpu), 3), "cpu_most_s": round(max(cpu), 3),
        "wall_median_s": round(statistics.median(wall), 3), "wall_most_s": round(max(wall), 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
