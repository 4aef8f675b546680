"""Which camps a unit falls into: the partition of its signed ties that leaves the least frustration."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.algorithms.camps_anneal import anneal, cost_of_move, frustration, is_frustrated
from graph.algorithms.camps_exact import Proof, Tie, least_frustration
from graph.algorithms.camps_robust import hanging_ties
from graph.algorithms.camps_search import branch_and_bound

_SLACK = 1e-9
_BETWEEN = 0.25  # of the weight of a person's ties
_ROBUST = 0.25  # of the time for proofs, for finding the ties on which the camps hang
_STEPS = 100_000  # placings that branch and bound may try: about a second


@dataclass(frozen=True, slots=True)
class SignedGraph:
    """People with ties that pull together (> 0) or push apart (< 0); each pair once, sorted."""

    people: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Camps:
    """``groups`` of ids, the largest first; who has no signed tie is in none.

    ``frustration``: the weight of ties that pull across camps or push inside one. No partition has less than
    ``bound``; ``proven`` says that they are equal. ``between``: whom another camp would suit nearly as well, because
    changing camp adds no more than a quarter of the weight of their own ties.
    ``hangs_on``: ties without which another arrangement would be better; all of them if ``hangs_on_complete``, else
    those that were found in time, or by moving one person.
    """

    groups: tuple[tuple[str, ...], ...]
    frustration: float
    bound: float
    proven: bool
    frustrated: tuple[tuple[str, str], ...]
    between: tuple[str, ...]
    hangs_on: tuple[tuple[str, str], ...]
    hangs_on_complete: bool = True


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition of ``graph`` before stances decide anything: ``camp`` of each of its people, -1 for in none.

    ``bound`` and ``proven`` as in `Camps`; ``hang`` are the pairs on which it is proven to hang, all if ``complete``.
    """

    graph: SignedGraph
    number: int | None
    camp: tuple[int, ...]
    bound: float
    proven: bool
    hang: frozenset[tuple[str, str]]
    complete: bool


def signed_graph(people: Iterable[str], ties: Iterable[tuple[str, str, float]]) -> SignedGraph:
    """Add up the ties of each pair, whichever way round; pairs that cancel out, and strangers, do not count."""
    everybody = tuple(sorted(set(people)))
    at = {person: n for n, person in enumerate(everybody)}
    total: dict[tuple[int, int], float] = {}
    for a, b, weight in ties:
        if a in at and b in at and a != b:
            pair = (min(at[a], at[b]), max(at[a], at[b]))
            total[pair] = total.get(pair, 0.0) + weight
    return SignedGraph(everybody, tuple((a, b, w) for (a, b), w in sorted(total.items()) if abs(w) > _SLACK))


def find_camps(
    graph: SignedGraph,
    *,
    number: int | None = None,
    hints: Mapping[str, float] | None = None,
    seconds: float = 1.0,
    seed: int = 1,
    sweeps: int = 60,
) -> Camps:
    """Find the camps of a unit: the best partition, and where ``hints`` put who stands between two camps."""
    return camps_of(best_partition(graph, number=number, seconds=seconds, seed=seed, sweeps=sweeps), hints or {})


def camps_of(found: Partition, hints: Mapping[str, float]) -> Camps:
    """Say which camps a partition makes.

    Parameters
    ----------
    hints : stances; they decide only where people stand whom two camps suit equally
    """
    camp = list(found.camp)
    if hints:
        _follow_hints(found.graph, camp, hints)
    camps = _told(found.graph, camp, found.bound, proven=found.proven)
    if found.number == 1:
        return replace(camps, hangs_on=())
    hangs_on = found.hang if found.complete else found.hang | set(camps.hangs_on)
    # the hints change no frustration: either arrangement hangs on what frustrates the other alone
    hangs_on = (hangs_on | set(_frustrated(found.graph, found.camp))).difference(camps.frustrated)
    return replace(camps, hangs_on=tuple(sorted(hangs_on)), hangs_on_complete=found.complete)


def best_partition(
    graph: SignedGraph, *, number: int | None = None, seconds: float = 1.0, seed: int = 1, sweeps: int = 60
) -> Partition:
    """Find the partition of least frustration; it takes nearly all the time, and no stance changes it.

    Parameters
    ----------
    number : at most so many camps; None chooses
    seconds : time for proofs in all; when it runs out the best found is given with its bound
    seed, sweeps : of the annealing

    Notes
    -----
    Parts that no tie joins are solved apart. An integer program finds the best partition with its proof, for any number
    of camps and for two; without it annealing finds a good one, and branch and bound proves it for three and more.
    Camps that could be one without more frustration are joined, so that there are as few as possible.

    References
    ----------
    P. Doreian, A. Mrvar, "A partitioning approach to structural balance", Soc. Networks 18 (1996) 149-168.
    """
    import networkx as nx  # a tenth of a second, which most commands need not wait for

    net: nx.Graph[int] = nx.Graph()
    net.add_edges_from((a, b) for a, b, _ in graph.ties)
    parts = sorted((sorted(part) for part in nx.connected_components(net)), key=lambda part: (-len(part), part))
    camp = [-1] * len(graph.people)
    bound, used, proven, complete = 0.0, 0, True, True
    hang: set[tuple[int, int]] = set()
    for part in parts:
        local = {person: n for n, person in enumerate(part)}
        ties = [(local[a], local[b], w) for a, b, w in graph.ties if a in local]
        labels, least = _solve(len(part), ties, number, seconds / len(parts), seed, sweeps)
        sure = least >= frustration(ties, labels) - 1e-6
        if sure and number in {None, 2}:
            found, all_of_them = hanging_ties(
                len(part), ties, labels, two_camps=number == 2, seconds=seconds / len(parts) * _ROBUST
            )
            hang |= {(part[ties[n][0]], part[ties[n][1]]) for n in found}
            complete = complete and all_of_them
        else:
            complete = complete and number == 1
        proven = proven and sure
        bound += least
        for person, label in zip(part, labels, strict=True):
            camp[person] = label + (0 if number else used)
        used += max(labels) + 1
    named = frozenset((graph.people[a], graph.people[b]) for a, b in hang)
    return Partition(graph, number, tuple(camp), bound, proven, named, complete)


def _solve(
    size: int, ties: Sequence[Tie], number: int | None, seconds: float, seed: int, sweeps: int
) -> tuple[list[int], float]:
    """Return the best camps found for one part and a bound from below, equal to their frustration when proven."""
    if number == 1 or all(weight > 0 for _, _, weight in ties):
        return [0] * size, frustration(ties, [0] * size)
    proof = least_frustration(size, ties, two_camps=number == 2, seconds=seconds)
    if proof.camp is not None:
        joined = _joined(ties, proof.camp)
        if number is None or max(joined) < number:
            return joined, frustration(ties, joined)
    best = anneal(size, ties, number=number, seed=seed, sweeps=sweeps)  # only where there is no proof: it takes long
    if number is not None and number > 2 and proof.bound < frustration(ties, best) - _SLACK:
        searched = branch_and_bound(size, ties, most_camps=number, steps=_STEPS, known=best)
        if searched.camp is not None:
            best = list(searched.camp)
        proof = searched if searched.proven else Proof(None, max(proof.bound, searched.bound), proven=False)
    return _joined(ties, best), proof.bound


def _joined(ties: Sequence[Tie], camp: Sequence[int]) -> list[int]:
    """Join tied camps while that adds no frustration, and number them from 0."""
    labels = list(camp)
    while True:
        across: dict[tuple[int, int], float] = {}
        for a, b, weight in ties:
            if labels[a] != labels[b]:
                pair = (min(labels[a], labels[b]), max(labels[a], labels[b]))
                across[pair] = across.get(pair, 0.0) + weight
        joins = sorted((-pull, pair) for pair, pull in across.items() if pull > -_SLACK)
        if not joins:
            break
        keep, gone = joins[0][1]
        labels = [keep if label == gone else label for label in labels]
    order = {label: n for n, label in enumerate(dict.fromkeys(labels))}
    return [order[label] for label in labels]


def _near(graph: SignedGraph) -> dict[int, list[tuple[int, float]]]:
    near: dict[int, list[tuple[int, float]]] = {}
    for a, b, weight in graph.ties:
        near.setdefault(a, []).append((b, weight))
        near.setdefault(b, []).append((a, weight))
    return near


def _alternatives(near: Sequence[tuple[int, float]], camp: Sequence[int], person: int) -> dict[int, float]:
    """Return what a move to each other camp with a friend in it would add."""
    return {
        to: cost_of_move(near, camp, person, to)
        for to in sorted({camp[other] for other, weight in near if weight > 0 and camp[other] != camp[person]})
    }


def _follow_hints(graph: SignedGraph, camp: list[int], hints: Mapping[str, float]) -> None:
    """Put who stands between camps to those whose stance is nearest; one pass, in the order of ids."""
    for person, near in sorted(_near(graph).items()):
        own = hints.get(graph.people[person])
        free = [to for to, more in _alternatives(near, camp, person).items() if abs(more) <= _SLACK]
        if own is None or not free:
            continue

        def distance(to: int, own: float = own, person: int = person) -> float:
            told = [hints[one] for n, one in enumerate(graph.people) if camp[n] == to and n != person and one in hints]
            return abs(own - sum(told) / len(told)) if told else math.inf

        nearest = min([camp[person], *free], key=lambda to: (distance(to), to != camp[person], to))
        camp[person] = nearest


def _told(graph: SignedGraph, camp: Sequence[int], bound: float, *, proven: bool) -> Camps:
    groups: dict[int, list[str]] = {}
    for person, label in zip(graph.people, camp, strict=True):
        if label >= 0:
            groups.setdefault(label, []).append(person)
    near = _near(graph)
    moves = {person: _alternatives(near[person], camp, person) for person in sorted(near)}
    between = [
        graph.people[p]
        for p, options in moves.items()
        if any(more <= _BETWEEN * sum(abs(w) for _, w in near[p]) + _SLACK for more in options.values())
    ]
    hangs = []
    for a, b, weight in graph.ties:
        if not is_frustrated(a, b, weight, camp):
            # without this tie a move of either is cheaper by its weight, if it holds the two together or apart
            cheaper = [
                more - weight if weight > 0 else more + (weight if to == camp[other] else 0.0)
                for one, other in ((a, b), (b, a))
                for to, more in moves[one].items()
                if weight < 0 or camp[one] == camp[other]
            ]
            if any(more < -_SLACK for more in cheaper):
                hangs.append((graph.people[a], graph.people[b]))
    total = frustration(graph.ties, camp)
    ordered = sorted((tuple(group) for group in groups.values()), key=lambda group: (-len(group), group))
    return Camps(
        tuple(ordered),
        total,
        total if proven else bound,
        proven,
        _frustrated(graph, camp),
        tuple(between),
        tuple(hangs),
    )


def _frustrated(graph: SignedGraph, camp: Sequence[int]) -> tuple[tuple[str, str], ...]:
    return tuple((graph.people[a], graph.people[b]) for a, b, w in graph.ties if is_frustrated(a, b, w, camp))
