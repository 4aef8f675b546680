"""Do load and who say what is true on each real network with people and companies? (ministers: test_known_answers)

The networks within one firm have no clients, so one department or office stands for us and another for the client.
Statements marked "by hand" were read off the files; the others are worked out from the rows without our own code.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph.algorithms.evidence import World
from graph.algorithms.introductions import Introducer
from graph.algorithms.reached import Reached
from graph.parameters import read_parameters
from graph.provenance import record_id
from graph.stores.memory import MemoryStore
from tests.worlds import loaded, snapshot_of

Rows = list[dict[str, str]]


def rows(data: Path, network: str, name: str) -> Rows:
    with (data / network / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asker(folder: Path, tables: Mapping[str, Iterable[Iterable[str]]], as_of: date) -> Introducer:
    folder.mkdir()
    for name, table in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    store = MemoryStore()
    assert loaded(store, folder, {}).rejected == ()
    return Introducer(World(snapshot_of(store), as_of, read_parameters()))


def firm(place_of: Mapping[str, str], ours: str) -> dict[str, list[list[str]]]:
    """Write the parts of one firm as companies; everybody is there on the day of the data."""
    places = sorted(set(place_of.values()))
    return {
        "companies.csv": [["id", "name", "relation"], *([one, one, "ours" if one == ours else "client"] for one in places)],
        "people.csv": [["id", "name"], *([one, f"Person {one}"] for one in place_of)],
        "employments.csv": [["person", "company", "observed_on"], *([one, place, "2020-01-01"] for one, place in place_of.items())],
    }  # fmt: skip


def reached(ask: Introducer, company: str) -> tuple[dict[str, Reached], set[str]]:
    snapshot = ask.world.snapshot
    found, unreached = ask.reach(next(one for one, item in snapshot.companies.items() if item.name == company))
    names = {one: person.name.removeprefix("Person ") for one, person in snapshot.people.items()}
    return {names[item.person]: item for item in found}, {names[one] for one, _ in unreached}


def neighbours(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return found


def friends_of(folder: Path, place_of: Mapping[str, str], ties: Rows, ours: str) -> Introducer:
    friends = [[tie["source"], tie["target"], "friend", tie["source"]] for tie in ties if tie["relation"] == "friends"]
    tables = {
        **firm(place_of, ours),
        "acquaintances.csv": [["from", "to", "kind", "declared_by"], *friends],
    }
    return asker(folder, tables, date(2020, 1, 1))


def test_krackhardts_managers_of_one_department_are_reached_through_its_friends(shared: Path, tmp_path: Path) -> None:
    departments = {
        row["id"]: f"Department {row['dept']}" for row in rows(shared, "krackhardt-hightech", "managers.csv")
    }
    ask = friends_of(tmp_path / "k", departments, rows(shared, "krackhardt-hightech", "ties.csv"), "Department 4")
    found, unreached = reached(ask, "Department 2")
    # by hand: department 4 is 1, 2, 4, 16; of department 2, 5 names 2 a friend, 15 names 1, and 19 names both 1 and 2
    assert {name: item.known_by for name, item in found.items() if item.known_by} == {"5": 1, "15": 1, "19": 2}
    assert (set(found), unreached) == ({"3", "5", "9", "13", "14", "15", "19", "20"}, set())
    assert all(len(item.introductions[0].hops) == (1 if item.known_by else 2) for item in found.values())
    assert {item.introductions[0].word for item in found.values() if item.known_by} == {"call"}


def test_lazegas_hartford_lawyers_are_known_directly_where_a_friend_sits_in_boston(
    shared: Path, tmp_path: Path
) -> None:
    cities = {"1": "Boston", "2": "Hartford", "3": "Providence"}
    offices = {row["id"]: cities[row["office"]] for row in rows(shared, "lazega-lawfirm", "attorneys.csv")}
    ties = rows(shared, "lazega-lawfirm", "ties.csv")
    ask = friends_of(tmp_path / "l", offices, ties, "Boston")
    near = neighbours((tie["source"], tie["target"]) for tie in ties if tie["relation"] == "friends")
    wanted = {
        one: known
        for one, office in offices.items()
        if office == "Hartford" and (known := sum(offices[other] == "Boston" for other in near[one]))
    }
    found, unreached = reached(ask, "Hartford")
    assert {name: item.known_by for name, item in found.items() if item.known_by} == wanted
    assert (len(ask.ours), len(found) + len(unreached)) == (48, 19)
    assert unreached == set()


def test_meetings_at_a_workplace_reach_those_who_met_and_count_the_days(shared: Path, tmp_path: Path) -> None:
    people = {row["id"]: row["department"] for row in rows(shared, "workplace-contacts-2015", "people.csv")}
    began = date(2015, 6, 1)
    met: Counter[tuple[str, str]] = Counter()
    meetings, seen = [], set()
    for number, row in enumerate(rows(shared, "workplace-contacts-2015", "meetings.csv")):
        day = began + timedelta(days=int(row["start_s"]) // 86_400)
        a, b = sorted((row["a"], row["b"]))
        meetings.append([str(number), "meeting", day.isoformat(), f"{a};{b}"])
        met[a, b] += (day, a, b) not in seen
        seen.add((day, a, b))
    tables = {**firm(people, "DISQ"), "contacts.csv": [["id", "kind", "date", "participants"], *meetings]}
    ask = asker(tmp_path / "w", tables, date(2020, 1, 1))
    near = neighbours(met)
    found, unreached = reached(ask, "DSE")
    wanted = {
        one: known
        for one, department in people.items()
        if department == "DSE" and (known := sum(people[other] == "DISQ" for other in near[one]))
    }
    assert {name: item.known_by for name, item in found.items() if item.known_by} == wanted
    assert len(found) + len(unreached) == 34
    ids = {person.name.removeprefix("Person "): one for one, person in ask.world.snapshot.people.items()}
    for (a, b), days in met.most_common(20):
        (text,) = [item.text for item in ask.ties(ids[a])[ids[b]] if item.kind == "contact"]
        assert text.startswith(f"{days} meetings, the last on 2015-06-1")


@pytest.fixture(scope="module")
def organograms(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Introducer:
    """Senior civil servants; a name is a person only within one department. White and Scholar are ours from 2015."""
    spells = rows(shared, "uk-organograms", "spells.csv")
    names = {f"{row['person'].casefold()}|{row['dept']}": row["person"] for row in spells}
    departments = sorted({row["dept"] for row in spells})
    jobs = [
        [
            f"{row['person'].casefold()}|{row['dept']}",
            row["dept"],
            row["job_title"],
            row["first_seen"],
            row["last_seen"],
        ]
        for row in spells
    ]
    jobs += [[one, "us", "Adviser", "2015-01", ""] for one in ("sharon white|hmt", "tom scholar|hmt")]
    tables = {
        "companies.csv": [["id", "name", "relation"], ["us", "Us", "ours"], *([one, one, "client"] for one in departments)],
        "people.csv": [["id", "name"], *([one, name] for one, name in names.items())],
        "employments.csv": [["person", "company", "title", "start", "end"], *jobs],
    }  # fmt: skip
    return asker(tmp_path_factory.mktemp("organograms") / "o", tables, date(2015, 3, 15))


def test_twenty_five_senior_people_are_at_the_treasury_in_march_2015(organograms: Introducer) -> None:
    found, unreached = reached(organograms, "hmt")
    # by hand: everybody of hmt in spells.csv who was last seen in 2015-03
    assert sorted({*found, *unreached}) == [
        "Alison Cottrell", "Beth Russell", "Catherine Frances", "Charles Roxburgh", "Dave Ramsden", "David Allen",
        "Geoffrey Spence", "James Ballingall", "James Bowler", "James Richardson", "John Kingman", "Jon Whitfield",
        "Jonathan Black", "Julian Kelly", "Katharine Braddick", "Katherine Green", "Kirstin Baker", "Lindsey Fussell",
        "Lowri Khan", "Mark Bowman", "Mike Williams", "Nick Macpherson", "Robert Woods", "Shona Riach", "Susan Acland-Hood",
    ]  # fmt: skip
    # by hand: these five came in 2015-03, when White and Scholar had left, so neither of the two knows them
    new = {"Catherine Frances", "Jon Whitfield", "Jonathan Black", "Katherine Green", "Susan Acland-Hood"}
    assert {name for name, item in found.items() if item.known_by == 0} == new
    assert all(len(found[name].introductions[0].hops) == 2 for name in new)
    assert unreached == set()


def test_two_stays_at_the_treasury_are_two_overlaps_with_who_stayed(organograms: Introducer) -> None:
    entity = organograms.world.snapshot.entity
    white, macpherson = (
        entity[record_id("o", "people", f"{name}|hmt")] for name in ("sharon white", "nick macpherson")
    )
    evidence = organograms.ties(white)[macpherson]
    # by hand: she 2012-03 to 2013-09 and again in 2014-09, he 2011-03 to 2015-03
    assert sorted((item.start[:7], item.end[:7]) for item in evidence) == [
        ("2012-03", "2013-09"),
        ("2014-09", "2014-09"),
    ]
    longer = max((item.months for item in evidence if item.months), default=(0, 0, 0))
    # from 2012-03-31 to 2013-09-01 at least (17.1 months), from 2012-03-01 to 2013-09-30 at most (19.0)
    assert longer == (18, 17, 19)


def test_the_same_name_in_several_departments_stays_several_people(organograms: Introducer) -> None:
    names = Counter(person.name for person in organograms.world.snapshot.people.values())
    # by hand: David Bell is at dfe, national_patient_safety_agency and nhs_litigation_authority in the same month
    assert names["David Bell"] == 3
    assert sum(names.values()) == 3842
