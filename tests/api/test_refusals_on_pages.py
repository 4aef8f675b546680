"""Does a page that refuses say what to do on the page, while programs and the terminal are told their own way?"""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Served, served
from tests.api.raters import Rater, rating
from tests.decisions import grid_decision

COMMAND = re.compile(r"inroads [a-z]|INROADS_|--[a-z]")
GRID = "Grid data platform"
AS_PAGE = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@pytest.fixture
def raters(tmp_path: Path) -> Iterator[dict[str, Rater]]:
    with rating(tmp_path) as opened:
        yield opened


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, grid_decision(), user="") as opened:
        yield opened


def main_of(answer: httpx.Response) -> str:
    assert answer.status_code in {403, 409, 422}, answer.text
    return re.sub(r"<[^>]+>", " ", answer.text[answer.text.index("<main") :])


def test_a_round_that_is_open_already_is_pointed_to_on_the_page(raters: dict[str, Rater]) -> None:
    kari = raters["Kari"]
    assert kari.post("/v1/rounds", {"about": GRID}).status_code == 201
    assert "inroads round show" in kari.post("/v1/rounds", {"about": GRID}).json()["remedy"]
    said = main_of(kari.send("/rounds", {"about": GRID}))
    assert "It stands among the rounds so far" in said
    assert not COMMAND.search(said)


def test_who_is_not_known_is_told_on_the_page_what_to_ask_for(nobody: Served) -> None:
    assert "INROADS_USER" in nobody.client.post("/v1/rounds", json={"about": GRID}).json()["remedy"]
    said = main_of(nobody.client.post("/rounds", data={"about": GRID}, headers=AS_PAGE))
    assert "Ask for an access token in your name" in said
    assert not COMMAND.search(said)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "guards"}, "Name the second person"),
        ({"kind": "reports", "to": "Stein Arild Moe"}, "no start"),
    ],
)
def test_a_line_that_is_refused_is_mended_on_the_page(
    raters: dict[str, Rater], form: dict[str, str], words: str
) -> None:
    said = main_of(raters["Kari"].send("/people/Helene Rustad/lines", form))
    assert words in said
    assert not COMMAND.search(said)


def test_who_may_not_withdraw_is_told_on_the_page_how_a_line_ends(raters: dict[str, Rater]) -> None:
    line = {"kind": "agreement", "from": "Helene Rustad", "to": "Mette Kjær Lund"}
    assert raters["Kari"].post("/v1/lines", line).status_code == 201
    entry = raters["Kari"].get("/v1/people/Helene Rustad/entries").json()["entries"][0]["id"]
    said = main_of(raters["Sara"].send(f"/people/Helene Rustad/lines/{entry}/withdraw", {}))
    assert "write a line with its end" in said
    assert not COMMAND.search(said)
