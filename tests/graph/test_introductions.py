"""Do introductions come out as the evidence says?"""

import itertools
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from graph.algorithms.introductions import Introducer
from tests.worlds import FIRM, ids, introducer


def with_people(rows: str) -> dict[str, str]:
    return {**FIRM, "people.csv": "id,name,do_not_ask,asks_per_quarter\n" + rows}


def test_direct_comes_with_the_shared_unit_and_its_sixty_two_months(tmp_path: Path) -> None:
    ask = introducer(tmp_path, FIRM)
    target = ids(ask)["Håkon Myhre"]
    best = ask.introductions(target)[0]
    assert best.people == (ids(ask)["Kari Lunde"], target)
    evidence = best.hops[0].evidence[0]
    # 2012-03-01 to 2017-04-30 inclusive is 1,887 days, 62.0 months of 30.4375 days
    assert (evidence.text, evidence.months) == ("both at Hafslund, Grid, 2012-2017 (62 months)", (62, 62, 62))
    assert {source.record for source in evidence.sources} == {"employments.csv:6", "employments.csv:7"}


def test_the_second_way_has_another_last_person_and_its_score_is_the_product(tmp_path: Path) -> None:
    ask = introducer(tmp_path, FIRM)
    ways = ask.introductions(ids(ask)["Håkon Myhre"])
    assert len({way.people[-2] for way in ways}) == len(ways) == 2
    through = ways[1]
    assert through.people == tuple(ids(ask)[n] for n in ("Sara Holm", "Marit Eikeland", "Håkon Myhre"))
    assert through.score == pytest.approx(through.hops[0].warmth * through.hops[1].warmth)


def test_who_asked_not_to_be_asked_is_never_a_messenger(tmp_path: Path) -> None:
    ask = introducer(tmp_path, with_people("k,Kari Lunde,yes,\ns,Sara Holm,,\nt,Håkon Myhre,,\ng,Marit Eikeland,,\n"))
    target = ids(ask)["Håkon Myhre"]
    assert all(ids(ask)["Kari Lunde"] not in way.people for way in ask.introductions(target))
    assert ask.blocked(target) == ((ids(ask)["Kari Lunde"], "asked not to be asked"),)


def test_a_used_up_cap_removes_a_messenger_for_this_quarter_only(tmp_path: Path) -> None:
    files = with_people("k,Kari Lunde,,1\ns,Sara Holm,,\nt,Håkon Myhre,,\ng,Marit Eikeland,,\n")
    files["asks.csv"] = "id,go_between,target,date\na1,k,t,2026-10-05\n"
    ask = introducer(tmp_path / "a", files)
    assert ask.excluded[ids(ask)["Kari Lunde"]] == "all 1 asks of this quarter are used"
    assert introducer(tmp_path / "b", files, date(2027, 1, 2)).excluded == {}


def test_a_critic_is_a_poor_messenger_and_said_to_be_one(tmp_path: Path) -> None:
    files = {**FIRM, "stances.csv": "person,date,value\ng,2026-11-01,-2\n"}
    plain, critic = introducer(tmp_path / "a", FIRM), introducer(tmp_path / "b", files)
    before = plain.introductions(ids(plain)["Håkon Myhre"])[1]
    after = critic.introductions(ids(critic)["Håkon Myhre"])[1]
    assert after.score == pytest.approx(before.score * 0.15)
    assert after.warnings == ("goes through a critic of ours",)


def test_more_evidence_never_cools_a_tie(tmp_path: Path) -> None:
    more = {**FIRM, "acquaintances.csv": "from,to,kind,date\nk,t,friend,2012\n"}
    ask, richer = introducer(tmp_path / "a", FIRM), introducer(tmp_path / "b", more)
    scores = [one.introductions(ids(one)["Håkon Myhre"])[0].score for one in (ask, richer)]
    assert scores[1] > scores[0]


def test_an_old_tie_fades_but_never_scores_zero(tmp_path: Path) -> None:
    now, later = introducer(tmp_path / "a", FIRM), introducer(tmp_path / "b", FIRM, date(2056, 11, 24))
    pair = [one.ties(ids(one)["Kari Lunde"])[ids(one)["Håkon Myhre"]][0].weight for one in (now, later)]
    assert 0.05 < pair[1] < pair[0]


def test_nothing_after_the_day_counts(tmp_path: Path) -> None:
    ask = introducer(tmp_path, FIRM, date(2026, 10, 1))
    assert ids(ask)["Sara Holm"] not in ask.ties(ids(ask)["Marit Eikeland"])
    early = introducer(tmp_path / "early", FIRM, date(2011, 1, 1))
    assert early.ours == frozenset()


def test_an_alumna_is_in_the_first_group_and_a_colleague_in_the_last(tmp_path: Path) -> None:
    files = dict(FIRM)
    files["employments.csv"] += "g,us,Consultant,Data,2018-02,2019-12\n"
    ask = introducer(tmp_path, files)
    company = next(one for one, c in ask.world.snapshot.companies.items() if c.relation == "client")
    reached, unreached = ask.reach(company)
    assert [item.group for item in reached] == ["alumni", "colleagues"]
    assert unreached == []


def test_a_project_that_ended_badly_warns(tmp_path: Path) -> None:
    files = {
        **FIRM,
        "projects.csv": "id,company,name,start,end,outcome\np,n,Pilot,2023,2023,bad\n",
        "project_people.csv": "project,person,role\np,s,lead\np,g,client\n",
    }
    ask = introducer(tmp_path, files)
    way = ask.introductions(ids(ask)["Marit Eikeland"])[0]
    assert way.warnings == ("Pilot ended badly",)
    assert ask.introductions(ids(ask)["Marit Eikeland"])[0].score > 0.4


def test_rows_in_another_order_give_the_same_answer(tmp_path: Path) -> None:
    def told(ask: Introducer) -> list[object]:
        return [(way.people, way.score) for way in ask.introductions(ids(ask)["Håkon Myhre"])]

    shuffled = {}
    for name, text in FIRM.items():
        header, *rows = text.splitlines()
        shuffled[name] = "\n".join([header, *reversed(rows)])
    assert told(introducer(tmp_path / "a", FIRM)) == told(introducer(tmp_path / "b", shuffled))


def test_networkx_finds_the_same_best_way(tmp_path: Path) -> None:
    ask = introducer(tmp_path, FIRM)
    target = ids(ask)["Håkon Myhre"]
    graph = ask.candidate_graph(target)
    lengths = nx.single_source_dijkstra_path_length(graph, target, cutoff=None, weight="distance")
    best = min(lengths[one] for one in ask.ours if one in lengths)
    assert ask.introductions(target)[0].score == pytest.approx(2.718281828459045**-best)


def test_after_a_merger_only_later_time_counts(tmp_path: Path) -> None:
    files = {
        "companies.csv": "id,name,relation\nus,Us,ours\na,Alpha,other\nb,Beta,other\n",
        "people.csv": "id,name\nx,Anna Berg\ny,Per Aune\nz,Nils Moe\n",
        "company_succession.csv": "predecessor,successor,kind,date\na,b,merger,2015-01-01\n",
        "employments.csv": (
            "person,company,title,start,end\nx,a,,2010-01-01,2016-12-31\ny,b,,2010-01-01,2014-12-31\nz,b,,2014-01-01,2016-12-31\n"
        ),
    }
    ask = introducer(tmp_path, files)
    people = ids(ask)
    ties = ask.ties(people["Anna Berg"])
    assert people["Per Aune"] not in ties
    assert people["Nils Moe"] in ties
    for a, b in itertools.combinations(people.values(), 2):
        assert (b in ask.ties(a)) == (a in ask.ties(b))
