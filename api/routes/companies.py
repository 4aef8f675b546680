"""What programs ask about companies."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api import use_cases
from api.company_resources import CompaniesAnswer, CompanyAnswer
from api.dependencies import After, AQuestion, AService, AViewer, Limit, Top, problems, tagged, told
from api.resources import DoorsAnswer, NewsAnswer, WhoAnswer
from api.spreadsheet import who_rows, written
from api.use_cases import Listing

router = APIRouter(prefix="/v1/companies", tags=["companies"], responses=problems(404, 409))
Shown = Literal["all", "reached", "unreached", "former"]
Sort = Literal["best", "score", "name", "title", "unit", "known_by"]
Form = Literal["json", "csv", "machine-csv"]
Part = Annotated[str, Query(max_length=200, description="Only people whose unit or title holds this.")]


@router.get("", response_model=CompaniesAnswer)
def companies(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    query: Annotated[str, Query(max_length=200, examples=["Nordlys"])] = "", limit: Limit = 20, after: After = "",
) -> Response:  # fmt: skip
    """Find companies by name; without a query all of them, clients first."""
    return told(request, shared, asked, viewer, lambda: use_cases.companies(
        viewer, shared.snapshots, query, asked, shared.parameters, limit=limit, after=after))  # fmt: skip


@router.get("/{id}", response_model=CompanyAnswer)
def company(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Give one company, by any of its ids or by name."""
    return told(request, shared, asked, viewer, lambda: use_cases.company(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip


@router.get("/{id}/introductions", response_model=WhoAnswer)
def who(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion,
    limit: Limit = 50, top: Top = 3, after: After = "", unit: Part = "", title: Part = "", show: Shown = "all",
    sort: Sort = "best", form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:  # fmt: skip
    """Who do we know there, and how do we get to them?"""

    def answer() -> use_cases.Json:
        return use_cases.who(viewer, shared.snapshots, id, asked, shared.parameters, top=top,
                             listing=Listing(limit, after, unit, title, show, sort))  # fmt: skip

    if form == "json":
        return told(request, shared, asked, viewer, answer)
    return tagged(request, shared, asked, viewer,
                  lambda: written(who_rows, answer(), machine=form == "machine-csv").encode(), "text/csv")  # fmt: skip


@router.get("/{id}/doors", response_model=DoorsAnswer)
def doors(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Which lunches open the most doors, and whom does nobody know?"""
    return told(request, shared, asked, viewer, lambda: use_cases.doors(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip


@router.get("/{id}/news", response_model=NewsAnswer)
def news(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Who met whom there, who came and who left, since the Friday before the last whole week."""
    return told(request, shared, asked, viewer, lambda: use_cases.news(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip
