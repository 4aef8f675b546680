"""A small weekly export of Salesforce, with the quirks of real ones, as file name -> text."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from loaders.salesforce.ids import id18

ORG = "00D5g000000AbcDEAS"
SENTINEL = "PRIVATE-SENTINEL"


def own(prefix: str, number: int) -> str:
    """Return a made-up id of 15 characters, with capitals in it."""
    return f"{prefix}5g00000Q{number:04d}"


NORDLYS, NETT, HAVTUN, OLD = (own("001", n) for n in range(1, 5))
HAKON, MARIT, ERIK, LOST, DOUBLE = (own("003", n) for n in range(1, 6))
KARI, SARA, BOT, GONE = (own("005", n) for n in range(1, 5))
DEAL = own("006", 1)


def csv(header: str, *rows: str) -> str:
    """Quote every cell, as Salesforce does; a cell is parted from the next by a bar."""
    lines = [header.replace(",", "|"), *rows]
    return "".join(",".join(f'"{cell}"' for cell in line.split("|")) + "\n" for line in lines)


FILES = {
    "Organization.csv": csv("Id,Name,Country,CreatedDate", f"{ORG}|Varde AS|Norge|2010-01-01 00:00:00"),
    "User.csv": csv(
        "Id,Username,LastName,FirstName,Email,Title,Department,IsActive,UserType,ContactId,LastLoginDate,AboutMe",
        f"{id18(KARI)}|k@varde|Lunde|Kari|kari.lunde@varde.example|Partner|Energy|1|Standard|000000000000000AAA|2026-09-01 08:00:00|{SENTINEL}",
        f"{id18(SARA)}|s@varde|Holm|Sara|sara@varde.example.invalid|Manager|Data|1|Standard|||",
        f"{id18(GONE)}|g@varde|Wik|Geir|geir@varde.example|Partner|Energy|0|Standard||2021-04-30 08:00:00|",
        f"{id18(BOT)}|auto|Process|Automated|auto@x.example|||1|AutomatedProcess|||",
    ),
    "Account.csv": csv(
        "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,Website,Industry,BillingCountry,Description,LastModifiedDate",
        f"{id18(NORDLYS)}|0|000000000000000AAA|Nordlys Energi AS|Customer - Direct||https://www.nordlys.example/om|Energy|Norge|{SENTINEL}|2026-09-10 10:00:00",
        f"{id18(NETT)}|0||Nordlys Nett AS|Customer - Direct|{id18(NORDLYS)}|nordlys.example|Energy|Norway||2026-09-10 10:00:00",
        f"{id18(HAVTUN)}|0||Havtun Råd|Competitor|||Consulting|Sverige||2026-09-10 10:00:00",
        f"{id18(OLD)}|1|{id18(NORDLYS)}|Nordlys Energi (old)|||||||2024-01-01 10:00:00",
    ),
    "Contact.csv": csv(
        "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,ReportsToId,Email,Title,Department,Birthdate,Description",
        f"{id18(HAKON)}|0||{id18(NORDLYS)}|Myhre|Håkon|Mr.||hakon.myhre@nordlys.example|CFO|Finance|1970-01-01|{SENTINEL}",
        # Fifteen characters, as somebody's own tool writes them, and a manager whose record was merged away.
        f"{MARIT}|0||{NORDLYS}|Eikeland|Marit||{DOUBLE}|marit@nordlys.example|VP Data|IT||\nsecond line of {SENTINEL}",
        f"{id18(ERIK)}|0||{id18(OLD)}|Dahl|Erik||{id18(LOST)}||Analyst|Finance||",
        f"{id18(LOST)}|1||{id18(NORDLYS)}|Gone|Away||||||| ",
        f"{id18(DOUBLE)}|1|{id18(HAKON)}|{id18(NORDLYS)}|Myhre|H.|||hm@nordlys.example||||",
        f"{own('003', 6)}|0||{id18(NORDLYS)}|||||||||",
    ),
    "AccountContactRelation.csv": csv(
        "Id,IsDeleted,AccountId,ContactId,IsDirect,IsActive,Roles,StartDate,EndDate,LastModifiedDate",
        f"{own('07k', 1)}|0|{NORDLYS}|{HAKON}|1|1|Decision Maker|2019-03-01||2026-01-01 00:00:00",
        f"{own('07k', 2)}|0|{HAVTUN}|{HAKON}|0|0||2012-01-01|2017-06-30|2026-01-01 00:00:00",
        f"{own('07k', 3)}|0|{HAVTUN}|{MARIT}|0|0||2015-02-01||2018-05-06 07:00:00",
        f"{own('07k', 4)}|0|{HAVTUN}|{ERIK}|0|1||2019-01-01|2018-01-01|2026-01-01 00:00:00",
    ),
    "Opportunity.csv": csv(
        "Id,IsDeleted,AccountId,Name,Description,StageName,Amount,Probability,CloseDate,IsClosed,IsWon,OwnerId,NextStep",
        f"{DEAL}|0|{id18(NORDLYS)}|Grid forecast|{SENTINEL}|Proposal|1200000.00|40|2027-01-31|0|0|{id18(KARI)}|{SENTINEL}",
    ),
    "OpportunityContactRole.csv": csv(
        "Id,IsDeleted,OpportunityId,ContactId,Role,IsPrimary",
        f"{own('00K', 1)}|0|{id18(DEAL)}|{id18(HAKON)}|Economic Buyer|1",
        f"{own('00K', 2)}|0|{id18(DEAL)}|{id18(MARIT)}|Technical Buyer|0",
        f"{own('00K', 3)}|0|{id18(DEAL)}|{id18(LOST)}|Influencer|0",
    ),
    "Event.csv": csv(
        "Id,IsDeleted,WhoId,WhatId,Subject,Description,StartDateTime,DurationInMinutes,OwnerId,IsPrivate,IsChild,IsRecurrence,Type",
        f"{own('00U', 1)}|0|{id18(HAKON)}|{id18(DEAL)}|{SENTINEL}|{SENTINEL}|2026-05-14 09:00:00|60|{id18(KARI)}|0|0|0|Meeting",
        f"{own('00U', 2)}|0|{id18(HAKON)}||{SENTINEL}||2026-06-14 09:00:00|60|{id18(KARI)}|1|0|0|",
        f"{own('00U', 3)}|0|{id18(MARIT)}||{SENTINEL}||2026-12-14 09:00:00|60|{id18(KARI)}|0|0|0|",
        f"{own('00U', 4)}|1|{id18(MARIT)}||{SENTINEL}||2026-04-14 09:00:00|60|{id18(KARI)}|0|0|0|",
        f"{own('00U', 5)}|0|{id18(MARIT)}||{SENTINEL}||2026-05-14 09:00:00|60|{id18(SARA)}|0|1|0|",
    ),
    "EventRelation.csv": csv(
        "Id,IsDeleted,RelationId,EventId,Status,Response",
        f"{own('0RE', 1)}|0|{id18(MARIT)}|{own('00U', 1)}|Accepted|{SENTINEL}",
        f"{own('0RE', 2)}|0|{id18(SARA)}|{own('00U', 1)}|New|",
        f"{own('0RE', 3)}|0|{id18(ERIK)}|{own('00U', 1)}|Declined|",
    ),
    "Task.csv": csv(
        "Id,IsDeleted,WhoId,Subject,Description,ActivityDate,Status,IsClosed,OwnerId,TaskSubtype,CallDurationInSeconds",
        f"{own('00T', 1)}|0|{id18(DOUBLE)}|{SENTINEL}|{SENTINEL}|2026-03-09|Completed|1|{id18(SARA)}|Call|600",
        f"{own('00T', 2)}|0|{id18(MARIT)}|{SENTINEL}|{SENTINEL}|2026-03-10|Completed|1|{id18(SARA)}|Email|",
        f"{own('00T', 3)}|0|{id18(MARIT)}|{SENTINEL}||2026-03-11|Not Started|0|{id18(SARA)}|Call|",
        f"{own('00T', 4)}|0|{id18(MARIT)}|{SENTINEL}||2026-03-12|Completed|1|{id18(SARA)}|Task|",
        f"{own('00T', 5)}|0|{id18(MARIT)}|{SENTINEL}||soon|Completed|1|{id18(SARA)}|Call|",
    ),
    "Attachment.csv": csv("Id,Name,Body", f"{own('00P', 1)}|{SENTINEL}|{SENTINEL}"),
}

REPORT = (
    '"First Name","Last Name","Title","Account Name","Email","Department","Reports To","Contact ID","Mailing City"\n'
    f'"Håkon","Myhre","CFO","Nordlys Energi AS","hakon.myhre@nordlys.example","Finance","","{HAKON}","Bodø"\n'
    '"Lise","Monsen","Lawyer","Nordlys Energi AS","","Legal","Håkon Myhre","","Oslo"\n'
    '"Tor","Aas","Clerk","Nordlys Energi AS","","Legal","Nobody Known","","Oslo"\n'
    '"","","Ghost","Nordlys Energi AS","","","","",""\n'
    "\n\n"
    '"Contacts by account"\n'
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    '"Confidential Information - Do Not Distribute"\n'
    '"Generated By:  Kari Lunde  24.11.2026 09:00"\n'
)


def weekly(
    folder: Path, files: Mapping[str, str] = FILES, *, name: str = f"WE_{ORG}_1.ZIP", day: str = "2026-09-15"
) -> Path:
    """Write a weekly export as a zip whose files bear a day."""
    folder.mkdir(parents=True, exist_ok=True)
    year, month, date = (int(part) for part in day.split("-"))
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as out:
        for file, text in files.items():
            out.writestr(zipfile.ZipInfo(file, (year, month, date, 3, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return folder / name


def without(*names: str) -> dict[str, str]:
    """Return the files but these."""
    return {name: text for name, text in FILES.items() if name not in names}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """Return the files with one text changed in one of them."""
    assert old in FILES[name]
    return {**FILES, name: FILES[name].replace(old, new)}
