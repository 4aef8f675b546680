"""How people are removed from every segment, at every revision."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import LiteralString

from graph.provenance import Held
from graph.registry import Erasure, Suppression
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.marks import marks_of, segments_about
from graph.stores.neo4j.segments import contents, written

REWRITE: LiteralString = (
    "UNWIND $rows AS row MATCH (g:Segment {first: row[0]}) SET g.low = row[1], g.claims = row[2],"
    " g.marks = row[3] RETURN count(g)"
)
ERASED: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.erasures = s.erasures + 1"
BY_NOBODY: LiteralString = "MATCH (l:Load) WHERE l.number > 0 AND l.by IN $authors SET l.by = ''"


@dataclass(slots=True)
class Rewriting(Erasure):
    """What has to change: the segments as they will stand, and what leaves and enters the graph."""

    rows: list[list[object]] = field(default_factory=list)
    gone: list[Held] = field(default_factory=list)
    left: list[Held] = field(default_factory=list)


def erasure(connection: Connection, records: Iterable[str], at: int, suppression: Suppression) -> Rewriting:
    """Look through the published segments that may speak of these records."""
    result = Rewriting(frozenset(records), suppression.hashed)
    for segment in contents(connection.read, segments_about(connection.read, result.records)):
        claims = [claim and result.left_of(segment.source, claim) for claim in segment.claims]
        for offset, left in enumerate(claims):
            held = segment.held(offset)
            if held is None or left is held.claim or segment.gone.get(offset, at + 1) <= at:
                continue
            result.gone.append(held)
            if left is not None:
                result.left.append(Held(held.number, held.source, left, held.load, held.as_of))
        if claims != list(segment.claims):
            low = min((claim.key for claim in claims if claim is not None), default="")
            text = f"[{','.join(map(written, claims))}]"
            result.rows.append([segment.first, low, text, marks_of(segment.source, claims)])
    return result
