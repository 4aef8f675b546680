"""How long do loading Tables into SQLite and a first answer take? Medians of several runs.

python -m benchmarks.loading --people 5000
"""

import argparse
import csv
import json
import random
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from api.use_cases import Question, who
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.sqlite import SqliteStore
from loaders.run import load_path

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def write_world(folder: Path, people: int, seed: int) -> int:
    """Write people with three jobs each at companies of very different sizes; return the number of rows."""
    draw = random.Random(seed)
    companies = max(people // 50, 10)
    weights = [1 / (rank + 1) for rank in range(companies)]
    jobs = []
    for person in range(people):
        year = draw.randint(1995, 2015)
        for company in draw.choices(range(companies), weights, k=3):
            end = year + draw.randint(1, 6)
            jobs.append([person, company, "", f"unit {draw.randint(1, 9)}", year, end])
            year = end
        if person % 50 == 0:
            jobs.append([person, "us", "Partner", "", year, ""])
    tables = {
        "companies": [
            ["id", "name", "relation"],
            ["us", "Us", "ours"],
            *([n, f"Company {n}", "client"] for n in range(companies)),
        ],
        "people": [["id", "name"], *([n, f"Person {n}"] for n in range(people))],
        "employments": [["person", "company", "title", "unit", "start", "end"], *jobs],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return sum(len(rows) - 1 for rows in tables.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    asked = parser.parse_args()
    loading, answering = [], []
    with tempfile.TemporaryDirectory() as name:
        rows = write_world(Path(name), asked.people, seed=7)
        for run in range(asked.runs):
            with SqliteStore(Path(name) / f"{run}.db") as store:
                started = time.perf_counter()
                load_path(store, Path(name), source="bench", now=NOW)
                loading.append(time.perf_counter() - started)
                started = time.perf_counter()
                who(SYSTEM, store, f"Company {asked.people // 100}", Question(NOW.date()), read_parameters())
                answering.append(time.perf_counter() - started)
    print(json.dumps({
        "people": asked.people, "rows": rows, "rows_per_s": round(rows / statistics.median(loading)),
        "first_answer_s": round(statistics.median(answering), 3),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
