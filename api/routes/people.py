"""What programs ask about people, and the asks that they record."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from api import use_cases
from api.dependencies import (
    After,
    AQuestion,
    AService,
    AViewer,
    Limit,
    Top,
    now,
    problems,
    tagged,
    told,
)
from api.person_resources import AnsweredAsk, AsksAnswer, DraftAnswer, NewAnswer, NewAsk, PersonAnswer, RecordedAsk
from api.resources import IntroductionsAnswer, PeopleAnswer, TieAnswer
from api.routes.companies import Form
from api.spreadsheet import introductions_rows, written

router = APIRouter(prefix="/v1", tags=["people"], responses=problems(404, 409))


def json_only(request: Request) -> None:
    """Refuse a body that does not say it is JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
        raise HTTPException(415)


@router.get("/people", response_model=PeopleAnswer)
def people(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    query: Annotated[str, Query(max_length=200, examples=["Myhre"])] = "", limit: Limit = 20, after: After = "",
) -> Response:  # fmt: skip
    """Find people by name; without a query all of them."""
    return told(request, shared, asked, viewer, lambda: use_cases.people(
        viewer, shared.snapshots, query, asked, shared.parameters, limit=limit, after=after))  # fmt: skip


@router.get("/people/{id}", response_model=PersonAnswer)
def person(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Give one person: card, career, who of us knows them, what changed by source."""
    source, numbers = shared.snapshots, shared.parameters
    return told(request, shared, asked, viewer, lambda: shared.read(
        lambda store: use_cases.person(viewer, source, store, id, asked, numbers)))  # fmt: skip


@router.get("/people/{id}/introductions", response_model=IntroductionsAnswer)
def introductions(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    top: Top = 5, form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:  # fmt: skip
    """Which different ways lead to this person?"""

    def answer() -> use_cases.Json:
        return use_cases.introductions(viewer, shared.snapshots, id, asked, shared.parameters, top=top)

    if form == "json":
        return told(request, shared, asked, viewer, answer)
    return tagged(request, shared, asked, viewer,
                  lambda: written(introductions_rows, answer(), machine=form == "machine-csv").encode(),
                  "text/csv")  # fmt: skip


@router.get("/people/{id}/draft", response_model=DraftAnswer)
def draft(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    through: Annotated[str, Query(max_length=200, description="Who of us is asked; the best if left out.")] = "",
) -> Response:  # fmt: skip
    """Draft the message that asks for a word with this person; nothing is kept."""
    return told(request, shared, asked, viewer, lambda: use_cases.draft_ask(
        viewer, shared.snapshots, id, asked, shared.parameters, through=through))  # fmt: skip


@router.get("/ties/{a}/{b}", response_model=TieAnswer)
def tie(request: Request, a: str, b: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """What links two people?"""
    return told(request, shared, asked, viewer, lambda: use_cases.tie(
        viewer, shared.snapshots, a, b, asked, shared.parameters))  # fmt: skip


@router.get("/asks", response_model=AsksAnswer)
def asks(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    person: Annotated[str, Query(max_length=200, description="Only asks of or about this person.")] = "",
) -> Response:  # fmt: skip
    """List the asks, newest first."""
    return told(request, shared, asked, viewer, lambda: use_cases.asks(
        viewer, shared.snapshots, asked, shared.parameters, person=person))  # fmt: skip


@router.post("/asks", response_model=RecordedAsk, status_code=201, dependencies=[Depends(json_only)],
             responses=problems(400, 404, 408, 409, 415))  # fmt: skip
def record_ask(ask: NewAsk, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Keep that somebody of ours was asked today; it counts against their cap."""
    at = now()
    with shared.opened() as store:
        done = use_cases.record_ask(viewer, shared.snapshots, store, ask.target, use_cases.Question(at.date()),
                                    shared.parameters, through=ask.through, at=at)  # fmt: skip
        shared.snapshots.wait_for(store.revision().number)
    return done


@router.put("/asks/{id}/answer", response_model=AnsweredAsk, dependencies=[Depends(json_only)],
            responses=problems(400, 404, 408, 409, 415))  # fmt: skip
def answer_ask(id: str, told_answer: NewAnswer, shared: AService, viewer: AViewer) -> use_cases.Json:
    """Keep how an ask was answered and what came of it."""
    with shared.opened() as store:
        done = use_cases.answer_ask(viewer, store, id, answer=told_answer.answer, outcome=told_answer.outcome, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return done
