"""Where does everybody stand where nobody has said who reports to whom: in rows, by seats or by units, with captions.

Empty seats stand in a band of their own here too, below whatever else there is.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viz.layout import Box
from viz.letters import ellipsized, text_width
from viz.power_cards import SEAT_HIGH, Face, Placed, placed
from viz.power_groups import groups_of
from viz.power_routes import Plan, Sizes
from viz.power_scene import PowerScene, Somebody
from viz.power_sizes import MARGIN, SPLIT, Measures
from viz.power_units import NO_UNIT

CAPTION = 46.0  # above the cards of a block: its words, and below them room for lines that go over the cards
WORDS_ABOVE = 30.0  # of a card: lines go over cards up to 26 above them
NEAR = 8.0  # how far into a gutter words may reach: lines run further on
LEAST_BETWEEN = 22.0  # between two cards of a column, for the arrow of a line


@dataclass(frozen=True, slots=True)
class Caption:
    """Words on the picture, their line beginning at ``x`` and ``y``."""

    words: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """The room that the words take."""
        return Box(self.x, self.y - 14, text_width(self.words, 12.0), 20)


@dataclass(frozen=True, slots=True)
class Block:
    """People who stand together under ``words``, by key, in their order; "" for no words."""

    words: str
    keys: tuple[str, ...]


def blocks_of(scene: PowerScene, people: Sequence[Somebody], *, few: bool) -> tuple[Block, ...]:
    """Return people by the headings of the list in the first view, else by unit; one block has no words."""
    found: dict[str, list[str]] = {}
    if few or not any(one.unit for one in people):
        for group in groups_of(scene, people):
            found.setdefault(group.heading, []).extend(one.id for one in group.people)
    else:
        for one in people:
            found.setdefault(one.unit or NO_UNIT, []).append(one.id)
    return tuple(Block(words if len(found) > 1 else "", tuple(keys)) for words, keys in found.items())


def in_rows(
    made: Sequence[Face], blocks: Sequence[Block], card: tuple[float, float], sizes: Measures
) -> tuple[Plan, tuple[Caption, ...]]:
    """Place every block of cards, its words above it, beside each other where there is room, as low as it can be."""
    most = sizes.columns(card[0])
    deepest = max((len(block.keys) for block in blocks), default=1)
    tried = [_shelves(blocks, most, deep) for deep in range(1, min(deepest, SPLIT) + 1)]
    best = min(tried, key=lambda shelves: _height(shelves, card[1], sizes))
    return _placed(made, best, card, sizes)


def empty_seats(
    seats: Sequence[Face],
    cards: Sequence[Placed],
    starts: Sequence[float],
    width: float,
    sizes: Measures,
    last: float = MARGIN,
) -> list[Placed]:
    """Put an empty card for each empty seat apart from all others: nobody has said to whom they report.

    Where rows are snug they stand level with the lowest card, in columns that end far enough above, if there are enough
    of these. ``last`` is where the last band begins.
    """
    if sizes.tucked:
        return _tucked(seats, [one.box for one in cards if one.box.y >= last], starts, width, last - sizes.aside, sizes)
    free = _free_columns(cards, starts, sizes) if sizes.snug else {}
    if len(free) >= len(seats):
        return [
            placed(face, Box(x, y, width, SEAT_HIGH), 0)
            for face, (x, y) in zip(seats, list(free.items())[len(free) - len(seats) :], strict=True)
        ]
    first = max((one.box.y + one.box.height for one in cards), default=MARGIN) + sizes.aside
    return [
        placed(
            face,
            Box(
                starts[number % len(starts)],
                first + number // len(starts) * (SEAT_HIGH + sizes.below),
                width,
                SEAT_HIGH,
            ),
            0,
        )
        for number, face in enumerate(seats)
    ]


def _tucked(
    seats: Sequence[Face], boxes: Sequence[Box], starts: Sequence[float], width: float, foot: float, sizes: Measures
) -> list[Placed]:
    """Put each empty seat below the last column of the last band in which it makes nothing higher, else the shortest.

    A column without cards ends at ``foot``.
    """
    feet = [max([foot, *(box.y + box.height for box in boxes if start <= box.x < start + width)]) for start in starts]
    found: list[Placed] = []
    for face in seats:
        free = [one for one, end in enumerate(feet) if end + sizes.aside + SEAT_HIGH <= max(feet)]
        column = free[-1] if free else min(range(len(starts)), key=lambda one: (feet[one], -one))
        found.append(placed(face, Box(starts[column], feet[column] + sizes.aside, width, SEAT_HIGH), 0))
        feet[column] += sizes.aside + SEAT_HIGH
    return found


def _free_columns(cards: Sequence[Placed], starts: Sequence[float], sizes: Measures) -> dict[float, float]:
    """Return where columns begin below whose cards an empty seat has room, and how far down it stands there."""
    lowest = max((one.box.y + one.box.height for one in cards), default=MARGIN)
    feet = [
        max((one.box.y + one.box.height for one in cards if one.box.right > x and one.box.x < end), default=MARGIN)
        for x, end in zip(starts, [*starts[1:], math.inf], strict=True)
    ]
    y = lowest - SEAT_HIGH
    return {x: y for x, foot in zip(starts, feet, strict=True) if foot + sizes.aside <= y}


def seats_caption(cards: Sequence[Placed], sizes: Sizes) -> tuple[Caption, ...]:
    """Say above the empty seats what they are; below columns there is no room for it."""
    seats = [card.box for card in cards if card.kind == "seat"]
    if not seats or sizes.tucked:
        return ()
    words = "Nobody is known here"
    return (Caption(words, seats[0].x, seats[0].y - 9),)


_Shelf = list[tuple[Block, int, int]]  # a block, its first column, and how many columns it has


def _shelves(blocks: Sequence[Block], most: int, deep: int) -> list[_Shelf]:
    """Fill shelves with blocks of at most so many rows, as far as the columns go round."""
    shelves: list[_Shelf] = []
    used = most
    for block in blocks:
        many = len(block.keys)
        columns = min(most, -(-many // deep))
        columns = -(-many // -(-many // columns))  # five in four columns are three and two
        if used + columns > most:
            shelves.append([])
            used = 0
        shelves[-1].append((block, used, columns))
        used += columns
    return shelves


def _rows(shelf: _Shelf) -> int:
    return max(-(-len(block.keys) // columns) for block, _, columns in shelf)


def _height(shelves: Sequence[_Shelf], high: float, sizes: Measures) -> float:
    return sum(_above(shelf) + _rows(shelf) * (high + between(sizes)) + sizes.between_bands for shelf in shelves)


def _above(shelf: _Shelf) -> float:
    return CAPTION if any(block.words for block, _, _ in shelf) else 0.0


def between(sizes: Measures) -> float:
    """Return the room between two rows of cards, 22 pixels or more; a camp's name stands there."""
    return max(sizes.below + 4, LEAST_BETWEEN)


def _placed(
    made: Sequence[Face], shelves: Sequence[_Shelf], card: tuple[float, float], sizes: Measures
) -> tuple[Plan, tuple[Caption, ...]]:
    known: Mapping[str, Face] = {face.key: face for face in made}
    width, height = card
    starts = sizes.starts(width, max([1, *(at + columns for shelf in shelves for _, at, columns in shelf)]))
    cards: list[Placed] = []
    captions: list[Caption] = []
    at: dict[str, int] = {}
    rows: dict[str, float] = {}
    y = MARGIN
    for shelf in shelves:
        first = y + _above(shelf)
        for block, start, columns in shelf:
            if block.words:
                captions.append(
                    Caption(ellipsized(block.words, width + NEAR, 12.0), starts[start], first - WORDS_ABOVE)
                )
            for number, key in enumerate(block.keys):
                column, row = start + number % columns, number // columns
                box = Box(starts[column], first + row * (height + between(sizes)), width, height)
                cards.append(placed(known[key], box, 0))
                at[key], rows[key] = column, first
        y = first + _rows(shelf) * (height + between(sizes)) - between(sizes) + sizes.between_bands
    cards += empty_seats(
        [face for face in made if face.kind == "seat"], cards, starts, width, sizes, max(rows.values())
    )
    return Plan(tuple(cards), {}, at, rows, tuple(starts), "", width, sizes), tuple(captions)
