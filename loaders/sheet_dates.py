"""Which day a cell of a list means: many spellings, and nothing guessed about day and month."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from graph.errors import ImportRefused
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from loaders.base import Asked
from loaders.sheets import Listing

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan", "feb", "mar mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec des dez",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: [\d:.]+)?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: [\d:.]+(?: [AP]M)?)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+)?([^\W\d]{3,12})\.?[\s-]+(?:(\d{1,2}),?\s+)?(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_STILL = frozenset(["present", "now", "today", "current", "ongoing", "na", "dags dato", "d.d.", "heute", "aktuell"])
_DAY_IN_TEXT = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{8}|\d{1,2}\.? [^\W\d]{3,10}\.? \d{4})(?!\d)"
)


class Dates:
    """Reads the date columns of one list. Whether 03/04 is March or April is decided by each whole column.

    A column that does not tell follows the other date columns of the list when they agree. Raises ImportRefused when
    nothing tells, or when a column contradicts itself.
    """

    def __init__(self, listing: Listing, columns: Sequence[str]) -> None:
        self._serials = listing.sheet.serials
        slashed = {name: _slashed(listing.column(name)) for name in columns}
        told = {name: _order(listing, name, pairs) for name, pairs in slashed.items()}
        known = {order for order in told.values() if order is not None}
        self._day_first: dict[str, bool] = {}
        for name, pairs in slashed.items():
            order = told[name]
            if order is None and len(known) == 1:
                order = next(iter(known))
            if order is None and any(first != second for _, first, second in pairs):
                line, first, second = next(pair for pair in pairs if pair[1] != pair[2])
                raise ImportRefused(
                    listing.sheet.label,
                    f"does not tell whether {first:02d}/{second:02d} in {_shown(listing, name)} is day or month first",
                    line=line,
                    remedy="Write the dates as 2014-03-09 or 09.03.2014.",
                )
            self._day_first[name] = order is not False

    def read(self, column: str, text: str) -> str | None:
        """Return a partial ISO date, None for an empty cell and "present"; raises ValueError for what is no date."""
        if not text or folded(text) in _STILL:
            return None
        if self._serials and _SERIAL.fullmatch(text):
            return PartialDate.parse((_EPOCH + timedelta(days=int(float(text)))).isoformat()).text
        return read_date(text, day_first=self._day_first.get(column, True))


def read_date(text: str, *, day_first: bool = True) -> str:
    """Return a partial ISO date; ``day_first`` is for dates with slashes only. Raises ValueError.

    >>> read_date("9. mars 2014"), read_date("Mar 2014"), read_date("03/09/2014", day_first=False), read_date("2014")
    ('2014-03-09', '2014-03', '2014-03-09', '2014')
    """
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        return _partial(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(text):
        return _partial(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(text):
        return _partial(found[3], *((found[2], found[1]) if day_first else (found[1], found[2])))
    if found := _MONTH_YEAR.fullmatch(text):
        return _partial(found[2], found[1])
    if (found := _WORDED.fullmatch(text)) and not (found[1] and found[3]):
        month = _MONTHS.get(folded(found[2])[:3])
        if month:
            return _partial(found[4], str(month), found[1] or found[3])
    raise ValueError(f"{text!r} is not a date like 2014, Mar 2014, 09.03.2014 or 2014-03-09")


def day_in(text: str) -> date | None:
    """Return the one whole day that a file name or a line above the list names, None for none or several.

    >>> day_in("roster_2026-11-01.xlsx"), day_in("Per 1.11.2026")
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 1))
    """
    days = set()
    for found in _DAY_IN_TEXT.findall(text.replace("_", " ")):
        day = f"{found[:4]}-{found[4:6]}-{found[6:]}" if len(found) == 8 and found.isdigit() else found
        try:
            days.add(date.fromisoformat(read_date(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def exported_on(file: str, listings: Sequence[Listing], asked: Asked, remarks: list[str]) -> date:
    """Return the day of a list: in the file's name, above the list or in the sheet's name; else as told, else today."""
    above = [text for item in listings for text in (*item.preamble, item.sheet.title)]
    for text in (file, *above):
        day = day_in(text)
        if day is not None:
            return min(day, asked.today)
    if asked.as_of is not None:
        return asked.as_of
    told = f"{file} does not say of which day it is: today is taken"
    remarks.append(f"{told}. Say the day (--as-of), or put it into the name, 2026-11-01.")
    return asked.today


def check_order(start: str | None, end: str | None) -> None:
    """Raise ValueError for an end before its start."""
    if start and end and PartialDate.parse(end).latest() < PartialDate.parse(start).earliest():
        raise ValueError(f"end {end} is before start {start}")


def _partial(year: str, month: str | None = None, day: str | None = None) -> str:
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
    return PartialDate.parse("-".join(parts)).text


def _slashed(cells: Sequence[tuple[int, str]]) -> list[tuple[int, int, int]]:
    found = [(line, _SLASHED.fullmatch(" ".join(text.split()))) for line, text in cells]
    return [(line, int(match[1]), int(match[2])) for line, match in found if match]


def _order(listing: Listing, name: str, pairs: Sequence[tuple[int, int, int]]) -> bool | None:
    day_first = next((line for line, first, second in pairs if first > 12 >= second), None)
    month_first = next((line for line, first, second in pairs if second > 12 >= first), None)
    if day_first and month_first:
        raise ImportRefused(
            listing.sheet.label,
            f"{_shown(listing, name)} has the day first here and the month first in line {month_first}",
            line=day_first,
            remedy="Write the dates as 2014-03-09 or 09.03.2014.",
        )
    return True if day_first else False if month_first else None


def _shown(listing: Listing, name: str) -> str:
    columns: Mapping[str, int] = listing.columns
    return f"column {listing.header[columns[name]]!r}"
