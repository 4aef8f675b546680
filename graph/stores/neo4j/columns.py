"""How what is visible is handed over in columns: the text of each segment becomes one batch, and no claim is made."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from graph.batches import Batch
from graph.provenance import day_held
from graph.stores.neo4j.connection import Reading
from graph.stores.neo4j.segments import fetched, headers, withdrawn
from graph.vocabulary.tables import TABLES


def read_batches(read: Reading, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
    """Yield what is visible at a revision, at most a segment's claims in a batch.

    ``tables`` are those that are wanted; without any, all are. Segments of other tables are not fetched.
    """
    wanted = (
        one for one in headers(read)
        if one.revision is not None and one.revision <= at and (not tables or one.table in tables)
    )  # fmt: skip
    for row in fetched(read, wanted):
        yield from _batch(row, at)


def _batch(row: Sequence[Any], at: int) -> Iterator[Batch]:
    first, source, table, text, load, as_of, _, withdrawals = row
    gone = {offset for offset, revision in withdrawn(withdrawals).items() if revision <= at}
    rows = json.loads(text)
    if gone or None in rows:
        numbers: Sequence[int] = [first + n for n, one in enumerate(rows) if one is not None and n not in gone]
        rows = [rows[number - first] for number in numbers]
    else:
        numbers = range(first, first + len(rows))
    if rows:
        keys, contents, files, lines = zip(*rows, strict=True)
        yield Batch(table, source, load, day_held(as_of), keys, _columns(table, contents), files, lines, numbers)


def _columns(table: str, contents: Sequence[list[str | None]]) -> list[list[str]]:
    """Claims written before a field was appended lack it."""
    width = len(TABLES[table].fields)
    for content in contents:
        content += [None] * (width - len(content))
    return [[value or "" for value in column] for column in zip(*contents, strict=True)]
