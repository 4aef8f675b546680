"""How do lines run beside cards in one column: as brackets in the gutter on their right, short ones inside."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from viz.layout import Box
from viz.power_glance import STRONG
from viz.power_pills import Point, pill_of, width_of
from viz.power_routes import WORDS, Stroke
from viz.power_scene import Sway

_FIRST, _LANE, _LAST = 17.0, 9.0, 10.0  # from the cards to the first lane, from lane to lane, from the last to the edge
_MOST_LANES = 63.0  # wide in all: of more than eight lanes each is nearer to the next
_EMPTY, _WIDEST = 10.0, 98.0  # a gutter without lines, and one with words on lines far out
_ON = 4.0  # words beside each other line begin so far left of their own
_PORTS = 12.0  # between two lines at one card, where it is high enough


@dataclass(frozen=True, slots=True)
class Bracket:
    """A line between two rows of the column, in a lane of the gutter; lane 0 is next to the cards.

    A ``quiet`` one is seen only when one of its two is chosen.
    """

    sway: Sway
    upper: int
    lower: int
    lane: int
    quiet: bool = False

    @property
    def words(self) -> tuple[str, str]:
        """The word of the line and its sign, both "" of influence."""
        return WORDS.get(self.sway.kind, ("", ""))


def brackets(sways: Sequence[Sway], rows: Mapping[str, int], quiet: Collection[Sway] = ()) -> tuple[Bracket, ...]:
    """Give every line between two of those drawn the innermost lane that is free; a line with words keeps outside.

    Two lines that only meet at one card may share a lane: there the one comes from above, the other from below.
    """
    drawn = [
        Bracket(sway, min(rows[sway.start], rows[sway.end]), max(rows[sway.start], rows[sway.end]), 0, sway in quiet)
        for sway in sways if {sway.start, sway.end} <= set(rows)
    ]  # fmt: skip
    found: list[Bracket] = []
    for one in sorted(drawn, key=lambda one: (bool(one.words[0]), one.lower - one.upper, one.upper)):
        taken = {other.lane for other in found if max(one.upper, other.upper) < min(one.lower, other.lower)}
        found.append(replace(one, lane=next(lane for lane in range(len(drawn)) if lane not in taken)))
    return tuple(found)


def gutters_of(found: Sequence[Bracket]) -> list[float]:
    """Return how wide the gutter may be, narrowest first: for its lanes, for words at the cards, for words far out."""
    if not found:
        return [_EMPTY]
    lane = _lanes(found)
    lanes = lane(max(one.lane for one in found)) + _LAST
    words = {one.words[0] for one in found if one.words[0]}
    at_cards = max([0.0, *(width_of(one) + 8 for one in words)])
    far_out = max([0.0, *(lane(one.lane) + width_of(one.words[0]) + 2 for one in found if one.words[0])])
    return sorted({max(lanes, min(_WIDEST, wide)) for wide in (at_cards, far_out)})


def lines_beside(found: Sequence[Bracket], boxes: Mapping[str, Box], wide: float) -> Iterator[Stroke]:
    """Yield the lines, with room for their words; ``wide`` is how far the gutter goes."""
    ports, lane = _ports(found, boxes), _lanes(found)
    bare = [_stroke(one, lane(one.lane), boxes, ports) for one in found]
    words: list[Box] = []
    for bracket, stroke in zip(found, bare, strict=True):
        if not bracket.words[0]:
            yield stroke
            continue
        others = [part for one in bare if one is not stroke for part in (*one.boxes, one.arrow_box)]
        label, at = _told(bracket.words, stroke, others, words, wide)
        words.append(pill_of(at, label))
        yield replace(stroke, label=label, label_at=at)


def _lanes(found: Sequence[Bracket]) -> Callable[[int], float]:
    """Return how far from the cards each lane is."""
    apart = min(_LANE, _MOST_LANES / max([1, *(one.lane for one in found)]))
    return lambda lane: _FIRST + apart * lane


def _stroke(one: Bracket, lane: float, boxes: Mapping[str, Box], ports: Mapping[tuple[Bracket, str], float]) -> Stroke:
    sway = one.sway
    side = boxes[sway.start].right
    lane, y0, y1 = side + lane, ports[one, sway.start], ports[one, sway.end]
    return Stroke(
        sway.kind, sway.start, sway.end, ((side, y0), (lane, y0), (lane, y1), (side, y1)),
        1.4 + 0.6 * abs(sway.strength), "", (0.0, 0.0), abs(sway.strength) >= STRONG, sway.strength < 0, one.quiet,
    )  # fmt: skip


def _ports(found: Sequence[Bracket], boxes: Mapping[str, Box]) -> dict[tuple[Bracket, str], float]:
    """Return at which height a line meets a card, so that brackets lie in each other and do not cross there.

    From the top come those that go up, inner lanes first, then those that go down, outer lanes first.
    """
    at: dict[str, list[tuple[int, int, Bracket]]] = {}
    for one in found:
        for key, other in ((one.sway.start, one.sway.end), (one.sway.end, one.sway.start)):
            up = boxes[other].y < boxes[key].y
            at.setdefault(key, []).append((0 if up else 1, one.lane if up else -one.lane, one))
    ports: dict[tuple[Bracket, str], float] = {}
    for key, meeting in at.items():
        box = boxes[key]
        apart = min(_PORTS, (box.height - 14) / max(len(meeting) - 1, 1))
        first = box.middle - apart * (len(meeting) - 1) / 2
        for number, (_, _, one) in enumerate(sorted(meeting, key=lambda item: item[:2])):
            ports[one, key] = first + apart * number
    return ports


def _told(
    words: tuple[str, str], stroke: Stroke, lines: Sequence[Box], said: Sequence[Box], wide: float
) -> tuple[str, Point]:
    """Return the words of a line and where they stand on its long stretch, over no other line and nothing that is said.

    Where they have no room its sign stands there, over other lines only if there is no other place.
    """
    (side, _), (lane, y0), (_, y1), _ = stroke.points
    middle, half = (y0 + y1) / 2, width_of(words[0]) / 2
    heights = sorted((min(y0, y1) + step for step in range(0, int(abs(y1 - y0)) + 1, 3)), key=lambda y: abs(y - middle))
    least, most = side + 4 + half, wide - 2 - half
    near = [min(max(x, least), most) for x in (lane, lane + half - _ON)]
    for told, places, taken in (
        (words[0], [x for x in near if abs(x - lane) < half], [*lines, *said]),
        (words[1], [lane], [*lines, *said]),
        (words[1], [lane], said),
    ):
        for y in heights:
            for x in places:
                if not any(pill_of((x, y), told).overlaps(box) for box in taken):
                    return told, (x, y)
    return words[1], (lane, middle)
