"""What programs ask and say about stances, and about rounds of blind judgement."""

from fastapi import APIRouter, Depends, Request, Response

from api import use_cases
from api.dependencies import AQuestion, AService, AViewer, now, problems, told
from api.routes.people import json_only
from api.stance_resources import (
    ClosedRound,
    Closing,
    NewRound,
    NewStance,
    OpenedRound,
    RecordedStance,
    RoundAnswer,
    RoundsAnswer,
    StancesAnswer,
)
from api.use_cases.judging import Said, judge
from api.use_cases.leading import Agreed, close_round, open_round
from api.use_cases.rounds import rounds, show_round
from api.use_cases.stance_history import stance_history

router = APIRouter(prefix="/v1", tags=["stances"], responses=problems(404, 409))


@router.get("/people/{id}/stances", response_model=StancesAnswer)
def stances(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Give what we believe of a person's attitude, and every judgement that led there."""
    return told(request, shared, asked, viewer, lambda: stance_history(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip


@router.post("/people/{id}/stances", response_model=RecordedStance, status_code=201, dependencies=[Depends(json_only)],
             responses=problems(400, 404, 409, 415))  # fmt: skip
def record_stance(id: str, stance: NewStance, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Keep a judgement beside the earlier ones; in an open round it is sealed until the lead closes it."""
    said = Said(str(stance.value), stance.by, stance.on, stance.toward, stance.opportunity, stance.basis, stance.cause,
                stance.agreed, stance.why, tuple(stance.rounds))  # fmt: skip
    with shared.opened() as store:
        done = judge(viewer, shared.snapshots, store, id, said, shared.parameters, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done


@router.get("/rounds", response_model=RoundsAnswer)
def list_rounds(request: Request, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """List the rounds of blind judgement, the open ones first."""
    return told(request, shared, asked, viewer, lambda: rounds(
        viewer, shared.snapshots, asked, shared.parameters))  # fmt: skip


@router.post("/rounds", response_model=OpenedRound, status_code=201, dependencies=[Depends(json_only)],
             responses=problems(400, 404, 409, 415))  # fmt: skip
def start_round(new: NewRound, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Open a round over the people of an opportunity or company; whoever opens it leads it."""
    with shared.opened() as store:
        done = open_round(viewer, shared.snapshots, store, new.about, shared.parameters, toward=new.toward, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done


@router.get("/rounds/{id}", response_model=RoundAnswer)
def one_round(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Give the people of a round with your own judgements; when it is closed, with everybody's."""
    return told(request, shared, asked, viewer, lambda: show_round(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip


@router.post("/rounds/{id}/close", response_model=ClosedRound, dependencies=[Depends(json_only)],
             responses=problems(400, 404, 409, 415))  # fmt: skip
def end_round(id: str, closing: Closing, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Close a round with one agreed number and a reason for each person judged in it."""
    agreed = [Agreed(one.person, str(one.value), one.reason, one.cause) for one in closing.agreed]
    with shared.opened() as store:
        done = close_round(viewer, shared.snapshots, store, id, agreed, shared.parameters, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done
