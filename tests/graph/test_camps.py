"""Are camps those of least frustration, proven where the answer says so?"""

import itertools
from collections.abc import Iterator

import pytest

from benchmarks.camps import generated_unit
from graph.algorithms.camps import Camps, SignedGraph, find_camps, signed_graph
from graph.algorithms.camps_anneal import anneal, frustration
from graph.algorithms.camps_exact import least_frustration
from graph.algorithms.camps_search import branch_and_bound


def everything(graph: SignedGraph, most: int | None) -> float:
    size = len(graph.people)
    return min(frustration(graph.ties, camp) for camp in itertools.product(range(min(most or size, size)), repeat=size))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("number", [None, 1, 2, 3])
def test_no_partition_of_a_small_unit_is_better(seed: int, number: int | None) -> None:
    graph = generated_unit(6, 4, seed, wrong=0.4)
    camps = find_camps(graph, number=number, seconds=20)
    assert camps.proven
    assert camps.frustration == pytest.approx(everything(graph, number))
    assert number is None or len(camps.groups) <= number or not camps.frustration


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("number", [None, 2])
def test_thirty_people_with_seven_ties_each_are_proven(seed: int, number: int | None) -> None:
    camps = find_camps(generated_unit(30, 7, seed), number=number, seconds=20)
    assert camps.proven
    assert camps.bound == camps.frustration


def test_without_time_the_best_found_comes_with_its_bound_and_says_so() -> None:
    graph = generated_unit(30, 12, 3, wrong=0.4)
    camps = find_camps(graph, seconds=0.0)
    assert not camps.proven
    assert 0 <= camps.bound <= camps.frustration
    assert camps.frustration == frustration(graph.ties, anneal(30, graph.ties, number=None, seed=1, sweeps=60))


def test_branch_and_bound_and_the_integer_program_agree() -> None:
    graph = generated_unit(12, 5, 2, wrong=0.4)
    searched = branch_and_bound(12, graph.ties, most_camps=2, steps=10**6)
    solved = least_frustration(12, graph.ties, two_camps=True, seconds=20)
    assert searched.proven
    assert searched.bound == pytest.approx(solved.bound)
    assert solved.camp is not None
    assert frustration(graph.ties, solved.camp) == pytest.approx(solved.bound)


def test_a_search_without_steps_left_proves_nothing() -> None:
    graph = generated_unit(14, 6, 2, wrong=0.4)
    searched = branch_and_bound(14, graph.ties, most_camps=4, steps=50)
    assert not searched.proven
    assert searched.bound <= everything_by_program(graph)


def everything_by_program(graph: SignedGraph) -> float:
    return find_camps(graph, number=4, seconds=20).frustration


def test_a_conflict_among_friends_is_frustrated_whatever_the_camps() -> None:
    graph = signed_graph("abc", [("a", "b", 2), ("b", "c", 2), ("a", "c", -1)])
    camps = find_camps(graph)
    assert camps.groups == (("a", "b", "c"),)
    assert (camps.frustration, camps.frustrated) == (1.0, (("a", "c"),))


def test_who_has_no_tie_is_in_no_camp_and_who_cancels_out_has_none() -> None:
    camps = find_camps(signed_graph("abcd", [("a", "b", 1), ("b", "a", 1), ("c", "d", 1), ("d", "c", -1)]))
    assert camps.groups == (("a", "b"),)
    assert find_camps(signed_graph("ab", [])).groups == ()


def test_people_between_camps_go_to_the_nearest_stance() -> None:
    ties = [("a", "b", 1), ("c", "d", 1), ("a", "c", -3), ("m", "a", 1), ("m", "c", 1)]
    stances = {"a": 2, "b": 2, "c": -2, "d": -2}
    for own, friends in ((2, {"a", "b", "m"}), (-2, {"c", "d", "m"})):
        camps = find_camps(signed_graph("abcdm", ties), hints={**stances, "m": own})
        assert camps.between == ("m",)
        assert friends in [set(group) for group in camps.groups]


def test_the_lines_on_which_the_camps_hang_are_those_whose_loss_changes_them() -> None:
    ties = [("a", "b", 2), ("c", "d", 2), ("a", "c", -2), ("m", "a", 2), ("m", "c", 1)]
    graph = signed_graph("abcdm", ties)
    assert find_camps(graph).hangs_on == (("a", "c"), ("a", "m"))  # without a against c all five are one camp
    fewer = find_camps(signed_graph("abcdm", [tie for tie in ties if tie != ("m", "a", 2)]))
    assert {"c", "d", "m"} in [set(group) for group in fewer.groups]


def partitions(size: int) -> Iterator[tuple[int, ...]]:
    """Every partition once: a person joins a camp that is there, or opens the next one."""

    def placed(camp: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(camp) == size:
            yield camp
            return
        for to in range(max(camp, default=-1) + 2):
            yield from placed((*camp, to))

    return placed(())


def hanging(graph: SignedGraph, camps: Camps, number: int | None) -> tuple[tuple[str, str], ...]:
    """The ties without which another partition is better than these camps, found by trying everything."""
    size, found = len(graph.people), []
    for tie in graph.ties:
        pair = (graph.people[tie[0]], graph.people[tie[1]])
        rest = [one for one in graph.ties if one != tie]
        kept = camps.frustration - (abs(tie[2]) if pair in camps.frustrated else 0)
        if min(frustration(rest, camp) for camp in partitions(size) if max(camp) < (number or size)) < kept - 1e-9:
            found.append(pair)
    return tuple(sorted(found))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("number", [None, 2])
def test_the_camps_hang_on_exactly_the_ties_that_trying_everything_finds(seed: int, number: int | None) -> None:
    graph = generated_unit(7, 3.5, seed, wrong=0.25)
    camps = find_camps(graph, number=number, seconds=60)
    assert camps.hangs_on_complete
    assert camps.hangs_on == hanging(graph, camps, number)


def test_where_a_stance_decides_the_camps_hang_on_the_ties_of_the_arrangement_that_is_told() -> None:
    ties = [("a", "b", -2), ("a", "c", 2), ("a", "d", -1), ("a", "e", 2), ("b", "c", -2), ("b", "d", -2)]
    graph = signed_graph("abcde", [*ties, ("c", "d", -1), ("c", "e", -2)])
    stances = {"a": -2.0, "c": -2.0, "d": 2.0, "e": -1.0}
    assert find_camps(graph, number=2).groups != find_camps(graph, number=2, hints=stances).groups
    for hints in (None, stances):
        camps = find_camps(graph, number=2, hints=hints)
        assert (camps.proven, camps.hangs_on_complete) == (True, True)
        assert camps.hangs_on == hanging(graph, camps, 2)


def test_relabelling_does_not_change_the_frustration() -> None:
    graph = generated_unit(20, 6, 9)
    turned = signed_graph(
        [f"q{19 - int(p[1:]):02d}" for p in graph.people],
        [(f"q{19 - a:02d}", f"q{19 - b:02d}", w) for a, b, w in graph.ties],
    )
    assert find_camps(turned, seconds=20).frustration == find_camps(graph, seconds=20).frustration
