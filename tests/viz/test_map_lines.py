"""Do lines of every kind keep off cards and words, whoever reports to whom, and where nobody does?"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.decisions import grid_decision
from tests.viz.test_power_page import answer_of
from viz.layout import Box
from viz.letters import text_width
from viz.power_cards import Face, placed
from viz.power_glance import quiet_lines
from viz.power_layout import PowerPicture, power_layout
from viz.power_marks import Hull, doors_beside, joined
from viz.power_page import power_svg
from viz.power_routes import Stroke
from viz.power_scene import Camp, PowerScene, power_scene
from viz.power_sizes import FEW

KINDS = ("influence", "agreement", "conflict")


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("lines"), grid_decision())


def drawn_anew(answer: Any, seed: int) -> PowerScene:
    """Return the decision with managers, lines and a first view by chance; every sixth without any manager."""
    chance = random.Random(seed)
    own = [one["id"] for one in answer["people"]]
    tall = 0.0 if seed % 6 == 0 else chance.random() * 1.3
    people = [
        {**one, "manager": own[chance.randrange(min(at, chance.choice([1, 3, 8, 99])))]
         if at and chance.random() < tall else None}
        for at, one in enumerate(answer["people"])
    ]  # fmt: skip
    lines = [line for line in answer["lines"] if line["kind"] == "guards"]
    for _ in range(chance.randint(1, 14)):
        start, end = chance.sample(own, 2)
        strength = float(chance.randint(1, 3))
        lines.append({"from": start, "to": end, "kind": chance.choice(KINDS), "strength": strength, "unit": None})
    return power_scene({**answer, "people": people, "lines": lines, "first_view": chance.sample(own, 9)})


def pictures(scene: PowerScene) -> Iterator[PowerPicture]:
    yield power_layout(scene, [one for one in scene.shown if one.first])
    yield power_layout(scene, scene.shown, name="all")


def run_over(picture: PowerPicture) -> list[tuple[str, str]]:
    """Return which lines run over which cards, their own two as well, and over which captions."""
    inner = {c.key: Box(c.box.x + 2, c.box.y + 2, c.box.width - 4, c.box.height - 4) for c in picture.cards}
    words = {one.words: Box(one.x, one.y - 9, text_width(one.words, 12.0), 11) for one in picture.captions}
    found = []
    for stroke in picture.strokes:
        for (x0, y0), (x1, y1) in pairwise(stroke.points):
            run = Box(min(x0, x1), min(y0, y1), max(abs(x1 - x0), 0.1), max(abs(y1 - y0), 0.1))
            found += [(stroke.kind, key) for key, box in (*inner.items(), *words.items()) if run.overlaps(box)]
    return found


@pytest.mark.parametrize("seed", range(120))
def test_no_line_of_any_kind_runs_over_a_card_or_a_caption(answer: Any, seed: int) -> None:
    for picture in pictures(drawn_anew(answer, seed)):
        assert run_over(picture) == []
        cards = [card.box for card in picture.cards]
        said = [stroke for stroke in picture.strokes if stroke.label and stroke.kind in KINDS]
        assert [stroke.label for stroke in said for box in cards if stroke.pill.overlaps(box)] == []
        assert not any(one.overlaps(other) for at, one in enumerate(cards) for other in cards[at + 1 :])
        assert picture.width <= (1400 if picture.compact else 804)


@pytest.mark.parametrize("seed", range(120))
def test_everything_that_is_drawn_is_inside_the_picture(answer: Any, seed: int) -> None:
    for picture in pictures(drawn_anew(answer, seed)):
        assert outside(picture) == []


def outside(picture: PowerPicture) -> list[tuple[str, float, float]]:
    """Return what reaches beyond the edges: ends of lines and arrows with half their width, boxes and words."""
    at = [
        (stroke.kind, x - stroke.width / 2, y - stroke.width / 2)
        for stroke in picture.strokes for x, y in (*stroke.points, *stroke.arrow)
    ]  # fmt: skip
    at += [(stroke.kind, x + stroke.width, y + stroke.width) for stroke in picture.strokes for x, y in stroke.points]
    boxes = [(one.words, Box(one.x, one.y - 11, text_width(one.words, 12.0), 14)) for one in picture.captions]
    boxes += [("card", card.box) for card in picture.cards] + [("camp", hull.box) for hull in picture.hulls]
    boxes += [("door", door.box) for door in picture.doors]
    boxes += [(stroke.label, stroke.pill) for stroke in picture.strokes if stroke.label]
    at += [(kind, x, y) for kind, box in boxes for x, y in ((box.x, box.y), (box.right, box.y + box.height))]
    return [one for one in at if not (0 <= one[1] <= picture.width and 0 <= one[2] <= picture.height)]


def test_a_line_that_goes_above_the_first_row_is_inside_the_drawing_for_documents(answer: Any) -> None:
    first, third = answer["deciding"][0], answer["deciding"][2]
    told = {
        **answer, "people": [{**one, "manager": None} for one in answer["people"]],
        "first_view": answer["deciding"][:3],
        "lines": [{"from": first, "to": third, "kind": "influence", "strength": 3.0, "unit": None}],
    }  # fmt: skip
    drawing = power_svg(told)
    influence = next(part for part in re.findall(r"<path d=\"([^\"]*)\"[^>]*stroke-influence", drawing))
    numbers = [float(one) for one in re.findall(r"-?[0-9.]+", influence)]
    assert len(numbers) > 8  # it goes round
    assert min(numbers) > 2


@pytest.mark.parametrize("seed", range(120))
def test_no_line_of_reporting_within_a_column_runs_over_the_name_of_a_camp(answer: Any, seed: int) -> None:
    scene = drawn_anew(answer, seed)
    picture = power_layout(scene, [one for one in scene.shown if one.first])
    boxes = {card.key: card.box for card in picture.cards}
    named = [Box(h.words_at[0], h.words_at[1] - 9, text_width(h.label, 12.0), 11) for h in picture.hulls if h.label]
    found = [
        (stroke.start, stroke.end)
        for stroke in picture.strokes if stroke.kind == "reports" and boxes[stroke.start].x > boxes[stroke.end].x
        for part in stroke.boxes if any(part.overlaps(box) for box in named)
    ]  # fmt: skip
    assert found == []


def test_the_small_sign_of_a_door_lies_on_no_words_of_a_line(answer: Any) -> None:
    scene = power_scene(answer)
    keeper, behind = (one.id for one in scene.people[:2])
    boxes = {keeper: Box(20, 100, 130, 80), behind: Box(180, 100, 130, 80)}
    scene = replace(scene, doors=((keeper, behind, "Somebody keeps this door"),))
    below = Box(180, 180, 130, 40)
    over = Stroke(
        "conflict", keeper, "other", ((150, 140), (160, 140), (160, 88), (330, 88)), 1.8, "at odds", (305, 92)
    )
    (free,), (taken,) = (doors_beside(scene, boxes, lines, 320, [below]) for lines in ((), (over,)))
    assert (free.text, free.box) == ("", Box(290, 82, 26, 26))
    assert over.pill.overlaps(free.box)
    assert (taken.text, taken.box) == ("", Box(174, 82, 26, 26))
    (said,) = doors_beside(scene, boxes, (over,), 320)
    assert said.text == f"kept by {scene.people[0].short}"
    assert said.box.y > 180
    assert said.box.right <= 310


def test_this_test_sees_a_conflict_that_runs_over_a_card(answer: Any) -> None:
    scene = power_scene(answer)
    picture = power_layout(scene, scene.shown, name="all")
    conflict = next(stroke for stroke in picture.strokes if stroke.kind == "conflict")
    over = next(card for card in picture.cards if card.key not in {conflict.start, conflict.end})
    through = replace(conflict, points=((over.box.x - 5, over.box.middle), (over.box.right + 5, over.box.middle)))
    assert run_over(replace(picture, strokes=(through,))) == [("conflict", over.key)]


@pytest.mark.parametrize("files", ["units", "no units"])
def test_without_reporting_lines_people_stand_in_rows_by_seat_and_unit_on_one_screen(
    answer: Any, tmp_path: Path, files: str
) -> None:
    told = {**answer, "people": [{**one, "manager": None} for one in answer["people"]]}
    if files == "no units":
        told["people"] = [{**one, "unit": ""} for one in told["people"]]
    few, everybody = pictures(power_scene(told))
    assert [one.words for one in few.captions][:2] == ["Decide", "Sway them, or keep the door"]
    units = [one.words for one in everybody.captions]
    assert set(units) >= ({"People", "IT", "Finance", "Operations", "Management"} if files == "units" else {"Decide"})
    for picture, columns, high in ((few, 3, 640), (everybody, 5, 760)):
        assert len({card.box.x for card in picture.cards if card.person}) >= columns
        assert picture.height <= high
        assert run_over(picture) == []


def test_many_units_without_lines_between_them_stand_in_rows_too(answer: Any) -> None:
    people = [{**one, "manager": None, "unit": f"Unit {at % 14}"} for at, one in enumerate(answer["people"])]
    everybody = list(pictures(power_scene({**answer, "people": people})))[1]
    assert len([one for one in everybody.captions if one.words.startswith("Unit")]) == 14
    assert everybody.width <= 1400
    assert everybody.height <= 760


def test_every_camp_of_the_first_view_is_named_where_no_line_runs(answer: Any) -> None:
    few = next(pictures(power_scene(answer)))
    assert len(few.hulls) > 1
    assert {hull.label for hull in few.hulls} >= {"camp around Håkon"}
    named = [Box(h.words_at[0], h.words_at[1] - 9, text_width(h.label, 12.0), 11) for h in few.hulls if h.label]
    assert len(named) == len(few.hulls) - sum(len(hull.necks) for hull in few.hulls)
    lines = [part for stroke in few.strokes for part in stroke.boxes]
    assert not any(words.overlaps(part) for words in named for part in lines)


def test_two_lines_in_one_gutter_stay_eight_pixels_apart(answer: Any) -> None:
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    lines = [
        {"from": who["Katarzyna"], "to": who["Tomáš"], "kind": "agreement", "strength": 3.0, "unit": None},
        {"from": who["Tomáš"], "to": who["Øyvind"], "kind": "conflict", "strength": 2.0, "unit": None},
    ]
    few = next(pictures(power_scene({**answer, "lines": lines})))
    first, second = (
        {x0 for (x0, _), (x1, _) in pairwise(stroke.points) if x0 == x1}
        for stroke in few.strokes if stroke.kind in {"agreement", "conflict"}
    )  # fmt: skip
    assert min(abs(a - b) for a in first for b in second) >= 8


def test_a_camp_that_stands_in_two_places_is_one_along_the_line_between_them(answer: Any) -> None:
    for picture in pictures(power_scene(answer)):
        at = {card.person.short: card for card in picture.cards if card.person}
        ends = (at["Håkon"].key, at["Ingrid"].key)
        sways = next(s for s in picture.strokes if s.kind == "influence" and (s.start, s.end) == ends)
        parts = [hull for hull in picture.hulls if at["Ingrid"].key in hull.members]
        assert [(hull.label, hull.necks) for hull in parts] == [("", ()), ("camp around Håkon", (sways.points,))]
        assert parts[0].box.y == at["Ingrid"].box.y - 9
        assert len(parts[1].neck_boxes) == len(sways.points) - 1
        assert parts[1].path.count("M") == 1 + len(parts[1].neck_boxes)


def test_a_camp_is_led_along_no_line_that_is_not_drawn(answer: Any) -> None:
    scene = power_scene(answer)
    weak = replace(scene, sways=tuple(replace(one, strength=1.0) for one in scene.sways))
    few, everybody = pictures(weak)
    assert any(hull.necks for hull in few.hulls)
    assert not any(hull.necks for hull in everybody.hulls)


def test_a_neck_runs_over_nobody_elses_card() -> None:
    line = Stroke("influence", "a", "b", ((50.0, 60.0), (50.0, 200.0)), 2.0)
    face = Face("a", "person", None, 12.0, ())
    hulls = [Hull(Box(0, y, 118, 78), "camp-0", "camp", ("a", "b"), (0.0, 0.0)) for y in (0.0, 191.0)]
    cards = [
        placed(replace(face, key=key), Box(9, y, 100, 60), 0) for key, y in (("a", 9.0), ("b", 200.0), ("c", 110.0))
    ]
    assert not any(hull.necks for hull in joined(hulls, [line], cards))
    assert joined(hulls, [line], cards[:2])[0].necks == (line.points,)


def tied(answer: Any, *lines: tuple[str, str, str]) -> PowerScene:
    """Return the decision with other lines: kind, from whom, to whom."""
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    told = [{"from": who[a], "to": who[b], "kind": kind, "strength": 3.0, "unit": None} for kind, a, b in lines]
    return power_scene({**answer, "lines": told})


def test_allies_of_one_camp_are_drawn_when_one_of_them_is_chosen_unless_one_is_for_and_one_against(answer: Any) -> None:
    scene = tied(answer, ("agreement", "Katarzyna", "Tomáš"), ("agreement", "Håkon", "Jürgen"))
    ids = {one.short: one.id for one in scene.people}
    camps = tuple(Camp((ids[a], ids[b])) for a, b in (("Håkon", "Jürgen"), ("Katarzyna", "Tomáš")))
    for picture in pictures(replace(scene, camps=camps)):
        drawn = {one.start: picture.rests(one) for one in picture.strokes if one.kind == "agreement"}
        assert drawn == {ids["Katarzyna"]: True, ids["Håkon"]: False}  # +3 with −3, −1 with −2
        assert "more" in picture.keys
    supposed = tuple(replace(one, stance=3, recorded=one.stance, supposed=True) for one in scene.people)
    assert quiet_lines(replace(scene, camps=camps, people=supposed)) == quiet_lines(replace(scene, camps=camps))
    apart = next(pictures(replace(scene, camps=())))
    assert all(map(apart.rests, apart.strokes))
    assert "more" not in apart.keys


@pytest.mark.parametrize(
    "ties", [[("Mette", "Øyvind"), ("Håkon", "Tomáš")], [("Katarzyna", "Øyvind"), ("Mette", "Tomáš")]]
)
def test_heads_who_are_tied_stand_beside_each_other_in_the_first_view(answer: Any, ties: list[tuple[str, str]]) -> None:
    few = next(pictures(tied(answer, *(("conflict", *tie) for tie in ties))))
    cards = sorted((card.box.x, card.person.short) for card in few.cards if card.person)
    row = [name for _, name in cards if name in {"Håkon", "Mette", "Katarzyna", "Øyvind"}]
    heads = [tuple("Katarzyna" if name == "Tomáš" else name for name in tie) for tie in ties]  # he stands below her
    assert [abs(row.index(a) - row.index(b)) for a, b in heads] == [1, 1]


def test_a_line_comes_from_below_to_whom_nobody_stands_in_its_way(answer: Any) -> None:
    scene = tied(answer, ("conflict", "Tomáš", "Øyvind"), ("agreement", "Katarzyna", "Tomáš"))
    first = [one for one in scene.shown if one.first and one.short != "Helene"]
    few = power_layout(replace(scene, empty_seats=()), first)
    at = {card.person.short: card for card in few.cards if card.person}
    line = next(one for one in few.strokes if one.kind == "conflict")
    points = line.points if line.start == at["Tomáš"].key else line.points[::-1]
    above = at["Øyvind"].box
    assert points[-1] == (above.x + above.width / 2, above.y + above.height)
    assert line.label == "at odds"


def test_influence_along_a_column_runs_on_its_left_where_its_right_is_busier(answer: Any) -> None:
    allied, sways = ("agreement", "Katarzyna", "Tomáš"), ("influence", "Tomáš", "Katarzyna")
    for lines, left in (((allied, sways), True), ((sways,), False)):
        scene = tied(answer, *lines)
        everybody = power_layout(scene, scene.shown, name="all")
        at = {card.person.short: card.box for card in everybody.cards if card.person}
        line = next(one for one in everybody.strokes if one.kind == "influence")
        assert line.points[-1][0] == (at["Katarzyna"].x if left else at["Katarzyna"].right)
        assert run_over(everybody) == []


def test_a_champion_who_decides_is_called_so_on_the_card(answer: Any) -> None:
    for picture in pictures(power_scene(answer)):
        card = next(card for card in picture.cards if card.person and card.person.short == "Katarzyna")
        assert [line[0] for line in card.text][1:] == ["CIO · champion", card.person.role if card.person else ""]


def test_an_empty_seat_stands_in_the_last_column_that_has_room(answer: Any) -> None:
    few = next(pictures(power_scene(answer)))
    seats = [card.box for card in few.cards if card.kind == "seat"]
    assert seats
    last = max(card.box.right for card in few.cards)
    feet = max(card.box.y + card.box.height for card in few.cards if card.box.right == last and card.kind != "seat")
    assert feet <= seats[-1].y - FEW.aside
    assert seats[-1].right == last


def test_a_line_to_the_one_on_top_runs_below_the_sign_of_the_door_there(answer: Any) -> None:
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    sways = {"from": who["Mette"], "to": who["Ingrid"], "kind": "influence", "strength": 3.0, "unit": None}
    few = next(pictures(power_scene({**answer, "lines": [*answer["lines"], sways]})))
    door = next(one for one in few.doors if one.behind == who["Ingrid"])
    line = next(one for one in few.strokes if one.start == who["Mette"] and one.kind == "influence")
    assert door.text
    assert line.points[-1][1] >= door.box.y + door.box.height + 4


def test_of_three_columns_the_gutters_have_room_for_the_words_of_lines(answer: Any) -> None:
    who = {one["name"].split()[0]: one["id"] for one in answer["people"]}
    first = [who[name] for name in ("Ingrid", "Håkon", "Jürgen", "Katarzyna", "Tomáš")]
    odds = {"from": who["Jürgen"], "to": who["Tomáš"], "kind": "conflict", "strength": 2.0, "unit": None}
    few = next(pictures(power_scene({**answer, "first_view": first, "lines": [odds]})))
    assert next(one.label for one in few.strokes if one.kind == "conflict") == "at odds"
    assert few.width <= 760


def test_the_legend_says_that_a_card_has_more_lines_where_weak_ones_are_not_drawn(answer: Any) -> None:
    scene = tied(answer, ("influence", "Håkon", "Ingrid"), ("influence", "Tomáš", "Øyvind"))
    weak = replace(scene, sways=(scene.sways[0], replace(scene.sways[1], strength=1.0)))
    told = [["more" in picture.keys for picture in pictures(one)] for one in (scene, weak)]
    assert told == [[False, False], [False, True]]  # the first view draws them all


def test_the_legend_explains_a_sign_only_where_it_stands_for_a_word(answer: Any) -> None:
    few = next(pictures(tied(answer, ("conflict", "Tomáš", "Øyvind"))))
    line = next(one for one in few.strokes if one.kind == "conflict")
    assert {key for key in ("equal", "unequal") if key in few.keys} == ({"unequal"} if line.label == "≠" else set())
    signed = replace(few, strokes=(replace(line, label="≠"), replace(line, kind="agreement", label="=")))
    assert {"equal", "unequal"} <= set(signed.keys)
    assert not {"equal", "unequal"} & set(replace(few, strokes=(replace(line, label="at odds"),)).keys)


def test_the_legend_says_what_the_size_of_a_mark_means_where_marks_differ(answer: Any) -> None:
    few = next(pictures(power_scene(answer)))
    assert "size" in few.keys
    assert "size" not in replace(few, cards=few.cards[:1]).keys
