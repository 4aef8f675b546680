"""Is a round of judgement blind until its lead closes it, whatever way somebody asks?"""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api.decision_tables import feed_rows, map_rows
from api.spreadsheet import written
from api.terminal_map import print_map
from api.terminal_rounds import print_closed
from api.use_cases import introductions, person, status, who
from api.use_cases.advocacy_feed import feed
from api.use_cases.basis import Basis, Question, basis_of
from api.use_cases.erasing import erase, erasure
from api.use_cases.judging import Said, judge
from api.use_cases.leading import Agreed, close_round, open_round
from api.use_cases.power_map import show_map
from api.use_cases.rounds import rounds, show_round
from api.use_cases.stance_history import stance_history
from api.use_cases.walking_in import Heard, record_visit
from api.viewer import Viewer
from graph.errors import BadArgument, UnknownName
from graph.parameters import Parameters, read_parameters
from graph.provenance import Claim, Load
from graph.snapshot import Snapshot
from graph.stores.base import Store
from tests.decisions import AS_OF, grid_decision
from tests.places import empty_store
from tests.worlds import NOW, loaded
from viz.power_page import power_page

pytestmark = pytest.mark.usefixtures("each_store")

LEAD, KARI, SARA = Viewer("Petra Aune"), Viewer("Kari Lunde"), Viewer("Sara Holm")
NUMBERS, ASKED = read_parameters(), Question(AS_OF)
GRID, METTE, HAKON = "Grid data platform", "Mette Kjær Lund", "Håkon Myhre"


@pytest.fixture
def store(tmp_path: Path, each_store: None) -> Store:
    store = empty_store(tmp_path)
    loaded(store, tmp_path / "world", grid_decision())
    return store


def judged(store: Store, viewer: Viewer, name: str, value: str, *, hours: int = 1, note: str = "") -> Any:
    said = Said(value, basis="told_me", note=note)
    return judge(viewer, store, store, name, said, NUMBERS, at=NOW + timedelta(hours=hours))


def opened(store: Store) -> str:
    told: Any = open_round(LEAD, store, store, GRID, NUMBERS, at=NOW)
    return str(told["round"]["id"])


def of(told: Any, name: str) -> Any:
    return next((one for one in told["people"] if one["name"] == name), None)


def everything(store: Store, viewer: Viewer) -> dict[str, str]:
    """What a viewer can read of the decision by any answer, without what changes with every revision."""
    told: dict[str, Any] = {
        "map": show_map(viewer, store, GRID, ASKED, NUMBERS),
        "map of the company": show_map(viewer, store, "Nordlys Energi AS", ASKED, NUMBERS),
        "feed": feed(viewer, store, "Nordlys Energi AS", ASKED, NUMBERS),
        "who": who(viewer, store, "Nordlys Energi AS", ASKED, NUMBERS),
        "status": status(viewer, store, store, ASKED),
        **{f"history {name}": stance_history(viewer, store, name, ASKED, NUMBERS) for name in (METTE, HAKON)},
        **{f"person {name}": person(viewer, store, store, name, ASKED, NUMBERS) for name in (METTE, HAKON)},
        "ways": introductions(viewer, store, HAKON, ASKED, NUMBERS),
    }
    told["map as CSV"] = written(map_rows, told["map"], machine=True)
    told["feed as CSV"] = written(feed_rows, told["feed"], machine=True)
    for one in told.values():
        if isinstance(one, dict):
            one.pop("revision")
    return {name: json.dumps(one, sort_keys=True, ensure_ascii=False) for name, one in told.items()}


def test_what_is_judged_in_a_round_is_for_the_others_as_if_it_did_not_exist(store: Store) -> None:
    opened(store)
    before, round_before = everything(store, SARA), show_round(SARA, store, GRID, ASKED, NUMBERS)
    assert judged(store, KARI, METTE, "-3", note="Sealed words")["round"]
    judged(store, KARI, HAKON, "3", note="Sealed words")
    after = everything(store, SARA)
    assert {name for name in after if after[name] != before[name]} - {"status"} == set()
    assert json.loads(after["status"])["claims"]["stances"] == json.loads(before["status"])["claims"]["stances"]
    own = show_round(SARA, store, GRID, ASKED, NUMBERS)
    assert own["people"] == round_before["people"]
    assert "Sealed words" not in json.dumps([after, own])


def test_everybody_sees_their_own_judgement_and_the_lead_only_after_judging(store: Store) -> None:
    opened(store)
    judged(store, KARI, METTE, "-1")
    judged(store, KARI, METTE, "1", hours=2)
    assert of(show_round(KARI, store, GRID, ASKED, NUMBERS), METTE)["yours"]["value"] == 1
    lead = of(show_round(LEAD, store, GRID, ASKED, NUMBERS), METTE)
    assert (lead["judged_by"], lead["judgements"], lead["spread"]) == (1, [], None)
    judged(store, LEAD, METTE, "3", hours=3)
    lead = of(show_round(LEAD, store, GRID, ASKED, NUMBERS), METTE)
    assert ([one["value"] for one in lead["judgements"]], lead["spread"]) == ([1, 3], 2)
    for nobody in (Viewer(""), Viewer("No One")):
        hidden = of(show_round(nobody, store, GRID, ASKED, NUMBERS), METTE)
        assert (hidden["yours"], hidden["judged_by"], hidden["judgements"]) == (None, None, [])


def test_closing_prints_one_agreed_number_with_the_spread_beside_it(store: Store) -> None:
    one = opened(store)
    judged(store, KARI, METTE, "-1", note="Cool at lunch")
    judged(store, SARA, METTE, "2")
    assert of(show_map(SARA, store, GRID, ASKED, NUMBERS), METTE)["stance"] is None
    late = NOW + timedelta(hours=5)
    for viewer, agreed, why in (
        (KARI, [Agreed(METTE, "1", "Heard")], "Only Petra Aune"),
        (LEAD, [], f"Not agreed yet: {METTE}"),
        (LEAD, [Agreed(METTE, "1", " ")], "no reason"),
        (LEAD, [Agreed(METTE, "4", "Heard")], "no stance"),
        (LEAD, [Agreed(METTE, "1", "Heard"), Agreed(METTE, "2", "Heard")], "two agreed numbers"),
    ):
        with pytest.raises(BadArgument, match=why):
            close_round(viewer, store, store, one, agreed, NUMBERS, at=late)
    told: Any = close_round(LEAD, store, store, one, [Agreed(METTE, "1", "Sara met her boss")], NUMBERS, at=late)
    assert (told["agreed"], told["round"]["open"]) == (1, False)
    mette = of(show_map(KARI, store, GRID, ASKED, NUMBERS), METTE)
    assert (mette["stance"], mette["agreed"], mette["spread"], mette["stance_by"]) == (1, 1, 3, 2)
    shown = show_map(KARI, store, GRID, ASKED, NUMBERS)
    screen = Console(record=True, width=160, file=StringIO())
    print_map(screen, shown)
    assert "+1 supporter, we differ by 3" in screen.export_text()
    page = power_page(shown)
    assert "Supporter, agreed. 2 of us judge; we differ by 3." in page
    seen = of(show_round(SARA, store, GRID, ASKED, NUMBERS), METTE)
    assert ([b["value"] for b in seen["judgements"]], seen["agreed"]["note"]) == ([-1, 2], "Sara met her boss")
    notes = [j["note"] for j in stance_history(SARA, store, METTE, ASKED, NUMBERS)["judgements"]]  # type: ignore[attr-defined] -- an answer is plain data
    assert notes == ["Sara met her boss", "", "Cool at lunch"]
    with pytest.raises(BadArgument, match="was closed"):
        close_round(LEAD, store, store, one, [Agreed(METTE, "1", "Again")], NUMBERS, at=late)


def test_the_cause_of_a_number_below_zero_is_agreed_too_and_asked_where_it_is_not_told(store: Store) -> None:
    one = opened(store)
    judged(store, KARI, METTE, "-2")
    judged(store, KARI, HAKON, "-1")
    judged(store, KARI, "Ingrid Solberg", "-1")
    agreed = [Agreed(METTE, "-2", "Said so", "in_house"), Agreed("Ingrid Solberg", "-1", "Cold"),
              Agreed(HAKON, "-1", "Between us")]  # fmt: skip
    told: Any = close_round(LEAD, store, store, one, agreed, NUMBERS, at=NOW + timedelta(hours=2))
    assert [person["name"] for person in told["find_out"]] == ["Ingrid Solberg"]  # of Håkon an old delivery was told
    screen = Console(record=True, width=160, file=StringIO())
    print_closed(screen, told)
    assert "Why is Ingrid Solberg against us?" in screen.export_text()
    moves: Any = show_map(KARI, store, GRID, ASKED, NUMBERS)["next_moves"]
    about = {move["text"].split(".")[0]: move["kind"] for move in moves}
    assert about[f"Talk with {METTE}, critic, about doing it in-house"] == "mend"
    assert about["Find out why Ingrid Solberg is a sceptic"] == "find_out"


def test_erasing_the_lead_opens_nothing_and_whoever_opens_the_round_again_closes_it(store: Store) -> None:
    one = opened(store)
    judged(store, KARI, METTE, "-3", note="Sealed words")
    erase(SARA, store, erasure(SARA, store, LEAD.name, ASKED), at=NOW + timedelta(hours=2))
    assert "Sealed words" not in json.dumps(everything(store, SARA))
    listed: Any = rounds(SARA, store, ASKED, NUMBERS)
    assert [(told["id"], told["open"], told["lead"]) for told in listed["rounds"]] == [(one, True, None)]
    late = NOW + timedelta(hours=3)
    with pytest.raises(BadArgument, match="was erased"):
        close_round(SARA, store, store, one, [Agreed(METTE, "1", "Heard")], NUMBERS, at=late)
    again: Any = open_round(SARA, store, store, GRID, NUMBERS, at=late)
    assert (again["round"]["id"], again["round"]["lead"]["name"]) == (one, SARA.name)
    assert of(show_round(SARA, store, one, ASKED, NUMBERS), METTE)["judged_by"] == 1
    with pytest.raises(BadArgument, match="open already"):
        open_round(KARI, store, store, GRID, NUMBERS, at=late)
    close_round(SARA, store, store, one, [Agreed(METTE, "-1", "We all heard it")], NUMBERS, at=late)
    assert of(show_map(KARI, store, GRID, ASKED, NUMBERS), METTE)["agreed"] == -1


def test_what_the_lead_judged_and_agreed_stays_without_the_name_when_the_lead_is_erased(store: Store) -> None:
    one = opened(store)
    for hours, viewer, value in ((1, LEAD, "2"), (2, KARI, "-1")):
        judged(store, viewer, METTE, value, hours=hours)
    late = NOW + timedelta(hours=3)
    close_round(LEAD, store, store, one, [Agreed(METTE, "1", "Between us")], NUMBERS, at=late)
    for viewer in (LEAD, KARI):
        erase(SARA, store, erasure(SARA, store, viewer.name, ASKED), at=late)
    seen = of(show_round(SARA, store, one, ASKED, NUMBERS), METTE)
    assert ([b["value"] for b in seen["judgements"]], seen["agreed"]["value"]) == ([-1, 2], 1)
    mette = of(show_map(SARA, store, GRID, ASKED, NUMBERS), METTE)
    assert (mette["stance"], mette["agreed"], mette["spread"], mette["stance_by"]) == (1, 1, 3, 2)


def test_a_round_takes_no_agreed_number_and_no_judgement_in_another_name(store: Store) -> None:
    opened(store)
    with pytest.raises(BadArgument, match="lead closes it"):
        judge(LEAD, store, store, METTE, Said("1", agreed=True), NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="for themselves"):
        judge(KARI, store, store, METTE, Said("1", by="Sara Holm"), NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="for themselves"):
        judge(Viewer(""), store, store, METTE, Said("1"), NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="open already"):
        open_round(KARI, store, store, GRID, NUMBERS, at=NOW)
    with pytest.raises(BadArgument, match="not known who asks"):
        open_round(Viewer(""), store, store, "Nordlys Energi AS", NUMBERS, at=NOW)
    with pytest.raises(UnknownName):
        show_round(KARI, store, "no such round", ASKED, NUMBERS)


def test_a_round_about_us_seals_nothing_about_a_competitor(store: Store) -> None:
    opened(store)
    said = Said("2", toward="Corvane")
    told: Any = judge(KARI, store, store, METTE, said, NUMBERS, at=NOW)
    assert told["round"] is None
    listed: Any = rounds(KARI, store, ASKED, NUMBERS)
    assert [(one["open"], one["opportunity"]["name"]) for one in listed["rounds"]] == [(True, GRID)]
    assert of(show_map(KARI, store, GRID, ASKED, NUMBERS, toward="Corvane"), METTE)["stance"] == 2


class Behind:
    """Answers from what a store held before, as a server does until it has read what came since."""

    def __init__(self, store: Store) -> None:
        self._basis = basis_of(store, Question(NOW.date()), NUMBERS)

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        return self._basis

    def snapshot_on(self, question: Question) -> Snapshot:
        return self._basis.snapshot

    def wait_for(self, revision: int) -> bool:
        return False


def test_closing_and_judging_rest_on_what_is_in_the_store_by_then(store: Store) -> None:
    one = opened(store)
    behind = Behind(store)
    judged(store, KARI, METTE, "-3")
    late = NOW + timedelta(hours=2)
    with pytest.raises(BadArgument, match=f"Not agreed yet: {METTE}"):
        close_round(LEAD, behind, store, one, [], NUMBERS, at=late)
    close_round(LEAD, behind, store, one, [Agreed(METTE, "0", "Between us")], NUMBERS, at=late)
    told: Any = judge(SARA, behind, store, METTE, Said("2"), NUMBERS, at=NOW + timedelta(hours=3))
    assert told["round"] is None
    assert len(of(show_round(SARA, store, one, ASKED, NUMBERS), METTE)["judgements"]) == 1


def test_what_a_file_says_of_a_round_opens_nothing(store: Store) -> None:
    one = opened(store)
    judged(store, KARI, METTE, "-3", note="Sealed words")
    row = next(held for rows in store.snapshot_rows(store.revision().number) for held in rows if held.claim.key == one)
    content = (*row.claim.content[:5], NOW.date().isoformat(), *row.claim.content[6:])
    store.record(Load("zz", "tables", NOW.date(), (Claim("rounds", one, content),)), at=NOW + timedelta(hours=2))
    listed: Any = rounds(SARA, store, ASKED, NUMBERS)
    assert [told["open"] for told in listed["rounds"]] == [True]
    assert "Sealed words" not in json.dumps([everything(store, SARA), show_round(SARA, store, one, ASKED, NUMBERS)])


def test_nobody_whom_the_store_does_not_know_judges_for_one_of_us(store: Store) -> None:
    opened(store)
    with pytest.raises(BadArgument, match="for themselves"):
        judge(Viewer("No One"), store, store, METTE, Said("3", by="Kari Lunde"), NUMBERS, at=NOW)


def test_a_form_made_for_a_round_that_closed_meanwhile_records_nothing(store: Store) -> None:
    one = opened(store)
    judged(store, LEAD, METTE, "1")
    told: Any = stance_history(KARI, store, METTE, ASKED, NUMBERS)
    assert [item["id"] for item in told["rounds"]] == [one]
    late = NOW + timedelta(hours=5)
    close_round(LEAD, store, store, one, [Agreed(METTE, "1", "Heard")], NUMBERS, at=late)
    before = store.revision().number
    with pytest.raises(BadArgument, match=r"round was closed on .* nothing was recorded"):
        judge(KARI, store, store, METTE, Said("-3", rounds=(one,)), NUMBERS, at=late)
    with pytest.raises(BadArgument, match="round was closed"):
        record_visit(KARI, store, store, METTE, Heard("Words", "-3", rounds=(one,)), NUMBERS, at=late)
    assert store.revision().number == before
    rival = judge(KARI, store, store, METTE, Said("-3", toward="Corvane", rounds=(one,)), NUMBERS, at=late)
    assert rival["round"] is None  # the round was of what she thinks of us
    assert judge(KARI, store, store, METTE, Said("2"), NUMBERS, at=late)["round"] is None
