"""What stands on the cards of a map, and how large a card has to be for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.algorithms.verdict import amount
from graph.vocabulary.amounts import counted
from viz.layout import Box
from viz.letters import broken, ellipsized, text_width
from viz.power_scene import LEAST, Somebody
from viz.power_titles import beginnings, told_apart
from viz.power_units import UnitOfPeople, stands

REGULAR = 0.97  # how wide the regular weight is beside the semibold that the widths are of
PITCH, FIRST, LAST = 16.5, 20.0, 10.0  # from line to line, down to the first, and below the last
NARROWEST, WIDEST = 150.0, 170.0
SEAT_HIGH = FIRST + PITCH + LAST  # an empty seat has two lines
COMPACT_WIDTH = 190.0
ROOMY = 60  # people at most of whom nothing is cut where everybody is drawn
BARS = 10.0  # what bars below a mark need beside it

Line = tuple[str, float, int, str]  # words, size, weight, colour


@dataclass(frozen=True, slots=True)
class Face:
    """A card before it has a place: ``kind`` is person, seat or unit; ``text`` its lines.

    ``bars`` tells whether bars for the depth of our relation stand below the mark where there is room.
    """

    key: str
    kind: str
    person: Somebody | None
    radius: float
    text: tuple[Line, ...]
    bars: bool = True

    @property
    def high(self) -> float:
        """How high a card has to be for its lines, which are two or more."""
        return FIRST + PITCH * (max(2, len(self.text)) - 1) + LAST

    @property
    def text_at(self) -> float:
        """Where the text begins: after the mark, where there is one."""
        return 17 + 2 * self.radius if self.person else 14.0


DEPTHS = ("", "slight", "working", "deep")


@dataclass(frozen=True, slots=True)
class Placed:
    """A card with its place; ``hidden`` counts the levels left out between it and its manager."""

    face: Face
    box: Box
    hidden: int
    first: float
    pitch: float

    @property
    def key(self) -> str:
        return self.face.key

    @property
    def kind(self) -> str:
        return self.face.kind

    @property
    def person(self) -> Somebody | None:
        return self.face.person

    @property
    def radius(self) -> float:
        return self.face.radius

    @property
    def depth(self) -> int:
        """How many bars stand below the mark: how deep our relation is, 1..3, where the card has room for them."""
        room = self.box.height / 2 - self.radius - BARS if self.face.bars and len(self.face.text) > 2 else -1.0
        return DEPTHS.index(self.person.depth) if self.person and room >= 0 else 0

    @property
    def mark_at(self) -> float:
        """How far down the middle of the mark is; bars below it take it up a little."""
        return self.box.height / 2 - (5.0 if self.depth else 0.0)

    @property
    def text(self) -> tuple[Line, ...]:
        return self.face.text

    @property
    def text_at(self) -> float:
        return self.face.text_at


def placed(face: Face, box: Box, hidden: int) -> Placed:
    """Put a card somewhere, its lines in the middle of its height."""
    used = FIRST + PITCH * (len(face.text) - 1) + LAST
    return Placed(face, box, hidden, FIRST + max(0.0, (box.height - used) / 2), PITCH)


def faces(
    people: Sequence[Somebody],
    seats: Sequence[str],
    shifts: Mapping[str, float],
    *,
    compact: bool,
    widest: float = WIDEST,
    roomy: bool = False,
    names: int = 1,
) -> tuple[list[Face], float, float]:
    """Return the cards of people and of empty seats, and the width and height that all of them have.

    ``shifts`` is how far a card is indented, which its text has to do without; ``widest`` how wide cards may be, and
    are where everybody is drawn.

    Where there is room nothing is cut: a long name, title or role takes a second line; in the first view every card is
    as high as the fullest. In the compact view of many a name has ``names`` lines at most and the rest one, the seats
    before the title; of titles that begin alike and would be cut, what tells them apart comes first.
    """
    width = (
        widest
        if compact
        else min(widest, max([NARROWEST, *(_wanted(one) + shifts.get(one.id, 0.0) for one in people)]))
    )
    shared = beginnings(one.title for one in people) if compact and not roomy else None
    made = [_person(one, width - shifts.get(one.id, 0.0), shared, names, bars=not compact) for one in people]
    made += [
        Face(f"seat-{number}", "seat", None, 0.0,
             ((ellipsized(seat, width - 22, 13.0), 13.0, 600, "ink"), ("empty seat", 12.0, 400, "second-ink")))
        for number, seat in enumerate(seats)
    ]  # fmt: skip
    return made, width, _height(made, 2 if compact else 3)


def unit_faces(
    units: Sequence[UnitOfPeople], shifts: Mapping[str, float], width: float = COMPACT_WIDTH
) -> tuple[list[Face], float, float]:
    """Return the cards of units, and the width and height that all of them have."""
    made = []
    for number, unit in enumerate(units):
        key = f"unit:{number}"
        room = width - 22 - shifts.get(key, 0.0)
        many = counted(len(unit.people), "person", "people")
        many += f", {amount(unit.share)}" if unit.share >= LEAST else ""
        made.append(Face(key, "unit", None, 0.0, (
            *((line, 13.0, 600, "ink") for line in broken(unit.name, room, 13.0, lines=3)),
            *((line, 12.0, 400, "second-ink") for line in broken(many, room / REGULAR, 12.0)),
            *((line, 12.0, 500, "ink") for line in broken(stands(unit), room / REGULAR, 12.0)),
        )))  # fmt: skip
    return made, width, _height(made, 3)


def _height(made: Sequence[Face], least: int) -> float:
    return FIRST + PITCH * (max([least, *(len(one.text) for one in made)]) - 1) + LAST


def _radius(one: Somebody) -> float:
    return round(9.5 + 5.5 * min(1.0, one.share / 0.2), 1)


def _wanted(one: Somebody) -> float:
    """Return how wide a card would have to be for its name and role to stand in one line each."""
    return 17 + 2 * _radius(one) + 9 + max(text_width(one.name, 13.0), text_width(one.role, 12.0) * REGULAR)


def _person(one: Somebody, width: float, shared: frozenset[str] | None, names: int, *, bars: bool) -> Face:
    """Return a card; ``shared`` are the beginnings that many titles share, None where nothing is cut."""
    radius = _radius(one)
    room = width - (17 + 2 * radius) - 9
    if shared is not None:
        return Face(one.id, "person", one, radius, _short(one, room, shared, names), bars)
    name = [(line, 13.0, 600, "ink") for line in broken(one.name, room, 13.0)]
    title = [(line, 12.0, 400, "second-ink") for line in broken(one.title or one.unit, room / REGULAR, 12.0)]
    role = [(line, 12.0, 500, "ink") for line in broken(one.role, room / REGULAR, 12.0)]
    return Face(one.id, "person", one, radius, (*name, *title, *role), bars)


def _short(one: Somebody, room: float, shared: frozenset[str], names: int) -> tuple[Line, ...]:
    """Return the lines of a card in the view of everybody; the seat comes first on the last: it is not cut."""
    called_by_title = bool(one.title) and one.name.startswith(one.title)
    name, post = one.name, one.title if one.title and not called_by_title else one.unit
    if called_by_title and text_width(name, 12.6) > room:
        name, begins = told_apart(name, shared)
        post = " · ".join(part for part in (begins, post) if part)
    elif not called_by_title and text_width(post, 12.0) * REGULAR > room:
        post = " · ".join(part for part in told_apart(post, shared) if part)
    second = " · ".join(part for part in (", ".join(one.seats), post) if part)
    return (
        *((line, 12.6, 600, "ink") for line in broken(name, room, 12.6, lines=names)),
        (ellipsized(second, room / REGULAR, 12.0), 12.0, 400, "second-ink"),
    )
