"""Which lines and seats were written down by hand, and how a single one of them is withdrawn again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, basis_of, newest_basis
from api.use_cases.drawing import KINDS, Drawn
from api.use_cases.entering import withdraw_entry
from api.use_cases.naming import find_opportunity
from api.use_cases.power_map import named
from api.viewer import Viewer
from graph.errors import EnteredByAnother, UnknownName
from graph.parameters import Parameters
from graph.provenance import WORKSPACE, Held, record_id
from graph.stores.base import Store
from graph.vocabulary.tables import TABLES

SAID = {
    "reports": "reports to", "influence": "sways", "conflict": "is in conflict with", "agreement": "is allied with",
    "guards": "keeps the door of",
}  # fmt: skip
_TABLES = {**{table: kind for kind, (table, *_) in KINDS.items()}, "seats": "seat"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line or seat by hand: ``ends`` are the people in it, ``opportunity`` and ``role`` of a seat."""

    held: Held
    kind: str
    ends: tuple[str, ...]
    since: str
    unit: str
    opportunity: str
    role: str
    text: str

    @property
    def id(self) -> str:
        """Return what names the entry: it stays the same when it is written anew, and tells nothing."""
        return record_id(WORKSPACE, self.held.claim.table, self.held.claim.key)


def entries_of(
    viewer: Viewer, source: Store | Snapshots, store: Readable, person: str, question: Question, parameters: Parameters
) -> Json:
    """List the lines and seats of a person that were written by hand, the newest first; raises UnknownName."""
    basis = basis_of(source, question, parameters)
    who = basis.find_person(person)
    by = {entry.number: entry.by for entry in store.loads()}
    found = [one for one in hand_entries(basis) if who in one.ends]
    found.sort(key=lambda one: (-one.held.load, one.text))
    told = [entry_answer(one, by, viewer) for one in found]
    return {**basis.stamp(), "person": named(basis, who), "entries": told}


def entry_answer(one: Entry, by: Mapping[int, str], viewer: Viewer) -> Json:
    """Return an entry with who wrote it; ``by`` says it of each load."""
    author = by.get(one.held.load, "")
    return {
        "id": one.id, "kind": one.kind, "text": one.text, "by": author, "on": one.held.as_of.isoformat(),
        "yours": author == viewer.name,
    }  # fmt: skip


def withdraw(
    viewer: Viewer, source: Store | Snapshots, store: Store, own: str, parameters: Parameters, *, at: datetime
) -> Json:
    """Withdraw one entry: it was wrong; what a file says of the same stands again, and an undo brings it back.

    Raises
    ------
    UnknownName
        When no entry with the id ``own`` stands.
    EnteredByAnother
        When somebody else entered it.
    """
    found = _standing(newest_basis(source, store, Question(at.date()), parameters), own)

    def check() -> None:
        one = _standing(newest_basis(source, store, Question(at.date()), parameters), own)
        by = next((entry.by for entry in store.loads() if entry.number == one.held.load), "")
        if by != viewer.name:
            raise EnteredByAnother(one.text, by)

    table, key = found.held.claim.table, found.held.claim.key
    done = withdraw_entry(store, viewer, "withdrawal", table, key, check, at=at)
    return {"id": own, "kind": found.kind, "text": found.text, "revision": done.revision}


def line_entry(source: Store | Snapshots, drawn: Drawn, parameters: Parameters, *, at: datetime) -> str:
    """Return the id of the line by hand with these ends and this start; raises UnknownName where there is none."""
    basis = basis_of(source, Question(at.date()), parameters)
    ends = {basis.find_person(name) for name in (drawn.start, drawn.end) if name}
    for one in hand_entries(basis):
        same = (one.kind, one.since, one.unit) == (drawn.kind, drawn.since, drawn.unit) and set(one.ends) == ends
        if same and (drawn.kind in {"conflict", "agreement"} or one.ends[0] == basis.find_person(drawn.start)):
            return one.id
    raise UnknownName("line by hand", f"{drawn.kind} {drawn.start} {drawn.end or drawn.unit}")


def seat_entry(
    source: Store | Snapshots, opportunity: str, role: str, person: str, title: str, parameters: Parameters,
    *, at: datetime,
) -> str:  # fmt: skip
    """Return the id of the seat by hand of this person and role; raises UnknownName where there is none."""
    basis = basis_of(source, Question(at.date()), parameters)
    about = find_opportunity(basis.snapshot, opportunity)
    ends = (basis.find_person(person),) if person else ()
    for one in hand_entries(basis):
        named_alike = not title or one.held.claim.value("title") == title
        if (one.opportunity, one.role, one.ends) == (about, role.casefold(), ends) and named_alike:
            return one.id
    raise UnknownName("seat by hand", f"{role} {person or 'empty'}")


def _standing(basis: Basis, own: str) -> Entry:
    found = next((one for one in hand_entries(basis) if one.id == own), None)
    if found is None:
        raise UnknownName("entry by hand", own)
    return found


def hand_entries(basis: Basis) -> Iterator[Entry]:
    """Yield every line and seat that was written by hand."""
    for table, kind in _TABLES.items():
        for held in basis.snapshot.small.get(table, ()):
            if held.source == WORKSPACE:
                yield _seat(basis, held) if kind == "seat" else _line(basis, held, kind)


def _line(basis: Basis, held: Held, kind: str) -> Entry:
    told, (_, first, second, _) = _values(held), KINDS[kind]
    ends = tuple(basis.snapshot.entity.get(told[one], told[one]) for one in (first, second) if told[one])
    names = [str(named(basis, one)["name"]) for one in ends]
    unit = told.get("unit", "")
    parts = [
        names[0], SAID[kind], names[1] if len(names) > 1 else f"the unit {unit}",
        f"since {told['start']}" if told["start"] else "", f"until {told['end']}" if told["end"] else "",
        f"(strength {told['strength']})" if told.get("strength") else "",
    ]  # fmt: skip
    text = " ".join(part for part in parts if part)
    return Entry(held, kind, ends, told["start"], unit, "", "", text)


def _seat(basis: Basis, held: Held) -> Entry:
    told = _values(held)
    ends = (basis.snapshot.entity.get(told["person"], told["person"]),) if told["person"] else ()
    known = basis.snapshot.decision.opportunities.get(told["opportunity"])
    who = str(named(basis, ends[0])["name"]) if ends else "Nobody"
    title = f" ({told['title']})" if told["title"] else ""
    text = f"{who} is {told['role']}{title} in {known.name if known else told['opportunity']}"
    return Entry(held, "seat", ends, "", "", told["opportunity"], told["role"].casefold(), text)


def _values(held: Held) -> dict[str, str]:
    return {name: held.claim.value(name) or "" for name in _FIELDS[held.claim.table]}


_FIELDS = {table: tuple(field.name for field in TABLES[table].fields) for table in _TABLES}
