"""How is the rest of the world told while its own formats cannot be read yet? As a folder of Tables."""

import csv
from pathlib import Path

from loaders.demo_world.crm_ids import CrmIds
from loaders.demo_world.model import World


def write_interim(folder: Path, world: World) -> Path:
    """Write people, jobs, projects and meetings as Tables."""
    home = folder / "firm"
    home.mkdir(parents=True, exist_ok=True)
    ids = CrmIds(world)
    known = {stay.person for stay in world.stays if stay.company in {"varde", *ids.accounts}}
    us = world.companies["varde"]
    people = []
    for key in sorted(known):
        job = world.job_of(key)
        company = world.companies.get(job.company, us) if job else us
        people.append([key, world.people[key].name, world.people[key].mail(company), ids.contacts.get(key, "")])
    tables: dict[str, tuple[str, list[list[str]]]] = {
        "companies": ("id,name,relation,country,domain", [
            [c.key, f"{c.name} {c.legal}".strip(), c.relation, c.country, c.domain] for c in world.companies.values()]),
        "people": ("id,name,email,crm_id", people),
        "employments": ("person,company,title,unit,start,end", [
            [s.person, s.company, s.title, s.unit, s.start, s.end] for s in world.stays
            if s.company in {"varde", *ids.accounts}]),
        "projects": ("id,company,unit,name,discipline,start,end,outcome", [
            [p.code, p.client, p.unit, p.name, p.discipline, p.start, p.end, p.outcome] for p in world.projects]),
        "project_people": ("project,person,role", [
            [p.code, one, role] for p in world.projects for one, role in (*p.ours, *p.theirs)]),
        "contacts": ("id,kind,date,minutes,participants", [
            [f"m{n}", m.kind, m.day.isoformat(), str(m.minutes), ";".join((m.owner, *m.others))]
            for n, m in enumerate((*world.meetings, *world.events))]),
    }  # fmt: skip
    for name, (header, rows) in tables.items():
        with (home / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])
    (home / "source.toml").write_text(f'name = "firm"\nas_of = {world.as_of}\n', encoding="utf-8")
    return home
