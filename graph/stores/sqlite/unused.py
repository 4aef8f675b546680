"""How a store file that was made for a load that was refused is removed again."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from graph.registry import DRAWN

_NOTHING = (
    "SELECT NOT EXISTS (SELECT 1 FROM loads) AND NOT EXISTS (SELECT 1 FROM events) AND NOT EXISTS"
    " (SELECT 1 FROM entries WHERE key NOT IN (?, ?))"
)


def remove_unused(path: Path) -> bool:
    """Remove a store file to which nobody wrote anything and which nobody has open; say whether it was.

    Who opens it at this moment waits for the lock, notices that the file is gone, and makes a new one.
    """
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
        if db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            return False
        db.execute("BEGIN EXCLUSIVE")
        alone = db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"  # as long as it is, the lock keeps all out
        if alone and db.execute(_NOTHING, DRAWN).fetchone()[0]:
            path.unlink()
            return True
        db.execute("ROLLBACK")
        db.execute("PRAGMA journal_mode = WAL")
    return False
