"""Who of us has met each of several people: not only been at the same firm or school at other times."""

from dataclasses import dataclass

import numpy as np

from graph.algorithms.pairs import meet, weigh_mixed
from graph.algorithms.reach import Reach
from graph.algorithms.weights import Weights
from graph.algorithms.world import Rows, World
from graph.snapshot.arrays import BOARD, PROJECT, Bools, Ints, Longs, ranges, sums

MOST_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Known:
    """The positions of those of us who have met a person, and of the warmest who may be asked, the warmest first."""

    people: tuple[int, ...]
    nearest: tuple[int, ...]


def known_by_us(reach: Reach, people: Longs) -> list[Known]:
    """Return who of us has met each person; of each place only those of us who were there are read."""
    world, arrays = reach.world, reach.world.arrays
    entry, of = world.entries_of(people)
    group = arrays.entry_group[entry]
    useful = np.flatnonzero(world.counts[group] & (reach.ours_in[group] > 0))
    entry, of, group = entry[useful], of[useful], group[useful]
    count = reach.ours_in[group]
    ours = reach.ranked[ranges(arrays.group_at[group], count)]
    entry, of = np.repeat(entry, count), np.repeat(of, count)
    same = np.flatnonzero(meet(world, entry, ours))
    entry, of, ours = entry[same], of[same], ours[same]
    weight, met = _weighed(world, entry, ours)
    tied, of_tied, log = _tied(world, people)
    who = np.concatenate([world.entry_person[ours], tied]).astype(np.int64)
    of, met = np.concatenate([of, of_tied]), np.concatenate([met, np.ones(len(tied), np.bool_)])
    others = who != people[of]
    key, place = np.unique(of[others] * max(arrays.people, 1) + who[others], return_inverse=True)
    total = sums(place, np.concatenate([np.log1p(-weight), log])[others], len(key))
    has_met = np.bincount(place, met[others], len(key)) > 0
    key, total = key[has_met], total[has_met]
    of, who = key // max(arrays.people, 1), key % max(arrays.people, 1)
    order = np.lexsort((who, total.round(12), of))
    at = np.searchsorted(of, np.arange(len(people) + 1))
    asked = reach.value[who] > 0
    found = []
    for first, last in zip(at[:-1].tolist(), at[1:].tolist(), strict=True):
        nearest = order[first:last]
        found.append(
            Known(tuple(who[first:last].tolist()), tuple(who[nearest[asked[nearest]][:MOST_NEAREST]].tolist()))
        )
    return found


def _weighed(world: World, one: Rows, other: Rows) -> tuple[Weights, Bools]:
    """Weigh what entries of two people in one group add, and say which are a time together, a project or a board."""
    arrays = world.arrays
    group = arrays.entry_group[one].astype(np.int64)
    since = np.maximum(arrays.entry_since[one], arrays.entry_since[other])
    a, b = arrays.entry_spell[one], arrays.entry_spell[other]
    kind = arrays.group_kind[group]
    days, theirs = world.spans.of(a, since), world.spans.of(b, since)
    together = np.minimum(days.end_high, theirs.end_high) >= np.maximum(days.low, theirs.low)
    weight = weigh_mixed(world, a, b, group, since)
    met: Bools = (weight > 0) & (together | (kind == PROJECT) | (kind == BOARD))
    return weight, met


def _tied(world: World, people: Longs) -> tuple[Ints, Longs, Weights]:
    """Return those of us with whom a tie was declared or a contact was had, whose tie it is and what it adds."""
    arrays = world.arrays
    first, last = arrays.adj_at[people], arrays.adj_at[people + 1]
    rows = ranges(first, last - first)
    who, of = arrays.adj_person[rows], np.repeat(np.arange(len(people)), last - first)
    log = world.tie_log[arrays.adj_tie[rows]]
    kept = np.flatnonzero(world.ours[who] & (log < 0))
    return who[kept], of[kept], log[kept]
