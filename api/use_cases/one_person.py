"""Who is this person, and who of us knows them?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.use_cases.asking import asks_about
from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, basis_of
from api.use_cases.career import career
from api.use_cases.changes import Sayer, history
from api.use_cases.describing import described
from api.use_cases.pairs import known_by
from api.viewer import Viewer
from graph.parameters import Parameters
from graph.provenance import Claim, RecordId
from graph.snapshot import Snapshot
from graph.snapshot.rounds import closed_rounds, is_sealed
from graph.stores.base import Belief, Store

_NOTES = ("measured_on", "concern", "advice", "supplier", "view_of_us", "heard")


def person(
    viewer: Viewer, source: Store | Snapshots, store: Readable, name: str, question: Question, parameters: Parameters
) -> Json:
    """Return a person's card, career, who of us knows them, what the team noted, and what changed by source.

    All of it is as the records say it that are told together with the person.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_person(name)
    records = basis.records_of(found)
    jobs = basis.ask.world.jobs_now(found)
    rows = [row for one in records for row in basis.snapshot.people[one].records]
    beliefs = _unsealed(basis.snapshot, _beliefs(store, rows, basis.snapshot.revision))
    held = [belief.held.claim for belief in beliefs if belief.withdrawn is None]
    employer = jobs[-1].company if jobs else ""
    changes, total = history(basis.snapshot, records, beliefs, store.revisions(), question.as_of)
    return {
        **basis.stamp(),
        "person": {
            **described(basis, found, jobs[-1] if jobs else None, records), "company_id": employer,
            "ours": found in basis.ask.ours, "records": list(basis.snapshot.people[found].records),
        },
        "probably_same": list(records) if len(records) > 1 else [],
        "career": career(basis, records, held),
        **known_by(basis, found),
        **_noted(basis, records, held),
        "asks": asks_about(basis, *records),
        "changes": changes, "changes_total": total,
    }  # fmt: skip


def _beliefs(store: Readable, records: Iterable[str], revision: int) -> list[Belief]:
    """Return what was believed at a revision and before; what was taken back later was still held then."""
    found = {belief.held.number: belief for one in records for belief in store.history(RecordId(one))}
    return [
        replace(belief, withdrawn=None) if (belief.withdrawn or 0) > revision else belief
        for _, belief in sorted(found.items())
        if belief.asserted <= revision
    ]


def _unsealed(snapshot: Snapshot, beliefs: Iterable[Belief]) -> list[Belief]:
    """Leave out the judgements of rounds that are open: for everybody else they do not exist yet."""
    closed = closed_rounds(snapshot.small)
    return [belief for belief in beliefs if not is_sealed(belief.held, closed)]


def _noted(basis: Basis, records: Sequence[str], claims: Sequence[Claim]) -> Json:
    """Return notes, reporting and stances toward others, as the visible claims have them."""
    say, entity = Sayer(basis.snapshot, frozenset(records)), basis.snapshot.entity
    day = basis.question.as_of.isoformat()
    notes = [
        {"kind": c.value("kind") or "heard", "text": c.value("text") or "", "date": c.value("date") or "",
         "from": say.name(c.value("heard_from")) if c.value("heard_from") else "",
         "by": say.name(c.value("by")) if c.value("by") else ""}
        for c in claims
        if c.table == "notes" and (c.value("date") or "") <= day and entity.get(c.value("person") or "") in say.people
    ]  # fmt: skip
    notes.sort(key=lambda note: (_NOTES.index(note["kind"]) if note["kind"] in _NOTES else 9, note["date"]))
    managers: set[str] = set()
    reports: set[str] = set()
    for claim in claims:
        if claim.table == "reporting" and not (claim.value("end") or "9999") < day:
            own = entity.get(claim.value("person") or "") in say.people
            (managers if own else reports).add(say.name(claim.value("manager" if own else "person")))
    return {
        "notes": notes, "reports_to": sorted(managers), "reports": sorted(reports),
        "stances": _stances(say, claims, day),
    }  # fmt: skip


def _stances(say: Sayer, claims: Sequence[Claim], day: str) -> list[Json]:
    """Return the newest stance toward each company, the agreed one first; toward us where none is named."""
    companies, entity = say.snapshot.companies, say.snapshot.entity
    best: dict[str, tuple[bool, str, str, int]] = {}
    for claim in claims:
        if claim.table == "stances" and entity.get(claim.value("person") or "") in say.people:
            toward = entity.get(claim.value("toward") or "", claim.value("toward") or "")
            if toward in companies and companies[toward].relation == "ours":
                toward = ""
            when = claim.value("date") or ""
            value = int(float(claim.value("value") or 0))
            told = (claim.value("agreed") == "yes", when, claim.value("at") or "", value)
            if when <= day:
                best[toward] = max(best.get(toward, told), told)
    return [
        {"toward": companies[one].name if one in companies else None, "value": value, "agreed": agreed, "date": when}
        for one, (agreed, when, _, value) in sorted(best.items())
    ]
