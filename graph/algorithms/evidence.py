"""What links two people, in words: every fact with its weight, its days and where it stands."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np

from graph.algorithms.pairs import Meetings, meetings, ties
from graph.algorithms.weights import DAYS_A_MONTH, contacts
from graph.algorithms.world import Spans, World
from graph.folding import Source
from graph.snapshot.arrays import ACQUAINTANCES, BOARD, CONTACTS, FAMILY, JOB, OUTCOMES, STUDY, Bools, Ints
from graph.snapshot.views import sources_of
from graph.vocabulary.amounts import length
from graph.vocabulary.dates import as_known, on, stretch

Months: TypeAlias = tuple[int, int, int]
_DECLARED = {
    "linkedin": "connected online", "friend": "friends", "advice": "asks for advice",
    "worked_with": "worked together", "family": "family",
}  # fmt: skip
_ONLY_THERE = frozenset({"alumni", "employment", "study"})


class _Met(NamedTuple):
    """Two spells that met in a group, the months of their time together, and its days as far as known."""

    one: int
    other: int
    group: int
    weight: float
    months: Months | None
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact about a pair; ``weight`` in [0, 1) is what it adds to their warmth.

    ``met`` is False where the two share a firm or a school and perhaps never knew each other. ``months`` are the
    expected, least and most months that they had in common. ``place`` is the firm, school, board or project by name,
    ``form`` the kind of contact or acquaintance, or what was done of a project; ``times`` counts contacts.
    """

    kind: str
    text: str
    weight: float
    company: str = ""
    start: str = ""
    end: str = ""
    months: Months | None = None
    sources: tuple[Source, ...] = ()
    warning: str = ""
    met: bool = True
    place: str = ""
    unit: str = ""
    form: str = ""
    times: int | None = None


def knows(items: Iterable[Evidence]) -> bool:
    """Say whether two people know each other: they did something together, or one of them says so, be it online."""
    return any(item.met for item in items)


def has_met(items: Iterable[Evidence]) -> bool:
    """Say whether two people have met; a connection online alone is no meeting."""
    return any(item.met and item.form != "linkedin" for item in items)


def did_something(items: Iterable[Evidence]) -> bool:
    """Say whether two people have met by more than being at one firm or school at the same time.

    That is a contact, a project, a board, or a tie that one of them declared other than a connection online.

    >>> there = Evidence("alumni", "both at Varde", 0.4)
    >>> did_something([there]), did_something([there, Evidence("contact", "meeting on 2026-05-14", 0.1)])
    (False, True)
    """
    return has_met(item for item in items if item.kind not in _ONLY_THERE)


def warmth(evidence: Sequence[Evidence]) -> float:
    """Combine the facts of one pair: 1 - prod(1 - w_i), in [0, 1); 0 without evidence.

    >>> round(warmth((Evidence("contact", "", 0.5), Evidence("contact", "", 0.5))), 2)
    0.75
    """
    return 1.0 - math.prod(1.0 - item.weight for item in evidence)


def evidence_of(world: World, a: Sequence[int], b: Sequence[int]) -> list[tuple[Evidence, ...]]:
    """Say what links the people ``a`` to the people ``b``, pair by pair, the strongest first."""
    one, other = np.array(a, np.int64), np.array(b, np.int64)
    found: list[list[Evidence]] = [[] for _ in a]
    if len(one):
        words = _Words(world)
        met = meetings(world, one, other)
        for pair, item in zip(met.pair.tolist(), words.meetings(met), strict=True):
            found[pair].append(item)
        for pair, tie in enumerate(ties(world, one, other).tolist()):
            if tie >= 0:
                found[pair] += words.tie(tie)
    return [tuple(sorted(items, key=lambda e: (-e.weight, e.kind, e.text, e.sources))) for items in found]


class _Words:
    def __init__(self, world: World) -> None:
        self._world = world
        self._arrays = world.arrays
        self._names = world.snapshot.sources

    def meetings(self, met: Meetings) -> Iterator[Evidence]:
        """Say in words where two people were at the same time."""
        a, b = self._world.spans.of(met.one, met.since), self._world.spans.of(met.other, met.since)
        a_start, b_start = _middle(a.low, a.high), _middle(b.low, b.high)
        a_end, b_end = _middle(a.end_low, a.end_high), _middle(b.end_low, b.end_high)
        starts = _known(a_start >= b_start, (a.low, a.high), (b.low, b.high), np.maximum)
        ends = _known(a_end <= b_end, (a.end_low, a.end_high), (b.end_low, b.end_high), np.minimum)
        rows = zip(
            met.one.tolist(), met.other.tolist(), met.group.tolist(), met.weight.tolist(), _months(a, b), starts, ends,
            strict=True,
        )  # fmt: skip
        for row in map(_Met._make, rows):
            kind = int(self._arrays.group_kind[row.group])
            if kind == JOB:
                yield self._job(row)
            elif kind == STUDY:
                yield self._study(row)
            elif kind == BOARD:
                yield self._board(row)
            elif kind == FAMILY:
                yield self._sisters(row)
            else:
                yield self._project(row)

    def tie(self, tie: int) -> Iterator[Evidence]:
        """Say in words what was declared and which contacts there were."""
        arrays, world = self._arrays, self._world
        declared = slice(int(arrays.tie_acq_at[tie]), int(arrays.tie_acq_at[tie + 1]))
        for acq, weight in enumerate(world.acquaintance_weights(declared).tolist(), declared.start):
            if weight > 0:
                day = int(arrays.acq_day[acq])
                low = int(arrays.acq_low[acq])
                since = as_known(low, 2 * day - low) if day else ""
                kind = ACQUAINTANCES[arrays.acq_kind[acq]]
                text = _DECLARED[kind] + (f" since {since[:4]}" if since else "")
                sources = sources_of(arrays, self._names, arrays.acq_claim_at, acq)
                yield Evidence("acquaintance", text, weight, start=since, sources=sources, form=kind)
        places = slice(arrays.tie_contact_at[tie], arrays.tie_contact_at[tie + 1])
        had = [int(one) for one in arrays.tie_contact[places] if world.contact_amount[one] > 0]
        if had:
            yield self._contacts(had)

    def _job(self, met: _Met) -> Evidence:
        one, other, group, weight, months, start, end = met
        arrays, companies = self._arrays, self._world.snapshot.company_ids
        homes = [companies[arrays.spell_home[spell]] for spell in (one, other)]
        names = " / ".join(sorted({self._world.snapshot.companies[home].name for home in homes}))
        kind = "alumni" if self._world.group_ours[group] else "employment"
        sources = self._sources(one, other)
        if months is None:  # only at ours does a place count without time together
            return self._was_ours(met, sources)
        units = arrays.spell_unit[one], arrays.spell_unit[other]
        unit = arrays.text(int(arrays.spell_unit_text[one])) if units[0] == units[1] >= 0 else ""
        where = f"{names}, {unit}" if unit else names
        text = f"both at {where}, {stretch(start, end)}{_length(met)}"
        return Evidence(kind, text, weight, homes[0], start, end, months, sources, place=names, unit=unit)

    def _was_ours(self, met: _Met, sources: tuple[Source, ...]) -> Evidence:
        """Say when the one of two people who is not ours any more was, where they never were there together."""
        arrays, snapshot = self._arrays, self._world.snapshot
        spell = met.other if self._world.ours[arrays.spell_person[met.one]] else met.one
        home = snapshot.company_ids[arrays.spell_home[spell]]
        start = as_known(int(arrays.spell_start_low[spell]), int(arrays.spell_start_high[spell]))
        end = as_known(int(arrays.spell_end_low[spell]), int(arrays.spell_end_high[spell]))
        place = snapshot.companies[home].name
        when = f", {stretch(start, end)}" if start or end else ""
        name = snapshot.people[snapshot.id_of(int(arrays.spell_person[spell]))].name
        text = f"{name} was one of ours at {place}{when} (both there at different times)"
        unit = arrays.text(int(arrays.spell_unit_text[spell])) if arrays.spell_unit[spell] >= 0 else ""
        return Evidence("alumni", text, met.weight, home, start, end, None, sources, met=False, place=place, unit=unit)

    def _sisters(self, met: _Met) -> Evidence:
        one, other, group, weight, months, start, end = met
        known, number = self._world.snapshot.companies, self._world.snapshot.company_ids
        top = number[self._arrays.group_company[group]]
        homes = sorted({known[number[self._arrays.spell_home[spell]]].name for spell in (one, other)})
        text = f"at {' and '.join(homes)}, companies of one group, {stretch(start, end)}{_length(met)}"
        sources = self._sources(one, other)
        return Evidence("employment", text, weight, top, start, end, months, sources)

    def _study(self, met: _Met) -> Evidence:
        one, other, group, weight, months, *known = met
        school = self._arrays.text(int(self._arrays.group_name[group]))
        when = f", {stretch(*known)}" if months else ", at other times or unknown ones"
        start, end = known if months else ("", "")
        sources = self._sources(one, other)
        text = f"both studied at {school}{when}"
        return Evidence("study", text, weight, "", start, end, months, sources, met=bool(months), place=school)

    def _board(self, met: _Met) -> Evidence:
        one, other, group, weight, months, start, end = met
        company = self._world.snapshot.company_ids[self._arrays.group_company[group]]
        name = self._world.snapshot.companies[company].name
        text = f"both on the board of {name}, {stretch(start, end)}"
        sources = self._sources(one, other)
        return Evidence("board", text, weight, company, start, end, months, sources, place=name)

    def _project(self, met: _Met) -> Evidence:
        one, other, group, weight, *_ = met
        arrays = self._arrays
        name = arrays.text(int(arrays.group_name[group])) or "a project"
        client = int(arrays.group_company[group])
        company = self._world.snapshot.company_ids[client] if client >= 0 else ""
        outcome = OUTCOMES[max(arrays.spell_outcome[one], arrays.spell_outcome[other])]
        verb = "bid for" if outcome in {"lost", "declined"} else "delivered"
        warning = f"{name} ended badly" if outcome == "bad" else ""
        when, days = "", ("", "")
        dated = [spell for spell in (one, other) if arrays.spell_dated[spell]]
        if dated:
            last, ended = min((int(self._world.project_end[spell]), spell) for spell in dated)
            first, began = max((int(arrays.spell_start_low[s] + arrays.spell_start_high[s]) // 2, s) for s in dated)
            first = min(last, first)
            when, days = f", {_years(first, last)}", self._project_days(began, first, ended, last)
        text, sources = f"{verb} {name} together{when}", self._sources(one, other)
        return Evidence("project", text, weight, company, *days, None, sources, warning, place=name, form=verb)

    def _project_days(self, began: int, first: int, ended: int, last: int) -> tuple[str, str]:
        """Return from when to when, as far as is known."""
        arrays = self._arrays
        low, high = int(arrays.spell_start_low[began]), int(arrays.spell_start_high[began])
        start = as_known(low, high) if low <= first <= high else _iso(first)
        low, high = int(arrays.spell_end_low[ended]), int(arrays.spell_end_high[ended])
        return start, as_known(low, high) if low <= last <= high < self._world.day else _iso(last)

    def _contacts(self, had: list[int]) -> Evidence:
        arrays, world = self._arrays, self._world
        amount = np.array([float(world.contact_amount[one]) for one in had]).sum(keepdims=True)
        weight = float(contacts(world.parameters.of("contact"), amount)[0])
        days = [(int(arrays.contact_low[one]), int(arrays.contact_day[one])) for one in had]
        first, last = (as_known(low, 2 * day - low) for low, day in (min(days), max(days, key=lambda one: one[::-1])))
        kinds = {CONTACTS[arrays.contact_kind[one]] for one in had}
        what = next(iter(kinds)) if len(kinds) == 1 else "contact"
        text = f"{what} {on(last)}" if len(had) == 1 else f"{len(had)} {what}s, the last {on(last)}"
        sources = {s for one in had for s in sources_of(arrays, self._names, arrays.contact_claim_at, one)}
        return Evidence(
            "contact", text, weight, "", first, last, None, tuple(sorted(sources)), form=what, times=len(had)
        )

    def _sources(self, one: int, other: int) -> tuple[Source, ...]:
        at = self._arrays.spell_claim_at
        found = {source for spell in (one, other) for source in sources_of(self._arrays, self._names, at, spell)}
        return tuple(sorted(found))


def _middle(low: Ints, high: Ints) -> Ints:
    return (low + high) >> 1


def _months(a: Spans, b: Spans) -> list[Months | None]:
    """Return the expected, least and most months in common, None where two spans cannot meet."""
    most = np.minimum(a.end_high, b.end_high) - np.maximum(a.low, b.low) + 1
    least = np.minimum(a.end_low, b.end_low) - np.maximum(a.high, b.high) + 1
    end = np.minimum(_middle(a.end_low, a.end_high), _middle(b.end_low, b.end_high))
    expected = end - np.maximum(_middle(a.low, a.high), _middle(b.low, b.high)) + 1
    months = [np.rint(np.maximum(days, 0) / DAYS_A_MONTH).astype(np.int64).tolist() for days in (expected, least, most)]
    return [(mid, low, high) if days > 0 else None for mid, low, high, days in zip(*months, most.tolist(), strict=True)]


def _known(
    mine: Bools, one: tuple[Ints, Ints], other: tuple[Ints, Ints], nearer: Callable[[Ints, Ints], Ints]
) -> list[str]:
    """Return days as far as they are known, of ``one`` where it is ``mine``, else of ``other``.

    ``nearer`` of the two is maximum or minimum. "" where not even the year is known: either of both may be it.
    """
    told = zip(*(np.where(mine, a, b).tolist() for a, b in zip(one, other, strict=True)), strict=True)
    least, most = (nearer(a, b).tolist() for a, b in zip(one, other, strict=True))
    return [as_known(*days) if as_known(*both) else "" for days, *both in zip(told, least, most, strict=True)]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _years(first: int, last: int) -> str:
    return stretch(_iso(first), _iso(last))


def _length(met: _Met) -> str:
    return f" ({length(*met.months, known=bool(met.start and met.end))})" if met.months else ""
