"""The one write door: recognise what a path is, read it, record it, and say what changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Load, LoadEntry
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.base import Asked, Reading, Rejected
from loaders.linkedin import is_linkedin, read_linkedin
from loaders.roster import is_roster, read_roster
from loaders.staffing import is_staffing, read_staffing
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
    Format("staffing", is_staffing, read_staffing),
    Format("roster", is_roster, read_roster),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; ``entry`` counts, ``rejected`` says which rows were not used."""

    entry: LoadEntry
    rejected: tuple[Rejected, ...]
    unknown_columns: tuple[str, ...]
    dry: bool
    remarks: tuple[str, ...] = ()


def open_source(path: Path, asked: Asked, *, kind: str = "") -> Reading:
    """Recognise a path by its content, or take it for a ``kind``; raises ImportRefused for what is neither."""
    if not path.exists():
        raise ImportRefused(str(path), "does not exist", remedy="Check the path.")
    for candidate in FORMATS:
        if candidate.kind == kind or (not kind and candidate.recognises(path)):
            return candidate.read(path, asked)
    known = ", ".join(candidate.kind for candidate in FORMATS)
    remedy = f"These are: {known} (docs/loading.md)."
    raise ImportRefused(str(path), "is none of the inputs that are known", remedy=remedy)


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
    dry: bool = False,
) -> Loaded:
    """Load one path as one load. A dry run does everything but publish: it compares and then forgets."""
    reading = open_source(path, Asked(now.date(), source or "", owner, firm=firm), kind=kind)
    load = Load(
        reading.source,
        reading.kind,
        reading.as_of,
        reading.claims,
        reading.scopes,
        by,
        (path.name,),
        allow_sweep,
    )
    target = _rehearsal(store, reading.source) if dry else store
    entry = target.record(load, at=now)
    return Loaded(entry, tuple(reading.rejected), tuple(reading.unknown_columns), dry, tuple(reading.remarks))


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
