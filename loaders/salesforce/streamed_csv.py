"""How a stream becomes rows of CSV in bounded memory, whatever its encoding."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import ImportRefused
from loaders.limits import Limits

_CHUNK = 64 * 1024


def encoding_of(name: str, stream: BinaryIO, *, whole: bool = True) -> str:
    """Return how a file is written: utf-16 or utf-8 by its mark, else strict UTF-8, else cp1252 as the last resort.

    The whole stream is read; ``whole`` says that it does not end within a character. Raises ImportRefused for what is
    none of these or holds NUL characters.
    """
    start = stream.read(2)
    candidates = ["utf-16"] if start in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    decoders = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in candidates}
    chunk = start
    while decoders:
        for encoding, decoder in list(decoders.items()):
            try:
                text = decoder.decode(chunk, final=whole and not chunk)
            except UnicodeDecodeError:
                del decoders[encoding]
                continue
            if "\0" in text:
                raise ImportRefused(name, "holds NUL bytes, so it is not a text file", remedy="Export it again as CSV.")
        if not chunk:
            break
        chunk = stream.read(_CHUNK)
    if not decoders:
        raise ImportRefused(name, f"is not {candidates[0]} text", remedy="Save it as UTF-8 CSV.")
    return next(iter(decoders))


def stream_csv(
    name: str, stream: BinaryIO, limits: Limits, *, encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it starts, cells) of each row of a stream, blank rows passed over, in bounded memory.

    Raises ImportRefused for a quote that never ends, a cell or a row beyond the limits, or broken text.
    """
    lines = _Lines(name, io.TextIOWrapper(stream, encoding=encoding, newline=""), limits)
    csv.field_size_limit(limits.field_size)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for _ in range(limits.rows):
        line = reader.line_num + 1
        lines.length = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ImportRefused(
                name, f"is not well-formed CSV: {error}", line=line, remedy="Look for a stray quote there."
            ) from error
        except UnicodeDecodeError as error:
            raise ImportRefused(name, f"is not {encoding} text", remedy="Save it as UTF-8 CSV.") from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
    raise ImportRefused(name, f"holds more than {limits.rows} rows", remedy="Split the file.")


class _Lines:
    """Physical lines for the CSV reader; a row may take four times a cell's limit."""

    def __init__(self, name: str, text: io.TextIOWrapper, limits: Limits) -> None:
        self._name, self._text, self._most = name, text, 4 * limits.field_size
        self.length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._most + 1)
        self.length += len(line)
        if self.length > self._most:
            raise ImportRefused(self._name, f"holds a row of more than {self._most} characters")
        if not line:
            raise StopIteration
        return line
