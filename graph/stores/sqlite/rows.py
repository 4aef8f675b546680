"""How a claim stands in a row of the SQLite file, and how a stage that was never published is removed."""

import json
import os
import sqlite3

from graph.provenance import Claim, Held, day_held

Row = tuple[int, str, str, str, str, str, int, int, str]

COLUMNS = "c.number, c.source, c.tab, c.key, c.content, c.file, c.line, c.load, l.as_of"
INSERT = "INSERT INTO claims (source, tab, key, content, file, line, load, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def drop_stage(db: sqlite3.Connection, event: int) -> None:
    """Remove what was staged and never published."""
    db.execute("DELETE FROM claims WHERE event = ?", (event,))
    db.execute("DELETE FROM withdrawals WHERE event = ?", (event,))
    db.execute(
        "DELETE FROM loads WHERE published = 0 AND number = (SELECT load FROM events WHERE number = ?)", (event,)
    )
    db.execute("DELETE FROM events WHERE number = ? AND revision IS NULL", (event,))


def held_of(row: Row) -> Held:
    claim = Claim(row[2], row[3], tuple(json.loads(row[4])), row[5], row[6])
    return Held(row[0], row[1], claim, row[7], day_held(row[8]))


def written(claim: Claim) -> str:
    return json.dumps(claim.content, ensure_ascii=False, separators=(",", ":"))


def runs(process: int) -> bool:
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
