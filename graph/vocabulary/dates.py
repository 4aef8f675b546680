"""What a date that is only partly known says: ``2014``, ``2014-03`` or ``2014-03-09``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """The interval of days that an ISO prefix names.

    >>> PartialDate.parse("2014-02").earliest(), PartialDate.parse("2014-02").latest()
    (datetime.date(2014, 2, 1), datetime.date(2014, 2, 28))
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read an ISO prefix; raises ValueError for anything else, years outside 1900..2100 included."""
        found = _ISO.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not a date like 2014, 2014-03 or 2014-03-09")
        if not 1900 <= int(found[1]) <= 2100:
            raise ValueError(f"the year of {text!r} is not between 1900 and 2100")
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        return cls(found[0])

    def earliest(self) -> date:
        """Return the first day it can be."""
        year, month, day = self._parts()
        return date(year, month or 1, day or 1)

    def latest(self) -> date:
        """Return the last day it can be."""
        year, month, day = self._parts()
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])

    def middle(self) -> date:
        """Return the day halfway, which stands for it in expected lengths."""
        return date.fromordinal((self.earliest().toordinal() + self.latest().toordinal()) // 2)

    def _parts(self) -> tuple[int, int | None, int | None]:
        found = _ISO.fullmatch(self.text)
        if found is None:
            raise ValueError(self.text)
        return int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None


def quarter_start(day: date) -> date:
    """Return the first day of a day's quarter.

    >>> quarter_start(date(2026, 11, 24))
    datetime.date(2026, 10, 1)
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def as_known(low: int, high: int) -> str:
    """Return a day between two ordinals as far as it is known: all of it, its month or its year; "" is not even that.

    >>> days = [date.fromisoformat(day).toordinal() for day in ("2014-03-01", "2014-03-31", "2015-01-01")]
    >>> as_known(*days[:2]), as_known(*days[1:]), as_known(1, days[0])
    ('2014-03', '', '')
    """
    if not date.min.toordinal() < low <= high < date.max.toordinal():
        return ""
    first, last = (date.fromordinal(day).isoformat() for day in (low, high))
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else ""


def on(text: str) -> str:
    """Say when something was, from a day, month or year.

    >>> on("2025-07-02"), on("2025-03"), on("2025")
    ('on 2025-07-02', 'in March 2025', 'in 2025')
    """
    year, _, rest = text.partition("-")
    if not rest:
        return f"in {year}"
    return f"on {text}" if "-" in rest else f"in {MONTHS[int(rest) - 1]} {year}"


def stretch(start: str, end: str) -> str:
    """Say from when to when in years; what is not known, "", is not guessed.

    >>> stretch("2012-03", "2017"), stretch("2017", "2017-04"), stretch("2013", ""), stretch("", "2017")
    ('2012-2017', '2017', 'from 2013, end not known', 'until 2017, start not known')
    """
    first, last = start[:4], end[:4]
    if first and last:
        return first if first >= last else f"{first}-{last}"
    if first:
        return f"from {first}, end not known"
    return f"until {last}, start not known" if last else "years not known"
