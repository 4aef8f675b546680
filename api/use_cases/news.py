"""What is new at a client: who met whom, who came and who left, and which stance was agreed anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named
from api.viewer import Viewer
from graph.folding import Job
from graph.parameters import Parameters
from graph.stores.base import Store
from graph.vocabulary.amounts import one_of
from viz.wording import STANCES

_FRIDAY, _WEEK = 4, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened. ``kind``: met, left, came or stance; ``people`` are those it is about."""

    on: date
    kind: str
    text: str
    people: tuple[str, ...]


def news(viewer: Viewer, source: Store | Snapshots, company: str, question: Question, parameters: Parameters) -> Json:
    """Return what happened at a company since the Friday before the last whole week, the newest first.

    Who came, who left and who was judged anew stand before who met whom.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    return {**basis.stamp(), **basis.kept.of(("news", found), partial(_told, basis, found))}


def since_friday(today: date) -> date:
    """Return the Friday before the last whole working week, so that a Monday has news as well.

    >>> since_friday(date(2026, 11, 24)), since_friday(date(2026, 11, 27))
    (datetime.date(2026, 11, 13), datetime.date(2026, 11, 20))
    """
    week_ago = today - _WEEK
    return week_ago - timedelta(days=(week_ago.weekday() - _FRIDAY) % 7)


def _told(basis: Basis, company: str) -> Json:
    first = since_friday(basis.question.as_of)
    found = [*_moved(basis, company, first), *_met(basis, company, first), *_judged(basis, company, first)]
    found.sort(key=lambda one: (one.kind == "met", -one.on.toordinal(), one.kind, one.text))
    return {
        "company": {"id": company, "name": basis.snapshot.companies[company].name}, "since": first.isoformat(),
        "news": [
            {"on": one.on.isoformat(), "kind": one.kind, "text": one.text,
             "people": [named(basis.snapshot, person) for person in one.people]}
            for one in found
        ],
    }  # fmt: skip


def _moved(basis: Basis, company: str, first: date) -> Iterator[News]:
    """Yield who came and who left; a change of title or unit inside is neither."""
    there = basis.ask.people_at(company)
    for person, job in there.items():
        if job.when is not None and first <= job.when.start_low <= basis.question.as_of:
            yield News(job.when.start_low, "came", f"{_who(basis, person, job, ',')} came.", (person,))
    for person, job in basis.ask.former_at(company).items():
        ended = job.when is not None and not job.when.open and first <= job.when.end_low <= basis.question.as_of
        if job.when is not None and ended and person not in there:
            yield News(
                job.when.end_low, "left", f"{_who(basis, person, job, ',')} left{_where_to(basis, person)}.", (person,)
            )


def _who(basis: Basis, person: str, job: Job, then: str = "") -> str:
    """Name somebody with the title, if it is known; ``then`` is what follows a title inside a sentence."""
    name = basis.snapshot.people[person].name
    return f"{name}, {job.title}{then}" if job.title else name


def _where_to(basis: Basis, person: str) -> str:
    now = basis.ask.world.jobs_now(person)
    return f" for {basis.snapshot.companies[now[-1].company].name}" if now else ""


def _met(basis: Basis, company: str, first: date) -> Iterator[News]:
    """Yield who of us met whom, each pair once with the last day."""
    arrays, of_us = basis.ask.world.arrays, basis.ask.ours
    there = basis.ask.people_at(company)
    pairs: dict[tuple[str, str], date] = {}
    for contact in basis.touch.since(first).tolist():
        places = arrays.contact_person[arrays.contact_person_at[contact] : arrays.contact_person_at[contact + 1]]
        people = [basis.snapshot.id_of(int(person)) for person in places]
        day = date.fromordinal(int(arrays.contact_day[contact]))
        pairs.update({(one, other): day for one in people if one in of_us for other in people if other in there})
    known = basis.snapshot.people
    for (one, other), day in pairs.items():
        yield News(day, "met", f"{known[one].name} met {_who(basis, other, there[other])}.", (one, other))


def _judged(basis: Basis, company: str, first: date) -> Iterator[News]:
    """Yield what the team agreed of somebody's stance toward us."""
    there = basis.ask.people_at(company)
    for item in basis.snapshot.stances:
        if item.agreed and item.person in there and first <= item.day <= basis.question.as_of:
            name = basis.snapshot.people[item.person].name
            yield News(item.day, "stance", f"{name} is now {_stood(STANCES[item.value])} (agreed).", (item.person,))


def _stood(word: str) -> str:
    return word if word == "neutral" else one_of(word)
