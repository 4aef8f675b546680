"""The page where people load files, wait for one, and take one back."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, File, HTTPException, Query, Request, Response, UploadFile

from api.dependencies import AQuestion, AService, AViewer, now
from api.errors import problem_of
from api.routes.loads import BUSY_SECONDS, kept, load_kept, seen_loads, take_back
from api.routes.showing import page, see
from api.routes.uploading import KINDS, InForm, order_of
from api.upload_worker import told_entry
from api.use_cases import Json
from api.use_cases.log import may_take_back
from graph.errors import InroadsError
from graph.provenance import WORKSPACE, LoadEntry
from graph.snapshot import Snapshot
from viz.wording import source_name

router = APIRouter(prefix="/loads")
Field = Literal["source", "owner", "firm", "as_of", "kind"]
_SHOWN = 200


@router.get("")
def loads(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    say: Annotated[Sequence[Field], Query(max_length=5)] = (),
) -> Response:  # fmt: skip
    """Every load, the newest first, and a form for the next one."""
    entries, snapshot = seen_loads(shared, viewer), shared.snapshots.state.snapshot
    newest = {entry.source: entry.number for entry in entries if not entry.undone}
    rows = [
        {
            **told_entry(one),
            **load_words(one, snapshot),
            "can_undo": newest.get(one.source) == one.number and may_take_back(viewer, one),
        }
        for one in reversed(entries)
    ]
    return page(request, shared, viewer, asked, "loads.html.jinja",
                {"loads": rows[:_SHOWN], "total": len(rows), "sources": len(newest),
                 "kinds": KINDS, "say": say}, at="loads")  # fmt: skip


@router.post("")
def upload(
    request: Request, files: Annotated[list[UploadFile], File()], shared: AService, viewer: AViewer, form: InForm,
) -> Response:  # fmt: skip
    """Keep the files, begin to read them, and show how it goes."""
    if not shared.jobs.has_room():
        raise HTTPException(429, "Many uploads wait to be read.", headers={"retry-after": BUSY_SECONDS})
    folder = Path(tempfile.mkdtemp(prefix="inroads-"))
    try:
        order = order_of(kept(files, folder, form.kind), viewer, form)
    except BaseException:
        shutil.rmtree(folder)
        raise

    def work() -> Json:
        try:
            return {**load_kept(shared, order), "dry": order.dry}
        finally:
            shutil.rmtree(folder)

    names = tuple(file.filename or "" for file in files)
    return see(f"/loads/jobs/{shared.jobs.start(names, work, at=now()).id}", request)


@router.get("/jobs/{id}")
def job(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """How far an upload is, and at the end what changed and what could not be used."""
    found = shared.jobs.of(id)
    if found is None:
        raise HTTPException(404, "That upload is not known any more; see the list of loads.")
    told: Json = {"done": found.done.done(), "files": found.files, "problem": None, "entry": {}, "dry": False}
    told["seconds"] = int((now() - found.began).total_seconds())
    if found.done.done():
        try:
            entry = found.done.result()
            told |= {"entry": entry, "dry": entry["dry"]}
        except InroadsError as error:
            told["problem"] = problem_of(error, request.url.path).model_dump()
    return page(request, shared, viewer, asked, "job.html.jinja", told, at="loads")


def load_words(entry: LoadEntry, snapshot: Snapshot) -> Json:
    """Say of whom a load was, and what it was, as people do; ``dated`` where its day need be told beside it."""
    name, (kind, _, company) = source_name(entry.source), entry.source.partition(":")
    if entry.source == WORKSPACE:
        return {"name": name, "what": entry.kind, "dated": False}
    if kind == "leaders":
        known = snapshot.companies.get(snapshot.entity.get(company, company))
        return {"name": f"{name} of {known.name}" if known else name, "what": "pasted on", "dated": True}
    return {"name": name, "what": f"{entry.kind}, export of", "dated": True}


@router.post("/{number}/undo")
def undo(request: Request, number: int, shared: AService, viewer: AViewer) -> Response:
    """Take back a load."""
    take_back(shared, viewer, number)
    return see("/loads?done=undone", request)
