"""Where does everybody of a decision stand: the organisation top-down, in columns; in pixels, from the top left.

Heads stand side by side, everybody below a head hangs indented in that head's column. Cards of a column end
at one line, so that the gutters between columns are free for the lines of influence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viz.layout import Box
from viz.power_routes import Router, Stroke, reporting
from viz.power_scene import PowerScene, Somebody

MARGIN, LEFT = 14.0, 34.0
INDENT = 9.0
SPLIT = 7  # people below a head before they stand in one more column
MOST = 300  # people drawn


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of one view: cards, the gutters between columns, and the room below heads and below others."""

    width: float
    height: float
    gutter: float
    below_top: float
    below_head: float
    below: float


FEW = Measures(162.0, 64.0, 34.0, 78.0, 58.0, 34.0)
ALL = Measures(176.0, 48.0, 30.0, 62.0, 26.0, 14.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A card; ``hidden`` counts the levels left out between it and its manager. ``person`` is None on empty seats."""

    key: str
    person: Somebody | None
    seat: str
    box: Box
    hidden: int
    radius: float


@dataclass(frozen=True, slots=True)
class Hull:
    box: Box
    colour: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """The label beside a guarded card, with whose door it is and who keeps it."""

    box: Box
    text: str
    keeper: str
    behind: str


@dataclass(frozen=True, slots=True)
class PowerPicture:
    name: str
    width: float
    height: float
    measures: Measures
    cards: tuple[Placed, ...]
    hulls: tuple[Hull, ...]
    doors: tuple[Door, ...]
    strokes: tuple[Stroke, ...]


@dataclass(slots=True)
class _Tree:
    """Who hangs below whom among those drawn, and how many levels are left out on the way."""

    order: Sequence[str]
    above: Mapping[str, tuple[str, int]]

    def below(self, person: str) -> list[str]:
        return [one for one in self.order if one in self.above and self.above[one][0] == person]

    def all_below(self, person: str) -> list[str]:
        return [one for child in self.below(person) for one in (child, *self.all_below(child))]


def power_layout(scene: PowerScene, *, everybody: bool) -> PowerPicture:
    """Place the people of the first view, or everybody up to 300, the weightiest first."""
    sizes = ALL if everybody else FEW
    people = {one.id: one for one in scene.people[:MOST] if everybody or one.first}
    tree = _tree(scene, people)
    heads = [one for one in people if one not in tree.above]
    top = max(heads, key=lambda one: (len(tree.below(one)), -heads.index(one)), default="")
    if not tree.below(top) and len(heads) > 1:
        top = ""
    columns = _columns(tree, top, [one for one in heads if one != top])
    cards, at, spines = _place(people, tree, top, columns, sizes)
    bottom = max((card.box.y + card.box.height for card in cards), default=0.0)
    cards += _empty(scene, cards, len(spines), sizes)
    bottom = max([bottom, *(card.box.y + card.box.height for card in cards)], default=0.0)
    boxes = {card.key: card.box for card in cards}
    doors = _doors(scene, boxes)
    router = Router(boxes, at, spines, top, sizes.gutter)
    strokes = [*reporting(cards, tree.above, top, at, sizes), *router.lines(scene, people)]
    hulls = _hulls(scene, cards, at, sizes)
    right = max([card.box.right for card in cards] + [door.box.right for door in doors], default=200.0)
    height = max([bottom, *(hull.box.y + hull.box.height for hull in hulls)]) + MARGIN
    width = max(right, *(point[0] for stroke in strokes for point in stroke.points)) if strokes else right
    return PowerPicture(
        "all" if everybody else "few", width + MARGIN, height, sizes, tuple(cards), tuple(hulls), tuple(doors),
        tuple(strokes),
    )  # fmt: skip


def _tree(scene: PowerScene, people: Mapping[str, Somebody]) -> _Tree:
    managers = {one.id: one.manager for one in scene.people}
    above = {}
    for person in people:
        boss, hidden, seen = managers.get(person, ""), 0, {person}
        while boss and boss not in people and boss not in seen:
            seen.add(boss)
            boss, hidden = managers.get(boss, ""), hidden + 1
        if boss in people and boss not in seen:
            above[person] = (boss, hidden)
    order = sorted(people, key=lambda one: [other.id for other in scene.people].index(one)) if people else []
    return _Tree(order, above)


def _columns(tree: _Tree, top: str, others: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the columns: a head ("" where a head has one more column), and who hangs in it, in order."""
    columns: list[tuple[str, list[str]]] = []
    for head in [*(tree.below(top) if top else []), *others]:
        runs: list[list[str]] = [[]]
        for child in tree.below(head):
            branch = [child, *tree.all_below(child)]
            if runs[-1] and len(runs[-1]) + len(branch) > SPLIT:
                runs.append([])
            runs[-1] += branch
        columns.append((head, runs[0]))
        columns += [("", run) for run in runs[1:]]
    return columns


def _place(
    people: Mapping[str, Somebody], tree: _Tree, top: str, columns: Sequence[tuple[str, list[str]]], sizes: Measures
) -> tuple[list[Placed], dict[str, int], list[float]]:
    """Return the cards, the column of each, and where each column begins."""
    cards: list[Placed] = []
    at: dict[str, int] = {}
    starts = [LEFT + number * (sizes.width + sizes.gutter) for number in range(len(columns))]
    first_row = MARGIN + (sizes.height + sizes.below_top if top else 0.0)
    for number, (head, below) in enumerate(columns):
        y = first_row
        if head:
            cards.append(_card(people[head], Box(starts[number], y, sizes.width, sizes.height), tree, sizes))
            at[head] = number
        y += sizes.height + sizes.below_head
        for person in below:
            depth = _depth(tree, person, top) - 1
            shift = INDENT * min(max(depth, 1), 4)
            box = Box(starts[number] + shift, y, sizes.width - shift, sizes.height)
            cards.append(_card(people[person], box, tree, sizes))
            at[person] = number
            y += sizes.height + sizes.below
    if top:
        mine = set(tree.below(top))
        heads = [starts[number] for number, (head, _) in enumerate(columns) if head in mine]
        middle = (min(heads) + max(heads)) / 2 if heads else LEFT
        cards.insert(0, _card(people[top], Box(middle, MARGIN, sizes.width, sizes.height), tree, sizes))
    return cards, at, starts


def _depth(tree: _Tree, person: str, top: str) -> int:
    depth, here = 0, person
    while here in tree.above and here != top:
        here = tree.above[here][0]
        depth += 1
    return depth + (0 if here == top and top else 1)


def _card(person: Somebody, box: Box, tree: _Tree, sizes: Measures) -> Placed:
    most = 15.0 if sizes is FEW else 14.0
    radius = round(9.5 + (most - 9.5) * min(1.0, person.share / 0.2), 1)
    return Placed(person.id, person, "", box, tree.above.get(person.id, ("", 0))[1], radius)


def _empty(scene: PowerScene, cards: Sequence[Placed], columns: int, sizes: Measures) -> list[Placed]:
    """Put an empty card for each empty seat below the shortest column."""
    found: list[Placed] = []
    step = sizes.width + sizes.gutter
    for number, seat in enumerate(scene.empty_seats[:4]):
        lowest = [MARGIN + sizes.height + sizes.below_top] * max(columns, 1)
        for card in (*cards, *found):
            column = int((card.box.x - LEFT) // step)
            if 0 <= column < len(lowest):
                lowest[column] = max(lowest[column], card.box.y + card.box.height + sizes.below_head)
        column = min(range(len(lowest)), key=lambda one: (lowest[one], -one))
        box = Box(LEFT + column * step, lowest[column], sizes.width, sizes.height)
        found.append(Placed(f"seat-{number}", None, seat, box, 0, 12.0))
    return found


def _doors(scene: PowerScene, boxes: Mapping[str, Box]) -> list[Door]:
    found = []
    used: dict[str, int] = {}
    for keeper, behind, text in scene.doors:
        if keeper in boxes and behind in boxes:
            box = boxes[behind]
            row = used[behind] = used.get(behind, 0) + 1
            width = scene.text_width(text) + 40
            label = Box(box.right + 12, box.y + 3 + (row - 1) * 30, width, 26)
            if not any(label.overlaps(other) for key, other in boxes.items() if key != behind):
                found.append(Door(label, text, keeper, behind))
    return found


def _hulls(scene: PowerScene, cards: Sequence[Placed], at: Mapping[str, int], sizes: Measures) -> list[Hull]:
    """Draw a camp as soft boxes round its cards that stand together in a column; the name is under the weightiest."""
    found: list[Hull] = []
    drawn = [camp for camp in scene.camps if sum(card.key in camp.members for card in cards) > 1]
    for number, camp in enumerate(drawn):
        runs: list[list[Placed]] = []
        for column in sorted({at.get(card.key, -1) for card in cards}):
            inside = sorted((c for c in cards if at.get(c.key, -1) == column and c.person), key=lambda c: c.box.y)
            last = False
            for card in inside:
                member = card.key in camp.members
                if member and not last:
                    runs.append([])
                if member:
                    runs[-1].append(card)
                last = member
        named = next((run for run in runs if any(card.key == camp.around for card in run)), runs[0])
        for run in runs:
            x, right = min(card.box.x for card in run) - 9, max(card.box.right for card in run) + 9
            y, bottom = run[0].box.y - 9, run[-1].box.y + sizes.height + (26 if run is named and sizes is FEW else 9)
            label = camp.label if run is named and sizes is FEW else ""
            colour = f"camp-{number % 3}"
            found.append(Hull(Box(x, y, right - x, bottom - y), colour, label, camp.members))
    return found
