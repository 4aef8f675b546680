"""The one write door: recognise what a path is, read it, record it, and say what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Load, LoadEntry
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.base import Reading, Rejected
from loaders.linkedin import is_linkedin, read_linkedin
from loaders.tables import is_tables, read_tables


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; ``entry`` counts, ``rejected`` says which rows were not used."""

    entry: LoadEntry
    rejected: tuple[Rejected, ...]
    unknown_columns: tuple[str, ...]
    dry: bool


def open_source(path: Path, *, source: str | None, now: datetime, owner: str = "") -> Reading:
    """Recognise a path by its content; raises ImportRefused for what is none of the known inputs."""
    if is_tables(path):
        return read_tables(path, source=source, today=now.date())
    if is_linkedin(path):
        return read_linkedin(path, owner=owner, today=now.date())
    reason = "is none of the inputs that this version knows" if path.exists() else "does not exist"
    raise ImportRefused(str(path), reason, remedy="Today: a folder of Tables or a LinkedIn archive.")


def load_path(
    store: Store,
    path: Path,
    *,
    source: str | None = None,
    owner: str = "",
    now: datetime,
    by: str = "",
    allow_sweep: bool = False,
    dry: bool = False,
) -> Loaded:
    """Load one path as one load. A dry run does everything but publish: it compares and then forgets."""
    reading = open_source(path, source=source, now=now, owner=owner)
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
    return Loaded(entry, tuple(reading.rejected), tuple(reading.unknown_columns), dry)


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
