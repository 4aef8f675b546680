"""A seeded world of any size as batches of claims: what a store would hand over, without a store."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from graph.batches import Batch
from graph.provenance import record_id
from graph.vocabulary.tables import TABLES

AS_OF = date(2026, 11, 24)
_BATCH = 50_000
_OURS = "us"


def sizes_of(companies: int, spells: int, largest: int) -> np.ndarray:
    """Return Zipf-like sizes, the largest as given, that add up to about so many spells."""
    low, high = 0.2, 2.0
    ranks = np.arange(1, companies + 1)
    for _ in range(60):
        exponent = (low + high) / 2
        low, high = (exponent, high) if (largest * ranks**-exponent).sum() > spells else (low, exponent)
    return np.maximum(largest * ranks ** -((low + high) / 2), 1)


def batches(people: int, *, seed: int = 7, ours: int = 5_000) -> Iterator[Batch]:
    """Yield people, 3 spells each at companies of Zipf-like sizes, 10 ties each; ``ours`` of them work for us now."""
    draw = np.random.default_rng(seed)
    ours = min(ours, people // 20)
    companies = max(people // 20, 20)
    chance = sizes_of(companies, 3 * people, int(0.15 * people))
    chance /= chance.sum()
    names = [f"Company {n}" for n in range(companies)]
    yield _batch("companies", [str(n) for n in range(companies)] + [_OURS], {
        "id": [*map(str, range(companies)), _OURS], "name": [*names, "Us"],
        "relation": ["client"] * companies + ["ours"],
    })  # fmt: skip
    given = ["Kari", "Håkon", "Sara", "Ingrid", "Jonas", "Marit", "Per", "Lise", "Anna", "Tomáš", "Zofia", "Jürgen"]
    for first in range(0, people, _BATCH):
        keys = [str(n) for n in range(first, min(first + _BATCH, people))]
        yield _batch("people", keys, {"id": keys, "name": [f"{given[int(k) % 12]} Person{k}" for k in keys]})
    person_ids = [record_id("bench", "people", str(n)) for n in range(people)]
    company_ids = [record_id("bench", "companies", name) for name in [*map(str, range(companies)), _OURS]]
    yield from _employments(draw, person_ids, company_ids, chance, ours)
    yield from _acquaintances(draw, person_ids)


def _employments(
    draw: np.random.Generator, people: list[str], companies: list[str], chance: np.ndarray, ours: int
) -> Iterator[Batch]:
    many = len(people)
    for first in range(0, many, _BATCH):
        count = min(_BATCH, many - first)
        place = draw.choice(len(chance), size=(count, 3), p=chance)
        begin = draw.integers(1995, 2016, size=count)
        length = draw.integers(1, 7, size=(count, 3))
        unit = draw.integers(0, 9, size=(count, 3))
        month = draw.integers(1, 13, size=(count, 3))
        rows: list[tuple[str, str, str, str, str]] = []
        for n in range(count):
            year = int(begin[n])
            for stay in range(3):
                until = year + int(length[n, stay])
                last = stay == 2
                end = "" if last else f"{until}-{month[n, stay]:02d}"
                company = companies[-1] if last and first + n < ours else companies[place[n, stay]]
                rows.append((people[first + n], company, f"Unit {unit[n, stay]}", f"{year}-{month[n, stay]:02d}", end))
                year = until
        person, company_column, units, starts, ends = (list(column) for column in zip(*rows, strict=True))
        keys = [f"{first}|{n}" for n in range(len(rows))]
        yield _batch("employments", keys, {
            "person": person, "company": company_column, "title": ["Manager"] * len(rows), "unit": units,
            "start": starts, "end": ends,
        })  # fmt: skip


def _acquaintances(draw: np.random.Generator, people: list[str]) -> Iterator[Batch]:
    many = len(people)
    kinds = np.array(["linkedin", "linkedin", "linkedin", "friend", "worked_with"])
    for first in range(0, 10 * many, _BATCH):
        count = min(_BATCH, 10 * many - first)
        one = draw.integers(0, many, size=count)
        other = (one + draw.integers(1, many, size=count)) % many
        year, kind = draw.integers(2008, 2026, size=count), kinds[draw.integers(0, len(kinds), size=count)]
        keys = [str(first + n) for n in range(count)]
        yield _batch("acquaintances", keys, {
            "from": [people[n] for n in one], "to": [people[n] for n in other], "kind": kind.tolist(),
            "date": [f"{y}-06-01" for y in year],
        })  # fmt: skip


def _batch(table: str, keys: list[str], columns: dict[str, list[str]]) -> Batch:
    blank = [""] * len(keys)
    filled = [columns.get(field.name, blank) for field in TABLES[table].fields]
    lines = list(range(2, len(keys) + 2))
    return Batch(table, "bench", 1, AS_OF, keys, filled, [f"{table}.csv"] * len(keys), lines, lines)
