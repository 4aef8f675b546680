"""Lists on a phone and on paper, and the list of a decision: nothing is cut, torn, pushed away or hidden."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched

LATER = "2027-04-01"  # every stance of the grid decision is older than 90 days
SHEET = {"width": 1032, "height": 703}  # A4 across, without its margins, in pixels
MANY = 40

# whether the words of an element are all shown
WHOLE = """(one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return words.getBoundingClientRect().width <= one.getBoundingClientRect().width + 0.01;
}"""

TALLER = """(most) => Array.from(document.querySelectorAll("body *")).filter((one) =>
  getComputedStyle(one).breakInside === "avoid" && one.getBoundingClientRect().height > most
).map((one) => one.tagName + "." + one.className)"""

# pairs of what stands in the rows of a decision and lies on another, as words
ONE_ON_ANOTHER = """() => Array.from(document.querySelectorAll(".who")).flatMap((row) => {
  const parts = Array.from(row.querySelectorAll(".us .mark, .us .word, .rival .mark, .rival .word, .by, .last"));
  const clocks = Array.from(row.querySelectorAll(".old")), box = (one) => one.getBoundingClientRect();
  const meets = (a, b) => Math.min(box(a).right, box(b).right) - Math.max(box(a).left, box(b).left) > 1 &&
    Math.min(box(a).bottom, box(b).bottom) - Math.max(box(a).top, box(b).top) > 1;
  const pairs = parts.flatMap((a, at) => parts.slice(at + 1).map((b) => [a, b]));
  clocks.forEach((clock) => pairs.push(
    ...parts.filter((one) => !clock.closest(".stance-of").contains(one)).map((one) => [clock, one])));
  return pairs.filter(([a, b]) => meets(a, b)).map((two) => two.map((one) => one.textContent).join(" on "));
})"""


def many_decisions() -> dict[str, str]:
    """Return the grid decision, forty others, a rival's stances, and forty people whom nobody reaches."""
    files = grid_decision()
    files["companies.csv"] += "elbe,Elbe Medizintechnik und Datenverarbeitung,client\n"
    others = (f"o{at},elbe,Integration architecture {at},,,,,,2027-0{at % 9 + 1}-11,corvane" for at in range(MANY))
    leaders = (f"nordlys,Leader Number {at},Head {at},2026-09-01" for at in range(MANY))
    return changed(changed(files, "leaders.csv", *leaders), "opportunities.csv", *others)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("many"), many_decisions(), user="Petra Aune") as opened:
        yield opened


def visit(watched: Watched, own: Served, path: str, size: dict[str, int], medium: str = "screen") -> Page:
    watched.page.set_viewport_size(size)  # type: ignore[arg-type] -- width and height
    watched.page.emulate_media(media=medium)  # type: ignore[arg-type] -- one of two words
    watched.page.goto(own.address + path)
    return watched.page


@pytest.mark.parametrize("path", ["/opportunities", "/loads"])
def test_on_a_phone_a_list_is_of_cards_that_are_neither_cut_nor_torn(watched: Watched, many: Served, path: str) -> None:
    page = visit(watched, many, path, {"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.querySelector('.scroll-table').scrollWidth <= 358")
    rows = page.locator(".cards tbody tr")
    assert rows.count() >= (MANY if path == "/opportunities" else 1)
    for row in rows.all()[:6]:
        box, name = row.bounding_box(), row.locator("th").bounding_box()
        assert box
        assert name
        assert box["height"] < 180
        assert name["width"] > 150


@pytest.mark.parametrize(
    "path", ["/opportunities", "/companies/Nordlys Energi", "/companies/Nordlys Energi?show=unreached"]
)
def test_nothing_that_stays_in_one_piece_on_paper_is_taller_than_a_sheet(
    watched: Watched, many: Served, path: str
) -> None:
    page = visit(watched, many, path, SHEET, "print")
    assert page.evaluate(TALLER, SHEET["height"]) == []
    first = page.locator(".plain-table tbody tr, .row, .links li").first.bounding_box()
    assert first
    assert first["y"] < SHEET["height"] / 2


def test_on_paper_what_is_told_of_a_person_stands_below_its_heading(watched: Watched, many: Served) -> None:
    page = visit(watched, many, f"/people/Håkon Myhre?as_of={AS_OF}", SHEET, "print")
    assert page.evaluate(TALLER, SHEET["height"]) == []
    beside = page.evaluate(
        """() => Array.from(document.querySelectorAll(".about h3")).filter((one) => {
          const head = one.getBoundingClientRect(), below = one.nextElementSibling.getBoundingClientRect();
          return below.top < head.bottom - 1 || Math.abs(below.left - head.left) > 2;
        }).map((one) => one.textContent)"""
    )
    assert page.locator(".about h3").count() > 2
    assert beside == []


@pytest.mark.parametrize("toward", ["", "&toward=Corvane"])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_the_clock_of_an_old_stance_lies_on_nobody_elses(
    watched: Watched, many: Served, medium: str, toward: str
) -> None:
    size = {"width": 1440, "height": 1000} if medium == "screen" else SHEET
    page = visit(watched, many, f"/opportunities/Grid data platform?as_of={LATER}{toward}", size, medium)
    assert page.locator(".who:visible .old").count() > 3
    assert page.evaluate(ONE_ON_ANOTHER) == []


def test_the_words_of_stances_are_bold_and_of_their_colour(watched: Watched, many: Served) -> None:
    page = visit(watched, many, f"/opportunities/Grid data platform?as_of={AS_OF}", {"width": 1440, "height": 1000})
    told = page.evaluate(
        """() => Array.from(document.querySelectorAll(".who .us .said")).map((one) => {
          const word = getComputedStyle(one.querySelector(".word")), mark = one.querySelector("circle, rect");
          const known = !mark.classList.contains("unknown");
          return [one.textContent, word.fontWeight, !known || word.color === getComputedStyle(mark).fill];
        })"""
    )
    assert len(told) > 5
    assert [one for one in told if one[1:] != ["600", True]] == []


@pytest.mark.parametrize("toward", ["", "&toward=Corvane"])
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_each_row_of_a_decision_tells_the_stance_toward_the_competitor_too(
    watched: Watched, many: Served, toward: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    page = visit(watched, many, f"/opportunities/Grid data platform?as_of={AS_OF}{toward}", size)
    rows = page.locator(".who:visible")
    assert rows.count() > 5
    for row in rows.all():
        rival, own, box = (row.locator(one).bounding_box() for one in (".rival", ".us", "xpath=."))
        assert rival
        assert own
        assert box
        assert rival["y"] >= own["y"] + 20
        assert rival["x"] + rival["width"] <= box["x"] + box["width"]
        assert box["height"] < (115 if width > 350 else 140)  # there a name takes two lines
        assert row.locator(".rival .word").is_visible()
        whom = row.locator(".toward-whom")
        assert whom.inner_text() == ("us" if toward else "Corvane")
        assert whom.evaluate(WHOLE)
    assert page.evaluate(ONE_ON_ANOTHER) == []
    told = page.locator(".who", has=page.locator(".name", has_text="Tomáš Dvořák")).locator(".rival .word").inner_text()
    assert told == ("blocker" if toward else "partner")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_list_has_its_first_heading_on_a_phone_and_signs_stand_beside_their_words(
    watched: Watched, many: Served
) -> None:
    page = visit(watched, many, f"/opportunities/Grid data platform?as_of={AS_OF}", {"width": 390, "height": 844})
    assert page.locator("#ranked").is_visible()
    assert page.locator("#ranked").inner_text() == "Decide, weightiest first"
    page.locator(".all-moves > summary").click()
    beside = page.locator(".all-moves .also li").evaluate_all(
        "(all) => all.map((one) => one.children[1].getBoundingClientRect().left - "
        "one.children[0].getBoundingClientRect().right)"
    )
    assert beside
    assert min(beside) >= 8


def test_a_company_of_which_nothing_is_known_has_no_bar_until_a_stance_is_tried(watched: Watched, many: Served) -> None:
    size = {"width": 1440, "height": 900}
    page = visit(watched, many, "/companies/Nordlys Energi/power-map?as_of=2015-01-01", size)
    assert page.locator(".who:visible").count() > 0
    assert page.locator(".who .us .word").evaluate_all("(all) => all.every((one) => one.textContent === 'not known')")
    assert not page.locator("#bar").is_visible()
    page.locator(".try").first.focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#bar").is_visible()
