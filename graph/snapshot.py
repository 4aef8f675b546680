"""What is so, as we believe it at one revision: people, companies and facts, resolved and folded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.folding import Job, Source, Span, fold_jobs, span
from graph.identity import Decision, Doubt, Record, Resolution, person_keys, resolve_companies, resolve_people
from graph.provenance import Held, RecordId, record_id
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from graph.vocabulary.tables import TABLES


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    records: tuple[str, ...]
    do_not_ask: bool
    asks_per_quarter: int | None


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    name: str
    relation: str
    parent: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated tie of several people or of a person and a place, with where it stands.

    ``kind``: contact, acquaintance, project, study or board. ``place`` is a company id, a school or a project.
    """

    kind: str
    detail: str
    place: str
    name: str
    when: Span | None
    people: tuple[str, ...]
    sources: tuple[Source, ...]
    outcome: str = ""
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    person: str
    day: date
    value: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class Ask:
    go_between: str
    day: date


@dataclass(frozen=True, slots=True)
class Leader:
    company: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Immutable; ids of people and companies are the smallest of their records' ids."""

    revision: int
    people: Mapping[str, Person]
    companies: Mapping[str, Company]
    entity: Mapping[str, str]
    jobs: Mapping[str, tuple[Job, ...]]
    jobs_at: Mapping[str, tuple[Job, ...]]
    facts: Mapping[str, tuple[Fact, ...]]
    members: Mapping[tuple[str, str], tuple[Fact, ...]]
    place: Mapping[str, str]
    mergers: Mapping[str, tuple[str, date]]
    stances: tuple[Stance, ...]
    asks: tuple[Ask, ...]
    leaders: tuple[Leader, ...]
    doubts: tuple[Doubt, ...]
    counts: Mapping[str, int]


def build_snapshot(revision: int, rows: Iterable[Held]) -> Snapshot:
    """Resolve and fold what is visible at a revision. The result does not depend on the order of the rows."""
    tables: dict[str, list[Held]] = defaultdict(list)
    for held in rows:
        tables[held.claim.table].append(held)
    for claims in tables.values():
        claims.sort(key=lambda held: (held.source, held.claim.key, held.number))
    decisions = _decisions(tables["identities"])
    who = _resolve(tables["people"], decisions, people=True)
    where = _resolve(tables["companies"], decisions, people=False)
    entity = {**who.entity, **where.entity}
    seen = {(held.source, held.claim.key): held.claim.content[1] for held in tables["observed"]}
    reader = _Reader(entity, seen)
    jobs = fold_jobs(reader.jobs(tables["employments"]))
    facts = _folded(reader.facts(tables))
    of_person: dict[str, list[Job]] = defaultdict(list)
    at_place: dict[str, list[Job]] = defaultdict(list)
    place, mergers = _places(tables["company_succession"], entity)
    for job in jobs:
        of_person[job.person].append(job)
        for home in _homes(job.company, place, mergers):
            at_place[home].append(job)
    by_person: dict[str, list[Fact]] = defaultdict(list)
    members: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        for person in fact.people:
            by_person[person].append(fact)
        if fact.kind in {"study", "board", "project"}:
            members[fact.kind, fact.place].append(fact)
    return Snapshot(
        revision, _people(tables["people"], who), _companies(tables["companies"], where), entity,
        _frozen(of_person), _frozen(at_place), _frozen(by_person), {k: tuple(v) for k, v in members.items()},
        place, mergers, reader.stances(tables["stances"], _ours(tables["companies"], where)),
        reader.asks(tables["asks"]), reader.leaders(tables["leaders"]), (*who.doubts, *where.doubts),
        {name: len(claims) for name, claims in sorted(tables.items()) if claims and name != "observed"},
    )  # fmt: skip


def _frozen(lists: Mapping[str, list[Job]] | Mapping[str, list[Fact]]) -> dict[str, tuple]:  # type: ignore[type-arg]
    return {key: tuple(value) for key, value in sorted(lists.items())}


def _decisions(claims: Iterable[Held]) -> list[Decision]:
    return [Decision(c.claim.content[0] or "", c.claim.content[1] or "", c.claim.content[2] == "same") for c in claims]


def _resolve(claims: Iterable[Held], decisions: list[Decision], *, people: bool) -> Resolution:
    records = []
    for held in claims:
        claim = held.claim
        own = record_id(held.source, claim.table, claim.key)
        if people:
            keys = person_keys(claim.value("email") or "", claim.value("linkedin_url") or "", claim.value("crm_id") or "")
            records.append(Record(own, held.source, _person_name(held), keys))
        else:
            found = [(f"{k}:{v.casefold()}") for k in ("registry_number", "domain") if (v := claim.value(k))]
            records.append(Record(own, held.source, claim.value("name") or "", tuple(found), claim.value("country") or ""))
    return (resolve_people if people else resolve_companies)(records, decisions)


def _person_name(held: Held) -> str:
    given, family = held.claim.value("given_name") or "", held.claim.value("family_name") or ""
    return held.claim.value("name") or f"{given} {family}".strip()


def _people(claims: Iterable[Held], who: Resolution) -> dict[str, Person]:
    groups: dict[str, list[Held]] = defaultdict(list)
    for held in claims:
        groups[who.entity[record_id(held.source, "people", held.claim.key)]].append(held)
    people = {}
    for one, group in sorted(groups.items()):
        newest = sorted(group, key=lambda held: (-held.as_of.toordinal(), held.source, held.claim.key))
        caps = [int(float(cap)) for held in newest if (cap := held.claim.value("asks_per_quarter"))]
        people[one] = Person(
            one, next((name for held in newest if (name := _person_name(held))), "(no name)"),
            tuple(sorted(record_id(h.source, "people", h.claim.key) for h in group)),
            any(h.claim.value("do_not_ask") == "yes" for h in group), min(caps, default=None),
        )  # fmt: skip
    return people


def _companies(claims: Iterable[Held], where: Resolution) -> dict[str, Company]:
    groups: dict[str, list[Held]] = defaultdict(list)
    for held in claims:
        groups[where.entity[record_id(held.source, "companies", held.claim.key)]].append(held)
    rank = {"ours": 0, "client": 1, "competitor": 2, "other": 3}
    companies = {}
    for one, group in sorted(groups.items()):
        relations = sorted((r for h in group if (r := h.claim.value("relation"))), key=lambda r: rank[r])
        parents = sorted(where.entity.get(p, p) for h in group if (p := h.claim.value("parent")))
        names = sorted((h.claim.value("name") or "" for h in group), key=lambda name: (len(name), name))
        companies[one] = Company(
            one, names[0], relations[0] if relations else "other", parents[0] if parents else "",
            tuple(sorted(record_id(h.source, "companies", h.claim.key) for h in group)),
        )  # fmt: skip
    return companies


def _ours(claims: Iterable[Held], where: Resolution) -> frozenset[str]:
    return frozenset(
        where.entity[record_id(h.source, "companies", h.claim.key)] for h in claims if h.claim.value("relation") == "ours"
    )


def _places(
    claims: Iterable[Held], entity: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, tuple[str, date]]]:
    """Return the root of each renamed company, and where and when each merged one went."""
    after: dict[str, str] = {}
    mergers: dict[str, tuple[str, date]] = {}
    for held in claims:
        old, new, kind, day = held.claim.content[:4]
        first, second = entity.get(old or "", old or ""), entity.get(new or "", new or "")
        if kind == "rename" and first != second:
            after[first] = second
        elif kind == "merger" and first != second:
            mergers[first] = (second, PartialDate.parse(day).earliest() if day else date.min)
    roots = {}
    for company in sorted({*after, *after.values()}):
        visited = {company}
        last = company
        while last in after and after[last] not in visited:
            last = after[last]
            visited.add(last)
        roots[company] = last if last not in after else min(visited)
    return roots, mergers


def _homes(company: str, place: Mapping[str, str], mergers: Mapping[str, tuple[str, date]]) -> list[str]:
    """Return the places where a job may meet others: its own, and what its company was merged into."""
    homes = [place.get(company, company)]
    for one in [company, *(old for old, new in place.items() if new == homes[0])]:
        if one in mergers:
            target = place.get(mergers[one][0], mergers[one][0])
            if target not in homes:
                homes.append(target)
    return homes


def _folded(facts: Iterable[Fact]) -> list[Fact]:
    """Fold facts that say the same: two archives that hold one meeting are not twice the evidence."""
    same: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (fact.kind, fact.detail, fact.place, fact.when, fact.people)
        if key in same:
            sources = tuple(sorted({*same[key].sources, *fact.sources}))
            same[key] = Fact(*(getattr(fact, name) for name in ("kind", "detail", "place", "name", "when", "people")), sources, fact.outcome, fact.strength)
        else:
            same[key] = fact
    return list(same.values())


class _Reader:
    """Reads typed facts from claims, with people and companies resolved."""

    def __init__(self, entity: Mapping[str, str], seen: Mapping[tuple[str, str], str | None]) -> None:
        self._entity = entity
        self._seen = seen

    def jobs(self, claims: Iterable[Held]) -> Iterable[Job]:
        for held in claims:
            person, company, title, unit, _, start, end, observed, after, before = _padded(held)
            when = span(start, end, after=after, before=before)
            confirmed = self._seen.get((held.source, "employments")) or held.as_of.isoformat()
            days = [observed] if observed else ([confirmed] if when is None or when.open else [])
            yield Job(
                self._of(person), self._of(company), title or "", unit or "", when,
                tuple(PartialDate.parse(day).earliest() for day in days if day), (self._source(held),),
            )  # fmt: skip

    def facts(self, tables: Mapping[str, list[Held]]) -> Iterable[Fact]:
        for held in tables.get("contacts", ()):
            _, kind, day, _, people = _padded(held)
            yield Fact("contact", kind or "", "", "", span(day, day), self._all(people), (self._source(held),))
        for held in tables.get("acquaintances", ()):
            one, other, kind, day, _, strength = _padded(held)
            pair = tuple(sorted((self._of(one), self._of(other))))
            yield Fact("acquaintance", kind or "", "", "", span(day, None), pair, (self._source(held),), strength=float(strength) if strength else None)
        for table, kind in (("studies", "study"), ("board_seats", "board")):
            for held in tables.get(table, ()):
                person, place, role, start, end = _padded(held)
                home = folded(place or "") if kind == "study" else self._of(place)
                yield Fact(kind, role or "", home, place or "", span(start, end), (self._of(person),), (self._source(held),))
        yield from self._projects(tables)

    def _projects(self, tables: Mapping[str, list[Held]]) -> Iterable[Fact]:
        projects = {record_id(h.source, "projects", h.claim.key): h for h in tables.get("projects", ())}
        for held in tables.get("project_people", ()):
            project, person, role, start, end = _padded(held)
            work = projects.get(RecordId(project or ""))
            if work is None:
                continue
            _, company, _, name, _, first, last, outcome = _padded(work)
            when = span(start or first, end or last)
            yield Fact("project", role or "", project or "", name or "", when, (self._of(person),), (self._source(held),), f"{outcome or ''}|{self._of(company)}")

    def stances(self, claims: Iterable[Held], ours: frozenset[str]) -> tuple[Stance, ...]:
        found = []
        for held in claims:
            person, _, day, toward, value, _, _, _, agreed = _padded(held)[:9]
            if day and value and (toward is None or self._of(toward) in ours):
                found.append(Stance(self._of(person), PartialDate.parse(day).latest(), int(float(value)), agreed == "yes"))
        return tuple(found)

    def asks(self, claims: Iterable[Held]) -> tuple[Ask, ...]:
        rows = (_padded(held) for held in claims)
        return tuple(Ask(self._of(row[1]), PartialDate.parse(row[4]).earliest()) for row in rows if row[1] and row[4])

    def leaders(self, claims: Iterable[Held]) -> tuple[Leader, ...]:
        return tuple(Leader(self._of(r[0]), r[1] or "", r[2] or "") for r in map(_padded, claims))

    def _of(self, record: str | None) -> str:
        return self._entity.get(record or "", record or "")

    def _all(self, records: str | None) -> tuple[str, ...]:
        return tuple(sorted({self._of(one) for one in (records or "").split(";")}))

    def _source(self, held: Held) -> Source:
        seen = self._seen.get((held.source, held.claim.table)) or held.as_of.isoformat()
        return Source(held.source, f"{held.claim.file}:{held.claim.line}", seen)


def _padded(held: Held) -> tuple[str | None, ...]:
    missing = len(TABLES[held.claim.table].fields) - len(held.claim.content)
    return held.claim.content + (None,) * missing
