"""Can one see on a map of everybody who reports to whom: in one piece below their manager, along one line each?"""

import random
from itertools import pairwise
from typing import Any

import pytest

from tests.decisions import grid_decision
from tests.viz.test_power_page import answer_of
from viz.power_layout import PowerPicture, power_layout
from viz.power_scene import PowerScene, power_scene


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("reporting"), grid_decision())


def department(answer: Any, seed: int, many: int = 150) -> PowerScene:
    """Return so many people in a tree by chance, without other lines: who comes early has more below them."""
    chance = random.Random(seed)
    one, people = answer["people"][0], list[Any]()
    for at in range(many):
        boss = people[chance.randrange(min(at, chance.choice([1, 5, 14, 60])))]["id"] if at else None
        people.append({**one, "id": f"p{at}", "name": f"Deputy {at}", "manager": boss, "probably_same": []})
    return power_scene(
        {**answer, "people": people, "lines": [], "first_view": [], "camps": {**answer["camps"], "groups": []}}
    )


def picture_of(scene: PowerScene) -> PowerPicture:
    return power_layout(scene, scene.shown, name="all")


def columns_of(picture: PowerPicture) -> list[list[str]]:
    """Return who stands below each other without a gap, by key."""
    cards = sorted((card for card in picture.cards if card.person), key=lambda one: (round(one.box.right), one.box.y))
    found = [[cards[0].key]]
    for before, card in pairwise(cards):
        near = round(card.box.right) == round(before.box.right) and card.box.y - before.box.y < before.box.height + 30
        if not near:
            found.append([])
        found[-1].append(card.key)
    return found


def torn(picture: PowerPicture, managers: dict[str, str]) -> list[str]:
    """Return who stands among those of others: not below their manager, or with others than theirs between."""

    def below(key: str, boss: str) -> bool:
        while key in managers and key != boss:
            key = managers[key]
        return key == boss

    columns, found = columns_of(picture), list[str]()
    heads = {column[0] for column in columns}
    for column in columns:
        for at, key in enumerate(column[1:], 1):
            boss = managers[key]
            above = column[column.index(boss) + 1 : at] if boss in column[:at] else column[:at]
            whole = boss in column[:at] or boss in heads
            if not whole or not all(below(one, boss) for one in above):
                found.append(key)
    return found


def merged(picture: PowerPicture) -> list[tuple[str, str]]:
    """Return of which two managers lines run on each other for more than a bend."""
    runs = {
        (round(x0), min(y0, y1), max(y0, y1), stroke.end)
        for stroke in picture.strokes if stroke.kind == "reports"
        for (x0, y0), (x1, y1) in pairwise(stroke.points) if x0 == x1 and y0 != y1
    }  # fmt: skip
    return sorted({
        (a[3], b[3]) for a in runs for b in runs
        if a[3] < b[3] and abs(a[0] - b[0]) < 2 and min(a[2], b[2]) - max(a[1], b[1]) > 14
    })  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_everybody_stands_in_one_piece_with_their_manager_along_one_line(answer: Any, seed: int) -> None:
    scene = department(answer, seed)
    picture = picture_of(scene)
    managers = {one.id: one.manager for one in scene.people if one.manager}
    assert sum(stroke.kind == "reports" for stroke in picture.strokes) == 149
    assert torn(picture, managers) == []
    assert merged(picture) == []
    assert picture.width <= 1400
