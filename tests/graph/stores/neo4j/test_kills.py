"""Is a load whole or absent when the client or the server is killed, and does everything go on afterwards?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from graph.errors import StoreUnreachable
from graph.provenance import Claim, Load
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.conftest import ROOT, neo4j_jars
from tests.graph.stores.contract import T0, content, load, person
from tests.neo4j_server import Address, free_port, running

CLIENT_KILLS = 30
PEOPLE = 300
FULL = 100_000
MILLION = 1_000_000

_LOADER = """
import datetime, json, sys
from graph.errors import StoreUnavailable
from graph.provenance import Load
from tests.graph.stores.contract import COMPLETE, T0, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address
address = Address(**json.loads(sys.argv[1]))
ordinary, first, people = map(int, sys.argv[2:])
store = opened(address, lease_seconds=2 if people > 300 else 0.4, stage_seconds=1, ordinary_claims=ordinary)

def claims(number):
    yield from (person(str(n), f"Name {number}") for n in range(people))
    yield from (person(f"{n} more", f"Name {number}", f"{n}@x.example") for n in range(5))
    print(number, flush=True)  # all is read and compared now: what follows is written

for number in range(first, first + 100_000):
    try:
        store.record(Load("crm", "tables", datetime.date(2026, 1, 1), claims(number), COMPLETE), at=T0)
    except StoreUnavailable as error:
        sys.exit(f"{type(error).__name__}: {error.detail}")
"""


class Loader:
    """A process that records load after load, each with other names, until it is killed or the server is."""

    def __init__(self, address: Address, kill: int, *, people: int = PEOPLE) -> None:
        ordinary = 50 if kill % 2 else 10_000  # every other one lets the graph catch up in parts
        words = [json.dumps(asdict(address)), *map(str, (ordinary, kill * 1_000, people))]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _LOADER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
        )

    def wait(self, loads: int, seconds: float) -> None:
        """Wait until it begins to write its n-th load, and then a little."""
        assert self.process.stdout is not None
        for _ in range(loads):
            if not self.process.stdout.readline():
                pytest.fail(f"the loader ended by itself: {self.process.communicate()[1].decode()[-2000:]}")
        time.sleep(seconds)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=120)


def moment(kill: int) -> tuple[int, float]:
    """Return when the n-th kill comes: in which load, and how many seconds after that begins to be written."""
    return 1 + kill % 3, (kill * 37 % 100) / 1000


def assert_whole_or_absent(store: Neo4jStore, people: int = PEOPLE) -> None:
    seen = content(store)
    assert len({row[3][1] for row in seen}) <= 1
    assert len(seen) in {0, people + 5}


def assert_the_graph_catches_up(store: Neo4jStore, connection: Connection) -> None:
    store.record(load(person("last", f"Last {time.monotonic_ns()}"), source="after"), at=T0)
    now = store.revision().number
    names = sorted(row[0] for row in connection.read("MATCH (n:Person) RETURN n.name"))
    assert names == sorted(str(row[3][1]) for row in content(store))
    assert connection.read("MATCH (s:Store) RETURN s.projected_revision") == [[now]]
    store.undo("after", at=T0)


def stages(connection: Connection) -> int:
    return int(connection.read("MATCH (e:Event) WHERE e.revision IS NULL RETURN count(e)")[0][0])


def test_a_load_whose_client_is_killed_is_whole_or_absent(
    make: Callable[..., Neo4jStore], neo4j_empty: Address, connection: Connection
) -> None:
    reader = make(lease_seconds=0.4, stage_seconds=0.5)
    revisions = set()
    half_way = 0
    for kill in range(CLIENT_KILLS):
        loader = Loader(neo4j_empty, kill)
        loader.wait(*moment(kill))
        loader.kill()
        half_way += stages(connection) > 0
        assert_whole_or_absent(reader)
        revisions.add(reader.revision().number)
    assert len(revisions) > CLIENT_KILLS // 3
    assert half_way > 0
    time.sleep(0.6)
    assert_the_graph_catches_up(reader, connection)
    assert stages(connection) == 0
    lost = "MATCH (g:Segment) WHERE NOT (g)-[:ASSERTED_BY]->(:Event) OR NOT (g)-[:OF]->(:Load) RETURN count(g)"
    assert connection.read(lost) == [[0]]


@pytest.mark.parametrize(
    ("first", "kills", "people"),
    [
        (0, 5, PEOPLE),
        pytest.param(5, 5, PEOPLE, marks=pytest.mark.soak),
        pytest.param(0, 5, FULL, marks=pytest.mark.soak),
    ],
    ids=["five", "five more", "full size"],
)
def test_a_load_whose_server_is_killed_is_whole_or_absent_and_the_store_recovers(
    tmp_path: Path, first: int, kills: int, people: int
) -> None:
    neo4j_jars()
    data, port = tmp_path / "data", free_port()
    password = "not-the-usual-one"
    with running(data, port=port, password=password) as address:
        connection = Connection(address.uri, address.user, address.password, patience_seconds=2)
        store = Neo4jStore(connection, lease_seconds=0.4, stage_seconds=1)

        def claims() -> Iterator[Claim]:
            yield person("1")
            os.kill(address.pid, signal.SIGKILL)
            yield person("2")

        with pytest.raises(StoreUnreachable, match=address.uri):
            store.record(Load("crm", "tables", date(2026, 1, 1), claims()), at=T0)
    for kill in range(first + 1, first + kills):
        with running(data, port=port, password=password) as address:
            assert_whole_or_absent(store, people)
            loader = Loader(address, kill, people=people)
            loads, seconds = moment(kill)
            try:
                loader.wait(loads, seconds * people / PEOPLE / 10 if people > PEOPLE else seconds)
                os.kill(address.pid, signal.SIGKILL)
            finally:
                loader.kill()
    with running(data, port=port, password=password) as address:
        assert_whole_or_absent(store, people)
        time.sleep(2.1 if people > PEOPLE else 1.1)
        assert_the_graph_catches_up(store, connection)
        assert stages(connection) == 0
    store.close()


def half_way(connection: Connection, *, seconds: float = 600) -> None:
    """Wait until a third of a million records is staged."""
    until = time.monotonic() + seconds
    staged = (
        "MATCH (e:Event)<-[:ASSERTED_BY]-(g:Segment) WHERE e.revision IS NULL"
        " RETURN sum(g.size), e.id ORDER BY e.id DESC LIMIT 1"
    )
    while not (rows := connection.read(staged)) or rows[0][0] < MILLION // 3:
        assert time.monotonic() < until, "the load was not half way in time"
        time.sleep(0.2)


@pytest.mark.soak
def test_a_million_records_are_one_load_though_client_and_server_are_killed_in_the_middle(tmp_path: Path) -> None:
    neo4j_jars()
    data, port, password = tmp_path / "data", free_port(), "not-the-usual-one"
    with running(data, port=port, password=password, quick=False) as address:
        connection = Connection(address.uri, address.user, address.password)
        store = Neo4jStore(connection, lease_seconds=2, stage_seconds=1)
        for kill_the_server in (False, True):
            loader = Loader(address, 0, people=MILLION)
            try:
                loader.wait(1, 0)
                half_way(connection)
                if kill_the_server:
                    os.kill(address.pid, signal.SIGKILL)
            finally:
                loader.kill()
            if not kill_the_server:
                assert stages(connection) == 1
                assert (store.revision().number, content(store)) == (0, set())
    with running(data, port=port, password=password, quick=False) as address:
        assert (store.revision().number, content(store)) == (0, set())
        loader = Loader(address, 0, people=MILLION)
        try:
            loader.wait(2, 0)  # it reads the second load, so the first is published and in the graph
        finally:
            loader.kill()
        assert store.revision().number == 1
        people = sum(held.claim.table == "people" for batch in store.snapshot_rows(1) for held in batch)
        assert people == MILLION + 5
        assert connection.read("MATCH (n:Person) RETURN count(n)") == [[MILLION + 5]]
        assert connection.read("MATCH (s:Store) RETURN s.revision, s.projected_revision") == [[1, 1]]
        assert_the_graph_catches_up_to_one_more(store, connection)
    store.close()


def assert_the_graph_catches_up_to_one_more(store: Neo4jStore, connection: Connection) -> None:
    time.sleep(1.1)
    store.record(load(person("last", "Last"), source="after"), at=T0)
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[MILLION + 6]]
    assert stages(connection) == 0
