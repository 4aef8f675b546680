"""Is the feed the same over HTTP as on the command line, and what its published schema says?"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from api.feed_resources import SCHEMA_FILE, FeedAnswer, feed_schema
from api.use_cases.advocacy_feed import feed
from api.use_cases.basis import Question
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.api.conftest import Served, served
from tests.conftest import ROOT
from tests.decisions import AS_OF, changed, grid_decision
from tests.places import Shared
from tests.worlds import loaded

pytestmark = pytest.mark.usefixtures("each_store")

SCHEMA = json.loads((ROOT / SCHEMA_FILE).read_text(encoding="utf-8"))
WHERE = f"/v1/accounts/Nordlys Energi AS/advocacy?as_of={AS_OF}"


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Served]]:
    shared = Shared(tmp_path_factory.mktemp("feed"), lambda folder: served(folder, grid_decision()))
    yield shared
    shared.close()


def test_the_published_schema_is_the_one_of_the_wire_models() -> None:
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == feed_schema()
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_feed_over_http_keeps_its_schema_and_is_that_of_the_command_line(server: Served) -> None:
    client = server.client
    answer = client.get(WHERE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    told: Any = answer.json()
    jsonschema.validate(told, SCHEMA)
    FeedAnswer.model_validate(told)
    with server.service.opened() as store:
        own = feed(Viewer(""), store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    assert told == json.loads(json.dumps(own))
    assert client.get(WHERE, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_the_feed_tells_of_account_opportunity_and_person_toward_us_and_each_competitor(client: httpx.Client) -> None:
    told: Any = client.get(WHERE).json()
    (one,) = told["opportunities"]
    for part in (told, one):
        assert [rival["toward"]["name"] for rival in part["competitors"]] == ["Corvane"]
        assert part["advocacy"]["low"] <= part["advocacy"]["value"] <= part["advocacy"]["high"]
        tomas = next(person for person in part["people"] if person["name"] == "Tomáš Dvořák")
        assert (tomas["stance"], tomas["toward"][0]["stance"]) == (-3, 2)
    moved = {item["name"]: item for item in one["trend"]["90"]["moved_by"]}["Håkon Myhre"]
    assert (moved["from"], moved["to"], moved["by"]["name"]) == (-2, -1, "Kari Lunde")
    assert moved["note"] == "Still talks of the 2021 invoices"
    assert one["trend"]["14"]["since"] == "2026-11-10"


def test_the_feed_is_a_spreadsheet_too_and_unknown_accounts_are_refused(client: httpx.Client) -> None:
    answer = client.get(f"{WHERE}&format=machine-csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert {row["row"] for row in rows} == {"account", "opportunity", "person"}
    of = [row for row in rows if row["person_name"] == "Tomáš Dvořák" and row["opportunity"]]
    assert [(row["toward"] != "", row["stance"]) for row in of] == [(False, "-3"), (True, "2")]
    missing = client.get("/v1/accounts/Nobody/advocacy")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.once
def test_a_trend_names_the_judgement_that_counts_and_not_a_newer_one_that_does_not(tmp_path: Path) -> None:
    store, row = MemoryStore(), "hakon,sara,2026-11-20,,-3,guess,,,Grumbled"
    loaded(store, tmp_path / "world", changed(grid_decision(), "stances.csv", row))
    told: Any = feed(Viewer(""), store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    moved = {item["name"]: item for item in told["opportunities"][0]["trend"]["90"]["moved_by"]}["Håkon Myhre"]
    assert (moved["to"], moved["on"], moved["note"]) == (-1, "2026-11-03", "Still talks of the 2021 invoices")


@pytest.mark.once
def test_what_moved_a_trend_adds_up_to_its_change(tmp_path: Path) -> None:
    files = changed(grid_decision(), "influences.csv", "tomas,oyvind,3,2026-10-20")
    store = MemoryStore()
    loaded(store, tmp_path / "world", files)
    told: Any = feed(Viewer(""), store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    for part in (told, *told["opportunities"]):
        for trend in part["trend"].values():
            parts = sum(one["moved"] for one in trend["moved_by"]) + trend["other"]
            assert trend["change"] == pytest.approx(parts, abs=1e-3)
    ninety, fourteen = (told["opportunities"][0]["trend"][days] for days in ("90", "14"))
    assert (fourteen["other"], ninety["other"] < -0.1) == (0, True)


@pytest.mark.once
def test_a_person_of_two_records_has_one_move_and_moves_a_trend_once(tmp_path: Path) -> None:
    files = changed(changed(grid_decision(), "people.csv", "again,Øyvind Bråten"), "employments.csv",
                    "again,nordlys,COO,Operations,2021,")  # fmt: skip
    store = MemoryStore()
    loaded(store, tmp_path / "world", changed(files, "stances.csv", "again,kari,2026-11-20,,3,told_me,,yes,"))
    told: Any = feed(Viewer(""), store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    for part in (told, *told["opportunities"]):
        both = {one["id"] for one in part["people"] if one["name"] == "Øyvind Bråten"}
        assert [one["to"] for one in part["trend"]["14"]["moved_by"] if one["id"] in both] == [3]
        assert sum(one["person"] in both for one in part["next_moves"]) == 1
