"""Is the map of a narrow screen one column in which nothing lies on anything, whoever reports to whom?"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.decisions import grid_decision
from tests.viz.test_map_lines import KINDS, drawn_anew, outside, run_over
from tests.viz.test_power_page import answer_of
from viz.power_layout import PowerPicture
from viz.power_outline import STEP, outline
from viz.power_scene import PowerScene, power_scene


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("outline"), grid_decision())


def few(scene: PowerScene) -> PowerPicture:
    return outline(scene, [one for one in scene.shown if one.first])


@pytest.mark.parametrize("seed", range(120))
def test_nothing_lies_on_a_card_and_everything_is_inside(answer: Any, seed: int) -> None:
    scene = drawn_anew(answer, seed)
    for picture in (few(scene), outline(scene, scene.shown, name="all")):
        cards = [card.box for card in picture.cards]
        assert run_over(picture) == []
        assert outside(picture) == []
        assert not any(one.overlaps(other) for at, one in enumerate(cards) for other in cards[at + 1 :])
        said = [stroke.pill for stroke in picture.strokes if stroke.label and stroke.kind in KINDS]
        assert not any(pill.overlaps(box) for pill in said for box in cards)
        assert not any(one.overlaps(other) for at, one in enumerate(said) for other in said[at + 1 :])
        assert picture.width == 326  # and so 12 pixels a word on a screen of 360
        assert len({round(box.right, 6) for box in cards}) == 1
        assert min(box.width for box in cards) > 140


@pytest.mark.parametrize("seed", range(40))
def test_everybody_stands_indented_below_their_manager_before_anybody_else(answer: Any, seed: int) -> None:
    picture = few(drawn_anew(answer, seed))
    order = [card.key for card in picture.cards]
    at = {card.key: card.box.x for card in picture.cards}
    for stroke in picture.strokes:
        if stroke.kind == "reports":
            boss, one = order.index(stroke.end), order.index(stroke.start)
            assert 0 < at[stroke.start] - at[stroke.end] <= STEP
            assert all(at[key] > at[stroke.end] for key in order[boss + 1 : one])  # all of them are below the manager


def test_a_door_is_told_in_words_on_the_card_before_which_it_is_kept(answer: Any) -> None:
    picture = few(power_scene(answer))
    boxes = {card.key: card.box for card in picture.cards}
    assert [door.text for door in picture.doors] == ["Jürgen keeps this door"]
    for door in picture.doors:
        box = boxes[door.behind]
        assert box.x < door.box.x
        assert door.box.right < box.right
        card = next(card for card in picture.cards if card.key == door.behind)
        assert box.y + card.first + card.pitch * (len(card.text) - 1) + 4 < door.box.y
        assert door.box.y + door.box.height < box.y + box.height


def test_every_camp_is_named_above_its_people_and_the_empty_seat_comes_last(answer: Any) -> None:
    picture = few(power_scene(answer))
    boxes = {card.key: card.box for card in picture.cards}
    assert {hull.label for hull in picture.hulls} >= {"camp around Håkon", "camp around Tomáš"}
    for hull in picture.hulls:
        inside = [key for key, box in boxes.items() if hull.box.overlaps(box)]
        assert inside
        assert set(inside) <= set(hull.members)
        assert not any(hull.words.overlaps(boxes[key]) for key in inside)
    for one, other in pairwise(sorted(picture.hulls, key=lambda hull: hull.box.y)):
        assert not one.box.overlaps(other.box)
    assert picture.cards[-1].kind == "seat"
    assert [one.words for one in picture.captions] == ["Nobody is known here"]


def test_where_nobody_reports_to_anybody_the_headings_of_the_list_stand_above(answer: Any) -> None:
    told = {**answer, "people": [{**one, "manager": None} for one in answer["people"]]}
    picture = few(power_scene(told))
    assert [one.words for one in picture.captions][:2] == ["Decide", "Sway them, or keep the door"]
    assert run_over(picture) == []


def test_an_alliance_beside_other_lines_says_its_word(answer: Any) -> None:
    picture = few(power_scene(answer))
    words = {(stroke.kind, stroke.label) for stroke in picture.strokes if stroke.kind in KINDS and stroke.label}
    assert words == {("agreement", "allied"), ("conflict", "at odds")}


def test_a_level_that_is_left_out_is_a_number_beside_the_line(answer: Any, tmp_path: Path) -> None:
    scene = power_scene(answer)
    managers = {one.id: one.manager for one in scene.people}
    deep = next(one for one in scene.people if managers.get(managers.get(one.id, ""), ""))
    top = next(one for one in scene.people if one.id == managers[managers[deep.id]])
    picture = outline(scene, [top, deep])
    line = next(stroke for stroke in picture.strokes if stroke.kind == "reports")
    assert line.label == "1"
    assert not any(line.pill.overlaps(card.box) for card in picture.cards)
