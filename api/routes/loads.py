"""What programs load and take back."""

import asyncio
import shutil
import tempfile
import threading
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Depends, File, HTTPException, Request, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from api import use_cases
from api.dependencies import After, AService, AViewer, Limit, now, problems, told_by_content
from api.person_resources import Load, LoadsAnswer, NewLoad
from api.routes.uploading import InForm, InQuery, order_of
from api.service import Service
from api.upload_worker import Upload, load_upload, told_entry
from api.use_cases.basis import SCHEMA_VERSION
from api.use_cases.listing import page
from api.use_cases.log import may_take_back, visible_loads
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.provenance import LoadEntry
from graph.vocabulary.text import plain_text

router = APIRouter(prefix="/v1/loads", tags=["loads"], responses=problems(404))
BUSY_SECONDS = "10"
_LONGEST_NAME = 200  # bytes; most disks take 255, and a folder of several files says a little more


@router.get("", response_model=LoadsAnswer)
def loads(request: Request, shared: AService, viewer: AViewer, limit: Limit = 50, after: After = "") -> Response:
    """List every load, the newest first."""
    entries = seen_loads(shared, viewer)[::-1]
    shown, token = page(entries, lambda entry: str(entry.number), limit=limit, after=after)
    state = shared.snapshots.state
    return told_by_content(request, {
        "schema_version": SCHEMA_VERSION, "revision": state.snapshot.revision, "as_of": now().date().isoformat(),
        "known_on": None, "stale": state.stale, "loads": [told_entry(entry) for entry in shown],
        "total": len(entries), "next": token,
    })  # fmt: skip


@router.get("/{number}", response_model=Load)
def load(request: Request, number: int, shared: AService, viewer: AViewer) -> Response:
    """Give one load."""
    found = [told_entry(entry) for entry in seen_loads(shared, viewer) if entry.number == number]
    if not found:
        raise HTTPException(404, "There is no such load.")
    return told_by_content(request, found[0])


def seen_loads(shared: Service, viewer: Viewer) -> list[LoadEntry]:
    """Return the lines of the log that somebody may see."""
    entries = shared.read(lambda store: store.loads())
    return visible_loads(viewer, entries, shared.snapshots.state.snapshot)


def form_only(request: Request) -> None:
    """Take only a form with files; raises 415."""
    if not request.headers.get("content-type", "").casefold().startswith("multipart/form-data"):
        raise HTTPException(415)


@router.post("", response_model=NewLoad, status_code=201, dependencies=[Depends(form_only)],
             responses=problems(400, 404, 408, 409, 415, 429))  # fmt: skip
async def upload(
    request: Request,
    files: Annotated[list[UploadFile], File(description="One export, or the CSV files of one folder of Tables.")],
    shared: AService, viewer: AViewer, form: InForm, query: InQuery,
) -> use_cases.Json:  # fmt: skip
    """Load an uploaded export, and say what changed and which rows could not be used.

    What is told of it may stand in the form or in the query; where both say something, the form counts.

    Two are read at a time; 429 where both places are taken. When the client leaves, the reading is given up.
    """
    gone = threading.Event()

    def work() -> use_cases.Json:
        with tempfile.TemporaryDirectory(prefix="inroads-") as folder:
            order = order_of(kept(files, Path(folder), form.kind or query.kind), viewer, form, query)
            return load_kept(shared, order, gone)

    with shared.jobs.at_once() as free:
        if not free:
            raise HTTPException(429, "Other uploads are being read.", headers={"retry-after": BUSY_SECONDS})
        watching = asyncio.create_task(_left(request, gone))
        try:
            return await run_in_threadpool(work)
        finally:
            gone.set()
            watching.cancel()


async def _left(request: Request, gone: threading.Event) -> None:
    """Say so when the client has gone; the body was read before, so nothing else comes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()


@router.delete("/{number}", response_model=Load, responses=problems(404, 409))
def undo(number: int, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Take back a load, which must be the newest of its source that stands."""
    return take_back(shared, viewer, number)


def kept(files: list[UploadFile], folder: Path, kind: str = "") -> Path:
    """Write uploaded files into a folder, and return the one file, or the folder of several; raises BadArgument.

    A CSV alone may be a file of Tables, which are read from their folder. The folder has the name of what was sent, so
    that a refusal speaks of that.
    """
    names: list[str] = []
    for file in files:
        name = _name(file.filename or "")
        if not name or name in names:
            raise BadArgument("Each file needs a name of its own.", remedy="Send the files as they were exported.")
        names.append(name)
    folder /= names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    folder.mkdir()
    for name, file in zip(names, files, strict=True):
        with (folder / name).open("wb") as target:
            shutil.copyfileobj(file.file, target)
    alone = len(names) == 1 and (not names[0].endswith(".csv") or kind not in {"", "tables"})
    return folder / names[0] if alone or names == ["Connections.csv"] else folder


def _name(told: str) -> str:
    """Return the base name of a file as its sender calls it, in a form that can be shown and that a disk takes."""
    name = plain_text(PurePosixPath(told.replace("\\", "/")).name).replace("\0", "").strip().lstrip(".")
    while len(name.encode(errors="replace")) > _LONGEST_NAME:
        name = name[1:]
    return name.encode(errors="replace").decode().lstrip(".")


def load_kept(shared: Service, upload: Upload, gone: threading.Event | None = None) -> use_cases.Json:
    """Load what was kept in a process of its own, and wait until it is served."""
    shared.opening.check()  # the process that loads would ask for itself
    done = load_upload(shared.settings, upload, gone)
    more = done["more"]
    for one in (done, *(more if isinstance(more, list) else ())):
        if isinstance(revision := one["revision"], int) and not upload.dry:
            shared.snapshots.wait_for(revision)
    return done


def take_back(shared: Service, viewer: Viewer, number: int) -> use_cases.Json:
    """Undo a load by its number.

    404 where there is none to see, 403 for what another entered, 409 where a later one of its source stands.
    """
    with shared.opened() as store:
        standing = [entry for entry in store.loads() if not entry.undone]
        seen = visible_loads(viewer, standing, shared.snapshots.state.snapshot)
        found = next((entry for entry in seen if entry.number == number), None)
        if found is None:
            raise HTTPException(404, "There is no such load that stands.")
        if not may_take_back(viewer, found):
            raise HTTPException(403, "What somebody entered is taken back by the same person.")
        done = store.undo(found.source, at=now(), number=number)
        shared.snapshots.wait_for(store.revision().number)
    return told_entry(done)
