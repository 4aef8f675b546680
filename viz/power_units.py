"""Which units make up a large decision, and how does each stand? Above 300 people the map shows these first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.algorithms.verdict import amount
from graph.vocabulary.amounts import counted
from viz.power_scene import PowerScene, Somebody

NO_UNIT, OTHERS = "No unit known", "Other units"
MOST_UNITS = 40


@dataclass(frozen=True, slots=True)
class UnitOfPeople:
    """People of one unit, the weightiest first; ``words`` say how many they are and how they stand."""

    name: str
    words: str
    people: tuple[Somebody, ...]

    @property
    def share(self) -> float:
        return sum(one.share for one in self.people)


def units_of(scene: PowerScene) -> tuple[UnitOfPeople, ...]:
    """Return everybody by unit, the unit that holds most first.

    When there are more than 40, the smallest that have none below them join the unit to which they report, until there
    are 40: a summary has to be short.
    """
    found: dict[str, list[Somebody]] = {}
    for one in scene.shown:
        found.setdefault(one.unit or NO_UNIT, []).append(one)
    units = _sorted(UnitOfPeople(name, _words(people), tuple(people)) for name, people in found.items())
    return units if len(units) <= MOST_UNITS else _joined(units)


def _sorted(units: Iterable[UnitOfPeople]) -> tuple[UnitOfPeople, ...]:
    return tuple(sorted(units, key=lambda unit: (-round(unit.share, 9), -len(unit.people), unit.name)))


def _joined(units: tuple[UnitOfPeople, ...]) -> tuple[UnitOfPeople, ...]:
    above = dict(above_of(units))
    members = {number: list(unit.people) for number, unit in enumerate(units)}
    while len(members) > MOST_UNITS and above:
        leaves = set(above) - set(above.values())
        gone = min(leaves, key=lambda one: (len(members[one]), -one))
        members[above.pop(gone)] += members.pop(gone)
    if len(members) > MOST_UNITS:  # what reports nowhere: the smallest are told together
        kept = sorted(members, key=lambda one: (-len(members[one]), one))[: MOST_UNITS - 1]
        rest = [one for number in sorted(members) if number not in set(kept) for one in members[number]]
        members = {**{number: members[number] for number in kept}, len(units): rest}
    order = {one.id: place for place, one in enumerate(person for unit in units for person in unit.people)}
    return _sorted(
        UnitOfPeople(
            units[number].name if number < len(units) else OTHERS, _words(people),
            tuple(sorted(people, key=lambda one: (-one.share, order[one.id]))),
        )
        for number, people in members.items()
    )  # fmt: skip


def above_of(units: tuple[UnitOfPeople, ...]) -> Mapping[int, int]:
    """Return which unit each reports to: the one to which most of its people report who report out of it."""
    place = {one.id: number for number, unit in enumerate(units) for one in unit.people}
    above: dict[int, int] = {}
    for number, unit in enumerate(units):
        out = Counter(place[one.manager] for one in unit.people if place.get(one.manager, number) != number)
        if out:
            above[number] = min(out, key=lambda other: (-out[other], other))
    return {number: boss for number, boss in above.items() if not _goes_round(number, above)}


def stands(unit: UnitOfPeople) -> str:
    """Say how many of a unit are for us, against us and not known.

    A unit of whom nobody is known says so in two words.
    """
    known = [one.stance for one in unit.people if one.stance is not None]
    if not known:
        return "nobody known"
    for_us, against = sum(value > 0 for value in known), sum(value < 0 for value in known)
    parts = [f"{number} {word}" for number, word in ((for_us, "for"), (against, "against")) if number]
    return ", ".join(parts) or f"{len(known)} neutral"


def _words(people: list[Somebody]) -> str:
    unit = UnitOfPeople("", "", tuple(people))
    holds = f", holds {amount(unit.share)}" if unit.share > 0 else ""
    return f"{counted(len(people), 'person', 'people')}{holds}; {stands(unit)}"


def _goes_round(start: int, above: Mapping[int, int]) -> bool:
    """Say whether somebody who goes up from a unit comes back to it; its line is then left out."""
    here, seen = above.get(start), set[int]()
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = above.get(here)
    return False
