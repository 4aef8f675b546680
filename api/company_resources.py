"""How companies look on the wire: found by name, and one with what became of it and who leads it."""

from typing import Literal

from api.resources import Answer, Named, Shape


class FoundCompany(Named):
    relation: Literal["ours", "client", "competitor", "other"]


class Succession(Named):
    """A company that came after another one, or before it."""

    kind: Literal["rename", "merger", "demerger", "transfer"]
    on: str | None


class ListedCompany(FoundCompany):
    became: list[Succession]
    apart: str


class CompaniesAnswer(Answer):
    companies: list[ListedCompany]
    total: int
    next: str | None


class Leader(Shape):
    name: str
    title: str
    reports_to: str
    listed_on: str | None


class CompanyAnswer(Answer):
    company: FoundCompany
    became: list[Succession]
    came_from: list[Succession]
    parent: Named | None
    subsidiaries: list[Named]
    records: list[str]
    people: int
    leaders: list[Leader]
