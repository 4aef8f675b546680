"""Is what is only supposed, unknown or empty said as such, and is it said whom to win and toward whom?"""

import re
from pathlib import Path
from typing import Any

import pytest

from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from api.use_cases.what_if import WhatIf
from graph.algorithms.convincing import beside
from graph.algorithms.power import power_map
from graph.errors import BadArgument
from tests.api.test_terminal_map import lines_of
from tests.decisions import AS_OF, changed, grid_decision
from tests.worlds import introducer


def asked(folder: Path, files: dict[str, str], name: str = "Grid data platform", **more: Any) -> Any:
    basis = Basis(introducer(folder, files, AS_OF), Question(AS_OF))
    return map_answer(basis, power_map(basis.ask, asked_of(basis, name, **more)))


def test_what_is_supposed_is_said_as_such(tmp_path: Path) -> None:
    supposed = WhatIf(
        {"Mette Kjær Lund": 2, "Håkon Myhre": None},
        [("Helene Rustad", "Mette Kjær Lund", 2), ("Håkon Myhre", "Ingrid Solberg", 0)],
    )
    told = asked(tmp_path, grid_decision(), what_if=supposed)
    assert told["unit"]["supposing"] == [
        "Mette Kjær Lund were a partner", "Håkon Myhre were unknown", "Helene Rustad swayed Mette Kjær Lund (2)",
        "Håkon Myhre did not sway Ingrid Solberg",
    ]  # fmt: skip
    first, second = (line for line in lines_of(told, 120)[:3] if line)
    assert "decided 15 Jan 2027. If four things were as supposed here: three for" in first
    assert "as it would stand:" in second
    assert any("+2 partner (supposed)" in line for line in lines_of(told, 120))
    plain = asked(tmp_path / "plain", grid_decision())
    assert plain["unit"]["supposing"] == []
    assert any("as it stands: losing, narrowly" in line for line in lines_of(plain, 120))


def test_a_competitors_side_is_named(tmp_path: Path) -> None:
    lines = lines_of(asked(tmp_path, grid_decision(), toward="Corvane"), 120)
    assert "Toward Corvane: one for, one against" in lines[1]
    assert "as it stands: Corvane is winning, narrowly (+0.35" in lines[2]
    assert any("toward Corvane" in line and "known by" in line for line in lines)


def test_where_it_is_won_already_what_to_do_says_how_clearly_it_is_won_then(tmp_path: Path) -> None:
    deciding = ("hakon", "mette", "tomas", "oyvind", "katarzyna")
    rows = (f"{one},kari,2026-11-12,,1,told_me,,yes," for one in deciding)
    stances = "\n".join(["person,by,date,toward,value,basis,cause,agreed,note", *rows])
    told = asked(tmp_path, {**grid_decision(), "stances.csv": f"{stances}\n"})
    assert told["unit"]["standing"] == "winning, narrowly"
    (win,) = (sentence["text"] for sentence in told["sentences"] if sentence["kind"] == "win")
    assert win.endswith("the result is then winning clearly.")
    lines = lines_of(told, 120)
    steps = lines[lines.index("Whom to win, in this order") + 1 :][: len(told["conviction"])]
    said = [re.sub(r".*: the result is (.*) \(.*", r"\1", line) for line in steps]
    assert said[0] == "still winning, narrowly"
    assert "then winning clearly" in said
    assert "still winning" in said[said.index("then winning clearly") + 1 :]


@pytest.mark.parametrize(("known", "standing"), [("helene,kari,2026-11-12,,0", "not known"), ("", "losing, narrowly")])
def test_unknown_is_not_neutral(tmp_path: Path, known: str, standing: str) -> None:
    files = grid_decision()
    if known:
        files["stances.csv"] = f"person,by,date,toward,value,basis,cause,agreed,note\n{known},told_me,,yes,\n"
    told = asked(tmp_path, files)
    assert told["unit"]["standing"] == standing
    assert (told["unit"]["known_share"] < told["unit"]["least_known"]) == (standing == "not known")
    assert told["unit"]["advocacy"] is not None
    said = " ".join(sentence["text"] for sentence in told["sentences"])
    assert ("from even" in said, "the result is then" in said) == (False, standing != "not known")


def test_a_seat_that_decides_and_is_empty_is_in_the_title(tmp_path: Path) -> None:
    told = asked(tmp_path, changed(grid_decision(), "seats.csv", "grid,,approver,20,Board"))
    assert told["unit"]["vacant"] == ["an approver's seat is empty"]
    assert told["unit"]["title"].endswith("one unknown holds a fifth, an approver's seat is empty")


def test_the_order_of_conviction_says_how_far_each_step_gets(tmp_path: Path) -> None:
    told = asked(tmp_path, grid_decision())
    steps = told["conviction"]
    assert [step["text"] for step in steps[:2]] == ["Make Mette a supporter", "Take Håkon from sceptic to neutral"]
    (win,) = (sentence["text"] for sentence in told["sentences"] if sentence["kind"] == "win")
    turned = next(step for step in steps if step["standing"] != told["unit"]["standing"])
    assert win.endswith(f"the result is then {beside(turned['standing'], told['unit']['standing'])}.")
    lines = lines_of(told, 120)
    first = lines.index("Whom to win, in this order") + 1
    assert lines[first].startswith("  1. Make Mette a supporter: the result is then ")
    assert len([line for line in lines[first:] if line.startswith("  ")]) == len(steps)


def test_who_keeps_the_door_of_somebody_who_does_not_weigh_is_not_among_the_few(tmp_path: Path) -> None:
    files = changed(grid_decision(), "guards.csv", "renate,guri,,nordlys,2024")
    told = asked(tmp_path, files)
    people = {one["id"]: one["name"] for one in told["people"]}
    shown = {people[one] for one in told["first_view"]}
    assert "Jürgen Weiß" in shown
    assert "Renate Voll" not in shown


def test_toward_a_competitor_nothing_is_said_of_whom_to_win(tmp_path: Path) -> None:
    files = changed(grid_decision(), "stances.csv", "tomas,kari,2026-11-20,corvane,3,saw_it,,,")
    told, ours = asked(tmp_path, files, toward="Corvane"), asked(tmp_path / "ours", files)
    assert (told["next_moves"], told["conviction"]) == ([], [])
    assert {one["kind"] for one in told["sentences"]} == {"door", "competitor", "seat"}
    assert {"alliance", "question", "win"} <= {one["kind"] for one in ours["sentences"]}
    assert ours["next_moves"]
    assert ours["conviction"]


def test_what_is_supposed_of_somebody_without_a_part_is_refused_or_said_to_move_nothing(tmp_path: Path) -> None:
    for supposed in (WhatIf({"Kari Lunde": 2}), WhatIf(sways=[("Kari Lunde", "Håkon Myhre", 2)])):
        with pytest.raises(BadArgument, match="Kari Lunde is one of us"):
            asked(tmp_path, grid_decision(), what_if=supposed)
    with pytest.raises(BadArgument, match="to the same person"):
        asked(tmp_path, grid_decision(), what_if=WhatIf(sways=[("Håkon Myhre", "Håkon Myhre", 3)]))
    files = changed(changed(grid_decision(), "people.csv", "stranger,Ola Nordmann"), "employments.csv",
                    "stranger,hafslund,Chair,Board,2015,")  # fmt: skip
    told, plain = (asked(tmp_path / str(n), files, what_if=what) for n, what in
                   enumerate((WhatIf({"Ola Nordmann": 2}), None)))  # fmt: skip
    assert told["unit"] == plain["unit"]
    assert told["warnings"] == ["Ola Nordmann is not of this decision: what is supposed of them moves nothing."]


def test_whoever_is_against_us_for_a_reason_unknown_is_found_out_about_before_they_are_won(tmp_path: Path) -> None:
    texts = [one["text"] for one in asked(tmp_path, grid_decision())["conviction"]]
    assert "Find out why, and take Tomáš from blocker to critic" in texts
    assert "Take Håkon from sceptic to neutral" in texts


def test_a_judgement_of_one_record_is_one_of_all_that_are_told_together(tmp_path: Path) -> None:
    files = changed(changed(grid_decision(), "people.csv", "again,Mette Kjær Lund"), "employments.csv",
                    "again,nordlys,CPO,People,2021,")  # fmt: skip
    told = asked(tmp_path, changed(files, "stances.csv", "again,kari,2026-11-20,,3,told_me,,,"))
    assert [one["stance"] for one in told["people"] if one["name"] == "Mette Kjær Lund"] == [3, 3]
    assert told["unit"]["title"] == "Three for, two against"
    assert "Mette Kjær Lund" not in [one["name"] for one in told["gaps"]["unknown_stance"]]
