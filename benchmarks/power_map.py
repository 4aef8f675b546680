"""How long does the power map of a large decision take, first, supposed, and as a page? It ends by itself.

python -m benchmarks.power_map --people 500

CPU seconds, because the machine may do other work too; painting is measured in Chromium by
`INROADS_FIGURES=1 pytest -s tests/viz/test_large_decision.py`.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from api import use_cases
from api.snapshots import SharedSnapshots
from api.use_cases import Question
from api.use_cases.basis import written_answer
from api.use_cases.what_if import WhatIf
from api.viewer import Viewer
from benchmarks.large_decision import NAME, large_decision
from graph.parameters import read_parameters
from graph.stores.sqlite import SqliteStore
from loaders.run import load_path
from viz.power_parts import power_parts

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def main() -> None:
    """Build the decision, ask for it in every way, and print one line of JSON with milliseconds of CPU."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory(prefix="inroads-") as folder:
        store = Path(folder) / "large.db"
        _load(store, Path(folder) / "tables", people)
        figures = _figures(lambda: SqliteStore(store))
    sys.stdout.write(json.dumps({"people": people, **figures}) + "\n")


def _load(path: Path, tables: Path, people: int) -> None:
    tables.mkdir()
    for name, text in large_decision(people).items():
        (tables / name).write_text(text, encoding="utf-8")
    with SqliteStore(path) as store:
        load_path(store, tables, source="large", now=NOW)


def _figures(opened: Callable[[], SqliteStore]) -> dict[str, int]:
    parameters, question = read_parameters(), Question(NOW.date())
    snapshots = SharedSnapshots(opened, parameters)
    snapshots.start()
    snapshots.wait_for(1, seconds=60)

    def asked(what_if: WhatIf | None = None) -> use_cases.Json:
        return use_cases.show_map(Viewer(""), snapshots, NAME, question, parameters, what_if=what_if, of="opportunity")

    try:
        first = _milliseconds(lambda: written_answer(asked()))
        told = asked()
        tries = [_supposing(told, value) for value in range(-3, 4)]
        supposed = [_milliseconds(partial(_written, asked, one)) for one in tries]
        lines = [_milliseconds(partial(_written, asked, one)) for one in _swaying(told)]
        few = _milliseconds(lambda: power_parts(told, everybody=False).context())
        every = _milliseconds(lambda: power_parts(told, few=False).context())
    finally:
        snapshots.stop()
    return {
        "first_ms": first, "supposed_ms": round(statistics.median(supposed)),
        "supposed_line_ms": round(statistics.median(lines)), "page_ms": few, "all_units_ms": every,
    }  # fmt: skip


def _written(asked: Callable[[WhatIf], use_cases.Json], what_if: WhatIf) -> bytes:
    return written_answer(asked(what_if))


def _supposing(told: use_cases.Json, value: int) -> WhatIf:
    people = told["people"]
    return WhatIf({people[0]["id"]: value}) if isinstance(people, list) else WhatIf()


def _swaying(told: use_cases.Json) -> list[WhatIf]:
    """Suppose one more line of influence, each another one."""
    people = told["people"]
    ids = [str(one["id"]) for one in people[:6]] if isinstance(people, list) else []
    return [WhatIf(sways=[(one, ids[0], 3.0)]) for one in ids[1:]]


def _milliseconds(work: Callable[[], object]) -> int:
    began = time.process_time()
    work()
    return round((time.process_time() - began) * 1000)


if __name__ == "__main__":
    main()
