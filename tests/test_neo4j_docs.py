"""Does docs/neo4j.md tell the truth: its Cypher, its picture, its compose file?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from neo4j import GraphDatabase, Session

from api.use_cases.basis import Question
from api.use_cases.power_map import show_map
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.provenance import Claim
from graph.snapshot import Snapshot, build_snapshot
from graph.stores.base import Store
from graph.stores.neo4j.shape import EDGES
from graph.stores.sqlite import SqliteStore
from graph.vocabulary.tables import TABLES
from loaders.demo_world import write_demo_world
from loaders.run import load_path
from scripts.neo4j_model import PAGE, drawn
from tests.conftest import ROOT, neo4j_jars
from tests.graph.stores.contract import load
from tests.graph.stores.neo4j.conftest import opened
from tests.graph.stores.neo4j.test_graph import scanning
from tests.neo4j_server import LTS, NEWEST, Address, admin, empty_neo4j
from tests.worlds import NOW

TEXT = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^([^\n]+)\n\n```cypher\n(.*?)```", TEXT, re.S | re.M)
SAID = {
    "Who overlapped with whom": ["Håkon Myhre", "Kari Lunde", "Grid", "2012-01", "2017-06", "2012-03", "2017-04"],
    "Whose door": ["Jürgen Weiß", "Ingrid Solberg", "2021-01"],
    "Who stands above": [["Håkon Myhre", "Ingrid Solberg"]],
}


def judgements(snapshot: Snapshot) -> list[Claim]:
    """Judgements on which a careless question would fall for the wrong one."""
    people = {one.name: min(one.records) for one in snapshot.people.values()}
    bids = {one.name: one.id for one in snapshot.decision.opportunities.values()}
    rival = next(one.id for one in snapshot.companies.values() if one.name.startswith("Corvane"))
    oyvind = next(one for one in snapshot.people.values() if one.name == "Øyvind Bråten")
    told: list[dict[str, str]] = [
        {"person": people["Mette Kjær Lund"], "value": "2", "round": "sealed-one"},
        {"person": people["Jürgen Weiß"], "value": "3", "agreed": "yes", "opportunity": bids["Field crew app"]},
        {"person": people["Björn Lindqvist"], "value": "-3", "agreed": "yes", "toward": rival},
        {"person": people["Ingrid Solberg"], "value": "-2"},
        {"person": max(oyvind.records), "value": "1", "agreed": "yes", "date": "2026-10"},  # its end is newest
        {"person": people["Agnieszka Zając"], "value": "2", "by": ""},
    ]
    rows = [{"date": "2026-11-20", "by": people["Kari Lunde"], **one} for one in told]
    names = [field.name for field in TABLES["stances"].fields]
    return [Claim("stances", str(n), tuple(row.get(name) or None for name in names)) for n, row in enumerate(rows)]


def snapshot_now(store: Store) -> Snapshot:
    now = store.revision().number
    return build_snapshot(now, (held for batch in store.snapshot_rows(now) for held in batch))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """The demo world, with some more judgements."""
    folder = tmp_path_factory.mktemp("demo")
    with SqliteStore(folder / "demo.db") as store:
        for path in write_demo_world(folder).sources:
            load_path(store, path, now=NOW)
        store.record(load(*judgements(snapshot_now(store)), source="more", as_of=NOW.date()), at=NOW)
        yield store


@pytest.fixture(scope="module")
def graph(neo4j_server: Address, demo: SqliteStore) -> Iterator[Session]:
    """The demo world in Neo4j, asked as in Neo4j Browser."""
    empty_neo4j(neo4j_server)
    with opened(neo4j_server) as target:
        target.restore(demo.contents())
    with (
        GraphDatabase.driver(
            neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password), notifications_min_severity="OFF"
        ) as driver,
        driver.session(default_access_mode="READ") as session,
    ):
        yield session


def test_there_are_a_dozen_questions() -> None:
    assert len(QUESTIONS) >= 12
    assert TEXT.count("```cypher") == len(QUESTIONS)


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_every_question_of_the_page_is_answered(graph: Session, number: int) -> None:
    title, query = QUESTIONS[number]
    rows = graph.run(query).values()
    assert rows, title
    assert all(len(row) == len(rows[0]) for row in rows)
    for start, wanted in SAID.items():
        if title.startswith(start):
            assert wanted in rows


@pytest.mark.parametrize("label", ["Person", "Company"])
def test_the_way_from_one_record_to_all_of_a_person_or_company_is_that_of_the_page(
    graph: Session, demo: SqliteStore, label: str
) -> None:
    """Whom the page's questions take for one is whom Inroads tells as one."""
    ((way, _),) = re.findall(r"`\(a\)(-\[.*?\]-)\(b:(Person)\)`", TEXT)
    assert sum(way in query for _, query in QUESTIONS) >= 8
    assert "KNOWN_BY*0" not in TEXT
    snapshot = snapshot_now(demo)
    known = snapshot.people if label == "Person" else snapshot.companies
    told = {record: set(one.records) for one in known.values() for record in one.records}
    rows = graph.run(
        f"MATCH (a:{label}){way}(b:{label}) WHERE a.claim IS NOT NULL RETURN a.id, collect(DISTINCT b.id)"  # type: ignore[arg-type] -- the page's
    ).values()
    assert {one: set(same) for one, same in rows} == told
    assert max(map(len, told.values())) >= 5


@pytest.mark.parametrize("name", ["Grid data platform", "Field crew app", "Payments second opinion"])
def test_what_the_graph_says_of_those_who_decide_is_what_the_map_says(
    graph: Session, demo: SqliteStore, name: str
) -> None:
    (query,) = [query for title, query in QUESTIONS if title.startswith("Who sits in the decision")]
    assert "Grid data platform" in query
    rows = graph.run(query.replace("Grid data platform", name)).values()  # type: ignore[arg-type] -- the page's
    told: Any = show_map(Viewer("Kari Lunde"), demo, name, Question(NOW.date()), read_parameters())
    sits = {(one["name"], role, one["stance"]) for one in told["people"] for role in one["seats"]}
    assert {(who, role, stance) for _, role, _, who, stance, _, _ in rows if who} == sits
    agreed = {one["name"]: one["agreed"] is not None for one in told["people"] if one["stance"] is not None}
    assert {who: by == "agreed" for *_, who, stance, _, by in rows if stance is not None} == {
        who: agreed[who] for who, _, stance in sits if stance is not None
    }


def test_every_look_up_is_served_by_an_index_where_there_is_much_to_look_through(graph: Session) -> None:
    """The planner goes by what a database holds: with a handful of rows it chooses other ways."""
    assert graph.run("MATCH (n:Person) RETURN count(n)").single(strict=True)[0] > 1_000
    graph.run("CALL db.prepareForReplanning()").consume()
    assert scanning(graph) == {}


def test_the_answers_of_the_page_speak_of_people_and_not_of_their_records(graph: Session) -> None:
    """The demo's calendars, LinkedIn and CRM know many people by a record each."""
    asked = {
        " ".join(title.split()[:3]): graph.run(query.replace("LIMIT 20", "")).values() for title, query in QUESTIONS
    }
    single, cold, delivered = asked["Single points of"], asked["Which of these"], asked["With whom at"]
    assert len(single) > 20
    assert not {"Bernd Lehmann", "Andreas Reimers"} & {name for _, name, _ in single}
    assert len({(client, name) for client, name, _ in cold}) == len(cold) > 20
    assert not {"Jakub Maly", "Vojtech Navratil"} & {name for _, name, _ in cold}
    assert delivered
    assert [row for row in delivered if set(row[3]) & set(row[4])] == []


def test_the_picture_shows_the_model_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == drawn()
    assert all(f">{edge.kind}<" in drawn() for edge in EDGES)


@pytest.mark.parametrize("version", [LTS, NEWEST])
def test_neo4j_itself_accepts_the_settings_of_the_page_and_of_the_compose_file(tmp_path: Path, version: str) -> None:
    neo4j_jars()
    (page,) = re.findall(r"```properties\n(.*?)```", TEXT, re.S)
    made: Any = yaml.safe_load(Path(ROOT / "compose.yaml").read_text(encoding="utf-8"))
    names = {name: value for name, value in made["services"]["neo4j"]["environment"].items() if name != "NEO4J_AUTH"}
    # As the image's start script does: NEO4J_a_b__c becomes a.b_c.
    told = [f"{name[6:].replace('_', '.').replace('..', '_')}={value}" for name, value in names.items()]
    for number, lines in enumerate((page, "\n".join(told), f"{page}server.memory.heap.biggest_size=1g")):
        home = tmp_path / str(number)
        (home / "conf").mkdir(parents=True)
        (home / "conf" / "neo4j.conf").write_text(re.sub(" {3,}", "", lines), encoding="utf-8")
        if number < 2:
            assert "failed" not in admin(home, "server", "validate-config", version=version)
        else:
            with pytest.raises(RuntimeError, match="biggest_size"):
                admin(home, "server", "validate-config", version=version)


def test_the_compose_file_is_one_and_keeps_to_this_machine() -> None:
    told: Any = yaml.safe_load(Path(ROOT / "compose.yaml").read_text(encoding="utf-8"))
    (service,) = told["services"].values()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${INROADS_NEO4J_PASSWORD:?")
    assert [volume.partition(":")[0] for volume in service["volumes"]] == list(told["volumes"])
