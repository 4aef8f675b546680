"""The embedded store, one SQLite file."""

from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.unused import remove_unused

__all__ = ["SqliteStore", "remove_unused"]
