"""How answers become CSV: for people's spreadsheets, where no cell may turn into a formula, and for machines."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api.use_cases import Json
from graph.algorithms.ways import best_of

_DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
Rows = Iterator[Sequence[object]]


def spreadsheet_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10): a quote before such text.

    >>> spreadsheet_cell("=1+1"), spreadsheet_cell(" @x"), spreadsheet_cell("-1"), spreadsheet_cell(-1)
    ("'=1+1", "' @x", "'-1", '-1')
    """
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    first = text.lstrip(" \u00a0\u3000")[:1]
    return f"'{text}" if first and first in _DANGEROUS else text


def who_rows(told: Any) -> Rows:
    """Yield a header and a row for each person whom we reach, then those whom nobody knows and those who left."""
    yield (
        "id", "name", "title", "unit", "stance", "group", "word", "score", "known_by", "ask", "through", "next_step",
        "evidence", "warnings", "sources",
    )  # fmt: skip
    for item in told["people"]:
        yield _who_row(item["person"], item["group"], item, _first(item["introductions"]))
    for person in told["unreached"]["people"]:
        yield _who_row(person, "nobody knows", {}, None)
    for person in told["former"]["people"]:
        yield _who_row(person, "former", person, _first(person["introductions"]))


def _first(ways: Any) -> Any:
    """Return the way to take first, as on the pages; None without one."""
    return ways[best_of([(way["word"], way["how"]) for way in ways])] if ways else None


def introductions_rows(told: Any) -> Rows:
    """Yield a header and a row for each piece of evidence of each way."""
    yield (
        "kind", "rank", "score", "word", "ask", "through", "from", "to", "warmth", "evidence", "text", "company",
        "start", "end", "months", "weight", "sources", "next_step", "warnings",
    )  # fmt: skip
    for kind in ("introductions", "further"):
        for rank, way in enumerate(told[kind], 1):
            names = {person["id"]: person["name"] for person in way["people"]}
            for hop in way["hops"]:
                for item in hop["evidence"]:
                    yield (
                        kind, rank, way["score"], way["word"], way["people"][0]["name"],
                        " > ".join(person["name"] for person in way["people"][1:-1]),
                        names[hop["from"]], names[hop["to"]], hop["warmth"], item["kind"], item["text"],
                        item["company"], item["start"], item["end"], item["months"], item["weight"],
                        _sources(item), way["next_step"], "; ".join(way["warnings"]),
                    )  # fmt: skip
    for one in told["excluded"]:
        yield ("excluded", "", "", "", one["name"], *[""] * 5, one["why"], *[""] * 8)


def status_rows(told: Any) -> Rows:
    """Yield a header and a row for each number and each source."""
    yield ("what", "name", "value")
    yield ("revision", "", told["revision"])
    yield ("people", "", told["people"])
    yield ("companies", "", told["companies"])
    yield from (("claims", name, number) for name, number in told["claims"].items())
    yield from (("source", name, day) for name, day in told["sources"].items())


def written(rows: Callable[[Any], Rows], told: Json, *, machine: bool) -> str:
    """Return rows as CSV. A machine's CSV is unescaped, and so must not be opened in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL if machine else csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows(told):
        writer.writerow(["" if cell is None else cell for cell in row] if machine else map(spreadsheet_cell, row))
    return out.getvalue()


def _who_row(person: Any, group: str, item: Any, way: Any) -> Sequence[object]:
    about = (
        person["id"], person["name"], person.get("title", ""), person.get("unit", ""), person.get("stance"), group,
        item.get("word"), item.get("best"), item.get("known_by"),
    )  # fmt: skip
    if way is None:
        return (*about, *[""] * 6)
    first = way["hops"][-1]["evidence"][0]
    return (
        *about, way["people"][0]["name"], " > ".join(one["name"] for one in way["people"][1:-1]), way["next_step"],
        first["text"], "; ".join(way["warnings"]), _sources(first),
    )  # fmt: skip


def _sources(item: Any) -> str:
    return "; ".join(f"{s['source']} {s['record']}, seen {s['seen']}" for s in item["sources"])
