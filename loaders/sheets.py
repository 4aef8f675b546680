"""How a list of ours, CSV or XLSX, becomes rows with line numbers and known columns."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.errors import ImportRefused
from graph.vocabulary.names import folded
from graph.vocabulary.tables import TABLES
from loaders.base import ANYTHING_UNREAD, Reading, Unread
from loaders.limits import Limits
from loaders.rows import as_utf8, parse_csv
from loaders.workbook import Row, is_workbook, read_workbook

_HEADER_WITHIN = 40
_DELIMITERS = ",;\t|"
_PEEK = 256 * 1024
_FORMULA_MARKS = tuple("=+-@\t\r\0＝＋－＠")
_NOT_KNOWN = frozenset(
    ["-", "--", "–", "—", "?", "n/a", "#n/a", "na", "null", "none", "ukjent", "unknown", "unbekannt"]
)
Aliases = Mapping[str, str]
Enough = Callable[[Set[str]], bool]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, blank ones passed over. ``label`` is what claims and refusals call it.

    ``serials``: days may stand as Excel's numbers. ``remark``: what the user should know of the reading, or "".
    """

    label: str
    title: str
    rows: list[Row]
    serials: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet whose header was found: what stood above it, where each column is, which ones nobody knows."""

    sheet: Sheet
    preamble: tuple[str, ...]
    header: tuple[str, ...]
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    rows: list[Row]

    def column(self, name: str) -> list[tuple[int, str]]:
        """Return (line, cell) of each row of a column; empty when there is no such column."""
        if name not in self.columns:
            return []
        at = self.columns[name]
        return [(line, plain_cell(cells[at])) for line, cells in self.rows if at < len(cells)]

    def records(self, reading: Reading, limits: Limits) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (line, cells by column); a row with cells beyond the header is rejected."""
        for line, cells in self.rows:
            if any(cell.strip() for cell in cells[len(self.header) :]):
                self.reject(line, "has more cells than the header: is a comma not in quotes?", reading, limits)
                continue
            yield (
                line,
                {name: plain_cell(cells[at]) if at < len(cells) else "" for name, at in self.columns.items()},
            )

    def reject(
        self, line: int, reason: str, reading: Reading, limits: Limits, unread: Unread = ANYTHING_UNREAD
    ) -> None:
        """Report a row that is not used; raises ImportRefused when there are too many."""
        reading.reject(self.sheet.label, line, reason, unread)
        if len(reading.rejected) > limits.rejected_rows:
            raise ImportRefused(self.sheet.label, "too many rows cannot be used", line=line)


def plain_cell(text: str) -> str:
    """Return a cell without blanks around it, without the guard before a formula, and empty for "not known".

    >>> plain_cell("'=SUM(A1)"), plain_cell(" n/a "), plain_cell("'s-Hertogenbosch")
    ('=SUM(A1)', '', "'s-Hertogenbosch")
    """
    text = text.strip()
    if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA_MARKS):
        text = text[1:].strip()
    return "" if text.casefold() in _NOT_KNOWN else text


def find_listings(sheets: list[Sheet], aliases: Aliases, enough: Enough) -> list[Listing]:
    """Return the sheets that have a header row with enough of the columns within their first 40 rows."""
    names = {_key(alias): name for name, several in aliases.items() for alias in (name, *several.split("|"))}
    return [found for sheet in sheets if (found := _listing(sheet, names, enough))]


def holds_list(path: Path, limits: Limits, aliases: Aliases, enough: Enough) -> bool:
    """Say whether a file is a CSV or XLSX with such a header. Raises ImportRefused for a workbook that is broken."""
    if not path.is_file():
        return False
    facts = path.stat()
    return bool(find_listings(list(_peeked(path, facts.st_mtime_ns, facts.st_size, limits)), aliases, enough))


def read_listings(path: Path, limits: Limits, aliases: Aliases, enough: Enough, reading: Reading) -> list[Listing]:
    """Read a file whole, and find its lists; columns and sheets that are not used go into the reading.

    Raises ImportRefused for a file that cannot be read within the limits, or without a list.
    """
    sheets = _sheets(path, limits)
    found = find_listings(sheets, aliases, enough)
    if not found:
        raise ImportRefused(path.name, "has no header row that is known in its first 40 rows")
    used = {listing.sheet.label for listing in found}
    reading.remarks += [sheet.remark for sheet in sheets if sheet.remark]
    reading.remarks += [
        f"{s.label} has no header that is known; it was not read" for s in sheets if s.label not in used
    ]
    reading.unknown_columns += [f"{item.sheet.label}: {name}" for item in found for name in item.unknown]
    return found


def _key(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum())


def _listing(sheet: Sheet, names: Mapping[str, str], enough: Enough) -> Listing | None:
    for position, (line, cells) in enumerate(sheet.rows[:_HEADER_WITHIN]):
        if line > _HEADER_WITHIN:
            break
        columns: dict[str, int] = {}
        unknown = []
        for at, cell in enumerate(cells):
            name = names.get(_key(cell))
            if name is not None and name not in columns:
                columns[name] = at
            elif cell.strip():
                unknown.append(cell.strip())
        if enough(columns.keys()):
            above = tuple(" ".join(c for c in row if c.strip()) for _, row in sheet.rows[:position])
            header = tuple(cell.strip() for cell in cells)
            return Listing(sheet, above, header, columns, tuple(unknown), sheet.rows[position + 1 :])
    return None


def _sheets(path: Path, limits: Limits) -> list[Sheet]:
    if is_workbook(path, limits):
        return _labelled(path, read_workbook(path, limits))
    if path.stat().st_size > limits.sheet_characters:
        raise ImportRefused(path.name, "is too large for a list of people", remedy="Split the file.")
    raw, remark = as_utf8(path.name, path.read_bytes())
    text = raw[:_PEEK].decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", errors="ignore")
    rows: list[Row] = []
    for row in parse_csv(path.name, raw, limits, delimiter=_delimiter(text)):
        if len(rows) >= limits.sheet_rows:
            raise ImportRefused(path.name, f"has more than {limits.sheet_rows} rows", remedy="Split the file.")
        rows.append(row)
    return [Sheet(path.name, "", rows, remark=remark)]


@lru_cache(maxsize=2)
def _peeked(path: Path, _changed_ns: int, _size: int, limits: Limits) -> tuple[Sheet, ...]:
    """Read the first rows only; kept, because every kind of list asks for them. Text that is none has no sheets."""
    if is_workbook(path, limits):
        return tuple(_labelled(path, read_workbook(path, limits, first=_HEADER_WITHIN)))
    with path.open("rb") as stream:
        raw = stream.read(_PEEK)
    text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", errors="replace")
    if "\ufffd" in text[:-4]:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        return ()
    csv.field_size_limit(limits.field_size)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Row] = []
    try:
        for cells in reader:
            if reader.line_num > _HEADER_WITHIN:
                break
            rows.append((reader.line_num, cells))
    except csv.Error:
        pass  # what comes before the damage decides what the file is; reading it whole then says where the damage is
    told = path.stem.casefold()
    if told in TABLES and rows and {cell.strip() for cell in rows[0][1]} <= {f.name for f in TABLES[told].fields}:
        return ()
    return (Sheet(path.name, "", rows),)


def _labelled(path: Path, sheets: list[tuple[str, list[Row]]]) -> list[Sheet]:
    filled = [(title, rows) for title, rows in sheets if rows]
    one = len(filled) == 1
    return [Sheet(path.name if one else f"{path.name}[{title}]", title, rows, serials=True) for title, rows in filled]


def _delimiter(text: str) -> str:
    """Return the mark that stands most often in one line of the first 40: a preamble has few of them."""
    lines = text.splitlines()[:_HEADER_WITHIN]
    return max(_DELIMITERS, key=lambda mark: (max((line.count(mark) for line in lines), default=0), mark == ","))
