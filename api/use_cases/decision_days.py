"""On which days did what we believe of a decision change? The stops of the slider over its history."""

from datetime import date
from typing import Any

from api.use_cases.basis import Json, Readable

_MOST = 60


def decision_days(told: Json, store: Readable, today: date) -> list[date]:
    """Return the days of the judgements in a map and of what was recorded since, the newest first, at most 60.

    ``today`` is always among them, and none is later.
    """
    people: Any = told["people"]
    judged = {date.fromisoformat(one["on"]) for person in people for one in person["history"]}
    recorded = {entry.at.date() for entry in store.loads() if entry.revision is not None}
    days = {day for day in judged | recorded if day < today}
    return sorted({today, *sorted(days, reverse=True)[: _MOST - 1]}, reverse=True)
