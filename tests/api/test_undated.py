"""Is a fact whose days no source says told without days?"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.use_cases import introductions, who
from api.use_cases.basis import Question
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.worlds import loaded, snapshot_of

TODAY = date(2026, 11, 24)
WORLD = {
    "companies.csv": "id,name,relation\nus,Varde,ours\nn,Nordlys,client\nh,Hafslund,other\n",
    "people.csv": "id,name\nk,Kari Lunde\nt,Target Tom\n",
    "employments.csv": "person,company,title,start\nk,us,Partner,2015\nt,n,CEO,2015\n",
}
PROJECT = {"projects.csv": "id,company,name,outcome\np,n,Grid plan,good\n"}
CASES = {
    "project": {**PROJECT, "project_people.csv": "project,person\np,k\np,t\n"},
    "one of two on a project": {**PROJECT, "project_people.csv": "project,person,start,end\np,k,2020,2021\np,t,,\n"},
    "study": {"studies.csv": "person,school,degree,start,end\nk,NTNU,MSc,,\nt,NTNU,MSc,,\n"},
    "one of two studies": {"studies.csv": "person,school,degree,start,end\nk,NTNU,MSc,2006,2011\nt,NTNU,MSc,,\n"},
    "study with an end": {"studies.csv": "person,school,degree,start,end\nk,NTNU,MSc,,2011\nt,NTNU,MSc,,2012\n"},
    "board": {"board_seats.csv": "person,company,role,start,end\nk,h,,,\nt,h,,,\n"},
    "one of two seats": {"board_seats.csv": "person,company,role,start,end\nk,h,,2010,2012\nt,h,,,\n"},
}  # fmt: skip
APART = "both studied at NTNU, at other times or unknown ones"
TOLD: dict[str, set[str]] = {
    "project": {"delivered Grid plan together"},
    "one of two on a project": {"delivered Grid plan together, 2020-2021"},
    "study": {APART}, "one of two studies": {APART}, "study with an end": {APART},
    "board": set(), "one of two seats": set(),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_has_no_days_is_told_without_days(tmp_path: Path, case: str) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "in", {**WORLD, **CASES[case]})
    snapshot = snapshot_of(store)
    (client,) = (one for one, company in snapshot.companies.items() if company.name == "Nordlys")
    (target,) = (one for one, person in snapshot.people.items() if person.name == "Target Tom")
    question, parameters = Question(TODAY), read_parameters()
    told: list[Any] = [who(SYSTEM, store, client, question, parameters)]
    told.append(introductions(SYSTEM, store, target, question, parameters))
    texts = set(re.findall(r'"text": "([^"]*)"', json.dumps(told, default=str)))
    assert texts == TOLD[case]
