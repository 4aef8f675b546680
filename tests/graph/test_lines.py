"""Are claims of one line folded into one fact, whichever sources tell it and in whichever order?"""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.folding import Source
from graph.provenance import WORKSPACE
from graph.snapshot.lines import LINE_KINDS, Line, ToldLine, fold_lines, lines_on

TODAY = date(2026, 11, 24)


def told(
    kind: str,
    ends: str,
    strength: float | None = None,
    *,
    since: str = "",
    until: str = "",
    by: str = "a",
    seen: str = "2026-11-01",
    key: str = "",
) -> ToldLine:
    start, end = ends[0], ends[1]
    return ToldLine(kind, start, end, strength, since, until, Source(by, f"{by}.csv:2", seen), key or f"{ends}|{since}")


def standing(*claims: ToldLine) -> list[tuple[str, str, str, float]]:
    return [(one.kind, one.start, one.end, one.strength) for one in lines_on(fold_lines(claims), TODAY)]


@pytest.mark.parametrize("kind", ["conflict", "agreement"])
def test_a_line_told_from_both_ends_is_one_line(kind: str) -> None:
    assert standing(told(kind, "pq", 3), told(kind, "qp", 3)) == [(kind, "p", "q", 3)]
    assert standing(told(kind, "pq", 3), told(kind, "qp", 3, until="2026-10")) == []


def test_influence_and_reporting_have_a_direction() -> None:
    assert len(standing(told("influence", "pq", 1), told("influence", "qp", 2), told("reports", "pq"))) == 3


def test_two_archives_that_tell_the_same_line_are_two_sources_of_one() -> None:
    (line,) = fold_lines([told("conflict", "pq", 3, by="b"), told("conflict", "qp", 3, by="a")])
    assert [one.source for one in line.sources] == ["a", "b"]


def test_the_word_of_the_team_counts_first_then_the_fresher_one_then_the_smaller_name() -> None:
    old, new, hand = (told("influence", "pq", n, by=by, seen=seen) for n, by, seen in (
        (1, "a", "2026-01-01"), (2, "b", "2026-11-01"), (3, WORKSPACE, "2025-01-01")))  # fmt: skip
    assert [one.strength for one in fold_lines([old, new])] == [2]
    assert [one.strength for one in fold_lines([old, new, hand])] == [3]
    assert [one.strength for one in fold_lines([old, told("influence", "pq", 9, by="b", seen="2026-01-01")])] == [1]


def test_a_strength_that_somebody_told_counts_before_the_usual_one() -> None:
    hand = told("conflict", "pq", None, by=WORKSPACE)
    assert standing(hand) == [("conflict", "p", "q", 2)]
    assert standing(hand, told("conflict", "pq", 3)) == [("conflict", "p", "q", 3)]


def test_of_lines_that_began_one_after_the_other_the_last_counts() -> None:
    claims = (
        told("agreement", "pq", 1),
        told("agreement", "pq", 3, since="2025"),
        told("agreement", "qp", 2, since="2024"),
    )
    assert standing(*claims) == [("agreement", "p", "q", 3)]
    assert [one.strength for one in lines_on(fold_lines(claims), date(2024, 6, 1))] == [2]


def test_an_end_by_hand_ends_the_line_of_a_file() -> None:
    by_file = told("reports", "pq", since="2021")
    assert standing(by_file, told("reports", "pq", by=WORKSPACE, until="2026-11-23")) == []
    assert standing(by_file, told("reports", "pq", by=WORKSPACE, since="2021", until="2026-11-23")) == []
    assert len(standing(by_file, told("reports", "pq", by=WORKSPACE, until="2026-11-24"))) == 1
    assert len(standing(by_file, told("reports", "pq", by=WORKSPACE, until="2020"))) == 1  # over before this one began
    (line,) = lines_on(fold_lines([by_file, told("reports", "pq", by=WORKSPACE, until="2026-10")]), date(2022, 1, 1))
    assert line.began[0] == date(2021, 1, 1)


def test_a_line_that_begins_after_the_end_stands() -> None:
    ended, anew = told("reports", "pq", until="2026-09", by=WORKSPACE), told("reports", "pq", since="2026-10")
    assert len(standing(ended, anew)) == 1


def test_an_older_word_of_another_end_does_not_end_a_line() -> None:
    assert (
        len(
            standing(
                told("reports", "pq", since="2021"), told("reports", "pq", until="2024", by="b", seen="2024-01-01")
            )
        )
        == 1
    )


def test_a_line_whose_start_nobody_told_was_there_before_it_ended() -> None:
    lines = fold_lines([told("conflict", "pq", until="2025")])
    assert [len(lines_on(lines, date(year, 6, 1))) for year in (1990, 2025, 2026)] == [1, 1, 0]


CLAIMS = st.builds(
    told,
    st.sampled_from(LINE_KINDS),
    st.sampled_from(["pq", "qp"]),
    st.sampled_from([None, 1, 3]),
    since=st.sampled_from(["", "2024", "2024-03", "2025"]),
    until=st.sampled_from(["", "2025-06", "2026-10"]),
    by=st.sampled_from(["a", "b", WORKSPACE]),
    seen=st.sampled_from(["2026-01-01", "2026-11-01"]),
)


@settings(deadline=None)
@given(st.lists(CLAIMS, max_size=4, unique_by=lambda one: (one.kind, one.source.source, one.key)))
def test_the_order_of_sources_does_not_matter(claims: list[ToldLine]) -> None:
    found: set[tuple[Line, ...]] = {fold_lines(order) for order in permutations(claims)}
    assert len(found) == 1


@settings(deadline=None)
@given(st.lists(CLAIMS, max_size=6), st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_between_the_same_ends_stands_one_line_of_a_kind(claims: list[ToldLine], day: date) -> None:
    ends = [one.ends for one in lines_on(fold_lines(claims), day)]
    assert len(ends) == len(set(ends))
