"""How a person, asks and loads look on the wire."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.resources import Answer, Evidence, Introduction, Named, Person, Shape, SourceRow, Stance, Strength, Warmth


class PersonCard(Person):
    company_id: str
    ours: bool
    records: list[str]


class OtherTitle(Shape):
    title: str
    years: str
    start: str
    end: str


class Stay(Shape):
    """An uninterrupted stay; ``also`` are the other titles on the way, the latest first."""

    years: str
    title: str
    unit: str
    start: str
    end: str
    company: Named
    confirmed_on: str | None
    sources: list[SourceRow]
    also: list[OtherTitle]


class KnownBy(Named):
    warmth: Warmth
    word: Strength | None
    evidence: list[Evidence]
    knows: bool
    met: bool
    close: bool
    not_asked: str | None


class KnownCount(Shape):
    """How many of us know a person; ``met`` of them have met them, ``apart`` others only share a firm or a school.

    Of ``met``, ``close`` did something together or have a strong tie; of the rest ``here`` were with us at that time.
    """

    total: int
    met: int
    close: int
    here: int
    apart: int


class Note(Shape):
    kind: str
    text: str
    date: str
    from_: str = Field(alias="from")
    by: str


class JudgedStance(Shape):
    toward: str | None
    value: Stance
    agreed: bool
    date: str


class Ask(Shape):
    id: str
    date: str
    go_between: Named
    target: Named | None
    asked_by: Named | None
    answer: str | None
    outcome: str | None


class ChangedBy(Shape):
    source: str
    record: str
    on: str


class Changed(Shape):
    """``on`` is the day we learnt it, ``start`` and ``end`` when it is so (partial dates, "" where not told)."""

    on: str
    kind: Literal["said", "changed", "withdrawn"]
    text: str
    was: str | None
    start: str
    end: str
    source: str
    record: str
    table: str
    sources: list[ChangedBy]


class PersonAnswer(Answer):
    person: PersonCard
    probably_same: list[str]
    career: list[Stay]
    known_by: list[KnownBy]
    known: KnownCount
    notes: list[Note]
    reports_to: list[str]
    reports: list[str]
    stances: list[JudgedStance]
    asks: list[Ask]
    changes: list[Changed]
    changes_total: int


class AsksAnswer(Answer):
    asks: list[Ask]


class DraftAnswer(Answer):
    target: Named
    go_between: Named
    introduction: Introduction
    left: int | None
    subject: str
    text: str


class NewAsk(Shape):
    """Whom we want to talk to, and who of us is asked; without ``through`` the best way is taken."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"target": "p-…", "through": "p-…"}})
    target: str = Field(min_length=1, max_length=200)
    through: str = Field(default="", max_length=200)


class RecordedAsk(Shape):
    id: str
    target: Named
    go_between: Named


class NewAnswer(Shape):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"answer": "yes", "outcome": "met"}})
    answer: Literal["yes", "no", "later", "none"]
    outcome: Literal["", "met", "declined", "no_reply"] = ""


class AnsweredAsk(Shape):
    id: str
    answer: str
    outcome: str | None


class Counts(Shape):
    read: int
    new: int
    changed: int
    withdrawn: int
    same: int
    older: int
    doubled: int
    suppressed: int
    rejected: int


class Load(Shape):
    number: int
    source: str
    kind: str
    as_of: str
    at: str
    revision: int | None
    counts: Counts
    undone: bool
    by: str


class RejectedRow(Shape):
    file: str
    line: int
    reason: str


class LoadDone(Load):
    rejected: list[RejectedRow]
    unknown_columns: list[str]
    remarks: list[str]


class RefusedInput(Shape):
    detail: str
    remedy: str


class NewLoad(LoadDone):
    more: list[LoadDone]
    refused: list[RefusedInput]
    passed_over: list[str]


class LoadsAnswer(Answer):
    loads: list[Load]
    total: int
    next: str | None


class Health(Shape):
    status: Literal["ok"]


class Ready(Shape):
    status: Literal["ready"]
    revision: int
    stale: bool
