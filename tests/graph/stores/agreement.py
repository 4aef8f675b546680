"""One state machine for every store: the same steps on it and on the memory store show the same."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from graph.errors import NothingToUndo
from graph.provenance import Mode, Scope, record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from tests.graph.stores.contract import T0, content, load, person

KEYS = "1234"


def assert_agrees_with_memory(
    new: Callable[[], Store], *, examples: int, steps: int, look_everywhere: bool = False
) -> None:
    """Run the machine; ``new`` opens an empty store.

    ``look_everywhere``: compare any two revisions and everybody's history after each step, for a store that is quick.
    """
    machine = type("Machine", (Agreement,), {"new": staticmethod(new), "look_everywhere": look_everywhere})
    checked = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(machine, settings=checked)


class Agreement(RuleBasedStateMachine):
    """``new`` opens an empty store; ``look_everywhere`` as below."""

    new: ClassVar["staticmethod[[], Store]"]
    look_everywhere: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryStore()
        self.other = type(self).new()
        self.standing: dict[str, list[tuple[int, dict[str, str]]]] = {"a": [], "b": []}

    @rule(
        source=st.sampled_from("ab"),
        people=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["Kari", "Sara"]), max_size=4),
        complete=st.booleans(),
        day=st.integers(1, 5),
    )
    def record(self, source: str, people: dict[str, str], complete: bool, day: int) -> None:
        claims = [person(key, name, f"{key}@{source}.example") for key, name in people.items()]
        scopes = {"people": Scope(Mode.COMPLETE)} if complete else {}
        before = names(self.memory, source)
        entries = [
            each.record(load(*claims, source=source, scopes=scopes, as_of=date(2026, 1, day)), at=T0)
            for each in (self.memory, self.other)
        ]
        assert entries[0] == entries[1]
        newer = [told for when, told in self.standing[source] if when > day]
        confirmed = {key: name for key, name in before.items() if any(told.get(key) == name for told in newer)}
        assert names(self.memory, source).items() >= confirmed.items(), "an older file changed what a newer one said"
        self.standing[source].append((day, people))

    @rule(source=st.sampled_from("ab"))
    def undo(self, source: str) -> None:
        told = []
        for each in (self.memory, self.other):
            try:
                told.append(each.undo(source, at=T0))
            except NothingToUndo:
                told.append(None)
        assert told[0] == told[1]
        if told[0]:
            self.standing[source].pop()

    @rule(source=st.sampled_from("ab"), key=st.sampled_from(KEYS))
    def erase(self, source: str, key: str) -> None:
        record = record_id(source, "people", key)
        assert self.memory.erase([record], at=T0) == self.other.erase([record], at=T0)

    @rule(source=st.sampled_from("ab"), key=st.sampled_from(KEYS), by_address=st.booleans())
    def look_back(self, source: str, key: str, by_address: bool) -> None:
        mark = f"email:{key}@{source}.example" if by_address else record_id(source, "people", key)
        assert beliefs(self.memory, mark) == beliefs(self.other, mark)

    @rule(data=st.data())
    def compare_two_revisions(self, data: st.DataObject) -> None:
        revisions = st.integers(0, self.memory.revision().number)
        after, to = data.draw(revisions), data.draw(revisions)
        assert changes(self.memory, after, to) == changes(self.other, after, to)

    @invariant()
    def the_same_is_visible_at_every_revision(self) -> None:
        assert self.memory.revision() == self.other.revision()
        for revision in range(self.memory.revision().number + 1):
            assert content(self.memory, revision) == content(self.other, revision)

    @invariant()
    def everything_is_the_same(self) -> None:
        if not self.look_everywhere:
            return
        revisions = range(self.memory.revision().number + 1)
        for after, to in product(revisions, revisions):
            assert changes(self.memory, after, to) == changes(self.other, after, to)
        for source, key in product("ab", KEYS):
            for mark in (record_id(source, "people", key), f"email:{key}@{source}.example"):
                assert beliefs(self.memory, mark) == beliefs(self.other, mark)

    def teardown(self) -> None:
        try:
            assert self.memory.loads() == self.other.loads()
        finally:
            self.other.close()


def names(store: Store, source: str) -> dict[str, str | None]:
    return {key: told[1] for of, table, key, told in content(store) if (of, table) == (source, "people")}


def beliefs(store: Store, mark: str) -> list[tuple[object, ...]]:
    return sorted(
        (item.asserted, item.withdrawn or 0, item.held.source, item.held.claim.key, str(item.held.claim.content))
        for item in store.history(mark)  # type: ignore[arg-type] -- a mark stands for a record id here
    )


def changes(store: Store, after: int, to: int) -> list[tuple[object, ...]]:
    """List what came and went, and check that what went comes first."""
    found = list(store.changes(after, to))
    assert [item.asserted for item in found] == sorted(item.asserted for item in found)
    return sorted((c.asserted, c.held.source, c.held.claim.key, str(c.held.claim.content)) for c in found)
