"""What an answer rests on: a snapshot seen on a day with parameters, built once and asked often."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar, cast

from api.snapshot_files import SnapshotFiles, built
from api.use_cases.naming import find_company, find_person
from api.use_cases.seniority import Bench, Colleague
from graph.algorithms.introductions import Introducer
from graph.algorithms.touch import Touch
from graph.algorithms.world import World
from graph.parameters import Parameters
from graph.provenance import LoadEntry, RecordId, Revision
from graph.snapshot import Snapshot
from graph.stores.base import Belief, Store
from graph.vocabulary.names import company_key, folded

Json = dict[str, object]
T = TypeVar("T")
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Question:
    """The days on which an answer stands."""

    as_of: date
    known_on: date | None = None


class Readable(Protocol):
    """What reading use cases ask of a store beside its snapshot (graph/stores/base.py, api/last_known.py)."""

    def loads(self) -> list[LoadEntry]: ...

    def history(self, record: RecordId) -> list[Belief]: ...

    def revisions(self) -> list[Revision]: ...


class Told(dict[str, object]):
    """A part of an answer that is kept and told again: its JSON is written once. It must not be changed."""

    @cached_property
    def written(self) -> bytes:
        return written(self)


def written(told: object) -> bytes:
    """Return plain data as the bytes of JSON."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def written_answer(told: Json) -> bytes:
    """Return an answer as the bytes of JSON; what is kept in its lists of people is not written again."""
    parts = [written(name) + b":" + _written_part(value) for name, value in told.items()]
    return b"{" + b",".join(parts) + b"}"


def _written_part(value: object) -> bytes:
    if isinstance(value, list) and value and all(isinstance(item, Told) for item in value):
        return b"[" + b",".join(item.written for item in value) + b"]"
    if isinstance(value, dict) and not isinstance(value, Told):
        return written_answer(value)
    return written(value)


class Kept:
    """Parts of answers by name; what is kept is immutable or never changed, and forgotten when it grows too much."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._parts: dict[tuple[object, ...], object] = {}

    def __contains__(self, name: tuple[object, ...]) -> bool:
        return name in self._parts

    def of(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return the part of a name, made now where it is not kept; a name stands for one type of part."""
        found = self._parts.get(name)
        if found is None:
            found = make()
            if len(self._parts) >= self._most:
                self._parts = {}
            self._parts[name] = found
        return cast(T, found)


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

    def records_of(self, person: str) -> tuple[str, ...]:
        """Return a person and those of that full name at a company of today, who are probably the same."""
        return self.ask.alike.of(person)

    def stance_of(self, person: str) -> int | None:
        """Return the newest stance of a person toward us, as all records tell it that are told together."""
        found = self.ask.stance_of(self.records_of(person))
        return found.value if found else None

    @cached_property
    def company_keys(self) -> dict[str, str]:
        """Comparison keys of all companies by id, without their legal form."""
        return {one: company_key(company.name) for one, company in self.snapshot.companies.items()}

    @cached_property
    def company_names(self) -> dict[str, str]:
        """Comparison keys of all companies by id."""
        return {one: folded(company.name) for one, company in self.snapshot.companies.items()}

    @cached_property
    def company_namesakes(self) -> Counter[str]:
        """How many companies have each name, folded."""
        return Counter(self.company_names.values())

    @cached_property
    def kept(self) -> Kept:
        """What was worked out before and may be asked for again."""
        return Kept()

    @cached_property
    def seats(self) -> dict[str, list[str]]:
        """The roles of each person in decisions that are still open."""
        decision = self.snapshot.decision
        found: dict[str, set[str]] = {}
        for seat in decision.seats:
            opportunity = decision.opportunities.get(seat.opportunity)
            if seat.person and opportunity and not opportunity.outcome:
                found.setdefault(seat.person, set()).add(seat.role)
        return {person: sorted(roles) for person, roles in found.items()}

    @cached_property
    def touch(self) -> Touch:
        """When we were last in contact with whom."""
        return Touch(self.ask.world)

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

    def find_person(self, name: str) -> str:
        """Return whom an id or a name means; raises UnknownName or AmbiguousName."""
        return find_person(self.snapshot, name, lambda: self.people_names)

    def find_company(self, name: str) -> str:
        """Return which company an id or a name means; raises UnknownName or AmbiguousName."""
        return find_company(self.snapshot, name, lambda: self.company_keys)

    def stamp(self) -> Json:
        """Return the fields that every answer carries."""
        known = self.question.known_on
        return {
            "schema_version": SCHEMA_VERSION, "revision": self.snapshot.revision,
            "as_of": self.question.as_of.isoformat(), "known_on": known.isoformat() if known else None,
            "stale": self.stale,
        }  # fmt: skip


class Snapshots(Protocol):
    """Where the basis of an answer is found without reading the whole store (api/snapshots.py, `FiledSnapshots`)."""

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        """Return the basis of a question."""
        ...

    def snapshot_on(self, question: Question) -> Snapshot:
        """Return what the store believed on the day of belief."""
        ...

    def wait_for(self, revision: int) -> bool:
        """Wait until at least a revision is told; say whether it is."""
        ...


@dataclass(frozen=True)
class FiledSnapshots:
    """The snapshots of a store that a command asks once: mapped from a file where there is one."""

    store: Store
    files: SnapshotFiles

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        return Basis(Introducer(World(self.snapshot_on(question), question.as_of, parameters)), question)

    def snapshot_on(self, question: Question) -> Snapshot:
        return self.files.snapshot(self.store, self.store.revision(question.known_on))

    def wait_for(self, revision: int) -> bool:
        return self.store.revision().number >= revision


def read_snapshot(source: Store | Snapshots, question: Question) -> Snapshot:
    """Return what the store believed on the day of belief, built from a store or taken from what is kept."""
    if not isinstance(source, Store):
        return source.snapshot_on(question)
    return built(source, source.revision(question.known_on).number)


def basis_of(source: Store | Snapshots, question: Question, parameters: Parameters) -> Basis:
    """Return the basis of a question, read from a store or taken from what is kept."""
    if not isinstance(source, Store):
        return source.basis(question, parameters)
    return Basis(Introducer(World(read_snapshot(source, question), question.as_of, parameters)), question)


def newest_basis(source: Store | Snapshots, store: Store, question: Question, parameters: Parameters) -> Basis:
    """Return a basis of all that is in the store by now, for what must not be decided on anything older."""
    if isinstance(source, Store) or not source.wait_for(store.revision().number):
        return basis_of(store, question, parameters)
    return basis_of(source, question, parameters)
