"""Under which heading does somebody stand in the list of a decision: who decides, who sways, who keeps a door?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from viz.power_scene import PowerScene, Somebody

DECIDE, SWAY, DOOR, OTHERS = "Decide", "Sway them", "Keep a door", "Others"
SWAY_OR_DOOR = "Sway them, or keep the door"
HEADINGS = (DECIDE, SWAY_OR_DOOR, SWAY, DOOR, OTHERS)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading, the weightiest first."""

    heading: str
    people: tuple[Somebody, ...]


def heading_of(seats: Collection[str], *, decides: bool, keeps: bool, sways: bool, whole: bool) -> str:
    """Say under which heading somebody stands: by the seats, then by doors and lines.

    Of one decision whoever does not decide sways or keeps a door; in a ``whole`` company the others stand apart.

    >>> heading_of(("decider", "champion"), decides=True, keeps=False, sways=False, whole=True)
    'Decide'
    >>> heading_of(("gatekeeper",), decides=False, keeps=False, sways=True, whole=True)
    'Keep a door'
    >>> heading_of((), decides=False, keeps=False, sways=False, whole=True)
    'Others'
    """
    if decides:
        return DECIDE
    if not whole:
        return SWAY_OR_DOOR
    if keeps or "gatekeeper" in seats:
        return DOOR
    return SWAY if seats or sways else OTHERS


def groups_of(scene: PowerScene, people: Iterable[Somebody]) -> tuple[Group, ...]:
    """Return people by heading, in the order of the headings; without any who decides or sways all as one group."""
    keeping, swaying = {keeper for keeper, _, _ in scene.doors}, {s.start for s in scene.sways if s.kind == "influence"}
    found: dict[str, list[Somebody]] = {}
    for one in people:
        heading = heading_of(
            one.seats, decides=one.decides, keeps=one.id in keeping, sways=one.id in swaying, whole=scene.whole
        )
        found.setdefault(heading, []).append(one)
    if DECIDE not in found and (not scene.whole or set(found) == {OTHERS}):
        return (Group("", tuple(one for part in found.values() for one in part)),) if found else ()
    return tuple(Group(heading, tuple(found[heading])) for heading in HEADINGS if heading in found)
