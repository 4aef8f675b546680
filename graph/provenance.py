"""What we were told, by whom, and when we believed it: claims, loads and revisions."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from graph.errors import SweepRefused
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from graph.vocabulary.tables import REFERENCES, TABLES

RecordId = NewType("RecordId", str)
Content = tuple[str | None, ...]

WORKSPACE = "workspace"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]
_SHIFTS = range(70, -1, -10)
SWEEP_SHARE = 0.2
SWEEP_FLOOR = 50


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
        """Return one field."""
        return self.content[TABLES[self.table].index(name)]


class Mode(StrEnum):
    """How much of a table a load has read: all of it, all within two days, or just some rows."""

    COMPLETE = "complete"
    WINDOW = "window"
    APPEND = "append"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a load may sweep in one table. ``vanished_means_ended``: a roster's missing row ended, it was not wrong.

    ``kinds`` narrows the scope to claims of these kinds, where a table has kinds that come from different files.
    ``companies``: only rows of these companies (record ids) may vanish; empty means all.
    """

    mode: Mode
    start: date | None = None
    end: date | None = None
    vanished_means_ended: bool = False
    kinds: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()

    def covers(self, claim: Claim) -> bool:
        """Say whether the load would have to contain this claim if the source still said it."""
        if self.kinds and claim.value("kind") not in self.kinds:
            return False
        if self.companies and claim.value("company") not in self.companies:
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
    """What one loader read from one source, before anything is written."""

    source: str
    kind: str
    as_of: date
    claims: Iterable[Claim]
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    by: str = ""
    files: tuple[str, ...] = ()
    allow_sweep: bool = False


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


@dataclass(slots=True)
class Difference:
    """What a load changes: claims to assert, and numbers of held claims to withdraw."""

    asserted: list[Claim] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def __bool__(self) -> bool:
        return bool(self.asserted or self.withdrawn)


def leader_mark(company: str, name: str) -> RecordId:
    """Return what stands for somebody in the leadership list of a company record, where a name is all there is."""
    return RecordId(f"leader:{company}|{folded(name)}")


def references(claim: Claim) -> Iterator[str]:
    """Yield the records that a claim speaks of; of a leadership list also the mark of the one it lists."""
    if claim.table == "leaders":
        yield leader_mark(claim.value("company") or "", claim.value("name") or "")
    for spec, value in zip(TABLES[claim.table].fields, claim.content, strict=False):
        if value is not None and spec.kind in REFERENCES:
            yield from value.split(";")


def difference(load: Load, held: Iterable[Held], claims: Iterable[Claim]) -> Difference:
    """Compare a load with what its source says now.

    Parameters
    ----------
    load : the load; its ``claims`` are not read, so that a caller may filter them first
    held : every claim of the source that is visible now
    claims : what the load says

    Raises
    ------
    SweepRefused
        When more than a fifth of a scope, and more than 50 claims, would be withdrawn without ``allow_sweep``.
    """
    result = Difference()
    counts = result.counts
    known = {(item.claim.table, item.claim.key): item for item in held}
    seen: set[tuple[str, str]] = set()
    observed = {item.claim.key: PartialDate.parse(item.claim.content[1] or "").earliest() for item in known.values()
                if item.claim.table == "observed"}  # fmt: skip
    for claim in _with_observations(load, claims, observed):
        told = claim.table != "observed"
        counts.read += told
        identity = (claim.table, claim.key)
        if identity in seen:
            counts.doubled += told
            continue
        seen.add(identity)
        before = known.get(identity)
        if before is None:
            newer = observed.get(claim.table)
            if newer is not None and load.as_of < newer and _mode(load, claim.table) is Mode.COMPLETE:
                counts.older += told
                continue
            counts.new += told
        elif before.claim.content == claim.content:
            counts.same += told
            continue
        elif load.as_of < before.as_of:
            counts.older += told
            continue
        else:
            counts.changed += told
            result.withdrawn.append(before.number)
        result.asserted.append(claim)
    _sweep(load, known, seen, observed, result)
    return result


def _mode(load: Load, table: str) -> Mode:
    scope = load.scopes.get(table)
    return scope.mode if scope else Mode.APPEND


def _with_observations(load: Load, claims: Iterable[Claim], observed: Mapping[str, date]) -> Iterator[Claim]:
    """Yield the claims, then for each table read completely the day on which its content was confirmed."""
    yield from claims
    for table in sorted(load.scopes):
        if load.scopes[table].mode is Mode.COMPLETE and observed.get(table, load.as_of) <= load.as_of:
            yield Claim("observed", table, (table, load.as_of.isoformat()))


def _sweep(
    load: Load,
    known: Mapping[tuple[str, str], Held],
    seen: set[tuple[str, str]],
    observed: Mapping[str, date],
    result: Difference,
) -> None:
    for table, scope in sorted(load.scopes.items()):
        if observed.get(table, load.as_of) > load.as_of:
            continue
        inside = [item for identity, item in known.items() if identity[0] == table and scope.covers(item.claim)]
        missing = [
            item
            for item in inside
            if (table, item.claim.key) not in seen and item.as_of <= load.as_of and not _has_ended(item.claim)
        ]
        if len(missing) > SWEEP_FLOOR and len(missing) > SWEEP_SHARE * len(inside) and not load.allow_sweep:
            raise SweepRefused(table, len(missing), len(inside))
        for item in missing:
            result.withdrawn.append(item.number)
            result.counts.withdrawn += 1
            if scope.vanished_means_ended and table == "employments":
                last_seen = max(item.as_of, observed.get(table, item.as_of))
                result.asserted.append(_ended_between(item.claim, last_seen, load.as_of))


def _has_ended(claim: Claim) -> bool:
    """A row that has vanished before stays gone: it is not swept twice."""
    return claim.table == "employments" and claim.value("ended_before") is not None


def _ended_between(claim: Claim, last_seen: date, gone_on: date) -> Claim:
    table = TABLES["employments"]
    content = list(claim.content)
    content[table.index("ended_after")] = last_seen.isoformat()
    content[table.index("ended_before")] = gone_on.isoformat()
    return Claim(claim.table, claim.key, tuple(content), claim.file, claim.line)
