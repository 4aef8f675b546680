"""Which decisions do we know of, and how does one stand at first sight?"""

from datetime import date

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.listing import page
from api.use_cases.naming import find_company, find_opportunity, matching, opportunities_like
from api.viewer import Viewer
from graph.algorithms.convincing import standing
from graph.algorithms.power import Asked, Standing, stands
from graph.algorithms.verdict import title
from graph.errors import InroadsError, UnknownName
from graph.parameters import Parameters
from graph.snapshot.decision import Opportunity
from graph.stores.base import Store
from graph.vocabulary.names import folded

_MOST_FOUND = 500


def opportunities(
    viewer: Viewer,
    source: Store | Snapshots,
    query: str,
    question: Question,
    parameters: Parameters,
    *,
    company: str = "",
    limit: int = 20,
    after: str = "",
) -> Json:
    """Return the opportunities whose name fits a query best; without one all, the open ones that are decided first."""
    basis = basis_of(source, question, parameters)
    known = basis.snapshot.decision.opportunities
    wanted = find_company(basis.snapshot, company) if company else ""
    names = {one.id: folded(one.name) for one in known.values() if not wanted or one.company == wanted}
    found = matching(names, query, _MOST_FOUND) if query.strip() else sorted(
        names, key=lambda one: _soonest(known[one], question.as_of))  # fmt: skip
    shown, token = page(found, str, limit=limit, after=after)
    return {
        **basis.stamp(), "opportunities": [_listed(basis, known[one]) for one in shown], "total": len(found),
        "next": token,
    }  # fmt: skip


def opportunity(
    viewer: Viewer, source: Store | Snapshots, name: str, question: Question, parameters: Parameters
) -> Json:
    """Return one opportunity with how it stands and its seats, by id or name."""
    basis = basis_of(source, question, parameters)
    known = basis.snapshot.decision.opportunities
    one = find_opportunity(basis.snapshot, name)
    if not one:
        raise UnknownName("opportunity", name, opportunities_like(basis.snapshot, name))
    people = basis.snapshot.people
    seats = [
        {"role": seat.role, "title": seat.title, "weight": seat.weight,
         "person": {"id": seat.person, "name": people[seat.person].name} if seat.person in people else None}
        for seat in basis.snapshot.decision.seats if seat.opportunity == one
    ]  # fmt: skip
    return {**basis.stamp(), "opportunity": described_opportunity(basis, known[one]), **_stands(basis, known[one]),
            "seats": seats}  # fmt: skip


def described_opportunity(basis: Basis, one: Opportunity) -> Json:
    """Return an opportunity as plain data, the same in every answer."""
    companies = basis.snapshot.companies
    day = _day(one.decision_date)
    return {
        "id": one.id, "name": one.name, "origin": one.origin, "stage": one.stage, "outcome": one.outcome,
        "value": one.value, "currency": one.currency, "decision_date": one.decision_date or None,
        "days_left": (day - basis.question.as_of).days if day else None,
        "competitors": [
            {"id": c if c in companies else None, "name": companies[c].name if c in companies else c}
            for c in one.competitors
        ],
    }  # fmt: skip


def _listed(basis: Basis, one: Opportunity) -> Json:
    company = basis.snapshot.companies[one.company]
    return {**described_opportunity(basis, one), "company": {"id": company.id, "name": company.name},
            **_stands(basis, one)}  # fmt: skip


def standing_of(basis: Basis, one: Opportunity) -> Standing:
    """Return how a decision stands, worked out once for all lists and cards; raises NobodyDecides."""
    return basis.kept.of(("stands", one.id), lambda: stands(basis.ask, Asked(one.company, one.id)))


def _stands(basis: Basis, one: Opportunity) -> Json:
    """Say how it stands; null where its weights are refused, which its map explains."""
    try:
        found = standing_of(basis, one)
    except InroadsError:
        return {"title": None, "standing": None}
    limits = basis.ask.world.parameters.of("stance")
    return {
        "title": title(found.shown, found.vacant),
        "standing": standing(found.advocacy.value, found.advocacy.known_share, limits),
    }


def _soonest(one: Opportunity, today: date) -> tuple[bool, bool, str, str, str]:
    """Order by what is still open and is decided first; what has no date after that, what is over last."""
    day = _day(one.decision_date)
    over = bool(one.outcome) or (day is not None and day < today)
    return over, not one.decision_date, one.decision_date, folded(one.name), one.id


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == len("2027-01-15") else None
