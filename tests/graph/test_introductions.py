"""Do introductions come out as the evidence says?"""

import itertools
import math
from datetime import date
from pathlib import Path

import pytest

from graph.algorithms.alternatives import further_ways
from graph.algorithms.evidence import warmth
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
    assert ask.blocked(target) == ((ids(ask)["Kari Lunde"], "asked us not to"),)


def test_a_used_up_cap_removes_a_messenger_for_this_quarter_only(tmp_path: Path) -> None:
    files = with_people("k,Kari Lunde,,1\ns,Sara Holm,,\nt,Håkon Myhre,,\ng,Marit Eikeland,,\n")
    files["asks.csv"] = "id,go_between,target,date\na1,k,t,2026-10-05\n"
    ask = introducer(tmp_path / "a", files)
    assert ask.excluded[ids(ask)["Kari Lunde"]] == "the one ask of this quarter is used"
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


def acquainted(*pairs: str) -> dict[str, str]:
    """Nobody worked together; pairs are acquainted, each told as ``a-b kind``."""
    rows = "".join("{},{},{},2026-11-01\n".format(*pair.split()[0].split("-"), pair.split()[1]) for pair in pairs)
    return {
        "companies.csv": "id,name,relation\nus,Us,ours\nn,Nordlys,client\n",
        "people.csv": "id,name\n" + "".join(f"{one},Person {one.upper()}\n" for one in "uvabcdt"),
        "employments.csv": "person,company,start\nu,us,2026-01\nv,us,2026-01\nt,n,2026-01\n",
        "acquaintances.csv": "from,to,kind,date\n" + rows,
    }


def test_further_ways_have_two_go_betweens_and_no_last_person_of_a_short_way(tmp_path: Path) -> None:
    ask = introducer(
        tmp_path, acquainted("u-a family", "a-b friend", "b-t friend", "v-c linkedin", "c-t advice", "a-c friend")
    )
    people = ids(ask)
    target = people["Person T"]
    assert [way.people[-2] for way in ask.introductions(target)] == [people["Person C"]]
    (way,) = further_ways(ask, target)
    assert way.people == tuple(people[f"Person {one}"] for one in "UABT")
    assert way.score == pytest.approx(math.prod(hop.warmth for hop in way.hops))


def test_further_ways_are_the_best_that_trying_all_of_them_finds(tmp_path: Path) -> None:
    kinds = ("friend", "linkedin", "advice", "family", "worked_with")
    letters = itertools.combinations("uvabcd", 2)
    pairs = [f"{x}-{y} {kinds[(ord(x) * 7 + ord(y)) % 5]}" for x, y in letters]
    pairs = [pair for pair in pairs if not (set(pair[:3]) & set("uv") and set(pair[:3]) & set("cd"))]
    ask = introducer(tmp_path, acquainted(*pairs, "c-t friend", "d-t advice"))
    target = ids(ask)["Person T"]
    ties = {one: ask.ties(one) for one in ask.world.snapshot.people}
    best: dict[str, float] = {}
    short = {way.people[-2] for way in ask.introductions(target)}
    for us, far, near in itertools.permutations(ties, 3):
        between = us in ask.ours and not {far, near, target} & ask.ours and len({far, near, target}) == 3
        if between and near not in short and us in ties[far] and far in ties[near] and near in ties[target]:
            product = warmth(ties[far][us]) * warmth(ties[near][far]) * warmth(ties[target][near])
            best[near] = max(best.get(near, 0), product)
    assert {way.people[-2]: pytest.approx(way.score) for way in further_ways(ask, target)} == best
    assert len(best) == 2
    assert further_ways(ask, ids(ask)["Person U"]) == ()


def test_an_alumnus_whom_nobody_met_is_still_reached_but_known_by_nobody(tmp_path: Path) -> None:
    files = dict(FIRM)
    files["people.csv"] += "o,Nils Moe,,\n"
    files["employments.csv"] += "o,us,Consultant,Data,2001,2004\no,n,Adviser,,2006,\n"
    ask = introducer(tmp_path, files)
    company = next(one for one, c in ask.world.snapshot.companies.items() if c.relation == "client")
    (nils,) = [item for item in ask.reach(company)[0] if item.person == ids(ask)["Nils Moe"]]
    assert (nils.group, nils.known_by) == ("alumni", 0)
    (direct,) = [way for way in nils.introductions if way.people[0] == ids(ask)["Kari Lunde"] and len(way.hops) == 1]
    assert direct.score == pytest.approx(0.10)
    assert "at different times" in direct.hops[0].evidence[0].text
    (nils,) = [item for item in ask.reach(company, top=1)[0] if item.person == ids(ask)["Nils Moe"]]
    assert [len(way.hops) for way in nils.introductions] == [1]
    assert nils.best > nils.introductions[0].score, "a stronger way over somebody in between is there"


def test_days_of_evidence_are_as_exact_as_the_sources_and_no_more(tmp_path: Path) -> None:
    files = {
        **FIRM,
        "acquaintances.csv": "from,to,kind,date\nk,t,friend,2003\ns,t,friend,2014-03\ns,g,friend,2014-03-09\n",
        "board_seats.csv": "person,company,role,start,end\nk,h,Chair,2020,2021-05\nt,h,Member,2019-02-03,2021\n",
    }
    ask = introducer(tmp_path, files)
    one = ids(ask)

    def days(a: str, b: str, kind: str) -> list[tuple[str, str]]:
        return [(item.start, item.end) for item in ask.evidence(one[a], one[b]) if item.kind == kind]

    assert days("Kari Lunde", "Håkon Myhre", "acquaintance") == [("2003", "")]
    assert days("Sara Holm", "Håkon Myhre", "acquaintance") == [("2014-03", "")]
    assert days("Sara Holm", "Marit Eikeland", "acquaintance") == [("2014-03-09", "")]
    assert days("Kari Lunde", "Håkon Myhre", "board") == [("2020", "2021-05")]


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
    # Nils began in 2014, but Alpha and Beta were one only from 2015 on
    assert ties[people["Nils Moe"]][0].months == (24, 24, 24)
    assert ties[people["Nils Moe"]][0].start == "2015-01-01"
    for a, b in itertools.combinations(people.values(), 2):
        assert (b in ask.ties(a)) == (a in ask.ties(b))


def test_a_direct_way_comes_before_a_stronger_one_over_a_go_between(tmp_path: Path) -> None:
    files = {**FIRM, "acquaintances.csv": "from,to,kind,date\ns,t,linkedin,2012\n"}
    files["employments.csv"] = FIRM["employments.csv"].split("k,h,Head")[0]
    ask = introducer(tmp_path, files)
    sara, marit, target = (ids(ask)[name] for name in ("Sara Holm", "Marit Eikeland", "Håkon Myhre"))
    direct, between = ask.introductions(target)
    assert (direct.people, between.people) == ((sara, target), (sara, marit, target))
    assert direct.score < between.score
    (only,) = ask.introductions(target, top=1)
    assert only.people == direct.people
    first = ask.first(target)
    assert first is not None
    assert first.people == direct.people


def test_a_school_in_common_is_no_acquaintance_and_comes_after_a_go_between(tmp_path: Path) -> None:
    files = {**FIRM, "studies.csv": "person,school,start,end\nk,NTNU,1990,1994\nt,NTNU,2001,2005\n"}
    files["employments.csv"] = FIRM["employments.csv"].split("k,h,Head")[0]
    ask = introducer(tmp_path, files)
    ways = ask.introductions(ids(ask)["Håkon Myhre"])
    assert [len(way.hops) for way in ways] == [2, 1]


SISTERS = {
    **FIRM,
    "companies.csv": "id,name,relation,parent\nus,Varde AS,ours,\nn,Nordlys Energi AS,client,\nh,Hafslund,other,\n"
    "hn,Hafslund Nett,other,h\nhk,Hafslund Kraft,other,h\nx,Nordkraft,other,\n",
    "employments.csv": "person,company,title,unit,start,end\nk,us,Partner,,2018,\ns,us,Manager,,2018,\n"
    "t,n,CFO,,2020-01,\nk,hn,Head,Grid,2012-03-01,2017-04-30\nt,hk,Director,Grid,2012-03-01,2017-04-30\ns,x,Head,,2012-03-01,2017-04-30\n",
}


def test_sister_companies_are_other_places_at_a_small_weight(tmp_path: Path) -> None:
    ask = introducer(tmp_path / "sisters", SISTERS)
    kari, target = ids(ask)["Kari Lunde"], ids(ask)["Håkon Myhre"]
    (way,) = ask.introductions(target)
    (fact,) = way.hops[0].evidence
    assert fact.text == "at Hafslund Kraft and Hafslund Nett, companies of one group, 2012-2017 (62 months)"
    one_place = {**SISTERS, "employments.csv": SISTERS["employments.csv"].replace("t,hk", "t,hn")}
    same = introducer(tmp_path / "same", one_place)
    (met,) = same.evidence(kari, target)
    assert fact.weight == pytest.approx(0.2 * met.weight)  # graph/parameters.toml, employment.subsidiary
    strangers = {**SISTERS, "companies.csv": SISTERS["companies.csv"].replace("other,h\n", "other,\n")}
    assert introducer(tmp_path / "strangers", strangers).introductions(target) == ()


def test_a_parent_and_its_subsidiary_are_of_one_group_and_a_circle_of_parents_ends(tmp_path: Path) -> None:
    files = {**SISTERS, "employments.csv": SISTERS["employments.csv"].replace("t,hk", "t,h")}
    files["companies.csv"] = files["companies.csv"].replace("h,Hafslund,other,\n", "h,Hafslund,other,hk\n")
    ask = introducer(tmp_path, files)
    (way,) = ask.introductions(ids(ask)["Håkon Myhre"])
    assert way.hops[0].evidence[0].text.startswith("at Hafslund and Hafslund Nett, companies of one group")


def test_a_merged_company_and_the_one_that_took_it_over_do_not_meet_twice(tmp_path: Path) -> None:
    merger = {**SISTERS, "company_succession.csv": "predecessor,successor,kind,date\nhn,hk,merger,2014-01-01\n"}
    ask = introducer(tmp_path, merger)
    (fact,) = ask.evidence(ids(ask)["Kari Lunde"], ids(ask)["Håkon Myhre"])
    assert (fact.start, fact.end) == ("2014-01-01", "2017-04-30")


def test_an_open_job_that_was_confirmed_later_went_on_all_the_time(tmp_path: Path) -> None:
    files = dict(FIRM)
    files["employments.csv"] = (
        "person,company,title,unit,start,end,observed_on\nk,us,Partner,Energy,2009,,2019-05-01\n"
        "k,us,Managing partner,Energy,2009,,2026-11-03\nt,n,CFO,Finance,2020-01,,2020-02-01\n"
    )
    ask = introducer(tmp_path, files, date(2026, 11, 1))
    kari, hakon = (ids(ask)[name] for name in ("Kari Lunde", "Håkon Myhre"))
    assert kari in ask.ours
    assert ask.world.jobs_now(kari)
    assert not ask.world.jobs_now(hakon), "nobody has confirmed that for more than five years, before or after"
