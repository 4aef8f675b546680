"""Which records a load linked to others, and which it made doubtful."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.batches import Batch
from graph.identity import Doubt
from graph.provenance import LoadEntry, record_id
from graph.snapshot.build import snapshot_of

IDENTITY = frozenset({"people", "companies", "company_aliases", "identities"})
"""The tables that say who is who; only these have to be read."""


@dataclass(frozen=True, slots=True)
class Linked:
    """``merged``: new or changed records of a load that are one person or company with another record."""

    merged: int = 0
    doubts: tuple[Doubt, ...] = ()


def linked_by(batches: Iterable[Batch], entry: LoadEntry) -> Linked:
    """Look at what the tables of IDENTITY say after a load, and at which of it the load has said."""
    if entry.revision is None:
        return Linked()
    kept = list(batches)
    touched = {
        record_id(batch.source, batch.table, key)
        for batch in kept
        if batch.source == entry.source and batch.load == entry.number and batch.table in {"people", "companies"}
        for key in batch.keys
    }
    if not touched:
        return Linked()
    snapshot = snapshot_of(entry.revision, kept)
    met = (snapshot.people.get(snapshot.entity[one]) or snapshot.companies[snapshot.entity[one]] for one in touched)
    merged = sum(len(entity.records) > 1 for entity in met)
    return Linked(merged, tuple(doubt for doubt in snapshot.doubts if touched.intersection(doubt.records)))
