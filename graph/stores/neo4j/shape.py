"""Which nodes and relationships each table of claims becomes in the graph that people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import LiteralString

from graph.identity import person_keys
from graph.provenance import WORKSPACE, Held, record_id
from graph.vocabulary.names import company_key
from graph.vocabulary.tables import TABLES, Kind

MOST_TEXT = 1_000
_OWN = "(own id)"
_KEYS = "(keys)"
_ALIAS = "(alias)"

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A table whose claims are nodes; ``fields`` become properties."""

    table: str
    label: LiteralString
    fields: tuple[LiteralString, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A table whose claims are relationships, from the record in one field to that in another.

    ``only``: a field and the value it must have.
    """

    table: str
    kind: LiteralString
    from_label: LiteralString
    from_field: str
    to_label: LiteralString
    to_field: str
    fields: tuple[LiteralString, ...] = ()
    only: tuple[str, str] | None = None
    prefix: str = ""  # of the ids, where one field may name records of several kinds


NODES: tuple[Node, ...] = (
    Node("companies", "Company", ("name", "relation", "domain", "registry_number", "industry", "country")),
    Node(
        "people", "Person",
        ("name", "other_names", "email", "linkedin_url", "location", "do_not_ask", "asks_per_quarter"),
    ),
    Node("contacts", "Contact", ("kind", "date", "minutes")),
    Node("projects", "Project", ("name", "unit", "discipline", "start", "end", "outcome")),
    Node(
        "opportunities", "Opportunity",
        (
            "name", "origin", "stage", "probability", "value", "currency", "budget", "decision_date", "outcome",
            "competitors",
        ),
    ),
    Node("seats", "Seat", ("role", "weight", "title")),  # a node, since nobody may fill it
    Node("stances", "Judgement", ("value", "date", "agreed", "basis", "cause", "at")),  # the team's own has no rater
    Node("rounds", "Round", ("opened_on", "closed_on")),
)  # fmt: skip
_TIMES: tuple[LiteralString, ...] = ("start", "end")

EDGES: tuple[Edge, ...] = (
    Edge("people", "KNOWN_BY", "Person", _OWN, "Key", _KEYS),
    Edge("companies", "KNOWN_BY", "Company", _OWN, "Key", _KEYS),
    Edge("company_aliases", "KNOWN_BY", "Company", "company", "Key", _ALIAS, ("alias",)),
    Edge("companies", "PART_OF", "Company", _OWN, "Company", "parent"),
    Edge("company_succession", "SUCCEEDED_BY", "Company", "predecessor", "Company", "successor", ("kind", "date")),
    Edge(
        "employments", "WORKED_AT", "Person", "person", "Company", "company",
        ("title", "unit", "level", *_TIMES, "observed_on", "ended_after", "ended_before"),
    ),
    Edge("studies", "STUDIED_AT", "Person", "person", "School", "school", ("degree", *_TIMES)),
    Edge("board_seats", "SITS_ON_BOARD_OF", "Person", "person", "Company", "company", ("role", *_TIMES)),
    Edge("contacts", "TOOK_PART_IN", "Person", "participants", "Contact", _OWN),
    Edge("projects", "DONE_FOR", "Project", _OWN, "Company", "company"),
    Edge("project_people", "DELIVERED", "Person", "person", "Project", "project", ("role", *_TIMES)),
    Edge("acquaintances", "KNOWS", "Person", "from", "Person", "to", ("kind", "date", "declared_by", "strength")),
    Edge("reporting", "REPORTS_TO", "Person", "person", "Person", "manager", _TIMES),
    Edge("influences", "INFLUENCES", "Person", "from", "Person", "to", ("strength", *_TIMES)),
    Edge("conflicts", "IN_CONFLICT_WITH", "Person", "a", "Person", "b", ("strength", *_TIMES)),
    Edge("agreements", "AGREES_WITH", "Person", "a", "Person", "b", ("strength", *_TIMES)),
    Edge("guards", "GUARDS", "Person", "gatekeeper", "Person", "person", ("unit", *_TIMES)),
    Edge("guards", "GUARDS_UNIT_OF", "Person", "gatekeeper", "Company", "company", ("unit", *_TIMES)),
    Edge("opportunities", "DECIDED_AT", "Opportunity", _OWN, "Company", "company"),
    Edge("opportunities", "OWNS", "Person", "owner", "Opportunity", _OWN),
    Edge("seats", "HAS_SEAT", "Opportunity", "opportunity", "Seat", _OWN),
    Edge("seats", "HOLDS", "Person", "person", "Seat", _OWN),
    Edge("stances", "JUDGES", "Judgement", _OWN, "Person", "person"),
    Edge("stances", "GAVE", "Person", "by", "Judgement", _OWN),
    Edge("stances", "TOWARD", "Judgement", _OWN, "Company", "toward"),
    Edge("stances", "ABOUT", "Judgement", _OWN, "Opportunity", "opportunity"),
    Edge("stances", "GIVEN_IN", "Judgement", _OWN, "Round", "round"),
    Edge(
        "accounts", "LEADS_ACCOUNT", "Person", "lead", "Company", "company",
        ("class", "intended_class", "state", "closeness", "cadence_days"),
    ),
    Edge(
        "account_team", "LOOKS_AFTER", "Person", "person", "Company", "company",
        ("role", "share_of_time", "measured_on"),
    ),
    Edge("identities", "SAME_AS", "Person", "a", "Person", "b", ("by",), ("verdict", "same"), "p-"),
    Edge("identities", "DIFFERENT_FROM", "Person", "a", "Person", "b", ("by",), ("verdict", "different"), "p-"),
    Edge("identities", "SAME_AS", "Company", "a", "Company", "b", ("by",), ("verdict", "same"), "c-"),
    Edge("identities", "DIFFERENT_FROM", "Company", "a", "Company", "b", ("by",), ("verdict", "different"), "c-"),
)  # fmt: skip
NODE_OF = {node.table: node for node in NODES}
EDGES_OF = {table: tuple(edge for edge in EDGES if edge.table == table) for table in TABLES}


def node_row(node: Node, held: Held) -> list[Value]:
    """Return the node's id, the number of its claim, and its properties."""
    claim = held.claim
    return [record_id(held.source, claim.table, claim.key), held.number, *_values(node.fields, held)]


def edge_rows(edge: Edge, held: Held) -> Iterator[list[Value]]:
    """Yield for each relationship: from, to, the number of its claim, its source, and its properties."""
    if edge.only is not None and _cell(held, edge.only[0]) != edge.only[1]:
        return
    rest = [held.number, held.source, *_values(edge.fields, held)]
    for start in _ids(edge.from_field, held):
        for end in _ids(edge.to_field, held):
            if start.startswith(edge.prefix):
                yield [start, end, *rest]


def _values(fields: tuple[str, ...], held: Held) -> list[Value]:
    content = held.claim.content
    found: list[Value] = [
        None if position >= len(content) or (text := content[position]) is None
        else text[:MOST_TEXT] if kind is None
        else _value(kind, text)
        for position, kind in _columns(held.claim.table, fields)
    ]  # fmt: skip
    if held.claim.table == "people" and "name" in fields and found[fields.index("name")] is None:
        parts = (_cell(held, "given_name"), _cell(held, "family_name"))
        found[fields.index("name")] = " ".join(part for part in parts if part)[:MOST_TEXT] or None
    return found


@cache
def _columns(table: str, fields: tuple[str, ...]) -> tuple[tuple[int, Kind | None], ...]:
    """Return where each field stands and what it is, None for text: found once, since every claim asks."""
    kinds = TABLES[table].fields
    places = [TABLES[table].index(name) for name in fields]
    return tuple((place, kind if (kind := kinds[place].kind) in {Kind.NUMBER, Kind.FLAG} else None) for place in places)


def _cell(held: Held, name: str) -> str | None:
    """Return a field; claims that were stored before a field was added are shorter."""
    position = TABLES[held.claim.table].index(name)
    return held.claim.content[position] if position < len(held.claim.content) else None


def _value(kind: Kind, text: str) -> Value:
    if kind is Kind.NUMBER:
        number = float(text)
        return int(number) if number.is_integer() else number
    return text == "yes"


def _ids(field: str, held: Held) -> list[str]:
    claim = held.claim
    if field == _OWN:
        return [record_id(held.source, claim.table, claim.key)]
    if field == _KEYS:
        return [key for key in _keys(held) if len(key) <= MOST_TEXT]
    if field == _ALIAS:
        return [_name_key(_cell(held, "alias") or "")[:MOST_TEXT]]
    text = _cell(held, field)
    if not text:
        return []
    if field == "round":  # a round is of the workspace, and told by its own id
        return [record_id(WORKSPACE, "rounds", text)]
    return sorted(set(text.split(";"))) if field == "participants" else [text[:MOST_TEXT]]


def _keys(held: Held) -> tuple[str, ...]:
    if held.claim.table == "people":
        keys = person_keys(*(_cell(held, name) or "" for name in ("email", "linkedin_url", "crm_id")))
        return tuple(sorted(set(keys)))
    exact = [f"{name}:{value.casefold()}" for name in ("registry_number", "domain") if (value := _cell(held, name))]
    return (*exact, _name_key(_cell(held, "name") or ""))


def _name_key(name: str) -> str:
    """Return the key of a company's name: without the country, which many sources do not tell."""
    return f"name:{company_key(name)}"
