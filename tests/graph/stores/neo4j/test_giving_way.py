"""Does somebody who enters one thing get through while a large load is still brought into the graph?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from graph.provenance import RecordId, record_id
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.lease import Lease
from graph.stores.neo4j.publishing import Publisher
from tests.graph.stores.contract import T0, load, person

PEOPLE = 5_000  # five segments, so five parts
LONGEST_SECONDS = 240
STANDS = "MATCH (s:Store) RETURN s.revision, s.projected_revision, s.projected_step"


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come to that in time"
        time.sleep(0.02)


@contextmanager
def followed_in_two_goes(
    far: Neo4jStore, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> Iterator[threading.Thread]:
    """Publish a large load; its graph is begun when somebody waits, and gone on with when the block is left."""
    left, take, follow = threading.Event(), Lease.take, Publisher.follow

    def take_when_left(lease: Lease) -> None:
        if lease.token:  # it was held before, so this is somebody who gave way and comes back
            left.wait(LONGEST_SECONDS)
        take(lease)

    def follow_when_waited_for(publisher: Publisher, lease: Lease) -> None:
        if threading.current_thread() is large:
            wait_until(lambda: connection.read("MATCH (s:Store) RETURN s.waiting")[0][0] is not None)
        follow(publisher, lease)

    people = load(*(person(f"{n:05}", f"Name {n}") for n in range(PEOPLE)), source="large")
    large = threading.Thread(target=far.record, args=(people,), kwargs={"at": T0})
    monkeypatch.setattr(Lease, "take", take_when_left)
    monkeypatch.setattr(Publisher, "follow", follow_when_waited_for)
    large.start()
    try:
        wait_until(lambda: bool(rows := connection.read(STANDS)) and rows[0][0] == 1)
        yield large
    finally:
        left.set()
        large.join(LONGEST_SECONDS)


def test_a_small_load_is_published_before_the_graph_of_a_large_one_is_ready(
    make: Callable[..., Neo4jStore], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    far, near = make(ordinary_claims=1), make()
    with followed_in_two_goes(far, connection, monkeypatch) as large:
        for number in (1, 2):
            assert near.record(load(person(f"by hand {number}"), source="workspace"), at=T0).revision == number + 1
        assert large.is_alive()
        (stands,) = connection.read(STANDS)
        assert stands[:2] == [3, 0], "nobody had to wait for the graph of the large load"
        assert stands[2] >= 1, "a part of it is there"
    assert not large.is_alive()
    assert connection.read(STANDS) == [[3, 3, 0]]
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[PEOPLE + 2]]


def test_nobody_who_is_erased_meanwhile_comes_into_the_graph(
    make: Callable[..., Neo4jStore], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    far, near = make(ordinary_claims=1), make()
    gone = [RecordId(record_id("large", "people", f"{n:05}")) for n in (500, 1_500, PEOPLE - 1)]
    with followed_in_two_goes(far, connection, monkeypatch) as large:
        assert near.erase(gone, at=T0) == len(gone)
        assert large.is_alive()
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
