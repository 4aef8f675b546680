"""Do two maps stand beside each other at one scale, with everybody of one decision at one place and changes marked?"""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from graph.algorithms.power import LARGE
from tests.decisions import grid_decision
from tests.viz.test_map_lines import KINDS, drawn_anew, outside, run_over
from tests.viz.test_power_page import answer_of
from viz.beside import what_differs
from viz.letters import text_width
from viz.power_cards import REGULAR
from viz.power_layout import PowerPicture
from viz.power_pair import Shown, pair_layout
from viz.power_scene import PowerScene, Somebody, power_scene
from viz.power_sizes import BESIDE

ELEVEN = 11 / 12 * BESIDE.fits  # pixels that a map needs for words of 11
COLUMN_AT_1280 = (1280 - 15 - 2 * 16 - 16) / 2  # without the bar of the window, margins and what is between


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("pair"), grid_decision())


def another_day(scene: PowerScene, seed: int) -> PowerScene:
    """Return the same with other stances, somebody less, another first view and one empty seat more.

    Whoever holds a fifth does so on both days: else they stand under another heading, and the days apart.
    """
    chance = random.Random(seed)
    first = {one.id for one in chance.sample(scene.people, 9)}
    managers = {one.manager for one in scene.people}
    gone = next((one.id for one in scene.people if one.id not in managers), "")
    people = tuple(
        replace(one, stance=chance.choice([None, *range(-3, 4)]), first=one.id in first,
                share=one.share if one.share >= LARGE else chance.random() * LARGE)
        for one in scene.people if one.id != gone
    )  # fmt: skip
    return replace(scene, people=people, empty_seats=(*scene.empty_seats, "Approver"))


def drawn(left: PowerScene, right: PowerScene, *, same: bool) -> tuple[PowerPicture, PowerPicture]:
    notes = what_differs(left, right, same=same).notes
    return pair_layout(Shown(left, notes[0]), Shown(right, notes[1]), same=same)


def holds(picture: PowerPicture) -> None:
    """Check what is so of every map: nothing runs over a card or beyond the picture, and cards lie apart."""
    assert run_over(picture) == []
    assert outside(picture) == []
    cards = [card.box for card in picture.cards]
    assert not any(one.overlaps(other) for at, one in enumerate(cards) for other in cards[at + 1 :])
    noted = [card for card in picture.cards if card.note]
    assert [card.note for card in noted if text_width(card.note, 12.0) + 25 > card.box.width] == []
    assert [card.note for card in noted if card.note_at > card.box.height - 4] == []
    said = [stroke for stroke in picture.strokes if stroke.label and stroke.kind in KINDS]
    assert [stroke.label for stroke in said for box in cards if stroke.pill.overlaps(box)] == []
    ends = [(hull, hull.words_at[0] + text_width(hull.label, 12.0) * REGULAR) for hull in picture.hulls if hull.label]
    assert [hull.label for hull, right in ends if right > hull.box.right - 5] == []


def test_a_map_that_is_as_wide_as_it_may_be_has_words_of_eleven_pixels_on_a_screen_of_1280() -> None:
    assert COLUMN_AT_1280 >= ELEVEN


@pytest.mark.parametrize("seed", range(60))
def test_two_days_have_one_scale_and_everybody_at_one_place(answer: Any, seed: int) -> None:
    scene = drawn_anew(answer, seed)
    pictures = drawn(scene, another_day(scene, seed), same=True)
    assert {(one.width, one.height) for one in pictures} == {(BESIDE.fits, pictures[0].height)}
    for picture in pictures:
        holds(picture)
    if scene_has_managers(scene):
        left, right = ({card.key: card.box for card in one.cards if card.person} for one in pictures)
        assert len(left.keys() & right.keys()) >= 9
        assert [key for key in left.keys() & right.keys() if left[key] != right[key]] == []


def scene_has_managers(scene: PowerScene) -> bool:
    return any(one.manager for one in scene.people)


@pytest.mark.parametrize("seed", range(40))
def test_two_decisions_have_one_scale_and_hold_what_every_map_holds(answer: Any, seed: int) -> None:
    pictures = drawn(drawn_anew(answer, seed), drawn_anew(answer, seed + 500), same=False)
    assert {(one.width, one.height) for one in pictures} == {(BESIDE.fits, pictures[0].height)}
    for picture in pictures:
        holds(picture)


def test_an_empty_seat_stands_below_the_last_column_where_it_makes_nothing_higher(answer: Any) -> None:
    for picture in drawn(power_scene(answer), power_scene(answer), same=True):
        people = [card.box for card in picture.cards if card.kind != "seat"]
        feet = {
            right: max(one.y + one.height for one in people if one.right == right)
            for right in {one.right for one in people}
        }
        seat = next(card.box for card in picture.cards if card.kind == "seat")
        free = [right for right, foot in feet.items() if foot + BESIDE.aside + seat.height <= max(feet.values())]
        assert seat.right == max(free)


def test_a_day_whose_lines_differ_is_laid_out_by_itself(answer: Any) -> None:
    scene = power_scene(answer)
    first = [one for one in scene.people if one.first]
    moved = next(one for one in first if one.manager)
    left = replace(scene, people=tuple(replace(one, manager="") if one == moved else one for one in scene.people))
    for one in drawn(left, scene, same=True):
        holds(one)


def test_whoever_is_drawn_on_one_day_only_for_being_of_weight_then_is_drawn_on_the_other_too(answer: Any) -> None:
    scene = power_scene(answer)
    dropped, added = (next(one for one in scene.people if one.first is first) for first in (True, False))
    other = {dropped.id: False, added.id: True}
    right = replace(scene, people=tuple(replace(one, first=other.get(one.id, one.first)) for one in scene.people))
    for picture in drawn(scene, right, same=True):
        assert {dropped.id, added.id} <= {card.key for card in picture.cards}


def test_an_empty_seat_stands_below_the_shortest_column_and_makes_the_map_no_higher(answer: Any) -> None:
    scene = power_scene(answer)
    without = replace(scene, empty_seats=())
    (picture, _), (lower, _) = drawn(scene, scene, same=True), drawn(without, without, same=True)
    assert [card.text[0][0] for card in picture.cards if card.kind == "seat"] == ["Category buyer"]
    assert picture.height == lower.height


def with_changes(scene: PowerScene, changes: Mapping[str, Mapping[str, Any]]) -> PowerScene:
    """Return the same with some people otherwise, by short name."""
    people = (changed(one, changes.get(one.short, {})) for one in scene.people)
    return replace(scene, people=tuple(people))


def changed(one: Somebody, fields: Mapping[str, Any]) -> Somebody:
    return replace(one, **fields)


def test_what_differs_between_two_days_is_said_and_noted_on_both_maps(answer: Any) -> None:
    right = power_scene(answer)
    left = with_changes(right, {
        "Håkon": {"stance": 0}, "Katarzyna": {"stance": 2}, "Ingrid": {"stance": None},
        "Helene": {"seats": ("user", "buyer")}, "Mette": {"share": 0.3, "amount": "three tenths"},
    })  # fmt: skip
    found = what_differs(left, right, same=True)
    assert found.summary == (
        "Three people stand differently: one moved toward us, one away and one was not known before; "
        "two more hold other seats or parts. "
        f"As it stands: {right.standing}, on both days."
    )
    told = {one.name: (one.words, one.notes) for one in found.people}
    assert told["Håkon Myhre"] == ("neutral, then sceptic", ("then −1", "was 0"))
    assert told["Ingrid Solberg"][1] == ("then 0", "was ?")
    assert told["Helene Rustad"] == ("user, buyer, then user", ("seat changes", "other seat"))
    assert told["Mette Kjær Lund"][1] == ("less later", "weighs less")
    assert [one.name for one in found.people][3:] == ["Mette Kjær Lund", "Helene Rustad"]
    first, second = ({one.note for one in picture.cards} for picture in drawn(left, right, same=True))
    assert {"then −1", "then +3"} <= first
    assert {"was 0", "was +2"} <= second


def test_of_two_decisions_only_who_stands_differently_is_ringed_with_how_they_stand_there(answer: Any) -> None:
    right = power_scene(answer)
    left = with_changes(right, {"Håkon": {"stance": 0}, "Helene": {"seats": ("buyer",)}})
    found = what_differs(left, right, same=False)
    by_id = {one.id: one for one in right.people}
    assert {by_id[key].short: note for key, note in found.notes[0].items()} == {"Håkon": "there −1"}
    assert {by_id[key].short: note for key, note in found.notes[1].items()} == {"Håkon": "there 0"}
    assert (
        found.summary == "One person stands differently, and one holds another seat or part. "
        f"As it stands: the first {left.standing}; the second {right.standing}."
    )
    helene = next(one for one in found.people if one.name == "Helene Rustad")
    assert helene.words == "buyer; in the second user"


def test_who_came_and_who_went_is_named_and_noted(answer: Any) -> None:
    scene = power_scene(answer)
    came, went = [one for one in scene.people if one.first][-2:]
    left, right = (replace(scene, people=tuple(one for one in scene.people if one != gone)) for gone in (came, went))
    found = what_differs(left, right, same=True)
    assert found.only == (went.name, came.name)
    assert (found.notes[0][went.id], found.notes[1][came.id]) == ("gone later", "new")
    assert found.summary.startswith("Nobody of weight stands differently.")


def test_of_two_decisions_with_nobody_in_common_it_is_said_so(answer: Any) -> None:
    scene = power_scene(answer)
    elsewhere = replace(scene, people=tuple(replace(one, id=f"other-{one.id}") for one in scene.people))
    found = what_differs(scene, elsewhere, same=False)
    assert found.summary.startswith("Nobody of weight is in both.")
    assert found.people == ()
    assert all(found.only)
