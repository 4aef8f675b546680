"""How everything is read out of a database, and written into an empty one: staged, then visible in one transaction."""

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, groupby, islice
from typing import Any, LiteralString

from neo4j import ManagedTransaction

from graph import registry
from graph.errors import ChangedMeanwhile, LoadConflict, StoreNotEmpty
from graph.provenance import Claim, LoadEntry
from graph.registry import REKEYED
from graph.stores.base import Belief, Contents
from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.lease import Head
from graph.stores.neo4j.marks import marks_of
from graph.stores.neo4j.segments import Segment, contents, header, pack
from graph.stores.neo4j.stage import STORE_AT, in_batches

_EVENTS_AT_ONCE = 200
_ROWS = 5_000
_PLACES = 1_000_000_000  # more than there are loads

EVENTS: LiteralString = "MATCH (e:Event) WHERE e.revision > 0 RETURN e.revision, e.at ORDER BY e.revision"
HEADERS_OF_EVENTS: LiteralString = (
    "MATCH (e:Event) WHERE e.revision >= $first AND e.revision <= $last"
    " MATCH (e)<-[:ASSERTED_BY]-(g:Segment)-[:OF]->(l:Load)"
    " RETURN g.first, g.source, g.tab, g.low, g.size, size(g.claims), e.revision, l.number"
)
HELD: LiteralString = (
    "MATCH (s:Store {name: 'inroads'})"
    " RETURN COUNT { MATCH (l:Load) WHERE l.number > 0 }, s.revision,"
    " COUNT { MATCH (n:Entry) WHERE n.key > '' } - COUNT { MATCH (n:Entry) WHERE n.key STARTS WITH $own }"
)
START: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.next_event = s.next_event + $events + 1"
    " WITH s.next_event - $events - 1 AS id"
    " CREATE (:Event {id: id, last: id + $events, alive: timestamp()}) RETURN id"
)
ADD_EVENTS: LiteralString = "UNWIND $ids AS id CREATE (:Event {id: id})"
ADD_LOADS: LiteralString = (
    "UNWIND $rows AS row MATCH (e:Event {id: row[0]}) CREATE (e)-[:OF_LOAD]->(:Load {number: row[1], source: row[2],"
    " kind: row[3], as_of: row[4], at: row[5], revision: row[6], counts: row[7], undone: row[8], by: row[9]})"
)
NUMBERS: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.next_claim = s.next_claim + $claims RETURN s.next_claim - $claims"
)
ADD_SEGMENTS: LiteralString = (
    "MATCH (r:Event {id: $root}) SET r.turn = 1 WITH r WHERE r.dead IS NULL SET r.alive = timestamp() WITH r"
    " UNWIND $rows AS row MATCH (e:Event {id: row[6]}) WITH e, row MATCH (l:Load {number: row[7]})"
    " CREATE (g:Segment {first: row[0], source: row[1], tab: row[2], low: row[3], size: row[4], claims: row[5],"
    " marks: row[9]})"
    " CREATE (g)-[:ASSERTED_BY]->(e) CREATE (g)-[:OF]->(l)"
    " WITH g, row CALL (g, row) {"
    " UNWIND row[8] AS gone MATCH (x:Event {id: gone[0]}) CREATE (x)-[:WITHDREW {offsets: gone[1]}]->(g) }"
    " RETURN count(g)"
)
SHOW_EVENTS: LiteralString = (
    "UNWIND $rows AS row MATCH (e:Event {id: row[0]}) SET e.revision = row[1], e.at = row[2], e.day = row[3]"
    " RETURN count(e)"
)
SHOW_LOADS: LiteralString = "UNWIND $rows AS row MATCH (l:Load {number: row[0]}) SET l.number = row[1] RETURN count(l)"
ADD_ENTRIES: LiteralString = "UNWIND $rows AS row CREATE (:Entry {key: row[0], value: row[1], version: row[2]})"
ROOT_DONE: LiteralString = (
    "MATCH (r:Event {id: $root}) WHERE r.dead IS NULL OPTIONAL MATCH (r)-[o:OF_LOAD]->() DELETE o"
    " WITH DISTINCT r DELETE r RETURN true"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A copy that nobody sees yet: event ``root + n`` will be the n-th revision; loads have numbers below zero."""

    root: int
    contents: Contents

    @property
    def events(self) -> dict[int, int]:
        """Return the event of each revision."""
        return {one.number: self.root + n for n, one in enumerate(self.contents.revisions, 1)}

    def hidden(self, load: int) -> int:
        """Return the number of a load until the copy is visible; no other stage has it."""
        return -(self.root * _PLACES + load)


def read_beliefs(connection: Connection) -> Iterator[Belief]:
    """Yield every claim that was ever held, some revisions' segments at a time."""
    revisions = iter([row[0] for row in connection.read(EVENTS)])
    while some := list(islice(revisions, _EVENTS_AT_ONCE)):
        rows = connection.read(HEADERS_OF_EVENTS, first=some[0], last=some[-1])
        rows.sort(key=lambda row: (row[6], row[7], row[1], row[2], row[3], row[0]))
        found = contents(connection.read, (header(row[:7]) for row in rows))
        for (_, _, _, table), group in groupby(found, key=lambda one: (one.revision, one.load, one.source, one.table)):
            told = chain.from_iterable(map(_beliefs, group))
            yield from sorted(told, key=lambda one: one.held.claim.key) if table in REKEYED else told


def _beliefs(segment: Segment) -> Iterator[Belief]:
    for offset in range(len(segment.claims)):
        held = segment.held(offset)
        if held is not None:
            yield Belief(held, segment.revision or 0, segment.gone.get(offset))


def stage(connection: Connection, told: Contents) -> Stage:
    """Open a stage with all its events and loads; what is in it is swept like every other stage.

    Raises StoreNotEmpty where anything is published or remembered; other stages are nothing.
    """
    held = connection.read(HELD, own=registry.OWN)[0]
    if any(held):
        raise StoreNotEmpty(connection.uri, *held)
    made = Stage(int(connection.write(START, events=len(told.revisions))[0][0]), told)
    for ids in in_pages(list(made.events.values())):
        connection.write(ADD_EVENTS, ids=ids)
    events = made.events
    rows = [_load_row(made, events.get(entry.revision or 0, made.root), entry) for entry in told.loads]
    for page in in_pages(rows):
        connection.write(ADD_LOADS, rows=page)
    return made


def fill(connection: Connection, made: Stage) -> None:
    """Write the claims in bounded transactions; raises LoadConflict when the stage was swept meanwhile."""
    for batch in in_batches(_packed(made)):
        first = int(connection.write(NUMBERS, claims=sum(row[4] for row in batch))[0][0])
        for row in batch:
            row[0], first = first, first + row[4]
        done = connection.write(ADD_SEGMENTS, root=made.root, rows=batch)
        if not done or done[0][0] != len(batch):
            raise LoadConflict("copy")


def publish(tx: ManagedTransaction, made: Stage, head: Head, uri: str) -> None:
    """Make the copy visible; raises StoreNotEmpty when another came first and LoadConflict when it was swept."""
    held = run(tx, HELD, own=registry.OWN)[0]
    if any(held) or head.next_load != 1:
        raise StoreNotEmpty(uri, *held)
    if not run(tx, ROOT_DONE, root=made.root):
        raise LoadConflict("copy")
    told, events = made.contents, made.events
    shown = [
        [events[one.number], one.number, one.at.isoformat(), one.at.date().isoformat()]
        for one in told.revisions
        if one.at is not None
    ]
    for rows in in_pages(shown):
        run(tx, SHOW_EVENTS, rows=rows)
    for rows in in_pages([[made.hidden(entry.number), entry.number] for entry in told.loads]):
        run(tx, SHOW_LOADS, rows=rows)
    for rows in in_pages([[entry.key, entry.value, entry.version] for entry in told.entries]):
        run(tx, ADD_ENTRIES, rows=rows)
    revision = max((one.number for one in told.revisions), default=0)
    run(tx, STORE_AT, revision=revision, next_load=max((entry.number for entry in told.loads), default=0) + 1)


def in_pages(rows: list[Any]) -> Iterator[list[Any]]:
    """Yield rows, some thousands at a time."""
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _load_row(made: Stage, event: int, entry: LoadEntry) -> list[object]:
    return [
        event, made.hidden(entry.number), entry.source, entry.kind, entry.as_of.isoformat(), entry.at.isoformat(),
        entry.revision, json.dumps(asdict(entry.counts)), entry.undone, entry.by,
    ]  # fmt: skip


def _packed(made: Stage) -> Iterator[list[Any]]:
    """Yield segments, not yet numbered, with their event, load, and what withdrew which of their claims."""
    events = made.events
    for (revision, load), group in groupby(made.contents.beliefs, key=lambda b: (b.asserted, b.held.load)):
        if revision not in events:
            raise ChangedMeanwhile
        waiting: deque[int | None] = deque()
        for source, table, claims, text in pack(_claims(group, waiting)):
            gone = _withdrawals((waiting.popleft() for _ in claims), events)
            low, marks = claims[0].key, marks_of(source, claims)
            yield [0, source, table, low, len(claims), text, events[revision], made.hidden(load), gone, marks]


def _claims(beliefs: Iterable[Belief], waiting: deque[int | None]) -> Iterator[tuple[str, Claim]]:
    """Hand claims to the packing, and keep aside when each was withdrawn."""
    for belief in beliefs:
        waiting.append(belief.withdrawn)
        yield belief.held.source, belief.held.claim


def _withdrawals(withdrawn: Iterable[int | None], events: dict[int, int]) -> list[tuple[int, list[int]]]:
    offsets: dict[int, list[int]] = defaultdict(list)
    for offset, revision in enumerate(withdrawn):
        if revision is not None:
            if revision not in events:
                raise ChangedMeanwhile
            offsets[events[revision]].append(offset)
    return list(offsets.items())
