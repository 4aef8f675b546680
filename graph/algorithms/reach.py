"""Who of us is nearest to each person: worked out once for a day, then every question is a look-up."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.algorithms.pairs import meet, weigh
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import Bools, Ints, Longs

LEVELS = 2.0**30
"""How many levels there are: a step of them and twice the number of a group fit into one number of 53 bits."""


@dataclass(frozen=True)
class Reach:
    """For each person the warmest tie to one of us.

    Parameters
    ----------
    log : log(1 - warmth) of that tie, 0 where there is none
    by : the position of the one of us, -1 where there is none; the first of several equals
    value : in [0, 1], what a hop from the person to a target is multiplied by: 1 for one of us, else the warmth of the
        tie times the willingness; 0 for who may not be asked
    """

    world: World
    log: Weights
    by: Ints
    value: Weights

    def ready(self) -> None:
        """Work out now what the first question would wait for, and give back the memory that only this needed."""
        world = self.world
        for thing in (self.order, self.ranked_person, self.ranked_first, self.ranked_last, self.ours_in):
            thing.flags.writeable = False
        for marks in (world.returned, world.instead, world.alumni):
            marks.flags.writeable = False
        world.snapshot.let_go()

    @cached_property
    def ranked(self) -> Ints:
        """The entries of every group, ours first and then the largest value first."""
        return np.argsort(self._sort_key).astype(np.int32)

    @cached_property
    def order(self) -> Weights:
        """What ``ranked`` is ordered by: twice the group less the level, so that a level is found by bisection."""
        return self._sort_key[self.ranked]

    @cached_property
    def ranked_person(self) -> Ints:
        """Whose each ranked entry is."""
        return self.world.entry_person[self.ranked]

    @cached_property
    def ranked_first(self) -> Ints:
        """The earliest first day of each ranked entry, very late for those that meet nobody."""
        return self.world.spans.low[self.world.arrays.entry_spell[self.ranked]]

    @cached_property
    def ranked_last(self) -> Ints:
        """The latest last day of each ranked entry."""
        return self.world.spans.end_high[self.world.arrays.entry_spell[self.ranked]]

    @property
    def _sort_key(self) -> Weights:
        """A level is what an entry's person brings at most, 1 for one of us, even one who may not be asked.

        It is rounded up to a step, so that no digit of it is lost beside the group: then a level separates the same
        people in every group.
        """
        level = np.ceil(np.where(self.world.ours, 1.0, self.value) * LEVELS) / LEVELS
        return self.world.arrays.entry_group * 2.0 - level[self.world.entry_person]

    @cached_property
    def ours_in(self) -> Ints:
        """How many entries of each group are ours: they come first in ``ranked``."""
        arrays = self.world.arrays
        ours = arrays.entry_group[self.world.ours[self.world.entry_person]]
        return np.bincount(ours, minlength=len(arrays.group_kind)).astype(np.int32)


def reach(world: World, excluded: Bools, willingness: Weights) -> Reach:
    """Find for everybody the warmest tie to one of us who may be asked.

    All facts of a pair are combined before pairs are compared, so the answer is exact. The work is the number of
    pairs of one of us with somebody at a shared place; what is written is one value a person.

    Parameters
    ----------
    excluded : for each person whether they are never a messenger
    willingness : for each person in (0, 1], how far they pass a request on
    """
    arrays = world.arrays
    best, by = np.zeros(arrays.people), np.full(arrays.people, -1, np.int32)
    sums = np.zeros(arrays.people)
    outsiders = _Outsiders(world)
    for one in np.flatnonzero(world.ours & ~excluded).tolist():
        touched = [arrays.adj_person[arrays.adj_at[one] : arrays.adj_at[one + 1]]]
        sums[touched[0]] += world.tie_log[arrays.adj_tie[arrays.adj_at[one] : arrays.adj_at[one + 1]]]
        mine, _ = world.entries_of(np.array([one]))
        for entry in mine.tolist():
            people, log = outsiders.logs(entry)
            if len(people):
                np.add.at(sums, people, log)
                touched.append(people)
        who = np.concatenate(touched)
        total = sums[who]
        nearer = total < best[who]
        best[who[nearer]], by[who[nearer]] = total[nearer], one
        sums[who] = 0.0
    value = -np.expm1(best) * willingness
    value[world.ours] = 1.0
    value[excluded] = 0.0
    return Reach(world, best, by, value)


@dataclass(frozen=True, slots=True)
class _There:
    """Those in a group who are not ours: their entries, and their earliest first and latest last day there."""

    entry: Longs
    first: Ints
    last: Ints


class _Outsiders:
    """Those in each group who are not ours, kept for the next of us who was there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._groups: dict[int, _There] = {}

    def logs(self, entry: int) -> tuple[Ints, Weights]:
        """Return who met the owner of an entry there, with what it adds to log(1 - warmth)."""
        world, arrays = self._world, self._world.arrays
        group, own = int(arrays.entry_group[entry]), int(arrays.entry_spell[entry])
        nobody = (np.empty(0, np.int32), np.empty(0))
        if not world.counts[group]:
            return nobody
        there = self._in(group)
        others = there.entry
        if not world.instead[group]:
            met = (there.first <= world.spans.end_high[own]) & (there.last >= world.spans.low[own])
            others = others[np.flatnonzero(met)]
        if arrays.entry_via[entry] >= 0:
            others = others[meet(world, np.array([entry]), others)]
        if not len(others):
            return nobody
        joined = arrays.entry_since[others] if arrays.entry_since[entry] <= 1 else None
        since = np.maximum(arrays.entry_since[entry], arrays.entry_since[others]) if joined is None else joined
        weight = weigh(
            world, int(arrays.group_kind[group]), np.array([own]), arrays.entry_spell[others], np.array([group]), since
        )
        return world.entry_person[others], np.log1p(-weight)

    def _in(self, group: int) -> _There:
        if group not in self._groups:
            world = self._world
            first, last = world.arrays.group_at[group], world.arrays.group_at[group + 1]
            usable = ~world.ours[world.entry_person[first:last]] & world.begun[world.arrays.entry_spell[first:last]]
            entry = first + np.flatnonzero(usable)
            spell = world.arrays.entry_spell[entry]
            self._groups[group] = _There(entry, world.spans.low[spell], world.spans.end_high[spell])
        return self._groups[group]
