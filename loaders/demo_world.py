"""A small made-up world as Tables and a LinkedIn archive, to see the main job work before there is data of one's own."""

import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_FIRM = {
    "source.toml": 'name = "varde-hr"\nas_of = 2026-11-24\ncomplete = ["employments"]\n',
    "companies.csv": "id,name,relation,country\nvarde,Varde Rådgivning AS,ours,NO\nnordlys,Nordlys Energi AS,client,NO\nhafslund,Hafslund,other,NO\nkvit,Kvit Havn,other,NO\n",
    "people.csv": "id,name,email,asks_per_quarter\nkari,Kari Lunde,kari.lunde@varde.example,3\nsara,Sara Holm,sara.holm@varde.example,\nanna,Anna Berg,anna.berg@varde.example,\njonas,Jonas Lie,jonas.lie@varde.example,\nhelle,Helle Skov,helle.skov@varde.example,\nkatarzyna,Katarzyna Wójcik,k.wojcik@nordlys.example,\n",
    "employments.csv": "person,company,title,unit,start,end\nkari,varde,Partner,Energy,2017-09,\nkari,hafslund,Head of grid finance,Grid,2012-03,2017-04\nsara,varde,Manager,Data,2019-01,\nanna,varde,Account lead,Energy,2015-08,\nanna,kvit,Consultant,Finance,2014-01,2015-06\njonas,varde,Solution lead,Platform,2016-02,\nhelle,varde,Partner,Platform,2009-01,\nkatarzyna,varde,Senior consultant,Platform,2010-02,2014-06\nsara,varde,Broken row,Data,2020-13,\n",
    "projects.csv": "id,company,unit,name,start,end,outcome\npilot,nordlys,Grid,Outage pilot,2023-01,2023-10,good\n",
    "project_people.csv": "project,person,role\npilot,sara,steering group\n",
}
_CRM = {
    "source.toml": 'name = "crm"\nas_of = 2026-11-20\n',
    "companies.csv": "id,name,relation,country\nA1,Nordlys Energi,client,NO\nA2,Hafslund AS,other,NO\nA3,Kvit Havn ASA,other,NO\nA4,Varde Rådgivning,ours,NO\n",
    "people.csv": "id,name,email,do_not_ask\nC1,Håkon Myhre,hakon.myhre@nordlys.example,\nC2,Katarzyna Wojcik,K.Wojcik@nordlys.example,\nC3,Marit Eikeland,marit.eikeland@nordlys.example,\nC4,Mette Kjær Lund,,\nC5,Lise Monsen,,yes\nC6,Erik Dahl,,\nC7,Tor Erik Nygård,,\nU1,Kari Lunde,kari.lunde@varde.example,\nU2,Sara Holm,sara.holm@varde.example,\n",
    "employments.csv": "person,company,title,unit,start,end\nC1,A1,CFO,Finance,2021-02,\nC1,A2,Finance director,Grid,2012-01,2017-06\nC2,A1,CIO,IT,2022-01,\nC3,A1,VP Data,IT,2020-05,\nC4,A1,People director,People,2024-09,\nC5,A1,Board secretary,Legal,2018-01,\nC6,A3,Partner,Finance,2013-01,2019-12\nC1,A3,Finance,Finance,2017-08,2020-12\nC7,A1,Treasurer,Finance,2016-01,2023-08\n",
    "contacts.csv": "id,kind,date,minutes,participants\nE1,meeting,2026-05-14,60,U1;C1\nE2,meeting,2026-10-02,45,U2;C3\nE3,meeting,2026-10-16,45,U2;C3\nE4,meeting,2026-09-08,30,C3;C1\nE5,meeting,2026-03-03,30,U1;C5\nE6,meeting,2026-04-03,30,C5;C1\n",
    "stances.csv": "person,date,value,agreed\nC1,2026-11-03,-1,yes\nC3,2026-10-13,1,yes\n",
    "leaders.csv": "company,name,title,listed_on\nA1,Håkon Myhre,CFO,2026-09-01\nA1,Katarzyna Wojcik,CIO,2026-09-01\nA1,Mette Kjær Lund,People director,2026-09-01\nA1,Ingrid Solberg,Chief executive,2026-09-01\n",
}


_ARCHIVE = "Basic_LinkedInDataExport_11-10-2026.zip"
_KARI = {
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary\nKari,Lunde,,,,Partner,\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nkari.lunde@varde.example,Yes,Yes,\n",
    "Connections.csv": 'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nHåkon,Myhre,https://www.linkedin.com/in/hakon-myhre,,Nordlys Energi,CFO,12 Mar 2019\nSunniva,"Aas, PMP",https://www.linkedin.com/in/sunniva-aas,,Nordlys Energi,Group controller,4 Jun 2021\n,,,,,,3 Apr 2020\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\nVarde Rådgivning,Partner,,Oslo,Sep 2017,\nHafslund,Head of grid finance,,Oslo,Mar 2012,Apr 2017\n",
}


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """Where the files are, and what to ask first."""

    sources: tuple[Path, ...]
    client: str
    person: str
    as_of: date


def write_demo_world(folder: Path) -> DemoWorld:
    """Write the files of three sources into a folder; the same bytes every time."""
    sources = []
    for name, files in (("varde-hr", _FIRM), ("crm", _CRM)):
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (home / file).write_text(text, encoding="utf-8", newline="")
        sources.append(home)
    sources.append(_write_archive(folder / _ARCHIVE))
    return DemoWorld(tuple(sources), "Nordlys Energi", "Håkon Myhre", date(2026, 11, 24))


def _write_archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _KARI.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 10, 12, 0, 0)), text)
    return path
