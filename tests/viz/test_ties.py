"""Does the list say in words what the lines, camps, doors and empty seats of the map say? And the CSV?"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from api.decision_tables import map_rows
from api.spreadsheet import written
from tests.api.conftest import Served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched, visit
from tests.viz.test_power_page import EVIL, answer_of
from viz.power_page import power_page
from viz.power_scene import power_scene
from viz.power_ties import ties_of

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
COMPANY = f"/companies/Nordlys Energi/power-map?as_of={AS_OF}"
KATARZYNA = (
    "Reports to Ingrid Solberg. Swayed by Björn Lindqvist (clear), Dmytro Shevchenko (slight), Marit Eikeland (slight)."
    " Allied with Tomáš Dvořák. At odds with Håkon Myhre. Camp around Tomáš Dvořák."
)


def files_of() -> dict[str, str]:
    """Return the decision with an influence that turns the other way, and the door of a unit."""
    files = changed(grid_decision(), "influences.csv", "mette,oyvind,-1,2025")
    return changed(files, "guards.csv", "dmytro,,IT,nordlys,2024")


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("ties"), files_of())


def test_every_line_of_the_map_is_told_of_both_its_ends(answer: Any) -> None:
    ties, scene = ties_of(answer), power_scene(answer)
    names = {one.id: one.name for one in scene.people}
    told = {
        (one, tie.kind, name): how for one, of_them in ties.items() for tie in of_them for name, how in tie.names
    }  # fmt: skip
    both = {
        "influence": ("sways", "swayed_by"), "agreement": ("allied_with",) * 2, "conflict": ("at_odds_with",) * 2,
    }  # fmt: skip
    lines = [(*both[sway.kind], sway.start, sway.end) for sway in scene.sways]
    lines += [("keeps_door_of", "door_kept_by", keeper, behind) for keeper, behind, _ in scene.doors]
    assert len(lines) >= 13
    for out, back, start, end in lines:
        assert (start, out, names[end]) in told
        assert (end, back, names[start]) in told
    for one in scene.people:
        assert not one.manager or (one.id, "reports_to", names[one.manager]) in told
    for camp in scene.camps:
        for member in camp.members:
            assert (member, "camp_around", names[camp.members[0]]) in told
    by_name = {(names[one], kind, name): how for (one, kind, name), how in told.items()}
    assert by_name["Mette Kjær Lund", "sways", "Øyvind Bråten"] == "slight, does the opposite"
    assert by_name["Håkon Myhre", "sways", "Ingrid Solberg"] == "decisive"
    assert ("Dmytro Shevchenko", "keeps_door_of", "the unit IT") in by_name


@pytest.mark.parametrize("wide", [1440, 390])
@pytest.mark.parametrize("path", [GRID, f"{GRID}&show=all", COMPANY])
def test_an_opened_row_says_the_lines_in_few_words(watched: Watched, grid: Served, path: str, wide: int) -> None:
    page = visit(watched, grid, path, wide)
    page.locator("summary.name", has_text="Katarzyna Wójcik").click()
    ties = page.locator("#side-card .ties")
    weightiest = "Dmytro Shevchenko" if path == COMPANY else "Tomáš Dvořák"  # of a company all weigh alike
    assert ties.inner_text() == KATARZYNA.replace("Camp around Tomáš Dvořák", f"Camp around {weightiest}")
    pictures: Any = json.loads(page.locator("#scene").text_content() or "{}")["pictures"]
    for picture in pictures.values():
        assert {hull["words"] for hull in picture["hulls"]} & {f"camp around {weightiest.split()[0]}"}
    high: Any = ties.evaluate("e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)")
    assert round(high) <= 4
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] -- one of two words
        page.wait_for_timeout(100)
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], scheme
    assert [*watched.said, *watched.failed] == []


@pytest.mark.parametrize("path", [GRID, f"{GRID}&show=all"])
def test_empty_seats_stand_in_the_list_too(watched: Watched, grid: Served, path: str) -> None:
    page = visit(watched, grid, path)
    assert page.locator(".ranked .vacant:visible").all_inner_texts() == ["Nobody is known: Category buyer"]


def test_the_words_follow_what_is_supposed(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    row = page.locator(".who", has=page.locator(".name", has_text="Håkon Myhre"))
    row.evaluate("row => { row.querySelector('.ties').textContent = 'as it was before'; }")
    with page.expect_response(lambda answer: "suppose=" in answer.url):
        page.get_by_label("Stance of Mette Kjær Lund toward us").press("ArrowUp")
    page.wait_for_function(
        "row => row.querySelector('.ties').textContent.includes('At odds with Katarzyna')", arg=row.element_handle()
    )


def test_hostile_names_in_lines_are_only_text(watched: Watched, tmp_path: Path) -> None:
    files = files_of()
    files["people.csv"] = files["people.csv"].replace("Katarzyna Wójcik", f'"{EVIL}"')
    files["seats.csv"] = files["seats.csv"].replace("Category buyer", f'"{EVIL}"')
    page = watched.open(power_page(answer_of(tmp_path, files)), tmp_path)
    page.locator("summary.name", has_text="Håkon Myhre").click()
    assert "At odds with <script>" in page.locator("#side-card .ties").inner_text()
    page.keyboard.press("Escape")
    assert "<script>" in page.locator(".vacant").inner_text()
    found: Any = page.evaluate("['hacked' in window, document.querySelectorAll('img, iframe').length]")
    assert found == [False, 0]
    assert watched.trouble() == []


def test_the_csv_says_the_lines_in_columns_at_its_end_and_none_is_a_formula(tmp_path: Path) -> None:
    files = files_of()
    files["people.csv"] = files["people.csv"].replace("Katarzyna Wójcik", "=1+1")
    rows = list(csv.DictReader(io.StringIO(written(map_rows, answer_of(tmp_path, files), machine=False))))
    assert list(rows[0])[-6:] == ["records", "sways", "allied_with", "at_odds_with", "keeps_door_of", "camp_around"]
    of = {row["name"]: row for row in rows}
    assert of["Håkon Myhre"]["sways"] == "Ingrid Solberg (decisive)"
    assert of["Håkon Myhre"]["at_odds_with"] == "'=1+1"
    assert of["Mette Kjær Lund"]["sways"] == "Øyvind Bråten (slight, does the opposite)"
    assert of["Jürgen Weiß"]["keeps_door_of"] == "Ingrid Solberg"
    assert of["Dmytro Shevchenko"]["keeps_door_of"] == "the unit IT"
    assert of["'=1+1"]["allied_with"] == "Tomáš Dvořák"
    assert of["Ingrid Solberg"]["camp_around"] == "Håkon Myhre"


def test_the_map_is_a_stop_of_the_tab_key_only_while_there_is_something_to_scroll(
    watched: Watched, grid: Served
) -> None:
    page = visit(watched, grid, GRID)
    scroll, stop = page.locator(".map .scroll"), "() => document.querySelector('.map .scroll').tabIndex"
    assert page.evaluate(stop) == -1
    for _ in range(3):
        page.locator("[data-zoom='1']").click()
    assert page.evaluate(stop) == 0
    scroll.focus()
    page.keyboard.press("0")  # it fits again, and whoever is on it stays there
    assert page.evaluate("() => document.activeElement.className").startswith("scroll")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('.map .scroll').tabIndex === -1")
