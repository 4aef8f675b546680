"""How do two maps stand beside each other: at one scale, and everybody of one decision at one place in both?

A decision on two days is drawn with everybody who is in the first view of either day. Where the two days tell of other
managers, or group people otherwise, each is laid out by itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from viz.power_cards import BESIDE_CARDS, Face, faces, wanted
from viz.power_glance import near_ties
from viz.power_layout import PowerPicture, View, above_the_edge, framed, moved, planned
from viz.power_routes import Plan
from viz.power_rows import Block, Caption, blocks_of
from viz.power_scene import PowerScene, Somebody
from viz.power_sizes import BESIDE, MARGIN, NARROWER, Measures
from viz.power_tree import Tree, tree_of, with_near_heads

_SEATS = 4  # empty ones that are drawn
_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the two: its scene, and what is noted on the cards of whom, by person."""

    scene: PowerScene
    notes: Mapping[str, str]

    @property
    def seats(self) -> tuple[str, ...]:
        return self.scene.empty_seats[:_SEATS]

    @property
    def first(self) -> tuple[Somebody, ...]:
        return tuple(one for one in self.scene.shown if one.first)

    def those(self, order: Sequence[str]) -> list[Somebody]:
        """Return those who are in it, in an order."""
        here = {one.id: one for one in self.scene.shown}
        return [here[key] for key in order if key in here]


def pair_layout(left: Shown, right: Shown, *, same: bool) -> tuple[PowerPicture, PowerPicture]:
    """Place two maps at one scale, in pictures of one size; ``same`` for one decision on two days.

    They are as wide as `BESIDE` says, wider only where cards as narrow as can be, in one column, need it.
    """
    group = _together(left, right) if same else None
    pictures: list[PowerPicture] = []
    for columns, width in _tries((left, right)):
        sizes = BESIDE.of(columns, width)
        plans = (
            _at_one_place(left, right, group, width, sizes)
            if group
            else [_alone(shown, width, sizes) for shown in (left, right)]
        )
        last = (columns, width) == (1, BESIDE_CARDS.narrowest)
        if max(_right(plan) for _, plan, _ in plans) > BESIDE.fits - MARGIN and not last:
            continue
        pictures = _framed(plans, together=group is not None)
        if max(one.width for one in pictures) <= BESIDE.fits:
            break
    wide, high = max([BESIDE.fits, *(one.width for one in pictures)]), max(one.height for one in pictures)
    return replace(pictures[0], width=wide, height=high), replace(pictures[1], width=wide, height=high)


_Planned = tuple[View, Plan, tuple[Caption, ...]]


def _right(plan: Plan) -> float:
    return max((card.box.right for card in plan.cards), default=0.0)


def _framed(plans: Sequence[_Planned], *, together: bool) -> list[PowerPicture]:
    """Draw lines and all else round the cards; those who stand ``together`` are moved down as one."""
    pictures = [framed(*one) for one in plans]
    above = [above_the_edge(one) for one in pictures]
    if together:
        above = [max(above)] * len(above)
    return [
        framed(view, *moved(plan, captions, 0.0, by)) if by else picture
        for (view, plan, captions), picture, by in zip(plans, pictures, above, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Group:
    """Everybody of either day in one order, who hangs below whom, blocks where nobody does, and all empty seats."""

    tree: Tree
    blocks: tuple[Block, ...]
    seats: tuple[str, ...]


def _tries(both: Sequence[Shown]) -> Iterator[tuple[int, float]]:
    """Yield how many columns of cards how wide are tried: as many as can be, as wide as is needed."""
    room = BESIDE_CARDS
    widest = max([room.narrowest, *(wanted(one, room) for shown in both for one in shown.first)])
    for columns in range(_COLUMNS, 0, -1):
        width = min(ceil(widest), room.widest)
        while width > room.narrowest:
            yield columns, width
            width -= NARROWER
        yield columns, room.narrowest


def _together(left: Shown, right: Shown) -> _Group | None:
    """Return how both days are laid out as one, None where people of one would hang elsewhere than they do."""
    order = [one.id for one in right.first]
    order += [one.id for one in left.first if one.id not in set(order)]
    managers = {one.id: one.manager for shown in (left, right) for one in shown.scene.people}
    tree = tree_of(order, managers)
    tree = with_near_heads(tree, near_ties(right.scene, tree.top))
    merged: dict[str, list[str]] = {}
    where: dict[str, str] = {}
    for shown in (right, left):
        people = shown.those(order)
        here = {one.id for one in people}
        own = tree_of([one.id for one in people], {one.id: one.manager for one in shown.scene.people})
        if own.above != {key: boss for key, boss in tree.above.items() if key in here}:
            return None
        for block in () if tree.above else blocks_of(shown.scene, people, few=True):
            for key in block.keys:
                if where.setdefault(key, block.words) != block.words:
                    return None
                keys = merged.setdefault(block.words, [])
                keys += [] if key in keys else [key]
    if len(merged) > 1 and "" in merged:
        return None
    blocks = tuple(Block(words, tuple(keys)) for words, keys in merged.items())
    more = [seat for seat in dict.fromkeys(left.seats)
            for _ in range(left.seats.count(seat) - right.seats.count(seat))]  # fmt: skip
    return _Group(tree, blocks, (*right.seats, *more))


def _at_one_place(left: Shown, right: Shown, group: _Group, width: float, sizes: Measures) -> list[_Planned]:
    both = [_faces(shown, group.tree, group.seats, width) for shown in (left, right)]
    height = max(high for _, high in both)
    known = {face.key: face for made, _ in both for face in made}
    plans = []
    for shown, (made, _) in zip((left, right), both, strict=True):
        own = {face.key: face for face in made}
        view = View(shown.scene, "beside", "", group.tree, group.blocks, sizes)
        plan, captions = planned(view, ([own.get(key, face) for key, face in known.items()], width, height))
        here = {one.id for one in shown.those(group.tree.order)} | _seats_of(shown, group.seats)
        plans.append((view, _only(plan, here), captions))
    return plans


def _alone(shown: Shown, width: float, sizes: Measures) -> _Planned:
    people = shown.first
    tree = tree_of([one.id for one in people], {one.id: one.manager for one in shown.scene.people})
    tree = with_near_heads(tree, near_ties(shown.scene, tree.top))
    blocks = () if tree.above else blocks_of(shown.scene, people, few=True)
    made, height = _faces(shown, tree, shown.seats, width)
    view = View(shown.scene, "beside", "", tree, blocks, sizes)
    return (view, *planned(view, (made, width, height)))


def _faces(shown: Shown, tree: Tree, seats: Sequence[str], width: float) -> tuple[list[Face], float]:
    """Return the cards of one of the two, all exactly so wide, and how high they have to be."""
    room = replace(BESIDE_CARDS, narrowest=width, widest=width)
    shifts = {key: tree.shift(key) for key in tree.order}
    made, _, height = faces(shown.those(tree.order), seats, shifts, compact=False, room=room, notes=shown.notes)
    return made, height


def _seats_of(shown: Shown, seats: Sequence[str]) -> set[str]:
    """Return which of the empty seats of both are empty in one."""
    return {f"seat-{at}" for at, seat in enumerate(seats) if seats[:at].count(seat) < shown.seats.count(seat)}


def _only(plan: Plan, here: Collection[str]) -> Plan:
    """Leave the places of all others empty."""
    return replace(
        plan, cards=tuple(card for card in plan.cards if card.key in here),
        above={key: boss for key, boss in plan.above.items() if key in here},
        at={key: column for key, column in plan.at.items() if key in here},
        rows={key: row for key, row in plan.rows.items() if key in here}, top=plan.top if plan.top in here else "",
    )  # fmt: skip
