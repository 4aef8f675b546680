"""What a snapshot is made of: flat arrays, no object per person, so that a million people fit and can be mapped."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Bytes: TypeAlias = NDArray[np.bytes_]
Small: TypeAlias = NDArray[np.int8]
Floats: TypeAlias = NDArray[np.float32]

NEVER = 3_652_059
"""Ordinal of the last day there is: the end of a stay that goes on."""
ALWAYS = 1
"""Ordinal of the first day there is."""

JOB, STUDY, BOARD, PROJECT, FAMILY = range(5)  # the last is of groups only: companies under one parent
KINDS = ("employment", "study", "board", "project", "family")
CONTACTS = ("meeting", "call", "mail", "message")
ACQUAINTANCES = ("linkedin", "friend", "advice", "worked_with", "family")
OUTCOMES = ("", "good", "mixed", "bad", "lost", "declined")


@dataclass(frozen=True)
class Arrays:
    """Days are ordinals. ``*_at`` holds, for n things, n + 1 positions: where the rows of each begin and end.

    A *spell* is a stay of a person: a job (``home`` is a company), a study (a school), a seat on a board (a company)
    or a part in a project. A *group* is a place where spells meet: everybody in it may know everybody, and these
    pairs are never written out. A job has one *entry* in the group of its company, and one in each group that this
    was merged into, counting from ``since``; ``via`` is the group through which it came, -1 for its own;
    ``group_stays`` is the most entries that one person has in a group. A *tie* is a pair (a < b) with acquaintances
    or contacts; ``adj_*`` lists ties by person, both ways.
    """

    text_bytes: NDArray[np.uint8]
    text_at: Longs
    person_id: Bytes
    person_name: Ints
    person_do_not_ask: Bools
    person_cap: Ints
    record_id: Bytes
    record_person: Ints
    person_spell_at: Ints
    spell_person: Ints
    spell_kind: Small
    spell_home: Ints
    spell_start_low: Ints
    spell_start_high: Ints
    spell_end_low: Ints
    spell_end_high: Ints
    spell_open: Bools
    spell_dated: Bools
    spell_unit: Ints
    spell_unit_text: Ints
    spell_title: Ints
    spell_outcome: Small
    spell_seen_at: Ints
    seen_day: Ints
    spell_claim_at: Ints
    group_kind: Small
    group_name: Ints
    group_company: Ints
    group_size: Ints
    group_stays: Ints
    group_at: Ints
    entry_spell: Ints
    entry_group: Ints
    entry_since: Ints
    entry_via: Ints
    spell_entry_at: Ints
    spell_entry: Ints
    acq_kind: Small
    acq_low: Ints
    acq_day: Ints
    acq_strength: Floats
    acq_claim_at: Ints
    contact_kind: Small
    contact_low: Ints
    contact_day: Ints
    contact_crowd: Ints
    contact_person_at: Ints
    contact_person: Ints
    contact_claim_at: Ints
    tie_a: Ints
    tie_b: Ints
    tie_acq_at: Ints
    tie_contact_at: Ints
    tie_contact: Ints
    adj_at: Ints
    adj_person: Ints
    adj_tie: Ints
    claim_source: Ints
    claim_file: Ints
    claim_line: Ints
    claim_seen: Ints

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.person_id)

    def text(self, code: int) -> str:
        """Return the text of a code; "" for -1."""
        if code < 0:
            return ""
        return self.text_bytes[self.text_at[code] : self.text_at[code + 1]].tobytes().decode()

    def person(self, one: str) -> int:
        """Return the position of a person's id, -1 for a stranger."""
        return _position(self.person_id, one)

    def record(self, record: str) -> int:
        """Return the position of the person that a record belongs to, -1 when it is nobody's."""
        found = _position(self.record_id, record)
        return int(self.record_person[found]) if found >= 0 else -1

    @cached_property
    def records_by_person(self) -> tuple[Longs, Ints]:
        """Return the records' positions in order of their people, and where each person's begin."""
        order = np.argsort(self.record_person, kind="stable")
        counts = np.bincount(self.record_person, minlength=self.people)
        return order, starts(counts)

    @cached_property
    def contacts_by_person(self) -> tuple[Longs, Ints]:
        """Return the contacts in order of those who took part, and where each person's begin."""
        contact = np.repeat(np.arange(len(self.contact_kind)), np.diff(self.contact_person_at))
        order = np.argsort(self.contact_person, kind="stable")
        return contact[order], starts(np.bincount(self.contact_person, minlength=self.people))


def starts(counts: NDArray[np.integer]) -> Ints:
    """Return n + 1 positions for n counts.

    >>> starts(np.array([2, 0, 1])).tolist()
    [0, 2, 2, 3]
    """
    at = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=at[1:])
    return at


def sums(where: NDArray[np.integer], values: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    """Add up the values that fall to each of many places.

    >>> sums(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist()
    [1.0, 0.0, 5.0, 0.0]
    """
    return np.bincount(where, weights=values, minlength=many).astype(np.float64)


def ranges(first: NDArray[np.integer], counts: NDArray[np.integer]) -> Longs:
    """Return the positions first[0], first[0] + 1, ... counts[0] of them, then those of first[1] and so on.

    >>> ranges(np.array([10, 20]), np.array([2, 3])).tolist()
    [10, 11, 20, 21, 22]
    """
    steps: Longs = np.arange(int(counts.sum()), dtype=np.int64)
    steps -= np.repeat(np.cumsum(counts, dtype=np.int64) - counts, counts)
    steps += np.repeat(first.astype(np.int64), counts)
    return steps


def _position(ids: Bytes, one: str) -> int:
    wanted = one.encode()
    found = int(np.searchsorted(ids, wanted))
    return found if found < len(ids) and ids[found] == wanted else -1
