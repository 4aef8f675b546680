"""Who or what is meant by a name that somebody typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rapidfuzz import process

from graph.algorithms.namesakes import namesakes
from graph.algorithms.staff import ever_at
from graph.errors import AmbiguousName, UnknownName
from graph.provenance import Held, record_id
from graph.snapshot import Snapshot
from graph.vocabulary.names import company_key, folded
from viz.wording import years


def find_company(snapshot: Snapshot, name: str, keys: Callable[[], Mapping[str, str]] | None = None) -> str:
    """Find by any id, by exact name, by name without its legal form, or say what was perhaps meant.

    Names are those of today before others that it has or had. ``keys`` are the comparison keys of all companies, where
    somebody keeps them. A company that was renamed is found under both names, and is the one that it is called now.
    """
    one = snapshot.entity.get(name, name)
    if one in snapshot.companies:
        return one
    known = keys() if keys else {one: company_key(company.name) for one, company in snapshot.companies.items()}
    wanted = company_key(name)
    same = _called(snapshot, folded(name), wanted, [one for one, key in known.items() if key == wanted])
    return _one_place(snapshot, name, same) if same else _find(snapshot, "company", name, wanted, known)


def _called(snapshot: Snapshot, exact: str, wanted: str, now: list[str]) -> list[str]:
    """Return the companies of an ``exact`` folded name, of today or another, else those of it without legal form.

    ``now`` are the companies whose name of today is ``wanted`` without its legal form.
    """
    same = [one for one in now if folded(snapshot.companies[one].name) == exact]
    if same or not wanted or (now and exact == wanted):
        return same or now
    others = [(folded(other), one) for other, one in _other_names(snapshot) if company_key(other) == wanted]
    return sorted({one for other, one in others if other == exact}) or now or sorted({one for _, one in others})


def _one_place(snapshot: Snapshot, name: str, companies: Sequence[str]) -> str:
    """Return what companies of one name are called today; raises AmbiguousName where they are several places."""
    places = {_today(snapshot, one) for one in companies}
    if len(places) > 1:
        raise AmbiguousName("company", name, companies, [company_apart(snapshot, one, whole=True) for one in companies])
    return places.pop()


def company_apart(snapshot: Snapshot, company: str, *, whole: bool = False) -> str:
    """Say what tells a company from another of its name: country, parent, who is known there, what it is today.

    ``whole`` begins with the name and says what it is to us too.
    """
    known = snapshot.companies[company]
    people, first, last = ever_at(snapshot, company)
    who = f"{people} {'person' if people == 1 else 'people'} known" if people else "nobody known"
    when = f", {years(str(first), str(last))}" if first else ""
    today = _today(snapshot, company)
    now = f"now {snapshot.companies[today].name}" if today != company else ""
    parent = snapshot.companies.get(known.parent)
    name, relation = (known.name, known.relation if known.relation != "other" else "") if whole else ("", "")
    of = f"of {parent.name}" if parent else ""
    return ", ".join(filter(None, (name, _countries(snapshot, company), relation, of, who + when, now)))


def _countries(snapshot: Snapshot, company: str) -> str:
    """Return the country in which sources say a company is, several with a bar, "" where none does."""
    said = (held for held in snapshot.small.get("companies", ()) if snapshot.entity[_record(held)] == company)
    return "|".join(sorted({country for held in said if (country := held.claim.value("country"))}))


def _other_names(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield every name that a source or a file of aliases gives, each with its company."""
    for held in snapshot.small.get("companies", ()):
        yield held.claim.value("name") or "", snapshot.entity[_record(held)]
    for held in snapshot.small.get("company_aliases", ()):
        company = snapshot.entity.get(held.claim.value("company") or "", "")
        if company in snapshot.companies:
            yield held.claim.value("alias") or "", company


def _record(held: Held) -> str:
    return record_id(held.source, held.claim.table, held.claim.key)


def _today(snapshot: Snapshot, company: str) -> str:
    now = snapshot.place.get(company, company)
    return now if now in snapshot.companies else company


def find_person(snapshot: Snapshot, name: str, keys: Callable[[], Mapping[str, str]] | None = None) -> str:
    """Find by any id that the person ever had, by name, or say who was perhaps meant."""
    one = snapshot.entity.get(name, name)
    if one in snapshot.people:
        return one
    known = keys() if keys else {one: folded(person.name) for one, person in snapshot.people.items()}
    return _find(snapshot, "person", name, folded(name), known)


def find_opportunity(snapshot: Snapshot, name: str) -> str:
    """Find an opportunity by id or name, "" where none is called so; raises AmbiguousName."""
    known = snapshot.decision.opportunities
    if name in known:
        return name
    if not folded(name):
        return ""
    same = [one.id for one in known.values() if folded(one.name) == folded(name)]
    if len(same) > 1:
        raise AmbiguousName("opportunity", name, same)
    if same or any(folded(one.name) == folded(name) for one in snapshot.companies.values()):
        return same[0] if same else ""
    close = [one.id for one in known.values() if folded(name) in folded(one.name)]
    if len(close) > 1:
        raise UnknownName("opportunity", name, [known[one].name for one in close[:3]])
    return close[0] if close else ""


def opportunities_like(snapshot: Snapshot, name: str) -> list[str]:
    """Return the names of at most three opportunities that resemble a name."""
    keys = {one.id: folded(one.name) for one in snapshot.decision.opportunities.values()}
    found = process.extract(folded(name), keys, limit=3, score_cutoff=75)
    return [snapshot.decision.opportunities[one].name for _, _, one in found]


def matching(names: Mapping[str, str], query: str, limit: int) -> list[str]:
    """Return the ids whose folded names fit a query best: those that begin with it, hold it, or resemble it."""
    wanted = folded(query)
    if not wanted:
        return []
    found = [one for one, name in names.items() if wanted in name]
    words = f" {wanted}"
    found.sort(key=lambda one: (not names[one].startswith(wanted), words not in names[one], names[one], one))
    if len(found) < min(limit, 3):
        close = process.extract(wanted, names, limit=limit, score_cutoff=75)
        found += [one for _, _, one in close if one not in set(found)]
    return found[:limit]


def _find(snapshot: Snapshot, kind: str, name: str, wanted: str, keys: Mapping[str, str]) -> str:
    same = [one for one, key in keys.items() if key == wanted]
    if kind == "person" and len(same) > 1 and _share_a_company(snapshot, same):
        return max(same, key=lambda one: (len(snapshot.jobs.get(one, ())), one))
    if len(same) == 1:
        return same[0]
    if same:
        raise AmbiguousName(kind, name, same, told_apart(snapshot, same) if kind == "person" else ())
    known = snapshot.people if kind == "person" else snapshot.companies
    close = process.extract(wanted, keys, limit=3, score_cutoff=75)
    raise UnknownName(kind, name, [known[one].name for _, _, one in close])


def told_apart(snapshot: Snapshot, people: Sequence[str]) -> list[str]:
    """Say of people of one name what each was last, and who says so where that is the same; "" without a job."""
    last = [jobs[-1] if (jobs := snapshot.jobs.get(one, ())) else None for one in people]
    told = [", ".join(filter(None, (job.title, snapshot.companies[job.company].name))) if job else "" for job in last]
    return [
        f"{text}, {' and '.join(sorted({one.source for one in job.sources}))}" if job and told.count(text) > 1 else text
        for job, text in zip(last, told, strict=True)
    ]


def _share_a_company(snapshot: Snapshot, people: Sequence[str]) -> bool:
    """Say whether they are probably one person: same name, and a company where all of them have a job."""
    shared = set.intersection(*({job.company for job in snapshot.jobs.get(one, ())} for one in people))
    return bool(shared) and len(namesakes(snapshot, people)) == 1
