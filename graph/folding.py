"""How several claims about one job become one fact with several sources."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.provenance import WORKSPACE
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded

_DAYS_A_MONTH = 30.4375
_TOUCHING_DAYS = 31


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact stands: the source, its row, and the day on which it was last seen there."""

    source: str
    record: str
    seen: str


def trust(source: Source) -> tuple[bool, int]:
    """Return what sorts the better word first: the team's own, written by hand, then the fresher one."""
    return source.source != WORKSPACE, -date.fromisoformat(source.seen).toordinal()


@dataclass(frozen=True, slots=True)
class Span:
    """Days from start to end, each between an earliest and a latest day. ``open``: no end was said."""

    start_low: date
    start_high: date
    end_low: date
    end_high: date
    open: bool = False

    @property
    def start(self) -> date:
        """Return the expected first day."""
        return _middle(self.start_low, self.start_high)

    @property
    def end(self) -> date:
        """Return the expected last day."""
        return _middle(self.end_low, self.end_high)

    def since(self, day: date) -> "Span | None":
        """Return the part of the span from a day on, None when it was over before."""
        if self.end_high < day:
            return None
        return replace(
            self,
            start_low=max(self.start_low, day),
            start_high=max(self.start_high, day),
            end_low=max(self.end_low, day),
        )

    def until(self, day: date) -> "Span | None":
        """Return the span as far as it is known to have gone by a day, None when it began later."""
        if self.start_low > day:
            return None
        return replace(
            self,
            start_high=min(self.start_high, day),
            end_low=min(self.end_low, day),
            end_high=min(self.end_high, day),
        )


def span(start: str | None, end: str | None, *, after: str | None = None, before: str | None = None) -> Span | None:
    """Read a span from partial dates, ends inclusive; None when it has neither start nor end.

    ``after`` and ``before`` bound an end that nobody stated: the row was last seen on one and gone on the other.
    """
    if start is None and end is None and after is None:
        return None
    first = PartialDate.parse(start or end or after or "")
    start_low, start_high = (first.earliest(), first.latest()) if start else (first.latest(), first.latest())
    if end is not None:
        last = PartialDate.parse(end)
        return Span(start_low, start_high, max(last.earliest(), start_low), last.latest())
    if after is not None and before is not None:
        seen, gone = PartialDate.parse(after).earliest(), PartialDate.parse(before).latest()
        return Span(start_low, start_high, seen, max(seen, gone - timedelta(days=1)))
    return Span(start_low, start_high, date.max, date.max, open=True)


@dataclass(frozen=True, slots=True)
class Job:
    """An uninterrupted stay of one person at one company in one unit, whatever the titles on the way.

    ``when`` is None for a job of which only the days are known on which it was observed.
    """

    person: str
    company: str
    title: str
    unit: str
    when: Span | None
    observed: tuple[date, ...]
    sources: tuple[Source, ...]

    def confirmed_on(self) -> date | None:
        """Return the last day on which a source said so."""
        return max(self.observed, default=None)


def fold_jobs(jobs: Iterable[Job]) -> list[Job]:
    """Fold claims of the same stay: same person, company and unit (or a unit not said), in touching times.

    The result does not depend on the order of the claims. An observation without dates joins the stay that it
    falls into, else the other observations of that company.
    """
    groups: dict[tuple[str, str], list[Job]] = defaultdict(list)
    for job in jobs:
        groups[job.person, job.company].append(job)
    return [stay for key in sorted(groups) for stay in _fold_place(groups[key])]


def overlap_months(a: Span, b: Span) -> tuple[int, int, int] | None:
    """Return the expected, least and most months that two spans have in common, None when they cannot meet.

    >>> a = span("2012-01-01", "2012-12-31"); b = span("2012-07-01", "2015")
    >>> overlap_months(a, b)
    (6, 6, 6)
    """
    most = (min(a.end_high, b.end_high) - max(a.start_low, b.start_low)).days + 1
    if most <= 0:
        return None
    expected = (min(a.end, b.end) - max(a.start, b.start)).days + 1
    least = (min(a.end_low, b.end_low) - max(a.start_high, b.start_high)).days + 1
    return _months(expected), _months(least), _months(most)


def _months(days: int) -> int:
    return round(max(days, 0) / _DAYS_A_MONTH)


def _middle(low: date, high: date) -> date:
    return date.fromordinal((low.toordinal() + high.toordinal()) // 2)


def _fold_place(jobs: Sequence[Job]) -> list[Job]:
    dated = sorted(
        (j for j in jobs if j.when),
        key=lambda j: (j.when.start_low, j.when.end_high, j.unit, j.title, j.sources) if j.when else (),
    )
    stays: list[Job] = []
    for job in dated:
        for position, stay in enumerate(stays):
            if _touch(stay, job):
                stays[position] = _joined(stay, job)
                break
        else:
            stays.append(job)
    loose: list[Job] = []
    for job in sorted((j for j in jobs if j.when is None), key=lambda j: (j.observed, j.title, j.sources)):
        home = next((n for n, s in enumerate(stays) if s.when and _falls(s.when, job)), None)
        if home is not None:
            stays[home] = _joined(stays[home], job)
        elif loose:
            loose[0] = _joined(loose[0], job)
        else:
            loose.append(job)
    return stays + loose


def _falls(when: Span, job: Job) -> bool:
    return any(when.start_low <= day <= when.end_high for day in job.observed)


def _touch(a: Job, b: Job) -> bool:
    if a.when is None or b.when is None or (a.unit and b.unit and folded(a.unit) != folded(b.unit)):
        return False
    return b.when.start_low.toordinal() <= a.when.end_high.toordinal() + _TOUCHING_DAYS


def _freshness(job: Job) -> tuple[date, date]:
    return job.confirmed_on() or date.min, job.when.end_high if job.when else date.max


def _joined(a: Job, b: Job) -> Job:
    """Join two stays; the narrower dates of a doubled start or end hold.

    The title that was confirmed last is shown, of those the one that lasted longest: an office that was held beside
    another for a while does not name the whole stay.
    """
    when = a.when
    if a.when and b.when:
        first, last = a.when, (b.when if b.when.end_high >= a.when.end_high else a.when)
        when = replace(first, end_low=last.end_low, end_high=last.end_high, open=last.open)
        if a.when.open and not b.when.open and folded(a.title) == folded(b.title):
            when = replace(first, end_low=b.when.end_low, end_high=b.when.end_high, open=False)
    newer = b if b.title and _freshness(b) >= _freshness(a) else a
    return Job(
        a.person, a.company, newer.title or a.title or b.title, a.unit or b.unit, when,
        tuple(sorted({*a.observed, *b.observed})), tuple(sorted({*a.sources, *b.sources})),
    )  # fmt: skip
