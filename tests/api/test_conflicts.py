"""Is a way on which two are in conflict said to be one, and offered after all others?"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api.use_cases import doors, draft_ask, introductions, who
from api.use_cases.basis import Question
from api.use_cases.power_map import show_map
from api.viewer import Viewer
from graph.algorithms.introductions import Introducer
from graph.parameters import read_parameters
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from tests.decisions import AS_OF, changed, grid_decision
from tests.graph.test_ask import brute, random_world
from tests.worlds import ids, introducer, loaded

US, NUMBERS = Viewer("Kari Lunde"), read_parameters()
# Nobody of us has met Mette; Katarzyna meets her often, and Petra Katarzyna, so that she is the best to ask.
MET = tuple(
    f"{pair[0]}{n},meeting,2026-11-{n + 10},{pair}" for n in range(6) for pair in ("katarzyna;mette", "petra;katarzyna")
)


def store_of(folder: Path, files: dict[str, str]) -> Store:
    store = MemoryStore()
    loaded(store, folder / "world", files)
    return store


def ways(store: Store, name: str, top: int = 30) -> list[Any]:
    told: Any = introductions(US, store, name, Question(AS_OF), NUMBERS, top=top)
    return [*told["introductions"]]


def through(way: Any) -> list[str]:
    return [one["name"] for one in way["people"]][:-1]


def at_odds_with(*pairs: str) -> dict[str, str]:
    files = changed(grid_decision(), "contacts.csv", *MET)
    return {**files, "conflicts.csv": "a,b,strength,start,end\n" + "".join(f"{pair}\n" for pair in pairs)}


def test_a_go_between_in_conflict_with_the_target_is_warned_of_and_comes_last(tmp_path: Path) -> None:
    peace = ways(store_of(tmp_path / "peace", at_odds_with()), "Mette Kjær Lund")
    assert "Katarzyna Wójcik" in through(peace[0])
    store = store_of(tmp_path / "odds", at_odds_with("katarzyna,mette,2,2025,"))
    found = ways(store, "Mette Kjær Lund")
    assert "Katarzyna Wójcik" in through(found[-1])
    assert "Katarzyna Wójcik is in conflict with Mette Kjær Lund" in found[-1]["warnings"]
    assert found[-1]["how"] == "conflict"
    assert found[-1]["score"] == pytest.approx(peace[0]["score"] * 0.15, abs=1e-4)
    assert not any("in conflict" in text for way in found[:-1] for text in way["warnings"])
    assert {tuple(through(way)) for way in found} == {tuple(through(way)) for way in peace}


def test_it_takes_the_place_of_nobody_where_few_are_asked_for(tmp_path: Path) -> None:
    peace = ways(store_of(tmp_path / "peace", at_odds_with()), "Mette Kjær Lund")
    store = store_of(tmp_path / "odds", at_odds_with("katarzyna,mette,2,2025,"))
    second = next(way for way in peace if "Katarzyna Wójcik" not in through(way))
    assert [through(way) for way in ways(store, "Mette Kjær Lund", top=1)] == [through(second)]
    few: Any = introductions(US, store, "Mette Kjær Lund", Question(AS_OF), NUMBERS, top=1)
    left_out = {"name": "Katarzyna Wójcik", "why": "in conflict with Mette Kjær Lund"}
    assert [{"name": one["name"], "why": one["why"]} for one in few["excluded"]] == [left_out]
    told: Any = who(US, store, "Nordlys Energi AS", Question(AS_OF), NUMBERS, top=1)
    nobody: Any = doors(US, store, "Nordlys Energi AS", Question(AS_OF), NUMBERS)
    mette = next(one for one in told["unreached"]["people"] if one["name"] == "Mette Kjær Lund")
    assert through(mette["closest"]) == through(second)
    assert "Mette Kjær Lund" not in {
        one["name"] for lunch in nobody["lunches"] if lunch["guest"]["name"] == "Katarzyna Wójcik"
        for one in lunch["opens"]
    }  # fmt: skip
    asked: Any = draft_ask(US, store, "Mette Kjær Lund", Question(AS_OF), NUMBERS)
    assert through(asked["introduction"]) == through(second)


def test_where_there_is_no_other_way_list_map_and_lunches_say_the_conflict(tmp_path: Path) -> None:
    files = at_odds_with("katarzyna,mette,2,2025,")
    files["employments.csv"] = files["employments.csv"].replace("mette,nordlys", "mette,hafslund")
    store = store_of(tmp_path, files)
    (only,) = ways(store, "Mette Kjær Lund")
    assert only["warnings"] == ["Katarzyna Wójcik is in conflict with Mette Kjær Lund"]
    told: Any = show_map(US, store, "Grid data platform", Question(AS_OF), NUMBERS)
    names = {one["id"]: one["name"] for one in told["people"]}
    moves = [one["text"] for one in told["next_moves"] if names[one["person"]] == "Mette Kjær Lund"]
    assert moves
    assert all("Katarzyna Wójcik is in conflict with Mette Kjær Lund." in text for text in moves)


def test_one_of_us_in_conflict_with_the_target_is_no_first_choice_either(tmp_path: Path) -> None:
    before = ways(store_of(tmp_path / "peace", at_odds_with()), "Håkon Myhre")
    assert through(before[0]) == ["Kari Lunde"]
    found = ways(store_of(tmp_path / "odds", at_odds_with("kari,hakon,1,2025,")), "Håkon Myhre")
    assert through(found[0]) == ["Sara Holm"]
    last = next(way for way in found if through(way) == ["Kari Lunde"])
    assert last["warnings"] == ["Kari Lunde is in conflict with Håkon Myhre"]
    assert last["word"] == "weak"


def test_a_conflict_that_is_over_or_has_not_begun_warns_of_nothing(tmp_path: Path) -> None:
    store = store_of(tmp_path, at_odds_with("katarzyna,mette,2,2020,2024", "katarzyna,mette,2,2027,"))
    assert "Katarzyna Wójcik" in through(ways(store, "Mette Kjær Lund")[0])


@pytest.mark.parametrize("seed", range(4))
def test_the_best_with_conflicts_are_those_that_trying_everybody_finds(tmp_path: Path, seed: int) -> None:
    pairs = [(at, (at * 7 + seed) % 34) for at in range(34)]
    rows = "".join(f"p{one},p{other},2,2020\n" for one, other in pairs if one != other)
    ask = introducer(tmp_path, {**random_world(seed), "conflicts.csv": "a,b,strength,start\n" + rows}, AS_OF)
    people = [one for one in ids(ask).values() if one not in ask.ours]
    found = ask.best_to_ask(np.array([ask.world.arrays.person(one) for one in people]), 3)
    lessened = 0
    for number, target in enumerate(people):
        wanted = [
            ask.conflicts.lessened(score, chain_of(ask, last, target)) for last, score in brute(ask, target).items()
        ]
        got = found.score[found.target == number]
        assert got[:3].tolist() == pytest.approx(sorted(wanted, reverse=True)[: min(3, len(got))], abs=1e-9)
        lessened += any(one != two for one, two in zip(wanted, brute(ask, target).values(), strict=True))
    assert lessened > 5


def chain_of(ask: Introducer, last: str, target: str) -> tuple[str, ...]:
    first = (
        () if last in ask.ours else (ask.world.snapshot.id_of(int(ask.reached_by.by[ask.world.arrays.person(last)])),)
    )
    return (*first, last, target)
