"""How the bytes of a calendar become events: unfolded lines of the few properties that are read, within limits.

A summary, a description or a location is passed over here, before anything is parsed.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.errors import ImportRefused
from loaders.limits import Limits

_KEPT = frozenset(
    b"UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS CLASS TRANSP ORGANIZER ATTENDEE "
    b"SEQUENCE DTSTAMP LAST-MODIFIED CREATED X-MICROSOFT-CDO-BUSYSTATUS".split()
)
_OF_CALENDAR = frozenset(b"METHOD X-WR-CALNAME X-WR-TIMEZONE".split())
_CALENDAR, _EVENT = [b"VCALENDAR"], [b"VCALENDAR", b"VEVENT"]
_REMEDY = "Export the calendar again."
_SPLIT = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029\0", " "))


@dataclass(slots=True)
class RawCalendar:
    """A VCALENDAR: its METHOD, X-WR-CALNAME and X-WR-TIMEZONE, as they stand there."""

    file: str
    told: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RawEvent:
    """A VEVENT: its kept lines by property name, and what was too much of it."""

    calendar: RawCalendar
    line: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    attendees: int = 0
    long_line: bool = False
    other_encoding: bool = False

    def first(self, name: str) -> str:
        """Return a property's first line, or nothing."""
        return self.lines.get(name, [""])[0]

    def plain(self, name: str) -> str:
        """Return the value of a property that has no parameters worth reading, in upper case."""
        return self.first(name).rpartition(":")[2].strip().upper()


def read_components(file: str, raw: bytes, limits: Limits) -> Iterator[RawCalendar | RawEvent]:
    """Yield each calendar when it begins, and each event when it ends.

    Raises ImportRefused for bytes that are no calendar or one that is cut off, and for components nested too deeply.
    """
    calendar, event = RawCalendar(file), None
    place = _Place(file, limits.calendar_depth)
    line = 0
    for line, text, whole in _unfolded(_in_utf8(file, raw), limits.calendar_line):
        name = text.partition(b":")[0].partition(b";")[0].strip().upper()
        if name == b"BEGIN":
            place.begin(text, line)
            if place.path == _CALENDAR:
                calendar = RawCalendar(file)
                yield calendar
            elif place.path == _EVENT:
                event = RawEvent(calendar, line)
        elif name == b"END":
            place.end(text, line)
            if event is not None and place.path == _CALENDAR:
                yield event
                event = None
        elif not place.path:
            raise ImportRefused(file, "is not a calendar", line=line, remedy="It should begin with BEGIN:VCALENDAR.")
        elif event is not None and place.path == _EVENT and name in _KEPT:
            _keep(event, name, text, whole=whole, most=limits.calendar_attendees)
        elif place.path == _CALENDAR and name in _OF_CALENDAR and whole:
            calendar.told[name.decode()] = _decoded(text)[0].partition(":")[2].strip()
    if place.path:
        raise ImportRefused(file, "is cut off", line=line, remedy=_REMEDY)


class _Place:
    """Which components are open, outermost first."""

    def __init__(self, file: str, most: int) -> None:
        self._file = file
        self._most = most
        self.path: list[bytes] = []

    def begin(self, text: bytes, line: int) -> None:
        self.path.append(_component(text))
        if len(self.path) > self._most:
            raise ImportRefused(self._file, "nests its components too deeply", line=line, remedy=_REMEDY)

    def end(self, text: bytes, line: int) -> None:
        if not self.path or self.path.pop() != _component(text):
            raise ImportRefused(self._file, "ends a component that did not begin", line=line, remedy=_REMEDY)


def _in_utf8(file: str, raw: bytes) -> bytes:
    if raw[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-16").encode()
    except UnicodeError as error:
        raise ImportRefused(file, "is neither UTF-8 nor UTF-16 text", remedy=_REMEDY) from error


def _component(text: bytes) -> bytes:
    return text.partition(b":")[2].strip().upper()


def _keep(event: RawEvent, name: bytes, text: bytes, *, whole: bool, most: int) -> None:
    event.long_line |= not whole
    if name == b"ATTENDEE":
        event.attendees += 1
    if not whole or event.attendees > most:
        return
    decoded, utf8 = _decoded(text)
    event.other_encoding |= not utf8
    event.lines.setdefault(name.decode(), []).append(decoded)


def _decoded(text: bytes) -> tuple[str, bool]:
    """Return the text, and whether it was UTF-8; otherwise it is taken for Windows-1252."""
    try:
        return text.decode().translate(_SPLIT), True
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace").translate(_SPLIT), False


def _unfolded(raw: bytes, most: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (line where it begins, unfolded text, whether it is whole); what is past the most is not kept.

    Folds are undone before decoding, because they may fall inside a character.
    """
    begun, parts, size = 0, [b""], 0
    for number, physical in enumerate(io.BytesIO(raw), 1):
        folded = physical[:1] in {b" ", b"\t"} and begun > 0
        if not folded:
            if parts[0].strip():
                yield begun, b"".join(parts), size <= most
            begun, parts, size = number, [], 0
        content = physical.rstrip(b"\r\n")[1 if folded else 0 :]
        size += len(content)
        parts.append(content if size <= most else content[:80] if not folded else b"")
    if parts[0].strip():
        yield begun, b"".join(parts), size <= most
