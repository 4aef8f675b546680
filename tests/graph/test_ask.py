"""Is what the arrays answer the same as trying everything, on worlds drawn at random?"""

import math
import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from graph.algorithms.ask import best_to_ask
from graph.algorithms.evidence import warmth
from graph.algorithms.introductions import Introducer
from graph.algorithms.pairs import neighbours, neighbours_among
from tests.worlds import ids, introducer

AS_OF = date(2026, 11, 24)


def random_world(seed: int, people: int = 34) -> dict[str, str]:
    """Few places and many ways to be linked, so that pairs share several facts and people come back to a place."""
    draw = random.Random(seed)

    def day(low: int, high: int) -> str:
        year = draw.randint(low, high)
        return draw.choice([f"{year}", f"{year}-{draw.randint(1, 12):02d}", f"{year}-{draw.randint(1, 12):02d}-15"])

    names = [f"p{n}" for n in range(people)]
    jobs = [f"{one},us,,{draw.choice('AB')},{day(2012, 2020)}," for one in names[:5]]
    jobs += [f"{one},us,,{draw.choice('AB')},2005,{day(2008, 2011)}" for one in draw.sample(names[5:], 4)]
    for one in names:
        for _ in range(draw.randint(0, 4)):
            start = draw.randint(1998, 2020)
            end = draw.choice(["", f"{start + draw.randint(0, 8)}"])
            place = draw.choice(["a", "b", "c", "d", "n"])
            jobs.append(f"{one},{place},t{draw.randint(1, 3)},{draw.choice(['', 'A', 'B'])},{start},{end}")
    jobs += [f"{one},n,,,{day(2018, 2023)}," for one in names[20:]]
    kinds = ["linkedin", "friend", "advice", "worked_with", "family"]
    pairs = [draw.sample(names, 2) for _ in range(people)]
    return {
        "companies.csv": "id,name,relation,parent\nus,Us,ours,\na,A,other,d\nb,B,other,n\nc,C,other,\nd,D,other,\nn,N,client,\n",
        "company_succession.csv": "predecessor,successor,kind,date\na,b,merger,2010\nc,d,rename,2008\n",
        "people.csv": "id,name,do_not_ask\n" + "".join(f"{one},Name {one},{'yes' * (one in {'p1', 'p9'})}\n" for one in names),
        "employments.csv": "person,company,title,unit,start,end\n" + "\n".join(dict.fromkeys(jobs)) + "\n",
        "acquaintances.csv": "from,to,kind,date\n" + "".join(f"{a},{b},{draw.choice(kinds)},{day(2005, 2025)}\n" for a, b in pairs),
        "contacts.csv": "id,kind,date,participants\n"
        + "".join(
            f"m{n},{draw.choice(['meeting', 'call', 'mail'])},{day(2019, 2025)},{';'.join(draw.sample(names, draw.randint(2, 5)))}\n"
            for n in range(people // 2)
        ),
        "studies.csv": "person,school,degree,start,end\n"
        + "".join(f"{one},{draw.choice(['NTNU', 'CBS'])},,{draw.choice(['', '1999'])},2003\n" for one in draw.sample(names, 10)),
        "board_seats.csv": "person,company,role,start,end\n" + "".join(f"{one},b,,{day(2010, 2020)},\n" for one in draw.sample(names, 4)),
        "projects.csv": "id,company,name,start,end,outcome\nj,n,Pilot,2020,2021,good\nk,n,Bid,2022,2022,lost\n",
        "project_people.csv": "project,person,role\n" + "".join(f"{draw.choice('jk')},{one},\n" for one in draw.sample(names, 9)),
        "stances.csv": "person,date,value\np12,2026-01-01,-1\np15,2026-01-01,-3\n",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_who_is_tied_to_many_people_is_who_is_tied_to_each(tmp_path: Path, seed: int) -> None:
    ask = introducer(tmp_path, random_world(seed), AS_OF)
    people = np.arange(ask.world.arrays.people)
    at, who, log = neighbours_among(ask.world, people, ask.world.ours)
    together = list(zip(at.tolist(), who.tolist(), log.tolist(), strict=True))
    singly = [
        (one, int(other), float(warm))
        for one in people.tolist()
        for other, warm in zip(*neighbours(ask.world, one, ask.world.ours), strict=True)
    ]
    assert together == singly
    assert len(together) > 20


def brute(ask: Introducer, target: str) -> dict[str, float]:
    """Score every possible last person by trying everybody."""
    people = list(ask.world.snapshot.people)

    def warm(a: str, b: str) -> float:
        return warmth(ask.evidence(a, b))

    scores = {}
    for last in people:
        if last == target or last in ask.excluded:
            continue
        if last in ask.ours:
            scores[last] = warm(last, target)
            continue
        first = max((warm(one, last) for one in ask.ours if one not in ask.excluded), default=0.0)
        scores[last] = first * ask.willingness(last) * warm(last, target)
    return {one: score for one, score in scores.items() if score > 0}


@pytest.mark.parametrize("seed", range(6))
def test_the_best_to_ask_are_those_that_trying_everybody_finds(tmp_path: Path, seed: int) -> None:
    ask = introducer(tmp_path, random_world(seed), AS_OF)
    outsiders = [one for one in ask.world.snapshot.people if one not in ask.ours]
    positions = np.array([ask.world.arrays.person(one) for one in outsiders])
    for top in (1, 3, 50):
        found = best_to_ask(ask.reached_by, positions, top)
        for number, target in enumerate(outsiders):
            mine = found.target == number
            got = {
                ask.world.snapshot.id_of(int(b)): s for b, s in zip(found.between[mine], found.score[mine], strict=True)
            }
            all_of_them = brute(ask, target)
            wanted = sorted(all_of_them.values(), reverse=True)[:top]
            assert sorted(got.values(), reverse=True) == pytest.approx(wanted, abs=1e-9)
            assert all(all_of_them[one] == pytest.approx(score, abs=1e-9) for one, score in got.items())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("top", [1, 5])
def test_lists_that_are_read_in_part_hide_nobody_who_is_among_the_best(tmp_path: Path, seed: int, top: int) -> None:
    """Many people at few places: most lists end high up, and many are looked up on those that ended above them."""
    ask = introducer(tmp_path, random_world(seed, people=160), AS_OF)
    targets = np.flatnonzero(~ask.world.ours)
    found = best_to_ask(ask.reached_by, targets, top)
    for number, target in enumerate(targets.tolist()):
        who, log = neighbours(ask.world, target)
        scores = np.sort(ask.reached_by.value[who] * -np.expm1(log))[::-1][:top]
        assert found.score[found.target == number] == pytest.approx(scores[scores > 0], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_warmth_in_arrays_is_the_evidence_in_words_put_together(tmp_path: Path, seed: int) -> None:
    ask = introducer(tmp_path, random_world(seed + 100), AS_OF)
    people = list(ask.world.snapshot.people)
    for one in people:
        warm = ask.warmest(one)
        assert one not in warm
        for other in people:
            told = ask.evidence(other, one) if other != one else ()
            assert warm.get(other, 0.0) == pytest.approx(warmth(told), abs=1e-9)
            assert {e.text for e in told} == {e.text for e in ask.evidence(one, other)} if other != one else True
            assert all(0 < item.weight < 1 and not math.isnan(item.weight) for item in told)


@pytest.mark.parametrize("seed", range(4))
def test_who_of_us_has_met_somebody_is_counted_as_the_evidence_tells(tmp_path: Path, seed: int) -> None:
    ask = introducer(tmp_path, random_world(seed + 200), AS_OF)
    people = list(ask.world.snapshot.people)
    ask.prepare_known(ask.world.arrays.person(one) for one in people)
    told = {one: ask.known_by(one) for one in people}
    assert told == {
        one: sum(any(item.met for item in ask.evidence(other, one)) for other in ask.ours if other != one)
        for one in people
    }
    assert sum(told.values()) > 20


def test_small_blocks_find_the_same_as_reading_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for block in (1, 10_000):
        monkeypatch.setattr("graph.algorithms.ask._FIRST_LOOK", block)
        ask = introducer(tmp_path / str(block), random_world(42, people=60), AS_OF)
        answers.append([(w.people, w.score) for n in ids(ask).values() for w in ask.introductions(n, top=2)])
    assert answers[0] == answers[1]
    assert len(answers[0]) > 50
