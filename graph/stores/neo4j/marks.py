"""Which segments speak of a record: each has an indexed text of short marks of whom and what its claims are about.

Lucene answers in a time that does not grow with the store, where reading every claim would. A mark is a hash of
40 bits: two records that share one cost a segment that is read in vain, because what was found is looked at again.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import LiteralString

from graph.provenance import Claim, record_id, references
from graph.registry import identity_marks
from graph.stores.neo4j.connection import Connection, Reading
from graph.stores.neo4j.segments import HEADERS_MARKED, Header, contents, header, headers
from graph.vocabulary.tables import TABLES

_UNREFERRED = "r-"  # ids of claims to which nothing refers; they are many, so they have no marks

MARK: LiteralString = "UNWIND $rows AS row MATCH (g:Segment {first: row[0]}) SET g.marks = row[1]"
_BATCH = 200


def marks_of(source: str, claims: Iterable[Claim | None]) -> str:
    """Return the marks of some claims of a source, as they stand in a segment."""
    names = {name for claim in claims if claim is not None for name in _named(source, claim)}
    return " ".join(sorted({_mark(name) for name in names}))


def segments_about(read: Reading, names: Iterable[str]) -> list[Header]:
    """List the published segments that may speak of these records or exact keys, oldest first."""
    wanted = sorted(set(names))
    if any(name.startswith(_UNREFERRED) for name in wanted):
        return published(read)
    found = {item.first: item for name in wanted for item in map(header, read(HEADERS_MARKED, mark=_mark(name)))}
    return sorted(found.values(), key=lambda item: item.first)


def published(read: Reading) -> list[Header]:
    """List every published segment, oldest first: what has to be read where no mark would tell."""
    return sorted((item for item in headers(read) if item.revision is not None), key=lambda item: item.first)


def mark_everything(connection: Connection) -> None:
    """Give marks to the segments of an older database; one that is killed on the way begins again."""
    rows: list[list[object]] = []
    for one in contents(connection.read, headers(connection.read)):
        rows.append([one.first, marks_of(one.source, one.claims)])
        if len(rows) == _BATCH:
            connection.write(MARK, rows=rows)
            rows = []
    connection.write(MARK, rows=rows)


def _named(source: str, claim: Claim) -> Iterator[str]:
    yield from references(claim)
    if TABLES[claim.table].prefix != "r":
        yield record_id(source, claim.table, claim.key)
    if claim.table == "people":
        yield from identity_marks(claim)
    if claim.table == "identities":
        yield from (record for record in claim.content[:2] if record)


def _mark(name: str) -> str:
    return blake2b(name.encode(), digest_size=5).hexdigest()
