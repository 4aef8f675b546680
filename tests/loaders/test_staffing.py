"""Does a staffing list say who of us and of the client worked together, when, and how it ended?"""

import json
from datetime import date
from pathlib import Path

import pytest

from api.use_cases import Question, who
from api.viewer import Viewer
from graph.errors import ImportRefused
from graph.parameters import read_parameters
from graph.provenance import Claim
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.run import Loaded, load_path
from tests.loaders.test_roster import groups, load
from tests.loaders.test_sheets import workbook
from tests.worlds import NOW, TODAY, snapshot_of

HEAD = "Project code,Project name,Client,Unit,Discipline,Name,E-mail,Side,Role,From,To,Outcome\n"
ROWS = (
    "P1,Grid plan,Nordlys Energi AS,Grid,Strategy,Kari Lunde,kari@varde.example,ours,Lead,2025-01,2025-06,good\n"
    "P1,Grid plan,Nordlys Energi,Grid,Strategy,Håkon Myhre,hm@nordlys.example,client,Sponsor,2025-01,2025-06,\n"
    "P2,Old bid,Havtun,,Strategy,Ola Moe,,ours,Author,2024,2024,tapt\n"
)


def claims(store: Store, table: str) -> list[Claim]:
    rows = (held.claim for batch in store.snapshot_rows(store.revision().number) for held in batch)
    return [claim for claim in rows if claim.table == table]


def loaded(folder: Path, text: str, **more: object) -> tuple[MemoryStore, Loaded]:
    store = MemoryStore()
    return store, load(store, folder, "staffing 2026-11-01.csv", text, **more)


def test_a_staffing_list_ties_both_sides_of_a_project(tmp_path: Path) -> None:
    store, done = loaded(tmp_path, HEAD + ROWS)
    assert (done.entry.source, done.entry.kind, done.rejected, done.unknown_columns) == (
        "staffing:varde",
        "staffing",
        (),
        (),
    )
    assert [c.content[2:] for c in claims(store, "projects")] == [
        ("Grid", "Grid plan", "Strategy", None, None, "good"),
        (None, "Old bid", "Strategy", None, None, "lost"),
    ]
    assert sorted((c.line, *c.content[2:]) for c in claims(store, "project_people")) == [
        (2, "Lead", "2025-01", "2025-06"),
        (3, "Sponsor", "2025-01", "2025-06"),
        (4, "Author", "2024", "2024"),
    ]
    assert sorted((c.value("name"), c.value("relation")) for c in claims(store, "companies")) == [
        ("Havtun", None),
        ("Nordlys Energi AS", None),
        ("Varde AS", "ours"),
    ]
    assert {c.value("observed_on") for c in claims(store, "employments")} == {"2025-06-30", "2024-12-31"}
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "delivered"}


def test_loading_twice_is_loading_once_and_a_shorter_list_takes_nothing_back(tmp_path: Path) -> None:
    store, _ = loaded(tmp_path, HEAD + ROWS)
    assert load(store, tmp_path, "staffing 2026-11-01.csv", HEAD + ROWS).entry.revision is None
    done = load(store, tmp_path, "staffing 2026-11-20.csv", HEAD + ROWS.splitlines()[0] + "\n")
    assert (done.entry.counts.withdrawn, len(claims(store, "project_people"))) == (0, 3)


def test_a_contact_person_beside_ours_is_the_client_side(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Prosjekt", "Kunde", "Konsulent", "Rolle", "Fra", "Til", "Resultat", "Kundekontakt", "Kundekontakt e-post"],
        [
            "Nettplan",
            "Nordlys Energi",
            "Kari Lunde",
            "Leder",
            date(2025, 1, 1),
            date(2025, 6, 30),
            "vellykket",
            "Håkon Myhre",
            "hm@nordlys.example",
        ],
        [
            "Nettplan",
            "Nordlys Energi",
            "Ola Moe",
            "Rådgiver",
            date(2025, 2, 1),
            "",
            "",
            "Håkon Myhre",
            "hm@nordlys.example",
        ],
    ]
    store = MemoryStore()
    done = load_path(
        store, workbook(tmp_path / "bemanning 01.11.2026.xlsx", {"Bemanning": rows}), now=NOW, firm="Varde"
    )
    assert (done.entry.kind, done.entry.as_of, done.rejected) == ("staffing", date(2026, 11, 1), ())
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "delivered"}
    assert len(snapshot_of(store).people) == 3
    assert [c.value("outcome") for c in claims(store, "projects")] == ["good"]


def test_the_side_is_told_by_the_company_where_no_column_says_it(tmp_path: Path) -> None:
    text = "Project,Client,Company,Name,From,To\nA,Havtun,Havtun AS,Liv Dahl,2025,2025\nA,Havtun,,Kari Lunde,2025,2025\nA,Havtun,Sub & Co,Jon Berg,2025,2025\n"
    store, _ = loaded(tmp_path, text)
    assert groups(store, "Havtun") == {"Liv Dahl": "delivered"}
    assert groups(store, "Sub & Co") == {"Jon Berg": "delivered"}


def test_a_project_that_ended_badly_warns_on_the_way(tmp_path: Path) -> None:
    store, _ = loaded(tmp_path, (HEAD + ROWS).replace(",good\n", ",dårlig\n"))
    assert [c.value("outcome") for c in claims(store, "projects")] == ["bad", "lost"]
    answer = who(Viewer(""), store, "Nordlys Energi", Question(TODAY), read_parameters())
    assert "ended badly" in json.dumps(answer["people"])


def test_words_for_the_outcome_that_nobody_knows_are_said_and_not_kept(tmp_path: Path) -> None:
    store, done = loaded(tmp_path, (HEAD + ROWS).replace(",good\n", ",so-so\n").replace(",tapt\n", ",pågår\n"))
    assert done.remarks == (
        "staffing 2026-11-01.csv: outcome 'so-so' in 1 row is none of good, mixed, bad, lost, declined; not kept",
    )
    assert [c.value("outcome") for c in claims(store, "projects")] == [None, None]


def test_rows_that_cannot_be_used_are_named_with_their_reason(tmp_path: Path) -> None:
    text = HEAD + ROWS + (
        "P1,Grid plan,Havtun,,,Ida Vik,,ours,,2025,2025,\n"
        ",,Havtun,,,Ida Vik,,ours,,2025,2025,\n"
        "P3,x,,,,Ida Vik,,client,,2025,2025,\n"
        "P3,x,Havtun,,,Ida Vik,,sideways,,2025,2025,\n"
        "P3,x,Havtun,,,,,ours,,2025,2025,\n"
        "P4,x,Havtun,,,Jon Berg,a@v.example,ours,,2025,2025,\n"
        "P4,x,Havtun,,,Jon Berg,b@v.example,ours,,2025,2025,\n"
        "P4,x,Havtun,,,Jon Berg,,ours,,2025,2025,\n"
    )  # fmt: skip
    _, done = loaded(tmp_path, text)
    assert [(row.line, row.reason) for row in sorted(done.rejected, key=lambda row: row.line)] == [
        (5, "the project is for 'Nordlys Energi AS' in an earlier row"),
        (6, "names no project"),
        (7, "is on the client's side, but the row names no client"),
        (8, "side is 'sideways', neither ours nor client"),
        (9, "has no name"),
        (12, "several people are called 'Jon Berg', and this row has neither personnel number nor e-mail"),
    ]


def test_our_company_is_named_by_the_list_or_by_the_user(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="which company of ours") as refused:
        loaded(tmp_path, HEAD + ROWS, firm="")
    assert "--firm" in refused.value.remedy
    text = "Project,Client,Company,Side,Name,From\nA,Havtun,Varde AS,ours,Kari Lunde,2025\n"
    assert loaded(tmp_path, text, firm="")[1].entry.source == "staffing:varde"


def test_a_personnel_number_joins_roster_and_staffing(tmp_path: Path) -> None:
    store = MemoryStore()
    load(store, tmp_path, "ansatte 2026-11-01.csv", "Ansattnr,Navn,Stilling,Ansatt fra\n17,Kari Lunde,Partner,2010\n")
    load(
        store,
        tmp_path,
        "bemanning 2026-11-01.csv",
        "Prosjekt,Kunde,Ansattnr,Navn,Fra,Til\nNettplan,Havtun,17,Kari Lunde,2025,2025\n",
    )
    assert [person.name for person in snapshot_of(store).people.values()] == ["Kari Lunde"]
