"""How the store contract is kept on SQLite."""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from graph.batches import Batch
from graph.difference import difference
from graph.errors import LoadConflict, StoreClosed
from graph.provenance import Claim, Counts, Held, Load, LoadEntry, RecordId, Revision, day_held
from graph.registry import ERASED, Erasure, Suppression
from graph.stores.base import Belief, Change, Contents, Store, newest_standing
from graph.stores.sqlite.beliefs import read_changes, read_history, read_rows, read_source
from graph.stores.sqlite.copying import read_beliefs, write_contents
from graph.stores.sqlite.reading import read_batches
from graph.stores.sqlite.rows import INSERT, drop_stage, runs, written
from graph.stores.sqlite.schema import connect

_BATCH = 5_000


class SqliteStore(Store):
    """One file; several processes may read while one writes, and a short write never waits for a long load."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = connect(path)

    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        head = self._head(load.source)  # before what is compared, so that whatever comes between them is noticed
        now = self.revision().number
        allowed = Suppression(self).allowed(load.claims, load.source)
        change = difference(load, read_source(self._db, now, load.source), allowed)
        number, event = self._stage_start(load, change.counts, at)
        revision = None
        try:
            for start in range(0, len(change.asserted), _BATCH):
                some = change.asserted[start : start + _BATCH]
                rows = [(load.source, c.table, c.key, written(c), c.file, c.line, number, event) for c in some]
                with self._write() as db:
                    self._unchanged(load.source, head)  # nobody who was erased meanwhile is put aside again
                    db.executemany(INSERT, rows)
            with self._write() as db:
                self._unchanged(load.source, head)
                db.executemany(
                    "INSERT OR IGNORE INTO withdrawals VALUES (?, ?)", [(n, event) for n in change.withdrawn]
                )
                if change:
                    revision = self._publish(db, event, at)
                db.execute("UPDATE loads SET published = 1 WHERE number = ?", (number,))
        except BaseException:
            with self._write() as db:
                drop_stage(db, event)
            raise
        return LoadEntry(number, load.source, load.kind, load.as_of, at, revision, change.counts, by=load.by)

    def undo(self, source: str, *, at: datetime, number: int | None = None) -> LoadEntry:
        with self._write() as db:
            found = [entry for entry in self.loads() if entry.source == source and not entry.undone]
            entry = newest_standing(found, source, number)
            db.execute("UPDATE loads SET undone = 1 WHERE number = ?", (entry.number,))
            if entry.revision is not None:
                undone = self._event_of(entry.revision)
                event = self._new_event(db, None)
                db.execute(
                    "INSERT INTO withdrawals SELECT c.number, ? FROM claims c WHERE c.load = ? AND NOT EXISTS"
                    " (SELECT 1 FROM withdrawals w JOIN events x ON x.number = w.event"
                    " WHERE w.claim = c.number AND x.revision IS NOT NULL)",
                    (event, entry.number),
                )
                db.execute(
                    "INSERT INTO claims (source, tab, key, content, file, line, load, event)"
                    " SELECT c.source, c.tab, c.key, c.content, c.file, c.line, c.load, ? FROM claims c"
                    " JOIN withdrawals w ON w.claim = c.number WHERE w.event = ?",
                    (event, undone),
                )
                self._publish(db, event, at)
        return next(item for item in self.loads() if item.number == entry.number)

    def erase(self, records: Iterable[RecordId], *, at: datetime, authors: Collection[str] = ()) -> int:
        with self._write() as db:
            suppression = Suppression(self)
            erasure = Erasure(frozenset(records), suppression.hashed)
            for row in db.execute("SELECT number, source, tab, key, content FROM claims").fetchall():
                claim = Claim(row[2], row[3], tuple(json.loads(row[4])))
                left = erasure.left_of(row[1], claim)
                if left is None:
                    db.execute("DELETE FROM withdrawals WHERE claim = ?", (row[0],))
                    db.execute("DELETE FROM claims WHERE number = ?", (row[0],))
                elif left is not claim:
                    db.execute(
                        "UPDATE claims SET key = ?, content = ? WHERE number = ?", (left.key, written(left), row[0])
                    )
            db.executemany("UPDATE loads SET said_by = '' WHERE said_by = ?", [(author,) for author in authors])
            self._publish(db, self._new_event(db, None), at)
            suppression.add(erasure.marks)
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return erasure.touched

    def revision(self, known_on: date | None = None) -> Revision:
        last = "9999-12-31" if known_on is None else known_on.isoformat()
        row = self._db.execute(
            "SELECT revision, at FROM events WHERE revision IS NOT NULL AND substr(at, 1, 10) <= ?"
            " ORDER BY revision DESC LIMIT 1",
            (last,),
        ).fetchone()
        return Revision(row[0], datetime.fromisoformat(row[1])) if row else Revision(0, None)

    def snapshot_rows(self, at: int) -> Iterator[list[Held]]:
        return read_rows(self._db, at)

    def snapshot_batches(self, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
        return read_batches(self._db, at, tables)

    def loads(self) -> list[LoadEntry]:
        rows = self._db.execute(
            "SELECT l.number, l.source, l.kind, l.as_of, l.at,"
            " (SELECT min(e.revision) FROM events e WHERE e.load = l.number),"
            " l.counts, l.undone, l.said_by FROM loads l WHERE l.published = 1 ORDER BY l.number"
        )
        return [
            LoadEntry(
                row[0], row[1], row[2], day_held(row[3]), datetime.fromisoformat(row[4]), row[5],
                Counts(**json.loads(row[6])), bool(row[7]), row[8],
            )
            for row in rows
        ]  # fmt: skip

    def changes(self, after: int, to: int) -> Iterator[Change]:
        return read_changes(self._db, after, to)

    def history(self, record: RecordId) -> list[Belief]:
        return list(read_history(self._db, record))

    def revisions(self) -> list[Revision]:
        rows = self._db.execute("SELECT revision, at FROM events WHERE revision IS NOT NULL ORDER BY revision")
        return [Revision(number, datetime.fromisoformat(at)) for number, at in rows]

    def beliefs(self) -> Iterator[Belief]:
        return read_beliefs(self._db)

    def restore(self, contents: Contents) -> None:
        with self._write() as db:
            write_contents(db, str(self.path), contents)
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, key: str) -> tuple[str | None, int]:
        row = self._db.execute("SELECT value, version FROM entries WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else (None, 0)

    def put_if_version(self, key: str, value: str, version: int) -> bool:
        if version == 0:
            done = self._db.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, 1)", (key, value))
        else:
            done = self._db.execute(
                "UPDATE entries SET value = ?, version = version + 1 WHERE key = ? AND version = ?",
                (value, key, version),
            )
        return done.rowcount == 1

    def keys(self, prefix: str = "") -> list[str]:
        rows = self._db.execute(
            "SELECT key FROM entries WHERE substr(key, 1, ?) = ? ORDER BY key", (len(prefix), prefix)
        )
        return [row[0] for row in rows]

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreClosed
        return self._connection

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _head(self, source: str) -> tuple[int, ...]:
        """Return what changes whenever a load of the source is published or taken back, or anybody is erased."""
        row = self._db.execute(
            "SELECT coalesce(max(number), 0), coalesce(sum(undone), 0), (SELECT coalesce(sum(version), 0) FROM entries"
            " WHERE substr(key, 1, ?) = ?) FROM loads WHERE source = ? AND published = 1",
            (len(ERASED), ERASED, source),
        ).fetchone()
        return tuple(map(int, row))

    def _unchanged(self, source: str, head: tuple[int, ...]) -> None:
        if self._head(source) != head:
            raise LoadConflict(source)

    def _stage_start(self, load: Load, counts: Counts, at: datetime) -> tuple[int, int]:
        """Open a stage that nobody sees, after removing those of processes that died."""
        with self._write() as db:
            stages = db.execute("SELECT number, process FROM events WHERE revision IS NULL").fetchall()
            for event in (number for number, process in stages if not runs(process)):
                drop_stage(db, event)
            done = db.execute(
                "INSERT INTO loads (source, kind, as_of, at, said_by, counts) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    load.source,
                    load.kind,
                    load.as_of.isoformat(),
                    at.isoformat(),
                    load.by,
                    json.dumps(asdict(counts)),
                ),
            )
            number = int(done.lastrowid or 0)
            return number, self._new_event(db, number)

    @staticmethod
    def _new_event(db: sqlite3.Connection, load: int | None) -> int:
        done = db.execute("INSERT INTO events (load, process) VALUES (?, ?)", (load, os.getpid()))
        return int(done.lastrowid or 0)

    @staticmethod
    def _publish(db: sqlite3.Connection, event: int, at: datetime) -> int:
        revision = int(db.execute("SELECT coalesce(max(revision), 0) + 1 FROM events").fetchone()[0])
        db.execute("UPDATE events SET revision = ?, at = ? WHERE number = ?", (revision, at.isoformat(), event))
        return revision

    def _event_of(self, revision: int) -> int:
        return int(self._db.execute("SELECT number FROM events WHERE revision = ?", (revision,)).fetchone()[0])
