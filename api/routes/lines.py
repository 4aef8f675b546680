"""How programs write down what the team knows of an organisation: lines between people, and seats."""

from fastapi import APIRouter, Depends

from api import use_cases
from api.dependencies import AService, AViewer, now, problems
from api.routes.people import json_only
from api.stance_resources import NewLine, NewSeat, RecordedLine, RecordedSeat
from api.use_cases.drawing import Drawn, record_line, record_seat

router = APIRouter(prefix="/v1", tags=["lines"], responses=problems(400, 404, 409, 415))


@router.post("/lines", response_model=RecordedLine, status_code=201, dependencies=[Depends(json_only)])
def new_line(line: NewLine, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Record a line between two people of a client: reporting, influence, conflict, agreement or a kept door."""
    drawn = Drawn(line.kind, line.from_, line.to, line.strength, line.since, line.until, line.unit)
    with shared.opened() as store:
        done = record_line(viewer, shared.snapshots, store, drawn, shared.parameters, at=now())
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
