"""How a change becomes visible: one small transaction under the lease, whose outcome is found out when it is lost."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import LiteralString, TypeVar

from neo4j import ManagedTransaction

from graph.errors import LoadConflict, OutcomeUnknown, StoreUnavailable, StoreUnreachable
from graph.stores.neo4j.catch_up import CAUGHT_UP, catch_up, changed, parts_of
from graph.stores.neo4j.connection import Connection, run
from graph.stores.neo4j.lease import Head, Lease, leased
from graph.stores.neo4j.projection import write
from graph.stores.neo4j.stage import Stage

# A publishing transaction keeps the lock of the store until it ends, so this waits until one in flight has.
AFTER_ALL: LiteralString = "MATCH (s:Store {name: 'inroads'}) SET s.turn = s.turn + 1"
REVISION: LiteralString = (
    "MATCH (e:Event {id: $event}) WHERE e.dead IS NULL SET e.revision = $revision, e.at = $at, e.day = $day"
    " REMOVE e.alive RETURN e.id"
)
LOAD_DONE: LiteralString = (
    "MATCH (e:Event {id: $event})-[:OF_LOAD]->(l:Load) SET l.number = $number, l.revision = $revision"
)
OUTCOME: LiteralString = (
    "MATCH (e:Event {id: $event}) WHERE e.revision > 0 OPTIONAL MATCH (e)-[:OF_LOAD]->(l:Load)"
    " RETURN l.number, e.revision"
)
OUTCOME_ALONE: LiteralString = "MATCH (l:Load {source: $source}) WHERE l.token = $token RETURN l.number, l.revision"

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Publisher:
    """One process that publishes. The fields are as in Neo4jStore."""

    connection: Connection
    lease_seconds: float
    patience_seconds: float
    ordinary_claims: int
    holder: str = field(default_factory=lambda: secrets.token_hex(8))

    def leased(self) -> AbstractContextManager[Lease]:
        return leased(self.connection, self.holder, seconds=self.lease_seconds, patience_seconds=self.patience_seconds)

    def publish(self, work: Callable[[ManagedTransaction], T], outcome: Callable[[ManagedTransaction], T | None]) -> T:
        """Do the work in one transaction. Where the answer to its commit was lost, ask for the ``outcome``.

        Raises StoreUnreachable when nothing was published, OutcomeUnknown when nobody answers to say it.
        """

        def found(tx: ManagedTransaction) -> T | None:
            run(tx, AFTER_ALL)
            return outcome(tx)

        try:
            return self.connection.in_write(work)
        except OutcomeUnknown as lost:
            try:
                told = self.connection.in_write(found)
            except StoreUnavailable as error:
                raise lost from error
            if told is None:
                raise StoreUnreachable(self.connection.uri) from lost
            return told

    def show(self, tx: ManagedTransaction, stage: Stage, head: Head, source: str, at: datetime, *, claims: int) -> int:
        """Make a stage of so many claims visible, with the graph if it is ordinary; return the new revision."""
        revision = head.revision + 1
        stamp = {"at": at.isoformat(), "day": at.date().isoformat()}
        if not run(tx, REVISION, event=stage.event, revision=revision, **stamp):
            raise LoadConflict(source)
        run(tx, LOAD_DONE, event=stage.event, number=head.next_load, revision=revision)
        if claims <= self.ordinary_claims and head.projected == head.revision:
            read = partial(run, tx)
            parts = parts_of(read, stage.event, self.ordinary_claims)
            write(tx, [changed(read, stage.event, part) for part in parts])
            run(tx, CAUGHT_UP, revision=revision)
        return revision

    def follow(self, lease: Lease) -> None:
        """Bring the graph up to what was published, unless another process is at it and has only given way to us.

        A failure takes nothing back: the next load goes on with it.
        """
        try:
            catch_up(self.connection, lease, self.ordinary_claims, leave_to_another=True)
        except StoreUnavailable as error:
            _log.warning("graph behind the published revision, the next load catches up: %s", type(error).__name__)


def outcome(
    stage: Stage | None, source: str, lease: Lease
) -> Callable[[ManagedTransaction], tuple[int, int | None] | None]:
    """Return how to find out whether a stage, or a load without one, was published: its number and revision."""

    def look(tx: ManagedTransaction) -> tuple[int, int | None] | None:
        if stage is None:
            rows = run(tx, OUTCOME_ALONE, source=source, token=lease.token)
        else:
            rows = run(tx, OUTCOME, event=stage.event)
        return (rows[0][0], rows[0][1]) if rows else None

    return look
