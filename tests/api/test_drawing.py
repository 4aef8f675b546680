"""Are lines and seats that the team writes down by hand kept as if a file had told them, and bad ones refused?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.use_cases.basis import Question
from api.use_cases.drawing import Drawn, record_line, record_seat
from api.use_cases.power_map import show_map
from api.use_cases.withdrawing import entries_of, line_entry, seat_entry, withdraw
from api.viewer import Viewer
from graph.errors import BadArgument, EnteredByAnother, InroadsError, UnknownName
from graph.parameters import read_parameters
from graph.stores.base import Store
from tests.api.raters import Rater, rating
from tests.decisions import AS_OF, LINES, grid_decision
from tests.places import empty_store
from tests.worlds import NOW, loaded

pytestmark = pytest.mark.usefixtures("each_store")

GRID = "Grid data platform"
US, NUMBERS = Viewer("Kari Lunde"), read_parameters()


@pytest.fixture
def raters(tmp_path: Path) -> Iterator[dict[str, Rater]]:
    with rating(tmp_path) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path, each_store: None) -> Store:
    store = empty_store(tmp_path)
    loaded(store, tmp_path / "world", grid_decision())
    return store


def drawn(store: Store, *words: Any, **more: Any) -> Any:
    return record_line(US, store, store, Drawn(*words, **more), NUMBERS, at=NOW)


def mapped(store: Store) -> Any:
    return show_map(US, store, GRID, Question(AS_OF), NUMBERS)


def share(told: Any, name: str) -> float:
    return float(next(one["share"] for one in told["people"] if one["name"] == name))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("reports", "Bjørg Ødegård", "Ingrid Solberg"), "reports"),
        (("influence", "Bjørg Ødegård", "Mette Kjær Lund", -3), "influence"),
        (("conflict", "Bjørg Ødegård", "Mette Kjær Lund"), "conflict"),
        (("agreement", "Bjørg Ødegård", "Mette Kjær Lund", 3), "agreement"),
        (("guards", "Bjørg Ødegård", "Mette Kjær Lund"), "guards"),
    ],
)
def test_a_line_by_hand_is_on_the_map_with_its_source(store: Store, words: Any, kind: str) -> None:
    before = mapped(store)
    drawn(store, *words)
    told = mapped(store)
    new = [one for one in told["lines"] if one not in before["lines"]]
    assert [(one["kind"], one["source"]["source"]) for one in new] == [(kind, "workspace")]


def test_a_line_of_influence_by_hand_moves_the_decision_and_can_be_ended(store: Store) -> None:
    before = share(mapped(store), "Helene Rustad")
    drawn(store, "influence", "Helene Rustad", "Mette Kjær Lund", 3, since="2026-01")
    assert share(mapped(store), "Helene Rustad") > before
    drawn(store, "influence", "Helene Rustad", "Mette Kjær Lund", 3, since="2026-01", until="2026-10")
    assert share(mapped(store), "Helene Rustad") == before


def test_a_seat_by_hand_is_filled_or_known_to_be_empty(store: Store) -> None:
    record_seat(US, store, store, GRID, "sponsor", NUMBERS, person="Ingrid Solberg", at=NOW)
    record_seat(US, store, store, GRID, "approver", NUMBERS, title="Board", at=NOW)
    told = mapped(store)
    ingrid = next(one for one in told["people"] if one["name"] == "Ingrid Solberg")
    assert ingrid["seats"] == ["approver", "sponsor"]
    assert {"role": "approver", "title": "Board"} in told["gaps"]["empty_seats"]


def test_a_conflict_told_from_both_ends_is_one_line_and_ended_from_either(store: Store) -> None:
    ends = {"Bjørg Ødegård", "Mette Kjær Lund"}
    drawn(store, "conflict", "Bjørg Ødegård", "Mette Kjær Lund", 3)
    once = mapped(store)
    drawn(store, "conflict", "Mette Kjær Lund", "Bjørg Ødegård", 3)
    again = mapped(store)
    assert (again["camps"], again["lines"]) == (once["camps"], once["lines"])
    drawn(store, "conflict", "Mette Kjær Lund", "Bjørg Ødegård", until="2026-10")
    names = {one["id"]: one["name"] for one in mapped(store)["people"]}
    left = [one for one in mapped(store)["lines"] if one["kind"] == "conflict"]
    assert ends not in [{names[one["from"]], names[one["to"]]} for one in left]


def test_two_archives_that_tell_the_same_lines_weigh_once(tmp_path: Path) -> None:
    first = grid_decision()
    rows = first["people.csv"].splitlines()
    first["people.csv"] = "\n".join(
        [f"{rows[0]},email", *(f"{one},{one.split(',')[0]}@nordlys.example" for one in rows[1:])]
    )
    same = ("people.csv", "companies.csv", "reporting.csv", *LINES)
    second = {**{name: first[name] for name in same}, "source.toml": 'name = "second"\nas_of = 2026-11-20\n'}
    alone = empty_store(tmp_path / "alone")
    loaded(alone, tmp_path / "world", first)
    once = mapped(alone)
    both = empty_store(tmp_path / "both")
    loaded(both, tmp_path / "second", second)
    loaded(both, tmp_path / "world", first)
    twice = mapped(both)
    shares = [{one["name"]: one["share"] for one in told["people"]} for told in (once, twice)]
    assert shares[0] == shares[1]
    assert twice["camps"]["frustration"] == once["camps"]["frustration"]
    assert sum("sources" in one for one in twice["lines"]) == sum("sources" in one for one in once["lines"])
    assert {len(one["sources"]) for one in twice["lines"] if "sources" in one} == {2}


def test_what_a_refused_circle_says_to_do_works(store: Store) -> None:
    with pytest.raises(BadArgument) as refused:
        drawn(store, "reports", "Ingrid Solberg", "Håkon Myhre")
    assert "--until 2026-11-23" in refused.value.remedy
    drawn(store, "reports", "Håkon Myhre", "Ingrid Solberg", until="2026-11-23")
    drawn(store, "reports", "Ingrid Solberg", "Håkon Myhre")
    told = mapped(store)
    ids = {one["name"]: one["id"] for one in told["people"]}
    managers = {one["id"]: one["manager"] for one in told["people"]}
    assert managers[ids["Ingrid Solberg"]] == ids["Håkon Myhre"]
    assert managers[ids["Håkon Myhre"]] is None
    assert not any("circle" in one or "manager" in one for one in told["warnings"])


def sat(store: Store, role: str, **more: Any) -> Any:
    return record_seat(US, store, store, GRID, role, NUMBERS, at=NOW, **more)


@pytest.mark.parametrize("title", ["", "Category buyer", "category BUYER"])
def test_who_fills_a_seat_by_hand_takes_the_place_of_the_empty_one(store: Store, title: str) -> None:
    before = mapped(store)
    assert before["gaps"]["empty_seats"] == [{"role": "buyer", "title": "Category buyer"}]
    sat(store, "buyer", person="Sunniva Aas", title=title)
    told = mapped(store)
    assert told["gaps"]["empty_seats"] == []
    assert "buyer" in next(one["seats"] for one in told["people"] if one["name"] == "Sunniva Aas")
    assert share(told, "Håkon Myhre") == share(before, "Håkon Myhre")  # the seat's weight is still 0


def test_a_seat_known_to_be_empty_can_be_filled_afterwards(store: Store) -> None:
    sat(store, "approver", title="Board")
    assert {"role": "approver", "title": "Board"} in mapped(store)["gaps"]["empty_seats"]
    sat(store, "approver", title="Board", person="Sunniva Aas")
    assert {"role": "approver", "title": "Board"} not in mapped(store)["gaps"]["empty_seats"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reports", "Ingrid Solberg", "Håkon Myhre"), r"reports to Ingrid Solberg already \(.*reporting\.csv:\d+\)"),
        (("reports", "Ingrid Solberg", "Jürgen Weiß"), r"already \(.*reporting\.csv:\d+; .*reporting\.csv:\d+\)"),
        (("reports", "Ingrid Solberg", "Ingrid Solberg"), "one person to another"),
        (("influence", "Håkon Myhre", "Ingrid Solberg", 0), "takes a strength"),
        (("conflict", "Håkon Myhre", "Ingrid Solberg", -1), "takes a strength"),
        (("friends", "Håkon Myhre", "Ingrid Solberg"), "no kind of line"),
        (("influence", "Håkon Myhre", "Kari Lunde"), "one of us"),
        (("influence", "Håkon Myhre", ""), "two ends"),
        (("influence", "Håkon Myhre", "Ingrid Solberg", 2, "2031"), "still to come"),
        (("influence", "Håkon Myhre", "Ingrid Solberg", 2, "2024", "2023"), "before the start"),
        (("influence", "Håkon Myhre", "Ingrid Solberg", 2, "soon"), "soon"),
        (("influence", "Håkon Myhre", "Nobody At All"), "Nobody At All"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_the_reason(store: Store, words: Any, said: str) -> None:
    before = store.revision().number
    with pytest.raises(InroadsError, match=said):
        drawn(store, *words)
    assert store.revision().number == before


def test_a_seat_of_a_stranger_or_of_no_role_is_refused(store: Store) -> None:
    with pytest.raises(UnknownName):
        record_seat(US, store, store, GRID, "decider", NUMBERS, person="Nobody At All", at=NOW)
    with pytest.raises(UnknownName):
        record_seat(US, store, store, "no such work", "decider", NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="no seat"):
        record_seat(US, store, store, GRID, "king", NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="weight"):
        record_seat(US, store, store, GRID, "decider", NUMBERS, weight=-1, at=NOW)


def test_lines_and_seats_are_written_down_over_http_too(raters: dict[str, Rater]) -> None:
    kari = raters["Kari"]
    line = {"kind": "influence", "from": "Helene Rustad", "to": "Mette Kjær Lund", "strength": 3}
    assert kari.post("/v1/lines", line).status_code == 201
    seat = kari.post(f"/v1/opportunities/{GRID}/seats", {"role": "sponsor", "person": "Ingrid Solberg"})
    assert (seat.status_code, seat.json()["person"]["name"]) == (201, "Ingrid Solberg")
    circle = kari.post("/v1/lines", {"kind": "reports", "from": "Ingrid Solberg", "to": "Håkon Myhre"})
    assert (circle.status_code, "reporting.csv" in circle.json()["detail"]) == (422, True)
    assert kari.post(f"/v1/opportunities/{GRID}/seats", {"role": "decider", "person": "Nobody"}).status_code == 404


def test_one_line_is_withdrawn_and_what_was_entered_after_it_stays(store: Store) -> None:
    before = mapped(store)
    drawn(store, "influence", "Helene Rustad", "Mette Kjær Lund", 3, since="2026-01")
    drawn(store, "conflict", "Bjørg Ødegård", "Mette Kjær Lund", 3)
    told: Any = entries_of(US, store, store, "Mette Kjær Lund", Question(AS_OF), NUMBERS)
    texts = [one["text"] for one in told["entries"]]
    assert texts[1] == "Helene Rustad sways Mette Kjær Lund since 2026-01 (strength 3)"
    assert all(one["yours"] for one in told["entries"])
    own = told["entries"][1]["id"]
    with pytest.raises(EnteredByAnother, match="Kari Lunde entered"):
        withdraw(Viewer("Sara Holm"), store, store, own, NUMBERS, at=NOW)
    withdraw(US, store, store, own, NUMBERS, at=NOW)
    after = mapped(store)
    assert share(after, "Helene Rustad") == share(before, "Helene Rustad")
    assert sum(one["kind"] == "conflict" for one in after["lines"]) == 3
    with pytest.raises(UnknownName):
        withdraw(US, store, store, own, NUMBERS, at=NOW)
    store.undo("workspace", at=NOW)
    assert share(mapped(store), "Helene Rustad") > share(before, "Helene Rustad")


def test_a_withdrawn_line_lets_what_a_file_says_of_the_same_stand_again(store: Store) -> None:
    before = mapped(store)
    drawn(store, "influence", "Helene Rustad", "Øyvind Bråten", -3, since="2024")
    assert mapped(store)["lines"] != before["lines"]
    line = Drawn("influence", "Helene Rustad", "Øyvind Bråten", since="2024")
    withdraw(US, store, store, line_entry(store, line, NUMBERS, at=NOW), NUMBERS, at=NOW)
    assert mapped(store)["lines"] == before["lines"]


def test_one_seat_is_withdrawn_by_its_own_words(store: Store) -> None:
    before = mapped(store)
    sat(store, "sponsor", person="Ingrid Solberg")
    sat(store, "approver", title="Board")
    for role, who, title in (("sponsor", "Ingrid Solberg", ""), ("approver", "", "Board")):
        own = seat_entry(store, GRID, role, who, title, NUMBERS, at=NOW)
        withdraw(US, store, store, own, NUMBERS, at=NOW)
    after = mapped(store)
    assert (after["people"], after["gaps"]) == (before["people"], before["gaps"])
    with pytest.raises(UnknownName):
        seat_entry(store, GRID, "sponsor", "Ingrid Solberg", "", NUMBERS, at=NOW)


def test_entries_are_withdrawn_over_http_and_by_form_by_whoever_made_them(raters: dict[str, Rater]) -> None:
    kari, sara = raters["Kari"], raters["Sara"]
    kari.post("/v1/lines", {"kind": "agreement", "from": "Helene Rustad", "to": "Mette Kjær Lund"})
    kari.post(f"/v1/opportunities/{GRID}/seats", {"role": "sponsor", "person": "Helene Rustad"})
    entries = kari.get("/v1/people/Helene Rustad/entries").json()["entries"]
    assert [one["kind"] for one in entries] == ["seat", "agreement"]
    refused = sara.delete(f"/v1/entries/{entries[1]['id']}")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:inroads:EnteredByAnother")
    assert kari.delete(f"/v1/entries/{entries[1]['id']}").json()["text"] == entries[1]["text"]
    page = kari.get("/people/Helene Rustad/lines").text
    action = re.findall(r'action="([^"]+/withdraw)"', page)
    assert len(action) == 1
    assert "/withdraw" not in sara.get("/people/Helene Rustad/lines").text
    assert kari.send(action[0], {}).status_code == 303
    assert kari.get("/v1/people/Helene Rustad/entries").json()["entries"] == []
    assert kari.delete(f"/v1/entries/{entries[0]['id']}").status_code == 404


def test_an_undo_that_means_another_load_than_the_newest_is_refused(raters: dict[str, Rater]) -> None:
    kari = raters["Kari"]
    kari.post("/v1/lines", {"kind": "agreement", "from": "Helene Rustad", "to": "Mette Kjær Lund"})
    meant = kari.get("/v1/loads").json()["loads"][0]["number"]
    kari.post("/v1/lines", {"kind": "conflict", "from": "Helene Rustad", "to": "Mette Kjær Lund"})
    refused = kari.delete(f"/v1/loads/{meant}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:inroads:NotTheNewest")
    assert kari.send(f"/loads/{meant}/undo", {}).status_code == 409
    assert not any(one["undone"] for one in kari.get("/v1/loads").json()["loads"])
