"""How long does each refusal of a hostile file take, and how much memory, in a process of its own?

python -m benchmarks.hostile [--json]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile import HOSTILE

SECONDS = 2.0
MEGABYTES = 300


def measured(name: str, folder: Path) -> dict[str, object]:
    """Load one file on the command line; return its exit code, its seconds with start-up (on the clock and of
    work) and its peak memory.

    The file is built in another process: a child starts with the memory mark of its parent.
    """
    build = "import pathlib, sys, tests.hostile as h; print(h.HOSTILE[sys.argv[1]][0](pathlib.Path(sys.argv[2])))"
    built = subprocess.run([sys.executable, "-c", build, name, str(folder)], check=True, capture_output=True, text=True)
    store = f"sqlite:{folder / 's.db'}"
    words = ["load", built.stdout.strip(), "--source", "x", "--owner", "Kari", "--store", store]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.__main__ import main; main()", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    cpu = used.ru_utime + used.ru_stime
    return {
        "file": name, "exit": process.returncode, "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2),
        "mb": used.ru_maxrss // 1024,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    for name in HOSTILE:
        with tempfile.TemporaryDirectory() as folder:
            row = measured(name, Path(folder))
        rows.append(row)
        if not asked.json:
            took = f"{row['seconds']:>5} s, {row['cpu_seconds']:>5} s of work"
            print(f"{name:<36} exit {row['exit']}  {took}  {row['mb']:>4} MB", flush=True)
    if asked.json:
        print(json.dumps(rows))
    bad = [r for r in rows if r["exit"] != 3 or float(str(r["seconds"])) > SECONDS or int(str(r["mb"])) > MEGABYTES]
    if bad:
        sys.exit(
            f"{len(bad)} beyond {SECONDS} s, {MEGABYTES} MB or exit code 3: {', '.join(str(r['file']) for r in bad)}"
        )


if __name__ == "__main__":
    main()
