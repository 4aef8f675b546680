"""What other systems poll about an account: the advocacy feed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import use_cases
from api.decision_tables import feed_rows
from api.dependencies import AQuestion, AService, AViewer, problems, tagged, told
from api.feed_resources import FeedAnswer
from api.routes.companies import Form
from api.spreadsheet import written
from api.use_cases.advocacy_feed import feed

router = APIRouter(prefix="/v1/accounts", tags=["accounts"], responses=problems(404, 409))


@router.get("/{id}/advocacy", response_model=FeedAnswer)
def advocacy(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:  # fmt: skip
    """Where an account stands toward us and each competitor, what moved it, and what to do (`inroads plan --feed`)."""

    def answer() -> use_cases.Json:
        return feed(viewer, shared.snapshots, id, asked, shared.parameters)

    if form == "json":
        return told(request, shared, asked, viewer, answer)
    return tagged(request, shared, asked, viewer,
                  lambda: written(feed_rows, answer(), machine=form == "machine-csv").encode(), "text/csv")  # fmt: skip
