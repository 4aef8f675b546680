"""How a load is taken back: what is left of it goes, what it withdrew comes back, as one revision."""

from collections import defaultdict
from datetime import datetime

from neo4j import ManagedTransaction

from graph.provenance import Claim, Counts, LoadEntry
from graph.stores.neo4j import stage as staging
from graph.stores.neo4j.catch_up import EVENT_OF
from graph.stores.neo4j.connection import run
from graph.stores.neo4j.lease import Lease
from graph.stores.neo4j.publishing import Publisher, outcome
from graph.stores.neo4j.segments import HEADERS_OF_LOAD, HEADERS_WITHDRAWN, contents, header


def take_back(publisher: Publisher, lease: Lease, entry: LoadEntry, revision: int, at: datetime) -> None:
    """Withdraw what is left of a load, assert again what it withdrew at its revision, and publish both."""
    db = publisher.connection
    own = [h for h in map(header, db.read(HEADERS_OF_LOAD, number=entry.number)) if h.revision is not None]
    gone = [
        segment.first + offset
        for segment in contents(db.read, own)
        for offset, claim in enumerate(segment.claims)
        if claim is not None and offset not in segment.gone
    ]
    back = _withdrawn(publisher, revision)
    size = sum(map(len, back.values()))
    stage = staging.start(db, size, load=None, counts=Counts(), at=at)

    def work(tx: ManagedTransaction) -> tuple[int, int | None]:
        here = lease.fence(tx)
        number = publisher.show(tx, stage, here, entry.source, at, claims=size + len(gone))
        run(tx, staging.UNDONE, number=entry.number)
        run(tx, staging.STORE_AT, revision=number, next_load=here.next_load)
        return here.next_load, number

    with staging.whole_or_nothing(db, stage):
        staging.put_back(db, stage, entry.source, back)
        staging.withdraw(db, stage, entry.source, gone, own)
        publisher.publish(work, outcome(stage, entry.source, lease))


def _withdrawn(publisher: Publisher, revision: int) -> dict[int, list[Claim]]:
    """Return what went at a revision, by the load that had said it."""
    db = publisher.connection
    event = db.read(EVENT_OF, revision=revision)[0][0]
    back: dict[int, list[Claim]] = defaultdict(list)
    for segment in contents(db.read, map(header, db.read(HEADERS_WITHDRAWN, event=event))):
        for offset, when in segment.gone.items():
            held = segment.held(offset)
            if when == revision and held is not None:
                back[held.load].append(held.claim)
    return back
