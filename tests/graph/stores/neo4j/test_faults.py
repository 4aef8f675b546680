"""Is every fault of the server told in our words, without the password, and does every race end well?"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from neo4j import GraphDatabase

from graph.errors import (
    LeaseLost,
    LoadConflict,
    NewerStore,
    NoSuchDatabase,
    NotOurStore,
    StoreBusy,
    StoreClosed,
    StoreRefusedLogin,
    StoreUnavailable,
    StoreUnreachable,
)
from graph.provenance import Claim, Load, RecordId, record_id
from graph.stores.neo4j import Neo4jStore, schema, stage
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.lease import leased
from tests.graph.stores.contract import T0, content, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address, free_port


def test_a_server_that_is_not_there_is_named_and_its_password_is_not() -> None:
    with pytest.raises(StoreUnreachable) as raised:
        Connection(f"bolt://127.0.0.1:{free_port()}", "neo4j", "very-secret", patience_seconds=1)
    assert "127.0.0.1" in raised.value.detail
    assert "very-secret" not in repr(raised.value) + str(raised.value.__cause__)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_tls_with_a_server_that_has_none_is_a_clear_refusal(neo4j_empty: Address, scheme: str) -> None:
    uri = neo4j_empty.uri.replace("bolt", scheme, 1)
    with pytest.raises(StoreUnreachable, match="answers at"):
        Connection(uri, "neo4j", neo4j_empty.password, patience_seconds=1)


def test_a_wrong_password_is_said_without_it(neo4j_empty: Address) -> None:
    with pytest.raises(StoreRefusedLogin) as raised:
        Connection(neo4j_empty.uri, "neo4j", "very-wrong")
    assert "does not accept user 'neo4j' with that password" in raised.value.detail
    assert "very-wrong" not in str(raised.value) + str(raised.value.__cause__) + raised.value.remedy
    Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password).close()


@pytest.fixture
def fresh(neo4j_empty: Address) -> Iterator[Address]:
    """A user as an administrator makes one: the first password has to be changed."""
    with GraphDatabase.driver(neo4j_empty.uri, auth=(neo4j_empty.user, neo4j_empty.password)) as driver:
        made = "CREATE USER fresh SET PASSWORD 'first-password' CHANGE REQUIRED"
        driver.execute_query(made, database_="system")
        yield Address(neo4j_empty.uri, "fresh", "first-password", 0)
        driver.execute_query("DROP USER fresh", database_="system")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_password_that_has_to_be_changed_first_is_said_so_and_nothing_else_on_the_terminal(
    fresh: Address, scheme: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StoreRefusedLogin, match="only to change the password") as raised:
        Connection(fresh.uri.replace("bolt", scheme, 1), fresh.user, fresh.password, patience_seconds=2)
    assert fresh.password not in str(raised.value) + raised.value.remedy
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_one_who_guessed_too_often_is_refused_and_told_to_wait(fresh: Address, scheme: str) -> None:
    uri = fresh.uri.replace("bolt", scheme, 1)
    for _ in range(6):  # the server lets nobody in for five seconds after three wrong ones
        with pytest.raises(StoreRefusedLogin, match="does not accept") as raised:
            Connection(uri, fresh.user, "very-wrong", patience_seconds=2)
        assert "wait a few seconds" in raised.value.remedy


@pytest.mark.parametrize("name", ["elsewhere", "system"])
def test_a_wrong_database_is_named(neo4j_empty: Address, name: str) -> None:
    with pytest.raises(NoSuchDatabase, match=name):
        Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password, name)


def test_a_database_with_something_else_in_it_is_refused_untouched(connection: Connection) -> None:
    connection.write("CREATE (:Film {name: 'Solaris'})")
    with pytest.raises(NotOurStore, match="is not an Inroads store"):
        schema.checked(connection)
    assert connection.read("MATCH (n) RETURN labels(n), n.name") == [[["Film"], "Solaris"]]


def test_a_newer_database_is_refused(make: Callable[..., Neo4jStore], connection: Connection) -> None:
    schema.migrate(connection, 0)
    connection.write("MATCH (s:Store) SET s.schema = 999")
    with pytest.raises(NewerStore, match="999"):
        make()


@pytest.mark.parametrize("version", range(len(schema.MIGRATIONS)))
def test_a_migration_that_was_killed_on_the_way_is_finished(
    make: Callable[..., Neo4jStore], connection: Connection, version: int
) -> None:
    for name in [row[0] for row in connection.read("SHOW CONSTRAINTS YIELD name RETURN name")]:
        with connection._session("WRITE") as session:
            session.run(f"DROP CONSTRAINT {name}").consume()  # type: ignore[arg-type] -- a name of ours
    schema.migrate(connection, 0, to=version)
    connection.define(schema.MIGRATIONS[version][0])
    make().record(load(person("1")), at=T0)
    assert schema.schema_of(connection) == len(schema.MIGRATIONS)
    (count,) = connection.read("SHOW CONSTRAINTS YIELD name RETURN count(name)")[0]
    assert count == sum("CONSTRAINT" in text for migration in schema.MIGRATIONS for text in migration)


def test_segments_of_an_older_database_get_their_marks_and_it_can_be_read_before(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    make().record(load(*(person(f"{n}") for n in range(5))), at=T0)
    record = record_id("crm", "people", "3")
    connection.define("DROP INDEX segment_marks")
    connection.write("MATCH (g:Segment) REMOVE g.marks")
    connection.write("MATCH (s:Store) SET s.schema = 2")
    older = make()
    assert len(older.history(record)) == 1
    assert connection.read("MATCH (s:Store) RETURN s.schema") == [[2]]
    older.record(load(person("3", "Changed")), at=T0)
    assert [item.withdrawn for item in older.history(record)] == [2, None]
    assert connection.read("MATCH (g:Segment) WHERE g.marks IS NULL RETURN count(g)") == [[0]]
    assert connection.read("MATCH (s:Store) RETURN s.schema") == [[len(schema.MIGRATIONS)]]


def test_two_processes_may_make_the_same_empty_database_ours(neo4j_empty: Address) -> None:
    failed: list[BaseException] = []

    def one() -> None:
        try:
            with opened(neo4j_empty) as store:
                store.record(load(person("1"), source=secrets.token_hex(4)), at=T0)
        except StoreUnavailable as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_full_pool_is_busy_and_not_for_ever(neo4j_empty: Address) -> None:
    small = Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password, pool=1, patience_seconds=0.3)
    with pytest.raises(StoreBusy, match="in use"):
        small.in_write(lambda _: small.read("RETURN 1"))
    assert small.read("RETURN 1") == [[1]]
    small.close()
    with pytest.raises(StoreClosed):
        small.read("RETURN 1")


def test_a_late_holder_is_fenced_off(connection: Connection) -> None:
    schema.migrate(connection, 0)
    with leased(connection, "slow", seconds=0.1, patience_seconds=1) as slow:
        time.sleep(0.2)
        with leased(connection, "quick", seconds=5, patience_seconds=1) as quick:
            assert quick.token == slow.token + 1
            with pytest.raises(LeaseLost):
                connection.in_write(slow.fence)


def test_a_publisher_that_keeps_the_lease_makes_others_busy(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    schema.migrate(connection, 0)
    store = make(patience_seconds=0.2)
    with leased(connection, "other", seconds=20, patience_seconds=1), pytest.raises(StoreBusy, match="publishing"):
        store.record(load(person("1")), at=T0)
    assert connection.read("MATCH (e:Event) RETURN count(e)") == [[0]]
    store.record(load(person("1")), at=T0)
    assert len(content(store)) == 1


def test_two_loaders_at_once_both_succeed(make: Callable[..., Neo4jStore]) -> None:
    stores = [make(), make()]
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                people = [person(str(n), f"Name {turn}") for n in range(20)]
                stores[number].record(load(*people, source=f"s{number}"), at=T0)
        except StoreUnavailable as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(content(stores[0])) == 40
    assert stores[0].revision().number == 10


def test_one_process_answers_and_writes_while_another_reads_a_load(make: Callable[..., Neo4jStore]) -> None:
    reader, writer = make(), make()
    reader.record(load(person("1")), at=T0)

    def slowly() -> Iterator[Claim]:
        yield person("2")
        assert len(content(reader)) == 1
        reader.record(load(person("by hand"), source="workspace"), at=T0)
        yield person("3")

    writer.record(Load("night", "tables", date(2026, 1, 1), slowly()), at=T0)
    assert len(content(reader)) == 4


def test_the_later_of_two_loads_of_one_source_is_refused_and_leaves_nothing(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    first, second = make(), make()

    def overtaken() -> Iterator[Claim]:
        yield person("1", "Slow")
        second.record(load(person("1", "Fast")), at=T0)

    with pytest.raises(LoadConflict):
        first.record(Load("crm", "tables", date(2026, 1, 1), overtaken()), at=T0)
    assert {row[3][1] for row in content(first)} == {"Fast"}
    assert connection.read("MATCH (g:Segment) RETURN count(g)") == [[1]]


def test_a_load_that_was_read_before_an_erasure_is_refused(make: Callable[..., Neo4jStore]) -> None:
    first, second = make(), make()
    second.record(load(person("1", "Kari")), at=T0)

    def overtaken() -> Iterator[Claim]:
        yield person("1", "Kari", "kari@varde.example")
        second.erase([RecordId(record_id("crm", "people", "1"))], at=T0)

    with pytest.raises(LoadConflict):
        first.record(Load("hr", "tables", date(2026, 1, 1), overtaken()), at=T0)
    assert content(first) == set()


def test_a_stage_that_was_swept_cannot_be_published(make: Callable[..., Neo4jStore], connection: Connection) -> None:
    store = make()
    store.record(load(person("1")), at=T0)
    one = stage.start(connection, 1, load=load(person("2")), counts=store.loads()[0].counts, at=T0)
    time.sleep(0.05)
    stage.sweep(connection, 0)
    with pytest.raises(LoadConflict):
        stage.put(connection, one, "crm", [person("2")])
    assert connection.read("MATCH (l:Load) RETURN count(l)") == [[1]]


def test_no_stage_outlives_the_erasure_of_whom_it_may_name(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    store = make()
    store.record(load(person("1", "Kari"), person("2", "Sara")), at=T0)
    said, counts = load(person("1", "Kari Changed")), store.loads()[0].counts
    silent = stage.start(connection, 1, load=said, counts=counts, at=T0)  # its process may be killed, or only be slow
    stage.put(connection, silent, "crm", said.claims)
    store.erase([RecordId(record_id("crm", "people", "1"))], at=T0)
    assert connection.read("MATCH (g:Segment) RETURN g.claims CONTAINS 'Kari', g.claims CONTAINS 'Sara'") == [
        [False, True]
    ]
    assert connection.read("MATCH (l:Load) RETURN count(l)") == [[1]]
    with pytest.raises(LoadConflict):
        stage.put(connection, silent, "crm", said.claims)
    with pytest.raises(LoadConflict):
        stage.start(connection, 1, load=said, counts=counts, at=T0, erasures=0)
    assert stage.start(connection, 1, load=said, counts=counts, at=T0, erasures=1).event > silent.event


def test_claims_come_in_order_from_segments_that_cross_each_other(make: Callable[..., Neo4jStore]) -> None:
    store = make()
    store.record(load(*(person(f"{n:05}") for n in range(0, 3_000, 2))), at=T0)
    store.record(load(*(person(f"{n:05}") for n in range(1, 3_000, 2))), at=T0)
    store.record(load(person("00500", "Changed"), source="crm"), at=T0)
    store.record(load(person("a"), source="a"), at=T0)
    rows = [held for batch in store.snapshot_rows(4) for held in batch]
    order = [(held.source, held.claim.table, held.claim.key) for held in rows]
    assert order == sorted(order)
    assert len(order) == 3_001
