"""How batches of claims become columns of numbers: texts, dates and records are interned on the way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from graph.batches import Batch
from graph.provenance import Held
from graph.snapshot.arrays import Ints, Longs
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.tables import TABLES

BULK = {
    "people": (), "contacts": ("kind", "date"),
    "employments": ("person", "company", "title", "unit", "start", "end", "observed_on", "ended_after", "ended_before"),
    "studies": ("person", "school", "degree", "start", "end"),
    "board_seats": ("person", "company", "role", "start", "end"),
    "project_people": ("project", "person", "role", "start", "end"),
    "acquaintances": ("from", "to", "kind", "date", "strength"),
}  # fmt: skip
_RECORDS = {"person", "company", "project", "from", "to"}
_DATES = {"start", "end", "observed_on", "ended_after", "ended_before", "date"}


class Interned(dict[str, int]):
    """Numbers texts in the order in which they come; "" is -1."""

    def __init__(self) -> None:
        self[""] = -1

    def __missing__(self, text: str) -> int:
        number = len(self) - 1
        self[text] = number
        return number

    def codes(self, texts: Iterable[str]) -> Ints:
        """Return the number of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.int32)

    def texts(self) -> list[str]:
        """List the texts by number."""
        return list(self)[1:]


class Columns:
    """One table's columns as they grow; all of them have the same length in the end."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Ints]] = {}

    def add(self, name: str, values: Ints) -> None:
        self._parts.setdefault(name, []).append(values)

    def renumber(self, name: str, number: Ints) -> None:
        """Replace the codes of a column; -1 stays."""
        if name in self._parts:
            self._parts[name] = [number[self[name]]]

    def __getitem__(self, name: str) -> Ints:
        parts = self._parts.get(name)
        if not parts:
            return np.empty(0, np.int32)
        if len(parts) > 1:
            self._parts[name] = [np.concatenate(parts)]
        return self._parts[name][0]


@dataclass
class Intake:
    """What was visible, in numbers: bulk tables as columns, people as records, the small tables as claims."""

    texts: Interned = field(default_factory=Interned)
    records: Interned = field(default_factory=Interned)
    dates: Interned = field(default_factory=Interned)
    sources: Interned = field(default_factory=Interned)
    tables: dict[str, Columns] = field(default_factory=lambda: {name: Columns() for name in BULK})
    people: list[Batch] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    small: dict[str, list[Held]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, batches: Iterable[Batch]) -> None:
        """Take in everything that a store hands over."""
        for batch in batches:
            if batch.table != "observed":
                self.counts[batch.table] = self.counts.get(batch.table, 0) + len(batch.keys)
            if batch.table == "people":
                self.people.append(batch)
            elif batch.table in BULK:
                self._take_bulk(batch)
            else:
                self.small.setdefault(batch.table, []).extend(batch.held())
        for claims in self.small.values():
            claims.sort(key=lambda held: (held.source, held.claim.key, held.number))

    def settle(self) -> Ints:
        """Number the texts in their own order, so that nothing depends on the order of loads; return old to new."""
        for held in self.small.get("projects", ()):
            self.texts.codes([held.claim.value("name") or ""])
        texts = self.texts.texts()
        order = sorted(range(len(texts)), key=texts.__getitem__)
        number = np.full(len(texts) + 1, -1, np.int32)
        number[order] = np.arange(len(texts), dtype=np.int32)
        self.texts = Interned()
        self.texts.codes([texts[position] for position in order])
        for name, columns in self.tables.items():
            for column in (*BULK[name], "file"):
                if column not in _RECORDS and column not in _DATES:
                    columns.renumber(column, number)
        return number

    def days(self) -> tuple[Ints, Ints]:
        """Return the first and the last day of each date, with one more place at the end for "not known"."""
        parsed = [PartialDate.parse(text) for text in self.dates.texts()]
        low = [day.earliest().toordinal() for day in parsed]
        high = [day.latest().toordinal() for day in parsed]
        return np.array([*low, 0], np.int32), np.array([*high, 0], np.int32)

    def _take_bulk(self, batch: Batch) -> None:
        table, columns = TABLES[batch.table], self.tables[batch.table]
        for name in BULK[batch.table]:
            columns.add(name, self._codes(name, batch.columns[table.index(name)]))
        if batch.table == "contacts":
            self.participants += batch.columns[table.index("participants")]
        many = len(batch.keys)
        columns.add("source", np.full(many, self.sources[batch.source], np.int32))
        columns.add("as_of", np.full(many, batch.as_of.toordinal(), np.int32))
        columns.add("line", np.array(batch.lines, np.int32))
        columns.add("file", self.texts.codes(batch.files))

    def _codes(self, name: str, values: Sequence[str]) -> Ints:
        if name in _RECORDS:
            return self.records.codes(values)
        if name in _DATES:
            return self.dates.codes(values)
        return self.texts.codes(values)

    def seen(self, table: str) -> Ints:
        """Return for each row of a table the day on which its source was last seen to say so."""
        confirmed = {
            held.source: PartialDate.parse(held.claim.content[1] or "").earliest()
            for held in self.small.get("observed", ())
            if held.claim.key == table
        }
        columns = self.tables[table]
        day = np.array([confirmed.get(name, date.min).toordinal() for name in self.sources.texts()] or [0], np.int32)
        told = day[columns["source"]]
        return np.where(told > 1, told, columns["as_of"]).astype(np.int32)


def order_of(*keys: Ints | Longs) -> Longs:
    """Return the order of rows by the first key, then the second and so on."""
    return np.lexsort(keys[::-1])
