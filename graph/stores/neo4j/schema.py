"""What the database holds, and how an older one becomes a newer one.

The ledger: (:Segment)-[:ASSERTED_BY]->(:Event) holds up to a thousand claims of one source and table, sorted by key,
numbered from ``first`` on, with marks of whom they are about; (:Event)-[:WITHDREW {offsets}]->(:Segment) says which of
them went. An event without a revision is a stage that no reader sees. Claims are appended, never set: a load becomes
visible by one number.
The rest are (:Load), (:Entry) for what the installation remembers, the one (:Store), and the projection.
"""

from collections.abc import Callable
from functools import partial
from typing import LiteralString

from graph.errors import NewerStore, NotOurStore
from graph.stores.neo4j.anew import take_down
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.marks import mark_everything

_EMPTY_REMEDY = "Name an empty database with INROADS_NEO4J_DATABASE, or another server."

MIGRATIONS: tuple[tuple[LiteralString, ...], ...] = (
    (
        "CREATE CONSTRAINT store_name IF NOT EXISTS FOR (n:Store) REQUIRE n.name IS UNIQUE",
        "CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT event_revision IF NOT EXISTS FOR (n:Event) REQUIRE n.revision IS UNIQUE",
        "CREATE INDEX event_day IF NOT EXISTS FOR (n:Event) ON (n.day)",
        "CREATE INDEX event_alive IF NOT EXISTS FOR (n:Event) ON (n.alive)",
        "CREATE CONSTRAINT load_number IF NOT EXISTS FOR (n:Load) REQUIRE n.number IS UNIQUE",
        "CREATE INDEX load_source IF NOT EXISTS FOR (n:Load) ON (n.source)",
        "CREATE CONSTRAINT segment_first IF NOT EXISTS FOR (n:Segment) REQUIRE n.first IS UNIQUE",
        "CREATE INDEX segment_source IF NOT EXISTS FOR (n:Segment) ON (n.source, n.first)",
        "CREATE CONSTRAINT entry_key IF NOT EXISTS FOR (n:Entry) REQUIRE n.key IS UNIQUE",
    ),
    (
        "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT company_id IF NOT EXISTS FOR (n:Company) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT contact_id IF NOT EXISTS FOR (n:Contact) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT project_id IF NOT EXISTS FOR (n:Project) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT opportunity_id IF NOT EXISTS FOR (n:Opportunity) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT school_id IF NOT EXISTS FOR (n:School) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT key_id IF NOT EXISTS FOR (n:Key) REQUIRE n.id IS UNIQUE",
        "CREATE INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name)",
        "CREATE INDEX company_name IF NOT EXISTS FOR (n:Company) ON (n.name)",
    ),
    (
        (
            "CREATE FULLTEXT INDEX segment_marks IF NOT EXISTS FOR (n:Segment) ON EACH [n.marks]"
            " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
        ),
    ),
    (
        "CREATE CONSTRAINT seat_id IF NOT EXISTS FOR (n:Seat) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT judgement_id IF NOT EXISTS FOR (n:Judgement) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT round_id IF NOT EXISTS FOR (n:Round) REQUIRE n.id IS UNIQUE",
    ),
)
FILLED: dict[int, Callable[[Connection], None]] = {  # by schema: what an older database needs beside its indexes
    3: mark_everything,
    4: partial(take_down, schema=4),
}

FOUND: LiteralString = "MATCH (s:Store {name: 'inroads'}) RETURN s.schema"
ANYTHING: LiteralString = "MATCH (n) RETURN count(n)"
FOUNDED: LiteralString = (
    "MERGE (s:Store {name: 'inroads'}) ON CREATE SET s.schema = 0, s.revision = 0, s.projected_revision = 0,"
    " s.projected_step = 0, s.next_claim = 1, s.next_event = 1, s.next_load = 1, s.erasures = 0, s.token = 0,"
    " s.turn = 0"
)
MIGRATED: LiteralString = "MATCH (s:Store {name: 'inroads'}) WHERE s.schema < $schema SET s.schema = $schema"
INDEXES_READY: LiteralString = "CALL db.awaitIndexes(300)"


def checked(connection: Connection) -> int:
    """Return the version of a database, 0 for an empty one, by reading alone; raises NotOurStore or NewerStore."""
    found = schema_of(connection)
    if found is None:
        if connection.read(ANYTHING)[0][0]:
            raise NotOurStore(connection.uri, remedy=_EMPTY_REMEDY)
        return 0
    if found > len(MIGRATIONS):
        raise NewerStore(connection.uri, found, len(MIGRATIONS))
    return found


def schema_of(connection: Connection) -> int | None:
    """Return the version in the database, None when it is not ours."""
    rows = connection.read(FOUND)
    return int(rows[0][0]) if rows else None


def migrate(connection: Connection, found: int, *, to: int = len(MIGRATIONS)) -> None:
    """Make an empty database ours, or bring ours up to date: apply the missing migrations.

    A process that is killed on the way leaves a database on which the next one goes on: each of the statements
    may have been applied before.
    """
    for number in range(found, to):
        for statement in MIGRATIONS[number]:
            connection.define(statement)
        if number == 0:
            connection.write(FOUNDED)
        if fill := FILLED.get(number + 1):
            fill(connection)
        connection.define(INDEXES_READY)
        connection.write(MIGRATED, schema=number + 1)
