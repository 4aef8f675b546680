"""Does a load change only what its source says otherwise than before?"""

from datetime import date

from graph.difference import difference
from graph.provenance import Claim, Held, Load

DAY = date(2026, 11, 24)


def test_a_field_that_was_appended_to_a_table_changes_no_claim() -> None:
    """Claims of an older Inroads are shorter; loaded again they are the same until the new field says something."""
    told = ("p-1", None, "2026-11-03", None, "1", None, None, None, "yes", None)
    held = [Held(1, "crm", Claim("stances", "k", told), 1, DAY)]
    for content, new in (((*told, None, None), 0), ((*told, None, "2026-11-03T10:00"), 1)):
        claims = [Claim("stances", "k", content)]
        counts = difference(Load("crm", "tables", DAY, claims), held, claims).counts
        assert (counts.changed, counts.same) == (new, 1 - new)
    assert held[0].claim.value("round") is None
