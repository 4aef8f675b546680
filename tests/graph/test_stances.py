"""Which judgement counts, from when, when it goes stale, and what is known of why somebody is against us?"""

from datetime import date
from pathlib import Path

import pytest

from graph.algorithms.stances import Stance, stances
from graph.folding import Source
from graph.snapshot.decision import Judgement
from tests.worlds import introducer

TODAY = date(2026, 11, 24)


def judged(day: str, value: int, by: str = "kari", cause: str = "", *, agreed: bool = False) -> Judgement:
    return Judgement(
        "ada", by, date.fromisoformat(day), "", value, "", "", cause, agreed, "", Source("world", day, day)
    )  # fmt: skip


def told(*judgements: Judgement, on: date = TODAY) -> Stance:
    return stances(judgements, on)["ada"]


@pytest.mark.parametrize(("day", "stale"), [("2026-08-26", False), ("2026-08-25", True)])
def test_a_judgement_of_ninety_days_is_not_yet_stale(day: str, stale: bool) -> None:
    assert told(judged(day, 1)).stale == stale


def test_an_agreed_number_stays_fresh_by_those_who_judge_the_same_and_not_by_others() -> None:
    agreed = judged("2026-01-26", 2, agreed=True)
    assert told(agreed, judged("2026-11-20", -2)).stale
    assert not told(agreed, judged("2026-11-20", 2)).stale


def test_a_cause_is_forgotten_once_whoever_told_it_or_the_team_judged_otherwise() -> None:
    old, new = judged("2024-01-01", -2, cause="old_delivery"), judged("2026-11-01", -1)
    assert told(old, new).cause == "old_delivery"
    assert told(old, judged("2025-06-01", 2), new).cause == ""
    assert told(old, judged("2025-06-01", 2, "sara"), new).cause == "old_delivery"
    assert told(old, judged("2025-06-01", 0, "sara", agreed=True), judged("2026-11-01", -1, agreed=True)).cause == ""


def test_a_step_up_is_one_of_the_agreed_numbers_else_of_one_rater() -> None:
    before = date(2026, 8, 26)
    assert told(judged("2026-09-01", 0), judged("2026-11-01", 1)).raised_since(before)
    assert not told(judged("2026-01-01", 0), judged("2026-08-01", 1)).raised_since(before)
    assert not told(judged("2026-09-01", 0), judged("2026-11-01", 1, "sara")).raised_since(before)
    assert not told(
        judged("2026-09-01", 0), judged("2026-11-01", 1), judged("2026-11-02", 1, agreed=True)
    ).raised_since(before)


WORLD = {
    "source.toml": 'name = "world"\nas_of = 2026-11-24\n',
    "companies.csv": "id,name,relation\nus,Varde,ours\nc,Client,client\n",
    "people.csv": "id,name\nada,Ada Berg\nkari,Kari Lunde\n",
    "employments.csv": "person,company,title,start\nada,c,CFO,2020\nkari,us,Partner,2015\n",
}


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-11", "2026-11-24"), ("2026", "2026-11-24"), ("2026-10", "2026-10-31"), ("2027", "")]
)
def test_a_judgement_of_a_month_that_is_not_over_counts_from_the_day_on_which_it_was_told(
    tmp_path: Path, day: str, counts: str
) -> None:
    ask = introducer(tmp_path, {**WORLD, "stances.csv": f"person,by,date,value\nada,kari,{day},2\n"})
    found = stances(ask.world.snapshot.decision.judgements, TODAY)
    assert [one.day.isoformat() for one in found.values()] == ([counts] if counts else [])
    assert [one.day.isoformat() for one in ask.world.snapshot.stances] == ([counts] if counts else [])
    assert bool(ask.world.snapshot.decision.warnings) == (not counts)


def test_what_is_no_stance_on_a_map_is_none_for_introductions(tmp_path: Path) -> None:
    ask = introducer(tmp_path, {**WORLD, "stances.csv": "person,by,date,value\nada,kari,2026-10-01,-1.5\n"})
    assert (ask.world.snapshot.decision.judgements, ask.world.snapshot.stances) == ((), ())
    assert "stances.csv:2: the stance -1.5 is not a whole number" in ask.world.snapshot.decision.warnings[0]
