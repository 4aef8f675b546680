"""The reference store: everything in lists, nothing on disk."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from graph.difference import Difference, difference
from graph.errors import LoadConflict, StoreClosed, StoreNotEmpty
from graph.provenance import Held, Load, LoadEntry, RecordId, Revision
from graph.registry import Erasure, Suppression, is_about
from graph.stores.base import Belief, Contents, Store, newest_standing

_BATCH = 10_000


class MemoryStore(Store):
    def __init__(self) -> None:
        self._rows: list[Belief] = []
        self._loads: list[LoadEntry] = []
        self._revisions: list[Revision] = [Revision(0, None)]
        self._entries: dict[str, tuple[str, int]] = {}
        self._erasures = 0
        self._closed = False

    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        self._open()
        head = self._head(load.source)
        held = (row.held for row in self._visible() if row.held.source == load.source)
        change = difference(load, held, Suppression(self).allowed(load.claims, load.source))
        if self._head(load.source) != head:
            raise LoadConflict(load.source)
        number = self._loads[-1].number + 1 if self._loads else 1
        revision = self._apply(change, load.source, number, load.as_of, at) if change else None
        entry = LoadEntry(number, load.source, load.kind, load.as_of, at, revision, change.counts, by=load.by)
        self._loads.append(entry)
        return entry

    def undo(self, source: str, *, at: datetime, number: int | None = None) -> LoadEntry:
        self._open()
        standing = [entry for entry in self._loads if entry.source == source and not entry.undone]
        entry = newest_standing(standing, source, number)
        undone = replace(entry, undone=True)
        self._loads[self._loads.index(entry)] = undone
        if entry.revision is None:
            return undone
        revision = self._publish(at)
        back = [row for row in self._rows if row.withdrawn == entry.revision and row.held.source == source]
        self._rows = [
            replace(row, withdrawn=revision) if row.withdrawn is None and row.held.load == entry.number else row
            for row in self._rows
        ]
        for row in back:
            self._rows.append(Belief(replace(row.held, number=self._next_number()), revision, None))
        return undone

    def erase(self, records: Iterable[RecordId], *, at: datetime, authors: Collection[str] = ()) -> int:
        self._open()
        suppression = Suppression(self)
        erasure = Erasure(frozenset(records), suppression.hashed)
        left = ((row, erasure.left_of(row.held.source, row.held.claim)) for row in self._rows)
        self._rows = [replace(row, held=replace(row.held, claim=claim)) for row, claim in left if claim is not None]
        self._loads = [replace(entry, by="") if entry.by in authors else entry for entry in self._loads]
        suppression.add(erasure.marks)
        self._erasures += 1
        self._publish(at)
        return erasure.touched

    def revision(self, known_on: date | None = None) -> Revision:
        self._open()
        if known_on is None:
            return self._revisions[-1]
        return max(
            (item for item in self._revisions if item.at is None or item.at.date() <= known_on),
            key=lambda item: item.number,
        )

    def snapshot_rows(self, at: int) -> Iterator[list[Held]]:
        self._open()
        rows = [row.held for row in self._rows if row.asserted <= at and (row.withdrawn is None or row.withdrawn > at)]
        rows.sort(key=lambda held: (held.source, held.claim.table, held.claim.key, held.number))
        for start in range(0, len(rows), _BATCH):
            yield rows[start : start + _BATCH]

    def loads(self) -> list[LoadEntry]:
        self._open()
        return list(self._loads)

    def history(self, record: RecordId) -> list[Belief]:
        self._open()
        return [row for row in self._rows if is_about(row.held, record)]

    def revisions(self) -> list[Revision]:
        self._open()
        return self._revisions[1:]

    def beliefs(self) -> Iterator[Belief]:
        self._open()
        yield from sorted(self._rows, key=_place)

    def restore(self, contents: Contents) -> None:
        self._open()
        held = len(self._loads), len(self._revisions) - 1, len(self.entries())
        if any(held):
            raise StoreNotEmpty("memory", *held)
        rows = [replace(row, held=replace(row.held, number=n)) for n, row in enumerate(contents.beliefs, 1)]
        self._rows, self._loads = rows, list(contents.loads)
        self._revisions += contents.revisions
        self._entries |= {entry.key: (entry.value, entry.version) for entry in contents.entries}

    def close(self) -> None:
        self._closed = True

    def get(self, key: str) -> tuple[str | None, int]:
        self._open()
        value, version = self._entries.get(key, (None, 0))
        return value, version

    def put_if_version(self, key: str, value: str, version: int) -> bool:
        if self.get(key)[1] != version:
            return False
        self._entries[key] = (value, version + 1)
        return True

    def keys(self, prefix: str = "") -> list[str]:
        self._open()
        return sorted(key for key in self._entries if key.startswith(prefix))

    def _open(self) -> None:
        if self._closed:
            raise StoreClosed

    def _head(self, source: str) -> tuple[int, list[LoadEntry]]:
        """Return what changes whenever a load of the source is published or taken back, or somebody is erased."""
        return self._erasures, [entry for entry in self._loads if entry.source == source]

    def _visible(self) -> Iterator[Belief]:
        return (row for row in self._rows if row.withdrawn is None)

    def _next_number(self) -> int:
        return max((row.held.number for row in self._rows), default=0) + 1

    def _publish(self, at: datetime) -> int:
        self._revisions.append(Revision(self._revisions[-1].number + 1, at))
        return self._revisions[-1].number

    def _apply(self, change: Difference, source: str, load: int, as_of: date, at: datetime) -> int:
        revision = self._publish(at)
        gone = set(change.withdrawn)
        self._rows = [
            replace(row, withdrawn=revision) if row.held.number in gone and row.withdrawn is None else row
            for row in self._rows
        ]
        next_number = self._next_number()
        self._rows += [
            Belief(Held(next_number + offset, source, claim, load, as_of), revision, None)
            for offset, claim in enumerate(change.asserted)
        ]
        return revision


def _place(row: Belief) -> tuple[int, int, str, str, str, int]:
    held = row.held
    return row.asserted, held.load, held.source, held.claim.table, held.claim.key, held.number
