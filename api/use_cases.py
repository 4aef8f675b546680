"""What Inroads answers, the same for the command line and later for HTTP; plain data as INTERFACE says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rapidfuzz import process

from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
from graph.algorithms.evidence import Evidence
from graph.algorithms.introductions import Hop, Introducer, Introduction, Reached
from graph.algorithms.world import World
from graph.errors import AmbiguousName, UnknownName
from graph.folding import Job
from graph.parameters import Parameters
from graph.provenance import RecordId
from graph.snapshot import Snapshot, build_snapshot
from graph.stores.base import Store
from graph.vocabulary.names import company_key, folded

Json = dict[str, object]
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Question:
    """The days on which an answer stands."""

    as_of: date
    known_on: date | None = None


def read_snapshot(store: Store, question: Question) -> Snapshot:
    """Build what the store believed on the day of belief."""
    revision = store.revision(question.known_on).number
    return build_snapshot(revision, (held for batch in store.snapshot_rows(revision) for held in batch))


def who(
    viewer: Viewer,
    store: Store,
    company: str,
    question: Question,
    parameters: Parameters,
    *,
    limit: int = 50,
    top: int = 3,
) -> Json:
    """Who do we know at a company, and how do we get to them; raises UnknownName or AmbiguousName."""
    snapshot = read_snapshot(store, question)
    found = find_company(snapshot, company)
    ask = Introducer(World(snapshot, question.as_of, parameters))
    lines = _lines(ask, *ask.reach(found, top=top))
    reached = [line for line in lines if line.reached is not None]
    unreached = [line for line in lines if line.reached is None]
    people: list[Json] = []
    for line in reached[:limit]:
        item = line.reached
        if item is not None:
            others = list(line.ids) if len(line.ids) > 1 else []
            people.append({**_reached(ask, item), "probably_same": others})
    names = {snapshot.people[one].name for line in reached for one in line.ids}
    former = [p for p in ask.former_at(found) if p not in ask.ours]
    return {
        **_stamp(snapshot, question),
        "company": {"id": found, "name": snapshot.companies[found].name}, "people": people,
        "unreached": {"total": len(unreached), "people": [_named(snapshot, line.ids[0]) for line in unreached]},
        "former": {"total": len(former), "people": [_named(snapshot, person) for person in former]},
        "listed_leaders": _leaders(snapshot, found, names),
        "total": len(reached), "next": limit if len(reached) > limit else None,
    }  # fmt: skip


def introductions(
    viewer: Viewer, store: Store, person: str, question: Question, parameters: Parameters, *, top: int = 5
) -> Json:
    """Different ways to one person, and which are not offered; raises UnknownName or AmbiguousName."""
    snapshot = read_snapshot(store, question)
    target = find_person(snapshot, person)
    ask = Introducer(World(snapshot, question.as_of, parameters))
    jobs = ask.world.jobs_now(target)
    return {
        **_stamp(snapshot, question), "target": _person(ask, target, jobs[-1] if jobs else None),
        "introductions": [_introduction(ask, way) for way in ask.introductions(target, top=top)],
        "further": [_introduction(ask, way) for way in further_ways(ask, target)],
        "excluded": [{**_named(snapshot, one), "why": why} for one, why in ask.blocked(target)],
    }  # fmt: skip


def status(viewer: Viewer, store: Store, question: Question) -> Json:
    """What is in the store, and how fresh each source is."""
    snapshot = read_snapshot(store, question)
    fresh: dict[str, str] = {}
    for entry in store.loads():
        if not entry.undone:
            fresh[entry.source] = max(fresh.get(entry.source, ""), entry.as_of.isoformat())
    return {
        **_stamp(snapshot, question), "people": len(snapshot.people), "companies": len(snapshot.companies),
        "claims": dict(snapshot.counts), "sources": fresh,
        "doubts": [{"records": list(doubt.records), "why": doubt.why} for doubt in snapshot.doubts],
    }  # fmt: skip


def find_company(snapshot: Snapshot, name: str) -> str:
    """Find by any id, by name without its legal form, or say what was perhaps meant."""
    names = {one: company.name for one, company in snapshot.companies.items()}
    return _find(snapshot, "company", name, names)


def find_person(snapshot: Snapshot, name: str) -> str:
    """Find by any id that the person ever had, by name, or say who was perhaps meant."""
    return _find(snapshot, "person", name, {one: person.name for one, person in snapshot.people.items()})


def _find(snapshot: Snapshot, kind: str, name: str, names: dict[str, str]) -> str:
    entity = snapshot.entity.get(name, name)
    if entity in names:
        return entity
    make = company_key if kind == "company" else folded
    same = [one for one, known in names.items() if make(known) == make(name)]
    if kind == "person" and len(same) > 1 and _share_a_company(snapshot, same):
        return max(same, key=lambda one: (len(snapshot.jobs.get(one, ())), one))
    if len(same) == 1:
        return same[0]
    if same:
        raise AmbiguousName(kind, name, same)
    close = process.extract(
        folded(name), {one: folded(known) for one, known in names.items()}, limit=3, score_cutoff=75
    )
    raise UnknownName(kind, name, [names[one] for _, _, one in close])


def _share_a_company(snapshot: Snapshot, people: Sequence[str]) -> bool:
    """Say whether they are probably one person: same name, and a company where all of them have a job."""
    return bool(set.intersection(*({job.company for job in snapshot.jobs.get(one, ())} for one in people)))


def _stamp(snapshot: Snapshot, question: Question) -> Json:
    known = question.known_on.isoformat() if question.known_on else None
    return {
        "schema_version": SCHEMA_VERSION,
        "revision": snapshot.revision,
        "as_of": question.as_of.isoformat(),
        "known_on": known,
        "stale": False,
    }


def _named(snapshot: Snapshot, person: str) -> Json:
    return {"id": person, "name": snapshot.people[person].name if person in snapshot.people else person}


def _person(ask: Introducer, person: str, job: Job | None) -> Json:
    confirmed = job.confirmed_on() if job else None
    company = ask.world.snapshot.companies.get(job.company) if job else None
    return {
        **_named(ask.world.snapshot, person), "title": job.title if job else "", "unit": job.unit if job else "",
        "company": company.name if company else "", "seats": [], "stance": ask.stance(person),
        "confirmed_on": confirmed.isoformat() if confirmed else None,
    }  # fmt: skip


def _introduction(ask: Introducer, way: Introduction) -> Json:
    snapshot = ask.world.snapshot
    return {
        "score": round(way.score, 4), "word": way.word,
        "people": [_stop(ask, one) for one in way.people],
        "warnings": list(way.warnings), "next_step": _next_step(snapshot, way), "hops": [_hop(hop) for hop in way.hops],
    }  # fmt: skip


def _stop(ask: Introducer, person: str) -> Json:
    jobs = ask.world.jobs_now(person)
    company = ask.world.snapshot.companies.get(jobs[-1].company) if jobs else None
    return {
        **_named(ask.world.snapshot, person),
        "ours": person in ask.ours,
        "title": jobs[-1].title if jobs else "",
        "company": company.name if company else "",
        "stance": ask.stance(person),
    }


def _next_step(snapshot: Snapshot, way: Introduction) -> str:
    names = [snapshot.people[one].name for one in way.people]
    reason = way.hops[-1].evidence[0].text
    chain = " to ask ".join(names[:-1])
    return f"Ask {chain} ({reason}) for a word with {names[-1]}."


def _hop(hop: Hop) -> Json:
    return {
        "from": hop.start,
        "to": hop.end,
        "warmth": round(hop.warmth, 4),
        "evidence": [_evidence(item) for item in hop.evidence],
    }


def _evidence(item: Evidence) -> Json:
    expected, low, high = item.months or (None, None, None)
    sources = [{"source": s.source, "record": s.record, "seen": s.seen} for s in item.sources]
    return {
        "kind": item.kind, "text": item.text, "company": item.company, "start": item.start, "end": item.end,
        "months": expected,
        "months_low": low, "months_high": high, "weight": round(item.weight, 4), "sources": sources,
    }  # fmt: skip


def _leaders(snapshot: Snapshot, company: str, reached: set[str]) -> Json | None:
    listed = {folded(leader.name) for leader in snapshot.leaders if leader.company == company}
    return {"total": len(listed), "reached": len(listed & {folded(name) for name in reached})} if listed else None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of `who`: a person, or several of one full name, who are probably the same but never merged by it."""

    ids: tuple[str, ...]
    reached: Reached | None


def _lines(ask: Introducer, reached: Sequence[Reached], unreached: Sequence[tuple[str, Job]]) -> list[_Line]:
    """Show people of the same full name as the one whom we reach best, with the ways to all of them."""
    by_name: dict[str, list[str]] = {}
    best: dict[str, list[Reached]] = {}
    for item in reached:
        best.setdefault(folded(ask.world.snapshot.people[item.person].name), []).append(item)
    for person in [*(item.person for item in reached), *(person for person, _ in unreached)]:
        by_name.setdefault(folded(ask.world.snapshot.people[person].name), []).append(person)
    return [_Line(tuple(ids), _joined(best[name]) if name in best else None) for name, ids in by_name.items()]


def _joined(items: Sequence[Reached]) -> Reached:
    return replace(items[0], also=tuple(items[1:]))


def _reached(ask: Introducer, item: Reached) -> Json:
    return {
        "person": _person(ask, item.person, item.job),
        "group": item.group,
        "word": item.introductions[0].word,
        "best": round(item.introductions[0].score, 4),
        "known_by": item.known_by,
        "introductions": [_introduction(ask, way) for way in item.introductions],
    }


def decide(viewer: Viewer, store: Store, a: str, b: str, verdict: str, *, at: datetime) -> None:
    """Keep a person's judgement that two records are ``same`` or ``different``."""
    store.decide(RecordId(a), RecordId(b), verdict, by=viewer.name, at=at)
