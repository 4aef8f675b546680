"""Where does everybody of a decision stand on a narrow screen: in one column, each indented below their manager.

Cards end at the same line on the right, so that influence, alliances and conflicts run in a gutter beside them, past
every card; lines of reporting run on the left. In pixels, from the top left, as in power_layout.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from viz.layout import Box
from viz.letters import ellipsized, text_width
from viz.power_cards import FEW_CARDS, FIRST, LAST, NOTE_LOWER, PITCH, SEAT_HIGH, Face, Placed, faces, person_face
from viz.power_glance import quiet_lines
from viz.power_gutter import Bracket, brackets, gutters_of, lines_beside
from viz.power_layout import PowerPicture
from viz.power_marks import Door, Hull
from viz.power_routes import Stroke
from viz.power_rows import Caption, blocks_of, seats_caption
from viz.power_scene import PowerScene, Somebody
from viz.power_sizes import FEW, MARGIN
from viz.power_tree import Tree, tree_of

WIDE = 326.0  # a screen of 360 pixels less its margins, so that a word of 12 pixels is 12 high on it
MOST_IN_OUTLINE = 60  # people: more in one column are too long a way
LEFT = 11.0
STEP, DEEPEST = 16.0, 64.0  # how far somebody is indented below their manager, and the deepest of all
_GAP, _CLOSE, _FEW = 13.0, 9.0, 12  # between two cards; of more than so many people
_APART = 9.0  # more before somebody who reports to nobody here
_CAMP, _LEVELS, _CAPTION = 22.0, 11.0, 24.0  # more above a card: a camp's name, a number of levels, a heading
_ROUND = 6.0  # how far a camp reaches beyond its cards
_DOOR, _DOOR_ROOM = 26.0, 32.0  # how high the sign of a door is, and how much higher a card with it
_SEATS = 40.0  # the room above the empty seats


def outline(
    scene: PowerScene, people: Sequence[Somebody], *, name: str = "few", title: str = "",
    notes: Mapping[str, str] = MappingProxyType({}),
) -> PowerPicture:  # fmt: skip
    """Place people in one column: whoever is above all first, below each theirs; empty seats come last.

    Of everybody, named "all", a line that is not strong is shown only with whom it touches, and has no words. ``notes``
    are what cards say below their lines, by person.
    """
    column = _column(scene, people, notes)
    beside = brackets(scene.sways, {key: at for at, key in enumerate(column.order)}, quiet_lines(scene))
    tried = [_drawn(scene, column, beside, wide) for wide in gutters_of(beside)]
    cards, lines = max(tried, key=lambda one: sum(len(line.label) > 1 for line in one[1]))  # if alike, the narrowest
    boxes = {card.key: card.box for card in cards}
    bottom = max([40.0, *(box.y + box.height + _ROUND for box in boxes.values())])
    return PowerPicture(
        name, title, WIDE, bottom + MARGIN, tuple(cards), tuple(_hulls(scene, column, boxes)),
        tuple(_doors(column, cards)), (*_reporting(column, boxes), *lines), compact=name == "all",
        captions=(*_captions(column, boxes), *seats_caption(cards, FEW)),
    )  # fmt: skip


def _drawn(
    scene: PowerScene, column: "_Column", beside: Sequence[Bracket], gutter: float
) -> tuple[list[Placed], list[Stroke]]:
    """Return the cards left of a gutter so wide, and the lines in it."""
    cards = _cards(scene, column, WIDE - gutter)
    return cards, list(lines_beside(beside, {card.key: card.box for card in cards}, WIDE))


@dataclass(frozen=True, slots=True)
class _Column:
    """Who stands in it, from the top; how many steps each is indented, under which heading, and in which camp.

    ``runs`` are people of one camp who stand below each other, each with the number of the camp; ``doors`` the words of
    the doors that are kept before somebody, ``notes`` what a card says below its lines.
    """

    people: Mapping[str, Somebody]
    tree: Tree
    order: tuple[str, ...]
    steps: Mapping[str, int]
    headings: Mapping[str, str]
    runs: tuple[tuple[int, tuple[str, ...]], ...]
    doors: Mapping[str, tuple[tuple[str, str], ...]]
    notes: Mapping[str, str]

    @property
    def step(self) -> float:
        """How far one step is, in pixels: less where many stand above each other."""
        return min(STEP, DEEPEST / max([1, *self.steps.values()]))

    @property
    def gap(self) -> float:
        """How far cards are from each other, in pixels."""
        return _GAP if len(self.order) <= _FEW else _CLOSE

    def above(self, key: str) -> float:
        """Return the room above a card, in pixels, for what stands there."""
        boss, hidden = self.tree.above.get(key, ("", 0))
        first = any(run[0] == key for _, run in self.runs)
        return (
            self.gap + (0.0 if boss else _APART) + (_CAMP if first else 0.0) + (_LEVELS if hidden else 0.0)
            + (_CAPTION if key in self.headings else 0.0)
        )  # fmt: skip


def _column(scene: PowerScene, people: Sequence[Somebody], notes: Mapping[str, str]) -> _Column:
    tree = tree_of([one.id for one in people], {one.id: one.manager for one in scene.people})
    headings: dict[str, str] = {}
    if tree.above:
        roots = [key for key in tree.order if key not in tree.above]
        roots.sort(key=lambda key: (key != tree.top, not tree.below(key)))
        rows = [row for root in roots for row in _below(tree, root, 0)]
    else:
        blocks = blocks_of(scene, people, few=True)
        headings = {block.keys[0]: block.words for block in blocks if block.words}
        rows = [(key, 0) for block in blocks for key in block.keys]
    steps = dict(rows)
    doors: dict[str, tuple[tuple[str, str], ...]] = {}
    for keeper, behind, words in scene.doors:
        if keeper in steps and behind in steps:
            doors[behind] = (*doors.get(behind, ()), (keeper, words))
    known = {one.id: one for one in people}
    return _Column(known, tree, tuple(steps), steps, headings, tuple(_runs(scene, steps)), doors, notes)


def _below(tree: Tree, key: str, step: int) -> Iterator[tuple[str, int]]:
    """Yield somebody and everybody below them, with how many steps each is indented."""
    yield key, step
    for child in tree.below(key):
        yield from _below(tree, child, step + 1)


def _runs(scene: PowerScene, steps: Mapping[str, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield people of one camp who stand below each other, none further left than the first: there its name stands."""
    for number, camp in enumerate(camp for camp in scene.camps if sum(one in steps for one in camp.members) > 1):
        run: list[str] = []
        for key, step in steps.items():
            if run and (key not in camp.members or step < steps[run[0]]):
                yield number, tuple(run)
                run = []
            if key in camp.members:
                run.append(key)
        if run:
            yield number, tuple(run)


def _cards(scene: PowerScene, column: _Column, right: float) -> list[Placed]:
    cards: list[Placed] = []
    y = MARGIN - column.gap
    for key in column.order:
        x = LEFT + column.step * column.steps[key]
        face = person_face(column.people[key], right - x, column.notes.get(key, ""))
        words = FIRST + PITCH * (face.lines - 1) + LAST + (2 * NOTE_LOWER if face.note else 0.0)
        y += column.above(key) - (_APART if not cards else 0.0)
        box = Box(x, y, right - x, max(words, 2 * face.radius + 12) + _DOOR_ROOM * len(column.doors.get(key, ())))
        first = FIRST + max(0.0, (2 * face.radius + 12 - words) / 2)
        cards.append(Placed(face, box, column.tree.above.get(key, ("", 0))[1], first, PITCH))
        y = box.y + box.height
    y += _SEATS
    for face in _seats(scene, right - LEFT):
        cards.append(Placed(face, Box(LEFT, y, right - LEFT, SEAT_HIGH), 0, FIRST, PITCH))
        y += SEAT_HIGH + _GAP
    return cards


def _seats(scene: PowerScene, width: float) -> list[Face]:
    return faces((), scene.empty_seats[:4], {}, compact=False, room=replace(FEW_CARDS, widest=width, narrowest=width))[
        0
    ]


def _captions(column: _Column, boxes: Mapping[str, Box]) -> Iterator[Caption]:
    firsts = {run[0] for _, run in column.runs}
    for key, words in column.headings.items():
        yield Caption(words, LEFT, boxes[key].y - 10 - (_CAMP if key in firsts else 0.0))


def _reporting(column: _Column, boxes: Mapping[str, Box]) -> Iterator[Stroke]:
    """Yield a line from each manager down to each card; a number says how many levels are left out."""
    for key in column.order:
        boss, hidden = column.tree.above.get(key, ("", 0))
        if not boss:
            continue
        upper, box = boxes[boss], boxes[key]
        spine = upper.x + column.step / 2
        points = ((spine, upper.y + upper.height), (spine, box.middle), (box.x, box.middle))
        yield Stroke("reports", key, boss, points, 1.5, str(hidden) if hidden else "", (spine, box.y - 12))


def _hulls(scene: PowerScene, column: _Column, boxes: Mapping[str, Box]) -> Iterator[Hull]:
    """Yield a soft box round those of a camp who stand below each other, its name above them."""
    camps = [camp for camp in scene.camps if sum(one in boxes for one in camp.members) > 1]
    for number, run in column.runs:
        members = camps[number].members
        weightiest = next(one for one in members if one in boxes)
        first, last = boxes[run[0]], boxes[run[-1]]
        top = first.y - _CAMP - 3
        box = Box(
            first.x - _ROUND, top, first.right - first.x + 2 * _ROUND, last.y + last.height + _ROUND - top
        )  # fmt: skip
        words = f"camp around {column.people[weightiest].short}"
        yield Hull(box, f"camp-{number % 3}", words, members, (box.x + 12, top + 16))


def _doors(column: _Column, cards: Sequence[Placed]) -> Iterator[Door]:
    """Yield the sign of each door below the words on the card of whom it is kept from, with who keeps it."""
    for card in cards:
        kept, x = column.doors.get(card.key, ()), card.box.x + card.text_at - 2
        for number, (keeper, words) in enumerate(kept):
            told = ellipsized(words, card.box.right - x - 36, 12.0)
            y = card.box.y + card.box.height - _DOOR_ROOM * (len(kept) - number) - 2
            yield Door(Box(x, y, text_width(told, 12.0) + 32, _DOOR), told, keeper, card.key, "")
