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
_WAITING_MILLISECONDS = 2_000  # who waits says so every pause; after this long it has given up

# The first SET takes the write lock, so that what follows is read after every other holder.
ACQUIRE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1, s.waiting = timestamp()"
    " WITH s WHERE s.holder IS NULL OR s.expires < timestamp()"
    " SET s.holder = $holder, s.token = s.token + 1, s.expires = timestamp() + $milliseconds, s.waiting = null"
    " RETURN s.token"
)
FENCE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1 WITH s WHERE s.holder = $holder AND s.token = $token"
    " SET s.expires = timestamp() + $milliseconds"
    " RETURN s.revision, s.projected_revision, s.projected_step, s.erasures, s.next_load,"
    " coalesce(s.waiting > timestamp() - $waiting, false),"
    " coalesce(s.following > timestamp() AND s.follower <> $holder, false)"
)
RELEASE: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) WHERE s.holder = $holder AND s.token = $token REMOVE s.holder, s.expires"
)
GIVE_WAY: LiteralString = (
    "MATCH (s:Store {name: 'inroads'}) WHERE s.holder = $holder AND s.token = $token REMOVE s.holder, s.expires"
    " SET s.follower = $holder, s.following = timestamp() + $milliseconds"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the store stands, read under the lock.

    ``waited_for``: somebody else wants the lease; ``followed``: another process brings the graph up, and has only
    given way.
    """

    revision: int
    projected: int
    step: int
    erasures: int
    next_load: int
    waited_for: bool
    followed: bool


@dataclass(slots=True)
class Lease:
    """What a holder shows: the token changes when it has given way."""

    connection: Connection
    holder: str
    seconds: float
    patience_seconds: float
    token: int = 0

    def fence(self, tx: ManagedTransaction) -> Head:
        """Lock the store for this transaction and renew the lease; raises LeaseLost when another has taken it."""
        shown = {"holder": self.holder, "token": self.token, "waiting": _WAITING_MILLISECONDS}
        rows = run(tx, FENCE, **shown, milliseconds=self._milliseconds)
        if not rows:
            raise LeaseLost(self.connection.uri)
        return Head(*rows[0])

    def take(self) -> None:
        """Wait for the lease; raises StoreBusy when another keeps it for longer than the patience."""
        until = time.monotonic() + self.patience_seconds
        while not (rows := self.connection.write(ACQUIRE, holder=self.holder, milliseconds=self._milliseconds)):
            if time.monotonic() > until:
                raise StoreBusy(self.connection.uri, "another process is publishing")
            time.sleep(_PAUSE_SECONDS)
        self.token = int(rows[0][0])

    def give_way(self) -> None:
        """Let somebody who waits go first, say that we come back, and take the lease again."""
        self.connection.write(GIVE_WAY, holder=self.holder, token=self.token, milliseconds=self._milliseconds)
        time.sleep(2 * _PAUSE_SECONDS)
        self.take()

    def release(self) -> None:
        with suppress(StoreUnavailable):  # where the server cannot be reached, the lease expires by itself
            self.connection.clean_up(RELEASE, holder=self.holder, token=self.token)

    @property
    def _milliseconds(self) -> int:
        return int(self.seconds * 1000)


@contextmanager
def leased(connection: Connection, holder: str, *, seconds: float, patience_seconds: float) -> Iterator[Lease]:
    """Hold the lease; raises StoreBusy when another keeps it for longer than the patience."""
    lease = Lease(connection, holder, seconds, patience_seconds)
    lease.take()
    try:
        yield lease
    finally:
        lease.release()
