"""What does a load change, given what its source says now?"""

from collections.abc import Iterable, Iterator, Sequence
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
    comparison = _Comparison(load, held)
    for claim in claims:
        comparison.take(claim)
    for claim in comparison.observations():
        comparison.take(claim)
    comparison.sweep()
    comparison.result.counts.rejected = len(load.rejected)
    return comparison.result


class _Comparison:
    """What a load says beside what its source says now, claim by claim."""

    def __init__(self, load: Load, held: Iterable[Held]) -> None:
        self.result = Difference()
        self._load = load
        self._known = {(item.claim.table, item.claim.key): item for item in held}
        self._seen: set[tuple[str, str]] = set()
        self._repeated: dict[str, list[Claim]] = {}
        self._readings = [_Reading.of(item) for item in self._known.values() if item.claim.table == "observed"]
        self._newer = [one for one in self._readings if one.on > load.as_of]

    def take(self, claim: Claim | None) -> None:
        counts = self.result.counts
        if claim is None:
            counts.suppressed += 1
            return
        told = claim.table != "observed"
        counts.read += told
        identity = (claim.table, claim.key)
        if identity in self._seen:
            counts.doubled += told
            return
        self._seen.add(identity)
        before = self._known.get(identity)
        if before is None:
            if self._was_left_out(claim):
                counts.older += told
                return
            counts.new += told
        elif _same(before.claim.content, claim.content):
            counts.same += told
            if told and before.as_of < self._load.as_of:
                self._repeated.setdefault(claim.table, []).append(claim)
            return
        elif told and (self._load.as_of < before.as_of or self._was_confirmed(before.claim)):
            counts.older += told
            return
        else:
            counts.changed += told
            self.result.withdrawn.append(before.number)
        self.result.asserted.append(claim)

    def _was_left_out(self, claim: Claim) -> bool:
        """Say whether a newer file of the source would have had to say this, and did not."""
        if not self._newer:
            return False
        mode = self._mode(claim.table)
        return any(one.leaves_out(claim, mode) for one in self._newer)

    def _was_confirmed(self, claim: Claim) -> bool:
        """Say whether a newer file of the source said, or may have said, this as it is held."""
        return any(one.confirms(claim) for one in self._newer)

    def _mode(self, table: str) -> Mode:
        scope = self._load.scopes.get(table)
        return scope.mode if scope else Mode.APPEND

    def observations(self) -> Iterator[Claim]:
        """Yield for each table what of it was read, and the day of that export, unless a newer file read all of it."""
        for table, scope in sorted(self._load.scopes.items()):
            if _leaves_a_reading(scope):
                yield from self._observation(table, scope)
        for table, claims in sorted(self._repeated.items()):
            if not self._reads_all_of(table, claims):
                yield from self._observation(table, Scope(Mode.APPEND), rows="yes")

    def _observation(self, table: str, scope: Scope, rows: str | None = None) -> Iterator[Claim]:
        whole = start = end = None
        if scope.mode is Mode.WINDOW and scope.start and scope.end:
            start, end = scope.start.isoformat(), scope.end.isoformat()
            key = "|".join((table, start, end))
        elif rows or scope.is_part:
            key = f"{table}|{'rows' if rows else 'part'}"
        else:
            key, whole = table, "yes"
        if not any(one.key == key or one.contains(table, scope) for one in self._newer):
            yield Claim("observed", key, (table, self._load.as_of.isoformat(), start, end, whole, rows))

    def _reads_all_of(self, table: str, claims: Sequence[Claim]) -> bool:
        """Say whether what this load leaves about its table, or its days, speaks of these rows too."""
        scope = self._load.scopes.get(table)
        if scope is None or not _leaves_a_reading(scope):
            return False
        return scope.mode is Mode.COMPLETE or all(scope.covers(claim) for claim in claims)

    def sweep(self) -> None:
        """Withdraw what the load would contain if the source still said it, but nothing that a newer file confirmed."""
        load, result = self._load, self.result
        for table, scope in sorted(load.scopes.items()):
            if any(one.table == table and one.scope.mode is not Mode.WINDOW for one in self._newer):
                continue
            inside = [
                item
                for identity, item in self._known.items()
                if identity[0] == table and scope.covers(item.claim) and not self._was_confirmed(item.claim)
            ]
            missing = [
                item
                for item in inside
                if (table, item.claim.key) not in self._seen and item.as_of <= load.as_of and not _has_ended(item.claim)
            ]
            if len(missing) > SWEEP_FLOOR and len(missing) > SWEEP_SHARE * len(inside) and not load.allow_sweep:
                raise SweepRefused(table, len(missing), len(inside))
            read_before = [one.on for one in self._readings if one.is_of_table(table)]
            for item in missing:
                result.withdrawn.append(item.number)
                result.counts.withdrawn += 1
                if scope.vanished_means_ended and table == "employments":
                    last_seen = max(item.as_of, *read_before)
                    result.asserted.append(_ended_between(item.claim, last_seen, load.as_of))
        again = [one for one in self._readings if one.is_within(load) and one.identity not in self._seen]
        result.withdrawn += [one.number for one in again]


def _same(before: Content, now: Content) -> bool:
    """Compare without the empty cells at the end: a field that was appended to a table changes no claim."""
    shorter, longer = sorted((before, now), key=len)
    return longer[: len(shorter)] == shorter and not any(longer[len(shorter) :])


def _leaves_a_reading(scope: Scope) -> bool:
    """Say whether a file that was read so tells of more than its rows: of a table, or of all days between two."""
    if scope.mode is Mode.WINDOW:
        return bool(scope.start and scope.end and not scope.is_part)
    return scope.mode is Mode.COMPLETE and not scope.keys


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a source was once read for, and the day of that export: older files neither bring back nor take of it.

    ``is_of_rows``: the file repeated rows that were held already, and said nothing of the others of its table.
    """

    number: int
    table: str
    key: str
    on: date
    scope: Scope
    is_of_rows: bool

    @classmethod
    def of(cls, held: Held) -> "_Reading":
        table, on, start, end, whole, rows = (*held.claim.content, None, None, None, None)[:6]
        first, last = (PartialDate.parse(day).earliest() if day else None for day in (start, end))
        mode = Mode.WINDOW if start else Mode.COMPLETE if whole else Mode.APPEND
        day = PartialDate.parse(on or "").earliest()
        return cls(held.number, table or "", held.claim.key, day, Scope(mode, first, last), bool(rows))

    @property
    def identity(self) -> tuple[str, str]:
        return "observed", self.key

    def is_of_table(self, table: str) -> bool:
        """Say whether the table was read, the whole or a part of it, and not only some days or rows."""
        return self.table == table and self.scope.mode is not Mode.WINDOW and not self.is_of_rows

    def leaves_out(self, claim: Claim, mode: Mode) -> bool:
        """Say whether the source, when it was read then, did not say this any more."""
        if claim.table != self.table or self.is_of_rows:
            return False
        return self.scope.covers(claim) or (mode is Mode.COMPLETE and self.scope.mode is not Mode.WINDOW)

    def confirms(self, claim: Claim) -> bool:
        """Say whether the source, when it was read then, said this, or may have."""
        return claim.table == self.table and (self.scope.mode is not Mode.WINDOW or self.scope.covers(claim))

    def contains(self, table: str, scope: Scope) -> bool:
        """Say whether all that a scope of a table reads was read then."""
        if table != self.table or self.is_of_rows or self.scope.mode is Mode.APPEND:
            return False
        return self.scope.mode is Mode.COMPLETE or _is_inside(scope, self.scope)

    def is_within(self, load: Load) -> bool:
        """Say whether a load reads this window again, as a part of its own."""
        scope = load.scopes.get(self.table)
        return scope is not None and not scope.is_part and _is_inside(self.scope, scope) and self.on <= load.as_of


def _is_inside(one: Scope, other: Scope) -> bool:
    """Say whether both are windows, one in the other."""
    if not one.mode is other.mode is Mode.WINDOW:
        return False
    return _day(other.start) <= _day(one.start) and _day(one.end) <= _day(other.end)


def _day(day: date | None) -> date:
    return day or date.min


def _has_ended(claim: Claim) -> bool:
    """A row that has vanished before stays gone: it is not swept twice."""
    return claim.table == "employments" and claim.value("ended_before") is not None


def _ended_between(claim: Claim, last_seen: date, gone_on: date) -> Claim:
    table = TABLES["employments"]
    content = list(claim.content)
    content[table.index("ended_after")] = last_seen.isoformat()
    content[table.index("ended_before")] = gone_on.isoformat()
    return Claim(claim.table, claim.key, tuple(content), claim.file, claim.line)
