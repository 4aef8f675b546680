"""Which lunches open the most doors at a company, and whom nobody there knows."""

from collections.abc import Iterator, Mapping
from functools import partial

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named, stance_of
from api.use_cases.leaders import leaders_of
from api.use_cases.reached import Line, lines_of
from api.use_cases.weighing import share, strangers_first, weighing
from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
from graph.algorithms.reached import Reached
from graph.folding import Job
from graph.parameters import Parameters
from graph.stores.base import Store
from graph.vocabulary.names import folded

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
    closest: int = CLOSEST,
) -> Json:
    """Return the lunches of one of us with one of theirs that open the most doors, and whom nobody knows.

    A door is a person at the company whom none of us knows, or only so weakly that the way over the guest is better;
    it is opened by the guest who is the best go-between there. The lunches are chosen one after the other; nobody is
    invited twice. Of the first ``closest`` whom nobody knows it is said who is closest.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    return {
        **basis.stamp(),
        **basis.kept.of(("doors", found, lunches, closest), partial(_doors, basis, found, lunches, closest)),
    }


def _doors(basis: Basis, found: str, lunches: int, closest: int) -> Json:
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
        "nobody_knows": _nobody(basis, found, closest),
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


def _nobody(basis: Basis, company: str, closest: int) -> list[Json]:
    """Return whom none of us knows: who weighs most in the next decision, then listed leaders, names alone included.

    Of equals the higher rank comes first.

    The first ``closest`` ones with who is closest: the best way over others.
    """
    leaders, people = leaders_of(basis.snapshot, company), basis.snapshot.people
    weighs, first = weighing(basis, company), strangers_first(basis, company, leaders)
    lines = lines_of(basis, company, WAYS)
    names = {folded(people[one].name) for line in lines for one in line.ids}
    found = sorted((line for line in lines if not line.known), key=lambda line: first(line.ids[0], line.job.title))
    nobody: list[Json] = [
        {
            **named(basis.snapshot, line.ids[0]), "title": line.job.title, "unit": line.job.unit,
            "closest": _closest(basis, line) if place < closest else "",
            "doors": [people[one].name for one in basis.ask.doors.keepers(line.ids[0])],
            "leader": leaders.holds(people[line.ids[0]].name), "decides": weighs.get(line.ids[0]),
            **stance_of(basis, line.ids),
        }
        for place, line in enumerate(found)
    ]  # fmt: skip
    nobody += [
        {"id": None, "name": one.name, "title": one.title, "unit": "", "closest": "", "doors": [], "leader": True,
         "decides": None, "stance": None, "stance_on": None, "stance_agreed": False}
        for one in leaders.listed
        if folded(one.name) not in names
    ]  # fmt: skip
    return sorted(nobody, key=lambda item: (-share(item["decides"]), not item["leader"], item["id"] is None))


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
