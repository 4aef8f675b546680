"""How an uploaded file is loaded within limits on memory and time: in a process of its own.

`python -m api.upload_worker` reads one JSON object from standard input and writes one to standard output.
"""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from api.settings import Settings
from api.use_cases import Json
from api.wiring import open_store
from graph.errors import BadArgument, ImportRefused, InroadsError, LoadConflict, StoreUnavailable, SweepRefused
from graph.provenance import LoadEntry
from graph.stores.base import Store
from loaders.run import Input, inputs, load_path

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
    firm: str = ""
    kind: str = ""
    as_of: date | None = None
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

    Where it holds several inputs, ``more`` has the lines of the others, ``refused`` why some were not loaded, and
    ``passed_over`` the files that are none; where all are refused, the first refusal is raised.

    Once nobody waits any more (``gone``) the reading is given up. Raises ImportRefused, also when it takes more memory
    or time than is allowed, and StoreUnavailable.
    """
    day = upload.as_of.isoformat() if upload.as_of else ""
    order = {**asdict(upload), "path": str(upload.path), "as_of": day, "store": settings.store,
             "memory": settings.upload_memory, "seconds": settings.upload_seconds}  # fmt: skip
    try:
        said = _asked(json.dumps(order), settings.upload_seconds, gone or threading.Event())
    except subprocess.TimeoutExpired as error:
        raise UploadRefused("The input was refused", "It takes longer to read than is allowed.",
                            "Load it on the server with `inroads load`.") from error  # fmt: skip
    told: Json = json.loads(said.replace(f"{json.dumps(str(upload.path.parent))[1:-1]}/", "")) if said else {}
    if "number" in told:
        return told
    detail = str(told.get("detail") or "It takes more memory or time to read than is allowed.")
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
    loaded: list[Json] = []
    refused: list[InroadsError] = []
    try:
        path = Path(str(order["path"]))
        root = path if path.is_dir() else path.parent
        found, others = inputs(path, kind=str(order["kind"]))
        _for_one(order, found)
        with open_store(str(order["store"])) as store:
            for one in found:
                try:
                    loaded.append(_load(store, one, order))
                except ImportRefused as error:
                    refused.append(error)
    except InroadsError as error:
        return _refusal(error)
    if not loaded:
        return _refusal(refused[0])
    return {
        **loaded[0], "more": loaded[1:], "passed_over": [str(path.relative_to(root)) for path in others],
        "refused": [{"detail": error.detail, "remedy": error.remedy} for error in refused],
    }  # fmt: skip


def _for_one(order: Json, found: Sequence[Input]) -> None:
    """Refuse what can be told of one input only; raises BadArgument."""
    if len(found) > 1 and (order["source"] or order["owner"] or order["as_of"]):
        raise BadArgument(
            f"Source, owner and day are for one input, and there are {len(found)}.", remedy="Load them one by one."
        )


def _load(store: Store, one: Input, order: Json) -> Json:
    day = str(order["as_of"])
    done = load_path(
        store, one.path, parts=one.parts, source=str(order["source"]) or None, owner=str(order["owner"]),
        firm=str(order["firm"]), kind=one.kind, as_of=date.fromisoformat(day) if day else None, now=datetime.now(UTC),
        by=str(order["by"]), allow_sweep=bool(order["allow_sweep"]), take_over=bool(order["take_over"]),
        dry=bool(order["dry"]),
    )  # fmt: skip
    return {
        **told_entry(done.entry), "rejected": [asdict(row) for row in done.rejected],
        "unknown_columns": list(done.unknown_columns), "remarks": list(done.remarks),
    }  # fmt: skip


def _refusal(error: InroadsError) -> Json:
    name = next((name for name, kind in _REFUSALS.items() if isinstance(error, kind)), "ImportRefused")
    return {"error": name, "title": error.title, "detail": error.detail, "remedy": error.remedy}


def _limit(memory: int, seconds: int) -> None:
    """Allow so much memory beyond what the program itself has taken by now."""
    pages = Path("/proc/self/statm")
    taken = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize() if pages.exists() else 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_work(json.load(sys.stdin))))
