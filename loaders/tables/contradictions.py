"""Which rows of a file say otherwise than an earlier row of the same key, and so do not count?"""

from collections.abc import Iterator

from graph.provenance import Claim
from graph.vocabulary.tables import Table

_TABLES = frozenset({
    "accounts", "agreements", "conflicts", "guards", "influences", "opportunities", "reporting", "seats", "stances",
})  # fmt: skip
_NAMED = 10  # rows of each file


class Contradictions:
    """The rows of one file that differ from an earlier one of the same key; of tables of how decisions are made."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._first: dict[str, Claim] = {}
        self._found: list[tuple[int, int]] = []

    def take(self, claim: Claim) -> None:
        if self._table.name not in _TABLES:
            return
        first = self._first.setdefault(claim.key, claim)
        if first.content != claim.content:
            self._found.append((claim.line, first.line))

    def remarks(self) -> Iterator[str]:
        """Yield one remark where there are any."""
        if self._found:
            rows = ", ".join(f"line {line} otherwise than line {first}" for line, first in self._found[:_NAMED])
            more = f" and {len(self._found) - _NAMED:,} more" if len(self._found) > _NAMED else ""
            key = ", ".join(self._table.key)
            yield f"{self._table.name}.csv says of the same {key}: {rows}{more}; the earlier line counts"
