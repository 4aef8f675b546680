"""Which units make up a large decision, and how does each stand? Above 300 people the map shows these first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from viz.power_scene import PowerScene, Somebody, said_amount
from viz.wording import counted

NO_UNIT = "No unit known"


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
    """Return everybody by unit, the unit that holds most first."""
    found: dict[str, list[Somebody]] = {}
    for one in scene.people:
        found.setdefault(one.unit or NO_UNIT, []).append(one)
    units = [UnitOfPeople(name, _words(people), tuple(people)) for name, people in found.items()]
    return tuple(sorted(units, key=lambda unit: (-round(unit.share, 9), -len(unit.people), unit.name)))


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
    holds = f", holds {said_amount(unit.share)}" if unit.share > 0 else ""
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
