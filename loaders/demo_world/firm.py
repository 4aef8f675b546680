"""Who has been with Varde Rådgivning in twenty years, and who still is?"""

import random

from loaders.demo_world.clients import OTHER_EMPLOYERS, TITLES_ELSEWHERE, US, clients
from loaders.demo_world.model import Stay, World, lines
from loaders.demo_world.names import Names

EVER, NOW = 400, 220
UNITS = ("Energy", "Data", "Platform", "Finance", "Public", "Health")
_OFFICES = ("Oslo", "Oslo", "Oslo", "Bergen", "Stockholm", "København", "Hamburg", "Gdańsk", "Praha", "Helsinki")
_COUNTRY = {"Oslo": "NO", "Bergen": "NO", "Stockholm": "SE", "København": "DK", "Hamburg": "DE", "Gdańsk": "PL",
            "Praha": "CZ", "Helsinki": "FI"}  # fmt: skip
_LEVELS = ((13, "Partner", "Partner"), (8, "Manager", "Senior manager"), (5, "Manager", "Manager"),
           (2, "Senior", "Senior consultant"), (0, "Consultant", "Consultant"))  # fmt: skip
# name, country, title, unit, office, level, start
_KNOWN = """
Per Aune|NO|Partner|Energy|Bergen|Partner|2006-03
Helle Skov|DK|Partner|Platform|København|Partner|2009-01
Mikkel Friis|DK|Partner|Finance|København|Partner|2012-08
Kari Lunde|NO|Partner|Energy|Oslo|Partner|2017-09
Aino Virtanen|FI|Senior manager|Finance|Helsinki|Manager|2018-05
Sara Holm|SE|Manager|Data|Oslo|Manager|2019-01
Anna Berg|NO|Account lead|Energy|Oslo|Manager|2017-08
Jonas Lie|NO|Solution lead|Platform|Oslo|Manager|2022-01
Ida Falk|SE|Consultant|Data|Stockholm|Consultant|2024-08
Lars Nilsen|NO|Senior consultant|Finance|Oslo|Senior|2021-08
"""


def known_names() -> set[str]:
    """Return the names of ours that stories are told about."""
    return {row[0] for row in lines(_KNOWN)}


def add_known(world: World) -> None:
    """Put the people of ours into the world of whom the stories tell."""
    for name, country, title, unit, office, level, start in lines(_KNOWN):
        person = world.person(name, country)
        world.stays.append(Stay(person.key, US, title, unit, start, office=office, level=level))


def add_firm(world: World, chance: random.Random, names: Names) -> None:
    """Hire until ``EVER`` people have been with us, and let all but ``NOW`` of them go on to somewhere else."""
    now = len(world.now_at(US))
    ever = len({stay.person for stay in world.stays if stay.company == US})
    left = EVER - NOW - (ever - now)
    for number in range(EVER - ever):
        office = chance.choice(_OFFICES)
        country = _COUNTRY[office]
        person = world.person(" ".join(names.fresh(country)), country)
        gone = number < left
        year = chance.randint(2006, 2021) if gone else min(chance.choices(range(2007, 2027), range(3, 23))[0], 2026)
        start = f"{year}-{chance.randint(1, 9):02d}"
        until = min(year + chance.randint(1, 9), 2025) if gone else 2026
        level, title = next((level, title) for years, level, title in _LEVELS if until - year >= years)
        end = f"{until}-{chance.randint(10, 12)}" if gone else ""
        world.stays.append(Stay(person.key, US, title, chance.choice(UNITS), start, end, office, level))
        if gone:
            _add_next(world, chance, person.key, title, end)


def _add_next(world: World, chance: random.Random, person: str, title: str, end: str) -> None:
    """Let an alumnus go to a client, a competitor or elsewhere, or out of our sight."""
    start = f"{int(end[:4]) + 1}-{chance.randint(1, 6):02d}"
    lot = chance.random()
    if lot < 0.35:
        where = chance.choice([client.key for client in clients(world) if client.key != "nordlys"])
        unit = chance.choice(["Operations", "IT", "Data", "Finance"])
        world.stays.append(
            Stay(person, where, f"Head of {unit if unit == 'IT' else unit.lower()} projects", unit, start)
        )
    elif lot < 0.42:
        where = chance.choice(["corvane", "fjordgrid", "rambek"])
        world.stays.append(Stay(person, where, title, "Consulting", start))
    elif lot < 0.75:
        titles = TITLES_ELSEWHERE[title in {"Partner", "Director", "Senior manager"}]
        where = chance.choice(OTHER_EMPLOYERS)
        world.stays.append(Stay(person, where, titles[len(world.stays) % len(titles)], "", start))
