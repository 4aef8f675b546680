"""Does the map of a whole company fit its screen, follow the seats, and count people as its cards do, everywhere?"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from rich.console import Console

from api.decision_tables import map_rows
from api.spreadsheet import written
from api.terminal_map import print_map
from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from graph.algorithms.power import power_map
from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched
from tests.worlds import introducer
from viz.power_page import power_page
from viz.power_parts import power_parts
from viz.power_scene import power_scene

COMPANY = "Nordlys Energi AS"
MAP = f"/companies/{COMPANY}/power-map?as_of={AS_OF}"
# How far the letters of a spread are from the next column, from the mark above and from that below, in pixels.
ROOM = """(all) => all.map((one) => {
  const words = document.createRange(), cell = one.closest("td"), next = one.closest("tr").nextElementSibling;
  words.selectNodeContents(one);
  const box = words.getBoundingClientRect(), mark = cell.querySelector(".mark").getBoundingClientRect();
  const high = parseFloat(getComputedStyle(one).fontSize), middle = (box.top + box.bottom) / 2;
  return [cell.nextElementSibling.getBoundingClientRect().left - box.right, middle - 0.4 * high - mark.bottom,
    next.querySelector(".us .mark").getBoundingClientRect().top - middle - 0.5 * high];
})"""


def two_decisions() -> dict[str, str]:
    """Return the decision with a second, later one, and with one person twice in the sources."""
    files = changed(grid_decision(), "agreements.csv", "oyvind,helene,2,2025")
    files = changed(files, "opportunities.csv", "meters,nordlys,Smart meters,tender,talk,,,,2027-06-01,")
    files = changed(
        files, "seats.csv", "meters,larspetter,decider,,", "meters,bjorn,decider,,", "meters,even,decider,,"
    )
    files = changed(files, "people.csv", "twin,Helene Rustad")
    return changed(files, "employments.csv", "twin,nordlys,Director Grid,,2020,")


def answer_of(folder: Path, files: dict[str, str], name: str = COMPANY) -> Any:
    basis = Basis(introducer(folder, files, AS_OF), Question(AS_OF))
    return map_answer(basis, power_map(basis.ask, asked_of(basis, name)))


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("company"), two_decisions())


@pytest.fixture(scope="module")
def nordlys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("nordlys"), two_decisions(), user="Petra Aune") as opened:
        yield opened


def scale(page: Page) -> float:
    """Return how large the picture is drawn."""
    told = json.loads(page.locator("#scene").inner_text() or page.locator("#scene").text_content() or "{}")
    return (
        float(page.evaluate("document.querySelector('#picture').clientWidth")) / told["pictures"][told["view"]]["width"]
    )


@pytest.mark.parametrize("wide", [1440, 1420, 1400, 1366])
@pytest.mark.parametrize("path", [MAP, f"{MAP}&show=all", f"/opportunities/Grid data platform?as_of={AS_OF}"])
def test_on_a_laptop_the_map_fits_beside_the_list_and_its_words_can_be_read(
    watched: Watched, nordlys: Served, path: str, wide: int
) -> None:
    page = watched.page
    page.set_viewport_size({"width": wide, "height": 900})
    page.goto(nordlys.address + path)
    page.wait_for_selector("html[data-drawn]", state="attached")
    scroll: Any = page.evaluate(
        "(() => { const s = document.querySelector('.map .scroll'); return [s.scrollWidth, s.clientWidth]; })()"
    )
    assert scroll[0] <= scroll[1]
    assert page.locator(".wider").is_hidden()
    assert 12 * scale(page) >= (11 if wide == 1440 else 10.8)
    assert watched.said == watched.failed == []


def test_headings_follow_the_seats_and_the_next_decision_comes_first(answer: Any) -> None:
    parts = power_parts(answer).context()
    groups: Any = {group.heading: [one.name for one in group.people] for group in parts["groups"]}  # type: ignore[attr-defined] -- parts of a page are plain data
    decide = "Decide in one of its decisions"
    assert list(groups) == [decide, "Sway them", "Keep a door"]
    deciding = {"Håkon Myhre", "Mette Kjær Lund", "Tomáš Dvořák", "Øyvind Bråten", "Katarzyna Wójcik"}
    assert set(groups[decide]) > deciding  # the grid's are all there, of the later decision's one
    assert 6 <= len(groups[decide]) <= 7
    shown = set(answer["first_view"])
    assert {one["people"][0] for one in answer["sentences"][:3] if one["people"]} <= shown  # whom the page speaks of
    assert groups["Keep a door"] == ["Jürgen Weiß"]
    assert "Ingrid Solberg" in groups["Sway them"]  # who signs
    assert 5 <= sum(map(len, groups.values())) <= 9


def test_a_card_says_the_seats_that_the_list_says(answer: Any) -> None:
    scene = power_scene(answer)
    said = {one.name: one.role for one in scene.shown}
    assert said["Katarzyna Wójcik"] == "decider, champion"
    assert said["Björn Lindqvist"] == "decider, influencer"
    assert said["Ingrid Solberg"] == "approver"
    assert said["Jürgen Weiß"] == "Ingrid’s door"
    assert not [role for role in said.values() if role.startswith("decides")]


def test_on_the_map_of_everybody_a_card_says_name_title_and_seats_and_cuts_none_of_them(answer: Any) -> None:
    cards = {
        c.person.short: [line[0] for line in c.text] for c in power_parts(answer).pictures["all"].cards if c.person
    }
    assert cards["Katarzyna"] == ["Katarzyna Wójcik", "CIO", "decider, champion"]
    assert cards["Jürgen"] == ["Jürgen Weiß", "VP Procurement", "Ingrid’s door"]
    assert cards["Guri"] == ["Guri Tveit", "Platform Manager"]
    assert [line for lines in cards.values() for line in lines if line.endswith("…")] == []


def test_whoever_is_known_without_a_dated_contact_is_not_said_to_be_never_met(tmp_path: Path) -> None:
    files = grid_decision(unmet=("jurgen",))
    files["acquaintances.csv"] = "from,to,kind,date,declared_by\nmikkel,jurgen,friend,2003-05,mikkel\n"
    last = {one.short: (one.met, one.last) for one in power_scene(answer_of(tmp_path, files)).shown}
    assert (last["Jürgen"], last["Mette"]) == ((True, "no date"), (False, "never"))


def test_who_sits_nowhere_and_sways_nobody_stands_among_the_others(answer: Any) -> None:
    everybody = {**answer, "first_view": [one["id"] for one in answer["people"]]}
    groups: Any = power_parts(everybody).context()["groups"]
    others = {one.name for group in groups if group.heading == "Others" for one in group.people}
    assert {"Guri Tveit", "Anja Brekke"} <= others
    assert not others & {"Siri Halvorsen", "Ragnhild Øverås"}  # they sway somebody


def counts(text: str) -> int:
    """Return how many people a title counts."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    found = re.findall(r"(\w+) (?:for|against|neutral|unknown)", text)
    return sum(int(word) if word.isdigit() else words.index(word.lower()) for word in found)


def test_everybody_is_counted_once_in_title_facts_button_list_table_terminal_and_csv(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    assert len(answer["people"]) == 29  # Helene has two records
    page = watched.open(power_page(answer), tmp_path)
    assert counts(page.locator("#rest").inner_text()) == 28
    assert page.locator(".facts").get_by_text("28 people, nobody's seat counts more").is_visible()
    assert sum(int(many) for many in page.locator("#bar b").all_inner_texts()) == 28
    page.get_by_role("button", name="Show all 28").click()
    assert page.locator(".who:visible").count() == 28
    page.get_by_label("Stance of Helene Rustad").focus()
    page.keyboard.press("ArrowUp")  # the script counts as the server does
    assert counts(page.locator("#rest").inner_text()) == 28
    console = Console(file=io.StringIO(), width=100)
    print_map(console, answer)
    said = console.file.getvalue()  # type: ignore[attr-defined] -- the file is a StringIO
    assert counts(said.splitlines()[1]) == 28
    assert "28 people, nobody's seat counts more" in said
    rows = list(csv.DictReader(io.StringIO("".join(map(str, written(map_rows, answer, machine=True))))))
    assert len(rows) == 28
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1, abs=0.003)
    helene = next(row for row in rows if row["name"] == "Helene Rustad")
    assert (helene["records"], len(helene["probably_same"].split())) == ("2", 2)
    assert watched.trouble() == []


def test_two_records_of_a_decider_are_one_in_the_title_and_in_the_list_of_decisions(tmp_path: Path) -> None:
    files = changed(grid_decision(), "people.csv", "twin,Mette Kjær Lund")
    files = changed(files, "employments.csv", "twin,nordlys,Chief People Officer,,2020,")
    files = changed(files, "seats.csv", "grid,twin,decider,10,")
    told = answer_of(tmp_path, files, "Grid data platform")
    assert counts(told["unit"]["title"]) == 5
    with served(tmp_path / "served", files) as own:
        listed = own.client.get("/v1/opportunities", params={"as_of": str(AS_OF)}).json()["opportunities"][0]
        plan = own.client.get("/accounts/Nordlys Energi AS", params={"as_of": str(AS_OF)})
    assert listed["title"] == told["unit"]["title"]
    assert f"{told['unit']['title']}." in plan.text


def test_the_spread_beside_an_agreed_number_stands_in_the_list_and_goes_when_another_is_tried(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    row = page.locator(".who", has=page.locator(".name", has_text="Håkon Myhre"))
    assert row.locator(".apart").inner_text() == "we differ by 2"
    assert page.locator(".who", has=page.locator(".name", has_text="Ingrid Solberg")).locator(".apart").count() == 0
    page.get_by_label("Stance of Håkon Myhre toward us").focus()
    page.keyboard.press("ArrowUp")
    assert row.locator(".apart").is_hidden()
    page.keyboard.press("Escape")
    assert row.locator(".apart").is_visible()
    assert watched.trouble() == []


@pytest.mark.parametrize(
    ("width", "height", "medium"),
    [(1440, 1000, "screen"), (1366, 768, "screen"), (1366, 900, "screen"), (1240, 900, "screen"), (1123, 900, "print")],
)
def test_the_spread_touches_neither_the_next_column_nor_the_mark_above_or_below(
    tmp_path: Path, watched: Watched, width: int, height: int, medium: Any
) -> None:
    watched.page.set_viewport_size({"width": width, "height": height})
    answer = answer_of(tmp_path, grid_decision(), "Grid data platform")
    page = watched.open(power_page(answer), tmp_path)
    page.emulate_media(media=medium)
    room: Any = page.locator(".apart:visible").evaluate_all(ROOM)
    assert room
    assert all(min(beside, under) >= 4 and above >= 0 for beside, above, under in room), room


def test_the_map_of_a_company_prints_on_one_page_of_a4(watched: Watched, nordlys: Served) -> None:
    page = watched.page
    page.goto(nordlys.address + MAP)
    page.wait_for_selector("html[data-drawn]", state="attached")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
