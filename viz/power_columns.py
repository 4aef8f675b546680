"""How many columns does each head get where everybody is drawn, and who stands in one band: wide, and low.

The heads stand on one row as long as they fit, those near each other who are tied. Whoever is tallest gets one more
column while there is room; heads with nobody below them stand together, at the foot of a short column or in their own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from viz.power_tree import Tree, nearest

High = Callable[[str], float]  # how much of a column somebody takes, in pixels
FOOT = 34.0  # between a column and those at its foot: room for words
_WORTH = 48.0  # pixels by which columns become lower for which branches leave their order: a card
_EVEN = 1.0  # pixels; columns that differ by less are equally tall


@dataclass(frozen=True, slots=True)
class Column:
    """Who stands below each other: ``head`` on the row of heads, "" where there is none.

    ``further`` columns of a head begin below that row; the others without a head begin on it. ``foot`` are heads with
    nobody below them, who stand below a column of others.
    """

    head: str
    keys: tuple[str, ...]
    further: bool = False
    foot: tuple[str, ...] = ()


def level_bands(
    tree: Tree, others: Sequence[str], most: int, high: High, tied: Sequence[tuple[str, str]] = ()
) -> list[list[Column]]:
    """Return bands of at most so many columns, so that all bands together are as low as they can be.

    ``others`` are heads of their own who report to nobody drawn, ``tied`` who should stand near whom. Who stands apart
    is in a band below their manager's.
    """
    lone = lone_ones(tree)
    heads = [head for head in (*(tree.below(tree.top) if tree.top else ()), *others) if head not in set(lone)]
    hangings = _near_each_other(_hangings(heads, tree, most, high), tied)
    alone = [_hanging("", [(key,) for key in lone], most, high)] if lone else []
    own = list(_bands(tree, [*hangings, *alone], most, high))
    if not alone or not hangings or len(hangings) > most:
        return own
    below = list(_bands(tree, hangings, most, high))
    below[0] = _with_foot(below[0], lone, high)
    return below if _tall(below[0], high) < _tall(own[0], high) - _EVEN or len(own) > len(below) else own


def lone_ones(tree: Tree) -> list[str]:
    """Return who reports to the one on top and has nobody below: two or more share a column.

    >>> from viz.power_tree import tree_of
    >>> lone_ones(tree_of(["a", "b", "c", "d", "e"], {"b": "a", "c": "a", "d": "a", "e": "b"}))
    ['c', 'd']
    """
    lone = [key for key in tree.below(tree.top) if not tree.below(key)] if tree.top else []
    return lone if len(lone) > 1 else []


@dataclass(frozen=True)
class _Hanging:
    """A head, "" for those who share columns, and the branches below it; ``heights`` are those of the branches.

    ``most`` is how many columns there is room for.
    """

    head: str
    branches: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    most: int

    @cached_property
    def ways(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """Which branches stand in which column, with one column, with two, and so on."""
        return tuple(
            _filled(self.heights, columns) for columns in range(1, max(1, min(len(self.heights), self.most)) + 1)
        )

    @cached_property
    def least(self) -> tuple[float, ...]:
        """How tall the tallest column is with one column, with two, and so on."""
        return tuple(_tallest(self.heights, way) for way in self.ways)

    def tall(self, columns: int) -> float:
        return self.least[columns - 1]

    def columns(self, many: int) -> list[Column]:
        """Return its columns, so many or fewer; whoever stands alone in one that they would share is a head."""
        if not self.head and all(len(run) == 1 for run in self.ways[many - 1]):
            return [Column(branch[0], ()) for branch in self.branches]
        return [
            Column("" if number else self.head, tuple(key for at in run for key in self.branches[at]),
                   further=bool(number and self.head))
            for number, run in enumerate(self.ways[many - 1])
        ]  # fmt: skip


def _hangings(heads: Sequence[str], tree: Tree, most: int, high: High) -> list[_Hanging]:
    near = {head: [tree.branch(one) for one in tree.below(head) if one not in tree.apart] for head in heads}
    return [_hanging(head, branches, most, high) for head, branches in near.items()]


def _near_each_other(hangings: Sequence[_Hanging], tied: Sequence[tuple[str, str]]) -> list[_Hanging]:
    """Return them in the order in which those tied to each other are nearest, as given where it is no matter."""
    return [
        hangings[at] for at in nearest([[one.head, *(k for b in one.branches for k in b)] for one in hangings], tied)
    ]


def _with_foot(band: Sequence[Column], lone: Sequence[str], high: High) -> list[Column]:
    """Put those with nobody below them at the foot of the shortest column, the last of equally short ones."""
    short = min(range(len(band)), key=lambda one: (round(_column(band[one], high)), -one))
    return [replace(one, foot=tuple(lone)) if at == short else one for at, one in enumerate(band)]


def _tall(band: Sequence[Column], high: High) -> float:
    return max(_column(one, high) for one in band)


def _column(one: Column, high: High) -> float:
    return sum(map(high, one.keys)) + (FOOT + sum(map(high, one.foot)) if one.foot else 0.0)


def _hanging(head: str, branches: Sequence[Sequence[str]], most: int, high: High) -> _Hanging:
    heights = tuple(sum(map(high, branch)) for branch in branches)
    return _Hanging(head, tuple(map(tuple, branches)), heights, most)


def _bands(tree: Tree, hangings: Sequence[_Hanging], most: int, high: High) -> Iterator[list[Column]]:
    for band in _parted(hangings, most):
        yield [column for one, many in zip(band, _shared_out(band, most), strict=True) for column in one.columns(many)]
        mine = [key for one in band for key in (one.head, *(key for branch in one.branches for key in branch)) if key]
        apart = [key for boss in mine for key in tree.below(boss) if key in tree.apart]
        yield from _bands(tree, _hangings(apart, tree, most, high), most, high)


def _parted(hangings: Sequence[_Hanging], most: int) -> list[Sequence[_Hanging]]:
    """Return who stands in one band, in order: one band if the heads fit, else as low as all bands can be together."""
    if len(hangings) <= most:
        return [hangings] if hangings else []
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # how many bands, how tall, where the last one begins
    for end in range(1, len(hangings) + 1):
        found = [
            (best[start][0] + 1, best[start][1] + _height(hangings[start:end], most), start)
            for start in range(max(0, end - most), end)
        ]
        best.append(min(found))
    bands, end = list[Sequence[_Hanging]](), len(hangings)
    while end:
        bands.append(hangings[best[end][2] : end])
        end = best[end][2]
    return bands[::-1]


def _height(band: Sequence[_Hanging], most: int) -> float:
    return max(one.tall(columns) for one, columns in zip(band, _shared_out(band, most), strict=True))


def _shared_out(band: Sequence[_Hanging], most: int) -> list[int]:
    """Return how many columns each head of a band has: the tallest gets one more while there is room and it helps."""
    given = [1] * len(band)
    while sum(given) < most:
        tallest = max(range(len(band)), key=lambda one: band[one].tall(given[one]))
        if given[tallest] >= len(band[tallest].least):
            break
        given[tallest] += 1
    high = max(one.tall(columns) for one, columns in zip(band, given, strict=True))
    return [next(n for n, tall in enumerate(one.least, 1) if tall <= high + _EVEN) for one in band]


def _filled(heights: Sequence[float], columns: int) -> tuple[tuple[int, ...], ...]:
    """Return which branches stand in which of so many columns: in their order, unless others make it much lower.

    >>> _filled((9.0, 17.0, 7.0, 1.0), 2), _filled((50.0, 90.0, 100.0, 10.0), 2)
    (((0, 1), (2, 3)), ((0, 1), (2, 3)))
    >>> _filled((90.0, 170.0, 70.0, 10.0), 2)
    ((0, 2, 3), (1,))
    """
    high = _lowest(heights, columns)
    ordered = _in_order(heights, high)
    runs: list[list[int]] = [[] for _ in range(columns)]
    used = [0.0] * columns
    for at in sorted(range(len(heights)), key=lambda one: -heights[one]):
        shortest = used.index(min(used))
        runs[shortest].append(at)
        used[shortest] += heights[at]
    packed = tuple(sorted(tuple(sorted(run)) for run in runs if run))
    return packed if max(used) < high - _WORTH else ordered


def _in_order(heights: Sequence[float], most: float) -> tuple[tuple[int, ...], ...]:
    runs: list[list[int]] = [[]]
    used = 0.0
    for at, height in enumerate(heights):
        if runs[-1] and used + height > most + _EVEN:
            runs.append([])
            used = 0.0
        runs[-1].append(at)
        used += height
    return tuple(map(tuple, runs))


def _tallest(heights: Sequence[float], way: Sequence[Sequence[int]]) -> float:
    return max(sum(heights[at] for at in run) for run in way)


def _lowest(heights: Sequence[float], columns: int) -> float:
    """Return how tall the tallest of so many columns is at least, with the branches in their order."""
    if not heights:
        return 0.0
    low, high = max(heights), sum(heights)
    while high - low > _EVEN / 2:
        middle = (low + high) / 2
        if len(_in_order(heights, middle - _EVEN)) <= columns:
            high = middle
        else:
            low = middle
    return high
