"""What a snapshot holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.folding import Job, Source, Span
from graph.identity import Doubt
from graph.snapshot.decision import NO_DECISION, Decision


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    records: tuple[str, ...]
    do_not_ask: bool
    asks_per_quarter: int | None


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    name: str
    relation: str
    parent: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated tie of several people or of a person and a place, with where it stands.

    ``kind``: contact, acquaintance, project, study or board. ``place`` is a company id, a school or a project.
    """

    kind: str
    detail: str
    place: str
    name: str
    when: Span | None
    people: tuple[str, ...]
    sources: tuple[Source, ...]
    outcome: str = ""
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    person: str
    day: date
    value: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class Ask:
    go_between: str
    day: date


@dataclass(frozen=True, slots=True)
class Leader:
    company: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Immutable; ids of people and companies are the smallest of their records' ids."""

    revision: int
    people: Mapping[str, Person]
    companies: Mapping[str, Company]
    entity: Mapping[str, str]
    jobs: Mapping[str, tuple[Job, ...]]
    jobs_at: Mapping[str, tuple[Job, ...]]
    facts: Mapping[str, tuple[Fact, ...]]
    members: Mapping[tuple[str, str], tuple[Fact, ...]]
    place: Mapping[str, str]
    homes: Mapping[str, tuple[tuple[str, date], ...]]
    stances: tuple[Stance, ...]
    asks: tuple[Ask, ...]
    leaders: tuple[Leader, ...]
    doubts: tuple[Doubt, ...]
    counts: Mapping[str, int]
    decision: Decision = NO_DECISION

    def homes_of(self, company: str) -> tuple[tuple[str, date], ...]:
        """Return the places where a job at a company can meet others, each with the day from which it does.

        The first is the company's own place, under its newest name; the others are what it was merged into.
        """
        return self.homes.get(company) or ((self.place.get(company, company), date.min),)
