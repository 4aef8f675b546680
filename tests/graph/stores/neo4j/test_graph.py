"""Does the graph that people read say what the published claims say, and are its queries planned well?"""

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import LiteralString

import pytest
from neo4j import Session

from graph.errors import StoreFailed
from graph.provenance import Claim, Held, RecordId, record_id
from graph.stores.neo4j import (
    Neo4jStore,
    anew,
    catch_up,
    columns,
    copying,
    entries,
    erasing,
    lease,
    marks,
    projection,
    publishing,
    schema,
    segments,
    stage,
    store,
)
from graph.stores.neo4j.connection import Connection, Rows
from graph.stores.neo4j.shape import EDGES
from graph.vocabulary.tables import TABLES
from tests.graph.stores.contract import T0, load, person

FORBIDDEN = {"AllNodesScan", "CartesianProduct", "NodeByLabelScan", "UnionNodeByLabelsScan", "RelationshipTypeScan"}


def ref(table: str, own_id: str, source: str = "crm") -> str:
    return str(record_id(source, table, own_id))


def company(own_id: str, name: str) -> Claim:
    return Claim("companies", own_id, (own_id, name, "client", None, None, None, None, "NO"), "companies.csv", 2)


def job(who: str, where: str, title: str, start: str, end: str | None = None) -> Claim:
    content = (ref("people", who), ref("companies", where), title, "Grid", None, start, end, None, None, None)
    return Claim("employments", f"{who}|{where}|{start}|{title}", content, "employments.csv", 3)


def met(own_id: str, *people: str) -> Claim:
    return Claim(
        "contacts", own_id, (own_id, "meeting", "2025-05-01", "30", ";".join(ref("people", p) for p in people))
    )


def knows(a: str, b: str) -> Claim:
    content = (ref("people", a), ref("people", b), "friend", "2020", None, "0.5")
    return Claim("acquaintances", f"{a}|{b}", content)


def became(a: str, b: str) -> Claim:
    return Claim("company_succession", f"{a}|{b}", (ref("companies", a), ref("companies", b), "rename", "2019"))


WORLD = (
    person("k", "Kari Lunde", "kari@varde.example"), person("h", "Håkon Myhre"), person("s", "Sara Holm"),
    company("n", "Nordlys Energi AS"), company("o", "Oldlys AS"),
    job("k", "n", "Partner", "2012", "2017"), job("h", "n", "CFO", "2014"), job("s", "o", "Clerk", "2010"),
    met("m", "k", "h", "s"), knows("k", "h"), became("o", "n"),
)  # fmt: skip


def told(connection: Connection) -> set[tuple[object, ...]]:
    """Everything that the graph says, without what the installation keeps for itself."""
    nodes = connection.read(
        f"MATCH (n:{'|'.join(projection.LABELS)}) RETURN labels(n)[0], n.id, properties(n)"  # type: ignore[arg-type] -- labels of ours
    )
    edges = connection.read("MATCH (a)-[r]->(b) WHERE r.claim IS NOT NULL RETURN type(r), a.id, b.id, properties(r)")
    return {(*row[:-1], tuple(sorted(row[-1].items()))) for row in [*nodes, *edges]}


def expected(rows: Iterator[list[Held]]) -> set[tuple[object, ...]]:
    """What the tables of WORLD must look like, written down a second time."""
    found: set[tuple[object, ...]] = set()
    for held in (one for batch in rows for one in batch):
        c = held.claim.content
        if held.claim.table == "people":
            found.add(("Person", ref("people", str(c[0]), held.source), c[1]))
        elif held.claim.table == "companies":
            found.add(("Company", ref("companies", str(c[0]), held.source), c[1]))
        elif held.claim.table == "contacts":
            found.add(("Contact", ref("contacts", str(c[0]), held.source), None))
            found |= {("TOOK_PART_IN", p, ref("contacts", str(c[0]), held.source)) for p in str(c[4]).split(";")}
        elif held.claim.table == "employments":
            found.add(("WORKED_AT", c[0], c[1], held.number, c[2], c[3], c[5], c[6]))
        elif held.claim.table == "acquaintances":
            found.add(("KNOWS", c[0], c[1], float(str(c[5]))))
        elif held.claim.table == "company_succession":
            found.add(("SUCCEEDED_BY", c[0], c[1]))
    return found


def graph(connection: Connection) -> set[tuple[object, ...]]:
    read = connection.read
    found: set[tuple[object, ...]] = set()
    for label in ("Person", "Company", "Contact"):
        found |= {(label, *row) for row in read("MATCH (n) WHERE $l IN labels(n) RETURN n.id, n.name", l=label)}
    jobs = "MATCH (a:Person)-[r:WORKED_AT]->(b:Company) RETURN a.id, b.id, r.claim, r.title, r.unit, r.start, r.end"
    found |= {("WORKED_AT", *row) for row in read(jobs)}
    found |= {("KNOWS", *row) for row in read("MATCH (a)-[r:KNOWS]->(b) RETURN a.id, b.id, r.strength")}
    found |= {("TOOK_PART_IN", *row) for row in read("MATCH (a)-[:TOOK_PART_IN]->(b) RETURN a.id, b.id")}
    return found | {("SUCCEEDED_BY", *row) for row in read("MATCH (a)-[:SUCCEEDED_BY]->(b) RETURN a.id, b.id")}


@pytest.mark.parametrize("ordinary", [10_000, 1], ids=["in the publishing transaction", "caught up in parts"])
def test_the_graph_says_what_the_claims_say_after_loads_undo_and_erasure(
    make: Callable[..., Neo4jStore], connection: Connection, ordinary: int
) -> None:
    store = make(ordinary_claims=ordinary)

    def same() -> int:
        now = store.revision().number
        assert graph(connection) == expected(store.snapshot_rows(now))
        stands = connection.read("MATCH (s:Store {name: 'inroads'}) RETURN s.revision, s.projected_revision")
        assert stands == [[now, now]]
        return len(told(connection))

    store.record(load(*WORLD), at=T0)
    full = same()
    changed = (
        person("k", "Kari L. Lunde"), job("k", "n", "Partner", "2012", "2018"), person("z", "Zoe"), met("m", "k", "z"),
    )  # fmt: skip
    store.record(load(*changed, as_of=date(2026, 2, 1)), at=T0)
    same()
    store.record(load(person("x", "Kari Lunde", "KARI@varde.example"), source="hr"), at=T0)
    assert same() > full
    store.undo("hr", at=T0)
    store.undo("crm", at=T0)
    assert same() == full
    store.erase([RecordId(ref("people", "k"))], at=T0)
    same()
    assert not any("Kari" in str(row) or ref("people", "k") in str(row) for row in told(connection))
    store.undo("crm", at=T0)
    assert same() == 0


def test_people_of_two_sources_meet_at_their_exact_keys(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    store = make()
    store.record(load(person("1", email="kari@varde.example")), at=T0)
    store.record(load(person("9", email="Kari@Varde.example"), source="hr"), at=T0)
    rows = connection.read(
        "MATCH (a:Person)-[:KNOWN_BY]->(k:Key)<-[:KNOWN_BY]-(b:Person) WHERE a.id < b.id RETURN k.id"
    )
    assert rows == [["email:kari@varde.example"]]


def test_a_lost_graph_is_made_again_from_the_claims(make: Callable[..., Neo4jStore], connection: Connection) -> None:
    store = make(ordinary_claims=3)
    store.record(load(*WORLD), at=T0)
    store.record(load(person("k", "Changed"), as_of=date(2026, 2, 1)), at=T0)
    before = told(connection)
    connection.write("MATCH (n:Person|Company|Contact|Key) DETACH DELETE n")
    connection.write("MATCH (s:Store) SET s.projected_revision = 0, s.projected_step = 0")
    store.decide(RecordId("p-a"), RecordId("p-b"), "same", by="Anna", at=T0)
    store.undo("workspace", at=T0)
    assert told(connection) == before


@pytest.mark.parametrize("killed", [False, True], ids=["at once", "killed on the way"])
def test_the_graph_of_an_older_database_is_made_anew_by_the_first_write(
    make: Callable[..., Neo4jStore], connection: Connection, monkeypatch: pytest.MonkeyPatch, *, killed: bool
) -> None:
    store = make()
    store.record(load(*WORLD), at=T0)
    store.record(load(person("k", "Changed"), as_of=date(2026, 2, 1)), at=T0)
    before = told(connection)
    connection.write("MATCH (n:Person) SET n.old = true")
    connection.write("MATCH (a:Person), (b:Person) MERGE (a)-[:JUDGED {claim: 0}]->(b)")  # as no claim says any more
    connection.write("MATCH (s:Store) SET s.schema = 3")
    if killed:
        monkeypatch.setattr(anew, "TAKE_DOWN", {"Contact": anew.TAKE_DOWN["Contact"], "Person": "RETURN 1 / 0"})
        with pytest.raises(StoreFailed):
            make().record(load(person("x"), source="hr"), at=T0)
        assert connection.read("MATCH (s:Store) RETURN s.schema, s.projected_revision") == [[3, 0]]
        monkeypatch.undo()
    older = make()
    assert connection.read("MATCH (s:Store) RETURN s.schema") == [[3]]
    older.decide(RecordId("p-a"), RecordId("p-b"), "same", by="Anna", at=T0)
    older.undo("workspace", at=T0)
    assert told(connection) == before
    stands = connection.read("MATCH (s:Store) RETURN s.schema, s.projected_revision = s.revision, s.holder")
    assert stands == [[len(schema.MIGRATIONS), True, None]]
    marked = connection.write("MATCH (p:Person) SET p.seen = 1 RETURN count(p)")
    anew.take_down(connection, len(schema.MIGRATIONS))  # as a second process that found the older database, too
    assert connection.read("MATCH (p:Person) WHERE p.seen = 1 RETURN count(p)") == marked


def judged(about: str, by: str | None, **more: str) -> Claim:
    told = {"person": ref("people", about), "date": "2026-03", "value": "1", **more}
    told |= {"by": ref("people", by)} if by else {}
    content = tuple(told.get(field.name) for field in TABLES["stances"].fields)
    return Claim("stances", "|".join(value or "" for value in content), content, "stances.csv", 2)


def test_a_judgement_says_toward_whom_it_is_and_one_that_the_team_agreed_on_needs_no_rater(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    store = make()
    rival = {"toward": ref("companies", "n"), "opportunity": record_id("crm", "opportunities", "o"), "value": "-2"}
    blind = record_id("workspace", "rounds", "w1")
    claims = (
        judged("h", "k"), judged("h", "k", **rival), judged("h", None, agreed="yes", value="3"),
        judged("h", "k", round="w1", value="2"),
    )  # fmt: skip
    store.record(load(*WORLD, *claims), at=T0)
    rows = connection.read(
        "MATCH (j:Judgement)-[:JUDGES]->(p:Person) OPTIONAL MATCH (j)<-[:GAVE]-(by:Person)"
        " OPTIONAL MATCH (j)-[:TOWARD]->(c:Company) OPTIONAL MATCH (j)-[:ABOUT]->(o:Opportunity)"
        " OPTIONAL MATCH (j)-[:GIVEN_IN]->(r:Round)"
        " RETURN j.value, p.name, by.name, c.id, o.id, j.agreed, r.id ORDER BY j.value"
    )
    assert rows == [
        [-2, "Håkon Myhre", "Kari Lunde", rival["toward"], rival["opportunity"], None, None],
        [1, "Håkon Myhre", "Kari Lunde", None, None, None, None],
        [2, "Håkon Myhre", "Kari Lunde", None, None, None, blind],
        [3, "Håkon Myhre", None, None, None, True, None],
    ]
    store.erase([RecordId(ref("people", "k"))], at=T0)
    left = "MATCH (j:Judgement)-[:JUDGES]->(:Person) RETURN j.value, EXISTS { (j)<-[:GAVE]-() } ORDER BY j.value"
    assert connection.read(left) == [[-2, False], [1, False], [2, False], [3, False]]
    store.undo("crm", at=T0)
    assert told(connection) == set()


def test_companies_meet_at_their_names_without_a_country_and_at_their_aliases(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    bare = Claim("companies", "b", ("b", "NORDLYS ENERGI", None, None, None, None, None, None))
    other = Claim("companies", "e", ("e", "NLE Group", None, None, None, None, None, None))
    alias = Claim("company_aliases", "e|nle", (ref("companies", "e", "web"), "Nordlys Energi AS"))
    make().record(load(company("n", "Nordlys Energi AS")), at=T0)
    make().record(load(bare, other, alias, source="web"), at=T0)
    rows = connection.read("MATCH (:Key {id: 'name:nordlys energi'})<-[:KNOWN_BY]-(c:Company) RETURN c.name")
    assert {row[0] for row in rows} == {"Nordlys Energi AS", "NORDLYS ENERGI", "NLE Group"}


@pytest.mark.parametrize("done", [1, 2, 4])
def test_a_graph_left_half_way_is_finished_by_a_process_with_other_bounds(
    make: Callable[..., Neo4jStore], connection: Connection, done: int
) -> None:
    make().record(load(*WORLD), at=T0)
    before = told(connection)
    connection.write("MATCH (n:Person|Company|Contact|Key) DETACH DELETE n")
    connection.write("MATCH (s:Store) SET s.projected_revision = 0, s.projected_step = 0")
    (event,) = connection.read(catch_up.EVENT_OF, revision=1)[0]
    for part in catch_up.parts_of(connection.read, event, 1)[:done]:
        change = catch_up.changed(connection.read, event, part)
        connection.in_write(lambda tx, change=change: projection.write(tx, [change]))  # type: ignore[misc] -- the change of this round
        connection.write(catch_up.STEP, step=part.done)
    assert told(connection) != before
    store = make(ordinary_claims=10_000)
    store.record(load(person("new"), source="hr"), at=T0)
    store.undo("hr", at=T0)
    assert told(connection) == before


def test_history_and_erasure_read_only_segments_that_speak_of_the_person(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    store = make()
    store.record(load(*(person(f"{n:05}", email=f"{n}@x.example") for n in range(3_000))), at=T0)
    one = ref("people", "00500")
    (found,) = marks.segments_about(connection.read, [one])
    assert (found.low, found.size) == ("00000", 1_000)
    assert [item.held.claim.key for item in store.history(RecordId(one))] == ["00500"]
    assert [item.held.claim.key for item in store.history(RecordId("email:1500@x.example"))] == ["01500"]
    store.erase([RecordId(one)], at=T0)
    assert marks.segments_about(connection.read, [one, "email:500@x.example"]) == []
    assert store.history(RecordId(one)) == []


def test_batches_are_bounded_and_fetch_no_segment_of_another_table(
    make: Callable[..., Neo4jStore], connection: Connection
) -> None:
    make().record(load(company("n", "Nordlys Energi AS"), *(person(f"{n:05}") for n in range(2_500))), at=T0)
    fetched: list[object] = []

    def read(query: LiteralString, **parameters: object) -> Rows:
        rows = connection.read(query, **parameters)
        fetched.extend(row[2] for row in rows if query == segments.CONTENTS)
        return rows

    assert [batch.columns[1] for batch in columns.read_batches(read, 1, ("companies",))] == [["Nordlys Energi AS"]]
    assert fetched == ["companies"]
    assert sorted(len(batch.keys) for batch in columns.read_batches(read, 1)) == [1, 500, 1_000, 1_000]


def test_hostile_and_huge_texts_are_kept_and_do_not_stop_the_graph(make: Callable[..., Neo4jStore]) -> None:
    store = make()
    name = "x\x00'}) DETACH DELETE n //" + "ø" * 50_000
    store.record(load(person("1", name, f"{'a' * 20_000}@b.example")), at=T0)
    (batch,) = store.snapshot_rows(1)
    assert batch[0].claim.content[1] == name


def test_every_edge_names_fields_that_its_table_has() -> None:
    for edge in EDGES:
        names = {field.name for field in TABLES[edge.table].fields}
        assert set(edge.fields) <= names
        assert {f for f in (edge.from_field, edge.to_field) if not f.startswith("(")} - {"school"} <= names | {"school"}


MODULES = (
    anew, catch_up, copying, entries, erasing, lease, marks, projection, publishing, schema, segments, stage, store,
)  # fmt: skip


def queries() -> dict[str, str]:
    """Every Cypher text that the store sends, but those that change the schema."""
    found = {
        f"{module.__name__}.{name}": value
        for module in MODULES
        for name, value in inspect.getmembers(module)
        if isinstance(value, str) and name.isupper() and not name.startswith("_") and value != schema.INDEXES_READY
    }
    for name in ("ADD_NODE", "SET_NODE", "PRESENT", "ADD_EDGE", "REMOVE_EDGE", "CLEAR_NODE", "REMOVE_BARE"):
        found |= {f"{name} {key}": value for key, value in getattr(projection, name).items()}
    return found | {f"TAKE_DOWN {label}": value for label, value in anew.TAKE_DOWN.items()}


def operators(plan: dict[str, object]) -> Iterator[str]:
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children", ()):  # type: ignore[attr-defined] -- a plan is a tree of dicts
        yield from operators(child)


def scanning(session: Session) -> dict[str, set[str]]:
    """Return which of our queries the server would answer by looking through everything, as its data is now."""
    found = {}
    for name, text in queries().items():
        plan = session.run("EXPLAIN " + text, dict.fromkeys(("x",))).consume().plan  # type: ignore[arg-type] -- a query of ours
        if used := set(operators(plan or {})) & FORBIDDEN:
            found[name] = used
    return found


def test_every_look_up_is_served_by_an_index(make: Callable[..., Neo4jStore], connection: Connection) -> None:
    make().record(load(*WORLD), at=T0)
    assert len(queries()) > 90
    with connection._session("READ") as session:
        bad = scanning(session)
        seen = session.run("EXPLAIN MATCH (a:Person), (b:Person) WHERE a.x = 1 RETURN a, b").consume().plan
    assert bad == {}
    assert {"CartesianProduct", "NodeByLabelScan"} <= set(operators(seen or {}))
