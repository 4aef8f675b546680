"""Which lunches open the most doors at a company, and whom nobody there knows."""

from collections.abc import Mapping, Sequence

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named
from api.use_cases.leaders import leaders_of
from api.use_cases.naming import find_company
from api.viewer import Viewer
from graph.algorithms.alternatives import further_ways
from graph.algorithms.introductions import Introduction, Reached
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
) -> Json:
    """Return the lunches of one of us with one of theirs that open the most doors, and whom nobody knows.

    A door is a person at the company whom none of us knows well enough to call, and whom the guest of the lunch
    knows. The lunches are chosen one after the other, each for the doors that those before it leave closed.
    """
    basis = basis_of(source, question, parameters)
    found = find_company(basis.snapshot, company)
    reached, unreached = basis.ask.reach(found, top=WAYS)
    there = {item.person: item.job for item in reached}
    opened: dict[_Pair, dict[str, float]] = {}
    for item in reached:
        if item.introductions[0].word == "call" and len(item.introductions[0].people) == 2:
            continue
        for way in item.introductions:
            if len(way.people) == 3 and way.people[1] in there:
                opened.setdefault((way.people[0], way.people[1]), {})[item.person] = way.score
    return {
        **basis.stamp(),
        "company": {"id": found, "name": basis.snapshot.companies[found].name},
        "lunches": [_lunch(basis, pair, guests, there) for pair, guests in _greedy(opened, lunches)],
        "nobody_knows": _nobody(basis, found, dict(unreached), reached),
    }


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
            **named(basis.snapshot, guest), "title": there[guest].title, "stance": basis.ask.stance(guest),
        },
        "opens": [named(basis.snapshot, person) for person in opened],
    }  # fmt: skip


def _nobody(basis: Basis, company: str, unreached: Mapping[str, Job], reached: Sequence[Reached]) -> list[Json]:
    """Return whom none of us knows: listed leaders first, those included of whom there is only a name.

    Somebody to whom only a weak way over others leads counts too, with that way as the closest.
    """
    leaders = leaders_of(basis.snapshot, company)
    names = {basis.people_names[one] for one in (*unreached, *(item.person for item in reached))}
    weakly = {item.person: item for item in reached if item.known_by == 0 and item.introductions[0].word == "weak"}
    jobs = {**unreached, **{one: item.job for one, item in weakly.items()}}
    people: list[Json] = [
        {
            **named(basis.snapshot, one), "title": job.title, "unit": job.unit, "closest": "",
            "leader": leaders.holds(basis.snapshot.people[one].name),
        }
        for one, job in jobs.items()
    ]  # fmt: skip
    people += [
        {"id": None, "name": one.name, "title": one.title, "unit": "", "closest": "", "leader": True}
        for one in leaders.listed
        if folded(one.name) not in names
    ]
    people.sort(key=lambda item: (not item["leader"], item["id"] is None, str(item["name"])))
    for item in people[:CLOSEST]:
        one = item["id"]
        if isinstance(one, str):
            ways = weakly[one].introductions if one in weakly else further_ways(basis.ask, one, top=1)
            item["closest"] = _closest(basis, ways)
    return people


def _closest(basis: Basis, ways: Sequence[Introduction]) -> str:
    if not ways:
        return ""
    names = [basis.snapshot.people[one].name for one in ways[0].people[:-1]]
    return names[0] + (f", through {' and '.join(names[1:])}" if len(names) > 1 else "")
