"""What a page of people needs, worked out for all of them at once."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from graph.algorithms.evidence import knows
from graph.algorithms.introductions import Introducer
from graph.algorithms.reached import Reached

_UNMET = 0.05  # several schools in common, each worth 0.01 (parameters.toml, study.apart)


def prepare_page(ask: Introducer, page: Iterable[Reached]) -> None:
    """Work out the evidence that the introductions of several people, and who of us knows them, will ask for."""
    position = ask.world.arrays.person
    items = [(position(one.person), one) for item in page for one in (item, *item.also)]
    ask.prepare_known(position for position, _ in items)
    chains = [chain for position, one in items for chain in ask.chains(position, one.between, one.top)]
    ask.prepare_at(pair for chain in chains for pair in pairwise(chain))


def known_people(ask: Introducer, reached: Iterable[Reached]) -> set[str]:
    """Return those whom one of us knows, or who used to be ours; a way through others alone is no acquaintance.

    Ties of people who only were at one school at different times are weaker than any others, so that only ties
    weaker than that have to be looked at.
    """
    position, value, by = ask.world.arrays.person, ask.reached_by.value, ask.reached_by.by
    known, doubtful = set(), []
    for item in reached:
        one = position(item.person)
        if item.group == "alumni" or (by[one] >= 0 and value[one] > _UNMET):
            known.add(item.person)
        elif by[one] >= 0:
            doubtful.append((ask.world.snapshot.id_of(int(by[one])), item.person))
    ask.prepare(doubtful)
    return known | {person for other, person in doubtful if knows(ask.evidence(other, person))}


def best_scores(ask: Introducer, people: Sequence[str]) -> dict[str, float]:
    """Return the score in [0, 1) of the best introduction of each of several people who have one."""
    targets = np.array([ask.world.arrays.person(person) for person in people], np.int64)
    found = ask.best_to_ask(targets, 1)
    return {people[int(at)]: float(score) for at, score in zip(found.target, found.score, strict=True)}
