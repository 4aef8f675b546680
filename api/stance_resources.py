"""How stances and rounds of judgement look on the wire."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.dependencies import Day
from api.resources import Answer, Named, Shape, SourceRow

Step = Annotated[int, Field(strict=True, ge=-3, le=3)]
Basis = Literal["", "told_me", "saw_it", "heard_it", "guess"]
Cause = Literal[
    "", "old_delivery", "unanswered_request", "prefers_competitor", "in_house", "personal", "not_known"
]  # fmt: skip
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=2_000)]


class StanceToward(Shape):
    """What counts on the day: the team's agreed number, else the newest judgement."""

    toward: Named | None
    value: Step
    word: str
    anchor: str
    agreed: Step | None
    judges: int
    spread: int
    on: str
    stale: bool
    cause: str


class JudgementLine(Shape):
    on: str
    person: str = Field(description="The record that it is of, where several of one name are told together.")
    by: Named | None
    toward: Named | None
    value: Step
    word: str
    basis: str
    cause: str
    agreed: bool
    note: str
    opportunity: Named | None
    round: str | None
    recorded_at: str | None
    source: SourceRow


class Anchor(Shape):
    value: Step
    word: str
    anchor: str


class Round(Shape):
    id: str
    open: bool
    opened_on: str
    closed_on: str | None
    lead: Named | None = Field(description="Null once the lead was erased; whoever opens the round again leads it.")
    company: Named
    opportunity: Named | None
    toward: Named | None


class StancesAnswer(Answer):
    person: Named
    probably_same: list[str]
    stances: list[StanceToward]
    judgements: list[JudgementLine]
    find_out: bool
    steps: list[Anchor]
    bases: dict[str, str]
    causes: dict[str, str]
    competitors: list[Named]
    opportunities: list[Named]
    rounds: list[Round]


class NewStance(Shape):
    """What one of us believes of a person's attitude; names or ids."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"value": 1, "by": "Kari Lunde", "on": "2026-11-20", "basis": "told_me", "why": "Lunch"}
        },
    )
    value: Step
    by: Name = Field(default="", description="Who of us judges; whoever asks if left out.")
    on: Day | None = Field(default=None, description="The day of the judgement; today if left out.")
    toward: Name = Field(default="", description="A competitor; us if left out.")
    opportunity: Name = ""
    basis: Basis = ""
    cause: Cause = Field(default="", description="Why the stance is below 0.")
    agreed: bool = Field(default=False, description="The team's one number.")
    why: Text = ""
    rounds: list[Name] = Field(
        default_factory=list, max_length=50,
        description="Open rounds over the person, as they were read: if one is closed by now, nothing is recorded.",
    )  # fmt: skip


class RecordedStance(Shape):
    person: Named
    value: Step
    word: str
    on: str
    by: str | None
    toward: str | None
    opportunity: str | None
    basis: str
    cause: str
    agreed: bool
    note: str
    round: str | None
    revision: int | None


class NewLine(Shape):
    """A line between two people of a client, by names or ids; guards may have a unit in place of ``to``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"kind": "influence", "from": "p-…", "to": "p-…", "strength": 2}},
    )
    kind: Literal["reports", "influence", "conflict", "agreement", "guards"]
    from_: str = Field(alias="from", min_length=1, max_length=200)
    to: Name = ""
    strength: Step | None = None
    since: Annotated[str, Field(max_length=10)] = ""
    until: Annotated[str, Field(max_length=10)] = ""
    unit: Name = ""


class RecordedLine(Shape):
    kind: str
    from_: Named = Field(alias="from")
    to: Named | None
    unit: str | None
    strength: int | None
    since: str | None
    until: str | None
    revision: int | None


class NewSeat(Shape):
    """Who holds a seat; an empty person says that nobody fills it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"role": "decider", "person": "p-…"}})
    role: str = Field(min_length=1, max_length=40)
    person: Name = ""
    weight: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    title: Name = ""


class RecordedSeat(Shape):
    opportunity: Named
    person: Named | None
    role: str
    weight: float | None
    title: str
    revision: int | None


class RoundsAnswer(Answer):
    rounds: list[Round]


class BallotLine(Shape):
    by: Named
    value: Step
    word: str
    basis: str
    cause: str
    note: str


class RoundPerson(Named):
    """``judged_by`` and ``judgements`` are for the lead, after judging; for all when the round is closed."""

    title: str
    seats: list[str]
    yours: BallotLine | None
    judged_by: int | None
    judgements: list[BallotLine]
    spread: int | None
    agreed: BallotLine | None


class RoundAnswer(Answer):
    round: Round
    you: Named | None
    lead: bool
    steps: list[Anchor]
    causes: dict[str, str]
    people: list[RoundPerson]


class NewRound(Shape):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"about": "Grid data platform"}})
    about: str = Field(min_length=1, max_length=200, description="An opportunity, or a company for all of it.")
    toward: Name = ""


class OpenedRound(Shape):
    round: Round
    revision: int | None


class NewAgreement(Shape):
    person: str = Field(min_length=1, max_length=200)
    value: Step
    reason: str = Field(min_length=1, max_length=2_000)
    cause: Cause = ""


class Closing(Shape):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"agreed": [{"person": "p-…", "value": 1, "reason": "Sara met her boss"}]}},
    )
    agreed: list[NewAgreement] = Field(max_length=500)


class ClosedRound(OpenedRound):
    agreed: int
    find_out: list[Named] = Field(description="Who was agreed to be below 0 without a known cause.")


class HandEntry(Shape):
    """A line or seat written down by hand; ``text`` says it in words."""

    id: str
    kind: str
    text: str
    by: str
    on: str
    yours: bool


class EntriesAnswer(Answer):
    person: Named
    entries: list[HandEntry]


class WithdrawnEntry(Shape):
    id: str
    kind: str
    text: str
    revision: int | None
