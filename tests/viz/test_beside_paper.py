"""Side by side on paper and on a phone: all that differs is told, maps stay whole, and who is not drawn is said."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from api.settings import Settings
from graph.stores.sqlite import SqliteStore
from loaders.demo_world import write_demo_world
from loaders.run import load_path
from tests.api.conftest import Served, running
from tests.viz.conftest import Watched
from tests.viz.sheets import coloured, sheets
from tests.worlds import NOW

pytestmark = pytest.mark.once
GRID, CREW = "/opportunities/Grid data platform/beside", "/opportunities/Field crew app/beside"
DAY = "as_of=2026-11-24"
DAYS, HIGH, TWO = f"{GRID}?{DAY}&day=2026-10-30", f"{CREW}?{DAY}&day=2026-05-25", f"{GRID}?{DAY}&other=Field crew app"

# how far the amount of each part of the bars that shows it is from the edge, in pixels
FROM_THE_EDGE = """() => [...document.querySelectorAll(".pair .part")].flatMap((part) => {
  const box = part.getBoundingClientRect(), words = document.createRange(), amount = part.querySelector(".part-amount");
  if (!amount) return [];
  words.selectNodeContents(amount);
  const told = words.getBoundingClientRect();
  return told.width && told.top < box.bottom ? [box.right - told.right] : [];
})"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("demo")
    with SqliteStore(folder / "demo.db") as store:
        for source in write_demo_world(folder / "world").sources:
            load_path(store, source, now=NOW)
    with running(Settings(f"sqlite:{folder / 'demo.db'}", user="Anna Berg", rate=1_000, burst=1_000)) as own:
        yield own


def visit(
    watched: Watched, own: Served, path: str, width: int = 1440, medium: Literal["print", "screen"] = "screen"
) -> Page:
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.emulate_media(media=medium)
    watched.page.goto(own.address + path)
    return watched.page


def printed(page: Page, *selectors: str) -> tuple[list[list[set[int]]], int]:
    """Return on which sheets the parts of each selector are, and how many sheets there are."""
    numbers, first = [], 0
    for selector in selectors:
        found = coloured(page, selector, first=first)
        assert found, selector
        numbers.append(range(first, first + len(found)))
        first += len(found)
    told = sheets(page.pdf(prefer_css_page_size=True, print_background=True))
    return [[{at for at, sheet in enumerate(told) if one in sheet} for one in part] for part in numbers], len(told)


@pytest.mark.parametrize("day", ["2026-10-30", "2026-08-25"])
def test_sentences_stand_on_the_sheet_of_the_maps_where_they_have_room(
    watched: Watched, demo: Served, day: str
) -> None:
    page = visit(watched, demo, f"{GRID}?{DAY}&day={day}", medium="print")
    (differs, signs, said), many = printed(page, ".differs", "main > .keys-line", ".pair-said > section")
    assert many == 1
    assert [*differs, *signs, *said] == [{0}] * (2 + len(said))


@pytest.mark.parametrize("path", [HIGH, TWO])
def test_maps_stand_on_the_first_sheet_with_what_differs_in_words_of_seven_points(
    watched: Watched, demo: Served, path: str
) -> None:
    page = visit(watched, demo, path, medium="print")
    scales = page.locator(".pair .vector:visible").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().width / one.viewBox.baseVal.width)"
    )
    assert len(scales) == 2
    assert all(12 * scale * 0.75 >= 7 for scale in scales)
    (differs, heads, signs), many = printed(page, ".differs", ".pair-head", "main > .keys-line")
    assert [*differs, *heads, *signs] == [{0}] * 4
    assert many == 2


def test_all_who_differ_are_printed(watched: Watched, demo: Served) -> None:
    page = visit(watched, demo, TWO)
    people = set(page.locator(".differs .changes li").evaluate_all("(all) => all.map((one) => one.textContent)"))
    assert len(people) > 6
    page.emulate_media(media="print")
    shown = page.locator(".differs > .changes > li, .also-differ li")
    assert set(shown.evaluate_all("(all) => all.map((one) => one.textContent)")) == people
    (rows,), _ = printed(page, ".differs > .changes > li, .also-differ li")
    assert len(rows) == len(people)
    assert all(len(one) == 1 for one in rows)


def test_it_is_said_of_whom_who_differs_is_on_which_map(watched: Watched, demo: Served) -> None:
    page = visit(watched, demo, TWO)
    expect(page.locator(".differs li", has_text="Björn Lindqvist")).to_contain_text("(on neither map)")
    expect(page.locator(".differs")).not_to_contain_text("on both maps")
    page.locator(".more-differs summary").click()
    maps = page.locator(".pair .scroll > .vector")
    for row in page.locator(".differs .changes li").all():
        pick = row.locator(".pick")
        key = pick.get_attribute("data-pick") if pick.count() else ""
        on = [maps.nth(at).locator(f'.card-of[data-id="{key}"]').count() == 1 for at in (0, 1)]
        ends = {
            (True, True): "",
            (True, False): "(only drawn on the first map)",
            (False, True): "(only drawn on the second map)",
            (False, False): "(on neither map)",
        }
        words = ends[on[0], on[1]]
        said = row.inner_text()
        assert said.endswith(words) if words else not said.endswith("map)")


@pytest.mark.parametrize("width", [1366, 1440, 1700])
def test_an_amount_keeps_away_from_the_edge_of_its_part(watched: Watched, demo: Served, width: int) -> None:
    found = visit(watched, demo, TWO, width).evaluate(FROM_THE_EDGE)
    assert found
    assert min(found) >= 6


@pytest.mark.parametrize("path", [HIGH, TWO])
def test_on_a_phone_both_maps_are_one_column_each_with_whoever_changed_ringed(
    watched: Watched, demo: Served, path: str
) -> None:
    page = visit(watched, demo, path, 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    boxes = [page.locator(".pair .vector:visible").nth(at).bounding_box() for at in (0, 1)]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    wide = page.locator(".pair .scroll .card-of").evaluate_all("(all) => all.map((one) => one.dataset.id).sort()")
    column = page.locator(".as-column .card-of:visible").evaluate_all(
        "(all) => all.map((one) => one.dataset.id).sort()"
    )
    assert column == wide
    noted = page.locator(".as-column .card-of.noted:visible").count()
    assert noted == page.locator(".pair .scroll .card-of.noted").count() > 1
