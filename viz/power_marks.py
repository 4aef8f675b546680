"""What marks a map beside cards and lines: doors with who keeps them, and camps as soft hulls."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from viz.layout import Box
from viz.letters import ellipsized, text_width
from viz.power_cards import REGULAR, Placed
from viz.power_pills import Point
from viz.power_routes import Plan, Stroke
from viz.power_scene import PowerScene

_AROUND, _NAME_ABOVE = 9.0, 26.0  # what a camp's box takes round its people, and above the one on top for its name
_TONES = 3  # colours of camps
_CORNER, _NECK = 14.0, 11.0  # how round it is, and what it takes on both sides of a line
LABEL = 18.0  # what the name of a camp takes below its people where everybody is drawn


@dataclass(frozen=True, slots=True)
class Hull:
    """A soft box round people of a camp; its name stands at ``words_at``, below them, or above the one on top.

    ``necks`` are the lines, by their corners, that lead from it to other parts of the camp: along these all are one.
    """

    box: Box
    colour: str
    label: str
    members: tuple[str, ...]
    words_at: Point
    necks: tuple[tuple[Point, ...], ...] = ()

    @property
    def path(self) -> str:
        """The box and the necks, rounded, as the path of an SVG; the canvas draws the same."""
        return "".join([_rounded_box(self.box, _CORNER), *(_rounded_box(one, _NECK) for one in self.neck_boxes)])

    @property
    def neck_boxes(self) -> list[Box]:
        """The stretches of the necks, each with what it takes on both sides of its line."""
        return [
            Box(min(x0, x1) - _NECK, min(y0, y1) - _NECK, abs(x1 - x0) + 2 * _NECK, abs(y1 - y0) + 2 * _NECK)
            for neck in self.necks
            for (x0, y0), (x1, y1) in pairwise(neck)
        ]

    @property
    def words(self) -> Box:
        """The room that the name takes."""
        return Box(self.words_at[0] - 2, self.words_at[1] - 15, text_width(self.label, 12.0) + 10, 24)


@dataclass(frozen=True, slots=True)
class Door:
    """The sign beside a guarded card, with whose door it is and who keeps it; without words where there is no room."""

    box: Box
    text: str
    keeper: str
    behind: str
    joint: str


def doors_beside(
    scene: PowerScene, boxes: Mapping[str, Box], lines: Sequence[Stroke], widest: float, said: Sequence[Box] = ()
) -> list[Door]:
    """Put a sign beside each guarded card or below it, where no line comes in; a small one where words have no room.

    Words have no room beyond ``widest`` either: a picture as wide as that is not made wider by them.
    """
    found: list[Door] = []
    shorts = {one.id: one.short for one in scene.people}
    words = [line.pill for line in lines if line.label]
    drawn = [*words, *said, *(part for line in lines for part in line.boxes)]
    for keeper, behind, text in scene.doors:
        if keeper not in boxes or behind not in boxes:
            continue
        box = boxes[behind]
        taken = [other for key, other in boxes.items() if key != behind] + [door.box for door in found]
        y = box.y + 3 + 30 * sum(door.behind == behind for door in found)
        signs = _signs(box, y, Door(box, text, keeper, behind, ""), f"kept by {shorts[keeper]}", widest)
        free = (one for one in signs if not any(one.box.overlaps(other) for other in (*taken, *drawn)))
        found.append(next(free, Door(_corner(box, [*taken, *words]), "", keeper, behind, "")))
    return found


def _signs(box: Box, y: float, door: Door, short: str, widest: float) -> Iterator[Door]:
    """Yield the signs of a door that have room: right and left of its card at ``y``, and the ``short`` one below it."""
    width = text_width(door.text, 12.0) + 40
    right, left = Box(box.right + 12, y, width, 26), Box(box.x - 12 - width, y, width, 26)
    below = Box(box.x + 14, box.y + box.height + 7, text_width(short, 12.0) + 34, 26)
    if right.right <= widest:
        yield replace(door, box=right, joint=f"M{box.right:g} {y + 13:g}h12")
    if left.x > 0:
        yield replace(door, box=left, joint=f"M{box.x:g} {y + 13:g}h-12")
    if below.right <= box.right:
        yield replace(door, box=below, text=short, joint=f"M{box.x + 24:g} {box.y + box.height:g}v7")


def _corner(box: Box, taken: Sequence[Box]) -> Box:
    """Return the corner of a card where a sign lies on nothing; the upper right one where it does everywhere."""
    corners = [Box(x, y, 26, 26) for y in (box.y - 18, box.y + box.height - 8) for x in (box.right - 20, box.x - 6)]
    return next((one for one in corners if not any(one.overlaps(other) for other in taken)), corners[0])


def hulls_round(scene: PowerScene, plan: Plan, *, compact: bool) -> list[Hull]:
    """Draw a camp as soft boxes round its cards that stand together in a column; its name is the weightiest drawn."""
    found: list[Hull] = []
    people = [card for card in plan.cards if card.person]
    shorts = {one.id: one.short for one in scene.people}
    drawn = [camp for camp in scene.camps if sum(card.key in camp.members for card in people) > 1]
    colours = _colours([{plan.at[key] for key in camp.members if key in plan.at} for camp in drawn])
    for colour, camp in zip(colours, drawn, strict=True):
        runs: list[list[Placed]] = []
        for place in sorted({(plan.rows.get(card.key, -1.0), plan.at.get(card.key, -1)) for card in people}):
            last = False
            inside = [c for c in people if (plan.rows.get(c.key, -1.0), plan.at.get(c.key, -1)) == place]
            for card in sorted(inside, key=lambda one: one.box.y):
                member = card.key in camp.members
                if member and not last:
                    runs.append([])
                if member:
                    runs[-1].append(card)
                last = member
        around = next(one for one in camp.members if any(card.key == one for run in runs for card in run))
        named = next(run for run in runs if any(card.key == around for card in run))
        bosses = {boss for boss, _ in plan.above.values()}
        for run in runs:
            free = run is named or run[-1].key == plan.top or run[-1].key not in bosses
            label = f"camp around {shorts[around]}"
            hull = _round(run, colour, label if free or compact else "", camp.members, plan, compact=compact)
            if compact and any(hull.box.overlaps(card.box) for card in plan.cards if card not in run):
                hull = _round(run, hull.colour, "", camp.members, plan, compact=compact)
            found.append(hull)
    return found


def joined(hulls: Sequence[Hull], lines: Iterable[Stroke], cards: Sequence[Placed]) -> list[Hull]:
    """Lead a camp's box along a line to whoever of it stands elsewhere, where the way runs over nobody else's card.

    Of two that are joined so only one has the name.
    """
    found = list(hulls)
    boxes = {card.key: card.box for card in cards}
    for line in lines:
        if line.kind != "influence" or line.negative:
            continue
        start, end = (_part_of(found, key, boxes[key]) for key in (line.start, line.end))
        if start is None or end is None or start == end or found[start].members != found[end].members:
            continue
        one = replace(found[start], necks=(*found[start].necks, line.points))
        others = [box for key, box in boxes.items() if key not in one.members]
        if not any(part.overlaps(box) for part in one.neck_boxes for box in others):
            found[start] = one
            found[end] = _nameless(found[end]) if found[start].label else found[end]
    return found


def _colours(columns: Sequence[Collection[int]]) -> list[str]:
    """Return a colour for each camp by the columns in which it stands: camps beside each other differ if they can.

    >>> _colours([{1}, {0}, {3}, {2}])
    ['camp-0', 'camp-1', 'camp-2', 'camp-1']
    """
    found: list[int] = []
    for number, mine in enumerate(columns):
        near = [
            one
            for one, theirs in zip(found, columns, strict=False)
            if any(abs(a - b) < 2 for a in mine for b in theirs)
        ]
        found.append(min((number % _TONES, *range(_TONES)), key=lambda one: near.count(one)))
    return [f"camp-{one}" for one in found]


def _part_of(hulls: Sequence[Hull], key: str, box: Box) -> int | None:
    return next((at for at, one in enumerate(hulls) if key in one.members and one.box.overlaps(box)), None)


def _nameless(hull: Hull) -> Hull:
    """Take the name away, and the room for it above the one on top."""
    room = _NAME_ABOVE - _AROUND if hull.label and hull.words_at[1] < hull.box.y + _NAME_ABOVE else 0.0
    return replace(hull, label="", box=replace(hull.box, y=hull.box.y + room, height=hull.box.height - room))


def _rounded_box(box: Box, radius: float) -> str:
    r, right, foot = min(radius, box.width / 2, box.height / 2), box.right, box.y + box.height
    return (
        f"M{box.x + r:g} {box.y:g}H{right - r:g}Q{right:g} {box.y:g} {right:g} {box.y + r:g}V{foot - r:g}"
        f"Q{right:g} {foot:g} {right - r:g} {foot:g}H{box.x + r:g}Q{box.x:g} {foot:g} {box.x:g} {foot - r:g}"
        f"V{box.y + r:g}Q{box.x:g} {box.y:g} {box.x + r:g} {box.y:g}z"
    )


def _within(label: str, room: float) -> str:
    """Return the name of a camp, without its first words or cut where there is no room for all of it, in pixels."""
    tries = (label, label.removeprefix("camp "))
    return next((one for one in tries if _wide(one) <= room), ellipsized(tries[-1], room / REGULAR, 12.0))


def _wide(label: str) -> float:
    return text_width(label, 12.0) * REGULAR


def _round(
    run: Sequence[Placed], colour: str, label: str, members: tuple[str, ...], plan: Plan, *, compact: bool
) -> Hull:
    """Draw a soft box round cards below each other, with room for its name; lines of reporting run left of the name."""
    above = bool(label) and run[-1].key == plan.top
    x, right = min(card.box.x for card in run) - _AROUND, max(card.box.right for card in run) + _AROUND
    y, bottom = run[0].box.y - (_NAME_ABOVE if above else _AROUND), run[-1].box.y + run[-1].box.height + _AROUND
    bottom += (LABEL if compact else 17) if label and not above else 0
    own = {card.key for card in run}
    passed = any(boss in own and key not in own for key, (boss, _) in plan.above.items())
    side = run[-1].box.x + 14 if compact or passed else x + 12
    start = x + 12 if above else side
    label = _within(label, right - 6 - start)
    at = (start, y + 16) if above else (start, bottom - (8 if compact else 9))
    return Hull(Box(x, y, right - x, bottom - y), colour, label, members, at)
