"""How batches of claims become columns of numbers: texts, dates and records are interned on the way in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
_TEXTS = {name: [one for one in (*columns, "file") if one not in _RECORDS | _DATES] for name, columns in BULK.items()}


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
        self._parts: dict[str, list[NDArray[Any]]] = {}

    def add(self, name: str, values: Ints | Longs) -> None:
        self._parts.setdefault(name, []).append(values)

    def renumber(self, name: str, number: Ints) -> None:
        """Replace the codes of a column; -1 stays."""
        if name in self._parts:
            self._parts[name] = [number[self[name]]]

    def keep(self, rows: Longs) -> None:
        """Keep some rows, in this order."""
        for name in self._parts:
            self._parts[name] = [self[name][rows]]

    def __getitem__(self, name: str) -> Ints:
        parts = self._parts.get(name)
        if not parts:
            return np.empty(0, np.int32)
        if len(parts) > 1:
            parts = self._parts[name] = [np.concatenate(parts)]
        found: Ints = parts[0]
        return found


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

    @property
    def counts(self) -> dict[str, int]:
        """Return how many claims there are of each table, by name."""
        bulk = {name: len(columns["number"]) for name, columns in self.tables.items()}
        bulk["people"] = sum(len(batch.keys) for batch in self.people)
        told = {**bulk, **{name: len(claims) for name, claims in self.small.items() if name != "observed"}}
        return {name: count for name, count in sorted(told.items()) if count}

    def take(self, batches: Iterable[Batch]) -> None:
        """Take in everything that a store hands over; what a snapshot shows already is not touched."""
        self.small = {table: list(claims) for table, claims in self.small.items()}
        for batch in batches:
            if batch.table == "people":
                self.people.append(batch)
            elif batch.table in BULK:
                self._take_bulk(batch)
            else:
                self.small.setdefault(batch.table, []).extend(batch.held())
        for claims in self.small.values():
            claims.sort(key=lambda held: (held.source, held.claim.key, held.number))

    def leave_out(self, gone: Mapping[str, Collection[int]]) -> None:
        """Take out claims by table and number, and the texts that only they had."""
        for table, numbers in gone.items():
            if table == "people":
                self.people = [kept for batch in self.people if (kept := batch.without(numbers)).keys]
            elif table in BULK:
                known = self.tables[table]["number"]
                self._keep(table, np.flatnonzero(~np.isin(known, np.array(sorted(numbers), np.int64))))
            else:
                left = [held for held in self.small.get(table, ()) if held.number not in numbers]
                others = {name: claims for name, claims in self.small.items() if name != table}
                self.small = {**others, table: left} if left else others
        used = np.zeros(len(self.texts.texts()) + 1, np.bool_)
        for name, columns in self.tables.items():
            for column in _TEXTS[name]:
                used[columns[column]] = True
        self._renumber([text for text, is_used in zip(self.texts.texts(), used.tolist(), strict=False) if is_used])

    def settle(self) -> Ints:
        """Put all in an order of its own, so that nothing depends on that of loads; return old texts' numbers to new.

        Texts and sources go by themselves, claims by their numbers.
        """
        for held in self.small.get("projects", ()):
            self.texts.codes([held.claim.value("name") or ""])
        for table, columns in self.tables.items():
            order = np.argsort(columns["number"], kind="stable")
            if (np.diff(order) < 0).any():
                self._keep(table, order)
        sources = self.sources.texts()
        counted = (np.bincount(columns["source"]) for columns in self.tables.values())
        told = {code for counts in counted for code in np.flatnonzero(counts).tolist()}
        self.sources = Interned()
        self.sources.codes(sorted(sources[code] for code in told))
        number = np.array([self.sources[source] if n in told else -1 for n, source in enumerate(sources)], np.int32)
        for columns in self.tables.values():
            columns.renumber("source", number)
        return self._renumber(sorted(self.texts.texts()))

    def _renumber(self, texts: Sequence[str]) -> Ints:
        """Number the texts anew, in the order given; return old to new, -1 for those that are left out."""
        before = self.texts.texts()
        self.texts = Interned()
        self.texts.codes(texts)
        known = set(texts)
        number = np.array([*(self.texts[text] if text in known else -1 for text in before), -1], np.int32)
        for name, columns in self.tables.items():
            for column in _TEXTS[name]:
                columns.renumber(column, number)
        return number

    def _keep(self, table: str, rows: Longs) -> None:
        self.tables[table].keep(rows)
        if table == "contacts":
            self.participants = [self.participants[row] for row in rows.tolist()]

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
        columns.add("number", np.array(batch.numbers, np.int64))
        columns.add("file", self.texts.codes(batch.files))

    def _codes(self, name: str, values: Sequence[str]) -> Ints:
        if name in _RECORDS:
            return self.records.codes(values)
        if name in _DATES:
            return self.dates.codes(values)
        return self.texts.codes(values)

    def seen(self, table: str) -> Ints:
        """Return for each row of a table the day on which its source was last seen to say so."""
        confirmed: dict[str, date] = {}
        for held in self.small.get("observed", ()):
            if held.claim.key in (table, f"{table}|part"):
                on = PartialDate.parse(held.claim.content[1] or "").earliest()
                confirmed[held.source] = max(on, confirmed.get(held.source, on))
        columns = self.tables[table]
        day = np.array([confirmed.get(name, date.min).toordinal() for name in self.sources.texts()] or [0], np.int32)
        told = day[columns["source"]]
        return np.where(told > 1, told, columns["as_of"]).astype(np.int32)


def order_of(*keys: Ints | Longs) -> Longs:
    """Return the order of rows by the first key, then the second and so on."""
    return np.lexsort(keys[::-1])
