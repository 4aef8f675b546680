"""What an answer rests on: a snapshot seen on a day with parameters, built once and asked often."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from api.use_cases.seniority import Bench, Colleague
from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.parameters import Parameters
from graph.snapshot import Snapshot, snapshot_of
from graph.stores.base import Store
from graph.vocabulary.names import folded

Json = dict[str, object]
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Question:
    """The days on which an answer stands."""

    as_of: date
    known_on: date | None = None


@dataclass(frozen=True)
class Basis:
    """One snapshot on one day; immutable, so that many requests may share it.

    ``stale`` says that the store could not be reached since, and that it may hold more by now.
    """

    ask: Introducer
    question: Question
    stale: bool = False

    @property
    def snapshot(self) -> Snapshot:
        return self.ask.world.snapshot

    @cached_property
    def people_names(self) -> dict[str, str]:
        """Comparison keys of all people by id."""
        return {one: folded(person.name) for one, person in self.snapshot.people.items()}

    @cached_property
    def company_names(self) -> dict[str, str]:
        """Comparison keys of all companies by id."""
        return {one: folded(company.name) for one, company in self.snapshot.companies.items()}

    @cached_property
    def stances_on(self) -> dict[str, tuple[bool, date]]:
        """Whether the stance of a person toward us is the team's, and of which day; the agreed one first."""
        newest: dict[str, tuple[bool, date]] = {}
        for item in self.snapshot.stances:
            if item.day <= self.question.as_of:
                told = (item.agreed, item.day)
                newest[item.person] = max(newest.get(item.person, told), told)
        return newest

    @cached_property
    def bench(self) -> Bench:
        """Everybody of ours, to say who should go."""
        found = []
        for one in sorted(self.ask.ours):
            jobs = self.ask.world.jobs_now(one)
            ours = [job for job in jobs if self.snapshot.companies[job.company].relation == "ours"] or jobs
            if ours:
                found.append(Colleague(one, self.snapshot.people[one].name, ours[-1].title, ours[-1].unit))
        return Bench(found)

    def stamp(self) -> Json:
        """Return the fields that every answer carries."""
        known = self.question.known_on
        return {
            "schema_version": SCHEMA_VERSION, "revision": self.snapshot.revision,
            "as_of": self.question.as_of.isoformat(), "known_on": known.isoformat() if known else None,
            "stale": self.stale,
        }  # fmt: skip


class Snapshots(Protocol):
    """Where a server finds the basis of an answer without reading the store again (api/snapshots.py)."""

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        """Return the basis of a question."""
        ...


def read_snapshot(store: Store, question: Question) -> Snapshot:
    """Build what the store believed on the day of belief."""
    revision = store.revision(question.known_on).number
    return snapshot_of(revision, store.snapshot_batches(revision))


def basis_of(source: Store | Snapshots, question: Question, parameters: Parameters) -> Basis:
    """Return the basis of a question, read from a store or taken from what a server keeps."""
    if not isinstance(source, Store):
        return source.basis(question, parameters)
    return Basis(Introducer(World(read_snapshot(source, question), question.as_of, parameters)), question)
