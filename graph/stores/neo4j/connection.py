"""How Cypher is sent: bounded, with parameters, retried as the driver recommends, failures in our words."""

import logging
from collections.abc import Callable
from typing import Any, LiteralString, Protocol, TypeVar

import neo4j
from neo4j import GraphDatabase, ManagedTransaction, NotificationMinimumSeverity

from graph.errors import StoreClosed, StoreUnreachable
from graph.stores.neo4j.faults import FAULTS, translated

T = TypeVar("T")
Rows = list[list[Any]]

_FETCH_SIZE = 10_000  # every query here is bounded by itself


logging.getLogger("neo4j").addHandler(
    logging.NullHandler()
)  # without any, its failures come on the terminal beside ours


class Reading(Protocol):
    """Run one query and return its rows: in a transaction of its own, or inside one (``partial(run, tx)``)."""

    def __call__(self, query: LiteralString, **parameters: object) -> Rows: ...


class Connection:
    """One driver with its pool. Safe to use from several threads."""

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        database: str = "",
        *,
        pool: int = 20,
        patience_seconds: float = 15,
    ) -> None:
        self.uri = uri
        self._user = user
        self._database = database
        self._driver: neo4j.Driver | None = None
        self._away = False

        def opened(uri: str) -> neo4j.Driver:
            return GraphDatabase.driver(
                uri,
                auth=(user, password),
                max_connection_pool_size=pool,
                connection_timeout=min(10.0, patience_seconds),
                connection_acquisition_timeout=patience_seconds,
                # It doubles its pauses and looks at the time before each, so that it goes on for twice as long.
                max_transaction_retry_time=patience_seconds / 2,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="inroads",
            )

        try:
            self._driver = opened(uri)
            self._greet()
        except (*FAULTS, OSError, ValueError) as error:
            self.close()
            raise self._translated(self._reason(error, opened)) from error

    def read(self, query: LiteralString, **parameters: object) -> Rows:
        """Run one reading query in a transaction of its own; return its rows."""
        return self._run(neo4j.READ_ACCESS, lambda tx: run(tx, query, **parameters))

    def write(self, query: LiteralString, **parameters: object) -> Rows:
        """Run one writing query in a transaction of its own; return its rows."""
        return self._run(neo4j.WRITE_ACCESS, lambda tx: run(tx, query, **parameters))

    def in_write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run several queries as one transaction; the work may run again when the server asks for it."""
        return self._run(neo4j.WRITE_ACCESS, work)

    def clean_up(self, query: LiteralString, **parameters: object) -> Rows:
        """Write what can be left to others: once only, where the server did not answer just now."""
        if not self._away:
            return self.write(query, **parameters)
        with self._session(neo4j.WRITE_ACCESS) as session:
            try:
                return session.run(query, parameters).values()
            except (*FAULTS, OSError) as error:
                raise self._translated(error) from error

    def define(self, statement: LiteralString) -> None:
        """Run one statement that changes the schema."""
        with self._session(neo4j.WRITE_ACCESS) as session:
            try:
                session.run(statement).consume()
            except (*FAULTS, OSError) as error:
                raise self._translated(error) from error

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def _greet(self) -> None:
        with self._session(neo4j.READ_ACCESS) as session:
            session.run("RETURN 1").consume()

    def _reason(self, error: Exception, opened: Callable[[str], neo4j.Driver]) -> Exception:
        """Return why a server gave no routes: it tells that only to whom asks for none."""
        if not (self.uri.startswith("neo4j") and isinstance(error, neo4j.exceptions.ServiceUnavailable)):
            return error
        try:
            self._driver = opened(self.uri.replace("neo4j", "bolt", 1))
            self._greet()
        except neo4j.exceptions.Neo4jError as told:
            return told
        except (*FAULTS, OSError):
            return error
        finally:
            self.close()
        return error

    def _run(self, access: str, work: Callable[[ManagedTransaction], T]) -> T:
        with self._session(access) as session:
            try:
                found = session.execute_read(work) if access == neo4j.READ_ACCESS else session.execute_write(work)
            except (*FAULTS, OSError) as error:
                told = self._translated(error)
                self._away = isinstance(told, StoreUnreachable)
                raise told from error
        self._away = False
        return found

    def _session(self, access: str) -> neo4j.Session:
        if self._driver is None:
            raise StoreClosed
        return self._driver.session(database=self._database or None, default_access_mode=access, fetch_size=_FETCH_SIZE)

    def _translated(self, error: Exception) -> Exception:
        return translated(error, self.uri, self._user, self._database)


def run(tx: ManagedTransaction, query: LiteralString, **parameters: object) -> Rows:
    return tx.run(query, parameters).values()
