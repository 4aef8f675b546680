"""How our own roster and alumni list are read, CSV or XLSX (docs/roster.md)."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import company_key, folded
from loaders.base import Asked, Reading, Unread
from loaders.limits import LIMITS, Limits
from loaders.sheet_claims import PERSON_COLUMNS, ListClaims, NamedTwice, full_name, person_key, yes_or_no
from loaders.sheet_dates import Dates, check_order, exported_on
from loaders.sheets import Listing, holds_list, read_listings

COLUMNS = {
    **PERSON_COLUMNS,
    "private_email": "personal e-mail|private e-mail|privat e-post|private e-mail-adresse",
    "title": "job title|position|tittel|stilling|stillingstittel|titel|jobtitel|funktion|stelle",
    "unit": "department|business unit|practice|team|avdeling|enhet|seksjon|abteilung|bereich|einheit",
    "level": "grade|nivå|stillingsnivå|stufe|karrierestufe",
    "office": "location|city|kontor|kontorsted|sted|standort|büro|ort",
    "start": "start date|from|joined|hired|hire date|employed from|fra|startdato|ansatt fra|ansettelsesdato"
    "|eintritt|eintrittsdatum|von|beginn",
    "end": "end date|to|until|left|left on|leaving date|exit date|employed to|til|slutt|sluttet|sluttdato|ansatt til"
    "|austritt|austrittsdatum|bis|ende",
    "do_not_ask": "do not contact|ikke spør|ikke kontakt|reservert|nicht fragen|nicht ansprechen|nicht kontaktieren",
    "company": "employer|firm|selskap|firma|arbeidsgiver|unternehmen|gesellschaft|arbeitgeber",
    "now_company": "works now at|now at|works at|current employer|current company|new employer|nåværende arbeidsgiver"
    "|jobber nå i|jobber nå hos|arbeider nå hos|ny arbeidsgiver|aktueller arbeitgeber|jetziger arbeitgeber|jetzt bei"
    "|neuer arbeitgeber",
    "now_title": "current title|current position|current role|new title|nåværende tittel|nåværende stilling|ny tittel"
    "|ny stilling|aktuelle position|aktuelle stelle|aktueller titel|neue position",
    "now_since": "since|current since|works there since|siden|der siden|seit|dort seit",
    "known_on": "last checked|last updated|checked on|verified on|kjent per|sist oppdatert|bekreftet|bekannt am"
    "|zuletzt geprüft|zuletzt aktualisiert",
}
_DATE_COLUMNS = ("start", "end", "now_since", "known_on")
_ALUMNI = re.compile(r"\b(alumni|former|leavers|tidligere|sluttede|ehemalige)\b")
_WORDS = re.compile(r"[^\W\d_]+")
_FEW_FIRMS = 3


def is_roster(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a file is a list of our people: names with start or end, a level, or where they work now."""
    return holds_list(path, limits, COLUMNS, _enough)


def read_roster(path: Path, asked: Asked) -> Reading:
    """Open a roster, an alumni list or both in one file.

    Raises ImportRefused when the file cannot be read, does not tell our company, or writes days that can be read
    in two ways.
    """
    reading = Reading("", "roster", asked.today, ())
    listings = read_listings(path, asked.limits, COLUMNS, _enough, reading)
    firms = _firms(listings, asked)
    reading.as_of = exported_on(path.name, listings, asked, reading.remarks)
    lists = [_List(item, Dates(item, _DATE_COLUMNS), alumni=_named_alumni(path, item)) for item in listings]
    rows = [row for item in lists for row in item.rows(reading, asked, firms)]
    complete = any(not row.former for row in rows)
    if asked.source:
        reading.source = asked.source
    elif len(firms) == 1:
        reading.source = f"{'roster' if complete else 'alumni'}:{next(iter(firms))}"
    else:
        raise ImportRefused(path.name, "holds several companies of ours", remedy="Name the source: --source NAME.")
    reading.unread = [_of_source(one, reading.source) for one in reading.unread]
    made = ListClaims(reading.source, firms.keys())
    ours = frozenset(made.record("companies", key) for key in firms)
    if complete:
        reading.scopes = {"employments": Scope(Mode.COMPLETE, vanished_means_ended=True, companies=ours)}
    reading.claims = _claims(rows, made, reading, asked.limits)
    return reading


@dataclass(frozen=True, slots=True)
class _Row:
    listing: Listing
    line: int
    cells: Mapping[str, str]
    name: str
    key: str
    firm: str
    start: str | None
    end: str | None
    now: str
    since: str | None
    known_on: str
    former: bool
    silent: bool

    @property
    def own(self) -> str:
        """Return the person's id in the list."""
        return self.key or f"name:{folded(self.name)}"


class _List:
    """One sheet: its rows with their days read. What cannot be used is rejected here."""

    def __init__(self, listing: Listing, dates: Dates, *, alumni: bool) -> None:
        self._listing = listing
        self._dates = dates
        self._alumni = alumni

    def rows(self, reading: Reading, asked: Asked, firms: Mapping[str, str]) -> Iterator[_Row]:
        for line, cells in self._listing.records(reading, asked.limits):
            try:
                yield self._row(line, cells, reading.as_of, firms)
            except ValueError as error:
                self._listing.reject(line, str(error), reading, asked.limits, _unread(cells))

    def _row(self, line: int, cells: Mapping[str, str], as_of: date, firms: Mapping[str, str]) -> _Row:
        name = full_name(cells)
        if not name:
            raise ValueError("has no name")
        start, end, since, known = (self._dates.read(one, cells.get(one, "")) for one in _DATE_COLUMNS)
        check_order(start, end)
        firm = cells.get("company") or next(iter(firms.values()))
        now = cells.get("now_company", "")
        gone = end is not None and PartialDate.parse(end).earliest() <= as_of
        elsewhere = bool(now) and company_key(now) not in firms
        former = self._alumni or gone or elsewhere
        if former and not start and not end:
            raise ValueError("is an alumnus without start and end: give at least the year of one of them")
        if former and end is None and PartialDate.parse(start or "").earliest() > as_of:
            raise ValueError(f"is an alumnus who starts on {start}, after the day of the list")
        day = min(PartialDate.parse(known).latest(), as_of) if known else as_of
        now = now if elsewhere else ""
        silent = yes_or_no(cells.get("do_not_ask", "")) is not None
        return _Row(
            self._listing, line, cells, name, person_key(cells), firm, start, end, now, since, day.isoformat(), former,
            silent,
        )  # fmt: skip


def _unread(cells: Mapping[str, str]) -> Unread:
    """Return what a row may have said: with a personnel number, only about that person."""
    number = cells.get("person_id", "")
    return Unread(keys=frozenset({f"nr:{number}"} if number else ()))


def _of_source(unread: Unread, source: str) -> Unread:
    """Turn a person's own id into the record's, once the source is known."""
    return replace(unread, keys=frozenset(record_id(source, "people", key) for key in unread.keys))


def _enough(columns: Set[str]) -> bool:
    named = "name" in columns or {"given_name", "family_name"} <= columns
    described = bool(columns & {"title", "unit", "level", "person_id", "email", "company", "office"})
    return named and ("now_company" in columns or (described and bool(columns & {"start", "end", "level"})))


def _named_alumni(path: Path, listing: Listing) -> bool:
    """Say whether the sheet, or a file of one sheet, calls itself a list of alumni."""
    for text in (listing.sheet.title, *listing.preamble, path.stem):
        words = " ".join(_WORDS.findall(folded(text)))
        if _ALUMNI.search(words):
            return not re.search(r"\b(roster|employees|ansatte|mitarbeiter)\b", words.replace("tidligere ansatte", ""))
        if text is listing.sheet.title and words:
            return False
    return False


def _firms(listings: list[Listing], asked: Asked) -> dict[str, str]:
    """Return our companies by key: from the column Company and --firm. Asks rather than take clients for ours."""
    named = [(item, line, cell) for item in listings for line, cell in item.column("company") if cell]
    firms = {company_key(cell): cell for _, _, cell in named}
    given = company_key(asked.firm) if asked.firm.strip() else ""
    if given and named and given not in firms:
        item, line, _ = named[0]
        raise ImportRefused(
            item.sheet.label,
            f"the column Company never says {asked.firm}",
            line=line,
            remedy="If it says where people work now, call it 'Works now at'; else give --firm as it stands there.",
        )
    if len(firms) > max(_FEW_FIRMS, len(named) // 5):
        raise ImportRefused(
            named[0][0].sheet.label,
            f"the column Company names {len(firms)} companies, too many to be all ours",
            remedy="If it says where people work now, call it 'Works now at', and give --firm NAME.",
        )
    if given:
        return {given: firms.get(given, asked.firm), **{k: v for k, v in firms.items() if k != given}}
    if not firms:
        raise ImportRefused(
            listings[0].sheet.label,
            "does not say which company of ours this is",
            remedy="Give --firm NAME, or a column Company.",
        )
    return firms


def _claims(rows: list[_Row], made: ListClaims, reading: Reading, limits: Limits) -> Iterator[Claim]:
    twice = NamedTwice()
    for row in rows:
        twice.add(row.name, row.key)
    seen: set[str] = set()
    silent = {row.own for row in rows if row.silent}
    for row in rows:
        try:
            if not row.key and twice.rows(row.name) > 1:
                raise ValueError(f"several rows say {row.name!r}, and this one has neither personnel number nor e-mail")
            found = list(_row_claims(row, made, reading.as_of, seen, silent))
        except ValueError as error:
            row.listing.reject(row.line, str(error), reading, limits, _of_source(_unread(row.cells), reading.source))
            continue
        yield from found


def _row_claims(row: _Row, made: ListClaims, as_of: date, seen: set[str], silent: Set[str]) -> Iterator[Claim]:
    own, cells, file, line = row.own, row.cells, row.listing.sheet.label, row.line
    office, asked = cells.get("office"), "yes" if own in silent else None
    person = made.person(
        own, row.name, cells, file, line, numbered_by=company_key(row.firm), location=office, do_not_ask=asked
    )
    yield from made.company(row.firm, file, line)
    yield from person
    gone = row.former and row.end is None
    stay = {
        "title": cells.get("title"),
        "unit": cells.get("unit"),
        "level": cells.get("level"),
        "start": row.start,
        "end": row.end,
        "ended_after": PartialDate.parse(row.start or "").earliest().isoformat() if gone else None,
        "ended_before": as_of.isoformat() if gone else None,
    }
    key = row.start or ""
    if f"{own}|{key}" in seen:
        key = f"{key}|{cells.get('title', '')}|{cells.get('unit', '')}"
    seen.add(f"{own}|{key}")
    yield made.job(own, row.firm, key, stay, file, line)
    if row.now:
        yield from made.company(row.now, file, line)
        job = {"title": cells.get("now_title"), "start": row.since, "observed_on": row.known_on}
        yield made.job(own, row.now, f"{row.since or row.known_on}|now", job, file, line)
