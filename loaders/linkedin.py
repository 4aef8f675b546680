"""How a member's LinkedIn archive is read: "Download your data", zip or folder, as of the exports of 2024-2026.

Header sets: Connections, Positions, Education, Profile, Email Addresses, messages. Of messages only the dates and who
took part are taken; the text never leaves the reader.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.names import company_key, folded
from graph.vocabulary.tables import TABLES
from loaders.archive import archive_names, read_archive
from loaders.base import Asked, Reading, Rejected
from loaders.limits import LIMITS, Limits
from loaders.rows import parse_csv

_CONNECTIONS = "Connections.csv"
_FILES = (_CONNECTIONS, "Profile.csv", "Positions.csv", "Education.csv", "Email Addresses.csv", "messages.csv")
_MARKS = {
    _CONNECTIONS: ("first name", "last name", "connected on"),
    "Profile.csv": ("first name", "last name", "headline"),
    "Positions.csv": ("company name", "title", "started on"),
    "Education.csv": ("school name", "start date"),
    "Email Addresses.csv": ("email address", "confirmed"),
    "messages.csv": ("conversation id", "from", "date", "folder"),
}
_HEADER_WITHIN = 40
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_DATED_NAME = re.compile(r"(\d{2})-(\d{2})-(\d{4})")
_Row = tuple[str, int, dict[str, str]]


def is_linkedin(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a zip, a folder or a single file holds a member's connections."""
    return path.name == _CONNECTIONS or _CONNECTIONS in archive_names(path, limits)


def read_linkedin(path: Path, asked: Asked) -> Reading:
    """Open an archive; raises ImportRefused when it is damaged, has no header that is known, or no owner."""
    today, limits = asked.today, asked.limits
    home = path.parent if path.is_file() and path.name == _CONNECTIONS else path
    wanted = (_CONNECTIONS,) if path.name == _CONNECTIONS and path.is_file() else _FILES
    files = read_archive(home, wanted, limits)
    reading = Reading("", "linkedin", today, (), {"acquaintances": Scope(Mode.COMPLETE)})
    rows = {name: list(_rows(name, raw, limits)) for name, raw in files.items()}
    export = _Export(rows, reading, asked.owner)
    reading.as_of = _exported_on(path, rows[_CONNECTIONS], today)
    reading.source = f"linkedin:{export.owner_key}"
    reading.claims = export.claims()
    return reading


def slug(url: str) -> str:
    """Return the member's name in a profile address, lower case and percent-decoded; empty for anything else.

    >>> slug("www.linkedin.com/in/K%C3%A5re-Moe/")
    'kåre-moe'
    """
    found = re.search(r"linkedin\.com/in/([^/?#\s]+)", url, re.IGNORECASE)
    return unquote(found[1]).casefold() if found else ""


def linkedin_date(text: str) -> str:
    """Return ``12 Mar 2024``, ``7-Feb-22``, ``Mar 2020`` or ``2022`` as a partial date; raises ValueError."""
    words = re.split(r"[\s-]+", text.strip().casefold())
    try:
        if len(words) == 1 and re.fullmatch(r"\d{4}", words[0]):
            return words[0]
        year = int(words[-1]) + (2000 if len(words[-1]) == 2 else 0)
        month = _MONTHS[words[-2][:3]]
        return f"{year:04d}-{month:02d}" if len(words) == 2 else date(year, month, int(words[-3])).isoformat()
    except (KeyError, IndexError, ValueError):
        raise ValueError(f"{text!r} is not a date like 12 Mar 2024") from None


def _rows(name: str, raw: bytes, limits: Limits) -> Iterator[_Row]:
    header: list[str] | None = None
    for number, (line, cells) in enumerate(parse_csv(name, raw, limits, delimiter=",")):
        if header is None:
            names = [cell.strip().casefold() for cell in cells]
            if set(_MARKS[name]) <= set(names):
                header = names
            elif number >= _HEADER_WITHIN:
                break
        else:
            yield name, line, {key: cell.strip() for key, cell in zip(header, cells, strict=False)}
    if header is None:
        raise ImportRefused(
            name, f"has no header with {', '.join(_MARKS[name])}", remedy="Is this LinkedIn's own export?"
        )


def _exported_on(path: Path, connections: list[_Row], today: date) -> date:
    """Return the day in the archive's name, else the newest connection's, else today."""
    found = _DATED_NAME.search(path.name)
    if found:
        try:
            return min(date(int(found[3]), int(found[1]), int(found[2])), today)
        except ValueError:
            return today
    days = []
    for _, _, row in connections:
        try:
            days.append(date.fromisoformat(linkedin_date(row.get("connected on", ""))))
        except ValueError:
            continue
    return min(max(days, default=today), today)


class _Export:
    """One archive: its owner, and the claims in it."""

    def __init__(self, rows: Mapping[str, list[_Row]], reading: Reading, owner: str) -> None:
        self._rows = rows
        self._reading = reading
        profile = next((row for _, _, row in rows.get("Profile.csv", ())), {})
        self._name = f"{profile.get('first name', '')} {profile.get('last name', '')}".strip() or owner.strip()
        if not self._name:
            raise ImportRefused(_CONNECTIONS, "does not say whose connections these are", remedy='Give --owner "NAME".')
        self._slug = slug(owner) or self._sender()
        self.owner_key = self._slug or folded(self._name).replace(" ", "-")
        self._known: set[tuple[str, str]] = set()

    def claims(self) -> Iterator[Claim]:
        """Yield everything, people and companies before what refers to them; bad rows go to ``rejected``."""
        yield from self._owner()
        makers = (
            (_CONNECTIONS, self._connection),
            ("Positions.csv", self._position),
            ("Education.csv", self._study),
            ("messages.csv", self._message),
        )
        for name, make in makers:
            for file, line, row in self._rows.get(name, ()):
                try:
                    yield from list(make(row, file, line))
                except ValueError as error:
                    self._reading.rejected.append(Rejected(file, line, str(error)))

    def _sender(self) -> str:
        """Return the one profile that takes part in every conversation, when there are at least two."""
        threads: dict[str, set[str]] = {}
        for _, _, row in self._rows.get("messages.csv", ()):
            everybody = f"{row.get('sender profile url', '')} {row.get('recipient profile urls', '')}"
            threads.setdefault(row.get("conversation id", ""), set()).update(_slugs(everybody))
        shared = set.intersection(*threads.values()) if len(threads) > 1 else set()
        return shared.pop() if len(shared) == 1 else ""

    def _owner(self) -> Iterator[Claim]:
        mails = [
            r["email address"]
            for _, _, r in self._rows.get("Email Addresses.csv", ())
            if r.get("confirmed", "").casefold() == "yes"
        ]
        yield self._person("owner", self._name, "Profile.csv", 2, email=";".join(mails), url=self._slug)
        now = [row for _, _, row in self._rows.get("Positions.csv", ()) if _open(row) and row.get("company name")]
        if len(now) == 1:
            yield self._company(now[0]["company name"], "Positions.csv", 0, relation="ours")

    def _connection(self, row: Mapping[str, str], file: str, line: int) -> Iterator[Claim]:
        name = f"{_plain(row.get('first name', ''))} {_plain(row.get('last name', ''))}".strip()
        if not name:
            raise ValueError("has no name (a closed account)")
        connected = linkedin_date(row.get("connected on", ""))
        own = slug(row.get("url", "")) or row.get("email address", "").casefold() or f"{folded(name)}|{connected}"
        yield self._person(own, name, file, line, email=row.get("email address", ""), url=slug(row.get("url", "")))
        pair = (self._record("owner"), self._record(own), "linkedin", connected, self._record("owner"), None)
        yield Claim("acquaintances", f"owner|{own}|linkedin", pair, file, line)
        if row.get("company"):
            yield from self._job(own, row["company"], row.get("position", ""), None, None, file, line)

    def _position(self, row: Mapping[str, str], file: str, line: int) -> Iterator[Claim]:
        if not row.get("company name"):
            raise ValueError("has no company")
        start = linkedin_date(row["started on"]) if row.get("started on") else None
        end = None if _open(row) else linkedin_date(row["finished on"])
        if start and end and end < start[: len(end)]:
            raise ValueError(f"end {end} is before start {start}")
        yield from self._job("owner", row["company name"], row.get("title", ""), start, end, file, line)

    def _job(
        self, own: str, company: str, title: str, start: str | None, end: str | None, file: str, line: int
    ) -> Iterator[Claim]:
        if ("companies", company_key(company)) not in self._known:
            yield self._company(company, file, line)
        seen = self._reading.as_of.isoformat() if end is None else None
        where = record_id(self._reading.source, "companies", company_key(company))
        content = (self._record(own), where, title or None, None, None, start, end, seen, None, None)
        yield Claim("employments", f"{own}|{company_key(company)}|{start or seen}|{title}", content, file, line)

    def _study(self, row: Mapping[str, str], file: str, line: int) -> Iterator[Claim]:
        if not row.get("school name"):
            raise ValueError("has no school")
        start, end = (linkedin_date(row[name]) if row.get(name) else None for name in ("start date", "end date"))
        content = (self._record("owner"), row["school name"], row.get("degree name") or None, start, end)
        yield Claim("studies", f"{folded(row['school name'])}|{start}", content, file, line)

    def _message(self, row: Mapping[str, str], file: str, line: int) -> Iterator[Claim]:
        if row.get("folder", "").casefold() == "spam" or "sponsored" in row.get("conversation title", "").casefold():
            return
        day = datetime.fromisoformat(row.get("date", "").removesuffix(" UTC")).date().isoformat()
        others = _slugs(f"{row.get('sender profile url', '')} {row.get('recipient profile urls', '')}") - {self._slug}
        strangers = sorted(one for one in others if ("people", one) not in self._known)
        if not self._slug or strangers or not others:
            return
        people = ";".join(sorted({self._record("owner"), *(self._record(one) for one in others)}))
        told = f"{row.get('conversation id', '')}|{row.get('date', '')}|{row.get('sender profile url', '')}"
        own = hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
        yield Claim("contacts", own, (own, "message", day, None, people), file, line)

    def _person(self, own: str, name: str, file: str, line: int, *, email: str = "", url: str = "") -> Claim:
        self._known.add(("people", own))
        address = f"https://www.linkedin.com/in/{url}" if url else None
        rest = (None,) * (len(TABLES["people"].fields) - 7)
        return Claim("people", own, (own, name, None, None, None, email or None, address, *rest), file, line)

    def _company(self, name: str, file: str, line: int, *, relation: str | None = None) -> Claim:
        self._known.add(("companies", company_key(name)))
        return Claim(
            "companies",
            company_key(name),
            (company_key(name), name, relation, None, None, None, None, None),
            file,
            line,
        )

    def _record(self, own: str) -> str:
        return record_id(self._reading.source, "people", own)


def _slugs(text: str) -> set[str]:
    return {one for part in re.split(r"[,;\s]+", text) if (one := slug(part))}


def _open(row: Mapping[str, str]) -> bool:
    return row.get("finished on", "").casefold() in {"", "present"}


def _plain(name: str) -> str:
    """Drop what people hang on to their names: credentials after a comma or bar, and emoji."""
    kept = re.split(r"[|,]", name)[0]
    return "".join(c for c in kept if c.isalpha() or c in " .'’-").strip()
