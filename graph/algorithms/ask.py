"""Who are the best people to ask for an introduction to each of many targets: exact, without looking at everybody.

Everybody who shares a place with a target stands there ranked by what they would bring (`Reach.value`). A target's
lists are taken from the one whose facts can add least to the one whose facts can add most. A first look at the tops
gives a k-th best score, ``bar``. Whoever is on no later list than one of them scores at most ``value * most``, where
``most`` is the warmth of somebody who shared that place and all before it all the time: that list is read down to
``bar / most`` and little further, so the large crowded places are hardly read at all. (Turtle and Flood 1995 call it
MaxScore.) Whoever then stands too low to be seen on the earlier lists is scored with the most that those could add,
and looked up on them where that might be enough. All facts of a pair count together, so the bounds do too.
"""

from dataclasses import dataclass

import numpy as np

from graph.algorithms.pairs import weigh_mixed
from graph.algorithms.reach import LEVELS, Reach
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import Bools, Ints, Longs, ranges, sums

_FIRST_LOOK = 6
_DEEPER = 0.7
"""A list is read this much deeper than it must be: to read a place costs less than to work somebody out alone."""
_SLACK = 1e-9
"""How far scores may differ by rounding: a bar is that much lower than a score."""
_UNREAD = 1.5
"""A level above all: of a list that needs to be read down to it nothing is read."""
_SLOT_BITS = 17
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
    search.look_at_the_tops()
    search.read_as_far_as_needed()
    return search.best()


class _Search:
    """The lists of all targets: one for each entry of a target in a group that counts, the least telling first.

    Those who came back to a place can share more stays there, so what they add at most is kept apart: bounds have
    two rows, first for people who did not, then for those who did.
    """

    def __init__(self, reach: Reach, targets: Longs, top: int) -> None:
        self._reach, self._world, self._top = reach, reach.world, top
        self._targets = targets
        arrays = self._world.arrays
        entries, of = self._world.entries_of(targets)
        useful = self._world.counts[arrays.entry_group[entries]] & self._world.begun[arrays.entry_spell[entries]]
        entry, of = entries[useful], of[useful].astype(np.int64)
        log = np.log1p(-np.minimum(_most(self._world, entry), 1 - _SLACK))
        stays = np.maximum(arrays.group_stays[arrays.entry_group[entry]], 1)
        order = np.lexsort((-stays * log, of))
        self._entry, self._of, self._log = entry[order], of[order], log[order]
        self._group = arrays.entry_group[self._entry].astype(np.int64)
        self._first = np.searchsorted(self._of, np.arange(len(targets)))
        self._before = np.zeros((2, len(order) + 1))
        np.cumsum([self._log, stays[order] * self._log], axis=1, out=self._before[:, 1:])
        self._bar = np.zeros(len(targets))
        self._level = np.zeros((2, len(self._of) + 1))
        self._of_each = np.append(self._of, -1)
        self._tied = self._keys, self._logs = self._explicit()

    def look_at_the_tops(self) -> None:
        """Find with the first places of each list a score that the best must reach."""
        at = self._world.arrays.group_at
        slot, place = self._places(np.minimum(at[self._group] + _FIRST_LOOK, at[self._group + 1]))
        self._keep(slot, place, self._reach.ranked_person[place].astype(np.int64))
        keys, scores, _ = self._scores()
        self._bar = np.maximum(self._kth_best(keys // self._people, scores) - _SLACK, 0.0)
        self._keys, self._logs = self._tied

    def read_as_far_as_needed(self) -> None:
        """Read each list down to where nobody who is on no later one can be among the best."""
        first, last = self._first[self._of], np.append(self._first[1:], len(self._of))[self._of] - 1
        most = -np.expm1(self._before[:, 1:] - self._before[:, first])
        needed = self._bar[self._of] / np.maximum(most, _SLACK)
        self._level[:, :-1] = np.where(needed > 1, _UNREAD, np.maximum(needed * _DEEPER, needed[:, last]))
        lowest = np.floor(self._level[:, :-1].min(axis=0) * LEVELS) / LEVELS
        slot, place = self._places(np.searchsorted(self._reach.order, self._group * 2.0 - lowest, side="right"))
        who = self._reach.ranked_person[place].astype(np.int64)
        kept = np.flatnonzero(self._can_count(slot, who))
        self._keep(slot[kept], place[kept], who[kept])

    def _places(self, until: Longs) -> tuple[Longs, Longs]:
        """Return each list and the places on it, down to ``until``, whose people the target met there.

        Left out are those who stand below the level of their list.
        """
        world, first = self._world, self._world.arrays.group_at[self._group].astype(np.int64)
        count = np.maximum(until - first, 0)
        place, slot = ranges(first, count), np.repeat(np.arange(len(self._of)), count)
        who = self._reach.ranked_person[place]
        seen = np.flatnonzero(self._reach.value[who] >= self._level_for(who, slot))
        place, slot = place[seen], slot[seen]
        own = world.arrays.entry_spell[self._entry]
        met = self._reach.ranked_last[place] >= world.spans.low[own][slot]
        met &= self._reach.ranked_first[place] <= world.spans.end_high[own][slot]
        met |= world.instead[self._group][slot]
        at = np.flatnonzero(met)
        return slot[at], place[at]

    def _level_for(self, who: Longs | Ints, slot: Longs) -> Weights:
        """Return down to which level people are seen on lists."""
        level: Weights = self._level.ravel()[self._world.returned[who] * self._level.shape[1] + slot]
        return level

    def _can_count(self, slot: Longs, who: Longs) -> Bools:
        """Say who may be among the best: by this fact and what is not seen, or because there is another fact.

        Two who fall into one slot of the table by chance are both looked at.
        """
        of = self._of[slot]
        value = self._reach.value[who]
        unseen = self._at_most(of, who, self._unseen(of, who))
        slots = _slots(np.concatenate([of * self._people + who, self._keys]))
        several = np.bincount(slots, minlength=1 << _SLOT_BITS)[slots[: len(of)]] > 1
        can: Bools = (value * -np.expm1(self._log[slot] + unseen) >= self._bar[of]) | several
        return can

    def _unseen(self, of: Longs, who: Longs) -> Longs:
        """Return on how many lists of a target, from its first on, somebody stands too low to have been seen."""
        value, many, at = self._reach.value[who], np.zeros(len(of), np.int64), np.arange(len(of))
        while len(at):
            slot = self._first[of[at]] + many[at]
            low = self._level_for(who[at], slot) > value[at]
            at = at[low & (self._of_each[slot] == of[at])]
            many[at] += 1
        return many

    def _at_most(self, of: Longs, who: Longs, unseen: Longs) -> Weights:
        """Return what the first lists of a target can add at most to log(1 - warmth)."""
        before, first = self._before.ravel(), self._world.returned[who] * self._before.shape[1] + self._first[of]
        at_most: Weights = before[first + unseen] - before[first]
        return at_most

    def _keep(self, slot: Longs, place: Longs, who: Longs) -> None:
        """Keep the facts of people at places of lists, each with its log(1 - weight)."""
        useful = np.flatnonzero((self._reach.value[who] > 0) & (who != self._targets[self._of[slot]]))
        slot, entry, who = slot[useful], self._reach.ranked[place[useful]].astype(np.int64), who[useful]
        met, log = self._weighed(slot, entry)
        self._keys = np.concatenate([self._keys, self._of[slot[met]] * self._people + who[met]])
        self._logs = np.concatenate([self._logs, log])

    def _weighed(self, slot: Longs, entry: Longs) -> tuple[Longs, Weights]:
        """Return which entries in the groups of lists add something, and their log(1 - weight)."""
        arrays, world = self._world.arrays, self._world
        mine, kept, since = self._entry[slot], np.arange(len(slot)), None
        if world.merged:
            via = arrays.entry_via[mine]
            kept = np.flatnonzero((via < 0) | (via != arrays.entry_via[entry]))
            slot, entry, mine = slot[kept], entry[kept], mine[kept]
            since = np.maximum(arrays.entry_since[mine], arrays.entry_since[entry])
        weight = weigh_mixed(world, arrays.entry_spell[mine], arrays.entry_spell[entry], self._group[slot], since)
        some = np.flatnonzero(weight > 0)
        return kept[some], np.log1p(-weight[some])

    def best(self) -> Best:
        """Return what was found; who stands too low to be seen on a list is looked up there if it may be enough."""
        keys, scores, log = self._scores()
        target, who = keys // self._people, keys % self._people
        bar, value = self._kth_best(target, scores), self._reach.value[who]
        unseen = self._unseen(target, who)
        possible = value * -np.expm1(log + self._at_most(target, who, unseen))
        kept = np.flatnonzero(possible >= bar[target] - _SLACK)
        target, who, log, unseen = target[kept], who[kept], log[kept], unseen[kept]
        scores = value[kept] * -np.expm1(log + self._looked_up(target, who, unseen))
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

    def _looked_up(self, target: Longs, who: Longs, many: Longs) -> Weights:
        """Return what people add to log(1 - warmth) on the first lists of a target, so many of them for each."""
        arrays = self._world.arrays
        slot, pair = ranges(self._first[target], many), np.repeat(np.arange(len(target)), many)
        entries, of = self._world.entries_of(who[pair])
        slot, pair = slot[of], pair[of]
        there = np.flatnonzero(arrays.entry_group[entries] == self._group[slot])
        met, log = self._weighed(slot[there], entries[there].astype(np.int64))
        return sums(pair[there[met]], log, len(target))


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
