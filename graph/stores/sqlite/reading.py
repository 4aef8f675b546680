"""How what is visible is read out of the SQLite file in columns: SQLite puts the values of many rows together."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from graph.batches import Batch
from graph.provenance import day_held
from graph.vocabulary.tables import TABLES

_ROWS = 20_000
_EVENTS = (
    "SELECT number, (SELECT min(c.number) FROM claims c WHERE c.event = e.number),"
    " (SELECT max(c.number) FROM claims c WHERE c.event = e.number) FROM events e WHERE revision <= :at ORDER BY number"
)
_COLUMNS = (
    "SELECT tab, source, load, '[' || group_concat(content) || ']', json_group_array(key), json_group_array(file),"
    " '[' || group_concat(line) || ']', '[' || group_concat(number) || ']' FROM claims"
    " WHERE number BETWEEN :first AND :last AND +event = :event"
    " AND (:tables = '[]' OR tab IN (SELECT value FROM json_each(:tables))) AND number NOT IN ("
    "SELECT w.claim FROM withdrawals w JOIN events x ON x.number = w.event"
    " WHERE w.claim BETWEEN :first AND :last AND x.revision <= :at)"
    " GROUP BY tab, source, load"
)


def read_batches(db: sqlite3.Connection, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
    """Yield what is visible at a revision, from one state of the file; at most 20,000 rows are held at a time.

    ``tables`` are those that are wanted; without any, all are.
    """
    wanted = json.dumps(sorted(tables))
    begun = not db.in_transaction
    if begun:
        db.execute("BEGIN")
    try:
        days = dict(db.execute("SELECT number, as_of FROM loads").fetchall())
        for event, first, last in db.execute(_EVENTS, {"at": at}).fetchall():
            for start in range(first or 0, (last or -1) + 1, _ROWS):
                bounds = {"first": start, "last": min(start + _ROWS - 1, last), "event": event, "at": at}
                bounds["tables"] = wanted
                for row in db.execute(_COLUMNS, bounds).fetchall():
                    yield _batch(row, days)
    finally:
        if begun and db.in_transaction:
            db.execute("COMMIT")


def _batch(row: Sequence[str], days: dict[int, str]) -> Batch:
    table, source, load = row[0], row[1], int(row[2])
    width = len(TABLES[table].fields)
    contents: list[list[str | None]] = json.loads(row[3])
    for content in contents:
        content += [None] * (width - len(content))
    columns = [[value or "" for value in column] for column in zip(*contents, strict=True)]
    keys, files, lines, numbers = (json.loads(text) for text in row[4:])
    return Batch(table, source, load, day_held(days[load]), keys, columns, files, lines, numbers)
