"""What became of a company, and what was there before it?"""

from collections.abc import Iterable

from api.use_cases.basis import Basis, Json
from graph.vocabulary.dates import PartialDate

_Row = tuple[str, str, str, str]


def became(basis: Basis, company: str) -> list[Json]:
    """Return the companies that a company was renamed to, merged into, split into or handed over to, by the day."""
    return [_told(basis, new, kind, on) for old, new, kind, on in _rows(basis) if old == company]


def came_from(basis: Basis, company: str) -> list[Json]:
    """Return the companies that were there before a company, by the day."""
    return [_told(basis, old, kind, on) for old, new, kind, on in _rows(basis) if new == company]


def _rows(basis: Basis) -> list[_Row]:
    """Return who followed whom up to the day of the question: (before, after, kind, day or "")."""
    return basis.kept.of(("successions",), lambda: sorted(_read(basis), key=lambda row: (row[3], row[:3])))


def _read(basis: Basis) -> Iterable[_Row]:
    snapshot, seen = basis.snapshot, set()
    for held in snapshot.small.get("company_succession", ()):
        claim = held.claim
        old, new, kind, on = (claim.value(name) or "" for name in ("predecessor", "successor", "kind", "date"))
        first, second = snapshot.entity.get(old, old), snapshot.entity.get(new, new)
        known = first in snapshot.companies and second in snapshot.companies and first != second
        row = first, second, kind, on
        if known and row not in seen and not (on and PartialDate.parse(on).earliest() > basis.question.as_of):
            seen.add(row)
            yield row


def _told(basis: Basis, company: str, kind: str, on: str) -> Json:
    return {"id": company, "name": basis.snapshot.companies[company].name, "kind": kind, "on": on or None}
