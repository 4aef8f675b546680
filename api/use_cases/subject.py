"""What do we hold on a person: everything that any source said and when, with where it stands."""

from collections.abc import Mapping

from api.use_cases.basis import SCHEMA_VERSION, Json, Question, Snapshots, read_snapshot
from api.use_cases.erasing import Found, everything_about
from api.viewer import Viewer
from graph.provenance import Claim
from graph.snapshot import Snapshot
from graph.stores.base import Belief, Store
from graph.vocabulary.tables import REFERENCES, TABLES


def subject(viewer: Viewer, store: Store, person: str, question: Question, *, source: Snapshots | None = None) -> Json:
    """Return all that is held about a person at any revision, for the person or a data protection officer.

    Raises UnknownName, and AmbiguousName for a name that several people have.
    """
    snapshot = read_snapshot(source or store, question)
    found = everything_about(store, snapshot, person)
    known = question.known_on
    return {
        "schema_version": SCHEMA_VERSION, "revision": snapshot.revision, "as_of": question.as_of.isoformat(),
        "known_on": known.isoformat() if known else None, "stale": False,
        "person": {"id": found.person, "name": snapshot.people[found.person].name},
        "records": sorted(found.records), "sources": found.sources,
        "claims": [_told(snapshot, belief) for belief in _in_order(found)],
        "mentions": found.mentions,
    }  # fmt: skip


def _in_order(found: Found) -> list[Belief]:
    order = {table: number for number, table in enumerate(TABLES)}
    return sorted(
        found.beliefs.values(), key=lambda one: (order[one.held.claim.table], one.held.source, one.held.number)
    )


def _told(snapshot: Snapshot, belief: Belief) -> Json:
    held = belief.held
    return {
        "table": held.claim.table, "says": says(snapshot, held.claim), "source": held.source,
        "record": f"{held.claim.file}:{held.claim.line}", "seen": held.as_of.isoformat(),
        "asserted_revision": belief.asserted, "withdrawn_revision": belief.withdrawn,
    }  # fmt: skip


def says(snapshot: Snapshot, claim: Claim) -> Mapping[str, str]:
    """Return the fields of a claim that are known, people and companies by name where one is known."""
    told = {}
    for spec, value in zip(TABLES[claim.table].fields, claim.content, strict=False):
        if value:
            several = value.split(";") if spec.kind in REFERENCES else [value]
            told[spec.name] = "; ".join(_name(snapshot, one) for one in several)
    return told


def _name(snapshot: Snapshot, record: str) -> str:
    one = snapshot.entity.get(record, record)
    if one in snapshot.people:
        return snapshot.people[one].name
    return snapshot.companies[one].name if one in snapshot.companies else record
