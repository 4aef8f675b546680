"""The Cypher that changes the graph that people read, one statement a kind of node or relationship."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.provenance import Held
from graph.stores.neo4j.connection import run
from graph.stores.neo4j.shape import EDGES, EDGES_OF, NODE_OF, NODES, Edge, Node, Value, edge_rows, node_row

LABELS: tuple[LiteralString, ...] = ("Person", "Company", "Contact", "Project", "Opportunity", "School", "Key")


def _properties(fields: Sequence[LiteralString], start: int) -> list[LiteralString]:
    positions: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    return [field + ": row[" + positions[start + number] + "]" for number, field in enumerate(fields)]


def _set_node(node: Node) -> LiteralString:
    properties = ", ".join(_properties(("id", "claim", *node.fields), 0))
    return "UNWIND $rows AS row MERGE (n:" + node.label + " {id: row[0]}) SET n = {" + properties + "}"


def _add_edge(edge: Edge) -> LiteralString:
    properties = ", ".join(_properties(("claim", "source", *edge.fields), 2))
    return (
        "UNWIND $rows AS row MERGE (a:" + edge.from_label + " {id: row[0]})"
        " MERGE (b:" + edge.to_label + " {id: row[1]})"
        " CREATE (a)-[:" + edge.kind + " {" + properties + "}]->(b)"
    )


def _remove_edge(edge: Edge) -> LiteralString:
    return (
        "UNWIND $rows AS row MATCH (a:" + edge.from_label + " {id: row[0]})-[r:" + edge.kind + "]->(b:"
        + edge.to_label + ") WHERE r.claim = row[2] AND b.id = row[1] DELETE r"
    )  # fmt: skip


def _clear_node(label: LiteralString) -> LiteralString:
    return "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) SET n = {id: id}"


def _remove_bare(label: LiteralString) -> LiteralString:
    return "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) WHERE n.claim IS NULL AND NOT (n)--() DELETE n"


SET_NODE: dict[str, LiteralString] = {node.table: _set_node(node) for node in NODES}
ADD_EDGE: dict[Edge, LiteralString] = {edge: _add_edge(edge) for edge in EDGES}
REMOVE_EDGE: dict[Edge, LiteralString] = {edge: _remove_edge(edge) for edge in EDGES}
CLEAR_NODE: dict[str, LiteralString] = {label: _clear_node(label) for label in LABELS}
REMOVE_BARE: dict[str, LiteralString] = {label: _remove_bare(label) for label in LABELS}


def assert_claims(tx: ManagedTransaction, claims: Iterable[Held]) -> None:
    """Add what these claims say to the graph."""
    nodes: dict[str, list[list[Value]]] = defaultdict(list)
    edges: dict[Edge, list[list[Value]]] = defaultdict(list)
    for held in claims:
        node = NODE_OF.get(held.claim.table)
        if node is not None:
            nodes[node.table].append(node_row(node, held))
        for edge in EDGES_OF[held.claim.table]:
            edges[edge].extend(edge_rows(edge, held))
    for table, rows in nodes.items():
        run(tx, SET_NODE[table], rows=rows)
    for edge, rows in edges.items():
        if rows:
            run(tx, ADD_EDGE[edge], rows=rows)


def withdraw_claims(tx: ManagedTransaction, claims: Iterable[Held]) -> None:
    """Take what these claims said out of the graph, and nodes of which nothing is said any more."""
    touched: dict[str, set[Value]] = defaultdict(set)
    cleared: dict[str, set[Value]] = defaultdict(set)
    edges: dict[Edge, list[list[Value]]] = defaultdict(list)
    for held in claims:
        node = NODE_OF.get(held.claim.table)
        if node is not None:
            cleared[node.label].add(node_row(node, held)[0])
        for edge in EDGES_OF[held.claim.table]:
            for row in edge_rows(edge, held):
                edges[edge].append(row[:3])
                touched[edge.from_label].add(row[0])
                touched[edge.to_label].add(row[1])
    for edge, rows in edges.items():
        run(tx, REMOVE_EDGE[edge], rows=rows)
    for label, ids in cleared.items():
        run(tx, CLEAR_NODE[label], ids=list(ids))
        touched[label] |= ids
    for label, ids in touched.items():
        run(tx, REMOVE_BARE[label], ids=list(ids))
