"""The one write door: recognise what a path is, read it, record it, and say what changed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from graph.batches import Batch
from graph.errors import ImportRefused, SourceOfAnother
from graph.garbage import seldom_collected
from graph.provenance import WORKSPACE, Claim, Load, LoadEntry, Scope
from graph.snapshot import IDENTITY, Linked, linked_by
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.vocabulary.text import plain_text
from loaders.aliases import is_aliases, read_aliases
from loaders.base import Asked, Reading, Rejected
from loaders.calendars import is_calendar, is_of_several, read_calendar
from loaders.known import KnownBy
from loaders.limits import LIMITS, Limits
from loaders.linkedin import is_linkedin, read_linkedin
from loaders.popolo import is_popolo, read_popolo
from loaders.roster import is_roster, read_roster
from loaders.salesforce import is_salesforce, read_salesforce
from loaders.staffing import is_staffing, read_staffing
from loaders.sweeping import spared
from loaders.tables import is_tables, read_tables


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of input: how it is told by its content, and how it is read."""

    kind: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, Asked], Reading]


FORMATS: tuple[Format, ...] = (
    Format("tables", is_tables, read_tables),
    Format("linkedin", is_linkedin, read_linkedin),
    Format("aliases", is_aliases, read_aliases),
    Format("salesforce", is_salesforce, read_salesforce),
    Format("calendar", is_calendar, read_calendar),
    Format("popolo", is_popolo, read_popolo),
    Format("staffing", is_staffing, read_staffing),
    Format("roster", is_roster, read_roster),
)
_DEEP = 3
_WATCHED_EVERY = 1_000
_GRACE = timedelta(days=1)  # where it is tomorrow already, today's export is no mistake


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; ``entry`` counts, ``rejected`` says which rows were not used, ``linked`` whom it met."""

    entry: LoadEntry
    rejected: tuple[Rejected, ...]
    unknown_columns: tuple[str, ...]
    dry: bool
    remarks: tuple[str, ...] = ()
    linked: Linked | None = None


def inputs(path: Path, *, kind: str = "", limits: Limits = LIMITS) -> tuple[list[Path], list[Path]]:
    """Return the inputs that a path holds, in the order of their names, and the files in it that are none.

    A path that is an input is the only one, unless it is a folder that holds inputs of another kind.

    Raises ImportRefused where there is none at all, or too many to look at.
    """
    with _readable(path):
        if not path.exists():
            raise ImportRefused(str(path), "does not exist", remedy="Check the path.")
        if kind or _is_input(path, limits):
            return [path], []
        found, others = _inside(path, _DEEP, limits) if path.is_dir() else ([], [])
    if not found:
        raise _unknown(path)
    return found, others


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Refuse what the machine does not let us read, wherever in a path it is met."""
    try:
        yield
    except OSError as error:
        name = str(error.filename or path)
        remedy = "Check the path and its permissions."
        raise ImportRefused(name, f"cannot be read: {error.strerror or error}", remedy=remedy) from error


def _inside(folder: Path, deep: int, limits: Limits) -> tuple[list[Path], list[Path]]:
    found: list[Path] = []
    others: list[Path] = []
    for child in sorted(child for child in folder.iterdir() if not child.name.startswith(".")):
        if _is_input(child, limits):
            found.append(child)
        elif child.is_dir() and deep > 1:
            more, rest = _inside(child, deep - 1, limits)
            found += more
            others += rest
        else:
            others.append(child)
        if len(found) + len(others) > limits.inputs:
            raise ImportRefused(folder.name, f"holds more than {limits.inputs} files", remedy="Name the inputs.")
    return found, others


def _is_input(path: Path, limits: Limits) -> bool:
    """Say whether a path is one input; an .ics beside an archive does not make their folder a calendar.

    Nor is a folder with the calendars of several people one: each is a source.
    """
    own = _kind(path)
    if not own or own == "tables" or not path.is_dir():
        return bool(own)
    if own == "calendar" and is_of_several(path, limits):
        return False
    return all(_kind(child) in {"", own} for child in path.iterdir() if not child.name.startswith("."))


def _kind(path: Path) -> str:
    return next((candidate.kind for candidate in FORMATS if candidate.recognises(path)), "")


def open_source(path: Path, asked: Asked, *, kind: str = "") -> Reading:
    """Recognise a path by its content, or take it for a ``kind``; raises ImportRefused for what is neither."""
    if not path.exists():
        raise ImportRefused(str(path), "does not exist", remedy="Check the path.")
    for candidate in FORMATS:
        if candidate.kind == kind or (not kind and candidate.recognises(path)):
            return candidate.read(path, asked)
    raise _unknown(path)


def _unknown(path: Path) -> ImportRefused:
    known = ", ".join(candidate.kind for candidate in FORMATS)
    remedy = f"These are: {known} (docs/loading.md)."
    return ImportRefused(str(path), "is none of the inputs that are known", remedy=remedy)


def load_path(
    store: Store,
    path: Path,
    *,
    source: str | None = None,
    owner: str = "",
    firm: str = "",
    kind: str = "",
    now: datetime,
    by: str = "",
    allow_sweep: bool = False,
    take_over: bool = False,
    dry: bool = False,
    links: bool = False,
    trusted: bool = False,
    watch: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Load one path as one load. A dry run does everything but publish: it compares and then forgets.

    Only ``trusted`` input may speak for what people entered here, or for a source that another kind of input feeds; and
    with ``take_over`` for a source that somebody else than ``by`` has loaded so far.
    ``links`` asks whom the load met, for which the store's people and companies are read; ``watch`` is told the claims
    read so far.
    """
    with _readable(path):
        reading = open_source(path, Asked(now.date(), source or "", owner, firm=firm, known=KnownBy(store)), kind=kind)
    if reading.as_of > now.date() + _GRACE:
        # It would make every real export of the next years count as older.
        raise ImportRefused(
            path.name, f"is of {reading.as_of}, a day to come", remedy="Correct the day it was exported on."
        )
    claims = reading.claims
    if not trusted:
        _refuse_another_voice(store, path, reading, "" if take_over else by)
        claims = _no_decisions(claims)
    scopes = dict(reading.scopes)
    load = Load(
        reading.source,
        reading.kind,
        reading.as_of,
        _watched(_plain(_sparing(_read(path, claims), reading, scopes)), watch),
        scopes,
        by,
        (path.name,),
        allow_sweep,
    )
    target = _rehearsal(store, reading.source) if dry else store
    with seldom_collected():
        entry = target.record(load, at=now)
    if KnownBy(store).nobody and (target is store or KnownBy(target).nobody):
        reading.remarks.append("nobody of ours is in the store yet: load a roster, or an archive with --firm NAME")
    linked = linked_by(_who_is_who(store, target, reading.source), entry) if links else None
    return Loaded(entry, tuple(reading.rejected), tuple(reading.unknown_columns), dry, tuple(reading.remarks), linked)


def _refuse_another_voice(store: Store, path: Path, reading: Reading, by: str) -> None:
    """Refuse input that would speak for a source which is not its own: it could forge stances or sweep a system.

    ``by`` is who loads it; "" where that does not matter.
    """
    if reading.source == WORKSPACE:
        raise ImportRefused(
            path.name,
            f"names the source {WORKSPACE!r}, which is what people enter here",
            remedy="Name another source. An export is put back on the server: inroads load DIR.",
        )
    standing = [entry for entry in store.loads() if entry.source == reading.source and not entry.undone]
    kinds = {entry.kind for entry in standing}
    if kinds and reading.kind not in kinds:
        raise ImportRefused(
            path.name,
            f"is {reading.kind}, and {reading.source!r} has come from {', '.join(sorted(kinds))} so far",
            remedy="Name another source, or load it on the server: inroads load.",
        )
    if standing and by and standing[-1].by not in {"", by}:
        raise SourceOfAnother(path.name, reading.source, standing[-1].by)


def _no_decisions(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Refuse rows that would decide who is who, or reach into a round: people do that, each in their own name."""
    for claim in claims:
        if claim.table in {"identities", "rounds"} or (claim.table == "stances" and claim.value("round")):
            raise ImportRefused(
                claim.file, f"decides in {claim.table} what people decide here", line=claim.line,
                remedy="Leave it out, or put an export back on the server: inroads load DIR.",
            )  # fmt: skip
        yield claim


def _who_is_who(store: Store, target: Store, source: str) -> Iterator[Batch]:
    """Yield who is who after a load; after a rehearsal, with the rehearsed source in place of the real one."""
    yield from target.snapshot_batches(target.revision().number, IDENTITY)
    if target is not store:
        batches = store.snapshot_batches(store.revision().number, IDENTITY)
        yield from (batch for batch in batches if batch.source != source)


def _read(path: Path, claims: Iterable[Claim]) -> Iterator[Claim]:
    with _readable(path):
        yield from claims


def _sparing(claims: Iterable[Claim], reading: Reading, scopes: dict[str, Scope]) -> Iterator[Claim]:
    """Yield the claims, and then narrow the scopes by the rows that could not be read."""
    yield from claims
    kept, told = spared(scopes, reading.unread)
    scopes.update(kept)
    reading.remarks += told


def _watched(claims: Iterable[Claim], watch: Callable[[int], None]) -> Iterator[Claim]:
    for number, claim in enumerate(claims, 1):
        if number % _WATCHED_EVERY == 0:
            watch(number)
        yield claim


def _plain(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims with nothing in their text that steers a screen, whatever reader they come from."""
    for claim in claims:
        text = "".join(cell for cell in claim.content if cell)
        if text.isascii() and text.isprintable():
            yield claim
        else:
            yield replace(claim, content=tuple(plain_text(cell) if cell else cell for cell in claim.content))


def _rehearsal(store: Store, source: str) -> Store:
    """Copy what a source says now, with the suppression list, into a memory store to try a load on."""
    copy = MemoryStore()
    for key in store.keys("suppression/"):
        copy.put_if_version(key, store.get(key)[0] or "", 0)
    entries = {entry.number: entry for entry in store.loads()}
    held = [item for batch in store.snapshot_rows(store.revision().number) for item in batch if item.source == source]
    for number in sorted({item.load for item in held}):
        claims: Iterator[Claim] = (item.claim for item in held if item.load == number)
        copy.record(Load(source, "copy", entries[number].as_of, claims), at=entries[number].at)
    return copy
