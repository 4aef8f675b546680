"""Who may publish now: a lease with an expiry by the server's clock, and a token that fences off a late holder."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import LiteralString

from neo4j import ManagedTransaction

from graph.errors import LeaseLost, StoreBusy, StoreUnavailable
from graph.stores.neo4j.connection import Connection, run

_PAUSE_SECONDS = 0.05

# The first SET takes the write lock, so that what follows is read after every other holder.
ACQUIRE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1"
    " WITH s WHERE s.holder IS NULL OR s.expires < timestamp()"
    " SET s.holder = $holder, s.token = s.token + 1, s.expires = timestamp() + $milliseconds RETURN s.token"
)
FENCE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1 WITH s WHERE s.holder = $holder AND s.token = $token"
    " SET s.expires = timestamp() + $milliseconds"
    " RETURN s.revision, s.projected_revision, s.projected_step, s.erasures, s.next_load"
)
RELEASE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) WHERE s.holder = $holder AND s.token = $token REMOVE s.holder, s.expires"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the store stands, read under the lock."""

    revision: int
    projected: int
    step: int
    erasures: int
    next_load: int


@dataclass(frozen=True, slots=True)
class Lease:
    uri: str
    holder: str
    token: int
    seconds: float

    def fence(self, tx: ManagedTransaction) -> Head:
        """Lock the store for this transaction and renew the lease; raises LeaseLost when another has taken it."""
        rows = run(tx, FENCE, holder=self.holder, token=self.token, milliseconds=int(self.seconds * 1000))
        if not rows:
            raise LeaseLost(self.uri)
        return Head(*rows[0])


@contextmanager
def leased(connection: Connection, holder: str, *, seconds: float, patience_seconds: float) -> Iterator[Lease]:
    """Hold the lease; raises StoreBusy when another keeps it for longer than the patience."""
    until = time.monotonic() + patience_seconds
    while not (rows := connection.write(ACQUIRE, holder=holder, milliseconds=int(seconds * 1000))):
        if time.monotonic() > until:
            raise StoreBusy(connection.uri, "another process is publishing")
        time.sleep(_PAUSE_SECONDS)
    lease = Lease(connection.uri, holder, int(rows[0][0]), seconds)
    try:
        yield lease
    finally:
        with suppress(StoreUnavailable):  # where the server cannot be reached, the lease expires by itself
            connection.write(RELEASE, holder=lease.holder, token=lease.token)
