"""Does a real network give the answers that are known? British ministers as clients and colleagues (shared data)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.parameters import read_parameters
from graph.stores.sqlite import SqliteStore
from tests.worlds import ids, loaded, snapshot_of

OURS = ("Sajid Javid", "Nicky Morgan", "Amber Rudd", "David Gauke", "Greg Clark", "Jeremy Wright")
KINDS = {"Name change": "rename", "Merger": "merger", "Demerger": "demerger"}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "uk-ministers-ifg" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ministers_as_tables(data: Path) -> dict[str, list[list[str]]]:
    names: dict[str, str] = {}
    ours: set[str] = set()
    for row in rows(data, "people.csv"):
        if row["name"] in OURS:
            ours.add(row["person"])
            names[row["person"]] = row["name"]
        elif row["person"] not in ours and (not row["name_to"] or row["person"] not in names):
            names[row["person"]] = row["name"]
    posts = {row["post"]: row for row in rows(data, "posts.csv")}
    jobs, last = [], dict.fromkeys(sorted(ours), "")
    for row in rows(data, "appointments.csv"):
        post = posts[row["post"]]
        jobs.append([row["person"], post["organisation"], post["name"], row["start"], row["end"]])
        if row["person"] in ours:
            last[row["person"]] = max(last[row["person"]], row["end"])
    jobs += [[one, "us", "Adviser", day, ""] for one, day in last.items()]
    return {
        "companies.csv": [["id", "name", "relation"], ["us", "Us", "ours"], *([r["organisation"], r["name"], "client"] for r in rows(data, "organisations.csv"))],
        "people.csv": [["id", "name"], *([one, name] for one, name in names.items())],
        "employments.csv": [["person", "company", "title", "start", "end"], *jobs],
        "company_succession.csv": [["predecessor", "successor", "kind", "date"], *([r["predecessor"], r["successor"], KINDS.get(r["type"], "transfer"), r["from"]] for r in rows(data, "organisation_links.csv"))],
    }  # fmt: skip


@pytest.fixture(scope="module")
def ask(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Introducer:
    folder = tmp_path_factory.mktemp("ministers") / "ifg"
    folder.mkdir()
    for name, table in ministers_as_tables(shared).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    with SqliteStore(folder.parent / "ministers.db") as store:
        done = loaded(store, folder, {})
        # two appointments of 2025 end before they start in the data itself
        assert len(done.rejected) == 2
        assert all("is before start 2025" in row.reason for row in done.rejected)
        return Introducer(World(snapshot_of(store), date(2023, 6, 1), read_parameters()))


def company(ask: Introducer, name: str) -> str:
    return next(one for one, found in ask.world.snapshot.companies.items() if found.name == name)


def evidence(ask: Introducer, a: str, b: str) -> list[tuple[str, str, str]]:
    people, companies = ids(ask), ask.world.snapshot.companies
    return sorted((companies[item.company].name, item.start, item.end) for item in ask.ties(people[a])[people[b]])


def test_six_people_are_at_the_treasury_on_the_first_of_june_2023(ask: Introducer) -> None:
    people = ask.people_at(company(ask, "HM Treasury"))
    names = {ask.world.snapshot.people[one].name for one in people}
    assert names == {"Jeremy Hunt", "John Glen", "Andrew Griffith", "Victoria Atkins", "Baroness Penn", "Gareth Davies"}


def test_the_six_of_ours_are_ours_on_that_day(ask: Introducer) -> None:
    assert {ask.world.snapshot.people[one].name for one in ask.ours} == set(OURS)


def test_overlaps_come_out_with_their_exact_days(ask: Introducer) -> None:
    assert evidence(ask, "Sajid Javid", "John Glen") == [("HM Treasury", "2019-07-24", "2020-02-13")]
    assert evidence(ask, "Sajid Javid", "Victoria Atkins") == [("Home Office", "2018-04-30", "2019-07-24")]
    assert ("Home Office", "2017-11-09", "2018-04-29") in evidence(ask, "Amber Rudd", "Victoria Atkins")


def test_atkins_is_warmer_than_glen_and_hunt_needs_somebody_in_between(ask: Introducer) -> None:
    people = ids(ask)
    reached, _ = ask.reach(company(ask, "HM Treasury"))
    best = {item.person: item.introductions for item in reached}
    assert best[people["Victoria Atkins"]][0].score > best[people["John Glen"]][0].score
    assert any(len(way.hops) == 2 for way in best[people["Jeremy Hunt"]])


@pytest.mark.parametrize(
    ("a", "b", "start", "end"),
    [
        # worked out by hand: DTI was renamed BERR on 2007-06-28; Wicks left the one the day McFadden joined the other
        ("Malcolm Wicks", "Pat McFadden", "2007-06-29", "2007-06-29"),
        # and the Deputy Prime Minister's Office became DCLG on 2006-05-05, where Kelly began three days before Miliband left
        ("David Miliband", "Ruth Kelly", "2006-05-05", "2006-05-08"),
    ],
)
def test_people_meet_across_a_rename(ask: Introducer, a: str, b: str, start: str, end: str) -> None:
    assert (start, end) in {(s, e) for _, s, e in evidence(ask, a, b)}
