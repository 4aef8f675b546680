"""What links two people, for many pairs at once: the facts they share, each with its weight."""

from dataclasses import dataclass

import numpy as np

from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import KINDS, Bools, Ints, Longs, ranges, sums


@dataclass(frozen=True, slots=True)
class Meetings:
    """Spells of the two people of a pair that meet in a group; ``pair`` is a position in the list of pairs."""

    pair: Longs
    one: Longs
    other: Longs
    group: Longs
    since: Ints
    weight: Weights


def meetings(world: World, a: Longs | Ints, b: Longs | Ints) -> Meetings:
    """Find where the people ``a`` met the people ``b``, both n positions; facts of no weight are left out."""
    arrays = world.arrays
    left, of_left = world.entries_of(a)
    first, many = _entries_at(world, b)
    counts = many[of_left]
    right = arrays.spell_entry[ranges(first[of_left], counts)]
    left, pair = np.repeat(left, counts), np.repeat(of_left, counts)
    same = np.flatnonzero(meet(world, left, right))
    left, right, pair = left[same], right[same], pair[same]
    group = arrays.entry_group[left].astype(np.int64)
    since = np.maximum(arrays.entry_since[left], arrays.entry_since[right])
    one, other = arrays.entry_spell[left].astype(np.int64), arrays.entry_spell[right].astype(np.int64)
    weight = weigh_mixed(world, one, other, group, since)
    kept = np.flatnonzero(weight > 0)
    return Meetings(pair[kept], one[kept], other[kept], group[kept], since[kept], weight[kept])


def meet(world: World, left: Longs | Ints, right: Longs | Ints) -> Bools:
    """Say which pairs of entries meet: in one group that counts, and in none before it on the way of mergers."""
    arrays = world.arrays
    group, via = arrays.entry_group[left], arrays.entry_via[left]
    same: Bools = (group == arrays.entry_group[right]) & world.counts[group]
    same &= (via != arrays.entry_via[right]) | (via < 0)
    return same


def weigh_mixed(world: World, one: Longs, other: Longs, group: Longs, since: Ints) -> Weights:
    """Weigh meetings in groups of any kind."""
    kinds = world.arrays.group_kind[group]
    weight = np.zeros(len(one))
    for kind in range(len(KINDS)):
        of_kind = np.flatnonzero(kinds == kind)
        if len(of_kind):
            weight[of_kind] = world.weigh(kind, one[of_kind], other[of_kind], group[of_kind], since[of_kind])
    return weight


def ties(world: World, a: Longs | Ints, b: Longs | Ints) -> Longs:
    """Return the tie of each pair, -1 where they have none."""
    arrays = world.arrays
    low, high = arrays.adj_at[a].astype(np.int64), arrays.adj_at[a + 1].astype(np.int64)
    end = high.copy()
    while (low < high).any():
        middle = (low + high) >> 1
        inside = low < high
        less = inside & (arrays.adj_person[np.minimum(middle, len(arrays.adj_person) - 1)] < b)
        low = np.where(less, middle + 1, low)
        high = np.where(inside & ~less, middle, high)
    place = np.minimum(low, max(len(arrays.adj_person) - 1, 0))
    if not len(arrays.adj_person):
        return np.full(len(low), -1, np.int64)
    found = (low < end) & (arrays.adj_person[place] == b)
    return np.where(found, arrays.adj_tie[place], -1).astype(np.int64)


def logs(world: World, a: Longs | Ints, b: Longs | Ints) -> Weights:
    """Return log(1 - warmth) of pairs, from everything that links them; 0 is no tie, about -2 is very warm."""
    found = meetings(world, a, b)
    log = sums(found.pair, np.log1p(-found.weight), len(a))
    tie = ties(world, a, b)
    return log + np.where(tie >= 0, world.tie_log[tie], 0.0) if len(world.tie_log) else log


def neighbours(world: World, person: int) -> tuple[Longs, Weights]:
    """Return everybody tied to one person, in order, with log(1 - warmth)."""
    arrays = world.arrays
    tied = slice(arrays.adj_at[person], arrays.adj_at[person + 1])
    people = [arrays.adj_person[tied].astype(np.int64)]
    log = [world.tie_log[arrays.adj_tie[tied]]]
    mine, _ = world.entries_of(np.array([person]))
    for entry in mine[world.counts[arrays.entry_group[mine]]].tolist():
        group = arrays.entry_group[entry]
        others = np.arange(arrays.group_at[group], arrays.group_at[group + 1])
        others = others[meet(world, np.array([entry]), others)]
        since = np.maximum(arrays.entry_since[entry], arrays.entry_since[others])
        weight = world.weigh(
            int(arrays.group_kind[group]), np.array([arrays.entry_spell[entry]]), arrays.entry_spell[others],
            np.array([group]), since,
        )  # fmt: skip
        people.append(world.entry_person[others].astype(np.int64))
        log.append(np.log1p(-weight))
    who, position = np.unique(np.concatenate(people), return_inverse=True)
    total = sums(position, np.concatenate(log), len(who))
    kept = (total < 0) & (who != person)
    return who[kept], total[kept]


def _entries_at(world: World, people: Longs | Ints) -> tuple[Ints, Ints]:
    arrays = world.arrays
    first = arrays.spell_entry_at[arrays.person_spell_at[people]]
    return first, arrays.spell_entry_at[arrays.person_spell_at[people + 1]] - first
