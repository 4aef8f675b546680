"""Under which heading does somebody stand in the list of a decision: who decides, who sways, who keeps a door?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from graph.algorithms.power import LARGE
from viz.power_scene import PowerScene, Somebody

DECIDE, SWAY, DOOR, OTHERS = "Decide", "Sway them", "Keep a door", "Others"
SWAY_OR_DOOR = "Sway them, or keep the door"
DECIDE_OR_HOLD = "Decide, or hold a fifth"
DECIDE_SOMETHING = "Decide in one of its decisions"
_Person = TypeVar("_Person")  # of the page or of the terminal
_ORDER = (DECIDE, SWAY_OR_DOOR, SWAY, DOOR, OTHERS)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading, the weightiest first."""

    heading: str
    people: tuple[Somebody, ...]

    @property
    def words(self) -> str:
        """The heading where it is the first of a list: with the order, where there is room for it."""
        order = "weightiest first"
        return f"{self.heading}, {order}" if self.heading == DECIDE else self.heading or order.capitalize()


@dataclass(frozen=True, slots=True)
class Place:
    """What of somebody says under which heading they stand; ``share`` is what they hold of the decision, 0..1."""

    seats: tuple[str, ...]
    decides: bool
    keeps: bool
    sways: bool
    share: float


def by_heading(people: Iterable[tuple[_Person, Place]], *, whole: bool) -> dict[str, list[_Person]]:
    """Return people by heading, in the order of the headings: by seats and shares, then by doors and lines.

    Of one decision those stand first whom its title counts: who decides, and whoever else holds a fifth where somebody
    decides. In a ``whole`` company the seats are those in any of its decisions.

    >>> seat, door, none = (Place((seat,), False, False, False, 0.2) for seat in ("approver", "gatekeeper", ""))
    >>> by_heading([("Per", door), ("Ida", seat)], whole=True)
    {'Sway them': ['Ida'], 'Keep a door': ['Per']}
    >>> chief = Place(("decider",), True, False, True, 0.4)
    >>> by_heading([("Per", door), ("Ida", chief)], whole=False)
    {'Decide, or hold a fifth': ['Per', 'Ida']}
    """
    told = list(people)
    deciding = any(place.decides for _, place in told)
    found: dict[str, list[_Person]] = {}
    more = False
    for one, place in told:
        large = deciding and not whole and place.share >= LARGE
        more = more or (large and not place.decides)
        heading = DECIDE if place.decides or large else _other_heading(place, whole=whole)
        found.setdefault(heading, []).append(one)
    first = DECIDE_SOMETHING if whole else DECIDE_OR_HOLD if more else DECIDE
    return {first if heading == DECIDE else heading: found[heading] for heading in _ORDER if heading in found}


def _other_heading(place: Place, *, whole: bool) -> str:
    """Return the heading of whoever does not decide; of one decision everybody else sways or keeps a door."""
    if not whole:
        return SWAY_OR_DOOR
    if place.keeps or "gatekeeper" in place.seats:
        return DOOR
    return SWAY if any(place.seats) or place.sways else OTHERS


def groups_of(scene: PowerScene, people: Iterable[Somebody]) -> tuple[Group, ...]:
    """Return people by heading, in the order of the headings; without any who decides or sways all as one group."""
    keeping, swaying = {keeper for keeper, _, _ in scene.doors}, {s.start for s in scene.sways if s.kind == "influence"}
    told = list(people)
    placed = ((one, Place(one.seats, one.decides, one.id in keeping, one.id in swaying, one.share)) for one in told)
    found = by_heading(placed, whole=scene.whole)
    if not any(one.decides for one in told) and (not scene.whole or set(found) == {OTHERS}):
        return (Group("", tuple(told)),) if told else ()
    return tuple(Group(heading, tuple(group)) for heading, group in found.items())
