"""An account's page: what goes into its plan, in words; and the same as files."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api import use_cases
from api.decision_tables import feed_rows
from api.dependencies import AQuestion, AService, AViewer
from api.routes.showing import page
from api.spreadsheet import written
from api.use_cases.advocacy_feed import feed
from graph.errors import UnknownName
from viz.account import SCALE, account_scene
from viz.wording import readable

router = APIRouter(prefix="/accounts")


@router.get("/{id}")
def account(request: Request, id: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """How the account stands, what moved it, whom we cover, and what to do next."""
    told: Any = feed(viewer, shared.snapshots, id, asked, shared.parameters)
    about = use_cases.company(viewer, shared.snapshots, id, asked, shared.parameters)
    return page(request, shared, viewer, asked, "account.html.jinja", {
        **told, "company": about["company"], "scale": SCALE,
        "warnings": [readable(one) for one in told["warnings"]],
        "scene": account_scene(told, shared.parameters.of("stance")),
    })  # fmt: skip


@router.get("/{id}/advocacy.{form}")
def account_file(id: str, form: str, shared: AService, viewer: AViewer, asked: AQuestion) -> Response:
    """The feed as a file: a spreadsheet, or the JSON that other systems poll."""
    if form not in {"csv", "json"}:
        raise UnknownName("file of an account", form, ["advocacy.csv", "advocacy.json"])
    told = feed(viewer, shared.snapshots, id, asked, shared.parameters)
    headers = {"content-disposition": f"attachment; filename=advocacy.{form}", "cache-control": "private, no-cache",
               "x-content-type-options": "nosniff"}  # fmt: skip
    if form == "csv":
        return Response(written(feed_rows, told, machine=False), media_type="text/csv", headers=headers)
    return Response(json.dumps(told, ensure_ascii=False, indent=1), media_type="application/json", headers=headers)
