"""What a loader hands over: claims, what of each table it read, and the rows that it could not use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Protocol

from graph.provenance import Claim, Scope
from loaders.limits import LIMITS, Limits

ASSUMED_FIRM = "our firm (of "
"""How the name of our firm begins where an archive could not tell it."""


class Known(Protocol):
    """What the store knows already, for an input that does not say who we are."""

    def our_firm(self, source: str) -> str:
        """Return our company's name as other sources say it; "" where none does, or several that differ."""
        ...

    def namesakes(self, name: str, source: str) -> list[str]:
        """Return the records of people of a name from lists of our own people, but for one source."""
        ...

    def name_and_address(self, source: str, key: str) -> tuple[str, str]:
        """Return what a source calls one of its people so far, and their profile address; "" for what is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader is told beside the path: the day, and the source, owner or firm that the user named (or "").

    ``firm`` is our own company, for inputs that do not name it; ``known`` is what the store says of it. ``as_of`` is
    the day of an input that does not say its own. ``parts`` are the files of a zip that are this input; without any
    all of them are.
    """

    today: date
    source: str = ""
    owner: str = ""
    limits: Limits = LIMITS
    firm: str = ""
    known: Known | None = None
    as_of: date | None = None
    parts: frozenset[str] = frozenset()


def input_name(path: Path, parts: frozenset[str]) -> str:
    """Say what an input is called.

    >>> input_name(Path("team.zip"), frozenset({"cal/anna.ics"})), input_name(Path("hr"), frozenset())
    ('team.zip/cal/anna.ics', 'hr')
    """
    if not parts:
        return path.name
    inside = PurePosixPath(min(parts))
    inside = inside if len(parts) == 1 else inside.parent
    return str(PurePosixPath(path.name) / inside)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not loaded, and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What a row that could not be read may have said: that it is missing elsewhere then means nothing.

    ``tables`` it may have been in, None for any; of these ``kinds`` only, and only what has one of ``keys`` or speaks
    of one of them (record ids), where they are known.
    """

    tables: frozenset[str] | None = None
    kinds: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


ANYTHING_UNREAD = Unread()
NOTHING_UNREAD = Unread(frozenset())
"""For a row that was read, and is not wanted."""


@dataclass(slots=True)
class Reading:
    """What was read from one source. ``rejected``, ``unread`` and ``remarks`` fill while ``claims`` is consumed."""

    source: str
    kind: str
    as_of: date
    claims: Iterable[Claim]
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def reject(self, file: str, line: int, reason: str, unread: Unread = ANYTHING_UNREAD) -> None:
        """Note a row that is not loaded, and what it may have said: anything, unless the reader knows better."""
        self.rejected.append(Rejected(file, line, reason))
        if unread is not NOTHING_UNREAD:
            self.unread.append(unread)
