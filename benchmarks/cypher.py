"""How long does "the best five introductions for everyone at a client" take in pure Cypher, and how long here?

python -m benchmarks.cypher --people 2000 --json
python -m benchmarks.cypher --people 100000 --data FOLDER --stage load   (then prepare, then ask)

Both answer from the same Neo4j server and data: the score of an introduction is what all facts of the pair give
together, 1 - prod(1 - w), times what the go-between reaches; the five best scores of every target must be equal. For
Cypher everything is worked out beforehand that a careful user could: reach on the people, days as numbers, crowding
on the companies, the declared ties of a pair as one number. The colleagues of a target cannot be (one large employer
has 10^8 pairs), so their time together is weighed in the question.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

import numpy as np

from benchmarks.introductions import client_of
from benchmarks.worlds import AS_OF, batches
from graph.algorithms.ask import best_to_ask
from graph.algorithms.introductions import Introducer
from graph.algorithms.weights import DAYS_A_MONTH, crowded
from graph.algorithms.world import World
from graph.garbage import seldom_collected
from graph.parameters import read_parameters
from graph.provenance import Load
from graph.snapshot import snapshot_of
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.neo4j_server import running

_TOP = 5
_ROWS = 10_000
_PASSWORD = "benchmark-only"

PEOPLE: LiteralString = "UNWIND $rows AS row MATCH (p:Person {id: row[0]}) SET p.reach = row[1], p.ours = row[2]"
PLACES: LiteralString = "UNWIND $rows AS row MATCH (c:Company {id: row[0]}) SET c.crowd = row[1], c.counts = row[2]"
STAYS: LiteralString = (
    "UNWIND $rows AS row MATCH (p:Person {id: row[0]}) MATCH (c:Company {id: row[1]})"
    " CREATE (p)-[:STAY {low: row[2], high: row[3], first: row[4], last: row[5], unit: row[6], now: row[7]}]->(c)"
)
TIES: LiteralString = (
    "UNWIND $rows AS row MATCH (a:Person {id: row[0]}) MATCH (b:Person {id: row[1]})"
    " CREATE (a)-[:TIE {log: row[2]}]->(b)"
)
ASK: LiteralString = """
MATCH (client:Company {id: $client})<-[job:STAY {now: true}]-(t:Person {ours: false})
WITH DISTINCT t
CALL (t) {
  CALL (t) {
    MATCH (t)-[x:STAY]->(place:Company {counts: true})<-[y:STAY]-(o:Person)
    WHERE x.low <= y.high AND y.low <= x.high AND o.reach > 0
    WITH o, x, y, place,
         CASE WHEN x.first > y.first THEN x.first ELSE y.first END AS since,
         CASE WHEN x.last < y.last THEN x.last ELSE y.last END AS until
    WITH o, x, y, place, until,
         round(CASE WHEN until - since + 1 > 0 THEN (until - since + 1) / $month ELSE 0.0 END, 0, 'HALF_EVEN') AS months
    WITH o, $most * (1 - exp(-CASE WHEN months > 0.5 THEN months ELSE 0.5 END / $scale))
            * CASE WHEN x.unit < 0 OR y.unit < 0 THEN $unknown WHEN x.unit = y.unit THEN $same ELSE $other END
            * place.crowd AS weight, until, months
    WITH o, weight, ($day - until) / 365.25 / ($half_life + months / 12) AS halved
    RETURN o, log(1 - weight * ($kept + (1 - $kept) * 0.5 ^ halved)) AS one
    UNION ALL
    MATCH (t)-[tie:TIE]-(o:Person) WHERE o.reach > 0
    RETURN o, tie.log AS one
  }
  WITH o, sum(one) AS log
  RETURN (1 - exp(log)) * o.reach AS score ORDER BY score DESC LIMIT 5
}
RETURN t.id, collect(score)
"""


def load(connection: Connection, people: int) -> dict[str, float]:
    """Load the world as one load, graph and all."""
    started = time.perf_counter()
    claims = (held.claim for batch in batches(people) for held in batch.held())
    with seldom_collected():
        entry = Neo4jStore(connection).record(Load("bench", "tables", AS_OF, claims), at=datetime.now(UTC))
    return {"claims": entry.counts.new, "load_s": time.perf_counter() - started}


def ready(connection: Connection) -> tuple[Introducer, dict[str, float]]:
    """Read the store until questions can be answered."""
    started = time.perf_counter()
    store = Neo4jStore(connection)
    revision = store.revision().number
    snapshot = snapshot_of(revision, store.snapshot_batches(revision))
    read = time.perf_counter()
    ask = Introducer(World(snapshot, AS_OF, read_parameters()))
    ask.reached_by.ready()
    return ask, {"store_to_snapshot_s": read - started, "store_to_ready_s": time.perf_counter() - started}


def prepare(connection: Connection, ask: Introducer) -> dict[str, float]:
    """Put beside the graph all that Cypher can be given beforehand."""
    started = time.perf_counter()
    steps: tuple[tuple[LiteralString, Iterator[list[Any]]], ...] = (
        (PEOPLE, _people(ask)), (PLACES, _places(ask)), (STAYS, _stays(ask)), (TIES, _ties(ask)),
    )  # fmt: skip
    for query, rows in steps:
        for page in _pages(rows):
            connection.write(query, rows=page)
    return {"prepare_s": time.perf_counter() - started}


def compare(connection: Connection, ask: Introducer, targets: int, runs: int) -> dict[str, float]:
    """Ask both, see that they answer the same, and time both warm."""
    client = client_of(ask, targets)
    people = np.array([ask.world.arrays.person(one) for one in sorted(ask.people_at(client))])
    people = people[~ask.world.ours[people]]
    names = _names(ask)
    best = best_to_ask(ask.reached_by, people, _TOP)
    ours = {names[person]: best.score[best.target == number].tolist() for number, person in enumerate(people.tolist())}
    given = {"client": client, **_numbers(ask)}
    theirs = {row[0]: row[1] for row in connection.read(ASK, **given)}
    if ours.keys() != theirs.keys() or any(not _same(ours[one], theirs[one]) for one in ours):
        sys.exit("the answers are not equal")
    cypher = [_seconds(lambda: connection.read(ASK, **given)) for _ in range(min(runs, 5))]
    here = [_seconds(lambda: best_to_ask(ask.reached_by, people, _TOP)) for _ in range(runs)]
    told = {"targets": len(people), "cypher_s": statistics.median(cypher), "ours_ms": statistics.median(here) * 1000}
    return {**told, "times": told["cypher_s"] / told["ours_ms"] * 1000}


def _numbers(ask: Introducer) -> dict[str, float]:
    numbers = ask.world.parameters.of("employment")
    return {
        "month": DAYS_A_MONTH, "scale": numbers["months_scale"], "most": numbers["most"], "kept": numbers["kept"],
        "same": numbers["same_unit"], "other": numbers["other_unit"], "unknown": numbers["unknown_unit"],
        "half_life": numbers["half_life_years"], "day": ask.world.day,
    }  # fmt: skip


def _people(ask: Introducer) -> Iterator[list[Any]]:
    yield from map(list, zip(_names(ask), ask.reached_by.value.tolist(), ask.world.ours.tolist(), strict=True))


def _places(ask: Introducer) -> Iterator[list[Any]]:
    arrays, numbers = ask.world.arrays, ask.world.parameters.of("employment")
    crowd = np.broadcast_to(crowded(numbers["known_all"], arrays.group_size), len(arrays.group_size))
    for group, company in enumerate(arrays.group_company.tolist()):
        yield [ask.world.snapshot.company_ids[company], float(crowd[group]), bool(ask.world.counts[group])]


def _stays(ask: Introducer) -> Iterator[list[Any]]:
    world, arrays, names = ask.world, ask.world.arrays, _names(ask)
    spells = arrays.entry_spell
    span = world.spans.of(spells)
    columns = (
        arrays.spell_person[spells], arrays.group_company[arrays.entry_group], span.low, span.end_high,
        (span.low + span.high) >> 1, (span.end_low + span.end_high) >> 1, arrays.spell_unit[spells],
        world.goes_on[spells],
    )  # fmt: skip
    for person, company, *rest in zip(*(column.tolist() for column in columns), strict=True):
        yield [names[person], world.snapshot.company_ids[company], *rest]


def _ties(ask: Introducer) -> Iterator[list[Any]]:
    arrays, names = ask.world.arrays, _names(ask)
    for a, b, log in zip(arrays.tie_a.tolist(), arrays.tie_b.tolist(), ask.world.tie_log.tolist(), strict=True):
        yield [names[a], names[b], log]


def _names(ask: Introducer) -> list[str]:
    return [bytes(one).decode() for one in ask.world.arrays.person_id]


def _pages(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    page: list[list[Any]] = []
    for row in rows:
        page.append(row)
        if len(page) == _ROWS:
            yield page
            page = []
    if page:
        yield page


def _same(one: list[float], other: list[float]) -> bool:
    positive = [score for score in other if score > 0]
    return len(one) == len(positive) and bool(np.allclose(one, positive, atol=1e-9))


def _seconds(question: Any) -> float:
    begin = time.perf_counter()
    question()
    return time.perf_counter() - begin


def stages(asked: argparse.Namespace, connection: Connection) -> dict[str, float]:
    """Run what was asked for, one after the other."""
    told: dict[str, float] = {}
    if asked.stage in {"all", "load"}:
        told |= load(connection, asked.people)
    if asked.stage == "load":
        return told
    ask, numbers = ready(connection)
    told |= numbers
    if asked.stage in {"all", "prepare"}:
        told |= prepare(connection, ask)
    if asked.stage in {"all", "ask"}:
        told |= compare(connection, ask, asked.targets, asked.runs)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--data", type=Path, help="keep the database here, so that stages can be run apart")
    parser.add_argument("--stage", choices=("all", "load", "prepare", "ask"), default="all")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    asked = parser.parse_args()
    told: dict[str, float] = {"people": asked.people}
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or Path(folder) / "data"
        with running(data, password=_PASSWORD, quick=False) as address:
            told |= stages(asked, Connection(address.uri, address.user, address.password))
    rounded = {name: round(number, 2) for name, number in told.items()}
    print(json.dumps(rounded) if asked.json else "\n".join(f"{name:24}{number}" for name, number in rounded.items()))


if __name__ == "__main__":
    main()
