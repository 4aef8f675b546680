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

from graph.errors import StoreReadOnly, StoreUnreachable
from graph.provenance import Claim, Load
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.conftest import ROOT, neo4j_jars
from tests.graph.stores.contract import T0, content, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address, free_port, running

CLIENT_KILLS = 30
PEOPLE = 300

_LOADER = """
import datetime, json, sys
from graph.errors import StoreUnavailable
from tests.graph.stores.contract import COMPLETE, T0, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address
address = Address(**json.loads(sys.argv[1]))
store = opened(address, lease_seconds=0.4, stage_seconds=1, ordinary_claims=int(sys.argv[2]))
print("ready", flush=True)
for number in range(int(sys.argv[3]), 100_000):
    claims = [person(str(n), f"Name {number}") for n in range(300)]
    claims += [person(f"{n} more", f"Name {number}", f"{n}@x.example") for n in range(5)]
    try:
        store.record(load(*claims, scopes=COMPLETE, as_of=datetime.date(2026, 1, 1)), at=T0)
    except StoreUnavailable as error:
        sys.exit(f"{type(error).__name__}: {error.detail}")
"""


def loader(address: Address, *, ordinary: int, number: int) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-c", _LOADER, json.dumps(asdict(address)), str(ordinary), str(number)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def end(process: "subprocess.Popen[bytes]") -> bytes:
    _, said = process.communicate(timeout=120)
    return said


def assert_whole_or_absent(store: Neo4jStore) -> None:
    seen = content(store)
    assert len({row[3][1] for row in seen}) <= 1
    assert len(seen) in {0, PEOPLE + 5}


def assert_the_graph_catches_up(store: Neo4jStore, connection: Connection) -> None:
    store.record(load(person("last", f"Last {time.monotonic_ns()}"), source="after"), at=T0)
    now = store.revision().number
    names = sorted(row[0] for row in connection.read("MATCH (n:Person) RETURN n.name"))
    assert names == sorted(str(row[3][1]) for row in content(store))
    assert connection.read("MATCH (s:Store) RETURN s.projected_revision") == [[now]]
    store.undo("after", at=T0)


def test_a_load_whose_client_is_killed_is_whole_or_absent(
    make: Callable[..., Neo4jStore], neo4j_empty: Address, connection: Connection
) -> None:
    reader = make(lease_seconds=0.4, stage_seconds=0.5)
    revisions = set()
    for kill in range(CLIENT_KILLS):
        process = loader(neo4j_empty, ordinary=1 if kill % 2 else 10_000, number=kill * 1_000)
        time.sleep((kill * 37 % 100) / 100)
        process.send_signal(signal.SIGKILL)
        end(process)
        assert_whole_or_absent(reader)
        revisions.add(reader.revision().number)
    assert len(revisions) > CLIENT_KILLS // 3
    time.sleep(0.6)
    assert_the_graph_catches_up(reader, connection)
    assert connection.read("MATCH (e:Event) WHERE e.revision IS NULL RETURN count(e)") == [[0]]
    lost = "MATCH (g:Segment) WHERE NOT (g)-[:ASSERTED_BY]->(:Event) OR NOT (g)-[:OF]->(:Load) RETURN count(g)"
    assert connection.read(lost) == [[0]]


@pytest.mark.parametrize("kills", [2, pytest.param(10, marks=pytest.mark.soak)])
def test_a_load_whose_server_is_killed_is_whole_or_absent_and_the_store_recovers(tmp_path: Path, kills: int) -> None:
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
    for kill in range(kills):
        with running(data, port=port, password=password) as address:
            assert_whole_or_absent(store)
            process = loader(address, ordinary=1 if kill % 2 else 10_000, number=kill * 1_000)
            time.sleep(0.2 + (kill * 37 % 100) / 100)
            os.kill(address.pid, signal.SIGKILL)
        process.send_signal(signal.SIGKILL)
        end(process)
    with running(data, port=port, password=password) as address:
        assert_whole_or_absent(store)
        time.sleep(1.1)
        assert_the_graph_catches_up(store, connection)
        assert connection.read("MATCH (e:Event) WHERE e.revision IS NULL RETURN count(e)") == [[0]]
    store.close()
    with running(data, port=port, password=password, read_only=True) as address, opened(address) as reader:
        assert_whole_or_absent(reader)
        assert reader.loads()
        with pytest.raises(StoreReadOnly):
            reader.record(load(person("new")), at=T0)
