"""How claims are packed into segments, and read back in order, a bounded part at a time."""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, LiteralString

from graph.provenance import Claim, Held, day_held
from graph.registry import REKEYED
from graph.stores.neo4j.connection import Reading

MOST_CLAIMS = 1_000
MOST_TEXT = 200_000
_PAGE = 5_000
_FETCH_SEGMENTS = 500
_FETCH_TEXT = 2_000_000
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: half the time of a dump

_HEADER: LiteralString = " RETURN g.first, g.source, g.tab, g.low, g.size, size(g.claims), e.revision ORDER BY g.first"
HEADERS: LiteralString = (
    "MATCH (g:Segment) WHERE g.first > $after WITH g ORDER BY g.first LIMIT $page"
    " MATCH (g)-[:ASSERTED_BY]->(e:Event)" + _HEADER
)
HEADERS_OF_SOURCE: LiteralString = (
    "MATCH (g:Segment) WHERE g.source = $source AND g.first > $after WITH g ORDER BY g.first LIMIT $page"
    " MATCH (g)-[:ASSERTED_BY]->(e:Event)" + _HEADER
)
HEADERS_OF_LOAD: LiteralString = (
    "MATCH (l:Load {number: $number})<-[:OF]-(g:Segment)-[:ASSERTED_BY]->(e:Event)" + _HEADER
)
HEADERS_OF_EVENT: LiteralString = "MATCH (e:Event {id: $event})<-[:ASSERTED_BY]-(g:Segment)" + _HEADER
HEADERS_BETWEEN: LiteralString = (
    "MATCH (e:Event) WHERE e.revision > $after AND e.revision <= $to MATCH (e)<-[:ASSERTED_BY]-(g:Segment)" + _HEADER
)
HEADERS_WITHDRAWN_BETWEEN: LiteralString = (
    "MATCH (x:Event) WHERE x.revision > $after AND x.revision <= $to MATCH (x)-[:WITHDREW]->(g:Segment)"
    " WITH DISTINCT g MATCH (g)-[:ASSERTED_BY]->(e:Event) WHERE e.revision <= $after" + _HEADER
)
HEADERS_WITHDRAWN: LiteralString = "MATCH (e:Event {id: $event})-[:WITHDREW]->(g:Segment)" + _HEADER
HEADERS_MARKED: LiteralString = (
    "CALL db.index.fulltext.queryNodes('segment_marks', $mark) YIELD node AS g"
    " MATCH (g)-[:ASSERTED_BY]->(e:Event) WHERE e.revision > 0" + _HEADER
)
CONTENTS: LiteralString = (
    "UNWIND $firsts AS first MATCH (g:Segment {first: first})-[:OF]->(l:Load)"
    " MATCH (g)-[:ASSERTED_BY]->(e:Event)"
    " RETURN g.first, g.source, g.tab, g.claims, l.number, l.as_of, e.revision,"
    " [(g)<-[w:WITHDREW]-(x:Event) WHERE x.revision IS NOT NULL | [x.revision, x.id, w.offsets]]"
)


@dataclass(frozen=True, slots=True, order=True)
class Header:
    """A segment without its claims; they are numbered from ``first`` on. ``low`` is its smallest key."""

    source: str
    table: str
    low: str
    first: int
    size: int
    text: int
    revision: int | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Claims in the order in which they came; None where one was erased. ``gone``: offset -> revision that withdrew it.

    That is the order of their keys, but where an erasure took a name out of a key.
    """

    first: int
    claims: tuple[Claim | None, ...]
    source: str
    table: str
    load: int
    as_of: date
    revision: int | None
    gone: dict[int, int]

    def held(self, offset: int) -> Held | None:
        claim = self.claims[offset]
        return Held(self.first + offset, self.source, claim, self.load, self.as_of) if claim else None

    def visible(self, at: int) -> Iterator[Held]:
        """Yield what is visible at a revision, in order of the keys."""
        for offset in self._ordered(range(len(self.claims))):
            claim = self.claims[offset]
            if claim is not None and not (offset in self.gone and self.gone[offset] <= at):
                yield Held(self.first + offset, self.source, claim, self.load, self.as_of)

    def went(self, after: int, to: int) -> Iterator[Held]:
        """Yield what was withdrawn between two revisions, in order of the keys."""
        for offset in self._ordered(sorted(self.gone)):
            held = self.held(offset)
            if held is not None and after < self.gone[offset] <= to:
                yield held

    def _ordered(self, offsets: Sequence[int]) -> Sequence[int]:
        """Return places in order of the keys that stand there."""
        if self.table not in REKEYED:
            return offsets
        return sorted(offsets, key=lambda offset: claim.key if (claim := self.claims[offset]) else "")


def pack(claims: Iterable[tuple[str, Claim]]) -> Iterator[tuple[str, str, list[Claim], str]]:
    """Yield (source, table, claims, their text) of each segment, for claims in order of source, table, key."""
    for (source, table), group in groupby(claims, key=lambda pair: (pair[0], pair[1].table)):
        rows: list[str] = []
        packed: list[Claim] = []
        text = 0
        for _, claim in group:
            row = written(claim)
            if rows and (len(rows) == MOST_CLAIMS or text + len(row) > MOST_TEXT):
                yield source, table, packed, f"[{','.join(rows)}]"
                rows, packed, text = [], [], 0
            rows.append(row)
            packed.append(claim)
            text += len(row)
        yield source, table, packed, f"[{','.join(rows)}]"


def written(claim: Claim | None) -> str:
    """Return a claim as it stands in a segment."""
    if claim is None:
        return "null"
    return _WRITE((claim.key, claim.content, claim.file, claim.line))


def headers(read: Reading, source: str | None = None) -> Iterator[Header]:
    """Yield the header of every segment, or of every one of a source, stages too."""
    after = -1
    while True:
        rows = (
            read(HEADERS, after=after, page=_PAGE)
            if source is None
            else read(HEADERS_OF_SOURCE, source=source, after=after, page=_PAGE)
        )
        yield from map(header, rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]


def header(row: Sequence[Any]) -> Header:
    first, source, table, low, size, text, revision = row
    return Header(source, table, low, first, size, text, revision)


def contents(read: Reading, wanted: Iterable[Header]) -> Iterator[Segment]:
    """Yield the segments of these headers in their order, some fetched ahead."""
    return map(_segment, fetched(read, wanted))


def fetched(read: Reading, wanted: Iterable[Header]) -> Iterator[Sequence[Any]]:
    """Yield the rows of ``CONTENTS`` of these headers in their order, their claims as text."""
    for part in _parts(wanted):
        rows = {row[0]: row for row in read(CONTENTS, firsts=[item.first for item in part])}
        yield from (rows[item.first] for item in part if item.first in rows)


def withdrawn(withdrawals: Iterable[Sequence[Any]]) -> dict[int, int]:
    """Return the offset of each claim that went, and the first revision without it."""
    gone: dict[int, int] = {}
    for number, _, offsets in withdrawals:
        for offset in offsets:
            gone[offset] = min(number, gone[offset]) if offset in gone else number
    return gone


def in_order(read: Reading, wanted: Iterable[Header], some: Callable[[Segment], Iterator[Held]]) -> Iterator[Held]:
    """Yield some claims of each segment, in order of source, table, key and number.

    Segments are sorted inside and opened only when their smallest key is due, so few are in memory at a time.
    """
    ordered = sorted(wanted)
    due = contents(read, ordered)
    opened: list[tuple[tuple[str, str, str, int], Held, Iterator[Held]]] = []
    for item in ordered:
        while opened and opened[0][0] < (item.source, item.table, item.low, item.first):
            yield _next(opened)
        _push(opened, some(next(due)))
    while opened:
        yield _next(opened)


_Opened = list[tuple[tuple[str, str, str, int], Held, Iterator[Held]]]


def _push(opened: _Opened, rest: Iterator[Held]) -> None:
    held = next(rest, None)
    if held is not None:
        heapq.heappush(opened, ((held.source, held.claim.table, held.claim.key, held.number), held, rest))


def _next(opened: _Opened) -> Held:
    _, held, rest = opened[0]
    following = next(rest, None)
    if following is None:
        heapq.heappop(opened)
    else:
        place = (following.source, following.claim.table, following.claim.key, following.number)
        heapq.heapreplace(opened, (place, following, rest))
    return held


def _parts(wanted: Iterable[Header]) -> Iterator[list[Header]]:
    part: list[Header] = []
    text = 0
    for item in wanted:
        if part and (len(part) == _FETCH_SEGMENTS or text + item.text > _FETCH_TEXT):
            yield part
            part, text = [], 0
        part.append(item)
        text += item.text
    if part:
        yield part


def _segment(row: Sequence[Any]) -> Segment:
    first, source, table, text, load, as_of, revision, withdrawals = row
    claims = tuple(Claim(table, one[0], tuple(one[1]), one[2], one[3]) if one else None for one in json.loads(text))
    day = day_held(as_of)
    return Segment(first, claims, source, table, load, day, revision, withdrawn(withdrawals))
