"""What a page of people needs, worked out for all of them at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from graph.algorithms.ask import best_to_ask
from graph.algorithms.introductions import Introducer, Reached
from graph.algorithms.pairs import neighbours


def prepare_page(ask: Introducer, page: Iterable[Reached]) -> None:
    """Work out the evidence that the introductions of several people, and who of us knows them, will ask for."""
    ask.prepare(pair for item in page for one in (item, *item.also) for pair in _pairs(ask, one))


def best_scores(ask: Introducer, people: Sequence[str]) -> dict[str, float]:
    """Return the score in [0, 1) of the best introduction of each of several people who have one."""
    targets = np.array([ask.world.arrays.person(person) for person in people], np.int64)
    found = best_to_ask(ask.reached_by, targets, 1)
    return {people[int(at)]: float(score) for at, score in zip(found.target, found.score, strict=True)}


def _pairs(ask: Introducer, item: Reached) -> Iterator[tuple[str, str]]:
    name, ours = ask.world.snapshot.id_of, ask.world.ours
    for between in item.between:
        first = () if ours[between] else (name(int(ask.reached_by.by[between])),)
        yield from pairwise((*first, name(between), item.person))
    near, _ = neighbours(ask.world, ask.world.arrays.person(item.person))
    yield from ((name(int(other)), item.person) for other in near[ours[near]])
