"""How claims about jobs, studies, board seats and projects become spells, folded, and the groups where they meet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.folding import Job, Source, Span, fold_jobs
from graph.provenance import Held, record_id
from graph.snapshot.arrays import ALWAYS, BOARD, JOB, NEVER, OUTCOMES, PROJECT, STUDY, Bools, Ints, Longs
from graph.snapshot.intake import Columns, Intake, order_of
from graph.vocabulary.names import folded

_PLAIN = ("person", "home", "unit", "unit_text", "title", "outcome", "start_low", "start_high", "end_low", "end_high")


@dataclass
class Rows:
    """Claims about spells of one kind, before they are folded. ``seen`` is the day that confirms a job, 0 for none."""

    kind: int
    columns: dict[str, Ints]
    open: Bools
    dated: Bools
    claims: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.columns["person"])


@dataclass
class Stays:
    """Folded rows: ``stay`` says for each row to which spell it belongs; the others have a value a spell."""

    rows: Rows
    stay: Longs
    columns: dict[str, Ints]
    open: Bools
    dated: Bools


class SpellReader:
    """Reads spells out of an intake, with people and companies as positions."""

    def __init__(self, intake: Intake, person_of: Ints, company_of: Ints) -> None:
        self.intake = intake
        self._person_of = person_of
        self._company_of = company_of
        self.schools: list[str] = []
        self.projects: list[tuple[str, int]] = []
        self._projects = self._read_projects(intake.small.get("projects", ()))
        self._low, self._high = intake.days()
        self._names = intake.texts.texts()
        self._sources = intake.sources.texts()

    def jobs(self) -> Stays:
        """Read the jobs, folded."""
        table = self.intake.tables["employments"]
        rows = self._rows(JOB, table, self._company_of[table["company"]], table["title"])
        after, before = table["ended_after"], table["ended_before"]
        only = (table["start"] < 0) & (table["end"] < 0) & (after >= 0)
        columns = rows.columns
        for name in ("start_low", "start_high"):
            columns[name] = np.where(only, self._high[after], columns[name])
        rows.dated |= only
        vanished = (table["end"] < 0) & (after >= 0) & (before >= 0)
        columns["end_low"] = np.where(vanished, self._low[after], columns["end_low"])
        gone = np.maximum(self._high[before] - 1, self._low[after])
        columns["end_high"] = np.where(vanished, gone, columns["end_high"])
        rows.open &= ~vanished
        told = table["observed_on"]
        unsaid = np.where(~rows.dated | rows.open, self.intake.seen("employments"), 0)
        columns["seen"] = np.where(told >= 0, self._low[told], unsaid).astype(np.int32)
        columns["unit_text"] = table["unit"]
        columns["unit"] = self._folded_codes(table["unit"])
        return self._fold_jobs(_kept(rows))

    def studies(self) -> Stays:
        """Read the studies; a school is its folded name."""
        table = self.intake.tables["studies"]
        codes: dict[str, int] = {}
        home = np.full(len(self._names) + 1, -1, np.int32)
        for text in sorted(set(table["school"].tolist()) - {-1}):
            key = folded(self._names[text])
            if key not in codes:
                codes[key] = len(codes)
                self.schools.append(self._names[text])
            home[text] = codes[key]
        rows = self._rows(STUDY, table, home[table["school"]], table["degree"])
        return self._fold_same(_kept(rows), ("start_low", "end_high", "title"))

    def boards(self) -> Stays:
        """Read the seats on boards."""
        table = self.intake.tables["board_seats"]
        rows = self._rows(BOARD, table, self._company_of[table["company"]], table["role"])
        return self._fold_same(_kept(rows), ("start_low", "end_high", "title"))

    def parts(self) -> Stays:
        """Read who took part in which project; times that a person's row does not say are the project's."""
        table = self.intake.tables["project_people"]
        known = np.full((len(self.intake.records) + 1, 4), -1, np.int32)
        for record, values in self._projects.items():
            known[self.intake.records.get(record, -1)] = values
        known[-1] = -1
        project = known[table["project"]]
        start = np.where(table["start"] >= 0, table["start"], project[:, 1])
        end = np.where(table["end"] >= 0, table["end"], project[:, 2])
        rows = self._rows(PROJECT, table, project[:, 0], table["role"], start, end)
        rows.columns["outcome"] = project[:, 3].astype(np.int32)
        return self._fold_same(_kept(rows), ())

    def _read_projects(self, claims: Sequence[Held]) -> dict[str, tuple[int, int, int, int]]:
        """Return position, start, end and outcome by record; two sources' rows of one client and name are one."""
        places: dict[tuple[int, str], int] = {}
        found = {}
        for held in sorted(claims, key=lambda h: (h.claim.value("name") or "", h.source, h.claim.key)):
            claim = held.claim
            company = int(self._company_of[self.intake.records.get(claim.value("company") or "", -1)])
            name = claim.value("name") or ""
            key = (company, folded(name) if company >= 0 and name else f"{held.source}|{claim.key}")
            if key not in places:
                places[key] = len(places)
                self.projects.append((name, company))
            dates = [self.intake.dates[claim.value(side) or ""] for side in ("start", "end")]
            outcome = claim.value("outcome") or ""
            code = OUTCOMES.index(outcome) if outcome in OUTCOMES else 0
            found[str(record_id(held.source, "projects", claim.key))] = (places[key], dates[0], dates[1], code)
        return found

    def _rows(
        self, kind: int, table: Columns, home: Ints, title: Ints, start: Ints | None = None, end: Ints | None = None
    ) -> Rows:
        start = table["start"] if start is None else start
        end = table["end"] if end is None else end
        first = np.where(start >= 0, start, end)
        low = np.where(start >= 0, self._low[first], self._high[first])
        ended = end >= 0
        plain = np.full(len(start), -1, np.int32)
        columns = {
            "person": self._person_of[table["person"]], "home": home, "unit": plain, "unit_text": plain,
            "title": title, "outcome": np.zeros(len(start), np.int32), "start_low": low,
            "start_high": self._high[first], "end_low": np.where(ended, np.maximum(self._low[end], low), NEVER),
            "end_high": np.where(ended, self._high[end], NEVER), "seen": np.zeros(len(start), np.int32),
        }  # fmt: skip
        name = {JOB: "employments", STUDY: "studies", BOARD: "board_seats", PROJECT: "project_people"}[kind]
        claims = {
            "source": table["source"], "file": table["file"], "line": table["line"], "seen": self.intake.seen(name),
        }  # fmt: skip
        dated = (start >= 0) | ended
        return Rows(kind, columns, dated & ~ended, dated, claims)

    def _folded_codes(self, texts: Ints) -> Ints:
        """Return one code for all spellings of a unit."""
        code = np.full(len(self._names) + 1, -1, np.int32)
        by_key: dict[str, int] = {}
        for text in sorted(set(texts.tolist()) - {-1}):
            code[text] = by_key.setdefault(folded(self._names[text]), len(by_key))
        return code[texts]

    def _fold_jobs(self, rows: Rows) -> Stays:
        person, home = rows.columns["person"], rows.columns["home"]
        order = order_of(person, home)
        run, size = _runs(person[order], home[order])
        stay = np.empty(len(rows), np.int64)
        stay[order] = run
        columns = {name: np.zeros(len(size), np.int32) for name in _PLAIN}
        for name, values in columns.items():
            values[stay] = rows.columns[name]
        folding = Stays(rows, stay, columns, _spread(rows.open, stay, len(size)), _spread(rows.dated, stay, len(size)))
        several = np.flatnonzero(size > 1)
        if len(several):
            self._fold_runs(folding, order, np.cumsum(size) - size, size, several)
        return folding

    def _fold_runs(self, stays: Stays, order: Longs, first: Longs, size: Longs, several: Longs) -> None:
        """Fold the jobs of the same person at the same place one by one; further spells go to the end."""
        rows, spells = stays.rows, len(size)
        more: list[tuple[Job, list[int]]] = []
        for run in several.tolist():
            members = order[first[run] : first[run] + size[run]].tolist()
            by_source: dict[Source, list[int]] = defaultdict(list)
            jobs = []
            for row in members:
                source = self._source(rows, row)
                by_source[source].append(row)
                jobs.append(self._job(rows, row, source))
            for place, job in enumerate(fold_jobs(jobs)):
                inside = [row for source in job.sources for row in by_source[source]]
                if place == 0:
                    self._put(stays, run, job, inside)
                else:
                    more.append((job, inside))
        for name in stays.columns:
            stays.columns[name] = np.concatenate([stays.columns[name], np.zeros(len(more), np.int32)])
        stays.open = np.concatenate([stays.open, np.zeros(len(more), np.bool_)])
        stays.dated = np.concatenate([stays.dated, np.zeros(len(more), np.bool_)])
        for number, (job, inside) in enumerate(more):
            self._put(stays, spells + number, job, inside)

    def _put(self, stays: Stays, spell: int, job: Job, inside: list[int]) -> None:
        given = stays.rows.columns
        stays.stay[inside] = spell
        row = inside[0]
        columns = stays.columns
        columns["person"][spell], columns["home"][spell] = given["person"][row], given["home"][row]
        columns["title"][spell] = self.intake.texts[job.title]
        columns["unit_text"][spell] = self.intake.texts[job.unit]
        columns["unit"][spell] = next((given["unit"][r] for r in inside if given["unit"][r] >= 0), -1)
        stays.dated[spell] = job.when is not None
        stays.open[spell] = job.when is not None and job.when.open
        if job.when:
            days = (job.when.start_low, job.when.start_high, job.when.end_low, job.when.end_high)
            for name, day in zip(_PLAIN[6:], days, strict=True):
                columns[name][spell] = day.toordinal()

    def _source(self, rows: Rows, row: int) -> Source:
        claims = rows.claims
        file = claims["file"][row]
        where = f"{self._names[file] if file >= 0 else ''}:{claims['line'][row]}"
        return Source(
            self._sources[claims["source"][row]], where, date.fromordinal(int(claims["seen"][row])).isoformat()
        )

    def _job(self, rows: Rows, row: int, source: Source) -> Job:
        c = rows.columns
        when = None
        if rows.dated[row]:
            days = [date.fromordinal(int(c[name][row])) for name in _PLAIN[6:]]
            when = Span(days[0], days[1], days[2], days[3], open=bool(rows.open[row]))
        seen = (date.fromordinal(int(c["seen"][row])),) if c["seen"][row] > 0 else ()
        title, unit = (self._names[c[name][row]] if c[name][row] >= 0 else "" for name in ("title", "unit_text"))
        return Job(str(c["person"][row]), str(c["home"][row]), title, unit, when, seen, (source,))

    def _fold_same(self, rows: Rows, same: tuple[str, ...]) -> Stays:
        """Fold rows that say the same; parts in one project are one, over all their time."""
        keys = [rows.columns[name] for name in ("person", "home", *same)]
        order = order_of(*keys, rows.columns["title"])
        run, size = _runs(*(key[order] for key in keys))
        stay = np.empty(len(rows), np.int64)
        stay[order] = run
        columns = {name: np.zeros(len(size), np.int32) for name in _PLAIN}
        for name, values in columns.items():
            values[stay[order[::-1]]] = rows.columns[name][order[::-1]]
        dated = np.zeros(len(size), np.bool_)
        np.logical_or.at(dated, stay, rows.dated)
        if not same:
            told = rows.dated
            for name, start in (("start_low", NEVER), ("start_high", NEVER), ("end_low", ALWAYS), ("end_high", ALWAYS)):
                columns[name] = np.full(len(size), start, np.int32)
                extreme = np.minimum if start == NEVER else np.maximum
                extreme.at(columns[name], stay[told], rows.columns[name][told])
            np.maximum.at(columns["outcome"], stay, rows.columns["outcome"])
        opened = np.zeros(len(size), np.bool_)
        np.logical_or.at(opened, stay, rows.open)
        return Stays(rows, stay, columns, opened & (columns["end_high"] == NEVER), dated)


def _kept(rows: Rows) -> Rows:
    """Leave out what speaks of people or places that nobody describes."""
    known = (rows.columns["person"] >= 0) & (rows.columns["home"] >= 0)
    if known.all():
        return rows
    columns = {name: values[known] for name, values in rows.columns.items()}
    claims = {name: values[known] for name, values in rows.claims.items()}
    return Rows(rows.kind, columns, rows.open[known], rows.dated[known], claims)


def _runs(*keys: Ints) -> tuple[Longs, Longs]:
    """Number the runs of equal keys, and say how long each is."""
    if not len(keys[0]):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    new = np.ones(len(keys[0]), np.bool_)
    new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    run = np.cumsum(new) - 1
    return run, np.bincount(run)


def _spread(values: Bools, stay: Longs, many: int) -> Bools:
    spread = np.zeros(many, np.bool_)
    spread[stay] = values
    return spread
