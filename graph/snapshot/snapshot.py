"""What is so, as we believe it at one revision."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from mmap import MADV_DONTNEED, PAGESIZE, mmap
from pathlib import Path

import numpy as np

from graph.folding import Job
from graph.identity import Doubt
from graph.provenance import Held
from graph.snapshot.arrays import JOB, Arrays, Bools
from graph.snapshot.decision import Decision, read_decision
from graph.snapshot.groups import families_of
from graph.snapshot.model import Ask, Company, Fact, Leader, Person, Stance
from graph.snapshot.people import decisions_of
from graph.snapshot.reading import Reader
from graph.snapshot.views import Entities, Facts, Jobs, People


@dataclass(frozen=True)
class Snapshot:
    """Immutable; ids of people and companies are the smallest of their records' ids.

    ``arrays`` holds what there is much of, over ``mapping`` where that was a file; ``small`` holds the claims of the
    other tables, by table.
    """

    revision: int
    arrays: Arrays
    companies: Mapping[str, Company]
    sources: tuple[str, ...]
    company_records: Mapping[str, str]
    place: Mapping[str, str]
    small: Mapping[str, list[Held]]
    doubts: tuple[Doubt, ...]
    counts: Mapping[str, int]
    mapping: mmap | None = None

    def let_go(self, *, above_mb: int = 0) -> None:
        """Give back the memory of what was read of a mapped file: what is used again is there again at once.

        Parameters
        ----------
        above_mb : do so only when this process holds more than that of mapped files
        """
        if self.mapping is not None and sys.platform == "linux" and (above_mb == 0 or _mapped_mb() > above_mb):
            self.mapping.madvise(MADV_DONTNEED)

    @cached_property
    def company_ids(self) -> list[str]:
        """The companies' ids in order, as the arrays count them."""
        return list(self.companies)

    @cached_property
    def entity(self) -> Mapping[str, str]:
        """Whose each record is."""
        arrays = self.arrays
        return Entities(arrays.person_id, arrays.record_id, arrays.record_person, self.company_records)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Every person by id."""
        return People(self.arrays)

    @cached_property
    def jobs(self) -> Mapping[str, tuple[Job, ...]]:
        """The jobs of each person who had any, by their start."""
        return self.job_view

    @cached_property
    def job_view(self) -> Jobs:
        """The jobs, also by position."""
        return Jobs(self.arrays, self.company_ids, self.sources)

    @cached_property
    def facts(self) -> Mapping[str, tuple[Fact, ...]]:
        """The contacts, acquaintances, studies, boards and projects of each person who has any."""
        return self.fact_view

    @cached_property
    def fact_view(self) -> Facts:
        """The facts, also by position."""
        return Facts(self.arrays, self.company_ids, self.sources)

    @cached_property
    def apart(self) -> frozenset[frozenset[str]]:
        """The pairs of people and companies of whom somebody said that they are different."""
        decisions = decisions_of(self.small.get("identities", ()))
        ids = ((self.entity.get(one.a, one.a), self.entity.get(one.b, one.b)) for one in decisions if not one.same)
        return frozenset(frozenset(pair) for pair in ids)

    @cached_property
    def families(self) -> dict[str, str]:
        """The topmost parent of every company that has sister companies."""
        return families_of(self.companies, self.place)

    @cached_property
    def group_of_company(self) -> Mapping[str, int]:
        """The group where the jobs at a company's place meet; renamed companies share one."""
        arrays = self.arrays
        jobs = np.flatnonzero(arrays.group_kind == JOB)
        by_home = {self.company_ids[arrays.group_company[group]]: int(group) for group in jobs}
        found = {one: by_home.get(self.place.get(one, one), -1) for one in self.companies}
        return {one: group for one, group in found.items() if group >= 0}

    @cached_property
    def ours(self) -> Bools:
        """Which companies are ours, in order."""
        return np.array([company.relation == "ours" for company in self.companies.values()], np.bool_)

    @cached_property
    def group_ours(self) -> Bools:
        """Which groups are ours: of our companies, whatever they were called."""
        arrays = self.arrays
        direct = (arrays.entry_via < 0) & (arrays.spell_kind[arrays.entry_spell] == JOB)
        ours = np.zeros(len(arrays.group_kind), np.bool_)
        spells = arrays.entry_spell[direct]
        ours[arrays.entry_group[direct][self.ours[arrays.spell_home[spells]]]] = True
        return ours

    @cached_property
    def spell_ours(self) -> Bools:
        """Which spells are jobs with us."""
        arrays = self.arrays
        first = arrays.spell_entry[arrays.spell_entry_at[:-1]]
        found: Bools = self.group_ours[arrays.entry_group[first]] & (arrays.spell_kind == JOB)
        return found

    @cached_property
    def once_ours(self) -> frozenset[str]:
        """Who is, was or will be one of us."""
        return frozenset(map(self.id_of, np.unique(self.arrays.spell_person[self.spell_ours]).tolist()))

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        """Every judgement of stance toward us by one of us."""
        told = (one for one in self.decision.judgements if not one.toward)
        return tuple(Stance(one.person, one.day, one.value, one.agreed, one.at) for one in told)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Every ask that was made."""
        return Reader(self.entity).asks(self.small.get("asks", ()))

    @cached_property
    def decision(self) -> Decision:
        """How decisions are made at clients."""
        return read_decision(self.small, self.entity, self.once_ours if self.small.get("stances") else frozenset())

    @cached_property
    def leaders(self) -> tuple[Leader, ...]:
        """Every line of the leadership lists."""
        return Reader(self.entity).leaders(self.small.get("leaders", ()))

    def name_of(self, person: int) -> str:
        """Return the name of the person at a position."""
        return self.arrays.text(int(self.arrays.person_name[person]))

    def id_of(self, person: int) -> str:
        """Return the id of the person at a position."""
        return bytes(self.arrays.person_id[person]).decode()


def _mapped_mb() -> float:
    """Return how much of mapped files this process holds; only Linux tells."""
    return int(Path("/proc/self/statm").read_bytes().split()[2]) * PAGESIZE / 1024 / 1024
