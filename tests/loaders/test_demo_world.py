"""Is the demo world the same every time, does it load by the ordinary loaders, and does it tell its stories?"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api import use_cases
from api.use_cases import Listing, Question
from api.use_cases.basis import Basis, basis_of
from api.viewer import SYSTEM
from graph.parameters import Parameters, read_parameters
from graph.snapshot import Snapshot
from graph.stores.sqlite import SqliteStore
from graph.vocabulary.names import folded
from loaders.demo_world import PRIVATE, DemoWorld, write_demo_world
from loaders.demo_world.names import Names, plain
from loaders.run import Loaded, load_path
from tests.worlds import NOW

NUMBERS = read_parameters()


@dataclass(frozen=True)
class Told:
    """The world loaded once, with the one basis that all questions share."""

    world: DemoWorld
    shared: Basis
    loads: dict[str, Loaded]
    folder: Path

    @property
    def snapshot(self) -> Snapshot:
        return self.shared.snapshot

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        return self.shared

    def wait_for(self, revision: int) -> bool:
        return revision <= self.snapshot.revision

    def snapshot_on(self, question: Question) -> Snapshot:
        return self.snapshot


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("demo")
    world = write_demo_world(folder / "files")
    with SqliteStore(folder / "demo.db") as store:
        loads = {str(path.relative_to(folder / "files")): load_path(store, path, now=NOW) for path in world.sources}
        yield Told(world, basis_of(store, Question(world.as_of), NUMBERS), loads, folder)


@pytest.fixture(scope="module")
def who(told: Told) -> Any:
    return use_cases.who(
        SYSTEM, told, "Nordlys Energi", Question(told.world.as_of), NUMBERS, listing=Listing(limit=200)
    )


def best(who: Any, name: str) -> Any:
    (item,) = [item for item in who["people"] if item["person"]["name"] == name]
    return item


def through(item: Any) -> list[list[str]]:
    return [[stop["name"] for stop in way["people"][:-1]] for way in item["introductions"]]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_world(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_demo_world(tmp_path / name, seed)
    first, again, other = (contents(tmp_path / name) for name in "abc")
    assert first == again
    assert {name for name in first if name in other and first[name] == other[name]} < {*first}
    assert first["account-team/stances.csv"] == other["account-team/stances.csv"]


def test_another_day_moves_what_is_dated(tmp_path: Path) -> None:
    write_demo_world(tmp_path, as_of=date(2027, 11, 24))
    assert ",2028-01-15," in (tmp_path / "account-team" / "opportunities.csv").read_text(encoding="utf-8")
    assert "20271112T" in (tmp_path / "calendars" / "helle-skov.ics").read_text(encoding="utf-8")


def test_every_file_loads_and_only_the_planted_rows_are_rejected(told: Told) -> None:
    assert {load.entry.kind for load in told.loads.values()} == {
        "roster", "staffing", "salesforce", "calendar", "linkedin", "tables",
    }  # fmt: skip
    why = Counter(
        (re.sub(r"\d{4}-\d\d-\d\d", "DAY", row.file), re.sub(r"^\d+ ", "", row.reason))
        for load in told.loads.values()
        for row in load.rejected
        if not row.file.endswith(".ics")
    )
    assert why == {
        ("Roster DAY.xlsx", "has no name"): 1,
        ("Roster DAY.xlsx", "end 2025-09-01 is before start 2026-09-01"): 1,
        ("Alumni DAY.xlsx", "end 2012-08-01 is before start 2015-08-01"): 1,
        ("Staffing DAY.csv", "month must be in 1..12"): 1,
        ("Contact.csv", "AccountId 0015J00000002bHQAQ is no account here: no job is kept"): 1,
        ("AccountContactRelation.csv", "end 2019-05-01 is before start 2021-05-01"): 1,
        ("AccountContactRelation.csv", "ContactId 0035J0000000PkoQAE is no contact here"): 1,
        ("Event.csv", "'soon' is not a date like 2026-03-09"): 1,
        ("Connections.csv", "has no name (a closed account)"): 12,
        ("Connections.csv", "'0 Jan 1900' is not a date like 12 Mar 2024"): 6,
        ("Recommendations_Received.csv", "no connection has the name of the recommendation, and it has no address"): 6,
        ("seats.csv", "person is not in people.csv"): 1,
        ("stances.csv", "value is 4, outside -3..3"): 1,
        ("leaders.csv", "name is missing"): 1,
    }


def test_every_calendar_says_that_a_private_event_stays_out(told: Told) -> None:
    for name, load in told.loads.items():
        if name.endswith(".ics"):
            assert "1 event: private or confidential (the first is here)" in {row.reason for row in load.rejected}


def test_the_firm_has_the_size_and_the_years_that_it_should(told: Told) -> None:
    snapshot = told.snapshot
    (us,) = [one for one, company in snapshot.companies.items() if company.relation == "ours"]
    ask = told.shared.ask
    ever = {
        snapshot.people[person].name for person, jobs in snapshot.jobs.items() if any(job.company == us for job in jobs)
    }
    assert 395 <= len(ever) <= 405
    assert 215 <= len({snapshot.people[one].name for one in ask.ours}) <= 222
    starts = {job.when.start.year for jobs in snapshot.jobs.values() for job in jobs if job.company == us and job.when}
    assert (min(starts), max(starts)) == (2006, 2026)
    assert sum(1 for company in snapshot.companies.values() if company.relation == "client") == 20


def test_there_is_one_company_of_each_name_and_one_line_of_each_person_at_nordlys(told: Told, who: Any) -> None:
    names = Counter(company.name for company in told.snapshot.companies.values())
    assert [name for name, count in names.items() if count > 1] == []
    lines = [item["person"]["name"] for item in who["people"]] + [one["name"] for one in who["unreached"]["people"]]
    assert len(lines) == len({folded(name) for name in lines}) == 40
    unsure = {item["person"]["name"] for item in who["people"] if item["probably_same"]}
    assert unsure == {"Gunnar Five", "Hanna Söderqvist"}


def test_nine_of_fourteen_leaders_are_reached_in_three_groups(who: Any) -> None:
    assert (who["listed_leaders"]["total"], who["listed_leaders"]["reached"], who["total"]) == (14, 9, 32)
    assert who["groups"] == {
        "alumni": {"leaders": 3, "others": 4},
        "delivered": {"leaders": 4, "others": 6},
        "colleagues": {"leaders": 2, "others": 13},
    }
    assert {one["name"] for one in who["listed_leaders"]["missing"]} == {
        "Mette Kjær Lund", "Ingrid Solberg", "Wolfgang Groß", "Renate Voll", "Sunniva Aas",
    }  # fmt: skip


def test_katarzyna_stands_first_and_helle_led_her_team(who: Any) -> None:
    assert who["people"][0]["person"]["name"] == "Katarzyna Wójcik"
    evidence = who["people"][0]["introductions"][0]["hops"][0]["evidence"]
    assert through(who["people"][0])[0] == ["Helle Skov"]
    said = [item["text"] for item in evidence]
    assert "9 meetings, the last on 2026-11-12" in said
    assert any(text.startswith("both at Varde Rådgivning, Platform, 2010-2014") for text in said)


def test_hakon_is_asked_through_kari_and_sara_knows_him_too(told: Told) -> None:
    answer: Any = use_cases.introductions(SYSTEM, told, "Håkon Myhre", Question(told.world.as_of), NUMBERS)
    ways = [[stop["name"] for stop in way["people"]] for way in answer["introductions"]]
    assert ways[0] == ["Kari Lunde", "Håkon Myhre"]
    assert ["Sara Holm", "Håkon Myhre"] in ways
    assert ["Anna Berg", "Erik Dahl", "Håkon Myhre"] in ways
    said = {item["text"] for item in answer["introductions"][0]["hops"][0]["evidence"]}
    assert {"both at Hafslund, Grid, 2012-2017 (61 months)", "meeting on 2026-05-14"} <= said
    assert (answer["target"]["title"], answer["target"]["stance"]) == ("CFO", -1)
    assert {item["name"]: item["why"] for item in answer["excluded"]} == {
        "Katarzyna Wójcik": "in conflict with Håkon Myhre",
        "Lise Monsen": "asked us not to",
        "Ragnhild Øverås": "the one ask of this quarter is used",
    }


@pytest.mark.parametrize(
    ("name", "group", "ask"),
    [
        ("Marit Eikeland", "alumni", "Jonas Lie"),
        ("Øyvind Bråten", "delivered", "Per Aune"),
        ("Helene Rustad", "delivered", "Kari Lunde"),
        ("Tomáš Dvořák", "delivered", "Aino Virtanen"),
        ("Jürgen Weiß", "colleagues", "Mikkel Friis"),
        ("Piotr Nowak", "colleagues", "Jonas Lie"),
    ],
)
def test_each_leader_of_the_design_is_asked_through_the_one_it_names(who: Any, name: str, group: str, ask: str) -> None:
    item = best(who, name)
    assert (item["group"], through(item)[0]) == (group, [ask])


@pytest.mark.parametrize(
    ("decision", "keeper", "met", "decider", "said"),
    [
        ("Grid data platform", "Jürgen Weiß", ["Mikkel Friis"], "Ingrid Solberg",
         "Of us only Mikkel Friis knows Jürgen."),
        ("Payments second opinion", "Tone Engebretsen", [], "Gudrun Hovland", "Nobody of us has met Tone."),
    ],
)  # fmt: skip
def test_nobody_has_met_whom_a_gatekeeper_guards_and_of_the_keeper_is_said_what_is_so(
    told: Told, decision: str, keeper: str, met: list[str], decider: str, said: str
) -> None:
    answer: Any = use_cases.show_map(SYSTEM, told, decision, Question(told.world.as_of), NUMBERS)
    people = {one["name"]: one for one in answer["people"]}
    ours = {one["id"]: one["name"] for one in answer["ours"]}
    assert [ours[one] for one in people[keeper]["met_by"]] == met
    assert (people[decider]["met"], people[decider]["known_by"]) == (False, [])
    doors = {one["name"]: [behind["name"] for behind in one["to"]] for one in answer["gaps"]["single_doors"]}
    assert decider in doors[keeper]
    assert (keeper in {one["name"] for one in answer["gaps"]["never_met"]}) == (not met)
    told_of_door = next(one for one in answer["sentences"] if one["text"].endswith(f"passes {keeper.split()[0]}."))
    assert said in told_of_door["detail"]


def test_people_meet_across_the_rename_of_a_bank(told: Told) -> None:
    answer: Any = use_cases.introductions(SYSTEM, told, "Signe Holt", Question(told.world.as_of), NUMBERS, top=10)
    said = {item["text"] for way in answer["introductions"] for hop in way["hops"] for item in hop["evidence"]}
    assert "both at Namdal Sparebank / Trønder Sparebank, Finance, 2019-2020 (23 months)" in said


def test_who_vanished_from_the_roster_ended_between_the_two(told: Told) -> None:
    snapshot = told.snapshot
    (ida,) = [
        one for one, person in snapshot.people.items() if person.name == "Ida Falk" and len(snapshot.jobs[one]) >= 1
    ][:1]
    (job,) = [job for job in snapshot.jobs[ida] if job.when]
    assert job.when is not None
    assert (job.when.end_low, job.when.end_high) == (date(2026, 6, 1), date(2026, 11, 14))


def test_no_private_text_reaches_the_disk(told: Told) -> None:
    calendar = (told.folder / "files" / "calendars" / "kari-lunde.ics").read_text(encoding="utf-8")
    assert PRIVATE in calendar
    for path in told.folder.glob("demo.db*"):
        assert PRIVATE.encode() not in path.read_bytes()


def test_people_have_names_as_people_have(told: Told) -> None:
    names = [person.name for person in told.snapshot.people.values()]
    assert [name for name in names if re.search(r"\d|(?i:person|test|demo)\b", name) or " " not in name] == []
    shared = Counter(name for name in names if name == "Lars Nilsen")
    assert shared["Lars Nilsen"] >= 2


def test_names_are_given_once_even_in_other_letters() -> None:
    import random

    names = Names(random.Random(1), {"Kari Lunde"})
    given = [" ".join(names.fresh(country)) for country in ("NO", "PL", "CZ") for _ in range(150)]
    assert len({plain(name).lower() for name in given}) == len(given)
