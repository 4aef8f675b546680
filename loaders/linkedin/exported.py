"""Of which day is an archive?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from loaders.archive import written_on
from loaders.base import Asked
from loaders.linkedin.files import CONNECTIONS, INVITATIONS, PROFILE, Row
from loaders.linkedin.words import linkedin_date, us_date
from loaders.sheet_dates import day_in

_DATED_NAME = re.compile(r"(\d{2})-(\d{2})-(\d{4})")


def exported_on(path: Path, rows: Mapping[str, Sequence[Row]], asked: Asked, remarks: list[str] | None = None) -> date:
    """Return the day that a stripped archive states, else the one in the name, else on which the zip was written.

    Where nothing says it, it is the day that the user told; else the newest day inside is taken, or today, and
    ``remarks`` takes note of it.
    """
    today = asked.today
    stated = next((row("exported on") for row in rows.get(PROFILE, ())), "")
    found = _DATED_NAME.search(path.name) or _DATED_NAME.search(path.parent.name)
    try:
        if stated:
            return min(date.fromisoformat(stated), today)
        if found:
            return min(date(int(found[3]), int(found[1]), int(found[2])), today)
    except ValueError:
        return today
    if day := day_in(path.name) or written_on(path, CONNECTIONS):
        return min(day, today)
    if asked.as_of is not None:
        return asked.as_of
    day = min(max(_days_inside(rows), default=today), today)
    if remarks is not None:
        told = f"{path.name} does not say of which day it is: {day} is taken, the newest day in it"
        remarks.append(f"{told}. Say the day (--as-of), or put it into the name, Connections_2026-11-01.csv.")
    return day


def _days_inside(rows: Mapping[str, Sequence[Row]]) -> Iterator[date]:
    for name, column, read in ((CONNECTIONS, "connected on", linkedin_date), (INVITATIONS, "sent at", us_date)):
        for row in rows.get(name, ()):
            try:
                yield date.fromisoformat(read(row(column)))
            except ValueError:
                continue
