"""Which partition of a signed graph leaves the least frustration, proven by an integer program: any number, or two."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

Tie = tuple[int, int, float]
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Proof:
    """``camp`` is None when nothing was found; no partition has less than ``bound``, and ``optima`` have as little."""

    camp: tuple[int, ...] | None
    bound: float
    proven: bool
    optima: int | None = None


def least_frustration(size: int, ties: Sequence[Tie], *, two_camps: bool, seconds: float) -> Proof:
    """Solve for any number of camps, or for two, with cuts added as they are broken.

    One 0/1 variable a tie says that it is frustrated. Any number of camps: every cycle with exactly one negative tie
    has a frustrated one; two camps: every cycle with an odd number. Both are separated by shortest paths, first on
    the relaxed program and then on whole solutions, so the answer holds for all cycles though few are written down.

    Parameters
    ----------
    size : number of people, 0..size-1
    ties : (a, b, weight), each pair once, weight not 0
    seconds : time for the solver in all

    References
    ----------
    S. Aref, A. Mason, M. Wilson, "Computing the line index of balance", 2018; E. Demaine et al., "Correlation
    clustering in general weighted graphs", Theor. Comput. Sci. 361 (2006) 172-187.
    """
    if not ties:
        return Proof(tuple(range(size)), 0.0, proven=True)
    cutter = Cutter(size, ties, two_camps=two_camps)
    solver = Solver([abs(weight) for _, _, weight in ties], seconds)
    bound = 0.0
    for whole in (False, True):
        solver.require_whole(whole=whole)
        while True:
            values, found, finished = solver.solve()
            bound = max(bound, found)
            if values is None or not finished:
                return Proof(None, _rounded(bound, ties), proven=False)
            cuts = cutter.broken(values)
            if not cuts:
                break
            solver.add(cuts)
        camp = cutter.partition(values) if whole or is_whole(values) else None
        if camp is not None:
            return Proof(camp, bound, proven=True)
    return Proof(None, _rounded(bound, ties), proven=False)


def _rounded(bound: float, ties: Sequence[Tie]) -> float:
    """Whole weights have whole frustrations."""
    whole = all(float(weight).is_integer() for _, _, weight in ties)
    return float(np.ceil(bound - _SLACK)) if whole else bound


def is_whole(values: Sequence[float]) -> bool:
    """Say whether all values are 0 or 1."""
    return all(min(value, 1 - value) < _SLACK for value in values)


class _Quiet(highspy.Highs):
    def __init__(self) -> None:
        """Leave out the callbacks that highspy sets up, because doing so prints a banner to standard output."""
        super(highspy.Highs, self).__init__()


class Solver:
    """HiGHS on one thread, with a limit of time over all its runs."""

    def __init__(self, costs: Sequence[float], seconds: float) -> None:
        self._highs = _Quiet()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            self._highs.setOptionValue(option, value)
        self._left = seconds
        self._size = len(costs)
        self._highs.addVars(self._size, np.zeros(self._size), np.ones(self._size))
        self._highs.changeColsCost(self._size, np.arange(self._size, dtype=np.int32), np.array(costs, dtype=np.float64))
        self._whole = False
        self._spent = 0.0

    def require_whole(self, *, whole: bool) -> None:
        if whole == self._whole:
            return
        self._whole = whole
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self._highs.changeColsIntegrality(
            self._size, np.arange(self._size, dtype=np.int32), np.array([kind] * self._size)
        )

    def weigh(self, number: int, cost: float) -> None:
        """Change what one variable costs; what was found before stays the beginning of the next run."""
        self._highs.changeColCost(number, cost)

    def reduced_costs(self) -> list[float]:
        """Return by how much the cost of each variable may fall before the relaxed program that was solved changes."""
        return [float(cost) for cost in self._highs.getSolution().col_dual]

    def add(self, cuts: Sequence[Sequence[int]]) -> None:
        for cut in cuts:
            self._highs.addRow(1.0, highspy.kHighsInf, len(cut), np.array(cut, dtype=np.int32), np.ones(len(cut)))

    def solve(self) -> tuple[list[float] | None, float, bool]:
        """Return the values, a bound from below, and whether it came to an end in time."""
        left = self._left - self._spent
        if left <= 0:
            return None, 0.0, False
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        before = self._highs.getRunTime()
        self._highs.run()
        self._spent += max(self._highs.getRunTime() - before, 0.0)
        finished = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        info = self._highs.getInfo()
        bound = info.mip_dual_bound if self._whole else (info.objective_function_value if finished else 0.0)
        return [float(v) for v in self._highs.getSolution().col_value], max(float(bound), 0.0), finished


@dataclass(slots=True)
class Cutter:
    """Finds cycles that a solution breaks, and reads the camps off one that breaks none."""

    size: int
    ties: Sequence[Tie]
    two_camps: bool
    _links: list[list[tuple[int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        copies = 2 if self.two_camps else 1
        self._links = [[] for _ in range(self.size * copies)]
        for number, (a, b, weight) in enumerate(self.ties):
            if self.two_camps:
                for side in (0, 1):
                    there = side if weight > 0 else 1 - side
                    self._link(a + side * self.size, b + there * self.size, number)
            elif weight > 0:
                self._link(a, b, number)

    def _link(self, a: int, b: int, number: int) -> None:
        self._links[a].append((b, number))
        self._links[b].append((a, number))

    def broken(self, values: Sequence[float]) -> list[list[int]]:
        """Return cycles of ties whose values sum to less than 1, each once."""
        found: set[tuple[int, ...]] = set()
        if self.two_camps:
            for person in range(self.size):
                way = self._shortest(person, person + self.size, values, 1 - _SLACK)
                if way is not None:
                    found.add(tuple(sorted(set(way))))
        else:
            for number, (a, b, weight) in enumerate(self.ties):
                if weight < 0 and values[number] < 1 - _SLACK:
                    way = self._shortest(a, b, values, 1 - _SLACK - values[number])
                    if way is not None:
                        found.add(tuple(sorted({*way, number})))
        return [list(cycle) for cycle in sorted(found)]

    def _shortest(self, start: int, goal: int, values: Sequence[float], most: float) -> list[int] | None:
        """Return the ties of the shortest way by value, then by number of ties; None when not below ``most``."""
        reached: dict[int, tuple[float, int]] = {start: (0.0, 0)}
        came: dict[int, tuple[int, int]] = {}
        queue = [(0.0, 0, start)]
        while queue:
            length, hops, here = heapq.heappop(queue)
            if here == goal:
                break
            if (length, hops) > reached[here]:
                continue
            for there, number in self._links[here]:
                longer = (length + max(values[number], 0.0), hops + 1)
                if longer[0] < most and longer < reached.get(there, (most, 0)):
                    reached[there] = longer
                    came[there] = (here, number)
                    heapq.heappush(queue, (*longer, there))
        if goal not in reached:
            return None
        way, here = [], goal
        while here != start:
            here, number = came[here]
            way.append(number)
        return way

    def partition(self, values: Sequence[float]) -> tuple[int, ...]:
        """Return the camp of each person from a whole solution that breaks no cycle."""
        camp = [-1] * (self.size * (2 if self.two_camps else 1))
        label = 0
        for first in range(self.size):
            if camp[first] >= 0:
                continue
            mark, mirror = label, label + 1
            stack = [first]
            camp[first] = mark
            if self.two_camps:
                camp[first + self.size] = mirror
            while stack:
                here = stack.pop()
                for there, number in self._links[here]:
                    if values[number] < 0.5 and camp[there] < 0:
                        camp[there] = camp[here]
                        if self.two_camps:
                            other = there - self.size if there >= self.size else there + self.size
                            camp[other] = mirror if camp[there] == mark else mark
                            stack.append(other)
                        stack.append(there)
            label += 0 if self.two_camps else 1
        return tuple(camp[: self.size])
