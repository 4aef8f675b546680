"""Where does everything stand: us on the left, the target on the right, one row a way; in pixels, from the top left.

Every way but the last part of its last hop keeps to its own row, and only lines run in the last gutter, so
that nothing can overlap: cards and labels by their columns and rows, lines by keeping the order of the rows.
"""

from dataclasses import dataclass

from viz.letters import broken, ellipsized, text_width
from viz.palette import Strength, line_width
from viz.scene import Card, HopLabel, Way
from viz.wording import first_name

CARD_HEIGHT = 56.0
CARD_WIDTHS = {"ours": 162.0, "between": 172.0, "target": 180.0}
ROW = 92.0  # from one row to the next
MARGIN = 4.0  # round the whole picture, for borders and shadows
NAME_SIZE, ROLE_SIZE, LABEL_SIZE = 13.5, 12.0, 12.0
TEXT_AT = 52.0  # where the text of a card begins, after the mark
REGULAR = 0.96  # how wide the regular weight is beside the semibold that the widths are of
LABEL_LINE = 15.0
LABEL_PADDING = 8.0
NARROWEST_LABEL, WIDEST_LABEL = 142.0, 320.0
STUB, ARROW = 16.0, 30.0  # the line that is seen before a label, and after it with its arrow head
GUTTER = 92.0  # where the lines bend towards the target


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.right and other.x < self.right
            and self.y < other.y + other.height and other.y < self.y + self.height
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """``way`` says on which way a card stands, None of the target; ``name`` and ``role`` are lines, three in all."""

    key: str
    card: Card
    box: Box
    name: tuple[str, ...]
    role: tuple[str, ...]
    way: int | None = None

    @property
    def text(self) -> tuple[tuple[str, bool, float], ...]:
        """Return each line, whether it is of the name, and its baseline from the middle of the card in pixels."""
        told = [*((line, True) for line in self.name), *((line, False) for line in self.role)]
        below = {1: (4.5,), 2: (-3.5, 14.0), 3: (-11.5, 4.0, 19.0)}[min(len(told), 3)] if told else ()
        return tuple((line, named, at) for (line, named), at in zip(told, below, strict=False))


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    way: int
    box: Box
    lines: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Line:
    """From a card straight to ``bend``, from there in a curve to the end; level when start and end are level."""

    way: int
    source: str
    to: str
    start: tuple[float, float]
    bend: float
    end: tuple[float, float]
    width: float
    strength: Strength


@dataclass(frozen=True, slots=True)
class Picture:
    width: float
    height: float
    cards: tuple[PlacedCard, ...]
    labels: tuple[PlacedLabel, ...]
    lines: tuple[Line, ...]


def introduction_layout(target: Card, ways: tuple[Way, ...], *, width: float = 960.0) -> Picture:
    """Place the ways to a target; wider than ``width`` only when that many columns need it."""
    columns = max((len(way.people) for way in ways), default=0)
    label = _label_width(columns, width)
    at = _columns(columns, label)
    height = max(len(ways), 1) * ROW - (ROW - CARD_HEIGHT) + 2 * MARGIN
    widths = [line_width(way.hops[-1].warmth) for way in ways]
    target_height = max(CARD_HEIGHT, sum(widths) + 7.0 * (len(ways) - 1) + 24)
    goal = Box(at[-1], (height - target_height) / 2, CARD_WIDTHS["target"], target_height)
    ports = _ports(goal, widths)
    cards, labels, lines = [_placed("target", target, goal, there=target.company)], list[PlacedLabel](), list[Line]()
    for row, way in enumerate(ways):
        top = MARGIN + row * ROW
        mine = [
            _placed(f"way-{row}-{place}", card, Box(at[place], top, _width(place), CARD_HEIGHT), row, target.company)
            for place, card in enumerate(way.people)
        ]
        cards += mine
        for place, hop in enumerate(way.hops):
            here, last = mine[place], place == len(mine) - 1
            to = goal if last else mine[place + 1].box
            until = goal.x - GUTTER if last else to.x - ARROW
            labels.append(_label(row, hop, here.box, until, label))
            line = Line(
                way=row,
                source=here.key,
                to="target" if last else mine[place + 1].key,
                start=(here.box.right, here.box.middle),
                bend=until if last else to.x,
                end=(goal.x, ports[row]) if last else (to.x, here.box.middle),
                width=line_width(hop.warmth),
                strength=hop.strength,
            )
            lines.append(line)
    return Picture(goal.right + MARGIN, height, tuple(cards), tuple(labels), tuple(lines))


def _width(column: int) -> float:
    return CARD_WIDTHS["between" if column else "ours"]


def _label_width(columns: int, width: float) -> float:
    """Return the room for a label in each gap, such that the picture has the width asked for where it can."""
    fixed = 2 * MARGIN + sum(_width(column) for column in range(columns)) + GUTTER + CARD_WIDTHS["target"]
    fixed += columns * STUB + max(columns - 1, 0) * ARROW
    return max(NARROWEST_LABEL, (width - fixed) / max(columns, 1))


def _columns(columns: int, label: float) -> list[float]:
    """Return where each column begins; the last is the target."""
    at = [MARGIN]
    for column in range(columns):
        after = GUTTER if column == columns - 1 else ARROW
        at.append(at[-1] + _width(column) + STUB + label + after)
    return at


def _ports(goal: Box, widths: list[float]) -> list[float]:
    """Return where each line arrives: in the order of the rows, so that lines do not cross."""
    if len(widths) == 1:
        return [goal.middle]
    heights, total = list[float](), sum(widths) + 7.0 * (len(widths) - 1)
    at = goal.middle - total / 2
    for width in widths:
        heights.append(at + width / 2)
        at += width + 7.0
    return heights


def _placed(key: str, card: Card, box: Box, way: int | None = None, there: str = "") -> PlacedCard:
    """Place a card; ``there`` is the target's company, which needs no saying on any card of the picture."""
    room, role = box.width - TEXT_AT - 8, _role(card, there)
    post = bool(card.title) and card.name.startswith(card.title)
    name = _named(card.name, room, lines=2, post=post)
    if name and name[-1].endswith("…"):
        return PlacedCard(key, card, box, _named(card.name, room, lines=3, post=post), (), way)
    return PlacedCard(key, card, box, name, broken(role, room, ROLE_SIZE * REGULAR, lines=max(1, 3 - len(name))), way)


def _role(card: Card, there: str) -> str:
    """Return the title, with the company where it is another; "" of a post that its name says already."""
    company = "us" if card.kind == "ours" else "" if card.company == there else card.company
    title = "" if card.title and card.name.startswith(card.title) else card.title
    return ", ".join(part for part in (title, company) if part) or ("" if title != card.title else card.company)


def _named(name: str, room: float, *, lines: int = 2, post: bool = False) -> tuple[str, ...]:
    """Return a name as it stands on a card, on several lines where one has no room; then the first as a letter.

    A ``post`` without a holder's name has no first one.

    >>> _named("Katarzyna Wójcik", 110.0), _named("Baroness Taylor of Stevenage", 115.0)
    (('Katarzyna', 'Wójcik'), ('Baroness Taylor', 'of Stevenage'))
    >>> _named("Maximiliane Freifrau von und zu Hohenfels", 110.0)
    ('M. Freifrau von', 'und zu Hohenfe…')
    """
    found, first = broken(name, room, NAME_SIZE, lines=lines), first_name(name)
    if found and found[-1].endswith("…") and first != name and not post:
        return broken(f"{first[0]}.{name.removeprefix(first)}", room, NAME_SIZE, lines=lines)
    return found


def _label(way: int, hop: HopLabel, after: Box, until: float, room: float) -> PlacedLabel:
    start = after.right + STUB
    widest = min(until - start, max(room, WIDEST_LABEL))
    inner = widest - 2 * LABEL_PADDING
    lines, detail = broken(hop.text, inner, LABEL_SIZE), ellipsized(hop.detail, inner, LABEL_SIZE * REGULAR)
    width = max(text_width(line, LABEL_SIZE) for line in (*lines, detail)) + 2 * LABEL_PADDING
    width = min(widest, max(width, 72.0))
    height = LABEL_LINE * (len(lines) + 1) + 8
    box = Box(start + (until - start - width) / 2, after.middle - height / 2, width, height)
    return PlacedLabel(way, box, lines, detail)
