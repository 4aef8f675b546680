"""What is the made-up world made of, before it is written in anybody's format?"""

from dataclasses import dataclass, field
from datetime import date

from loaders.demo_world.names import address, key_of

# Stands in every text that a loader must leave behind: descriptions, messages, subjects, private events.
PRIVATE = "kun mellom oss (K-4711)"


@dataclass(frozen=True, slots=True)
class Company:
    """``legal`` is what follows the name in a register; ``relation`` as in Tables."""

    key: str
    name: str
    legal: str
    country: str
    relation: str
    industry: str

    @property
    def domain(self) -> str:
        return f"{self.key}.example"


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    country: str

    @property
    def given(self) -> str:
        return self.name.rpartition(" ")[0]

    @property
    def family(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def slug(self) -> str:
        """The name in the profile's address."""
        return self.key

    def mail(self, company: Company) -> str:
        return address(self.name, company.domain)


@dataclass(frozen=True, slots=True)
class Stay:
    """A job; partial dates, an empty ``end`` goes on."""

    person: str
    company: str
    title: str
    unit: str
    start: str
    end: str = ""
    office: str = ""
    level: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """``members`` are (person, role); whoever has been ours at the time stands on our side."""

    code: str
    name: str
    client: str
    unit: str
    discipline: str
    start: str
    end: str
    outcome: str
    ours: tuple[tuple[str, str], ...]
    theirs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """``owner`` is one of us; ``kind`` meeting or call."""

    owner: str
    others: tuple[str, ...]
    day: date
    minutes: int
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Connection:
    owner: str
    person: str
    day: date


@dataclass(slots=True)
class World:
    """Everything that is so; the writers say which part of it their source knows."""

    as_of: date
    companies: dict[str, Company] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    events: list[Meeting] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)

    def person(self, name: str, country: str) -> Person:
        """Return the person of a name, new if there is none."""
        key = key_of(name)
        if key not in self.people:
            self.people[key] = Person(key, name, country)
        return self.people[key]

    def now_at(self, company: str) -> list[Stay]:
        """Return the jobs at a company that go on."""
        return [stay for stay in self.stays if stay.company == company and not stay.end]

    def job_of(self, person: str) -> Stay | None:
        """Return a person's job that goes on."""
        return next((stay for stay in self.stays if stay.person == person and not stay.end), None)

    def ours(self) -> list[Stay]:
        """Return who is with us, by length of service."""
        return sorted(self.now_at("varde"), key=lambda stay: (stay.start, stay.person))


def lines(text: str) -> list[list[str]]:
    """Return the cells of a table typed as lines with bars."""
    return [line.strip().split("|") for line in text.strip().splitlines()]
