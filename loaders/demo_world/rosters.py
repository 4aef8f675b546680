"""How do personnel's lists look: two rosters, the alumni list, the staffing list?"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

from loaders.demo_world.clients import US
from loaders.demo_world.everyday import PARTNERS
from loaders.demo_world.model import Person, Stay, World

_ROSTER = "Personnel no.,Name,E-mail,Company,Title,Unit,Office,Level,Start,End,LinkedIn"
_ALUMNI = "Personnel no.,Name,E-mail,Company,Title,Unit,Office,Start,End,Works now at,Current title,Known on,LinkedIn"
_STAFFING = "Project code,Project,Client,Unit,Discipline,Side,Company,Person,E-mail,Role,From,To,Outcome"
_VANISHED = "ida-falk"
_Cell = str | date | int


def write_rosters(folder: Path, world: World) -> list[Path]:
    """Write the rosters of June and of last week; somebody in the first is no longer in the second."""
    older, newer = world.as_of - timedelta(days=176), world.as_of - timedelta(days=9)
    now = {stay.person for stay in world.ours()}
    stays = [stay for stay in _stays(world) if stay.person in now]
    june = [_row(world, stay) for stay in stays if _began(stay) <= older]
    november = [_row(world, stay) for stay in stays if stay.person != _VANISHED]
    us = world.companies[US].name
    day = newer - timedelta(days=75)
    november.append([1990, "", "", us, "Consultant", "Data", "Oslo", "Consultant", day, "", ""])
    november.append(
        [1991, "Kaja Lund", "", us, "Consultant", "Data", "Oslo", "Consultant", day, day.replace(year=day.year - 1), ""]
    )
    home = folder / "personnel"
    return [
        _write(home / f"Roster {on}.xlsx", "Roster", _ROSTER, rows, world.as_of)
        for on, rows in ((older, june), (newer, november))
    ]


def write_alumni(folder: Path, world: World) -> Path:
    """Write who used to be ours, and where they are now as far as we have heard."""
    now = {stay.person for stay in world.ours()}
    us, numbers = world.companies[US], _numbers(world)
    listed = world.as_of - timedelta(days=23)
    rows: list[list[_Cell]] = []
    for stay in _stays(world):
        if stay.person not in now:
            person, job = world.people[stay.person], world.job_of(stay.person)
            company = world.companies.get(job.company) if job else None
            mails = [person.mail(us), *([person.mail(company)] if company else [])]
            where = company.name if company else job.company if job else ""
            number = numbers[stay.person]
            heard = listed - timedelta(days=number % 300) if job else ""
            rows.append([number, person.name, "; ".join(mails), us.name, stay.title, stay.unit, stay.office, _began(stay),
                         _ended(stay), where, job.title if job else "", heard, _profile(person, number)])  # fmt: skip
    rows.append(
        [
            1992,
            "Roar Fjell",
            "",
            us.name,
            "Consultant",
            "Data",
            "Oslo",
            date(2015, 8, 1),
            date(2012, 8, 1),
            "",
            "",
            "",
            "",
        ]
    )
    return _write(folder / "personnel" / f"Alumni {listed}.xlsx", "Alumni", _ALUMNI, rows, world.as_of)


def write_staffing(folder: Path, world: World) -> Path:
    """Write who of us and of the clients worked on what, a semicolon between the cells as Excel does here."""
    path = folder / "staffing" / f"Staffing {world.as_of - timedelta(days=4)}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for project in sorted(world.projects, key=lambda p: (p.start, p.code)):
        client = world.companies[project.client]
        for side, members, company in (("Ours", project.ours, world.companies[US]), ("Client", project.theirs, client)):
            for key, role in members:
                person = world.people[key]
                rows.append([project.code, project.name, client.name, project.unit, project.discipline, side, company.name, person.name, person.mail(company),
                             role, project.start, project.end, project.outcome])  # fmt: skip
    rows.append(["V19-077", "Works planning 2019", "Tammer Paper", "IT", "Data", "Ours", "Varde Rådgivning", "Per Aune", "per.aune@varde.example",
                 "project lead", "2019-13", "2019-12", "good"])  # fmt: skip
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(_STAFFING.split(","))
        writer.writerows(rows)
    return path


def _stays(world: World) -> list[Stay]:
    return sorted((stay for stay in world.stays if stay.company == US), key=lambda stay: (stay.start, stay.person))


def _numbers(world: World) -> dict[str, int]:
    """Return the personnel numbers: in the order of hiring, kept for life."""
    return {person: number for number, person in enumerate(dict.fromkeys(s.person for s in _stays(world)), 1001)}


def _row(world: World, stay: Stay) -> list[_Cell]:
    person, us, number = world.people[stay.person], world.companies[US], _numbers(world)[stay.person]
    return [number, person.name, person.mail(us), us.name, stay.title, stay.unit, stay.office, stay.level, _began(stay),
            _ended(stay) if stay.end else "", _profile(person, number)]  # fmt: skip


def _profile(person: Person, number: int) -> str:
    """Return the profile's address; personnel does not have it of everybody."""
    known = number % 11 or person.key in PARTNERS
    return f"https://www.linkedin.com/in/{person.slug}" if known else ""


def _began(stay: Stay) -> date:
    return date.fromisoformat(f"{stay.start}-01"[:10])


def _ended(stay: Stay) -> date:
    year, month = int(stay.end[:4]), int(stay.end[5:7])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _write(path: Path, name: str, header: str, rows: Iterable[Sequence[_Cell]], as_of: date) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(as_of, time())})
    sheet, bold, day = (
        book.add_worksheet(name),
        book.add_format({"bold": True}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
    )
    sheet.write_row(0, 0, header.split(","), bold)
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, datetime.combine(cell, time()), day)
            elif cell != "":
                sheet.write(line, column, cell)
    book.close()
    return path
