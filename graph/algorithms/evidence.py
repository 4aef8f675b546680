"""Everything that links one person to others on a day, each with a weight and its words."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.folding import Job, Source, Span, overlap_months
from graph.parameters import Parameters
from graph.snapshot import Fact, Snapshot
from graph.vocabulary.names import folded

_DAYS_A_YEAR = 365.25
_BIG_MEETING = 15


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact about a pair; ``weight`` in [0, 1) is what it adds to their warmth.

    ``met`` is False where the two share a firm or a school and perhaps never knew each other.
    """

    kind: str
    text: str
    weight: float
    company: str = ""
    start: str = ""
    end: str = ""
    months: tuple[int, int, int] | None = None
    sources: tuple[Source, ...] = ()
    warning: str = ""
    met: bool = True


def warmth(evidence: tuple[Evidence, ...]) -> float:
    """Combine the facts of one pair: 1 - prod(1 - w_i), in [0, 1); 0 without evidence.

    >>> round(warmth((Evidence("contact", "", 0.5), Evidence("contact", "", 0.5))), 2)
    0.75
    """
    return 1.0 - math.prod(1.0 - item.weight for item in evidence)


@dataclass(frozen=True, slots=True)
class World:
    """A snapshot seen on a day with parameters: what all questions about ties share."""

    snapshot: Snapshot
    as_of: date
    parameters: Parameters

    def works_at(self, job: Job) -> bool:
        """Say whether a job goes on at the day: certainly, or presumably since it was last confirmed."""
        if job.when is not None and not job.when.open:
            return job.when.start_low <= self.as_of <= job.when.end_high
        if job.when is not None and job.when.start_low > self.as_of:
            return False
        seen = [day for day in job.observed if day <= self.as_of]
        if job.when is None and not seen:
            return False
        years = self.parameters.of("introductions")["presumed_years"]
        if seen and (self.as_of - max(seen)).days > years * _DAYS_A_YEAR:
            return False
        others = (o for o in self.snapshot.jobs.get(job.person, ()) if o.company != job.company and o.when is None)
        fresher = max((d for o in others for d in o.observed if d <= self.as_of), default=date.min)
        return not (job.when is None and fresher > max(seen))

    def jobs_now(self, person: str) -> list[Job]:
        """List a person's jobs that go on at the day."""
        return [job for job in self.snapshot.jobs.get(person, ()) if self.works_at(job)]

    def is_ours(self, person: str) -> bool:
        """Say whether a person works for us at the day."""
        return any(self._ours(job.company) for job in self.jobs_now(person))

    def was_ours(self, person: str) -> bool:
        """Say whether a person used to work for us and does not now."""
        jobs = self.snapshot.jobs.get(person, ())
        return not self.is_ours(person) and any(
            self._ours(j.company) and j.when and j.when.start_low <= self.as_of for j in jobs
        )

    def _ours(self, company: str) -> bool:
        found = self.snapshot.companies.get(company)
        return found is not None and found.relation == "ours"

    def ties(self, person: str) -> dict[str, tuple[Evidence, ...]]:
        """Return everybody who is tied to a person, with all evidence, strongest first."""
        found: dict[str, list[Evidence]] = defaultdict(list)
        for other, item in self._all(person):
            if other != person and other in self.snapshot.people and item.weight > 0:
                found[other].append(item)
        return {
            other: tuple(sorted(items, key=lambda e: (-e.weight, e.kind, e.text, e.sources)))
            for other, items in sorted(found.items())
        }

    def _all(self, person: str) -> Iterator[tuple[str, Evidence]]:
        for job in self.snapshot.jobs.get(person, ()):
            yield from self._colleagues(job)
        contacts: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.snapshot.facts.get(person, ()):
            if fact.when is None and fact.kind == "contact":
                continue
            if fact.when is not None and fact.when.start_low > self.as_of:
                continue
            if fact.kind == "contact":
                for other in fact.people:
                    contacts[other].append(fact)
            elif fact.kind == "acquaintance":
                for other in fact.people:
                    yield other, self._acquaintance(fact)
            else:
                yield from self._shared(fact)
        for other, facts in contacts.items():
            if other != person:
                yield other, self._contacts(facts)

    def _span(self, job: Job) -> Span | None:
        when = job.when
        if when is None:
            seen = [day for day in job.observed if day <= self.as_of]
            return Span(min(seen), min(seen), max(seen), max(seen)) if seen else None
        if when.open and not self.works_at(job):
            last = max((d for d in job.observed if d <= self.as_of), default=None)
            if last is None:
                return None
            when = Span(when.start_low, when.start_high, last, last)
        return when.until(self.as_of)

    def _colleagues(self, job: Job) -> Iterator[tuple[str, Evidence]]:
        mine = self._span(job)
        if mine is None:
            return
        ours = self._ours(job.company) and self.is_ours(job.person)
        homes = self.snapshot.homes_of(job.company)
        for home, since in homes:
            jobs = self.snapshot.jobs_at.get(home, ())
            size = len({other.person for other in jobs})
            for other in jobs:
                theirs = self._span(other)
                if other.person == job.person or theirs is None:
                    continue
                others = dict(self.snapshot.homes_of(other.company))
                if home != next(one for one, _ in homes if one in others):
                    continue
                joined = max(since, others[home])
                a, b = mine.since(joined), theirs.since(joined)
                months = overlap_months(a, b) if a and b else None
                if a and b and months is not None:
                    yield other.person, self._worked(job, other, a, b, months, size)
                elif self._ours(other.company) and ours != self.is_ours(other.person):
                    yield other.person, self._once_ours(job, other)

    def _once_ours(self, a: Job, b: Job) -> Evidence:
        """Having been ours counts without any time together."""
        name = self.snapshot.companies[a.company].name
        text = f"both have been at {name}, at different times"
        sources = tuple(sorted({*a.sources, *b.sources}))
        return Evidence("alumni", text, self.parameters.of("alumni")["floor"], a.company, sources=sources, met=False)

    def _worked(self, a: Job, b: Job, mine: Span, theirs: Span, months: tuple[int, int, int], size: int) -> Evidence:
        numbers = self.parameters.of("employment")
        start, end = max(mine.start, theirs.start), min(mine.end, theirs.end)
        ours = self._ours(a.company) or self._ours(b.company)
        same_unit = bool(a.unit and b.unit) and folded(a.unit) == folded(b.unit)
        unit = numbers["same_unit"] if same_unit else numbers["other_unit" if a.unit and b.unit else "unknown_unit"]
        amount = 1.0 - math.exp(-max(months[0], 0.5) / numbers["months_scale"])
        dense = 1.0 if ours else min(1.0, numbers["known_all"] / max(size - 1, 1))
        half_life = numbers["half_life_years"] + months[0] / 12
        fade = _fade((self.as_of - end).days / _DAYS_A_YEAR, half_life, numbers["kept"])
        most = self.parameters.of("alumni")["most"] if ours else numbers["most"]
        weight = most * amount * unit * dense * fade
        if ours:
            floor = self.parameters.of("alumni")["floor"]
            weight = floor + (1 - floor) * weight
        names = sorted(
            {self.snapshot.companies[j.company].name if j.company in self.snapshot.companies else "?" for j in (a, b)}
        )
        place = f"{' / '.join(names)}, {a.unit}" if same_unit else " / ".join(names)
        text = f"both at {place}, {_years(start, end)} ({_length(months[0])})"
        sources = tuple(sorted({*a.sources, *b.sources}))
        kind = "alumni" if ours else "employment"
        return Evidence(kind, text, weight, a.company, start.isoformat(), end.isoformat(), months, sources)

    def _contacts(self, facts: list[Fact]) -> Evidence:
        numbers = self.parameters.of("contact")
        total = 0.0
        days = []
        for fact in facts:
            if fact.when is None:
                continue
            day = fact.when.start
            days.append(day)
            crowd = len(fact.people) - 1 if len(fact.people) > 2 else 1
            crowd = crowd * 2 if crowd > _BIG_MEETING else crowd
            fresh = 0.5 ** ((self.as_of - day).days / numbers["half_life_days"])
            total += numbers[fact.detail] * max(fresh, numbers["kept"]) / crowd
        weight = numbers["most"] * (1 - math.exp(-total / numbers["scale"]))
        last = max(days)
        what = facts[0].detail if len(facts) == 1 else "contacts"
        text = (
            f"{what} on {last.isoformat()}"
            if len(facts) == 1
            else f"{len(facts)} {what}, the last on {last.isoformat()}"
        )
        sources = tuple(sorted({s for f in facts for s in f.sources}))
        return Evidence("contact", text, weight, "", min(days).isoformat(), last.isoformat(), None, sources)

    def _acquaintance(self, fact: Fact) -> Evidence:
        numbers = self.parameters.of("acquaintance")
        base = numbers[fact.detail] if fact.strength is None else numbers[fact.detail] * 2 * fact.strength
        since = fact.when.start if fact.when else None
        years = (self.as_of - since).days / _DAYS_A_YEAR if since else 0.0
        words = {
            "linkedin": "connected online",
            "friend": "friends",
            "advice": "asks for advice",
            "worked_with": "worked together",
            "family": "family",
        }
        text = words[fact.detail] + (f" since {since.year}" if since else "")
        weight = min(base, 0.95) * _fade(years, numbers["half_life_years"], numbers["kept"])
        return Evidence("acquaintance", text, weight, "", since.isoformat() if since else "", "", None, fact.sources)

    def _shared(self, fact: Fact) -> Iterator[tuple[str, Evidence]]:
        person = fact.people[0]
        for other in self.snapshot.members.get((fact.kind, fact.place), ()):
            if other.people[0] == person:
                continue
            months = None
            if fact.when and other.when:
                mine, theirs = fact.when.until(self.as_of), other.when.until(self.as_of)
                months = overlap_months(mine, theirs) if mine and theirs else None
            item = self._together(fact, other, months)
            if item is not None:
                yield other.people[0], item

    def _together(self, a: Fact, b: Fact, months: tuple[int, int, int] | None) -> Evidence | None:
        end = min((min(f.when.end, self.as_of) for f in (a, b) if f.when), default=self.as_of)
        start = max((f.when.start for f in (a, b) if f.when), default=end)
        years = (self.as_of - end).days / _DAYS_A_YEAR
        sources = tuple(sorted({*a.sources, *b.sources}))
        numbers = self.parameters.of(a.kind)
        if a.kind == "study":
            word = f"both studied at {a.name}" + (
                f", {_years(start, end)}" if months else ", at other times or unknown ones"
            )
            return Evidence(
                "study",
                word,
                numbers["overlap" if months else "apart"],
                months=months,
                sources=sources,
                met=bool(months),
            )
        if a.kind == "board":
            if months is None:
                return None
            weight = numbers["most"] * (1 - math.exp(-max(months[0], 1) / numbers["months_scale"]))
            return Evidence(
                "board",
                f"same board, {_years(start, end)}",
                weight,
                a.place,
                start.isoformat(),
                end.isoformat(),
                months,
                sources,
            )
        outcome, _, company = a.outcome.partition("|")
        weight = numbers["most"] * _fade(years, numbers["half_life_years"], numbers["kept"])
        bid = outcome in {"lost", "declined"}
        weight *= numbers["bid_only"] if bid else 1.0
        warning = f"{a.name} ended badly" if outcome == "bad" else ""
        text = f"{'bid for' if bid else 'delivered'} {a.name} together, {_years(start, end)}"
        return Evidence("project", text, weight, company, start.isoformat(), end.isoformat(), months, sources, warning)


def _fade(years: float, half_life: float, kept: float) -> float:
    return kept + (1 - kept) * math.pow(0.5, max(years, 0.0) / half_life)


def _years(start: date, end: date) -> str:
    return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"


def _length(months: int) -> str:
    return "under a month" if months < 1 else f"{months} month" + ("s" if months > 1 else "")


def quarter_start(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
