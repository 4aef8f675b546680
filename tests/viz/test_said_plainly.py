"""Does the page of a decision say what is so and no more: clocks, what stands below the list, headings, bars?"""

import copy
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.conftest import Served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched, visit
from tests.viz.test_company_map import answer_of, two_decisions
from viz.power_bar import Part, bar, ends
from viz.power_groups import groups_of
from viz.power_page import power_page
from viz.power_parts import power_parts
from viz.power_scene import power_scene

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("plain"), grid_decision(), "Grid data platform")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("whole"), two_decisions())


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".who", has=page.locator(".name", has_text=name))


def test_a_clock_stands_only_beside_a_day_that_is_longer_ago_than_agreed(
    watched: Watched, answer: Any, tmp_path: Path
) -> None:
    told = {**copy.deepcopy(answer), "cadence_days": 30}
    jurgen = next(one for one in told["people"] if one["name"] == "Jürgen Weiß")
    jurgen["last_contact"] = None
    page = watched.open(power_page(told), tmp_path)
    names = ("Håkon Myhre", "Øyvind Bråten", "Mette Kjær Lund", "Jürgen Weiß")
    cells = {name: row_of(page, name).locator(".last") for name in names}
    last = {name: (cell.inner_text().strip(), cell.locator(".clock").count()) for name, cell in cells.items()}
    assert last == {
        "Håkon Myhre": ("3 Nov", 0), "Øyvind Bråten": ("14 Sep", 1), "Mette Kjær Lund": ("never", 0),
        "Jürgen Weiß": ("no date", 0),
    }  # fmt: skip
    colour = "(one) => getComputedStyle(one).color"
    tone = {name: cell.locator("span").evaluate(colour) for name, cell in cells.items()}
    assert tone["Mette Kjær Lund"] == tone["Øyvind Bråten"] != tone["Jürgen Weiß"] == tone["Håkon Myhre"]
    assert page.locator(".clocks").inner_text().strip() == "Not met for 30 days, or judged over 90 days ago."


def test_nothing_is_said_of_clocks_where_there_are_none(answer: Any) -> None:
    told = {**copy.deepcopy(answer), "cadence_days": 3000}
    for one in told["people"]:
        one["stale"], one["toward_stale"] = False, []
    assert not power_scene(told).clocks
    told["people"][0]["stale"] = True
    assert power_scene(told).clocks
    told["people"][0]["supposed"] = True
    assert not power_scene(told).clocks


def test_the_clock_of_a_stance_follows_what_is_tried_and_the_day_that_is_looked_at(
    watched: Watched, answer: Any, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    tomas = row_of(page, "Tomáš Dvořák")  # judged on 19 Aug, 97 days before
    clock, stance = tomas.locator(".us .old"), page.get_by_label("Stance of Tomáš Dvořák toward us")
    expect(clock).to_have_count(1)
    stance.press("ArrowUp")
    expect(clock).to_have_count(0)
    stance.press("Escape")
    expect(clock).to_have_count(1)
    expect(clock).to_have_text("older than 90 days")
    page.locator("#when").evaluate("""(slider) => {
      slider.value = 0;
      slider.dispatchEvent(new Event("input"));
    }""")
    expect(clock).to_have_count(0)
    days = sorted({one["on"] for person in answer["people"] for one in person["history"]})
    page.locator("#when").evaluate(
        """(slider, at) => {
      slider.value = at;
      slider.dispatchEvent(new Event("input"));
    }""",
        days.index("2026-10-30"),  # 72 days after it was judged, and 139 after what Dmytro thinks was
    )
    expect(clock).to_have_count(0)
    page.locator("#all").click()
    expect(row_of(page, "Dmytro Shevchenko").locator(".us .old")).to_have_count(1)
    page.get_by_role("button", name="Back to what we believe").click()
    expect(clock).to_have_count(1)
    assert watched.trouble() == []


@pytest.mark.parametrize(("width", "height", "most"), [(1440, 1000, 2), (1366, 768, 2), (390, 844, 4)])
def test_below_the_list_stand_few_lines_and_the_seat_that_the_map_shows_is_read_aloud_only(
    watched: Watched, grid: Served, width: int, height: int, most: int
) -> None:
    page = visit(watched, grid, GRID, width, height)
    hints = page.locator(".hints")
    seen = hints.evaluate("(one) => Array.from(one.querySelectorAll('p:not(.unseen)')).map((p) => p.innerText.trim())")
    assert re.fullmatch(r"Others: 23 people, [a-z ]+\.\s+Not met for 60 days, or judged over 90 days ago\.", seen[0])
    drag = "Drag a stance, or use arrow keys: nothing is saved."
    assert [one.lstrip("⠿ ") for one in seen[1:]] == [drag, "Judge in a round"]
    high: Any = hints.evaluate("(one) => (one.clientHeight - parseFloat(getComputedStyle(one).paddingTop) * 2) / 18")
    assert high <= most + 0.5
    assert hints.locator(".vacant.unseen").text_content() == "Nobody is known: Category buyer"
    page.emulate_media(media="print")
    box = hints.locator(".vacant").bounding_box()
    assert box
    assert box["width"] > 100


def test_a_seat_that_no_map_shows_is_named_below_the_list(answer: Any) -> None:
    parts = power_parts(answer)
    assert parts.context()["seats_drawn"]
    picture = parts.pictures["few"]
    people = tuple(card for card in picture.cards if card.kind != "seat")
    without = replace(parts, pictures={**parts.pictures, "few": replace(picture, cards=people)})
    assert not without.context()["seats_drawn"]


def swayed() -> dict[str, str]:
    """Return the decision with somebody without a seat whom all who decide listen to, and four seats that do not."""
    lines = (f"marit,{one},3,2025" for one in ("hakon", "mette", "tomas", "oyvind", "katarzyna"))
    seats = (f"grid,{one},buyer,1," for one in ("sunniva", "toreerik", "larspetter", "guri"))
    return changed(changed(grid_decision(), "influences.csv", *lines), "seats.csv", *seats)


def test_whoever_the_title_counts_stands_under_the_first_heading(watched: Watched, answer: Any, tmp_path: Path) -> None:
    told = answer_of(tmp_path, swayed(), "Grid data platform")
    scene = power_scene(told)
    first = groups_of(scene, [one for one in scene.shown if one.first])[0]
    assert first.heading == "Decide, or hold a fifth"
    marit = next(one for one in first.people if one.name == "Marit Eikeland")
    assert not marit.decides
    assert marit.share >= 0.2
    stances = [one.stance for one in first.people]
    many = [sum(test(one) for one in stances) for test in (
        lambda v: v is not None and v > 0, lambda v: v is not None and v < 0, lambda v: v is None
    )]  # fmt: skip
    title = told["unit"]["title"]
    assert title.startswith(f"{WORDS[many[0]].capitalize()} for, {WORDS[many[1]]} against, {WORDS[many[2]]} unknown")
    page = watched.open(power_page(told), tmp_path)
    head = page.locator("#ranked").inner_text()
    assert head == "Decide, or hold a fifth"
    page.get_by_label("Stance of Marit Eikeland toward us").press("Home")  # the script counts alike
    assert f"{WORDS[many[0] - 1]} for, {WORDS[many[1] + 1]} against" in page.locator("#rest").inner_text()
    plain = power_scene(answer)
    assert groups_of(plain, plain.shown)[0].words == "Decide, weightiest first"


def test_the_legend_asks_on_a_screen_and_not_on_paper_to_choose_a_card(
    watched: Watched, answer: Any, tmp_path: Path
) -> None:
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    allied = {"from": who["Jürgen"], "to": who["Håkon"], "kind": "agreement", "strength": 2.0, "unit": None}
    camps = {**answer["camps"], "groups": [[who["Håkon"], who["Jürgen"]]]}
    page = watched.open(power_page({**answer, "lines": [allied], "camps": camps}), tmp_path)
    asks = page.locator("#keys").get_by_text("choose a card for more lines")
    expect(asks).to_be_visible()
    page.emulate_media(media="print")
    expect(asks).to_be_hidden()


@pytest.fixture
def sheet(watched: Watched, grid: Served) -> Page:
    page = visit(watched, grid, f"{GRID}&show=all", 1440, 1000)
    page.emulate_media(media="print")
    return page


def test_on_the_sheet_of_everybody_whose_rows_are_low_no_spread_stands(sheet: Page) -> None:
    assert sheet.locator(".us > .apart").count() > 0
    expect(sheet.locator(".us > .apart:visible")).to_have_count(0)


def test_no_heading_of_the_sheet_of_everybody_stands_over_people_of_another(sheet: Page) -> None:
    head = sheet.locator("#ranked > span")
    assert head.evaluate("(one) => getComputedStyle(one).visibility") == "hidden"  # it stands over both columns
    expect(sheet.locator(".first-of-sheet")).to_be_visible()
    assert sheet.locator(".first-of-sheet").inner_text() == head.text_content() == "Decide, weightiest first"
    sheet.emulate_media(media="screen")
    expect(sheet.locator(".first-of-sheet")).to_be_hidden()
    assert head.evaluate("(one) => getComputedStyle(one).visibility") == "visible"


def said_of(parts: list[Part]) -> dict[str, int]:
    return {part.side: len(part.people) for part in parts}


def test_the_bar_of_a_company_shows_what_its_title_counts(company: Any) -> None:
    scene = power_scene(company)
    parts = bar(scene)
    assert [part.side for part in parts] == ["against", "neutral", "unknown", "for"]
    many = said_of(parts)
    told = re.findall(r"(\w+) (for|against|neutral|unknown)", company["unit"]["title"])
    assert {side: int(word) if word.isdigit() else WORDS.index(word.lower()) for word, side in told} == many
    assert sum(many.values()) == len(scene.shown)
    assert sum(part.wide for part in parts) == pytest.approx(100, abs=2)
    assert all(end.names.split(" and ")[0].split(", ")[0] in {one.short for one in scene.shown} for end in ends(parts))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_stance_that_is_tried_moves_somebody_in_the_bar_of_a_company(
    watched: Watched, company: Any, tmp_path: Path, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(power_page(company), tmp_path)
    drawn = "(all) => all.map((one) => [one.className, one.title, one.textContent])"
    parts = page.locator("#bar .part")
    before: Any = parts.evaluate_all(drawn)
    names = page.locator(".bar-names li").all_text_contents()
    stance = page.get_by_label("Stance of Håkon Myhre toward us")
    stance.press("End")
    many = {side: len(part.people) for part in bar(power_scene(company)) if (side := part.side)}
    expect(parts.last.locator("b")).to_have_text(str(many["for"] + 1))
    expect(parts.first.locator("b")).to_have_text(str(many["against"] - 1))
    assert page.locator(".bar-names li").last.inner_text().split()[0] == str(many["for"] + 1) or width > 700
    stance.press("Escape")
    after: Any = parts.evaluate_all(drawn)  # as the server drew it, word by word
    assert after == before
    assert page.locator(".bar-names li").all_text_contents() == names
    assert watched.trouble() == []


def test_a_company_says_what_its_seats_are_and_that_they_weigh_nothing(company: Any) -> None:
    scene = power_scene(company)
    assert scene.facts == ("28 people, nobody's seat counts more",)
    assert groups_of(scene, [one for one in scene.shown if one.first])[0].words == "Decide in one of its decisions"
