"""Which rows of a load are dated after the day on which they were told, so that no number counts them?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from graph.provenance import Claim
from graph.vocabulary.dates import PartialDate
from loaders.base import Reading

_DATED = {"stances": "judgement", "contacts": "contact", "asks": "ask", "notes": "note"}
_NAMED = 10  # rows of each table


def told_ahead(claims: Iterable[Claim], reading: Reading) -> Iterator[Claim]:
    """Yield the claims, and then remark which judgements, contacts, asks and notes are of a day after the export.

    They are kept: a judgement is never counted, since nobody can have made it, the others from their day on.
    """
    found: dict[str, list[str]] = {}
    for claim in claims:
        if claim.table in _DATED and (told := claim.value("date")) and _after(told, reading):
            found.setdefault(claim.table, []).append(f"{claim.file}:{claim.line} ({told})")
        yield claim
    for table, rows in found.items():
        reading.remarks.append(_remark(table, rows, reading.as_of))


def _remark(table: str, rows: Sequence[str], as_of: date) -> str:
    what, it, day = (
        (f"1 {_DATED[table]} is", "it was", "that day") if len(rows) == 1
        else (f"{len(rows):,} {_DATED[table]}s are", "they were", "their days")
    )  # fmt: skip
    only = "count only from" if len(rows) > 1 else "counts only from"
    never = "are never counted" if len(rows) > 1 else "is never counted"
    counts = never if table == "stances" else f"{only} {day} on"
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    return f"{what} dated after {as_of}, when {it} told, and {counts}: {', '.join(rows[:_NAMED])}{more}"


def _after(told: str, reading: Reading) -> bool:
    return PartialDate.parse(told).earliest() > reading.as_of
