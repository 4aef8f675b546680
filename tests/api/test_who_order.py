"""In which order are people told who work at a client: the same in the answer, on the page and in the terminal?"""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from rich.console import Console

from api import use_cases
from api.terminal import print_who
from api.use_cases import Question
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.base import Store
from tests.api.worlds import world_store
from tests.decisions import AS_OF, changed, grid_decision
from viz.client import client_groups

# Guri is known best, and nobody of weight; Tomáš decides, and is known from one call, years ago.
MET = """id,kind,date,minutes,participants
c1,meeting,2026-10-01,60,kari;guri
c2,meeting,2026-10-20,60,kari;guri
c3,meeting,2026-11-10,60,kari;guri
c4,call,2023-01-10,10,kari;tomas
c5,call,2026-06-10,30,kari;jurgen
c6,call,2024-06-10,30,kari;mette
"""


def told(store: Store) -> Any:
    return use_cases.who(Viewer("Kari Lunde"), store, "Nordlys Energi", Question(AS_OF), read_parameters())


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    files = changed(grid_decision(), "leaders.csv", "nordlys,Jürgen Weiß,VP Procurement,2026-09-01")
    files["contacts.csv"] = MET
    with world_store(tmp_path_factory.mktemp("order"), files) as store:
        yield told(store)


def weight(item: Any) -> int:
    return 0 if {"decider", "approver"} & set(item["person"]["seats"]) else 1 if item["person"]["leader"] else 2


def test_who_decides_comes_first_then_the_listed_leaders_then_the_best_way(answer: Any) -> None:
    people = answer["people"]
    assert len({weight(item) for item in people}) == 3
    for _, group in groupby(people, key=lambda item: item["group"]):
        told = [(weight(item), -item["best"]) for item in group]
        assert told == sorted(told)
    least = min(people, key=lambda item: item["best"])
    assert weight(least) < 2  # so that the best way alone would be another order


def test_the_page_and_the_terminal_keep_the_order_of_the_answer(answer: Any) -> None:
    names = [item["person"]["name"] for item in answer["people"]]
    assert [row.name for group in client_groups(answer) for row in group.rows] == names
    printed = io.StringIO()
    print_who(Console(file=printed, width=200), answer)
    told = [f"{item['person']['name']}, {item['person']['title']}" for item in answer["people"]]
    at = [printed.getvalue().index(name) for name in told]
    assert at == sorted(at)
