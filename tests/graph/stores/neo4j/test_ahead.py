"""What is worked out ahead comes in order, is bounded, and fails where it would have come."""

from collections.abc import Iterator
from contextlib import closing
from threading import Event, current_thread

import pytest

from graph.stores.neo4j.ahead import one_ahead

_PATIENCE_SECONDS = 10


def test_everything_comes_in_its_order() -> None:
    assert list(one_ahead(iter(range(100)))) == list(range(100))
    assert list(one_ahead([])) == []
    assert list(one_ahead([None, 0, ""])) == [None, 0, ""]


def test_the_next_one_is_worked_out_by_a_thread_while_the_first_is_used_and_no_further() -> None:
    made: list[int] = []
    second = Event()

    def items() -> Iterator[str]:
        for number in range(5):
            made.append(number)
            if number == 1:
                second.set()
            yield current_thread().name

    with closing(one_ahead(items())) as ahead:
        assert next(ahead) != current_thread().name
        assert second.wait(_PATIENCE_SECONDS)
    assert made == [0, 1]


def test_a_failure_is_raised_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("here")

    ahead = one_ahead(items())
    assert [next(ahead), next(ahead)] == [1, 2]
    with pytest.raises(ValueError, match="here"):
        next(ahead)
