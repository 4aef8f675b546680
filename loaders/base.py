"""What a loader hands over: claims, what of each table it read, and the rows that it could not use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.provenance import Claim, Scope
from loaders.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader is told beside the path: the day, and the source, owner or firm that the user named (or "").

    ``firm`` is our own company, for lists that do not name it.
    """

    today: date
    source: str = ""
    owner: str = ""
    limits: Limits = LIMITS
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not loaded, and why."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Reading:
    """What was read from one source. ``rejected`` and ``remarks`` fill while ``claims`` is consumed."""

    source: str
    kind: str
    as_of: date
    claims: Iterable[Claim]
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
