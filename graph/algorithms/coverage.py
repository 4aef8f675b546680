"""Where our relations to a decision unit have gaps: empty seats, strangers, single threads, single doors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.algorithms.relations import Relation
from graph.algorithms.unit import DecisionUnit
from graph.snapshot.seats import Seat

_US = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """``single_threaded``: deciders whom just one of us has met. ``single_doors``: a person whom every route from us
    to some deciders passes, with those deciders: whoever does not come through the gatekeeper goes past the door.
    """

    empty_seats: tuple[Seat, ...]
    never_met: tuple[str, ...]
    no_tie: tuple[str, ...]
    single_threaded: tuple[tuple[str, str], ...]
    single_doors: tuple[tuple[str, tuple[str, ...]], ...]


def gaps(
    unit: DecisionUnit, relations: Mapping[str, Relation], ranked: Iterable[str], doors: Mapping[str, Iterable[str]]
) -> Gaps:
    """Return the gaps; people in the order in which they were ``ranked``. ``doors``: whose each gatekeeper keeps."""
    order = list(ranked)
    deciders = [person for person in order if person in set(unit.deciders)]
    return Gaps(
        tuple(seat for seat in unit.seats if not seat.person),
        tuple(person for person in order if not relations[person].met_by),
        tuple(person for person in order if relations[person].warmest is None),
        tuple((person, relations[person].met_by[0]) for person in deciders if len(relations[person].met_by) == 1),
        tuple(single_doors(unit, relations, deciders, doors)),
    )


def single_doors(
    unit: DecisionUnit,
    relations: Mapping[str, Relation],
    deciders: Iterable[str],
    doors: Mapping[str, Iterable[str]],
) -> list[tuple[str, tuple[str, ...]]]:
    """Return each person without whom some deciders cannot be reached, and those deciders.

    A route starts with somebody whom one of us has met and goes on along reporting lines, influence, agreements and
    observed contact, in either direction. To a guarded person it must come through a gatekeeper, unless one
    of us has met that person. The people on every route are the dominators of the decider.

    References
    ----------
    T. Lengauer, R. Tarjan, "A fast algorithm for finding dominators", ACM TOPLAS 1 (1979) 121-141.
    """
    import networkx as nx  # a tenth of a second, which most commands need not wait for

    net: nx.DiGraph[str] = nx.DiGraph()
    net.add_node(_US)
    keepers: dict[str, set[str]] = {}
    for keeper, behind in doors.items():
        for person in behind:
            keepers.setdefault(person, set()).add(keeper)
            net.add_edge(keeper, person)
    pairs = [(line.start, line.end) for line in unit.lines if line.kind in {"reports", "influence", "agreement"}]
    for a, b in [*pairs, *unit.contacts]:
        for one, other in ((a, b), (b, a)):
            if other not in keepers or one in keepers[other]:
                net.add_edge(one, other)
    net.add_edges_from((_US, person) for person, relation in relations.items() if relation.met_by)
    above = nx.immediate_dominators(net, _US)
    found: dict[str, list[str]] = {}
    for decider in deciders:
        here = above.get(decider)
        while here is not None and here != _US:
            found.setdefault(here, []).append(decider)
            here = above.get(here)
    return [(door, tuple(behind)) for door, behind in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))]
