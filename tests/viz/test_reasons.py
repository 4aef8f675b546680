"""Are reasons said in the fewest words that fit, the shared time before the last talk?"""

from datetime import date
from typing import Any

import pytest

from viz.reasons import reason, standing_in, told

TODAY = date(2026, 11, 24)


def item(kind: str, **more: Any) -> dict[str, Any]:
    plain = {"start": "", "end": "", "unit": "", "place": "", "form": "", "company": "", "months": None, "times": None}
    return {**plain, "kind": kind, "text": "", "sources": [], **more}


def contact(times: int, first: str, last: str, form: str = "meeting") -> dict[str, Any]:
    return item("contact", times=times, start=first, end=last, form=form)


OURS = item("alumni", unit="Platform", start="2010-02-01", end="2014-06-30", months=53)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ([contact(9, "2025-03-11", "2026-11-12"), OURS],
         "same Platform team here 2010–2014; they meet every other month"),
        ([contact(30, "2026-01-11", "2026-11-12", "call")], "they speak most months"),
        ([contact(30, "2020-01-11", "2024-11-12", "call")], "spoke 30 times, last in Nov 2024"),
        ([contact(2, "2025-01-11", "2025-11-12", "contact")], "in touch twice, last in Nov 2025"),
        ([item("acquaintance", form="linkedin", start="2011-03-02")], "connected online since 2011"),
        ([item("alumni")], "both of us once, at different times"),
        ([item("board", place="Kvit Havn", start="2021-03-01", end="2026-11-24")],
         "both on the board of Kvit Havn since 2021"),
        ([item("project", place="Outage pilot", form="bid for", start="2021", end="2021")],
         "bid for Outage pilot together 2021"),
    ],
)  # fmt: skip
def test_a_reason_is_said_as_a_colleague_would(evidence: list[dict[str, Any]], said: str) -> None:
    assert reason(evidence, TODAY, 80) == said


def test_with_less_room_fewer_words_are_said() -> None:
    both = [contact(9, "2025-03-11", "2026-11-12"), OURS]
    said = [reason(both, TODAY, most) for most in (55, 48, 44, 30, 1)]
    assert said == [
        "same team here 2010–2014; they meet every other month",
        "both here 2010–2014; they meet every other month",
        "same team here 2010–2014, last met on 12 Nov",
        "they meet every other month",
        "last met on 12 Nov",
    ]


def test_the_company_of_the_page_is_not_named_again() -> None:
    there = item(
        "employment", place="Nordlys", unit="Data", company="n", start="2023-01-01", end="2026-11-24", months=46
    )
    assert reason([there], TODAY, there="n") == "in one unit there since 2023"
    assert reason([there], TODAY, there="h") == "same unit at Nordlys since 2023"


def test_the_full_reason_keeps_its_months_and_names_its_first_row() -> None:
    rows = [{"source": "calendar:helle.skov@x", "record": "helle-skov.ics:191", "seen": "2026-11-24"}] * 3
    assert (
        told({**OURS, "text": "both at Varde, Platform, 2010-2014 (53 months)"}, TODAY)
        == "Both here, Platform (53 months)"
    )
    assert standing_in(item("contact", sources=rows), TODAY) == "Calendar, helle-skov.ics:191, seen 24 Nov; 2 more"
    assert standing_in(item("contact"), TODAY) == ""


def test_a_letter_cuts_no_name_and_a_line_cuts_at_a_word() -> None:
    place = "Department for Communities and Local Government"
    both = item("employment", place=place, company="c", start="2010-05", end="2012-03")
    assert reason([both], TODAY) == "both at Department for Communities… 2010–2012"
    assert reason([both], TODAY, 200, whole=True) == "both at Department for Communities and Local Government 2010–2012"
