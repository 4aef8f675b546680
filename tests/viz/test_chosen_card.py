"""Whoever is chosen on the map of a decision: does nothing move, and does their card stand where it covers nobody?"""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.api.conftest import Served
from tests.decisions import AS_OF
from tests.viz.conftest import Watched, visit
from tests.viz.test_decision_pages import trouble

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
SCREENS = [
    (1440, 900), (1280, 720), (390, 844),
    *(pytest.param(*size, marks=pytest.mark.soak) for size in ((1920, 1080), (1366, 768), (1024, 768))),
]  # fmt: skip

# where page and map are
STANDS = """() => {
  const { width, height, top, left } = document.querySelector("#picture").getBoundingClientRect();
  return [scrollY, document.documentElement.scrollHeight, width, height, top, left];
}"""

# of the picture that is drawn: everybody by name, with the box of their card on the screen and whom they are tied to
DRAWN = """(every) => {
  const scene = JSON.parse(document.getElementById("scene").textContent), all = scene.pictures;
  const name = every ? "all" : "few";
  const one = (innerWidth <= 700 && all["outline:" + name]) || all[name];
  const map = document.querySelector("#picture").getBoundingClientRect(), scale = map.width / one.width;
  const pairs = [...one.edges.map((e) => [e.from, e.to]), ...one.doors.map((d) => [d.keeper, d.behind])];
  const label = Object.fromEntries(one.nodes.map((n) => [n.id, (scene.people[n.id] || { name: n.label }).name]));
  return Object.fromEntries(one.nodes.map((n) => [label[n.id], {
    box: [n.x - n.drawing.wide / 2, n.y - n.drawing.high / 2, n.x + n.drawing.wide / 2, n.y + n.drawing.high / 2]
      .map((value, at) => value * scale + (at % 2 ? map.top : map.left)),
    tied: pairs.filter((p) => p.includes(n.id)).flat().filter((id) => id !== n.id).map((id) => label[id]),
  }]));
}"""


def box(page: Page, selector: str) -> list[float]:
    """Return left, top, right and bottom on the screen."""
    return box_of(page.locator(selector))


def box_of(one: Locator) -> list[float]:
    found = one.bounding_box()
    assert found
    return [found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]]


def meet(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def press(page: Page, who: str, how: str, *, every: bool) -> list[Any]:
    """Choose somebody; return where everything stood the moment before."""
    name = page.locator(".who .name", has_text=who).first
    if how == "map":
        at = page.evaluate(DRAWN, every)[who]["box"]
        page.evaluate("(y) => scrollBy(0, y - innerHeight * 0.72)", (at[1] + at[3]) / 2)
        left, top, right, bottom = page.evaluate(DRAWN, every)[who]["box"]
        before: list[Any] = page.evaluate(STANDS)
        page.mouse.click((left + right) / 2, (top + bottom) / 2)
        return before
    name.scroll_into_view_if_needed()
    if how == "keyboard":
        name.focus()
    before = page.evaluate(STANDS)
    if how == "keyboard":
        page.keyboard.press("Enter")
    else:
        name.click()
    return before


def assert_floats(page: Page, who: str, height: int) -> None:
    floats = box(page, "#side-card")
    assert not meet(floats, page.evaluate(DRAWN, page.locator(".every").count() > 0)[who]["box"]), who
    assert floats[1] >= box(page, ".top")[3] - 1
    assert floats[3] <= height
    assert floats[3] - floats[1] <= height * 0.6 + 2
    assert floats[2] - floats[0] == 380


def assert_sheet(page: Page, who: str, how: str, height: int) -> None:
    """On a phone: whoever was pressed, and what is nearest of their ties, stands above it, and it names these ties."""
    sheet, drawn = box(page, "#side-card"), page.evaluate(DRAWN, page.locator(".every").count() > 0)
    pressed = drawn[who]["box"] if how == "map" else box(page, ".who.chosen")
    assert box(page, ".top")[3] - 1 <= pressed[1] < pressed[3] <= sheet[1]
    assert (sheet[0], sheet[3], sheet[2] - sheet[0]) == (0, height, page.evaluate("innerWidth"))
    assert sheet[3] - sheet[1] <= height * 0.38 + 2
    if how == "map" and drawn[who]["tied"]:
        near = min(abs(drawn[one]["box"][1] - pressed[1]) for one in drawn[who]["tied"])
        if near < (sheet[1] - box(page, ".top")[3]) / 2:
            tied = [drawn[one]["box"] for one in drawn[who]["tied"] if abs(drawn[one]["box"][1] - pressed[1]) == near]
            assert any(one[3] <= sheet[1] for one in tied), who
    ties = box(page, "#side-card .ties")
    assert sheet[1] < ties[1] < ties[3] <= height


def assert_in_place_of_the_list(page: Page, who: str) -> None:
    stands, column, pictures = (box(page, one) for one in ("#side-card", ".ranked", "#picture"))
    assert stands[:3] == column[:3], who
    assert stands[3] >= column[3] - 1
    assert stands[2] <= pictures[0]
    assert [one for one in page.locator(".saying").all() if meet(stands, box_of(one))] == []
    expect(page.locator(".ranked .who:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Back to the list")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("every", [False, True])
def test_choosing_on_a_map_moves_nothing_and_the_card_takes_the_place_of_the_list_or_covers_nobody_chosen(
    watched: Watched, grid: Served, width: int, height: int, *, every: bool
) -> None:
    page = visit(watched, grid, GRID + "&show=all" * every, width, height)
    card = page.locator("#side-card")
    for who in ("Håkon Myhre", "Tomáš Dvořák", "Ingrid Solberg", "Katarzyna Wójcik"):
        for how in ("map", "list", "keyboard"):
            before = press(page, who, how, every=every)
            expect(card.locator("h3")).to_have_text(who)
            page.wait_for_timeout(60)  # whatever were to move would have begun
            sought = how != "map" and (every or width < 1240)  # below the map: the page may go up to it
            assert width <= 700 or sought or page.evaluate(STANDS) == before, (who, how)
            if width <= 700:
                assert_sheet(page, who, how, height)
            elif every or width < 1240:
                assert_floats(page, who, height)
            else:
                assert_in_place_of_the_list(page, who)
            if how == "keyboard":
                expect(card.locator("h3")).to_be_focused()
            page.keyboard.press("Escape")
            expect(card).to_be_hidden()
            assert page.evaluate(STANDS) == before, (who, how)
            if how == "keyboard":
                expect(page.locator(".who .name", has_text=who).first).to_be_focused()
    assert trouble(watched, grid) == []


def assert_head_and_way_back(page: Page, who: str, height: int) -> None:
    floats, head = box(page, "#side-card"), box(page, "#side-card h3")
    back = box_of(page.get_by_role("button", name="Back to the list"))
    assert floats[1] <= head[1] < head[3] < back[1] < back[3] <= floats[3] <= height, who


@pytest.mark.parametrize("how", ["list", "keyboard"])
@pytest.mark.parametrize(
    ("width", "height", "press_first"), [(1440, 1000, ()), (1280, 720, ()), (1440, 1000, ("Larger", "Larger"))]
)
def test_whoever_is_chosen_below_the_map_of_everybody_is_brought_into_sight_on_it_and_the_way_back_leads_to_the_row(
    watched: Watched, grid: Served, how: str, width: int, height: int, press_first: tuple[str, ...]
) -> None:
    page = visit(watched, grid, GRID + "&show=all", width, height)
    for button in press_first:
        page.get_by_role("button", name=button).click()
    for who in ("Ingrid Solberg", "Øyvind Bråten", "Tomáš Dvořák", "Marit Eikeland"):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        stood = press(page, who, how, every=True)[0]
        frame, drawn = box(page, ".map .scroll"), page.evaluate(DRAWN, True)[who]["box"]
        assert max(frame[1], box(page, ".top")[3]) - 1 <= drawn[1] < drawn[3] <= min(frame[3], height) + 1, who
        assert frame[0] - 1 <= drawn[0] < drawn[2] <= frame[2] + 1, who
        assert_floats(page, who, height)
        for end in ("0", "one.scrollHeight"):
            page.locator("#side-card").evaluate(f"(one) => one.scrollTo(0, {end})")
            assert_head_and_way_back(page, who, height)
        page.get_by_role("button", name="Back to the list").click()
        expect(page.locator(".who .name", has_text=who).first).to_be_focused()
        expect(page.locator(".who .name", has_text=who).first).to_be_in_viewport()
        assert page.evaluate("scrollY") == stood, who
    assert trouble(watched, grid) == []


@pytest.mark.parametrize(("width", "height"), [(1440, 1000), (1280, 720)])
def test_on_the_map_of_everybody_the_card_covers_nobody_who_is_tied_to_the_chosen_one(
    watched: Watched, grid: Served, width: int, height: int
) -> None:
    page = visit(watched, grid, GRID + "&show=all", width, height)
    names = page.locator(".ranked .who:visible .name").all_inner_texts()
    assert len(names) == 28
    for who in names[::2]:
        press(page, who, "map", every=True)
        floats, drawn = box(page, "#side-card"), page.evaluate(DRAWN, True)
        assert [one for one in drawn[who]["tied"] if meet(floats, drawn[one]["box"])] == [], who
        page.keyboard.press("Escape")


# by name, the middle of each card of the map of everybody that is in sight now
IN_SIGHT = """(drawn) => {
  const area = document.querySelector(".map .scroll").getBoundingClientRect();
  const top = document.querySelector(".top").offsetHeight;
  const middle = ([left, up, right, down]) => [(left + right) / 2, (up + down) / 2];
  return Object.entries(drawn).map(([name, one]) => [name, ...middle(one.box)]).filter(([, x, y]) =>
    x > area.left && x < area.right && y > Math.max(area.top, top) && y < Math.min(area.bottom, innerHeight));
}"""


def test_the_card_that_is_pressed_on_the_map_of_everybody_is_chosen_at_every_size_of_it(
    watched: Watched, grid: Served
) -> None:
    page = visit(watched, grid, GRID + "&show=all", 1440, 1000)
    pressed = set()
    for size in ("", "Larger", "Larger", "Fit", "Smaller"):
        if size:
            page.get_by_role("button", name=size).click()
        seen = [one for one in page.evaluate(IN_SIGHT, page.evaluate(DRAWN, True)) if one[0] != "Category buyer"]
        assert len(seen) >= 6
        for who, x, y in seen[:: max(1, len(seen) // 5)]:
            page.mouse.click(x, y)
            expect(page.locator("#side-card h3")).to_have_text(who)
            expect(page.locator(".who.chosen .name")).to_have_text(who)
            pressed.add(who)
            page.keyboard.press("Escape")
    assert len(pressed) >= 6
    page.mouse.click(5, 400)  # beside all cards
    expect(page.locator("#side-card")).to_be_hidden()
    assert trouble(watched, grid) == []


def test_in_place_of_the_list_a_stance_is_tried_and_the_way_back_leads_to_the_row(
    watched: Watched, grid: Served
) -> None:
    page = visit(watched, grid, GRID, 1440, 1000)
    press(page, "Håkon Myhre", "keyboard", every=False)
    card = page.locator("#side-card")
    card.get_by_role("spinbutton").press("ArrowUp")
    expect(card.get_by_role("spinbutton")).to_be_focused()
    expect(card.locator(".told dd").first).to_contain_text("neutral")
    card.get_by_role("button", name="+2 partner").click()
    assert "If Håkon Myhre were a partner" in page.locator("h1").inner_text()
    expect(card.get_by_role("button", name="+2 partner")).to_have_attribute("aria-pressed", "true")
    left, top, right, bottom = box_of(card.get_by_role("spinbutton"))
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.down()
    page.mouse.move((left + right) / 2 - 66, (top + bottom) / 2, steps=4)
    page.mouse.up()
    expect(card.locator(".told dd").first).to_contain_text("sceptic")
    assert "If Håkon" not in page.locator("h1").inner_text()  # it is what we believe
    page.emulate_media(media="print")
    expect(card).to_be_hidden()
    expect(page.locator(".ranked .who:visible")).to_have_count(9)
    page.emulate_media(media="screen")
    card.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".who .name", has_text="Håkon Myhre").first).to_be_focused()
    page.get_by_label("Stance of Tomáš Dvořák toward us").click()  # a press that drags nothing asks which to try
    expect(card.get_by_role("button", name="−3 blocker")).to_be_focused()
    assert trouble(watched, grid) == []


@pytest.mark.parametrize(("width", "height", "every"), [(1440, 1000, False), (1440, 1000, True), (390, 844, False)])
def test_where_a_stance_is_tried_the_result_and_what_to_do_then_are_said(
    watched: Watched, grid: Served, width: int, height: int, *, every: bool
) -> None:
    page = visit(watched, grid, GRID + "&show=all" * every, width, height)
    press(page, "Håkon Myhre", "list", every=every)
    note, move = page.locator("#side-card .steps .small"), page.locator("#side-card .do")
    expect(note).to_have_text("Try another: nothing is saved.")
    expect(note).to_be_in_viewport(ratio=1)
    expect(move).to_contain_text("Talk with Håkon Myhre, sceptic")
    before = page.locator("#standing").text_content()
    page.locator("#side-card").get_by_role("button", name="+3 advocate").click()
    expect(move).not_to_contain_text("sceptic")
    expect(move).to_contain_text("Keep Håkon Myhre an advocate")
    then = page.locator("#standing").text_content()
    assert before
    assert then != before
    expect(note).to_have_text(f"{before.capitalize()}, then {then}; nothing is saved.")
    expect(note).to_be_in_viewport(ratio=1)
    page.locator("#side-card").get_by_role("button", name="−1 sceptic").click()
    expect(move).to_contain_text("Talk with Håkon Myhre, sceptic")
    expect(note).to_have_text("Try another: nothing is saved.")
    assert trouble(watched, grid) == []


@pytest.mark.parametrize(("width", "every"), [(1440, True), (1440, False), (1280, False), (1024, True), (390, True)])
def test_all_steps_of_whose_stance_is_not_known_stand_in_one_row(
    watched: Watched, grid: Served, width: int, *, every: bool
) -> None:
    page = visit(watched, grid, GRID + "&show=all" * every, width, 900)
    press(page, "Mette Kjær Lund", "list", every=every)
    steps = page.locator("#side-card .steps button")
    boxes = [box_of(one) for one in steps.all()]
    assert len(boxes) == 8
    assert len({one[1] for one in boxes}) == 1
    assert min(one[2] - one[0] for one in boxes) >= 30
    assert boxes[-1][2] <= box(page, "#side-card")[2]


def test_until_the_server_answers_no_move_of_another_stance_is_said(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 1440, 1000)
    press(page, "Håkon Myhre", "list", every=False)
    page.route("**/opportunities/**", lambda route: route.abort())
    page.locator("#side-card").get_by_role("button", name="+3 advocate").click()
    expect(page.locator("#side-card .do")).to_be_hidden()
    page.locator("#side-card").get_by_role("button", name="−1 sceptic").click()
    expect(page.locator("#side-card .do")).to_be_visible()


def test_the_card_says_what_the_row_says_as_it_is_tried(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID + "&show=all", 1440, 900)
    press(page, "Håkon Myhre", "list", every=True)
    told = page.locator("#side-card .told")
    said = dict(zip(told.locator("dt").all_inner_texts(), told.locator("dd").all_inner_texts(), strict=True))
    assert {key: " ".join(value.split()) for key, value in said.items()} == {
        "toward us": "−1 sceptic we differ by 2", "toward Corvane": "0 neutral", "last met": "3 Nov",
        "known by": "Kari Lunde, Sara Holm · a working relation", "holds": "a seventh of the decision",
    }  # fmt: skip
    page.locator(".ranked").get_by_label("Stance of Håkon Myhre toward us").press("ArrowUp")
    expect(told.locator("dd").first).to_contain_text("neutral")
    press(page, "Mette Kjær Lund", "list", every=True)
    assert told.locator("dd").nth(2).inner_text() == "nobody of us"
    assert "never" in told.locator("dd").nth(3).inner_text()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_card_is_closed_by_its_button_and_by_choosing_again_and_leads_back(
    watched: Watched, grid: Served, width: int, height: int
) -> None:
    page = visit(watched, grid, GRID + "&show=all", width, height)
    card = page.locator("#side-card")
    for close in (
        lambda: card.get_by_role("button", name="Close").click(),
        lambda: page.locator(".who.chosen .name").click(),
    ):
        before = press(page, "Håkon Myhre", "list", every=True)
        expect(card).to_be_visible()
        close()
        expect(card).to_be_hidden()
        assert page.evaluate(STANDS) == before
    press(page, "Håkon Myhre", "map", every=True)
    card.get_by_role("button", name="Back to the list").click()
    name = page.locator(".who .name", has_text="Håkon Myhre").first
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport()
    expect(card).to_be_hidden()


def test_a_link_that_asks_for_it_brings_the_chosen_one_into_sight(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID, 390, 844)
    page.get_by_role("link", name="Show the tie").click()
    at, floats = page.evaluate(DRAWN, False)["Katarzyna Wójcik"]["box"], box(page, "#side-card")
    assert box(page, ".top")[3] <= at[1] < at[3] <= 844
    assert not meet(at, floats)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_an_open_card_has_nothing_serious_for_axe(
    watched: Watched, grid: Served, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    watched.page.emulate_media(color_scheme=scheme)
    page = visit(watched, grid, GRID, width, height)
    press(page, "Tomáš Dvořák", "list", every=False)
    page.locator("#side-card summary").click()
    page.wait_for_timeout(100)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}] == []
