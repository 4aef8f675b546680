"""The Cypher that changes the graph that people read, one statement a kind of node or relationship."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString, Self

from neo4j import ManagedTransaction

from graph.provenance import Held
from graph.stores.neo4j.connection import run
from graph.stores.neo4j.shape import EDGES, EDGES_OF, NODE_OF, NODES, Edge, Node, Value, edge_rows, node_row

LABELS: tuple[LiteralString, ...] = (
    "Person", "Company", "Contact", "Project", "Opportunity", "Seat", "Judgement", "Round", "School", "Key",
)  # fmt: skip


def _properties(fields: Sequence[LiteralString], start: int) -> list[LiteralString]:
    positions: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    return [field + ": row[" + positions[start + number] + "]" for number, field in enumerate(fields)]


def _add_node(node: Node) -> LiteralString:
    return "UNWIND $rows AS row CREATE (:" + node.label + _node_properties(node) + ")"


def _set_node(node: Node) -> LiteralString:
    return "UNWIND $rows AS row MATCH (n:" + node.label + " {id: row[0]}) SET n =" + _node_properties(node)


def _node_properties(node: Node) -> LiteralString:
    return " {" + ", ".join(_properties(("id", "claim", *node.fields), 0)) + "}"


def _add_edge(edge: Edge) -> LiteralString:
    properties = ", ".join(_properties(("claim", "source", *edge.fields), 1))
    return (
        "UNWIND $rows AS same MERGE (b:" + edge.to_label + " {id: same[0]}) WITH b, same UNWIND same[1] AS row"
        " MERGE (a:" + edge.from_label + " {id: row[0]}) CREATE (a)-[:" + edge.kind + " {" + properties + "}]->(b)"
    )  # fmt: skip


def _remove_edge(edge: Edge) -> LiteralString:
    """Look where the relationship ends on the relationship: asked for the node, the server looks up both ends first."""
    return (
        "UNWIND $rows AS row MATCH (a:" + edge.from_label + " {id: row[0]})-[r:" + edge.kind + "]->()"
        " WHERE r.claim = row[2] AND endNode(r).id = row[1] DELETE r"
    )  # fmt: skip


def _clear_node(label: LiteralString) -> LiteralString:
    return "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) SET n = {id: id}"


def _present(label: LiteralString) -> LiteralString:
    return "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) RETURN id"


def _remove_bare(label: LiteralString) -> LiteralString:
    return "UNWIND $ids AS id MATCH (n:" + label + " {id: id}) WHERE n.claim IS NULL AND NOT (n)--() DELETE n"


ADD_NODE: dict[str, LiteralString] = {node.table: _add_node(node) for node in NODES}
SET_NODE: dict[str, LiteralString] = {node.table: _set_node(node) for node in NODES}
ADD_EDGE: dict[Edge, LiteralString] = {edge: _add_edge(edge) for edge in EDGES}
REMOVE_EDGE: dict[Edge, LiteralString] = {edge: _remove_edge(edge) for edge in EDGES}
PRESENT: dict[str, LiteralString] = {label: _present(label) for label in LABELS}
CLEAR_NODE: dict[str, LiteralString] = {label: _clear_node(label) for label in LABELS}
REMOVE_BARE: dict[str, LiteralString] = {label: _remove_bare(label) for label in LABELS}

Row = list[Value]
Ids = dict[str, set[Value]]


@dataclass(frozen=True, slots=True)
class Added:
    """What claims bring into the graph: rows of nodes by table, and of relationships by the node they lead to."""

    nodes: dict[str, list[Row]]
    edges: dict[Edge, dict[Value, list[Row]]]

    @classmethod
    def of(cls, claims: Iterable[Held]) -> Self:
        nodes: dict[str, list[Row]] = defaultdict(list)
        edges: dict[Edge, dict[Value, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for held in claims:
            node = NODE_OF.get(held.claim.table)
            if node is not None:
                nodes[node.table].append(node_row(node, held))
            for edge in EDGES_OF[held.claim.table]:
                for start, end, *rest in edge_rows(edge, held):
                    edges[edge][end].append([start, *rest])
        return cls(nodes, edges)

    def write(self, tx: ManagedTransaction) -> None:
        """Write it. A node may be there already, without properties, because a relationship led to it."""
        for table, rows in self.nodes.items():
            there = {row[0] for row in run(tx, PRESENT[NODE_OF[table].label], ids=[row[0] for row in rows])}
            if new := [row for row in rows if row[0] not in there]:
                run(tx, ADD_NODE[table], rows=new)
            if old := [row for row in rows if row[0] in there]:
                run(tx, SET_NODE[table], rows=old)
        for edge, by_end in self.edges.items():
            run(tx, ADD_EDGE[edge], rows=[[end, rows] for end, rows in by_end.items()])


@dataclass(frozen=True, slots=True)
class Removed:
    """What claims take out of the graph; a node goes when nothing is said of it any more."""

    cleared: Ids
    touched: Ids
    edges: dict[Edge, list[Row]]

    @classmethod
    def of(cls, claims: Iterable[Held]) -> Self:
        cleared: Ids = defaultdict(set)
        touched: Ids = defaultdict(set)
        edges: dict[Edge, list[Row]] = defaultdict(list)
        for held in claims:
            node = NODE_OF.get(held.claim.table)
            if node is not None:
                own = node_row(node, held)[0]
                cleared[node.label].add(own)
                touched[node.label].add(own)
            for edge in EDGES_OF[held.claim.table]:
                for row in edge_rows(edge, held):
                    edges[edge].append(row[:3])
                    touched[edge.from_label].add(row[0])
                    touched[edge.to_label].add(row[1])
        return cls(cleared, touched, edges)

    def clear(self, tx: ManagedTransaction) -> None:
        """Take out relationships and properties, and leave the nodes."""
        for edge, rows in self.edges.items():
            run(tx, REMOVE_EDGE[edge], rows=rows)
        for label, ids in self.cleared.items():
            run(tx, CLEAR_NODE[label], ids=list(ids))

    def sweep(self, tx: ManagedTransaction) -> None:
        """Remove nodes of which nothing is said any more."""
        for label, ids in self.touched.items():
            run(tx, REMOVE_BARE[label], ids=list(ids))


def write(tx: ManagedTransaction, changes: Sequence[Added | Removed]) -> None:
    """Change the graph by what goes and comes in one transaction; nodes are deleted last.

    One that is deleted and made again in the same transaction is not found any more from Neo4j 2026 on.
    """
    removed = [one for one in changes if isinstance(one, Removed)]
    for one in removed:
        one.clear(tx)
    for other in changes:
        if isinstance(other, Added):
            other.write(tx)
    for one in removed:
        one.sweep(tx)
