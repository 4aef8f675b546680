"""How everything is read out of a SQLite file, and written into an empty one, in one transaction."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain, islice

from graph.errors import ChangedMeanwhile, StoreNotEmpty
from graph.provenance import LoadEntry, Revision
from graph.registry import OWN
from graph.stores.base import Belief, Contents
from graph.stores.sqlite.rows import COLUMNS, INSERT, drop_stage, held_of, runs, written

_BATCH = 5_000
_BELIEFS = (
    f"SELECT {COLUMNS}, (SELECT min(x.revision) FROM withdrawals w JOIN events x ON x.number = w.event"  # noqa: S608 -- constants
    " WHERE w.claim = c.number) FROM claims c JOIN loads l ON l.number = c.load WHERE c.event = ?"
    " ORDER BY c.load, c.source, c.tab, c.key, c.number"
)
_LOAD = (
    "INSERT INTO loads (number, source, kind, as_of, at, said_by, counts, published, undone)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)"
)
_HELD = (
    "SELECT (SELECT count(*) FROM loads), (SELECT count(*) FROM events),"
    " (SELECT count(*) FROM entries WHERE substr(key, 1, length(:own)) <> :own)"
)


def read_beliefs(db: sqlite3.Connection) -> Iterator[Belief]:
    """Yield every claim that was ever held, revision by revision; SQLite sorts the larger ones on disk."""
    published = "SELECT number, revision FROM events WHERE revision IS NOT NULL ORDER BY revision"
    for event, revision in db.execute(published).fetchall():
        rows = db.execute(_BELIEFS, (event,))
        while batch := rows.fetchmany(_BATCH):
            for row in batch:
                yield Belief(held_of(row[:9]), revision, row[9])


def write_contents(db: sqlite3.Connection, where: str, contents: Contents) -> None:
    """Fill an empty file inside the caller's transaction: until that ends, and if it never does, the file is empty."""
    stages = db.execute("SELECT number, process FROM events WHERE revision IS NULL").fetchall()
    for event in (number for number, process in stages if not runs(process)):
        drop_stage(db, event)
    held = db.execute(_HELD, {"own": OWN}).fetchone()
    if any(held):
        raise StoreNotEmpty(where, *held)
    events = _write_events(db, contents.revisions, contents.loads)
    db.executemany(_LOAD, [_load_row(entry) for entry in contents.loads])
    db.executemany("INSERT INTO entries VALUES (?, ?, ?)", [(e.key, e.value, e.version) for e in contents.entries])
    beliefs = iter(contents.beliefs)
    first = 1
    while batch := list(islice(beliefs, _BATCH)):
        _write_beliefs(db, batch, events, first)
        first += len(batch)


def _write_events(db: sqlite3.Connection, revisions: Iterable[Revision], loads: Iterable[LoadEntry]) -> dict[int, int]:
    """Write an event for each revision; return their numbers."""
    load_of = {entry.revision: entry.number for entry in loads if entry.revision is not None}
    events: dict[int, int] = {}
    for event, revision in enumerate(revisions, 1):
        at = revision.at.isoformat() if revision.at else ""
        row = (event, load_of.get(revision.number), os.getpid(), revision.number, at)
        db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
        events[revision.number] = event
    return events


def _load_row(entry: LoadEntry) -> tuple[object, ...]:
    return (
        entry.number, entry.source, entry.kind, entry.as_of.isoformat(), entry.at.isoformat(), entry.by,
        json.dumps(asdict(entry.counts)), int(entry.undone),
    )  # fmt: skip


def _write_beliefs(db: sqlite3.Connection, batch: list[Belief], events: dict[int, int], first: int) -> None:
    """Write claims, numbered from ``first`` on, and what withdrew them."""
    if any(revision not in events for revision in chain.from_iterable(map(_revisions, batch))):
        raise ChangedMeanwhile
    rows = [
        (b.held.source, b.held.claim.table, b.held.claim.key, written(b.held.claim), b.held.claim.file,
         b.held.claim.line, b.held.load, events[b.asserted])
        for b in batch
    ]  # fmt: skip
    db.executemany(INSERT, rows)
    gone = [(n, events[b.withdrawn]) for n, b in enumerate(batch, first) if b.withdrawn is not None]
    db.executemany("INSERT INTO withdrawals VALUES (?, ?)", gone)


def _revisions(belief: Belief) -> Iterator[int]:
    yield belief.asserted
    if belief.withdrawn is not None:
        yield belief.withdrawn
