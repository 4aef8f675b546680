"""How a store is named and opened."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from api.snapshot_files import SnapshotFiles
from graph.errors import BadArgument, NoStoreYet
from graph.stores.base import Store
from graph.stores.sqlite import SqliteStore, remove_unused

_MOST_PATIENCE_SECONDS = 600
_NEO4J = {"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}


def default_store() -> str:
    """Return where the store is when nobody says: INROADS_STORE, else the user's data folder."""
    folder = Path(platformdirs.user_data_dir("inroads", appauthor=False))
    return os.environ.get("INROADS_STORE") or f"sqlite:{folder / 'inroads.db'}"


def snapshot_files() -> SnapshotFiles:
    """Return the files of snapshots, in the folder that INROADS_CACHE names, else the user's cache; off: nowhere."""
    told = os.environ.get("INROADS_CACHE") or platformdirs.user_cache_dir("inroads", appauthor=False)
    return SnapshotFiles(None if told == "off" else Path(told) / "snapshots")


def open_store(name: str, *, create: bool = True, most_patience_seconds: float = _MOST_PATIENCE_SECONDS) -> Store:
    """Open ``sqlite:PATH`` or the URI of a Neo4j server, whose login stands in the environment.

    ``most_patience_seconds``: for how long at most a server that does not answer is tried again.

    Raises BadArgument for another scheme and StoreUnavailable for what cannot be opened, NoStoreYet for a file that
    is not there and must not be made.
    """
    scheme, _, path = name.partition(":")
    if scheme in _NEO4J:
        return _open_neo4j(name, most_patience_seconds)
    if scheme != "sqlite" or not path:
        raise BadArgument(f"The store {name!r} is not understood.", remedy="Use sqlite:PATH or neo4j://HOST.")
    file = Path(path).expanduser()
    if not create and _is_missing(file):
        raise NoStoreYet(str(file))
    return SqliteStore(file)


def open_or_new_store(name: str) -> AbstractContextManager[Store]:
    """Open a store; where there is none yet it is made, and nothing is left of it if nothing was written."""
    try:
        return open_store(name, create=False)
    except NoStoreYet:
        return new_store(name)


@contextmanager
def new_store(name: str) -> Iterator[Store]:
    """Make a store file that is not there yet; where nothing was written by the end, nothing is left of it."""
    file = Path(name.partition(":")[2]).expanduser()
    folders = [folder for folder in file.parents if _is_missing(folder)]
    try:
        with open_store(name) as store:
            yield store
    finally:
        if remove_unused(file):
            for folder in folders:
                with suppress(OSError):  # somebody else put something there
                    folder.rmdir()


def _is_missing(file: Path) -> bool:
    try:
        return not file.exists()
    except OSError:  # a folder on the way that may not be looked into: opening it says so
        return False


def _open_neo4j(uri: str, most_patience_seconds: float) -> Store:
    parts = urlsplit(uri)
    if parts.username or parts.password:
        raise BadArgument(
            "The address of the store holds a name or a password.",
            remedy="Put them into INROADS_NEO4J_USER and INROADS_NEO4J_PASSWORD.",
        )
    if not parts.hostname:
        raise BadArgument(f"The store {uri!r} names no host.", remedy="Use for example neo4j://localhost.")
    # The driver takes a good part of a second to import, and only this store needs it.
    from graph.stores.neo4j import Neo4jStore
    from graph.stores.neo4j.connection import Connection

    user = os.environ.get("INROADS_NEO4J_USER") or "neo4j"
    password = os.environ.get("INROADS_NEO4J_PASSWORD") or ""
    database = os.environ.get("INROADS_NEO4J_DATABASE") or ""
    patience_seconds = min(_patience_seconds(), most_patience_seconds)
    return Neo4jStore(Connection(uri, user, password, database, patience_seconds=patience_seconds))


def _patience_seconds() -> float:
    told = os.environ.get("INROADS_NEO4J_PATIENCE") or "15"
    try:
        seconds = float(told)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _MOST_PATIENCE_SECONDS:
        raise BadArgument(
            f"INROADS_NEO4J_PATIENCE is {told!r}.",
            remedy=f"Give the seconds for which a server that does not answer is tried again, 1 to"
            f" {_MOST_PATIENCE_SECONDS}.",
        )
    return seconds
