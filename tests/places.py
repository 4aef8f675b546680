"""Where the store of a test lies: a store by itself, or the one Neo4j of the test run, emptied for each folder.

A module with ``pytestmark = pytest.mark.usefixtures("each_store")`` runs on both; a test in it that is marked ``once``
proves nothing of the store and runs on the embedded one alone.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import pytest

from api.wiring import open_store
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from tests.neo4j_server import Address, empty_neo4j

T = TypeVar("T")


class Place:
    """The test run's Neo4j, if tests run on it now, and the folder whose store it holds."""

    neo4j: ClassVar[Address | None] = None
    held: ClassVar[Path | None] = None
    opened: ClassVar[ExitStack] = ExitStack()

    @classmethod
    def of(cls, folder: Path) -> str:
        """Return where a folder's store lies; Neo4j has one database, so another folder's is gone then."""
        if cls.neo4j is None:
            return f"sqlite:{folder / 'world.db'}"
        if folder != cls.held:
            cls.opened.close()
            empty_neo4j(cls.neo4j)
            cls.held = folder
        return cls.neo4j.uri

    @classmethod
    def holds(cls, folder: Path) -> bool:
        return cls.neo4j is None or cls.held == folder

    @classmethod
    def environment(cls, folder: Path) -> dict[str, str]:
        """Return what tells a command of its own process where a folder's store lies."""
        told = {"INROADS_STORE": cls.of(folder)}
        if cls.neo4j is not None:
            told |= {"INROADS_NEO4J_USER": cls.neo4j.user, "INROADS_NEO4J_PASSWORD": cls.neo4j.password}
        return told


@contextmanager
def on_neo4j(address: Address) -> Iterator[None]:
    """Let every store be the database of the test run's Neo4j until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Place, "neo4j", address)
        patch.setenv("INROADS_NEO4J_USER", address.user)
        patch.setenv("INROADS_NEO4J_PASSWORD", address.password)
        try:
            yield
        finally:
            Place.opened.close()
            Place.held = None


def empty_store(folder: Path) -> Store:
    """Return an empty store: of memory, or Neo4j's, which is closed when the next folder wants it."""
    if Place.neo4j is None:
        return MemoryStore()
    Place.held = None
    return Place.opened.enter_context(open_store(Place.of(folder)))


class Shared(Generic[T]):
    """What the tests of a module share, made when it is first asked for, and again when its database was emptied."""

    def __init__(self, folder: Path, make: Callable[[Path], AbstractContextManager[T]]) -> None:
        self._folder, self._make = folder, make
        self._opened = ExitStack()
        self._made: T | None = None

    def __call__(self) -> T:
        if self._made is None or not Place.holds(self._folder):
            self.close()
            self._made = self._opened.enter_context(self._make(self._folder))
            Place.opened.callback(self.close)
        return self._made

    def close(self) -> None:
        self._made = None
        self._opened.close()
