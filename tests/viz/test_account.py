"""An account's page says in words what the feed says in numbers, leads on, and is the same as its files."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, grid_decision
from tests.viz.conftest import Watched
from tests.viz.test_decision_pages import trouble, visit
from viz.account import account_scene

ACCOUNT = f"/accounts/Nordlys Energi?as_of={AS_OF}"
NUMBERS = {"even": 0.25, "narrow": 1.0, "least_known": 0.3}


def feed_of(server: Served) -> Any:
    return server.client.get(f"/v1/accounts/Nordlys Energi/advocacy?as_of={AS_OF}").json()


def test_the_plan_is_found_on_the_client_page_and_leads_to_its_decisions(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, f"/companies/Nordlys Energi?as_of={AS_OF}")
    page.get_by_role("link", name="Plan", exact=True).click()
    assert page.locator("h1").inner_text().startswith("Nordlys Energi AS.")
    assert page.get_by_role("link", name="Plan", exact=True).get_attribute("aria-current") == "page"
    page.get_by_role("link", name="Grid data platform").click()
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert "unknown holds a fifth" in page.locator("h1").inner_text()
    assert trouble(watched, grid) == []


def test_it_says_in_words_how_the_account_stands_what_moved_it_and_what_to_do(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, ACCOUNT)
    text = page.locator("main").inner_text().replace("\u00a0", " ")
    told = feed_of(grid)
    for words in (
        "Toward us", "Toward Corvane", "of the say is with people nobody has judged",
        f"What does {told['next_question']['name']} think?", "One of us has worked with or met 3 of 5 listed leaders",
        "Jürgen Weiß keeps the door to", "ways over others go past Jürgen Weiß.",
        "Two for, two against, one unknown holds a fifth.",
        "Håkon Myhre", "says Kari Lunde, 3 Nov: Still talks of the 2021 invoices", "Category buyer",
        "Led by Petra Aune",
    ):  # fmt: skip
        assert words in text.replace("\n", " "), words
    assert f"{told['going_cold'][0]['days']} days" in text
    assert text.count("Draft the ask") == len([one for one in told["next_moves"][:5] if one["introduction"]])
    assert not any(character.isdigit() and "0." in line for line in text.split("\n") for character in line), (
        "no decimals on a first view"
    )


def test_numbers_are_one_click_away(watched: Watched, grid: Served) -> None:
    page = visit(watched, grid, ACCOUNT)
    value = feed_of(grid)["advocacy"]["value"]
    number = f"{value:+.1f} on a scale from".replace("-", "\N{MINUS SIGN}")
    assert not page.get_by_text(number).is_visible()
    page.locator(".stood summary").first.click()
    assert page.get_by_text(number).is_visible()


def test_coverage_is_of_the_same_leaders_as_on_the_client_page(grid: Served) -> None:
    files = {**grid_decision()}
    who = grid.client.get(f"/v1/companies/Nordlys Energi/introductions?as_of={AS_OF}").json()
    told = feed_of(grid)["coverage"]
    assert told["total"] == who["listed_leaders"]["total"] == files["leaders.csv"].count("nordlys,")
    assert told["met_by_one"] <= who["listed_leaders"]["reached"]


def test_an_older_leadership_list_counts_no_more(tmp_path: Path) -> None:
    files = grid_decision()
    files["leaders.csv"] += "nordlys,Old Chair,Chair,2020-01-01\nnordlys,Stein Arild Moe,CEO,2020-01-01\n"
    with served(tmp_path, files) as own:
        assert feed_of(own)["coverage"]["total"] == 5


def test_without_a_list_coverage_counts_whom_the_client_page_counts_people_of_one_name_once(tmp_path: Path) -> None:
    files = grid_decision()
    del files["leaders.csv"]
    files["people.csv"] += "twin,Milica Petrović\n"
    files["employments.csv"] += "twin,nordlys,Hydro Plant Manager,Operations,2021,\n"
    with served(tmp_path, files) as own:
        told = feed_of(own)["coverage"]
        who = own.client.get(f"/v1/companies/Nordlys Energi/introductions?as_of={AS_OF}").json()
        assert told["total"] == who["total"] + who["unreached"]["total"] == 28
        assert sum(unit["people"] for unit in told["units"]) == 28


def test_the_files_are_the_feed(grid: Served) -> None:
    got = grid.client.get(f"/accounts/Nordlys Energi/advocacy.json?as_of={AS_OF}")
    assert "attachment" in got.headers["content-disposition"]
    assert json.loads(got.text) == feed_of(grid)
    rows = grid.client.get(f"/accounts/Nordlys Energi/advocacy.csv?as_of={AS_OF}").text
    assert rows == grid.client.get(f"/v1/accounts/Nordlys Energi/advocacy?as_of={AS_OF}&format=csv").text
    assert grid.client.get("/accounts/Nordlys Energi/advocacy.exe").status_code == 404


@pytest.mark.parametrize("company", ["Hafslund", "Corvane"])
def test_where_nothing_is_known_it_says_what_to_do(watched: Watched, grid: Served, company: str) -> None:
    page = visit(watched, grid, f"/accounts/{company}?as_of={AS_OF}")
    text = page.locator("main").inner_text()
    assert "What they think of us is not known yet." in text
    assert "Nothing is being decided that we know of." in text
    for words in (
        "See who is known there",
        "Load one",
        "Paste a leadership list",
        "See the ways there",
        "Load a calendar",
    ):
        assert page.get_by_role("link", name=words).first.is_visible(), words
    assert trouble(watched, grid) == []


def test_the_account_reads_without_script_and_prints(browser: Browser, grid: Served) -> None:
    page: Page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(grid.address + ACCOUNT)
    page.locator("#people ~ details summary").click()
    assert page.locator("#people ~ details tbody tr").count() > 0
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Draft the ask").first.is_visible()
    page.context.close()


def test_a_change_that_the_shorter_time_tells_is_not_told_again() -> None:
    moved = {"id": "p", "name": "Siri", "from": 0, "to": 1, "moved": 0.1, "on": "2026-11-13", "by": None, "note": ""}
    older = {**moved, "id": "q", "name": "Eva", "on": "2026-09-13", "from": 1, "to": -1, "moved": -0.2}
    trend = {
        "14": {"since": "2026-11-10", "before": 0.0, "change": 0.1, "moved_by": [moved]},
        "90": {"since": "2026-08-26", "before": 0.1, "change": -0.1, "moved_by": [older, moved]},
    }
    gaps: dict[str, list[object]] = {"empty_seats": [], "single_threaded": [], "single_doors": [], "never_met": []}
    stood = {"value": 0.1, "low": 0.1, "high": 0.1, "known_share": 1.0, "estimated": False, "toward": None}
    coverage = {"of": "people we happen to know of", "total": 1, "met_by_one": 0, "met_by_two": 0, "units": []}
    scene = account_scene({
        "as_of": "2026-11-24", "advocacy": stood, "competitors": [], "trend": trend, "gaps": gaps, "going_cold": [],
        "next_moves": [], "opportunities": [], "people": [], "coverage": coverage,
    }, NUMBERS)  # fmt: skip
    short, long = scene.trends
    assert (short.heading, [one.name for one in short.lines]) == ("In 14 days, since 10 Nov: a little better", ["Siri"])
    assert [(one.name, one.words, one.up) for one in long.lines] == [
        ("Eva", "supporter until then, now sceptic", False)
    ]
    assert long.rest == "And what moved since 10 Nov: one judgement."
    assert (
        scene.coverage == "Nobody of us has worked with or met the one person we happen to know of; "
        "load more archives, or ask for an introduction."
    )
    assert scene.heading == "As much for us as against us."
