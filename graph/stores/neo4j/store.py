"""How the store contract is kept on Neo4j."""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.difference import Difference, difference
from graph.errors import LoadConflict, NothingToUndo, StoreUnavailable
from graph.provenance import (
    Claim,
    Counts,
    Held,
    Load,
    LoadEntry,
    RecordId,
    Revision,
)
from graph.registry import Suppression, is_about
from graph.stores.base import Belief, Contents, Store
from graph.stores.neo4j import copying
from graph.stores.neo4j import stage as staging
from graph.stores.neo4j.catch_up import CAUGHT_UP, EVENT_OF, catch_up
from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.entries import entry, entry_keys, put_entry
from graph.stores.neo4j.erasing import ERASED, REWRITE, erasure
from graph.stores.neo4j.lease import Head, Lease, leased
from graph.stores.neo4j.projection import assert_claims, withdraw_claims
from graph.stores.neo4j.schema import prepare
from graph.stores.neo4j.segments import (
    HEADERS_OF_LOAD,
    HEADERS_WITHDRAWN,
    Header,
    contents,
    header,
    headers,
    in_order,
)

_BATCH = 5_000

NEWEST: LiteralString = "MATCH (e:Event) WHERE e.revision > 0 RETURN e.revision, e.at ORDER BY e.revision DESC LIMIT 1"
NEWEST_OF_DAY: LiteralString = (
    "MATCH (e:Event) WHERE e.day <= $day RETURN e.revision, e.at ORDER BY e.revision DESC LIMIT 1"
)
LOADS: LiteralString = (
    "MATCH (l:Load) WHERE l.number > 0 RETURN l.number, l.source, l.kind, l.as_of, l.at, l.revision, l.counts,"
    " l.undone, l.by ORDER BY l.number"
)
HEAD: LiteralString = (
    "MATCH (l:Load {source: $source}) WHERE l.number > 0"
    " RETURN coalesce(max(l.number), 0), sum(CASE WHEN l.undone THEN 1 ELSE 0 END)"
)
ERASURES: LiteralString = "MATCH (s:Store {name: 'inroads'}) RETURN s.erasures"
UNDONE: LiteralString = "MATCH (l:Load {number: $number}) SET l.undone = true"


class Neo4jStore(Store):
    """One database. Several processes may read and stage at once; a lease lets one publish at a time.

    ``lease_seconds``: after how long a silent publisher may be replaced; ``stage_seconds``: after how long a silent
    stage is swept; ``patience_seconds``: how long to wait for the lease; ``ordinary_claims``: up to how many
    changes reach the graph in the publishing transaction, and at most how many in one transaction of catching up.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        lease_seconds: float = 30,
        stage_seconds: float = 120,
        patience_seconds: float = 60,
        ordinary_claims: int = 10_000,
    ) -> None:
        self._connection = connection
        self._ordinary_claims = ordinary_claims
        self._lease_seconds = lease_seconds
        self._stage_seconds = stage_seconds
        self._patience_seconds = patience_seconds
        self._holder = secrets.token_hex(8)
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise

    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        db = self._connection
        now = self.revision().number
        head, erasures = db.read(HEAD, source=load.source)[0], db.read(ERASURES)[0][0]
        refused = 0

        def allowed() -> Iterator[Claim]:
            nonlocal refused
            for claim in Suppression(self).allowed(load.claims, load.source):
                if claim is None:
                    refused += 1
                else:
                    yield claim

        known = [item for item in headers(db, load.source) if item.revision is not None and item.revision <= now]
        change = difference(load, in_order(db, known, now), allowed())
        change.counts.suppressed = refused
        staging.sweep(db, self._stage_seconds)
        stage = self._staged(load, change, known, at) if change else None

        def work(tx: ManagedTransaction) -> tuple[int, int | None]:
            here = lease.fence(tx)
            if run(tx, HEAD, source=load.source)[0] != head or here.erasures != erasures:
                raise LoadConflict(load.source)
            revision = None
            if stage is None:
                run(tx, staging.LOAD_ALONE, number=here.next_load, **staging.told(load, change.counts, at))
            else:
                size = len(change.asserted) + len(change.withdrawn)
                revision = self._publish(tx, stage, here, load.source, at, size)
            run(tx, staging.STORE_AT, revision=revision or here.revision, next_load=here.next_load + 1)
            return here.next_load, revision

        try:
            with self._leased() as lease:
                number, revision = db.in_write(work)
                catch_up(db, lease, self._ordinary_claims)
        except BaseException:
            if stage is not None:
                self._abandon(stage)
            raise
        return LoadEntry(number, load.source, load.kind, load.as_of, at, revision, change.counts, by=load.by)

    def undo(self, source: str, *, at: datetime) -> LoadEntry:
        db = self._connection
        with self._leased() as lease:
            standing = [entry for entry in self.loads() if entry.source == source and not entry.undone]
            if not standing:
                raise NothingToUndo(source)
            entry = standing[-1]
            if entry.revision is None:
                db.write(UNDONE, number=entry.number)
            else:
                catch_up(db, lease, self._ordinary_claims)
                self._taken_back(entry, entry.revision, lease, at)
            catch_up(db, lease, self._ordinary_claims)
        return next(item for item in self.loads() if item.number == entry.number)

    def erase(self, records: Iterable[RecordId], *, at: datetime) -> int:
        db = self._connection
        with self._leased() as lease:
            catch_up(db, lease, self._ordinary_claims)
            found = erasure(db, records, self.revision().number)
            Suppression(self).add(found.marks)
            stage = staging.start(db, 0, load=None, counts=Counts(), at=at)

            def work(tx: ManagedTransaction) -> None:
                here = lease.fence(tx)
                run(tx, REWRITE, rows=found.rows)
                withdraw_claims(tx, found.gone)
                assert_claims(tx, found.left)
                revision = self._publish(tx, stage, here, "", at, 0)
                run(tx, staging.STORE_AT, revision=revision, next_load=here.next_load)
                run(tx, ERASED)
                run(tx, CAUGHT_UP, revision=revision)

            db.in_write(work)
        return found.touched

    def revision(self, known_on: date | None = None) -> Revision:
        rows = (
            self._connection.read(NEWEST)
            if known_on is None
            else self._connection.read(NEWEST_OF_DAY, day=known_on.isoformat())
        )
        return Revision(rows[0][0], datetime.fromisoformat(rows[0][1])) if rows else Revision(0, None)

    def snapshot_rows(self, at: int) -> Iterator[list[Held]]:
        known = [item for item in headers(self._connection) if item.revision is not None and item.revision <= at]
        batch: list[Held] = []
        for held in in_order(self._connection, known, at):
            batch.append(held)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def loads(self) -> list[LoadEntry]:
        return [
            LoadEntry(
                number, source, kind, date.fromisoformat(as_of), datetime.fromisoformat(at), revision,
                Counts(**json.loads(counts)), undone, by,
            )
            for number, source, kind, as_of, at, revision, counts, undone, by in self._connection.read(LOADS)
        ]  # fmt: skip

    def history(self, record: RecordId) -> list[Belief]:
        published = sorted((h for h in headers(self._connection) if h.revision is not None), key=lambda h: h.first)
        return [
            Belief(held, segment.revision or 0, segment.gone.get(offset))
            for segment in contents(self._connection, published)
            for offset in range(len(segment.claims))
            if (held := segment.held(offset)) is not None and is_about(held, record)
        ]

    def revisions(self) -> list[Revision]:
        rows = self._connection.read(copying.EVENTS)
        return [Revision(number, datetime.fromisoformat(at)) for number, at in rows]

    def beliefs(self) -> Iterator[Belief]:
        return copying.read_beliefs(self._connection)

    def restore(self, contents: Contents) -> None:
        db = self._connection
        staging.sweep(db, self._stage_seconds)
        made = copying.stage(db, contents)
        try:
            copying.fill(db, made)
            with self._leased() as lease:
                db.in_write(lambda tx: copying.publish(tx, made, lease.fence(tx), db.uri))
                catch_up(db, lease, self._ordinary_claims)
        except BaseException:
            self._abandon(staging.Stage(made.root, 0))
            raise

    def close(self) -> None:
        self._connection.close()

    def get(self, key: str) -> tuple[str | None, int]:
        return entry(self._connection, key)

    def put_if_version(self, key: str, value: str, version: int) -> bool:
        return put_entry(self._connection, key, value, version)

    def keys(self, prefix: str = "") -> list[str]:
        return entry_keys(self._connection, prefix)

    def _leased(self) -> AbstractContextManager[Lease]:
        return leased(
            self._connection, self._holder, seconds=self._lease_seconds, patience_seconds=self._patience_seconds
        )

    def _staged(self, load: Load, change: Difference, known: list[Header], at: datetime) -> staging.Stage:
        stage = staging.start(self._connection, len(change.asserted), load=load, counts=change.counts, at=at)
        try:
            staging.put(self._connection, stage, load.source, change.asserted)
            staging.withdraw(self._connection, stage, load.source, change.withdrawn, known)
        except BaseException:
            self._abandon(stage)
            raise
        return stage

    def _publish(
        self, tx: ManagedTransaction, stage: staging.Stage, head: Head, source: str, at: datetime, claims: int
    ) -> int:
        limit = self._ordinary_claims
        return staging.publish(tx, stage, head, source, at, claims=claims, ordinary_claims=limit)

    def _abandon(self, stage: staging.Stage) -> None:
        """Remove a stage after a failure; where the server cannot be reached, a later load sweeps it."""
        with suppress(StoreUnavailable):
            staging.abandon(self._connection, stage)

    def _taken_back(self, entry: LoadEntry, revision: int, lease: Lease, at: datetime) -> None:
        """Withdraw what is left of a load, assert again what it withdrew, and publish both."""
        db = self._connection
        own = [h for h in map(header, db.read(HEADERS_OF_LOAD, number=entry.number)) if h.revision is not None]
        gone = [
            segment.first + offset
            for segment in contents(db, own)
            for offset, claim in enumerate(segment.claims)
            if claim is not None and offset not in segment.gone
        ]
        event = db.read(EVENT_OF, revision=revision)[0][0]
        back: dict[int, list[Claim]] = defaultdict(list)
        for segment in contents(db, map(header, db.read(HEADERS_WITHDRAWN, event=event))):
            for offset, when in segment.gone.items():
                held = segment.held(offset)
                if when == revision and held is not None:
                    back[held.load].append(held.claim)
        stage = staging.start(db, sum(map(len, back.values())), load=None, counts=Counts(), at=at)
        size = len(gone) + sum(map(len, back.values()))

        def work(tx: ManagedTransaction) -> None:
            here = lease.fence(tx)
            number = self._publish(tx, stage, here, entry.source, at, size)
            run(tx, UNDONE, number=entry.number)
            run(tx, staging.STORE_AT, revision=number, next_load=here.next_load)

        try:
            staging.put_back(db, stage, entry.source, back)
            staging.withdraw(db, stage, entry.source, gone, own)
            db.in_write(work)
        except BaseException:
            self._abandon(stage)
            raise
