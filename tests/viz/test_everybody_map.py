"""Is the map of everybody one picture to look at: heads on one row, low, as wide as the page, with every word whole?"""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched
from tests.viz.sheets import coloured, sheets
from tests.viz.test_large_alike import parts_of
from tests.viz.test_map_lines import drawn_anew, run_over
from tests.viz.test_power_page import answer_of
from viz.layout import Box
from viz.letters import text_width
from viz.power_columns import Column, level_bands
from viz.power_layout import PowerPicture, power_layout
from viz.power_page import power_svg
from viz.power_scene import Camp, power_scene
from viz.power_tree import tree_of

ALL = f"/opportunities/Grid data platform?as_of={AS_OF}&show=all"


def with_advisers() -> dict[str, str]:
    """Return the decision with two people below the chief executive who have nobody below them."""
    files = changed(grid_decision(), "people.csv", "oda,Oda Riise", "anders,Anders Tveten")
    files = changed(files, "employments.csv", "oda,nordlys,Communications adviser,,2020,",
                    "anders,nordlys,Regulatory adviser,,2020,")  # fmt: skip
    return changed(files, "reporting.csv", "oda,ingrid,,", "anders,ingrid,,")


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("everybody"), with_advisers())


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), with_advisers(), user="Petra Aune") as opened:
        yield opened


@pytest.fixture(scope="module")
def picture(answer: Any) -> PowerPicture:
    scene = power_scene(answer)
    return power_layout(scene, scene.shown, name="all")


def boxes(picture: PowerPicture) -> dict[str, Box]:
    """Return where everybody stands, by first name."""
    return {card.person.short: card.box for card in picture.cards if card.person}


def test_all_heads_stand_on_one_row_and_advisers_at_the_foot_of_a_column_with_words_of_whose_they_are(
    answer: Any, picture: PowerPicture
) -> None:
    at = boxes(picture)
    assert len({at[one].y for one in ("Håkon", "Mette", "Katarzyna", "Øyvind")}) == 1
    assert at["Ingrid"].y + at["Ingrid"].height < at["Øyvind"].y
    assert at["Oda"].x == at["Anders"].x
    assert at["Oda"].y < at["Anders"].y
    said = next(one for one in picture.captions if one.words == "Also report to Ingrid")
    above = max(box.y + box.height for box in at.values() if box.x <= said.x < box.right and box.y < said.y)
    assert above < said.y - 9 < said.y < at["Oda"].y
    assert run_over(picture) == []
    assert picture.height < 760


def test_nothing_on_a_card_of_sixty_people_is_cut(picture: PowerPicture) -> None:
    lines = [(card, line) for card in picture.cards for line in card.text]
    assert [line[0] for _, line in lines if line[0].endswith("…")] == []
    assert all(text_width(line[0], line[1]) * 0.97 <= card.box.width - card.text_at for card, line in lines)


def test_every_camp_is_named_beside_the_lines_of_reporting(picture: PowerPicture) -> None:
    assert {hull.label for hull in picture.hulls} >= {"camp around Håkon", "camp around Tomáš"}
    assert len([hull for hull in picture.hulls if not hull.label]) <= sum(len(hull.necks) for hull in picture.hulls)
    words = [Box(h.words_at[0], h.words_at[1] - 9, text_width(h.label, 12.0), 11) for h in picture.hulls if h.label]
    lines = [box for stroke in picture.strokes if stroke.kind == "reports" for box in stroke.boxes]
    assert not any(one.overlaps(other) for one in words for other in (*lines, *(card.box for card in picture.cards)))


def test_camps_beside_each_other_have_other_colours(answer: Any) -> None:
    scene = power_scene(answer)
    ids = {one.short: one.id for one in scene.people}
    pairs = [("Katarzyna", "Tomáš"), ("Håkon", "Jürgen"), ("Øyvind", "Helene"), ("Marit", "Eva")]
    camps = tuple(Camp((ids[a], ids[b])) for a, b in pairs)
    drawn = power_layout(replace(scene, camps=camps), scene.shown, name="all")
    hulls = sorted(drawn.hulls, key=lambda one: one.box.x)
    beside = [(a, b) for a, b in pairwise(hulls) if a.members != b.members and b.box.x - a.box.right < 60]
    assert len(beside) > 1
    assert all(a.colour != b.colour for a, b in beside)


def test_heads_who_are_tied_stand_beside_each_other_and_their_line_says_what_it_is(
    answer: Any, picture: PowerPicture
) -> None:
    at = boxes(picture)
    between = [one for one in ("Mette", "Øyvind") if at["Håkon"].x < at[one].x < at["Katarzyna"].x]
    assert between == []
    ids = {card.person.short: card.key for card in picture.cards if card.person}
    line = next(one for one in picture.strokes if {one.start, one.end} == {ids["Håkon"], ids["Katarzyna"]})
    assert (line.kind, line.label) == ("conflict", "at odds")


@pytest.mark.parametrize("seed", range(40))
def test_the_words_of_two_lines_stand_apart(answer: Any, seed: int) -> None:
    scene = drawn_anew(answer, seed)
    drawn = power_layout(scene, scene.shown, name="all")
    words = [stroke.pill for stroke in drawn.strokes if len(stroke.label) > 1 and drawn.rests(stroke)]
    near = [Box(one.x - 4, one.y - 4, one.width + 8, one.height + 8) for one in words]
    assert not any(one.overlaps(other) for at, one in enumerate(near) for other in words[at + 1 :])


def test_a_drawing_for_documents_says_the_words_only_of_lines_that_it_draws(answer: Any) -> None:
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    weak = {"from": who["Håkon"], "to": who["Katarzyna"], "kind": "conflict", "strength": 1.0, "unit": None}
    strong = {**weak, "strength": 2.0}
    assert [power_svg({**answer, "lines": [one]}, everybody=True).count(">at odds<") for one in (weak, strong)] == [
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("department", "snapshot", "high"), [("hmt", "2014-09", 1500), ("dfe", "2016-09", 2500), ("ho", "2014-09", 1250)]
)
def test_a_department_is_as_low_as_a_page_of_so_many_cards_can_be(
    shared: Path, tmp_path: Path, department: str, snapshot: str, high: int
) -> None:
    drawn = parts_of(shared, tmp_path, department, snapshot).pictures["all"]
    assert drawn.height <= high
    assert drawn.width <= 1400
    assert run_over(drawn) == []


def test_a_post_without_a_holder_is_not_said_twice_on_its_card(shared: Path, tmp_path: Path) -> None:
    pictures = parts_of(shared, tmp_path, "ho", "2014-09").pictures
    told = [
        (card.person.title, " ".join(line[0] for line in card.text)) for name, one in pictures.items()
        if name.startswith("unit:") for card in one.cards if card.person and card.person.name == card.person.title
    ]  # fmt: skip
    assert len(told) > 50
    assert [words for title, words in told if words == f"{title} {title}"] == []


def tall(column: Column) -> int:
    return len(column.keys) + len(column.foot)


def test_the_tallest_head_gets_one_more_column_while_there_is_room() -> None:
    managers = {"a": "top", "b": "top", "c": "top", **{f"b{at}": "b" for at in range(9)}, "c1": "c", "a1": "a"}
    tree = tree_of(["top", *managers], managers)
    for most, columns, highest in ((3, 3, 9), (4, 4, 5), (5, 5, 3)):
        (band,) = level_bands(tree, [], most, lambda key: 10.0)
        assert len(band) == columns
        assert max(map(tall, band)) == highest
        assert [one.head for one in band if one.head] == ["a", "b", "c"]
    (band,) = level_bands(tree, [], 99, lambda key: 10.0)
    assert max(map(tall, band)) == 1  # and no empty ones


def test_a_second_band_is_only_where_the_heads_alone_do_not_fit() -> None:
    chance = random.Random(7)
    for many in range(2, 15):
        managers = {f"h{at}": "top" for at in range(many)}
        managers |= {f"p{at}": f"h{chance.randrange(many)}" for at in range(60)}
        tree = tree_of(["top", *managers], managers, longest=99)
        heads = [key for key in tree.below("top") if tree.below(key)]
        bands = level_bands(tree, [], 6, lambda key: 10.0)
        assert len(bands) == -(-len(heads) // 6)
        drawn = [key for band in bands for one in band for key in (one.head, *one.keys, *one.foot) if key]
        assert sorted(drawn) == sorted(managers)
        assert all(len(band) <= 6 for band in bands)


def test_who_is_tied_to_whom_changes_the_order_of_heads_and_nothing_else_does() -> None:
    managers = dict.fromkeys("abcd", "top") | {f"{head}1": head for head in "abcd"}
    tree = tree_of(["top", *managers], managers)

    def order(*tied: tuple[str, str]) -> str:
        (band,) = level_bands(tree, [], 6, lambda key: 10.0, tied)
        return "".join(one.head for one in band)

    assert order() == "abcd"
    assert order(("a", "a1")) == "abcd"
    near = order(("a1", "d"), ("b", "d1"))
    assert abs(near.index("a") - near.index("d")) == abs(near.index("b") - near.index("d")) == 1


def looked_at(page: Page, address: str, width: int, height: int) -> Any:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.wait_for_selector("html[data-drawn]", state="attached")
    return page.evaluate(
        "(() => { const p = document.querySelector('#picture'), s = p.parentElement, b = p.getBoundingClientRect();"
        "const t = JSON.parse(document.getElementById('scene').textContent).pictures.all;"
        "return {wide: b.width, high: b.height, left: b.left, right: innerWidth - b.right, scale: b.width / t.width,"
        "cut: s.scrollWidth - s.clientWidth, over: document.documentElement.scrollWidth - innerWidth}; })()"
    )


@pytest.mark.parametrize(("width", "height", "least"), [(1366, 768, 11), (1440, 1000, 11.5), (1920, 1080, 13.5)])
def test_a_screen_is_filled_by_a_map_whose_words_can_be_read(
    watched: Watched, grid: Served, width: int, height: int, least: float
) -> None:
    seen = looked_at(watched.page, grid.address + ALL, width, height)
    assert (seen["cut"], seen["over"]) == (0, 0)
    assert 12 * seen["scale"] >= least
    assert abs(seen["left"] - seen["right"]) < 20
    assert seen["wide"] >= width * 0.8
    assert seen["high"] <= max(height, seen["wide"] * 0.7)
    heading, keys, tools, bar, map_ = (
        watched.page.locator(one).bounding_box() or {} for one in ("h2#map", "#keys", ".tools", "#bar", "#picture")
    )
    assert heading["x"] + heading["width"] < keys["x"]  # its signs are explained on the first screen
    assert keys["x"] + keys["width"] <= tools["x"]
    assert bar["y"] + bar["height"] < keys["y"]
    assert keys["y"] + keys["height"] <= map_["y"] < height
    assert watched.page.locator("#keys li:visible").count() >= 5
    assert bar["width"] == tools["x"] + tools["width"] - bar["x"] == min(width - (80 if width >= 1440 else 40), 1800)
    assert watched.said == watched.failed == []


CUT = (
    "[...document.querySelectorAll('.who td, .who .role-held')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
)


@pytest.mark.parametrize("width", [1366, 1440, 1920])
def test_the_others_stand_beside_those_who_weigh_most_below_the_map(watched: Watched, grid: Served, width: int) -> None:
    page = watched.page
    looked_at(page, grid.address + ALL, width, 900)
    at = [page.locator(one).first.bounding_box() for one in ("section.map", ".ranked", ".units .unit", ".sayings")]
    drawn, first, others, sayings = (box for box in at if box)
    assert drawn["y"] + drawn["height"] <= min(first["y"], others["y"])
    assert abs(first["y"] - others["y"]) < 1
    assert first["x"] + first["width"] < others["x"]
    assert abs(first["width"] - others["width"]) < 1
    assert first["y"] + first["height"] < sayings["y"] < others["y"] + others["height"]
    assert page.evaluate(f"{CUT}.length") == 0


def test_on_paper_the_map_of_everybody_is_on_one_sheet_with_its_signs_and_everybody_is_told_on_the_next(
    watched: Watched, grid: Served
) -> None:
    page = watched.page
    looked_at(page, grid.address + ALL, 1440, 900)
    page.emulate_media(media="print")
    people = page.locator(".who").count()
    assert people > 20
    points = page.locator(".who:visible").evaluate_all(
        """(rows) => rows.flatMap((row) => [...row.querySelectorAll(".name, .role *, .word, .last *")]).map((one) =>
          parseFloat(getComputedStyle(one).fontSize)).reduce((a, b) => Math.min(a, b)) * 0.78 * 0.75"""
    )
    assert points >= 7
    rows = coloured(page, ".who")
    assert len(rows) == people
    signs = coloured(page, "#keys", first=people)
    printed = sheets(page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(signs) == 1
    assert printed == [{people}, set(range(people))]
    assert page.get_by_text("not shown").locator("visible=true").count() == 0
