"""How one CSV of Salesforce becomes rows with only the columns that are kept."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import ImportRefused
from loaders.base import ANYTHING_UNREAD, Reading, Unread
from loaders.limits import Limits
from loaders.salesforce.archives import Archive
from loaders.salesforce.streamed_csv import encoding_of, stream_csv

_DELIMITERS = ",;\t|^`"
_HEADER_WITHIN = 40
_HEAD = 64 * 1024
_SHOWN_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """The kept cells of one row, and where it stands. A column that is not there reads as empty."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Ledger:
    """What was not loaded: wrong rows one by one, and rows left out on purpose as counts."""

    def __init__(self, reading: Reading, limits: Limits) -> None:
        self._reading, self._limits = reading, limits
        self._left: dict[tuple[str, str], int] = {}

    def reject(self, file: str, line: int, reason: str, unread: Unread = ANYTHING_UNREAD) -> None:
        """Note a row, or a part of one, that cannot be used; raises ImportRefused when there are too many."""
        self._reading.reject(file, line, reason, unread)
        if len(self._reading.rejected) > self._limits.rejected_rows:
            raise ImportRefused(file, "too many rows cannot be used", line=line)

    def leave_out(self, file: str, why: str) -> None:
        """Count a row that is right and not wanted."""
        self._left[file, why] = self._left.get((file, why), 0) + 1

    def close(self) -> None:
        """Hand the counts over as remarks."""
        self._reading.remarks += [f"{file}: {n} left out: {why}" for (file, why), n in sorted(self._left.items())]
        self._left.clear()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV with a header that is known; ``header`` is lower case and trimmed."""

    archive: Archive
    file: str
    header: tuple[str, ...]
    line: int
    delimiter: str
    encoding: str

    def rows(self, columns: Collection[str], limits: Limits, ledger: Ledger | None = None) -> Iterator[Row]:
        """Yield the rows below the header with these columns only; a row with surplus cells goes to the ledger."""
        places = {name: self.header.index(name) for name in columns if name in self.header}
        width = len(self.header)
        for line, cells in self.cells(limits):
            if any(cell.strip() for cell in cells[width:]):
                if ledger is not None:
                    ledger.reject(self.file, line, "has more cells than the header: is a comma not in quotes?")
                continue
            yield Row(self.file, line, {k: cells[n].strip() for k, n in places.items() if n < len(cells)})

    def cells(self, limits: Limits) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield (line, cells) below the header; raises ImportRefused as the file is found to be broken."""
        with self.archive.open(self.file) as stream:
            for line, cells in stream_csv(self.file, stream, limits, encoding=self.encoding, delimiter=self.delimiter):
                if line > self.line:
                    yield line, cells

    def unknown(self, columns: Collection[str]) -> str:
        """Name the columns that are not kept, a few of them where they are many; empty when there are none."""
        names = [name for name in self.header if name and name not in columns]
        more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
        return f"{self.file}: columns not kept: {', '.join(names[:_SHOWN_COLUMNS])}{more}" if names else ""


def look_for_header(
    archive: Archive, file: str, known: Callable[[list[str]], bool], limits: Limits, *, names: Callable[[str], str]
) -> Sheet | None:
    """Return the sheet whose header passes ``known`` within its first rows, None when none does.

    Only the head of the file is read; ``names`` turns a header cell into a column's name. Raises ImportRefused for a
    damaged file or one that is not text.
    """
    with archive.open(file) as stream:
        head = stream.read(_HEAD)
    encoding = encoding_of(file, io.BytesIO(head), whole=len(head) < _HEAD)
    for delimiter in _DELIMITERS:
        rows = stream_csv(file, io.BytesIO(head), limits, encoding=encoding, delimiter=delimiter)
        try:
            for _, (line, cells) in zip(range(_HEADER_WITHIN), rows, strict=False):
                header = [names(cell) for cell in cells]
                if known(header):
                    return Sheet(archive, file, tuple(header), line, delimiter, encoding)
        except ImportRefused:
            continue
    return None


def with_encoding(sheet: Sheet, reading: Reading) -> Sheet:
    """Read the whole file once to learn how it is written; says so when that was a guess."""
    with sheet.archive.open(sheet.file) as stream:
        encoding = encoding_of(sheet.file, stream)
    if encoding == "cp1252":
        reading.remarks.append(f"{sheet.file}: read as Windows-1252 (Western European), since it is not UTF-8")
    return Sheet(sheet.archive, sheet.file, sheet.header, sheet.line, sheet.delimiter, encoding)
