"""Which way does a line take between two cards: right-angled, in the gutters, past cards; and where are its words?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from viz.layout import Box
from viz.power_glance import STRONG, quiet_lines
from viz.power_pills import APART, Point, pill_of, with_words
from viz.power_routes import WORDS, Plan, Stroke
from viz.power_scene import PowerScene, Sway

_BEYOND = Box(-2000.0, -5000.0, 2002.0, 1e6)  # left of the picture: no words there either
_OVER = 6.0
_BESIDE = 10.0  # of a lane to the cards on both sides: the sign of a line has room there
_LANES = (0.0, 1.0, 0.5)  # of a gutter, as parts of it
_OUTSIDE = 32.0  # wide at most are the gutters left and right of all columns
_CLEAR = 6.0  # between two lines in one lane, one below the other
_FOOT, _LEAST = 13.0, 24.0  # from the foot of a card to a line from below another; how far that goes up at least
_DOOR = 40.0  # from the top of a card to below the sign of its door
_SHOULDER = 28.0  # from the side of a card to where a line leaves its top


def lines_between(
    plan: Plan, scene: PowerScene, obstacles: Sequence[Box], others: Sequence[Stroke] = ()
) -> Iterator[Stroke]:
    """Yield influence, agreement and conflict between those drawn, the strongest first, with room for their words.

    No line crosses a card, and no word lies on a card or on one of the obstacles; where there is room it lies on none
    of the ``others`` and of the strong lines either.
    """
    router = _Router(plan, obstacles, {behind for _, behind, _ in scene.doors})
    drawn = {card.key for card in plan.cards}
    quiet = quiet_lines(scene)
    those = [sway for sway in scene.sways if sway.start in drawn and sway.end in drawn]
    routed = [(sway, router.way(sway)) for sway in sorted(those, key=lambda one: (one in quiet, one.kind not in WORDS))]
    made = [
        Stroke(sway.kind, sway.start, sway.end, tuple(points), 1.4 + 0.6 * abs(sway.strength),
               strong=abs(sway.strength) >= STRONG, negative=sway.strength < 0, quiet=sway in quiet)
        for sway, points in routed
    ]  # fmt: skip
    taken = [*(card.box for card in plan.cards), *obstacles, _BEYOND]
    for stroke in made:
        if stroke.kind not in WORDS:
            yield stroke
            continue
        near = [
            box for one in (*others, *made) if one is not stroke and one.strong and not one.quiet for box in one.boxes
        ]
        points, words, at = with_words(list(stroke.points), *WORDS[stroke.kind], taken, near)
        taken.append(pill_of(at, words, APART))
        yield replace(stroke, points=tuple(points), label=words, label_at=at)


class _Router:
    """Finds the way of a line between two cards; each gutter hands out lanes, so that lines keep apart."""

    def __init__(self, plan: Plan, said: Sequence[Box], guarded: Collection[str]) -> None:
        self._plan, self._said, self._guarded = plan, said, guarded
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
        if sway.kind in WORDS and mine != theirs and (below := self._from_below(sway)):
            return below
        if mine == theirs:
            return self._beside(sway, mine)
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

    def _beside(self, sway: Sway, column: int) -> list[Point]:
        """Go along the column, on its right; on its left where fewer lines run there."""
        start, end = self._boxes[sway.start], self._boxes[sway.end]
        busy = [self._busy(gutter, start.middle, end.middle) for gutter in (column, column - 1)]
        right = busy[0] <= busy[1] or sway.kind != "influence"
        side = "r" if right else "l"
        y0, y1 = self._port(sway.start, side), self._port(sway.end, side)
        x = self._lane(column if right else column - 1, y0, y1)
        return [(start.right if right else start.x, y0), (x, y0), (x, y1), (end.right if right else end.x, y1)]

    def _busy(self, gutter: int, y0: float, y1: float) -> int:
        """Return how many lines run in a gutter between two heights."""
        low, high = min(y0, y1), max(y0, y1)
        return sum(top < high and low < bottom for _, top, bottom in self._used.get(gutter, []))

    def _from_below(self, sway: Sway) -> list[Point] | None:
        """Go from the side of a card straight below another one and up to it, if nobody stands in between."""
        upper, lower = sorted((sway.start, sway.end), key=lambda one: self._boxes[one].y)
        high, low = self._boxes[upper], self._boxes[lower]
        side, y = low.right if high.x > low.x else low.x, low.y + low.height - _FOOT
        foot = high.y + high.height
        if self._plan.rows[upper] != self._plan.rows[lower] or y < foot + _LEAST:
            return None
        taken = [*(box for key, box in self._boxes.items() if key not in {upper, lower}), *self._said]
        for x in (high.x + high.width / 2, high.right - _SHOULDER, high.right - _SHOULDER / 2):
            way = (Box(min(side, x), y - 2, abs(x - side), 4), Box(x - 2, foot, 4, y - foot))
            if not any(box.overlaps(part) for box in taken for part in way):
                points: list[Point] = [(side, y), (x, y), (x, foot)]
                return points if lower == sway.start else points[::-1]
        return None

    def _above(self, key: str) -> float:
        """Return how high a line runs that goes along above the row of somebody's band, the next one elsewhere."""
        self._over += 1
        first = self._plan.rows[key] == self._first and self._top  # there a door's sign may stand on a card
        return self._plan.rows[key] - (18 + _OVER * (self._over % 3) if first else 8 + _OVER * (self._over % 4))

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
        if not left and self._top in self._guarded:  # there its door stands
            y = min(max(y, top.y + _DOOR), top.y + top.height - 8)
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
        inside = 0 <= gutter < len(plan.starts) - 1
        wide = plan.sizes.gutter if inside else min(plan.sizes.gutter, _OUTSIDE)
        begin = plan.starts[gutter] + plan.width if gutter >= 0 else plan.starts[0] - wide
        return begin + _BESIDE + (wide - 2 * _BESIDE) * _LANES[lane]

    def _port(self, card: str, side: str) -> float:
        """Return the height at which a line meets a side of a card: the middle first, then above and below it."""
        used = self._ports[card, side] = self._ports.get((card, side), 0) + 1
        offsets = (0.0, 10.0, -10.0, 18.0, -18.0)
        return self._boxes[card].middle + offsets[(used - 1) % len(offsets)]
