"""Does Neo4j keep the contract, and agree with the reference store?"""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from graph.errors import NothingToUndo
from graph.provenance import Mode, Scope, record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.neo4j import Neo4jStore
from tests.conftest import empty_neo4j
from tests.graph.stores.contract import T0, StoreContract, content, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address


class TestNeo4j(StoreContract):
    @pytest.fixture
    def store(self, make: Callable[..., Neo4jStore]) -> Store:  # type: ignore[override]
        return make()


def agreement(address: Address) -> type[RuleBasedStateMachine]:
    class Agreement(RuleBasedStateMachine):
        """The same steps on memory and on Neo4j show the same content at every revision."""

        def __init__(self) -> None:
            super().__init__()
            empty_neo4j(address)
            self.memory = MemoryStore()
            self.neo4j = opened(address)

        @rule(
            source=st.sampled_from("ab"),
            people=st.dictionaries(st.sampled_from("1234"), st.sampled_from(["Kari", "Sara"]), max_size=4),
            complete=st.booleans(),
            day=st.integers(1, 5),
        )
        def record(self, source: str, people: dict[str, str], complete: bool, day: int) -> None:
            claims = [person(key, name, f"{key}@{source}.example") for key, name in people.items()]
            scopes = {"people": Scope(Mode.COMPLETE)} if complete else {}
            entries = [
                each.record(load(*claims, source=source, scopes=scopes, as_of=date(2026, 1, day)), at=T0)
                for each in (self.memory, self.neo4j)
            ]
            assert entries[0] == entries[1]

        @rule(source=st.sampled_from("ab"))
        def undo(self, source: str) -> None:
            told = []
            for each in (self.memory, self.neo4j):
                try:
                    told.append(each.undo(source, at=T0))
                except NothingToUndo:
                    told.append(None)
            assert told[0] == told[1]

        @rule(source=st.sampled_from("ab"), key=st.sampled_from("1234"))
        def erase(self, source: str, key: str) -> None:
            record = record_id(source, "people", key)
            assert self.memory.erase([record], at=T0) == self.neo4j.erase([record], at=T0)

        @invariant()
        def the_same_is_visible_at_every_revision(self) -> None:
            assert self.memory.revision() == self.neo4j.revision()
            for revision in range(self.memory.revision().number + 1):
                assert content(self.memory, revision) == content(self.neo4j, revision)

        def teardown(self) -> None:
            try:
                assert self.memory.loads() == self.neo4j.loads()
            finally:
                self.neo4j.close()

    return Agreement


@pytest.fixture
def machine(neo4j_empty: Address) -> type[RuleBasedStateMachine]:
    return agreement(neo4j_empty)


def test_memory_and_neo4j_agree(machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
