"""Where does everybody of a decision stand: the organisation top-down, in columns; in pixels, from the top left.

Heads stand side by side, everybody below a head hangs indented in that head's column; when the columns do not fit
beside each other they go on in a band below. Cards of a column begin and end at the same lines in every band, so that
the gutters between columns are free for the lines of influence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from viz.layout import Box
from viz.letters import text_width
from viz.power_cards import NARROWEST, WIDEST, Face, Placed, faces, placed, unit_faces
from viz.power_marks import Door, Hull, doors_beside, hulls_round
from viz.power_routes import Plan, Stroke, lines_between, reporting
from viz.power_rows import Block, Caption, between, blocks_of, empty_seats, in_rows, seats_caption
from viz.power_scene import PowerScene, Somebody
from viz.power_sizes import ALL, FEW, INDENT, LEFT, MARGIN, NARROWER, SPLIT, Measures
from viz.power_units import UnitOfPeople, above_of


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
    def keys(self) -> tuple[str, ...]:
        """Which signs there are in it, for a legend that explains no others."""
        drawn = [stroke for stroke in self.strokes if stroke.strong or not self.compact]
        kinds = {"negative" if stroke.kind == "influence" and stroke.negative else stroke.kind for stroke in drawn}
        found = {
            **{kind: kind in kinds for kind in ("reports", "influence", "negative", "agreement", "conflict")},
            "door": bool(self.doors), "camp": bool(self.hulls),
            "dashed": any(card.kind == "seat" or (card.person and not card.person.met) for card in self.cards),
            "hidden": any(stroke.kind == "reports" and stroke.label for stroke in self.strokes),
            "depth": any(card.depth for card in self.cards),
        }  # fmt: skip
        return tuple(key for key, so in found.items() if so)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Who hangs below whom among those drawn, and how many levels are left out on the way."""

    order: Sequence[str]
    above: Mapping[str, tuple[str, int]]
    children: Mapping[str, Sequence[str]]

    def below(self, key: str) -> Sequence[str]:
        return self.children.get(key, ())

    def all_below(self, key: str) -> list[str]:
        return [one for child in self.below(key) for one in (child, *self.all_below(child))]


def power_layout(scene: PowerScene, people: Sequence[Somebody], *, name: str = "few", title: str = "") -> PowerPicture:
    """Place some of the people of a decision, the weightiest first; in the first view with the empty seats."""
    compact = name != "few"
    seats = scene.empty_seats[:4] if name in {"few", "all"} else ()
    tree = _tree([one.id for one in people], {one.id: one.manager for one in scene.people})
    top = _top(tree)
    shifts = {one.id: _shift(tree, one.id, top) for one in people}
    sizes, widest = ALL if compact else FEW, WIDEST
    blocks = () if tree.above else blocks_of(scene, people, few=not compact)
    view = _View(scene, name, title, tree, blocks, sizes)
    picture = _drawn(view, faces(people, seats, shifts, compact=compact))
    while picture.width > sizes.fits and not compact and widest > NARROWEST:
        widest = max(NARROWEST, widest - NARROWER)
        picture = _drawn(view, faces(people, seats, shifts, compact=compact, widest=widest))
    return picture


@dataclass(frozen=True, slots=True)
class _View:
    """What is drawn whatever the size of its cards; ``blocks`` only where nobody reports to anybody drawn."""

    scene: PowerScene
    name: str
    title: str
    tree: _Tree
    blocks: tuple[Block, ...]
    sizes: Measures


def _drawn(view: _View, faced: tuple[list[Face], float, float]) -> PowerPicture:
    """Place cards of one size; where there is room below, the lines may breathe."""
    made, width, height = faced
    tree, sizes, few = view.tree, view.sizes, view.sizes is FEW
    if view.blocks and len(tree.order) > sizes.columns(width):
        plan, captions = in_rows(made, view.blocks, (width, height), sizes)
        return _picture(view.scene, plan, view.name, view.title, compact=not few, captions=captions)
    plan = _plan(made, tree, (width, height), sizes)
    tall = max((card.box.y + height for card in plan.cards), default=0.0)
    if 0 < tall < sizes.high:  # there is room below: let the lines breathe
        more = min(1.5, 1 + (sizes.high - tall) / max(tall - height * _levels(tree), 60.0))
        sizes = replace(sizes, below_top=sizes.below_top * more, below_head=sizes.below_head * more,
                        below=sizes.below * more)  # fmt: skip
        plan = _plan(made, tree, (width, height), sizes)
    return _picture(view.scene, plan, view.name, view.title, compact=not few)


def units_layout(scene: PowerScene, units: tuple[UnitOfPeople, ...], *, title: str) -> PowerPicture:
    """Place the units of a large decision, each below the one to which most of it reports."""
    managers = {f"unit:{number}": f"unit:{boss}" for number, boss in above_of(units).items()}
    tree = _tree([f"unit:{number}" for number in range(len(units))], managers)
    top = _top(tree)
    made, width, height = unit_faces(units, {key: _shift(tree, key, top) for key in tree.order})
    blocks = () if tree.above else (Block("", tuple(tree.order)),)
    return _drawn(_View(scene, "all", title, tree, blocks, ALL), (made, width, height))


def _picture(
    scene: PowerScene, plan: Plan, name: str, title: str, *, compact: bool, captions: tuple[Caption, ...] = ()
) -> PowerPicture:
    boxes = {card.key: card.box for card in plan.cards}
    hulls = hulls_round(scene, plan, compact=compact)
    names = [Box(h.box.x, h.box.y + h.box.height - 24, text_width(h.label, 12.0) + 20, 24) for h in hulls if h.label]
    captions = (*captions, *seats_caption(plan.cards))
    names += [Box(one.x, one.y - 14, text_width(one.words, 12.0), 20) for one in captions]
    lines = tuple(lines_between(plan, scene, names))
    doors = doors_beside(scene, boxes, lines, plan.sizes.fits - MARGIN)
    strokes = (*reporting(plan), *lines)
    edges = [*boxes.values(), *(door.box for door in doors), *(hull.box for hull in hulls)]
    edges += [stroke.pill for stroke in strokes if stroke.label]
    right = max([200.0, *(box.right for box in edges), *(x for stroke in strokes for x, _ in stroke.points)])
    bottom = max([40.0, *(box.y + box.height for box in edges), *(y for stroke in strokes for _, y in stroke.points)])
    return PowerPicture(
        name, title, right + MARGIN, bottom + MARGIN, plan.cards, tuple(hulls), tuple(doors), strokes, compact, captions
    )


def _tree(order: Sequence[str], managers: Mapping[str, str]) -> _Tree:
    drawn, above = set(order), dict[str, tuple[str, int]]()
    for key in order:
        boss, hidden, seen = managers.get(key, ""), 0, {key}
        while boss and boss not in drawn and boss not in seen:
            seen.add(boss)
            boss, hidden = managers.get(boss, ""), hidden + 1
        if boss in drawn and boss not in seen:
            above[key] = (boss, hidden)
    children: dict[str, list[str]] = {}
    for key in order:
        if key in above:
            children.setdefault(above[key][0], []).append(key)
    return _Tree(order, above, children)


def _levels(tree: _Tree) -> int:
    def depth(key: str) -> int:
        return 1 + max((depth(child) for child in tree.below(key)), default=0)

    return max((depth(key) for key in tree.order if key not in tree.above), default=1)


def _columns(tree: _Tree, top: str, others: Sequence[str]) -> list[list[tuple[str, list[str]]]]:
    """Return for each head its columns: the head ("" in its further ones), and who hangs in it, in order."""
    found = []
    for head in [*(tree.below(top) if top else []), *others]:
        runs: list[list[str]] = [[]]
        for child in tree.below(head):
            branch = [child, *tree.all_below(child)]
            while len(branch) > SPLIT * 2:  # a long branch goes on at the top of the next column
                runs.append(branch[: SPLIT * 2])
                branch = branch[SPLIT * 2 :]
            if runs[-1] and len(runs[-1]) + len(branch) > SPLIT:
                runs.append([])
            runs[-1] += branch
        runs = [run for run in runs if run] or [[]]
        found.append([(head if number == 0 else "", run) for number, run in enumerate(runs)])
    return found


def _bands(heads: list[list[tuple[str, list[str]]]], most: int) -> list[list[tuple[str, list[str]]]]:
    """Fill bands of so many columns; a head stays with its further columns where that is possible."""
    bands: list[list[tuple[str, list[str]]]] = [[]]
    for columns in heads:
        if bands[-1] and len(bands[-1]) + len(columns) > most:
            bands.append([])
        for column in columns:
            if len(bands[-1]) == most:
                bands.append([])
            bands[-1].append(column)
    return [band for band in bands if band]


def _plan(made: Sequence[Face], tree: _Tree, card: tuple[float, float], sizes: Measures) -> Plan:
    """Give every card its box, and remember what the lines need: columns, bands and gutters."""
    known = {face.key: face for face in made}
    width, height = card
    heads, top = [key for key in tree.order if key not in tree.above], _top(tree)
    lone = [key for key in heads if key != top and not tree.below(key)]
    most = sizes.columns(width)
    free = lone if len(lone) > most else []
    bands = _bands(_columns(tree, top, [key for key in heads if key != top and key not in set(free)]), most)
    across = -(-len(free) // -(-len(free) // most)) if free else 0  # six in four columns are three and three
    starts = sizes.starts(width, max([1, across, *map(len, bands)]))
    cards: list[Placed] = []
    at: dict[str, int] = {}
    rows: dict[str, float] = {}
    y = MARGIN + (height + sizes.below_top if top else 0.0)
    for band in bands:
        first = y
        for number, (head, below) in enumerate(band):
            where = first
            if head:
                hidden = tree.above.get(head, ("", 0))[1]
                cards.append(placed(known[head], Box(starts[number], where, width, height), hidden))
                at[head], rows[head] = number, first
            where += height + sizes.below_head if head or (below and below[0] in tree.above) else 0.0
            for key in below:
                shift = _shift(tree, key, top)
                box = Box(starts[number] + shift, where, width - shift, height)
                cards.append(placed(known[key], box, tree.above.get(key, ("", 0))[1]))
                at[key], rows[key] = number, first
                where += height + sizes.below
        y = max([first, *(one.box.y for one in cards)]) + height + sizes.between_bands
    for number, key in enumerate(free):  # to nobody drawn: in rows of their own below
        box = Box(starts[number % across], y + number // across * (height + between(sizes)), width, height)
        cards.append(placed(known[key], box, 0))
        at[key], rows[key] = number % across, y
    if top:
        mine = [starts[at[key]] for key in tree.below(top) if rows[key] == min(rows.values())]
        middle = (min(mine) + max(mine)) / 2 if mine else LEFT
        cards.insert(0, placed(known[top], Box(middle, MARGIN, width, height), 0))
    cards += empty_seats([face for face in made if face.kind == "seat"], cards, starts, width, sizes)
    return Plan(tuple(cards), tree.above, at, rows, tuple(starts), top, width, sizes)


def _top(tree: _Tree) -> str:
    """Return the one above all columns: of those without a manager here the one with most below, "" if nobody."""
    heads = [key for key in tree.order if key not in tree.above]
    top = max(heads, key=lambda one: (len(tree.below(one)), -heads.index(one)), default="")
    return top if tree.below(top) else ""


def _shift(tree: _Tree, key: str, top: str) -> float:
    """Return how far a card is indented below its head."""
    head = key not in tree.above or tree.above[key][0] == top
    return 0.0 if head else INDENT * min(max(_depth(tree, key, top) - 1, 1), 4)


def _depth(tree: _Tree, key: str, top: str) -> int:
    depth, here = 0, key
    while here in tree.above and here != top:
        here = tree.above[here][0]
        depth += 1
    return depth + (0 if here == top and top else 1)
