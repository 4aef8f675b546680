"""How our own neutral input is read: one folder of CSV files, or a zip of it (docs/loading.md)."""

import tomllib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from graph.errors import ImportRefused
from graph.folding import span
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.tables import OWN_KEY, REFERENCES, TABLES, Field, Kind, Table, canonical
from graph.vocabulary.text import plain_text, unguarded
from loaders.base import Asked, Reading, Unread
from loaders.limits import Limits
from loaders.tables.contradictions import Contradictions
from loaders.tables.files import INTERNAL, Files

_RECORD_ID_LENGTH = 18
_LONGEST_NAME = 200
_NOWHERE = 1 << 30
_KNOWN_TEXTS = 200_000


@dataclass(frozen=True, slots=True)
class _Manifest:
    name: str
    as_of: date
    complete: frozenset[str]
    window: Mapping[str, tuple[date, date]]
    observed: tuple[Claim, ...]


def read_tables(path: Path, asked: Asked) -> Reading:
    """Open a folder of Tables; raises ImportRefused for a bad manifest, a missing column or broken CSV.

    Every file is read through once before the first claim is yielded: broken CSV is refused at once, however long.
    """
    limits = asked.limits
    files = Files(path, asked.parts, limits)
    manifest = _manifest(files, asked.as_of or asked.today, limits)
    name = asked.source or manifest.name
    if not name:
        raise ImportRefused(
            files.name, "names no source", remedy="Give --source NAME, or a source.toml with name = ..."
        )
    present = [table for table in TABLES.values() if table.name not in INTERNAL and f"{table.name}.csv" in files]
    reading = Reading(name, "tables", manifest.as_of, (), _scopes(manifest, present))
    columns = {table.name: _header(files, table, reading) for table in present}
    reading.claims = chain(_claims(files, present, columns, reading, limits), manifest.observed)
    return reading


def _manifest(files: Files, day: date, limits: Limits) -> _Manifest:
    raw = files.manifest()
    if not raw:
        return _Manifest("", day, frozenset(), {}, ())
    try:
        text = raw.decode("utf-8")
        if any(line.count(".") > limits.manifest_dots for line in text.splitlines()):  # each costs all before it again
            raise ValueError("a line has too many dots")
        told = tomllib.loads(text)
        window = {
            table: (date.fromisoformat(str(days[0])), date.fromisoformat(str(days[1])))
            for table, days in told.get("window", {}).items()
        }
        of, complete = _day(told.get("as_of", day)), frozenset(told.get("complete", ()))
        manifest = _Manifest(_name(told.get("name", "")), of, complete, window, _observed(told))
    except (
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ImportRefused(
            "source.toml", f"cannot be read: {error}", remedy="See docs/loading.md for its form."
        ) from error
    read = {str(claim.content[0]) for claim in manifest.observed}
    unknown = sorted({*manifest.complete, *manifest.window, *read} - TABLES.keys())
    if unknown:
        raise ImportRefused("source.toml", f"names tables that do not exist: {', '.join(unknown)}")
    return manifest


def _day(told: object) -> date:
    """Return the day of an export; raises ValueError. A datetime is refused: whose midnight would end its day?"""
    if isinstance(told, datetime):
        raise ValueError(f"as_of is {told}, a time; write the day alone, such as {told.date()}")
    return told if isinstance(told, date) else date.fromisoformat(str(told))


def _name(told: object) -> str:
    """Return the name of the source; raises ValueError for what is no line of text."""
    if not isinstance(told, str):
        raise ValueError(f"name is {told!r}, not a text in quotes")
    name = plain_text(told).strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise ValueError(f"name is not one line of at most {_LONGEST_NAME} characters")
    return name


def _observed(told: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Return what an export says was read, of what, and on which day; raises ValueError and TypeError."""

    def days(name: str) -> dict[str, str]:
        return {str(table): date.fromisoformat(str(on)).isoformat() for table, on in told.get(name, {}).items()}

    whole = set(told.get("observed_whole", ()))
    told_of: list[tuple[str, str, str, str | None, str | None]] = []
    told_of += [(t, t, on, "yes" if t in whole else None, None) for t, on in days("observed").items()]
    told_of += [(f"{t}|part", t, on, None, None) for t, on in days("observed_parts").items()]
    told_of += [(f"{t}|rows", t, on, None, "yes") for t, on in days("observed_rows").items()]
    tables = [Claim("observed", key, (t, on, None, None, all_of_it, rows)) for key, t, on, all_of_it, rows in told_of]
    windows = []
    for table, *window in told.get("observed_windows", ()):
        start, end, on = (date.fromisoformat(str(day)).isoformat() for day in window)
        windows.append(Claim("observed", f"{table}|{start}|{end}", (str(table), on, start, end, None, None)))
    return (*tables, *windows)


def _scopes(manifest: _Manifest, present: list[Table]) -> dict[str, Scope]:
    scopes = {}
    for table in present:
        if table.name in manifest.complete:
            scopes[table.name] = Scope(Mode.COMPLETE)
        elif table.name in manifest.window:
            scopes[table.name] = Scope(Mode.WINDOW, *manifest.window[table.name])
    return scopes


def _header(files: Files, table: Table, reading: Reading) -> dict[str, int]:
    name = f"{table.name}.csv"
    rows = files.rows(name)
    first = next(rows, None)
    if first is None:
        raise ImportRefused(name, "is empty", remedy=f"It needs the header {','.join(f.name for f in table.fields)}.")
    names = [cell.strip().casefold() for cell in first[1]]
    known = {OWN_KEY, *(field.name for field in table.fields)}
    reading.unknown_columns += [f"{name}: {column}" for column in names if column and column not in known]
    missing = [field.name for field in table.fields if field.required and field.name not in names]
    if missing:
        raise ImportRefused(
            name, f"lacks the column {', '.join(missing)}", line=first[0], remedy="See docs/loading.md."
        )
    deque(rows, maxlen=0)
    return {column: names.index(column) for column in known if column in names}


def _claims(
    files: Files,
    present: list[Table],
    columns: Mapping[str, Mapping[str, int]],
    reading: Reading,
    limits: Limits,
) -> Iterator[Claim]:
    known: dict[str, set[str]] = {name: set() for name in REFERENCES.values()}
    delivered = {table.name for table in present}
    for table in present:
        file = f"{table.name}.csv"
        rows = files.rows(file)
        width = len(next(rows)[1])
        reader, twice = _RowReader(table, columns[table.name], reading.source, file), Contradictions(table)
        for line, cells in rows:
            try:
                if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                    raise ValueError("has more cells than the header: is a comma not in quotes?")
                claim = reader.claim(cells, line)
                reader.check(claim, known, delivered, cells)
            except ValueError as error:
                reading.reject(file, line, str(error), Unread(frozenset({table.name})))
                if len(reading.rejected) > limits.rejected_rows:
                    raise ImportRefused(file, "too many rows cannot be used", line=line) from error
                continue
            if table.name in known:
                known[table.name].add(record_id(reading.source, table.name, claim.key))
            twice.take(claim)
            yield claim
        reading.remarks += twice.remarks()


class _RowReader:
    """Turns the rows of one file into claims; what a cell means is worked out once for each different text."""

    def __init__(self, table: Table, columns: Mapping[str, int], source: str, file: str) -> None:
        self._table, self._source, self._file = table, source, file
        self._cells = [(field, columns.get(field.name, _NOWHERE), _Known()) for field in table.fields]
        self._own_key = columns.get(OWN_KEY, _NOWHERE)
        self._key = [table.index(name) for name in table.key]
        names = [field.name for field in table.fields]
        self._stay = (names.index("start"), names.index("end")) if {"start", "end"} <= set(names) else None
        self._references = [
            (position, field, target)
            for position, field in enumerate(table.fields)
            if (target := REFERENCES.get(field.kind)) is not None and target != table.name
        ]

    def claim(self, cells: list[str], line: int) -> Claim:
        """Return a row as a claim; raises ValueError for a cell that cannot be used."""
        own: list[str | None] = []
        content: list[str | None] = []
        for field, position, known in self._cells:
            text = cells[position] if position < len(cells) else ""
            value = known.get(text)
            if value is None:
                value = known.keep(text, self._read(field, text))
            own.append(value[0])
            content.append(value[1])
        told = unguarded(cells[self._own_key]) if self._own_key < len(cells) else ""
        key = told or "|".join([own[position] or "" for position in self._key])
        return Claim(self._table.name, key, tuple(content), self._file, line)

    def check(self, claim: Claim, known: Mapping[str, set[str]], delivered: set[str], row: list[str]) -> None:
        """Raise ValueError for an end before its start and for a reference to a row that is not in the folder.

        A reference that stands in the row as a record id may be to a record of another source.
        """
        if self._stay:
            start, end = (claim.content[position] for position in self._stay)
            if start and end and end[:4] <= start[:4]:
                when = span(start, end)
                if when and when.end_high < when.start_low:
                    raise ValueError(f"end {end} is before start {start}")
        for position, field, target in self._references:
            value = claim.content[position]
            if value is None or target not in delivered or value in known[target]:
                continue
            strangers = [one for one in value.split(";") if one not in known[target] and one not in ";".join(row)]
            if strangers and field.kind is not Kind.PEOPLE:
                raise ValueError(f"{field.name} is not in {target}.csv")
            if field.kind is Kind.PEOPLE and strangers:
                raise ValueError(f"{len(strangers)} of {field.name} are not in {target}.csv")
        if claim.table == "influences" and claim.value("strength") == "0":
            raise ValueError("strength is 0: an influence has 1..3, or -3..-1 where B does the opposite")
        if claim.table == "companies" and claim.value("parent") == record_id(self._source, "companies", claim.key):
            raise ValueError("a company cannot be its own parent")

    def _read(self, field: Field, text: str) -> tuple[str | None, str | None]:
        value = canonical(field, unguarded(text))
        return value, _referred(value, field.kind, self._source) if value else None


class _Known(dict[str, tuple[str | None, str | None]]):
    """What texts mean that were read before, as many as memory should hold."""

    def keep(self, text: str, value: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
        if len(self) >= _KNOWN_TEXTS:
            self.clear()
        self[text] = value
        return value


def _is_record_id(value: str, table: str) -> bool:
    """Say whether a value has the form of a record id of that table, and so stands for a record of any source."""
    return value.startswith(f"{TABLES[table].prefix}-") and len(value) == _RECORD_ID_LENGTH


def _referred(value: str, kind: Kind, source: str) -> str:
    """Turn the source's own ids into record ids; what is a record id already stays one."""
    table = REFERENCES.get(kind)
    if table is None:
        return value
    parts = [part.strip() for part in value.split(";")] if kind is Kind.PEOPLE else [value]
    ids = [part if _is_record_id(part, table) else record_id(source, table, part) for part in parts if part]
    return ";".join(sorted(set(ids)) if kind is Kind.PEOPLE else ids)
