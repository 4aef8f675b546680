"""The pages of decisions as they are served: one page that says what to do, tried by hand, on any day, side by side."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, grid_decision
from tests.viz.conftest import Watched
from tests.viz.worlds import HOSTILE_NAMES

FORM = "main form.filters"
GRID = f"/opportunities/Grid data platform?as_of={AS_OF}"
PATHS = (
    "/opportunities", "/opportunities?query=zzz", GRID, f"{GRID}&show=all", f"{GRID}&toward=Corvane",
    f"{GRID}&suppose=Mette Kjær Lund=2", f"{GRID}&day=2026-06-30", "/companies/Nordlys Energi/power-map",
    f"/accounts/Nordlys Energi?as_of={AS_OF}", "/accounts/Hafslund", "/companies/Corvane/power-map",
    "/companies/Corvane/power-map?show=all",
    f"/opportunities/Grid data platform/beside?as_of={AS_OF}&other_day=2026-06-30",
)  # fmt: skip


def visit(watched: Watched, grid: Served, path: str) -> Page:
    watched.page.goto(grid.address + path)
    if watched.page.query_selector("#picture"):
        watched.page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    return watched.page


def trouble(watched: Watched, grid: Served) -> list[str]:
    beyond = [url for url in watched.asked_for if not url.startswith((grid.address, "data:"))]
    return [*watched.said, *watched.failed, *watched.popped_up, *beyond]


@pytest.mark.parametrize("form", ["", ".svg", ".html", ".csv"])
def test_everybody_of_a_company_that_is_on_the_first_view_whole_is_that_view(tmp_path: Path, form: str) -> None:
    files = {
        **grid_decision(),
        "employments.csv": "person,company,title,start\nkari,varde,Partner,2018\nhakon,nordlys,CFO,2021\n",
    }
    with served(tmp_path, {**files, "leaders.csv": "company,name,title\n"}) as own:
        answer = own.client.get(f"/companies/Nordlys Energi/power-map{form}?show=all&as_of={AS_OF}")
        assert (answer.status_code, "Håkon Myhre" in answer.text) == (200, True)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_silent_asks_nobody_else_and_has_nothing_serious_for_axe(
    watched: Watched, grid: Served, path: str
) -> None:
    page = visit(watched, grid, path)
    assert trouble(watched, grid) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] -- one of two words
        page.wait_for_timeout(100)
        found = Axe().run(page).response["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}]
        assert serious == [], scheme


def test_the_decision_is_found_from_the_top_bar_and_says_what_to_do(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, "/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Decisions").click()
    page.get_by_role("link", name="Grid data platform").click()
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert "unknown holds a fifth" in page.locator("h1").inner_text()
    assert page.locator(".who:visible").count() == 9
    assert page.locator(".saying h2").all_inner_texts() == [
        "Find out first what Mette thinks: it can move the result from losing to even.",
        "Your champion Katarzyna is allied with blocker Tomáš.", "Every route to Ingrid passes Jürgen.",
    ]  # fmt: skip
    assert not page.get_by_text("is a partner of Corvane.").is_visible()
    page.get_by_text("more things to know, and all next moves").click()
    assert page.get_by_text("is a partner of Corvane.").is_visible()
    page.get_by_role("link", name="Show the tie").click()
    assert "Katarzyna Wójcik" in page.locator("#side-card").inner_text()
    page.locator(".saying.door").get_by_role("link", name="Draft the ask").click()
    page.wait_for_selector("h1:has-text('For a word with Jürgen Weiß')")
    assert trouble(watched, grid) == []


def test_a_stance_that_is_tried_moves_title_result_and_camps_and_is_not_kept(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    revision = grid.client.get("/ready").json()["revision"]
    before = str(page.locator("#unsure").text_content())
    page.get_by_label("Stance of Mette Kjær Lund toward us").focus()
    with page.expect_response(re.compile("suppose=")):
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
    assert "If Mette Kjær Lund were a partner: three for, two against." in page.locator("h1").inner_text()
    assert page.locator("#standing").inner_text() == "even"
    assert page.locator(".stands").inner_text().startswith("As it would stand: even")
    assert page.locator(".bar .part.tried").inner_text() == page.locator(".bar .part", has_text="Mette").inner_text()
    assert page.locator("#key-tried").is_visible()
    expect(page.locator("#unsure")).not_to_have_text(before)
    assert "suppose=" in page.url
    assert "Find out first what Mette" not in page.locator("#sayings").inner_text()
    page.reload()
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert "If Mette Kjær Lund were a partner: three for, two against." in page.locator("h1").inner_text()
    page.get_by_role("button", name="Back to what we believe").click()
    assert "Two for, two against, one unknown holds a fifth." in page.locator("h1").inner_text()
    assert grid.client.get("/ready").json()["revision"] == revision
    assert trouble(watched, grid) == []


def test_a_stance_is_dragged_and_the_bar_follows(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    box = page.get_by_label("Stance of Tomáš Dvořák toward us").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20 + 5 * 22, box["y"] + 10, steps=5)
    page.mouse.up()
    assert page.get_by_label("Stance of Tomáš Dvořák toward us").get_attribute("aria-valuetext") == "partner, tried"
    assert "If Tomáš Dvořák were a partner: three for, one against" in page.locator("h1").inner_text()
    assert "+2" in page.locator(".bar .part", has_text="Tomáš").inner_text()


def test_the_slider_asks_the_server_what_was_believed_on_an_earlier_day(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    slider = page.locator("#when")
    slider.focus()
    with page.expect_response(re.compile("day=2026-0")):
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("day=2026-0"))
    page.wait_for_selector("text=/By \\d+ \\w+ .* had been judged/")
    assert page.get_by_label("Stance of Håkon Myhre toward us").get_attribute("aria-valuetext") == "critic"
    assert page.evaluate("document.activeElement.id") == "when"
    with page.expect_response(re.compile("/opportunities/")):
        page.keyboard.press("End")
    page.wait_for_url(re.compile(r"\?as_of=2026-11-24$"))
    assert trouble(watched, grid) == []


def test_toward_a_competitor_the_same_page_tells_their_side(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    page.get_by_role("link", name="Toward Corvane").click()
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert "Toward Corvane: one for" in page.locator("h1").inner_text()
    assert page.locator("#standing").inner_text() == "Corvane is winning, narrowly"
    assert page.get_by_label("Stance of Tomáš Dvořák toward Corvane").get_attribute("aria-valuetext") == "partner"
    row = page.locator("tr", has=page.get_by_label("Stance of Tomáš Dvořák toward Corvane"))
    assert "blocker" in row.locator("td.rival").inner_text()
    assert "Find out first" not in page.locator("#sayings").inner_text()  # what to do is our side


def test_where_there_is_room_choosing_somebody_shows_a_card_and_leaves_the_view_where_it_is(
    watched: Watched, grid: Served
) -> None:
    watched.page.set_viewport_size({"width": 1440, "height": 1100})
    page = visit(watched, grid, GRID)
    before = page.locator("#picture").bounding_box()
    page.locator("summary", has_text="Tomáš Dvořák").click()
    card = page.locator("#side-card")
    assert "Blocked the pilot in the risk board" in card.inner_text()
    assert page.locator("#picture").bounding_box() == before
    href = card.get_by_role("link", name="Record a stance").get_attribute("href")
    assert re.fullmatch(r"/people/[^/]+/stance\?opportunity=.+", str(href))


def test_without_script_the_page_is_read_as_list_and_drawing(browser: Browser, grid: Served) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(grid.address + GRID)
    assert page.locator("svg.vector").is_visible()
    assert not page.get_by_text("Drag a stance").is_visible()
    assert page.locator(".who").count() == 9
    page.locator("select[name=day]").select_option("2026-06-02")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "day=2026-06-02" in page.url
    page.get_by_role("link", name="Show all 28").click()
    page.locator("summary", has_text="Håkon Myhre").click()
    assert page.locator(".who").count() == 28
    page.context.close()


def test_what_is_downloaded_opens_offline_and_is_a_picture_and_a_sheet(
    watched: Watched, grid: Served, tmp_path: Path
) -> None:
    base = "/opportunities/Grid data platform/power-map"
    html = grid.client.get(f"{base}.html?as_of={AS_OF}")
    assert "attachment" in html.headers["content-disposition"]
    watched.open(html.text, tmp_path)
    assert watched.trouble() == []
    svg = grid.client.get(f"{base}.svg?as_of={AS_OF}&show=all")
    assert (svg.headers["content-type"].partition(";")[0], "Milica" in svg.text) == ("image/svg+xml", True)
    assert "Håkon Myhre" in grid.client.get(f"{base}.csv").text
    assert grid.client.get(f"{base}.exe").status_code == 404


def test_two_days_stand_side_by_side_with_what_differs(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, GRID)
    page.get_by_role("link", name="Side by side").click()
    days = page.locator(f"{FORM} input[type=date]")
    assert [one.input_value() for one in days.all()] == ["2026-10-25", str(AS_OF)]
    assert page.locator(".changes li").count() > 0
    page.locator(f"{FORM} input[name=day]").fill("2026-06-30")
    page.get_by_role("button", name="Show").click()
    assert f"as_of={AS_OF}" in page.url
    assert page.locator("svg.vector:visible").count() == 2
    row = page.locator(".changes li", has_text="Håkon Myhre")
    assert "critic, then sceptic" in row.inner_text()


def test_side_by_side_keeps_the_side_and_the_day_that_are_looked_at(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, f"{GRID}&toward=Corvane&day=2026-08-01")
    page.get_by_role("link", name="Side by side").click()
    assert page.locator(f"{FORM} input[name=other_day]").input_value() == "2026-08-01"
    page.get_by_role("button", name="Show").click()
    assert "toward=Corvane" in page.url
    assert page.locator(".pair-title", has_text="Toward Corvane:").count() == 2


def test_it_prints_on_one_page_of_a4(browser: Browser, grid: Served) -> None:
    page = browser.new_page()
    page.goto(grid.address + GRID)
    page.wait_for_selector("html[data-drawn]", state="attached")
    paper = page.pdf(format="A4", landscape=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.close()


def test_hostile_names_are_only_text(watched: Watched, tmp_path: Path) -> None:
    files = grid_decision()
    for name, evil in zip(("Mette Kjær Lund", "Håkon Myhre", "Tomáš Dvořák"), HOSTILE_NAMES, strict=False):
        files["people.csv"] = files["people.csv"].replace(name, '"' + evil.replace('"', '""') + '"')
    with served(tmp_path, files) as own:
        page = visit(watched, own, GRID)
        page.locator(".who .name").first.click()
        page.locator(".try").first.focus()
        page.keyboard.press("ArrowUp")
        page.wait_for_timeout(600)
        found: Any = page.evaluate("['hacked' in window, document.querySelectorAll('main img, iframe').length]")
        assert found == [False, 0]
        assert trouble(watched, own) == []


BESIDE = "/opportunities/Grid data platform/beside"


@pytest.mark.parametrize("width", [390, 768, 1024, 1280, 1440, 1700])
def test_the_words_of_maps_side_by_side_are_at_least_eleven_pixels_high(
    watched: Watched, grid: Served, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = visit(watched, grid, f"{BESIDE}?as_of={AS_OF}&day=2026-09-01")
    drawn = page.locator(".pair .vector:visible").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().width / one.viewBox.baseVal.width)"
    )
    assert len(drawn) == 2
    assert all(12 * scale >= 10.95 for scale in drawn)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    labels = page.locator("main .filters label > span").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    assert max(labels) < 24
    cut = page.locator(".pair .scroll").evaluate_all("(all) => all.some((one) => one.scrollWidth > one.clientWidth)")
    assert not cut
    first, second = (page.locator(".pair .vector:visible").nth(at).bounding_box() for at in (0, 1))
    assert first
    assert second
    assert (first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]) is (width >= 1280)
    assert first["width"] == second["width"]


def test_what_differs_stands_above_the_maps_and_picks_somebody_on_both(watched: Watched, grid: Served) -> None:
    watched.page.set_viewport_size({"width": 1366, "height": 768})
    page = visit(watched, grid, f"{BESIDE}?as_of={AS_OF}&day=2026-09-01&other_day={AS_OF}")
    differs, maps = page.locator(".differs").bounding_box(), page.locator(".pair").bounding_box()
    assert differs
    assert maps
    assert differs["y"] + differs["height"] <= maps["y"] < 300
    expect(page.locator(".differs")).to_contain_text("Katarzyna Wójcik not known, then advocate")
    expect(page.locator(".pair-title")).to_have_text([re.compile(r"^1 Sept?\."), re.compile(r"^24 Nov\.")])
    expect(page.locator("main > .keys-line li[data-key=camp]")).to_be_visible()
    row = page.get_by_role("button", name="Katarzyna Wójcik")
    noted = page.locator(".card-of.noted:visible", has_text="Katarzyna")
    assert noted.count() == 2
    assert [one.locator(".note-words").text_content() for one in noted.all()] == ["then +3", "was ?"]
    grounds = [one.evaluate("(one) => getComputedStyle(one).fill") for one in noted.locator(".note-ground").all()]
    keys = page.locator(".note-key").evaluate_all("(all) => all.map((one) => getComputedStyle(one).backgroundColor)")
    assert grounds == keys  # so that one sees on which map a sign is, and what it means
    assert len(set(grounds)) == 2
    row.focus()
    page.keyboard.press("Enter")
    assert page.locator(".card-of.chosen:visible", has_text="Katarzyna").count() == 2
    assert page.locator(".card-of.chosen:visible").count() == 2
    expect(row).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    assert page.locator(".card-of.chosen:visible").count() == 0
    page.locator(".card-of:visible", has_text="Katarzyna").last.click()
    assert page.locator(".card-of.chosen:visible", has_text="Katarzyna").count() == 2
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []
    assert trouble(watched, grid) == []


def test_two_days_print_beside_each_other_on_one_sheet_in_words_of_seven_points(browser: Browser, grid: Served) -> None:
    page = browser.new_page(viewport={"width": 1062, "height": 733})  # A4 across, without its margins
    page.goto(f"{grid.address}{BESIDE}?as_of={AS_OF}&day=2026-09-01&other_day={AS_OF}")
    page.emulate_media(media="print")
    drawn = page.locator(".pair .vector:visible").evaluate_all(
        "(all) => all.map((one) => [one.getBoundingClientRect().width / one.viewBox.baseVal.width,"
        " one.getBoundingClientRect().top, one.getBoundingClientRect().bottom])"
    )
    assert all(12 * scale * 0.75 >= 7 for scale, _, _ in drawn)
    assert drawn[0][1] == drawn[1][1]
    assert drawn[0][2] < 733
    paper = page.pdf(format="A4", landscape=True, print_background=True, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.close()


def test_side_by_side_and_the_page_of_a_day_say_alike_whether_it_was_recorded_then(
    watched: Watched, grid: Served
) -> None:
    for day, notes in ((AS_OF, 0), ("2026-06-30", 1)):
        page = visit(watched, grid, f"{GRID}&day={day}")
        assert page.get_by_text("had been judged").count() == notes
        page = visit(watched, grid, f"{BESIDE}?as_of={AS_OF}&day={day}&other_day={day}")
        assert page.get_by_text("had been judged").locator("visible=true").count() == 2 * notes


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-06-30", "By 30 Jun three people had been judged, by the dates of what was recorded later."),
        ("2026-04-01", "By 1 Apr nobody had been judged; the first judgement is of 4 May."),
    ],
)
def test_of_a_day_before_our_records_it_is_said_what_is_known_of_it(grid: Served, day: str, said: str) -> None:
    page = grid.client.get("/opportunities/Grid data platform", params={"as_of": str(AS_OF), "day": day})
    assert said in page.text


def test_a_day_of_our_records_shows_what_was_believed_then(watched: Watched, tmp_path: Path) -> None:
    with served(tmp_path, grid_decision(), user="Petra Aune") as own:
        said = {"value": 3, "opportunity": "Grid data platform", "basis": "told_me", "agreed": True}
        assert own.client.post("/v1/people/Mette Kjær Lund/stances", json=said).status_code == 201  # today, after AS_OF
        own.service.snapshots.wait_for(2)
        mette = "Stance of Mette Kjær Lund toward us"
        page = visit(watched, own, "/opportunities/Grid data platform")
        assert page.get_by_label(mette).get_attribute("aria-valuetext") == "advocate"
        page = visit(watched, own, f"/opportunities/Grid data platform?day={AS_OF}")
        assert page.get_by_label(mette).get_attribute("aria-valuetext") == "not known"
        assert page.get_by_text("had been judged").count() == 0
