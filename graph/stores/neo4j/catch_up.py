"""How the projection follows the published events: part by part, resumable, under the lease."""

from dataclasses import dataclass
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.lease import Head, Lease
from graph.stores.neo4j.projection import assert_claims, withdraw_claims
from graph.stores.neo4j.segments import HEADERS_OF_EVENT, HEADERS_WITHDRAWN, Header, contents_within, header
from graph.stores.neo4j.shape import NODE_OF

EVENT_OF: LiteralString = "MATCH (e:Event {revision: $revision}) RETURN e.id"
OFFSETS: LiteralString = (
    "UNWIND $firsts AS first MATCH (e:Event {id: $event}) MATCH (g:Segment {first: first})<-[w:WITHDREW]-(e)"
    " RETURN first, w.offsets"
)
STEP: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.projected_step = $step"
CAUGHT_UP: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.projected_revision = $revision, s.projected_step = 0"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some segments whose claims an event brought or took away; always the same parts in the same order."""

    asserted: bool
    headers: tuple[Header, ...]


def parts_of(tx: ManagedTransaction, event: int, part_claims: int) -> list[Part]:
    """List the parts of an event: what went, then nodes, then relationships."""
    went = sorted((header(row) for row in run(tx, HEADERS_WITHDRAWN, event=event)), key=lambda item: item.first)
    came = [header(row) for row in run(tx, HEADERS_OF_EVENT, event=event)]
    came.sort(key=lambda item: (item.table not in NODE_OF, item.first))
    return [*_parts(went, part_claims, asserted=False), *_parts(came, part_claims, asserted=True)]


def project(tx: ManagedTransaction, event: int, part: Part) -> None:
    """Bring one part of an event into the graph, or out of it."""
    if part.asserted:
        held = (s.held(n) for s in contents_within(tx, part.headers) for n in range(len(s.claims)))
        assert_claims(tx, (one for one in held if one is not None))
        return
    firsts = [item.first for item in part.headers]
    offsets = {row[0]: row[1] for row in run(tx, OFFSETS, event=event, firsts=firsts)}
    gone = (s.held(n) for s in contents_within(tx, part.headers) for n in offsets[s.first])
    withdraw_claims(tx, (one for one in gone if one is not None))


def catch_up(connection: Connection, lease: Lease, part_claims: int) -> None:
    """Project every published event that is not yet in the graph; a process that is killed is followed by the next."""
    while True:
        head = connection.in_write(lease.fence)
        if head.projected == head.revision:
            return
        _catch_up_one(connection, lease, head, part_claims)


def _catch_up_one(connection: Connection, lease: Lease, head: Head, part_claims: int) -> None:
    revision = head.projected + 1
    event = int(connection.read(EVENT_OF, revision=revision)[0][0])
    parts = connection.in_write(lambda tx: parts_of(tx, event, part_claims))
    for number in range(head.step, len(parts)):

        def one(tx: ManagedTransaction, number: int = number) -> None:
            lease.fence(tx)
            project(tx, event, parts[number])
            run(tx, STEP, step=number + 1)

        connection.in_write(one)

    def done(tx: ManagedTransaction) -> None:
        lease.fence(tx)
        run(tx, CAUGHT_UP, revision=revision)

    connection.in_write(done)


def _parts(headers: list[Header], part_claims: int, *, asserted: bool) -> list[Part]:
    found: list[Part] = []
    part: list[Header] = []
    for item in headers:
        if part and sum(one.size for one in part) + item.size > part_claims:
            found.append(Part(asserted, tuple(part)))
            part = []
        part.append(item)
    if part:
        found.append(Part(asserted, tuple(part)))
    return found
