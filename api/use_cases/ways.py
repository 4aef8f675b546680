"""How do we get to one person?"""

from api.use_cases.basis import Json, Question, Snapshots, basis_of
from api.use_cases.describing import described, introduction, named
from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
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
    """Different ways to one person, and which are not offered; raises UnknownName or AmbiguousName."""
    basis = basis_of(source, question, parameters)
    target = basis.find_person(person)
    jobs = basis.ask.world.jobs_now(target)
    return {
        **basis.stamp(), "target": described(basis, target, jobs[-1] if jobs else None),
        "introductions": [introduction(basis, way) for way in basis.ask.introductions(target, top=top)],
        "further": [introduction(basis, way) for way in further_ways(basis.ask, target)],
        "excluded": [{**named(basis.snapshot, one), "why": why} for one, why in basis.ask.blocked(target)],
    }  # fmt: skip
