"""Which partition into at most so many camps leaves the least frustration, proven by branch and bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.algorithms.camps_exact import Proof, Tie

_SLACK = 1e-6


def branch_and_bound(
    size: int, ties: Sequence[Tie], *, most_camps: int, steps: int, known: Sequence[int] | None = None
) -> Proof:
    """Search all partitions into at most so many camps, people with many ties first.

    The bound of a part is what it costs already, for everybody not yet placed the least that any camp would cost
    against those placed, and the least frustration among those not yet placed, which was searched before (Russian
    dolls: the last two people first, then the last three). ``steps`` limits the placings tried; ``known`` is a
    partition to beat. When it finishes, ``optima`` is the number of partitions with the least frustration.

    References
    ----------
    G. Verfaillie, M. Lemaitre, T. Schiex, "Russian doll search", AAAI 1996, 181-187.
    """
    search = _Search(size, ties, most_camps, steps, list(known) if known is not None else [0] * size)
    for first in range(size - 1, -1, -1):
        search.open_from(first)
        if search.steps < 0:
            return Proof(search.best_camp if first == 0 else None, search.among[first + 1], proven=False)
    return Proof(search.best_camp, search.best, proven=True, optima=search.optima)


@dataclass(slots=True)
class _Search:
    size: int
    ties: Sequence[Tie]
    most_camps: int
    steps: int
    known: Sequence[int]
    best: float = 0.0
    best_camp: tuple[int, ...] | None = None
    optima: int = 0
    among: list[float] = field(init=False)  # the least frustration among the people from each place in the order on
    _order: list[int] = field(init=False)
    _near: list[list[tuple[int, float]]] = field(init=False)
    _cost: list[list[float]] = field(init=False)
    _camp: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._near = [[] for _ in range(self.size)]
        for a, b, weight in self.ties:
            self._near[a].append((b, weight))
            self._near[b].append((a, weight))
        self._order = self._most_tied_first()
        # of each person in each camp; the last column is a camp of one's own
        self._cost = [[0.0] * (self.most_camps + 1) for _ in range(self.size)]
        self._camp = [-1] * self.size
        self.among = [0.0] * (self.size + 1)

    def open_from(self, first: int) -> None:
        """Search the people from a place in the order on, as if the others were not there."""
        inside = set(self._order[first:])
        self.best = sum(
            abs(w) for a, b, w in self.ties
            if a in inside and b in inside and (self.known[a] == self.known[b]) != (w > 0)
        )  # fmt: skip
        self.best_camp, self.optima = None, 0
        self.place(first, 0.0, 0)
        self.among[first] = self.best

    def _most_tied_first(self) -> list[int]:
        weight = [sum(abs(w) for _, w in near) for near in self._near]
        order: list[int] = []
        pull = [0.0] * self.size
        while len(order) < self.size:
            nxt = max((v for v in range(self.size) if v not in order), key=lambda v: (pull[v], weight[v], -v))
            order.append(nxt)
            for other, w in self._near[nxt]:
                pull[other] += abs(w)
        return order

    def place(self, depth: int, cost: float, used: int) -> None:
        """Try every camp for the next person; empty camps are alike, so only the first of them."""
        self.steps -= 1
        if self.steps < 0:
            return
        if depth == self.size:
            if cost < self.best - _SLACK:
                self.best, self.optima = cost, 0
            self.optima += 1
            if self.optima == 1:
                self.best_camp = tuple(self._camp)
            return
        person = self._order[depth]
        options = min(used + 1, self.most_camps)
        for camp in sorted(range(options), key=lambda c: (self._cost[person][c], c)):
            here = cost + self._cost[person][camp]
            self._put(person, camp, 1.0)
            now = max(used, camp + 1)
            least = sum(min(self._cost[v][: min(now + 1, self.most_camps)]) for v in self._order[depth + 1 :])
            if here + least + self.among[depth + 1] <= self.best + _SLACK:
                self.place(depth + 1, here, now)
            self._put(person, camp, -1.0)
            if self.steps < 0:
                return

    def _put(self, person: int, camp: int, sign: float) -> None:
        """Place a person, or take the person back: a friend costs in every other camp, a foe in this one."""
        self._camp[person] = camp if sign > 0 else -1
        for other, weight in self._near[person]:
            row = self._cost[other]
            if weight < 0:
                row[camp] -= sign * weight
            else:
                for c in range(self.most_camps):
                    if c != camp:
                        row[c] += sign * weight
