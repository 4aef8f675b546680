"""How the advocacy feed looks on the wire; its published JSON Schema is written from here."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from api.resources import Answer, Named, Shape, Stance
from api.use_cases.advocacy_feed import FEED_VERSION

SCHEMA_FILE = Path("docs/schemas/advocacy-feed.schema.json")
Scale = Annotated[float, Field(ge=-3, le=3)] | None
Share = Annotated[float, Field(ge=0, le=1)]


class Stood(Shape):
    """Where a unit stands, toward us (``toward`` null) or a competitor; null where nobody's stance is known."""

    value: Scale
    low: Scale
    high: Scale
    known_share: Share
    estimated: bool
    toward: Named | None


class Moved(Named):
    """Whose stance changed and by how much that moved the unit; the newest judgement says who and why."""

    from_: Stance = Field(alias="from")
    to: Stance
    moved: float
    on: str | None
    by: Named | None
    note: str


class Trend(Shape):
    """``change`` is the sum of what each of ``moved_by`` moved and of ``other``: lines, and who came or left."""

    since: str
    before: Scale
    change: Annotated[float, Field(ge=-6, le=6)] | None
    moved_by: list[Moved]
    other: float | None


class Trends(Shape):
    """Against 14 and 90 days ago."""

    fourteen: Trend = Field(alias="14")
    ninety: Trend = Field(alias="90")


class Cold(Named):
    days: int


class EmptySeat(Shape):
    role: str
    title: str


class SingleThread(Named):
    by: Named


class SingleDoor(Named):
    """``keeps``: a gatekeeper; ``ways_past``: there are introductions that leave this person out."""

    to: list[Named]
    keeps: bool
    ways_past: bool


class FeedGaps(Shape):
    empty_seats: list[EmptySeat]
    single_threaded: list[SingleThread]
    single_doors: list[SingleDoor]
    never_met: list[Named]


class NextQuestion(Named):
    moves: Annotated[float, Field(ge=0, le=6)] | None


class MoveWay(Shape):
    score: Share | None
    people: list[Named]


class FeedMove(Shape):
    kind: Literal["find_out", "mend", "keep", "deepen", "open"]
    person: str
    text: str
    worth: Annotated[float, Field(ge=0)] | None
    step: Literal[0, 1]
    introduction: MoveWay | None


class CoveredUnit(Shape):
    unit: str
    people: int
    met_by_one: int
    met_by_two: int


class Coverage(Shape):
    of: Literal["listed leaders", "people we happen to know of"]
    total: int
    met_by_one: int
    met_by_two: int
    units: list[CoveredUnit]


class TowardRival(Named):
    """A person's stance toward a competitor."""

    stance: Stance


class FeedPerson(Named):
    seats: list[str]
    share: Share | None
    lever: float | None
    stance: Stance
    agreed: Stance
    stale: bool
    toward: list[TowardRival]
    met_by: list[Named]
    close: int
    last_contact: str | None
    trend_14: int | None
    trend_90: int | None
    probably_same: list[str]


class Standing(Shape):
    """What is told of the whole account and of each opportunity alike."""

    advocacy: Stood
    competitors: list[Stood]
    trend: Trends
    going_cold: list[Cold]
    gaps: FeedGaps
    next_question: NextQuestion | None
    next_moves: list[FeedMove]
    people: list[FeedPerson]


class FeedOpportunity(Standing):
    id: str
    name: str
    decision_date: str | None


class FeedAccount(Named):
    """``cold_days``: after so many days without contact somebody of weight there is going cold."""

    lead: Named | None
    cold_days: int


class FeedAnswer(Answer, Standing):
    feed_version: Literal[1]
    account: FeedAccount
    coverage: Coverage
    opportunities: list[FeedOpportunity]
    warnings: list[str]


def feed_schema() -> str:
    """Return the JSON Schema as it is published; it lets fields be added, which is no new version."""
    told = FeedAnswer.model_json_schema(by_alias=True)
    named = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_open(told)}
    named["title"] = f"Inroads advocacy feed, version {FEED_VERSION}"
    return json.dumps(named, indent=1, ensure_ascii=False) + "\n"


def _open(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _open(part) for name, part in told.items() if name != "additionalProperties"}
    return [_open(part) for part in told] if isinstance(told, list) else told


if __name__ == "__main__":
    SCHEMA_FILE.write_text(feed_schema(), encoding="utf-8")
