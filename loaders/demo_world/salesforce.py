"""How does the CRM's weekly data export look?"""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from loaders.demo_world.crm_ids import ORGANISATION, CrmIds, salesforce_id
from loaders.demo_world.model import PRIVATE, Meeting, Stay, World
from loaders.demo_world.names import address, plain
from loaders.demo_world.zipped import write_zip

_COUNTRIES = {
    "NO": "Norway",
    "SE": "Sweden",
    "DK": "Denmark",
    "DE": "Germany",
    "PL": "Poland",
    "CZ": "Czechia",
    "FI": "Finland",
}
_STAGES = (("Qualification", "20", "false", "false"), ("Proposal/Price Quote", "45", "false", "false"),
           ("Negotiation/Review", "70", "false", "false"), ("Closed Won", "100", "true", "true"),
           ("Closed Lost", "0", "true", "false"))  # fmt: skip
_ROLES = ("Decision Maker", "Economic Buyer", "Influencer", "Business User", "Executive Sponsor", "Evaluator")
_WORK = (
    "Data platform review", "Sourcing study", "Planning tool", "Risk model", "Cloud roadmap", "Operating model", "Cost baseline",
    "Maintenance analytics", "Billing renewal", "ERP selection", "Security assessment", "Process mining pilot", "Budget model",
    "Integration architecture", "Vendor consolidation", "Customer portal", "Spare parts forecast",
)  # fmt: skip


def write_export(folder: Path, world: World, seed: int) -> Path:
    """Write the zip of the last Saturday; texts in it are private, and a few of its rows are wrong."""
    export = _Export(world, random.Random(f"{seed} crm"))
    day = world.as_of - timedelta(days=3)
    return write_zip(folder / "salesforce" / f"WE_{ORGANISATION}_1.ZIP", export.files(), day)


class _Export:
    def __init__(self, world: World, chance: random.Random) -> None:
        self._world = world
        self._chance = chance
        self._ids = CrmIds(world)
        self._stamp = f"{world.as_of - timedelta(days=3)}T02:10:00.000Z"
        self._guests: list[list[str]] = []
        self._accounts_of: list[str] = []

    def files(self) -> dict[str, str]:
        """Return every file of the export by its name."""
        return {
            "Account.csv": self._accounts(), "User.csv": self._users(), "Contact.csv": self._contacts(),
            "AccountContactRelation.csv": self._relations(), "Opportunity.csv": self._opportunities(),
            "OpportunityContactRole.csv": self._roles(), "Event.csv": self._events(),
            "EventRelation.csv": _table("Id,IsDeleted,EventId,RelationId,IsWhat,IsInvitee,Status,LastModifiedDate", self._guests),
            "Task.csv": self._tasks(),
        }  # fmt: skip

    def _accounts(self) -> str:
        rows = []
        for key, own in self._ids.accounts.items():
            company = self._world.companies[key]
            name = f"{company.name} {company.legal}".strip()
            rows.append([own, "false", "", name, "Customer - Direct", "", f"https://www.{company.domain}", company.industry,
                         _COUNTRIES[company.country], PRIVATE, self._owner(), self._stamp])  # fmt: skip
        header = "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,Website,Industry,BillingCountry,Description,OwnerId,LastModifiedDate"
        return _table(header, rows)

    def _users(self) -> str:
        us = self._world.companies["varde"]
        rows = []
        for key, own in self._ids.users.items():
            person, job = self._world.people[key], self._world.job_of(key)
            rows.append([own, person.mail(us), person.given, person.family, person.name, f"{us.name} {us.legal}", job.title if job else "",
                         job.unit if job else "", person.mail(us), "true", "Standard", "", self._stamp])  # fmt: skip
        header = "Id,Username,FirstName,LastName,Name,CompanyName,Title,Department,Email,IsActive,UserType,ContactId,LastModifiedDate"
        return _table(header, rows)

    def _contacts(self) -> str:
        world, ids = self._world, self._ids
        rows = []
        for key, own in ids.contacts.items():
            person, job = world.people[key], self._client_job(key)
            if job is None:
                continue
            given, family = person.given, person.family
            if person.country in {"PL", "CZ"}:
                given, family = plain(given), plain(family)
            mail = address(person.name, world.companies[job.company].domain)
            boss = ids.contacts.get(job.manager, "")
            rows.append([own, "false", "", ids.accounts[job.company], family, given, f"{given} {family}", boss, mail, job.title,
                         job.unit, "", PRIVATE, self._owner(), self._stamp])  # fmt: skip
        rows.append([salesforce_id("003", 99001), "false", "", salesforce_id("001", 9999), "Grande", "Pia", "Pia Grande", "", "", "Adviser",
                     "", "", "", self._owner(), self._stamp])  # fmt: skip
        header = ("Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Name,ReportsToId,Email,Title,Department,LeadSource,"
                  "Description,OwnerId,LastModifiedDate")  # fmt: skip
        return _table(header, rows)

    def _relations(self) -> str:
        ids = self._ids
        rows = []
        for number, stay in enumerate(self._world.stays):
            if stay.person in ids.contacts and stay.company in ids.accounts:
                start, end = (_first_day(stay.start), _first_day(stay.end) if stay.end else "")
                direct = "false" if stay.end else "true"
                rows.append([salesforce_id("07k", number), "false", ids.accounts[stay.company], ids.contacts[stay.person], direct,
                             "false" if stay.end else "true", "", start, end, self._stamp])  # fmt: skip
        one, other = list(ids.accounts.values())[:2]
        contact = next(iter(ids.contacts.values()))
        rows.append(
            [
                salesforce_id("07k", 9901),
                "false",
                one,
                contact,
                "false",
                "false",
                "",
                "2021-05-01",
                "2019-05-01",
                self._stamp,
            ]
        )
        rows.append(
            [
                salesforce_id("07k", 9902),
                "false",
                other,
                salesforce_id("003", 99002),
                "false",
                "true",
                "",
                "2020-01-01",
                "",
                self._stamp,
            ]
        )
        header = "Id,IsDeleted,AccountId,ContactId,IsDirect,IsActive,Roles,StartDate,EndDate,LastModifiedDate"
        return _table(header, rows)

    def _opportunities(self) -> str:
        rows = []
        for number in range(46):
            stage, probability, closed, won = self._chance.choice(_STAGES)
            close = self._world.as_of + timedelta(
                days=self._chance.randint(-400, -30) if closed == "true" else self._chance.randint(20, 240)
            )
            account = self._chance.choice(sorted(self._ids.accounts))
            self._accounts_of.append(account)
            rows.append([salesforce_id("006", number), "false", self._ids.accounts[account], f"{_WORK[number % len(_WORK)]} {close.year}", PRIVATE, stage,
                         str(self._chance.randint(4, 90) * 100000), probability, f"{close}", closed, won, PRIVATE, self._owner(), self._stamp])  # fmt: skip
        header = ("Id,IsDeleted,AccountId,Name,Description,StageName,Amount,Probability,CloseDate,IsClosed,IsWon,NextStep,OwnerId,"
                  "LastModifiedDate")  # fmt: skip
        return _table(header, rows)

    def _roles(self) -> str:
        working: dict[str, list[str]] = {}
        for key, own in self._ids.contacts.items():
            if job := self._client_job(key):
                working.setdefault(job.company, []).append(own)
        rows = []
        for number in range(120):
            place = number % len(self._accounts_of)
            opportunity, contacts = salesforce_id("006", place), working[self._accounts_of[place]]
            rows.append([salesforce_id("00K", number), "false", opportunity, self._chance.choice(contacts), _ROLES[number // len(self._accounts_of)],
                         "false", self._stamp])  # fmt: skip
        return _table("Id,IsDeleted,OpportunityId,ContactId,Role,IsPrimary,LastModifiedDate", rows)

    def _events(self) -> str:
        rows = []
        for number, meeting in enumerate(m for m in self._world.events if m.kind == "meeting"):
            own = salesforce_id("00U", number)
            begins, ends = _clock(meeting, 8 + number % 8)
            first, *more = (self._ids.contacts[one] for one in meeting.others)
            rows.append([own, "false", first, "", meeting.subject, "", "false", begins, ends, str(meeting.minutes), PRIVATE,
                         self._ids.users[meeting.owner], "false", "Event", "false", "false", self._stamp])  # fmt: skip
            self._guests += [
                [salesforce_id("0RE", number * 10 + n), "false", own, guest, "false", "true", "Accepted", self._stamp]
                for n, guest in enumerate(more)
            ]
        late = salesforce_id("00U", 99001)
        rows.append([late, "false", next(iter(self._ids.contacts.values())), "", "Account talk", "", "false", "soon", "", "30", PRIVATE,
                     next(iter(self._ids.users.values())), "false", "Event", "false", "false", self._stamp])  # fmt: skip
        header = ("Id,IsDeleted,WhoId,WhatId,Subject,Location,IsAllDayEvent,StartDateTime,EndDateTime,DurationInMinutes,Description,"
                  "OwnerId,IsPrivate,EventSubtype,IsChild,IsRecurrence,LastModifiedDate")  # fmt: skip
        return _table(header, rows)

    def _tasks(self) -> str:
        rows = []
        for number, call in enumerate(m for m in self._world.events if m.kind == "call"):
            rows.append([salesforce_id("00T", number), "false", self._ids.contacts[call.others[0]], "", "Call", f"{call.day}", "Completed", "true",
                         PRIVATE, "Call", str(call.minutes * 60), self._ids.users[call.owner], "false", self._stamp])  # fmt: skip
        header = ("Id,IsDeleted,WhoId,WhatId,Subject,ActivityDate,Status,IsClosed,Description,TaskSubtype,CallDurationInSeconds,"
                  "OwnerId,IsRecurrence,LastModifiedDate")  # fmt: skip
        return _table(header, rows)

    def _client_job(self, person: str) -> Stay | None:
        jobs = [s for s in self._world.stays if s.person == person and s.company in self._ids.accounts]
        return max(jobs, key=lambda s: (not s.end, s.start), default=None)

    def _owner(self) -> str:
        return self._chance.choice(list(self._ids.users.values()))


def _clock(meeting: Meeting, hour: int) -> tuple[str, str]:
    begins = datetime.combine(meeting.day, time(hour))
    ends = begins + timedelta(minutes=meeting.minutes)
    return f"{begins:%Y-%m-%dT%H:%M:%S}.000Z", f"{ends:%Y-%m-%dT%H:%M:%S}.000Z"


def _first_day(text: str) -> str:
    return f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]


def _table(header: str, rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()
