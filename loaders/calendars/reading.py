"""How calendars (.ics, RFC 5545) become contacts: whose they are, which days they cover, who met whom.

Read: exports of 2024-2026 of Google Calendar (zip), Outlook and Apple Calendar; docs/calendars.md says what is kept.
"""

import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

from graph.errors import ImportRefused
from graph.provenance import Claim, Mode, Scope, record_id
from graph.vocabulary.tables import TABLES
from loaders.archive import archive_names, read_archive
from loaders.base import NOTHING_UNREAD, Asked, Reading, Rejected, input_name
from loaders.calendars.components import RawCalendar, RawEvent, read_components
from loaders.calendars.events import Event, Invited, day_of, read_address, read_event, read_owner, same_clock
from loaders.calendars.series import Steps, days, last_day
from loaders.limits import LIMITS, Limits

_MARK = b"BEGIN:VCALENDAR"
_TOO_FINE = re.compile(r"\bFREQ=(?:SECONDLY|MINUTELY)\b", re.IGNORECASE)
_ENOUGH_EVENTS = 3
_OWNER_REMEDY = 'Give --owner E-MAIL, or "NAME <E-MAIL>".'


def is_calendar(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a file begins as a calendar, or a folder or zip holds .ics files."""
    names = archive_names(path, limits)
    if names or not path.is_file():
        return any(name.casefold().endswith(".ics") for name in names)
    with path.open("rb") as file:
        head = file.read(256)
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper().startswith(_MARK)


def read_calendar(path: Path, asked: Asked) -> Reading:
    """Read calendars; raises ImportRefused for what is none, is beyond the limits, or does not say whose it is."""
    limits = asked.limits
    found = _Calendars(limits)
    for name, raw in sorted(_files(path, asked).items()):
        found.read(name, raw)
    owner = found.owner(input_name(path, asked.parts), asked.owner)
    reading = Reading(f"calendar:{owner}", "calendar", found.stamped(asked.as_of or asked.today, asked.today), ())
    window = found.window(reading.as_of)
    if window is not None:
        reading.scopes = {"contacts": window}
    reading.claims = _claims(found, owner, read_owner(asked.owner)[1], reading)
    return reading


def _files(path: Path, asked: Asked) -> dict[str, bytes]:
    limits = asked.limits
    most = replace(limits, zip_entry_size=min(limits.zip_entry_size, limits.calendar_size))
    names = [name for name in archive_names(path, most) if name.casefold().endswith(".ics")]
    if names and len(names) <= limits.zip_entries:
        sizes = [(path / name).stat().st_size for name in names] if path.is_dir() else []
        if sum(sizes) > limits.zip_total_size:
            raise ImportRefused(path.name, "holds more than is allowed", remedy="Load the calendars one by one.")
        return read_archive(path, names, most, among=asked.parts)
    if names or path.is_dir():
        reason = f"holds more than {limits.zip_entries} calendars" if names else "holds no .ics file"
        raise ImportRefused(path.name, reason, remedy="Load the calendars one by one.")
    try:
        if path.stat().st_size > limits.calendar_size:
            size = limits.calendar_size // 1024 // 1024
            raise ImportRefused(path.name, f"is larger than {size} MB", remedy="Export a shorter time.")
        return {path.name: path.read_bytes()}
    except OSError as error:
        raise ImportRefused(path.name, "cannot be read", remedy="Check the path and its permissions.") from error


class _Calendars:
    """All events of one load: by UID the newest version of the event and of each day of it that was changed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._events: dict[tuple[str, str], Event] = {}
        self._names: dict[str, None] = {}
        self._stamps: list[str] = []
        self._singles: list[date] = []
        self._read = self._invitations = 0
        self.steps = Steps(limits.calendar_steps)
        self.rejected: list[Rejected] = []
        self._passed: dict[tuple[str, str], tuple[int, int]] = {}

    def read(self, file: str, raw: bytes) -> None:
        """Read one file; an event that cannot be used is rejected with its line and the reason."""
        begun = False
        for part in read_components(file, raw, self._limits):
            begun = True
            if isinstance(part, RawCalendar):
                continue
            self._read += 1
            self._invitations += part.attendees
            if self._read > self._limits.calendar_events or self._invitations > self._limits.calendar_invitations:
                raise ImportRefused(file, "holds too many events", line=part.line, remedy="Export a shorter time.")
            self._take(part)
        if not begun:
            raise ImportRefused(file, "is not a calendar", remedy="It should begin with BEGIN:VCALENDAR.")

    def _take(self, raw: RawEvent) -> None:
        name = raw.calendar.told.get("X-WR-CALNAME", "")
        if (address := read_address(name)) != "":
            self._names[address] = None
        if any(_TOO_FINE.search(rule) for rule in raw.lines.get("RRULE", ())):
            raise ImportRefused(
                raw.calendar.file,
                "holds an event that recurs within the minute or the hour, as no meeting does",
                line=raw.line,
                remedy="Delete that event, and export the calendar again.",
            )
        self._stamps += [raw.plain(kind)[:8] for kind in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
        if raw.other_encoding:
            self.pass_over(raw.calendar.file, raw.line, "not UTF-8, and read as Windows-1252")
        try:
            event = read_event(raw, self.steps, self._limits.calendar_attendees)
        except ValueError as error:
            self.reject(raw.calendar.file, raw.line, str(error))
            return
        if event.single and isinstance(event.begin, datetime):
            self._singles.append(event.day)
        key = (event.uid, "" if event.replaces is None else day_of(event.replaces).isoformat())
        before = self._events.get(key)
        if before is None or before.version <= event.version:
            self._events[key] = event

    def reject(self, file: str, line: int, reason: str) -> None:
        """Keep an unusable event; raises ImportRefused when there are too many."""
        self.rejected.append(Rejected(file, line, reason))
        if len(self.rejected) > self._limits.rejected_rows:
            raise ImportRefused(file, "too many events cannot be used", line=line, remedy="Export the calendar again.")

    def pass_over(self, file: str, line: int, kind: str) -> None:
        """Count an event that is not read on purpose."""
        first, number = self._passed.get((file, kind), (line, 0))
        self._passed[file, kind] = (first, number + 1)

    def passed(self) -> Iterator[Rejected]:
        """Yield one line for each kind of event that is not read, where the first of them stands."""
        for (file, kind), (first, number) in sorted(self._passed.items()):
            yield Rejected(file, first, f"{number} event{'s' * (number > 1)}: {kind} (the first is here)")

    def owner(self, name: str, told: str) -> str:
        """Return whose calendars these are: as told, the calendar's own name, or who is in more events than others."""
        if told:
            address, _ = read_owner(told)
            if not address:
                raise ImportRefused(name, "the owner of a calendar is one e-mail address", remedy=_OWNER_REMEDY)
            return address
        if len(self._names) > 1:
            raise ImportRefused(name, "holds the calendars of several people", remedy="Load them one by one.")
        if self._names:
            return next(iter(self._names))
        listed = Counter(one.email for event in self._events.values() for one in event.invited if one.email)
        most = [*listed.most_common(2), ("", 0), ("", 0)]
        if most[0][1] < _ENOUGH_EVENTS or most[0][1] == most[1][1]:
            raise ImportRefused(name, "does not say whose calendar it is", remedy=_OWNER_REMEDY)
        return most[0][0]

    def stamped(self, otherwise: date, today: date) -> date:
        """Return the newest day on which anything in the calendar was written, at most today; else what is given."""
        found = []
        for stamp in set(self._stamps):
            with suppress(ValueError):
                found.append(date.fromisoformat(stamp))
        return min(max(found, default=otherwise), today)

    def window(self, as_of: date) -> Scope | None:
        """Return the days that the export covers for certain: those between its single, timed events.

        Series say nothing of it, because an export of one month holds a series that began years before.
        """
        past = [day for day in self._singles if day <= as_of]
        return Scope(Mode.WINDOW, min(past), min(max(self._singles), as_of)) if past else None

    def meetings(self, as_of: date) -> Iterator[tuple[Event, date, str]]:
        """Yield (event, day, own id) of every meeting up to a day, newest versions only."""
        changed: dict[str, list[Event]] = defaultdict(list)
        for event in self._events.values():
            if event.replaces is not None:
                changed[event.uid].append(event)
        for (uid, replaced), event in sorted(self._events.items()):
            if event.passed_over:
                self.pass_over(event.file, event.line, event.passed_over)
            elif event.replaces is not None:
                master = self._events.get((uid, ""))
                if master is not None and master.passed_over:
                    self.pass_over(event.file, event.line, master.passed_over)
                    continue
                day = same_clock(event.replaces, master.begin if master else event.begin)
                yield event, event.day, _own_id(uid, day.isoformat())
            elif event.single:
                yield event, event.day, _own_id(uid, replaced)
            else:
                try:
                    told = self._series(event, changed[uid], as_of)
                except ValueError as error:
                    self.reject(event.file, event.line, str(error))
                    continue
                yield from ((event, day, _own_id(uid, day.isoformat())) for day in told)

    def _series(self, event: Event, changed: list[Event], as_of: date) -> Iterable[date]:
        """Return the newest days of a series up to a day, without those that were taken out or changed."""
        first = as_of - timedelta(days=366 * self._limits.calendar_years)
        last = as_of
        gone = set(event.not_days)
        for other in changed:
            if other.replaces is not None:
                day = same_clock(other.replaces, event.begin)
                gone.add(day)
                if other.onward:
                    last = min(last, day - timedelta(days=1))
                    self.pass_over(other.file, other.line, "days of a series after a change of all later ones")
        ruled: Iterable[date] = ()
        if event.rule is not None:
            until = min(last, last_day(event.rule, event.begin))
            ruled = days(event.day, event.rule, first=first, last=until, steps=self.steps)
        more = (day for day in event.more_days if first <= day <= last)
        alone = (event.day,) if event.rule is None and first <= event.day <= last else ()
        newest: deque[date] = deque(maxlen=self._limits.calendar_occurrences)
        for day in ruled:
            if day not in gone:
                newest.append(day)
        kept = sorted({*newest, *(day for day in chain(more, alone) if day not in gone)})
        return kept[-self._limits.calendar_occurrences :]


def _own_id(uid: str, day: str) -> str:
    """Return an id that does not show the UID, in which some programs put names."""
    return hashlib.blake2b(f"{uid}|{day}".encode(), digest_size=10).hexdigest()


def _claims(found: _Calendars, owner: str, owner_name: str, reading: Reading) -> Iterator[Claim]:
    """Yield the people who met, then their meetings; nobody else in the calendar is kept."""
    contacts: dict[str, Claim] = {}
    who: dict[str, Counter[str]] = {owner: Counter()}
    first_seen: dict[str, tuple[str, int]] = {}
    took_part: dict[int, tuple[str, str]] = {}
    for event, day, own in found.meetings(reading.as_of):
        if id(event) not in took_part:
            took_part[id(event)] = _participants(event, owner, reading.source)
        people, why_not = took_part[id(event)]
        why_not = "not yet" if day > reading.as_of else why_not
        if why_not:
            found.pass_over(event.file, event.line, why_not)
            continue
        minutes = None if event.minutes is None else str(event.minutes)
        contacts[own] = Claim(
            "contacts", own, (own, "meeting", day.isoformat(), minutes, people), event.file, event.line
        )
        for one in event.invited:
            if one.came and one.email:
                who.setdefault(one.email, Counter())[one.name] += 1
                first_seen.setdefault(one.email, (event.file, event.line))
    for email, names in sorted(who.items()):
        file, line = first_seen.get(email, ("", 0))
        name = min(
            ((-number, name) for name, number in names.items() if name),
            default=(0, owner_name if email == owner else ""),
        )[1]
        rest = (None,) * (len(TABLES["people"].fields) - 6)
        yield Claim("people", email, (email, name or None, None, None, None, email, *rest), file, line)
    yield from (contacts[own] for own in sorted(contacts))
    for row in found.rejected:
        reading.reject(row.file, row.line, row.reason)
    for row in found.passed():
        reading.reject(row.file, row.line, row.reason, NOTHING_UNREAD)


def _participants(event: Event, owner: str, source: str) -> tuple[str, str]:
    """Return the records of those who said yes, or why the meeting does not count."""
    came = {one.email for one in event.invited if one.came and one.email}
    mine = next((one for one in event.invited if one.email == owner), None)
    if mine is None:
        return "", "the owner was not invited by name"
    if not mine.came:
        return (
            "",
            "declined by the owner, or for their information only" if mine.stayed_away else "the owner did not say yes",
        )
    if len(came) < 2:
        return "", _alone(event.invited, owner)
    return ";".join(sorted(record_id(source, "people", email) for email in came)), ""


def _alone(invited: Iterable[Invited], owner: str) -> str:
    others = [one for one in invited if one.email != owner and one.person]
    return "nobody else said yes" if any(one.email for one in others) else "nobody else with the address of a person"
