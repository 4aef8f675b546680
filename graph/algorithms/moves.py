"""What to do next about whom: moves in groups, and inside a group by what they are worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from graph.algorithms.introductions import Introducer
from graph.algorithms.power import PowerMap
from graph.algorithms.stances import Stance
from graph.algorithms.ways import Introduction, first_of, rank
from graph.vocabulary.amounts import counted, one_of
from graph.vocabulary.stances import CAUSES, WORDS

KINDS = ("find_out", "mend", "keep", "deepen", "open")
_LOOKED_AT = 10  # introductions to each, and people behind a door, so that a map of hundreds stays quick


@dataclass(frozen=True, slots=True)
class Move:
    """``worth`` >= 0: lever times feasible step times the score of the best introduction. ``step`` is 0 or 1.

    ``introduction`` is the one that is offered first: of somebody who knows the person, before those over others.
    """

    kind: str
    person: str
    text: str
    worth: float
    step: int
    introduction: Introduction | None


def next_moves(ask: Introducer, told: PowerMap) -> list[Move]:
    """Return the moves in the order find_out, mend, keep, deepen, open, each group by worth.

    Somebody below 0 whose cause is not known is found out about, with no step until then; below 0 with a known
    cause is mended; whom we have met and not seen for as long as the account's cadence is kept; whom we have met of
    those who decide, by a seat or a weight of their own, is deepened; whom nobody has met is opened. One move a
    person at most, however many records are told together: who only sways, uses or stands by, and whom we meet as it
    is, needs none.
    """
    numbers = ask.world.parameters.of("moves")
    roles = told.unit.roles
    weighty = {p for p in told.ranked if told.share[p] >= numbers["key_share"] or roles(p) or p in told.doors}
    worth_it = [
        next(one for one in group if one in weighty) for group in told.together if not weighty.isdisjoint(group)
    ]
    cold = dict(going_cold(ask, told))
    deciding = _deciding(told, ask.world.parameters.of("seats"))
    moves = (_move(ask, told, person, cold.get(person)) for person in worth_it)
    found = [move for move in moves if move.kind != "deepen" or move.person in deciding]
    weight = {person: -round(abs(lever), 12) for person, lever in told.lever.items()}
    found.sort(key=lambda move: (KINDS.index(move.kind), -round(move.worth, 12), weight[move.person], move.person))
    return found[: int(numbers["most"])]


def _deciding(told: PowerMap, usual: Mapping[str, float]) -> set[str]:
    """Return who has a part in the formal decision; of a whole company by the seats in any of its decisions.

    Where nobody at the company has a seat that counts, everybody has the same part.
    """
    unit = told.unit
    if told.asked.opportunity:
        return {person for person, weight in zip(unit.unit.people, unit.unit.weights, strict=True) if weight > 0}
    seated = {seat.person for seat in unit.seats if seat.person and (seat.weight or usual.get(seat.role, 0.0)) > 0}
    return seated or set(told.ranked)


def going_cold(ask: Introducer, told: PowerMap) -> Iterator[tuple[str, int]]:
    """Yield whom of the weighty we have met but not seen for too long, with the days since."""
    numbers = ask.world.parameters.of("moves")
    agreed = cold_after(ask, told.asked.company)
    for person in told.ranked:
        last = told.relations[person].last
        weighty = told.share[person] >= numbers["key_share"] or told.unit.roles(person)
        if last is not None and weighty and (ask.world.as_of - last).days > agreed:
            yield person, (ask.world.as_of - last).days


def cold_after(ask: Introducer, company: str) -> float:
    """Return after how many days without contact somebody goes cold: the account's cadence, else the parameter."""
    account = ask.world.snapshot.decision.accounts.get(company)
    return account.cadence_days if account and account.cadence_days else ask.world.parameters.of("moves")["cold_days"]


def _move(ask: Introducer, told: PowerMap, person: str, cold: int | None) -> Move:
    value = told.told[person]
    stance = told.stances.get(person)
    cause = stance.cause if stance else ""
    name = ask.world.snapshot.people[person].name if person in ask.world.snapshot.people else person
    if value is not None and value < 0:
        kind = "mend" if cause else "find_out"
        text = f"Find out why {name} is {one_of(WORDS[value])}."
        if cause:
            text = f"Talk with {name}, {WORDS[value]}, about {CAUSES.get(cause, cause)}."
    elif cold is not None:
        kind, text = "keep", f"Meet {name} again: the last time was {counted(cold, 'day', 'days')} ago."
    elif told.relations[person].met_by:
        kind, text = "deepen", _deepen(name, value)
    else:
        kind, text = "open", f"Meet {name}: nobody of us has."
    ways = ask.together(person, top=2)
    way = first_of(ways)
    if way:
        names = [ask.world.snapshot.people[one].name for one in way.people[:-1]]
        text += f" {names[0]} can go." if len(names) == 1 else f" {names[0]} can ask {names[1]}."
    text += f" {way.at_odds[0]}." if way and way.at_odds else ""
    text += _doors(ask, told, person, way.people if way else ())
    step = feasible_step(ask, stance, value)
    score = min(ways, key=rank).score if ways else 0.0
    return Move(kind, person, text, max(told.lever[person], 0.0) * step * score, step, way)


def _doors(ask: Introducer, told: PowerMap, person: str, way: Sequence[str]) -> str:
    """Say which gatekeepers the way goes past."""
    people = ask.world.snapshot.people
    passed = [keeper for keeper, behind in told.doors.items() if person in behind and keeper not in way]
    return "".join(f" Tell {people[one].name if one in people else one} first, who keeps the door." for one in passed)


def ways_past(ask: Introducer, door: str, behind: Sequence[str]) -> bool:
    """Say whether some introduction to those behind a single door leaves out the person who stands for it."""
    return any(door not in way.people for person in behind[:_LOOKED_AT] for way in ask.together(person, top=_LOOKED_AT))


def feasible_step(ask: Introducer, stance: Stance | None, value: int | None) -> int:
    """Return 1, or 0: at the top, after a step within the quarter, and below 0 while the cause is not known."""
    if value == 3 or (value is not None and value < 0 and not (stance and stance.cause)):
        return 0
    since = ask.world.as_of - timedelta(days=ask.world.parameters.of("moves")["step_days"])
    return 0 if stance and stance.raised_since(since) else 1


def _deepen(name: str, value: int | None) -> str:
    if value is None:
        return f"Ask what {name} thinks."
    return f"Keep {name} an advocate." if value == 3 else f"Take {name} from {WORDS[value]} to {WORDS[value + 1]}."
