"""How the projection follows the published events: part by part, resumable, under the lease."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.stores.neo4j.ahead import one_ahead
from graph.stores.neo4j.connection import Connection, Reading, run
from graph.stores.neo4j.lease import Head, Lease
from graph.stores.neo4j.projection import Added, Removed, write
from graph.stores.neo4j.segments import HEADERS_OF_EVENT, HEADERS_WITHDRAWN, Header, contents, header
from graph.stores.neo4j.shape import NODE_OF

EVENT_OF: LiteralString = "MATCH (e:Event {revision: $revision}) RETURN e.id"
OFFSETS: LiteralString = (
    "UNWIND $firsts AS first MATCH (e:Event {id: $event}) MATCH (g:Segment {first: first})<-[w:WITHDREW]-(e)"
    " RETURN first, w.offsets"
)
STEP: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.projected_step = $step"
CAUGHT_UP: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.projected_revision = $revision, s.projected_step = 0"
    " REMOVE s.follower, s.following"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some segments whose claims an event brought or took away; ``done``: how many are done after this part."""

    asserted: bool
    headers: tuple[Header, ...]
    done: int


def parts_of(read: Reading, event: int, part_claims: int, *, done: int = 0) -> list[Part]:
    """List what is left of an event: what went, then nodes, then relationships, always in the same order.

    ``done`` counts segments and not parts, so that a process with smaller or larger parts may go on.
    """
    went = sorted((header(row) for row in read(HEADERS_WITHDRAWN, event=event)), key=lambda item: item.first)
    came = [header(row) for row in read(HEADERS_OF_EVENT, event=event)]
    came.sort(key=lambda item: (item.table not in NODE_OF, item.first))
    gone = _parts(went[done:], part_claims, done, asserted=False)
    left = came[max(done - len(went), 0) :]
    return [*gone, *_parts(left, part_claims, max(done, len(went)), asserted=True)]


def changed(read: Reading, event: int, part: Part) -> Added | Removed:
    """Work out what one part of an event changes in the graph."""
    if part.asserted:
        held = (s.held(n) for s in contents(read, part.headers) for n in range(len(s.claims)))
        return Added.of(one for one in held if one is not None)
    firsts = [item.first for item in part.headers]
    offsets = {row[0]: row[1] for row in read(OFFSETS, event=event, firsts=firsts)}
    gone = (s.held(n) for s in contents(read, part.headers) for n in offsets[s.first])
    return Removed.of(one for one in gone if one is not None)


def catch_up(connection: Connection, lease: Lease, part_claims: int, *, leave_to_another: bool = False) -> None:
    """Project every published event that is not yet in the graph; a process that is killed is followed by the next.

    Whoever waits for the lease gets it between two parts. ``leave_to_another``: do nothing while another process is
    at it, which has given way to us and will project what we published too.
    """
    while True:
        head = connection.in_write(lease.fence)
        if head.projected == head.revision or (leave_to_another and head.followed):
            return
        if not _catch_up_one(connection, lease, head, part_claims):
            lease.give_way()


def _catch_up_one(connection: Connection, lease: Lease, head: Head, part_claims: int) -> bool:
    """Project one event; return False when somebody waits, after a part at least.

    What was worked out ahead is then dropped: whoever comes between may erase a person from it.
    """
    revision = head.projected + 1
    event = int(connection.read(EVENT_OF, revision=revision)[0][0])
    parts = parts_of(connection.read, event, part_claims, done=head.step)
    with closing(one_ahead(changed(connection.read, event, part) for part in parts)) as changes:
        for part, change in zip(parts, changes, strict=True):

            def one(tx: ManagedTransaction, part: Part = part, change: Added | Removed = change) -> Head:
                here = lease.fence(tx)
                write(tx, [change])
                run(tx, STEP, step=part.done)
                return here

            if connection.in_write(one).waited_for:
                return False

    def done(tx: ManagedTransaction) -> None:
        lease.fence(tx)
        run(tx, CAUGHT_UP, revision=revision)

    connection.in_write(done)
    return True


def _parts(headers: Sequence[Header], part_claims: int, done: int, *, asserted: bool) -> list[Part]:
    found: list[Part] = []
    part: list[Header] = []
    for item in headers:
        if part and sum(one.size for one in part) + item.size > part_claims:
            done += len(part)
            found.append(Part(asserted, tuple(part), done))
            part = []
        part.append(item)
    if part:
        found.append(Part(asserted, tuple(part), done + len(part)))
    return found
