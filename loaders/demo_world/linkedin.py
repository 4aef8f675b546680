"""How does a member's LinkedIn archive look, with its quirks?"""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from loaders.demo_world.model import PRIVATE, Person, World
from loaders.demo_world.names import plain
from loaders.demo_world.zipped import write_zip

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing. You will '
    "only see email addresses for connections who have allowed their connections to see or download their email address "
    'using this setting https://www.linkedin.com/psettings/privacy/email. You can learn more here"\n\n'
)
_AFTER_NAMES = (", PMP", " ✔", " | Speaker", ", PhD", " 🚀", ", MBA")
_SCHOOLS = {"NO": "NTNU", "SE": "KTH", "DK": "Aarhus Universitet"}
_OTHER_NAMES = {
    "Nordlys Energi": "Nordlys Energi AS",
    "Fjordbanken": "Fjordbanken ASA",
    "Alster Netz": "Alster Netz GmbH",
}


def write_archive(folder: Path, world: World, owner: Person, seed: int) -> Path:
    """Write one member's archive; e-mails are mostly blank, some accounts closed, one date is not one."""
    chance = random.Random(f"{seed} {owner.key}")
    exported = world.as_of - timedelta(days=chance.randint(8, 20))
    ties = sorted((t for t in world.connections if t.owner == owner.key), key=lambda t: (t.day, t.person), reverse=True)
    files = {
        "Profile.csv": _table(
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers",
            [[owner.given, owner.family, "", "", "", "Partner", PRIVATE, "Consulting", "", "", "", "", ""]],
        ),
        "Email Addresses.csv": _table(
            "Email Address,Confirmed,Primary,Updated On", [[owner.mail(world.companies["varde"]), "Yes", "Yes", "Not Available"]]
        ),
        "Positions.csv": _positions(world, owner),
        "Education.csv": _table(
            "School Name,Start Date,End Date,Notes,Degree Name,Activities",
            [[_SCHOOLS.get(owner.country, "NTNU"), "1996", "2001", PRIVATE, "MSc", ""]],
        ),
        "Connections.csv": _connections(world, chance, [(t.person, t.day) for t in ties if t.day <= exported]),
        "messages.csv": _messages(world, chance, owner, [t.person for t in ties], exported),
        "Invitations.csv": _invitations(world, owner, [t.person for t in ties][:12], exported),
        "Recommendations_Received.csv": _recommendations(world, [t.person for t in ties if t.day <= exported]),
        "Skills.csv": "Name\nEnergy markets\nNegotiation\n",
    }  # fmt: skip
    name = f"Basic_LinkedInDataExport_{exported:%m-%d-%Y}"
    home = folder / "linkedin" / owner.key
    return write_zip(home / f"{name}.zip", {f"{name}/{file}": text for file, text in files.items()}, exported)


def _positions(world: World, owner: Person) -> str:
    stays = sorted((s for s in world.stays if s.person == owner.key), key=lambda s: s.start, reverse=True)
    rows = [
        [world.companies[s.company].name, s.title, PRIVATE, s.office, _month(s.start), _month(s.end) if s.end else ""]
        for s in stays
    ]
    return _table("Company Name,Title,Description,Location,Started On,Finished On", rows)


def _connections(world: World, chance: random.Random, ties: Sequence[tuple[str, date]]) -> str:
    rows = []
    for number, (key, day) in enumerate(ties):
        person, job = world.people[key], world.job_of(key)
        company = world.companies.get(job.company) if job else None
        name = company.name if company else job.company if job else ""
        if number % 5 == 2:
            name = _OTHER_NAMES.get(name, name)
        mail = person.mail(company) if company and chance.random() < 0.18 else ""
        given, family = person.given, person.family
        if key == "katarzyna-wojcik":
            given, family = plain(given), plain(family)
        elif chance.random() < 0.06:
            family += chance.choice(_AFTER_NAMES)
        when = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        rows.append(
            [given, family, f"https://www.linkedin.com/in/{person.slug}", mail, name, job.title if job else "", when]
        )
    for _ in range(2):
        rows.insert(chance.randrange(4, len(rows)), ["", "", "", "", "", "", "3 Apr 2020"])
    rows.insert(chance.randrange(4, len(rows)), ["Kim", "Sand", "", "", "", "", "0 Jan 1900"])
    return _PREAMBLE + _table("First Name,Last Name,URL,Email Address,Company,Position,Connected On", rows)


def _messages(world: World, chance: random.Random, owner: Person, people: Sequence[str], exported: date) -> str:
    mine = f"https://www.linkedin.com/in/{owner.slug}"
    rows = []
    nordlys = {stay.person for stay in world.now_at("nordlys")}
    writers = [one for one in people if one not in nordlys]
    for number, key in enumerate(chance.sample(writers, 14)):
        other = world.people[key]
        theirs = f"https://www.linkedin.com/in/{other.slug}"
        for _ in range(chance.randint(1, 4)):
            day = exported - timedelta(days=chance.randint(1, 1500))
            sent = (
                [owner.name, mine, other.name, theirs]
                if chance.random() < 0.5
                else [other.name, theirs, owner.name, mine]
            )
            rows.append(
                [
                    f"2-c{number:03d}",
                    "",
                    *sent,
                    f"{day} {chance.randint(7, 20):02d}:15:00 UTC",
                    PRIVATE,
                    f"<p>{PRIVATE}</p>",
                    "INBOX",
                    "",
                    "No",
                ]
            )
    rows.append(
        [
            "2-s",
            "Sponsored Conversation",
            "Recruiter",
            "",
            owner.name,
            mine,
            f"{exported} 08:00:00 UTC",
            PRIVATE,
            PRIVATE,
            "INBOX",
            "",
            "No",
        ]
    )
    head = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
    return _table(head, rows)


def _invitations(world: World, owner: Person, people: Iterable[str], exported: date) -> str:
    mine = f"https://www.linkedin.com/in/{owner.slug}"
    rows = []
    for number, key in enumerate(people):
        other, day = world.people[key], exported - timedelta(days=30 * number)
        sent = f"{day.month}/{day.day}/{day:%y}, 10:{number + 10} AM"
        rows.append(
            [owner.name, other.name, sent, PRIVATE, "OUTGOING", mine, f"https://www.linkedin.com/in/{other.slug}"]
        )
    return _table("From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl", rows)


def _recommendations(world: World, people: Iterable[str]) -> str:
    """One is by a connection; the other's writer has left the network, so nobody can be found to it."""
    friend = world.people[next(one for one in people if one.endswith("en"))]
    rows = [[friend.given, friend.family, "", "", PRIVATE, "03/04/24, 10:15 AM", "VISIBLE"]]
    rows.append(["Unni", "Gone", "Sognefjord Kraft", "Director", PRIVATE, "11/20/19, 2:05 PM", "VISIBLE"])
    return _table("First Name,Last Name,Company,Job Title,Text,Creation Date,Status", rows)


def _month(day: str) -> str:
    year, _, month = day.partition("-")
    return f"{_MONTHS[int(month[:2]) - 1]} {year}" if month else year


def _table(header: str, rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()
