"""What stands on the cards of a map, and how large a card has to be for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from graph.algorithms.verdict import amount
from graph.vocabulary.amounts import counted
from viz.layout import Box
from viz.letters import broken, ellipsized, text_width
from viz.power_scene import LEAST, Somebody
from viz.power_titles import beginnings, told_apart
from viz.power_units import UnitOfPeople, stands

REGULAR = 0.97  # how wide the regular weight is beside the semibold that the widths are of
PITCH, FIRST, LAST = 16.5, 20.0, 10.0  # from line to line, down to the first, and below the last
SEAT_HIGH = FIRST + PITCH + LAST  # an empty seat has two lines
COMPACT_WIDTH = 190.0
ROOMY = 60  # people at most of whom nothing is cut where everybody is drawn
DOTS, DOTS_WIDE = 8.0, 20.0  # what dots below a mark need, and how wide they are
MARK = 15.0  # what a card needs beside its mark
UNDER, RIGHT = 12.0, 5.0  # from the left edge to lines below the mark, and from any line to the right edge
BESIDE_MARK = 2  # lines that have room beside a mark
SMALLEST = 9.5  # the radius of a mark that holds nothing of the decision
NOTE_LOWER, NOTE_SIDE = 2.0, 7.0  # how much further down than a line of text a note stands, and room beside its words

Line = tuple[str, float, int, str]  # words, size, weight, colour


@dataclass(frozen=True, slots=True)
class CardRoom:
    """How wide cards may be, and the radius of the mark of whoever holds a fifth of the decision and more.

    ``under`` is for narrow cards: only the name stands beside the mark, all other lines below it.
    """

    narrowest: float
    widest: float
    largest: float
    under: bool = False


FEW_CARDS, BESIDE_CARDS = CardRoom(150.0, 170.0, 15.0), CardRoom(126.0, 186.0, 12.0, under=True)


@dataclass(frozen=True, slots=True)
class Face:
    """A card before it has a place: ``kind`` is person, seat or unit; ``text`` its lines; ``note`` stands below them.

    ``dots`` tells whether dots for the depth of our relation stand on it where there is room, ``named`` how many lines
    the name has where all others stand below the mark, else 0. Whoever has a note is ringed.
    """

    key: str
    kind: str
    person: Somebody | None
    radius: float
    text: tuple[Line, ...]
    dots: bool = True
    note: str = ""
    named: int = 0

    @property
    def lines(self) -> int:
        """How many lines it takes, the note too; the mark takes as much as two."""
        return len(self.text) + (BESIDE_MARK - self.named if self.named else 0) + (1 if self.note else 0)

    @property
    def high(self) -> float:
        """How high a card has to be for its lines, which are two or more."""
        return FIRST + PITCH * (max(2, len(self.text)) - 1) + LAST

    @property
    def text_at(self) -> float:
        """Where the text begins: after the mark, where there is one."""
        return MARK + 2 * self.radius if self.person else 14.0

    def line_at(self, line: int) -> tuple[float, float]:
        """Return where a line begins, in pixels from the left, and how far down, in lines below the first."""
        if not self.named:
            return self.text_at, line
        left = BESIDE_MARK - self.named
        return (self.text_at, line + left / 2) if line < self.named else (UNDER, line + left)


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
        """How many dots there are: how deep our relation is, 1..3, where the card has room for them."""
        return DEPTHS.index(self.person.depth) if self.person and self._dots else 0

    @property
    def dots(self) -> tuple[float, float]:
        """Where the dots begin, and how far down they are: below the mark, or where the last line with room ends."""
        return self._dots or (0.0, 0.0)

    @property
    def _dots(self) -> tuple[float, float] | None:
        face, known = self.face, bool(self.person and self.person.depth)
        if not face.named:
            room = face.dots and len(face.text) > 2 and self.box.height / 2 - self.radius >= DOTS
            below = (10 + self.radius - DOTS_WIDE / 2, self.box.height / 2 + self.radius + 4.5)
            return below if known and room else None
        x = self.box.width - RIGHT - DOTS_WIDE
        free = [at for at, (words, size, _, _) in enumerate(face.text)
                if face.line_at(at)[0] + text_width(words, size) + 6 <= x]  # fmt: skip
        return (x, self.down(free[-1]) - 4) if known and free else None

    @property
    def mark_at(self) -> float:
        """How far down the middle of the mark is; dots below it take it up a little."""
        if self.face.named:
            return self.first + self.pitch / 2 - 4.5
        return self.box.height / 2 - (4.0 if self._dots else 0.0)

    def down(self, line: int) -> float:
        """Return how far down a line is, in pixels from the top of the card."""
        return self.first + self.face.line_at(line)[1] * self.pitch

    @property
    def text(self) -> tuple[Line, ...]:
        return self.face.text

    @property
    def text_at(self) -> float:
        return self.face.text_at

    @property
    def note(self) -> str:
        return self.face.note

    @property
    def note_at(self) -> float:
        """How far down the line of the note is."""
        return self.first + self.pitch * (self.face.lines - 1) + NOTE_LOWER


def placed(face: Face, box: Box, hidden: int) -> Placed:
    """Put a card somewhere, its lines in the middle of its height."""
    used = FIRST + PITCH * (face.lines - 1) + LAST + (2 * NOTE_LOWER if face.note else 0.0)
    return Placed(face, box, hidden, FIRST + max(0.0, (box.height - used) / 2), PITCH)


def faces(
    people: Sequence[Somebody],
    seats: Sequence[str],
    shifts: Mapping[str, float],
    *,
    compact: bool,
    room: CardRoom = FEW_CARDS,
    roomy: bool = False,
    names: int = 1,
    notes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Face], float, float]:
    """Return the cards of people and of empty seats, and the width and height that all of them have.

    ``shifts`` is how far a card is indented, which its text has to do without; ``room`` how wide cards may be, and are
    where everybody is drawn; ``notes`` what a card says below its lines, by person.

    Where there is room nothing is cut: a long name, title or role takes a second line; in the first view every card is
    as high as the fullest. In the compact view of many a name has ``names`` lines at most and the rest one, the seats
    before the title; of titles that begin alike and would be cut, what tells them apart comes first.
    """
    width = (
        room.widest
        if compact
        else min(room.widest, max([room.narrowest, *(wanted(one, room) + shifts.get(one.id, 0.0) for one in people)]))
    )
    shared = beginnings(one.title for one in people) if compact and not roomy else None
    style = _Style(room, shared, names, dots=not compact)
    made = [_person(one, width - shifts.get(one.id, 0.0), style) for one in people]
    made = [
        _noted(face, notes[face.key], width - shifts.get(face.key, 0.0)) if face.key in notes else face for face in made
    ]
    made += [
        Face(f"seat-{number}", "seat", None, 0.0,
             ((ellipsized(seat, width - 22, 13.0), 13.0, 600, "ink"), ("empty seat", 12.0, 400, "second-ink")))
        for number, seat in enumerate(seats)
    ]  # fmt: skip
    return made, width, height_of(made, 2 if compact else 3)


def person_face(one: Somebody, width: float, note: str = "") -> Face:
    """Return the card of somebody on which nothing is cut that has room on two lines, with a note if there is one."""
    face = _person(one, width, _Style(FEW_CARDS, None, 1, dots=True))
    return _noted(face, note, width) if note else face


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
    return made, width, height_of(made, 3)


def height_of(made: Sequence[Face], least: int) -> float:
    """Return how high a card has to be for the lines of each of these, for so many at least; in pixels."""
    below = 2 * NOTE_LOWER if any(one.note for one in made) else 0.0
    return FIRST + PITCH * (max([least, *(one.lines for one in made)]) - 1) + LAST + below


def _noted(face: Face, words: str, width: float) -> Face:
    return replace(face, note=ellipsized(words, width - UNDER - RIGHT - 2 * NOTE_SIDE, 12.0))


def _radius(one: Somebody, room: CardRoom) -> float:
    return round(SMALLEST + (room.largest - SMALLEST) * min(1.0, one.share / 0.2), 1)


def wanted(one: Somebody, room: CardRoom = FEW_CARDS) -> float:
    """Return how wide a card would have to be for its name and role to stand in one line each."""
    beside, role = MARK + 2 * _radius(one, room) + RIGHT, text_width(one.role, 12.0) * REGULAR
    if room.under:
        title = min(text_width(one.title or one.unit, 12.0) * REGULAR, room.widest)
        return max(beside + text_width(one.name, 13.0), UNDER + RIGHT + max(role, title))
    return beside + max(text_width(one.name, 13.0), role)


@dataclass(frozen=True, slots=True)
class _Style:
    """How cards are written: ``shared`` are the beginnings that many titles share, None where nothing is cut."""

    room: CardRoom
    shared: frozenset[str] | None
    names: int
    dots: bool


def _person(one: Somebody, width: float, style: _Style) -> Face:
    radius = _radius(one, style.room)
    wide = width - (MARK + 2 * radius) - RIGHT
    if style.shared is not None:
        return Face(one.id, "person", one, radius, _short(one, wide, style.shared, style.names), style.dots)
    name = [(line, 13.0, 600, "ink") for line in broken(one.name, wide, 13.0)]
    wide = width - UNDER - RIGHT if style.room.under else wide
    posts = [post for post in (one.title, one.unit) if post and not one.name.startswith(post)]
    champion = "champion" in one.seats and "champion" not in one.role
    post = " · ".join([*posts[:1], *(["champion"] if champion else [])])
    title = [(line, 12.0, 400, "second-ink") for line in broken(post, wide / REGULAR, 12.0)]
    role = [(line, 12.0, 500, "ink") for line in broken(one.role, wide / REGULAR, 12.0)]
    named = len(name) if style.room.under else 0
    return Face(one.id, "person", one, radius, (*name, *title, *role), style.dots, named=named)


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
