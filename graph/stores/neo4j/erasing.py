"""How people are removed from every segment, at every revision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import LiteralString

from graph.provenance import Claim, Held, record_id, references
from graph.registry import identity_marks, without_people
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.marks import marks_of, segments_about
from graph.stores.neo4j.segments import Segment, contents, written

REWRITE: LiteralString = (
    "UNWIND $rows AS row MATCH (g:Segment {first: row[0]}) SET g.low = row[1], g.claims = row[2],"
    " g.marks = row[3] RETURN count(g)"
)
ERASED: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.erasures = s.erasures + 1"


@dataclass(slots=True)
class Erasure:
    """What has to change: the segments as they will stand, and what leaves and enters the graph."""

    marks: list[str]
    touched: int = 0
    rows: list[list[object]] = field(default_factory=list)
    gone: list[Held] = field(default_factory=list)
    left: list[Held] = field(default_factory=list)


def erasure(connection: Connection, records: Iterable[str], at: int) -> Erasure:
    """Look through the published segments that may speak of these records."""
    wanted = set(records)
    result = Erasure(sorted(wanted))
    for segment in contents(connection.read, segments_about(connection.read, wanted)):
        claims = list(segment.claims)
        for offset, shorter in _touched(segment, wanted, result.marks):
            held = segment.held(offset)
            claims[offset] = shorter
            result.touched += 1
            if held is not None and segment.gone.get(offset, at + 1) > at:
                result.gone.append(held)
                if shorter is not None:
                    result.left.append(Held(held.number, held.source, shorter, held.load, held.as_of))
        if claims != list(segment.claims):
            low = next((claim.key for claim in claims if claim is not None), "")
            text = f"[{','.join(map(written, claims))}]"
            result.rows.append([segment.first, low, text, marks_of(segment.source, claims)])
    return result


def _touched(segment: Segment, wanted: set[str], marks: list[str]) -> Iterator[tuple[int, Claim | None]]:
    """Yield the offset of each claim that has to change, with what is left of it."""
    for offset, claim in enumerate(segment.claims):
        if claim is None:
            continue
        if claim.table == "people" and record_id(segment.source, "people", claim.key) in wanted:
            marks += identity_marks(claim)
            yield offset, None
        elif wanted.intersection(references(claim)):
            yield offset, without_people(claim, wanted)
        elif claim.table == "identities" and wanted & set(claim.content[:2]):
            yield offset, None
