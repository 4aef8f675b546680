"""Is a decision that cannot be worked out refused with its rows over HTTP, and a bad row named in a warning?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import served
from tests.api.test_cli import inroads
from tests.api.worlds import world_store
from tests.decisions import changed, grid_decision

pytestmark = pytest.mark.usefixtures("each_store")

MAP, FEED = "/v1/opportunities/Grid data platform/power-map", "/v1/accounts/Nordlys Energi AS/advocacy"
AS_OF = "?as_of=2026-11-24"


@contextmanager
def serving(folder: Path, files: dict[str, str]) -> Iterator[httpx.Client]:
    with served(folder, files) as server:
        yield server.client


def test_weights_that_sum_to_zero_are_refused_with_their_row(tmp_path: Path) -> None:
    files = {**grid_decision(), "seats.csv": "opportunity,person,role,weight\ngrid,hakon,decider,0\n"}
    with serving(tmp_path, files) as client:
        answer = client.get(MAP + AS_OF)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert "seats.csv:2" in answer.json()["detail"]
        feed: Any = client.get(FEED + AS_OF).json()
        assert [one["id"] for one in feed["opportunities"]] == []
        assert any("Grid data platform is left out." in text and "seats.csv:2" in text for text in feed["warnings"])


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("reporting.csv", "ingrid,hakon,2022", "each other's manager"),
        ("reporting.csv", "ingrid,jurgen,2022", "report in a circle"),
        ("stances.csv", "oyvind,petra,2027-03-01,,3,,,,", "stances.csv:25: the judgement is dated"),
        ("stances.csv", "oyvind,hakon,2026-11-20,,3,guess,,,", "stances.csv:25: the stance is judged by somebody"),
        ("stances.csv", "oyvind,petra,2026-11-20,nordlys,3,,,,", "stances.csv:25: the stance is toward a client"),
        ("seats.csv", "grid,marit,boss,,", "seats.csv:13: the seat 'boss' is none that is known"),
        ("contacts.csv", "late,meeting,2027-03-01,petra;oyvind", "contacts.csv:16: the contact is dated"),
    ],
)
def test_a_bad_row_is_left_out_and_named_on_map_and_feed(tmp_path: Path, table: str, row: str, said: str) -> None:
    with serving(tmp_path / "bad", changed(grid_decision(), table, row)) as client:
        told: list[Any] = [client.get(where + AS_OF).json() for where in (MAP, FEED)]
    with serving(tmp_path / "good", grid_decision()) as client:
        good: Any = client.get(MAP + AS_OF).json()
    for one in told:
        assert any(said in text and f"{table}:" in text for text in one["warnings"]), one["warnings"]
    if table not in {"reporting.csv", "seats.csv"}:
        assert told[0]["people"] == good["people"]


def test_a_stance_of_one_of_theirs_counts_nowhere(tmp_path: Path) -> None:
    row = "bjorg,hakon,2026-11-20,,-3,guess,,,"
    with serving(tmp_path, changed(grid_decision(), "stances.csv", row)) as client:
        found = client.get("/v1/people?query=Bjørg").json()["people"][0]["id"]
        history: Any = client.get(f"/v1/people/{found}/stances{AS_OF}").json()
        ways: Any = client.get(f"/v1/people/{found}/introductions{AS_OF}").json()
    assert (history["stances"], history["judgements"]) == ([], [])
    assert "blocker" not in str(ways)


@pytest.mark.once
def test_the_terminal_warns_of_a_stance_of_one_of_theirs(tmp_path: Path) -> None:
    row = "oyvind,hakon,2026-11-20,,3,guess,,,"
    world_store(tmp_path, changed(grid_decision(), "stances.csv", row)).close()
    told = inroads("map", "Grid data platform", "--as-of", "2026-11-24", store=tmp_path / "world.db")
    assert "stances.csv:25: the stance is judged by somebody who is not known to be one of us" in told.stdout


@pytest.mark.parametrize(("day", "last"), [("2026-11", "2026-11-15"), ("2026", "2026-07-02")])
def test_a_contact_of_a_month_or_year_is_answered_everywhere_alike(tmp_path: Path, day: str, last: str) -> None:
    files = {**grid_decision(), "contacts.csv": f"id,kind,date,participants\nm1,meeting,{day},petra;oyvind\n"}
    with serving(tmp_path, files) as client:
        who: Any = client.get(f"/v1/companies/Nordlys Energi AS/introductions{AS_OF}").json()
        known = [one["person"] for one in who["people"]]
        tables: list[Any] = [client.get(where + AS_OF).json()["people"] for where in (MAP, FEED)]
        found = [one for people in (known, *tables) for one in people if one["name"] == "Øyvind Bråten"]
        assert [one["last_contact"] for one in found] == [last] * 3
        for page in ("opportunities/Grid data platform", "companies/Nordlys Energi AS", "accounts/Nordlys Energi AS",
                     f"people/{found[0]['id']}", ""):  # fmt: skip
            assert client.get(f"/{page}{AS_OF}").status_code == 200, page
