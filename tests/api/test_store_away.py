"""Does a server over Neo4j go on from its last snapshot while the store is away, say so, and recover by itself?"""

import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.commands.serving import server_settings
from api.settings import Settings
from api.tokens import create_token
from graph.errors import StoreUnreachable
from tests.api.conftest import answers, running, serve_command, until
from tests.api.test_api import WHO, assert_problem
from tests.api.worlds import WORLD
from tests.conftest import neo4j_jars
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address, free_port
from tests.neo4j_server import running as running_neo4j
from tests.worlds import NOW, loaded

READS = (
    WHO, "/v1/people/Håkon Myhre", "/v1/people/Håkon Myhre/introductions", "/v1/companies?query=nord",
    "/v1/companies/Nordlys Energi/power-map", "/v1/asks",
)  # fmt: skip
PAGES = ("/", "/loads", "/companies/Nordlys Energi", "/people/Håkon Myhre", "/companies/Nordlys Energi/power-map")
HTML = {"accept": "text/html"}
PASSWORD = "not_the_usual_one"
OLD = "the_one_before"
LOCKED_SECONDS = 7  # Neo4j locks somebody out for five after three wrong passwords


def assert_away(response: httpx.Response) -> None:
    assert_problem(response, 503)
    assert int(response.headers["retry-after"]) >= 1


def assert_goes_on(client: httpx.Client) -> None:
    for path in READS:
        answer = client.get(path, follow_redirects=True)
        assert (answer.status_code, answer.json()["stale"]) == (200, True), (path, answer.text)
    assert client.get("/v1/loads").json()["loads"][0]["source"] == "world"
    assert client.get("/v1/people/Håkon Myhre").json()["notes"][0]["text"] == "cost per customer"
    for path in PAGES:
        assert client.get(path, headers=HTML, follow_redirects=True).status_code == 200, path


def assert_writes_wait(client: httpx.Client) -> None:
    assert_away(client.post("/v1/asks", json={"target": "Håkon Myhre"}))
    file = ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")
    assert_away(client.post("/v1/loads", files={"files": file}, data={"source": "web"}))
    assert_away(client.delete("/v1/loads/1"))
    page = client.post("/companies/Nordlys Energi/leaders", data={"text": "X, CFO", "action": "load"}, headers=HTML)
    assert (page.status_code, "retry-after" in page.headers) == (503, True)


def assert_nothing_can_be_read_yet(settings: Settings) -> None:
    with running(settings, wait=False) as served:
        for path in ("/ready", "/v1/loads", *READS):
            assert_away(served.client.get(path))
        assert_watched_without_a_token(served.client)
        assert served.client.get("/", headers=HTML).status_code == 503
        assert served.client.get("/health").status_code == 200


def assert_nobody_is_locked_out(address: Address) -> None:
    """A server with an old password that asked every second would lock out those who know the new one."""
    end = time.monotonic() + LOCKED_SECONDS
    while time.monotonic() < end:
        opened(address).close()
        time.sleep(0.2)


def assert_watched_without_a_token(client: httpx.Client) -> None:
    """Nobody can check one before anything was read."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "inroads_stale -1.0" in answer.text.splitlines()


def test_a_server_that_begins_while_its_store_is_away_listens_and_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_jars()
    monkeypatch.setenv("INROADS_NEO4J_USER", "neo4j")
    monkeypatch.setenv("INROADS_NEO4J_PASSWORD", PASSWORD)
    data, port, log, other_log = tmp_path / "data", free_port(), tmp_path / "log", tmp_path / "other_log"
    store = f"bolt://127.0.0.1:{port}"
    with running_neo4j(data, port=port, password=PASSWORD):
        pass  # it has its password from here on: until then even the right one is refused, and counts as a wrong one
    with serve_command(store, log) as client, serve_command(store, other_log, INROADS_NEO4J_PASSWORD=OLD) as other:
        until(lambda: answers(other, "/health"))
        until(lambda: answers(client, "/health"))
        until(lambda: "server does not answer" in client.get("/ready").json()["detail"])
        for path in ("/ready", WHO, "/v1/loads"):
            assert_away(client.get(path))
        page = client.get("/", headers=HTML)
        assert (page.status_code, "retry-after" in page.headers) == (503, True)
        assert_watched_without_a_token(client)
        with running(Settings(store, tokens=True), wait=False) as needing:
            assert_watched_without_a_token(needing.client)
            assert needing.client.get(WHO).status_code == 401
        for host, tokens in (("127.0.0.1", None), ("192.0.2.1", True)):
            assert server_settings(store, host, waits=True).tokens is tokens
            with pytest.raises(StoreUnreachable):
                server_settings(store, host)
        with running_neo4j(data, port=port, password=PASSWORD) as address:
            until(lambda: "refused the login" in other_log.read_text())
            assert_nobody_is_locked_out(address)
            with opened(address) as store_now:
                loaded(store_now, tmp_path / "world", WORLD)
            until(lambda: answers(client, WHO))
            assert client.get(WHO).json()["stale"] is False
            assert_away(other.get(WHO))
            until(lambda: "answers again" in log.read_text())
            lines = log.read_text().splitlines()
    assert lines[0].endswith("Listening, and waiting for it.")
    assert store in lines[0]
    assert "scheme" in lines[0]
    assert not {PASSWORD, OLD} & set(re.split(r"\W+", log.read_text() + other_log.read_text()))
    said = [line.split(" - ")[1] for line in lines if "store not reachable" in line or "answers again" in line]
    away = "store not reachable: The store's server does not answer"
    assert (said[0], said.count(away), said[-1]) == (away, 1, "the store answers again"), said


def test_a_neo4j_that_goes_away_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neo4j_jars()
    monkeypatch.setenv("INROADS_NEO4J_USER", "neo4j")
    monkeypatch.setenv("INROADS_NEO4J_PASSWORD", PASSWORD)
    monkeypatch.setenv("INROADS_NEO4J_PATIENCE", "60")  # for what people wait for, not for saying that it is away
    data, port = tmp_path / "data", free_port()
    settings = Settings(f"bolt://127.0.0.1:{port}", rate=10_000, burst=10_000, poll_seconds=0.1, tokens=True)

    with running_neo4j(data, port=port, password=PASSWORD) as address:
        with opened(address) as store:
            loaded(store, tmp_path / "world", WORLD)
            token, unseen = (create_token(store, who, "write", at=NOW) for who in ("Kari Lunde", "Sara Holm"))
        with running(settings) as served:
            client = served.client
            client.headers["authorization"] = f"Bearer {token}"
            fresh = client.get(WHO).json()
            assert fresh["stale"] is False
            assert httpx.get(f"{served.address}/metrics").status_code == 401
            assert "inroads_stale 0.0" in client.get("/metrics").text.splitlines()
            os.kill(address.pid, signal.SIGKILL)

            until(lambda: bool(client.get("/ready").json()["stale"]), seconds=20)
            assert_goes_on(client)
            assert "inroads_stale 1.0" in client.get("/metrics").text.splitlines()
            assert client.get(WHO).json() == {**fresh, "stale": True}
            assert_writes_wait(client)
            assert_away(client.get(WHO, headers={"authorization": f"Bearer {unseen}"}))
            assert_away(client.get(WHO + "?known_on=2026-11-01"))
            assert_nothing_can_be_read_yet(replace(settings, tokens=False))

            with running_neo4j(data, port=port, password=PASSWORD):
                until(lambda: client.get("/ready").json()["stale"] is False)
                assert client.get(WHO).json() == fresh
                assert client.post("/v1/asks", json={"target": "Håkon Myhre"}).status_code == 201
                assert client.get("/v1/asks").json()["asks"][0]["asked_by"]["name"] == "Kari Lunde"
