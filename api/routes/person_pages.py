"""A person's page with the picture of the ways there, and the asks."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response

from api import use_cases
from api.dependencies import AQuestion, AService, AViewer, now
from api.routes.showing import MENDED, page, refused, see
from api.routes.stance_pages import read_day, walk_in_parts
from api.service import Service
from api.spreadsheet import introductions_rows, written
from api.use_cases import Json, Question
from api.use_cases.walking_in import Heard, record_visit
from api.viewer import Viewer
from graph.algorithms.verdict import amount
from viz.client import who_goes
from viz.person import acquaintances, changed_lines, formerly, named_sources, others_known, person_heading
from viz.scene import ASKED_FOR, hop_label

router = APIRouter()
_Short = Annotated[str, Form(max_length=200)]
_Text = Annotated[str, Form(max_length=2_000)]


@router.get("/people/{id}")
def person(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Who somebody is, who of us knows them, and the ways there."""
    return page(request, shared, viewer, asked, "person.html.jinja", _shown(shared, viewer, id, asked))


@router.post("/people/{id}/visit")
def record_what_was_heard(
    request: Request, id: str, shared: AService, viewer: AViewer, heard: _Text = "", stance: _Short = "",
    basis: _Short = "", cause: _Short = "", by: _Short = "", next_step: Annotated[str, Form(max_length=500)] = "",
    due: _Short = "", rounds: Annotated[Sequence[str], Form(max_length=50)] = (),
) -> Response:  # fmt: skip
    """Keep what somebody brings back from a meeting, and go back to the person; what is refused stands there again."""
    who = Viewer(viewer.name or by.strip())  # without --user and without tokens the form asks who it is
    try:
        told = Heard(
            heard, stance, next_step, read_day(due) if next_step.strip() else None, basis, tuple(rounds), cause
        )
        with shared.opened() as store:
            record_visit(who, shared.snapshots, store, id, told, shared.parameters, at=now())
            shared.snapshots.wait_for(store.revision().number)
    except MENDED as error:
        typed = {"heard": heard, "stance": stance, "basis": basis, "cause": cause, "by": by, "next_step": next_step,
                 "due": due}  # fmt: skip
        again = _shown(shared, viewer, id, Question(now().date()))
        return refused(request, shared, viewer, error, "person.html.jinja", {**again, "typed": typed})
    return see(f"/people/{quote(id)}?done=noted", request)


def _shown(shared: Service, viewer: Viewer, id: str, asked: Question) -> Json:
    # PyVis takes most of a second to import; only pictures need it
    from viz.page import VIS_NETWORK, picture_parts

    source, numbers = shared.snapshots, shared.parameters
    told: Any = shared.read(lambda store: use_cases.person(viewer, source, store, id, asked, numbers))
    ways = use_cases.introductions(viewer, source, id, asked, numbers, top=ASKED_FOR)
    theirs = {} if told["person"]["ours"] else walk_in_parts(viewer, source, id, asked, numbers)
    picture, known_by = picture_parts(ways), told["known_by"]
    own = _beside(told["changes"], theirs)
    changed, learnt = changed_lines(own, asked.as_of.isoformat())
    return {
        **told, **theirs, "named_sources": named_sources,
        "scene": picture.scene, "picture": picture, "vis_network": VIS_NETWORK,
        "amount": amount, "heading": person_heading(told["known"], picture.scene),
        "formerly": formerly(told["career"]),
        "acquaintances": acquaintances(known_by, asked.as_of), "changed": changed, "learnt": learnt,
        "known_others": others_known(told["known"], [one for one in known_by[:2] if one["knows"]]),
        "changes_total": told["changes_total"] - len(told["changes"]) + len(own),
    }  # fmt: skip


@router.get("/people/{id}/introductions")
def introductions(id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The picture alone, as the page that works offline."""
    return _picture_page(_ways(shared, viewer, id, asked), {})


@router.get("/people/{id}/introductions.html")
def introductions_html(id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The same page to keep."""
    return _picture_page(_ways(shared, viewer, id, asked), _attached("introductions.html"))


@router.get("/people/{id}/introductions.svg")
def introductions_svg(id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The picture as a vector file for documents."""
    from viz.page import picture_file  # PyVis takes most of a second to import; only pictures need it

    svg = picture_file(_ways(shared, viewer, id, asked))
    headers = {**_attached("introductions.svg"), "content-security-policy": "default-src 'none'; sandbox"}
    return Response(svg, media_type="image/svg+xml", headers=headers)


@router.get("/people/{id}/introductions.csv")
def introductions_csv(id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The evidence of every way as a spreadsheet."""
    told = _ways(shared, viewer, id, asked)
    return Response(written(introductions_rows, told, machine=False), media_type="text/csv",
                    headers=_attached("introductions.csv"))  # fmt: skip


@router.get("/people/{id}/draft")
def draft(
    request: Request,
    id: str,
    shared: AService,
    viewer: AViewer,
    asked: AQuestion,
    through: str = "",
) -> Response:
    """The message that asks for a word with somebody, to change and to send."""
    told: Any = use_cases.draft_ask(viewer, shared.snapshots, id, asked, shared.parameters, through=through)
    way = told["introduction"]
    hops = [hop_label(hop, asked.as_of.isoformat()) for hop in way["hops"]]
    return page(request, shared, viewer, asked, "draft.html.jinja",
                {**told, "hops": hops, "who_goes": who_goes(way)})  # fmt: skip


@router.post("/people/{id}/asks")
def record_ask(
    request: Request,
    id: str,
    shared: AService,
    viewer: AViewer,
    through: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep that somebody was asked."""
    at = now()
    with shared.opened() as store:
        use_cases.record_ask(viewer, shared.snapshots, store, id, Question(at.date()), shared.parameters,
                             through=through, at=at)  # fmt: skip
        shared.snapshots.wait_for(store.revision().number)
    return see(f"/people/{quote(id, safe='')}?done=asked#asks", request)


@router.post("/asks/{id}/answer")
def answer_ask(
    request: Request, id: str, shared: AService, viewer: AViewer,
    answer: Annotated[str, Form()], outcome: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Keep how an ask was answered, and go back to the person."""
    with shared.opened() as store:
        use_cases.answer_ask(viewer, store, id, answer=answer, outcome=outcome, at=now())
        shared.snapshots.wait_for(store.revision().number)
    told: Any = use_cases.asks(viewer, shared.snapshots, Question(now().date()), shared.parameters)
    target = next((ask["target"] for ask in told["asks"] if ask["id"] == id), None)
    return see(f"/people/{quote(target['id'])}?done=answered#asks" if target else "/?done=answered", request)


def _beside(changes: list[Any], theirs: Json) -> list[Any]:
    """Leave out what the same page tells elsewhere: judgements in a list of their own, notes that stand on the card."""
    judged: Any = theirs.get("judged")
    listed = {"stances"} if judged and judged["judgements"] else set()
    return [
        one for one in changes if one["table"] not in listed and not (one["table"] == "notes" and one["kind"] == "said")
    ]


def _ways(shared: AService, viewer: AViewer, name: str, asked: Question) -> Json:
    return use_cases.introductions(viewer, shared.snapshots, name, asked, shared.parameters, top=ASKED_FOR)


def _picture_page(told: Json, headers: dict[str, str]) -> Response:
    from viz.page import introductions_page  # PyVis takes most of a second to import; only pictures need it

    own = {"content-security-policy": "frame-ancestors 'none'", "x-content-type-options": "nosniff"}
    return Response(introductions_page(told), media_type="text/html; charset=utf-8",
                    headers={**own, "cache-control": "private, no-cache", **headers})  # fmt: skip


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename={name}", "cache-control": "private, no-cache"}
