"""Does every page that a link leads to answer, in whatever order one server is asked for them?"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.api.conftest import Served, served
from tests.decisions import grid_decision

MOST = 150
_LINK = re.compile(r'(?:href|src)="([^"]+)"')


def linked(grid: Served, path: str) -> list[str]:
    """Return what the page at a path links to on this server; the page must answer."""
    answer = grid.client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
    if not answer.headers["content-type"].startswith("text/html"):
        return []
    found = (urldefrag(urljoin(path, html.unescape(link)))[0] for link in _LINK.findall(answer.text))
    return [link for link in found if not urlsplit(link).scheme and not link.startswith("//")]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("first")
    with served(folder, grid_decision()) as grid:
        found, at = ["/"], 0
        while at < len(found) and at < MOST:
            found += [link for link in dict.fromkeys(linked(grid, found[at])) if link not in found]
            at += 1
    return found[:at]


def test_every_kind_of_page_is_linked_and_answers(paths: list[str]) -> None:
    for kind in ("/companies/", "/people/", "/opportunities/", "/accounts/", "/loads", "/stance", "/draft", ".svg"):
        assert any(kind in path for path in paths), kind


def test_they_answer_in_the_opposite_order_too(paths: list[str], tmp_path: Path) -> None:
    with served(tmp_path, grid_decision()) as grid:
        for path in reversed(paths):
            linked(grid, path)


DAYS = "as_of=2026-11-23&known_on=2026-11-26"
LOOKED_AT = ("/", "/opportunities", "/opportunities/Grid data platform", "/opportunities/Grid data platform?show=all",
             "/companies/Nordlys Energi AS/power-map", "/companies/Nordlys Energi AS", "/accounts/Nordlys Energi AS",
             "/people/Håkon Myhre", "/people/Håkon Myhre/stance", "/people/Håkon Myhre/lines",
             "/people/Håkon Myhre/draft", "/rounds", "/loads")  # fmt: skip
_TAG = re.compile(r"<(?:a|form)\b([^>]*)>")
_WHERE = re.compile(r'\b(?:href|action)="(/[^"]*)"')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("days"), grid_decision(), user="Kari Lunde") as grid:
        yield grid


@pytest.mark.parametrize("path", LOOKED_AT)
def test_every_link_and_form_of_a_page_keeps_the_days(kept: Served, path: str) -> None:
    answer = kept.client.get(f"{path}{'&' if '?' in path else '?'}{DAYS}")
    assert answer.status_code == 200
    tags = [tag for tag in _TAG.findall(answer.text) if 'method="get"' not in tag and 'class="today"' not in tag]
    ours = [html.unescape(found[1]) for found in map(_WHERE.search, tags) if found]
    assert len(ours) >= 5
    assert [where for where in ours if not {*DAYS.split("&")} <= {*urlsplit(where).query.split("&")}] == []


def test_what_is_written_down_by_form_leads_back_to_the_same_days(kept: Served) -> None:
    line = {"kind": "influence", "to": "Mette Kjær Lund", "strength": "2"}
    for form, told in (("lines", line), ("seats", {"opportunity": "grid", "role": "sponsor"})):
        kept_it = kept.client.post(f"/people/Håkon Myhre/{form}?{DAYS}", data=told)
        assert (kept_it.status_code, DAYS in kept_it.headers.get("location", "")) == (303, True)


def test_a_decision_says_a_relation_in_words(kept: Served) -> None:
    assert "A working relation" in kept.client.get("/opportunities/Grid data platform").text
