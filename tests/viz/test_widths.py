"""The pages at the widths of small laptops and tablets: map beside list, card in view, bar and labels in one piece."""

from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched, visit

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
HELENE = f"/people/Helene Rustad?as_of={AS_OF}"


# Of the facts below a title: the words before or after which a separator stands with nothing on its other side.
LONELY_SEPARATORS = """() => {
  const facts = document.querySelector(".facts"), shown = facts.getBoundingClientRect().left + 2;
  const all = Array.from(facts.querySelectorAll(":scope > span")).filter((one) => one.offsetWidth);
  const begins = (one, at) => !at || one.getBoundingClientRect().left < all[at - 1].getBoundingClientRect().left;
  return all.filter((one, at) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const before = parseFloat(style.borderLeftWidth) > 0, after = parseFloat(style.borderRightWidth) > 0;
    return after || !before || (begins(one, at) && box.left + parseFloat(style.borderLeftWidth) > shown);
  }).map((one) => one.textContent);
}"""


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).bounding_box()
    assert found
    return found


@pytest.mark.parametrize(("width", "height"), [(1240, 768), (1280, 720), (1366, 768), (1440, 900)])
@pytest.mark.parametrize("path", [GRID, f"{GRID}&toward=Corvane"])
def test_on_a_small_laptop_the_map_stands_beside_the_list_at_a_size_to_read(
    watched: Watched, grid: Served, path: str, width: int, height: int
) -> None:
    page = visit(watched, grid, path, width, height)
    ranked, drawn = box(page, ".decision .ranked"), box(page, "#picture")
    assert ranked["x"] + ranked["width"] <= drawn["x"]
    assert drawn["y"] < height / 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    whole = page.evaluate("JSON.parse(document.getElementById('scene').textContent).pictures.few.width")
    assert 12 * drawn["width"] / whole >= 10.95
    cut = page.locator(".ranked thead th:visible").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert cut == 0


# Of the rows of the list: what stands beside the title, with whether it is whole and within its column.
BESIDE_TITLES = """() => Array.from(document.querySelectorAll(".ranked .role-held, .ranked .role-amount"))
  .filter((one) => one.offsetWidth).map((one) => {
    const cell = one.closest("th").getBoundingClientRect(), range = document.createRange();
    range.selectNodeContents(one.lastChild);
    const words = range.getBoundingClientRect();
    return [one.lastChild.textContent, words.left >= cell.left && words.right <= cell.right + 0.5 && words.width > 20];
  })"""


@pytest.mark.parametrize("width", [390, 768, 1240, 1280, 1366, 1440])
def test_the_list_shows_every_seat_and_amount_whole_and_the_title_in_two_lines_at_most(
    watched: Watched, grid: Served, width: int
) -> None:
    page = visit(watched, grid, GRID, width, 900)
    found = page.evaluate(BESIDE_TITLES)
    assert {"champion", "approver", "gatekeeper", "a fifth"} <= {words for words, _ in found}
    assert [words for words, whole in found if not whole] == []
    titles = page.locator(".ranked .role-title:visible")
    assert max(titles.evaluate_all("(all) => all.map((one) => one.offsetHeight)")) <= 34


def test_the_column_of_the_competitor_has_the_clock_of_old_judgements_beside_the_mark(
    watched: Watched, grid: Served
) -> None:
    for width in (390, 1280, 1440):
        page = visit(watched, grid, GRID, width, 900)
        old = page.locator(".ranked .rival .chip.old")
        assert old.evaluate_all("(all) => all.map((one) => one.closest('.who').querySelector('.name').innerText)") == [
            "Tomáš Dvořák"
        ]
        if width == 1280:  # there the word is left out
            continue
        clock, word = old.bounding_box(), page.locator(".who:has(.rival .old) .rival .word").bounding_box()
        assert clock
        assert word
        if width == 390:  # there it has its own place, after the word
            assert word["x"] + word["width"] <= clock["x"]
            assert abs(clock["y"] + clock["height"] / 2 - word["y"] - word["height"] / 2) < 6
            continue
        assert clock["x"] + clock["width"] <= word["x"] + 7 or clock["y"] + clock["height"] <= word["y"] + 7


def test_the_card_says_the_rest_on_demand_and_the_next_one_as_it_was_left(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 1280, 720)
    card = page.locator("#side-card")
    page.locator("summary", has_text="Tomáš Dvořák").click()
    expect(card.get_by_text("Blocked the pilot in the risk board")).to_be_hidden()
    card.get_by_text("Judgements, and how the number comes about").click()
    expect(card.get_by_text("Blocked the pilot in the risk board")).to_be_in_viewport()
    card.get_by_role("button", name="Back to the list").click()
    page.locator("summary", has_text="Håkon Myhre").click()
    expect(card.get_by_text("Still talks of the 2021 invoices")).to_be_visible()
    visit(watched, grid, GRID, 1440, 1000)
    page.locator("summary", has_text="Tomáš Dvořák").click()
    expect(card.get_by_text("Blocked the pilot in the risk board")).to_be_visible()  # where there is room at once


@pytest.mark.parametrize("width", [768, 900, 1024, 1100])
def test_on_a_tablet_the_bar_keeps_its_words_whole_and_the_card_its_labels(
    watched: Watched, grid: Served, width: int
) -> None:
    page = visit(watched, grid, HELENE, width, 900)
    for words in page.locator(".top nav a, .brand span, .top .dates summary, .top .today").all():
        assert box(page, ".top")["width"] == width
        lines = words.evaluate(
            "(one) => { const range = document.createRange(); range.selectNodeContents(one);"
            " return new Set([...range.getClientRects()].map((b) => Math.round(b.top))).size; }"
        )
        assert lines == 1
    apart = page.locator(".about h3").evaluate_all(
        "(all) => all.filter((one) => { const a = one.getBoundingClientRect(),"
        " b = one.nextElementSibling.getBoundingClientRect();"
        " return Math.abs(a.left - b.left) > 1 || b.top - a.bottom > 8 || b.top < a.top; })"
        ".map((one) => one.textContent)"
    )
    assert apart == []
    cut = page.evaluate(
        "(() => { const s = document.querySelector('.picture .scroll'); return s.scrollWidth - s.clientWidth; })()"
    )
    assert cut <= 4  # whom the ways lead to is in view
    small = page.locator(".picture .wider")
    assert small.is_visible() == (width < 1000)
    if small.is_visible():
        small.get_by_role("button", name="Back to a size to read").click()
        expect(small.get_by_role("button", name="See all of it")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("width", "medium"), [(1440, "screen"), (1280, "screen"), (768, "screen"), (390, "screen"), (1032, "print")]
)
def test_every_separator_between_facts_stands_between_two(
    watched: Watched, grid: Served, width: int, medium: str
) -> None:
    page = visit(watched, grid, GRID, width, 900)
    page.emulate_media(media=medium)  # type: ignore[arg-type] -- one of two words
    clip = page.locator(".facts").evaluate("(one) => getComputedStyle(one).clipPath")
    assert clip.endswith(" 2px)")  # what begins a line has its separator left of this
    assert page.locator(".facts > span:visible").count() >= 5
    assert page.evaluate(LONELY_SEPARATORS) == []


@pytest.mark.parametrize("width", [1240, 1340, 1440, 1920])
@pytest.mark.parametrize("every", ["", "&show=all"])
def test_a_month_of_another_year_with_its_clock_is_whole_within_the_list(
    watched: Watched, tmp_path: Path, width: int, every: str
) -> None:
    files = changed(grid_decision(), "contacts.csv", "old,meeting,2023-12-05,kari;hakon")
    with served(tmp_path, files) as own:
        page = visit(watched, own, f"{GRID}&day=2026-03-17{every}", width, 900)
        last = page.locator(".who .last", has_text="Dec 2023").first
        assert last.locator(".clock").count() == 1
        told, clock = (last.locator(one).bounding_box() for one in ("> span", "svg"))
        listed = box(page, ".decision .ranked")
        assert told
        assert clock
        assert clock["x"] + clock["width"] <= told["x"] + told["width"] + 1
        assert told["x"] + told["width"] <= listed["x"] + listed["width"] - 3
