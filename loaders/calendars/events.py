"""What one event says: when it is, who was invited and who said yes; or why it is passed over."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import unquote

from icalendar import vDDDTypes
from icalendar.parser import Contentline
from icalendar.timezone import tzp

from graph.vocabulary.names import is_role_mailbox
from loaders.calendars.components import RawEvent
from loaders.calendars.series import Rule, Steps, read_rule

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NOT_PEOPLE = re.compile(
    r"(?:no-?reply|do-?not-?reply|unknownorganizer|all|alle|alla|everyone|everybody|staff|list|liste|group|gruppe)@"
    r"|@(?:resource|group)\.calendar\.google\.com$|@lists?\.",
)
_LISTS = re.compile(r"[-_.+](?:all|list|liste|group|team|members|users|announce|no-?reply)@|^(?:list|group)[-_.]")
_ZONE = re.compile(r"[A-Za-z][\w+ .()&,-]{0,60}(?:/[\w+-]{1,30}){0,2}")
_BESIDE = str.maketrans('<>,;"', "     ")
_NAME = 200
_MOST_MINUTES = 100_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_COME = frozenset({"ACCEPTED", "COMPLETED", "IN-PROCESS"})
_STAYED_AWAY = frozenset({"DECLINED", "DELEGATED"})


@dataclass(frozen=True, slots=True)
class Invited:
    """One line of an event: ``email`` is empty where no usable address of a person stands there."""

    email: str
    name: str
    came: bool
    stayed_away: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting or a series of them. ``replaces`` is the day of a series that this stands for;
    ``passed_over`` says why an event is not read on purpose.
    """

    file: str
    line: int
    uid: str
    version: tuple[int, str]
    begin: date | datetime
    minutes: int | None
    replaces: date | datetime | None
    onward: bool
    recurs: bool
    rule: Rule | None
    more_days: tuple[date, ...]
    not_days: frozenset[date]
    invited: tuple[Invited, ...]
    passed_over: str

    @property
    def day(self) -> date:
        """Return the first day, on the wall calendar of the meeting."""
        return day_of(self.begin)

    @property
    def single(self) -> bool:
        """Say whether this is a meeting of its own, neither a series nor a day of one."""
        return not self.recurs and self.replaces is None


def read_event(raw: RawEvent, steps: Steps, attendees: int) -> Event:
    """Read an event. Raises ValueError, in words without anything private, for one that cannot be used."""
    if raw.attendees > attendees:
        raise ValueError(f"has {raw.attendees} attendees, more than {attendees}: that is no meeting")
    if raw.long_line:
        raise ValueError("has a line that is too long")
    uid = raw.first("UID").partition(":")[2].strip()
    if not uid:
        raise ValueError("has no UID")
    home = _zone(raw.calendar.told.get("X-WR-TIMEZONE", ""))
    begin = _at_home(_when(raw.first("DTSTART"), "DTSTART"), home)
    passed_over = _passed_over(raw, all_day=not isinstance(begin, datetime))
    private = passed_over.startswith("private")
    rules = raw.lines.get("RRULE", [])
    if len(rules) > 1 or "EXRULE" in raw.lines:
        raise ValueError("has more than one rule of recurrence")
    replaced = raw.first("RECURRENCE-ID")
    replaces = _at_home(_when(replaced, "RECURRENCE-ID"), home) if replaced else None
    return Event(
        raw.calendar.file,
        raw.line,
        uid,
        (int(number) if (number := raw.plain("SEQUENCE")).isascii() and number.isdigit() and len(number) < 10 else 0,
         max(raw.plain("LAST-MODIFIED"), raw.plain("DTSTAMP"))),
        begin,
        _minutes(raw, begin, home),
        replaces,
        "RANGE=THISANDFUTURE" in replaced.upper(),
        bool(rules) or "RDATE" in raw.lines,
        read_rule(rules[0].partition(":")[2].strip()) if rules and not passed_over else None,
        tuple(sorted(_days(raw, "RDATE", begin, home, steps))),
        frozenset(_days(raw, "EXDATE", begin, home, steps)),
        () if private else _everybody(raw),
        passed_over,
    )  # fmt: skip


def read_address(text: str) -> str:
    """Return the address of a person, lower case, else nothing.

    >>> read_address("MAILTO:Anna.Berg@Nordlys.example"), read_address("invalid:nomail")
    ('anna.berg@nordlys.example', '')
    """
    scheme, colon, rest = text.strip().partition(":")
    address = unquote(rest if colon and scheme.casefold() == "mailto" else text.strip())
    address = unicodedata.normalize("NFC", address.partition("?")[0].strip()).casefold()
    usable = _ADDRESS.fullmatch(address) and len(address) <= 254
    people = not (is_role_mailbox(address) or _NOT_PEOPLE.search(address) or _LISTS.search(address))
    return address if usable and people else ""


def read_owner(told: str) -> tuple[str, str]:
    """Return the one address of a person in what the user told, and the name beside it; "" for what is not there.

    >>> read_owner("Kari Lunde <Kari@varde.example>"), read_owner("Kari Lunde")
    (('kari@varde.example', 'Kari Lunde'), ('', 'Kari Lunde'))
    """
    words = told.translate(_BESIDE).split()
    found = {address for word in words if (address := read_address(word))}
    name = _name(" ".join(word for word in words if not read_address(word) and "/" not in word))
    return (found.pop() if len(found) == 1 else ""), name


def day_of(moment: date | datetime) -> date:
    """Return the day on the wall calendar."""
    return moment.date() if isinstance(moment, datetime) else moment


def same_clock(moment: date | datetime, begin: date | datetime) -> date:
    """Return the day of a moment on the wall calendar of the event that it belongs to."""
    if isinstance(moment, datetime) and isinstance(begin, datetime) and moment.tzinfo and begin.tzinfo:
        moment = moment.astimezone(begin.tzinfo)
    return day_of(moment)


def _passed_over(raw: RawEvent, *, all_day: bool) -> str:
    free = raw.plain("TRANSP") == "TRANSPARENT" or raw.plain("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    if raw.plain("CLASS") not in {"", "PUBLIC"}:
        return "private or confidential"
    method = raw.calendar.told.get("METHOD", "").upper()
    if method not in {"", "PUBLISH", "REQUEST", "ADD", "CANCEL"}:
        return "answers to an invitation"
    if raw.plain("STATUS") == "CANCELLED" or method == "CANCEL":
        return "cancelled"
    if all_day and free:
        return "whole days that block no time"
    return "" if raw.attendees else "without other people"


def _when(line: str, name: str) -> date | datetime:
    found = _moments(line, name)
    if len(found) != 1:
        raise ValueError(f"has no {name} that can be read")
    return found[0]


def _moments(line: str, name: str) -> list[date | datetime]:
    """Read the dates of a line, in the zone that it names; a zone that nobody knows leaves the wall time."""
    if not line:
        return []
    try:
        _, parameters, value = Contentline(line).parts()
        moments = [vDDDTypes.from_ical(part.partition("/")[0].strip().upper()) for part in value.split(",")]
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"has a {name} that cannot be read") from error
    zone = _zone(str(parameters.get("TZID", "")))
    kept = [_in_zone(moment, zone) for moment in moments if isinstance(moment, date)]
    if len(kept) < len(moments):
        raise ValueError(f"has a {name} that is no date")
    if any(not _FIRST_YEAR < moment.year < _LAST_YEAR for moment in kept):
        raise ValueError(f"has a {name} that is not between {_FIRST_YEAR} and {_LAST_YEAR}")
    return kept


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo | None:
    """Return a zone by its IANA or Windows name, None when nobody knows it.

    A zone is looked up as a file of that name, so anything that could be a path elsewhere is not looked up.
    """
    if not _ZONE.fullmatch(name):
        return None
    try:
        return tzp.timezone(name)
    except (ValueError, OSError, LookupError):
        return None


def _in_zone(moment: date, zone: tzinfo | None) -> date | datetime:
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) and moment.tzinfo is None else moment


def _at_home(moment: date | datetime, home: tzinfo | None) -> date | datetime:
    """Move a time in UTC to the zone of the calendar, so that a late meeting falls on its own day."""
    if home is None or not isinstance(moment, datetime) or moment.tzname() != "UTC":
        return moment
    return moment.astimezone(home)


def _minutes(raw: RawEvent, begin: date | datetime, home: tzinfo | None) -> int | None:
    if not isinstance(begin, datetime):
        return None
    length: timedelta | None = None
    if "DTEND" in raw.lines:
        end = _at_home(_when(raw.first("DTEND"), "DTEND"), home)
        comparable = isinstance(end, datetime) and (end.tzinfo is None) == (begin.tzinfo is None)
        length = end - begin if comparable and isinstance(end, datetime) else None
    elif "DURATION" in raw.lines:
        try:
            told = vDDDTypes.from_ical(raw.plain("DURATION"))
        except (ValueError, OverflowError) as error:
            raise ValueError("has a DURATION that cannot be read") from error
        length = told if isinstance(told, timedelta) else None
    if length is not None and length < timedelta(0):
        raise ValueError("ends before it begins")
    minutes = None if length is None else round(length.total_seconds() / 60)
    return minutes if minutes is not None and minutes <= _MOST_MINUTES else None


def _days(raw: RawEvent, name: str, begin: date | datetime, home: tzinfo | None, steps: Steps) -> set[date]:
    found: set[date] = set()
    for line in raw.lines.get(name, ()):
        steps.take(line.count(",") + 1)
        found.update(same_clock(_at_home(moment, home), begin) for moment in _moments(line, name))
    return found


def _everybody(raw: RawEvent) -> tuple[Invited, ...]:
    """Return each address once; the organizer came unless they said no."""
    found: dict[str, Invited] = {}
    nameless: list[Invited] = []
    for line in raw.lines.get("ATTENDEE", ()):
        one = _invited(line)
        if one.email:
            found[one.email] = one
        else:
            nameless.append(one)
    organizer = _invited(raw.first("ORGANIZER")) if "ORGANIZER" in raw.lines else None
    if organizer is not None and organizer.email:
        before = found.get(organizer.email, organizer)
        found[organizer.email] = Invited(
            before.email, before.name or organizer.name, not before.stayed_away, before.stayed_away, before.person
        )
    return (*found.values(), *nameless)


@lru_cache(maxsize=8192)
def _invited(line: str) -> Invited:
    """Read an ATTENDEE or ORGANIZER; the same people come again and again, so each line is read once."""
    try:
        _, parameters, value = Contentline(line).parts()
    except (ValueError, TypeError, KeyError):
        return Invited("", "", came=False, stayed_away=False, person=True)
    told = {name: str(parameters.get(name, "")) for name in ("CN", "ROLE", "PARTSTAT", "CUTYPE", "EMAIL")}
    person = told["CUTYPE"].upper() not in {"GROUP", "RESOURCE", "ROOM"}
    email = (read_address(value) or read_address(told["EMAIL"])) if person else ""
    answer = told["PARTSTAT"].upper()
    away = answer in _STAYED_AWAY or told["ROLE"].upper() == "NON-PARTICIPANT"
    came = not away and (answer in _COME or told["ROLE"].upper() == "CHAIR")
    return Invited(email, _name(told["CN"]), came, away, person)


def _name(text: str) -> str:
    """Return a CN as a name: one line, no marks that turn it around, given name first; nothing for an address."""
    kept = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in text if unicodedata.category(c)[0] != "C")
    name = " ".join(unicodedata.normalize("NFC", kept).strip("\"' ").split())[:_NAME]
    if "@" in name or name.startswith("/"):
        return ""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and " " not in family and "," not in given else name
