"""How what is visible at one revision becomes a snapshot: resolved, folded, indexed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from graph.folding import Job, fold_jobs
from graph.identity import Decision, Record, Resolution, person_keys, resolve_companies, resolve_people
from graph.provenance import Held, record_id
from graph.snapshot.decision import read_decision
from graph.snapshot.model import Company, Fact, Person, Snapshot
from graph.snapshot.reading import Reader
from graph.vocabulary.dates import PartialDate

T = TypeVar("T")


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
    reader = Reader(entity, seen)
    jobs = fold_jobs(reader.jobs(tables["employments"]))
    facts = _folded(reader.facts(tables))
    of_person: dict[str, list[Job]] = defaultdict(list)
    at_place: dict[str, list[Job]] = defaultdict(list)
    place, mergers = _places(tables["company_succession"], entity)
    homes = _homes(place, mergers)
    for job in jobs:
        of_person[job.person].append(job)
        for home, _ in homes.get(job.company) or ((place.get(job.company, job.company), date.min),):
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
        place, homes, reader.stances(tables["stances"], _ours(tables["companies"], where)),
        reader.asks(tables["asks"]), reader.leaders(tables["leaders"]), (*who.doubts, *where.doubts),
        {name: len(claims) for name, claims in sorted(tables.items()) if claims and name != "observed"},
        read_decision(tables, entity),
    )  # fmt: skip


def _frozen(lists: Mapping[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {key: tuple(value) for key, value in sorted(lists.items())}


def _decisions(claims: Iterable[Held]) -> list[Decision]:
    return [Decision(c.claim.content[0] or "", c.claim.content[1] or "", c.claim.content[2] == "same") for c in claims]


def _resolve(claims: Iterable[Held], decisions: list[Decision], *, people: bool) -> Resolution:
    records = []
    for held in claims:
        claim = held.claim
        own = record_id(held.source, claim.table, claim.key)
        if people:
            keys = person_keys(
                claim.value("email") or "", claim.value("linkedin_url") or "", claim.value("crm_id") or ""
            )
            records.append(Record(own, held.source, _person_name(held), keys))
        else:
            found = [(f"{k}:{v.casefold()}") for k in ("registry_number", "domain") if (v := claim.value(k))]
            records.append(
                Record(own, held.source, claim.value("name") or "", tuple(found), claim.value("country") or "")
            )
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
        where.entity[record_id(h.source, "companies", h.claim.key)]
        for h in claims
        if h.claim.value("relation") == "ours"
    )


def _places(claims: Iterable[Held], entity: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, date]]]:
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


def _homes(
    place: Mapping[str, str], mergers: Mapping[str, tuple[str, date]]
) -> dict[str, tuple[tuple[str, date], ...]]:
    """Follow each merged place to what it became, and on, with the day of the latest merger on the way."""
    next_home = {place.get(old, old): (place.get(new, new), day) for old, (new, day) in sorted(mergers.items())}
    homes = {}
    for company in sorted({*place, *mergers}):
        home, since = place.get(company, company), date.min
        found = [(home, since)]
        while home in next_home and next_home[home][0] not in dict(found):
            home, since = next_home[home][0], max(since, next_home[home][1])
            found.append((home, since))
        homes[company] = tuple(found)
    return homes


def _folded(facts: Iterable[Fact]) -> list[Fact]:
    """Fold facts that say the same: two archives that hold one meeting are not twice the evidence."""
    same: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (fact.kind, fact.detail, fact.place, fact.when, fact.people)
        if key in same:
            same[key] = replace(fact, sources=tuple(sorted({*same[key].sources, *fact.sources})))
        else:
            same[key] = fact
    return list(same.values())
