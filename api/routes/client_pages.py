"""A client's page, and the leadership list that is pasted there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request, Response

from api import use_cases
from api.dependencies import After, AQuestion, AService, AViewer, now
from api.routes.companies import Part, Shown, Sort
from api.routes.showing import open_round, page, see
from api.spreadsheet import who_rows, written
from api.use_cases import Json, Listing
from api.use_cases.listing import page as cut
from viz.client import client_groups, client_heading, decision_card, one_list, way_in
from viz.strangers import nobody_known
from viz.wording import near

router = APIRouter(prefix="/companies")
_SHOWS = (
    ("all", "everybody"),
    ("reached", "whom we reach"),
    ("unreached", "whom nobody reaches"),
    ("former", "who left"),
)
_SORTS = (
    ("best", "deciders, leaders, then best way"), ("score", "best score"), ("name", "name"), ("title", "title"),
    ("unit", "unit"), ("known_by", "known to most"),
)  # fmt: skip
_FORMER = 5
_NOBODY = 5
_MOST_CLOSEST = 500  # of so many whom nobody knows a page of them says who is closest
Pages = Annotated[int, Query(ge=1, le=500)]


@router.get("/{id}")
def client(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    limit: Pages = 100, after: After = "", unit: Part = "", title: Part = "", show: Shown = "all",
    sort: Sort = "best",
) -> Response:  # fmt: skip
    """Whom we know at a client, whom to ask, and why."""
    source, numbers = shared.snapshots, shared.parameters
    listing = Listing(limit, after, unit, title, show, sort)
    told = use_cases.who(viewer, source, id, asked, numbers, listing=_of_who(listing))
    about = use_cases.company(viewer, source, id, asked, numbers)
    stranger = show == "unreached"
    doors = use_cases.doors(viewer, source, id, asked, numbers, **({"closest": _MOST_CLOSEST} if stranger else {}))
    groups = client_groups(told)
    if sort != "best" and groups:
        groups = (one_list(told, by_score=sort == "score"),)
    decision = use_cases.next_decision(viewer, source, id, asked, numbers)
    around = _around(about, doors, listing, asked.as_of)
    token = around["nobody_next"] if stranger else told["next"]
    return page(request, shared, viewer, asked, "client.html.jinja", {
        **told, **around, **_news(use_cases.news(viewer, source, id, asked, numbers)),
        "decision": decision and decision_card(decision, asked.as_of),
        "round": open_round(shared, viewer, asked, str(decision["id"])) if decision else None,
        "heading": client_heading(told), "groups": groups, "listing": listing,
        "shows": _SHOWS, "sorts": _SORTS, "chosen": bool(unit or title or show != "all"),
        "chosen_words": _chosen(listing),
        "has_list": told["listed_leaders"] is not None,
        "former": _former(told, asked.as_of, all_of_them=show == "former"),
        "former_total": _total(told["former"]),
        "here": f"/companies/{quote(str(_id(told)))}", "query_string": _query(listing),
        "next": token, "next_query": _query(listing, after=str(token or "")),
    })  # fmt: skip


@router.get("/{id}/people.csv")
def people_csv(
    id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    unit: Part = "", title: Part = "", show: Shown = "all", sort: Sort = "best",
) -> Response:  # fmt: skip
    """The same people as a spreadsheet."""
    told = use_cases.who(viewer, shared.snapshots, id, asked, shared.parameters,
                         listing=Listing(10_000, "", unit, title, show, sort))  # fmt: skip
    headers = {"content-disposition": "attachment; filename=people.csv", "cache-control": "private, no-cache"}
    return Response(written(who_rows, told, machine=False), media_type="text/csv", headers=headers)


@router.get("/{id}/leaders")
def leaders(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """A box for a leadership list, beside the one that is loaded."""
    about = use_cases.company(viewer, shared.snapshots, id, asked, shared.parameters)
    return page(request, shared, viewer, asked, "leaders.html.jinja", {
        "company": about["company"], "current": about["leaders"], "text": "", "preview": False, "leaders": [],
        "rejected": [], "doubts": [], "known": 0, "loaded": False,
    })  # fmt: skip


@router.post("/{id}/leaders")
def paste_leaders(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    text: Annotated[str, Form(max_length=100_000)] = "", action: Annotated[str, Form()] = "preview",
) -> Response:  # fmt: skip
    """Read a pasted list, and load it when that is asked for; what is wrong with it is shown then too."""
    source, numbers, at = shared.snapshots, shared.parameters, now()
    told = use_cases.preview_list(viewer, source, id, text, asked, numbers)
    if action == "load":
        with shared.opened() as store:
            use_cases.load_list(viewer, source, store, id, text, asked, numbers, listed_on=at.date(), at=at)
            source.wait_for(store.revision().number)
        if not (told["rejected"] or told["doubts"]):
            return see(f"/companies/{quote(id, safe='')}?done=listed", request)
    about = use_cases.company(viewer, source, id, asked, numbers)
    listed = told["leaders"]
    known = sum(1 for one in listed if one["person"]) if isinstance(listed, list) else 0
    return page(request, shared, viewer, asked, "leaders.html.jinja", {
        **told, "current": about["leaders"], "text": text, "preview": True, "known": known,
        "loaded": action == "load",
    })  # fmt: skip


def _of_who(listing: Listing) -> Listing:
    """Return what is asked of ``who``: whom nobody knows is listed by the doors, leaders in no source included."""
    return replace(listing, after="", limit=1) if listing.show == "unreached" else listing


def _around(about: Json, doors: Json, listing: Listing, today: date) -> Json:
    nobody = doors["nobody_knows"]
    people = nobody if isinstance(nobody, list) else []
    shown: Sequence[Json] = people[:_NOBODY]
    token = None
    if listing.show == "unreached":
        people = [one for one in people if listing.fits(one["unit"], one["title"])]
        shown, token = cut(people, _named, limit=listing.limit, after=listing.after)
    return {
        "became": about["became"], "came_from": about["came_from"],
        "parent": about["parent"], "subsidiaries": about["subsidiaries"], "lunches": doors["lunches"],
        "nobody": nobody_known(shown, today, past=today < now().date()), "nobody_more": max(0, len(people) - _NOBODY),
        "nobody_total": len(people), "nobody_next": token,
    }  # fmt: skip


def _news(told: Json) -> Json:
    return {"news": told["news"], "news_since": near(str(told["since"]), str(told["as_of"]))}


def _chosen(listing: Listing) -> list[str]:
    """Say in words what was chosen."""
    words = [f"{name} contains “{part}”" for name, part in (("unit", listing.unit), ("title", listing.title)) if part]
    words += [dict(_SHOWS)[listing.show]] if listing.show != "all" else []
    return words + ([f"by {dict(_SORTS)[listing.sort]}"] if listing.sort != "best" else [])


def _former(told: Json, today: date, *, all_of_them: bool) -> list[tuple[object, object]]:
    """Return those who left and to whom a way leads: the best of them beside the others, else as many as are told."""
    former = told["former"]
    people = former["people"] if isinstance(former, dict) else []
    pairs = [(one, way_in(one, today, str(_id(told)))) for one in (people if all_of_them else people[:_FORMER])]
    return [(one, row) for one, row in pairs if row is not None]


def _total(group: object) -> object:
    return group["total"] if isinstance(group, dict) else 0


def _named(one: Json) -> str:
    """Return what names somebody in a page token: the id, or the name of a leader in no source."""
    return str(one["id"] or one["name"])


def _id(told: Json) -> object:
    company = told["company"]
    return company["id"] if isinstance(company, dict) else ""


def _query(listing: Listing, *, after: str = "") -> str:
    asked = {"unit": listing.unit, "title": listing.title, "after": after}
    given = {name: value for name, value in asked.items() if value}
    given |= {"show": listing.show} if listing.show != "all" else {}
    given |= {"sort": listing.sort} if listing.sort != "best" else {}
    given |= {"limit": str(listing.limit)} if listing.limit != 100 and after else {}
    return f"?{urlencode(given)}" if given else ""
