"""How the store contract is kept on Neo4j."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.batches import Batch
from graph.difference import difference
from graph.errors import LoadConflict
from graph.provenance import Counts, Held, Load, LoadEntry, RecordId, Revision, day_held
from graph.registry import Suppression, is_about
from graph.stores.base import Belief, Change, Contents, Store, newest_standing
from graph.stores.neo4j import copying
from graph.stores.neo4j import stage as staging
from graph.stores.neo4j.catch_up import CAUGHT_UP, catch_up
from graph.stores.neo4j.columns import read_batches
from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.entries import entry, entry_keys, put_entry
from graph.stores.neo4j.erasing import BY_NOBODY, ERASED, REWRITE, erasure
from graph.stores.neo4j.marks import published, segments_about
from graph.stores.neo4j.projection import Added, Removed, write
from graph.stores.neo4j.publishing import Publisher, outcome
from graph.stores.neo4j.schema import MIGRATIONS, checked, migrate
from graph.stores.neo4j.segments import HEADERS_BETWEEN, HEADERS_WITHDRAWN_BETWEEN, contents, header, headers, in_order
from graph.stores.neo4j.undoing import take_back

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
        self._publisher = Publisher(connection, lease_seconds, patience_seconds, ordinary_claims)
        self._stage_seconds = stage_seconds
        try:
            self._schema = checked(connection)
        except BaseException:
            connection.close()
            raise

    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        self._prepare()
        db = self._connection
        # Before what is compared, so that whatever comes between them is noticed.
        head, erasures = db.read(HEAD, source=load.source)[0], db.read(ERASURES)[0][0]
        now = self.revision().number
        allowed = Suppression(self).allowed(load.claims, load.source)
        known = [item for item in headers(db.read, load.source) if item.revision is not None and item.revision <= now]
        change = difference(load, in_order(db.read, known, lambda segment: segment.visible(now)), allowed)
        staging.sweep(db, self._stage_seconds)
        stage, size, asserted = None, change.size, len(change.asserted)
        if change:
            stage = staging.start(db, asserted, load=load, counts=change.counts, at=at, erasures=erasures)

        def work(tx: ManagedTransaction) -> tuple[int, int | None]:
            here = lease.fence(tx)
            if run(tx, HEAD, source=load.source)[0] != head or here.erasures != erasures:
                raise LoadConflict(load.source)
            revision = None
            if stage is None:
                told = staging.told(load, change.counts, at)
                run(tx, staging.LOAD_ALONE, number=here.next_load, token=lease.token, **told)
            else:
                revision = self._publisher.show(tx, stage, here, load.source, at, claims=size)
            run(tx, staging.STORE_AT, revision=revision or here.revision, next_load=here.next_load + 1)
            return here.next_load, revision

        with staging.whole_or_nothing(db, stage):
            if stage is not None:
                staging.put(db, stage, load.source, change.asserted)
                staging.withdraw(db, stage, load.source, change.withdrawn, known)
            change.asserted.clear()  # the server has them: the graph is made from there, a bounded part at a time
            with self._publisher.leased() as lease:
                number, revision = self._publisher.publish(work, outcome(stage, load.source, lease))
                self._publisher.follow(lease)
        return LoadEntry(number, load.source, load.kind, load.as_of, at, revision, change.counts, by=load.by)

    def undo(self, source: str, *, at: datetime, number: int | None = None) -> LoadEntry:
        self._prepare()
        with self._publisher.leased() as lease:
            standing = [entry for entry in self.loads() if entry.source == source and not entry.undone]
            entry = newest_standing(standing, source, number)
            if entry.revision is None:
                self._connection.write(staging.UNDONE, number=entry.number)
            else:
                self._publisher.follow(lease)
                take_back(self._publisher, lease, entry, entry.revision, at)
            self._publisher.follow(lease)
        return next(item for item in self.loads() if item.number == entry.number)

    def erase(self, records: Iterable[RecordId], *, at: datetime, authors: Collection[str] = ()) -> int:
        self._prepare()
        db = self._connection
        with self._publisher.leased() as lease:
            catch_up(db, lease, self._publisher.ordinary_claims)
            suppression = Suppression(self)
            found = erasure(db, records, self.revision().number, suppression)
            suppression.add(found.marks)
            stage = staging.start(db, 0, load=None, counts=Counts(), at=at)

            def work(tx: ManagedTransaction) -> tuple[int, int | None]:
                here = lease.fence(tx)
                run(tx, REWRITE, rows=found.rows)
                write(tx, [Removed.of(found.gone), Added.of(found.left)])
                revision = self._publisher.show(tx, stage, here, "", at, claims=0)
                run(tx, staging.STORE_AT, revision=revision, next_load=here.next_load)
                run(tx, staging.DOOM)
                run(tx, ERASED)
                run(tx, BY_NOBODY, authors=list(authors))
                run(tx, CAUGHT_UP, revision=revision)
                return here.next_load, revision

            self._publisher.publish(work, outcome(stage, "", lease))
            staging.sweep(db, self._stage_seconds)
        return found.touched

    def revision(self, known_on: date | None = None) -> Revision:
        rows = (
            self._connection.read(NEWEST)
            if known_on is None
            else self._connection.read(NEWEST_OF_DAY, day=known_on.isoformat())
        )
        return Revision(rows[0][0], datetime.fromisoformat(rows[0][1])) if rows else Revision(0, None)

    def snapshot_rows(self, at: int) -> Iterator[list[Held]]:
        known = [item for item in headers(self._connection.read) if item.revision is not None and item.revision <= at]
        batch: list[Held] = []
        for held in in_order(self._connection.read, known, lambda segment: segment.visible(at)):
            batch.append(held)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def snapshot_batches(self, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
        return read_batches(self._connection.read, at, tables)

    def loads(self) -> list[LoadEntry]:
        return [
            LoadEntry(
                number, source, kind, day_held(as_of), datetime.fromisoformat(at), revision,
                Counts(**json.loads(counts)), undone, by,
            )
            for number, source, kind, as_of, at, revision, counts, undone, by in self._connection.read(LOADS)
        ]  # fmt: skip

    def history(self, record: RecordId) -> list[Belief]:
        read = self._connection.read
        known = segments_about(read, [record]) if self._schema == len(MIGRATIONS) else published(read)
        return [
            Belief(held, segment.revision or 0, segment.gone.get(offset))
            for segment in contents(read, known)
            for offset in range(len(segment.claims))
            if (held := segment.held(offset)) is not None and is_about(held, record)
        ]

    def changes(self, after: int, to: int) -> Iterator[Change]:
        if to < after:
            yield from super().changes(after, to)
            return
        read = self._connection.read
        went = map(header, read(HEADERS_WITHDRAWN_BETWEEN, after=after, to=to))
        yield from (Change(held, asserted=False) for held in in_order(read, went, lambda one: one.went(after, to)))
        came = map(header, read(HEADERS_BETWEEN, after=after, to=to))
        yield from (Change(held, asserted=True) for held in in_order(read, came, lambda one: one.visible(to)))

    def revisions(self) -> list[Revision]:
        rows = self._connection.read(copying.EVENTS)
        return [Revision(number, datetime.fromisoformat(at)) for number, at in rows]

    def beliefs(self) -> Iterator[Belief]:
        return copying.read_beliefs(self._connection)

    def restore(self, contents: Contents) -> None:
        self._prepare()
        db = self._connection
        staging.sweep(db, self._stage_seconds)
        made = copying.stage(db, contents)
        with staging.whole_or_nothing(db, staging.Stage(made.root, 0)):
            copying.fill(db, made)
            with self._publisher.leased() as lease:
                db.in_write(lambda tx: copying.publish(tx, made, lease.fence(tx), db.uri))
                self._publisher.follow(lease)

    def close(self) -> None:
        self._connection.close()

    def get(self, key: str) -> tuple[str | None, int]:
        return entry(self._connection, key)

    def put_if_version(self, key: str, value: str, version: int) -> bool:
        self._prepare()
        return put_entry(self._connection, key, value, version)

    def keys(self, prefix: str = "") -> list[str]:
        return entry_keys(self._connection, prefix)

    def _prepare(self) -> None:
        """Make or renew what the database holds, only now that something is to be written."""
        if self._schema < len(MIGRATIONS):
            migrate(self._connection, self._schema)
            self._schema = len(MIGRATIONS)
