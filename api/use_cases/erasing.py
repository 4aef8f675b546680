"""What is held about one person in all revisions, and its erasure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.snapshot_files import SnapshotFiles
from api.tokens import forget_tokens, list_tokens
from api.use_cases.basis import SCHEMA_VERSION, Json, Question, Snapshots, read_snapshot
from api.use_cases.naming import find_person, told_apart
from api.viewer import Viewer
from graph.errors import AmbiguousName
from graph.identity import names_agree
from graph.provenance import Claim, Held, RecordId, leader_mark, record_id, references
from graph.registry import identity_marks
from graph.snapshot import Snapshot
from graph.stores.base import Belief, Store
from graph.vocabulary.names import folded
from graph.vocabulary.tables import TABLES, Kind

_FREE_TEXT = frozenset(
    ["notes", "stances", "opportunities", "asks", "actions", "ideas", "requests", "reviews", "accounts", "leaders"]
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """All that is held about one person: ``marks`` stand for them in leadership lists, ``mentions`` only name them."""

    person: str
    names: set[str]
    records: set[str]
    marks: set[str]
    beliefs: Mapping[int, Belief]
    mentions: list[Json]

    @property
    def sources(self) -> list[str]:
        return sorted({belief.held.source for belief in self.beliefs.values()})


def everything_about(store: Store, snapshot: Snapshot, person: str) -> Found:
    """Find all that is held about a person, at all revisions, and which texts only name them.

    Raises UnknownName, and AmbiguousName for a name that several people have: nobody is meant by a guess.
    """
    same = sorted(one for one, known in snapshot.people.items() if folded(known.name) == folded(person))
    if len(same) > 1 and person not in snapshot.entity:
        raise AmbiguousName("person", person, same, told_apart(snapshot, same))
    found = find_person(snapshot, person)
    records, beliefs = _ever(store, snapshot, found)
    names = {snapshot.people[found].name, *_names(belief.held for belief in beliefs.values())}
    marks = _leader_marks(snapshot, found, names)
    visible = [held for batch in store.snapshot_rows(snapshot.revision) for held in batch]
    listed = {mark for held in visible if held.claim.table == "leaders" for mark in references(held.claim)} & marks
    for mark in sorted(listed):
        beliefs.update((belief.held.number, belief) for belief in store.history(RecordId(mark)))
    mentions = [_mention(held) for held in visible if held.number not in beliefs and _names_one(held.claim, names)]
    return Found(found, names, records, marks, beliefs, mentions)


def erasure(viewer: Viewer, store: Store, person: str, question: Question, *, source: Snapshots | None = None) -> Json:
    """Say what would go with a person, at all revisions, and which texts only name them; raises as above."""
    snapshot = read_snapshot(source or store, question)
    found = everything_about(store, snapshot, person)
    counts = Counter(belief.held.claim.table for belief in found.beliefs.values())
    return {
        "schema_version": SCHEMA_VERSION, "erased": False,
        "person": {"id": found.person, "name": snapshot.people[found.person].name},
        "records": sorted(found.records), "marks": sorted(found.marks), "claims": dict(sorted(counts.items())),
        "sources": found.sources, "mentions": found.mentions, **_left_behind(store, found),
    }  # fmt: skip


def erase(viewer: Viewer, store: Store, told: Json, *, at: datetime, files: SnapshotFiles | None = None) -> Json:
    """Do what ``erasure`` said; the suppression list then keeps every later load from bringing the person back.

    The snapshots in ``files`` go first, so that none is left should the machine stop, and again afterwards.
    """
    what: Any = told
    kept = files or SnapshotFiles()
    kept.forget(store)
    forget_tokens(store, lambda person: person in what["tokens"])
    store.erase([RecordId(one) for one in (*what["records"], *what["marks"])], at=at, authors=what["authors"])
    kept.forget(store)
    return {**told, "erased": True}


def _left_behind(store: Store, found: Found) -> Json:
    """Say under which names they made loads and have tokens, which go too, and which sources and files name them.

    Those stay: a source's name is part of the ids of all its records, and a file's of where each claim stands.
    """
    called = {folded(name) for name in found.names}
    people = [belief.held.claim for belief in found.beliefs.values() if belief.held.claim.table == "people"]
    keys = {mark.partition(":")[2].rstrip("/").rpartition("/")[2] for claim in people for mark in identity_marks(claim)}
    loads, files = store.loads(), {belief.held.claim.file for belief in store.beliefs()}
    told = {
        "authors": {entry.by for entry in loads if folded(entry.by) in called},
        "tokens": {token.person for token in list_tokens(store) if folded(token.person) in called},
        "named_sources": {entry.source for entry in loads if _is_named(entry.source, called, keys)},
        "named_files": {file for file in files if _is_named(file, called, keys)},
    }
    return {what: sorted(ones) for what, ones in told.items()}


def _is_named(text: str, called: Iterable[str], keys: Iterable[str]) -> bool:
    """Say whether a source or file holds a key of the person, or every word of one of their names."""
    words = set(_WORD.findall(folded(text)))
    several = [set(_WORD.findall(name)) for name in called if " " in name]
    return any(key in text.casefold() for key in keys if key) or any(name <= words for name in several)


def _ever(store: Store, snapshot: Snapshot, person: str) -> tuple[set[str], dict[int, Belief]]:
    """Follow the person's exact keys to records that were withdrawn since; return all records and claims by number."""
    name = snapshot.people[person].name
    records, beliefs = set(snapshot.people[person].records), dict[int, Belief]()
    waiting, asked = set(records), set[str]()
    while waiting:
        mark = waiting.pop()
        asked.add(mark)
        for belief in store.history(RecordId(mark)):
            held = belief.held
            own = record_id(held.source, held.claim.table, held.claim.key)
            ours = held.claim.table == "people" and snapshot.entity.get(own, person) == person
            if ours and (own in records or names_agree(name, _called(held.claim))):
                records.add(own)
                waiting |= {own, *identity_marks(held.claim)} - asked
            if mark in records:
                beliefs[held.number] = belief
    return records, beliefs


def _called(claim: Claim) -> str:
    return claim.value("name") or f"{claim.value('given_name') or ''} {claim.value('family_name') or ''}".strip()


def _names(held: Iterable[Held]) -> Iterator[str]:
    """Yield every name that a source ever gave."""
    for claim in (item.claim for item in held if item.claim.table == "people"):
        yield _called(claim)
        yield from (other.strip() for other in (claim.value("other_names") or "").split(";"))


def _leader_marks(snapshot: Snapshot, person: str, names: Iterable[str]) -> set[str]:
    """Return the marks of a person in the leadership lists of every company where they have a job."""
    companies = {job.company for job in snapshot.jobs.get(person, ())}
    records = [record for one in companies if one in snapshot.companies for record in snapshot.companies[one].records]
    return {leader_mark(record, name) for record in records for name in names if name}


def _names_one(claim: Claim, names: Iterable[str]) -> bool:
    """Say whether a free text holds one of the names whole; one word alone names nobody."""
    if claim.table not in _FREE_TEXT:
        return False
    fields = TABLES[claim.table].fields
    texts = [value for spec, value in zip(fields, claim.content, strict=False) if value and spec.kind is Kind.TEXT]
    wanted = [folded(name) for name in names if len(name.split()) > 1]
    return any(f" {name} " in f" {folded(text)} " for text in texts for name in wanted)


def _mention(held: Held) -> Json:
    return {"source": held.source, "table": held.claim.table, "record": f"{held.claim.file}:{held.claim.line}"}
