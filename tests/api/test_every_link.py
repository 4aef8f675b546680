"""Does every page that a link leads to answer, in whatever order one server is asked for them?"""

import html
import re
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
