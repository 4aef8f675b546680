"""What one fact adds to the warmth of two people: the curves, over arrays, with numbers from the parameters.

Every weight is in [0, 1). Sources of the numbers: graph/parameters.toml and docs/parameters.md.
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.parameters import Parameters
from graph.snapshot.arrays import ACQUAINTANCES, CONTACTS, FAMILY, JOB, KINDS, OUTCOMES, STUDY, Bools, Ints, Small

Weights: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = Mapping[str, float]

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = 30.4375
_BIG_MEETING = 15
_MOST_OF_AN_ACQUAINTANCE = 0.95


def fade(days: Ints | Weights, half_life_years: float | Weights, kept: float) -> Weights:
    """Return what is left after days: ``kept`` for ever, the rest halves every half-life; 1 before it began."""
    years = np.maximum(days, 0) / DAYS_A_YEAR
    return kept + (1 - kept) * np.exp2(-years / half_life_years)


def crowded(known_all: float, size: Ints | int) -> Weights:
    """Return 1 where everybody can know everybody, known_all / (n - 1) in larger places."""
    return np.minimum(1.0, known_all / np.maximum(np.asarray(size, np.float64) - 1, 1))


def months_of(days: Ints) -> Weights:
    """Return days as months, rounded."""
    return np.rint(np.maximum(days, 0) / DAYS_A_MONTH)


def employment(numbers: Numbers, months: Weights, unit: Weights, crowd: Weights | float, ago: Ints) -> Weights:
    """Weigh a time together at one place: ``unit`` in (0, 1] for how near, ``ago`` in days since its end."""
    amount = -np.expm1(-np.maximum(months, 0.5) / numbers["months_scale"])
    half_life = numbers["half_life_years"] + months / 12
    return numbers["most"] * amount * unit * crowd * fade(ago, half_life, numbers["kept"])


def subsidiary(numbers: Numbers) -> Numbers:
    """Return the numbers of employment for sister companies: other places, where little of it is left."""
    return {**numbers, "most": numbers["most"] * numbers["subsidiary"]}


def nearness(numbers: Numbers, one: Ints, other: Ints) -> Weights:
    """Return how near two units are, from their codes; -1 is not known."""
    known = (one >= 0) & (other >= 0)
    near = np.where(one == other, numbers["same_unit"], numbers["other_unit"])
    return np.where(known, near, numbers["unknown_unit"])


def alumni(parameters: Parameters, months: Weights, unit: Weights, ago: Ints) -> Weights:
    """Weigh a time together with us: never damped by our size, and with a floor."""
    numbers = {**parameters.of("employment"), "most": parameters.of("alumni")["most"]}
    floor = parameters.of("alumni")["floor"]
    return floor + (1 - floor) * employment(numbers, months, unit, 1.0, ago)


def study(numbers: Numbers, together: Bools, size: Ints) -> Weights:
    """Weigh a shared school: worth little without time together."""
    return np.where(together, numbers["overlap"], numbers["apart"]) * crowded(numbers["known_all"], size)


def board(numbers: Numbers, months: Weights, together: Bools) -> Weights:
    """Weigh a time on the same board; nothing without time together."""
    return np.where(together, numbers["most"] * -np.expm1(-np.maximum(months, 1) / numbers["months_scale"]), 0.0)


def project(numbers: Numbers, outcome: Small, ago: Ints) -> Weights:
    """Weigh a project delivered together, less when it was only bid for."""
    bid = (outcome == OUTCOMES.index("lost")) | (outcome == OUTCOMES.index("declined"))
    kept = numbers["most"] * fade(ago, numbers["half_life_years"], numbers["kept"])
    return kept * np.where(bid, numbers["bid_only"], 1.0)


def acquaintance(numbers: Numbers, kind: Small, strength: NDArray[np.floating], ago: Ints) -> Weights:
    """Weigh a declared tie; ``strength`` in [0, 1] or nan."""
    base = np.array([numbers[name] for name in ACQUAINTANCES])[kind]
    told = np.where(np.isnan(strength), base, base * 2 * strength)
    left = fade(ago, numbers["half_life_years"], numbers["kept"])
    return np.minimum(told, _MOST_OF_AN_ACQUAINTANCE) * left


def contact_amount(numbers: Numbers, kind: Small, people: Ints, ago: Ints) -> Weights:
    """Return what one contact counts for, in fresh meetings of two; big meetings count very little."""
    crowd = np.where(people > 2, people - 1, 1)
    crowd = np.where(crowd > _BIG_MEETING, crowd * 2, crowd)
    fresh = np.exp2(-np.maximum(ago, 0) / numbers["half_life_days"])
    return np.array([numbers[name] for name in CONTACTS])[kind] * np.maximum(fresh, numbers["kept"]) / crowd


def contacts(numbers: Numbers, amount: Weights) -> Weights:
    """Weigh all contacts of a pair by what they count for together: the first count most."""
    return numbers["most"] * -np.expm1(-amount / numbers["scale"])


def largest_sizes(parameters: Parameters) -> Weights:
    """Return for each kind of group up to which size it is evidence at all; infinity where size does not matter."""
    job, study = parameters.of("employment"), parameters.of("study")
    least, found = parameters.of("introductions")["least"], np.full(len(KINDS), math.inf)
    if least > 0:
        for kind, numbers, most in ((JOB, job, job["most"]), (STUDY, study, study["overlap"]),
                                    (FAMILY, job, subsidiary(job)["most"])):  # fmt: skip
            found[kind] = numbers["known_all"] * most / least + 1
    return found
