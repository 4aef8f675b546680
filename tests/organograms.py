"""Whole departments of the United Kingdom as Tables: every senior post of one snapshot, with its reporting line."""

import csv
import re
from collections import Counter
from pathlib import Path

from graph.vocabulary.names import folded

# Looked at by eye in a headless Chromium, see docs/validity.md: one of each size.
DEPARTMENTS = (("hmt", "2014-09"), ("dfe", "2016-09"), ("ho", "2014-09"))


def posts_of(data: Path, department: str, snapshot: str) -> list[dict[str, str]]:
    """Return the posts of a department in one snapshot, each post once."""
    with (data / "uk-organograms" / "posts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["dept"], row["snapshot"]) == (department, snapshot)]
    return list({row["post"]: row for row in rows}.values())


def department_tables(rows: list[dict[str, str]], name: str) -> dict[str, str]:
    """Write a department as Tables; a post without a name is called by its title, and one of us knows nobody there."""
    posts = {row["post"] for row in rows}
    titles = Counter(folded(row["job_title"]) for row in rows)
    people = [["id", "name"]]
    jobs = [["person", "company", "title", "unit", "start"], ["us1", "us", "Adviser", "", "2010"]]
    reporting = [["person", "manager"]]
    for row in rows:
        title = row["job_title"] or row["grade"]
        called = row["person"] or (title if titles[folded(title)] == 1 else f"{title} ({row['post']})")
        people.append([row["post"], re.sub(r"\s+", " ", called)])
        jobs.append([row["post"], "d", title, row["unit"], "2010"])
        if row["reports_to"] in posts and row["reports_to"] != row["post"]:
            reporting.append([row["post"], row["reports_to"]])
    return {
        "companies.csv": _table([["id", "name", "relation"], ["us", "Us", "ours"], ["d", name, "client"]]),
        "people.csv": _table([*people, ["us1", "Ada One"]]), "employments.csv": _table(jobs),
        "reporting.csv": _table(reporting),
    }  # fmt: skip


def _table(rows: list[list[str]]) -> str:
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
