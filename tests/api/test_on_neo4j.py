"""Is every command and every page on Neo4j what it is on SQLite?

The suites of the use cases, the API and the pages run on both by themselves (tests/places.py).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from api.wiring import open_store
from tests.api.conftest import served
from tests.api.test_cli import inroads
from tests.api.worlds import WORLD, world_store
from tests.decisions import grid_decision
from tests.neo4j_server import Address
from tests.places import Place, on_neo4j

MOMENT = re.compile(r"\d\d:\d\d:\d\d\.\d+|(?<=\")r-[a-z2-7]{16}(?=\"\n)")  # the time, and a row's key made from it
DAYS = ("--as-of", "2026-11-24")
ANSWERS = (
    ("who", "Nordlys Energi", *DAYS), ("who", "Nordlys Energi", *DAYS, "--known-on", "2026-11-24"),
    ("introductions", "Håkon Myhre", *DAYS), ("map", "Nordlys Energi", *DAYS), ("status", *DAYS),
    ("plan", "Nordlys Energi", "--feed", *DAYS),
)  # fmt: skip


ON = "as_of=2026-11-24"
PAGES = (
    "/", "/?query=a", "/companies/Nordlys Energi", "/companies/Nordlys Energi?show=unreached",
    "/companies/Nordlys Energi?show=former", "/companies/Nordlys Energi/leaders", "/companies/Nordlys Energi/power-map",
    "/people/Håkon Myhre", "/people/Kari Lunde", "/people/Håkon Myhre/draft", "/loads", "/login", "/people/Nobody",
)  # fmt: skip
OF_DECISION = (
    "/", "/opportunities/Grid data platform", "/companies/Nordlys Energi", "/companies/Nordlys Energi/power-map",
    "/people/Mette Kjær Lund", "/people/Håkon Myhre",
)  # fmt: skip


def page(client: httpx.Client, path: str) -> tuple[int, str]:
    """Return a page without what is of the moment: the time of a load, the mark of a script, a request's id."""
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{ON}", headers={"accept": "text/html"})
    text = re.sub(r'nonce="[^"]+"', "", answer.text)
    return answer.status_code, re.sub(r"\b[0-9a-f]{16,}\b|\d\d:\d\d(:\d\d)?", "", text)


@pytest.mark.parametrize(("files", "paths"), [(WORLD, PAGES), (grid_decision(), OF_DECISION)], ids=["map", "decision"])
def test_every_page_reads_as_on_sqlite(
    tmp_path: Path, neo4j_server: Address, files: Mapping[str, str], paths: tuple[str, ...]
) -> None:
    with (
        served(tmp_path / "embedded", files, user="Kari Lunde") as here,
        on_neo4j(neo4j_server),
        served(tmp_path / "neo4j", files, user="Kari Lunde") as there,
    ):
        for path in paths:
            wanted = page(here.client, path)
            assert wanted == page(there.client, path), path
            assert len(wanted[1]) > 500


def test_every_command_works_as_on_sqlite(tmp_path: Path, neo4j_server: Address) -> None:
    file = tmp_path / "a.db"
    with on_neo4j(neo4j_server):
        login = Place.environment(tmp_path)
        with open_store(f"sqlite:{file}") as first, world_store(tmp_path) as second:
            first.restore(second.contents())
    for words in ANSWERS:
        here, there = inroads(*words, "--json", store=file), inroads(*words, "--json", store=file, **login)
        assert here.returncode == there.returncode == 0, there.stderr
        assert json.loads(here.stdout) == json.loads(there.stdout), words
    people = json.loads(inroads(*ANSWERS[0], "--json", store=file).stdout)["people"]
    one, other = (people[n]["person"]["id"] for n in (0, 1))
    told = {}
    for kind, more in (("sqlite", {}), ("neo4j", login)):
        steps = [
            ("same", one, other), ("undo", "workspace"), ("different", one, other),
            ("stance", "Håkon Myhre", "2", "--by", "Kari Lunde"), ("erase", "Mette Lund", "--yes"),
            ("load", str(tmp_path / "world"), "--source", "world"), ("export", str(tmp_path / kind)),
            ("token", "create", "--person", "Kari Lunde"), ("token", "list"),
        ]  # fmt: skip
        done = [inroads(*step, store=file, **more) for step in steps]
        assert [one.returncode for one in done] == [0] * len(steps), [one.stderr for one in done]
        exported = (tmp_path / kind).rglob("*.csv")
        told[kind] = {
            path.relative_to(tmp_path / kind): MOMENT.sub("", path.read_text(encoding="utf-8")) for path in exported
        }
    assert told["sqlite"] == told["neo4j"]
    assert len(told["sqlite"]) > 8
