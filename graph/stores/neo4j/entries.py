"""How what the installation remembers is kept: entries with versions."""

import secrets
from typing import LiteralString

from graph.stores.neo4j.connection import Connection

GET: LiteralString = "MATCH (n:Entry {key: $key}) RETURN n.value, n.version"
PUT_NEW: LiteralString = (
    "MERGE (n:Entry {key: $key}) ON CREATE SET n.value = $value, n.version = 1, n.by = $mark RETURN n.by = $mark"
)
PUT_OVER: LiteralString = (
    "MATCH (n:Entry {key: $key}) SET n.by = $mark WITH n WHERE n.version = $version"
    " SET n.value = $value, n.version = $version + 1 RETURN true"
)
KEYS: LiteralString = "MATCH (n:Entry) WHERE n.key STARTS WITH $prefix RETURN n.key ORDER BY n.key"


def entry(connection: Connection, key: str) -> tuple[str | None, int]:
    rows = connection.read(GET, key=key)
    return (rows[0][0], rows[0][1]) if rows else (None, 0)


def put_entry(connection: Connection, key: str, value: str, version: int) -> bool:
    mark = secrets.token_hex(8)
    if version == 0:
        return bool(connection.write(PUT_NEW, key=key, value=value, mark=mark)[0][0])
    return bool(connection.write(PUT_OVER, key=key, value=value, version=version, mark=mark))


def entry_keys(connection: Connection, prefix: str) -> list[str]:
    return [row[0] for row in connection.read(KEYS, prefix=prefix)]
