"""Does evidence say no day, month or year that no source says?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases import Question, introductions
from api.viewer import SYSTEM
from graph.algorithms.evidence import Evidence
from graph.algorithms.introductions import Introducer
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from loaders.run import load_path
from tests.worlds import FIRM, NOW, TODAY, ids, introducer
from viz.reasons import reason
from viz.scene import introduction_scene


def facts(ask: Introducer, kind: str) -> tuple[Evidence, ...]:
    told = ask.evidence(ids(ask)["Kari Lunde"], ids(ask)["Håkon Myhre"])
    return tuple(item for item in told if item.kind == kind)


@pytest.mark.parametrize(
    ("days", "said", "first", "last"),
    [
        (["2025"], "meeting in 2025", "2025", "2025"),
        (["2025-03"], "meeting in March 2025", "2025-03", "2025-03"),
        (["2025-03-09"], "meeting on 2025-03-09", "2025-03-09", "2025-03-09"),
        (["2024", "2025-03"], "2 meetings, the last in March 2025", "2024", "2025-03"),
        (["2025-03-09", "2025"], "2 meetings, the last in 2025", "2025", "2025"),
    ],
)
def test_a_contact_is_dated_as_its_source_dates_it(
    tmp_path: Path, days: list[str], said: str, first: str, last: str
) -> None:
    rows = "".join(f"m{at},meeting,{day},k;t\n" for at, day in enumerate(days))
    (fact,) = facts(introducer(tmp_path, {**FIRM, "contacts.csv": f"id,kind,date,participants\n{rows}"}), "contact")
    assert (fact.text, fact.start, fact.end) == (said, first, last)


def test_a_page_says_a_month_and_a_year_of_contact_as_such() -> None:
    met: dict[str, Any] = {"kind": "contact", "form": "meeting", "times": 1, "text": "", "months": None}
    said = [reason([{**met, "start": day, "end": day}], TODAY) for day in ("2025", "2025-03", "2026-03", "2026")]
    assert said == ["met in 2025", "met in Mar 2025", "met in Mar", "met in 2026"]


def test_a_time_together_of_perhaps_no_time_is_a_range(tmp_path: Path) -> None:
    jobs = FIRM["employments.csv"].replace("t,h,Director,Grid,2012-03-01,2017-04-30", "t,h,Director,Grid,2017,")
    (fact,) = facts(introducer(tmp_path, {**FIRM, "employments.csv": jobs}), "employment")
    assert fact.months == (0, 0, 4)  # a start on 1 January 2017 leaves 120 days, one after April none
    assert fact.text == "both at Hafslund, Grid, 2017 (at most 4 months)"


def test_an_end_that_nobody_told_is_not_guessed(tmp_path: Path) -> None:
    store = MemoryStore()
    staff = "Name,Title,Unit,From\nKari Lunde,Partner,Finans,2010\n"
    left = (
        "Name,From,To,Unit,Works now at,Current title,Known on\nIda Berg,2013,,Finans,Nordlys,Controller,2026-10-01\n"
    )
    for name, text in (("staff_2026-11-01.csv", staff), ("alumni_2026-11-02.csv", left)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        load_path(store, tmp_path / name, now=NOW, firm="Varde")
    told: Any = introductions(SYSTEM, store, "Ida Berg", Question(TODAY), read_parameters())
    (fact,) = told["introductions"][0]["hops"][0]["evidence"]
    assert (fact["start"], fact["end"]) == ("2013", "")
    assert (fact["months_low"], fact["months_high"]) == (0, 166)  # from 1 January 2013 to the day of the list
    assert fact["text"] == "both at Varde, Finans, from 2013, end not known (at most 166 months)"
    assert reason([fact], TODAY) == "same Finans team here from 2013"
    (line,) = introduction_scene(told).ways[0].hops[0].evidence
    assert (line.years, line.short) == ("from 2013", "both at Varde, Finans")
