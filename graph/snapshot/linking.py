"""Which records a load linked to others, and which it made doubtful."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.identity import Doubt
from graph.provenance import Held, LoadEntry, record_id
from graph.snapshot.build import build_snapshot

_IDENTITY = frozenset({"people", "companies", "company_aliases", "identities"})


@dataclass(frozen=True, slots=True)
class Linked:
    """``merged``: new or changed records of a load that are one person or company with another record."""

    merged: int = 0
    doubts: tuple[Doubt, ...] = ()


def linked_by(rows: Iterable[Held], entry: LoadEntry) -> Linked:
    """Look at what is visible after a load; only claims that matter to identity are kept in memory."""
    if entry.revision is None:
        return Linked()
    kept = [held for held in rows if held.claim.table in _IDENTITY]
    touched = {
        record_id(held.source, held.claim.table, held.claim.key)
        for held in kept
        if held.source == entry.source and held.load == entry.number and held.claim.table in {"people", "companies"}
    }
    snapshot = build_snapshot(entry.revision, kept)
    met = (snapshot.people.get(snapshot.entity[one]) or snapshot.companies[snapshot.entity[one]] for one in touched)
    merged = sum(len(entity.records) > 1 for entity in met)
    return Linked(merged, tuple(doubt for doubt in snapshot.doubts if touched.intersection(doubt.records)))
