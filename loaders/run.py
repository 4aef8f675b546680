"""The one write door: recognise what a path is, read it, record it, and say what changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from graph.batches import Batch
from graph.errors import ImportRefused, SourceOfAnother
from graph.garbage import seldom_collected
from graph.provenance import WORKSPACE, Claim, Load, LoadEntry, Scope
from graph.snapshot import IDENTITY, Linked, linked_by
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.vocabulary.text import plain_text
from loaders.base import Asked, Reading, Rejected, input_name
from loaders.dated_ahead import told_ahead
from loaders.inputs import FORMATS, Format, Input, inputs, open_source, readable
from loaders.known import KnownBy
from loaders.own_word import own_asks
from loaders.sweeping import spared

__all__ = ["FORMATS", "Format", "Input", "Loaded", "inputs", "load_path", "open_source"]

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


def load_path(
    store: Store,
    path: Path,
    *,
    parts: frozenset[str] = frozenset(),
    source: str | None = None,
    owner: str = "",
    firm: str = "",
    kind: str = "",
    as_of: date | None = None,
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
    ``parts`` are the files of a zip that are the input; without any all are. ``as_of`` is the day of an input that
    does not say its own; ImportRefused where it says another.
    ``links`` asks whom the load met, for which the store's people and companies are read; ``watch`` is told the claims
    read so far.
    """
    asked = Asked(now.date(), source or "", owner, firm=firm, known=KnownBy(store), as_of=as_of, parts=parts)
    with readable(path):
        reading = open_source(path, asked, kind=kind)
    _check_day(path, reading, as_of, now)
    claims = reading.claims
    if not trusted:
        _refuse_another_voice(store, path, reading, "" if take_over else by)
        claims = _no_decisions(claims)
        claims = own_asks(claims, reading, by, KnownBy(store).names_of) if by else claims
    scopes = dict(reading.scopes)
    load = Load(
        reading.source,
        reading.kind,
        reading.as_of,
        _watched(_plain(_sparing(told_ahead(_read(path, claims), reading), reading, scopes)), watch),
        scopes,
        by,
        (input_name(path, parts),),
        allow_sweep,
        reading.rejected,
    )
    target = _rehearsal(store, reading.source) if dry else store
    with seldom_collected():
        entry = target.record(load, at=now)
    if KnownBy(store).nobody and (target is store or KnownBy(target).nobody):
        reading.remarks.append("nobody of ours is in the store yet: load a roster, or an archive with --firm NAME")
    linked = linked_by(_who_is_who(store, target, reading.source), entry) if links else None
    return Loaded(entry, tuple(reading.rejected), tuple(reading.unknown_columns), dry, tuple(reading.remarks), linked)


def _check_day(path: Path, reading: Reading, as_of: date | None, now: datetime) -> None:
    """Refuse input of a day to come, and input that is told to be of another day than it says itself."""
    if reading.as_of > now.date() + _GRACE:
        # It would make every real export of the next years count as older.
        raise ImportRefused(
            path.name, f"is of {reading.as_of}, a day to come", remedy="Correct the day it was exported on."
        )
    if as_of is not None and reading.as_of != as_of:
        raise ImportRefused(
            path.name,
            f"says itself that it is of {reading.as_of}, not of {as_of}",
            remedy="Leave out the day, or correct the one in the file or its name.",
        )


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
    with readable(path):
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
