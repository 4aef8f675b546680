"""How a file of company aliases is read: a CSV with the columns company, alias and, where it helps, country."""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.names import company_key
from graph.vocabulary.tables import TABLES
from loaders.base import Asked, Reading
from loaders.limits import LIMITS, Limits
from loaders.rows import read_csv

_SOURCE = "aliases"
_COLUMNS = ("company", "alias")


def is_aliases(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a path is a CSV file whose header has both columns."""
    if path.suffix.casefold() != ".csv" or not path.is_file():
        return False
    try:
        return set(_COLUMNS) <= set(_header(path, limits))
    except ImportRefused:
        return False


def read_aliases(path: Path, asked: Asked) -> Reading:
    """Open a file of aliases; what it no longer says is withdrawn. Raises ImportRefused for broken CSV."""
    scopes = {"companies": Scope(Mode.COMPLETE), "company_aliases": Scope(Mode.COMPLETE)}
    reading = Reading(asked.source or _SOURCE, "aliases", asked.as_of or asked.today, (), scopes)
    header = _header(path, asked.limits)
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise ImportRefused(path.name, f"lacks the column {', '.join(missing)}", remedy="See docs/loading.md.")
    reading.unknown_columns = [f"{path.name}: {name}" for name in header if name not in {*_COLUMNS, "country"}]
    reading.claims = _claims(path, header, reading, asked.limits)
    return reading


def _header(path: Path, limits: Limits) -> list[str]:
    return [cell.strip().casefold() for cell in next(read_csv(path, limits), (0, []))[1]]


def _claims(path: Path, header: list[str], reading: Reading, limits: Limits) -> Iterator[Claim]:
    told: dict[str, str] = {}
    known: set[str] = set()
    rows = read_csv(path, limits)
    next(rows, None)
    for line, cells in rows:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        company, alias, country = (row.get(name, "") for name in (*_COLUMNS, "country"))
        key = f"{company_key(company)}|{country}"
        reason = ""
        if not company or not alias:
            reason = "company or alias is missing"
        elif told.get(company_key(alias), key) != key:
            reason = f"{alias} is said to be two companies"
        if reason:
            reading.reject(path.name, line, reason)
            if len(reading.rejected) > limits.rejected_rows:
                raise ImportRefused(path.name, "too many rows cannot be used", line=line)
            continue
        if key not in known:
            known.add(key)
            content = {"id": key, "name": company, "country": country or None}
            cells_of = tuple(content.get(field.name) for field in TABLES["companies"].fields)
            yield Claim("companies", key, cells_of, path.name, line)
        told[company_key(alias)] = key
        where = record_id(reading.source, "companies", key)
        yield Claim("company_aliases", f"{key}|{company_key(alias)}", (where, alias), path.name, line)
