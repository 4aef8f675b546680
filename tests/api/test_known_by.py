"""Are those of us who worked closely with or met somebody told from who only was there at the same time?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases import Question, person, who
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.worlds import TODAY, in_memory
from viz.person import known_words, others_known

ELSEWHERE = 40  # colleagues of Eva's time in another unit of ours
_OURS = [
    *((f"o{at}", f"Colleague Number {at}", "Tax", "2015") for at in range(ELSEWHERE)),
    ("d1", "Dag Moe", "Data", "2015"), ("d2", "Dina Aas", "Data", "2015"),  # for five years in her unit
    ("m", "Mona Lie", "Tax", "2016"), ("c", "Cecilie Dahl", "Tax", "2022"), ("l", "Lars Ek", "Tax", "2022"),
]  # fmt: skip
WORLD = {
    "companies.csv": "id,name,relation\nus,Varde,ours\nn,Nordlys,client\nh,Hafslund,other\n",
    "people.csv": "id,name\ne,Eva Berg\nt,Tor Vik\n" + "".join(f"{own},{name}\n" for own, name, *_ in _OURS),
    "employments.csv": (
        "person,company,title,unit,start,end\ne,us,Consultant,Data,2014,2020\ne,n,CDO,,2021,\nt,n,CFO,,2021,\n"
        "t,h,Clerk,Grid,2012,2014\nl,h,Clerk,Post,2012,2014\n"
        + "".join(f"{own},us,Consultant,{unit},{start},\n" for own, _, unit, start in _OURS)
    ),
    "contacts.csv": "id,kind,date,participants\nc1,meeting,2026-11-01,m;e\n",
    "acquaintances.csv": "from,to,kind,date,declared_by\nc,e,linkedin,2025,c\n",
}
Told = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    return in_memory(tmp_path, WORLD)


def of(store: MemoryStore, name: str) -> Told:
    return person(SYSTEM, store, store, name, Question(TODAY), read_parameters())


def test_who_only_was_here_at_the_same_time_is_told_from_who_worked_closely_with_or_met_them(
    store: MemoryStore,
) -> None:
    told = of(store, "Eva Berg")
    known = {"total": ELSEWHERE + 4, "met": ELSEWHERE + 3, "close": 3, "here": ELSEWHERE, "apart": 1}
    assert told["known"] == known
    close = {one["name"] for one in told["known_by"] if one["close"]}
    assert close == {"Dag Moe", "Dina Aas", "Mona Lie"}  # five years in one unit, and a meeting
    assert known_words(told["known"], "Eva") == (
        "Three of us worked closely with or met Eva; 40 more were here at the same time; one is only connected"
    )
    assert others_known(told["known"], told["known_by"][:2]) == "two more, and 40 were here at the same time"


def test_that_changes_no_list_and_no_count(store: MemoryStore) -> None:
    listed: Any = who(SYSTEM, store, "Nordlys", Question(TODAY), read_parameters())
    counts = {item["person"]["name"]: item["known_by"] for item in listed["people"]}
    assert counts == {name: of(store, name)["known"]["total"] for name in counts}
    assert counts["Eva Berg"] == ELSEWHERE + 4


def test_of_a_time_at_another_firm_nobody_says_that_it_was_here(store: MemoryStore) -> None:
    told = of(store, "Tor Vik")
    assert told["known"] == {"total": 1, "met": 1, "close": 0, "here": 0, "apart": 0}
    assert known_words(told["known"], "Tor") == "One of us was at the same firm or school at the same time as Tor"
    assert others_known(told["known"], told["known_by"][:1]) == ""
