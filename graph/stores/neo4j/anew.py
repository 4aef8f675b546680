"""How the graph of an older database, which says less or says it otherwise, is taken down to be made anew.

What it follows from, the claims, stays as it is; whoever writes next brings the graph up from the first revision on.
"""

import secrets
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.lease import leased
from graph.stores.neo4j.projection import LABELS

_SECONDS = 30.0
_AT_ONCE = 1_000

STANDS: LiteralString = "MATCH (s:Store {name: 'inroads'}) RETURN s.schema"
BEHIND: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.projected_revision = 0, s.projected_step = 0"
TAKEN_DOWN: LiteralString = BEHIND + ", s.schema = $schema"


def _take_down(label: LiteralString) -> LiteralString:
    return "MATCH (n:" + label + ") WHERE n.id IS NOT NULL WITH n LIMIT $many DETACH DELETE n RETURN count(*)"


TAKE_DOWN: dict[str, LiteralString] = {label: _take_down(label) for label in LABELS}


def take_down(connection: Connection, schema: int) -> None:
    """Take the graph down in bounded transactions under the lease, and say at the end that this schema is reached.

    A process that is killed on the way leaves a graph that is said to be behind, and the next one goes on. Of two
    that come at once the second finds it done.
    """
    with leased(connection, secrets.token_hex(8), seconds=_SECONDS, patience_seconds=2 * _SECONDS) as lease:

        def begin(tx: ManagedTransaction) -> bool:
            here = lease.fence(tx)
            older = int(run(tx, STANDS)[0][0]) < schema
            if older:
                run(tx, BEHIND)
            return older and here.revision > 0

        def end(tx: ManagedTransaction) -> None:
            lease.fence(tx)
            run(tx, TAKEN_DOWN, schema=schema)

        if not connection.in_write(begin):
            return
        for query in TAKE_DOWN.values():

            def some(tx: ManagedTransaction, query: LiteralString = query) -> int:
                lease.fence(tx)
                return int(run(tx, query, many=_AT_ONCE)[0][0])

            while connection.in_write(some):
                pass
        connection.in_write(end)
