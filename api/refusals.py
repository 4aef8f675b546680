"""How a refusal is answered: as problem details for programs, as a page for people."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from api.errors import PROBLEM_JSON, problem, problem_of, problem_on_page
from api.resources import Problem
from api.routes.days import carried, days_of
from graph.errors import InroadsError
from viz.pages import render

RETRY_SECONDS = 5
_TO_PEOPLE = {404: "Check the address, or search for the name."}  # programs are told where all addresses stand
_PROGRAMS = ("/v1/", "/health", "/ready", "/metrics", "/openapi.json")


def refusal(scope: Scope, status: int, detail: str = "", remedy: str = "") -> Response:
    """Return the answer to a request that is refused for its own sake."""
    to_do = remedy or (_TO_PEOPLE.get(status, "") if wants_page(scope) else "")
    return shown(scope, problem(status, scope["path"], detail, to_do))


def refused(scope: Scope, error: InroadsError) -> Response:
    """Return the answer to a request that met an error of ours; where the store is away, with when to try again."""
    told = (problem_on_page if wants_page(scope) else problem_of)(error, scope["path"])
    return shown(scope, told, {"retry-after": str(RETRY_SECONDS)} if told.status == 503 else None)


def shown(scope: Scope, told: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem in the form that the one who asked reads."""
    state = scope.get("state", {})
    if wants_page(scope):
        about = {"problem": told.model_dump(), "request_id": state.get("request_id", ""), "at": "", "as_of": ""}
        days = days_of(scope)
        about["back"] = _back(scope["path"], told.status)
        about |= {"viewer": state.get("viewer", ""), "kept_days": days, "to": partial(carried, days)}
        page = render("error.html.jinja", about)
        return HTMLResponse(page.html, told.status, {**(headers or {}), **page.headers})
    body = told.model_dump_json(exclude_none=True)
    return Response(body, told.status, {**(headers or {}), "cache-control": "no-store"}, PROBLEM_JSON)


def _back(path: str, status: int) -> tuple[str, str]:
    """Return what to go back to and its address: the person or company whose page was left, where there is one."""
    kind, _, rest = path.removeprefix("/").partition("/")
    one, _, part = rest.partition("/")
    words = {"people": "the person", "companies": "the company"}.get(kind)
    return (words, f"/{kind}/{quote(one)}") if words and part and status != 404 else ("the search", "/")


def wants_page(scope: Scope) -> bool:
    """Say whether a person asks with a browser, and not a program."""
    path = scope["path"]
    return not path.startswith(_PROGRAMS) and "text/html" in Headers(scope=scope).get("accept", "")
