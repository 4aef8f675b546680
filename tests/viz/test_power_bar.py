"""Does the bar of a decision add up: everybody who weighs in it once, as wide as the share, words below their parts?"""

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import amount
from tests.decisions import grid_decision
from tests.viz.conftest import Watched
from tests.viz.test_power_page import answer_of
from viz.power_bar import bar, bar_words, ends, others_of
from viz.power_groups import groups_of
from viz.power_page import power_page
from viz.power_scene import LEAST, power_scene
from viz.wording import side

# Of each side of the bar: the words below it, and how far they begin and end from its parts, in pixels.
BELOW = """() => {
  const side = (part) => part.classList.contains("other") ? "" : part.classList.contains("for") ? "for"
    : part.classList.contains("against") ? "against" : "middle";
  const parts = Array.from(document.querySelectorAll("#bar .part"));
  return Array.from(document.querySelectorAll("#bar + .ends span")).map((end, at) => {
    const name = [...new Set(parts.map(side))][at], mine = parts.filter((part) => side(part) === name);
    const box = end.getBoundingClientRect(), last = mine[mine.length - 1].getBoundingClientRect();
    const first = mine[0].getBoundingClientRect();
    const words = end.firstChild ? end.firstChild.textContent : "";
    return [words, Math.abs(box.left - first.left), Math.abs(box.right - last.right)];
  });
}"""


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("bar"), grid_decision())


def test_whom_the_title_counts_is_named_and_all_parts_are_the_whole(answer: Any) -> None:
    scene = power_scene(answer)
    parts = bar(scene)
    named = {part.one.id for part in parts if part.one}
    assert named == {one.id for one in scene.shown if one.decides or one.share >= LARGE}
    assert any(one.first and 0.1 <= one.share < LARGE and not one.decides for one in scene.shown)  # Ingrid
    assert [part.one for part in parts].count(None) == 1
    assert sum(part.wide for part in parts) == pytest.approx(100, abs=len(parts) / 2)
    held = sum(one.share for one in scene.shown if one.id not in named)
    assert next(part.wide for part in parts if not part.one) == pytest.approx(100 * held, abs=0.6)
    assert bar_words(scene) == f"Others: {len(scene.shown) - len(named)} people, {amount(held)}."


def test_whoever_has_no_room_for_a_name_in_the_bar_has_it_below_and_a_tried_stance_takes_it_along(
    watched: Watched, answer: Any, tmp_path: Path
) -> None:
    found = {end.words: end.names for end in ends(bar(power_scene(answer)))}
    assert found["for"] == "Øyvind, Katarzyna"
    assert found["against"] == ""
    watched.page.set_viewport_size({"width": 1440, "height": 1000})
    page = watched.open(power_page(answer), tmp_path)
    below = page.locator("#bar + .ends")
    expect(below.locator("span").last).to_have_text("for: Øyvind, Katarzyna")
    assert below.locator("span").last.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    page.get_by_label("Stance of Øyvind Bråten toward us").focus()
    page.keyboard.press("Home")
    expect(below.locator("span").last).to_have_text("for: Katarzyna")
    expect(below.locator("span").first).to_contain_text("Øyvind")


def test_the_bar_counts_as_its_title_does(answer: Any) -> None:
    assert answer["unit"]["title"] == "Two for, two against, one unknown holds a fifth"
    assert counts_of(answer) == {"for": 2, "against": 2, "unknown": 1}


@pytest.mark.parametrize("share", [0.19, 0.21])
def test_whoever_does_not_decide_is_named_where_the_title_counts_them(answer: Any, share: float) -> None:
    told = copy.deepcopy(answer)
    next(one for one in told["people"] if one["name"] == "Ingrid Solberg")["share"] = share
    named = {part.one.name: part.words for part in bar(power_scene(told)) if part.one}
    assert ("Ingrid Solberg" in named) == (share >= LARGE)
    assert "Ingrid Solberg" not in named or "decides" not in named["Ingrid Solberg"]
    first = groups_of(power_scene(told), power_scene(told).shown)[0]
    assert {one.name for one in first.people} == set(named)


def counts_of(answer: Any) -> dict[str, int]:
    """Return how many the bar names of each side."""
    return dict(Counter(side(part.one.stance) for part in bar(power_scene(answer)) if part.one))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_tried_stance_of_somebody_among_the_others_changes_nothing_in_the_bar(
    answer: Any, watched: Watched, tmp_path: Path, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(power_page(answer), tmp_path)
    drawn = "() => [...document.querySelectorAll('#bar, #bar + .ends, .bar-names')].map((one) => one.innerHTML)"
    before = page.evaluate(drawn)
    for name in ("Ingrid Solberg", "Jürgen Weiß"):
        page.get_by_label(f"Stance of {name} toward us").press("End")
    assert "Ingrid Solberg" in page.locator("#rest").inner_text()
    assert page.evaluate(drawn) == before
    page.get_by_label("Stance of Håkon Myhre toward us").press("End")
    assert page.evaluate(drawn) != before
    assert page.locator("#bar .part.for").count() == 3
    assert page.get_by_text("outlined").count() == 0
    assert watched.trouble() == []


@pytest.mark.parametrize("width", [800, 1280, 1366, 1440])
def test_the_words_below_the_bar_stand_below_their_parts(
    answer: Any, watched: Watched, tmp_path: Path, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(power_page(answer), tmp_path)
    assert [words for words, *_ in beneath(page)] == ["against", "not known", "", "for"]
    page.get_by_label("Stance of Mette Kjær Lund toward us").focus()
    page.keyboard.press("End")
    assert [words for words, *_ in beneath(page)] == ["against", "", "for"]
    page.get_by_label("Stance of Håkon Myhre toward us").press("Delete")
    page.get_by_label("Stance of Mette Kjær Lund toward us").press("Home")
    for _ in range(3):
        page.get_by_label("Stance of Mette Kjær Lund toward us").press("ArrowUp")
    assert [words for words, *_ in beneath(page)] == ["against", "neutral, not known", "", "for"]
    page.get_by_label("Stance of Håkon Myhre toward us").press("Home")
    page.get_by_label("Stance of Mette Kjær Lund toward us").press("Home")
    assert [words for words, *_ in beneath(page)] == ["against", "", "for"]
    assert page.locator("#bar .other").count() == 1
    assert watched.trouble() == []


def beneath(page: Page) -> list[list[Any]]:
    """Return the words below each side of the bar; each has to begin and end with its parts."""
    found: list[list[Any]] = page.evaluate(BELOW)
    near = (
        1.5 if page.viewport_size and page.viewport_size["width"] > 1000 else 8
    )  # there small parts are wider than they hold
    assert [one for one in found if max(one[1:]) > near] == []
    return found


def test_parts_of_one_word_are_of_like_width(answer: Any) -> None:
    told = copy.deepcopy(answer)
    for at, one in enumerate(told["people"]):
        one["share"] = 1 / (3 + at)
    people = [one for one in power_scene(told).shown if one.share >= LEAST]
    assert len(people) > 20
    for one in people:
        alike = [other.share for other in people if other.amount == one.amount]
        assert max(alike) <= 1.4 * min(alike)


def test_pointing_at_the_others_tells_who_they_are(answer: Any, watched: Watched, tmp_path: Path) -> None:
    page = watched.open(power_page(answer), tmp_path)
    told = str(page.locator("#bar .other").get_attribute("title"))
    first = others_of(power_scene(answer))[0]
    assert f"{first.name} {round(100 * first.share)}" in told
    assert "of 100" in told
    part = page.locator("#bar .part", has_text="Katarzyna")
    assert "decides" in str(part.get_attribute("title"))
