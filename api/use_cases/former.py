"""Who left a company and still is a way in: they know the people there."""

from functools import partial

from api.use_cases.basis import Basis, Told
from api.use_cases.describing import introduction, named
from api.use_cases.listing import Listing
from graph.algorithms.paging import best_scores
from graph.algorithms.ways import first_of
from graph.folding import Job

LOOKED_AT = 40
_WAYS = 3  # of which the one of the best word is told
SHOWN = 10


def former_people(basis: Basis, company: str, listing: Listing) -> tuple[int, list[Told]]:
    """Return how many left, and those who left last, the ones we reach best first.

    Ten are given beside the others, ``LOOKED_AT`` where only those who left are asked for. Only the last
    ``LOOKED_AT`` who left are looked at: whoever left long ago knows few who are still there.
    """
    if listing.unit or listing.title:
        gone, newest = _gone(basis, company, listing)
    else:
        gone, newest = basis.kept.of(("gone", company), partial(_gone, basis, company, listing))
    most = LOOKED_AT if listing.show == "former" else SHOWN
    return len(gone), [
        basis.kept.of(("former", company, one), partial(_described, basis, one, gone[one])) for one in newest[:most]
    ]


def _gone(basis: Basis, company: str, listing: Listing) -> tuple[dict[str, Job], list[str]]:
    """Return who left with the last job there, and those who left last by how well we reach them."""
    ask = basis.ask
    gone = {
        person: job
        for person, job in ask.former_at(company).items()
        if person not in ask.ours and listing.fits(job.unit, job.title)
    }
    newest = sorted(gone, key=lambda one: (_last(gone[one]), one), reverse=True)[:LOOKED_AT]
    best = best_scores(ask, newest)
    return gone, sorted(newest, key=lambda one: (-round(best.get(one, 0.0), 12), one))


def _described(basis: Basis, person: str, job: Job) -> Told:
    first = first_of(basis.ask.introductions(person, top=_WAYS))
    ways = (first,) if first else ()
    year = _last(job)[:4]
    left = f"left in {year}" if job.when and not job.when.open else f"last seen there in {year}"
    return Told({
        **named(basis.snapshot, person), "title": job.title, "unit": job.unit, "left": year,
        "text": f"{left}, knows the people there", "word": ways[0].word if ways else None,
        "do_not_ask": basis.snapshot.people[person].do_not_ask,
        "best": round(ways[0].score, 4) if ways else None, "introductions": [
            introduction(basis, way, (person,)) for way in ways
        ],
    })  # fmt: skip


def _last(job: Job) -> str:
    if job.when is not None and not job.when.open:
        return job.when.end.isoformat()
    confirmed = job.confirmed_on()
    return confirmed.isoformat() if confirmed else ""
