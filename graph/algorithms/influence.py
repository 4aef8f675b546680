"""Who holds how much of a decision, and where the unit stands: Friedkin-Johnsen on one decision unit."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import BadArgument

Floats = NDArray[np.float64]
WORST, BEST = -3, 3
_SLOW = 0.95  # above this the series of `levers` takes more than some 700 rounds
_NOTHING = 1e-17  # of the decision: below what a number can tell from 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A decision unit as numbers.

    ``weights`` (n,): each person's part in the formal decision, sum 1. ``listens`` (n, n): how much the person of
    the row listens to the person of the column; the absolute values of a row sum to 1, or to 0 for one who listens
    to nobody. ``susceptibility`` (n,), in [0, 1): how much of a view comes from others.
    """

    people: tuple[str, ...]
    weights: Floats
    listens: Floats
    susceptibility: Floats


@dataclass(frozen=True, slots=True)
class Advocacy:
    """Where a unit stands, in [-3, 3]: ``value`` is None when nobody's stance is known, all are None without people.

    ``low`` and ``high`` put each unknown at its worst and best; ``known_share`` in [0, 1] is the part of the
    decision held by people whose stance is known.
    """

    value: float | None
    low: float | None
    high: float | None
    known_share: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One person won: what it adds to the unit's advocacy, and where the unit stands then.

    ``steps`` of stance that takes: with one a quarter so many quarters.
    """

    person: str
    gain: float
    after: float
    steps: int


def make_unit(
    people: Sequence[str],
    weights: Mapping[str, float],
    lines: Iterable[tuple[str, str, float]],
    susceptibility: float,
    *,
    unsaid: Mapping[str, float] | None = None,
) -> Unit:
    """Build the arrays of a unit; people, weights and lines outside ``people`` do not count.

    Parameters
    ----------
    people : ids, each once
    weights : decision weights >= 0 on any scale; nobody named: equal for all
    lines : (who listens, to whom, amount); several of one pair add up; negative: does the opposite
    susceptibility : of those who listen to anybody, in [0, 1)
    unsaid : people with a susceptibility of their own, because nobody told to whom they listen

    Raises
    ------
    BadArgument
        When weights were given and sum to zero, or when a susceptibility is outside [0, 1).
    """
    own = np.array([(unsaid or {}).get(person, susceptibility) for person in people], dtype=np.float64)
    if not 0 <= susceptibility < 1 or (own < 0).any() or (own >= 1).any():
        raise BadArgument(f"susceptibility is {susceptibility}, outside [0, 1)")
    at = {person: number for number, person in enumerate(people)}
    size = len(people)
    given = np.array([weights.get(person, 0.0) for person in people], dtype=np.float64)
    if size and not weights:
        given = np.ones(size)
    if size and given.sum() <= 0:
        raise BadArgument("the decision weights of the unit sum to zero", remedy="Give a weight to who decides.")
    listens = np.zeros((size, size))
    for listener, speaker, amount in lines:
        if listener in at and speaker in at and listener != speaker:
            listens[at[listener], at[speaker]] += amount
    sums = np.abs(listens).sum(axis=1)
    hears = sums > 0
    listens[hears] /= sums[hears, None]
    return Unit(tuple(people), given / given.sum() if size else given, listens, np.where(hears, own, 0.0))


def levers(unit: Unit) -> Floats:
    """Return by how much the unit's advocacy moves when each person's stance rises by one step.

    ``d^T (I - A W)^-1 (I - A)``, with A the susceptibilities, W who listens to whom and d the decision weights.
    The inverse always exists, because the rows of A W have absolute sums below 1; cycles and parts of the unit that
    are not connected need no special case. Without negative lines levers are >= 0 and sum to 1.

    Returns
    -------
    (n,), in (-1, 1]; empty for a unit without people

    References
    ----------
    N. Friedkin, E. Johnsen, "Social influence and opinions", J. Math. Sociol. 15 (1990) 193-206.

    Examples
    --------
    The only decider listens to an adviser with susceptibility 0.7, so the adviser holds 0.7 of the decision:

    >>> levers(make_unit(["decider", "adviser"], {"decider": 1}, [("decider", "adviser", 1)], 0.7)).round(2).tolist()
    [0.3, 0.7]
    """
    if not unit.people:
        return np.zeros(0)
    return _heard_out(unit.susceptibility[:, None] * unit.listens, unit.weights) * (1.0 - unit.susceptibility)


def _heard_out(passes_on: Floats, weights: Floats) -> Floats:
    """Solve ``x = weights + x passes_on``.

    Each round of the series takes the error down to at most the largest absolute row sum of ``passes_on`` times what it
    was; few people listen to many, so it is far quicker than elimination, and holds no other thread up.
    """
    falls = float(np.abs(passes_on).sum(axis=1).max())
    if falls > _SLOW:
        return np.linalg.solve(np.eye(len(weights)) - passes_on.T, weights).astype(np.float64)
    listener, speaker = np.nonzero(passes_on)
    amount = passes_on[listener, speaker]
    found, left = weights, 1.0
    while left > _NOTHING:
        found = weights + np.bincount(speaker, weights=found[listener] * amount, minlength=len(weights))
        left *= falls
    return found


def shares(lever: Floats) -> Floats:
    """Return each person's part of the decision, in [0, 1], sum 1: the absolute levers over their sum."""
    total = float(np.abs(lever).sum())
    return np.abs(lever) / total if total > 0 else np.zeros_like(lever)


def advocacy(lever: Floats, stances: Sequence[int | None], *, prior: float = 0.0) -> Advocacy:
    """Return where the unit stands: the sum of lever times stance, unknown ones at ``prior`` and at both extremes."""
    if len(lever) == 0:
        return Advocacy(None, None, None, 0.0, estimated=False)
    known = np.array([stance is not None for stance in stances])
    told = np.array([prior if stance is None else stance for stance in stances], dtype=np.float64)
    sure = float((lever * told)[known].sum())
    reach = float(np.abs(lever[~known]).sum()) * BEST
    part = float(shares(lever)[known].sum())
    value = float((lever * told).sum()) if known.any() else None
    return Advocacy(value, sure - reach, sure + reach, min(1.0, part), estimated=not bool(known.all()))


def questions(unit: Unit, lever: Floats, stances: Sequence[int | None]) -> list[tuple[str, float]]:
    """Return who is unknown with how far the answer can move the unit (0..6), the furthest first."""
    open_ones = [
        (unit.people[n], float(abs(lever[n])) * (BEST - WORST)) for n, stance in enumerate(stances) if stance is None
    ]
    return sorted(open_ones, key=lambda item: (-round(item[1], 12), item[0]))


def order_of_conviction(
    unit: Unit, lever: Floats, stances: Sequence[int | None], *, won: int, prior: float = 0.0, steps: int = 5,
    feasible: int | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """Return whom to win first, second and so on, and how far that gets.

    Winning takes a person to the stance ``won``, or as far towards it as ``feasible`` steps go (None: all the way);
    somebody already there, or whose lever is not positive, gains nothing and is not named. Advocacy is a sum over
    people, so the largest gains are exactly the best set of every size; a test compares with all sets.
    """
    told = [prior if stance is None else stance for stance in stances]
    # nobody is talked down to `won`, whichever way their lever points
    up = [max(won - value, 0.0) if feasible is None else min(max(won - value, 0.0), feasible) for value in told]
    gains = [(float(lever[n]) * up[n], person, math.ceil(up[n])) for n, person in enumerate(unit.people)]
    best = sorted((one for one in gains if one[0] > 1e-12), key=lambda one: (-round(one[0], 12), one[1]))
    after = float(sum(float(lever[n]) * told[n] for n in range(len(told))))
    found = []
    for gain, person, takes in best[:steps]:
        after += gain
        found.append(Step(person, gain, after, takes))
    return tuple(found)
