"""How many of us have met each of several people: not only been at the same firm or school at other times."""

import numpy as np

from graph.algorithms.pairs import meet, weigh_mixed
from graph.algorithms.reach import Reach
from graph.algorithms.world import Rows, World
from graph.snapshot.arrays import BOARD, PROJECT, Bools, Ints, Longs, ranges


def met_by_us(reach: Reach, people: Longs) -> Longs:
    """Return for each person how many of us have met them; of each place only those of us who were there are read."""
    world, arrays = reach.world, reach.world.arrays
    entry, of = world.entries_of(people)
    group = arrays.entry_group[entry]
    useful = np.flatnonzero(world.counts[group] & (reach.ours_in[group] > 0))
    entry, of, group = entry[useful], of[useful], group[useful]
    count = reach.ours_in[group]
    ours = reach.ranked[ranges(arrays.group_at[group], count)]
    entry, of = np.repeat(entry, count), np.repeat(of, count)
    met = np.flatnonzero(meet(world, entry, ours))
    entry, of, ours = entry[met], of[met], ours[met]
    met = np.flatnonzero(_met(world, entry, ours))
    tied, of_tied = _tied(world, people)
    who = np.concatenate([world.entry_person[ours[met]], tied]).astype(np.int64)
    of = np.concatenate([of[met], of_tied])
    pair = np.unique((of * arrays.people + who)[who != people[of]])
    return np.bincount(pair // max(arrays.people, 1), minlength=len(people))


def _met(world: World, one: Rows, other: Rows) -> Bools:
    """Say which entries of two people in one group are evidence of a time together, or of a project or a board."""
    arrays = world.arrays
    group = arrays.entry_group[one].astype(np.int64)
    since = np.maximum(arrays.entry_since[one], arrays.entry_since[other])
    a, b = arrays.entry_spell[one], arrays.entry_spell[other]
    kind = arrays.group_kind[group]
    days, theirs = world.spans.of(a, since), world.spans.of(b, since)
    together = np.minimum(days.end_high, theirs.end_high) >= np.maximum(days.low, theirs.low)
    met: Bools = (weigh_mixed(world, a, b, group, since) > 0) & (together | (kind == PROJECT) | (kind == BOARD))
    return met


def _tied(world: World, people: Longs) -> tuple[Ints, Longs]:
    """Return those of us with whom a tie was declared or a contact was had, and whose tie it is."""
    arrays = world.arrays
    first, last = arrays.adj_at[people], arrays.adj_at[people + 1]
    rows = ranges(first, last - first)
    who, of = arrays.adj_person[rows], np.repeat(np.arange(len(people)), last - first)
    kept = np.flatnonzero(world.ours[who])
    kept = kept[world.tie_log[arrays.adj_tie[rows[kept]]] < 0]
    return who[kept], of[kept]
