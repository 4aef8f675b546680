"""How claims are read out of the SQLite file one by one: what is visible, what changed, what was ever held."""

import json
import sqlite3
from collections.abc import Iterator

from graph.provenance import Held, RecordId, record_id
from graph.registry import is_about
from graph.stores.base import Belief, Change
from graph.stores.sqlite.rows import COLUMNS, held_of
from graph.vocabulary.tables import TABLES

_BATCH = 5_000
_ORDER = " ORDER BY c.source, c.tab, c.key, c.number"
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM withdrawals w JOIN events x ON x.number = w.event"
    " WHERE w.claim = c.number AND x.revision <= {at})"
)
_CLAIMS = f"SELECT {COLUMNS} FROM claims c JOIN loads l ON l.number = c.load JOIN events e ON e.number = c.event WHERE "  # noqa: S608 -- constants
_VISIBLE = _CLAIMS + "e.revision <= :at AND " + _STANDS.format(at=":at")
_BETWEEN = "{0}.revision > :after AND {0}.revision <= :to"
_WITHDRAWN = f"SELECT w.claim FROM events x JOIN withdrawals w ON w.event = x.number WHERE {_BETWEEN.format('x')}"  # noqa: S608 -- constants
_WENT = f"{_CLAIMS} c.number IN ({_WITHDRAWN}) AND e.revision <= :after AND {_STANDS.format(at=':after')} {_ORDER}"
_CAME = f"{_CLAIMS} {_BETWEEN.format('e')} AND {_STANDS.format(at=':to')} {_ORDER}"
_MENTIONS = "SELECT number FROM claims WHERE instr(content, :record) > 0"
_KEYS = "SELECT number, source, tab, key FROM claims WHERE tab IN (SELECT value FROM json_each(:tables))"
_BELIEF = (
    f"SELECT {COLUMNS}, e.revision, (SELECT min(x.revision) FROM withdrawals w JOIN events x ON x.number = w.event"  # noqa: S608 -- constants
    " WHERE w.claim = c.number) FROM claims c JOIN loads l ON l.number = c.load JOIN events e ON e.number = c.event"
    " WHERE e.revision IS NOT NULL AND c.number IN (SELECT value FROM json_each(:numbers)) ORDER BY c.number"
)


def read_rows(db: sqlite3.Connection, at: int) -> Iterator[list[Held]]:
    """Yield what is visible at a revision, in order."""
    cursor = db.execute(_VISIBLE + _ORDER, {"at": at})
    while rows := cursor.fetchmany(_BATCH):
        yield [held_of(row) for row in rows]


def read_source(db: sqlite3.Connection, at: int, source: str) -> Iterator[Held]:
    """Yield what a source says at a revision, in no order that matters."""
    yield from map(held_of, db.execute(f"{_VISIBLE} AND c.source = :source", {"at": at, "source": source}))


def read_changes(db: sqlite3.Connection, after: int, to: int) -> Iterator[Change]:
    """Yield what came and went between two revisions; only what those between them touched is read."""
    if after > to:  # the other way round what came is what went
        back = list(read_changes(db, to, after))
        yield from (Change(item.held, asserted=False) for item in back if item.asserted)
        yield from (Change(item.held, asserted=True) for item in back if not item.asserted)
        return
    for asked, asserted in ((_WENT, False), (_CAME, True)):
        cursor = db.execute(asked, {"after": after, "to": to})
        while rows := cursor.fetchmany(_BATCH):
            yield from (Change(held_of(row), asserted) for row in rows)


def read_history(db: sqlite3.Connection, record: RecordId) -> Iterator[Belief]:
    """Yield what was ever held about a record or an exact key, oldest first.

    SQLite looks through the contents for those that name the record; beside them are the claims whose own record it
    is, whose id is not written. An exact key is written as somebody typed it: for one, all people are looked at.
    """
    kind, _, key = record.partition(":")
    if key:
        tables, numbers = ["leaders"] if kind == "leader" else ["people"], set[int]()
    else:
        tables = [name for name, table in TABLES.items() if record.startswith(f"{table.prefix}-")]
        numbers = {row[0] for row in db.execute(_MENTIONS, {"record": record})}
    rows = db.execute(_KEYS, {"tables": json.dumps(tables)})
    numbers |= {number for number, *home in rows if key or record_id(*home) == record}
    for row in db.execute(_BELIEF, {"numbers": json.dumps(sorted(numbers))}):
        found = held_of(row[:9])
        if is_about(found, record):
            yield Belief(found, row[9], row[10])
