"""What links two people?"""

from collections.abc import Sequence

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import described, evidence, named
from api.viewer import Viewer
from graph.algorithms.evidence import Evidence, has_met, knows, warmth
from graph.algorithms.joined import joined_evidence
from graph.algorithms.relations import is_close
from graph.errors import BadArgument
from graph.parameters import Parameters
from graph.stores.base import Store
from viz.palette import strength

MOST = 12


def tie(viewer: Viewer, source: Store | Snapshots, a: str, b: str, question: Question, parameters: Parameters) -> Json:
    """Return everything that links two people; ``word`` is None where nothing does.

    Raises UnknownName, AmbiguousName, and BadArgument for one person twice.
    """
    basis = basis_of(source, question, parameters)
    one, other = (
        basis.find_person(a),
        basis.find_person(b),
    )
    if one == other:
        raise BadArgument("Both are the same person.", remedy="Name two people.")
    items = basis.ask.ties(one).get(other, ())
    return {**basis.stamp(), "a": _person(basis, one), "b": _person(basis, other), **measured(items)}


def known_by(basis: Basis, person: str) -> Json:
    """Return who of us knows a person and how, warmest first, and how many do; at most ``MOST`` are given.

    ``total`` counts those who know the person, as every list does; ``met`` those of them who have met the person, as
    the power map does; the others are only connected online. ``close`` of these did something together, or have a
    strong tie; the rest of ``met`` were at one firm or school at the same time, ``here`` of them with us. ``apart``
    were there at other times: they know nobody by that, and come last.
    """
    ties = _ties(basis, basis.records_of(person))
    ours = [one for one in ties if one in basis.ask.ours]
    ours.sort(key=lambda one: (not knows(ties[one]), -warmth(ties[one]), one))
    why_not = basis.ask.excluded
    total = sum(1 for one in ours if knows(ties[one]))
    met = [one for one in ours if has_met(ties[one])]
    close = {one for one in met if is_close(ties[one])}
    here = [one for one in met if one not in close and any(item.kind == "alumni" for item in ties[one] if item.met)]
    return {
        "known_by": [
            {
                **named(basis.snapshot, one), **measured(ties[one]),
                "knows": knows(ties[one]), "met": has_met(ties[one]), "close": one in close,
                "not_asked": why_not.get(one),
            }
            for one in ours[:MOST]
        ],
        "known": {
            "total": total, "met": len(met), "close": len(close), "here": len(here), "apart": len(ours) - total,
        },
    }  # fmt: skip


def _ties(basis: Basis, records: Sequence[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return the ties of a person, of whom there are several records where they are probably the same."""
    if len(records) == 1:
        return basis.ask.ties(records[0])
    found: dict[str, list[tuple[Evidence, ...]]] = {}
    for record in records:
        for other, items in basis.ask.ties(record).items():
            found.setdefault(other, []).append(items)
    return {other: joined_evidence(told) for other, told in found.items() if other not in records}


def measured(items: tuple[Evidence, ...]) -> Json:
    """Return the warmth of a pair with its word and its reasons."""
    return {
        "warmth": round(warmth(items), 4), "word": strength(warmth(items)) if items else None,
        "evidence": [evidence(item) for item in items],
    }  # fmt: skip


def _person(basis: Basis, person: str) -> Json:
    jobs = basis.ask.world.jobs_now(person)
    return described(basis, person, jobs[-1] if jobs else None)
