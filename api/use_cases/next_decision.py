"""Which decision comes next at a client, and how does it stand?"""

from datetime import date
from functools import partial

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named
from api.use_cases.opportunities import standing_of
from api.viewer import Viewer
from graph.algorithms.convincing import standing
from graph.algorithms.verdict import title
from graph.errors import NobodyDecides
from graph.parameters import Parameters
from graph.snapshot.decision import Opportunity
from graph.stores.base import Store


def next_decision(
    viewer: Viewer, source: Store | Snapshots, company: str, question: Question, parameters: Parameters
) -> Json | None:
    """Return the open opportunity that is decided next, with who decides and how they stand; None without one.

    Only what the client's page shows is worked out; the power map has camps, gaps and moves.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    one = coming(basis, found)
    return basis.kept.of(("decision", one.id), partial(_told, basis, one)) if one else None


def coming(basis: Basis, company: str) -> Opportunity | None:
    """Return the next one with a date that is still to come, else one without a date."""
    today = basis.question.as_of.isoformat()
    known = basis.snapshot.decision.opportunities.values()
    open_ones = [one for one in known if one.company == company and not one.outcome]
    due = [one for one in open_ones if not one.decision_date or one.decision_date >= today]
    return min(due, key=lambda one: (one.decision_date or "9999", one.name, one.id), default=None)


def _told(basis: Basis, found: Opportunity) -> Json:
    numbers = basis.ask.world.parameters.of("stance")
    shown: Json = {"id": found.id, "name": found.name, "decision_date": found.decision_date or None}
    shown["days_left"] = None
    if len(found.decision_date) == len("2027-01-15"):
        shown["days_left"] = (date.fromisoformat(found.decision_date) - basis.question.as_of).days
    try:
        stood = standing_of(basis, found)
    except NobodyDecides:  # the map says so, a card only names the decision
        return {**shown, "deciders": [], "title": "", "standing": ""}
    value, share = stood.told, stood.share
    deciders = sorted(stood.deciding, key=lambda one: (value[one] is not None and value[one], -share[one], one))
    return {
        **shown, "title": title(stood.shown, stood.vacant) if deciders else "",
        "standing": standing(stood.advocacy.value, stood.advocacy.known_share, numbers),
        "deciders": [
            {**named(basis.snapshot, one), "stance": value[one], "share": round(share[one], 4)} for one in deciders
        ],
    }  # fmt: skip
