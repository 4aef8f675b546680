"""How claims of the small tables become typed facts, with people and companies resolved."""

from collections.abc import Iterable, Mapping

from graph.provenance import Held
from graph.snapshot.model import Ask, Leader
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.tables import TABLES


class Reader:
    """Reads typed facts from claims; ``entity`` says whose a record is."""

    def __init__(self, entity: Mapping[str, str]) -> None:
        self._entity = entity

    def asks(self, claims: Iterable[Held]) -> tuple[Ask, ...]:
        """Return who was asked to introduce somebody, and when."""
        rows = (padded(held) for held in claims)
        return tuple(
            Ask(
                self._of(row[1]), PartialDate.parse(row[4]).earliest(), row[0] or "", self._of(row[2]),
                self._of(row[3]), row[5] or "", row[7] or "",
            )
            for row in rows
            if row[1] and row[4]
        )  # fmt: skip

    def leaders(self, claims: Iterable[Held]) -> tuple[Leader, ...]:
        """Return the leadership lists."""
        rows = map(padded, claims)
        return tuple(Leader(self._of(r[0]), r[1] or "", r[2] or "", r[3] or "", r[4] or "") for r in rows)

    def _of(self, record: str | None) -> str:
        return self._entity.get(record or "", record or "")


def padded(held: Held) -> tuple[str | None, ...]:
    """Return a claim's content with every field of its table: those appended later are not known."""
    missing = len(TABLES[held.claim.table].fields) - len(held.claim.content)
    return held.claim.content + (None,) * missing
