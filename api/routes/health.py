"""Is the server alive, and can it answer?"""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.dependencies import AService, problems
from api.person_resources import Health, Ready
from graph.errors import StoreUnavailable

router = APIRouter(tags=["operations"])


@router.get("/health", response_model=Health, responses=problems())
def health() -> Health:
    """Say that the server runs."""
    return Health(status="ok")


@router.get("/ready", response_model=Ready, responses=problems(503))
def ready(shared: AService) -> Ready:
    """Say which revision is served; 503 until the first one is read, and where new ones are not noticed any more."""
    state = shared.snapshots.state
    if not shared.snapshots.follows:
        raise StoreUnavailable("New revisions are not noticed any more.", remedy="Start the server again; see its log.")
    return Ready(status="ready", revision=state.snapshot.revision, stale=state.stale)


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Give counts and times for Prometheus; no names in them."""
    return Response(generate_latest(request.app.state.metrics), media_type=CONTENT_TYPE_LATEST)
