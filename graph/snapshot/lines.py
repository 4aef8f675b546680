"""Which dated lines join people at clients: claims of several sources about one line folded into one fact."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.folding import Source, Span, span, trust
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded

LINE_KINDS = ("reports", "influence", "conflict", "agreement", "guards")
SYMMETRIC = frozenset({"conflict", "agreement"})
_USUAL = {"influence": 2.0, "conflict": 2.0, "agreement": 2.0}  # strength of a line for which nobody told one

Ends = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A dated line between two people at a client.

    ``kind``: reports (``start`` to the manager ``end``), influence (``start`` sways ``end``; ``strength`` -3..3),
    conflict and agreement (1..3; ``start`` is the smaller id), guards (the gatekeeper ``start`` before the person
    ``end``, or before ``unit``, of ``company`` where one was told). ``sources``: the one that ranks first leads.
    """

    kind: str
    start: str
    end: str
    strength: float
    when: Span | None
    sources: tuple[Source, ...]
    unit: str = ""
    company: str = ""

    @property
    def source(self) -> Source:
        """Return the source whose word counts first."""
        return self.sources[0]

    @property
    def ends(self) -> Ends:
        """Return what the line joins; a unit whichever way it is spelled."""
        return LINE_KINDS.index(self.kind), self.start, self.end, folded(self.unit), self.company

    @property
    def began(self) -> tuple[date, date]:
        """Return between which days it began; one without a start always was."""
        return (self.when.start_low, self.when.start_high) if self.when else (date.min, date.min)

    def holds_on(self, day: date) -> bool:
        """Say whether the line stands on a day; one without dates always does."""
        return self.when is None or self.when.start_low <= day <= self.when.end_high


@dataclass(frozen=True, slots=True)
class ToldLine:
    """What one claim says of a line; ``since`` and ``until`` are partial dates, "" or None where nothing was said."""

    kind: str
    start: str
    end: str
    strength: float | None
    since: str
    until: str
    source: Source
    key: str
    unit: str = ""
    company: str = ""

    @property
    def rank(self) -> tuple[tuple[bool, int], str, str, str]:
        """Return what sorts the word that counts first, never by the order in which it was loaded."""
        return trust(self.source), self.source.source, self.key, self.source.record

    def line(self) -> Line:
        one, other = self.start, self.end
        if self.kind in SYMMETRIC:
            one, other = min(one, other), max(one, other)
        return Line(self.kind, one, other, 1.0, None, (self.source,), self.unit, self.company)


def fold_lines(told: Iterable[ToldLine]) -> tuple[Line, ...]:
    """Fold claims of the same line: same kind, ends and start, told by whichever sources, in whichever order.

    Of several strengths or ends the word counts that ranks first. An end told without a start is one of every line
    between these ends that had begun by then, unless a better word tells of it.
    """
    groups: dict[Ends, dict[str, list[ToldLine]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(told, key=lambda one: one.rank):
        groups[one.line().ends][one.since].append(one)
    return tuple(line for ends in sorted(groups) for line in _lines(groups[ends]))


def lines_on(lines: Iterable[Line], day: date) -> tuple[Line, ...]:
    """Return the lines that stand on a day, of several between the same ends the one that began last."""
    newest: dict[Ends, Line] = {}
    for line in lines:
        if line.holds_on(day):
            known = newest.get(line.ends)
            if known is None or line.began > known.began:
                newest[line.ends] = line
    return tuple(newest.values())


def _lines(by_start: dict[str, list[ToldLine]]) -> Iterator[Line]:
    undated = by_start.get("", [])
    for since, same in sorted(by_start.items()):
        until = _until(since, same, undated)
        when = span(since or None, until or None)
        if when is not None and not since:
            when = replace(when, start_low=date.min, start_high=date.min, end_low=PartialDate.parse(until).earliest())
        first = same[0]
        strength = next((one.strength for one in same if one.strength is not None), _USUAL.get(first.kind, 1.0))
        sources = tuple(dict.fromkeys(one.source for one in same))
        yield replace(first.line(), strength=strength, when=when, sources=sources)


def _until(since: str, same: Sequence[ToldLine], undated: Sequence[ToldLine]) -> str:
    """Return the end of a line: its own, or an earlier one that was told without a start by a word as good."""
    own = next((one.until for one in same if one.until), "")
    if not since:
        return own
    began = PartialDate.parse(since).earliest()
    for one in undated:
        if one.until and trust(one.source) <= trust(same[0].source) and PartialDate.parse(one.until).latest() >= began:
            earlier = not own or PartialDate.parse(one.until).latest() < PartialDate.parse(own).latest()
            return one.until if earlier else own
    return own
