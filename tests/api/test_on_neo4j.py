"""Do the use cases, the API and the commands do on Neo4j what they do on SQLite? The same tests, on a real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.wiring import open_store
from graph.stores.base import Store
from tests.api import test_api, test_use_cases
from tests.api.conftest import Served, served
from tests.api.test_cli import inroads
from tests.api.worlds import Place, world_store
from tests.conftest import empty_neo4j
from tests.neo4j_server import Address

# Its store is a SQLite file that fails on purpose; for Neo4j tests/api/test_store_away.py kills the server.
OF_SQLITE = {"test_when_the_store_is_gone_the_last_snapshot_answers_and_says_so"}
for module in (test_use_cases, test_api):
    globals().update({n: made for n, made in vars(module).items() if n.startswith("test_") and n not in OF_SQLITE})

MOMENT = re.compile(r"\d\d:\d\d:\d\d\.\d+|(?<=\")r-[a-z2-7]{16}(?=\"\n)")  # the time, and a row's key made from it
DAYS = ("--as-of", "2026-11-24")
ANSWERS = (
    ("who", "Nordlys Energi", *DAYS), ("who", "Nordlys Energi", *DAYS, "--known-on", "2026-11-24"),
    ("introductions", "Håkon Myhre", *DAYS), ("map", "Nordlys Energi", *DAYS), ("status", *DAYS),
    ("plan", "Nordlys Energi", "--feed", *DAYS),
)  # fmt: skip


@pytest.fixture(autouse=True)
def on_neo4j(neo4j_server: Address, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every store of the world be the emptied database of the test server."""
    empty_neo4j(neo4j_server)
    monkeypatch.setattr(Place, "neo4j", neo4j_server.uri)
    monkeypatch.setenv("INROADS_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("INROADS_NEO4J_PASSWORD", neo4j_server.password)
    return neo4j_server.uri


@pytest.fixture
def store(tmp_path: Path, on_neo4j: str) -> Iterator[Store]:
    with world_store(tmp_path) as opened:
        assert type(opened).__name__ == "Neo4jStore"
        yield opened


@pytest.fixture
def reading(store: Store) -> Store:
    return store


@pytest.fixture
def server(tmp_path: Path, on_neo4j: str) -> Iterator[Served]:
    with served(tmp_path) as opened:
        yield opened


@pytest.fixture
def writable(server: Served) -> httpx.Client:
    return server.client


def test_every_command_works_as_on_sqlite(tmp_path: Path, neo4j_server: Address, on_neo4j: str) -> None:
    login = {
        "INROADS_STORE": on_neo4j, "INROADS_NEO4J_USER": neo4j_server.user,
        "INROADS_NEO4J_PASSWORD": neo4j_server.password,
    }  # fmt: skip
    file = tmp_path / "a.db"
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
