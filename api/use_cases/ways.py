"""How do we get to one person?"""

from collections.abc import Sequence

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import described, introduction, named
from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
from graph.algorithms.ways import Introduction, joined, offered
from graph.parameters import Parameters
from graph.stores.base import Store


def introductions(
    viewer: Viewer,
    source: Store | Snapshots,
    person: str,
    question: Question,
    parameters: Parameters,
    *,
    top: int = 5,
) -> Json:
    """Different ways to one person, and which are not offered; raises UnknownName or AmbiguousName.

    Records of the same full name at the same company of today are asked for together, and named: probably the same.
    """
    basis = basis_of(source, question, parameters)
    target = basis.find_person(person)
    records = basis.records_of(target)
    jobs = basis.ask.world.jobs_now(target)
    ways = ways_to(basis, records, top)
    return {
        **basis.stamp(),
        "target": {**described(basis, target, jobs[-1] if jobs else None, records), "ours": target in basis.ask.ours},
        "introductions": [introduction(basis, way, records) for way in ways],
        "further": [
            introduction(basis, way, records)
            for way in further_ways(basis.ask, target)
            if not set(records) & {*way.people[:-1]}
        ],
        "excluded": [{**named(basis.snapshot, one), "why": why} for one, why in _blocked(basis, records, ways).items()],
        "probably_same": list(records) if len(records) > 1 else [],
    }  # fmt: skip


def ways_to(basis: Basis, records: Sequence[str], top: int) -> tuple[Introduction, ...]:
    """Return the best introductions to a person of whom there are one or several records, direct ones first."""
    ways = [way for one in records for way in basis.ask.introductions(one, top=top)]
    return offered(joined(ways, records, basis.ask.way), top) if len(records) > 1 else tuple(ways)


def _blocked(basis: Basis, records: Sequence[str], ways: Sequence[Introduction]) -> dict[str, str]:
    """Return who is tied to a person and not offered: never asked, or at odds with the person and behind the others."""
    shown = {one for way in ways for one in way.people}
    found = {one: why for record in records for one, why in basis.ask.blocked(record) if one not in records}
    for other in basis.ask.conflicts.of(records[0]):
        if other not in shown and any(basis.ask.evidence(other, record) for record in records):
            found.setdefault(other, f"in conflict with {basis.snapshot.people[records[0]].name}")
    return found
