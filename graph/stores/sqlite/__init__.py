"""The embedded store, one SQLite file."""

from graph.stores.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
