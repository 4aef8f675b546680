"""Does Neo4j keep the contract, and agree with the reference store?"""

from collections.abc import Callable

import pytest

from graph.stores.base import Store
from graph.stores.neo4j import Neo4jStore
from tests.graph.stores.agreement import assert_agrees_with_memory
from tests.graph.stores.contract import StoreContract
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address, empty_neo4j


class TestNeo4j(StoreContract):
    @pytest.fixture
    def store(self, make: Callable[..., Neo4jStore]) -> Store:  # type: ignore[override] -- a fixture takes what it needs
        return make()


def test_memory_and_neo4j_agree(neo4j_empty: Address) -> None:
    def new() -> Store:
        empty_neo4j(neo4j_empty)
        return opened(neo4j_empty, ordinary_claims=3)

    assert_agrees_with_memory(new, examples=12, steps=10)
