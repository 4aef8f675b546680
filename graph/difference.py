"""What does a load change, given what its source says now?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.errors import SweepRefused
from graph.provenance import Claim, Content, Counts, Held, Load, Mode, Scope
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.tables import TABLES

SWEEP_SHARE = 0.2
SWEEP_FLOOR = 50


@dataclass(slots=True)
class Difference:
    """What a load changes: claims to assert, and numbers of held claims to withdraw."""

    asserted: list[Claim] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def __bool__(self) -> bool:
        return bool(self.size)

    @property
    def size(self) -> int:
        return len(self.asserted) + len(self.withdrawn)


def difference(load: Load, held: Iterable[Held], claims: Iterable[Claim | None]) -> Difference:
    """Compare a load with what its source says now.

    Parameters
    ----------
    load : the load; its ``claims`` are not read, so that a caller may filter them first
    held : every claim of the source that is visible now
    claims : what the load says; None for what must not be kept

    Raises
    ------
    SweepRefused
        When more than a fifth of a scope, and more than 50 claims, would be withdrawn without ``allow_sweep``.
    """
    result = Difference()
    counts = result.counts
    known = {(item.claim.table, item.claim.key): item for item in held}
    seen: set[tuple[str, str]] = set()
    readings = [_Reading.of(item) for item in known.values() if item.claim.table == "observed"]
    newer = [one for one in readings if one.on > load.as_of]
    observed = {one.table: one.on for one in readings if one.scope.mode is not Mode.WINDOW}
    for claim in _with_observations(load, claims, frozenset(one.table for one in newer)):
        if claim is None:
            counts.suppressed += 1
            continue
        told = claim.table != "observed"
        counts.read += told
        identity = (claim.table, claim.key)
        if identity in seen:
            counts.doubled += told
            continue
        seen.add(identity)
        before = known.get(identity)
        if before is None:
            if newer and any(one.left_out(claim, _mode(load, claim.table)) for one in newer):
                counts.older += told
                continue
            counts.new += told
        elif _same(before.claim.content, claim.content):
            counts.same += told
            continue
        elif load.as_of < before.as_of:
            counts.older += told
            continue
        else:
            counts.changed += told
            result.withdrawn.append(before.number)
        result.asserted.append(claim)
    _sweep(load, known, seen, observed, newer, result)
    result.withdrawn += [one.number for one in readings if one.is_within(load) and one.identity not in seen]
    return result


def _same(before: Content, now: Content) -> bool:
    """Compare without the empty cells at the end: a field that was appended to a table changes no claim."""
    shorter, longer = sorted((before, now), key=len)
    return longer[: len(shorter)] == shorter and not any(longer[len(shorter) :])


def _mode(load: Load, table: str) -> Mode:
    scope = load.scopes.get(table)
    return scope.mode if scope else Mode.APPEND


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a source was once read for, and the day of that export: older files bring back nothing of it."""

    number: int
    table: str
    key: str
    on: date
    scope: Scope

    @classmethod
    def of(cls, held: Held) -> "_Reading":
        table, on, start, end, whole = (*held.claim.content, None, None, None)[:5]
        first, last = (PartialDate.parse(day).earliest() if day else None for day in (start, end))
        mode = Mode.WINDOW if start else Mode.COMPLETE if whole else Mode.APPEND
        return cls(
            held.number, table or "", held.claim.key, PartialDate.parse(on or "").earliest(), Scope(mode, first, last)
        )

    @property
    def identity(self) -> tuple[str, str]:
        return "observed", self.key

    def left_out(self, claim: Claim, mode: Mode) -> bool:
        """Say whether the source, when it was read then, did not say this any more."""
        if claim.table != self.table:
            return False
        return self.scope.covers(claim) or (mode is Mode.COMPLETE and self.scope.mode is not Mode.WINDOW)

    def is_within(self, load: Load) -> bool:
        """Say whether a load reads this window again, as a part of its own."""
        scope = load.scopes.get(self.table)
        if scope is None or scope.is_part or not scope.mode is self.scope.mode is Mode.WINDOW:
            return False
        inside = _day(scope.start) <= _day(self.scope.start) and _day(self.scope.end) <= _day(scope.end)
        return inside and self.on <= load.as_of


def _day(day: date | None) -> date:
    return day or date.min


def _with_observations(load: Load, claims: Iterable[Claim | None], newer: frozenset[str]) -> Iterator[Claim | None]:
    """Yield the claims, then for each table what of it was read as a whole, and the day of that export."""
    yield from claims
    for table, scope in sorted(load.scopes.items()):
        if table in newer or scope.mode is Mode.APPEND or scope.keys:
            continue
        on, part = load.as_of.isoformat(), scope.is_part
        if scope.mode is Mode.COMPLETE:
            yield Claim("observed", table, (table, on, None, None, None if part else "yes"))
        elif scope.start and scope.end and not part:
            days = scope.start.isoformat(), scope.end.isoformat()
            yield Claim("observed", "|".join((table, *days)), (table, on, *days, None))


def _sweep(
    load: Load,
    known: Mapping[tuple[str, str], Held],
    seen: set[tuple[str, str]],
    observed: Mapping[str, date],
    newer: Sequence[_Reading],
    result: Difference,
) -> None:
    """Withdraw what the load would contain if the source still said it, but nothing that a newer reading confirmed."""
    for table, scope in sorted(load.scopes.items()):
        if observed.get(table, load.as_of) > load.as_of:
            continue
        inside = [
            item
            for identity, item in known.items()
            if identity[0] == table
            and scope.covers(item.claim)
            and not any(one.left_out(item.claim, scope.mode) for one in newer)
        ]
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
