"""How do lines of reporting run: from each manager one trunk, along which stand all who report to them."""

from collections.abc import Iterator

from viz.layout import Box
from viz.power_pills import Point
from viz.power_routes import Plan, Stroke

# Left of a column, from band to band: apart from each other and from the lanes of influence.
_LANES = (6.0, 9.0, 15.0, 21.0)
_GAPS = (8.0, 13.0, 18.0, 29.0, 34.0)  # below a band; the line from the top goes between the third and the fourth


def reporting(plan: Plan) -> Iterator[Stroke]:
    """Yield a right-angled line from each manager down to each card; a number says how many levels are left out."""
    boxes = {card.key: card.box for card in plan.cards}
    further = _Further(plan, boxes)
    for card in plan.cards:
        if card.key not in plan.above or plan.above[card.key][0] not in boxes:
            continue
        boss = plan.above[card.key][0]
        upper, box = boxes[boss], card.box
        foot = upper.y + upper.height
        label = (box.x, box.y - 12)
        if boss == plan.top and (box.y == plan.rows[card.key] or card.key in plan.hung):
            points = _from_top(plan, upper, box, plan.rows[card.key])
            label = (points[-1][0], (points[-2][1] + box.y) / 2)
            if card.key in plan.hung:  # along the left of those who share a column
                side = plan.starts[plan.at[card.key]] - 5
                points = [*points[:-2], (side, points[-2][1]), (side, box.middle), (box.x, box.middle)]
                label = (side, box.y - 12)
        elif plan.rows.get(boss) != plan.rows.get(card.key):
            points = further.way(boss, card.key)
            label = (points[-2][0], box.y - 12)
        elif plan.at.get(boss) == plan.at.get(card.key):
            spine = upper.x + 6
            points = [(spine, foot), (spine, box.middle), (box.x, box.middle)]
            if box.x <= spine:  # so deep that it is indented no further: the line stays left of the cards
                spine, bend = box.x - 5, foot + 4
                points = [(upper.x + 6, foot), (upper.x + 6, bend), (spine, bend), (spine, box.middle), points[-1]]
            label = (spine, box.y - 12)
        else:  # a head's further column
            bus, spine = foot + plan.sizes.below_head * plan.sizes.bus, box.x - 6
            points = [(upper.x + 6, foot), (upper.x + 6, bus), (spine, bus), (spine, box.middle), (box.x, box.middle)]
            label = (spine, box.y - 12)
        yield Stroke("reports", card.key, boss, tuple(points), 1.5, str(card.hidden) if card.hidden else "", label)


def _from_top(plan: Plan, upper: Box, box: Box, row: float) -> list[Point]:
    """Go from the one above all columns to a head; to a band further down round the left of those above."""
    foot = upper.y + upper.height
    bus, into = foot + plan.sizes.below_top * plan.sizes.top_bus, box.x + box.width / 2
    points: list[Point] = [(upper.x + upper.width / 2, foot), (upper.x + upper.width / 2, bus)]
    if row > min(plan.rows.values()):
        side, over = plan.starts[0] - 12, row - 22
        points += [(side, bus), (side, over)]
        bus = over
    return [*points, (into, bus), (into, box.y)]


class _Further:
    """Ways into bands further down: out of the manager's column, along the gap below their band, down a gutter."""

    def __init__(self, plan: Plan, boxes: dict[str, Box]) -> None:
        self._plan, self._boxes = plan, boxes
        self._feet: dict[float, float] = {}
        for key, row in plan.rows.items():
            self._feet[row] = max(self._feet.get(row, 0.0), boxes[key].y + boxes[key].height)
        self._numbers: dict[str, int] = {}

    def way(self, boss: str, card: str) -> list[Point]:
        """Return the corners of a line; all lines of one manager share their lanes, those of others have others."""
        plan, upper, box = self._plan, self._boxes[boss], self._boxes[card]
        number = self._numbers.setdefault(boss, len(self._numbers))
        lane, foot = _LANES[number % len(_LANES)], upper.y + upper.height
        gap = self._feet[plan.rows[boss]] + _GAPS[number % len(_GAPS)]
        own, theirs = plan.starts[plan.at[boss]], plan.starts[plan.at[card]] - lane
        points: list[Point] = [(upper.x + 6, foot)]
        if upper.x > own:  # others stand below them, no further in
            points += [(upper.x + 6, foot + 4), (own - lane, foot + 4)]
        out = points[-1][0]
        return [*points, (out, gap), (theirs, gap), (theirs, box.middle), (box.x, box.middle)]
