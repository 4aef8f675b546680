"""How a CSV file becomes rows with line numbers, whatever wrote it."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from graph.errors import ImportRefused
from graph.vocabulary.text import plain_text
from loaders.limits import Limits

_DELIMITERS = ",;\t|"


def read_csv(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row, header first; blank rows are passed over. The file is never held whole.

    Raises ImportRefused for a file that is too large, is not text, holds NUL bytes, a line or a field beyond the
    limits, or a quote that never ends.
    """
    try:
        if path.stat().st_size > limits.file_size:
            raise ImportRefused(
                path.name, f"larger than {limits.file_size // 1024 // 1024} MB", remedy="Split the file."
            )
        stream = path.open("rb")
    except OSError as error:
        raise ImportRefused(path.name, "cannot be read", remedy="Check the path and its permissions.") from error
    yield from _rows(path.name, stream, limits, None)


def parse_csv(
    name: str, raw: bytes, limits: Limits, *, delimiter: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of CSV held in memory; the delimiter is read off the first line unless it is given."""
    yield from _rows(name, io.BytesIO(raw), limits, delimiter)


def as_utf8(name: str, raw: bytes) -> tuple[bytes, str]:
    """Turn what Excel writes in Western Europe into UTF-8, and say so."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw, ""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252").encode(), f"{name} is not UTF-8; it was read as Windows-1252"
        except UnicodeDecodeError:
            return raw, ""
    return raw, ""


def _rows(name: str, stream: BinaryIO, limits: Limits, delimiter: str | None) -> Iterator[tuple[int, list[str]]]:
    encoding = "utf-16" if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    stream.seek(0)
    with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        try:
            yield from _parsed(name, _lines(name, text, limits), limits, delimiter)
        except UnicodeDecodeError as error:
            raise ImportRefused(
                name,
                f"is not {encoding.removesuffix('-sig')} text",
                line=_undecodable(stream, limits) if encoding == "utf-8-sig" else None,
                remedy="Save it as UTF-8 CSV.",
            ) from error
        except OSError as error:
            raise ImportRefused(name, "cannot be read to its end", remedy="Copy it again.") from error


def _parsed(name: str, lines: Iterator[str], limits: Limits, delimiter: str | None) -> Iterator[tuple[int, list[str]]]:
    header = next(lines, "")
    mark = delimiter or max(_DELIMITERS, key=lambda mark: (header.count(mark), -_DELIMITERS.index(mark)))
    csv.field_size_limit(limits.field_size)
    reader = csv.reader(chain([header], lines), delimiter=mark, strict=True)
    try:
        for cells in reader:
            if len(cells) > limits.columns:
                raise ImportRefused(
                    name, f"has more than {limits.columns} columns", line=reader.line_num, remedy="Export fewer."
                )
            together = "".join(cells)
            if together.isascii() and together.isprintable():
                if together.strip():
                    yield reader.line_num, cells
            elif together.strip():
                yield reader.line_num, [plain_text(cell) for cell in cells]
    except csv.Error as error:
        raise ImportRefused(
            name,
            f"is not well-formed CSV: {error}",
            line=reader.line_num,
            remedy="Look for a stray quote there.",
        ) from error


def _lines(name: str, text: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    """Yield the lines with their ends, each at most as long as is allowed."""
    number = 0
    while line := text.readline(limits.line_size):
        number += 1
        if "\0" in line:
            raise ImportRefused(
                name, "holds NUL bytes, so it is not a text file", line=number, remedy="Export it again as CSV."
            )
        if len(line) >= limits.line_size and line[-1] not in "\r\n":
            raise ImportRefused(
                name,
                f"has a line of more than {limits.line_size >> 20} MB",
                line=number,
                remedy="Is it CSV? Export it again.",
            )
        yield line


def _undecodable(stream: BinaryIO, limits: Limits) -> int:
    """Return the first line that is not UTF-8."""
    stream.seek(0)
    number = 0
    while line := stream.readline(limits.line_size):
        number += 1
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            break
    return number
