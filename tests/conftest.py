"""What tests share: where the real data lies, when it is there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from tests.neo4j_server import Address, jars, running

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the files of snapshots out of the user's own cache folder."""
    before = os.environ.get("INROADS_CACHE")
    os.environ["INROADS_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["INROADS_CACHE"]
    else:
        os.environ["INROADS_CACHE"] = before


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real networks; only in CI must it be there."""
    found = Path(os.environ.get("INROADS_SHARED") or ROOT.parent / "shared") / "data"
    if not found.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the shared data is missing, and in CI these tests must run")
        pytest.skip("REAL DATA NOT THERE: set INROADS_SHARED to run these tests")
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of Neo4j on one worker: Neo4j Community has one database, which they empty."""
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Start a real Neo4j, or take the one that INROADS_TEST_NEO4J_URI names; its data will be deleted."""
    uri = os.environ.get("INROADS_TEST_NEO4J_URI")
    if uri:
        user = os.environ.get("INROADS_TEST_NEO4J_USER") or "neo4j"
        yield Address(uri, user, os.environ.get("INROADS_TEST_NEO4J_PASSWORD") or "", 0)
        return
    neo4j_jars()
    with running(tmp_path_factory.mktemp("neo4j") / "data") as address:
        yield address


def neo4j_jars() -> None:
    """Make sure that Neo4j's jars are there; only in CI must they be."""
    try:
        jars()
    except Exception as error:  # noqa: BLE001 -- any failure of the download means the same
        if os.environ.get("CI") == "true":
            pytest.fail(f"Neo4j could not be had, and in CI these tests must run: {error}")
        pytest.skip(f"NO NEO4J COULD BE HAD ({type(error).__name__}): set INROADS_TEST_NEO4J_URI or go on line")


@pytest.fixture
def neo4j_empty(neo4j_server: Address) -> Address:
    """Empty the database of the test server."""
    empty_neo4j(neo4j_server)
    return neo4j_server


def empty_neo4j(address: Address) -> None:
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session() as session,
    ):
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()
