"""How well we know each person of a unit: the warmest tie, who has met them, and when last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.algorithms.introductions import Introducer
from graph.algorithms.pairs import neighbours


@dataclass(frozen=True, slots=True)
class Relation:
    """``warmest`` is one of us with the warmth in (0, 1), None without any tie. ``met_by`` lists who of us has met
    the person, the warmest first; a connection online alone is no meeting. ``last`` is the last contact.
    """

    warmest: tuple[str, float] | None
    met_by: tuple[str, ...]
    last: date | None


def relations(ask: Introducer, people: Iterable[str]) -> dict[str, Relation]:
    """Return our relation to each person on the day of the question."""
    return {person: _relation(ask, person) for person in people}


def _relation(ask: Introducer, person: str) -> Relation:
    online = ask.world.parameters.of("acquaintance")["linkedin"]
    ranked: list[tuple[float, str]] = []
    met: list[str] = []
    last: list[str] = []
    tied = sorted(_ours(ask, person))
    ask.prepare((one, person) for one, _ in tied)
    for one, warm in tied:
        evidence = ask.evidence(one, person)
        ranked.append((warm, one))
        if any(item.met and (item.kind != "acquaintance" or item.weight > online) for item in evidence):
            met.append(one)
        last += [item.end for item in evidence if item.kind == "contact" and item.end]
    ranked.sort(key=lambda item: (-round(item[0], 12), item[1]))
    order = {one: place for place, (_, one) in enumerate(ranked)}
    return Relation(
        (ranked[0][1], ranked[0][0]) if ranked else None,
        tuple(sorted(met, key=lambda one: order[one])),
        date.fromisoformat(max(last)) if last else None,
    )


def _ours(ask: Introducer, person: str) -> Iterator[tuple[str, float]]:
    """Yield those of us who are tied to a person, with the warmth; colleagues of the person are not looked at."""
    one = ask.world.arrays.person(person)
    if one >= 0:
        people, log = neighbours(ask.world, one)
        of_us = np.asarray(ask.world.ours)[people]
        for other, warm in zip(people[of_us].tolist(), (-np.expm1(log[of_us])).tolist(), strict=True):
            yield ask.world.snapshot.id_of(other), warm
