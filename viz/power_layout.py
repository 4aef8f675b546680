"""Where does everybody of a decision stand: the organisation top-down, in columns; in pixels, from the top left.

Heads stand side by side, everybody below a head hangs indented in that head's column; where everybody is drawn a head
has several columns, see power_columns.py. Cards of a column begin and end at the same lines in every band, so that the
gutters between columns are free for the lines of influence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from viz.layout import Box
from viz.power_cards import COMPACT_WIDTH, FEW_CARDS, ROOMY, Face, Placed, faces, height_of, placed, unit_faces
from viz.power_columns import lone_ones
from viz.power_glance import near_ties
from viz.power_level import Levelled, level_plan, lowest
from viz.power_marks import Door, Hull, doors_beside, hulls_round, joined
from viz.power_reports import reporting
from viz.power_routes import Plan, Stroke
from viz.power_rows import Block, Caption, between, blocks_of, empty_seats, in_rows, seats_caption
from viz.power_scene import PowerScene, Somebody
from viz.power_sizes import (
    ALL,
    COLUMNS,
    FEW,
    INDENT,
    LARGEST_OF_ALL,
    LEFT,
    LONGEST,
    MARGIN,
    NARROWER,
    ROOM_FOR_WORDS,
    WIDEST_OF_ALL,
    Measures,
)
from viz.power_tree import Column, Tree, bands_of, tree_of, with_near_heads
from viz.power_units import UnitOfPeople, above_of
from viz.power_ways import lines_between

EDGE = 3.0  # what is drawn stays so far from the edge of the picture


@dataclass(frozen=True, slots=True)
class PowerPicture:
    name: str
    title: str
    width: float
    height: float
    cards: tuple[Placed, ...]
    hulls: tuple[Hull, ...]
    doors: tuple[Door, ...]
    strokes: tuple[Stroke, ...]
    compact: bool
    captions: tuple[Caption, ...] = ()

    @property
    def boxes(self) -> list[Box]:
        """The room of everything that is drawn: cards, camps, doors, lines with arrows and words, captions."""
        strokes = [box for stroke in self.strokes for box in (*stroke.boxes, stroke.arrow_box)]
        return [
            *(card.box for card in self.cards), *(hull.box for hull in self.hulls), *(door.box for door in self.doors),
            *strokes, *(stroke.pill for stroke in self.strokes if stroke.label), *(one.box for one in self.captions),
        ]  # fmt: skip

    def rests(self, stroke: Stroke) -> bool:
        """Tell whether a line is seen while nobody is chosen."""
        return stroke.rests(compact=self.compact)

    @property
    def keys(self) -> tuple[str, ...]:
        """Which signs there are in it, for a legend that explains no others."""
        drawn = [stroke for stroke in self.strokes if self.rests(stroke)]
        kinds = {"negative" if stroke.kind == "influence" and stroke.negative else stroke.kind for stroke in drawn}
        found = {
            **{kind: kind in kinds for kind in ("reports", "influence", "negative", "agreement", "conflict")},
            "door": bool(self.doors), "camp": bool(self.hulls),
            "dashed": any(card.kind == "seat" or (card.person and not card.person.met) for card in self.cards),
            "hidden": any(stroke.kind == "reports" and stroke.label for stroke in self.strokes),
            "depth": any(card.depth for card in self.cards),
            "stance": self.compact and any(card.person for card in self.cards),
            "size": len({card.radius for card in self.cards if card.person}) > 1,
            "more": not all(map(self.rests, self.strokes)),
            **{key: any(one.label == sign for one in self.strokes) for key, sign in (("equal", "="), ("unequal", "≠"))},
        }  # fmt: skip
        return tuple(key for key, so in found.items() if so)


def power_layout(scene: PowerScene, people: Sequence[Somebody], *, name: str = "few", title: str = "") -> PowerPicture:
    """Place some of the people of a decision, the weightiest first; in the first view with the empty seats."""
    compact = name != "few"
    seats = scene.empty_seats[:4] if name in {"few", "all"} else ()
    tree = tree_of([one.id for one in people], {one.id: one.manager for one in scene.people})
    tree = with_near_heads(tree, near_ties(scene, tree.top))
    shifts = {one.id: tree.shift(one.id) for one in people}
    blocks = () if tree.above else blocks_of(scene, people, few=not compact)
    view = View(scene, name, title, tree, blocks, ALL if compact else FEW)
    if compact and tree.above:
        return _levelled(view, people, seats)
    room = replace(FEW_CARDS, widest=COMPACT_WIDTH) if compact else FEW_CARDS
    picture = drawn(view, faces(people, seats, shifts, compact=compact, room=room))
    while picture.width > view.sizes.fits and not compact and room.widest > room.narrowest:
        room = replace(room, widest=max(room.narrowest, room.widest - NARROWER))
        picture = drawn(view, faces(people, seats, shifts, compact=compact, room=room))
    if compact:
        return picture
    roomy = drawn(
        replace(view, sizes=replace(view.sizes, gutter=ROOM_FOR_WORDS)),
        faces(people, seats, shifts, compact=False, room=room),
    )
    return roomy if roomy.width <= view.sizes.fits and roomy.height <= picture.height else picture


def _levelled(view: "View", people: Sequence[Somebody], seats: Sequence[str]) -> PowerPicture:
    """Draw everybody in as many columns as make the picture lowest on a page; of many people the cards stay short.

    Of units, which are many and opened one by one, only one number of columns is tried.
    """
    order, managers = [one.id for one in people], {one.id: one.manager for one in view.scene.people}
    roomy, found = len(people) <= ROOMY, list[Levelled]()
    for longest in LONGEST[:1] if roomy else LONGEST:
        tree = tree_of(order, managers, longest=longest)
        shifts = _shifts(tree)
        for columns in COLUMNS[: 1 if view.name != "all" else 3 if roomy else 2]:
            width = min(WIDEST_OF_ALL, view.sizes.width(columns))
            room = replace(FEW_CARDS, widest=width, largest=LARGEST_OF_ALL if roomy else FEW_CARDS.largest)
            made, _, _ = faces(people, seats, shifts, compact=True, room=room, roomy=roomy, names=2)
            found.append(level_plan(made, view.scene, tree, width, view.sizes))
    plan, captions = lowest(found)
    return _picture(view, plan, captions)


def _shifts(tree: Tree) -> dict[str, float]:
    """Return how far each card is indented where everybody is drawn."""
    lone = set(lone_ones(tree))
    return {key: INDENT if key in lone else tree.shift(key) for key in tree.order}


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn whatever the size of its cards; ``blocks`` only where nobody reports to anybody drawn."""

    scene: PowerScene
    name: str
    title: str
    tree: Tree
    blocks: tuple[Block, ...]
    sizes: Measures

    @property
    def compact(self) -> bool:
        return self.name not in {"few", "beside"}


def planned(view: View, faced: tuple[list[Face], float, float]) -> tuple[Plan, tuple[Caption, ...]]:
    """Place cards of one size, with the words above them; where there is room below, the lines may breathe."""
    made, width, height = faced
    tree, sizes = view.tree, view.sizes
    if view.blocks and len(tree.order) > sizes.columns(width):
        return in_rows(made, view.blocks, (width, height), sizes)
    plan = _plan(made, tree, (width, height), sizes)
    tall = max((card.box.y + card.box.height for card in plan.cards), default=0.0)
    if 0 < tall < sizes.high:  # there is room below: let the lines breathe
        more = min(1.5, 1 + (sizes.high - tall) / max(tall - height * tree.levels, 60.0))
        sizes = replace(sizes, below_top=sizes.below_top * more, below_head=sizes.below_head * more,
                        below=sizes.below * more)  # fmt: skip
        plan = _plan(made, tree, (width, height), sizes)
    return plan, ()


def units_layout(scene: PowerScene, units: tuple[UnitOfPeople, ...], *, title: str) -> PowerPicture:
    """Place the units of a large decision, each below the one to which most of it reports."""
    managers = {f"unit:{number}": f"unit:{boss}" for number, boss in above_of(units).items()}
    tree = tree_of([f"unit:{number}" for number in range(len(units))], managers)
    blocks = () if tree.above else (Block("", tuple(tree.order)),)
    view = View(scene, "all", title, tree, blocks, ALL)
    if blocks:
        return drawn(view, unit_faces(units, {}, COMPACT_WIDTH))
    shifts, found = _shifts(tree), list[Levelled]()
    for columns in COLUMNS:
        width = min(WIDEST_OF_ALL, ALL.width(columns))
        found.append(level_plan(unit_faces(units, shifts, width)[0], scene, tree, width, ALL))
    plan, captions = lowest(found)
    return _picture(view, plan, captions)


def drawn(view: View, faced: tuple[list[Face], float, float]) -> PowerPicture:
    """Draw cards of one size, with everything round them."""
    return _picture(view, *planned(view, faced))


def _picture(view: View, plan: Plan, captions: tuple[Caption, ...]) -> PowerPicture:
    picture = framed(view, plan, captions)
    down = above_the_edge(picture)
    least = min((box.x for box in picture.boxes), default=EDGE)
    left = max(0.0, least - EDGE) if view.sizes.snug else 0.0  # nothing is there
    return framed(view, *moved(plan, captions, -left, down)) if down or left else picture


def above_the_edge(picture: PowerPicture) -> float:
    """Return by how much everything has to be moved down, because a line runs above the picture; 0 for nothing."""
    least = min((box.y for box in picture.boxes), default=EDGE)
    return max(0.0, EDGE - least)


def framed(view: View, plan: Plan, captions: tuple[Caption, ...]) -> PowerPicture:
    """Draw camps, lines and doors round the cards, and put a frame round all of it."""
    scene = view.scene
    boxes = {card.key: card.box for card in plan.cards}
    hulls = hulls_round(scene, plan, compact=view.compact)
    captions = (*captions, *seats_caption(plan.cards, plan.sizes))
    reports = tuple(reporting(plan))
    said = [*(h.words for h in hulls if h.label), *(one.box for one in captions)]
    lines = tuple(lines_between(plan, scene, said, reports))
    hulls = joined(hulls, (line for line in lines if line.rests(compact=view.compact)), plan.cards)
    strokes = (*reports, *lines)
    doors = doors_beside(scene, boxes, strokes, plan.sizes.fits - MARGIN, said)
    picture = PowerPicture(
        view.name, view.title, 0.0, 0.0, plan.cards, tuple(hulls), tuple(doors), strokes, view.compact, captions
    )  # fmt: skip
    right = max([200.0, *(box.right for box in picture.boxes)])
    bottom = max([40.0, *(box.y + box.height for box in picture.boxes)])
    return replace(picture, width=right + (EDGE if view.sizes.snug else MARGIN), height=bottom + MARGIN)


def moved(plan: Plan, captions: tuple[Caption, ...], x: float, y: float) -> tuple[Plan, tuple[Caption, ...]]:
    """Move everything to the right and down by so many pixels."""
    cards = tuple(replace(card, box=replace(card.box, x=card.box.x + x, y=card.box.y + y)) for card in plan.cards)
    rows = {key: row + y for key, row in plan.rows.items()}
    starts = tuple(start + x for start in plan.starts)
    lying = replace(plan, cards=cards, rows=rows, starts=starts)
    return lying, tuple(replace(one, x=one.x + x, y=one.y + y) for one in captions)


def _highs(band: Sequence[Column], known: Mapping[str, Face], height: float, sizes: Measures) -> list[float]:
    """Return how high each row of a band is: as its fullest card in the first view, else as all cards are."""
    rows = [[head for head, _ in band if head]]
    rows += [
        [below[row] for _, below in band if row < len(below)] for row in range(max(len(below) for _, below in band))
    ]
    return [height_of([known[key] for key in row], 3) if sizes.snug else height for row in rows]


def _plan(made: Sequence[Face], tree: Tree, card: tuple[float, float], sizes: Measures) -> Plan:
    """Give every card its box, and remember what the lines need: columns, bands and gutters."""
    known = {face.key: face for face in made}
    width, height = card
    heads, top = [key for key in tree.order if key not in tree.above], tree.top
    lone = [key for key in heads if key != top and not tree.below(key)]
    most = sizes.columns(width)
    free = lone if len(lone) > most else []
    bands = bands_of(tree, [key for key in heads if key != top and key not in set(free)], most)
    across = -(-len(free) // -(-len(free) // most)) if free else 0  # six in four columns are three and three
    starts = sizes.starts(width, max([1, across, *map(len, bands)]))
    cards: list[Placed] = []
    at: dict[str, int] = {}
    rows: dict[str, float] = {}
    top_high = height_of([known[top]], 3) if top and sizes.snug else height
    y = MARGIN + (top_high + sizes.below_top if top else 0.0)
    for band in bands:
        first = y
        highs = _highs(band, known, height, sizes)
        for number, (head, below) in enumerate(band):
            where = first
            if head:
                hidden = tree.above.get(head, ("", 0))[1]
                cards.append(placed(known[head], Box(starts[number], where, width, highs[0]), hidden))
                at[head], rows[head] = number, first
            where += highs[0] + sizes.below_head if head or (below and below[0] in tree.above) else 0.0
            for row, key in enumerate(below, start=1):
                shift = tree.shift(key)
                box = Box(starts[number] + shift, where, width - shift, highs[row])
                cards.append(placed(known[key], box, tree.above.get(key, ("", 0))[1]))
                at[key], rows[key] = number, first
                where += highs[row] + sizes.below
        y = max([first, *(one.box.y + one.box.height for one in cards)]) + sizes.between_bands
    for number, key in enumerate(free):  # to nobody drawn: in rows of their own below
        box = Box(starts[number % across], y + number // across * (height + between(sizes)), width, height)
        cards.append(placed(known[key], box, 0))
        at[key], rows[key] = number % across, y
    if top:
        mine = [starts[at[key]] for key in tree.below(top) if rows[key] == min(rows.values())]
        middle = (min(mine) + max(mine)) / 2 if mine else LEFT
        cards.insert(0, placed(known[top], Box(middle, MARGIN, width, top_high), 0))
    seats = [face for face in made if face.kind == "seat"]
    cards += empty_seats(seats, cards, starts, width, sizes, max(rows.values(), default=MARGIN))
    return Plan(tuple(cards), tree.above, at, rows, tuple(starts), top, width, sizes)
