"""What of the lines counts at a glance: who should stand near whom, and what do the camps say already?"""

from viz.power_scene import PowerScene, Sway

STRONG = 2  # from here on a line is drawn where many are, -3..3


def near_ties(scene: PowerScene, top: str) -> list[tuple[str, str]]:
    """Return whom strong lines tie to each other: they should stand near. Whoever is on top is near everybody."""
    return [
        (one.start, one.end) for one in scene.sways if abs(one.strength) >= STRONG and top not in {one.start, one.end}
    ]


def quiet_lines(scene: PowerScene) -> frozenset[Sway]:
    """Return who are allied inside one camp, unless one of them is for and the other against.

    That two of one camp are allied is what its hull says; that a champion is allied with a blocker is a matter of its
    own, and has a sentence. A quiet line is seen when one of its two is chosen, and always told in the list. A stance
    that is only supposed takes none away.
    """
    camp = {key: number for number, one in enumerate(scene.camps) for key in one.members}
    stance = {one.id: (one.recorded if one.supposed else one.stance) or 0 for one in scene.people}
    return frozenset(
        line
        for line in scene.sways
        if line.kind == "agreement"
        and camp.get(line.start, -1) == camp.get(line.end, -2)
        and stance.get(line.start, 0) * stance.get(line.end, 0) >= 0
    )
