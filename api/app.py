"""What is served: the API for programs and the pages for people, over one store."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry, Gauge
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api.dependencies import VERSION
from api.document import document
from api.errors import problem
from api.guard import Guard, Watch
from api.refusals import refusal, refused, shown
from api.routes import (
    access_pages,
    account_pages,
    accounts,
    client_pages,
    companies,
    decision_pages,
    health,
    line_pages,
    lines,
    load_pages,
    loads,
    opportunities,
    pages,
    people,
    person_pages,
    stance_pages,
    stances,
)
from api.service import Service, build_service
from api.settings import Settings
from graph.errors import InroadsError

_ABOUT = """Who we know at a client, and how we get to them.

Every answer carries `schema_version`, `revision`, `as_of`, `known_on` and `stale`, and an ETag. Errors are
`application/problem+json` (RFC 9457) with a remedy where there is one. Where the installation has access tokens,
send one as `Authorization: Bearer`."""


_PARTS = (health, companies, people, opportunities, stances, lines, accounts, loads)
_PAGES = (
    pages, client_pages, account_pages, decision_pages, person_pages, stance_pages, line_pages, load_pages,
    access_pages,
)  # fmt: skip


def create_app(settings: Settings) -> FastAPI:
    """Build the application; nothing is opened before it starts."""
    shared = build_service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        shared.snapshots.start()
        yield
        shared.jobs.stop()
        shared.snapshots.stop()

    app = _Application(
        title="Inroads", version=VERSION, description=_ABOUT, lifespan=lifespan, docs_url=None, redoc_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.service = shared
    app.state.metrics = _metrics(shared)
    for part in _PARTS:
        app.include_router(part.router)
    for part in _PAGES:
        app.include_router(part.router, include_in_schema=False)
    _answer_errors(app)
    app.add_middleware(Guard, service=shared)
    app.add_middleware(Watch, registry=app.state.metrics)
    return app


class _Application(FastAPI):
    """FastAPI, with our form of an error in its document."""

    def openapi(self) -> dict[str, object]:
        return document(self)


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(InroadsError)
    async def ours(request: Request, error: InroadsError) -> Response:
        return refused(request.scope, error)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        plain_phrase = HTTPStatus(error.status_code).phrase
        answer = refusal(request.scope, error.status_code, "" if error.detail == plain_phrase else error.detail)
        answer.headers.update(error.headers or {})
        if error.status_code == 405:
            answer.headers["allow"] = ", ".join(_allowed(request)) or "GET, HEAD"
        return answer

    @app.exception_handler(RequestValidationError)
    async def unusable(request: Request, error: RequestValidationError) -> Response:
        found: dict[str, str] = {}
        for item in error.errors():
            found.setdefault(_where(item["loc"]), item["msg"].removeprefix("Value error, "))
        told = problem(422, request.url.path, "; ".join(f"{where}: {why}" for where, why in found.items()))
        errors = [{"where": where, "why": why} for where, why in found.items()]
        return shown(request.scope, told.model_copy(update={"errors": errors}))


def _where(place: Iterable[object]) -> str:
    """Say where something unusable stands, without what pydantic calls the kinds that it tried.

    >>> _where(("query", "as_of", "function-before[iso_day(), date]")), _where(("body", "stances", 0, "value"))
    ('query.as_of', 'body.stances.0.value')
    """
    return ".".join(str(part) for part in place if "[" not in str(part))


def _allowed(request: Request) -> list[str]:
    """Return the methods that some route takes at this address."""
    found: set[str] = set()
    for route in (route for part in (*_PARTS, *_PAGES) for route in part.router.routes):
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _metrics(shared: Service) -> CollectorRegistry:
    registry = CollectorRegistry()
    Gauge("inroads_revision", "The revision that is served", registry=registry).set_function(
        lambda: _of_state(shared, "revision")
    )
    Gauge("inroads_stale", "1 where the store cannot be reached", registry=registry).set_function(
        lambda: _of_state(shared, "stale")
    )
    return registry


def _of_state(shared: Service, what: str) -> float:
    try:
        state = shared.snapshots.state
    except InroadsError:
        return -1.0
    return float(state.stale if what == "stale" else state.snapshot.revision)
