"""Where has somebody worked, as all records say it that are told together with the person?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.use_cases.basis import Basis, Json
from graph.folding import Job, fold_jobs
from graph.provenance import Claim
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from viz.wording import years


def career(basis: Basis, records: Sequence[str], held: Sequence[Claim]) -> list[Json]:
    """Return the stays of a person, newest first, each once with the sources of all records that tell it.

    ``held`` are the claims about these records, which say the other titles on the way.
    """
    return [{**_stay(basis, job), "also": _also(basis, job, held)} for job in _newest_first(basis, records)]


def _newest_first(basis: Basis, records: Sequence[str]) -> list[Job]:
    today, known = basis.question.as_of, basis.snapshot.jobs
    jobs = [job for one in records for job in known.get(one, ())]
    if len(records) > 1:
        jobs = fold_jobs(replace(job, person=records[0]) for job in jobs)
    begun = [job for job in jobs if job.when is None or job.when.start_low <= today]
    return sorted(begun, key=lambda job: job.when.start_low if job.when else max(job.observed), reverse=True)


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
