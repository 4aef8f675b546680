"""How the rows of an export become claims: what every object's reader shares."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from graph.provenance import Claim, record_id
from graph.vocabulary.tables import TABLES, canonical
from loaders.base import NOTHING_UNREAD, Unread
from loaders.limits import Limits
from loaders.salesforce.index import Index, Sheets
from loaders.salesforce.objects import OBJECTS
from loaders.salesforce.sheets import Ledger, Row
from loaders.salesforce.values import yes

Make = Callable[[Row], Iterable[Claim]]
# Relations have ids of their own, which no claim bears: what they speak of are the records on both sides.
_SPEAKS_OF = {
    "AccountContactRelation": ("contactid",),
    "OpportunityContactRole": ("opportunityid",),
    "EventRelation": ("eventid",),
    "TaskRelation": ("taskid",),
}


class PointsNowhere(ValueError):
    """A row that was read, and points at what is not in the export. If that could not be read, its own row says so."""


@dataclass(frozen=True, slots=True)
class Export:
    """One export being read. ``observed_on`` is empty where the table's own day of confirmation stands for it."""

    source: str
    as_of: str
    observed_on: str
    sheets: Sheets
    index: Index
    ledger: Ledger
    limits: Limits
    given: set[str] = field(default_factory=set)

    def claims_of(self, name: str, make: Make) -> Iterator[Claim]:
        """Yield what ``make`` says of each living row of an object; a ValueError rejects the row."""
        for sheet in self.sheets.get(name, ()):
            for row in sheet.rows(OBJECTS[name].columns, self.limits, self.ledger):
                try:
                    if row["masterrecordid"].strip("0A"):
                        self.ledger.leave_out(row.file, "merged into another record")
                    elif yes(row["isdeleted"]):
                        self.ledger.leave_out(row.file, "deleted")
                    else:
                        yield from list(make(row))
                except PointsNowhere as error:
                    self.ledger.reject(row.file, row.line, str(error), NOTHING_UNREAD)
                except ValueError as error:
                    self.ledger.reject(row.file, row.line, str(error), self._unread(name, row))

    def _unread(self, name: str, row: Row) -> Unread:
        """Return what a row speaks of, as far as its ids can be read; anything where none can."""
        keys: set[str] = set()
        for column in _SPEAKS_OF.get(name, ("id",)):
            with suppress(ValueError):
                if own := self.index.living(row[column]):
                    tables = ("people", "companies", "opportunities")
                    keys |= {own, *(self.record(table, own) for table in tables)}
        return Unread(keys=frozenset(keys))

    def record(self, table: str, own: str) -> str:
        """Return the record id of one of this export's own ids."""
        return record_id(self.source, table, own)


def claim(table: str, key: str, row: Row, **values: str | None) -> Claim:
    """Build a claim by field names, each value in its one spelling; raises ValueError for what its field forbids."""
    content: list[str | None] = []
    for spec in TABLES[table].fields:
        told = values.pop(spec.name, None)
        content.append(canonical(spec, " ".join((told or "").split())) if told or spec.required else None)
    if values:
        raise KeyError(f"{table} has no {', '.join(values)}")
    return Claim(table, key, tuple(content), row.file, row.line)
