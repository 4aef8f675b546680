"""How a page is put together from answers: what every page needs, and which form a reply has."""

from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import now
from api.errors import problem_on_page
from api.routes.days import DAYS, carried, days_of
from api.service import Service
from api.use_cases import Json, Question
from api.use_cases.rounds import rounds
from api.viewer import Viewer
from graph.errors import AmbiguousName, BadArgument, InroadsError, RoundClosed, UnknownName
from viz.pages import render

MENDED = (UnknownName, AmbiguousName, BadArgument)  # what somebody can mend in the form
_NOT_KEPT = frozenset({*DAYS, "done", "after"})
FLASHES = {
    "asked": "The ask is recorded. Say here how it was answered.",
    "answered": "The answer is recorded.",
    "listed": "The leadership list is loaded.",
    "undone": "The load was taken back.",
    "judged": "The judgement is recorded beside the earlier ones.",
    "sealed": "Your judgement is sealed until the round is closed.",
    "closed": "The round is closed; the agreed numbers are on the map.",
    "noted": "Recorded. Thank you.",
    "withdrawn": "It is withdrawn. On the page of loads you can bring it back.",
}


def page(
    request: Request,
    shared: Service,
    viewer: Viewer,
    asked: Question,
    template: str,
    told: Json,
    *,
    at: str = "clients",
) -> Response:  # fmt: skip
    """Fill a template with an answer and what every page shows."""
    days = days_of(request.scope)
    given = request.query_params.multi_items()
    shown = {
        "at": at, "kept_days": days, "to": partial(carried, days), "path": quote(request.url.path),
        "chosen_by": [(name, value) for name, value in given if name not in _NOT_KEPT],
        "as_of": asked.as_of.isoformat(), "known_on": asked.known_on.isoformat() if asked.known_on else "",
        "viewer": viewer.name, "stale": shared.snapshots.state.stale,
        "may_write": getattr(request.state, "may_write", False),
        "flash": FLASHES.get(request.query_params.get("done", ""), ""), "done": request.query_params.get("done", ""),
    }  # fmt: skip
    made = render(template, {**shown, **told})
    return HTMLResponse(made.html, headers=dict(made.headers))


def refused(
    request: Request, shared: Service, viewer: Viewer, error: InroadsError, template: str, told: Json
) -> Response:  # fmt: skip
    """Show a form again with what was typed into it, and say what is to be mended.

    What was meant for a round that closed meanwhile comes back too, and says that it would no longer be sealed.
    """
    said = problem_on_page(error, request.url.path)
    if isinstance(error, RoundClosed):
        told = {**told, "unsealed": True}
        said = said.model_copy(update={"remedy": "What you typed stands here; recorded now it is for all to see."})
    if isinstance(error, UnknownName):  # its own remedy is for a terminal
        said = said.model_copy(update={"remedy": "Search for it above, and write it as it stands there."})
    asked = Question(now().date())
    made = page(request, shared, viewer, asked, template, {**told, "problem": said})
    made.status_code = said.status
    return made


def open_round(shared: Service, viewer: Viewer, asked: Question, about: str, *, toward: str = "") -> Json | None:
    """Return the open round over a decision or whole company, before others the one toward whom it is looked at."""
    known: Any = rounds(viewer, shared.snapshots, asked, shared.parameters)["rounds"]
    here = [one for one in known if one["open"] and (one["opportunity"] or one["company"])["id"] == about]
    same = [one for one in here if (one["toward"]["id"] if one["toward"] else "") == toward]
    return next(iter(same or here), None)


def see(where: str, request: Request | None = None) -> Response:
    """Send the browser on after it has posted something, to the same days as before."""
    return RedirectResponse(carried(days_of(request.scope), where) if request else where, 303)
