"""What else went on in twenty years: projects, meetings and connections that no story is told about."""

import random
from datetime import date, timedelta

from loaders.demo_world.clients import NORDLYS, OTHER_EMPLOYERS, TITLES_ELSEWHERE, US, clients
from loaders.demo_world.model import Connection, Meeting, Project, Stay, World
from loaders.demo_world.names import Names

PARTNERS = ("kari-lunde", "sara-holm", "anna-berg", "jonas-lie", "helle-skov", "per-aune")
CALENDARS = ("kari-lunde", "sara-holm", "jonas-lie", "helle-skov", "per-aune")
_WORK = ("Cost baseline", "Data catalogue", "Payments move", "Asset register", "Tender support", "Works planning",
         "Customer portal", "Risk model", "Identity clean-up", "Sourcing review", "Timetable engine", "Claims triage")  # fmt: skip
_DISCIPLINES = ("Delivery", "Data", "Platform", "Finance", "Risk")
_OUTCOMES = ("good", "good", "good", "good", "mixed", "mixed", "lost", "declined")
_PROJECTS, _EVENTS = 88, 640


def add_projects(world: World, chance: random.Random) -> None:
    """Let us work for the other clients, once with a bad end."""
    others = [client for client in clients(world) if client.key != NORDLYS]
    for number in range(_PROJECTS):
        client = chance.choice(others)
        year = chance.randint(2008, 2025)
        start, end = f"{year}-{chance.randint(1, 6):02d}", f"{year}-{chance.randint(7, 12):02d}"
        team = _there(world, US, start)
        theirs = _there(world, client.key, start) or [stay.person for stay in world.now_at(client.key)][:2]
        ours = chance.sample(team, min(len(team), chance.randint(2, 5)))
        outcome = "bad" if number == 40 else chance.choice(_OUTCOMES)
        world.projects.append(
            Project(
                f"V{year % 100:02d}-{100 + number}", f"{chance.choice(_WORK)} {year}", client.key,
                chance.choice(["Operations", "IT", "Finance", "Data"]), chance.choice(_DISCIPLINES), start, end, outcome,
                tuple((one, "project lead" if n == 0 else "consultant") for n, one in enumerate(ours)),
                tuple((one, "owner" if n == 0 else "user") for n, one in enumerate(theirs[: chance.randint(1, 4)])),
            )
        )  # fmt: skip


def add_meetings(world: World, chance: random.Random) -> None:
    """Let managers and partners meet people of the clients: some in a calendar, most written into the CRM."""
    seniors = [stay.person for stay in world.ours() if stay.level in {"Partner", "Manager"}]
    others = [client.key for client in clients(world) if client.key != NORDLYS]
    for _ in range(_EVENTS):
        owner, client = chance.choice(seniors), chance.choice(others)
        there = [stay.person for stay in world.now_at(client)]
        people = tuple(chance.sample(there, chance.choice([1, 1, 1, 2, 3])))
        day = _weekday(world.as_of - timedelta(days=chance.randint(3, 900)))
        kind = chance.choice(["meeting", "meeting", "call"])
        meeting = Meeting(owner, people, day, chance.choice([30, 45, 60]), kind, "Account talk")
        (world.meetings if owner in CALENDARS else world.events).append(meeting)
    for owner in CALENDARS:
        for _ in range(25):
            client = chance.choice(others)
            person = chance.choice(world.now_at(client)).person
            day = _weekday(world.as_of - timedelta(days=chance.randint(1, 500)))
            world.meetings.append(Meeting(owner, (person,), day, 45, "meeting", "Account talk"))


def add_connections(world: World, chance: random.Random, names: Names) -> None:
    """Connect six of us to colleagues of then and now, to people of clients and to people met on the way."""
    firm = sorted({stay.person for stay in world.stays if stay.company == US} - set(PARTNERS))
    about = {stay.person for stay in world.stays if stay.company == NORDLYS}
    others = [stay.person for client in clients(world) if client.key != NORDLYS for stay in world.now_at(client.key)]
    for owner in PARTNERS:
        near = [one for one in firm if one not in about]
        people = [*chance.sample(near, chance.randint(60, 110)), *chance.sample(others, chance.randint(25, 60))]
        people += [other for other in PARTNERS if other != owner]
        for _ in range(chance.randint(30, 60)):
            country = chance.choice(["NO", "NO", "SE", "DK", "DE", "PL", "CZ", "FI"])
            stranger = world.person(" ".join(names.fresh(country)), country)
            titles = TITLES_ELSEWHERE[len(world.stays) % 3 == 0]  # no draw of its own: what follows stays as it is
            title = titles[len(world.stays) % len(titles)]
            world.stays.append(Stay(stranger.key, chance.choice(OTHER_EMPLOYERS), title, "", "2020-01"))
            people.append(stranger.key)
        known = {tie.person for tie in world.connections if tie.owner == owner}
        for person in dict.fromkeys(people):
            if person not in known:
                day = world.as_of - timedelta(days=chance.randint(20, 4500))
                world.connections.append(Connection(owner, person, day))


def _there(world: World, company: str, day: str) -> list[str]:
    stays = (stay for stay in world.stays if stay.company == company)
    return [stay.person for stay in stays if stay.start <= day and (not stay.end or stay.end > day)]


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
