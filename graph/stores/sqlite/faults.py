"""What can go wrong with a file of SQLite, said in our own errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph.errors import InroadsError, NotOurStore, StoreBusy, StoreFileFailed

_WHY = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it may only be read",
    "SQLITE_CANTOPEN": "it cannot be opened; does its folder exist, and may you write there",
    "SQLITE_CORRUPT": "it is damaged; take a backup",
    "SQLITE_IOERR": "the disk failed, is full, or went away",
}


def situation(path: str, error: sqlite3.Error) -> InroadsError:
    """Return the error of ours that says what SQLite met."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code == "SQLITE_NOTADB":
        return NotOurStore(path)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(path, "another process is writing")
    return StoreFileFailed(path, next((why for name, why in _WHY.items() if code.startswith(name)), str(error)))


class _Cursor(sqlite3.Cursor):
    """A cursor whose errors are ours; a broken constraint stays what it is, a mistake in the program."""

    path = ""

    def execute(self, *told: Any) -> "_Cursor":
        try:
            super().execute(*told)
        except sqlite3.DatabaseError as error:
            raise _ours(self.path, error) from error
        return self

    def executemany(self, *told: Any) -> "_Cursor":
        try:
            super().executemany(*told)
        except sqlite3.DatabaseError as error:
            raise _ours(self.path, error) from error
        return self

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.DatabaseError as error:
            raise _ours(self.path, error) from error

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        try:
            return super().fetchmany(size)
        except sqlite3.DatabaseError as error:
            raise _ours(self.path, error) from error

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # the rows, as those of its base
        while rows := self.fetchmany(1_000):
            yield from rows


def _ours(path: str, error: sqlite3.DatabaseError) -> Exception:
    mistakes = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InternalError, sqlite3.NotSupportedError)
    return error if isinstance(error, mistakes) else situation(path, error)


class Connection(sqlite3.Connection):
    """A connection whose every statement fails with an error of ours."""

    def __init__(self, path: Path, *told: Any, **more: Any) -> None:
        super().__init__(path, *told, **more)
        self._path = str(path)

    def __del__(self) -> None:
        """Close when nobody holds the store any more; from 3.13 on Python complains of one that was left open."""
        with suppress(sqlite3.ProgrammingError):  # found by the collector in another thread, which may not close it
            self.close()

    def cursor(self, _factory: Any = None) -> _Cursor:  # type: ignore[override]  # every cursor is one of ours
        made = super().cursor(_Cursor)
        made.path = self._path
        return made

    def execute(self, *told: Any) -> _Cursor:
        return self.cursor().execute(*told)

    def executemany(self, *told: Any) -> _Cursor:
        return self.cursor().executemany(*told)
