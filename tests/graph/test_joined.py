"""Is what several records of one person tell put together without counting anything twice, or losing any?"""

from graph.algorithms.evidence import Evidence
from graph.algorithms.joined import joined_evidence


def stay(start: str, end: str, weight: float, company: str = "c-hafslund") -> Evidence:
    text = f"both at Hafslund {start} to {end}"
    return Evidence("employment", text, weight, company, start, end, months=(12, 11, 13), met=False)


def test_the_same_time_at_one_firm_counts_once_and_two_stays_count_twice() -> None:
    """The CRM knows the later stay by the year, LinkedIn both by the month."""
    earlier, later, by_the_year = (
        stay("2004-02", "2006-03", 0.1),
        stay("2012-05", "2015-01", 0.3),
        stay("2012", "2015", 0.2),
    )
    assert joined_evidence([(by_the_year,), (later, earlier)]) == (later, earlier)
    assert joined_evidence([(by_the_year, stay("2012", "", 0.25)), (earlier,)]) == (stay("2012", "", 0.25), earlier)


def test_what_may_be_the_same_time_counts_once() -> None:
    assert joined_evidence([(stay("", "2005", 0.1),), (stay("2005", "", 0.2),)]) == (stay("2005", "", 0.2),)
    one, other = stay("2004", "2006", 0.1), stay("2004", "2006", 0.1, "c-nordlys")
    assert joined_evidence([(one,), (other,)]) == (one, other)


def test_meetings_are_the_same_by_their_words() -> None:
    told = Evidence("contact", "meeting on 2026-01-03", 0.2), Evidence("contact", "meeting on 2026-02-03", 0.1)
    assert joined_evidence([told, told[:1]]) == told
