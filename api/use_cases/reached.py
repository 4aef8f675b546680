"""Who do we know at a company, and how do we get to them?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import described, introduction, named
from api.use_cases.naming import find_company
from api.viewer import Viewer
from graph.algorithms.introductions import Introducer, Reached
from graph.folding import Job
from graph.parameters import Parameters
from graph.snapshot import Snapshot
from graph.stores.base import Store
from graph.vocabulary.names import folded


def who(
    viewer: Viewer,
    source: Store | Snapshots,
    company: str,
    question: Question,
    parameters: Parameters,
    *,
    limit: int = 50,
    top: int = 3,
) -> Json:
    """Who do we know at a company, and how do we get to them; raises UnknownName or AmbiguousName."""
    basis = basis_of(source, question, parameters)
    snapshot, ask = basis.snapshot, basis.ask
    found = find_company(snapshot, company)
    lines = _lines(ask, *ask.reach(found, top=top))
    reached = [line for line in lines if line.reached is not None]
    unreached = [line for line in lines if line.reached is None]
    people: list[Json] = []
    for line in reached[:limit]:
        item = line.reached
        if item is not None:
            others = list(line.ids) if len(line.ids) > 1 else []
            people.append({**_reached(basis, item), "probably_same": others})
    names = {snapshot.people[one].name for line in reached for one in line.ids}
    former = [p for p in ask.former_at(found) if p not in ask.ours]
    return {
        **basis.stamp(),
        "company": {"id": found, "name": snapshot.companies[found].name}, "people": people,
        "unreached": {"total": len(unreached), "people": [named(snapshot, line.ids[0]) for line in unreached]},
        "former": {"total": len(former), "people": [named(snapshot, person) for person in former]},
        "listed_leaders": _leaders(snapshot, found, names),
        "total": len(reached), "next": limit if len(reached) > limit else None,
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
    first = items[0]
    ways = sorted((way for item in items for way in item.introductions), key=lambda way: (-way.score, way.people))
    different = {way.people[-2]: way for way in reversed(ways)}
    kept = tuple(way for way in ways if different[way.people[-2]] is way)
    return replace(
        first, introductions=kept[: max(len(i.introductions) for i in items)], known_by=max(i.known_by for i in items)
    )


def _reached(basis: Basis, item: Reached) -> Json:
    return {
        "person": described(basis, item.person, item.job),
        "group": item.group,
        "word": item.introductions[0].word,
        "best": round(item.introductions[0].score, 4),
        "known_by": item.known_by,
        "introductions": [introduction(basis, way) for way in item.introductions],
    }
