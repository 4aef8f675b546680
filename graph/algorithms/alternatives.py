"""Which further ways lead to a person, through two go-betweens, for when the short ones do not do."""

import math
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from graph.algorithms.evidence import warmth
from graph.algorithms.introductions import Introducer
from graph.algorithms.ways import Hop, Introduction

if TYPE_CHECKING:
    import networkx as nx

_START = ("start", "")
_RING = 8
_PATHS_TRIED = 200

_Node = tuple[str, str]


def further_ways(ask: Introducer, target: str, *, top: int = 3) -> tuple[Introduction, ...]:
    """Return the best ways over two go-betweens whose last person is in no short way.

    Looked at are the eight people warmest to the target and the eight warmest to each of those, so that the graph
    stays small; within it the order is exact. A way whose score rounds to nothing is left out; none is normal.

    References
    ----------
    J. Y. Yen (1971), Finding the K shortest loopless paths, as in ``networkx.shortest_simple_paths``; a distance is
    ``-log(warmth * willingness)``, so the shortest path is the one of the greatest product. A step between two
    in conflict is less warm.
    """
    import networkx as nx  # a tenth of a second, which most commands need not wait for

    short = ask.last_people(target)
    graph = _candidates(ask, target, short)
    goal = ("target", target)
    if _START not in graph or goal not in graph or not nx.has_path(graph, _START, goal):
        return ()
    found: dict[str, Introduction] = {}
    for path in islice(nx.shortest_simple_paths(graph, _START, goal, weight="distance"), _PATHS_TRIED):
        people = [name for _, name in path[1:]]
        if people[2] in found:
            continue
        hops = tuple(Hop(a, b, ask.evidence(a, b)) for a, b in pairwise(people))
        found[people[2]] = ask.way(hops)
        if len(found) == top:
            break
    return tuple(sorted(found.values(), key=lambda way: bool(way.at_odds)))


def _candidates(ask: Introducer, target: str, short: set[str]) -> "nx.DiGraph[_Node]":
    """Return the layered graph start -> us -> far go-between -> near go-between -> target."""
    import networkx as nx

    graph: nx.DiGraph[_Node] = nx.DiGraph()
    for near in _warmest(ask, target, without=short | {target}):
        graph.add_edge(("near", near), ("target", target), distance=_distance(ask, near, target, asked=True))
        for far in _warmest(ask, near, without={target, near}):
            first = ask.best_of_us(far)
            if first is None:
                continue
            graph.add_edge(("far", far), ("near", near), distance=_distance(ask, far, near, asked=True))
            graph.add_edge(("us", first.start), ("far", far), distance=_distance(ask, first.start, far, asked=False))
            graph.add_edge(_START, ("us", first.start), distance=0.0)
    return graph


def _warmest(ask: Introducer, person: str, *, without: set[str]) -> list[str]:
    ties = {
        other: warm
        for other, warm in ask.warmest(person).items()
        if other not in without and not ask.world.is_ours(other) and other not in ask.excluded
    }
    return sorted(ties, key=lambda other: (-ties[other], other))[:_RING]


def _distance(ask: Introducer, a: str, b: str, *, asked: bool) -> float:
    product = ask.conflicts.lessened(warmth(ask.evidence(a, b)), (a, b)) * (ask.willingness(a) if asked else 1.0)
    return -math.log(max(product, 1e-12))
