"""What the properties of a node are, for claims of every age."""

from datetime import date

from graph.provenance import Claim, Held
from graph.stores.neo4j.shape import MOST_TEXT, NODE_OF, Value, node_row
from graph.vocabulary.tables import TABLES


def properties(table: str, *, cells: int | None = None, **told: str) -> dict[str, Value]:
    """Return the properties that a claim gives its node; ``cells``: how many it was stored with."""
    content = tuple(told.get(field.name) for field in TABLES[table].fields)[:cells]
    node = NODE_OF[table]
    row = node_row(node, Held(7, "crm", Claim(table, "1", content), 1, date(2026, 1, 1)))
    assert row[1] == 7
    return {name: value for name, value in zip(node.fields, row[2:], strict=True) if value is not None}


def test_numbers_and_flags_become_such_values_and_long_text_is_cut() -> None:
    assert properties("contacts", kind="call", minutes="30") == {"kind": "call", "minutes": 30}
    assert properties("opportunities", name="x" * 2 * MOST_TEXT, probability="0.25", value="1000") == {
        "name": "x" * MOST_TEXT, "probability": 0.25, "value": 1000,
    }  # fmt: skip
    assert properties("people", name="Kari", do_not_ask="yes") == {"name": "Kari", "do_not_ask": True}
    assert properties("people", name="Kari", do_not_ask="no") == {"name": "Kari", "do_not_ask": False}


def test_somebody_with_the_parts_of_a_name_only_has_them_as_the_name() -> None:
    assert properties("people", given_name="Kari", family_name="Lunde") == {"name": "Kari Lunde"}
    assert properties("people", name="K. Lunde", given_name="Kari") == {"name": "K. Lunde"}
    assert properties("people", email="k@varde.example") == {"email": "k@varde.example"}
    assert properties("people", given_name="x" * 2 * MOST_TEXT) == {"name": "x" * MOST_TEXT}


def test_a_claim_from_before_a_field_was_added_lacks_it() -> None:
    assert properties("people", cells=2, name="Kari", do_not_ask="yes") == {"name": "Kari"}
