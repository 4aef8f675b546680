"""How decisions look on the wire: opportunities and power maps."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from api.resources import Answer, Named, Shape, SourceRow, Stance, Warmth

OneToThree = Annotated[float, Field(ge=-3, le=3)] | None
Part = Annotated[float, Field(ge=0, le=1)]
Standing = Literal["winning", "winning, narrowly", "even", "losing, narrowly", "losing", "not known"]


class Competitor(Shape):
    id: str | None
    name: str


class Opportunity(Named):
    origin: str
    stage: str
    outcome: str
    value: float | None
    currency: str
    decision_date: str | None
    days_left: int | None
    competitors: list[Competitor]


class ListedOpportunity(Opportunity):
    company: Named
    title: str | None
    standing: Standing | None


class OpportunitiesAnswer(Answer):
    opportunities: list[ListedOpportunity]
    total: int
    next: str | None


class SeatOf(Shape):
    role: str
    title: str
    weight: float | None
    person: Named | None


class OpportunityAnswer(Answer):
    opportunity: Opportunity
    title: str | None
    standing: Standing | None
    seats: list[SeatOf]


class UnitOfMap(Shape):
    """How the unit stands; ``toward`` null is us. ``supposing``: what is only supposed, as clauses."""

    title: str
    vacant: list[str]
    supposing: list[str]
    advocacy: OneToThree
    low: OneToThree
    high: OneToThree
    estimated: bool
    known_share: Part
    toward: str | None
    standing: Standing
    even: float
    narrow: float
    least_known: Part
    prior_stance: float


class PastJudgement(Shape):
    by: str
    on: str
    value: Stance
    basis: str
    agreed: bool
    note: str


class WarmestTie(Shape):
    by: str
    warmth: Warmth


class RelationDepth(Shape):
    """How deep our relation is; ``peers``: whether one of us who had contact is of about the person's rank."""

    value: Warmth
    word: Literal["none", "slight", "working", "deep"]
    peers: bool | None


class PersonOfMap(Named):
    """``toward_stale``: of whom the stance is old, competitors by id and "us"."""

    title: str
    unit: str
    seats: list[str]
    share: Part
    lever: float
    stance: Stance
    agreed: Stance
    stance_by: int
    spread: int | None
    stale: bool
    stance_on: str | None
    cause: str
    supposed: bool
    recorded: Stance
    trend: int | None
    history: list[PastJudgement]
    toward: dict[str, Stance]
    toward_us: Stance
    toward_stale: list[str]
    assumed: list[Literal["weight", "susceptibility", "line"]]
    camp: int | None
    between_camps: bool
    warmest: WarmestTie | None
    depth: RelationDepth
    met: bool
    met_by: list[str]
    known_by: list[str]
    last_contact: str | None
    manager: str | None
    probably_same: list[str]


class LineOfMap(Shape):
    from_: str = Field(alias="from")
    to: str | None
    unit: str | None
    kind: Literal["reports", "influence", "conflict", "agreement", "contact", "guards"]
    strength: float
    source: SourceRow | None = None
    sources: list[SourceRow] = Field(default_factory=list)


Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


class CampsOfMap(Shape):
    groups: list[list[str]]
    frustration: float
    bound: float
    frustrated: list[Pair]
    proven: bool
    hangs_on: list[Pair]
    hangs_on_complete: bool
    around: list[str]


class EmptySeat(Shape):
    role: str
    title: str


class UnknownStance(Named):
    moves: float


class SingleThreaded(Named):
    by: Named


class SingleDoor(Named):
    """``keeps``: a gatekeeper; ``ways_past``: there are introductions that leave this person out."""

    to: list[Named]
    keeps: bool
    ways_past: bool


class GapsOfMap(Shape):
    empty_seats: list[EmptySeat]
    unknown_stance: list[UnknownStance]
    never_met: list[Named]
    no_tie: list[Named]
    single_threaded: list[SingleThreaded]
    single_doors: list[SingleDoor]


class NextQuestion(Shape):
    person: str
    why: str


class WayThere(Shape):
    score: Warmth
    people: list[Named]


class NextMove(Shape):
    kind: Literal["find_out", "mend", "keep", "deepen", "open"]
    person: str
    text: str
    worth: float
    step: int
    introduction: WayThere | None


class ConvictionStep(Shape):
    person: str
    gain: float
    after: float
    steps: int
    text: str
    standing: Standing


class SentenceOfMap(Shape):
    kind: Literal["alliance", "door", "question", "competitor", "seat", "win"]
    text: str
    detail: str
    people: list[str]


_EXAMPLE: dict[str, JsonValue] = {
    "schema_version": 1, "revision": 17, "as_of": "2026-11-24", "known_on": None, "stale": False,
    "company": {"id": "c-…", "name": "Nordlys Energi"}, "cadence_days": 30, "opportunity": None,
    "unit": {"title": "Two for, two against, one unknown holds a fifth", "vacant": [], "supposing": [],
             "advocacy": -0.31, "low": -0.9, "high": 0.3,
             "estimated": True, "known_share": 0.8, "toward": None, "standing": "losing, narrowly", "even": 0.25,
             "narrow": 1.0, "least_known": 0.3, "prior_stance": 0.0},
    "people": [], "first_view": [], "deciding": [], "lines": [],
    "camps": {"groups": [], "frustration": 0.0, "bound": 0.0, "frustrated": [], "proven": True, "hangs_on": [],
              "around": []},
    "gaps": {"empty_seats": [], "unknown_stance": [], "never_met": [], "no_tie": [], "single_threaded": [],
             "single_doors": []},
    "next_question": None, "next_moves": [], "conviction": [],
    "sentences": [{"kind": "door", "text": "Every route to Ingrid passes Jürgen.",
                   "detail": "Nobody of us has met Jürgen.", "people": []}],
    "ours": [], "warnings": [],
}  # fmt: skip


class PowerMapAnswer(Answer):
    """Who decides, who sways them, who is with us; docs/power-map.md says what each number means."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _EXAMPLE})
    company: Named
    cadence_days: int | None
    opportunity: Opportunity | None
    unit: UnitOfMap
    people: list[PersonOfMap]
    first_view: list[str]
    deciding: list[str]
    lines: list[LineOfMap]
    camps: CampsOfMap
    gaps: GapsOfMap
    next_question: NextQuestion | None
    next_moves: list[NextMove]
    conviction: list[ConvictionStep]
    sentences: list[SentenceOfMap]
    ours: list[Named]
    warnings: list[str]
