"""Do the answers say what the world says, page by page, and is what people enter kept?"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api import use_cases
from api.spreadsheet import introductions_rows, spreadsheet_cell, who_rows, written
from api.use_cases import Listing, Question
from api.use_cases.leadership import read_list
from api.use_cases.seniority import Bench, Colleague
from api.viewer import Viewer
from graph.errors import AmbiguousName, BadArgument, UnknownName
from graph.parameters import read_parameters
from graph.provenance import record_id
from graph.stores.base import Store
from tests.api.worlds import WORLD, world_store
from tests.places import Shared, empty_store
from tests.worlds import NOW, TODAY, loaded

pytestmark = pytest.mark.usefixtures("each_store")

ANNA = Viewer("Kari Lunde")
NUMBERS = read_parameters()
ASKED = Question(TODAY)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Store]]:
    shared = Shared(tmp_path_factory.mktemp("world"), world_store)
    yield shared
    shared.close()


@pytest.fixture
def reading(shared_store: Shared[Store]) -> Store:
    return shared_store()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with world_store(tmp_path) as opened:
        yield opened


def who(store: Store, **more: Any) -> Any:
    return use_cases.who(ANNA, store, "Nordlys Energi", ASKED, NUMBERS, listing=Listing(**more))


def names(told: Any) -> list[str]:
    return [item["person"]["name"] for item in told["people"]]


def test_pages_together_are_the_whole_list_each_person_once(reading: Store) -> None:
    whole = who(reading)
    first = who(reading, limit=2)
    second = who(reading, limit=2, after=first["next"])
    assert names(first) + names(second) == names(whole)
    assert (len(names(first)), second["next"], whole["total"]) == (2, None, 3)


def test_a_page_that_is_gone_is_refused_with_what_to_do(reading: Store) -> None:
    with pytest.raises(BadArgument, match="changed since"):
        who(reading, after="p-nobody")


def test_filters_and_order_choose_among_the_same_people(reading: Store) -> None:
    assert names(who(reading, unit="finance")) == ["Håkon Myhre", "Ola Nor"]
    assert names(who(reading, title="vp")) == ["Marit Eikeland"]
    assert names(who(reading, sort="name")) == ["Håkon Myhre", "Marit Eikeland", "Ola Nor"]
    unknown: Any = use_cases.who(
        ANNA, reading, "Havtun Shipping", ASKED, NUMBERS, listing=Listing(show="unreached", limit=1)
    )
    assert (names(unknown), [one["name"] for one in unknown["unreached"]["people"]]) == ([], ["Vera Vik"])
    assert names(who(reading, show="former")) == []
    with pytest.raises(BadArgument, match="sort is 'x'"):
        who(reading, sort="x")


def test_whom_only_others_know_is_known_by_nobody_and_the_closest_way_is_named(reading: Store) -> None:
    (mette,) = who(reading)["unreached"]["people"]
    assert (mette["name"], mette["leader"], len(mette["closest"]["people"])) == ("Mette Lund", True, 3)


def test_news_tell_who_came_who_left_who_was_judged_and_who_met_whom(tmp_path: Path) -> None:
    files = {
        **WORLD,
        "employments.csv": WORLD["employments.csv"] + "v,n,Adviser,,2026-11-16,\nx,v,Treasurer,,2026-11-20,\n",
        "contacts.csv": WORLD["contacts.csv"] + "m8,meeting,2026-11-12,k;t\nm9,meeting,2026-11-19,k;t\n",
        "stances.csv": WORLD["stances.csv"] + "g,2026-11-17,1,yes\ng,2026-11-18,2,\n",
    }
    files["employments.csv"] = files["employments.csv"].replace(
        "x,n,Treasurer,Finance,2016,2023", "x,n,Treasurer,Finance,2016,2026-11-18"
    )
    with world_store(tmp_path, files) as store:
        told: Any = use_cases.news(ANNA, store, "Nordlys Energi", ASKED, NUMBERS)
    assert told["since"] == "2026-11-13"
    assert [(one["on"], one["text"]) for one in told["news"]] == [
        ("2026-11-18", "Tor Erik Nygård, Treasurer, left for Havtun Shipping."),
        ("2026-11-17", "Marit Eikeland is now a supporter (agreed)."),
        ("2026-11-16", "Vera Vik, Adviser, came."),
        ("2026-11-19", "Kari Lunde met Håkon Myhre, CFO."),
    ]


def test_the_last_contact_is_ours_and_not_after_the_day(reading: Store) -> None:
    def last(day: date) -> dict[str, str | None]:
        told: Any = use_cases.who(ANNA, reading, "Nordlys Energi", Question(day), NUMBERS)
        return {item["person"]["name"]: item["person"]["last_contact"] for item in told["people"]}

    assert last(TODAY)["Marit Eikeland"] == "2026-11-10"  # her calls of 12 Nov were with a colleague
    assert last(date(2026, 11, 5))["Marit Eikeland"] == "2026-11-01"
    assert last(TODAY)["Håkon Myhre"] is None


def test_the_next_decision_is_the_open_one_that_comes_first(tmp_path: Path) -> None:
    files = {
        **WORLD,
        "opportunities.csv": "id,company,name,decision_date,outcome\na,n,Old,2026-10-01,won\nb,n,Late,2027-06-01,\n"
        "c,n,Grid platform,2026-12-01,\nd,n,Past,2026-11-01,\n",
        "seats.csv": "opportunity,person,role,weight\nc,t,decider,60\nc,g,decider,40\nc,o,user,\n",
    }
    with world_store(tmp_path, files) as store:
        told: Any = use_cases.next_decision(ANNA, store, "Nordlys Energi", ASKED, NUMBERS)
        people: Any = use_cases.who(ANNA, store, "Nordlys Energi", ASKED, NUMBERS)["people"]
        assert use_cases.next_decision(ANNA, store, "Havtun Shipping", ASKED, NUMBERS) is None
    assert (told["name"], told["days_left"], told["standing"]) == ("Grid platform", 7, "losing, narrowly")
    assert told["title"] == "One against, one unknown holds just under half"
    assert [(one["name"], one["stance"]) for one in told["deciders"]] == [("Håkon Myhre", -1), ("Marit Eikeland", None)]
    assert {one["person"]["name"]: one["person"]["seats"] for one in people}["Håkon Myhre"] == ["decider"]


def test_who_left_is_offered_as_a_way_in(reading: Store) -> None:
    (gone,) = who(reading)["former"]["people"]
    assert (gone["name"], gone["text"]) == ("Tor Erik Nygård", "left in 2023, knows the people there")
    assert gone["introductions"][0]["people"][0]["name"] == "Kari Lunde"


def test_leaders_are_counted_in_each_group_and_the_missing_ones_named(reading: Store) -> None:
    told = who(reading)
    assert told["groups"]["colleagues"] == {"leaders": 1, "others": 2}
    assert told["listed_leaders"]["reached"] == 1
    assert [one["name"] for one in told["listed_leaders"]["missing"]] == ["Ingrid Solberg", "Mette Lund"]


def test_a_partner_goes_alone_and_a_consultant_takes_somebody_of_the_field_along() -> None:
    kari = Colleague("k", "Kari", "Partner", "Energy")
    per = Colleague("p", "Per", "Director", "Finance")
    jonas = Colleague("j", "Jonas", "Consultant", "Data")
    bench = Bench([jonas, per, kari])
    assert bench.who_goes("k", "CFO", "Finance") == (kari, "Partner, about as senior as their CFO")
    assert bench.who_goes("j", "CFO", "Finance") == (per, "of the same field: finance")
    assert bench.who_goes("j", "CFO", "Unheard of") is None


def test_the_lunch_opens_the_door_that_only_the_guest_opens(reading: Store) -> None:
    told: Any = use_cases.doors(ANNA, reading, "Nordlys Energi", ASKED, NUMBERS)
    lunch = told["lunches"][0]
    assert (lunch["host"]["name"], lunch["guest"]["name"]) == ("Sara Holm", "Marit Eikeland")
    assert [one["name"] for one in lunch["opens"]] == ["Mette Lund"]
    assert [(one["name"], one["id"] is None) for one in told["nobody_knows"]] == [
        ("Mette Lund", False), ("Ingrid Solberg", True),
    ]  # fmt: skip


def test_a_person_has_a_card_a_career_and_a_history_by_source(reading: Store) -> None:
    told: Any = use_cases.person(ANNA, reading, reading, "Håkon Myhre", ASKED, NUMBERS)
    assert (told["person"]["title"], told["person"]["stance"], told["reports"]) == ("CFO", -1, ["Ola Nor"])
    assert [(stay["company"]["name"], stay["years"]) for stay in told["career"]] == [
        ("Nordlys Energi AS", "since 2020"), ("Hafslund", "2012–2017"),
    ]  # fmt: skip
    assert told["known_by"][0]["name"] == "Kari Lunde"
    assert [(note["kind"], note["text"], note["from"]) for note in told["notes"]] == [
        ("measured_on", "cost per customer", "Håkon Myhre")
    ]
    assert told["stances"] == [{"toward": None, "value": -1, "agreed": True, "date": "2026-11-03"}]
    lines = {line["text"]: line for line in told["changes"]}
    job, stance = lines["CFO at Nordlys Energi AS, Finance"], lines["sceptic (−1) toward us, says the team"]
    assert (job["record"], job["start"], job["end"]) == ("employments.csv:4", "2020-01", "")
    assert (stance["start"], stance["end"], stance["on"]) == ("2026-11-03", "2026-11-03", TODAY.isoformat())
    assert told["changes_total"] == len(told["changes"])


def test_what_changed_stands_at_the_day_it_is_so_and_what_sources_say_alike_is_one_line(
    store: Store, tmp_path: Path
) -> None:
    again = {
        "companies.csv": "id,name\n1,Nordlys Energi AS\n",
        "people.csv": "id,name,email\n9,Håkon Myhre,h@n.example\n",
        "employments.csv": "person,company,title,unit,start,end\n9,1,CFO,Finance,2020-01,\n9,1,Chair,,2027-01,\n",
    }
    loaded(store, tmp_path / "world", {**WORLD, "people.csv": "id,name,email\nt,Håkon Myhre,h@n.example\n"})
    loaded(store, tmp_path / "register", again)
    told: Any = use_cases.person(ANNA, store, store, "Håkon Myhre", ASKED, NUMBERS)
    (job,) = [line for line in told["changes"] if line["text"].startswith("CFO at") and line["start"] == "2020-01"]
    assert [one["source"] for one in job["sources"]] == ["world", "register"]
    days = [line["start"] for line in told["changes"] if line["start"] and line["kind"] == "said"]
    assert days == sorted(days, reverse=True)
    assert job["start"] == "2020-01"
    assert not any("Chair" in line["text"] for line in told["changes"])  # so only after the day that is asked about


def test_a_job_that_was_only_seen_is_told_with_the_dated_one_and_not_once_for_each_export(
    store: Store, tmp_path: Path
) -> None:
    myhre, nordlys = (record_id("world", table, own) for table, own in (("people", "t"), ("companies", "n")))
    for day in ("2026-10-01", "2026-11-01"):
        seen = {"employments.csv": f"person,company,title,observed_on\n{myhre},{nordlys},CFO,{day}\n"
                f"{myhre},{nordlys},Chair,{day}\n"}  # fmt: skip
        loaded(store, tmp_path / f"seen-{day}", seen)
    told: Any = use_cases.person(ANNA, store, store, "Håkon Myhre", ASKED, NUMBERS)
    at_nordlys = [line for line in told["changes"] if "at Nordlys" in line["text"]]
    assert [(line["text"], line["start"], len(line["sources"])) for line in at_nordlys] == [
        ("Chair at Nordlys Energi AS, since when is not told", "2026-11-01", 2),
        ("CFO at Nordlys Energi AS, Finance", "2020-01", 3),
    ]


def test_every_list_and_the_person_count_the_same_who_of_us_know_somebody(reading: Store) -> None:
    listed = who(reading)["people"]
    assert len(listed) == 3
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(written(who_rows, who(reading), machine=True)))}
    unit: Any = use_cases.show_map(ANNA, reading, "Nordlys Energi", ASKED, NUMBERS)
    met = {one["id"]: len(one["met_by"]) for one in unit["people"]}
    for item in listed:
        told: Any = use_cases.person(ANNA, reading, reading, item["person"]["id"], ASKED, NUMBERS)
        known, name = told["known"], item["person"]["name"]
        assert known["total"] == item["known_by"] == int(rows[item["person"]["id"]]["known_by"]), name
        assert known["met"] == met[item["person"]["id"]] <= known["total"], name
        assert sum(one["knows"] for one in told["known_by"]) == min(known["total"], 12), name
    assert {item["person"]["name"]: item["known_by"] for item in listed}["Ola Nor"] == 1
    ola: Any = use_cases.person(ANNA, reading, reading, "Ola Nor", ASKED, NUMBERS)
    assert ola["known"] == {"total": 1, "met": 0, "close": 0, "here": 0, "apart": 0}  # connected online, never met


def test_a_changed_row_is_one_line_with_what_it_was(store: Store, tmp_path: Path) -> None:
    from tests.api.worlds import WORLD
    from tests.worlds import loaded

    later = {**WORLD, "employments.csv": WORLD["employments.csv"].replace("VP Data,IT", "VP Data,Digital")}
    loaded(store, tmp_path / "world", later)
    told: Any = use_cases.person(ANNA, store, store, "Marit Eikeland", ASKED, NUMBERS)
    changed = [line for line in told["changes"] if line["kind"] == "changed"]
    assert [(line["text"], line["was"]) for line in changed] == [
        ("VP Data at Nordlys Energi AS, Digital", "VP Data at Nordlys Energi AS, IT")
    ]


def test_two_people_have_the_tie_that_their_facts_make(reading: Store) -> None:
    told: Any = use_cases.tie(ANNA, reading, "Kari Lunde", "Håkon Myhre", ASKED, NUMBERS)
    assert told["evidence"][0]["text"] == "both at Hafslund, Grid, 2012-2017 (62 months)"
    assert use_cases.tie(ANNA, reading, "Kari Lunde", "Ola Nor", ASKED, NUMBERS)["word"] is None
    with pytest.raises(BadArgument, match="same person"):
        use_cases.tie(ANNA, reading, "Kari Lunde", "kari lunde", ASKED, NUMBERS)


def test_names_are_found_by_beginning_middle_and_resemblance(reading: Store) -> None:
    def found(query: str) -> list[Any]:
        told: Any = use_cases.people(ANNA, reading, query, ASKED, NUMBERS)
        return [one["name"] for one in told["people"]]

    assert found("hakon") == found("MYHRE") == found("Haakon Myre") == ["Håkon Myhre"]
    assert found("") == sorted(found(""), key=str.casefold)
    told: Any = use_cases.companies(ANNA, reading, "", ASKED, NUMBERS)
    assert told["companies"][0]["relation"] == "client"
    one: Any = use_cases.company(ANNA, reading, "Nordlys Energi", ASKED, NUMBERS)
    assert (one["people"], len(one["leaders"])) == (4, 3)


def test_a_draft_names_the_reason_and_the_one_who_asks(reading: Store) -> None:
    told: Any = use_cases.draft_ask(ANNA, reading, "Ola Nor", ASKED, NUMBERS)
    assert told["go_between"]["name"] == "Sara Holm"
    assert "Marit Eikeland" in told["text"]
    assert told["text"].endswith("Thank you\nKari Lunde\n")


def test_an_ask_is_kept_once_counts_against_the_cap_and_can_be_answered(store: Store) -> None:
    def ask(day: date) -> Any:
        jonas = use_cases.find_person(use_cases.read_snapshot(store, ASKED), "Jonas Lie")
        return use_cases.record_ask(
            ANNA, store, store, "Håkon Myhre", Question(day), NUMBERS, through=jonas, at=NOW
        )  # fmt: skip

    first = ask(TODAY)
    assert ask(TODAY) == first
    told: Any = use_cases.asks(ANNA, store, ASKED, NUMBERS, person="Jonas Lie")
    assert [(one["target"]["name"], one["asked_by"]["name"], one["answer"]) for one in told["asks"]] == [
        ("Håkon Myhre", "Kari Lunde", None)
    ]
    use_cases.answer_ask(ANNA, store, first["id"], answer="yes", outcome="met", at=NOW)
    told = use_cases.asks(ANNA, store, ASKED, NUMBERS)
    assert [(one["answer"], one["outcome"]) for one in told["asks"]] == [("yes", "met")]
    ask(date(2026, 11, 23))
    with pytest.raises(BadArgument, match="all 2 asks of this quarter are used"):
        ask(TODAY)
    with pytest.raises(BadArgument, match="answer is 'perhaps'"):
        use_cases.answer_ask(ANNA, store, first["id"], answer="perhaps", at=NOW)
    with pytest.raises(BadArgument, match="No ask"):
        use_cases.answer_ask(ANNA, store, "nothing", answer="yes", at=NOW)


def test_a_pasted_list_is_read_line_by_line() -> None:
    lines, rejected = read_list(
        "Name\tTitle\tReports to\n1. Ingrid Solberg\tChief executive\n- Håkon Myhre, CFO, Ingrid Solberg\n\n"
        "hakon myhre\n, CFO\nA, b, c, d\n"
    )
    assert [(one.name, one.title, one.reports_to) for one in lines] == [
        ("Ingrid Solberg", "Chief executive", ""), ("Håkon Myhre", "CFO", "Ingrid Solberg"),
    ]  # fmt: skip
    assert [(one["line"], str(one["reason"])[:12]) for one in rejected] == [
        (5, "is there twi"), (6, "has no name"), (7, "has more tha"),
    ]  # fmt: skip


def test_the_next_list_takes_the_place_of_the_one_before_and_undo_brings_it_back(store: Store) -> None:
    def load(text: str) -> Any:
        return use_cases.load_list(ANNA, store, store, "Hafslund", text, ASKED, NUMBERS, listed_on=TODAY, at=NOW)

    def total() -> Any:
        told: Any = use_cases.who(ANNA, store, "Hafslund", ASKED, NUMBERS)
        return told["listed_leaders"] and told["listed_leaders"]["total"]

    assert total() is None
    entry = load("A B, CEO\nC D, CFO\n")
    assert total() == 2
    load("A B, CEO")
    assert total() == 1
    store.undo(entry.source, at=NOW)
    assert total() == 2
    with pytest.raises(BadArgument, match="No line"):
        load("\n\n")


@pytest.mark.parametrize("text", ["=1+1", " +1", "\t=x", "@a", "-2", "＝1", "\u00a0=1", "\r\n=1"])
def test_no_cell_of_a_spreadsheet_becomes_a_formula(text: str) -> None:
    assert spreadsheet_cell(text) == "'" + text


def test_csv_has_a_row_for_everybody_and_machines_get_it_unescaped(reading: Store) -> None:
    nobody = use_cases.who(ANNA, reading, "Havtun Shipping", ASKED, NUMBERS)
    rows = list(csv.DictReader(io.StringIO(written(who_rows, nobody, machine=False))))
    assert [(row["name"], row["group"]) for row in rows] == [("Vera Vik", "nobody knows")]
    told = who(reading)
    told["people"][0]["person"]["name"] = "=HYPERLINK(1)"
    people = list(csv.DictReader(io.StringIO(written(who_rows, told, machine=False))))
    assert people[0]["name"] == "'=HYPERLINK(1)"
    assert people[-1]["name"] == "Tor Erik Nygård"
    machine = list(csv.DictReader(io.StringIO(written(who_rows, told, machine=True))))
    assert machine[0]["name"] == "=HYPERLINK(1)"
    ways = use_cases.introductions(ANNA, reading, "Håkon Myhre", ASKED, NUMBERS)
    rows = list(csv.DictReader(io.StringIO(written(introductions_rows, ways, machine=True))))
    assert rows[0]["text"] == "both at Hafslund, Grid, 2012-2017 (62 months)"
    assert None not in rows[-1]


def test_a_company_is_found_by_its_alias_and_by_every_name_it_had(tmp_path: Path) -> None:
    files = {
        **WORLD,
        "companies.csv": "id,name,relation,registry_number\nus,Varde AS,ours,\nn,Nordlys Energi AS,client,9\n"
        "h,Hafslund,other,\no,Solkraft,other,\nv,Havtun Shipping,client,\n",
        "company_aliases.csv": "company,alias\nn,NE Group\n",
        "company_succession.csv": "predecessor,successor,kind,date\no,n,rename,2015\n",
    }
    store = empty_store(tmp_path)
    loaded(store, tmp_path / "crm", files)
    register = {"companies.csv": "id,name,registry_number\n1,Nordlys Kraft og Energi Holding AS,9\n"}
    loaded(store, tmp_path / "register", register)
    wanted = use_cases.company(ANNA, store, "Nordlys Energi", ASKED, NUMBERS)["company"]
    for name in ("ne group", "Solkraft AS", "Nordlys Kraft og Energi Holding"):
        assert use_cases.company(ANNA, store, name, ASKED, NUMBERS)["company"] == wanted
    with pytest.raises(UnknownName):
        use_cases.company(ANNA, store, "NE", ASKED, NUMBERS)


def test_an_exact_name_wins_over_one_without_its_legal_form(tmp_path: Path) -> None:
    files = {
        "companies.csv": "id,name,relation,country\na,Alfa AS,client,NO\nb,Alfa GmbH,client,DE\nc,Beta,client,DE\n",
        "company_aliases.csv": "company,alias\nc,Alfa KG\n",
    }
    with empty_store(tmp_path) as store:
        loaded(store, tmp_path / "in", files)
        for name, own in (("Alfa AS", "a"), ("alfa gmbh", "b"), ("Alfa KG", "c")):
            told: Any = use_cases.company(ANNA, store, name, ASKED, NUMBERS)
            assert told["company"]["id"] == record_id("in", "companies", own)
        for name in ("Alfa", "Alfa SA"):
            with pytest.raises(AmbiguousName, match="2 company records answer to") as refused:
                use_cases.company(ANNA, store, name, ASKED, NUMBERS)
            for own, shown in (("a", "Alfa AS, NO"), ("b", "Alfa GmbH, DE")):
                offered = f"{record_id('in', 'companies', own)} ({shown}, client, nobody known)"
                assert offered in str(refused.value.remedy)


def test_companies_of_one_name_are_told_apart_and_those_of_one_place_are_one(tmp_path: Path) -> None:
    files = {
        "companies.csv": "id,name,relation\na,Department for Education,client\nb,Department for Education,client\n"
        "m,Housing,client\nn,Levelling Up,client\no,Housing,client\n",
        "people.csv": "id,name\np,Anna Berg\nq,Per Aune\n",
        "employments.csv": "person,company,title,start,end\np,a,Minister,1992,1995\nq,b,Minister,2010-05,\n",
        "company_succession.csv": "predecessor,successor,kind,date\nm,n,rename,2021-09-18\nn,o,rename,2024-07-05\n",
    }
    with empty_store(tmp_path) as store:
        loaded(store, tmp_path / "in", files)
        with pytest.raises(AmbiguousName) as refused:
            use_cases.who(ANNA, store, "Department for Education", ASKED, NUMBERS)
        assert "(Department for Education, client, 1 person known, 1992–1995)" in str(refused.value.remedy)
        assert "(Department for Education, client, 1 person known, 2010)" in str(refused.value.remedy)
        told: Any = use_cases.who(ANNA, store, "Housing", ASKED, NUMBERS)
    assert told["company"]["id"] == record_id("in", "companies", "o")


def test_a_day_of_belief_does_not_know_what_was_taken_back_later(store: Store, tmp_path: Path) -> None:
    def changes(known_on: date | None) -> set[tuple[str, str]]:
        told: Any = use_cases.person(ANNA, store, store, "Håkon Myhre", Question(TODAY, known_on), NUMBERS)
        return {(line["kind"], line["on"]) for line in told["changes"]}

    myhre, later = record_id("world", "people", "t"), NOW + timedelta(days=5)
    note = {"notes.csv": f"person,kind,text,date\n{myhre},heard,likes boats,2026-11-20\n"}
    loaded(store, tmp_path / "heard", note)
    before = changes(None)
    store.undo("heard", at=later)
    assert changes(TODAY) == before
    assert changes(None) == before | {("withdrawn", later.date().isoformat())}


def test_a_company_says_what_became_of_it_and_what_was_there_before_up_to_the_day(tmp_path: Path) -> None:
    files = {
        **WORLD,
        "companies.csv": WORLD["companies.csv"] + "o,Solkraft,other,NO\nz,Framtid,other,NO\n",
        "company_succession.csv": "predecessor,successor,kind,date\no,n,merger,2015-03-01\nn,z,demerger,2027-01-01\n",
    }
    store = empty_store(tmp_path)
    loaded(store, tmp_path / "world", files)
    told: Any = use_cases.company(ANNA, store, "Solkraft", ASKED, NUMBERS)
    assert [(one["name"], one["kind"], one["on"]) for one in told["became"]] == [
        ("Nordlys Energi AS", "merger", "2015-03-01")
    ]
    nordlys: Any = use_cases.company(ANNA, store, "Nordlys Energi AS", ASKED, NUMBERS)
    assert ([one["name"] for one in nordlys["came_from"]], nordlys["became"]) == (["Solkraft"], [])
    listed: Any = use_cases.companies(ANNA, store, "Solkraft", ASKED, NUMBERS)
    assert [one["name"] for one in listed["companies"][0]["became"]] == ["Nordlys Energi AS"]
    later: Any = use_cases.company(ANNA, store, "Nordlys Energi AS", Question(date(2027, 2, 1)), NUMBERS)
    assert [one["name"] for one in later["became"]] == ["Framtid"]


def test_a_found_person_without_a_job_says_what_they_were(reading: Store) -> None:
    told: Any = use_cases.people(ANNA, reading, "Tor Erik", ASKED, NUMBERS)
    assert told["people"][0]["formerly"] == {
        "title": "Treasurer", "company": "Nordlys Energi AS", "until": "2023",
    }  # fmt: skip
    known: Any = use_cases.people(ANNA, reading, "Håkon", ASKED, NUMBERS)
    assert known["people"][0]["formerly"] is None


def test_an_ask_that_cannot_be_drafted_says_why_and_what_to_do(reading: Store) -> None:
    with pytest.raises(BadArgument, match="Vera Vik") as unknown:
        use_cases.draft_ask(ANNA, reading, "Vera Vik", ASKED, NUMBERS, through="")
    assert "Load more archives" in unknown.value.remedy
    with pytest.raises(BadArgument, match="Sara Holm is one of us"):
        use_cases.draft_ask(ANNA, reading, "Sara Holm", ASKED, NUMBERS, through="")
