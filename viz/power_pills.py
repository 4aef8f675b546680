"""Where do the words of a line stand: on the line where nothing else is, else its sign, else on a stem beside it?"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from viz.layout import Box
from viz.letters import text_width

Point = tuple[float, float]
APART = 4.0  # between the words of two lines at least


@cache
def width_of(words: str) -> float:
    """Return how wide the pill of some words is drawn; a sign of one letter stands in a circle."""
    return 19.0 if len(words) == 1 else text_width(words, 12.0) + 18


def pill_of(at: Point, words: str, apart: float = 0.0) -> Box:
    """Return the room that words take whose middle is at a point, with so much more on every side."""
    wide, high = (19.0, 20.0) if len(words) == 1 else (width_of(words) + 4, 24.0)
    return Box(at[0] - wide / 2 - apart, at[1] - high / 2 - apart, wide + 2 * apart, high + 2 * apart)


def with_words(
    points: list[Point], words: str, sign: str, taken: Sequence[Box], lines: Sequence[Box] = ()
) -> tuple[list[Point], str, Point]:
    """Find where along a line its words lie on nothing, nearest its middle; best where no other line runs either.

    Where there is no room for them its sign stands there, which the legend explains; else they hang on a stem that
    itself runs over nothing; else the sign stands in the middle of the line.
    """
    spots = [
        (x0 + (x1 - x0) * part / 12, y0 + (y1 - y0) * part / 12)
        for (x0, y0), (x1, y1) in pairwise(points)
        for part in range(1, 12)
    ]
    middle = spots[len(spots) // 2]
    for told in (words, sign):
        pills = {spot: pill_of(spot, told) for spot in spots}
        free = [spot for spot, pill in pills.items() if not any(pill.overlaps(box) for box in taken)]
        clear = [spot for spot in free if not any(pills[spot].overlaps(box) for box in lines)]
        if free:
            return points, told, min(clear or free, key=lambda spot: _length(spot, middle))
    turn = max(range(len(points) - 1), key=lambda one: _length(points[one], points[one + 1]))
    x, y = ((points[turn][0] + points[turn + 1][0]) / 2, (points[turn][1] + points[turn + 1][1]) / 2)
    for reach in range(10, 200, 6):
        for way in (reach, -reach):
            spot = (x, y + way)
            over = (pill_of(spot, words), Box(x - 1, min(y, spot[1]), 2, abs(way)))
            if spot[1] > 14 and not any(one.overlaps(box) for one in over for box in taken):
                stem: list[Point] = [(x, y), (x, spot[1]), (x, y)]
                return [*points[: turn + 1], *stem, *points[turn + 1 :]], words, spot
    return points, sign, middle


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
