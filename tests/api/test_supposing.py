"""Is what is only supposed, unknown or empty said as such, and is it said whom to win and toward whom?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from api.use_cases.what_if import WhatIf
from graph.algorithms.power import power_map
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
    assert win.endswith(f"the result is then {turned['standing']}.")
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
