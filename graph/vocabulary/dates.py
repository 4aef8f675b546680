"""What a date that is only partly known says: ``2014``, ``2014-03`` or ``2014-03-09``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

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
