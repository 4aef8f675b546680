"""What people open first: the search, and the files that pages are made of."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response

from api import use_cases
from api.dependencies import AQuestion, AService, AViewer
from api.routes.showing import page, see
from api.service import Service
from api.use_cases import Json, Question
from api.use_cases.rounds import rounds
from api.viewer import Viewer
from viz.assets import assets

router = APIRouter()
_ASKS = 6


@router.get("/")
def start(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    query: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Search people and clients; without a query, what is in the store and how fresh it is."""
    words, source, numbers = query.strip(), shared.snapshots, shared.parameters
    found: Json = use_cases.companies(viewer, source, words, asked, numbers, limit=24)
    companies = found["companies"]
    people: object = use_cases.people(viewer, source, words, asked, numbers, limit=20)["people"] if words else []
    if isinstance(companies, list) and isinstance(people, list) and words and len(companies) + len(people) == 1:
        one = (companies or people)[0]
        return see(f"/{'companies' if companies else 'people'}/{one['id']}", request)
    status = shared.read(lambda store: use_cases.status(viewer, source, store, asked))
    listed = use_cases.asks(viewer, source, asked, numbers)["asks"]
    waiting = (
        [ask for ask in listed if ask["answer"] in {None, "later"}] if isinstance(listed, list) and not words else []
    )
    if not words and isinstance(companies, list):
        companies = [one for one in companies if one["relation"] == "client"] or companies
    total = len(companies) + len(people) if isinstance(companies, list) and isinstance(people, list) else 0
    return page(request, shared, viewer, asked, "start.html.jinja", {
        "query": words, "big_search": not words, "companies": companies, "people": people, "status": status,
        "asks": waiting[:_ASKS], "open_rounds": 0 if words else _open_rounds(shared, viewer, asked),
        "total": total, "company_total": found["total"], "empty": not status["people"],
    })  # fmt: skip


def _open_rounds(shared: Service, viewer: Viewer, asked: Question) -> int:
    known: Any = rounds(viewer, shared.snapshots, asked, shared.parameters)["rounds"]
    return sum(1 for one in known if one["open"])


@router.get("/static/{digest}/{name:path}")
async def static(digest: str, name: str) -> Response:
    """Give a file that never changes under its address."""
    found = (await asyncio.to_thread(assets)).get(name)
    if found is None or found.digest != digest:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
    return Response(found.content, media_type=found.media, headers=headers)
