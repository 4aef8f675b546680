"""What a snapshot speaks of: people, companies and facts."""

from dataclasses import dataclass
from datetime import date

from graph.folding import Source, Span


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

    ``kind``: contact, acquaintance, project, study or board. ``place`` is a company id (a project's client, or "").
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
    at: str = ""

    def order(self) -> tuple[bool, date, str, int]:
        """Return what sorts the stance that counts last: the agreed one, then the newest."""
        return self.agreed, self.day, self.at, self.value


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked of whom; ``answer`` is yes, no, later, none or "" while it is open."""

    go_between: str
    day: date
    id: str = ""
    target: str = ""
    asked_by: str = ""
    answer: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    company: str
    name: str
    title: str
    reports_to: str = ""
    listed_on: str = ""
