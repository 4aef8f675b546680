"""Who are the best people to ask for an introduction to each of many targets: exact, without looking at everybody.

Everybody who shares a place with a target stands there ranked by what they would bring (`Reach.value`). Each list is
read down to one level for all places of a target, so all facts of everybody above the level are known. A first look
at the top of the lists gives a k-th best score; nobody below ``that score / most`` can beat it, where ``most`` is the
warmth of somebody who shared every place with the target all the time: down to there the lists are read, and no
further. All facts of a pair count together, so the bound does too.
"""

from dataclasses import dataclass

import numpy as np

from graph.algorithms.pairs import meetings, weigh_mixed
from graph.algorithms.reach import LEVELS, Reach
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import Bools, Longs, ranges, sums

_FIRST_LOOK, _SECOND_LOOK = 12, 60
_SLACK = 1e-12
_SLOT_BITS = 18
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # Knuth, The Art of Computer Programming 3, 6.4: multiplicative hashing


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
    search.read_down_to(search.level_at(_FIRST_LOOK))
    search.read_down_to(np.maximum(search.level_at(_SECOND_LOOK), search.last_level()))
    level = search.last_level()
    search.read_down_to(level, level * search.more_of_returned)
    return search.best()


class _Search:
    """The lists of all targets: one for each entry of a target in a group that counts."""

    def __init__(self, reach: Reach, targets: Longs, top: int) -> None:
        self._reach, self._world, self._top = reach, reach.world, top
        self._targets = targets
        arrays = self._world.arrays
        entries, of = self._world.entries_of(targets)
        useful = self._world.counts[arrays.entry_group[entries]] & self._world.begun[arrays.entry_spell[entries]]
        self._entry, self._of = entries[useful], of[useful].astype(np.int64)
        self._group = arrays.entry_group[self._entry].astype(np.int64)
        most, stays = np.log1p(-_most(self._world, self._entry)), np.maximum(arrays.group_stays[self._group], 1)
        self._alone = -np.expm1(most)
        self._most = sums(self._of, most, len(targets))
        self._most_of_returned = sums(self._of, stays * most, len(targets))
        self._next = arrays.group_at[self._group].astype(np.int64)
        self._level, self._bar = np.full(len(targets), np.inf), np.zeros(len(targets))
        self._keys, self._logs = self._explicit()
        self._tied = self._keys

    def level_at(self, place: int) -> Weights:
        """Return for each target the highest level that one of its lists has at a place, but none above the last."""
        arrays, level = self._world.arrays, np.zeros(len(self._targets))
        first, last = arrays.group_at[self._group], arrays.group_at[self._group + 1] - 1
        np.maximum.at(level, self._of, self._group * 2.0 - self._reach.order[np.minimum(first + place, last)])
        lowest: Weights = np.minimum(level, self._level)
        return lowest

    def last_level(self) -> Weights:
        """Return for each target the level below which nobody can be among the best."""
        keys, scores, _ = self._scores()
        self._bar = self._kth_best(keys // self._people, scores) - _SLACK
        most = np.maximum(-np.expm1(self._most), _SLACK)
        level: Weights = np.where(self._bar > 0, np.minimum(self._bar / most, self._level), 0.0)
        return level

    @property
    def more_of_returned(self) -> Weights:
        """Return in (0, 1] how much lower those can stand who came back to a place: they can share more stays."""
        more: Weights = np.expm1(self._most) / np.minimum(np.expm1(self._most_of_returned), -_SLACK)
        return more

    def read_down_to(self, level: Weights, returned: Weights | None = None) -> None:
        """Read every list down to the level of its target, and keep what is found with its log(1 - weight).

        Of those who came back to some place it reads down to ``returned``; then it cannot be read on.
        """
        arrays, world = self._world.arrays, self._world
        lowest = np.floor(np.minimum(level if returned is None else returned, 1.0) * LEVELS) / LEVELS
        until = np.searchsorted(self._reach.order, self._group * 2.0 - lowest[self._of], side="right")
        until = np.clip(until, self._next, arrays.group_at[self._group + 1])
        slot, place = self._met(until)
        self._next, self._level = until, level
        who = self._reach.ranked_person[place].astype(np.int64)
        kept = np.flatnonzero(self._can_count(slot, place, who))
        slot, place, who = slot[kept], place[kept], who[kept]
        value = self._reach.value[who]
        useful = (value > 0) & (who != self._targets[self._of[slot]])
        if returned is not None:
            useful &= (value >= level[self._of[slot]]) | world.returned[who]
        if world.merged:
            via = arrays.entry_via[self._entry[slot]]
            useful &= (via < 0) | (via != arrays.entry_via[self._reach.ranked[place]])
        kept = np.flatnonzero(useful)
        slot, entry, who = slot[kept], self._reach.ranked[place[kept]], who[kept]
        mine = self._entry[slot]
        since = np.maximum(arrays.entry_since[mine], arrays.entry_since[entry]) if world.merged else None
        weight = weigh_mixed(world, arrays.entry_spell[mine], arrays.entry_spell[entry], self._group[slot], since)
        some = np.flatnonzero(weight > 0)
        self._keys = np.concatenate([self._keys, self._of[slot[some]] * self._people + who[some]])
        self._logs = np.concatenate([self._logs, np.log1p(-weight[some])])

    def _met(self, until: Longs) -> tuple[Longs, Longs]:
        """Return the places from where each list was read on down to ``until`` whose people met the target there."""
        count = until - self._next
        own = self._world.arrays.entry_spell[self._entry]
        place = ranges(self._next, count)
        met = self._reach.ranked_last[place] >= np.repeat(self._world.spans.low[own], count)
        met &= self._reach.ranked_first[place] <= np.repeat(self._world.spans.end_high[own], count)
        met |= np.repeat(self._world.instead[self._group], count)
        at = np.flatnonzero(met)
        return np.repeat(np.arange(len(self._entry)), count)[at], place[at]

    def _can_count(self, slot: Longs, place: Longs, who: Longs) -> Bools:
        """Say who may be among the best: by this one fact, or because there is another between the two.

        All stays of somebody who stands at a level are read together, so whoever appears once has no other fact than
        that one and, perhaps, a tie. Two who fall into one slot of the table by chance are both looked at.
        """
        level = self._group[slot] * 2.0 - self._reach.order[place]
        of = self._of[slot]
        alone: Bools = level * self._alone[slot] >= self._bar[of]
        slots = _slots(np.concatenate([of * self._people + who, self._tied]))
        alone |= np.bincount(slots, minlength=1 << _SLOT_BITS)[slots[: len(of)]] > 1
        return alone

    def best(self) -> Best:
        """Return what was found; those with a tie who stand below the level are worked out one by one if need be."""
        keys, scores, log = self._scores()
        target, who = keys // self._people, keys % self._people
        value = self._reach.value[who]
        bar = self._kth_best(target, scores)
        below = value < self._level[target]
        possible = np.where(below, value * -np.expm1(log + self._most_of_returned[target]), scores)
        kept = np.flatnonzero(possible >= bar[target] - _SLACK)
        target, who, value, scores, below = target[kept], who[kept], value[kept], scores[kept], below[kept]
        if below.any():
            scores[below] = value[below] * -np.expm1(self._exact(target[below], who[below]))
        order = np.lexsort((who, -np.round(scores, 12), target))
        target, who, scores = target[order], who[order], scores[order]
        place = np.arange(len(target)) - np.searchsorted(target, target)
        kept = np.flatnonzero((place < self._top) & (scores > 0))
        return Best(target[kept], who[kept], scores[kept])

    @property
    def _people(self) -> int:
        return max(self._world.arrays.people, 1)

    def _scores(self) -> tuple[Longs, Weights, Weights]:
        """Return each pair once, with its score and log(1 - warmth) from what was read so far."""
        order = _order(self._keys)
        keys, logs = self._keys[order], self._logs[order]
        if not len(keys):
            return keys, logs, logs
        at = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        keys, log = keys[at], np.add.reduceat(logs, at)
        return keys, self._reach.value[keys % self._people] * -np.expm1(log), log

    def _explicit(self) -> tuple[Longs, Weights]:
        """Return everybody with an explicit tie to a target, and what the tie adds."""
        arrays = self._world.arrays
        first, last = arrays.adj_at[self._targets], arrays.adj_at[self._targets + 1]
        rows = ranges(first, last - first)
        target = np.repeat(np.arange(len(self._targets)), last - first)
        who = arrays.adj_person[rows].astype(np.int64)
        log = self._world.tie_log[arrays.adj_tie[rows]]
        useful = np.flatnonzero((self._reach.value[who] > 0) & (log < 0))
        return target[useful] * self._people + who[useful], log[useful]

    def _kth_best(self, target: Longs, score: Weights) -> Weights:
        """Return the top-th best score of each target, 0 where there are fewer; ``target`` is in order."""
        high = np.flatnonzero(score >= self._bar[target])
        target, score = target[high], score[high]
        if not len(target):
            return np.zeros(len(self._targets))
        best = score[np.argsort(target * 2.0 - score)]
        at = np.searchsorted(target, np.arange(len(self._targets))) + self._top - 1
        inside = at < np.searchsorted(target, np.arange(len(self._targets)), side="right")
        return np.where(inside, best[np.where(inside, at, 0)], 0.0)

    def _exact(self, target: Longs, who: Longs) -> Weights:
        """Return log(1 - warmth) of pairs, from all their facts."""
        found = meetings(self._world, who, self._targets[target])
        log = sums(found.pair, np.log1p(-found.weight), len(who))
        keys, logs = self._explicit()
        if not len(keys):
            return log
        order, wanted = np.argsort(keys), target * self._people + who
        place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        return log + np.where(keys[place] == wanted, logs[place], 0.0)


def _most(world: World, entry: Longs) -> Weights:
    """Return what a fact through each entry adds at most: somebody who was there all the time, in the same unit."""
    arrays = world.arrays
    spell = arrays.entry_spell[entry]
    group = arrays.entry_group[entry].astype(np.int64)
    weight = weigh_mixed(world, spell, spell, group, arrays.entry_since[entry])
    floor = np.where(world.group_ours[group], world.parameters.of("alumni")["floor"], 0.0)
    return np.maximum(weight, floor)


def _slots(keys: Longs) -> Longs:
    """Return a slot of a small table for each key; equal keys have the same, others mostly different ones."""
    return ((keys.astype(np.uint64) * _SPREAD) >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)


def _order(keys: Longs) -> Longs:
    """Return the stable order of keys, none negative: sorted together with their places, twice as fast as argsort."""
    bits = max(len(keys) - 1, 1).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + bits > 62:
        return np.argsort(keys, kind="stable")
    return np.sort((keys << bits) | np.arange(len(keys))) & ((1 << bits) - 1)
