"""How a CSV file becomes rows with line numbers, whatever wrote it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from graph.errors import ImportRefused
from loaders.limits import Limits

_DELIMITERS = ",;\t|"


def read_csv(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row, header first; blank rows are passed over.

    Raises ImportRefused for a file that is too large, is not text, holds NUL bytes or has a quote that never ends.
    """
    try:
        if path.stat().st_size > limits.file_size:
            raise ImportRefused(
                path.name, f"larger than {limits.file_size // 1024 // 1024} MB", remedy="Split the file."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ImportRefused(path.name, "cannot be read", remedy="Check the path and its permissions.") from error
    yield from parse_csv(path.name, raw, limits)


def parse_csv(
    name: str, raw: bytes, limits: Limits, *, delimiter: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of CSV held in memory; the delimiter is read off the first line unless it is given."""
    text = _decoded(name, raw)
    if "\0" in text:
        raise ImportRefused(name, "holds NUL bytes, so it is not a text file", remedy="Export it again as CSV.")
    header = text.partition("\n")[0]
    delimiter = delimiter or max(_DELIMITERS, key=lambda mark: (header.count(mark), -_DELIMITERS.index(mark)))
    csv.field_size_limit(limits.field_size)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ImportRefused(
            name,
            f"is not well-formed CSV: {error}",
            line=reader.line_num,
            remedy="Look for a stray quote there.",
        ) from error


def _decoded(name: str, raw: bytes) -> str:
    encoding = "utf-8-sig"
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            name,
            f"is not {encoding.removesuffix('-sig')} text (byte {error.start})",
            remedy="Save it as UTF-8 CSV.",
        ) from error
