"""Who is this person, and who of us knows them?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.use_cases.asking import asks_about
from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, basis_of
from api.use_cases.changes import Sayer, history
from api.use_cases.describing import described
from api.use_cases.pairs import known_by
from api.viewer import Viewer
from graph.folding import Job
from graph.parameters import Parameters
from graph.provenance import Claim, RecordId
from graph.snapshot import Snapshot
from graph.snapshot.rounds import closed_rounds, is_sealed
from graph.stores.base import Belief, Store
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from viz.wording import years

_NOTES = ("measured_on", "concern", "advice", "supplier", "view_of_us", "heard")


def person(
    viewer: Viewer, source: Store | Snapshots, store: Readable, name: str, question: Question, parameters: Parameters
) -> Json:
    """Return a person's card, career, who of us knows them, what the team noted, and what changed by source."""
    basis = basis_of(source, question, parameters)
    found = basis.find_person(name)
    known = basis.snapshot.people[found]
    jobs = basis.ask.world.jobs_now(found)
    beliefs = _unsealed(basis.snapshot, _beliefs(store, known.records, basis.snapshot.revision))
    held = [belief.held.claim for belief in beliefs if belief.withdrawn is None]
    employer = jobs[-1].company if jobs else ""
    changes, total = history(basis.snapshot, found, beliefs, store.revisions(), question.as_of)
    return {
        **basis.stamp(),
        "person": {
            **described(basis, found, jobs[-1] if jobs else None, basis.records_of(found)), "company_id": employer,
            "ours": found in basis.ask.ours, "records": list(known.records),
        },
        "career": [{**_stay(basis, job), "also": _also(basis, job, held)} for job in _newest_first(basis, found)],
        **known_by(basis, found),
        **_noted(basis, found, held),
        "asks": asks_about(basis, found),
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


def _newest_first(basis: Basis, person: str) -> list[Job]:
    today = basis.question.as_of
    jobs = [job for job in basis.snapshot.jobs.get(person, ()) if job.when is None or job.when.start_low <= today]
    return sorted(jobs, key=lambda job: job.when.start_low if job.when else max(job.observed), reverse=True)


def _stay(basis: Basis, job: Job) -> Json:
    company = basis.snapshot.companies.get(job.company)
    end = "" if job.when is None or job.when.open else job.when.end.isoformat()
    start = job.when.start.isoformat() if job.when else ""
    confirmed = job.confirmed_on()
    known = years(start, end) if start else f"seen in {confirmed.year}" if confirmed else ""
    sources = [{"source": s.source, "record": s.record, "seen": s.seen} for s in job.sources]
    return {
        "years": known, "title": job.title, "unit": job.unit, "start": start, "end": end,
        "company": {"id": job.company, "name": company.name if company else job.company},
        "confirmed_on": confirmed.isoformat() if confirmed else None, "sources": sources,
    }  # fmt: skip


def _also(basis: Basis, job: Job, held: Iterable[Claim]) -> list[Json]:
    """Return the other titles on the way of a stay, each once with its own days, the latest first."""
    if job.when is None:
        return []
    found: dict[str, tuple[str, str, str]] = {}
    for claim in held:
        if claim.table != "employments":
            continue
        company, title, start = (claim.value(name) or "" for name in ("company", "title", "start"))
        if not (title and start) or basis.snapshot.entity.get(company, company) != job.company:
            continue
        if job.when.start_low <= PartialDate.parse(start).earliest() <= job.when.end_high:
            told = (start, claim.value("end") or "", title)
            found[folded(title)] = max(found.get(folded(title), told), told)
    found.pop(folded(job.title), None)
    return [{"title": title, "years": years(start, end), "start": start, "end": end}
            for start, end, title in sorted(found.values(), reverse=True)]  # fmt: skip


def _noted(basis: Basis, person: str, claims: Sequence[Claim]) -> Json:
    """Return notes, reporting and stances toward others, as the visible claims have them."""
    say, entity = Sayer(basis.snapshot, person), basis.snapshot.entity
    day = basis.question.as_of.isoformat()
    notes = [
        {"kind": c.value("kind") or "heard", "text": c.value("text") or "", "date": c.value("date") or "",
         "from": say.name(c.value("heard_from")) if c.value("heard_from") else "",
         "by": say.name(c.value("by")) if c.value("by") else ""}
        for c in claims
        if c.table == "notes" and (c.value("date") or "") <= day and entity.get(c.value("person") or "") == person
    ]  # fmt: skip
    notes.sort(key=lambda note: (_NOTES.index(note["kind"]) if note["kind"] in _NOTES else 9, note["date"]))
    managers: set[str] = set()
    reports: set[str] = set()
    for claim in claims:
        if claim.table == "reporting" and not (claim.value("end") or "9999") < day:
            own = entity.get(claim.value("person") or "") == person
            (managers if own else reports).add(say.name(claim.value("manager" if own else "person")))
    return {
        "notes": notes, "reports_to": sorted(managers), "reports": sorted(reports),
        "stances": _stances(say, person, claims, day),
    }  # fmt: skip


def _stances(say: Sayer, person: str, claims: Sequence[Claim], day: str) -> list[Json]:
    """Return the newest stance toward each company, the agreed one first; toward us where none is named."""
    companies, entity = say.snapshot.companies, say.snapshot.entity
    best: dict[str, tuple[bool, str, str, int]] = {}
    for claim in claims:
        if claim.table == "stances" and entity.get(claim.value("person") or "") == person:
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
