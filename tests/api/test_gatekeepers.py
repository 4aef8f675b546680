"""Do introductions and the map say whose door they pass, and how deep a relation is?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases import doors, draft_ask, introductions
from api.use_cases.advocacy_feed import feed
from api.use_cases.basis import Question
from api.use_cases.power_map import show_map
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.base import Store
from tests.decisions import AS_OF, changed, grid_decision
from tests.places import empty_store
from tests.worlds import loaded

pytestmark = pytest.mark.usefixtures("each_store")

US, NUMBERS, GRID = Viewer("Kari Lunde"), read_parameters(), "Grid data platform"
PAST = "goes past Jürgen Weiß (gatekeeper, critic)"


def store_of(folder: Path, files: dict[str, str]) -> Store:
    store = empty_store(folder)
    loaded(store, folder / "world", files)
    return store


def ways(store: Store, name: str) -> list[Any]:
    told: Any = introductions(US, store, name, Question(AS_OF), NUMBERS, top=30)
    return [*told["introductions"]]


def through(way: Any) -> list[str]:
    return [one["name"] for one in way["people"]][:-1]


# Ingrid's door is Jürgen's; Kari has met Ingrid, and Jürgen has met her too.
MET = (
    "d1,meeting,2026-11-02,kari;ingrid",
    "d2,meeting,2026-10-02,jurgen;ingrid",
    "d3,meeting,2026-10-03,jurgen;ingrid",
)


def test_a_way_that_leaves_the_gatekeeper_out_says_past_whom_and_who_can_tell_him(tmp_path: Path) -> None:
    found = ways(store_of(tmp_path, changed(grid_decision(), "contacts.csv", *MET)), "Ingrid Solberg")
    direct = next(way for way in found if through(way) == ["Kari Lunde"])
    assert PAST in direct["warnings"]
    assert direct["next_step"].endswith("Tell Jürgen Weiß first: Mikkel Friis can.")
    by_him = next(way for way in found if "Jürgen Weiß" in through(way))
    assert PAST not in by_him["warnings"]
    assert by_him["next_step"].endswith("A way round Jürgen Weiß: Kari Lunde.")


def test_over_somebody_else_the_way_through_the_door_comes_before_a_warmer_one_past_it(tmp_path: Path) -> None:
    files = changed(grid_decision(), "contacts.csv", "d2,meeting,2026-10-02,jurgen;ingrid",
                    *(f"e{n},meeting,2026-11-{n + 10},katarzyna;ingrid" for n in range(5)))  # fmt: skip
    against = ways(store_of(tmp_path / "against", files), "Ingrid Solberg")
    assert "Jürgen Weiß" not in through(against[0])
    assert PAST in against[0]["warnings"]
    files = changed(files, "stances.csv", "jurgen,petra,2026-11-20,,0,told_me,,yes,")
    store = store_of(tmp_path / "neutral", files)
    found = ways(store, "Ingrid Solberg")
    assert through(found[0]) == ["Mikkel Friis", "Jürgen Weiß"]
    assert found[0]["score"] < found[1]["score"]
    assert "goes past Jürgen Weiß (gatekeeper, neutral)" in found[1]["warnings"]
    told: Any = show_map(US, store, GRID, Question(AS_OF), NUMBERS)
    names = {one["id"]: one["name"] for one in told["people"]}
    move = next(one for one in told["next_moves"] if names[one["person"]] == "Ingrid Solberg")
    assert [one["name"] for one in move["introduction"]["people"]][:-1] == ["Mikkel Friis", "Jürgen Weiß"]
    nobody: Any = doors(US, store, "Nordlys Energi AS", Question(AS_OF), NUMBERS)["nobody_knows"]
    ingrid = next(one for one in nobody if one["name"] == "Ingrid Solberg")
    assert (ingrid["closest"], ingrid["doors"]) == (
        "Mikkel Friis, through Jürgen Weiß, who keeps the door",
        ["Jürgen Weiß"],
    )
    asked: Any = draft_ask(US, store, "Ingrid Solberg", Question(AS_OF), NUMBERS)
    assert "keeps the door" not in asked["text"]
    past: Any = draft_ask(US, store, "Ingrid Solberg", Question(AS_OF), NUMBERS, through=found[1]["people"][0]["id"])
    assert "Jürgen Weiß keeps the door there" in past["text"]


def test_a_unit_has_a_door_too_and_its_keeper_none(tmp_path: Path) -> None:
    files = changed(grid_decision(), "guards.csv", "jurgen,,Operations,nordlys,2024", "jurgen,,Energy,nordlys,2024")
    store = store_of(tmp_path, files)
    assert PAST in ways(store, "Helene Rustad")[0]["warnings"]
    assert not any("goes past" in text for way in ways(store, "Jürgen Weiß") for text in way["warnings"])
    assert not any("goes past" in text for way in ways(store, "Marit Eikeland") for text in way["warnings"])


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("jurgen,,OPERATIONS,nordlys,2024", True),  # however the unit is spelled
        ("jurgen,,operations ,,2024", True),  # without a company it is the gatekeeper's own
        ("jurgen,,Operations,hafslund,2024", False),  # the unit of another company
    ],
)
def test_the_map_and_introductions_know_the_same_keeper_of_a_unit(tmp_path: Path, row: str, kept: bool) -> None:
    files = changed(grid_decision(), "guards.csv", row)
    files["guards.csv"] = files["guards.csv"].replace("jurgen,ingrid,,nordlys,2024\n", "")
    files["seats.csv"] = files["seats.csv"].replace(
        "grid,helene,user", "grid,helene,approver"
    )  # so that she has a move
    store = store_of(tmp_path, files)
    told: Any = show_map(US, store, GRID, Question(AS_OF), NUMBERS)
    ids = {one["name"]: one["id"] for one in told["people"]}
    move = next(one for one in told["next_moves"] if one["person"] == ids["Helene Rustad"])
    assert ("Tell Jürgen Weiß first" in move["text"]) == kept
    assert (PAST in ways(store, "Helene Rustad")[0]["warnings"]) == kept


def test_a_door_that_nobody_keeps_any_more_is_open(tmp_path: Path) -> None:
    files = {**changed(grid_decision(), "contacts.csv", *MET),
             "guards.csv": "gatekeeper,person,unit,company,start,end\njurgen,ingrid,,nordlys,2024,2025\n"}  # fmt: skip
    assert not any(
        "goes past" in text for way in ways(store_of(tmp_path, files), "Ingrid Solberg") for text in way["warnings"]
    )


def test_the_next_move_goes_through_the_door_or_says_whom_to_tell_and_a_single_door_is_a_gap(tmp_path: Path) -> None:
    neutral = changed(grid_decision(), "stances.csv", "jurgen,petra,2026-11-20,,0,told_me,,yes,")
    told: Any = show_map(US, store_of(tmp_path / "neutral", neutral), GRID, Question(AS_OF), NUMBERS)
    against: Any = show_map(US, store_of(tmp_path / "against", grid_decision()), GRID, Question(AS_OF), NUMBERS)
    met = changed(grid_decision(), "contacts.csv", MET[0])
    known: Any = show_map(US, store_of(tmp_path / "met", met), GRID, Question(AS_OF), NUMBERS)
    ids = {one["name"]: one["id"] for one in told["people"]}
    texts = [
        next(move["text"] for move in one["next_moves"] if move["person"] == ids["Ingrid Solberg"])
        for one in (told, known, against)
    ]
    assert texts[0].endswith("Mikkel Friis can ask Jürgen Weiß.")
    assert "Kari Lunde can go. Tell Jürgen Weiß first" in texts[1]
    assert "Aino Virtanen can ask Bjørg Ødegård. Tell Jürgen Weiß first" in texts[2]
    assert {one["id"] for one in told["gaps"]["single_doors"]} == {ids["Jürgen Weiß"]}


def test_a_single_door_says_whether_ways_over_others_go_past_it_as_introductions_do(tmp_path: Path) -> None:
    store = store_of(tmp_path, grid_decision())
    told: Any = show_map(US, store, GRID, Question(AS_OF), NUMBERS)
    door = next(one for one in told["gaps"]["single_doors"] if one["name"] == "Jürgen Weiß")
    said = next(one for one in told["sentences"] if one["text"] == "Every route to Ingrid passes Jürgen.")
    assert any("Jürgen Weiß" not in through(way) for way in ways(store, "Ingrid Solberg"))
    assert (door["keeps"], door["ways_past"]) == (True, True)
    assert said["detail"].endswith("Ways through others end at the same door.")
    account: Any = feed(US, store, "Nordlys Energi", Question(AS_OF), NUMBERS)
    assert door in account["gaps"]["single_doors"]


@pytest.mark.parametrize(
    ("rows", "word", "peers"),
    [
        ((), "none", False),
        (("x1,meeting,2026-11-20,jonas;mette",), "slight", False),
        (("x1,meeting,2026-11-20,petra;mette",), "slight", False),
        (("x1,meeting,2026-11-20,kari;mette",), "working", True),
        (tuple(f"x{n},meeting,2026-11-{n + 10},kari;mette" for n in range(5)), "deep", True),
        (tuple(f"x{n},meeting,2016-11-{n + 10},kari;mette" for n in range(5)), "slight", True),
    ],
)
def test_a_relation_is_as_deep_as_its_contacts_are_many_fresh_and_at_their_rank(
    tmp_path: Path, rows: tuple[str, ...], word: str, peers: bool | None
) -> None:
    store = store_of(tmp_path, changed(grid_decision(), "contacts.csv", *rows))
    told: Any = show_map(US, store, GRID, Question(AS_OF), NUMBERS)
    mette = next(one for one in told["people"] if one["name"] == "Mette Kjær Lund")
    assert (mette["depth"]["word"], mette["depth"]["peers"]) == (word, peers)
    assert (mette["depth"]["value"] == 0) == (not rows)


def test_a_closest_way_to_somebody_behind_a_door_names_who_keeps_it(tmp_path: Path) -> None:
    store = store_of(tmp_path, grid_decision())
    told: Any = doors(US, store, "Nordlys Energi", Question(AS_OF), NUMBERS)
    closest = {one["name"]: one["closest"] for one in told["nobody_knows"]}
    assert closest["Ingrid Solberg"].endswith("Jürgen Weiß, who keeps the door")
    assert closest["Mette Kjær Lund"] == "Aino Virtanen, through Bjørg Ødegård"  # nobody keeps her door


def test_of_equals_whom_nobody_knows_the_higher_rank_comes_first(tmp_path: Path) -> None:
    files = changed(grid_decision(), "people.csv", "aa,Aa First", "zz,Zz Last")
    files = changed(
        files, "employments.csv", "aa,nordlys,Deputy Director,IT,2021,", "zz,nordlys,Director General,IT,2021,"
    )
    told: Any = doors(US, store_of(tmp_path, files), "Nordlys Energi AS", Question(AS_OF), NUMBERS)["nobody_knows"]
    names = [one["name"] for one in told]
    assert names.index("Zz Last") < names.index("Aa First")
