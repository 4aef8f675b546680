"""How do partners' calendars look when they are saved as .ics?"""

import random
from datetime import datetime, time, timedelta
from pathlib import Path

from loaders.demo_world.everyday import CALENDARS
from loaders.demo_world.model import PRIVATE, Meeting, Person, World

_HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Varde//Calendar//EN\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH"
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""
_ROOM = 'ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED;CN="Møterom Fjord":mailto:moterom.fjord@varde.example'


def write_calendars(folder: Path, world: World, seed: int) -> list[Path]:
    """Write a calendar each of five of us: meetings with clients, a weekly one, a private one, an all-hands."""
    paths = []
    for key in CALENDARS:
        owner = world.people[key]
        path = folder / "calendars" / f"{key}.ics"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_Calendar(world, owner, random.Random(f"{seed} {key}")).text(), encoding="utf-8", newline="")
        paths.append(path)
    return paths


class _Calendar:
    def __init__(self, world: World, owner: Person, chance: random.Random) -> None:
        self._world = world
        self._owner = owner
        self._chance = chance
        self._mail = owner.mail(world.companies["varde"])

    def text(self) -> str:
        """Return the calendar, lines folded at 75 bytes and ended as RFC 5545 says."""
        mine = sorted((m for m in self._world.meetings if m.owner == self._owner.key), key=lambda m: (m.day, m.others))
        parts = [_HEAD, f"X-WR-CALNAME:{self._mail}", "X-WR-TIMEZONE:Europe/Oslo", _ZONE]
        parts += [self._meeting(number, meeting) for number, meeting in enumerate(mine)]
        parts += [self._weekly(), self._private(), self._all_hands(), "END:VCALENDAR"]
        return "".join(_folded(line) for part in parts for line in part.split("\n"))

    def _meeting(self, number: int, meeting: Meeting) -> str:
        guests = [self._attendee(self._world.people[one]) for one in meeting.others]
        if number % 4 == 1:
            guests.append(_ROOM)
        return self._event(
            f"m{number:04d}", datetime.combine(meeting.day, time(8 + number % 8)), meeting.minutes, guests
        )

    def _weekly(self) -> str:
        """Sara's project had a weekly meeting with the client; the others have one with their unit."""
        day = self._world.as_of - timedelta(days=798)
        people = [
            self._world.people[stay.person]
            for stay in self._world.ours()
            if stay.office == "Oslo" and stay.level == "Consultant"
        ][:5]
        if self._owner.key == "sara-holm":
            people = [self._world.people["marit-eikeland"], *people]
        guests = [self._attendee(person) for person in people if person.key != self._owner.key]
        return self._event("weekly", datetime.combine(day, time(9)), 30, guests, "RRULE:FREQ=WEEKLY;COUNT=40")

    def _private(self) -> str:
        begins = datetime.combine(self._world.as_of - timedelta(days=20), time(15))
        guest = self._attendee(next(iter(self._world.people.values())))
        return self._event("private", begins, 60, [guest], "CLASS:PRIVATE")

    def _all_hands(self) -> str:
        begins = datetime.combine(self._world.as_of - timedelta(days=40), time(13))
        people = [self._world.people[stay.person] for stay in self._world.ours() if stay.person != self._owner.key]
        return self._event("all-hands", begins, 90, [self._attendee(person) for person in people[:39]])

    def _event(self, own: str, begins: datetime, minutes: int, guests: list[str], *more: str) -> str:
        ends = begins + timedelta(minutes=minutes)
        return "\n".join([
            "BEGIN:VEVENT", f"UID:{own}-{self._owner.key}@varde.example", f"DTSTAMP:{self._world.as_of:%Y%m%d}T020000Z",
            f"DTSTART;TZID=Europe/Oslo:{begins:%Y%m%dT%H%M%S}", f"DTEND;TZID=Europe/Oslo:{ends:%Y%m%dT%H%M%S}", *more,
            f"SUMMARY:{PRIVATE}", f"DESCRIPTION:{PRIVATE}", f"LOCATION:{PRIVATE}",
            f'ORGANIZER;CN="{self._owner.name}":mailto:{self._mail}', self._attendee(self._owner), *guests, "END:VEVENT",
        ])  # fmt: skip

    def _attendee(self, person: Person) -> str:
        job = self._world.job_of(person.key)
        company = self._world.companies.get(job.company) if job else None
        mail = person.mail(company) if company else f"{person.key}@mail.example"
        sure = job is not None and job.company in {"nordlys", "varde"}
        answer = "ACCEPTED" if sure or self._chance.random() < 0.9 else "TENTATIVE"
        return f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN="{person.name}":MAILTO:{mail}'


def _folded(line: str) -> str:
    raw, kept = line.encode(), []
    while len(raw) > 74:
        cut = 74
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        kept.append(raw[:cut])
        raw = raw[cut:]
    return "\r\n ".join(piece.decode() for piece in [*kept, raw]) + "\r\n"
