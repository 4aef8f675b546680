"""Does a title say the rank that people give it, a deputy's below that of the one whose deputy it is?"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graph.vocabulary.ranks import rank
from tests.conftest import ROOT


@pytest.mark.parametrize(
    "title", ["Director", "Director General", "CFO", "Manager", "Chair", "Head of Tax", "Permanent Secretary"]
)
@pytest.mark.parametrize("word", ["Deputy", "Assistant", "Vice", "Associate"])
def test_a_deputy_stands_half_a_step_below(word: str, title: str) -> None:
    assert rank(f"{word} {title}") == rank(title) - 0.5 > 0


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Deputy Director, Chief Analyst", 1.5),  # the grade first, then what they do
        ("Chief Operating Officer & Deputy Chief Executive", 3.0),
        ("Second Permanent Secretary", 2.5), ("Parliamentary Under-Secretary of State", 2.5),
        ("Parliamentary Counsel (Deputy Director)", 1.5), ("Deputy Legal Adviser", 1.5),
        ("Vice President Data", 2.0), ("Assistant Vice President", 1.5), ("Senior Vice President", 2.0),
        ("Executive assistant", 0.0), ("Personal Assistant to the Chief Executive", 0.0), ("Assistant", 0.0),
        ("Private Secretary to the Secretary of State", 0.0), ("Director, Office of the Permanent Secretary", 2.0),
        ("SCS1", 1.5), ("SCS Band 2", 2.0), ("SCS3", 3.0), ("SCS1A", 1.5), ("Perm Sec", 3.0),
        ("Assisterende direktør", 1.5), ("Visedirektør", 1.5), ("Stellvertretender Leiter IT", 1.5),
        ("Konsernsjef", 3.0), ("Deputy manager", 0.5), ("Analyst", 0.0),
    ],
)  # fmt: skip
def test_titles_say_these_ranks(title: str, expected: float) -> None:
    assert rank(title) == expected


def test_british_grades_rank_as_the_civil_service_ranks_them(shared: Path) -> None:
    found: dict[str, Counter[float]] = defaultdict(Counter)
    with (shared / "uk-organograms" / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = {(row["dept"], row["post"], row["job_title"], row["grade"]) for row in csv.DictReader(file)}
    for _, _, title, grade in posts:
        if (number := rank(title)) > 0:
            found[grade][number] += 1
    docs = (ROOT / "docs" / "validity.md").read_text(encoding="utf-8")
    for upper, lower, said in (("SCS2", "SCS1", "directors (SCS 2) above deputy directors"),
                               ("SCS3", "SCS2", "directors general (SCS 3) above directors")):  # fmt: skip
        assert f"| {said} | {above(found[upper], found[lower]):.3f} |" in docs


def above(good: Counter[float], bad: Counter[float]) -> float:
    pairs = [((a > b) + 0.5 * (a == b), n * m) for a, n in good.items() for b, m in bad.items()]
    return sum(part * many for part, many in pairs) / sum(many for _, many in pairs)
