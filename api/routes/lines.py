"""How programs write down what the team knows of an organisation: lines between people, and seats."""

from fastapi import APIRouter, Depends, Request, Response

from api import use_cases
from api.dependencies import AQuestion, AService, AViewer, now, problems, told_by_content
from api.routes.people import json_only
from api.stance_resources import EntriesAnswer, NewLine, NewSeat, RecordedLine, RecordedSeat, WithdrawnEntry
from api.use_cases.drawing import Drawn, record_line, record_seat
from api.use_cases.withdrawing import entries_of, withdraw

router = APIRouter(prefix="/v1", tags=["lines"], responses=problems(400, 404, 409, 415))


@router.post("/lines", response_model=RecordedLine, status_code=201, dependencies=[Depends(json_only)])
def new_line(line: NewLine, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Record a line between two people of a client: reporting, influence, conflict, agreement or a kept door."""
    drawn = Drawn(line.kind, line.from_, line.to, line.strength, line.since, line.until, line.unit)
    with shared.opened() as store:
        done = record_line(viewer, shared.snapshots, store, drawn, shared.parameters, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done


@router.get("/people/{id}/entries", response_model=EntriesAnswer)
def entries(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """List the lines and seats of a person that were written by hand, with the ids under which they are withdrawn."""
    return told_by_content(
        request, shared.read(lambda store: entries_of(viewer, shared.snapshots, store, id, asked, shared.parameters))
    )


@router.delete("/entries/{id}", response_model=WithdrawnEntry, responses=problems(403))
def withdraw_one(id: str, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Withdraw one line or seat that was written by hand; 403 for what somebody else entered."""
    with shared.opened() as store:
        done = withdraw(viewer, shared.snapshots, store, id, shared.parameters, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done


@router.post(
    "/opportunities/{id}/seats", response_model=RecordedSeat, status_code=201, dependencies=[Depends(json_only)]
)
def new_seat(id: str, seat: NewSeat, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Record who holds a seat in a decision; without a person that nobody fills it."""
    with shared.opened() as store:
        done = record_seat(viewer, shared.snapshots, store, id, seat.role, shared.parameters, person=seat.person,
                           weight=seat.weight, title=seat.title, at=now())  # fmt: skip
        shared.snapshots.wait_for(store.revision().number)
    return done
