"""How an archive becomes claims; the text of messages, invitations and recommendations never leaves the reader.

As of the exports of 2024-2026. Of messages only the dates and who took part are taken, of recommendations who and when.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.names import company_key, folded
from graph.vocabulary.tables import TABLES
from loaders.archive import archive_names, read_archive
from loaders.base import NOTHING_UNREAD, Asked, Reading, Unread
from loaders.limits import LIMITS, Limits
from loaders.linkedin.exported import exported_on
from loaders.linkedin.files import (
    CONNECTIONS,
    EDUCATION,
    GIVEN,
    INVITATIONS,
    MARKS,
    MESSAGES,
    POSITIONS,
    PROFILE,
    RECEIVED,
    Row,
    delimiter_of,
    read_rows,
)
from loaders.linkedin.ours import is_open, open_positions, our_firm
from loaders.linkedin.owner import Owner, as_known, find_owner, slugs
from loaders.linkedin.words import linkedin_date, plain_name, slug, us_date
from loaders.rows import as_utf8

_OWNER = "owner"
_HEAD = 64 * 1024
# Positions, schools, messages and invitations are never swept.
_TIES = frozenset({"acquaintances"})
_UNREAD = {
    CONNECTIONS: Unread(_TIES),
    GIVEN: Unread(_TIES, frozenset({"worked_with"})),
    RECEIVED: Unread(_TIES, frozenset({"worked_with"})),
}
_WRITTEN = frozenset({"", "visible", "hidden", "accepted"})


def is_linkedin(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a zip, a folder or a single CSV file holds a member's connections."""
    if path.is_file() and path.suffix.casefold() == ".csv":
        return path.name == CONNECTIONS or _has_connections(path, limits)
    names = set(archive_names(path, limits))
    return CONNECTIONS in names or {PROFILE, POSITIONS} <= names


def read_linkedin(path: Path, asked: Asked) -> Reading:
    """Open an archive; raises ImportRefused when it is damaged, has no header that is known, or no owner."""
    remarks: list[str] = []
    rows = archive_rows(path, asked.limits, remarks)
    owner = find_owner(rows, asked.owner)
    source = f"linkedin:{owner.key}"
    owner = as_known(owner, source, _OWNER, asked.known)
    as_of = exported_on(path, rows, asked, remarks)
    ties = frozenset({"linkedin", "worked_with"} if rows.keys() >= {GIVEN, RECEIVED} else {"linkedin"})
    scopes = {"acquaintances": Scope(Mode.COMPLETE, kinds=ties)}
    reading = Reading(source, "linkedin", as_of, (), scopes, remarks=remarks)
    firm, remark = our_firm(rows.get(POSITIONS, ()), owner, asked, source)
    remarks += remark
    remarks += _namesakes(owner, source, asked)
    if owner.slug and not owner.name:
        remarks.append(f'the owner is called {owner.called}, after the profile address: give --owner "NAME <ADDRESS>"')
    reading.claims = _Export(rows, reading, owner, firm).claims()
    return reading


def archive_rows(path: Path, limits: Limits, remarks: list[str] | None = None) -> dict[str, list[Row]]:
    """Return the rows of every file that is read; raises ImportRefused, also when there are no connections.

    A file that a spreadsheet saved again in Windows-1252 is read as that, and ``remarks`` takes note of it.
    """
    if path.is_file() and path.suffix.casefold() == ".csv":
        if path.stat().st_size > limits.zip_entry_size:
            raise ImportRefused(path.name, f"is larger than {limits.zip_entry_size >> 20} MB")
        files = {CONNECTIONS: path.read_bytes()}
    else:
        files = read_archive(path, MARKS, limits)
    if CONNECTIONS not in files:
        raise ImportRefused(
            path.name,
            f"holds no {CONNECTIONS}",
            remedy="LinkedIn may send an archive in parts: take the part with the connections, or ask for them.",
        )
    rows = {}
    for name, raw in files.items():
        text, remark = as_utf8(name, raw)
        rows[name] = list(read_rows(name, text, limits))
        if remark and remarks is not None:
            remarks.append(remark)
    return rows


def _has_connections(path: Path, limits: Limits) -> bool:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    head = head[: head.rfind(b"\n") + 1] if len(head) == _HEAD and head[:2] not in {b"\xff\xfe", b"\xfe\xff"} else head
    return bool(delimiter_of(CONNECTIONS, as_utf8(path.name, head)[0], limits))


class Unwanted(ValueError):
    """A row that was read, and says nothing that is kept."""


class _Export:
    """The claims in one archive."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], reading: Reading, owner: Owner, firm: str) -> None:
        self._rows = rows
        self._reading = reading
        self._owner = owner
        self._firm = firm
        self._known: set[tuple[str, str]] = set()
        self._called: dict[str, set[str]] = {}
        self._not_counted: Counter[str] = Counter()

    def claims(self) -> Iterator[Claim]:
        """Yield everything, people and companies before what refers to them; bad rows go to ``rejected``."""
        yield from self._ours()
        makers = (
            (CONNECTIONS, self._connection),
            (POSITIONS, self._position),
            (EDUCATION, self._study),
            (MESSAGES, self._message),
            (GIVEN, self._recommendation),
            (RECEIVED, self._recommendation),
            (INVITATIONS, self._invitation),
        )
        for name, make in makers:
            for row in self._rows.get(name, ()):
                try:
                    yield from list(make(row))
                except Unwanted as error:
                    self._reading.reject(row.file, row.line, str(error), NOTHING_UNREAD)
                except ValueError as error:
                    self._reading.reject(row.file, row.line, str(error), self._unread(name, row))
        if self._not_counted:
            kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self._not_counted.items()))
            self._reading.remarks.append(f"{MESSAGES}: messages that are no contact: {kinds}")

    def _unread(self, name: str, row: Row) -> Unread:
        """Return what a row may have said: of a connection with an address, only about that profile."""
        if name == CONNECTIONS and (address := slug(row("url"))):
            own = f"in/{address}" if address == _OWNER else address
            return replace(_UNREAD[name], keys=frozenset({self._record(own)}))
        return _UNREAD.get(name, NOTHING_UNREAD)

    def _ours(self) -> Iterator[Claim]:
        owner, file = self._owner, PROFILE if PROFILE in self._rows else CONNECTIONS
        first = next(iter(self._rows.get(file, ())), Row(file, 1, {}))
        yield self._person(_OWNER, owner.name, first, email=";".join(owner.emails), address=owner.slug)
        firm = company_key(self._firm)
        now = open_positions(self._rows.get(POSITIONS, ()))
        jobs = [row for row in now if company_key(row("company name")) == firm]
        yield self._company(self._firm, next(iter(jobs), first), relation="ours")
        if not jobs:
            yield from self._job(_OWNER, self._firm, "", None, None, first)

    def _connection(self, row: Row) -> Iterator[Claim]:
        name = plain_name(row("first name"), row("last name"))
        if not name:
            closed = not (row("url") or row("email address"))
            raise (Unwanted("has no name (a closed account)") if closed else ValueError("has no name"))
        connected = linkedin_date(row("connected on"))
        address = slug(row("url"))
        own = address or row("email address").casefold() or f"{folded(name)}|{connected}"
        own = f"in/{own}" if own == _OWNER else own
        yield self._person(own, name, row, email=row("email address"), address=address)
        self._called.setdefault(folded(name), set()).add(own)
        pair = (self._record(_OWNER), self._record(own), "linkedin", connected, self._record(_OWNER), None)
        yield Claim("acquaintances", f"{_OWNER}|{own}|linkedin", pair, row.file, row.line)
        if row("company"):
            yield from self._job(own, row("company"), row("position"), None, None, row)

    def _position(self, row: Row) -> Iterator[Claim]:
        if not row("company name"):
            raise ValueError("has no company")
        start = linkedin_date(row("started on")) if row("started on") else None
        end = None if is_open(row) else linkedin_date(row("finished on"))
        if start and end and end < start[: len(end)]:
            raise ValueError(f"end {end} is before start {start}")
        yield from self._job(_OWNER, row("company name"), row("title"), start, end, row)

    def _job(self, own: str, company: str, title: str, start: str | None, end: str | None, row: Row) -> Iterator[Claim]:
        if ("companies", company_key(company)) not in self._known:
            yield self._company(company, row)
        seen = self._reading.as_of.isoformat() if end is None else None
        where = record_id(self._reading.source, "companies", company_key(company))
        content = (self._record(own), where, title or None, None, None, start, end, seen, None, None)
        key = f"{own}|{company_key(company)}|{start or seen}|{title}"
        yield Claim("employments", key, content, row.file, row.line)

    def _study(self, row: Row) -> Iterator[Claim]:
        school = row("school name")
        if not school:
            raise ValueError("has no school")
        start, end = (linkedin_date(row(name)) if row(name) else None for name in ("start date", "end date"))
        content = (self._record(_OWNER), school, row("degree name") or None, start, end)
        yield Claim("studies", f"{folded(school)}|{start}", content, row.file, row.line)

    def _message(self, row: Row) -> Iterator[Claim]:
        others = slugs(f"{row('sender profile url')} {row('recipient profile urls')}") - {self._owner.slug}
        if why_not := self._no_contact(row, others):
            self._not_counted[why_not] += 1
            return
        day = datetime.fromisoformat(row("date").removesuffix(" UTC")).date().isoformat()
        people = ";".join(sorted({self._record(_OWNER), *(self._record(one) for one in others)}))
        told = f"{row('conversation id')}|{row('date')}|{row('sender profile url')}"
        own = hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
        yield Claim("contacts", own, (own, "message", day, None, people), row.file, row.line)

    def _no_contact(self, row: Row, others: set[str]) -> str:
        """Say why a message is no contact with connections of the owner, "" where it is one."""
        if row("is message draft").casefold() in {"yes", "true"}:
            return "never sent (drafts)"
        if row("folder").casefold() == "spam" or "sponsored" in row("conversation title").casefold():
            return "spam or sponsored"
        if not self._owner.slug:
            return "of an owner whose profile is not known"
        strangers = any(("people", one) not in self._known for one in others)
        return "with people who are no connections" if strangers or not others else ""

    def _recommendation(self, row: Row) -> Iterator[Claim]:
        """A recommendation that was written says that the two worked together; one tie a pair, however many."""
        if row("status").casefold() not in _WRITTEN:
            raise Unwanted(f"was not written: its status is {row('status')}")
        written = us_date(row("creation date"))
        name = plain_name(row("first name"), row("last name"))
        called = sorted(self._called.get(folded(name), ()))
        if len(called) != 1:
            found = f"{len(called)} connections have" if called else "no connection has"
            raise ValueError(f"{found} the name of the recommendation, and it has no address")
        owner, other = self._record(_OWNER), self._record(called[0])
        first, second = (owner, other) if row.file == GIVEN else (other, owner)
        content = (first, second, "worked_with", written, first, None)
        yield Claim("acquaintances", f"{_OWNER}|{called[0]}|worked_with", content, row.file, row.line)

    def _invitation(self, row: Row) -> Iterator[Claim]:
        """Check the date and claim nothing: who accepted is a connection already, and the others do not know us."""
        us_date(row("sent at"))
        yield from ()

    def _person(self, own: str, name: str, row: Row, *, email: str = "", address: str = "") -> Claim:
        self._known.add(("people", own))
        url = f"https://www.linkedin.com/in/{address}" if address else None
        rest = (None,) * (len(TABLES["people"].fields) - 7)
        content = (own, name or None, None, None, None, email or None, url, *rest)
        return Claim("people", own, content, row.file, row.line)

    def _company(self, name: str, row: Row, *, relation: str | None = None) -> Claim:
        key = company_key(name)
        self._known.add(("companies", key))
        return Claim("companies", key, (key, name, relation, None, None, None, None, None), row.file, row.line)

    def _record(self, own: str) -> str:
        return record_id(self._reading.source, "people", own)


def _namesakes(owner: Owner, source: str, asked: Asked) -> list[str]:
    """Say how the owner becomes one with the same person in a list of ours, where only the name tells."""
    found = asked.known.namesakes(owner.name, source) if asked.known and owner.name and not owner.emails else []
    if len(found) != 1:
        return []
    own = record_id(source, "people", _OWNER)
    return [f"{owner.name} stands in a list of ours too; if that is the same person: inroads same {own} {found[0]}"]
