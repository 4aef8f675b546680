"""Which lines and seats of a person stand, who told each of them, and who may be named at the other end?"""

from collections.abc import Iterable
from datetime import date

from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, basis_of
from api.use_cases.power_map import named
from api.use_cases.withdrawing import SAID, Entry, entry_answer, hand_entries
from api.viewer import Viewer
from graph.algorithms.unit import decision_unit
from graph.folding import Source
from graph.parameters import Parameters
from graph.provenance import WORKSPACE
from graph.snapshot.lines import SYMMETRIC, Line
from graph.snapshot.seats import Seat
from graph.stores.base import Store
from graph.vocabulary.dates import as_known
from graph.vocabulary.names import folded


def standing_lines(
    viewer: Viewer, source: Store | Snapshots, store: Readable, person: str, question: Question, parameters: Parameters
) -> Json:
    """List a person's lines: those that stand before those that are over, each the newest first, undated ones last.

    ``seats`` are the person's, those of later decisions first; ``weight`` is None where nobody gave one. ``entry`` of
    either is what somebody wrote of it by hand, None where only files tell of it. ``other_entries`` is what else was
    written by hand: a line that no longer joins two people. ``people`` may be named at the other end, ``units`` have a
    door. Raises UnknownName, AmbiguousName.
    """
    basis = basis_of(source, question, parameters)
    who = basis.find_person(person)
    by = {entry.number: entry.by for entry in store.loads()}
    entries = [one for one in hand_entries(basis) if who in one.ends]
    entries.sort(key=lambda one: (-one.held.load, one.text))
    found = [one for one in basis.snapshot.decision.lines if who in {one.start, one.end}]
    found.sort(key=lambda one: _text(basis, one))
    found.sort(key=lambda one: (one.holds_on(question.as_of), one.began), reverse=True)
    pairs = [(one, next((entry for entry in entries if _is_of(entry, one)), None)) for one in found]
    held = [(one, next((entry for entry in entries if _is_for(entry, one)), None)) for one in _seats(basis, who)]
    matched = {entry.id for _, entry in (*pairs, *held) if entry}

    def by_hand(entry: Entry | None) -> Json | None:
        return entry_answer(entry, by, viewer) if entry else None

    return {
        "lines": [{**_told(basis, one), "entry": by_hand(entry)} for one, entry in pairs],
        "seats": [{**_seat_told(basis, one), "entry": by_hand(entry)} for one, entry in held],
        "other_entries": [entry_answer(one, by, viewer) for one in entries if one.id not in matched],
        **_others(basis, who),
    }  # fmt: skip


def _told(basis: Basis, one: Line) -> Json:
    when, today = one.when, basis.question.as_of
    over = when is not None and when.end_high < today
    return {
        "kind": one.kind, "text": _text(basis, one),
        "strength": None if one.kind in {"reports", "guards"} else int(one.strength),
        "since": _day(when.start_low, when.start_high) if when else "",
        "until": _day(when.end_low, when.end_high) if when and not when.open else "",
        "over": over, "sources": _files(one.sources),
    }  # fmt: skip


def _files(sources: Iterable[Source]) -> list[Json]:
    """Return the rows of files that tell something, not what was written by hand."""
    return [
        {"source": row.source, "record": row.record, "seen": row.seen} for row in sources if row.source != WORKSPACE
    ]


def _seats(basis: Basis, who: str) -> list[Seat]:
    about = basis.snapshot.decision.opportunities
    found = [one for one in basis.snapshot.decision.seats if one.person == who and one.opportunity in about]
    found.sort(key=lambda one: (about[one.opportunity].name, one.role, one.title))
    return sorted(found, key=lambda one: about[one.opportunity].decision_date, reverse=True)


def _seat_told(basis: Basis, one: Seat) -> Json:
    about = basis.snapshot.decision.opportunities[one.opportunity]
    return {
        "opportunity": {"id": about.id, "name": about.name}, "role": one.role, "title": one.title, "weight": one.weight,
        "sources": _files([one.source]),
    }  # fmt: skip


def _is_for(entry: Entry, seat: Seat) -> bool:
    """Say whether an entry by hand tells of this seat."""
    title = folded(entry.held.claim.value("title") or "") if entry.kind == "seat" else None
    told = (entry.opportunity, entry.role, title, entry.ends)
    return told == (seat.opportunity, seat.role.casefold(), folded(seat.title), (seat.person,))


def _text(basis: Basis, one: Line) -> str:
    start = named(basis, one.start)["name"]
    return f"{start} {SAID[one.kind]} {named(basis, one.end)['name'] if one.end else f'the unit {one.unit}'}"


def _day(low: date, high: date) -> str:
    return as_known(low.toordinal(), high.toordinal())


def _is_of(entry: Entry, line: Line) -> bool:
    """Say whether an entry by hand is one of the words that a line was folded from."""
    ends = tuple(one for one in (line.start, line.end) if one)
    same = set(entry.ends) == set(ends) if line.kind in SYMMETRIC else entry.ends == ends
    since = _day(line.when.start_low, line.when.start_high) if line.when else ""
    return (entry.kind, folded(entry.unit), entry.since, same) == (line.kind, folded(line.unit), since, True)


def _others(basis: Basis, who: str) -> Json:
    """Return the people at the person's clients and those who decide there with them, by name, and the units."""
    records = basis.records_of(who)
    decision = basis.snapshot.decision
    seats = {one.opportunity for one in decision.seats if one.person in records}
    companies = {job.company for one in records for job in basis.ask.world.jobs_now(one)}
    companies |= {one.company for one in decision.opportunities.values() if one.id in seats}
    there = [decision_unit(basis.ask, company) for company in sorted(companies)]
    told = [named(basis, one) for one in {one for here in there for one in here.unit.people}]
    units = {job.unit for here in there for job in here.jobs.values() if job.unit}
    told.sort(key=lambda one: (str(one["name"]).casefold(), str(one["id"])))
    return {"people": told, "units": sorted(units)}
