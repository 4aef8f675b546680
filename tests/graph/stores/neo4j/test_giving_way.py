"""Does somebody who enters one thing get through while a large load is still brought into the graph?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.provenance import RecordId, record_id
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.graph.stores.contract import T0, load, person
from tests.graph.stores.neo4j.proxy import Proxy, proxied
from tests.neo4j_server import Address

PEOPLE = 20_000  # twenty segments, so twenty parts
PATIENCE_SECONDS = 20
STANDS = "MATCH (s:Store) RETURN s.revision, s.projected_revision, s.projected_step"


@contextmanager
def slowly_followed(address: Address, connection: Connection) -> Iterator[tuple[threading.Thread, Proxy]]:
    """Publish a load by a process over a slow link, so that its graph takes far longer than others are patient."""
    with proxied(address.uri) as proxy:
        link = Connection(proxy.uri, address.user, address.password, patience_seconds=60)
        with Neo4jStore(link, ordinary_claims=1) as far:
            people = load(*(person(f"{n:05}", f"Name {n}") for n in range(PEOPLE)), source="large")
            thread = threading.Thread(target=far.record, args=(people,), kwargs={"at": T0})
            thread.start()
            until = time.monotonic() + 240
            while not (rows := connection.read(STANDS)) or rows[0][0] < 1:
                assert time.monotonic() < until, "the large load was not published in time"
                time.sleep(0.02)
            proxy.pause_seconds = 0.5
            yield thread, proxy
            proxy.pause_seconds = 0
            thread.join(240)


def test_a_small_load_is_published_before_the_graph_of_a_large_one_is_ready(
    make: Callable[..., Neo4jStore], connection: Connection, neo4j_empty: Address
) -> None:
    near = make(patience_seconds=PATIENCE_SECONDS)
    with slowly_followed(neo4j_empty, connection) as (large, _):
        for number in (1, 2):
            assert near.record(load(person(f"by hand {number}"), source="workspace"), at=T0).revision == number + 1
        assert large.is_alive()
        assert connection.read(STANDS)[0][1] == 0, "nobody had to wait for the graph of the large load"
    assert not large.is_alive()
    assert connection.read(STANDS) == [[3, 3, 0]]
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[PEOPLE + 2]]


def test_nobody_who_is_erased_meanwhile_comes_into_the_graph(
    make: Callable[..., Neo4jStore], connection: Connection, neo4j_empty: Address
) -> None:
    near = make(patience_seconds=PATIENCE_SECONDS)
    gone = [RecordId(record_id("large", "people", f"{n:05}")) for n in (500, 5_500, PEOPLE - 1)]
    with slowly_followed(neo4j_empty, connection) as (large, proxy):
        assert near.erase(gone, at=T0) == len(gone)
        assert large.is_alive()
        proxy.pause_seconds = 0
    assert connection.read(STANDS) == [[2, 2, 0]]
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[PEOPLE - len(gone)]]
    assert connection.read("MATCH (n:Person) WHERE n.id IN $gone RETURN n.id", gone=gone) == []


def test_where_the_one_who_gave_way_never_comes_back_the_next_load_goes_on(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    make(ordinary_claims=1).record(load(person("1")), at=T0)
    connection.write(
        "MATCH (n:Person) DELETE n WITH count(*) AS gone MATCH (s:Store)"
        " SET s.projected_revision = 0, s.follower = 'killed', s.following = timestamp() + 600000"
    )
    make().record(load(person("2"), source="b"), at=T0)
    assert connection.read(STANDS) == [[2, 0, 0]]
    connection.write("MATCH (s:Store) SET s.following = timestamp() - 1")
    make().record(load(person("3"), source="c"), at=T0)
    assert connection.read(STANDS) == [[3, 3, 0]]
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[3]]
