"""Who are the best people to ask for an introduction to each of many targets: exact, without looking at everybody.

Everybody who shares a place with a target stands there ranked by what they would bring (`Reach.value`). The ranked
lists are read in blocks; reading stops when what the next ones could bring at most, with all the facts that the target
can share with anybody, is less than the k-th best found. All facts of a pair count together, so the bound does too.
"""

from dataclasses import dataclass

import numpy as np

from graph.algorithms.pairs import meet, meetings, weigh_mixed
from graph.algorithms.reach import Reach
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import Longs, ranges, sums

_BLOCK = 24
_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Best:
    """The best to ask, best first for each target: ``target`` is a position in the targets asked for."""

    target: Longs
    between: Longs
    score: Weights


def best_to_ask(reach: Reach, targets: Longs, top: int) -> Best:
    """Return up to ``top`` people to ask for each target, exactly the best ones.

    Parameters
    ----------
    targets : positions of people who are not ours, each once
    top : how many for each, at least 1

    Notes
    -----
    A direct introduction is one whose ``between`` is ours. Equal scores are in order of the people's positions.
    """
    search = _Search(reach, targets, top)
    while search.open():
        search.read_on()
    return search.best()


class _Search:
    def __init__(self, reach: Reach, targets: Longs, top: int) -> None:
        self._reach, self._world, self._top = reach, reach.world, top
        self._targets = targets
        arrays = self._world.arrays
        entries, of = self._world.entries_of(targets)
        useful = self._world.counts[arrays.entry_group[entries]] & self._world.begun[arrays.entry_spell[entries]]
        self._entry, self._of = entries[useful], of[useful].astype(np.int64)
        self._group = arrays.entry_group[self._entry].astype(np.int64)
        self._most = _most(self._world, self._entry)
        self._often = np.maximum(arrays.group_stays[self._group], 1)
        self._next = arrays.group_at[self._group].astype(np.int64)
        self._end = arrays.group_at[self._group + 1].astype(np.int64)
        self._block = _BLOCK
        self._key = np.empty(0, np.int64)
        self._score = np.empty(0)
        self._from_ties()

    def open(self) -> bool:
        """Say whether somebody who was not read yet could still be among the best of some target."""
        unread = self._next < self._end
        if not unread.any():
            return False
        value = np.zeros(len(self._entry))
        ahead = self._reach.ranked[self._next[unread]]
        who = self._world.entry_person[ahead]
        value[unread] = np.where(self._world.ours[who], 1.0, self._reach.value[who])
        order = np.lexsort((-value, self._of))
        possible = -np.expm1(_running((self._often * np.log1p(-self._most))[order], self._of[order]))
        bound = np.zeros(len(self._targets))
        np.maximum.at(bound, self._of[order], value[order] * possible)
        wanted = bound > np.maximum(self._kth() - _SLACK, 0.0)
        self._end = np.where(wanted[self._of] & (value > 0), self._end, self._next)
        return bool((self._next < self._end).any())

    def read_on(self) -> None:
        """Read the next block of every list that is still open."""
        arrays = self._world.arrays
        count = np.minimum(self._block, self._end - self._next)
        slot = np.repeat(np.arange(len(self._entry)), count)
        entry = self._reach.ranked[ranges(self._next, count)].astype(np.int64)
        self._next = self._next + count
        self._block *= 2
        who = self._world.entry_person[entry].astype(np.int64)
        mine = self._entry[slot]
        useful = np.flatnonzero(
            (self._reach.value[who] > 0) & (who != self._targets[self._of[slot]]) & meet(self._world, mine, entry)
        )
        slot, entry, who, mine = slot[useful], entry[useful], who[useful], mine[useful]
        since = np.maximum(arrays.entry_since[mine], arrays.entry_since[entry])
        weight = weigh_mixed(
            self._world, arrays.entry_spell[mine].astype(np.int64), arrays.entry_spell[entry].astype(np.int64),
            self._group[slot], since,
        )  # fmt: skip
        key = self._of[slot] * arrays.people + who
        self._evaluate(self._promising(key, slot, weight, self._reach.value[who]))

    def best(self) -> Best:
        """Return what was found."""
        people = max(self._world.arrays.people, 1)
        target, between = self._key // people, self._key % people
        order = np.lexsort((between, -np.round(self._score, 12), target))
        target, between, score = target[order], between[order], self._score[order]
        place = np.arange(len(target)) - np.searchsorted(target, target)
        kept = (place < self._top) & (score > 0)
        return Best(target[kept], between[kept], score[kept])

    def _promising(self, key: Longs, slot: Longs, weight: Weights, value: Weights) -> Longs:
        """Return the pairs just met that could be among the best, were the rest of their facts as good as can be."""
        most = np.log1p(-self._most)
        total = sums(self._of, self._often * most, len(self._targets))
        spare = np.log1p(-weight) - np.where(self._often[slot] == 1, most[slot], 0.0)
        pair, position = np.unique(key, return_inverse=True)
        people = self._world.arrays.people
        target = pair // people
        possible = total[target] + sums(position, spare, len(pair))
        score = np.empty(len(pair))
        score[position] = value
        known = score * -np.expm1(sums(position, np.log1p(-weight), len(pair)))
        new = np.flatnonzero(~np.isin(pair, self._key, assume_unique=True))
        bar = _kth_best(
            np.concatenate([self._key // people, target[new]]), np.concatenate([self._score, known[new]]),
            self._top, len(self._targets),
        )  # fmt: skip
        return pair[new[score[new] * -np.expm1(possible[new]) >= bar[target[new]] - _SLACK]]

    def _from_ties(self) -> None:
        """Take in everybody with an explicit tie to a target."""
        arrays = self._world.arrays
        first, last = arrays.adj_at[self._targets], arrays.adj_at[self._targets + 1]
        target = np.repeat(np.arange(len(self._targets)), last - first)
        who = arrays.adj_person[ranges(first, last - first)].astype(np.int64)
        useful = self._reach.value[who] > 0
        self._evaluate(target[useful] * arrays.people + who[useful])

    def _evaluate(self, keys: Longs) -> None:
        """Work out the exact score of pairs and keep them."""
        people = max(self._world.arrays.people, 1)
        target, who = keys // people, keys % people
        one = self._targets[target]
        found = meetings(self._world, who, one)
        log = sums(found.pair, np.log1p(-found.weight), len(keys))
        log += self._tie_logs(target, who)
        self._key = np.concatenate([self._key, keys])
        self._score = np.concatenate([self._score, self._reach.value[who] * -np.expm1(log)])

    def _tie_logs(self, target: Longs, who: Longs) -> Weights:
        arrays = self._world.arrays
        if not len(arrays.adj_person):
            return np.zeros(len(who))
        first, last = arrays.adj_at[self._targets], arrays.adj_at[self._targets + 1]
        rows = ranges(first, last - first)
        keys = np.repeat(np.arange(len(self._targets)), last - first) * arrays.people + arrays.adj_person[rows]
        if not len(keys):
            return np.zeros(len(who))
        wanted = target * arrays.people + who
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[place] == wanted, self._world.tie_log[arrays.adj_tie[rows[place]]], 0.0)

    def _kth(self) -> Weights:
        people = max(self._world.arrays.people, 1)
        return _kth_best(self._key // people, self._score, self._top, len(self._targets))


def _most(world: World, entry: Longs) -> Weights:
    """Return what a fact through each entry adds at most: somebody who was there all the time, in the same unit."""
    arrays = world.arrays
    spell = arrays.entry_spell[entry].astype(np.int64)
    group = arrays.entry_group[entry].astype(np.int64)
    weight = weigh_mixed(world, spell, spell, group, arrays.entry_since[entry])
    floor = np.where(world.group_ours[group], world.parameters.of("alumni")["floor"], 0.0)
    return np.maximum(weight, floor)


def _running(values: Weights, of: Longs) -> Weights:
    """Return running sums that begin again with each target."""
    total = np.cumsum(values)
    begins = np.searchsorted(of, of)
    return total - (total[begins] - values[begins])


def _kth_best(target: Longs, score: Weights, top: int, targets: int) -> Weights:
    """Return the top-th best score of each target, 0 where there are fewer."""
    order = np.lexsort((-score, target))
    target, score = target[order], score[order]
    at = np.searchsorted(target, np.arange(targets)) + top - 1
    inside = at < len(target)
    safe = np.where(inside, at, 0)
    if not len(target):
        return np.zeros(targets)
    return np.where(inside & (target[safe] == np.arange(targets)), score[safe], 0.0)
