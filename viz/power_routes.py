"""What is a line between the cards of a decision, and what does it have to know of where the cards stand?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from viz.layout import Box
from viz.power_cards import Placed
from viz.power_pills import Point, pill_of, width_of

WORDS = {"agreement": ("allied", "="), "conflict": ("at odds", "\N{NOT EQUAL TO}")}
ROUND = 7.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from ``start`` to ``end`` (ids) through its corners; ``label`` stands at ``label_at``.

    A ``quiet`` one is seen only when one of its two is chosen; where many are drawn, so is one that is not ``strong``.
    """

    kind: str
    start: str
    end: str
    points: tuple[Point, ...]
    width: float
    label: str = ""
    label_at: Point = (0.0, 0.0)
    strong: bool = True
    negative: bool = False
    quiet: bool = False

    def rests(self, *, compact: bool) -> bool:
        """Tell whether it is seen while nobody is chosen; ``compact`` where many are drawn."""
        return self.kind == "reports" or (not self.quiet and (self.strong or not compact))

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


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
