"""Who is in conflict with whom on the day, so that the one is a poor messenger to the other."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from graph.algorithms.alike import Alike
from graph.algorithms.ask import Best, best_to_ask
from graph.algorithms.reach import Reach
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.snapshot.arrays import Bools, Longs

_MOST_AT_ONCE = 50
"""Targets with more ways that may be lessened are looked at apart, so that the others are not slow with them."""


class Conflicts:
    """The conflict lines that hold on the day, looked up by person; of all records that are told together."""

    def __init__(self, world: World, alike: Alike) -> None:
        self._world = world
        self._with: dict[str, set[str]] = defaultdict(set)
        for line in world.snapshot.decision.lines_on(world.as_of):
            if line.kind == "conflict":
                for one in alike.of(line.start):
                    for other in alike.of(line.end):
                        self._with[one].add(other)
                        self._with[other].add(one)
        # somebody with whom one of us is in conflict may be the last before anybody
        self._with_us = sum(len(others) for one, others in self._with.items() if world.is_ours(one))

    def of(self, person: str) -> list[str]:
        """Return who is in conflict with somebody."""
        return sorted(self._with.get(person, ()))

    def many(self, person: str) -> int:
        """Count at most how many ways to somebody may be lessened: all, where one of us is in conflict with them."""
        own = self._with.get(person, set())
        if any(map(self._world.is_ours, own)):
            return self._world.arrays.people
        return len(own) + self._with_us if self._with else 0

    def on(self, people: Sequence[str]) -> list[tuple[str, str]]:
        """Return which two of the people on a way are in conflict, in the order of the way."""
        if not self._with:
            return []
        return [(one, other) for one, other in combinations(people, 2) if other in self._with.get(one, ())]

    def told(self, people: Sequence[str]) -> tuple[str, ...]:
        """Say the same in words."""
        names = self._world.snapshot.people
        return tuple(f"{names[one].name} is in conflict with {names[other].name}" for one, other in self.on(people))

    def lessened(self, score: float, people: Sequence[str]) -> float:
        """Return the score of a way, less where two on it are in conflict."""
        return score * self._world.parameters.of("introductions")["conflict"] if self.on(people) else score

    def best_to_ask(self, reach: Reach, targets: Longs, top: int) -> Best:
        """Return the best people to ask for each target, each score ``lessened``.

        For a target there are as many more than ``top`` as may be lessened, so that these push nobody out.
        """
        many = np.array([self.many(self._world.snapshot.id_of(one)) for one in targets.tolist()], np.int64)
        if not many.any():
            return best_to_ask(reach, targets, top)
        usual = many <= _MOST_AT_ONCE
        target, between, scores = (
            np.concatenate(parts)
            for parts in zip(*(self._found(reach, targets, top, many, part) for part in (usual, ~usual)), strict=True)
        )
        order = np.lexsort((between, -np.round(scores, 12), target))
        target, between, scores = target[order], between[order], scores[order]
        kept = np.flatnonzero(np.arange(len(target)) - np.searchsorted(target, target) < top + many[target])
        return Best(target[kept], between[kept], scores[kept])

    def _found(self, reach: Reach, targets: Longs, top: int, many: Longs, part: Bools) -> tuple[Longs, Longs, Weights]:
        """Find the best for a part of the targets, and lessen the scores of the ways on which two are in conflict."""
        at = np.flatnonzero(part)
        found = best_to_ask(reach, targets[at], top + int(many[at].max(initial=0)))
        target, scores = at[found.target], found.score.copy()
        for place, (one, between) in enumerate(zip(target.tolist(), found.between.tolist(), strict=True)):
            first = between if self._world.ours[between] else int(reach.by[between])
            people = [self._world.snapshot.id_of(other) for other in dict.fromkeys((first, between, int(targets[one])))]
            scores[place] = self.lessened(float(scores[place]), people)
        return target, found.between, scores
