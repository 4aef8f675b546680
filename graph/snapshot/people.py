"""Which people and companies there are: records resolved, names and marks chosen, never by load order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.batches import Batch
from graph.identity import (
    Decision,
    Doubt,
    Record,
    Resolution,
    aliases_of,
    person_keys,
    resolve_companies,
    resolve_people,
)
from graph.provenance import Held, record_id
from graph.snapshot.arrays import Bools, Bytes, Ints
from graph.snapshot.intake import Intake
from graph.snapshot.model import Company
from graph.vocabulary.names import name_in_profile
from graph.vocabulary.tables import TABLES

_RELATIONS = {"ours": 0, "client": 1, "competitor": 2, "other": 3}
_NAMELESS = "(no name)"


@dataclass(frozen=True, slots=True)
class People:
    """The people in order of their ids, and their records in order of theirs."""

    ids: Bytes
    names: Ints
    do_not_ask: Bools
    caps: Ints
    records: Bytes
    of_record: Ints
    position: Mapping[str, int]
    doubts: tuple[Doubt, ...]


def decisions_of(claims: Iterable[Held]) -> list[Decision]:
    """Read what people decided about records."""
    return [Decision(c.claim.content[0] or "", c.claim.content[1] or "", c.claim.content[2] == "same") for c in claims]


def read_people(intake: Intake, decisions: Sequence[Decision]) -> People:
    """Resolve the records of people; only those that share a key with another are looked at one by one."""
    rows = _Rows(intake.people)
    resolution = _resolved(rows, decisions)
    entity = resolution.entity
    roots = np.array([entity.get(one, one) for one in rows.ids], dtype="S18")
    ids, member = np.unique(roots, return_inverse=True)
    many = np.bincount(member, minlength=len(ids))
    names = intake.texts.codes(rows.names)
    name = np.empty(len(ids), np.int32)
    name[member] = names
    do_not_ask = np.zeros(len(ids), np.bool_)
    np.logical_or.at(do_not_ask, member, np.array(rows.do_not_ask, np.bool_))
    caps = np.full(len(ids), np.iinfo(np.int32).max, np.int32)
    np.minimum.at(caps, member, np.array(rows.caps, np.int32))
    doubled: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(many[member] > 1).tolist():
        doubled[int(member[row])].append(row)
    for one, same in doubled.items():
        newest = sorted(same, key=rows.freshness)
        name[one] = names[next((row for row in newest if rows.names[row] != _NAMELESS), newest[0])]
    nameless = intake.texts.codes([_NAMELESS])[0]
    for row in np.flatnonzero(names == nameless).tolist():
        called = name_in_profile(rows.exact[row][1])
        if called and name[member[row]] == nameless:
            name[member[row]] = intake.texts.codes([called])[0]
    records = np.array(rows.ids, dtype="S18")
    order = np.argsort(records)
    position = dict(zip(rows.ids, member.tolist(), strict=True))
    caps[caps == np.iinfo(np.int32).max] = -1
    return People(
        ids, name, do_not_ask, caps, records[order], member[order].astype(np.int32), position, resolution.doubts
    )


class _Rows:
    """The records of people, as lists that run side by side."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        table = TABLES["people"]
        self.ids: list[str] = []
        self.names: list[str] = []
        self.sources: list[str] = []
        self.keys: list[str] = []
        self.days: list[int] = []
        self.exact: list[tuple[str, str, str]] = []
        self.do_not_ask: list[bool] = []
        self.caps: list[int] = []
        most = np.iinfo(np.int32).max
        for batch in batches:
            column = {field.name: batch.columns[table.index(field.name)] for field in table.fields}
            self.ids += [record_id(batch.source, "people", key) for key in batch.keys]
            given, family = column["given_name"], column["family_name"]
            self.names += [
                name or f"{first} {last}".strip() or _NAMELESS
                for name, first, last in zip(column["name"], given, family, strict=True)
            ]
            self.sources += [batch.source] * len(batch.keys)
            self.keys += batch.keys
            self.days += [batch.as_of.toordinal()] * len(batch.keys)
            self.exact += zip(column["email"], column["linkedin_url"], column["crm_id"], strict=True)
            self.do_not_ask += [mark == "yes" for mark in column["do_not_ask"]]
            self.caps += [int(float(cap)) if cap else most for cap in column["asks_per_quarter"]]

    def freshness(self, row: int) -> tuple[int, str, str]:
        """Return what sorts the newest first."""
        return -self.days[row], self.sources[row], self.keys[row]


def _resolved(rows: _Rows, decisions: Sequence[Decision]) -> Resolution:
    first: dict[str, int] = {}
    shared: set[int] = set()
    for row, exact in enumerate(rows.exact):
        if exact == ("", "", ""):
            continue
        for key in person_keys(*exact):
            other = first.setdefault(key, row)
            if other != row:
                shared.update((other, row))
    if decisions:
        told = {one for decision in decisions for one in (decision.a, decision.b)}
        shared.update(row for row, one in enumerate(rows.ids) if one in told)
    records = [Record(rows.ids[r], rows.sources[r], rows.names[r], person_keys(*rows.exact[r])) for r in sorted(shared)]
    named = [Record(one.id, one.source, "" if one.name == _NAMELESS else one.name, one.keys) for one in records]
    return resolve_people(named, decisions)


def read_companies(
    tables: Mapping[str, Sequence[Held]], decisions: Sequence[Decision]
) -> tuple[dict[str, Company], Resolution]:
    """Return the companies by id, and which record is of which."""
    claims, aliases = tables.get("companies", ()), aliases_of(tables.get("company_aliases", ()))
    records = []
    for held in claims:
        own = record_id(held.source, "companies", held.claim.key)
        keys = tuple(f"{k}:{v.casefold()}" for k in ("registry_number", "domain") if (v := held.claim.value(k)))
        name, country = held.claim.value("name") or "", held.claim.value("country") or ""
        records.append(Record(own, held.source, name, keys, country, aliases.get(own, ())))
    where = resolve_companies(records, decisions)
    groups: dict[str, list[Held]] = defaultdict(list)
    for held, record in zip(claims, records, strict=True):
        groups[where.entity[record.id]].append(held)
    companies = {}
    for one, group in sorted(groups.items()):
        relations = sorted((r for h in group if (r := h.claim.value("relation"))), key=_RELATIONS.__getitem__)
        parents = sorted(where.entity.get(p, p) for h in group if (p := h.claim.value("parent")))
        names = sorted((h.claim.value("name") or "" for h in group), key=lambda name: (len(name), name))
        companies[one] = Company(
            one, names[0], relations[0] if relations else "other", parents[0] if parents else "",
            tuple(sorted(record_id(h.source, "companies", h.claim.key) for h in group)),
        )  # fmt: skip
    return companies, where
