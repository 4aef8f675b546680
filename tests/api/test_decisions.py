"""Do map, stance and plan answer as INTERFACE says, and refuse or warn of bad rows?"""

import json
import re
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from api.use_cases import introductions
from api.use_cases.advocacy_feed import feed
from api.use_cases.basis import Question, basis_of
from api.use_cases.judging import Said, judge
from api.use_cases.power_map import asked_of, map_answer, show_map
from api.use_cases.stance_history import stance_history
from api.use_cases.what_if import WhatIf
from api.viewer import Viewer
from graph.algorithms.power import power_map
from graph.errors import BadArgument, UnknownName
from graph.parameters import read_parameters
from graph.stores.base import Store
from graph.vocabulary.stances import read_stance
from tests.conftest import ROOT
from tests.decisions import AS_OF, changed, grid_decision
from tests.places import Shared, empty_store
from tests.worlds import NOW, loaded
from viz.power_page import power_page

pytestmark = pytest.mark.usefixtures("each_store")

US = Viewer("Kari Lunde")


def store_of(folder: Path, files: dict[str, str]) -> Store:
    store = empty_store(folder)
    loaded(store, folder / "world", files)
    return store


def told_of(store: Store, **more: object) -> Any:
    return show_map(US, store, "Grid data platform", Question(AS_OF), read_parameters(), **more)  # type: ignore[arg-type] -- options by name


@pytest.mark.parametrize(
    "supposed",
    [
        WhatIf({"Håkon Myhre": 1, "Mette Kjær Lund": None}),
        WhatIf(sways=[("Helene Rustad", "Mette Kjær Lund", 3)]),
        WhatIf({"Håkon Myhre": 3}, [("Helene Rustad", "Mette Kjær Lund", -2)]),
    ],
)
def test_what_is_kept_of_the_plain_map_is_what_a_new_one_would_say(store: Store, supposed: WhatIf) -> None:
    basis = basis_of(store, Question(AS_OF), read_parameters())
    asked = asked_of(basis, "Grid data platform", what_if=supposed)
    plain = power_map(basis.ask, asked_of(basis, "Grid data platform"))
    quick, slow = power_map(basis.ask, asked, known=plain), power_map(basis.ask, asked)
    assert map_answer(basis, quick) == map_answer(basis, slow)
    assert map_answer(basis, quick) != map_answer(basis, plain)


def names(told: Any) -> dict[str, str]:
    people: list[dict[str, str]] = told["people"]
    return {person["id"]: person["name"] for person in people}


def person(told: Any, name: str) -> Any:
    people: list[dict[str, object]] = told["people"]
    return next(one for one in people if one["name"] == name)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Shared[Store]:
    return Shared(tmp_path_factory.mktemp("decision"), lambda folder: store_of(folder, grid_decision()))


@pytest.fixture
def store(shared_store: Shared[Store]) -> Store:
    return shared_store()


def test_the_story_of_the_decision_is_told(store: Store) -> None:
    told = told_of(store)
    unit: dict[str, object] = told["unit"]
    assert unit["title"] == "Two for, two against, one unknown holds a fifth"
    assert unit["standing"] == "losing, narrowly"
    sentences: list[dict[str, str]] = told["sentences"]
    assert [one["text"] for one in sentences[:3]] == [
        "Your champion Katarzyna is allied with blocker Tomáš.",
        "Every route to Ingrid passes Jürgen.",
        "Find out first what Mette thinks: it can move the result from losing to even.",
    ]
    camps: dict[str, object] = told["camps"]
    assert camps["proven"] is True
    first: list[str] = told["first_view"]
    assert 5 <= len(first) <= 9
    mette = person(told, "Mette Kjær Lund")
    assert (mette["stance"], mette["met"], mette["seats"]) == (None, False, ["decider"])
    hakon = person(told, "Håkon Myhre")
    assert (hakon["stance"], hakon["agreed"], hakon["trend"], hakon["spread"]) == (-1, -1, 1, 2)
    assert json.loads(json.dumps(told)) == told


def test_supposing_a_stance_moves_the_unit_by_the_lever(store: Store) -> None:
    before, after = told_of(store), told_of(store, what_if=WhatIf({"Håkon Myhre": 1}))
    lever = float(str(person(before, "Håkon Myhre")["lever"]))
    values = [float(str(one["unit"]["advocacy"])) for one in (before, after)]
    assert values[1] - values[0] == pytest.approx(2 * lever, abs=3e-4)
    swayed = told_of(store, what_if=WhatIf(sways=[("Helene Rustad", "Mette Kjær Lund", 3)]))
    assert float(str(person(swayed, "Helene Rustad")["share"])) > float(str(person(before, "Helene Rustad")["share"]))
    with pytest.raises(BadArgument):
        told_of(store, what_if=WhatIf({"Håkon Myhre": 4}))


@pytest.mark.parametrize("subject", ["Grid data platform", "Nordlys Energi AS"])
def test_only_who_decides_is_deepened(store: Store, subject: str) -> None:
    told = show_map(US, store, subject, Question(AS_OF), read_parameters())
    kinds: dict[str, str] = {names(told)[move["person"]]: move["kind"] for move in cast(Any, told["next_moves"])}
    assert kinds["Katarzyna Wójcik"] == "deepen"
    assert {"Helene Rustad", "Björn Lindqvist"}.isdisjoint(kinds)  # a user, and who sways; both are known well
    assert all(person(told, one)["seats"] for one, kind in kinds.items() if kind == "deepen")


def test_who_can_move_hardly_anything_is_no_question(tmp_path: Path) -> None:
    crowd = [f"crowd{n}" for n in range(60)]
    files = {**grid_decision(), "stances.csv": "person,by,date,value\n"}
    files = changed(files, "people.csv", *(f"{one},Crowd {one}" for one in crowd))
    files = changed(files, "employments.csv", *(f"{one},nordlys,Clerk,People,2021," for one in crowd))
    files |= {"seats.csv": "opportunity,person,role\n", "influences.csv": "from,to,strength\n"}
    store = store_of(tmp_path, {**files, "reporting.csv": "person,manager,start\n"})
    told: Any = show_map(US, store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    assert told["unit"]["advocacy"] is None
    assert told["next_question"]
    assert not any("hardly anything" in one["text"] for one in told["sentences"])


def test_each_answer_says_which_stances_toward_us_and_each_competitor_are_old(store: Store) -> None:
    for toward in ("", "Corvane"):
        told = told_of(store, toward=toward)
        corvane = told["opportunity"]["competitors"][0]["id"]
        old = {one["name"]: one["toward_stale"] for one in told["people"]}
        assert corvane in old["Tomáš Dvořák"]
        assert corvane not in old["Mette Kjær Lund"]
        side = corvane if toward else "us"
        assert all(one["stale"] == (side in one["toward_stale"]) for one in told["people"])


def test_toward_a_competitor_other_stances_count(store: Store) -> None:
    told = told_of(store, toward="Corvane")
    assert person(told, "Tomáš Dvořák")["stance"] == 2
    assert person(told, "Katarzyna Wójcik")["stance"] == -1


def test_below_zero_without_a_cause_finding_out_comes_first(store: Store) -> None:
    moves: list[dict[str, object]] = told_of(store)["next_moves"]
    kinds = [move["kind"] for move in moves]
    order = ["find_out", "mend", "keep", "deepen", "open"]
    assert kinds == sorted(kinds, key=lambda kind: order.index(str(kind)))
    assert (moves[0]["person"], moves[0]["step"]) == (person(told_of(store), "Tomáš Dvořák")["id"], 0)


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("reporting.csv", "ingrid,hakon,2022", r"each other's manager.*reporting\.csv"),
        ("reporting.csv", "ingrid,jurgen,2022", r"report in a circle.*reporting\.csv"),
        ("stances.csv", "oyvind,petra,2027-03-01,,3,,,,", r"stances\.csv.*after the 2026-11-24"),
        ("contacts.csv", "late,meeting,2027-03-01,petra;oyvind", r"contacts\.csv.*after the 2026-11-24"),
        ("influences.csv", "hakon,hakon,2,2024", r"influences\.csv.*same person"),
    ],
)
def test_a_bad_row_is_a_warning_that_names_it(tmp_path: Path, table: str, row: str, said: str) -> None:
    told = told_of(store_of(tmp_path, changed(grid_decision(), table, row)))
    warnings: list[str] = told["warnings"]
    assert any(re.search(said, warning) for warning in warnings), warnings


def test_the_organisation_of_another_company_is_no_part_of_a_decision(tmp_path: Path) -> None:
    files = changed(grid_decision(), "people.csv", "guest,Gustav Gjest", "boss,Berit Sjef", "under,Unni Under")
    files = changed(files, "companies.csv", "nett,Nordlys Nett AS,other")
    jobs = ("guest,hafslund,Adviser,,2020,", "boss,hafslund,Manager,,2020,", "under,nett,Engineer,,2020,")
    files = changed(files, "employments.csv", *jobs)
    files = changed(files, "reporting.csv", "guest,boss,2021", "under,guest,2021", "under,helene,2022")
    files = changed(files, "seats.csv", "grid,guest,influencer,,")
    strangers = {"Gustav Gjest", "Berit Sjef", "Unni Under"}
    apart = names(told_of(store_of(tmp_path / "apart", files)))
    assert strangers & set(apart.values()) == {"Gustav Gjest"}
    rows = files["companies.csv"].splitlines()
    daughter = "\n".join([f"{rows[0]},parent", *(f"{row}," for row in rows[1:-1]), f"{rows[-1]},nordlys"]) + "\n"
    group = names(told_of(store_of(tmp_path / "group", {**files, "companies.csv": daughter})))
    assert strangers & set(group.values()) == {"Gustav Gjest", "Unni Under"}


def test_an_opportunity_of_a_company_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    other = {
        "source.toml": 'name = "other"\nas_of = 2026-11-24\n',
        "opportunities.csv": "id,company,name\nlost,atlantis,Sunken deal\n",
    }
    store = store_of(tmp_path, grid_decision())
    loaded(store, tmp_path / "other", other)
    told = told_of(store)
    warnings: list[str] = told["warnings"]
    said = r"opportunities\.csv:2: .*'Sunken deal'.*not there"
    assert any(re.search(said, warning) for warning in warnings), warnings


def test_a_seat_of_a_stranger_is_shown_as_empty_with_a_warning(tmp_path: Path) -> None:
    files = changed(grid_decision(), "seats.csv", "grid,nobody,sponsor,,")
    done = loaded(empty_store(tmp_path), tmp_path / "checked", files)
    assert [row.reason for row in done.rejected] == ["person is not in people.csv"]


def test_weights_that_sum_to_zero_are_refused_with_their_rows(tmp_path: Path) -> None:
    files = {**grid_decision(), "seats.csv": "opportunity,person,role,weight\ngrid,hakon,decider,0\n"}
    with pytest.raises(BadArgument, match=r"seats\.csv:2"):
        told_of(store_of(tmp_path, files))


def test_a_judgement_is_kept_beside_the_earlier_ones(tmp_path: Path) -> None:
    store = store_of(tmp_path, grid_decision())
    said = Said("supporter", "Petra Aune", opportunity="Grid data platform", basis="told_me", agreed=True, note="Lunch")
    assert judge(US, store, store, "Mette Kjær Lund", said, read_parameters(), at=NOW)["value"] == 1
    mette = person(told_of(store), "Mette Kjær Lund")
    assert (mette["stance"], mette["agreed"]) == (1, 1)
    below = judge(US, store, store, "Øyvind Bråten", Said("-2"), read_parameters(), at=NOW)
    assert below["cause"] == "not_known"
    history: list[object] = person(told_of(store), "Øyvind Bråten")["history"]
    assert len(history) == 3
    for wrong in (
        Said("4"),
        Said("1", on=NOW.date().replace(year=2027)),
        Said("1", basis="rumour"),
        Said("1", cause="personal"),
    ):
        with pytest.raises(BadArgument):
            judge(US, store, store, "Mette Kjær Lund", wrong, read_parameters(), at=NOW)
    with pytest.raises(UnknownName):
        judge(US, store, store, "Mette Kjær Lund", Said("1", opportunity="no such work"), read_parameters(), at=NOW)


def test_stances_are_read_as_numbers_and_words() -> None:
    assert [read_stance(text) for text in ("-3", "\N{MINUS SIGN}1", "+2", "critic", "Advocate")] == [-3, -1, 2, -2, 3]


def test_the_feed_is_what_its_schema_says(store: Store) -> None:
    told: Any = feed(US, store, "Nordlys Energi AS", Question(AS_OF), read_parameters())
    schema = json.loads((ROOT / "docs" / "schemas" / "advocacy-feed.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told, schema)
    (one,) = told["opportunities"]
    moved = [item["name"] for item in one["trend"]["90"]["moved_by"]]
    assert "Håkon Myhre" in moved
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**told, "feed_version": "one"}, schema)


def test_two_judgements_of_one_day_stand_beside_each_other_and_the_later_one_counts(tmp_path: Path) -> None:
    store = store_of(tmp_path, grid_decision())
    for hour, value in ((1, "2"), (2, "-1"), (3, "1")):
        judge(
            US, store, store, "Mette Kjær Lund", Said(value), read_parameters(), at=NOW.replace(hour=hour, minute=hour)
        )
    told: Any = stance_history(US, store, "Mette Kjær Lund", Question(AS_OF), read_parameters())
    assert [one["value"] for one in told["judgements"]] == [1, -1, 2]
    assert person(told_of(store), "Mette Kjær Lund")["stance"] == 1
    way: Any = introductions(US, store, "Mette Kjær Lund", Question(AS_OF), read_parameters())
    assert way["target"]["stance"] == 1


def test_only_people_of_the_other_side_are_judged_and_only_by_us(tmp_path: Path) -> None:
    store = store_of(tmp_path, grid_decision())
    for name, by in (("Sara Holm", ""), ("Mette Kjær Lund", "Håkon Myhre")):
        with pytest.raises(BadArgument, match="one of us"):
            judge(US, store, store, name, Said("1", by=by), read_parameters(), at=NOW)


def test_below_zero_without_a_cause_the_history_asks_for_it(store: Store) -> None:
    told: Any = stance_history(US, store, "Tomáš Dvořák", Question(AS_OF), read_parameters())
    assert told["find_out"] is True
    assert {one["toward"]["name"] for one in told["stances"] if one["toward"]} == {"Corvane"}
    assert len({one["anchor"] for one in told["steps"]}) == 7


def _grid(decided: str, outcome: str) -> dict[str, str]:
    files = grid_decision()
    table = files["opportunities.csv"].replace("2027-01-15,corvane", f"{decided},corvane,{outcome}")
    return {**files, "opportunities.csv": table.replace("competitors\n", "competitors,outcome\n")}


def _win(told: Any) -> str:
    sentences: list[dict[str, str]] = told["sentences"]
    return next((one["text"] for one in sentences if one["kind"] == "win"), "")


def test_who_is_to_be_won_is_taken_no_further_than_the_time_until_the_decision_goes(
    store: Store, tmp_path: Path
) -> None:
    assert _win(told_of(store)) == "Make Mette a supporter: the result is then even."
    later = store_of(tmp_path, _grid("2029-01-15", ""))
    assert "Find out why, and win Tomáš: at a step a quarter it takes five quarters; the result is then" in _win(
        told_of(later)
    )


@pytest.mark.parametrize("decided", ["2027-01-15", "2027-05-15", "2029-01-15"])
def test_one_thing_alone_is_to_be_done_first(tmp_path: Path, decided: str) -> None:
    store = store_of(tmp_path, _grid(decided, ""))
    told, known = told_of(store), told_of(store, what_if=WhatIf({"Mette Kjær Lund": -1}))
    for answer, kind in ((told, "question"), (known, "win")):
        sentences: list[dict[str, str]] = answer["sentences"]
        kinds = {one["kind"] for one in sentences}
        assert ("question" in kinds, "win" in kinds) == (kind == "question", True)
        assert [one["kind"] for one in sentences if " first" in one["text"]] == [kind]


def test_of_a_decision_that_is_over_nobody_is_to_be_won_or_asked(tmp_path: Path) -> None:
    told = told_of(store_of(tmp_path, _grid("2026-01-15", "lost")))
    sentences: list[dict[str, str]] = told["sentences"]
    assert not {"win", "question", "seat"} & {one["kind"] for one in sentences}


def test_without_a_decider_the_title_counts_nobody(tmp_path: Path) -> None:
    files = grid_decision()
    told = told_of(store_of(tmp_path, {**files, "seats.csv": files["seats.csv"].replace(",decider,", ",influencer,")}))
    unit: dict[str, object] = told["unit"]
    assert unit["title"] == "Nobody is known to decide"


def test_a_decision_that_was_made_has_its_day_and_nothing_left_to_do(tmp_path: Path) -> None:
    told = told_of(store_of(tmp_path, _grid("2027-01-15", "won")))
    assert (told["next_moves"], told["conviction"], told["next_question"]) == ([], [], None)
    sentences: list[dict[str, str]] = told["sentences"]
    assert {(one["kind"], one["detail"]) for one in sentences} <= {("alliance", ""), ("competitor", "")}
    html = power_page(told)
    assert "won, decided 15 Jan 2027" in html
    for gone in ("All next moves", "all next moves", "Draft the ask", "Every route"):
        assert gone not in html
