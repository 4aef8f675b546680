"""How an uploaded file is loaded within limits on memory and time: in a process of its own.

`python -m api.upload_worker` reads one JSON object from standard input and writes one to standard output.
"""

import json
import resource
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.settings import Settings
from api.use_cases import Json
from api.wiring import open_store
from graph.errors import ImportRefused, InroadsError, LoadConflict, StoreUnavailable, SweepRefused
from graph.provenance import LoadEntry
from loaders.run import load_path

_LOOKED_EVERY = 0.25
_REFUSALS: dict[str, type[InroadsError]] = {
    kind.__name__: kind for kind in (StoreUnavailable, LoadConflict, SweepRefused, ImportRefused)
}


@dataclass(frozen=True, slots=True)
class Upload:
    """What to load, and what its sender said about it."""

    path: Path
    source: str = ""
    owner: str = ""
    by: str = ""
    dry: bool = False
    allow_sweep: bool = False
    take_over: bool = False


class UploadRefused(ImportRefused):
    """The reason is the loader's own, told by another process."""

    def __init__(self, title: str, detail: str, remedy: str) -> None:
        super().__init__("", detail, remedy=remedy)
        self.title = title
        self.detail = detail


def load_upload(settings: Settings, upload: Upload, gone: threading.Event | None = None) -> Json:
    """Load a file or a folder, and return the line of the log with the rows that could not be used.

    Once nobody waits any more (``gone``) the reading is given up. Raises ImportRefused, also when it takes more memory
    or time than is allowed, and StoreUnavailable.
    """
    order = {**asdict(upload), "path": str(upload.path), "store": settings.store,
             "memory": settings.upload_memory, "seconds": settings.upload_seconds}  # fmt: skip
    try:
        said = _asked(json.dumps(order), settings.upload_seconds, gone or threading.Event())
    except subprocess.TimeoutExpired as error:
        raise UploadRefused("The input was refused", "It takes longer to read than is allowed.",
                            "Load it on the server with `inroads load`.") from error  # fmt: skip
    told: Json = json.loads(said) if said else {}
    if "number" in told:
        return told
    detail = str(told.get("detail") or "It takes more memory or time to read than is allowed.")
    detail = detail.replace(f"{upload.path.parent}/", "")
    remedy = str(told.get("remedy") or "Load it on the server with `inroads load`.")
    if told.get("error") in {"StoreUnavailable", "LoadConflict"}:
        raise StoreUnavailable(detail, remedy=remedy)
    raise UploadRefused(str(told.get("title") or ImportRefused.title), detail, remedy)


def _asked(order: str, seconds: float, gone: threading.Event) -> str:
    """Return what a process of its own answers, "" where it ended badly; it does not outlive the wait for it."""
    until, unsent = time.monotonic() + seconds, order or None
    with subprocess.Popen(
        [sys.executable, "-m", "api.upload_worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    ) as worker:  # fmt: skip
        try:
            while True:
                try:
                    said, _ = worker.communicate(unsent, timeout=_LOOKED_EVERY)
                except subprocess.TimeoutExpired:
                    unsent = None  # it is on its way, whole
                    if gone.is_set() or time.monotonic() > until:
                        raise
                else:
                    return said if worker.returncode == 0 else ""
        finally:
            worker.kill()


def told_entry(entry: LoadEntry) -> Json:
    """Return a line of the log of loads as plain data."""
    return {**asdict(entry), "as_of": entry.as_of.isoformat(), "at": entry.at.isoformat()}


def _work(order: Json) -> Json:
    _limit(int(str(order["memory"])), int(str(order["seconds"])))
    try:
        with open_store(str(order["store"])) as store:
            done = load_path(
                store, Path(str(order["path"])), source=str(order["source"]) or None, owner=str(order["owner"]),
                now=datetime.now(UTC), by=str(order["by"]), allow_sweep=bool(order["allow_sweep"]),
                take_over=bool(order["take_over"]), dry=bool(order["dry"]),
            )  # fmt: skip
    except InroadsError as error:
        name = next((name for name, kind in _REFUSALS.items() if isinstance(error, kind)), "ImportRefused")
        return {"error": name, "title": error.title, "detail": error.detail, "remedy": error.remedy}
    return {
        **told_entry(done.entry), "rejected": [asdict(row) for row in done.rejected],
        "unknown_columns": list(done.unknown_columns), "remarks": list(done.remarks),
    }  # fmt: skip


def _limit(memory: int, seconds: int) -> None:
    """Allow so much memory beyond what the program itself has taken by now."""
    pages = Path("/proc/self/statm")
    taken = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize() if pages.exists() else 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_work(json.load(sys.stdin))))
