"""Is a decision of five hundred people answered and painted, as units that open, by keyboard?

How long it takes is no test: `INROADS_FIGURES=1 pytest -s tests/viz/test_large_decision.py` prints the figures of
docs/benchmarks.md.
"""

import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from benchmarks.large_decision import NAME, large_decision
from tests.api.conftest import Served, served
from tests.decisions import AS_OF
from tests.viz.conftest import Watched, figure

PAGE = f"/opportunities/{NAME}?as_of={AS_OF}"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("large"), large_decision()) as opened:
        yield opened


def test_the_server_answers_every_what_if_about_five_hundred_people(large: Served) -> None:
    address = f"/v1/opportunities/{NAME}/power-map?as_of={AS_OF}"
    assert len(large.client.get(address).json()["people"]) == 500
    first, times, advocacy = person(large), list[float](), list[float]()
    for value in (-3, -2, -1, 0, 1, 2, 3):  # every one a new question
        began = time.perf_counter()
        answer = large.client.get(f"{address}&suppose={first}={value}")
        times.append(time.perf_counter() - began)
        advocacy.append(answer.json()["unit"]["advocacy"])
    assert advocacy == sorted(set(advocacy))
    figure("what-if over HTTP, 500 people", times)


def person(large: Served) -> str:
    """Return the id of whoever weighs most."""
    told_now = large.client.get(f"/v1/opportunities/{NAME}/power-map?as_of={AS_OF}").json()
    return str(told_now["people"][0]["id"])


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}&show=all"])
def test_the_page_says_when_it_was_painted(browser: Browser, large: Served, path: str) -> None:
    times = list[float]()
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(large.address + path)
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
        times.append(float(page.evaluate("performance.getEntriesByName('inroads-painted')[0].startTime")) / 1000)
        page.close()
    assert all(0 < seconds < 30 for seconds in times)
    figure(f"painted, {'all units' if 'show' in path else 'first view'}", times)


def test_units_open_by_keyboard_and_hold_everybody(watched: Watched, large: Served) -> None:
    page = watched.page
    page.goto(large.address + f"{PAGE}&show=all")
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
    assert page.locator("#map").inner_text() == "24 units"
    assert page.locator(".unit .who").count() == 500
    page.locator(".unit > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".unit").first.locator(".who").first.is_visible()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    assert watched.said == watched.failed == []
