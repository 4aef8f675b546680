"""A snapshot seen on a day: which jobs go on, how far each spell went, who is ours, how warm each tie is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np

from graph.algorithms import weights
from graph.algorithms.weights import Weights
from graph.folding import Job
from graph.parameters import Parameters
from graph.snapshot import Snapshot
from graph.snapshot.arrays import ACQUAINTANCES, JOB, PROJECT, STUDY, Arrays, Bools, Ints, Longs, ranges, sums

Rows: TypeAlias = Longs | Ints
_NOT_YET = 1 << 29
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Spans:
    """For each spell the earliest and latest first and last day, as far as it went by the day.

    A spell without days, or one that has not begun, meets nobody: its first day is after its last.
    """

    low: Ints
    high: Ints
    end_low: Ints
    end_high: Ints

    def of(self, spells: Rows, since: Ints | None = None) -> "Spans":
        """Return the spans of some spells, from the days ``since`` on where these are given."""
        low, high, end_low = self.low[spells], self.high[spells], self.end_low[spells]
        end_high = self.end_high[spells]
        if since is None:
            return Spans(low, high, end_low, end_high)
        over = (end_high < since) | (low >= _NOT_YET)
        return Spans(
            np.where(over, _NOT_YET, np.maximum(low, since)), np.maximum(high, since), np.maximum(end_low, since),
            np.where(over, -_NOT_YET, end_high),
        )  # fmt: skip


@dataclass(frozen=True)
class World:
    """A snapshot seen on a day with parameters: what all questions about ties share. People are positions."""

    snapshot: Snapshot
    as_of: date
    parameters: Parameters

    @cached_property
    def day(self) -> int:
        """The day as an ordinal."""
        return self.as_of.toordinal()

    @cached_property
    def arrays(self) -> Arrays:
        return self.snapshot.arrays

    @property
    def _last_seen(self) -> Ints:
        """The last day by now on which a source confirmed each spell, 0 for none."""
        arrays = self.arrays
        return self._per_spell(np.where(arrays.seen_day <= self.day, arrays.seen_day, 0), np.maximum, 0)

    @property
    def _first_seen(self) -> Ints:
        return self._per_spell(self.arrays.seen_day, np.minimum, _NOT_YET)

    def _per_spell(self, days: Ints, which: np.ufunc, none: int) -> Ints:
        at = self.arrays.spell_seen_at
        found = np.full(len(at) - 1, none, np.int32)
        some = np.flatnonzero(at[1:] > at[:-1])
        if len(some):
            found[some] = which.reduceat(days, at[:-1][some])
        return found

    @cached_property
    def goes_on(self) -> Bools:
        """Which spells are jobs that go on at the day: certainly, or presumably since they were last confirmed.

        An open job that was confirmed after the day went on all the time from its start.
        """
        arrays, seen = self.arrays, self._last_seen
        dated, opened = arrays.spell_dated, arrays.spell_open
        begun = arrays.spell_start_low <= self.day
        over = arrays.spell_end_high < self.day
        years = self.parameters.of("introductions")["presumed_years"]
        certain = dated & (self._per_spell(arrays.seen_day, np.maximum, 0) >= self.day)
        stale = ~certain & (seen > 0) & (self.day - seen > years * weights.DAYS_A_YEAR)
        presumed = ~stale & np.where(dated, begun, (seen > 0) & ~self._superseded)
        found: Bools = np.where(dated & ~opened, begun & ~over, presumed) & (arrays.spell_kind == JOB)
        return found

    @cached_property
    def _superseded(self) -> Bools:
        """Jobs without days where a fresher observation shows the person elsewhere."""
        arrays = self.arrays
        loose = (arrays.spell_kind == JOB) & ~arrays.spell_dated
        newest = np.zeros(arrays.people, np.int32)
        np.maximum.at(newest, arrays.spell_person[loose], self._last_seen[loose])
        found: Bools = loose & (newest[arrays.spell_person] > self._last_seen)
        return found

    @cached_property
    def spans(self) -> Spans:
        """How far each spell went by the day."""
        arrays, day = self.arrays, self.day
        low, high = arrays.spell_start_low.copy(), np.minimum(arrays.spell_start_high, day)
        end_low, end_high = np.minimum(arrays.spell_end_low, day), np.minimum(arrays.spell_end_high, day)
        seen, job = self._last_seen, arrays.spell_kind == JOB
        lapsed = job & arrays.spell_dated & arrays.spell_open & ~self.goes_on
        loose = job & ~arrays.spell_dated
        for ends in (end_low, end_high):
            np.copyto(ends, seen, where=lapsed | loose)
        for begins in (low, high):
            np.copyto(begins, self._first_seen, where=loose)
        never = (low > day) | ((lapsed | loose) & (seen == 0)) | (~job & ~arrays.spell_dated)
        low[never], end_high[never] = _NOT_YET, -_NOT_YET
        return Spans(low, high, end_low, end_high)

    @cached_property
    def begun(self) -> Bools:
        """Which spells had begun by the day, as far as is known."""
        arrays = self.arrays
        return np.where(
            arrays.spell_kind == JOB,
            self.spans.low < _NOT_YET,
            ~arrays.spell_dated | (arrays.spell_start_low <= self.day),
        )

    @property
    def group_ours(self) -> Bools:
        """Which groups are ours: of our companies, whatever they were called."""
        return self.snapshot.group_ours

    @property
    def spell_ours(self) -> Bools:
        """Which spells are jobs with us."""
        return self.snapshot.spell_ours

    @cached_property
    def ours(self) -> Bools:
        """Who works for us at the day."""
        return self._anybody(self.spell_ours & self.goes_on)

    @cached_property
    def alumni(self) -> Bools:
        """Who used to work for us and does not now."""
        dated = self.arrays.spell_dated & (self.arrays.spell_start_low <= self.day)
        return self._anybody(self.spell_ours & dated) & ~self.ours

    def _anybody(self, spells: Bools) -> Bools:
        found = np.zeros(self.arrays.people, np.bool_)
        found[self.arrays.spell_person[spells]] = True
        return found

    @cached_property
    def entry_person(self) -> Ints:
        """Whose each entry is."""
        return self.arrays.spell_person[self.arrays.entry_spell]

    @cached_property
    def returned(self) -> Bools:
        """Who has more than one stay at some place."""
        arrays = self.arrays
        found = np.zeros(arrays.people, np.bool_)
        several = np.flatnonzero(arrays.group_stays[arrays.entry_group] > 1)
        pair = np.sort(arrays.entry_group[several].astype(np.int64) * arrays.people + self.entry_person[several])
        found[pair[1:][pair[1:] == pair[:-1]] % max(arrays.people, 1)] = True
        return found

    @cached_property
    def instead(self) -> Bools:
        """Which groups can be evidence without time together: ours, schools and projects."""
        kind = self.arrays.group_kind
        found: Bools = self.group_ours | (kind == STUDY) | (kind == PROJECT)
        return found

    @cached_property
    def merged(self) -> bool:
        """Whether any place was merged into another."""
        return bool((self.arrays.entry_via >= 0).any())

    @cached_property
    def counts(self) -> Bools:
        """Which groups are evidence at all: not those so large that a time together there says next to nothing."""
        arrays = self.arrays
        found: Bools = self.group_ours | (
            arrays.group_size <= weights.largest_sizes(self.parameters)[arrays.group_kind]
        )
        return found

    @cached_property
    def contact_amount(self) -> Weights:
        """What each contact counts for, 0 for those after the day."""
        arrays = self.arrays
        numbers = self.parameters.of("contact")
        amount = weights.contact_amount(
            numbers, arrays.contact_kind, arrays.contact_crowd, self.day - arrays.contact_day
        )
        return np.where(arrays.contact_low <= self.day, amount, 0.0)

    @cached_property
    def _declared(self) -> Weights:
        """What an acquaintance of a kind adds by the day of its declaration: column 0 where that is not known."""
        kinds = np.arange(len(ACQUAINTANCES), dtype=np.int8)[:, None]
        days = np.concatenate([[self.day], np.arange(self._first_declared, self._last_declared + 1)])[None, :]
        numbers = self.parameters.of("acquaintance")
        return weights.acquaintance(numbers, kinds, np.full((1, 1), np.nan), self.day - days)

    @cached_property
    def _first_declared(self) -> int:
        days = self.arrays.acq_day
        return int(np.min(days, where=days > 0, initial=self.day))

    @cached_property
    def _last_declared(self) -> int:
        return int(np.max(self.arrays.acq_day, initial=self.day))

    def acquaintance_weights(self, rows: slice) -> Weights:
        """Return what some acquaintances add, 0 for those declared after the day."""
        arrays = self.arrays
        kind, day, strength = arrays.acq_kind[rows], arrays.acq_day[rows], arrays.acq_strength[rows]
        weight = self._declared[kind, np.where(day > 0, day - (self._first_declared - 1), 0)]
        told = np.flatnonzero(~np.isnan(strength))
        if len(told):
            ago = np.where(day[told] > 0, self.day - day[told], 0)
            weight[told] = weights.acquaintance(self.parameters.of("acquaintance"), kind[told], strength[told], ago)
        return np.where(arrays.acq_low[rows] <= self.day, weight, 0.0)

    @cached_property
    def tie_log(self) -> Weights:
        """Return log(1 - warmth) of each tie, from its acquaintances and contacts alone; 0 is no tie."""
        arrays, at = self.arrays, self.arrays.tie_acq_at
        log = np.empty(len(at) - 1)
        for first in range(0, len(log), _BLOCK):  # in blocks: nothing else is as long as all ties
            last = min(first + _BLOCK, len(log))
            added = np.log1p(-self.acquaintance_weights(slice(int(at[first]), int(at[last]))))
            log[first:last] = _summed(added, at[first : last + 1])
        if len(arrays.tie_contact):
            amount = _summed(self.contact_amount[arrays.tie_contact], arrays.tie_contact_at)
            log += np.log1p(-weights.contacts(self.parameters.of("contact"), amount))
        return log

    @cached_property
    def project_end(self) -> Ints:
        """The last day of each part in a project by now; the day itself where none is known."""
        arrays = self.arrays
        end = (arrays.spell_end_low.astype(np.int64) + arrays.spell_end_high) >> 1
        return np.where(
            arrays.spell_dated & (arrays.spell_kind == PROJECT), np.minimum(end, self.day), self.day
        ).astype(np.int32)

    def entries_of(self, people: Rows) -> tuple[Longs, Longs]:
        """Return the entries of people, and for each of them whose it is: a position in ``people``."""
        arrays = self.arrays
        first = arrays.spell_entry_at[arrays.person_spell_at[people]]
        many = arrays.spell_entry_at[arrays.person_spell_at[people + 1]] - first
        return arrays.spell_entry[ranges(first, many)].astype(np.int64), np.repeat(np.arange(len(people)), many)

    def jobs_now(self, person: str) -> list[Job]:
        """List a person's jobs that go on at the day, the newest last."""
        arrays = self.arrays
        one = arrays.person(person)
        if one < 0:
            return []
        spells = range(arrays.person_spell_at[one], arrays.person_spell_at[one + 1])
        return [self.snapshot.job_view.job(spell) for spell in spells if self.goes_on[spell]]

    def is_ours(self, person: str) -> bool:
        """Say whether a person works for us at the day."""
        one = self.arrays.person(person)
        return one >= 0 and bool(self.ours[one])

    def was_ours(self, person: str) -> bool:
        """Say whether a person used to work for us and does not now."""
        one = self.arrays.person(person)
        return one >= 0 and bool(self.alumni[one])


def _summed(values: Weights, at: Ints) -> Weights:
    """Return the sum of each stretch of values."""
    counts = np.diff(at)
    if len(values) == len(counts) and (counts == 1).all():
        return values
    return sums(np.repeat(np.arange(len(counts)), counts), values, len(counts))
