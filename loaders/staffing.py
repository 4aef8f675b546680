"""How our staffing list is read, CSV or XLSX: who of us and of the client was on which project (docs/staffing.md)."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim
from graph.vocabulary.amounts import figured
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import company_key, folded
from loaders.base import Asked, Reading
from loaders.limits import LIMITS, Limits
from loaders.sheet_claims import PERSON_COLUMNS, ListClaims, NamedTwice, full_name, person_key, row_of
from loaders.sheet_dates import Dates, check_order, exported_on
from loaders.sheets import Listing, holds_list, read_listings

COLUMNS = {
    **PERSON_COLUMNS,
    "project_id": "project code|project no|project number|engagement code|engagement id|prosjektnummer|prosjektnr"
    "|prosjektkode|oppdragsnummer|projektnummer|projektnr|projektcode",
    "project": "project name|engagement|engagement name|assignment|prosjekt|prosjektnavn|oppdrag|projekt|projektname",
    "client": "client name|client company|customer|customer name|kunde|kundenavn|oppdragsgiver|auftraggeber|kundenname",
    "unit": "client unit|department|avdeling|enhet|abteilung|bereich",
    "discipline": "practice|service line|capability|fag|fagområde|disiplin|disziplin|fachgebiet",
    "company": "employer|firm|selskap|firma|arbeidsgiver|unternehmen|arbeitgeber",
    "side": "ours or client|our side|part|seite",
    "role": "project role|rolle|prosjektrolle|projektrolle",
    "start": "start date|from|fra|startdato|von|beginn",
    "end": "end date|to|until|til|slutt|sluttdato|bis|ende",
    "project_start": "project from|prosjektstart|projektstart|projektbeginn",
    "project_end": "project to|prosjektslutt|projektende",
    "outcome": "result|rating|how it went|utfall|resultat|ergebnis",
    "contact": "client contact|client person|contact person|kundekontakt|kontaktperson|ansprechpartner",
    "contact_email": "client contact e-mail|contact e-mail|kundekontakt e-post|e-post kundekontakt"
    "|ansprechpartner e-mail",
    "contact_title": "client contact title|contact title|client contact role|kundekontakt tittel|ansprechpartner titel",
}
_DATE_COLUMNS = ("start", "end", "project_start", "project_end")
_OUTCOMES = {
    word: outcome
    for outcome, words in {
        "good": "good|very good|great|excellent|success|successful|green|delivered well|god|godt|bra|svært god"
        "|svært bra|vellykket|grønn|gut|sehr gut|erfolgreich|grün",
        "mixed": "mixed|ok|okay|fair|partly|amber|yellow|blandet|middels|delvis|gul|gemischt|mittel|teilweise|gelb",
        "bad": "bad|poor|failed|failure|unsuccessful|red|dårlig|mislykket|rød|schlecht|gescheitert|misslungen|rot",
        "lost": "lost|lost bid|not won|tapt|tapt tilbud|verloren|nicht gewonnen",
        "declined": "declined|no bid|no-bid|withdrawn|avslått|takket nei|trukket|abgelehnt|abgesagt|zurückgezogen",
        "": "ongoing|running|open|in progress|active|pågår|pågående|aktiv|laufend|offen",
    }.items()
    for word in map(folded, words.split("|"))
}
_SIDES = {
    word: side
    for side, words in {
        "ours": "ours|our|us|internal|own|consultant|vår|våre|oss|intern|eigene|konsulent|berater",
        "client": "client|customer|theirs|external|client side|kunde|ekstern|extern|kundeside|kundenseite",
    }.items()
    for word in map(folded, words.split("|"))
}


def is_staffing(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a file is a list of people on projects."""
    return holds_list(path, limits, COLUMNS, _enough)


def read_staffing(path: Path, asked: Asked) -> Reading:
    """Open a staffing list; what it no longer says stays, because such lists are of a year or a unit.

    Raises ImportRefused when the file cannot be read, does not tell our company, or writes days that can be read
    in two ways.
    """
    reading = Reading("", "staffing", asked.today, ())
    listings = read_listings(path, asked.limits, COLUMNS, _enough, reading)
    firm = _firm(listings, asked)
    reading.as_of = exported_on(path.name, listings, asked, reading.remarks)
    reading.source = asked.source or f"staffing:{company_key(firm)}"
    rows = [row for item in listings for row in _rows(item, firm, reading, asked.limits)]
    reading.claims = _Staffing(rows, firm, reading, asked.limits).claims()
    return reading


@dataclass(frozen=True, slots=True)
class _Row:
    """One person on one project. ``employer`` is empty when nothing says where the person works."""

    listing: Listing
    line: int
    cells: Mapping[str, str]
    name: str
    key: str
    title: str
    project: str
    client: str
    employer: str
    days: tuple[str | None, ...]
    outcome: str

    @property
    def place(self) -> str:
        """Return where a name without a key is unique."""
        return company_key(self.employer)


def _enough(columns: Set[str]) -> bool:
    named = bool(columns & {"name", "email"}) or {"given_name", "family_name"} <= columns
    work = bool(columns & {"project", "project_id"})
    return work and named and bool(columns & {"client", "contact", "role", "side", "start", "outcome"})


def _firm(listings: list[Listing], asked: Asked) -> str:
    """Return our company: --firm, else the one Company on the rows whose side is ours."""
    if asked.firm.strip():
        return " ".join(asked.firm.split())
    found: dict[str, str] = {}
    for item in listings:
        sides, companies = item.column("side"), dict(item.column("company"))
        ours = [companies.get(line, "") for line, side in sides if _SIDES.get(folded(side)) == "ours"]
        found.update({company_key(name): name for name in ours if name})
    if len(found) == 1:
        return next(iter(found.values()))
    raise ImportRefused(
        listings[0].sheet.label, "does not say which company of ours this is", remedy="Give --firm NAME."
    )


def _rows(listing: Listing, firm: str, reading: Reading, limits: Limits) -> Iterator[_Row]:
    dates = Dates(listing, _DATE_COLUMNS)
    unknown: dict[str, int] = {}
    for line, cells in listing.records(reading, limits):
        try:
            days = tuple(dates.read(one, cells.get(one, "")) for one in _DATE_COLUMNS)
            check_order(days[0], days[1])
            check_order(days[2], days[3])
            found = list(_people(listing, line, cells, firm, days))
        except ValueError as error:
            listing.reject(line, str(error), reading, limits)
            continue
        word = cells.get("outcome", "")
        if word and folded(word) not in _OUTCOMES:
            unknown[word] = unknown.get(word, 0) + 1
        yield from found
    for word, count in sorted(unknown.items())[:20]:
        known = "good, mixed, bad, lost, declined"
        rows = figured(count, "row", "rows")
        reading.remarks.append(f"{listing.sheet.label}: outcome {word!r} in {rows} is none of {known}; not kept")


def _people(
    listing: Listing, line: int, cells: Mapping[str, str], firm: str, days: tuple[str | None, ...]
) -> Iterator[_Row]:
    """Yield the person of a row, and the client's contact person beside them."""
    client = " ".join(cells.get("client", "").split())
    name, contact = full_name(cells), full_name({"name": cells.get("contact", "")})
    project = _project_key(cells, client)
    outcome = _OUTCOMES.get(folded(cells.get("outcome", "")), "")
    side = _side(cells, client)
    employer = cells.get("company") or (firm if side == "ours" else client)
    if not name and not contact:
        raise ValueError("has no name")
    if side == "client" and not employer:
        raise ValueError("is on the client's side, but the row names no client")
    if contact and not client:
        raise ValueError("names a contact person, but no client")
    if name:
        yield _Row(listing, line, cells, name, person_key(cells), "", project, client, employer, days, outcome)
    if contact:
        theirs = {key: text for key, text in cells.items() if key not in {*PERSON_COLUMNS, "role", "company"}}
        theirs["email"] = cells.get("contact_email", "")
        title = cells.get("contact_title", "")
        yield _Row(listing, line, theirs, contact, person_key(theirs), title, project, client, client, days, outcome)


def _side(cells: Mapping[str, str], client: str) -> str:
    told = cells.get("side", "")
    if folded(told) in _SIDES:
        return _SIDES[folded(told)]
    if told:
        if client and company_key(told) == company_key(client):
            return "client"
        raise ValueError(f"side is {told!r}, neither ours nor client")
    employer = cells.get("company", "")
    return "client" if employer and client and company_key(employer) == company_key(client) else "ours"


def _project_key(cells: Mapping[str, str], client: str) -> str:
    code, name = cells.get("project_id", ""), cells.get("project", "")
    if not code and not name:
        raise ValueError("names no project")
    return f"nr:{code}" if code else f"{company_key(client)}|{folded(name)}"


class _Staffing:
    """The whole list: each project once, with what its rows say together, then who was on it."""

    def __init__(self, rows: list[_Row], firm: str, reading: Reading, limits: Limits) -> None:
        self._rows = rows
        self._firm = firm
        self._reading = reading
        self._limits = limits
        self._made = ListClaims(reading.source, {company_key(firm)})
        self._clients: dict[str, str] = {}
        self._named: dict[str, NamedTwice] = {}
        for row in rows:
            self._named.setdefault(row.place, NamedTwice()).add(row.name, row.key)
            if row.client:
                self._clients.setdefault(row.project, row.client)

    def claims(self) -> Iterator[Claim]:
        projects: dict[str, list[_Row]] = {}
        for row in self._rows:
            reason = self._unusable(row)
            if reason:
                row.listing.reject(row.line, reason, self._reading, self._limits)
            else:
                projects.setdefault(row.project, []).append(row)
        for key, rows in projects.items():
            yield from self._project(key, rows)
            seen: set[str] = set()
            for row in rows:
                yield from self._member(row, seen)

    def _unusable(self, row: _Row) -> str:
        client = self._clients.get(row.project, "")
        if row.client and company_key(row.client) != company_key(client):
            return f"the project is for {client!r} in an earlier row"
        if not row.key and self._named[row.place].keys(row.name) > 1:
            return f"several people are called {row.name!r}, and this row has neither personnel number nor e-mail"
        return ""

    def _project(self, key: str, rows: list[_Row]) -> Iterator[Claim]:
        first = rows[0]
        file, line = first.listing.sheet.label, first.line
        client = self._clients.get(key, "")
        if client:
            yield from self._made.company(client, file, line)
        outcomes = list(dict.fromkeys(row.outcome for row in rows if row.outcome))
        if len(outcomes) > 1:
            several = f"{file}:{line}: the project has several outcomes ({', '.join(outcomes)}); the first is kept"
            self._reading.remarks.append(several)
        values = {
            name: next((row.cells[name] for row in rows if row.cells.get(name)), None)
            for name in ("project", "unit", "discipline")
        }
        content = {
            "id": key,
            "company": self._made.record("companies", company_key(client)) if client else None,
            "unit": values["unit"],
            "name": values["project"] or key.removeprefix("nr:"),
            "discipline": values["discipline"],
            "start": next((row.days[2] for row in rows if row.days[2]), None),
            "end": next((row.days[3] for row in rows if row.days[3]), None),
            "outcome": outcomes[0] if outcomes else None,
        }
        yield Claim("projects", key, row_of("projects", content), file, line)

    def _member(self, row: _Row, seen: set[str]) -> Iterator[Claim]:
        file, line, cells = row.listing.sheet.label, row.line, row.cells
        ours = row.place == company_key(self._firm)
        own = f"{row.place}|{row.key or f'name:{folded(row.name)}'}"
        yield from self._made.company(row.employer, file, line)
        yield from self._made.person(own, row.name, cells, file, line, numbered_by=row.place if ours else "")
        observed = self._seen_at_work(row)
        if observed:
            job = {"title": row.title, "observed_on": observed}
            yield self._made.job(own, row.employer, row.project, job, file, line)
        member = {
            "project": self._made.record("projects", row.project),
            "person": self._made.record("people", own),
            "role": cells.get("role"),
            "start": row.days[0],
            "end": row.days[1],
        }
        key = f"{row.project}|{own}|{cells.get('role', '')}|{row.days[0] or ''}"
        if key not in seen:
            seen.add(key)
            yield Claim("project_people", key, row_of("project_people", member), file, line)

    def _seen_at_work(self, row: _Row) -> str:
        """Return the last day on which the project shows where a person works, empty when it has no days."""
        start, end = row.days[0] or row.days[2], row.days[1] or row.days[3]
        as_of = self._reading.as_of
        if not (start or end) or (start and PartialDate.parse(start).earliest() > as_of):
            return ""
        return min(PartialDate.parse(end).latest() if end else as_of, as_of).isoformat()
