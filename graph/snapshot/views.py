"""How objects are made of arrays when somebody asks for them: mappings by id that hold nothing themselves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from graph.folding import Job, Source, Span
from graph.snapshot.arrays import (
    ACQUAINTANCES,
    BOARD,
    CONTACTS,
    JOB,
    KINDS,
    NEVER,
    OUTCOMES,
    PROJECT,
    Arrays,
    Bytes,
    Ints,
)
from graph.snapshot.model import Fact, Person

T = TypeVar("T")


class Entities(Mapping[str, str]):
    """Whose a record is: the id of the person or company."""

    def __init__(self, people: Bytes, records: Bytes, of_record: Ints, companies: Mapping[str, str]) -> None:
        self._people = people
        self._records = records
        self._of_record = of_record
        self._companies = companies

    def __getitem__(self, record: str) -> str:
        found = self._companies.get(record)
        if found is not None:
            return found
        wanted = record.encode()
        place = int(np.searchsorted(self._records, wanted))
        if place == len(self._records) or self._records[place] != wanted:
            raise KeyError(record)
        return bytes(self._people[self._of_record[place]]).decode()

    def __iter__(self) -> Iterator[str]:
        yield from (bytes(record).decode() for record in self._records)
        yield from self._companies

    def __len__(self) -> int:
        return len(self._records) + len(self._companies)


class _ByPerson(Mapping[str, T]):
    """Something for each person who has it."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    def __getitem__(self, one: str) -> T:
        person = self._arrays.person(one)
        found = self._of(person) if person >= 0 else None
        if not found:
            raise KeyError(one)
        return found

    def __iter__(self) -> Iterator[str]:
        ids = self._arrays.person_id
        return (bytes(ids[person]).decode() for person in range(len(ids)) if self._of(person))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _of(self, person: int) -> T | None:
        raise KeyError(person)


class People(_ByPerson[Person]):
    """Every person by id."""

    def __len__(self) -> int:
        return self._arrays.people

    def __iter__(self) -> Iterator[str]:
        return (bytes(one).decode() for one in self._arrays.person_id)

    def __contains__(self, one: object) -> bool:
        return isinstance(one, str) and self._arrays.person(one) >= 0

    def _of(self, person: int) -> Person:
        arrays = self._arrays
        order, at = arrays.records_by_person
        records = (bytes(arrays.record_id[place]).decode() for place in order[at[person] : at[person + 1]])
        cap = int(arrays.person_cap[person])
        return Person(
            bytes(arrays.person_id[person]).decode(), arrays.text(int(arrays.person_name[person])), tuple(records),
            bool(arrays.person_do_not_ask[person]), cap if cap >= 0 else None,
        )  # fmt: skip


class Jobs(_ByPerson[tuple[Job, ...]]):
    """The jobs of each person, by their start."""

    def __init__(self, arrays: Arrays, companies: Sequence[str], sources: Sequence[str]) -> None:
        super().__init__(arrays)
        self._companies = companies
        self._sources = sources

    def _of(self, person: int) -> tuple[Job, ...]:
        arrays = self._arrays
        spells = range(arrays.person_spell_at[person], arrays.person_spell_at[person + 1])
        return tuple(self.job(spell) for spell in spells if arrays.spell_kind[spell] == JOB)

    def job(self, spell: int) -> Job:
        """Return one spell as a job."""
        arrays = self._arrays
        seen = arrays.seen_day[arrays.spell_seen_at[spell] : arrays.spell_seen_at[spell + 1]]
        return Job(
            bytes(arrays.person_id[arrays.spell_person[spell]]).decode(),
            self._companies[int(arrays.spell_home[spell])],
            arrays.text(int(arrays.spell_title[spell])), arrays.text(int(arrays.spell_unit_text[spell])),
            span_of(arrays, spell), tuple(date.fromordinal(int(day)) for day in seen),
            sources_of(arrays, self._sources, arrays.spell_claim_at, spell),
        )  # fmt: skip


class Facts(_ByPerson[tuple[Fact, ...]]):
    """What else is known of each person: contacts, acquaintances, studies, boards, projects."""

    def __init__(self, arrays: Arrays, companies: Sequence[str], sources: Sequence[str]) -> None:
        super().__init__(arrays)
        self._companies = companies
        self._sources = sources

    def _of(self, person: int) -> tuple[Fact, ...]:
        arrays = self._arrays
        ties = arrays.adj_tie[arrays.adj_at[person] : arrays.adj_at[person + 1]]
        known = [acq for tie in ties for acq in range(arrays.tie_acq_at[tie], arrays.tie_acq_at[tie + 1])]
        contacts, at = arrays.contacts_by_person
        met = contacts[at[person] : at[person + 1]].tolist()
        spells = range(arrays.person_spell_at[person], arrays.person_spell_at[person + 1])
        return (
            *(self.contact(one) for one in sorted(met)),
            *(self.acquaintance(one) for one in known),
            *(self._stay(spell) for spell in spells if arrays.spell_kind[spell] != JOB),
        )

    def contact(self, one: int) -> Fact:
        """Return a contact with the known people who took part."""
        arrays = self._arrays
        who = arrays.contact_person[arrays.contact_person_at[one] : arrays.contact_person_at[one + 1]]
        kind = CONTACTS[arrays.contact_kind[one]]
        sources = sources_of(arrays, self._sources, arrays.contact_claim_at, one)
        when = _around(int(arrays.contact_low[one]), int(arrays.contact_day[one]))
        return Fact("contact", kind, "", "", when, tuple(self._id(person) for person in who), sources)

    def acquaintance(self, one: int) -> Fact:
        """Return an acquaintance of two people."""
        arrays = self._arrays
        tie = int(np.searchsorted(arrays.tie_acq_at, one, side="right")) - 1
        day = int(arrays.acq_day[one])
        when = _around(int(arrays.acq_low[one]), day) if day else None
        strength = float(arrays.acq_strength[one])
        return Fact(
            "acquaintance", ACQUAINTANCES[arrays.acq_kind[one]], "", "", when,
            (self._id(arrays.tie_a[tie]), self._id(arrays.tie_b[tie])),
            sources_of(arrays, self._sources, arrays.acq_claim_at, one),
            strength=strength if strength == strength else None,
        )  # fmt: skip

    def _stay(self, spell: int) -> Fact:
        arrays = self._arrays
        kind = int(arrays.spell_kind[spell])
        group = int(arrays.entry_group[arrays.spell_entry[arrays.spell_entry_at[spell]]])
        company = int(arrays.group_company[group])
        place = self._companies[company] if company >= 0 else ""
        return Fact(
            KINDS[kind], arrays.text(int(arrays.spell_title[spell])), place if kind in {BOARD, PROJECT} else "",
            arrays.text(int(arrays.group_name[group])), span_of(arrays, spell),
            (self._id(arrays.spell_person[spell]),), sources_of(arrays, self._sources, arrays.spell_claim_at, spell),
            OUTCOMES[arrays.spell_outcome[spell]],
        )  # fmt: skip

    def _id(self, person: int) -> str:
        return bytes(self._arrays.person_id[person]).decode()


def span_of(arrays: Arrays, spell: int) -> Span | None:
    """Return the days of a spell, None where none were told."""
    if not arrays.spell_dated[spell]:
        return None
    columns = (arrays.spell_start_low, arrays.spell_start_high, arrays.spell_end_low, arrays.spell_end_high)
    days = [date.fromordinal(min(int(column[spell]), NEVER)) for column in columns]
    return Span(days[0], days[1], days[2], days[3], open=bool(arrays.spell_open[spell]))


def sources_of(arrays: Arrays, sources: Sequence[str], at: Ints, one: int) -> tuple[Source, ...]:
    """Return where a fact stands, in order; ``at`` says where the claims of each fact are."""
    rows = slice(int(at[one]), int(at[one + 1]))
    columns = (arrays.claim_source, arrays.claim_file, arrays.claim_line, arrays.claim_seen)
    claims = set(zip(*(column[rows].tolist() for column in columns), strict=True))
    return tuple(
        sorted(
            Source(sources[int(source)], f"{arrays.text(file)}:{line}", date.fromordinal(seen).isoformat())
            for source, file, line, seen in claims
        )
    )


def _around(low: int, middle: int) -> Span:
    first, last = date.fromordinal(low), date.fromordinal(2 * middle - low)
    return Span(first, last, first, last)
