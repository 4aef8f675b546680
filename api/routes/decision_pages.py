"""The pages of decisions: the list, one decision or a whole company on one page, two side by side, and what to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BeforeValidator

from api import use_cases
from api.decision_tables import map_rows
from api.dependencies import AQuestion, AService, AViewer, Day
from api.routes.opportunities import AView, View
from api.routes.showing import open_round, page
from api.service import Service
from api.spreadsheet import written
from api.use_cases import Json, Question
from api.use_cases.decision_days import decision_days
from api.use_cases.power_map import Subject
from api.viewer import Viewer
from graph.errors import UnknownName
from graph.vocabulary.amounts import counted
from viz.power_same import Once
from viz.wording import near

router = APIRouter()
ADay = Annotated[
    Day | None,
    BeforeValidator(lambda text: text or None),  # an empty field of a form is no day
    Query(description="What we believed on this day, with the lines of that day."),
]
Shown = Annotated[str, Query(pattern="^(|all)$")]
_LISTED = 100
_A_MONTH = 30  # days


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for: of whom, how it is looked at, on which day."""

    of: Subject
    name: str
    seen: View
    question: Question
    on: date | None


@dataclass(frozen=True, slots=True)
class ServedMap:
    """What only the page of the server has: where it is, and links that keep how it is looked at."""

    here: str
    keep: Sequence[tuple[str, str]]
    company: str
    opportunity: str
    every: bool
    note: str

    def link(self, *more: tuple[str, str], without: Sequence[str] = ()) -> str:
        """Return the address of this page with more to ask, or less."""
        gone = {*without, *(name for name, _ in more)}
        asked = [*(pair for pair in self.keep if pair[0] not in gone), *(pair for pair in more if pair[1])]
        return f"{self.here}?{urlencode(asked)}" if asked else self.here

    @property
    def all(self) -> str:
        return self.link(("show", "all"))

    @property
    def few(self) -> str:
        return self.link(("show", ""))

    def file(self, form: str) -> str:
        """Return where this map is to be had as a file."""
        base = self.here if self.here.endswith("/power-map") else f"{self.here}/power-map"
        asked = [pair for pair in self.keep if pair[0] != "show"] + ([("show", "all")] if self.every else [])
        return f"{base}.{form}?{urlencode(asked)}" if asked else f"{base}.{form}"


@router.get("/opportunities")
def decisions(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    query: Annotated[str, Query(max_length=200)] = "", company: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Every decision that we know of, the next one first."""
    told = use_cases.opportunities(viewer, shared.snapshots, query.strip(), asked, shared.parameters, company=company,
                                   limit=_LISTED)  # fmt: skip
    about = use_cases.company(viewer, shared.snapshots, company, asked, shared.parameters) if company else {}
    return page(request, shared, viewer, asked, "decisions.html.jinja",
                {**told, "query": query.strip(), "company": about.get("company")}, at="decisions")  # fmt: skip


@router.get("/opportunities/{id}")
def decision(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView,
    day: ADay = None, show: Shown = "",
) -> Response:  # fmt: skip
    """How one decision is made and who is with us."""
    return _page(request, shared, viewer, Asked("opportunity", id, seen, asked, day), every=show == "all")


@router.get("/companies/{id}/power-map")
def company_map(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView,
    day: ADay = None, show: Shown = "",
) -> Response:  # fmt: skip
    """Who sways whom in a whole company."""
    return _page(request, shared, viewer, Asked("company", id, seen, asked, day), every=show == "all")


@router.get("/opportunities/{id}/power-map.{form}")
def decision_file(
    id: str, form: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView, day: ADay = None,
    show: Shown = "",
) -> Response:  # fmt: skip
    """The same as a file: one offline page, a vector drawing, or a spreadsheet."""
    return _file(shared, viewer, Asked("opportunity", id, seen, asked, day), form, every=show == "all")


@router.get("/companies/{id}/power-map.{form}")
def company_file(
    id: str, form: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView, day: ADay = None,
    show: Shown = "",
) -> Response:  # fmt: skip
    """The same as a file."""
    return _file(shared, viewer, Asked("company", id, seen, asked, day), form, every=show == "all")


@router.get("/opportunities/{id}/beside")
def beside(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView,
    other: Annotated[str, Query(max_length=200)] = "", day: ADay = None, other_day: ADay = None,
    days_of_one: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Two decisions, or one on two days, side by side with what differs.

    ``days_of_one`` are the days of one decision in the form: they are not kept with another, unless one was changed.
    """
    from viz.beside import pair_of  # PyVis takes most of a second to import; only pictures need it
    from viz.beside_choices import choices

    if days_of_one:
        gone = {"days_of_one"}
        if other not in {"", id} and days_of_one == f"{day or ''}/{other_day or ''}":
            gone |= {"day", "other_day"}
        kept = [pair for pair in request.query_params.multi_items() if pair[0] not in gone]
        return RedirectResponse(f"/opportunities/{quote(id)}/beside?{urlencode(kept)}", 303)
    left, left_note = _map(shared, viewer, Asked("opportunity", id, View(seen.toward), asked, day))
    name = other or _id(left)
    right, right_note = _map(shared, viewer, Asked("opportunity", name, View(seen.toward), asked, other_day))
    known: Any = use_cases.opportunities(viewer, shared.snapshots, "", asked, shared.parameters, limit=200)
    shown: list[Any] = [left, right]
    offered = [*known["opportunities"], *({**one["opportunity"], "company": one["company"]} for one in shown)]
    pair = pair_of(left, right)
    days = [one.isoformat() if one else "" for one in (day, other_day)]
    sides = zip(pair.sides, (left_note, right_note), days, ("first", "second"), pair.sayings, strict=True)
    return page(request, shared, viewer, asked, "beside.html.jinja", {
        **pair.sides[0], "pair": pair, "sides": list(sides), "id": _id(left), "other": _id(right), "left_day": days[0],
        "right_day": days[1], "known": choices(offered, asked.as_of.isoformat()), "toward": seen.toward,
    }, at="decisions")  # fmt: skip


def _page(request: Request, shared: Service, viewer: Viewer, asked: Asked, *, every: bool) -> Response:
    from viz.page import VIS_NETWORK  # PyVis takes most of a second to import; only pictures need it
    from viz.power_parts import power_parts

    told, note = _map(shared, viewer, asked)
    parts = power_parts(told, few=not every, everybody=every)
    own = _id(told)
    here = f"/opportunities/{quote(own)}" if asked.of == "opportunity" else f"/companies/{quote(own)}/power-map"
    keep = [pair for pair in request.query_params.multi_items() if pair[1]]
    served = ServedMap(here, keep, _company(told), own if asked.of == "opportunity" else "", every, note)
    days = shared.read(lambda store: decision_days(viewer, shared.snapshots, told, store, asked.question.as_of))
    today = asked.question.as_of.isoformat()
    chosen = asked.on.isoformat() if asked.on else today
    judged: Any = open_round(shared, viewer, asked.question, own, toward=asked.seen.toward)
    return page(request, shared, viewer, asked.question, "decision.html.jinja", {
        **parts.context(served), "vis_network": VIS_NETWORK, "rivals": _rivals(told, served),
        "days": [(one.isoformat(), near(one.isoformat(), today)) for one in _with(days, chosen)], "day_chosen": chosen,
        "hidden": [pair for pair in keep if pair[0] != "day"],
        "round": judged, "judge_at": f"/rounds/{quote(judged['id'])}" if judged else f"/rounds?about={quote(own)}",
        "beside": _beside(own, keep, date.fromisoformat(chosen), days) if asked.of == "opportunity" else "",
    }, at="decisions")  # fmt: skip


def _file(shared: Service, viewer: Viewer, asked: Asked, form: str, *, every: bool) -> Response:
    from viz.power_page import power_page, power_svg  # PyVis takes most of a second to import; only pictures need it

    told, _ = _map(shared, viewer, asked)
    headers = {"content-disposition": f"attachment; filename=power-map.{form}", "cache-control": "private, no-cache",
               "x-content-type-options": "nosniff"}  # fmt: skip
    if form == "csv":
        return Response(written(map_rows, told, machine=False), media_type="text/csv", headers=headers)
    if form == "svg":
        headers["content-security-policy"] = "default-src 'none'; sandbox"
        return Response(power_svg(told, everybody=every), media_type="image/svg+xml", headers=headers)
    if form == "html":
        headers["content-security-policy"] = "frame-ancestors 'none'"
        return Response(power_page(told), media_type="text/html; charset=utf-8", headers=headers)
    raise UnknownName("file of a power map", form, ["power-map.html", "power-map.svg", "power-map.csv"])


def _map(shared: Service, viewer: Viewer, asked: Asked) -> tuple[Json, str]:
    """Return the map, and a note where the day lies before our records.

    Of a day on which we had recorded nothing of this decision, today's records say how it was. The day on which all is
    looked at is no earlier one.
    """

    def on(question: Question) -> Json:
        return use_cases.show_map(viewer, shared.snapshots, asked.name, question, shared.parameters,
                                  toward=asked.seen.toward, what_if=asked.seen.what_if, camps=asked.seen.camps,
                                  of=asked.of)  # fmt: skip

    if asked.on is None or asked.on == asked.question.as_of:
        return on(asked.question), ""
    then = replace(asked.question, as_of=asked.on)
    try:
        return on(replace(then, known_on=asked.on)), ""
    except UnknownName:
        told = on(then)
        return told, _before_records(told, lambda: on(asked.question), asked)


def _before_records(told: Json, later: Callable[[], Json], asked: Asked) -> str:
    """Say what is known of a day before our first record, by the days of judgements: whom we had judged, or when first.

    ``later`` gives what is told on the day of the question.
    """
    today = asked.question.as_of.isoformat()
    by = f"By {near(asked.on.isoformat(), today)}" if asked.on else "By then"
    judged = _judged(told)
    if judged:
        many = counted(len(judged), "person", "people")
        return f"{by} {many} had been judged, by the dates of what was recorded later."
    days = [one["on"] for person in _judged(later()) for one in person["history"]]
    first = f"the first judgement is of {near(min(days), today)}" if days else "nobody has since"
    return f"{by} nobody had been judged; {first}."


def _judged(told: Json) -> list[Any]:
    """Return of whom there is a judgement, of several records of one name the one that is shown."""
    people: Any = told["people"]
    once = Once.of(people)
    return [one for one in people if one["history"] and once.shows(one["id"])]


def _rivals(told: Json, served: ServedMap) -> list[tuple[str, str, bool]]:
    opportunity: Any = told["opportunity"]
    unit: Any = told["unit"]
    rivals = [one for one in (opportunity["competitors"] if opportunity else ()) if one["id"]]
    if not rivals:
        return []
    ours = ("us", served.link(without=("toward", "suppose")), unit["toward"] is None)
    return [ours, *((one["name"], served.link(("toward", one["id"]), without=("suppose",)), unit["toward"] == one["id"])
                    for one in rivals)]  # fmt: skip


def _beside(own: str, keep: Sequence[tuple[str, str]], chosen: date, days: Sequence[date]) -> str:
    """Return where the day that is looked at stands beside an earlier one, seen from the same side.

    The earlier day is a month before, or the day before the last change where that is longer ago.
    """
    changed = max((day for day in days if day < chosen), default=chosen)
    earlier = date.fromordinal(max(1, min(chosen.toordinal() - _A_MONTH, changed.toordinal() - 1)))
    asked = [pair for pair in keep if pair[0] in {"as_of", "known_on", "toward"}]
    return f"/opportunities/{quote(own)}/beside?{urlencode([*asked, ('day', earlier), ('other_day', chosen)])}"


def _with(days: Sequence[date], chosen: str) -> list[date]:
    return sorted({*days, date.fromisoformat(chosen)}, reverse=True)


def _id(told: Json) -> str:
    one: Any = told["opportunity"] or told["company"]
    return str(one["id"])


def _company(told: Json) -> str:
    one: Any = told["company"]
    return str(one["id"])
