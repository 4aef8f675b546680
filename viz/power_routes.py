"""How do lines run between the cards of a decision: right-angled, and those of influence in the gutters, past cards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from viz.layout import Box
from viz.power_scene import PowerScene, Somebody, Sway

Point = tuple[float, float]
ROUND = 7.0
LANE = 6.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from ``start`` to ``end`` (ids) through its corners; ``label`` stands at ``label_at``."""

    kind: str
    start: str
    end: str
    points: tuple[Point, ...]
    width: float
    label: str = ""
    label_at: Point = (0.0, 0.0)
    strong: bool = True
    negative: bool = False

    @property
    def path(self) -> str:
        """The corners, rounded, as the path of an SVG; the canvas draws the same."""
        return rounded(self.points)

    @property
    def arrow(self) -> tuple[Point, ...]:
        """The arrow head at the end, along the last stretch."""
        (x0, y0), (x, y) = self.points[-2:]
        length, half = 9.0 + self.width, 4.0 + self.width * 0.7
        if abs(x - x0) >= abs(y - y0):
            sign = 1 if x >= x0 else -1
            return ((x, y), (x - sign * length, y - half), (x - sign * length, y + half))
        sign = 1 if y >= y0 else -1
        return ((x, y), (x - half, y - sign * length), (x + half, y - sign * length))


class Card(Protocol):
    """What reporting lines need of a card."""

    @property
    def key(self) -> str: ...
    @property
    def box(self) -> Box: ...
    @property
    def hidden(self) -> int: ...


class Sizes(Protocol):
    @property
    def below_top(self) -> float: ...
    @property
    def below_head(self) -> float: ...


def rounded(points: Sequence[Point], radius: float = ROUND) -> str:
    """Return a path through the points with rounded corners.

    >>> rounded([(0, 0), (10, 0), (10, 10)], 4)
    'M0 0L6 0Q10 0 10 4L10 10'
    """
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        before, after = abs(x - x0) + abs(y - y0), abs(x1 - x) + abs(y1 - y)
        reach = min(radius, before / 2, after / 2)
        if reach <= 0:
            continue
        start = (x - reach * _sign(x - x0), y - reach * _sign(y - y0))
        end = (x + reach * _sign(x1 - x), y + reach * _sign(y1 - y))
        parts.append(f"L{start[0]:g} {start[1]:g}Q{x:g} {y:g} {end[0]:g} {end[1]:g}")
    return "".join([*parts, f"L{points[-1][0]:g} {points[-1][1]:g}"])


def reporting(
    cards: Sequence[Card], above: Mapping[str, tuple[str, int]], top: str, at: Mapping[str, int], sizes: Sizes
) -> Iterator[Stroke]:
    """Yield a right-angled line from each manager down to each card; a number says how many levels are left out."""
    boxes = {card.key: card.box for card in cards}
    for card in cards:
        if card.key not in above or above[card.key][0] not in boxes:
            continue
        boss = above[card.key][0]
        upper, box = boxes[boss], boxes[card.key]
        hidden = str(card.hidden) if card.hidden else ""
        if boss == top:
            bus = upper.y + upper.height + sizes.below_top * 0.42
            middle = (upper.x + upper.width / 2, upper.y + upper.height)
            into = (box.x + box.width / 2, box.y)
            points: tuple[Point, ...] = (middle, (middle[0], bus), (into[0], bus), into)
            label = (into[0], (bus + into[1]) / 2)
        elif at.get(boss) == at.get(card.key):
            spine = upper.x + 6
            points = ((spine, upper.y + upper.height), (spine, box.middle), (box.x, box.middle))
            label = (spine, box.middle - 18)
        else:  # a head's further column
            bus = upper.y + upper.height + sizes.below_head * 0.4
            spine = box.x - 6
            points = (
                (upper.x + 6, upper.y + upper.height), (upper.x + 6, bus), (spine, bus), (spine, box.middle),
                (box.x, box.middle),
            )  # fmt: skip
            label = (spine, box.middle - 18)
        yield Stroke("reports", card.key, boss, points, 1.5, hidden, label)


class Router:
    """Finds the way of a line between two cards; each gutter hands out lanes, so that lines keep apart."""

    def __init__(
        self, boxes: Mapping[str, Box], at: Mapping[str, int], starts: Sequence[float], top: str, gutter: float
    ) -> None:
        self._boxes = boxes
        self._at = at
        self._starts = starts
        self._top = top
        self._gutter = gutter
        self._used: dict[int, int] = {}
        self._ports: dict[tuple[str, str], int] = {}
        self._over = 0

    def lines(self, scene: PowerScene, people: Mapping[str, Somebody]) -> Iterator[Stroke]:
        """Yield the lines between those shown, the strongest first."""
        for sway in scene.sways:
            if sway.start in people and sway.end in people:
                yield self._line(sway)

    def _line(self, sway: Sway) -> Stroke:
        points = self._direct(sway) or self._around(sway)
        middle = max(pairwise(points), key=lambda pair: _length(*pair))
        label_at = ((middle[0][0] + middle[1][0]) / 2, (middle[0][1] + middle[1][1]) / 2)
        label = "allied" if sway.kind == "agreement" else ""
        if self._at.get(sway.start, -1) == self._at.get(sway.end, -2):  # in the gap above the lower card
            label_at = (label_at[0], max(self._boxes[sway.start].y, self._boxes[sway.end].y) - 16)
        width = 1.4 + 0.6 * abs(sway.strength)
        return Stroke(
            sway.kind, sway.start, sway.end, tuple(points), width, label, label_at, abs(sway.strength) >= 2,
            sway.strength < 0,
        )  # fmt: skip

    def _direct(self, sway: Sway) -> list[Point] | None:
        """Go straight up or down to a neighbour in the same column."""
        start, end = self._boxes[sway.start], self._boxes[sway.end]
        if sway.kind != "influence" or self._at.get(sway.start, -1) != self._at.get(sway.end, -2):
            return None
        low, high = min(start.y, end.y), max(start.y, end.y)
        between = [
            one for key, one in self._boxes.items()
            if self._at.get(key) == self._at[sway.start] and low < one.y < high
        ]  # fmt: skip
        if between:
            return None
        x = max(start.x, end.x) + start.width * 0.5
        return [(x, start.y), (x, end.y + end.height)] if start.y > end.y else [(x, start.y + start.height), (x, end.y)]

    def _around(self, sway: Sway) -> list[Point]:
        start, end = self._boxes[sway.start], self._boxes[sway.end]
        if self._top in {sway.start, sway.end}:
            return self._with_top(sway)
        mine, theirs = self._at.get(sway.start, 0), self._at.get(sway.end, 0)
        if mine == theirs:
            x = self._lane(mine)
            return [(start.right, self._port(sway.start, "r")), (x, self._port(sway.start, "r", again=True)),
                    (x, self._port(sway.end, "r")), (end.right, self._port(sway.end, "r", again=True))]  # fmt: skip
        right = theirs > mine
        if abs(mine - theirs) == 1:
            x = self._lane(min(mine, theirs))
            y0, y1 = self._port(sway.start, "r" if right else "l"), self._port(sway.end, "l" if right else "r")
            return [(start.right if right else start.x, y0), (x, y0), (x, y1), (end.x if right else end.right, y1)]
        self._over += 1
        over = min(box.y for key, box in self._boxes.items() if key in self._at) - 8 - LANE * (self._over % 4)
        x0, x1 = self._lane(mine if right else mine - 1), self._lane(theirs - 1 if right else theirs)
        y0, y1 = self._port(sway.start, "r" if right else "l"), self._port(sway.end, "l" if right else "r")
        return [
            (start.right if right else start.x, y0), (x0, y0), (x0, over), (x1, over), (x1, y1),
            (end.x if right else end.right, y1),
        ]  # fmt: skip

    def _with_top(self, sway: Sway) -> list[Point]:
        """Go past the row of heads to the side of the card at the top, or from it."""
        other = sway.start if sway.end == self._top else sway.end
        box, top = self._boxes[other], self._boxes[self._top]
        left = box.x + box.width / 2 <= top.x + top.width / 2
        side, y = (top.x if left else top.right), self._port(self._top, "l" if left else "r")
        heads = min(one.y for key, one in self._boxes.items() if key in self._at)
        if box.y == heads:
            x = box.x + box.width * (0.28 if left else 0.72)
            points: list[Point] = [(x, box.y), (x, y), (side, y)]
        else:
            column = self._at.get(other, 0)
            x = self._lane(column - 1 if left else column)
            port = self._port(other, "l" if left else "r")
            points = [(box.x if left else box.right, port), (x, port), (x, y), (side, y)]
        return points if sway.end == self._top else points[::-1]

    def _lane(self, gutter: int) -> float:
        """Return the next free lane in the gutter right of a column; -1 is the left margin."""
        used = self._used[gutter] = self._used.get(gutter, 0) + 1
        begin = (
            self._starts[gutter + 1] - self._gutter
            if gutter + 1 < len(self._starts)
            else self._starts[-1]
            + (self._starts[1] - self._starts[0] - self._gutter if len(self._starts) > 1 else 156.0)
        )
        room = max(int((self._gutter - 14) // LANE), 1)
        return begin + 9 + LANE * ((used - 1) % room)

    def _port(self, card: str, side: str, *, again: bool = False) -> float:
        """Return the height at which a line meets a side of a card: the middle first, then above and below it."""
        used = self._ports.get((card, side), 0)
        if not again:
            used = self._ports[card, side] = used + 1
        offsets = (0.0, 10.0, -10.0, 18.0, -18.0)
        return self._boxes[card].middle + offsets[(used - 1) % len(offsets)]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
