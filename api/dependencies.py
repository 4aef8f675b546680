"""What routes ask for: the service, who asks, the days of the question; and how an answer goes out."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from api.errors import PROBLEM_JSON, SAID, problem
from api.service import Service
from api.use_cases import Json, Question
from api.use_cases.basis import SCHEMA_VERSION, written_answer
from api.viewer import Viewer

VERSION = version("inroads")
PRIVATE = "private, no-cache"


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """Return what the OpenAPI document says of the errors that every address may give, and of these."""
    listed = sorted({401, 403, 405, 413, 421, 422, 429, 500, 503, *statuses})
    return {status: _documented(status) for status in listed}


def _documented(status: int) -> dict[str, object]:
    example = problem(status, "/v1/companies/Nordlys").model_dump(exclude_none=True)
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": SAID[status][0] if status in SAID else "See title and detail", "content": content}


def service(request: Request) -> Service:
    """Return what the requests of this server share."""
    found: Service = request.app.state.service
    return found


def viewer(request: Request) -> Viewer:
    """Return who asks: the person of the token, or whoever runs the server."""
    return Viewer(getattr(request.state, "viewer", ""))


def now() -> datetime:
    """Return the time; requests are where the clock is read."""
    return datetime.now(UTC)


def iso_day(text: object) -> object:
    """Let only YYYY-MM-DD through, in the years that we know dates of; pydantic would take 0 for 1970-01-01."""
    if isinstance(text, str) and not (re.fullmatch(r"\d{4}-\d\d-\d\d", text) and "1900" <= text[:4] <= "2100"):
        raise ValueError("write a day as YYYY-MM-DD, from 1900 to 2100")
    return text


Day = Annotated[date, BeforeValidator(iso_day)]


def question(
    as_of: Annotated[
        Day | Literal[""] | None,
        Query(description="The valid day; today if left out or empty.", examples=["2026-11-24"]),
    ] = None,
    known_on: Annotated[
        Day | Literal[""] | None, Query(description="What we believed on this day; now if left out or empty.")
    ] = None,
) -> Question:
    """Return the days on which an answer stands; a form sends an empty day where nobody chose one."""
    return Question(as_of or now().date(), known_on or None)


AService = Annotated[Service, Depends(service)]
AViewer = Annotated[Viewer, Depends(viewer)]
AQuestion = Annotated[Question, Depends(question)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many on one page.")]
Top = Annotated[int, Query(ge=1, le=10, description="How many introductions each.")]
After = Annotated[str, Query(max_length=200, description="The `next` of the page before.")]


def tagged(
    request: Request, shared: Service, asked: Question, who: Viewer, make: Callable[[], bytes], media: str
) -> Response:
    """Answer with an ETag over all that the answer rests on, or with 304 where the caller has it already.

    The newest revision is part of it for an earlier day of belief too: an erasure changes every revision. An answer
    during whose making another state came, as when the store went away, rests on neither, and gets no tag.
    """
    state = shared.snapshots.state
    revision = shared.snapshots.revision(asked.known_on)
    rests_on = (
        VERSION, SCHEMA_VERSION, state.snapshot.revision, revision, state.stale, shared.parameters_tag, asked, who.name,
        media, request.url.path, sorted(request.query_params.multi_items()),
    )  # fmt: skip
    tag = f'"{hashlib.blake2b(repr(rests_on).encode(), digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": PRIVATE, "vary": "Authorization, Cookie"}
    if has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    body = state.answers.of(tag, make)
    if shared.snapshots.state is not state:
        del headers["etag"]
    return Response(body, headers=headers, media_type=media)


def told(request: Request, shared: Service, asked: Question, who: Viewer, make: Callable[[], Json]) -> Response:
    """Answer a question as JSON, with its tag."""
    return tagged(request, shared, asked, who, lambda: written_answer(make()), "application/json")


def told_by_content(request: Request, made: Json) -> Response:
    """Answer with what rests on more than a revision, as the log does: its tag is made of what it says."""
    body = written_answer(made)
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": PRIVATE, "vary": "Authorization, Cookie"}
    if has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def has(header: str, tag: str) -> bool:
    """Say whether If-None-Match names a tag; weak and strong ones are the same here."""
    return any(part.strip().removeprefix("W/") in {tag, "*"} for part in header.split(","))
