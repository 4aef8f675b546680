"""What happens when the link to a real server is slow, cut, or cut at the very moment of publishing?"""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from neo4j import ManagedTransaction
from neo4j.exceptions import TransientError

from graph.errors import OutcomeUnknown, StoreBusy, StoreRefusedLogin, StoreUnreachable
from graph.provenance import RecordId, record_id
from graph.stores.neo4j import Neo4jStore, publishing, stage
from graph.stores.neo4j.connection import Connection, run
from tests.graph.stores.contract import T0, content, load, person
from tests.graph.stores.neo4j.proxy import Proxy, proxied
from tests.neo4j_server import Address

PUBLISHING = publishing.REVISION.partition(" WHERE")[2]
LOGGING = stage.LOAD_ALONE.partition("$")[0]


@pytest.fixture
def proxy(neo4j_empty: Address) -> Iterator[Proxy]:
    with proxied(neo4j_empty.uri) as one:
        yield one


@pytest.fixture
def far(proxy: Proxy, neo4j_empty: Address) -> Iterator[Neo4jStore]:
    """Open a store through the proxy."""
    link = Connection(proxy.uri, neo4j_empty.user, neo4j_empty.password, patience_seconds=2)
    with Neo4jStore(link, ordinary_claims=2) as store:
        yield store


def test_a_load_whose_commit_was_answered_into_the_void_is_told_as_published(
    far: Neo4jStore, proxy: Proxy, make: Callable[..., Neo4jStore]
) -> None:
    proxy.cut_at_commit_of(PUBLISHING, delivered=True)
    entry = far.record(load(person("1"), person("2"), person("3")), at=T0)
    assert proxy.cuts == 1
    assert (entry.number, entry.revision, entry.counts.new) == (1, 1, 3)
    near = make()
    assert near.loads() == [entry]
    assert len(content(near)) == 3


def test_a_load_whose_commit_never_arrived_is_told_as_not_saved_and_leaves_nothing(
    far: Neo4jStore, proxy: Proxy, connection: Connection
) -> None:
    proxy.cut_at_commit_of(PUBLISHING, delivered=False)
    with pytest.raises(StoreUnreachable) as raised:
        far.record(load(person("1")), at=T0)
    assert proxy.cuts == 1
    assert not isinstance(raised.value, OutcomeUnknown)
    assert connection.read("MATCH (n:Event|Segment|Load) RETURN count(n)") == [[0]]
    assert far.record(load(person("1")), at=T0).revision == 1


@pytest.mark.parametrize("delivered", [True, False])
def test_a_load_that_changes_nothing_is_logged_once_when_its_commit_is_lost(
    far: Neo4jStore, proxy: Proxy, delivered: bool
) -> None:
    far.record(load(person("1")), at=T0)
    proxy.cut_at_commit_of(LOGGING, delivered=delivered)
    if delivered:
        entry = far.record(load(person("1")), at=T0)
        assert (entry.number, entry.revision, entry.counts.same) == (2, None, 1)
    else:
        with pytest.raises(StoreUnreachable):
            far.record(load(person("1")), at=T0)
    assert proxy.cuts == 1
    assert len(far.loads()) == 1 + delivered


def test_an_undo_and_an_erasure_whose_commits_were_answered_into_the_void_are_done(
    far: Neo4jStore, proxy: Proxy
) -> None:
    far.record(load(person("1"), person("2")), at=T0)
    far.record(load(person("3")), at=T0)
    proxy.cut_at_commit_of(PUBLISHING, delivered=True)
    assert far.undo("crm", at=T0).undone
    assert len(content(far)) == 2
    proxy.cut_at_commit_of(PUBLISHING, delivered=True)
    assert far.erase([RecordId(record_id("crm", "people", "1"))], at=T0) == 1
    assert {row[2] for row in content(far)} == {"2"}
    assert proxy.cuts == 2


def test_where_nobody_answers_any_more_the_outcome_is_said_to_be_unknown(
    far: Neo4jStore, proxy: Proxy, make: Callable[..., Neo4jStore]
) -> None:
    proxy.cut_at_commit_of(PUBLISHING, delivered=True)
    proxy.away_after_cut = True
    with pytest.raises(OutcomeUnknown, match="went away while it was saving") as raised:
        far.record(load(person("1")), at=T0)
    assert "inroads loads" in raised.value.remedy
    near = make(patience_seconds=40)
    assert [entry.revision for entry in near.loads()] == [1]
    proxy.away = proxy.away_after_cut = False
    assert len(content(far)) == 1


def test_what_can_be_left_to_others_is_tried_once_where_nobody_answered_just_now(
    proxy: Proxy, neo4j_empty: Address
) -> None:
    """A load that is cut off would else be as patient again with its lease, and once more with its stage."""
    link = Connection(proxy.uri, neo4j_empty.user, neo4j_empty.password, patience_seconds=4)
    proxy.away = True
    proxy.cut()
    with pytest.raises(StoreUnreachable):
        link.write("RETURN 1")
    patient = proxy.refused
    assert 1 < patient <= 3  # after 0, 1 and 3 seconds; the next were after 7
    for count in (1, 2):
        with pytest.raises(StoreUnreachable):
            link.clean_up("RETURN 1")
        assert proxy.refused == patient + count
    proxy.away = False
    assert link.clean_up("RETURN 1") == link.write("RETURN 1") == link.clean_up("RETURN 1") == [[1]]
    link.close()


def test_a_load_that_was_published_stands_though_its_graph_could_not_follow(
    far: Neo4jStore,
    proxy: Proxy,
    connection: Connection,
    make: Callable[..., Neo4jStore],
    caplog: pytest.LogCaptureFixture,
) -> None:
    proxy.cut_at_commit_of("SET s.projected_step", delivered=False)
    proxy.away_after_cut = True
    entry = far.record(load(*(person(str(n)) for n in range(5))), at=T0)
    assert entry.revision == 1
    assert "graph behind" in caplog.text
    assert "Kari" not in caplog.text
    stands = "MATCH (s:Store) RETURN s.revision, s.projected_revision"
    assert connection.read(stands) == [[1, 0]]
    connection.write("MATCH (s:Store) SET s.expires = 0")
    make().record(load(person("9")), at=T0)
    assert connection.read(stands) == [[2, 2]]
    assert connection.read("MATCH (n:Person) RETURN count(n)") == [[6]]


def test_a_reader_goes_on_over_cut_connections_and_a_short_absence(far: Neo4jStore, proxy: Proxy) -> None:
    far.record(load(person("1")), at=T0)
    proxy.cut()
    assert far.revision().number == 1
    proxy.cut()
    proxy.away = True
    back = threading.Timer(0.7, lambda: setattr(proxy, "away", False))
    back.start()
    assert far.revision().number == 1
    back.join()


def test_a_slow_server_is_waited_for(far: Neo4jStore, proxy: Proxy) -> None:
    proxy.pause_seconds = 0.05
    assert far.record(load(person("1")), at=T0).revision == 1
    assert len(content(far)) == 1


def test_a_server_that_accepts_and_never_answers_is_given_up(proxy: Proxy) -> None:
    proxy.silent = True
    with pytest.raises(StoreUnreachable, match="answers at"):
        Connection(proxy.uri, "neo4j", "very-secret", patience_seconds=1)


def test_a_deadlock_of_two_writers_is_tried_again_and_both_succeed(connection: Connection) -> None:
    connection.write("CREATE (:Person {id: 'a', n: 0}), (:Person {id: 'b', n: 0})")
    both = threading.Barrier(2, timeout=10)
    tries: list[str] = []

    def count(first: str, second: str) -> None:
        met = False

        def work(tx: ManagedTransaction) -> None:
            nonlocal met
            tries.append(first)
            run(tx, "MATCH (n:Person {id: $id}) SET n.n = n.n + 1", id=first)
            if not met:
                met = True
                both.wait()
            run(tx, "MATCH (n:Person {id: $id}) SET n.n = n.n + 1", id=second)

        connection.in_write(work)

    threads = [threading.Thread(target=count, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tries) > 2
    assert connection.read("MATCH (n:Person) RETURN n.n") == [[2], [2]]
    connection.write("MATCH (n:Person) DELETE n")


def test_a_server_that_keeps_asking_to_try_again_is_busy(neo4j_empty: Address) -> None:
    short = Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password, patience_seconds=3)
    tries: list[int] = []

    def work(tx: ManagedTransaction) -> None:
        tries.append(1)
        raise TransientError("not now")

    with pytest.raises(StoreBusy, match="kept answering"):
        short.in_write(work)
    short.close()
    assert len(tries) > 1


def test_no_password_is_logged_however_much_the_driver_says(
    neo4j_empty: Address, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreRefusedLogin):
        Connection(neo4j_empty.uri, "neo4j", "very-wrong")
    Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password).close()
    assert "neo4j" in caplog.text
    assert "very-wrong" not in caplog.text
    assert neo4j_empty.password not in caplog.text
