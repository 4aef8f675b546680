"""How do personnel's lists look: two rosters, the alumni list, the staffing list?"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from loaders.demo_world.clients import US
from loaders.demo_world.model import Stay, World

_ROSTER = "Personnel no.,Name,E-mail,Title,Unit,Office,Level,Start,End,LinkedIn"
_ALUMNI = "Personnel no.,Name,E-mail,Title,Unit,Office,Start,End,Works now at,Current title,Known on"
_STAFFING = "Project code,Project,Client,Unit,Discipline,Side,Person,E-mail,Role,From,To,Outcome"
_VANISHED = "ida-falk"
_Cell = str | date | int


def write_rosters(folder: Path, world: World) -> list[Path]:
    """Write the rosters of June and of last week; somebody in the first is no longer in the second."""
    paths = []
    for day in (world.as_of - timedelta(days=176), world.as_of - timedelta(days=9)):
        there = [stay for stay in world.ours() if _began(stay) <= day]
        newest = day == world.as_of - timedelta(days=9)
        rows: list[list[_Cell]] = [
            _row(world, stay, number)
            for number, stay in enumerate(there, 1001)
            if not (newest and stay.person == _VANISHED)
        ]
        if newest:
            rows.append(
                [1990, "", "post@varde.example", "Consultant", "Data", "Oslo", "Consultant", date(2026, 9, 1), "", ""]
            )
            rows.append(
                [
                    1991,
                    "Kaja Lund",
                    "kaja.lund@varde.example",
                    "Consultant",
                    "Data",
                    "Oslo",
                    "Consultant",
                    date(2026, 9, 1),
                    date(2025, 9, 1),
                    "",
                ]
            )
        paths.append(_write(folder / "personnel" / f"Roster {day}.xlsx", "Roster", _ROSTER, rows, world.as_of))
    return paths


def write_alumni(folder: Path, world: World) -> Path:
    """Write who used to be ours, and where they are now as far as we have heard."""
    now = {stay.person for stay in world.ours()}
    rows: list[list[_Cell]] = []
    gone = [s for s in world.stays if s.company == US and s.end and s.person not in now]
    for number, stay in enumerate(sorted(gone, key=lambda s: (s.end, s.person)), 101):
        person, job = world.people[stay.person], world.job_of(stay.person)
        company = world.companies.get(job.company) if job else None
        mail = person.mail(company) if company else ""
        where = company.name if company else job.company if job else ""
        known = world.as_of - timedelta(days=21 + number) if job else ""
        rows.append([number, person.name, mail, stay.title, stay.unit, stay.office, _began(stay), _ended(stay), where,
                     job.title if job else "", known])  # fmt: skip
    rows.append([990, "Roar Fjell", "", "Consultant", "Data", "Oslo", date(2015, 8, 1), date(2012, 8, 1), "", "", ""])
    return _write(folder / "personnel" / "Alumni.xlsx", "Alumni", _ALUMNI, rows, world.as_of)


def write_staffing(folder: Path, world: World) -> Path:
    """Write who of us and of the clients worked on what, a semicolon between the cells as Excel does here."""
    path = folder / "staffing" / "staffing.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for project in sorted(world.projects, key=lambda p: (p.start, p.code)):
        client = world.companies[project.client]
        for side, members, company in (("Ours", project.ours, world.companies[US]), ("Client", project.theirs, client)):
            for key, role in members:
                person = world.people[key]
                rows.append([project.code, project.name, client.name, project.unit, project.discipline, side, person.name, person.mail(company),
                             role, project.start, project.end, project.outcome])  # fmt: skip
    rows.append(["V19-077", "Works planning 2019", "Tammer Paper", "IT", "Data", "Ours", "Per Aune", "per.aune@varde.example",
                 "project lead", "2019-13", "2019-12", "good"])  # fmt: skip
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(_STAFFING.split(","))
        writer.writerows(rows)
    return path


def _row(world: World, stay: Stay, number: int) -> list[_Cell]:
    person = world.people[stay.person]
    link = f"https://www.linkedin.com/in/{person.slug}" if stay.level in {"Partner", "Manager"} else ""
    return [
        number,
        person.name,
        person.mail(world.companies[US]),
        stay.title,
        stay.unit,
        stay.office,
        stay.level,
        _began(stay),
        "",
        link,
    ]


def _began(stay: Stay) -> date:
    return date.fromisoformat(f"{stay.start}-01"[:10])


def _ended(stay: Stay) -> date:
    year, month = int(stay.end[:4]), int(stay.end[5:7])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _write(path: Path, name: str, header: str, rows: Iterable[Sequence[_Cell]], as_of: date) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day)})
    sheet, bold, day = (
        book.add_worksheet(name),
        book.add_format({"bold": True}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
    )
    sheet.write_row(0, 0, header.split(","), bold)
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif cell != "":
                sheet.write(line, column, cell)
    book.close()
    return path
