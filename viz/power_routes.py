"""How do lines run between the cards of a decision: right-angled, in the gutters, past cards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from viz.layout import Box
from viz.power_cards import Placed
from viz.power_pills import APART, Point, pill_of, width_of, with_words
from viz.power_scene import PowerScene, Sway

WORDS = {"agreement": ("allied", "="), "conflict": ("at odds", "\N{NOT EQUAL TO}")}
_BEYOND = Box(-2000.0, -5000.0, 2002.0, 1e6)  # left of the picture: no words there either
ROUND = 7.0
OVER = 6.0
_BESIDE = 10.0  # of a lane to the cards on both sides: the sign of a line has room there
_LANES = (0.0, 1.0, 0.5)  # of a gutter, as parts of it
_CLEAR = 6.0  # between two lines in one lane, one below the other
_SHOULDER = 28.0  # from the side of a card to where a line leaves its top


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
    def boxes(self) -> list[Box]:
        """Each stretch as a narrow box, to see what lies on the line."""
        return [
            Box(min(x0, x1) - 2, min(y0, y1) - 2, abs(x1 - x0) + 4, abs(y1 - y0) + 4)
            for (x0, y0), (x1, y1) in pairwise(self.points)
        ]

    @property
    def pill(self) -> Box:
        """The room that the words of the line take."""
        return pill_of(self.label_at, self.label)

    @property
    def wide(self) -> float:
        """How wide the pill is drawn; a sign of one letter stands in a circle."""
        return width_of(self.label)

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

    @property
    def arrow_box(self) -> Box:
        """The room of the arrow head; of a line without one the point where it ends."""
        corners = self.arrow if self.kind == "influence" else self.points[-1:]
        (left, top), (right, bottom) = (tuple(pick(axis) for axis in zip(*corners, strict=True)) for pick in (min, max))
        return Box(left, top, right - left, bottom - top)


class Sizes(Protocol):
    """What lines need of the sizes of a view."""

    @property
    def gutter(self) -> float: ...
    @property
    def below_top(self) -> float: ...
    @property
    def below_head(self) -> float: ...
    @property
    def fits(self) -> float: ...
    @property
    def bus(self) -> float: ...
    @property
    def top_bus(self) -> float: ...
    @property
    def arches(self) -> bool: ...
    @property
    def tucked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the cards stand.

    ``above`` is who is drawn above whom with the levels left out, ``at`` the column of a card, ``rows`` where the band
    of a card begins, ``starts`` where the columns begin, ``top`` the one above all columns or "", ``hung`` who stand
    below each other though all report to the top.
    """

    cards: tuple[Placed, ...]
    above: Mapping[str, tuple[str, int]]
    at: Mapping[str, int]
    rows: Mapping[str, float]
    starts: tuple[float, ...]
    top: str
    width: float
    sizes: Sizes
    hung: frozenset[str] = frozenset()


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


def lines_between(
    plan: Plan, scene: PowerScene, obstacles: Sequence[Box], others: Sequence[Stroke] = ()
) -> Iterator[Stroke]:
    """Yield influence, agreement and conflict between those drawn, the strongest first, with room for their words.

    No line crosses a card, and no word lies on a card or on one of the obstacles; where there is room it lies on none
    of the ``others`` and of the strong lines either.
    """
    router = _Router(plan)
    drawn = {card.key for card in plan.cards}
    routed = [(sway, router.way(sway)) for sway in scene.sways if sway.start in drawn and sway.end in drawn]
    made = [
        Stroke(sway.kind, sway.start, sway.end, tuple(points), 1.4 + 0.6 * abs(sway.strength),
               strong=abs(sway.strength) >= 2, negative=sway.strength < 0)
        for sway, points in routed
    ]  # fmt: skip
    taken = [*(card.box for card in plan.cards), *obstacles, _BEYOND]
    for stroke in made:
        if stroke.kind not in WORDS:
            yield stroke
            continue
        near = [box for one in (*others, *made) if one is not stroke and one.strong for box in one.boxes]
        points, words, at = with_words(list(stroke.points), *WORDS[stroke.kind], taken, near)
        taken.append(pill_of(at, words, APART))
        yield replace(stroke, points=tuple(points), label=words, label_at=at)


class _Router:
    """Finds the way of a line between two cards; each gutter hands out lanes, so that lines keep apart."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._boxes = {card.key: card.box for card in plan.cards}
        self._at, self._top = plan.at, plan.top
        self._first = min(plan.rows.values(), default=0.0)
        self._used: dict[int, list[tuple[int, float, float]]] = {}
        self._ports: dict[tuple[str, str], int] = {}
        self._over = 0

    def way(self, sway: Sway) -> list[Point]:
        """Return the corners of a line, from its start to its end."""
        return self._direct(sway) or self._around(sway)

    def _direct(self, sway: Sway) -> list[Point] | None:
        """Go straight up or down to a neighbour in the same column."""
        start, end = self._boxes[sway.start], self._boxes[sway.end]
        if sway.kind != "influence" or self._at.get(sway.start, -1) != self._at.get(sway.end, -2):
            return None
        if self._plan.rows[sway.start] != self._plan.rows[sway.end]:  # between two bands there may be words
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
        if self._plan.sizes.arches and sway.kind in WORDS and self._first == start.y == end.y and self._top:
            return self._arch(sway)
        mine, theirs = self._at.get(sway.start, 0), self._at.get(sway.end, 0)
        if mine == theirs:
            y0, y1 = self._port(sway.start, "r"), self._port(sway.end, "r")
            x = self._lane(mine, y0, y1)
            return [(start.right, y0), (x, y0), (x, y1), (end.right, y1)]
        right = theirs > mine
        y0, y1 = self._port(sway.start, "r" if right else "l"), self._port(sway.end, "l" if right else "r")
        ends = (start.right if right else start.x), (end.x if right else end.right)
        if abs(mine - theirs) == 1:
            x = self._lane(min(mine, theirs), y0, y1)
            return [(ends[0], y0), (x, y0), (x, y1), (ends[1], y1)]
        over = self._above(sway.end)
        x0 = self._lane(mine if right else mine - 1, y0, over)
        x1 = self._lane(theirs - 1 if right else theirs, over, y1)
        return [(ends[0], y0), (x0, y0), (x0, over), (x1, over), (x1, y1), (ends[1], y1)]

    def _above(self, key: str) -> float:
        """Return how high a line runs that goes along above the row of somebody's band, the next one elsewhere."""
        self._over += 1
        first = self._plan.rows[key] == self._first and self._top  # there a door's sign may stand on a card
        return self._plan.rows[key] - (18 + OVER * (self._over % 3) if first else 8 + OVER * (self._over % 4))

    def _arch(self, sway: Sway) -> list[Point]:
        """Go from the top of one head over to the top of another, where the words have room."""
        left, right = sorted((sway.start, sway.end), key=lambda one: self._boxes[one].x)
        x0 = self._boxes[left].right - _SHOULDER - 9 * self._turn(left, "top-r")
        x1 = self._boxes[right].x + _SHOULDER + 9 * self._turn(right, "top-l")
        y, over = self._first, self._above(sway.end)
        points: list[Point] = [(x0, y), (x0, over), (x1, over), (x1, y)]
        return points if left == sway.start else points[::-1]

    def _turn(self, card: str, side: str) -> int:
        """Return how many lines have met a side of a card before."""
        before = self._ports.get((card, side), 0)
        self._ports[card, side] = before + 1
        return before % 4

    def _with_top(self, sway: Sway) -> list[Point]:
        """Go past the row of heads to the side of the card at the top, or from it."""
        other = sway.start if sway.end == self._top else sway.end
        box, top = self._boxes[other], self._boxes[self._top]
        left = box.x + box.width / 2 <= top.x + top.width / 2
        side, y = (top.x if left else top.right), self._port(self._top, "l" if left else "r")
        if box.y == self._first:
            x = box.x + box.width * (0.28 if left else 0.72)
            points: list[Point] = [(x, box.y), (x, y), (side, y)]
            if top.x - 6 < x < top.right + 6:  # below the card at the top: straight up to it
                x = min(max(x, top.x + 12), top.right - 12)
                points = [(x, box.y), (x, top.y + top.height)]
        else:
            column = self._at.get(other, 0)
            port = self._port(other, "l" if left else "r")
            x = self._lane(column - 1 if left else column, port, y)
            points = [(box.x if left else box.right, port), (x, port), (x, y), (side, y)]
        return points if sway.end == self._top else points[::-1]

    def _lane(self, gutter: int, y0: float, y1: float) -> float:
        """Return a lane in the gutter right of a column, free from one height to another; -1 is the left margin.

        Where none is free the one is taken in which fewest lines run.
        """
        used = self._used.setdefault(gutter, [])
        low, high = min(y0, y1) - _CLEAR, max(y0, y1) + _CLEAR
        beside = [lane for lane, top, bottom in used if top < high and low < bottom]
        lane = min(range(len(_LANES)), key=lambda one: (beside.count(one), one))
        used.append((lane, low, high))
        plan = self._plan
        place = min(gutter + 1, len(plan.starts) - 1)
        begin = plan.starts[place] - plan.sizes.gutter
        if gutter + 1 >= len(plan.starts):
            begin = plan.starts[-1] + plan.width
        return begin + _BESIDE + (plan.sizes.gutter - 2 * _BESIDE) * _LANES[lane]

    def _port(self, card: str, side: str) -> float:
        """Return the height at which a line meets a side of a card: the middle first, then above and below it."""
        used = self._ports[card, side] = self._ports.get((card, side), 0) + 1
        offsets = (0.0, 10.0, -10.0, 18.0, -18.0)
        return self._boxes[card].middle + offsets[(used - 1) % len(offsets)]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
