"""How what is visible at one revision becomes a snapshot: resolved, folded, in arrays."""

from collections.abc import Iterable, Mapping

import numpy as np

from graph.batches import Batch, batches_of
from graph.provenance import Held
from graph.snapshot.arrays import Arrays, Ints, Longs, starts
from graph.snapshot.groups import families_of, group_up, homes_of, read_succession
from graph.snapshot.intake import Intake, order_of
from graph.snapshot.people import People, decisions_of, read_companies, read_people
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.spells import SpellReader, Stays
from graph.snapshot.ties import Parts, contact_pairs, read_acquaintances, read_contacts, tie_up
from graph.snapshot.views import Entities


def build_snapshot(revision: int, rows: Iterable[Held]) -> Snapshot:
    """Resolve and fold claims that are visible at a revision; see `snapshot_of`."""
    return snapshot_of(revision, batches_of(rows))


def snapshot_of(revision: int, batches: Iterable[Batch]) -> Snapshot:
    """Resolve and fold what is visible at a revision. The result does not depend on the order of the batches."""
    intake = Intake()
    intake.take(batches)
    return snapshot_from(revision, intake)


def snapshot_from(revision: int, intake: Intake) -> Snapshot:
    """Resolve and fold what was taken in; afterwards claims can be left out of it and taken in again."""
    decisions = decisions_of(intake.small.get("identities", ()))
    people = read_people(intake, decisions)
    renumbered = intake.settle()
    companies, where = read_companies(intake.small, decisions)
    numbers = {company: n for n, company in enumerate(companies)}
    records = intake.records.texts()
    person_of = _positions(records, people.position)
    company_of = _positions(records, {record: numbers[one] for record, one in where.entity.items()})
    entities = Entities(people.ids, people.records, people.of_record, where.entity)
    succession = read_succession(intake.small.get("company_succession", ()), entities)
    homes = homes_of(succession)
    parts: Parts = {
        "person_id": people.ids, "person_name": renumbered[people.names], "person_do_not_ask": people.do_not_ask,
        "person_cap": people.caps, "record_id": people.records, "record_person": people.of_record,
    }  # fmt: skip
    claims = _Claims(intake)
    reader = SpellReader(intake, person_of, company_of)
    spells = _add_spells(parts, [reader.jobs(), reader.studies(), reader.boards(), reader.parts()], people, claims)
    titles = intake.texts.codes(name for name, _ in reader.projects).tolist()
    clients = [client for _, client in reader.projects]
    names = (intake.texts.codes(reader.schools).tolist(), list(zip(titles, clients, strict=True)))
    families = families_of(companies, succession[0])
    parts.update(group_up(spells, homes, families, list(companies), names))
    _add_ties(parts, intake, person_of, people.position, claims)
    parts.update(claims.parts())
    parts.update(_heap(intake.texts.texts()))
    return Snapshot(
        revision=revision, arrays=Arrays(**parts), companies=companies, sources=tuple(intake.sources.texts()),
        company_records=where.entity, place=succession[0], small=intake.small,
        doubts=(*people.doubts, *where.doubts), counts=intake.counts,
    )  # fmt: skip


class _Claims:
    """Gathers where facts stand, so that those of one fact are side by side."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._columns: dict[str, list[Ints]] = {name: [] for name in ("source", "file", "line", "seen")}
        self.count = 0

    def add(self, columns: Mapping[str, Ints], order: Longs) -> int:
        """Take the claims of facts in the order given; return the position of the first."""
        before = self.count
        for name, kept in self._columns.items():
            kept.append(columns[name][order])
        self.count += len(order)
        return before

    def add_table(self, table: str, order: Longs) -> int:
        """Take claims of a whole table."""
        columns = self._intake.tables[table]
        return self.add(
            {**{name: columns[name] for name in ("source", "file", "line")}, "seen": self._intake.seen(table)}, order
        )

    def parts(self) -> Parts:
        return {f"claim_{name}": np.concatenate(kept).astype(np.int32) for name, kept in self._columns.items()}


def _positions(records: list[str], position: Mapping[str, int]) -> Ints:
    """Return the position of each record, -1 for strangers and, at the end, for "not known"."""
    return np.array([*(position.get(record, -1) for record in records), -1], np.int32)


def _add_spells(parts: Parts, stays: list[Stays], people: People, claims: _Claims) -> dict[str, Ints]:
    """Put the spells of all kinds into one order: by person, kind, start and place."""
    count = [len(one.open) for one in stays]
    base = np.cumsum([0, *count])
    columns = {name: np.concatenate([one.columns[name] for one in stays]) for name in stays[0].columns}
    columns["kind"] = np.repeat(np.array([one.rows.kind for one in stays], np.int32), count)
    flags = {name: np.concatenate([getattr(one, name) for one in stays]) for name in ("open", "dated")}
    order = order_of(
        columns["person"], columns["kind"], columns["start_low"], columns["home"], columns["end_high"],
        columns["unit_text"], columns["title"],
    )  # fmt: skip
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    spells = {name: values[order] for name, values in columns.items()}
    small = {"kind": np.int8, "outcome": np.int8}
    parts.update({f"spell_{name}": values.astype(small.get(name, np.int32)) for name, values in spells.items()})
    parts.update({f"spell_{name}": values[order] for name, values in flags.items()})
    parts["person_spell_at"] = starts(np.bincount(spells["person"], minlength=len(people.ids)))
    spell_of = np.concatenate([rank[one.stay + base[n]] for n, one in enumerate(stays)])
    rows = order_of(spell_of)
    told = {name: np.concatenate([one.rows.claims[name] for one in stays]) for name in stays[0].rows.claims}
    first = claims.add(told, rows)
    parts["spell_claim_at"] = first + starts(np.bincount(spell_of, minlength=len(order)))
    seen = np.concatenate([one.rows.columns["seen"] for one in stays])
    days = np.unique((spell_of.astype(np.int64) << 32) + seen)
    days = days[(days & 0xFFFFFFFF) > 0]
    parts["seen_day"] = (days & 0xFFFFFFFF).astype(np.int32)
    parts["spell_seen_at"] = starts(np.bincount(days >> 32, minlength=len(order)))
    return spells


def _add_ties(parts: Parts, intake: Intake, person_of: Ints, position: Mapping[str, int], claims: _Claims) -> None:
    people = len(parts["person_id"])
    acquaintances, acquainted, rows = read_acquaintances(intake, person_of, people)
    acquaintances["acq_claim_at"] = acquaintances["acq_claim_at"] + claims.add_table("acquaintances", rows)
    contacts, order = read_contacts(intake, position)
    contacts["contact_claim_at"] = contacts["contact_claim_at"] + claims.add_table("contacts", order)
    pairs, contact = contact_pairs(contacts["contact_person_at"], contacts["contact_person"], people)
    parts.update({**acquaintances, **contacts, **tie_up(acquainted, pairs, contact, people)})


def _heap(texts: list[str]) -> Parts:
    encoded = [text.encode() for text in texts]
    at = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in encoded], out=at[1:])
    return {"text_bytes": np.frombuffer(b"".join(encoded), np.uint8), "text_at": at}
