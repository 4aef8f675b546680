"""Which lunches open the most doors at a company, and whom nobody there knows."""

from collections.abc import Iterator, Mapping
from functools import partial

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named
from api.use_cases.leaders import leaders_of
from api.use_cases.next_decision import coming
from api.use_cases.opportunities import standing_of
from api.use_cases.reached import Line, lines_of
from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
from graph.algorithms.reached import Reached
from graph.errors import NobodyDecides
from graph.folding import Job
from graph.parameters import Parameters
from graph.stores.base import Store
from graph.vocabulary.names import folded
from graph.vocabulary.ranks import rank

WAYS = 10
CLOSEST = 5
_Pair = tuple[str, str]


def doors(
    viewer: Viewer,
    source: Store | Snapshots,
    company: str,
    question: Question,
    parameters: Parameters,
    *,
    lunches: int = 3,
) -> Json:
    """Return the lunches of one of us with one of theirs that open the most doors, and whom nobody knows.

    A door is a person at the company whom none of us knows, or only so weakly that the way over the guest is better;
    it is opened by the guest who is the best go-between there. The lunches are chosen one after the other; nobody is
    invited twice.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    return {**basis.stamp(), **basis.kept.of(("doors", found, lunches), partial(_doors, basis, found, lunches))}


def _doors(basis: Basis, found: str, lunches: int) -> Json:
    lines = lines_of(basis, found, WAYS)
    there = {line.reached.person: line.job for line in lines if line.reached}
    enough = basis.ask.world.parameters.of("introductions")["ask"]
    opened: dict[_Pair, dict[str, float]] = {}
    for line in lines:
        if line.reached and _closed(basis, line, enough):
            for pair, score in _through(basis, line.reached):
                if pair[1] in there:
                    opened.setdefault(pair, {})[line.reached.person] = score
                    break
    return {
        "company": {"id": found, "name": basis.snapshot.companies[found].name},
        "lunches": [_lunch(basis, pair, guests, there) for pair, guests in _greedy(opened, lunches)],
        "nobody_knows": _nobody(basis, found),
    }


def _closed(basis: Basis, line: Line, enough: float) -> bool:
    """Say whether none of us knows somebody, or only weakly, and somebody else is a better way to them."""
    best = line.reached.between[0] if line.reached else -1
    return not line.known or (line.score < enough and not basis.ask.world.ours[best])


def _through(basis: Basis, item: Reached) -> Iterator[tuple[_Pair, float]]:
    """Yield which of us knows whom who knows somebody, with a value that falls from the best way to the last."""
    of, by = basis.snapshot.id_of, basis.ask.reached_by.by
    for place, between in enumerate(item.between):
        if not basis.ask.world.ours[between] and not basis.ask.conflicts.on((of(between), item.person)):
            yield (of(int(by[between])), of(between)), item.best / (1 + place)


def _greedy(opened: Mapping[_Pair, Mapping[str, float]], most: int) -> list[tuple[_Pair, list[str]]]:
    """Choose pairs by the doors that are still closed; nobody is invited twice."""
    closed = {door for doors_of in opened.values() for door in doors_of}
    left = dict(opened)
    chosen: list[tuple[_Pair, list[str]]] = []
    while left and len(chosen) < most:
        pair = min(left, key=lambda one: (-len(closed & set(left[one])), -sum(left[one].values()), one))
        gain = sorted(closed & set(left[pair]), key=lambda door: (-left[pair][door], door))
        if not gain:
            break
        chosen.append((pair, gain))
        closed -= set(gain)
        left = {one: doors_of for one, doors_of in left.items() if one[1] != pair[1] and one[0] != pair[0]}
    return chosen


def _lunch(basis: Basis, pair: _Pair, opened: list[str], there: Mapping[str, Job]) -> Json:
    host, guest = pair
    return {
        "host": named(basis.snapshot, host),
        "guest": {
            **named(basis.snapshot, guest), "title": there[guest].title, "stance": basis.stance_of(guest),
        },
        "opens": [named(basis.snapshot, person) for person in opened],
    }  # fmt: skip


def _nobody(basis: Basis, company: str) -> list[Json]:
    """Return whom none of us knows: who weighs most in the next decision, then listed leaders, names alone included.

    Of equals the higher rank comes first.

    The first ones with who is closest: the best way over others.
    """
    leaders, people = leaders_of(basis.snapshot, company), basis.snapshot.people
    weighs = _weighing(basis, company)
    lines = lines_of(basis, company, WAYS)
    names = {folded(people[one].name) for line in lines for one in line.ids}
    found = sorted(
        (line for line in lines if not line.known),
        key=lambda line: (
            -_share(weighs.get(line.ids[0])),
            not leaders.holds(people[line.ids[0]].name),
            -rank(line.job.title),
        ),
    )
    nobody: list[Json] = [
        {
            **named(basis.snapshot, line.ids[0]), "title": line.job.title, "unit": line.job.unit,
            "closest": _closest(basis, line) if place < CLOSEST else "",
            "doors": [people[one].name for one in basis.ask.doors.keepers(line.ids[0])],
            "leader": leaders.holds(people[line.ids[0]].name), "decides": weighs.get(line.ids[0]),
        }
        for place, line in enumerate(found)
    ]  # fmt: skip
    nobody += [
        {"id": None, "name": one.name, "title": one.title, "unit": "", "closest": "", "doors": [], "leader": True,
         "decides": None}
        for one in leaders.listed
        if folded(one.name) not in names
    ]  # fmt: skip
    return sorted(nobody, key=lambda item: (-_share(item["decides"]), not item["leader"], item["id"] is None))


def _weighing(basis: Basis, company: str) -> dict[str, Json]:
    """Return what part of the next decision those hold who decide it."""
    found = coming(basis, company)
    if found is None:
        return {}
    try:
        stood = standing_of(basis, found)
    except NobodyDecides:
        return {}
    return {
        one: {"id": found.id, "name": found.name, "share": round(stood.share[one], 4)}
        for one in stood.deciding
        if stood.share[one] > 0
    }


def _share(weighs: object) -> float:
    return float(weighs["share"]) if isinstance(weighs, dict) else 0.0


def _closest(basis: Basis, line: Line) -> str:
    """Say who is closest; where somebody keeps their door the best way through it, else that the way goes past."""
    ways = line.reached.introductions if line.reached else further_ways(basis.ask, line.ids[0], top=1)
    if not ways:
        return ""
    keepers = basis.ask.doors.keepers(line.ids[0])
    way = next((one for one in ways if set(keepers) & set(one.people) and not one.at_odds), ways[0])
    names = [basis.snapshot.people[one].name for one in way.people[:-1]]
    said = names[0] + (f", through {' and '.join(names[1:])}" if len(names) > 1 else "")
    badly = dict.fromkeys(item.warning for hop in way.hops for item in hop.evidence if item.warning)
    badly.update(dict.fromkeys(way.at_odds))
    said += f" ({'; '.join(badly)})" if badly else ""
    if not keepers:
        return said
    if set(keepers) & set(way.people):
        return f"{said}, who keeps the door"
    return f"{said}; goes past {basis.snapshot.people[keepers[0]].name}, who keeps the door"
