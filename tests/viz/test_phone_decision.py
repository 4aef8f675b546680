"""A decision on a phone: the title, what to do, the list, and a map of one column; nothing is cut or out of scale."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Served
from tests.decisions import AS_OF
from tests.viz.conftest import Watched, visit
from tests.viz.test_decision_pages import trouble

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
PHONES = [360, 390, 430, 640]
SCROLLED = "document.querySelector('.map .scroll').scrollWidth - document.querySelector('.map .scroll').clientWidth"
# what comes first in the document of some parts that are shown, and what is seen first
READ = """(names) => names.map((name) => document.querySelector(name)).sort((a, b) =>
  a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1).map((one) => one.id || one.className)"""
SEEN = """(names) => names.map((name) => document.querySelector(name)).sort((a, b) =>
  a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((one) => one.id || one.className)"""
# whose card of the column is at a place on the screen, "" for nobody's
UNDER = """([x, y]) => {
  const one = JSON.parse(document.getElementById("scene").textContent).pictures["outline:few"];
  const part = document.querySelector("#picture"), scale = part.clientWidth / one.width;
  const { left, top } = part.getBoundingClientRect();
  const inside = (node) => Math.abs(node.x * scale + left - x) < node.drawing.wide * scale / 2 - 2 &&
    Math.abs(node.y * scale + top - y) < node.drawing.high * scale / 2 - 2;
  return (one.nodes.find((node) => inside(node) && node.drawing.kind === "person") || { label: "" }).label;
}"""
PARTS = ["#sayings", ".look", "#bar", "section.ranked", "#head", "section.map", "#moves"]


def drawn(page: Page) -> Any:
    """Return the name of the picture that is drawn, and its scale."""
    return page.evaluate("""() => {
      const all = JSON.parse(document.getElementById("scene").textContent).pictures;
      const { clientWidth: wide, clientHeight: high } = document.querySelector("#picture");
      const name = Object.keys(all).find((one) => Math.abs(all[one].height / all[one].width - high / wide) < 0.02);
      return { name, scale: wide / all[name].width };
    }""")


@pytest.mark.parametrize("width", [320, *PHONES])
@pytest.mark.parametrize("every", ["", "&show=all"])
def test_the_map_is_one_column_that_is_not_cut_and_its_words_can_be_read(
    watched: Watched, grid: Served, width: int, every: str
) -> None:
    page = visit(watched, grid, GRID + every, width)
    found = drawn(page)
    assert found["name"] == ("outline:all" if every else "outline:few")
    assert 12 * found["scale"] >= (12 if width > 320 else 10.5)
    assert page.evaluate(SCROLLED) <= 0
    assert page.locator(".wider").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_wide_map_is_a_press_away_and_a_wide_screen_has_no_other(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 390)
    button = page.get_by_role("button", name="Wide map")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert drawn(page)["name"] == "few"
    assert page.evaluate(SCROLLED) > 100
    assert page.locator(".zooms").is_visible()
    button.click()
    assert drawn(page)["name"] == "outline:few"
    assert page.locator(".zooms").is_hidden()
    page.set_viewport_size({"width": 1440, "height": 844})
    expect(page.locator(".map-top #files .tool").first).to_be_visible()
    assert drawn(page)["name"] == "few"
    assert page.locator("#wide").is_hidden()
    assert page.locator("#take").is_hidden()
    assert trouble(watched, grid) == []


def test_whoever_is_pressed_on_the_column_is_chosen_and_a_tried_stance_keeps_the_column(
    watched: Watched, grid: Served
) -> None:
    page = visit(watched, grid, GRID, 390)
    places = page.evaluate("""() => {
      const one = JSON.parse(document.getElementById("scene").textContent).pictures["outline:few"];
      const scale = document.querySelector("#picture").clientWidth / one.width;
      return one.nodes.map((node) => [node.label, node.x * scale, node.y * scale]);
    }""")
    for name, x, y in places[:3]:
        page.locator("#picture canvas").click(position={"x": x, "y": y})
        assert page.locator("#side-card h3").inner_text() == name
    page.get_by_label("Stance of Mette Kjær Lund toward us").focus()
    with page.expect_response(lambda answer: "suppose=" in answer.url):
        page.keyboard.press("ArrowUp")
    assert "If Mette Kjær Lund were a supporter" in page.locator("h1").inner_text()
    assert page.locator(".bar-names li", has_text="Mette").locator("b").inner_text() == "+1"
    page.wait_for_timeout(300)
    assert drawn(page)["name"] == "outline:few"


@pytest.fixture
def touched(browser: Browser, grid: Served) -> Iterator[Page]:
    """The decision on a phone, for a finger."""
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(grid.address + GRID)
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    yield page
    context.close()


def test_a_finger_on_the_map_chooses_whom_it_presses_and_tries_no_stance(touched: Page) -> None:
    page, title = touched, touched.locator("h1").inner_text()
    page.evaluate("scrollTo(0, document.querySelector('#picture').getBoundingClientRect().top + scrollY - 250)")
    pressed = set()
    for y in range(540, 720, 12):  # there the steps of the sheet come up
        name = page.evaluate(UNDER, [200, y])
        if not name:
            continue
        page.touchscreen.tap(200, y)
        expect(page.locator("#side-card h3")).to_have_text(name)
        page.wait_for_timeout(100)
        assert page.locator("h1").inner_text() == title
        assert page.locator(".who.chosen bdi").first.inner_text() == name
        page.locator("#side-card .close").tap()
        expect(page.locator("#side-card")).to_be_hidden()
        assert page.locator(".who.chosen").count() == 0
        pressed.add(name)
    assert len(pressed) > 1


def test_a_finger_on_a_stance_is_offered_all_steps_large_enough_to_press(touched: Page) -> None:
    page = touched
    page.locator(".ranked .who", has_text="Mette Kjær Lund").locator(".try").tap()
    steps = page.locator("#side-card .steps button")
    assert steps.all_inner_texts() == ["?", "−3", "−2", "−1", "0", "+1", "+2", "+3"]
    boxes = [one.bounding_box() or {} for one in steps.all()]
    assert min(box["height"] for box in boxes) >= 44
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 390
    page.get_by_role("button", name="+2 partner").tap()
    expect(page.locator("h1")).to_contain_text("If Mette Kjær Lund were a partner")
    expect(page.locator(".ranked .who", has_text="Mette Kjær Lund").locator(".try .word")).to_have_text("partner")
    page.get_by_role("button", name="? not known").tap()
    expect(page.locator("h1")).not_to_contain_text("If Mette")


def test_what_to_do_comes_before_the_list_and_is_read_aloud_in_that_order(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 390)
    phone = ["head", "look", "bar", "sayings", "card ranked", "map", "moves"]
    assert page.evaluate(READ, PARTS) == page.evaluate(SEEN, PARTS) == phone
    when = page.locator("#when")
    if when.is_visible():  # an earlier day replaces the page
        when.focus()
        with page.expect_response(lambda answer: "day=" in answer.url):
            page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(300)
        assert page.evaluate(READ, PARTS) == phone
        assert page.evaluate("document.activeElement.id") == "when"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_selector("#decision > .decision ~ #sayings")
    assert page.evaluate(READ, PARTS) == ["head", "look", "bar", "card ranked", "map", "sayings", "moves"]


@pytest.mark.parametrize("width", [320, *PHONES])
def test_every_part_of_the_bar_is_as_wide_as_its_share_and_every_name_is_read(
    watched: Watched, grid: Served, width: int
) -> None:
    page = visit(watched, grid, GRID, width)
    parts = page.locator("#bar .part:visible").evaluate_all(
        "(all) => all.map((one) => [Number(one.dataset.wide), one.getBoundingClientRect()])"
    )
    assert len({round(box["top"]) for _, box in parts}) == 1
    total, room = sum(share for share, _ in parts), sum(box["width"] for _, box in parts)
    assert [share for share, box in parts if abs(box["width"] - room * share / total) > 1] == []
    names = page.locator(".bar-names li > span")
    assert {"Tomáš, an eighth", "Håkon, a seventh"} <= set(names.all_inner_texts())
    assert len(names.all()) == page.locator("#bar .part[data-id]").count()
    ends = names.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(ends) <= width - 15


@pytest.mark.parametrize("width", PHONES)
def test_the_tools_are_one_row_large_enough_for_a_finger_and_the_files_one_press_away(
    watched: Watched, grid: Served, width: int
) -> None:
    page = visit(watched, grid, GRID, width)
    tools = page.locator(".map-top .tools .tool:visible").all()
    boxes = [one.bounding_box() for one in tools]
    assert [one.inner_text() for one in tools] == ["Show all 28", "Wide map", "Take away"]
    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box and box["height"] >= 44 for box in boxes)
    take = page.get_by_role("button", name="Take away")
    assert take.get_attribute("aria-expanded") == "false"
    take.click()
    assert page.locator("#files .tool:visible").all_inner_texts() == ["A4", "SVG", "CSV", "HTML"]
    assert take.get_attribute("aria-expanded") == "true"
    take.click()
    assert page.locator("#files .tool:visible").count() == 0


@pytest.mark.parametrize("width", PHONES)
def test_nothing_in_the_list_touches_anything(watched: Watched, grid: Served, width: int) -> None:
    page = visit(watched, grid, GRID, width)
    near: Any = page.evaluate("""() => {
      const parts = ".us .said, .apart, .rival .said, .rival .old, .by .depth, .last .chip";
      const box = (one) => one.getBoundingClientRect();
      const apart = (a, b) => Math.max(box(a).left, box(b).left) - Math.min(box(a).right, box(b).right);
      const down = (a, b) => Math.max(box(a).top, box(b).top) - Math.min(box(a).bottom, box(b).bottom);
      const rows = Array.from(document.querySelectorAll(".who")).filter((row) => row.offsetHeight);
      const all = rows.map((row) => Array.from(row.querySelectorAll(parts)));
      return all.flatMap((own) => own.flatMap((a, at) => own.slice(at + 1).map((b) => [a, b])))
        .filter(([a, b]) => apart(a, b) < 3 && down(a, b) < -2)
        .map((two) => two.map((one) => one.textContent).join(" at "));
    }""")
    assert near == []


def test_without_script_everything_is_there_in_the_order_of_the_document(browser: Browser, grid: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(grid.address + GRID)
    assert page.locator("#files .tool:visible").count() >= 3
    assert page.locator("#take").is_hidden()
    assert page.locator("#wide").is_hidden()
    assert page.locator(".saying").count() == 3
    context.close()
