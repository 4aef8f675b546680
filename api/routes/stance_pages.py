"""Pages on which the team says what it believes of people: the stance of one, and rounds of blind judgement."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api import use_cases
from api.dependencies import AQuestion, AService, AViewer, now
from api.routes.showing import MENDED, page, refused, see
from api.service import Service
from api.use_cases import Json, Question
from api.use_cases.judging import Said, from_form, judge, judge_in_round, judge_openly
from api.use_cases.leading import Agreed, close_round, open_round
from api.use_cases.rounds import rounds, show_round
from api.use_cases.stance_history import stance_history
from api.use_cases.walking_in import before_walking_in, in_a_week
from api.viewer import Viewer
from graph.errors import BadArgument, InroadsError
from graph.parameters import Parameters
from graph.stores.base import Store

router = APIRouter()
_Short = Annotated[str, Form(max_length=200)]
_Text = Annotated[str, Form(max_length=2_000)]
_Rounds = Annotated[Sequence[str], Form(max_length=50)]


@router.get("/people/{id}/stance")
def stance(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    opportunity: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """What we believe of somebody, the form to add to it (about an opportunity), and every judgement."""
    told: Any = stance_history(viewer, shared.snapshots, id, asked, shared.parameters)
    return page(request, shared, viewer, asked, "stance.html.jinja", {**told, "about": opportunity})


@router.post("/people/{id}/stance")
def record_stance(
    request: Request, id: str, shared: AService, viewer: AViewer, value: Annotated[str, Form(max_length=20)] = "",
    by: _Short = "", on: _Short = "", toward: _Short = "", opportunity: _Short = "", basis: _Short = "",
    cause: _Short = "", agreed: _Short = "", why: _Text = "", rounds: _Rounds = (),
) -> Response:  # fmt: skip
    """Keep a judgement, and go back to the person's stance; one that is refused stands in the form again."""
    try:
        told = Said(value, by, read_day(on), toward, opportunity, basis, cause, bool(agreed), why, tuple(rounds))
        said = from_form(told)
        with shared.opened() as store:
            done = judge(viewer, shared.snapshots, store, id, said, shared.parameters, at=now())
            shared.snapshots.wait_for(store.revision().number)
    except MENDED as error:
        shown: Any = stance_history(viewer, shared.snapshots, id, Question(now().date()), shared.parameters)
        typed = {"value": value, "by": by, "on": on, "toward": toward, "opportunity": opportunity, "basis": basis,
                 "cause": cause, "agreed": agreed, "why": why}  # fmt: skip
        return refused(
            request, shared, viewer, error, "stance.html.jinja", {**shown, "about": opportunity, "typed": typed}
        )
    return see(f"/people/{quote(id)}/stance?done={'sealed' if done['round'] else 'judged'}", request)


def walk_in_parts(
    viewer: Viewer, source: use_cases.Snapshots, id: str, asked: Question, parameters: Parameters
) -> Json:
    """Return what the person's page shows of stances, and before walking in."""
    return {
        "judged": stance_history(viewer, source, id, asked, parameters),
        "walk": before_walking_in(viewer, source, id, asked, parameters), "due": in_a_week(asked.as_of).isoformat(),
    }  # fmt: skip


@router.get("/rounds")
def all_rounds(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    about: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """The rounds, and the form that opens one, over what is still open: a decision, or a client as a whole."""
    told: Any = rounds(viewer, shared.snapshots, asked, shared.parameters)
    known: Any = use_cases.opportunities(viewer, shared.snapshots, "", asked, shared.parameters, limit=200)
    decisions = [one for one in known["opportunities"] if not one["outcome"]]
    clients = {one["company"]["id"]: {"id": one["company"]["id"], "name": one["company"]["name"]} for one in decisions}
    if about and about not in {*clients, *(one["id"] for one in decisions)}:
        found: Any = use_cases.company(viewer, shared.snapshots, about, asked, shared.parameters)["company"]
        clients[found["id"]] = {"id": found["id"], "name": found["name"]}
    rivals = {one["id"]: one for decision in decisions for one in decision["competitors"] if one["id"]}
    more = {"decisions": decisions, "clients": list(clients.values()), "rivals": list(rivals.values()), "about": about}
    return page(request, shared, viewer, asked, "rounds.html.jinja", {**told, **more})


@router.post("/rounds")
def start_round(
    request: Request, shared: AService, viewer: AViewer, about: _Short = "", toward: _Short = ""
) -> Response:
    """Open a round, and go to it."""
    with shared.opened() as store:
        done: Any = open_round(viewer, shared.snapshots, store, about, shared.parameters, toward=toward, at=now())
        shared.snapshots.wait_for(store.revision().number)
    return see(f"/rounds/{quote(done['round']['id'])}", request)


@router.get("/rounds/{id}")
def one_round(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The people of a round: to judge, and for the lead to close."""
    told: Any = show_round(viewer, shared.snapshots, id, asked, shared.parameters)
    return page(request, shared, viewer, asked, "round.html.jinja", told)


async def fields(request: Request) -> dict[str, str]:
    """Return the texts of a form whose fields are named after people."""
    form = await request.form(max_fields=2_000, max_files=0)
    return {name: value[:2_000] for name, value in form.items() if isinstance(value, str)}


_Fields = Annotated[dict[str, str], Depends(fields)]


@router.post("/rounds/{id}/judgements")
def judge_together(request: Request, id: str, told: _Fields, shared: AService, viewer: AViewer) -> Response:
    """Keep all judgements of one rater that the form holds, in the round that it is of."""
    ballots = {
        one: from_form(Said(value, cause=_cause(told, one), note=told.get(f"why:{one}", "")))
        for one, value in _of(told, "value").items()
    }

    def keep(store: Store) -> None:
        judge_in_round(viewer, shared.snapshots, store, id, ballots, shared.parameters, at=now())

    return _kept(request, id, told, shared, viewer, keep, "sealed")


@router.post("/rounds/{id}/openly")
def judge_afterwards(request: Request, id: str, told: _Fields, shared: AService, viewer: AViewer) -> Response:
    """Keep what was typed into a form of a round that closed meanwhile, outside of it and for all to see."""
    about: Any = show_round(viewer, shared.snapshots, id, Question(now().date()), shared.parameters)["round"]
    toward, opportunity = (about[name]["id"] if about[name] else "" for name in ("toward", "opportunity"))
    said = {
        one: from_form(Said(value, toward=toward, opportunity=opportunity, cause=_cause(told, one),
                            agreed=name == "agreed",
                            note=told.get(f"why:{one}", "") or told.get(f"reason:{one}", "")))
        for name in ("value", "agreed") for one, value in _of(told, name).items()
    }  # fmt: skip

    def keep(store: Store) -> None:
        judge_openly(viewer, shared.snapshots, store, said, shared.parameters, at=now())

    return _kept(request, id, told, shared, viewer, keep, "judged")


@router.post("/rounds/{id}/close")
def end_round(request: Request, id: str, told: _Fields, shared: AService, viewer: AViewer) -> Response:
    """Close a round with the agreed numbers that the form holds."""
    agreed = [
        Agreed(one, value, told.get(f"reason:{one}", ""), from_form(Said(value, cause=_cause(told, one))).cause)
        for one, value in _of(told, "agreed").items()
    ]

    def keep(store: Store) -> None:
        close_round(viewer, shared.snapshots, store, id, agreed, shared.parameters, at=now())

    return _kept(request, id, told, shared, viewer, keep, "closed")


def _kept(
    request: Request, id: str, told: dict[str, str], shared: Service, viewer: Viewer,
    keep: Callable[[Store], None], done: str,
) -> Response:  # fmt: skip
    """Keep what a form of a round says and show the round; where that is refused, with what was typed."""
    try:
        with shared.opened() as store:
            keep(store)
            shared.snapshots.wait_for(store.revision().number)
    except MENDED as error:
        return _typed_again(request, id, told, shared, viewer, error)
    return see(f"/rounds/{quote(id)}?done={done}", request)


def _typed_again(
    request: Request, id: str, typed: dict[str, str], shared: Service, viewer: Viewer, error: InroadsError
) -> Response:
    """Show a round again with what was typed into its form, as the round is by now."""
    with shared.opened() as store:
        shared.snapshots.wait_for(store.revision().number)
    told: Any = show_round(viewer, shared.snapshots, id, Question(now().date()), shared.parameters)
    return refused(request, shared, viewer, error, "round.html.jinja", {**told, "typed": typed})


def _cause(told: dict[str, str], person: str) -> str:
    return told.get(f"cause:{person}", "")


def _of(told: dict[str, str], what: str) -> dict[str, str]:
    """Return what was chosen for each person, without those left open."""
    return {
        name.partition(":")[2]: value for name, value in told.items() if name.startswith(f"{what}:") and value.strip()
    }


def read_day(text: str) -> date | None:
    """Return the day of a form, None where none was given; raises BadArgument."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadArgument(f"{text!r} is no day.", remedy="Write days as YYYY-MM-DD.") from error
