"""The plain form in which the team writes down lines between people, and seats."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response

from api.dependencies import AQuestion, AService, AViewer, now
from api.routes.showing import MENDED, page, refused, see
from api.service import Service
from api.use_cases import Json, Question
from api.use_cases.drawing import Drawn, record_line, record_seat
from api.use_cases.stance_history import stance_history
from api.use_cases.standing_lines import standing_lines
from api.use_cases.withdrawing import withdraw
from api.viewer import Viewer
from graph.algorithms.unit import ROLES
from graph.errors import BadArgument

router = APIRouter()
_Short = Annotated[str, Form(max_length=200)]


@router.get("/people/{id}/lines")
def lines(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The two forms: a line from this person to another, and a seat of this person."""
    return page(request, shared, viewer, asked, "lines.html.jinja", _shown(shared, viewer, id, asked))


def _shown(shared: Service, viewer: Viewer, id: str, asked: Question) -> Json:
    told = stance_history(viewer, shared.snapshots, id, asked, shared.parameters)
    own = shared.read(lambda store: standing_lines(viewer, shared.snapshots, store, id, asked, shared.parameters))
    return {**told, **own, "roles": ROLES}


@router.post("/people/{id}/lines")
def record_line_of(
    request: Request, id: str, shared: AService, viewer: AViewer, start: _Short = "", kind: _Short = "",
    to: _Short = "", strength: _Short = "", since: _Short = "", until: _Short = "", unit: _Short = "",
) -> Response:  # fmt: skip
    """Keep a line of this person, and go back to the form; one that is refused stands in the form again."""
    typed = {"start": start, "kind": kind, "to": to, "strength": strength, "since": since, "until": until, "unit": unit}
    try:
        whole = _whole(strength) if kind not in {"reports", "guards"} else None
        drawn = Drawn(kind, start.strip() or id, to.strip(), whole, since, until, unit)
        with shared.opened() as store:
            record_line(viewer, shared.snapshots, store, drawn, shared.parameters, at=now())
            shared.snapshots.wait_for(store.revision().number)
    except MENDED as error:
        shown = _shown(shared, viewer, id, Question(now().date()))
        return refused(request, shared, viewer, error, "lines.html.jinja", {**shown, "typed": typed})
    return see(f"/people/{quote(id)}/lines?done=noted", request)


@router.post("/people/{id}/lines/{entry}/withdraw")
def withdraw_from(request: Request, id: str, entry: str, shared: AService, viewer: AViewer) -> Response:
    """Withdraw one line or seat that was written by hand, and go back to the form."""
    with shared.opened() as store:
        withdraw(viewer, shared.snapshots, store, entry, shared.parameters, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return see(f"/people/{quote(id)}/lines?done=withdrawn", request)


@router.post("/people/{id}/seats")
def record_seat_of(
    request: Request, id: str, shared: AService, viewer: AViewer, opportunity: _Short = "", role: _Short = "",
    weight: _Short = "",
) -> Response:  # fmt: skip
    """Keep a seat, and go back to the form."""
    with shared.opened() as store:
        record_seat(viewer, shared.snapshots, store, opportunity, role, shared.parameters, person=id,
                    weight=float(_whole(weight)) if weight.strip() else None, at=now())  # fmt: skip
        shared.snapshots.wait_for(store.revision().number)
    return see(f"/people/{quote(id)}/lines?done=noted", request)


def _whole(text: str) -> int:
    try:
        return int(text.replace("\N{MINUS SIGN}", "-")) if text.strip() else 2
    except ValueError as error:
        raise BadArgument(f"{text!r} is no whole number.") from error
