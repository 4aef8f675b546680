"""On which days did what we believe of a decision change? The stops of the slider over its history."""

from datetime import date
from typing import Any

from api.use_cases.basis import Json, Question, Readable, Snapshots
from api.use_cases.log import visible_loads
from api.viewer import Viewer

_MOST = 60


def decision_days(viewer: Viewer, source: Snapshots, told: Json, store: Readable, today: date) -> list[date]:
    """Return the days of the judgements in a map and of what was recorded since, the newest first, at most 60.

    ``today`` is always among them, and none is later.
    """
    people: Any = told["people"]
    judged = {date.fromisoformat(one["on"]) for person in people for one in person["history"]}
    loads = visible_loads(viewer, store.loads(), source.snapshot_on(Question(today)))
    recorded = {entry.at.date() for entry in loads if entry.revision is not None}
    days = {day for day in judged | recorded if day < today}
    return sorted({today, *sorted(days, reverse=True)[: _MOST - 1]}, reverse=True)
