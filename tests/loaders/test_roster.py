"""Do roster and alumni list say who is ours, who was, and where they are now?"""

from datetime import date
from pathlib import Path

import pytest

from api.use_cases import Question, who
from api.viewer import Viewer
from graph.algorithms.evidence import World
from graph.errors import ImportRefused, SweepRefused
from graph.parameters import read_parameters
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.roster import is_roster
from loaders.run import Loaded, load_path
from tests.loaders.test_sheets import workbook
from tests.worlds import NOW, TODAY, snapshot_of

HEAD = "Ansattnr;Navn;Stilling;Avdeling;Kontor;Nivå;Ansatt fra;Slutt;E-post;LinkedIn;Ikke spør\n"
KARI = "1;Lunde, Kari;Partner;Nett;Oslo;7;01.03.2010;;kari@varde.example;https://www.linkedin.com/in/kari-lunde;\n"
OLA = "2;Ola Moe;Rådgiver;Nett;Bergen;4;2015;;;;ja\n"
PER = "3;Per Aune;Rådgiver;Nett;Oslo;4;2018;;;;\n"
ALUMNI = "Name,E-mail,Unit,From,To,Works now at,Current title,Since,Known on\nHåkon Myhre,hm@x.example,Nett,2012,2017,Nordlys Energi AS,CFO,2017,2026-10-01\n"


def load(store: Store, folder: Path, name: str, text: str, **more: object) -> Loaded:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_path(store, path, now=NOW, **{"firm": "Varde AS", **more})  # type: ignore[arg-type] # what is more differs by test


def groups(store: Store, company: str, as_of: date = TODAY) -> dict[str, str]:
    answer = who(Viewer(""), store, company, Question(as_of), read_parameters())
    people: list[dict[str, dict[str, str]]] = answer["people"]  # type: ignore[assignment] # JSON has no closer type
    return {str(item["person"]["name"]): str(item["group"]) for item in people}


def ours(store: Store) -> set[str]:
    snapshot = snapshot_of(store)
    world = World(snapshot, TODAY, read_parameters())
    return {person.name for one, person in snapshot.people.items() if world.is_ours(one)}


def stays(store: Store) -> set[tuple[str | None, ...]]:
    rows = (held.claim for batch in store.snapshot_rows(store.revision().number) for held in batch)
    return {(c.key, *c.content[2:]) for c in rows if c.table == "employments"}


def test_a_roster_gives_our_people_with_all_its_columns(tmp_path: Path) -> None:
    store = MemoryStore()
    done = load(store, tmp_path, "ansatte_2026-11-01.csv", HEAD + KARI + OLA)
    assert (done.entry.source, done.entry.kind, done.entry.as_of, done.rejected) == (
        "roster:varde",
        "roster",
        date(2026, 11, 1),
        (),
    )
    assert (done.unknown_columns, done.remarks) == ((), ())
    rows = {
        held.claim.key: held.claim for batch in store.snapshot_rows(1) for held in batch if held.claim.table == "people"
    }
    assert rows["nr:1"].content == (
        "nr:1",
        "Kari Lunde",
        None,
        None,
        None,
        "kari@varde.example",
        "https://www.linkedin.com/in/kari-lunde",
        "varde 1",
        "Oslo",
        None,
        None,
    )
    assert rows["nr:2"].value("do_not_ask") == "yes"
    assert stays(store) == {
        ("nr:1|varde|2010-03-01", "Partner", "Nett", "7", "2010-03-01", None, None, None, None),
        ("nr:2|varde|2015", "Rådgiver", "Nett", "4", "2015", None, None, None, None),
    }
    assert ours(store) == {"Kari Lunde", "Ola Moe"}


@pytest.mark.parametrize("backend", ["memory", "sqlite"])
def test_who_vanishes_from_the_next_roster_ended_in_between_and_undo_gives_them_back(
    tmp_path: Path, backend: str
) -> None:
    with MemoryStore() if backend == "memory" else SqliteStore(tmp_path / "s.db") as store:
        load(store, tmp_path, "ansatte_2026-09-01.csv", HEAD + KARI + OLA)
        listed = "Name,E-mail,Works now at,From\nOla Moe,o@x.example,Havtun,2015\n"
        load(store, tmp_path, "alumni_2026-11-24.csv", listed)
        before = stays(store)
        done = load(store, tmp_path, "ansatte_2026-11-24.csv", HEAD + KARI)
        assert done.entry.counts.withdrawn == 1
        (gone,) = stays(store) - before
        assert gone == ("nr:2|varde|2015", "Rådgiver", "Nett", "4", "2015", None, None, "2026-09-01", "2026-11-24")
        assert ours(store) == {"Kari Lunde"}
        assert load(store, tmp_path, "ansatte_2026-11-24.csv", HEAD + KARI).entry.revision is None
        store.undo("roster:varde", at=NOW)
        store.undo("roster:varde", at=NOW)
        assert stays(store) == before
        assert ours(store) >= {"Kari Lunde", "Ola Moe"}


def test_an_older_roster_sweeps_nothing_and_a_title_is_brought_up_to_date(tmp_path: Path) -> None:
    store = MemoryStore()
    load(store, tmp_path, "ansatte_2026-11-01.csv", HEAD + KARI + OLA)
    before = stays(store)
    old = load(store, tmp_path, "ansatte_2026-05-01.csv", HEAD + KARI.replace("Partner", "Manager"))
    assert (old.entry.counts.withdrawn, old.entry.counts.older, stays(store)) == (0, 1, before)
    load(store, tmp_path, "ansatte_2026-11-02.csv", HEAD + KARI.replace("Partner", "Senior partner") + OLA)
    assert {row[1] for row in stays(store)} == {"Senior partner", "Rådgiver"}


def test_a_vanished_person_of_ours_is_an_alumnus_at_their_new_company(tmp_path: Path) -> None:
    store = MemoryStore()
    load(
        store,
        tmp_path,
        "ansatte_2026-09-01.csv",
        HEAD + KARI + PER.replace("4;2018;;;;", "4;2018;;per@varde.example;;"),
    )
    load(store, tmp_path, "ansatte_2026-11-01.csv", HEAD + KARI)
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "people.csv").write_text("id,name,email\n9,Per Aune,per@varde.example\n", encoding="utf-8")
    (tmp_path / "crm" / "companies.csv").write_text("id,name\n1,Havtun\n", encoding="utf-8")
    (tmp_path / "crm" / "employments.csv").write_text(
        "person,company,title,start,end\n9,1,CEO,2026-10,\n", encoding="utf-8"
    )
    load_path(store, tmp_path / "crm", source="crm", now=NOW)
    assert groups(store, "Havtun") == {"Per Aune": "alumni"}


def test_an_alumni_list_answers_who_and_ends_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    load(store, tmp_path, "ansatte_2026-11-01.csv", HEAD + KARI + OLA)
    done = load(store, tmp_path, "alumni.csv", "Alumni as of 1 November 2026\n" + ALUMNI)
    assert (done.entry.source, done.entry.as_of, done.rejected) == ("alumni:varde", date(2026, 11, 1), ())
    assert ours(store) == {"Kari Lunde", "Ola Moe"}
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "alumni"}
    jobs = [job for jobs in snapshot_of(store).jobs.values() for job in jobs if job.title == "CFO"]
    assert [(job.observed, str(job.when.start_low) if job.when else "") for job in jobs] == [
        ((date(2026, 10, 1),), "2017-01-01")
    ]
    shorter = load(
        store, tmp_path, "alumni_2026-11-20.csv", ALUMNI.splitlines()[0] + "\nLiv Dahl,l@x.example,Nett,2001,2003,,,,\n"
    )
    assert shorter.entry.counts.withdrawn == 0
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "alumni"}


def test_a_file_with_both_is_a_roster_that_ends_only_jobs_with_us(tmp_path: Path) -> None:
    staff: list[object] = ["Name", "E-mail", "Title", "Start"]
    left: list[object] = ["Name", "E-mail", "Start", "Left", "Works now at", "Current title"]
    kari: list[object] = ["Kari Lunde", "kari@v.example", "Partner", date(2010, 3, 1)]
    ola: list[object] = ["Ola Moe", "ola@v.example", "Manager", 2015]
    hakon: list[object] = ["Håkon Myhre", "hm@x.example", 2012, 2017, "Nordlys Energi", "CFO"]
    liv: list[object] = ["Liv Dahl", "liv@x.example", 2012, "", "Havtun", "CEO"]
    store = MemoryStore()
    first = workbook(
        tmp_path / "people 2026-09-01.xlsx",
        {"Staff": [staff, kari, ola], "Alumni": [["Our alumni"], left, hakon, liv], "Notes": [["hello"]]},
    )
    done = load_path(store, first, now=NOW, firm="Varde AS")
    assert (done.entry.source, done.rejected) == ("roster:varde", ())
    assert done.remarks == ("people 2026-09-01.xlsx[Notes] has no header that is known; it was not read",)
    assert {
        held.claim.file for batch in store.snapshot_rows(1) for held in batch if held.claim.key == "mail:hm@x.example"
    } == {"people 2026-09-01.xlsx[Alumni]"}
    assert groups(store, "Havtun") == {"Liv Dahl": "alumni"}
    second = workbook(tmp_path / "people 2026-11-01.xlsx", {"Staff": [staff, kari]})
    done = load_path(store, second, now=NOW, firm="Varde AS")
    assert done.entry.counts.withdrawn == 1
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "alumni"}
    assert groups(store, "Havtun") == {"Liv Dahl": "alumni"}
    assert ours(store) == {"Kari Lunde"}


def test_a_roster_that_lost_too_many_asks_first(tmp_path: Path) -> None:
    store = MemoryStore()
    people = [f"{n};Person {n};Rådgiver;Nett;Oslo;4;2018;;;;\n" for n in range(300)]
    load(store, tmp_path, "ansatte_2026-09-01.csv", HEAD + "".join(people))
    with pytest.raises(SweepRefused, match="200 of 300"):
        load(store, tmp_path, "ansatte_2026-11-01.csv", HEAD + "".join(people[:100]))


def test_our_company_is_never_guessed(tmp_path: Path) -> None:
    store = MemoryStore()
    with pytest.raises(ImportRefused, match="which company of ours") as refused:
        load(store, tmp_path, "r.csv", HEAD + KARI, firm="")
    assert "--firm" in refused.value.remedy
    load(store, tmp_path, "r.csv", "Name,Title,Start,Company\nKari Lunde,Partner,2010,Varde AS\n", firm="")
    with pytest.raises(ImportRefused, match="never says Varde") as refused:
        load(store, tmp_path, "r.csv", "Name,Title,Left,Company\nKari Lunde,Partner,2010,Havtun\n")
    assert "Works now at" in refused.value.remedy
    many = "".join(f"Person {n},x,2010,Client {n}\n" for n in range(9))
    with pytest.raises(ImportRefused, match="names 9 companies"):
        load(store, tmp_path, "r.csv", "Name,Title,Start,Company\n" + many, firm="")
    assert [c.name for c in snapshot_of(store).companies.values() if c.relation == "ours"] == ["Varde AS"]


def test_rows_that_cannot_be_used_are_named_with_their_reason(tmp_path: Path) -> None:
    rows = (
        "Name,Person ID,E-mail,Title,Start,End,Do not ask\n"
        "Jon Berg,,,x,2010,,\n"
        "JON BERG,,,x,2014,,\n"
        "Jon Berg,7,,x,2014,,\n"
        "Ida Vik,,,x,2015,2014,\n"
        "Liv Dahl,,no address,x,2015,,\n"
        "Siv Lie,,,x,2015,,perhaps\n"
        "Eva Ness,,,x,2015,2016-01,\n"
    )
    done = load(MemoryStore(), tmp_path, "r_2026-11-01.csv", rows)
    assert [(row.line, row.reason) for row in sorted(done.rejected, key=lambda row: row.line)] == [
        (2, "several rows say 'Jon Berg', and this one has neither personnel number nor e-mail"),
        (3, "several rows say 'JON BERG', and this one has neither personnel number nor e-mail"),
        (5, "end 2014 is before start 2015"),
        (6, "'no' is not an e-mail address"),
        (7, "'perhaps' is neither yes nor no"),
    ]


def test_an_alumnus_without_any_day_is_asked_for_one(tmp_path: Path) -> None:
    done = load(MemoryStore(), tmp_path, "alumni 2026-11-01.csv", "Name,Works now at\nKari Lunde,Havtun\n")
    assert [row.reason for row in done.rejected] == [
        "is an alumnus without start and end: give at least the year of one of them"
    ]


def test_a_list_without_a_day_takes_today_and_says_so(tmp_path: Path) -> None:
    done = load(MemoryStore(), tmp_path, "ansatte.csv", HEAD + KARI)
    assert (done.entry.as_of, [("today is taken" in remark) for remark in done.remarks]) == (TODAY, [True])


def test_lists_of_others_are_no_roster(tmp_path: Path) -> None:
    for number, header in enumerate(
        [
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            "Id,AccountId,LastName,FirstName,Name,Email,Title,Department,OwnerId",
            "First Name,Last Name,Email,Phone,Account Name,Mailing City",
            "Name,Given Name,Family Name,E-mail 1 - Value,Organization 1 - Name",
            "Company Name,Title,Description,Location,Started On,Finished On",
        ]
    ):
        path = tmp_path / f"{number}.csv"
        path.write_text(header + "\n" + ",".join("x" for _ in header.split(",")) + "\n", encoding="utf-8")
        assert not is_roster(path)
    table = tmp_path / "employments.csv"
    table.write_text("person,company,title,start,end\n1,2,x,2010,\n", encoding="utf-8")
    assert not is_roster(table)
