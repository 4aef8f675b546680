"""What programs ask about decisions: the opportunities we know of, and the power map of one or of a whole company."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import use_cases
from api.decision_resources import OpportunitiesAnswer, OpportunityAnswer, PowerMapAnswer
from api.decision_tables import map_rows
from api.dependencies import After, AQuestion, AService, AViewer, Limit, problems, tagged, told
from api.routes.companies import Form
from api.spreadsheet import written
from api.use_cases.power_map import Subject
from api.use_cases.what_if import WhatIf, read_what_if

router = APIRouter(prefix="/v1", tags=["decisions"], responses=problems(404, 409))
_Name = Annotated[str, Query(max_length=200)]
_Suppositions = Annotated[list[Annotated[str, Query(max_length=450)]], Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class View:
    """How somebody looks at a map: toward whom, and what is supposed."""

    toward: str = ""
    what_if: WhatIf = field(default_factory=WhatIf)
    camps: int | None = None


def view(
    toward: Annotated[
        str, Query(max_length=200, description="A competitor, by id or name; us if left out.", examples=["Corvane"])
    ] = "",
    suppose: Annotated[
        _Suppositions,
        Query(description="What if: `PERSON=STANCE`, -3..3 or its word, or `PERSON=?` for unknown.",
              examples=[["Håkon Myhre=2"]]),
    ] = [],  # noqa: B006 - FastAPI copies a default
    sway: Annotated[
        _Suppositions,
        Query(description="What if: `FROM>TO=STRENGTH`, a line of influence from -3 to 3; 0 takes it away.",
              examples=[["Helene Rustad>Øyvind Bråten=3"]]),
    ] = [],  # noqa: B006 - FastAPI copies a default
    camps: Annotated[
        int | None, Query(ge=1, le=20, description="At most so many camps; as many as fit if left out.")
    ] = None,
) -> View:  # fmt: skip
    """Read how somebody looks at a map."""
    return View(toward, read_what_if(suppose, sway), camps)


AView = Annotated[View, Depends(view)]


@router.get("/opportunities", response_model=OpportunitiesAnswer)
def opportunities(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion,
    query: Annotated[str, Query(max_length=200, examples=["Grid"])] = "",
    company: Annotated[_Name, Query(description="Only of this company, by id or name.")] = "",
    limit: Limit = 20, after: After = "",
) -> Response:  # fmt: skip
    """Find decisions by name; without a query all of them, the open ones that are decided first."""
    return told(request, shared, asked, viewer, lambda: use_cases.opportunities(
        viewer, shared.snapshots, query, asked, shared.parameters, company=company, limit=limit,
        after=after))  # fmt: skip


@router.get("/opportunities/{id}", response_model=OpportunityAnswer)
def opportunity(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """Give one decision: when, against whom, how it stands, its seats."""
    return told(request, shared, asked, viewer, lambda: use_cases.opportunity(
        viewer, shared.snapshots, id, asked, shared.parameters))  # fmt: skip


@router.get("/opportunities/{id}/power-map", response_model=PowerMapAnswer)
def opportunity_map(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView,
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:  # fmt: skip
    """How is this decided, who sways whom, and who is with us?"""
    return _map(request, shared, viewer, asked, (id, seen, "opportunity"), form)


@router.get("/companies/{id}/power-map", response_model=PowerMapAnswer, tags=["companies"])
def company_map(
    request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion, seen: AView,
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:  # fmt: skip
    """Who sways whom in a whole company, with equal weights?"""
    return _map(request, shared, viewer, asked, (id, seen, "company"), form)


def _map(
    request: Request, shared: AService, viewer: AViewer, asked: AQuestion, wanted: tuple[str, View, Subject],
    form: Form,
) -> Response:  # fmt: skip
    name, seen, of = wanted

    def answer() -> use_cases.Json:
        return use_cases.show_map(viewer, shared.snapshots, name, asked, shared.parameters, toward=seen.toward,
                                  what_if=seen.what_if, camps=seen.camps, of=of)  # fmt: skip

    if form == "json":
        return told(request, shared, asked, viewer, answer)
    return tagged(request, shared, asked, viewer,
                  lambda: written(map_rows, answer(), machine=form == "machine-csv").encode(), "text/csv")  # fmt: skip
