"""A Neo4j database for each test: emptied, on the one server of the test run."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.neo4j_server import Address


def opened(address: Address, **more: Any) -> Neo4jStore:
    return Neo4jStore(Connection(address.uri, address.user, address.password), **more)


@pytest.fixture
def connection(neo4j_empty: Address) -> Iterator[Connection]:
    """Send Cypher of a test's own."""
    made = Connection(neo4j_empty.uri, neo4j_empty.user, neo4j_empty.password)
    yield made
    made.close()


@pytest.fixture
def make(neo4j_empty: Address) -> Iterator[Callable[..., Neo4jStore]]:
    """Open stores on the emptied database, closed after the test."""
    stores: list[Neo4jStore] = []

    def one(**more: Any) -> Neo4jStore:
        stores.append(opened(neo4j_empty, **more))
        return stores[-1]

    yield one
    for store in stores:
        store.close()
