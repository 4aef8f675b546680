"""Who left a company and still is a way in: they know the people there."""

from api.use_cases.basis import Basis, Json
from api.use_cases.describing import introduction, named
from api.use_cases.listing import Listing
from graph.folding import Job

LOOKED_AT = 40


def former_people(basis: Basis, company: str, listing: Listing) -> tuple[int, list[Json]]:
    """Return how many left, and those who left last, the ones we reach best first.

    Only the last ``LOOKED_AT`` who left are looked at: whoever left long ago knows few who are still there.
    """
    ask = basis.ask
    gone = {
        person: job
        for person, job in ask.former_at(company).items()
        if person not in ask.ours and listing.fits(job.unit, job.title)
    }
    newest = sorted(gone, key=lambda one: (_last(gone[one]), one), reverse=True)[:LOOKED_AT]
    people = [_described(basis, one, gone[one]) for one in newest]
    people.sort(key=lambda item: (-_score(item), str(item["name"]), str(item["id"])))
    return len(gone), people


def _described(basis: Basis, person: str, job: Job) -> Json:
    ways = basis.ask.introductions(person, top=1)
    year = _last(job)[:4]
    left = f"left in {year}" if job.when and not job.when.open else f"last seen there in {year}"
    return {
        **named(basis.snapshot, person), "title": job.title, "unit": job.unit, "left": year,
        "text": f"{left}, knows the people there", "word": ways[0].word if ways else None,
        "best": round(ways[0].score, 4) if ways else None, "introductions": [introduction(basis, way) for way in ways],
    }  # fmt: skip


def _score(item: Json) -> float:
    best = item["best"]
    return best if isinstance(best, float) else 0.0


def _last(job: Job) -> str:
    if job.when is not None and not job.when.open:
        return job.when.end.isoformat()
    confirmed = job.confirmed_on()
    return confirmed.isoformat() if confirmed else ""
