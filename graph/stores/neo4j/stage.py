"""How a change is staged in bounded transactions that no reader sees."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import LiteralString, TypeVar

from neo4j import ManagedTransaction

from graph.errors import LoadConflict, StoreUnavailable
from graph.provenance import Claim, Counts, Load
from graph.stores.neo4j.ahead import one_ahead
from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.marks import marks_of
from graph.stores.neo4j.segments import Header, pack

BATCH_TEXT = 2_000_000
BATCH_SEGMENTS = 200

_LOCKED: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1 WITH s"
# The first SET takes the lock of the event: a stage that dies meanwhile is seen as dead, and nothing is added to it.
_WRITES: LiteralString = " SET e.turn = 1 WITH * WHERE e.dead IS NULL SET e.alive = timestamp()"
_DIES: LiteralString = " SET e.dead = true RETURN e.id, coalesce(e.last, e.id)"
DEAD: LiteralString = _LOCKED + " MATCH (e:Event) WHERE e.alive < timestamp() - $milliseconds" + _DIES
# In the transaction of an erasure: stages may hold who goes, and none of them could be published after it.
DOOM: LiteralString = "MATCH (e:Event) WHERE e.alive >= 0 SET e.dead = true, e.alive = 0"  # so that a sweep finds it
ABANDON: LiteralString = _LOCKED + " MATCH (e:Event {id: $event}) WHERE e.revision IS NULL" + _DIES
START: LiteralString = (
    _LOCKED + " WHERE s.erasures = coalesce($erasures, s.erasures)"
    " SET s.next_event = s.next_event + 1, s.next_claim = s.next_claim + $claims"
    " CREATE (e:Event {id: s.next_event - 1, alive: timestamp()})"
    " RETURN e.id, s.next_claim - $claims"
)
OF_LOAD: LiteralString = (
    "MATCH (e:Event {id: $event}) CREATE (e)-[:OF_LOAD]->(l:Load {source: $source, kind: $kind, as_of: $as_of, at: $at,"
    " by: $by, counts: $counts, undone: false})"
)
SEGMENTS: LiteralString = (
    "MATCH (e:Event {id: $event})-[:OF_LOAD]->(l:Load)" + _WRITES + " WITH e, l"
    " UNWIND $rows AS row CREATE (g:Segment {first: row[0], source: row[1], tab: row[2], low: row[3], size: row[4],"
    " claims: row[5], marks: row[6]}) CREATE (g)-[:ASSERTED_BY]->(e) CREATE (g)-[:OF]->(l) RETURN count(g)"
)
SEGMENTS_OF: LiteralString = (
    "MATCH (e:Event {id: $event})" + _WRITES + " WITH e"
    " UNWIND $rows AS row MATCH (l:Load {number: row[7]})"
    " CREATE (g:Segment {first: row[0], source: row[1], tab: row[2], low: row[3], size: row[4], claims: row[5],"
    " marks: row[6]})"
    " CREATE (g)-[:ASSERTED_BY]->(e) CREATE (g)-[:OF]->(l) RETURN count(g)"
)
WITHDRAWALS: LiteralString = (
    "MATCH (e:Event {id: $event})" + _WRITES + " WITH e"
    " UNWIND $rows AS row MATCH (g:Segment {first: row[0]}) CREATE (e)-[:WITHDREW {offsets: row[1]}]->(g)"
    " RETURN count(g)"
)
LOAD_ALONE: LiteralString = (
    "CREATE (l:Load {number: $number, source: $source, kind: $kind, as_of: $as_of, at: $at, by: $by, counts: $counts,"
    " undone: false, token: $token})"
)
UNDONE: LiteralString = "MATCH (l:Load {number: $number}) SET l.undone = true"
STORE_AT: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.revision = $revision, s.next_load = $next_load"
_STAGED: LiteralString = "MATCH (e:Event) WHERE e.id >= $event AND e.id <= $last"
DROP_SEGMENTS: LiteralString = (
    _STAGED + " MATCH (e)<-[:ASSERTED_BY]-(g:Segment) WITH g LIMIT 100 DETACH DELETE g RETURN count(*)"
)
DROP_LOAD: LiteralString = _STAGED + " MATCH (e)-[:OF_LOAD]->(l:Load) WHERE coalesce(l.number, -1) < 0 DETACH DELETE l"
DROP_EVENT: LiteralString = _STAGED + " AND e.revision IS NULL DETACH DELETE e"

Row = list[object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """An event that nobody sees yet. Claims get the numbers from ``first`` on."""

    event: int
    first: int


def start(
    connection: Connection, claims: int, *, load: Load | None, counts: Counts, at: datetime, erasures: int | None = None
) -> Stage:
    """Open a stage for so many claims, of a load or of none.

    Raises LoadConflict when somebody was erased after the ``erasures`` under which the claims were read.
    """

    def work(tx: ManagedTransaction) -> Stage:
        rows = run(tx, START, claims=claims, erasures=erasures)
        if not rows:
            raise LoadConflict(load.source if load else "")
        stage = Stage(*rows[0])
        if load is not None:
            run(tx, OF_LOAD, event=stage.event, **told(load, counts, at))
        return stage

    return connection.in_write(work)


def told(load: Load, counts: Counts, at: datetime) -> dict[str, object]:
    """Return what the log says of a load."""
    return {
        "source": load.source, "kind": load.kind, "as_of": load.as_of.isoformat(), "at": at.isoformat(),
        "by": load.by, "counts": json.dumps(asdict(counts)),
    }  # fmt: skip


def put(connection: Connection, stage: Stage, source: str, claims: Iterable[Claim]) -> None:
    """Stage the claims of the stage's own load."""
    rows = _numbered(stage.first, pack((source, claim) for claim in _sorted(claims)))
    with closing(one_ahead(in_batches(rows))) as batches:
        for batch in batches:
            _send(connection, SEGMENTS, stage, source, batch)


def put_back(connection: Connection, stage: Stage, source: str, by_load: dict[int, list[Claim]]) -> None:
    """Stage claims that earlier loads said."""
    first = stage.first
    for load, claims in sorted(by_load.items()):
        rows = [[*row, load] for row in _numbered(first, pack((source, claim) for claim in _sorted(claims)))]
        first += len(claims)
        for batch in in_batches(rows):
            _send(connection, SEGMENTS_OF, stage, source, batch)


def withdraw(connection: Connection, stage: Stage, source: str, numbers: Iterable[int], of: Sequence[Header]) -> None:
    """Stage that claims went; ``of`` are the headers of the segments that they may stand in."""
    firsts = sorted(item.first for item in of)
    offsets: dict[int, list[int]] = defaultdict(list)
    for number in sorted(set(numbers)):
        first = firsts[bisect_right(firsts, number) - 1]
        offsets[first].append(number - first)
    rows: list[Row] = [[first, found] for first, found in offsets.items()]
    for start_at in range(0, len(rows), BATCH_SEGMENTS):
        _send(connection, WITHDRAWALS, stage, source, rows[start_at : start_at + BATCH_SEGMENTS])


@contextmanager
def whole_or_nothing(connection: Connection, stage: Stage | None) -> Iterator[None]:
    """Remove a stage after a failure; where the server cannot be reached, a later load sweeps it."""
    try:
        yield
    except BaseException:
        if stage is not None:
            with suppress(StoreUnavailable):
                abandon(connection, stage)
        raise


def abandon(connection: Connection, stage: Stage) -> None:
    """Remove a stage of our own."""
    for row in connection.clean_up(ABANDON, event=stage.event):
        _drop(connection, *row)


def sweep(connection: Connection, seconds: float) -> None:
    """Remove the stages that nobody has written to for so long."""
    for row in connection.write(DEAD, milliseconds=int(seconds * 1000)):
        _drop(connection, *row)


def _drop(connection: Connection, event: int, last: int) -> None:
    """Remove a stage; that of a copy has several events."""
    while connection.write(DROP_SEGMENTS, event=event, last=last)[0][0]:
        pass
    connection.write(DROP_LOAD, event=event, last=last)
    connection.write(DROP_EVENT, event=event, last=last)


def _sorted(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (claim.table, claim.key))


def _numbered(first: int, packed: Iterable[tuple[str, str, list[Claim], str]]) -> Iterator[Row]:
    for source, table, claims, text in packed:
        yield [first, source, table, claims[0].key, len(claims), text, marks_of(source, claims)]
        first += len(claims)


def in_batches(rows: Iterable[list[T]]) -> Iterator[list[list[T]]]:
    """Put segments together into what one transaction writes; the text of a segment is in place 5 of its row."""
    batch: list[list[T]] = []
    text = 0
    for row in rows:
        if batch and (len(batch) == BATCH_SEGMENTS or text + len(str(row[5])) > BATCH_TEXT):
            yield batch
            batch, text = [], 0
        batch.append(row)
        text += len(str(row[5]))
    if batch:
        yield batch


def _send(connection: Connection, query: LiteralString, stage: Stage, source: str, rows: Sequence[Row]) -> None:
    """Write a batch; raises LoadConflict when the stage was swept because it was silent for too long."""
    done = connection.write(query, event=stage.event, rows=list(rows))
    if not done or done[0][0] != len(rows):
        raise LoadConflict(source)
