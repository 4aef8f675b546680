"""What the SQLite file looks like, and how an older one becomes a newer one.

Rows are appended, never set: a claim is visible when the event that asserted it is published and no published
event withdrew it. So a load is staged in short transactions and becomes visible by one row.
"""

import os
import sqlite3
from pathlib import Path

from graph.errors import NewerStore, NotOurStore, StoreFileFailed
from graph.stores.sqlite.faults import Connection, situation

APPLICATION_ID = 0x1A70AD5

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        (
            "CREATE TABLE loads (number INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL,"
            " as_of TEXT NOT NULL, at TEXT NOT NULL, said_by TEXT NOT NULL, counts TEXT NOT NULL,"
            " published INTEGER NOT NULL DEFAULT 0,"
            " undone INTEGER NOT NULL DEFAULT 0) STRICT"
        ),
        (
            "CREATE TABLE events (number INTEGER PRIMARY KEY, load INTEGER, process INTEGER NOT NULL,"
            " revision INTEGER UNIQUE, at TEXT) STRICT"
        ),
        (
            "CREATE TABLE claims (number INTEGER PRIMARY KEY, source TEXT NOT NULL, tab TEXT NOT NULL,"
            " key TEXT NOT NULL, content TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,"
            " load INTEGER NOT NULL, event INTEGER NOT NULL) STRICT"
        ),
        "CREATE INDEX claims_by_key ON claims (source, tab, key)",
        "CREATE INDEX claims_by_load ON claims (load)",
        (
            "CREATE TABLE withdrawals (claim INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (claim, event))"
            " STRICT, WITHOUT ROWID"
        ),
        "CREATE INDEX withdrawals_by_event ON withdrawals (event)",
        (
            "CREATE TABLE entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL)"
            " STRICT, WITHOUT ROWID"
        ),
    ),
    ("CREATE INDEX claims_by_event ON claims (event)",),
    ("CREATE INDEX events_by_load ON events (load)",),
)


def connect(path: Path) -> sqlite3.Connection:
    """Open or create a store file; raises NotOurStore, NewerStore or StoreFileFailed, before anything is changed."""
    if path.is_dir():
        raise NotOurStore(str(path))
    try:
        fresh = not path.exists() or path.stat().st_size == 0
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if fresh:  # for its owner alone, whatever the umask; SQLite gives the files beside it the same rights
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        file = path.stat().st_ino
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, factory=Connection)
    except OSError as error:
        raise StoreFileFailed(str(path), error.strerror or "it cannot be reached") from error
    except sqlite3.Error as error:
        raise situation(str(path), error) from error
    try:
        if not fresh and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotOurStore(str(path))
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > len(MIGRATIONS):
            raise NewerStore(str(path), found, len(MIGRATIONS))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, StoreFileFailed) and file != _file_at(path):
            return connect(path)
        raise
    if file == _file_at(path):
        return connection
    connection.close()  # whoever made the file found no use for it, and removed it meanwhile
    return connect(path)


def _file_at(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def migrate(connection: sqlite3.Connection, *, to: int = len(MIGRATIONS)) -> None:
    """Apply the missing migrations, all in one transaction; another process may have done it meanwhile."""
    if connection.execute("PRAGMA user_version").fetchone()[0] >= to:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        for statements in MIGRATIONS[found:to]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(found, to)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
