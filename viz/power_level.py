"""Where does everybody stand where all are drawn: cards as high as their words, columns filled from the heads down."""

from collections.abc import Sequence

from viz.layout import Box
from viz.letters import ellipsized
from viz.power_cards import SEAT_HIGH, Face, Placed, placed
from viz.power_columns import FOOT, Column, level_bands, lone_ones
from viz.power_glance import near_ties
from viz.power_marks import LABEL
from viz.power_routes import Plan
from viz.power_rows import NEAR, Caption, between, empty_seats
from viz.power_scene import PowerScene
from viz.power_sizes import INDENT, LARGEST, LEFT, MARGIN, PAGE, WORTH_IT, Measures
from viz.power_tree import Tree

Levelled = tuple[Plan, tuple[Caption, ...]]
_WORDS_ABOVE = 9.0  # of a card


def level_plan(made: Sequence[Face], scene: PowerScene, tree: Tree, width: float, sizes: Measures) -> Levelled:
    """Give every card its box, in as many columns of cards so wide as fit; empty seats stand where there is room below.

    The captions are of those who stand at the foot of a column of others.
    """
    return _Placing(made, scene, tree, width, sizes).plan()


def lowest(found: Sequence[Levelled]) -> Levelled:
    """Return the lowest picture; one with more or fewer columns than the first only if it is much lower."""
    columns = len(found[0][0].starts)

    def height(one: Levelled) -> float:
        return _height_on_a_page(one[0]) * (WORTH_IT if len(one[0].starts) == columns else 1.0)

    return min(found, key=height)


def _height_on_a_page(plan: Plan) -> float:
    """Return how high a picture becomes that is as wide as a page."""
    wide = plan.starts[-1] + plan.width + MARGIN
    return max(card.box.y + card.box.height for card in plan.cards) * min(LARGEST, PAGE / wide)


class _Placing:
    def __init__(self, made: Sequence[Face], scene: PowerScene, tree: Tree, width: float, sizes: Measures) -> None:
        self._known = {face.key: face for face in made}
        self._tree, self._width, self._sizes = tree, width, sizes
        self._tied = near_ties(scene, tree.top)
        self._short = {one.id: one.short for one in scene.people}
        self._captions: list[Caption] = []
        self._camp = {key: number for number, camp in enumerate(scene.camps) for key in camp.members}
        self._most = sizes.columns(width)
        self._lone, self._hung = frozenset(lone_ones(tree)), set[str]()
        self._cards: list[Placed] = []
        self._at: dict[str, int] = {}
        self._rows: dict[str, float] = {}
        self._starts: list[float] = []

    def plan(self) -> Levelled:
        tree, sizes = self._tree, self._sizes
        heads = [key for key in tree.order if key not in tree.above and key != tree.top]
        free = [key for key in heads if not tree.below(key)]
        bands = level_bands(tree, [key for key in heads if tree.below(key)], self._most, self._takes,
                            self._tied)  # fmt: skip
        across = -(-len(free) // -(-len(free) // self._most)) if free else 0  # six in four are three and three
        self._starts = sizes.starts(self._width, max([1, across, *map(len, bands)]))
        y = self._first() + (self._known[tree.top].high + sizes.below_top if tree.top else 0.0)
        for band in bands:
            y = self._band(band, y) + sizes.between_bands
        self._row(free, across, y)
        if tree.top:
            self._above_all()
        seats = [face for face in self._known.values() if face.kind == "seat"]
        self._cards += self._seats(seats)
        plan = Plan(tuple(self._cards), tree.above, self._at, self._rows, tuple(self._starts), tree.top, self._width,
                    sizes, frozenset(self._hung))  # fmt: skip
        return plan, tuple(self._captions)

    def _first(self) -> float:
        """Return where the first row begins: lower where the name of a camp stands above the one on top."""
        camp = self._camp.get(self._tree.top, -1)
        named = sum(self._camp.get(key, -2) == camp for key in self._tree.order) > 1
        return MARGIN + (LABEL if named else 0.0)

    def _takes(self, key: str) -> float:
        """Return how much of a column somebody takes, with the room below where their camp's name may stand."""
        below = self._tree.below(key)
        last = key in self._camp and not any(self._camp.get(one) == self._camp[key] for one in below)
        return self._known[key].high + self._sizes.below + (LABEL if last else 0.0)

    def _band(self, band: Sequence[Column], first: float) -> float:
        """Place a band; return where it ends."""
        head_high = max((self._known[one.head].high for one in band if one.head), default=0.0)
        end = first
        self._hung |= {key for one in band for key in (*one.keys, *one.foot) if key in self._lone}
        for number, column in enumerate(band):
            y = first
            if column.head:
                self._put(column.head, number, first, y, head_high)
            if column.head or column.further:
                y += head_high + self._sizes.below_head
            keys = column.keys
            for key, following in zip(keys, [*keys[1:], ""], strict=False):
                card = self._put(key, number, first, y, self._known[key].high)
                named = key in self._camp and self._camp.get(following) != self._camp[key]
                y = card.y + card.height + self._sizes.below + (LABEL if named else 0.0)
                end = max(end, y - self._sizes.below)
            end = max(end, first + head_high if column.head else end)
            if column.foot:
                y = max(y, first + head_high + self._sizes.below_head) + FOOT - self._sizes.below
                self._say(f"Also report to {self._short[self._tree.top]}", number, y)
                for key in column.foot:
                    y += self._put(key, number, first, y, self._known[key].high).height + self._sizes.below
                end = max(end, y - self._sizes.below)
        return end

    def _say(self, words: str, column: int, y: float) -> None:
        """Put words above a card at the foot of a column."""
        words = ellipsized(words, self._width + NEAR - INDENT, 12.0)
        self._captions.append(Caption(words, self._starts[column] + INDENT, y - _WORDS_ABOVE))

    def _put(self, key: str, column: int, row: float, y: float, high: float) -> Box:
        shift = INDENT if key in self._hung else self._tree.shift(key)
        box = Box(self._starts[column] + shift, y, self._width - shift, high)
        self._cards.append(placed(self._known[key], box, self._tree.above.get(key, ("", 0))[1]))
        self._at[key], self._rows[key] = column, row
        return box

    def _row(self, free: Sequence[str], across: int, y: float) -> None:
        """Place those who neither report to anybody drawn nor have anybody below, in rows of their own."""
        high = max((self._known[key].high for key in free), default=0.0)
        for number, key in enumerate(free):
            self._put(key, number % across, y, y + number // across * (high + between(self._sizes)), high)

    def _seats(self, seats: Sequence[Face]) -> list[Placed]:
        """Place empty seats at the foot of a short column if that makes the picture no higher, else in a row below."""
        feet = [max((c.box.y + c.box.height for c in self._cards if self._at.get(c.key) == number), default=MARGIN)
                for number in range(len(self._starts))]  # fmt: skip
        short = min(range(len(feet)), key=feet.__getitem__)
        high = len(seats) * (SEAT_HIGH + self._sizes.below) - self._sizes.below
        y = max(feet) - high
        if y < feet[short] + self._sizes.aside:
            return empty_seats(seats, self._cards, self._starts, self._width, self._sizes)
        step = SEAT_HIGH + self._sizes.below
        return [
            placed(face, Box(self._starts[short], y + number * step, self._width, SEAT_HIGH), 0)
            for number, face in enumerate(seats)
        ]

    def _above_all(self) -> None:
        """Place the one on top over the middle of the row of heads."""
        top = self._tree.top
        first = min(self._rows.values(), default=0.0)
        mine = [self._starts[self._at[key]] for key in self._tree.below(top) if self._rows.get(key) == first]
        middle = (min(mine) + max(mine)) / 2 if mine else LEFT
        self._cards.insert(
            0, placed(self._known[top], Box(middle, self._first(), self._width, self._known[top].high), 0)
        )
