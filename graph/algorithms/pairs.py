"""What links two people, for many pairs at once: the facts they share, each with its weight."""

from dataclasses import dataclass

import numpy as np

from graph.algorithms import weights
from graph.algorithms.weights import Weights
from graph.algorithms.world import Rows, World
from graph.snapshot.arrays import ALWAYS, BOARD, FAMILY, JOB, KINDS, STUDY, Bools, Ints, Longs, ranges, sums


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


def weigh_mixed(world: World, one: Rows, other: Rows, group: Longs, since: Ints | None) -> Weights:
    """Weigh meetings in groups of any kind."""
    kinds = world.arrays.group_kind[group]
    if not kinds.any():
        return weigh(world, JOB, one, other, group, since)
    weight = np.zeros(len(one))
    for kind in range(len(KINDS)):
        of_kind = np.flatnonzero(kinds == kind)
        if len(of_kind):
            weight[of_kind] = weigh(
                world, kind, one[of_kind], other[of_kind], group[of_kind], since[of_kind] if since is not None else None
            )
    return weight


def weigh(world: World, kind: int, one: Longs | Ints, other: Longs | Ints, group: Rows, since: Ints | None) -> Weights:
    """Weigh what spells of two people in one group add; 0 where they share nothing.

    ``one`` and ``other`` are spells and ``group`` where they meet, all of length n or 1; ``since`` is the day from
    which it counts, None for always.
    """
    size = world.arrays.group_size[group]
    if since is not None and not (since > ALWAYS).any():
        since = None
    a, b = world.spans.of(one, since), world.spans.of(other, since)
    together = np.minimum(a.end_high, b.end_high) >= np.maximum(a.low, b.low)
    end = np.minimum((a.end_low + a.end_high) >> 1, (b.end_low + b.end_high) >> 1)
    months = weights.months_of(end - np.maximum((a.low + a.high) >> 1, (b.low + b.high) >> 1) + 1)
    if kind == JOB:
        return _jobs(world, one, other, group, together, months, end)
    both = world.begun[one] & world.begun[other]
    if kind == STUDY:
        return np.where(both, weights.study(world.parameters.of("study"), together, size), 0.0)
    if kind == BOARD:
        return weights.board(world.parameters.of("board"), months, together)
    if kind == FAMILY:
        numbers = weights.subsidiary(world.parameters.of("employment"))
        crowd = weights.crowded(numbers["known_all"], size)
        return np.where(together, weights.employment(numbers, months, np.ones(1), crowd, world.day - end), 0.0)
    ended = np.minimum(world.project_end[one], world.project_end[other])
    outcome = np.maximum(world.arrays.spell_outcome[one], world.arrays.spell_outcome[other])
    weight = weights.project(world.parameters.of("project"), outcome, world.day - ended)
    return np.where(both, weight, 0.0)


def _jobs(world: World, one: Rows, other: Rows, group: Rows, together: Bools, months: Weights, end: Ints) -> Weights:
    arrays, numbers = world.arrays, world.parameters.of("employment")
    unit = weights.nearness(numbers, arrays.spell_unit[one], arrays.spell_unit[other])
    ours = world.group_ours[group]
    weight = np.zeros(np.broadcast(together, months).shape)
    if not np.all(ours):
        crowd = weights.crowded(numbers["known_all"], arrays.group_size[group])
        weight = np.where(together, weights.employment(numbers, months, unit, crowd, world.day - end), 0.0)
    if np.any(ours):
        shared = np.where(together, weights.alumni(world.parameters, months, unit, world.day - end), 0.0)
        once = world.ours[arrays.spell_person[one]] != world.ours[arrays.spell_person[other]]
        apart = ~together & once & world.begun[one] & world.begun[other]
        shared = np.where(apart, world.parameters.of("alumni")["floor"], shared)
        weight = np.where(ours, shared, weight)
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


def neighbours(world: World, person: int, among: Bools | None = None) -> tuple[Longs, Weights]:
    """Return everybody tied to one person, in order, with log(1 - warmth); ``among`` marks who is looked at."""
    arrays = world.arrays
    tied = slice(arrays.adj_at[person], arrays.adj_at[person + 1])
    people = [arrays.adj_person[tied].astype(np.int64)]
    log = [world.tie_log[arrays.adj_tie[tied]]]
    mine, _ = world.entries_of(np.array([person]))
    for entry in mine[world.counts[arrays.entry_group[mine]]].tolist():
        group = arrays.entry_group[entry]
        others = np.arange(int(arrays.group_at[group]), int(arrays.group_at[group + 1]))
        if among is not None:
            others = others[among[world.entry_person[others]]]
        others = others[meet(world, np.array([entry]), others)]
        since = np.maximum(arrays.entry_since[entry], arrays.entry_since[others])
        weight = weigh(
            world, int(arrays.group_kind[group]), np.array([arrays.entry_spell[entry]]),
            arrays.entry_spell[others], np.array([group]), since,
        )  # fmt: skip
        people.append(world.entry_person[others].astype(np.int64))
        log.append(np.log1p(-weight))
    who, position = np.unique(np.concatenate(people), return_inverse=True)
    total = sums(position, np.concatenate(log), len(who))
    kept = (total < 0) & (who != person)
    if among is not None:
        kept &= among[who]
    return who[kept], total[kept]


def neighbours_among(world: World, people: Longs, among: Bools) -> tuple[Longs, Longs, Weights]:
    """Return who of the marked is tied to many people: position in ``people``, who, log(1 - warmth); in order."""
    arrays = world.arrays
    tied = np.diff(arrays.adj_at)[people].astype(np.int64)
    declared = ranges(arrays.adj_at[people], tied)
    of_tied = np.repeat(np.arange(len(people)), tied)
    kept = np.flatnonzero(among[arrays.adj_person[declared]])
    declared, of_tied = declared[kept], of_tied[kept]
    marked = np.flatnonzero(among[world.entry_person])
    begin = np.searchsorted(marked, arrays.group_at)  # where the marked entries of each group begin
    mine, of_mine = world.entries_of(people)
    kept = np.flatnonzero(world.counts[arrays.entry_group[mine]])
    mine, of_mine = mine[kept], of_mine[kept]
    group = arrays.entry_group[mine].astype(np.int64)
    many = begin[group + 1] - begin[group]
    others = marked[ranges(begin[group], many)]
    mine, of_mine, group = np.repeat(mine, many), np.repeat(of_mine, many), np.repeat(group, many)
    same = np.flatnonzero(meet(world, mine, others))
    mine, of_mine, group, others = mine[same], of_mine[same], group[same], others[same]
    since = np.maximum(arrays.entry_since[mine], arrays.entry_since[others])
    spells = arrays.entry_spell
    weight = weigh_mixed(world, spells[mine].astype(np.int64), spells[others].astype(np.int64), group, since)
    pair = np.concatenate([of_tied, of_mine]) * arrays.people + np.concatenate(
        [arrays.adj_person[declared].astype(np.int64), world.entry_person[others].astype(np.int64)]
    )
    log = [world.tie_log[arrays.adj_tie[declared]], np.log1p(-weight)]
    pairs, position = np.unique(pair, return_inverse=True)
    total = sums(position, np.concatenate(log), len(pairs))
    at, who = pairs // max(arrays.people, 1), pairs % max(arrays.people, 1)
    kept = np.flatnonzero((total < 0) & (who != people[at]))
    return at[kept], who[kept], total[kept]


def _entries_at(world: World, people: Longs | Ints) -> tuple[Ints, Ints]:
    arrays = world.arrays
    first = arrays.spell_entry_at[arrays.person_spell_at[people]]
    return first, arrays.spell_entry_at[arrays.person_spell_at[people + 1]] - first
