"""Who is of a decision unit, and what is refused or said aloud of seats that cannot be meant so?"""

from pathlib import Path

import pytest

from graph.algorithms.power import Asked, PowerMap, large, power_map
from graph.errors import NobodyDecides
from tests.decisions import changed, grid_decision
from tests.worlds import introducer

SEATS = "opportunity,person,role,weight,title\n"


def mapped(folder: Path, files: dict[str, str]) -> PowerMap:
    ask = introducer(folder, files)
    (one,) = ask.world.snapshot.decision.opportunities.values()
    return power_map(ask, Asked(one.company, one.id))


def seated(*rows: str) -> dict[str, str]:
    return {**grid_decision(), "seats.csv": SEATS + "".join(f"grid,{row}\n" for row in rows)}


@pytest.mark.parametrize(
    "rows",
    [
        ("hakon,decider,0,", "mette,decider,0,"),
        ("hakon,decider,0,", "mette,decider,0,", ",buyer,,"),
        ("hakon,decider,0,", "mette,decider,0,", "bjorn,influencer,,"),
    ],
)
def test_weights_of_zero_are_refused_where_no_other_seat_decides(tmp_path: Path, rows: tuple[str, ...]) -> None:
    with pytest.raises(NobodyDecides) as error:
        mapped(tmp_path, seated(*rows))
    assert "seats.csv:2; world, seats.csv:3" in str(error.value.detail)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("jurgen,buyer,,", "world, seats.csv:2; world, seats.csv:3: the weights given sum to 0; only seats without"),
        (",buyer,5,", "those too that were given a weight of 0 (world, seats.csv:2; world, seats.csv:3)"),
    ],
)
def test_weights_of_zero_beside_a_seat_that_decides_are_named(tmp_path: Path, row: str, said: str) -> None:
    told = mapped(tmp_path, seated("hakon,decider,0,", "mette,decider,0,", row))
    assert any(said in warning for warning in told.unit.warnings)


def test_a_gatekeepers_weight_of_zero_says_nothing_new(tmp_path: Path) -> None:
    assert mapped(tmp_path, seated("hakon,decider,,", "jurgen,gatekeeper,0,")).unit.warnings == ()


def test_a_seat_of_one_of_us_and_of_somebody_who_has_left_is_named(tmp_path: Path) -> None:
    files = seated("kari,decider,,", "gone,decider,,", "hakon,decider,,")
    files = changed(changed(files, "people.csv", "gone,Per Borte"), "employments.csv",
                    "gone,nordlys,CIO,IT,2015,2020")  # fmt: skip
    assert mapped(tmp_path, files).unit.warnings == (
        "world, seats.csv:2: the seat 'decider' is held by one of us, who is no part of the decision.",
        "world, seats.csv:3: who holds the seat 'decider' works there no longer; the seat still counts.",
    )


def test_who_guards_a_unit_of_the_company_is_on_its_map_though_no_job_of_theirs_is_known(tmp_path: Path) -> None:
    files = changed(changed(grid_decision(), "people.csv", "pa,Ida Port"), "guards.csv", "pa,,Finance,nordlys,2024")
    told = mapped(tmp_path, files)
    names = {one.split(",")[0]: one.split(",")[1] for one in files["people.csv"].splitlines()}
    ask = introducer(tmp_path / "again", files)
    called = {one: person.name for one, person in ask.world.snapshot.people.items()}
    kept = {called[keeper]: {called[one] for one in behind} for keeper, behind in told.doors.items()}
    assert kept["Ida Port"] >= {names["hakon"], names["jurgen"]}
    assert any(line.kind == "guards" and line.unit == "Finance" for line in told.unit.lines)


def test_several_records_of_one_name_hold_a_large_part_together() -> None:
    held = {"a": 0.12, "twin of a": 0.09, "b": 0.19, "c": 0.6}
    assert large([("a", "twin of a"), ("b",), ("c",)], held) == {"a", "twin of a", "c"}
