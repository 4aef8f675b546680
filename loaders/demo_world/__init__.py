"""What is the demo world, and where are its files?

A made-up Nordic consultancy, its clients and twenty years of careers, written in the formats that people really have.
"""

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loaders.demo_world.account_team import write_account_team
from loaders.demo_world.calendars import write_calendars
from loaders.demo_world.clients import add_client_people, add_companies
from loaders.demo_world.everyday import PARTNERS, add_connections, add_meetings, add_projects
from loaders.demo_world.firm import add_firm, add_known, known_names
from loaders.demo_world.linkedin import write_archive
from loaders.demo_world.model import PRIVATE, World
from loaders.demo_world.names import Names
from loaders.demo_world.nordlys import add_nordlys, nordlys_names
from loaders.demo_world.rosters import write_alumni, write_rosters, write_staffing
from loaders.demo_world.salesforce import write_export

__all__ = ["PRIVATE", "DemoWorld", "write_demo_world"]


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """Where the files are, in the order in which to load them, and what to ask first."""

    sources: tuple[Path, ...]
    client: str
    person: str
    opportunity: str
    as_of: date


def write_demo_world(folder: Path, seed: int = 7, as_of: date = date(2026, 11, 24)) -> DemoWorld:
    """Write the files of every source into a folder; the same seed and day give the same bytes."""
    world = _world(random.Random(seed), as_of)
    sources = [*write_rosters(folder, world), write_alumni(folder, world), write_staffing(folder, world)]
    sources += [write_export(folder, world, seed), *write_calendars(folder, world, seed)]
    sources += [write_archive(folder, world, world.people[owner], seed) for owner in PARTNERS]
    sources.append(write_account_team(folder, world))
    return DemoWorld(tuple(sources), "Nordlys Energi", "Håkon Myhre", "Grid data platform", as_of)


def _world(chance: random.Random, as_of: date) -> World:
    world = World(as_of)
    names = Names(chance, known_names() | nordlys_names() | {"Kim Sand", "Pia Grande", "Roar Fjell", "Kaja Lund"})
    add_companies(world)
    add_known(world)
    add_nordlys(world)
    add_client_people(world, chance, names)
    add_firm(world, chance, names)
    add_projects(world, chance)
    add_meetings(world, chance)
    add_connections(world, chance, names)
    return world
