"""Are records of one full name at one company told together, and apart once they are said to be different?"""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api import use_cases
from api.terminal import print_introductions, print_who
from api.use_cases import Question
from api.use_cases.stance_history import stance_history
from api.use_cases.walking_in import before_walking_in
from api.viewer import Viewer
from graph.errors import AmbiguousName, BadArgument
from graph.parameters import read_parameters
from graph.provenance import record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from tests.worlds import NOW, TODAY, loaded
from viz.client import client_groups

KARI, NUMBERS, ASKED = Viewer("Kari Lunde"), read_parameters(), Question(TODAY)
FIRM = {
    "companies.csv": "id,name,relation\nus,Varde,ours\nold,Hafslund,other\ncli,Nordlys Energi,client\n",
    "people.csv": "id,name,email\nkari,Kari Lunde,kari@varde.example\nper,Per Aune,\njo,Jo Nes,\nola,Ola Nord,\n",
    "employments.csv": (
        "person,company,title,start,end\nkari,us,Partner,2018,\nper,us,Partner,2018,\njo,cli,CFO,2020,\n"
        "ola,cli,CIO,2019,\nkari,old,Analyst,2012,2017\njo,old,Analyst,2012,2017\n"
    ),
    "acquaintances.csv": "from,to,kind,declared_by\nper,ola,friend,per\n",
}
CRM = {
    "companies.csv": "id,name,relation\ncli,Nordlys Energi,client\nus,Varde,ours\n",
    "people.csv": "id,name,email\nk,Kari Lunde,kari@varde.example\nj,Jo  NES,\n",
    "employments.csv": "person,company,title,start,end\nj,cli,Chief financial officer,2020,\nk,us,Partner,2018,\n",
    "contacts.csv": "id,kind,date,participants\nm,meeting,2026-10-05,k;j\n",
}
TWO = {record_id("firm", "people", "jo"), record_id("crm", "people", "j")}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with MemoryStore() as opened:
        loaded(opened, tmp_path / "firm", FIRM)
        loaded(opened, tmp_path / "crm", CRM)
        yield opened


def who(store: Store) -> list[Any]:
    told: Any = use_cases.who(KARI, store, "Nordlys Energi", ASKED, NUMBERS)
    return [item for item in told["people"] if item["person"]["name"].casefold().split() == ["jo", "nes"]]


def ways(store: Store, person: str = "Jo Nes") -> Any:
    return use_cases.introductions(KARI, store, person, ASKED, NUMBERS)


def test_one_line_tells_what_both_records_say_of_the_same_two_people(store: Store) -> None:
    (line,) = who(store)
    first = line["introductions"][0]
    assert [one["name"] for one in first["people"][:-1]] == ["Kari Lunde"]
    assert {item["kind"] for item in first["hops"][0]["evidence"]} == {"employment", "contact"}
    assert line["best"] == first["score"] > max(item["weight"] for item in first["hops"][0]["evidence"])
    assert set(line["probably_same"]) == TWO
    assert line["known_by"] == 1


def test_the_ways_to_either_record_are_those_to_both_and_lead_through_neither(store: Store) -> None:
    for record in TWO:
        told = ways(store, record)
        assert set(told["probably_same"]) == TWO
        first = told["introductions"][0]
        assert {item["kind"] for item in first["hops"][0]["evidence"]} == {"employment", "contact"}
        through = {one["id"] for way in (*told["introductions"], *told["further"]) for one in way["people"][:-1]}
        assert not through & TWO
        assert len({way["people"][-2]["id"] for way in told["introductions"]}) == len(told["introductions"])


def test_time_at_one_firm_told_of_both_records_counts_once(tmp_path: Path) -> None:
    twice = {**CRM, "employments.csv": CRM["employments.csv"] + "j,old,Analyst,2012,2017\n"}
    twice["companies.csv"] += "old,Hafslund,other\n"
    with MemoryStore() as store:
        loaded(store, tmp_path / "firm", FIRM)
        loaded(store, tmp_path / "crm", twice)
        (line,) = who(store)
    kinds = [item["kind"] for item in line["introductions"][0]["hops"][0]["evidence"]]
    assert sorted(kinds) == ["contact", "employment"]


def test_who_are_said_to_be_different_are_two_lines_and_no_question(store: Store) -> None:
    a, b = sorted(TWO)
    use_cases.decide(KARI, store, a, b, "different", at=NOW)
    lines = who(store)
    assert len(lines) == 2
    assert not any(line["probably_same"] for line in lines)
    assert ways(store, a)["probably_same"] == []
    with pytest.raises(AmbiguousName, match="Jo Nes") as refused:
        ways(store)
    assert "CFO, Nordlys Energi" in refused.value.remedy
    assert "Chief financial officer, Nordlys Energi" in refused.value.remedy
    use_cases.decide(KARI, store, a, b, "same", at=NOW)
    (line,) = who(store)
    assert line["probably_same"] == []


def test_what_one_record_leaves_out_the_other_tells_in_every_answer(tmp_path: Path) -> None:
    untitled = {**CRM, "employments.csv": CRM["employments.csv"].replace("Chief financial officer", "")}
    plain = {**FIRM, "people.csv": FIRM["people.csv"].replace("name,email", "name,email,do_not_ask").replace(
        "jo,Jo Nes,", "jo,Jo Nes,,yes")}  # fmt: skip
    for titles, firm in (
        (untitled, plain),
        (CRM, {**plain, "employments.csv": plain["employments.csv"].replace("CFO", "")}),
    ):
        with MemoryStore() as store:
            loaded(store, tmp_path / "firm", firm)
            loaded(store, tmp_path / "crm", titles)
            (line,) = who(store)
            told = [line["person"], *(ways(store, one)["target"] for one in TWO)]
            told += [use_cases.person(KARI, store, store, one, ASKED, NUMBERS)["person"] for one in TWO]
            assert {(one["title"], one["do_not_ask"]) for one in told} == {
                ("CFO" if titles is untitled else "Chief financial officer", True)
            }
            assert not ways(store, "Per Aune")["target"]["do_not_ask"]


def test_a_do_not_ask_mark_and_one_of_us_are_said_in_the_terminal_and_on_the_page(tmp_path: Path) -> None:
    marked = {**FIRM, "people.csv": FIRM["people.csv"].replace("name,email", "name,email,do_not_ask").replace(
        "ola,Ola Nord,", "ola,Ola Nord,,yes")}  # fmt: skip
    with MemoryStore() as store:
        loaded(store, tmp_path / "firm", marked)
        told: Any = use_cases.who(KARI, store, "Nordlys Energi", ASKED, NUMBERS)
        lines = printed(print_who, told)
        assert [("Ola Nord" in line, "Jo Nes" in line) for line in lines if "marked do not ask" in line] == [
            (True, False)
        ]
        rows = [
            row for group in client_groups(told) for row in group.rows if any("do not ask" in w for w in row.warnings)
        ]
        assert [row.name for row in rows] == ["Ola Nord"]
        assert "Marked do not ask: find out why before anybody goes there." in printed(
            print_introductions, ways(store, "Ola Nord")
        )
        ours = ways(store, "Per Aune")
        assert ours["target"]["ours"]
        said = " ".join(printed(print_introductions, ours))
        assert "Per Aune is one of us: talk to them." in said
        assert "archives" not in said
        assert not ways(store, "Ola Nord")["target"]["ours"]


def test_who_left_and_is_marked_is_told_so(tmp_path: Path) -> None:
    left = {**FIRM, "people.csv": FIRM["people.csv"].replace("name,email", "name,email,do_not_ask").replace(
        "jo,Jo Nes,", "jo,Jo Nes,,yes"),
        "employments.csv": FIRM["employments.csv"].replace("CFO,2020,", "CFO,2020,2023"),
    }  # fmt: skip
    with MemoryStore() as store:
        loaded(store, tmp_path / "firm", left)
        told: Any = use_cases.who(KARI, store, "Nordlys Energi", ASKED, NUMBERS)
    assert [(one["name"], one["do_not_ask"]) for one in told["former"]["people"]] == [("Jo Nes", True)]
    (line,) = [line for line in printed(print_who, told) if "marked do not ask" in line]
    assert line.startswith("Jo Nes left in 2023")


def printed(show: Any, told: Any) -> list[str]:
    console = Console(file=StringIO(), width=300)
    show(console, told)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined, no-any-return] -- the file is a StringIO


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_company_and_a_person_are_never_judged_to_be_one_or_two(store: Store, verdict: str) -> None:
    before = store.revision()
    person, company = record_id("firm", "people", "jo"), record_id("firm", "companies", "cli")
    for a, b in ((person, company), (company, person)):
        with pytest.raises(BadArgument, match=f"{company} is a company"):
            use_cases.decide(KARI, store, a, b, verdict, at=NOW)
    assert store.revision() == before


def test_the_person_tells_who_knows_either_record(store: Store) -> None:
    for record in TWO:
        told: Any = use_cases.person(KARI, store, store, record, ASKED, NUMBERS)
        (kari,) = [one for one in told["known_by"] if one["knows"]]
        assert {item["kind"] for item in kari["evidence"]} == {"employment", "contact"}
        assert told["known"]["total"] == 1


def test_people_of_one_name_and_job_are_told_apart_by_who_says_so(tmp_path: Path) -> None:
    crm = {**CRM, "employments.csv": CRM["employments.csv"].replace("Chief financial officer", "CFO")}
    with MemoryStore() as store:
        loaded(store, tmp_path / "firm", FIRM)
        loaded(store, tmp_path / "crm", crm)
        one, other = sorted(TWO)
        use_cases.decide(KARI, store, one, other, "different", at=NOW)
        with pytest.raises(AmbiguousName) as refused:
            ways(store)
    assert "(CFO, Nordlys Energi, crm)" in refused.value.remedy
    assert "(CFO, Nordlys Energi, firm)" in refused.value.remedy


def test_what_is_said_of_a_decision_speaks_of_all_records_of_who_decides(tmp_path: Path) -> None:
    firm = {
        **FIRM,
        "employments.csv": FIRM["employments.csv"].replace("jo,old,Analyst,2012,2017\n", ""),
        "opportunities.csv": "id,company,name,decision_date\no,cli,Data platform,2027-02-01\n",
        "seats.csv": "opportunity,person,role\no,jo,decider\n",
    }
    alone, both = MemoryStore(), MemoryStore()
    with alone, both:
        for one in (alone, both):
            loaded(one, tmp_path / "firm", firm)
        loaded(both, tmp_path / "crm", CRM)
        before: Any = use_cases.show_map(KARI, alone, "Data platform", ASKED, NUMBERS)
        told: Any = use_cases.show_map(KARI, both, "Data platform", ASKED, NUMBERS)
        assert {one["detail"] for one in before["sentences"]} == {"Per Aune, through Ola Nord."}
        assert {one["detail"] for one in told["sentences"]} == {"Kari Lunde knows Jo Nes."}
        (move,) = [one for one in told["next_moves"] if one["person"] in TWO][:1]
        assert move["text"].endswith("Kari Lunde can go.")
        for person in (one for one in told["people"] if one["id"] in TWO):
            assert (len(person["met_by"]), person["last_contact"], person["met"]) == (1, "2026-10-05", True)
        named = {kind: {one["name"] for one in told["gaps"][kind]} for kind in ("never_met", "no_tie")}
        assert not named["never_met"] & {"Jo Nes", "Jo NES"}
        assert not named["no_tie"]
        card: Any = use_cases.person(KARI, both, both, sorted(TWO)[0], ASKED, NUMBERS)
        assert card["known"]["met"] == 1
        for record in TWO:
            walk: Any = before_walking_in(KARI, both, record, ASKED, NUMBERS)
            assert [(one["name"], one["share"]) for one in walk["decides"]] == [("Data platform", 1.0)]
        one, other = sorted(TWO)
        use_cases.decide(KARI, both, one, other, "different", at=NOW)
        apart: Any = use_cases.show_map(KARI, both, "Data platform", ASKED, NUMBERS)
        assert {one["detail"] for one in apart["sentences"]} == {"Per Aune, through Ola Nord."}


def two_records(folder: Path) -> MemoryStore:
    """Return a store in which each of two records tells what the other does not: stays, judgements, notes and asks."""
    firm = {
        **FIRM,
        "stances.csv": "person,by,date,value,note\njo,kari,2026-09-01,-1,Doubts the price\n",
        "notes.csv": "person,kind,text,date\njo,concern,Crew shortage,2026-10-02\n",
    }
    crm = {
        **CRM,
        "companies.csv": CRM["companies.csv"] + "bank,Fjordbank,other\nold,Hafslund,other\n",
        "employments.csv": CRM["employments.csv"] + "j,bank,Adviser,2009,2011\nj,old,Analyst,2012,2017\n",
        "stances.csv": "person,by,date,value\nj,k,2026-10-05,1\n",
        "reporting.csv": "person,manager,start\nj,b,2020\n",
        "people.csv": CRM["people.csv"] + "b,Berit Moe,\n",
    }
    made = MemoryStore()
    loaded(made, folder / "firm", firm)
    loaded(made, folder / "crm", crm)
    return made


def test_career_changes_stance_and_notes_are_told_of_both_records_with_their_sources(tmp_path: Path) -> None:
    with two_records(tmp_path) as store:
        told: list[Any] = [use_cases.person(KARI, store, store, one, ASKED, NUMBERS) for one in sorted(TWO)]
        for one in told:
            assert set(one["probably_same"]) == TWO
            stays = {stay["company"]["name"]: stay for stay in one["career"]}
            assert [stay["years"] for stay in one["career"]] == ["since 2020", "2012–2017", "2009–2011"]
            assert {row["source"] for row in stays["Hafslund"]["sources"]} == {"firm", "crm"}  # once, by both
            assert [(row["source"], row["record"]) for row in stays["Fjordbank"]["sources"]] == [
                ("crm", "employments.csv:4")
            ]
            now = stays["Nordlys Energi"]
            assert {now["title"], *(other["title"] for other in now["also"])} == {"CFO", "Chief financial officer"}
            assert (one["person"]["stance"], one["person"]["stance_on"]) == (1, "2026-10-05")
            assert [(s["value"], s["date"]) for s in one["stances"]] == [(1, "2026-10-05")]
            assert [note["text"] for note in one["notes"]] == ["Crew shortage"]
            assert one["reports_to"] == ["Berit Moe"]
            lines = {line["text"]: {row["source"] for row in line["sources"]} for line in one["changes"]}
            assert lines["Analyst at Hafslund"] == {"firm", "crm"}
            assert lines["Adviser at Fjordbank"] == {"crm"}
            assert "Jo" not in next(text for text in lines if text.startswith("meeting with"))
        assert told[0]["changes"] == told[1]["changes"]


def test_the_stance_of_a_list_of_the_ways_and_of_the_history_is_that_of_both_records(tmp_path: Path) -> None:
    with two_records(tmp_path) as store:
        (line,) = who(store)
        assert (line["person"]["stance"], line["person"]["stance_on"]) == (1, "2026-10-05")
        for record in TWO:
            told: Any = ways(store, record)
            assert {told["target"]["stance"], told["introductions"][0]["people"][-1]["stance"]} == {1}
            history: Any = stance_history(KARI, store, record, ASKED, NUMBERS)
            assert [(one["value"], one["judges"], one["spread"]) for one in history["stances"]] == [(1, 1, 0)]
            assert [(one["on"], one["source"]["source"]) for one in history["judgements"]] == [
                ("2026-10-05", "crm"), ("2026-09-01", "firm"),
            ]  # fmt: skip
            assert {one["person"] for one in history["judgements"]} == TWO


def test_records_that_are_said_to_be_different_tell_their_own_again(tmp_path: Path) -> None:
    with two_records(tmp_path) as store:
        one, other = record_id("firm", "people", "jo"), record_id("crm", "people", "j")
        use_cases.decide(KARI, store, one, other, "different", at=NOW)
        told: Any = use_cases.person(KARI, store, store, one, ASKED, NUMBERS)
        assert (told["probably_same"], told["person"]["stance"], told["reports_to"]) == ([], -1, [])
        assert [stay["company"]["name"] for stay in told["career"]] == ["Nordlys Energi", "Hafslund"]
        assert not any("Fjordbank" in line["text"] for line in told["changes"])
