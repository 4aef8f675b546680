"""How a store is named and opened."""

import os
from pathlib import Path

import platformdirs

from graph.errors import BadArgument
from graph.stores.base import Store
from graph.stores.sqlite import SqliteStore


def default_store() -> str:
    """Return where the store is when nobody says: INROADS_STORE, else the user's data folder."""
    folder = Path(platformdirs.user_data_dir("inroads", appauthor=False))
    return os.environ.get("INROADS_STORE") or f"sqlite:{folder / 'inroads.db'}"


def open_store(name: str) -> Store:
    """Open ``sqlite:PATH``; raises BadArgument for another scheme and StoreUnavailable for what cannot be opened."""
    scheme, _, path = name.partition(":")
    if scheme != "sqlite" or not path:
        raise BadArgument(f"The store {name!r} is not understood.", remedy="Use sqlite:PATH; Neo4j is not there yet.")
    return SqliteStore(Path(path).expanduser())
