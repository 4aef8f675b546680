"""Are decisions told over HTTP as the command line tells them: shape, days, what-if, tags, and errors that help?"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from api import use_cases
from api.decision_resources import OpportunitiesAnswer, OpportunityAnswer, PowerMapAnswer
from api.use_cases import Question
from api.viewer import Viewer
from graph.parameters import read_parameters
from tests.api.conftest import Served, served
from tests.decisions import AS_OF, grid_decision
from tests.places import Shared

pytestmark = pytest.mark.usefixtures("each_store")

MAP = "/v1/opportunities/Grid data platform/power-map"
COMPANY = "/v1/companies/Nordlys Energi/power-map"
ON = f"as_of={AS_OF}"


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Served]]:
    shared = Shared(tmp_path_factory.mktemp("grid"), lambda folder: served(folder, grid_decision()))
    yield shared
    shared.close()


@pytest.fixture
def grid(server: Served) -> Served:
    return server


def told(grid: Served, path: str) -> Any:
    answer = grid.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/opportunities", OpportunitiesAnswer),
        ("/v1/opportunities?query=grid&company=Nordlys Energi", OpportunitiesAnswer),
        ("/v1/opportunities/Grid data platform", OpportunityAnswer),
        (MAP, PowerMapAnswer),
        (f"{MAP}?toward=Corvane&suppose=Håkon Myhre=?&sway=Helene Rustad>Øyvind Bråten=0&camps=2", PowerMapAnswer),
        (COMPANY, PowerMapAnswer),
    ],
)
def test_every_answer_has_the_shape_that_the_document_promises(grid: Served, path: str, shape: type[BaseModel]) -> None:
    shape.model_validate(told(grid, path), strict=True)


def test_http_tells_the_map_that_the_command_tells(grid: Served) -> None:
    with grid.service.opened() as store:
        wanted = use_cases.show_map(Viewer(""), store, "Grid data platform", Question(AS_OF), read_parameters())
    assert told(grid, f"{MAP}?{ON}") == wanted


def test_decisions_are_found_and_say_how_they_stand(grid: Served) -> None:
    (one,) = told(grid, f"/v1/opportunities?{ON}")["opportunities"]
    assert (one["name"], one["company"]["name"]) == ("Grid data platform", "Nordlys Energi AS")
    assert (one["title"], one["days_left"]) == ("Two for, two against, one unknown holds a fifth", 52)
    about = told(grid, f"/v1/opportunities/{one['id']}?{ON}")
    assert about["standing"] == "losing, narrowly"
    assert [seat["title"] for seat in about["seats"] if seat["person"] is None] == ["Category buyer"]
    assert told(grid, "/v1/opportunities?query=zzz")["opportunities"] == []


def test_what_is_supposed_and_the_day_change_the_answer_and_its_tag(grid: Served) -> None:
    plain = grid.client.get(f"{MAP}?{ON}")
    tried = grid.client.get(f"{MAP}?{ON}&suppose=Mette Kjær Lund=partner")
    assert "Three for, two against" in tried.json()["unit"]["title"]
    mette = next(one for one in tried.json()["people"] if one["name"] == "Mette Kjær Lund")
    assert (mette["stance"], mette["recorded"], mette["supposed"]) == (2, None, True)
    assert plain.headers["etag"] != tried.headers["etag"]
    again = grid.client.get(f"{MAP}?{ON}", headers={"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304
    before = told(grid, f"{MAP}?as_of=2026-06-30")
    hakon = next(one for one in before["people"] if one["name"] == "Håkon Myhre")
    assert hakon["stance"] == -2
    assert {one["kind"] for one in before["lines"]} >= {"reports", "influence"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/opportunities/Nordlys Energi/power-map", 404, "No opportunity is called"),
        ("/v1/opportunities/Grid date platfrm/power-map", 404, "Did you mean Grid data platform?"),
        ("/v1/companies/Grid data platform/power-map", 404, "No company is called"),
        (f"{MAP}?suppose=nobody", 422, "supposes nothing"),
        (f"{MAP}?suppose=Håkon Myhre=4", 422, "is no stance"),
        (f"{MAP}?sway=Helene Rustad=2", 422, "is no line"),
        (f"{MAP}?toward=Nobody Ltd", 404, "No company is called"),
        (f"{MAP}?known_on=2020-01-01", 404, "No opportunity is called"),
        (f"{MAP}?camps=0", 422, "camps"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_a_remedy(
    grid: Served, path: str, status: int, words: str
) -> None:  # fmt: skip
    answer = grid.client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in f"{answer.json()['detail']} {answer.json().get('remedy')}"


def test_the_map_is_a_spreadsheet_too(grid: Served) -> None:
    answer = grid.client.get(f"{MAP}?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows) == 28
    assert {"share", "stance", "met_by"} <= set(rows[0])


def test_the_list_says_the_same_as_the_map(grid: Served) -> None:
    (one,) = told(grid, f"/v1/opportunities?{ON}")["opportunities"]
    unit = told(grid, f"{MAP}?{ON}")["unit"]
    assert (f"{one['title']}", one["standing"]) == (unit["title"], unit["standing"])


def test_whom_nobody_knows_and_who_weighs_most_comes_first_with_the_part_that_the_map_gives(grid: Served) -> None:
    nobody = told(grid, f"/v1/companies/Nordlys Energi/doors?{ON}")["nobody_knows"]
    share = {one["id"]: one["share"] for one in told(grid, f"{MAP}?{ON}")["people"]}
    parts = [one["decides"]["share"] if one["decides"] else 0.0 for one in nobody]
    assert nobody[0]["decides"]["name"] == "Grid data platform"
    assert parts == sorted(parts, reverse=True)
    assert parts[0] == pytest.approx(share[nobody[0]["id"]], abs=1e-4)


def test_a_day_that_is_none_is_said_once_and_in_words(grid: Served) -> None:
    refused = grid.client.get(f"{MAP}?as_of=soon")
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"where": "query.as_of", "why": "write a day as YYYY-MM-DD, from 1900 to 2100"}
    ]  # fmt: skip
