"""Which people and companies have a name like this?"""

from collections.abc import Mapping, Sequence

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import described
from api.use_cases.leaders import leaders_of
from api.use_cases.listing import page
from api.use_cases.naming import company_apart, matching
from api.use_cases.succession import became, came_from
from api.viewer import Viewer
from graph.parameters import Parameters
from graph.stores.base import Store
from graph.vocabulary.names import folded

MOST_FOUND = 500
_ORDER = {"client": 0, "competitor": 1, "ours": 2, "other": 3}


def companies(
    viewer: Viewer,
    source: Store | Snapshots,
    query: str,
    question: Question,
    parameters: Parameters,
    *,
    limit: int = 20,
    after: str = "",
) -> Json:
    """Return the companies whose name fits a query best, clients first; without one all of them.

    ``apart`` tells those of one name from each other, and is "" where a name is of one company alone.
    """
    basis = basis_of(source, question, parameters)
    known = basis.snapshot.companies
    if query.strip():
        names, wanted = basis.company_names, folded(query)
        found = sorted(
            matching(names, query, MOST_FOUND),
            key=lambda one: (wanted not in names[one], names[one] != wanted and known[one].relation != "client"),
        )
    else:
        found = sorted(known, key=lambda one: (_ORDER[known[one].relation], basis.company_names[one], one))
    shown, token = page(found, str, limit=limit, after=after)
    return {
        **basis.stamp(), "companies": [_listed(basis, one) for one in shown], "total": len(found), "next": token,
    }  # fmt: skip


def _listed(basis: Basis, company: str) -> Json:
    one, several = basis.snapshot.companies[company], basis.company_namesakes[basis.company_names[company]] > 1
    return {
        "id": company, "name": one.name, "relation": one.relation, "became": became(basis, company),
        "apart": company_apart(basis.snapshot, company) if several else "",
    }  # fmt: skip


def people(
    viewer: Viewer,
    source: Store | Snapshots,
    query: str,
    question: Question,
    parameters: Parameters,
    *,
    limit: int = 20,
    after: str = "",
) -> Json:
    """Return the people whose name fits a query best; without one all of them by name."""
    basis = basis_of(source, question, parameters)
    names: Mapping[str, str] = basis.people_names
    found: Sequence[str] = (
        matching(names, query, MOST_FOUND) if query.strip() else sorted(names, key=lambda one: (names[one], one))
    )
    shown, token = page(found, str, limit=limit, after=after)
    return {
        **basis.stamp(),
        "people": [_person(basis, one) for one in shown],
        "total": len(found), "next": token,
    }  # fmt: skip


def company(viewer: Viewer, source: Store | Snapshots, name: str, question: Question, parameters: Parameters) -> Json:
    """Return one company with its parent, its subsidiaries and how many people we know of there."""
    basis = basis_of(source, question, parameters)
    found = basis.find_company(name)
    known = basis.snapshot.companies
    one = known[found]
    parent = known.get(one.parent)
    leaders = leaders_of(basis.snapshot, found)
    return {
        **basis.stamp(),
        "company": {"id": found, "name": one.name, "relation": one.relation},
        "became": became(basis, found), "came_from": came_from(basis, found),
        "parent": {"id": parent.id, "name": parent.name} if parent else None,
        "subsidiaries": [{"id": c.id, "name": c.name} for c in known.values() if c.parent == found and c.id != found],
        "records": list(one.records),
        "people": len(basis.ask.people_at(found)),
        "leaders": [
            {"name": leader.name, "title": leader.title, "reports_to": leader.reports_to,
             "listed_on": leader.listed_on or None}
            for leader in leaders.listed
        ],
    }  # fmt: skip


def _person(basis: Basis, person: str) -> Json:
    jobs = basis.ask.world.jobs_now(person)
    told = described(basis, person, jobs[-1] if jobs else None)
    return {**told, "ours": person in basis.ask.ours, "formerly": None if jobs else _formerly(basis, person)}


def _formerly(basis: Basis, person: str) -> Json | None:
    """Return the job that somebody had last, of whom no job of today is known."""
    today, known = basis.question.as_of, basis.snapshot.companies
    over = [job for job in basis.snapshot.jobs.get(person, ()) if job.when and job.when.end_high < today]
    last = max(over, key=lambda job: (job.when.end_high, job.title) if job.when else (), default=None)
    if last is None or last.when is None:
        return None
    company = known[last.company].name if last.company in known else ""
    return {"title": last.title, "company": company, "until": str(last.when.end.year)}
