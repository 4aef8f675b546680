"""How a store hands over what is visible: claims of one table in columns, in bounded batches."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from graph.provenance import Claim, Content, Held
from graph.vocabulary.tables import TABLES


@dataclass(frozen=True, slots=True)
class Batch:
    """Claims of one table from one load, n of them.

    ``columns`` has one sequence of n values for each field of the table, "" for what is not known; the other
    sequences have n values as well.
    """

    table: str
    source: str
    load: int
    as_of: date
    keys: Sequence[str]
    columns: Sequence[Sequence[str]]
    files: Sequence[str]
    lines: Sequence[int]
    numbers: Sequence[int]

    def without(self, numbers: Collection[int]) -> "Batch":
        """Return the claims that do not have these numbers."""
        kept = [place for place, number in enumerate(self.numbers) if number not in numbers]
        if len(kept) == len(self.numbers):
            return self
        columns = [[column[place] for place in kept] for column in self.columns]
        return replace(
            self, keys=[self.keys[n] for n in kept], columns=columns, files=[self.files[n] for n in kept],
            lines=[self.lines[n] for n in kept], numbers=[self.numbers[n] for n in kept],
        )  # fmt: skip

    def held(self) -> Iterator[Held]:
        """Yield the claims one by one."""
        rows: Iterable[tuple[str, ...]] = zip(*self.columns, strict=True)
        for number, key, row, file, line in zip(self.numbers, self.keys, rows, self.files, self.lines, strict=True):
            claim = Claim(self.table, key, tuple(value or None for value in row), file, line)
            yield Held(number, self.source, claim, self.load, self.as_of)


def batches_of(rows: Iterable[Held]) -> Iterator[Batch]:
    """Turn held claims into batches, each of one table and load."""
    for (table, source, load, as_of), same in groupby(rows, _home):
        held = list(same)
        width = len(TABLES[table].fields)
        columns = list(zip(*(_padded(item.claim.content, width) for item in held), strict=True))
        yield Batch(
            table, source, load, as_of, [h.claim.key for h in held], columns, [h.claim.file for h in held],
            [h.claim.line for h in held], [h.number for h in held],
        )  # fmt: skip


def _home(held: Held) -> tuple[str, str, int, date]:
    return held.claim.table, held.source, held.load, held.as_of


def _padded(content: Content, width: int) -> tuple[str, ...]:
    """Claims written before a field was appended lack it."""
    return tuple(value or "" for value in content) + ("",) * (width - len(content))
