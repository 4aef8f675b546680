"""How an input of Salesforce is recognised by its content, and opened.

Weekly data export (zip or folder), Data Loader CSVs and report CSVs, as their documentation and public test suites
showed them in 2026 (docs/salesforce.md).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path, PurePath

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope
from loaders.base import Asked, Reading
from loaders.limits import LIMITS, Limits
from loaders.salesforce.archives import Archive, is_zip
from loaders.salesforce.export import Export
from loaders.salesforce.ids import is_standard_id, organisation_in
from loaders.salesforce.index import Index, build_index
from loaders.salesforce.objects import OBJECTS, Object, object_named, object_with
from loaders.salesforce.people import People
from loaders.salesforce.report import is_report_header, label, report_claims
from loaders.salesforce.selling import Selling
from loaders.salesforce.sheets import Ledger, Sheet, look_for_header, with_encoding

_PART = re.compile(r"(.*_)(\d+)\.zip", re.IGNORECASE)
_DATED = re.compile(r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)")
_REPORT_STAMP = re.compile(r"report(\d{13})")
_RELATIONS = {"Organization", "EventRelation", "TaskRelation"}
_FEEDS = {
    "companies": {"Account", "User"},
    "people": {"Contact", "User"},
    "employments": {"Account", "Contact", "User", "AccountContactRelation"},
    "reporting": {"Contact"},
    "opportunities": {"Opportunity"},
    "seats": {"OpportunityContactRole"},
}
# Salesforce archives events and closed tasks that are a year old, and an export may lack what is archived: that they
# are missing says nothing (developer.salesforce.com, "Archived Activities").
_WINDOWED = {"contacts": {"Event", "Task"}}
_WINDOW = timedelta(days=364)


def is_salesforce(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a zip, a folder or a CSV holds objects of Salesforce, or a report of contacts."""
    try:
        if _is_single(path) and _report(path, limits):
            return True
        if is_zip(path) and organisation_in(path.name):
            return any(object_named(PurePath(name).stem) for name in _csv(Archive(path, limits)))
        found = _sheets(path, limits, strict=False)
        return any(_has_ids(sheet, limits) for name in set(found) - _RELATIONS for sheet in found[name])
    except (ImportRefused, OSError):
        return False


def read_salesforce(path: Path, asked: Asked) -> Reading:
    """Open an export or a report.

    Raises ImportRefused when it is damaged, lacks columns or does not say whose it is.
    """
    limits = asked.limits
    report = _report(path, limits) if _is_single(path) else None
    reading = Reading(asked.source, "salesforce", asked.today, ())
    ledger = Ledger(reading, limits)
    if report is not None:
        if not asked.source:
            raise ImportRefused(path.name, "is a report, which does not say whose it is", remedy="Give --source NAME.")
        report = with_encoding(report, reading)
        reading.as_of = _day_in(path.name, asked.today) or asked.as_of or asked.today
        reading.claims = report_claims(report, reading, ledger, limits)
        return reading
    sheets = {name: [with_encoding(sheet, reading) for sheet in found] for name, found in _sheets(path, limits).items()}
    sheets = _usable(path, sheets, reading)
    said = _exported_on(path, sheets, asked.today) or asked.as_of
    index = build_index(sheets, limits, all_days=said is None)
    reading.as_of = said or _latest(index, asked.today)
    found = index.organisation or _organisation(path, sheets)
    if not asked.source and not found:
        raise ImportRefused(
            path.name, "does not say whose Salesforce it is", remedy="Add Organization.csv, or give --source NAME."
        )
    reading.source = asked.source or f"salesforce:{found}"
    if _is_whole(path, sheets, found):
        reading.scopes = _scopes(sheets, reading.as_of)
    for name, parts in sheets.items():
        reading.remarks += [told for sheet in parts if (told := sheet.unknown(OBJECTS[name].columns))]
    as_of = reading.as_of.isoformat()
    observed = "" if "employments" in reading.scopes else as_of
    reading.claims = _claims(Export(reading.source, as_of, observed, sheets, index, ledger, limits))
    return reading


def _scopes(sheets: Mapping[str, list[Sheet]], as_of: date) -> dict[str, Scope]:
    """Return what a whole export may sweep: tables of which every file is there."""
    scopes = {table: Scope(Mode.COMPLETE) for table, feeds in _FEEDS.items() if feeds <= sheets.keys()}
    for table, feeds in _WINDOWED.items():
        if feeds <= sheets.keys():
            scopes[table] = Scope(Mode.WINDOW, as_of - _WINDOW, as_of)
    return scopes


def _claims(export: Export) -> Iterator[Claim]:
    yield from People(export).claims()
    yield from Selling(export).claims()
    export.ledger.close()


def _archives(path: Path, limits: Limits) -> list[Archive]:
    """Open a zip, the parts of an export that lie in a folder as zips, or else the folder itself."""
    if path.is_dir():
        parts = sorted(
            item for item in path.iterdir() if item.suffix.casefold() == ".zip" and organisation_in(item.name)
        )
        return [Archive(part, limits) for part in parts] or [Archive(path, limits)]
    return [Archive(path, limits)] if path.is_file() else []


def _csv(archive: Archive) -> list[str]:
    return [name for name in archive.names if name.casefold().endswith(".csv")]


def _names(cell: str) -> str:
    return cell.strip().casefold()


def _report(path: Path, limits: Limits) -> Sheet | None:
    return look_for_header(Archive(path.parent, limits), path.name, is_report_header, limits, names=label)


def _is_single(path: Path) -> bool:
    return path.is_file() and not is_zip(path)


def _sheets(path: Path, limits: Limits, *, strict: bool = True) -> dict[str, list[Sheet]]:
    """Find the objects of an input: by file name, and outside a zip also by header."""
    found: dict[str, list[Sheet]] = {}
    single = _is_single(path)
    for archive in [Archive(path.parent, limits)] if single else _archives(path, limits):
        names = [path.name] if single else _csv(archive)
        if len(names) > limits.zip_entries:
            raise ImportRefused(path.name, f"holds more than {limits.zip_entries} files")
        for name in names:
            item = object_named(PurePath(name).stem)
            if item is None and archive.path.is_file():
                continue
            try:
                sheet = look_for_header(archive, name, partial(_is_header, item), limits, names=_names)
            except ImportRefused:
                if strict:
                    raise
                continue
            if sheet is not None and (item := item or object_with(sheet.header)):
                found.setdefault(item.name, []).append(sheet)
            elif strict and item is not None and not single:
                missing = f"has no header with {', '.join(sorted(item.required))}"
                raise ImportRefused(name, missing, remedy="Is this Salesforce's own export?")
        read = [sheet for sheets in found.values() for sheet in sheets if sheet.archive is archive]
        if sum(archive.size(sheet.file) for sheet in read) > limits.zip_total_size:
            most = limits.zip_total_size // 1024 // 1024
            raise ImportRefused(
                path.name, f"holds more than {most} MB to read", remedy="Export fewer objects at a time."
            )
    return found


def _has_ids(sheet: Sheet, limits: Limits) -> bool:
    """Say whether the first row holds an id: other lists have columns that are called Id and LastName too."""
    _, cells = next(sheet.cells(limits), (0, ()))
    return any(is_standard_id(cell) for cell in cells)


def _is_header(item: Object | None, header: list[str]) -> bool:
    return bool(object_with(header)) if item is None else item.required <= set(header)


def _usable(path: Path, sheets: Mapping[str, list[Sheet]], reading: Reading) -> dict[str, list[Sheet]]:
    """Drop the objects without what they refer to, and say so."""
    kept = dict(sheets)
    for name in [name for name in OBJECTS if name in sheets]:
        missing = [other for other in OBJECTS[name].needs if other not in kept]
        if missing:
            told = ", ".join(f"{other}.csv" for other in missing)
            reading.remarks.append(f"{kept.pop(name)[0].file}: not read, since {told} must lie beside it")
    if not set(kept) - _RELATIONS:
        raise ImportRefused(
            path.name, "holds nothing that can be read alone", remedy="; ".join(reading.remarks) or "See docs."
        )
    return kept


def _organisation(path: Path, sheets: Mapping[str, list[Sheet]]) -> str:
    """Return the organisation that the names of the export state; raises ImportRefused for two."""
    names = {path.name, path.resolve().name, *(s.archive.path.name for found in sheets.values() for s in found)}
    told = sorted({one for name in names if (one := organisation_in(name))})
    if len(told) > 1:
        raise ImportRefused(path.name, f"holds exports of {' and '.join(told)}", remedy="Load them one by one.")
    return told[0] if told else ""


def _is_whole(path: Path, sheets: Mapping[str, list[Sheet]], organisation: str) -> bool:
    """Say whether what is there is all of each object: a weekly export, and not one part of several."""
    if path.is_file():
        part = _PART.fullmatch(path.name)
        parts = [found[1] for other in path.parent.iterdir() if (found := _PART.fullmatch(other.name))]
        return not _is_single(path) and (part is None or (part[2] == "1" and parts.count(part[1]) == 1))
    named = all(object_named(PurePath(sheet.file).stem) for found in sheets.values() for sheet in found)
    marked = all("isdeleted" in s.header for name in ("Account", "Contact") for s in sheets.get(name, ()))
    return bool(organisation) and named and marked


def _exported_on(path: Path, sheets: Mapping[str, list[Sheet]], today: date) -> date | None:
    """Return the day that the name of the export states, else the newest one in its zip."""
    written = [sheet.archive.written_on(sheet.file) for found in sheets.values() for sheet in found]
    days = [day for day in written if day]
    return _day_in(path.name, today) or (min(max(days), today) if days else None)


def _day_in(name: str, today: date) -> date | None:
    try:
        if found := _DATED.search(name):
            return min(date(int(found[1]), int(found[2]), int(found[3])), today)
        if found := _REPORT_STAMP.search(name):
            return min(datetime.fromtimestamp(int(found[1]) / 1000, UTC).date(), today)
    except ValueError:
        return None
    return None


def _latest(index: Index, today: date) -> date:
    return min(date.fromisoformat(index.newest), today) if index.newest else today
