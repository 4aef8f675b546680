"""What part of a company's next decision do those hold who decide it, and whom to tell first of whom nobody knows?"""

from collections.abc import Callable
from functools import partial

from api.use_cases.basis import Basis, Json
from api.use_cases.leaders import Leaders
from api.use_cases.next_decision import coming
from api.use_cases.opportunities import standing_of
from graph.errors import NobodyDecides
from graph.vocabulary.ranks import rank


def weighing(basis: Basis, company: str) -> dict[str, Json]:
    """Return for each decider with a part of the next decision its id, its name and that share in (0, 1]; kept."""
    return basis.kept.of(("weighing", company), partial(_weighing, basis, company))


def strangers_first(basis: Basis, company: str, leaders: Leaders) -> Callable[[str, str], tuple[float, bool, float]]:
    """Return what sorts a person with a title: who weighs most in the next decision, listed leaders, higher rank."""
    weighs, people = weighing(basis, company), basis.snapshot.people
    return lambda person, title: (-share(weighs.get(person)), not leaders.holds(people[person].name), -rank(title))


def share(weighs: object) -> float:
    """Return the part that was told, 0 where somebody decides nothing."""
    return float(weighs["share"]) if isinstance(weighs, dict) else 0.0


def _weighing(basis: Basis, company: str) -> dict[str, Json]:
    found = coming(basis, company)
    if found is None:
        return {}
    try:
        stood = standing_of(basis, found)
    except NobodyDecides:
        return {}
    return {
        one: {"id": found.id, "name": found.name, "share": round(stood.share[one], 4)}
        for one in stood.deciding
        if stood.share[one] > 0
    }
