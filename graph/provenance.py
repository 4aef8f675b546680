"""What we were told, by whom, and when we believed it: claims, loads and revisions."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from graph.errors import ImportRefused
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from graph.vocabulary.tables import REFERENCES, TABLES

RecordId = NewType("RecordId", str)
Content = tuple[str | None, ...]

WORKSPACE = "workspace"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]
_SHIFTS = range(70, -1, -10)


def record_id(source: str, table: str, own_id: str) -> RecordId:
    """Return the permanent opaque id of a source's record (80 bits, so a chance collision needs 10^12 records)."""
    digest = hashlib.blake2b(f"{source}\0{table}\0{own_id}".encode(), digest_size=10).digest()
    number = int.from_bytes(digest, "big")
    return RecordId(f"{TABLES[table].prefix}-{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a source says. ``content`` follows the fields of its table; references are record ids."""

    table: str
    key: str
    content: Content
    file: str = ""
    line: int = 0

    def value(self, name: str) -> str | None:
        """Return one field; claims that were stored before the field was appended lack it."""
        position = TABLES[self.table].index(name)
        return self.content[position] if position < len(self.content) else None


class Mode(StrEnum):
    """How much of a table a load has read: all of it, all within two days, or just some rows."""

    COMPLETE = "complete"
    WINDOW = "window"
    APPEND = "append"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a load may sweep in one table. ``vanished_means_ended``: a roster's missing row ended, it was not wrong.

    ``kinds`` narrows the scope to claims of these kinds, where a table has kinds that come from different files.
    ``companies``: only rows of these companies (record ids) may vanish; empty means all. ``keys``: only the rows of
    these keys, which is how a single entry is withdrawn.
    ``spared``: keys and record ids of rows that were there and could not be read: what has such a key, or speaks of
    such a record, is not missing.
    """

    mode: Mode
    start: date | None = None
    end: date | None = None
    vanished_means_ended: bool = False
    kinds: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()

    @property
    def is_part(self) -> bool:
        """Say whether less than the whole table, or the whole of its days, was read."""
        return bool(self.kinds or self.companies or self.keys or self.spared)

    def covers(self, claim: Claim) -> bool:
        """Say whether the load would have to contain this claim if the source still said it."""
        if self.kinds and claim.value("kind") not in self.kinds:
            return False
        if self.keys and claim.key not in self.keys:
            return False
        if self.companies and claim.value("company") not in self.companies:
            return False
        if self.spared and (claim.key in self.spared or not self.spared.isdisjoint(references(claim))):
            return False
        if self.vanished_means_ended and claim.table == "employments" and claim.value("end") is not None:
            return False
        if self.mode is Mode.COMPLETE:
            return True
        column = TABLES[claim.table].window
        if self.mode is Mode.APPEND or not column or self.start is None or self.end is None:
            return False
        text = claim.value(column)
        if text is None:
            return False
        day = PartialDate.parse(text)
        return self.start <= day.earliest() and day.latest() <= self.end


@dataclass(frozen=True, slots=True)
class Load:
    """What one loader read from one source, before anything is written.

    ``scopes`` and ``rejected``, the rows that cannot be used, are looked at when the claims have been read: which
    rows cannot be read shows only then.

    Raises ImportRefused where ``as_of`` is not a plain day: a datetime is a date to Python and to no store.
    """

    source: str
    kind: str
    as_of: date
    claims: Iterable[Claim]
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    by: str = ""
    files: tuple[str, ...] = ()
    allow_sweep: bool = False
    rejected: Sized = ()

    def __post_init__(self) -> None:
        if type(self.as_of) is not date:
            raise ImportRefused(
                self.source, f"is of {self.as_of}, which is not a day", remedy="Write it as 2026-01-31."
            )


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as a store holds it: which load said it, and the day of that load's export."""

    number: int
    source: str
    claim: Claim
    load: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Revision:
    number: int
    at: datetime | None


@dataclass(slots=True)
class Counts:
    read: int = 0
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    same: int = 0
    older: int = 0
    doubled: int = 0
    suppressed: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """A line of the log of loads. ``revision`` is None when the load changed nothing."""

    number: int
    source: str
    kind: str
    as_of: date
    at: datetime
    revision: int | None
    counts: Counts
    undone: bool = False
    by: str = ""


def day_held(text: str) -> date:
    """Read a load's day as a store holds it; older releases also kept a time after the day."""
    return date.fromisoformat(text[:10])


def leader_mark(company: str, name: str) -> RecordId:
    """Return what stands for somebody in the leadership list of a company record, where a name is all there is."""
    return RecordId(f"leader:{company}|{folded(name)}")


def references(claim: Claim) -> Iterator[str]:
    """Yield the records that a claim speaks of; of a leadership list also the marks of who stands in it."""
    if claim.table == "leaders":
        for field in ("name", "reports_to"):
            if name := claim.value(field):
                yield leader_mark(claim.value("company") or "", name)
    for spec, value in zip(TABLES[claim.table].fields, claim.content, strict=False):
        if value is not None and spec.kind in REFERENCES:
            yield from value.split(";")
