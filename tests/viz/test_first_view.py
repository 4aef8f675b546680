"""The first view of a decision on wide screens and on paper: all of it at once, in rows of one height, nothing cut."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.conftest import Served
from tests.decisions import AS_OF
from tests.viz.conftest import Watched, visit

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
PATHS = (GRID, f"{GRID}&toward=Corvane", f"{GRID}&suppose=Mette Kjær Lund=2")
SMALLEST = 7.0  # points, on paper

# Whether the sentences stand above the list, for the eye and for whoever reads from top to bottom.
ORDER = """() => {
  const [told, list] = ["#sayings", ".decision"].map((one) => document.querySelector(one));
  const above = told.getBoundingClientRect().top < list.getBoundingClientRect().top;
  return [above, Boolean(told.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING)];
}"""

# What is printed: the size of each piece of text in points, and what is cut off at its end.
PRINTED = """() => {
  const small = [], cut = [], seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1.5;
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
    if (!words || !seen(one) || one.closest("script, .unseen, title")) continue;
    const drawn = one.closest("svg"), box = drawn && drawn.getBoundingClientRect();
    const scale = drawn ? box.width / drawn.viewBox.baseVal.width : one.currentCSSZoom;
    const size = drawn ? parseFloat(getComputedStyle(one).fontSize) / one.currentCSSZoom * scale
      : parseFloat(getComputedStyle(one).fontSize) * scale;
    small.push([words, size * 0.75]);
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== "visible") cut.push(words);
  }
  return [small, cut];
}"""


@pytest.mark.parametrize(
    ("width", "height", "above"),
    [(1920, 1080, False), (1440, 1000, False), (1366, 900, False), (1366, 768, True), (1280, 720, True)],
)
@pytest.mark.parametrize("path", PATHS)
def test_the_three_sentences_are_on_the_first_screen_above_the_list_only_where_it_is_low(
    watched: Watched, grid: Served, path: str, width: int, height: int, above: bool
) -> None:
    page = visit(watched, grid, path, width, height)
    sayings = page.locator(".saying").all()
    assert len(sayings) == 3
    for one in sayings:
        box = one.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height
    assert page.evaluate(ORDER) == [above, above]
    list_, drawn, bar = (page.locator(one).bounding_box() or {} for one in (".ranked", "#picture", "#bar"))
    assert bar["width"] == min(width - (80 if width >= 1440 else 40), 1640)
    assert drawn["width"] > (900 if width == 1920 else 0.7 * (bar["width"] - list_["width"]))
    page.set_viewport_size({"width": width, "height": 720 if not above else 1000})
    expect(page.locator("#bar + .ends + #sayings")).to_have_count(0 if above else 1)
    assert page.evaluate(ORDER) == [not above, not above]
    assert [*watched.said, *watched.failed] == []


@pytest.mark.parametrize(("width", "height"), [(1440, 1000), (1366, 900), (1024, 768)])
def test_rows_of_the_list_are_alike_in_height_and_what_stands_in_one_is_on_one_line(
    watched: Watched, grid: Served, width: int, height: int
) -> None:
    page = visit(watched, grid, GRID, width, height)
    highs = page.locator(".ranked .who").evaluate_all("(all) => all.map((one) => Math.round(one.offsetHeight))")
    assert len(highs) == 9
    assert max(highs) - min(highs) <= (0 if width != 1366 else 6)  # of a long title and seat there are three lines
    for row in page.locator(".ranked .who").all():
        middles = row.evaluate(
            "(row) => ['.us .mark', '.us .word', '.by > :first-child', '.last > *'].map((one) => {"
            " const box = row.querySelector(one).getBoundingClientRect(); return box.top + box.height / 2; })"
        )
        lifted = 6.5 if row.locator(".us > .apart").count() else 0  # a spread below the stance makes two lines of both
        assert abs(middles[0] - middles[1]) <= 1
        assert max(middles) - min(middles) <= 1 + lifted


def test_the_list_says_what_its_clocks_mean(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 1440, 1000)
    cold = page.locator(".ranked .who .cold:has(.clock)")
    expect(cold.first).to_be_visible()
    said = page.locator(".hints .clocks").inner_text().strip()
    assert said == "Not met for 60 days, or judged over 90 days ago."
    assert cold.first.get_attribute("title") == "not met for 60 days"


def test_controls_take_no_line_of_their_own_on_a_wide_screen(watched: Watched, grid: Served) -> None:
    for width in (1280, 1366, 1440):
        page = visit(watched, grid, GRID, width, 900)
        facts, look, bar = (page.locator(one).bounding_box() for one in ("div.facts", ".look", "#bar"))
        assert facts
        assert look
        assert bar
        assert facts["x"] + facts["width"] <= look["x"]
        assert look["y"] < facts["y"] + facts["height"]
        assert bar["y"] <= 145
        for button in page.locator(".look a, .tools button:visible, .tools a, .try").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24 or button.evaluate("(one) => one.className === 'beside-link'")


def test_dots_say_how_deep_a_relation_is_and_bars_nothing(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 1440, 1000)
    assert page.locator("#decision .bars").count() == 0
    assert page.locator("#keys [data-key=depth] .dots").count() == 3
    told = page.locator(".who", has=page.locator(".name", has_text="Katarzyna Wójcik")).locator(".depth")
    word, filled = told.inner_text(), told.locator(".dots .fill-us").count()
    assert filled == ["", "slight", "working", "deep"].index(word)
    assert str(told.get_attribute("title")) == f"a {word} relation"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("height", [1000, 720])
def test_a_decision_prints_on_one_sheet_with_words_of_seven_points_and_nothing_cut(
    watched: Watched, grid: Served, path: str, height: int
) -> None:
    page = visit(watched, grid, path, 1440, height)
    for named in (True, False):  # by the size that the page asks for, and by the one that the reader does
        paper = page.pdf(format="A4", landscape=True, prefer_css_page_size=named, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.set_viewport_size({"width": 1062, "height": 733})  # A4 less its margins
    page.emulate_media(media="print")
    printed: Any = page.evaluate(PRINTED)
    assert len(printed[0]) > 100
    assert [one for one in printed[0] if one[1] < SMALLEST] == []
    assert printed[1] == []
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
