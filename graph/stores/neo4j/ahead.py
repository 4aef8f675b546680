"""How the next piece of work is done while the server is busy with the one before it."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def one_ahead(items: Iterable[T]) -> Generator[T]:
    """Yield the items in their order; a thread works out the next one meanwhile, so no more than two are in memory.

    What fails is raised where its item would have come. Close the generator where it may not be used up.
    """
    source = iter(items)

    def following() -> list[T]:
        return list(islice(source, 1))

    with ThreadPoolExecutor(1) as thread:
        due = thread.submit(following)
        while found := due.result():
            due = thread.submit(following)
            yield found[0]
