"""Which lines of a person stand, who told each of them, and who may be named at the other end?"""

from datetime import date

from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, basis_of
from api.use_cases.power_map import named
from api.use_cases.withdrawing import SAID, Entry, entry_answer, hand_entries
from api.viewer import Viewer
from graph.algorithms.unit import decision_unit
from graph.parameters import Parameters
from graph.provenance import WORKSPACE
from graph.snapshot.lines import SYMMETRIC, Line
from graph.stores.base import Store
from graph.vocabulary.dates import as_known
from graph.vocabulary.names import folded


def standing_lines(
    viewer: Viewer, source: Store | Snapshots, store: Readable, person: str, question: Question, parameters: Parameters
) -> Json:
    """List a person's lines: those that stand before those that are over, each the newest first, undated ones last.

    ``entry`` of a line is what somebody wrote of it by hand, None where only files tell of it. ``other_entries`` is
    what was written by hand beside lines: seats, and a line that no longer joins two people. ``people`` may be named
    at the other end, ``units`` have a door. Raises UnknownName, AmbiguousName.
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
    matched = {entry.id for _, entry in pairs if entry}
    return {
        "lines": [
            {**_told(basis, one), "entry": entry_answer(entry, by, viewer) if entry else None} for one, entry in pairs
        ],
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
        "over": over, "by_hand": any(row.source == WORKSPACE for row in one.sources),
        "sources": [
            {"source": row.source, "record": row.record, "seen": row.seen}
            for row in one.sources if row.source != WORKSPACE
        ],
    }  # fmt: skip


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
