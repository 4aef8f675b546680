"""Do decision shares, levers, advocacy and the order of conviction keep what docs/power-map.md says of them?"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.algorithms.influence import Unit, advocacy, levers, make_unit, order_of_conviction, questions, shares
from graph.errors import BadArgument

NAMES = [f"p{n}" for n in range(8)]
AMOUNTS = st.floats(-1, 1, allow_nan=False).filter(lambda amount: abs(amount) > 1e-3)


@st.composite
def units(draw: st.DrawFn, *, negative: bool = True) -> Unit:
    people = NAMES[: draw(st.integers(1, 8))]
    pair = st.tuples(st.sampled_from(people), st.sampled_from(people))
    amounts = AMOUNTS if negative else AMOUNTS.map(abs)
    lines = draw(st.dictionaries(pair, amounts, max_size=20))
    weights = draw(st.dictionaries(st.sampled_from(people), st.floats(0.1, 5), min_size=1))
    return make_unit(people, weights, [(a, b, w) for (a, b), w in lines.items()], draw(st.floats(0, 0.95)))


@given(units())
@settings(max_examples=100, deadline=None)
def test_the_series_gives_what_elimination_gives(unit: Unit) -> None:
    spread = np.eye(len(unit.people)) - unit.susceptibility[:, None] * unit.listens
    eliminated = np.linalg.solve(spread.T, unit.weights) * (1 - unit.susceptibility)
    assert levers(unit) == pytest.approx(eliminated, abs=1e-13)


def settled(unit: Unit, stances: np.ndarray) -> float:
    """The unit's view after everybody has listened long enough: Friedkin-Johnsen played out, not solved."""
    views = stances.astype(float)
    for _ in range(4000):
        views = unit.susceptibility * (unit.listens @ views) + (1 - unit.susceptibility) * stances
    return float(unit.weights @ views)


@given(units())
@settings(max_examples=150, deadline=None)
def test_the_lever_is_the_finite_difference(unit: Unit) -> None:
    lever = levers(unit)
    for n in range(len(unit.people)):
        stances = [1 if m % 2 else -2 for m in range(len(unit.people))]
        before = advocacy(lever, stances).value
        stances[n] += 1
        after = advocacy(lever, stances).value
        assert before is not None
        assert after is not None
        assert after - before == pytest.approx(float(lever[n]), abs=1e-9)


@given(units(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_advocacy_is_where_listening_settles(unit: Unit, chance: object) -> None:
    stances = np.array([(-3, -1, 0, 2, 3)[n % 5] for n in range(len(unit.people))])
    assert float(levers(unit) @ stances) == pytest.approx(settled(unit, stances), abs=1e-6)


@given(units(negative=False))
@settings(max_examples=100, deadline=None)
def test_without_negative_lines_levers_are_the_shares_and_sum_to_one(unit: Unit) -> None:
    lever = levers(unit)
    assert (lever >= -1e-12).all()
    assert lever.sum() == pytest.approx(1)
    assert shares(lever) == pytest.approx(lever)


@given(units(), st.permutations(range(8)))
@settings(max_examples=50, deadline=None)
def test_relabelling_people_permutes_the_shares(unit: Unit, order: list[int]) -> None:
    places = [n for n in order if n < len(unit.people)]
    other = Unit(
        tuple(unit.people[n] for n in places),
        unit.weights[places],
        unit.listens[np.ix_(places, places)],
        unit.susceptibility[places],
    )
    assert shares(levers(other)) == pytest.approx(shares(levers(unit))[places])


def test_a_negative_line_turns_the_lever_round() -> None:
    unit = make_unit(["boss", "rival"], {"boss": 1}, [("boss", "rival", -1)], 0.6)
    lever = levers(unit)
    assert lever == pytest.approx([0.4, -0.6])
    assert shares(lever) == pytest.approx([0.4, 0.6])
    known = advocacy(lever, [None, 2])
    assert known.value == pytest.approx(-1.2)
    assert (known.low, known.high) == pytest.approx((-2.4, 0.0))
    assert known.known_share == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("people", "lines", "expected"),
    [
        ([], [], []),
        (["a"], [], [1.0]),
        (["a", "b"], [], [0.5, 0.5]),  # not connected
        (["a", "b"], [("a", "b", 1), ("b", "a", 1)], [0.5, 0.5]),  # a cycle
        (["a", "b"], [("a", "stranger", 1)], [0.5, 0.5]),  # nobody outside counts
        (["a", "b"], [("a", "a", 1)], [0.5, 0.5]),  # nor does listening to oneself
    ],
)
def test_the_odd_units_have_defined_answers(
    people: list[str], lines: list[tuple[str, str, float]], expected: list[float]
) -> None:
    assert levers(make_unit(people, {}, lines, 0.7)).tolist() == pytest.approx(expected)


def test_nobody_known_is_null_and_nobody_there_is_null_altogether() -> None:
    unit = make_unit(["a", "b"], {}, [], 0.7)
    nobody = advocacy(levers(unit), [None, None])
    assert (nobody.value, nobody.low, nobody.high, nobody.known_share) == (None, -3.0, 3.0, 0.0)
    empty = advocacy(levers(make_unit([], {}, [], 0.7)), [])
    assert (empty.value, empty.low, empty.high, empty.known_share) == (None, None, None, 0.0)


def test_weights_that_sum_to_zero_are_refused() -> None:
    with pytest.raises(BadArgument, match="sum to zero"):
        make_unit(["a", "b"], {"a": 0.0}, [], 0.7)
    with pytest.raises(BadArgument, match="susceptibility"):
        make_unit(["a"], {}, [], 1.0)


@given(units(), st.lists(st.sampled_from([None, -3, -1, 0, 2, 3]), min_size=8, max_size=8), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_the_order_of_conviction_is_the_best_of_all_sets(unit: Unit, told: list[int | None], steps: int) -> None:
    lever, stances = levers(unit), told[: len(unit.people)]
    order = order_of_conviction(unit, lever, stances, won=2, steps=steps)
    gains = [float(lever[n]) * max(2 - (stance or 0), 0) for n, stance in enumerate(stances)]
    best = max(
        sum(gains[n] for n in chosen)
        for size in range(min(steps, len(gains)) + 1)
        for chosen in itertools.combinations(range(len(gains)), size)
    )
    assert sum(step.gain for step in order) == pytest.approx(best, abs=1e-9)
    assert [step.gain for step in order] == sorted((step.gain for step in order), reverse=True)


def test_the_next_question_is_the_unknown_that_moves_most() -> None:
    unit = make_unit(["a", "b", "c"], {"a": 1, "b": 3, "c": 2}, [], 0.7)
    assert questions(unit, levers(unit), [None, 1, None]) == [("c", pytest.approx(2.0)), ("a", pytest.approx(1.0))]


@given(units(), st.lists(st.sampled_from([None, -3, -1, 0, 2, 3]), min_size=8, max_size=8), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_no_other_people_won_take_the_unit_further(unit: Unit, told: list[int | None], steps: int) -> None:
    """Winning played out: whoever is won stands at partner, who is beyond it stays there, unknown counts as 0."""
    lever, stances = levers(unit), told[: len(unit.people)]
    order = order_of_conviction(unit, lever, stances, won=2, steps=steps)

    def stands(won: tuple[int, ...]) -> float:
        told = [max(2, s or 0) if n in won else s or 0 for n, s in enumerate(stances)]
        return float(lever @ np.array(told, dtype=float))

    every = [chosen for size in range(steps + 1) for chosen in itertools.combinations(range(len(unit.people)), size)]
    reached = order[-1].after if order else stands(())
    assert reached == pytest.approx(max(stands(chosen) for chosen in every), abs=1e-9)


def test_with_little_time_only_what_is_feasible_is_gained_and_every_step_is_counted() -> None:
    unit = make_unit(["near", "far"], {"near": 0.6, "far": 0.4}, [], 0.5)
    lever, told = levers(unit), [1, -3]
    best = order_of_conviction(unit, lever, told, won=2)
    assert [(one.person, one.steps) for one in best] == [("far", 5), ("near", 1)]
    now = order_of_conviction(unit, lever, told, won=2, feasible=1)
    assert [(one.person, one.steps, round(one.gain, 2)) for one in now] == [("near", 1, 0.6), ("far", 1, 0.4)]
