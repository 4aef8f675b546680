"""What every store can do: the contract, whose laws stand as tests in tests/graph/stores/contract.py."""

import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Self

from graph.batches import Batch, batches_of
from graph.errors import ChangedMeanwhile, LoadConflict, NothingToUndo, NotTheNewest
from graph.provenance import (
    WORKSPACE,
    Claim,
    Held,
    Load,
    LoadEntry,
    RecordId,
    Revision,
    Scope,
)
from graph.registry import Entry, Registry

_PATIENCE = 30.0  # seconds that an entry waits for its turn


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that came (``asserted``) or went between two revisions."""

    held: Held
    asserted: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """When a claim was held: ``[asserted, withdrawn)`` in revisions."""

    held: Held
    asserted: int
    withdrawn: int | None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a store holds. ``beliefs`` come in order of revision, load, source, table and key, and can be read once.

    The numbers of claims are each store's own; everything else is the same in a copy.
    """

    revisions: tuple[Revision, ...]
    loads: tuple[LoadEntry, ...]
    entries: tuple[Entry, ...]
    beliefs: Iterable[Belief]


class Store(Registry):
    """A place that keeps claims. Reads never see half a load; what is erased is gone at every revision."""

    @abstractmethod
    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        """Apply what a load changes as one revision, whole or not at all; none if it changes nothing.

        Raises SweepRefused, LoadConflict (another load of the source was published, or somebody was erased, while this
        one was read) and StoreClosed.
        """

    @abstractmethod
    def undo(self, source: str, *, at: datetime, number: int | None = None) -> LoadEntry:
        """Take back the newest load of a source that stands; raises NothingToUndo.

        ``number`` is the load that the caller means: raises NotTheNewest, and takes nothing back, where another one of
        the source came later and stands.
        """

    @abstractmethod
    def erase(self, records: Iterable[RecordId], *, at: datetime, authors: Collection[str] = ()) -> int:
        """Remove these records at every revision and suppress them; return how many claims went or changed.

        Loads that were made by one of ``authors`` are by nobody afterwards.
        """

    @abstractmethod
    def revision(self, known_on: date | None = None) -> Revision:
        """Return the newest revision, or the newest of that UTC day or earlier; number 0 is the empty store."""

    @abstractmethod
    def snapshot_rows(self, at: int) -> Iterator[list[Held]]:
        """Yield what is visible at a revision, in bounded batches, ordered by source, table and key."""

    def snapshot_batches(self, at: int, tables: Collection[str] = ()) -> Iterator[Batch]:
        """Yield the same in columns, each batch of one table and one load, in no order that matters.

        ``tables`` are those that are wanted; without any, all are.
        """
        rows = (held for rows in self.snapshot_rows(at) for held in rows)
        return batches_of(held for held in rows if not tables or held.claim.table in tables)

    @abstractmethod
    def loads(self) -> list[LoadEntry]:
        """List every load, oldest first."""

    @abstractmethod
    def history(self, record: RecordId) -> list[Belief]:
        """List every claim that was ever held about a record, or about people with an exact key, oldest first."""

    @abstractmethod
    def revisions(self) -> list[Revision]:
        """List every revision after number 0, oldest first."""

    @abstractmethod
    def beliefs(self) -> Iterator[Belief]:
        """Yield every claim that was ever held, in order of revision, load, source, table and key, little in memory."""

    @abstractmethod
    def restore(self, contents: Contents) -> None:
        """Become what another store was, whole or not at all; raises StoreNotEmpty."""

    @abstractmethod
    def close(self) -> None:
        """Release what the store holds; any later use raises StoreClosed."""

    def changes(self, after: int, to: int) -> Iterator[Change]:
        """Yield what came and went between two revisions, what went first."""
        before = {item.number: item for batch in self.snapshot_rows(after) for item in batch}
        now = {item.number: item for batch in self.snapshot_rows(to) for item in batch}
        yield from (Change(item, False) for number, item in before.items() if number not in now)  # noqa: FBT003 -- asserted
        yield from (Change(item, True) for number, item in now.items() if number not in before)  # noqa: FBT003 -- asserted

    def contents(self) -> Contents:
        """Return all that is held now; its beliefs end in ChangedMeanwhile if something was written until then."""
        loads, entries, revisions = self.loads(), self.entries(), self.revisions()

        def beliefs() -> Iterator[Belief]:
            yield from self.beliefs()
            if (self.loads(), self.entries(), self.revisions()) != (loads, entries, revisions):
                raise ChangedMeanwhile

        return Contents(tuple(revisions), tuple(loads), tuple(entries), beliefs())

    def decide(self, a: RecordId, b: RecordId, verdict: str, *, by: str, at: datetime) -> LoadEntry:
        """Record a judgement that two records are ``same`` or ``different``; the newest one of a pair holds."""
        first, second = sorted((a, b))
        claim = Claim("identities", f"{first}|{second}", (first, second, verdict, by or None))
        return self.enter("decision", lambda: (claim,), by=by, at=at)

    def enter(
        self, what: str, read: Callable[[], Iterable[Claim]], *, by: str, at: datetime,
        scopes: Mapping[str, Scope] | None = None,
    ) -> LoadEntry:  # fmt: skip
        """Record what a person enters as one load of the source ``workspace``, after what others enter meanwhile.

        ``scopes`` with keys withdraw single entries.

        ``read`` is asked again at each try, so that an entry that rests on others rests on the newest. Raises
        LoadConflict only when others came first for half a minute on end.
        """

        def claims() -> Iterator[Claim]:
            yield from read()

        end, tries = time.monotonic() + _PATIENCE, 0
        while True:
            began, tries = time.monotonic(), tries + 1
            try:
                return self.record(Load(WORKSPACE, what, at.date(), claims(), scopes or {}, by), at=at)
            except LoadConflict:
                if time.monotonic() > end:
                    raise
            took = time.monotonic() - began  # wait by chance, and longer each time, so that many take turns
            time.sleep(took * tries * secrets.randbelow(1000) / 1000)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def newest_standing(standing: Sequence[LoadEntry], source: str, number: int | None) -> LoadEntry:
    """Return which of the loads of a source that stand is taken back; raises NothingToUndo and NotTheNewest."""
    if not standing:
        raise NothingToUndo(source)
    if number is not None and standing[-1].number != number:
        raise NotTheNewest(source, standing[-1].number)
    return standing[-1]
