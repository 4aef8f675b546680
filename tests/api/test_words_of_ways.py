"""Does every list say to call who used to be ours, what to beware of on a way, and which leaders nobody has met?"""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api.spreadsheet import introductions_rows, who_rows
from api.terminal import print_introductions, print_who
from api.use_cases import Question, draft_ask, introductions, who
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.worlds import TODAY, in_memory
from viz.client import client_groups
from viz.scene import hop_label, introduction_scene

WORLD = {
    "companies.csv": "id,name,relation\nus,Varde,ours\nn,Nordlys,client\n",
    "people.csv": "id,name\nj,Aa Junior\nk,Kari Lunde\na,Nils Moe\nb,Bente Lie\nm,Petra Dahl\nx,Liv Aas\nl,Lars Ek\n",
    "employments.csv": (
        "person,company,title,unit,start,end\nj,us,Analyst,Finance,2022,\nk,us,Partner,Grid,2015,\n"
        "a,us,Consultant,Grid,2005,2009\na,n,CTO,,2010,\nb,n,Head of data,,2010,\nm,n,CDO,,2015,\nx,n,Cook,,2024,\n"
        "l,n,CFO,,2015,2023\n"
    ),
    "acquaintances.csv": "from,to,kind,date,declared_by\nk,b,linkedin,2020,k\n",
    "projects.csv": "id,company,name,discipline,start,end,outcome\np,n,Pilot,grid,2020,2021,bad\n",
    "project_people.csv": "project,person,role\np,k,lead\np,m,sponsor\np,l,owner\n",
    "leaders.csv": "company,name,title,listed_on\nn,Nils Moe,CTO,2026-01-01\nn,Una Vik,CSO,2026-01-01\n",
}
Told = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    return in_memory(tmp_path, WORLD)


@pytest.fixture
def answer(store: MemoryStore) -> Told:
    return who(SYSTEM, store, "Nordlys", Question(TODAY), read_parameters())


def ways(store: MemoryStore, person: str) -> Told:
    return introductions(SYSTEM, store, person, Question(TODAY), read_parameters())


def of(answer: Told, name: str) -> Told:
    (found,) = (item for item in answer["people"] if item["person"]["name"] == name)
    return dict(found)


def printed(answer: Told, *, one_person: bool = False) -> str:
    out = StringIO()
    show = print_introductions if one_person else print_who
    show(Console(file=out, width=400, color_system=None), answer)
    return out.getvalue()


def test_who_used_to_be_ours_is_called_once_by_whoever_fits(answer: Told, store: MemoryStore) -> None:
    nils = of(answer, "Nils Moe")
    first = nils["introductions"][0]
    assert (nils["word"], nils["known_by"], first["word"], first["score"]) == ("call", 0, "call", 0.1)
    assert [one["name"] for one in first["people"]] == ["Kari Lunde", "Nils Moe"], "of the same field, not Aa Junior"
    step = "Call Nils Moe: was one of ours at Varde 2005-2009. Kari Lunde should go (Partner, of the same field: grid)."
    assert (first["next_step"], first["who_goes"]["name"]) == (step, "Kari Lunde")
    (fact,) = first["hops"][0]["evidence"]
    assert (fact["kind"], fact["start"], fact["end"], fact["months"]) == ("alumni", "2005", "2009", None)
    assert fact["text"] == "Nils Moe was one of ours at Varde, 2005-2009 (both there at different times)"
    told = ways(store, "Nils Moe")
    assert [way["how"] for way in told["introductions"]].count("own") == 1
    assert f"call  Nils Moe, CTO  {step}" in printed(answer)
    assert f"1. call  Kari Lunde -> Nils Moe\n   {step}" in printed(told, one_person=True)
    (row,) = (row for group in client_groups(answer) for row in group.rows if row.name == "Nils Moe")
    assert (row.ask, row.reason, row.go_between) == ("Call Nils Moe", "was one of ours 2005–2009", "Kari Lunde")
    assert row.next_step == "Kari Lunde should go: Partner, of the same field: grid."


def test_through_who_used_to_be_ours_nobody_is_asked_who_never_met_them(store: MemoryStore) -> None:
    told = ways(store, "Liv Aas")
    (way,) = (way for way in told["introductions"] if way["people"][1]["name"] == "Nils Moe")
    assert way["next_step"] == (
        "Call Nils Moe, who was one of ours at Varde 2005-2009, for a word with Liv Aas "
        "(both at Nordlys, 2024-2026 (29 months))."
    )
    assert way["word"] != "call", "the word follows from the score, but for who used to be ours"


def test_a_letter_to_call_who_used_to_be_ours_claims_no_acquaintance(store: MemoryStore) -> None:
    told = draft_ask(SYSTEM, store, "Nils Moe", Question(TODAY), read_parameters())
    text = str(told["text"])
    assert "Nils was one of ours at Varde 2005-2009; nobody who is here today was there then." in text
    assert "You know each other" not in text


def test_a_warning_stands_beside_the_way_that_it_is_about(answer: Told, store: MemoryStore) -> None:
    warning = "(Pilot ended badly)"
    lines = printed(answer).splitlines()
    (bente,) = (line for line in lines if "Bente Lie" in line)
    assert f"Ask Kari Lunde to ask Petra Dahl: both at Nordlys, 2015-2026 (137 months). {warning}" in bente
    assert bente.rstrip().endswith("Kari Lunde too: connected online since 2020.")
    (petra,) = (line for line in lines if "Petra Dahl, CDO" in line)
    assert petra.count(warning) == 1
    (lars,) = (line for line in lines if line.startswith("Lars Ek left in 2023"))
    assert warning in lars
    rows = {row.name: row for group in client_groups(answer) for row in group.rows}
    assert (rows["Bente Lie"].second, rows["Bente Lie"].warnings) == (
        "Kari knows Bente (connected online since 2020).", ("Pilot ended badly",),
    )  # fmt: skip
    header, *table = introductions_rows(ways(store, "Bente Lie"))
    through = {row[header.index("through")]: row[header.index("warnings")] for row in table}
    assert (through[""], through["Petra Dahl"]) == ("", "Pilot ended badly")
    assert {len(row) for row in table} == {len(header)}


def test_the_picture_says_on_the_line_what_ended_badly(store: MemoryStore) -> None:
    scene = introduction_scene(ways(store, "Bente Lie"))
    labels = {way.people[-1].name: way.hops[0].detail for way in scene.ways}
    assert (labels["Kari Lunde"], labels["Petra Dahl"]) == ("thin, since 2020", "fair, ended badly")
    shared = {"kind": "employment", "text": "both at Havtun", "place": "Havtun", "weight": 0.5}
    badly = {"kind": "project", "text": "delivered Pilot together", "weight": 0.2, "warning": "Pilot ended badly"}
    about_it, about_another = (
        hop_label({"warmth": 0.6, "evidence": [*more, {**badly, "place": "Pilot"}]}) for more in ((), (shared,))
    )
    assert (about_it.detail, about_another.detail) == ("strong, ended badly", "strong, Pilot ended badly")


def test_a_spreadsheet_of_a_client_warns_of_the_way_that_it_names(answer: Told) -> None:
    header, *table = who_rows(answer)
    warned = {row[1]: row[header.index("warnings")] for row in table}
    assert (warned["Petra Dahl"], warned["Nils Moe"]) == ("Pilot ended badly", "")
    through = {row[1]: row[header.index("through")] for row in table}
    assert (through["Bente Lie"], warned["Bente Lie"]) == ("Petra Dahl", "Pilot ended badly")


def test_a_listed_leader_in_no_source_is_named(answer: Told) -> None:
    assert [one["name"] for one in answer["listed_leaders"]["missing"]] == ["Una Vik"]
    assert "Listed leaders in no source yet: Una Vik, CSO\n" in printed(answer)
    assert "Listed leaders" not in printed({**answer, "listed_leaders": None})
