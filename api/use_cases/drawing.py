"""What the team knows of a client's organisation, written down by hand: lines between people, and seats."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.entering import entry, record_entries
from api.use_cases.judging import judged
from api.use_cases.naming import find_opportunity, opportunities_like
from api.use_cases.power_map import named
from api.viewer import Viewer
from graph.algorithms.unit import ROLES
from graph.errors import BadArgument, UnknownName
from graph.parameters import Parameters
from graph.snapshot.lines import SYMMETRIC, Line
from graph.stores.base import Store
from graph.vocabulary.dates import PartialDate

# kind: its table, the fields of its two ends, and the strengths that it takes
KINDS: dict[str, tuple[str, str, str, tuple[int, ...]]] = {
    "reports": ("reporting", "person", "manager", ()),
    "influence": ("influences", "from", "to", (-3, -2, -1, 1, 2, 3)),
    "conflict": ("conflicts", "a", "b", (1, 2, 3)),
    "agreement": ("agreements", "a", "b", (1, 2, 3)),
    "guards": ("guards", "gatekeeper", "person", ()),
}
_STRENGTH = 2  # of a line whose strength nobody told


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as somebody gives it: names or ids, partial dates, "" where nothing was said.

    ``unit`` only of guards, in place of ``end``: everybody in that unit.
    """

    kind: str
    start: str
    end: str = ""
    strength: int | None = None
    since: str = ""
    until: str = ""
    unit: str = ""


def record_line(
    viewer: Viewer, source: Store | Snapshots, store: Store, drawn: Drawn, parameters: Parameters, *, at: datetime
) -> Json:
    """Record a line between two people of a client; the same ends and start again replace what was said of it.

    An end without a start is one of every line between them, those of files too.

    Raises
    ------
    UnknownName, AmbiguousName
        For a person who is not there.
    BadArgument
        For a kind or strength that is none, a line from a person to the same, one of us, a start to come, and a
        reporting line that would close a circle, with the rows of the others.
    """
    if drawn.kind not in KINDS:
        raise BadArgument(f"{drawn.kind!r} is no kind of line.", remedy=f"Use one of {', '.join(KINDS)}.")
    table, first, second, strengths = KINDS[drawn.kind]
    strength = drawn.strength if drawn.strength is not None or not strengths else _STRENGTH
    if strength is not None and strength not in strengths:
        told = f"takes a strength of {', '.join(map(str, strengths))}" if strengths else "has no strength"
        raise BadArgument(f"A line of the kind {drawn.kind!r} {told}.")
    basis = basis_of(source, Question(at.date()), parameters)
    start, end = judged(basis, drawn.start), judged(basis, drawn.end) if drawn.end else ""
    if not end and not (drawn.kind == "guards" and drawn.unit.strip()):
        raise BadArgument(
            "A line has two ends.", remedy="Name the second person; a gatekeeper may keep a --unit.",
            on_page="Name the second person; who keeps a door may keep that of a unit.",
        )  # fmt: skip
    if start == end:
        raise BadArgument("A line goes from one person to another.")
    _check_days(drawn, at.date())
    if drawn.kind == "reports" and not drawn.until:
        _check_circle(basis, start, end)
    people = basis.snapshot.people
    records = [people[one].records[0] if one else "" for one in (start, end)]
    one, other = sorted(records) if drawn.kind in SYMMETRIC else records
    values = {
        first: one, second: other, "start": drawn.since,
        "end": drawn.until, "strength": "" if strength is None else str(strength), "unit": drawn.unit,
    }  # fmt: skip
    done = record_entries(store, viewer, "line", (entry(table, values),), at=at)
    return {
        "kind": drawn.kind, "from": named(basis, start), "to": named(basis, end) if end else None,
        "unit": drawn.unit or None, "strength": strength, "since": drawn.since or None, "until": drawn.until or None,
        "revision": done.revision,
    }  # fmt: skip


def record_seat(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    opportunity: str,
    role: str,
    parameters: Parameters,
    *,
    person: str = "",
    weight: float | None = None,
    title: str = "",
    at: datetime,
) -> Json:
    """Record who holds a seat in a decision; without a person it is known to be empty.

    Somebody new in a role without a title sits in its one empty seat, whatever title that has.

    Raises UnknownName, AmbiguousName for an opportunity or person that is not there, BadArgument for a role or weight
    that is none and for one of us.
    """
    if role.casefold() not in ROLES:
        raise BadArgument(f"{role!r} is no seat.", remedy=f"Use one of {', '.join(ROLES)}.")
    if weight is not None and not 0 <= weight <= 1_000_000:
        raise BadArgument(f"A weight of {weight:g} is none.", remedy="Give 0 or more; left out it is that of the role.")
    basis = basis_of(source, Question(at.date()), parameters)
    about = find_opportunity(basis.snapshot, opportunity)
    if not about:
        raise UnknownName("opportunity", opportunity, opportunities_like(basis.snapshot, opportunity))
    who = judged(basis, person) if person else ""
    if who and not title:
        title = _empty_title(basis, about, role.casefold(), who)
    values = {
        "opportunity": about, "person": basis.snapshot.people[who].records[0] if who else "", "role": role.casefold(),
        "weight": "" if weight is None else f"{weight:g}", "title": title,
    }  # fmt: skip
    done = record_entries(store, viewer, "seat", (entry("seats", values),), at=at)
    known = basis.snapshot.decision.opportunities[about]
    return {
        "opportunity": {"id": about, "name": known.name}, "person": named(basis, who) if who else None,
        "role": role.casefold(), "weight": weight, "title": title, "revision": done.revision,
    }  # fmt: skip


def _empty_title(basis: Basis, opportunity: str, role: str, person: str) -> str:
    seats = [one for one in basis.snapshot.decision.seats if (one.opportunity, one.role) == (opportunity, role)]
    empty = [one.title for one in seats if not one.person]
    return empty[0] if len(empty) == 1 and all(one.person != person for one in seats) else ""


def _check_days(drawn: Drawn, today: date) -> None:
    try:
        since = PartialDate.parse(drawn.since) if drawn.since else None
        until = PartialDate.parse(drawn.until) if drawn.until else None
    except ValueError as error:
        raise BadArgument(f"{error}.", remedy="Write 2024, 2024-03 or 2024-03-09.") from error
    if since and since.earliest() > today:
        raise BadArgument(f"{drawn.since} is still to come.", remedy="A line begins on or before today.")
    if since and until and until.latest() < since.earliest():
        raise BadArgument(f"The end {drawn.until} is before the start {drawn.since}.")


def _check_circle(basis: Basis, person: str, manager: str) -> None:
    """Follow the reporting lines of today upwards; raises BadArgument where they come back to the person."""
    above: dict[str, list[Line]] = {}
    for line in basis.snapshot.decision.lines_on(basis.question.as_of):
        if line.kind == "reports":
            above.setdefault(line.start, []).append(line)
    came: dict[str, Line | None] = {manager: None}
    waiting = [manager]
    while waiting:
        here = waiting.pop()
        for line in above.get(here, ()):
            if line.end not in came:
                came[line.end] = line
                waiting.append(line.end)
    if person not in came:
        return
    rows, at = [], came[person]
    while at is not None:
        rows.append(" and ".join(f"{source.source}, {source.record}" for source in at.sources))
        at = came[at.start]
    before = basis.question.as_of - timedelta(days=1)  # ends are inclusive: a line that ends today still stands today
    who, boss = named(basis, person)["name"], named(basis, manager)["name"]
    raise BadArgument(
        f"{boss} reports to {who} already ({'; '.join(reversed(rows))}); that would be a circle.",
        remedy=f"End a line of these first: the same two people, --until {before} or earlier, and no --since.",
        on_page=f"End a line of these first: the same two people, until {before} or earlier, and no start.",
    )
