"""Which cells an Excel workbook has: a process of its own, so that a hostile file can only end this process.

Run by loaders/workbook.py, with limits as JSON. Writes one JSON array a line: ``["sheet", title]``,
``["row", line, [cell, ...]]`` and at the end ``["done"]``, or ``["refused", reason]``. Every cell is text.
"""

import contextlib
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook


def main() -> None:
    """Read the workbook that the arguments name."""
    path, told = sys.argv[1], json.loads(sys.argv[2])
    for kind, most in (
        (resource.RLIMIT_AS, told["memory"]),
        (resource.RLIMIT_CPU, told["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit still has the wall clock
            resource.setrlimit(kind, (most, most))
    try:
        for line in _lines(path, told):
            sys.stdout.write(line + "\n")
    except PasswordError:
        _refuse("has a password")
    except (CalamineError, ValueError, OSError, MemoryError) as error:
        _refuse(f"is a broken workbook ({type(error).__name__})")


def _lines(path: str, told: dict[str, int]) -> Iterator[str]:
    left = told["characters"]
    cells = told["cells"]
    with load_workbook(path) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
                continue
            yield json.dumps(["sheet", sheet.name])
            found = book.get_sheet_by_name(sheet.name)
            if found.end is None:
                continue
            if found.end[0] >= told["rows"] or found.end[1] >= told["columns"]:
                raise _TooMuchError(f"reaches down to row {found.end[0] + 1} and column {found.end[1] + 1}")
            for line, values in enumerate(found.iter_rows(), 1):
                if line > told["first"]:
                    break
                texts = [_text(value) for value in values]
                while texts and not texts[-1]:
                    texts.pop()
                if texts:
                    row = json.dumps(["row", line, texts])
                    left -= len(row)
                    cells -= len(texts)
                    if left < 0 or cells < 0:
                        raise _TooMuchError("holds more cells or text than a list of people does")
                    yield row
    yield json.dumps(["done"])


class _TooMuchError(ValueError):
    pass


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else repr(value)
    if isinstance(value, (int, time, timedelta)):
        return str(value)
    return str(value)


def _refuse(reason: str) -> None:
    error = sys.exc_info()[1]
    sys.stdout.write(json.dumps(["refused", str(error) if isinstance(error, _TooMuchError) else reason]) + "\n")


if __name__ == "__main__":
    main()
