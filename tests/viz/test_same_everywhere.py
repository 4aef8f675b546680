"""Do the pages of a client, a plan and a person fit every screen and paper, and tell one thing in one way?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched

CLIENT, PLAN = f"/companies/Nordlys Energi AS?as_of={AS_OF}", f"/accounts/Nordlys Energi AS?as_of={AS_OF}"
STRANGERS = f"{CLIENT}&show=unreached"
SHEET = {"width": 1032, "height": 703}  # A4 across, without its margins, in pixels

# pairs of words and marks of a table of people that lie on one another
ON_ONE_ANOTHER = """() => Array.from(document.querySelectorAll(".people-of tbody tr")).flatMap((row) => {
  const parts = Array.from(row.querySelectorAll("th, td")).filter((one) => one.getClientRects().length)
    .map((one) => { const range = document.createRange(); range.selectNodeContents(one); return [one, range]; });
  const box = (one) => one[1].getBoundingClientRect();
  return parts.flatMap((a, at) => parts.slice(at + 1).filter((b) =>
    Math.min(box(a).right, box(b).right) - Math.max(box(a).left, box(b).left) > -4 &&
    Math.min(box(a).bottom, box(b).bottom) - Math.max(box(a).top, box(b).top) > 1
  ).map((b) => a[0].textContent + " on " + b[0].textContent));
})"""


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files = changed(grid_decision(), "stances.csv", "ingrid,kari,2026-10-13,,0,told_me,,yes,")
    many = (f"more-{one},call,2026-05-15,jonas;{one}" for one in ("guri", "stein", "milica", "even", "eva", "jonasf"))
    files = changed(files, "contacts.csv", "gone,call,2025-05-15,jonas;left", *many)
    files = changed(files, "people.csv", "left,Lars Petter Moe")
    files = changed(files, "employments.csv", "left,nordlys,Treasurer,Finance,2016,2025-01-31")
    files = changed(files, "companies.csv", "alfa,Nordavind,other", "same1,Alfa,client", "same2,Alfa,client")
    with served(tmp_path_factory.mktemp("same"), files, user="Petra Aune") as opened:
        yield opened


def visit(watched: Watched, grid: Served, path: str, width: int, medium: str = "screen") -> Page:
    watched.page.set_viewport_size(SHEET if medium == "print" else {"width": width, "height": 900})  # type: ignore[arg-type] -- width and height
    watched.page.emulate_media(media=medium)  # type: ignore[arg-type] -- one of two words
    watched.page.goto(grid.address + path)
    return watched.page


@pytest.mark.parametrize("width", [390, 768, 1024, 1160, 1280, 1366, 1440])
def test_in_the_plan_no_column_lies_on_another_and_each_value_has_its_heading(
    watched: Watched, grid: Served, width: int
) -> None:
    page = visit(watched, grid, PLAN, width)
    page.locator(".unseen").evaluate_all("(all) => all.forEach((one) => one.remove())")
    assert page.evaluate(ON_ONE_ANOTHER) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    table = page.locator(".people-of .scroll-table").first
    assert table.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    seen = table.locator("thead").evaluate("(one) => (getComputedStyle(one).position === 'static') && one.clientHeight")
    labels = table.locator("tbody tr").first.evaluate(
        "(row) => Array.from(row.querySelectorAll('td'), (one) => getComputedStyle(one, '::before').content)"
    )
    assert bool(seen) != ('"toward us"' in labels)


@pytest.mark.parametrize("width", [768, 1024, 1160, 1366])
def test_a_row_has_room_for_its_evidence_at_every_width(watched: Watched, grid: Served, width: int) -> None:
    page = visit(watched, grid, CLIENT, width)
    for one in page.locator(".row .ask:visible").all():
        box = one.bounding_box()
        assert box
        assert box["width"] > 380
    evidence = page.locator(".row details[open] .evidence li").first.bounding_box()
    assert evidence
    assert evidence["height"] < 60


def test_the_filter_stands_in_the_line_of_the_tabs_on_a_tablet_held_across(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, CLIENT, 1024)
    tab, choose = (page.locator(one).bounding_box() for one in (".tabs nav a >> nth=0", ".choose summary"))
    assert tab
    assert choose
    assert abs(tab["y"] + tab["height"] / 2 - choose["y"] - choose["height"] / 2) < 12


def test_on_a_phone_why_stands_beside_its_button(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, CLIENT, 390)
    closed = page.locator(".row:visible").filter(has=page.locator(":scope > details:not([open])")).first
    button, why = (closed.locator(one).bounding_box() for one in (".button", "summary"))
    assert button
    assert why
    assert 0 <= why["x"] - button["x"] - button["width"] < 40
    assert abs(button["y"] + button["height"] / 2 - why["y"] - why["height"] / 2) < 6


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_row_is_drawn_also_where_nobody_scrolled(watched: Watched, grid: Served, medium: str) -> None:
    page = visit(watched, grid, CLIENT, 1440, medium)
    kept_back = page.locator(".row").evaluate_all(
        "(rows) => rows.filter((one) => getComputedStyle(one).contentVisibility !== 'visible').length"
    )
    assert kept_back == 0


def test_on_paper_who_left_stands_there_and_the_rows_that_do_not_are_counted(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, CLIENT, 1440, "print")
    left = page.locator(".gone .row", has_text="Lars Petter Moe").bounding_box()
    assert left
    assert left["height"] > 20
    hidden = page.locator("details.all .row").count()
    notes = page.locator(".group > .on-paper:visible").all_inner_texts()
    assert hidden
    assert len(notes) == page.locator("details.all").count()
    page.locator("details.all").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert page.locator(".group > .on-paper:visible").count() == 0


def test_on_paper_a_plan_asks_nothing_to_be_clicked_and_fills_its_sheets(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, PLAN, 1440, "print")
    assert "how much?" not in page.locator("main").inner_text()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3


def told(grid: Served, path: str) -> Any:
    return grid.client.get(path).json()


def test_the_stance_of_whom_nobody_knows_is_the_one_that_is_told_everywhere(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, CLIENT, 1440)
    ingrid = page.locator(".nobody li", has_text="Ingrid Solberg")
    assert ingrid.locator("svg text").text_content() == "0"
    assert "neutral (agreed 13 Oct)" in ingrid.inner_text().replace("\u00a0", " ")
    on = f"?as_of={AS_OF}"
    (nobody,) = [
        one for one in told(grid, f"/v1/companies/Nordlys Energi AS/doors{on}")["nobody_knows"]
        if one["name"] == "Ingrid Solberg"
    ]  # fmt: skip
    who = told(grid, f"/v1/companies/Nordlys Energi AS/introductions{on}")["unreached"]["people"]
    (unreached,) = [one for one in who if one["name"] == "Ingrid Solberg"]
    person = told(grid, f"/v1/people/{nobody['id']}{on}")["person"]
    for one in (nobody, unreached, person):
        assert (one["stance"], one["stance_on"], one["stance_agreed"]) == (0, "2026-10-13", True)


def test_whom_nobody_knows_is_told_once_in_the_order_of_the_answer(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, STRANGERS, 1440)
    assert page.get_by_role("heading", name="Nobody knows").count() == 1
    shown = page.locator(".strangers li b").all_inner_texts()
    on = f"?as_of={AS_OF}"
    doors = told(grid, f"/v1/companies/Nordlys Energi AS/doors{on}")["nobody_knows"]
    who = told(grid, f"/v1/companies/Nordlys Energi AS/introductions{on}")["unreached"]["people"]
    assert shown == [one["name"] for one in doors]
    assert [one["name"] for one in who] == [one["name"] for one in doors if one["id"]]
    assert page.locator(".strangers li svg.mark").count() == len(shown) > 1
    assert page.locator(".strangers li", has_text="Closest:").count() > 1
    page.goto(f"{grid.address}{STRANGERS}&limit=1")
    assert page.locator(".strangers li b").all_inner_texts() == shown[:1]
    page.get_by_role("link", name="The next 1").click()
    assert page.locator(".strangers li b").all_inner_texts() == shown[1:2]


def test_clients_come_first_among_what_is_found_and_those_of_one_name_are_told_apart(grid: Served) -> None:
    found = [one["name"] for one in told(grid, "/v1/companies?query=nord")["companies"]]
    assert found[:2] == ["Nordlys Energi AS", "Nordavind"]
    same = [one for one in told(grid, "/v1/companies?query=alfa")["companies"] if one["name"] == "Alfa"]
    assert [one["apart"] for one in same] == ["nobody known", "nobody known"]
    assert {one["apart"] for one in told(grid, "/v1/companies?query=nord")["companies"]} == {""}
    assert grid.client.get("/?query=alfa", headers={"accept": "text/html"}).text.count("client, nobody known") == 2


def test_on_an_earlier_day_nobody_is_said_to_be_in_no_source(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, "/companies/Nordlys Energi AS?as_of=1990-01-01", 1440)
    text = page.locator("main").inner_text()
    assert "in no source" not in text
    assert "no job there is known on this day" in text
    assert "37\u00a0years left" in text
    assert "None of the five has a known stance" in text


def test_who_goes_cold_is_told_the_longest_first(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, PLAN, 1440)
    days = [int(re.sub(r"\D", "", one)) for one in page.locator("#cold ~ ul .overdue").all_inner_texts()]
    assert len(days) > 1
    assert days == sorted(days, reverse=True)
