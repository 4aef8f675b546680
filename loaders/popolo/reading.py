"""How Popolo JSON is read: persons, organizations, posts and memberships with their partial dates (docs/popolo.md).

The format is that of popoloproject.com as EveryPolitician and parlparse write it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from graph.errors import ImportRefused
from graph.folding import span
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.tables import TABLES
from loaders.base import NOTHING_UNREAD, Asked, Reading, Unread
from loaders.limits import LIMITS, Limits
from loaders.popolo.document import LISTS, Item, Row, cleaned, needed, own_id, read_document, text_of, values

_MARK = re.compile(rb'"(?:persons|organizations|memberships)"\s*:\s*\[')
_HEAD = 64 * 1024
_WHOLE = {
    "people": "persons",
    "companies": "organizations",
    "employments": "memberships",
    "board_seats": "memberships",
}
_PARTIES = frozenset({"party", "political party", "political-party", "parliamentary group", "faction"})
_BOARDS = frozenset({"board", "board of directors", "supervisory board", "committee", "council"})
_BOARD_ROLES = re.compile(r"\b(?:board member|non-executive|trustee|member of the board|chair of the board)\b", re.I)
_REGISTRIES = ("register", "registry", "companies-house", "companies_house", "orgnr", "brreg", "gb-coh", "no-brc")


def is_popolo(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a file is a JSON object with persons, organizations or memberships."""
    if not path.is_file() or path.stat().st_size > limits.file_size:
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and _MARK.search(head) is not None


def read_popolo(path: Path, asked: Asked) -> Reading:
    """Open a file; raises ImportRefused for what is no JSON of this form, is beyond the limits, or names no source."""
    rows, told = read_document(path, asked.limits)
    source = asked.source or _hint(told)
    if not source:
        raise ImportRefused(path.name, "names no source", remedy="Give --source NAME.")
    complete = {table: Scope(Mode.COMPLETE) for table, name in _WHOLE.items() if name in rows}
    reading = Reading(source, "popolo", _as_of(rows, asked), (), complete)
    reading.unknown_columns = [f"{path.name}: {name}" for name in sorted(told.keys() - {"meta", "areas"})][:50]
    reading.claims = _File(path.name, rows, reading, asked.limits).claims()
    return reading


def _hint(told: Item) -> str:
    """Return what the file calls itself: ``source`` or ``name`` of it or of its ``meta``, or the one of its sources."""
    meta = told.get("meta")
    for place in (told, meta if isinstance(meta, dict) else {}):
        sources = place.get("sources")
        only = sources[0] if isinstance(sources, list) and len(sources) == 1 else None
        for value in (place.get("source"), place.get("name"), only):
            if isinstance(value, str) and value.strip() and len(value) <= 200:
                return cleaned(value)
    return ""


def _as_of(rows: Mapping[str, list[Row]], asked: Asked) -> date:
    """Return the newest ``updated_at`` of all rows, at most today; where none has it, the day told, else today."""
    found = []
    for row in (row for name in LISTS for row in rows.get(name, ())):
        stamp = row.item.get("updated_at")
        try:
            found.append(date.fromisoformat(stamp[:10]) if isinstance(stamp, str) else date.min)
        except ValueError:
            continue
    newest = max(found, default=date.min)
    return min(newest, asked.today) if newest > date.min else asked.as_of or asked.today


class _File:
    """One file: what refers to what, and the claims in it."""

    def __init__(self, file: str, rows: Mapping[str, list[Row]], reading: Reading, limits: Limits) -> None:
        self._file = file
        self._rows = rows
        self._reading = reading
        self._limits = limits
        self._posts = {own_id(row.item): row.item for row in rows.get("posts", ())}
        self._events = {own_id(row.item): row.item for row in rows.get("events", ())}
        self._parties: list[int] = []
        self._people: set[str] = set()
        self._kept: set[str] = set()
        self._companies: dict[str, tuple[str, str]] = {}

    def claims(self) -> Iterator[Claim]:
        """Yield organizations and people before the memberships that refer to them; bad rows go to ``rejected``."""
        for row in self._rows.get("organizations", ()):
            if own := own_id(row.item):
                name, kind = row.item.get("name"), row.item.get("classification")
                self._companies[own] = (str(name or ""), str(kind or "").strip().casefold())
        for name, make in (("organizations", self._company), ("persons", self._person), ("memberships", self._stay)):
            for row in self._rows.get(name, ()):
                try:
                    yield from list(make(row))
                except ValueError as error:
                    self._reading.reject(self._file, row.line, str(error), self._unread(row))
                    if len(self._reading.rejected) > self._limits.rejected_rows:
                        raise ImportRefused(self._file, "too many rows cannot be used", line=row.line) from error
        if self._parties:
            reason = f"memberships of parties are not read: {len(self._parties)} (the first is here)"
            self._reading.reject(self._file, self._parties[0], reason, NOTHING_UNREAD)

    def _unread(self, row: Row) -> Unread:
        """Return what a row may have said: what has its id, else what speaks of its person, else anything."""
        own = own_id(row.item)
        told = row.item.get("person_id")
        about = own or (told if isinstance(told, str) else "")
        source = self._reading.source
        records = {record_id(source, table, about) for table in ("people", "companies")}
        return Unread(keys=frozenset({own, *records} - {""}) if about else frozenset())

    def _company(self, row: Row) -> Iterator[Claim]:
        own, parent = needed(row.item, "id"), text_of(row.item, "parent_id")
        if parent == own:
            raise ValueError("an organization cannot be its own parent")
        if self._party(own):
            return
        known = parent in self._companies and not self._party(parent)
        above = record_id(self._reading.source, "companies", parent) if known else None
        details = values(row.item, "contact_details", "type", "value")
        site = next((value for kind, value in details if kind in {"url", "website"}), "")
        host = re.fullmatch(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?:/.*)?", site.casefold())
        number = next((v for k, v in values(row.item, "identifiers", "scheme", "identifier") if k in _REGISTRIES), "")
        content = (own, needed(row.item, "name"), None, above, host[1] if host else None, number or None,
                   text_of(row.item, "classification") or None, None)  # fmt: skip
        self._kept.add(own)
        yield Claim("companies", own, content, self._file, row.line)

    def _person(self, row: Row) -> Iterator[Claim]:
        item = row.item
        own = needed(item, "id")
        given, family = text_of(item, "given_name"), text_of(item, "family_name")
        name = text_of(item, "name") or f"{given} {family}".strip()
        if not name:
            raise ValueError("name is missing")
        details = values(item, "contact_details", "type", "value")
        mails = {m.casefold() for m in (text_of(item, "email"), *(v for kind, v in details if kind == "email"))}
        others = {other for _, other in values(item, "other_names", "note", "name") if other != name}
        keys = values(item, "identifiers", "scheme", "identifier")
        crm = next((value for kind, value in keys if kind in {"crm", "crm_id"}), "")
        urls = [value for _, value in (*values(item, "links", "note", "url"), *details)]
        profile = next((found[0] for url in urls if (found := re.search(r"linkedin\.com/in/[^/?#\s]+", url, re.I))), "")
        content = (
            own, name, given or None, family or None, ";".join(sorted(o.replace(";", ",") for o in others)) or None,
            ";".join(sorted(m for m in mails if re.fullmatch(r"[^\s;@]+@[^\s;@]+", m))) or None,
            f"https://www.{profile}" if profile else None, crm or None,
        )  # fmt: skip
        self._people.add(own)
        rest = (None,) * (len(TABLES["people"].fields) - len(content))
        yield Claim("people", own, (*content, *rest), self._file, row.line)

    def _stay(self, row: Row) -> Iterator[Claim]:
        item = row.item
        person = needed(item, "person_id")
        post = self._posts.get(text_of(item, "post_id"), {})
        company = text_of(item, "organization_id") or text_of(post, "organization_id")
        if self._party(company):
            self._parties.append(row.line)
            return
        if company not in self._kept:
            raise ValueError("organization_id is not in organizations" if company else "organization_id is missing")
        title = text_of(item, "role") or text_of(post, "label") or text_of(item, "label")
        start, end = self._dates(item)
        if person not in self._people:
            if "persons" in self._rows:
                raise ValueError("person_id is not in persons")
            self._people.add(person)
            rest = (None,) * (len(TABLES["people"].fields) - 2)
            yield Claim("people", person, (person, person, *rest), self._file, row.line)
        source = self._reading.source
        refers = (record_id(source, "people", person), record_id(source, "companies", company))
        own = text_of(item, "id") or "|".join((person, company, start or "", title))
        if self._companies[company][1] in _BOARDS or _BOARD_ROLES.search(title):
            yield Claim("board_seats", own, (*refers, title or None, start, end), self._file, row.line)
            return
        behalf = text_of(item, "on_behalf_of_id")
        unit = "" if self._party(behalf) else self._companies.get(behalf, ("", ""))[0]
        content = (*refers, title or None, cleaned(unit) or None, None, start, end, None, None, None)
        yield Claim("employments", own, content, self._file, row.line)

    def _party(self, own: str) -> bool:
        return self._companies.get(own, ("", ""))[1] in _PARTIES

    def _dates(self, item: Item) -> tuple[str | None, str | None]:
        """Return start and end; those of the legislative period where the membership says neither."""
        period = self._events.get(text_of(item, "legislative_period_id"), {})
        place = item if text_of(item, "start_date") or text_of(item, "end_date") else period
        told = (text_of(place, name)[:10] for name in ("start_date", "end_date"))
        start, end = (PartialDate.parse(day).text if day else None for day in told)
        when = span(start, end)
        if start and end and when and when.end_high < when.start_low:
            raise ValueError(f"end {end} is before start {start}")
        return start, end
