"""Which partition leaves little frustration, found quickly and without proof: simulated annealing."""

import math
import random
from collections.abc import Iterable, Sequence

from graph.algorithms.camps_exact import Tie

_SLACK = 1e-9


def frustration(ties: Iterable[Tie], camp: Sequence[int]) -> float:
    """Return the weight of the ties that pull across camps or push inside one; 0 or more."""
    return sum(abs(weight) for a, b, weight in ties if is_frustrated(a, b, weight, camp))


def is_frustrated(a: int, b: int, weight: float, camp: Sequence[int]) -> bool:
    """Say whether a tie pulls across camps or pushes inside one."""
    return (camp[a] == camp[b]) != (weight > 0)


def anneal(size: int, ties: Sequence[Tie], *, number: int | None, seed: int, sweeps: int) -> list[int]:
    """Return a good partition into at most ``number`` camps: simulated annealing over moves of one person."""
    chance = random.Random(seed)  # noqa: S311 - a seeded search, no secret
    near: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for a, b, weight in ties:
        near[a].append((b, weight))
        near[b].append((a, weight))
    most = min(number or size, size)
    best, least = list(range(size)) if most == size else [0] * size, math.inf
    for start in range(3):
        camp = [chance.randrange(min(most, 2 + start)) for _ in range(size)]
        heat = max((abs(weight) for _, _, weight in ties), default=1.0)
        for _ in range(sweeps):
            for person in range(size):
                to = chance.choice([*{camp[other] for other, _ in near[person]}, chance.randrange(most)])
                change = cost_of_move(near[person], camp, person, to)
                if change <= 0 or chance.random() < math.exp(-change / heat):
                    camp[person] = to
            heat *= 0.9
        _descend(near, camp, most)
        found = frustration(ties, camp)
        if found < least - _SLACK:
            best, least = list(camp), found
    return best


def cost_of_move(near: Iterable[tuple[int, float]], camp: Sequence[int], person: int, to: int) -> float:
    """Return how much frustration it would add to move a person whose ties are ``near`` to another camp."""
    if to == camp[person]:
        return 0.0
    return sum(w if camp[o] == camp[person] else -w if camp[o] == to else 0.0 for o, w in near)


def _descend(near: Sequence[Sequence[tuple[int, float]]], camp: list[int], most: int) -> None:
    moved = True
    while moved:
        moved = False
        for person in range(len(camp)):
            free = next((c for c in range(most) if c not in camp), None)
            options = sorted({camp[other] for other, _ in near[person]} | ({free} if free is not None else set()))
            to = min(options, key=lambda c: (cost_of_move(near[person], camp, person, c), c), default=camp[person])
            if cost_of_move(near[person], camp, person, to) < -_SLACK:
                camp[person] = to
                moved = True
