"""Are the cards of large organisations told apart, and does who reports to nobody drawn stand in rows?"""

from pathlib import Path

from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from graph.algorithms.power import power_map
from tests.decisions import AS_OF
from tests.organograms import department_tables, posts_of
from tests.worlds import introducer
from viz.power_parts import PowerParts, power_parts


def parts_of(shared: Path, folder: Path, department: str, snapshot: str) -> PowerParts:
    tables = department_tables(posts_of(shared, department, snapshot), "The department")
    basis = Basis(introducer(folder, tables, AS_OF), Question(AS_OF))
    return power_parts(map_answer(basis, power_map(basis.ask, asked_of(basis, "The department"))))


def test_titles_that_begin_alike_are_told_apart_by_what_follows(shared: Path, tmp_path: Path) -> None:
    cards = [card for card in parts_of(shared, tmp_path, "hmt", "2014-09").pictures["all"].cards if card.person]
    cut = [card.text[0][0] for card in cards if card.text[0][0].endswith("…")]
    assert [words for words in cut if words.startswith("Deputy Director,")] == []
    looks = [tuple(line[0] for line in card.text) for card in cards]
    assert len(looks) - len(set(looks)) <= 2
    assert any(last.startswith("Deputy Director") for *_, last in looks)


def test_who_reports_to_nobody_drawn_stands_in_rows_across_the_picture(shared: Path, tmp_path: Path) -> None:
    picture = parts_of(shared, tmp_path, "mod", "2016-03").pictures["few"]
    joined = {key for stroke in picture.strokes for key in (stroke.start, stroke.end)}
    alone = [card.box for card in picture.cards if card.key not in joined]
    assert len(alone) == 6
    assert (len({box.x for box in alone}), len({box.y for box in alone})) == (3, 2)
    assert min(box.y for box in alone) > max(
        card.box.y + card.box.height for card in picture.cards if card.key in joined
    )
