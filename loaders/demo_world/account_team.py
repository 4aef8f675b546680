"""How does the account team keep what no export carries? As a folder of Tables."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from loaders.demo_world.crm_ids import CrmIds
from loaders.demo_world.decisions import TABLES
from loaders.demo_world.model import World, lines
from loaders.demo_world.nordlys import careers_elsewhere, listed_leaders

_TOLD_ON = date(2026, 11, 24)
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Whose profile the team has not looked up: the archives' records of these two stay records of their own.
_NOT_LOOKED_UP = frozenset({"gunnar-five", "hanna-soderqvist"})
# Whom the team has only heard of: no export names them, and nobody of ours has met them.
_HEARD_OF = """
tone-engebretsen|Tone Engebretsen|fjordbanken|Head of vendor management|Procurement|2018-05
gudrun-hovland|Gudrun Hovland|fjordbanken|Chair of the IT committee|Board|2022-06
"""
_DO_NOT_ASK = frozenset({"lise-monsen"})
_CAPS = {"kari-lunde": "4", "helle-skov": "3", "ragnhild-overas": "1"}


def write_account_team(folder: Path, world: World) -> Path:
    """Write the team's folder; three of its rows are wrong."""
    home = folder / "account-team"
    home.mkdir(parents=True, exist_ok=True)
    files = {name: lines(text) for name, text in TABLES.items()}
    files["companies"] = [["id", "name", "relation", "domain", "industry", "country"]] + [
        [key, company.name, company.relation, company.domain, company.industry, company.country]
        for key, company in sorted(world.companies.items())
    ]
    files["people"] = _people(world)
    files["employments"] = (
        [["person", "company", "title", "unit", "start", "end"]]
        + [
            [stay.person, stay.company, stay.title, stay.unit, stay.start, stay.end]
            for stay in careers_elsewhere(world)
        ]
        + [[key, company, title, unit, start, ""] for key, _, company, title, unit, start in lines(_HEARD_OF)]
    )
    files["leaders"] = [["company", "name", "title", "reports_to", "listed_on"]] + [
        ["nordlys", *leader, "2026-09-01"] for leader in [*listed_leaders(), ("", "Deputy chief executive", "")]
    ]
    later = world.as_of - _TOLD_ON
    _write(home / "source.toml", f'name = "account-team"\nas_of = {world.as_of}\n')
    for name, rows in sorted(files.items()):
        _write(home / f"{name}.csv", _moved(_table(rows), later))
    return home


def _people(world: World) -> list[list[str]]:
    """Return everybody whom the tables name, with the keys by which other sources know them."""
    ids = CrmIds(world)
    text = "|".join(TABLES.values())
    named = {key for key in world.people if re.search(rf"(?<![\w-]){key}(?![\w-])", text)}
    named |= {stay.person for stay in world.now_at("nordlys")} | {stay.person for stay in careers_elsewhere(world)}
    rows = [["id", "name", "email", "linkedin_url", "crm_id", "do_not_ask", "asks_per_quarter"]]
    us = world.companies["varde"]
    for key in sorted(named):
        person = world.people[key]
        job = world.job_of(key)
        company = world.companies.get(job.company) if job else None
        mail = person.mail(us) if key in ids.users else person.mail(company) if company else ""
        url = "" if key in _NOT_LOOKED_UP else f"https://www.linkedin.com/in/{person.slug}"
        asked = "yes" if key in _DO_NOT_ASK else ""
        rows.append([key, person.name, mail, url, ids.contacts.get(key, ""), asked, _CAPS.get(key, "")])
    return rows + [[key, name, "", "", "", "", ""] for key, name, *_ in lines(_HEARD_OF)]


def _moved(text: str, later: timedelta) -> str:
    """Move every full date by as much as the world's day lies off its own."""
    return _DAY.sub(lambda found: (date.fromisoformat(found[0]) + later).isoformat(), text) if later else text


def _table(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
