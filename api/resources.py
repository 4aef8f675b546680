"""How answers look on the wire, for the OpenAPI document; the same names as INTERFACE."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Warmth = Annotated[float, Field(ge=0, le=1)]
Word = Literal["call", "ask", "weak"]
Strength = Literal["strong", "fair", "thin"]
Stance = Annotated[int, Field(ge=-3, le=3)] | None


class Shape(BaseModel):
    """A part of an answer; fields may be added to it, never renamed."""

    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    """What went wrong and what to do (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:inroads:UnknownName", "title": "Nobody and nothing of that name", "status": 404,
                "detail": "No company is called 'Nordlis'.", "instance": "/v1/companies/Nordlis",
                "remedy": "Did you mean Nordlys Energi?",
            }
        }
    )  # fmt: skip
    type: str
    title: str
    status: int
    detail: str
    instance: str
    remedy: str | None = None
    errors: list[dict[str, object]] | None = None


class Answer(Shape):
    """What every answer carries."""

    schema_version: int
    revision: int
    as_of: str
    known_on: str | None
    stale: bool


class Named(Shape):
    id: str
    name: str


class SourceRow(Shape):
    source: str
    record: str
    seen: str


class Evidence(Shape):
    kind: str
    text: str
    company: str
    start: str
    end: str
    months: int | None
    months_low: int | None
    months_high: int | None
    weight: Warmth
    place: str
    unit: str
    form: str
    times: int | None
    warning: str
    sources: list[SourceRow]


class Hop(Shape):
    from_: str = Field(alias="from")
    to: str
    warmth: Warmth
    evidence: list[Evidence]


class Stop(Named):
    ours: bool
    title: str
    company: str
    stance: Stance


class WhoGoes(Named):
    title: str
    why: str


class Introduction(Shape):
    score: Warmth
    word: Word
    how: Literal["own", "others", "past", "conflict"]
    people: list[Stop]
    warnings: list[str]
    next_step: str
    who_goes: WhoGoes | None
    hops: list[Hop]


class Person(Named):
    title: str
    unit: str
    company: str
    seats: list[str]
    stance: Stance
    stance_on: str | None
    stance_agreed: bool
    confirmed_on: str | None
    do_not_ask: bool


class Target(Person):
    ours: bool


class ListedPerson(Person):
    leader: bool
    last_contact: str | None


class LastJob(Shape):
    title: str
    company: str
    until: str


class FoundPerson(Person):
    """``formerly`` is the last job of somebody who has none on the day."""

    ours: bool
    formerly: LastJob | None


class Reached(Shape):
    person: ListedPerson
    group: Literal["alumni", "delivered", "colleagues"]
    word: Word
    best: Warmth
    known_by: int
    introductions: list[Introduction]
    probably_same: list[str]


class Unreached(Named):
    title: str
    unit: str
    leader: bool
    closest: Introduction | None
    stance: Stance
    stance_on: str | None
    stance_agreed: bool


class UnreachedPeople(Shape):
    total: int
    people: list[Unreached]


class Former(Named):
    title: str
    unit: str
    left: str
    text: str
    do_not_ask: bool
    word: Word | None
    best: Warmth | None
    introductions: list[Introduction]


class FormerPeople(Shape):
    total: int
    people: list[Former]


class MissingLeader(Shape):
    name: str
    title: str


class ListedLeaders(Shape):
    total: int
    reached: int
    missing: list[MissingLeader]


class GroupSize(Shape):
    leaders: int
    others: int


class WhoAnswer(Answer):
    company: Named
    people: list[Reached]
    groups: dict[str, GroupSize]
    unreached: UnreachedPeople
    former: FormerPeople
    listed_leaders: ListedLeaders | None
    cadence_days: int | None
    total: int
    next: str | None
    anybody_ours: bool


class Excluded(Named):
    why: str


class IntroductionsAnswer(Answer):
    target: Target
    introductions: list[Introduction]
    further: list[Introduction]
    excluded: list[Excluded]
    probably_same: list[str]


class PeopleAnswer(Answer):
    people: list[FoundPerson]
    total: int
    next: str | None


class Lunch(Shape):
    host: Named
    guest: "Guest"
    opens: list[Named]


class Guest(Named):
    title: str
    stance: Stance


class Held(Named):
    """What part in [0, 1] of the next decision somebody holds."""

    share: float


class Nobody(Shape):
    id: str | None
    name: str
    title: str
    unit: str
    closest: str
    doors: list[str]
    leader: bool
    decides: Held | None
    stance: Stance
    stance_on: str | None
    stance_agreed: bool


class DoorsAnswer(Answer):
    company: Named
    lunches: list[Lunch]
    nobody_knows: list[Nobody]


class NewsItem(Shape):
    on: str
    kind: Literal["met", "left", "came", "stance"]
    text: str
    people: list[Named]


class NewsAnswer(Answer):
    company: Named
    since: str
    news: list[NewsItem]


class TieAnswer(Answer):
    a: Person
    b: Person
    warmth: Warmth
    word: Strength | None
    evidence: list[Evidence]
