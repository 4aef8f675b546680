"""What is said where many are reached by the same fact, as in a department in which one of us was a minister."""

from collections.abc import Iterator
from typing import Any

import pytest

from api import use_cases
from api.use_cases import Question
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.base import Store
from tests.api.worlds import world_store
from tests.worlds import TODAY

TITLES = ("Adviser", "Deputy Director, Transport", "Permanent Secretary", "Deputy Director, Tax", "Manager")
MANY = "".join(f"x{number},Extra {number}\n" for number in range(400))
DEPARTMENT = {
    "companies.csv": "id,name,relation\nus,Us,ours\nd,HM Treasury,client\n",
    "people.csv": "id,name\nk,Kari Lunde\n" + "".join(f"p{n},{title}\n" for n, title in enumerate(TITLES)) + MANY,
    "employments.csv": "person,company,title,start,end\nk,us,Partner,2018,\nk,d,Minister,2010,2012-06\n"
    + "".join(f'p{n},d,"{title}",2010,\n' for n, title in enumerate(TITLES))
    + "".join(f"x{number},d,Clerk,2010,2012-06\n" for number in range(400)),
}


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with world_store(tmp_path_factory.mktemp("department"), DEPARTMENT) as store:
        yield store


def asked(use_case: Any, store: Store) -> Any:
    return use_case(Viewer("Kari Lunde"), store, "HM Treasury", Question(TODAY), read_parameters())


def test_of_those_reached_equally_well_the_higher_rank_comes_first(department: Store) -> None:
    people = asked(use_cases.who, department)["people"]
    assert len({one["best"] for one in people}) == 1
    assert (people[0]["person"]["title"], people[-1]["person"]["title"]) == ("Permanent Secretary", "Adviser")


def test_nobody_opens_a_door_to_whom_one_of_us_knows_better(department: Store) -> None:
    people = asked(use_cases.who, department)["people"]
    assert {one["word"] for one in people} == {"weak"}
    assert asked(use_cases.doors, department)["lunches"] == []
