"""How many records a second do Tables reach Neo4j, claims and the graph people read both counted? Medians.

python -m benchmarks.neo4j --people 10000 --json
python -m benchmarks.neo4j --people 100000 --heap 4g --json

A new server compiles itself while it works, so the first of the runs is slower than the median.
Starts a server of its own (see tests/neo4j_server.py), or takes one: --uri, --user, INROADS_NEO4J_PASSWORD. That
one's database must be empty and is emptied again after each run.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.loading import write_world
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from loaders.run import load_path
from tests.neo4j_server import HEAP, VERSION, Address, empty_neo4j, running

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WITHOUT_GRAPH = "MATCH (s:Store {name: 'inroads'}) RETURN s.revision - s.projected_revision"
RELATIONSHIPS = "MATCH (:Person)-[r:WORKED_AT]->(:Company) RETURN count(r)"


@contextmanager
def server(asked: argparse.Namespace, folder: Path) -> Iterator[Address]:
    if asked.uri:
        yield Address(asked.uri, asked.user, os.environ.get("INROADS_NEO4J_PASSWORD", ""), 0)
    else:
        with running(folder / "data", version=asked.version, heap=asked.heap, quick=False) as address:
            yield address


def one_run(address: Address, folder: Path) -> tuple[float, float, float]:
    """Load the folder into the emptied database; return seconds, and the processor's seconds of us and the server."""
    empty_neo4j(address)
    connection = Connection(address.uri, address.user, address.password)
    with Neo4jStore(connection) as store:
        started, worked, served = time.perf_counter(), time.process_time(), busy_seconds(address.pid)
        load_path(store, folder, source="bench", now=NOW)
        told = (
            time.perf_counter() - started, time.process_time() - worked, busy_seconds(address.pid) - served
        )  # fmt: skip
        if connection.read(WITHOUT_GRAPH) != [[0]] or not connection.read(RELATIONSHIPS)[0][0]:
            sys.exit("the load returned before the graph was there")
    return told


def peak_mb(pid: int) -> int | None:
    """Return the most memory that a process of this machine ever had, in MB."""
    status = Path(f"/proc/{pid}/status")
    if not pid or not status.exists():
        return None
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def busy_seconds(pid: int) -> float:
    """Return the processor's time that a process of this machine has used, 0 for a server elsewhere."""
    stat = Path(f"/proc/{pid}/stat")
    if not pid or not stat.exists():
        return 0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--uri", help="a server to use; default: start one")
    parser.add_argument("--user", default="neo4j")
    parser.add_argument("--version", default=VERSION, help="of the server to start")
    parser.add_argument("--heap", default=HEAP, help="of the server to start, as 4g")
    parser.add_argument("--json", action="store_true", help="the only form there is")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inroads-neo4j-") as name:
        tables = Path(name) / "tables"
        tables.mkdir()
        rows = write_world(tables, asked.people, seed=7)
        with server(asked, Path(name)) as address:
            runs = [one_run(address, tables) for _ in range(asked.runs)]
            server_mb = peak_mb(address.pid)
            empty_neo4j(address)
    seconds = statistics.median(run[0] for run in runs)
    print(json.dumps({
        "people": asked.people, "records": rows, "records_per_s": round(rows / seconds),
        "seconds": [round(run[0], 1) for run in runs], "client_cpu_s": [round(run[1], 1) for run in runs],
        "server_cpu_s": [round(run[2], 1) for run in runs],
        "client_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "server_mb": server_mb,
        "server": None if asked.uri else f"{asked.version} {asked.heap}", "driver": installed("neo4j"),
        "rust_ext": installed("neo4j-rust-ext"), "python": platform.python_version(), "cores": os.cpu_count(),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
