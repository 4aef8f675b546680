"""Who hangs below whom on a map, in which columns and bands: everybody directly below whom they report to.

Nobody's reports go on elsewhere among those of others. Whoever has so many below that they do not fit in the column of
their own head stands at the head of columns themselves, in a band below.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from viz.power_sizes import INDENT, SPLIT

_DEEPEST = 5  # steps of indentation
_ORDERED = 6  # heads of whom every order is tried

Column = tuple[str, list[str]]  # the head, "" in its further columns, and who hangs in it, in order


@dataclass(frozen=True, slots=True)
class Tree:
    """Who hangs below whom among those drawn, and how many levels are left out on the way.

    ``top`` is the one above all columns: of those without a manager here the one with most below, "" if nobody.
    ``apart`` are those who head columns of their own though they report to somebody below the top.
    """

    order: Sequence[str]
    above: Mapping[str, tuple[str, int]]
    children: Mapping[str, Sequence[str]]
    top: str
    apart: frozenset[str]

    def below(self, key: str) -> Sequence[str]:
        return self.children.get(key, ())

    def heads(self, key: str) -> bool:
        """Tell whether somebody stands at the head of columns."""
        return key not in self.above or self.above[key][0] == self.top or key in self.apart

    def branch(self, key: str) -> list[str]:
        """Return who stands in one piece with somebody: they, and below each theirs."""
        near = [child for child in self.below(key) if child not in self.apart]
        return [key, *(one for child in near for one in self.branch(child))]

    def shift(self, key: str) -> float:
        """Return how far a card is indented below its head, in pixels."""
        steps = 0
        while not self.heads(key):
            key, steps = self.above[key][0], steps + 1
        return INDENT * min(steps, _DEEPEST)

    @property
    def levels(self) -> int:
        """How many people stand above each other at most."""

        def depth(key: str) -> int:
            return 1 + max((depth(child) for child in self.below(key)), default=0)

        return max((depth(key) for key in self.order if key not in self.above), default=1)


def tree_of(order: Sequence[str], managers: Mapping[str, str], *, longest: int = 2 * SPLIT) -> Tree:
    """Return who hangs below whom, each below the next of their managers who is drawn.

    A branch of more than ``longest`` people has columns of its own.
    """
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
    roots = [key for key in order if key not in above]
    top = max(roots, key=lambda one: (len(children.get(one, ())), -roots.index(one)), default="")
    top = top if top in children else ""
    return Tree(order, above, children, top, _apart(roots, above, children, top, longest))


def nearest(groups: Sequence[Collection[str]], tied: Sequence[tuple[str, str]]) -> list[int]:
    """Return the places of groups in the order in which people tied to each other are nearest; as given if it is alike.

    >>> nearest([["a"], ["b"], ["c", "d"]], [("a", "d")]), nearest([["a"], ["b"], ["c"]], [])
    ([0, 2, 1], [0, 1, 2])
    """
    at = {key: place for place, keys in enumerate(groups) for key in keys}
    pairs = [(at[a], at[b]) for a, b in tied if a in at and b in at and at[a] != at[b]]
    if not pairs or len(groups) > _ORDERED:
        return list(range(len(groups)))

    def apart(order: Sequence[int]) -> int:
        return sum(abs(order.index(a) - order.index(b)) for a, b in pairs)

    return min(map(list, permutations(range(len(groups)))), key=apart)


def with_near_heads(tree: Tree, tied: Sequence[tuple[str, str]]) -> Tree:
    """Return the same with the heads below the one on top in the order in which those who are tied are nearest."""
    heads = tree.below(tree.top) if tree.top else ()
    order = nearest([tree.branch(head) for head in heads], tied)
    return replace(tree, children={**tree.children, tree.top: [heads[at] for at in order]}) if heads else tree


def bands_of(tree: Tree, others: Sequence[str], most: int) -> list[list[Column]]:
    """Return bands of at most so many columns, of the heads below the top and of others who have no manager here.

    A head stays with its further columns where that is possible. Who stands apart is in a band below their manager's.
    """
    bands: list[tuple[int, list[Column]]] = []
    for steps, columns in _groups(tree, [*(tree.below(tree.top) if tree.top else ()), *others], 0):
        room = [band for band in _after_shallower(bands, steps) if len(band) + len(columns) <= most]
        for at, column in enumerate(columns):
            if not room and at % most == 0:
                bands.append((steps, []))
            (room[0] if room else bands[-1][1]).append(column)
    return [band for _, band in bands]


def _after_shallower(bands: Sequence[tuple[int, list[Column]]], steps: int) -> list[list[Column]]:
    """Return the last band of those so far down, if since then there are only bands of those further down."""
    for further, band in reversed(bands):
        if further <= steps:
            return [band] if further == steps else []
    return []


def _apart(
    roots: Sequence[str],
    above: Mapping[str, tuple[str, int]],
    children: Mapping[str, Sequence[str]],
    top: str,
    longest: int,
) -> frozenset[str]:
    found = set[str]()

    def size(key: str) -> int:
        many = 1 + sum(size(child) for child in children.get(key, ()))
        if many > longest and key in above and above[key][0] != top:
            found.add(key)
            return 0
        return many

    for root in roots:
        size(root)
    return frozenset(found)


def _groups(tree: Tree, heads: Sequence[str], steps: int) -> Iterator[tuple[int, list[Column]]]:
    """Yield how far down each head stands, with its columns; after each those who stand apart below it."""
    for head in heads:
        yield steps, _columns(tree, head)
        yield from _groups(tree, [one for key in tree.branch(head) for one in tree.below(key) if one in tree.apart],
                           steps + 1)  # fmt: skip


def _columns(tree: Tree, head: str) -> list[Column]:
    runs: list[list[str]] = [[]]
    for child in tree.below(head):
        if child in tree.apart:
            continue
        branch = tree.branch(child)
        if runs[-1] and len(runs[-1]) + len(branch) > SPLIT:
            runs.append([])
        runs[-1] += branch
    return [(head if number == 0 else "", run) for number, run in enumerate(runs)]
