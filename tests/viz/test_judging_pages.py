"""Can the team say what it believes in a real browser: a stance, a round, lines and seats, and after a meeting?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.conftest import Served, served
from tests.decisions import grid_decision
from tests.places import Shared
from tests.viz.conftest import Watched

pytestmark = pytest.mark.usefixtures("each_store")

HISTORY = {
    "projects.csv": "id,company,name,start,end,outcome\npilot,nordlys,Outage pilot,2021-02,2021-10,good\n",
    "project_people.csv": "project,person,role\npilot,helene,\npilot,kari,\npilot,petra,\npilot,jonas,\n",
    "requests.csv": "id,company,from_person,received,about,decision,told_by,told_how,told_on\n"
    "r1,nordlys,helene,2022-09-05,bid for the field crew tool,no,petra,phone,2022-11-02\n",
    "notes.csv": "company,person,kind,text,by,heard_from,date\n"
    "nordlys,helene,measured_on,Outage minutes,kari,helene,2026-10-02\n"
    "nordlys,helene,concern,Crew shortage,kari,helene,2026-10-02\n",
    "person_assessments.csv": "person,model,item,value,by,date\nhelene,social_style,style,driver,kari,2026-10-02\n",
}  # fmt: skip
METTE, TOMAS = "Mette Kjær Lund", "Tomáš Dvořák"


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Served]]:
    files = {**grid_decision(), **HISTORY}
    shared = Shared(tmp_path_factory.mktemp("judging"), lambda folder: served(folder, files, user="Kari Lunde"))
    yield shared
    shared.close()


def visit(watched: Watched, server: Served, path: str, *, phone: bool = False) -> Page:
    if phone:
        watched.page.set_viewport_size({"width": 390, "height": 844})
    watched.page.goto(server.address + path)
    return watched.page


def readable(watched: Watched, page: Page) -> None:
    """Nothing was said or failed, nothing sticks out sideways, and axe finds nothing serious in either theme."""
    page.wait_for_load_state()  # a link that was clicked may still be on its way
    assert [*watched.said, *watched.failed, *watched.popped_up] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] -- one of two words
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}] == []


def test_a_stance_is_chosen_by_what_was_seen_and_below_zero_its_cause_is_asked(
    watched: Watched, server: Served
) -> None:
    page = visit(watched, server, f"/people/{METTE}/stance")
    readable(watched, page)
    expect(page.get_by_text("Works for us unasked")).to_be_visible()
    expect(page.get_by_label("Why are they against us?")).to_be_hidden()
    page.get_by_label("critic").check()
    page.get_by_label("Why are they against us?").select_option("in_house")
    page.get_by_label("Toward").select_option(label="Corvane")
    expect(page.get_by_text("Works for Corvane unasked")).to_be_visible()
    expect(page.get_by_text("Works for us unasked")).to_be_hidden()
    expect(page.get_by_label("Why are they against us?")).to_be_hidden()
    readable(watched, page)
    page.get_by_label("Toward").select_option(label="us")
    page.get_by_label("supporter").check()
    expect(page.get_by_label("Why are they against us?")).to_be_hidden()
    page.get_by_label("sceptic").check()
    page.get_by_label("Why do you think so?").fill("Wants her own people on it")
    page.get_by_label("How do you know").select_option("told_me")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("status")).to_contain_text("recorded beside the earlier ones")
    told = page.locator("section", has_text="Every judgement").locator("li").first
    expect(told).to_contain_text("Kari Lunde: sceptic of us")
    expect(told).to_contain_text("because of doing it in-house")


def test_a_round_is_opened_judged_and_closed_by_form(watched: Watched, server: Served) -> None:
    page = visit(watched, server, "/opportunities/Grid data platform")
    page.get_by_role("link", name="Judge in a round").click()
    readable(watched, page)
    expect(page.get_by_label("About which opportunity").locator("option:checked")).to_contain_text("Grid data platform")
    page.get_by_label("Toward").select_option(label="us")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Judge alone")
    readable(watched, page)
    waiting = page.locator("p", has_text="Not judged yet:").bounding_box()
    assert waiting
    assert waiting["height"] < 100  # names and commas stand in one text
    round_at = page.url
    visit(watched, server, "/opportunities")
    page.get_by_role("link", name="Rounds of judgement").click()
    page.get_by_role("link", name="Grid data platform").click()
    expect(page).to_have_url(round_at)
    for path in ("/opportunities/Grid data platform", "/companies/Nordlys Energi"):
        visit(watched, server, path)
        page.get_by_role("link", name="A round is open").click()
        expect(page).to_have_url(round_at)
    visit(watched, server, "/")
    expect(page.get_by_text("one is open")).to_be_visible()
    page.get_by_role("link", name="Rounds of judgement").click()
    page.get_by_role("link", name="Grid data platform").click()
    expect(page).to_have_url(round_at)
    why = page.get_by_label(f"Why are they against us? {TOMAS}")
    expect(why).to_be_hidden()
    page.get_by_label(f"Stance of {TOMAS}", exact=True).select_option("-2")
    expect(page.get_by_label("Why are they against us?").filter(visible=True)).to_have_count(1)
    why.select_option("in_house")
    page.get_by_label(f"Why, {TOMAS}").fill("Softer since the review")
    page.get_by_role("button", name="Record these, sealed").click()
    expect(page.get_by_role("status")).to_contain_text("sealed")
    expect(
        page.get_by_text("Yours so far: critic, Softer since the review, because of doing it in-house")
    ).to_be_visible()
    agreed_why = page.locator("section", has_text="Close the round").get_by_label("Why are they against us?")
    expect(agreed_why).to_be_hidden()
    page.get_by_label(f"Agreed stance of {TOMAS}").select_option("-3")
    expect(agreed_why).to_have_value("in_house")  # what the only rater told
    agreed_why.select_option("old_delivery")
    readable(watched, page)
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Closed")  # a reason is missing
    assert page.get_by_label("Agreed stance of").count() == 1  # only of whom somebody judged
    expect(page.get_by_text("Not judged yet:")).to_be_visible()
    page.get_by_label(f"Reason, {TOMAS}").fill("One review is no change")
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")
    expect(page.get_by_text("One review is no change")).to_be_visible()
    expect(page.locator("section", has_text="Agreed").last).to_contain_text("because of an old delivery")


@pytest.mark.parametrize("phone", [False, True])
def test_a_clients_page_leads_to_a_round_over_its_next_decision(watched: Watched, tmp_path: Path, phone: bool) -> None:
    with served(tmp_path, grid_decision(), user="Kari Lunde") as own:
        page = visit(watched, own, "/companies/Nordlys Energi", phone=phone)
        readable(watched, page)
        page.get_by_role("link", name="Judge in a round").click()
        expect(page.get_by_label("About which").locator("option:checked")).to_contain_text("Grid data platform")
        visit(watched, own, "/", phone=phone)
        readable(watched, page)


def test_on_a_phone_the_person_answers_before_walking_in_and_three_taps_record_it(
    watched: Watched, server: Served
) -> None:
    page = visit(watched, server, "/people/Helene Rustad", phone=True)
    walk = page.locator("section", has_text="Before you walk in").first
    said = ("supporter", "of Corvane", "Outage minutes", "Crew shortage", "we declined", "Kari Lunde",
            "Øyvind Bråten", "start with the decision", "Ask", "Offer", "Do not mention", "1 Heard?", "2 Stance?",
            "3 Next step?")  # fmt: skip
    for words in said:
        expect(walk.get_by_text(words).first).to_be_in_viewport(ratio=1)
    taps = page.locator(".after").bounding_box()
    last = page.locator(".three .not").bounding_box()
    assert taps
    assert last
    assert last["y"] + last["height"] <= taps["y"]  # all on one screen, nothing under the taps
    below = page.locator(".columns").inner_text()
    assert [words for words in ("Measured on", "Worries about", "Reports to\n") if words in below] == []
    readable(watched, page)
    page.get_by_text("1 Heard?").click()
    page.get_by_label("What did you hear?").fill("Wants us in the pilot")
    page.get_by_text("2 Stance?").click()
    page.get_by_role("radio", name="partner").check(force=True)
    page.get_by_text("3 Next step?").click()
    page.get_by_label("Next step", exact=True).fill("Send her the plan")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("status")).to_contain_text("Recorded")
    expect(page.locator(".walk .stances")).to_contain_text("supporter")  # the agreed number stands
    expect(page.locator("section", has_text="What we believed of them").last).to_contain_text("Wants us in the pilot")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(walk).to_be_hidden()


def test_a_line_is_drawn_by_form_and_a_circle_is_refused_in_words(watched: Watched, server: Served) -> None:
    page = visit(watched, server, "/people/Helene Rustad/lines")
    readable(watched, page)
    page.get_by_label("Whom (name or id)").fill(METTE)
    page.get_by_role("button", name="Record the line").click()
    expect(page.get_by_role("status")).to_contain_text("Recorded")
    page.get_by_label("Does what").select_option("reports")
    page.get_by_label("Whom (name or id)").fill("Stein Arild Moe")
    page.get_by_role("button", name="Record the line").click()
    expect(page.get_by_role("alert")).to_contain_text("that would be a circle")
    expect(page.get_by_label("Whom (name or id)")).to_have_value("Stein Arild Moe")


@pytest.mark.parametrize("phone", [False, True])
def test_lines_that_stand_say_how_strong_since_when_and_who_told_them(
    watched: Watched, server: Served, phone: bool
) -> None:
    line = {"kind": "influence", "from": "Marit Eikeland", "to": "Tor Erik Nygård", "strength": 3, "since": "2026-10"}
    assert server.client.post("/v1/lines", json=line).status_code == 201
    page = visit(watched, server, "/people/Marit Eikeland/lines", phone=phone)
    readable(watched, page)
    rows = page.get_by_role("region", name="Lines that stand").get_by_role("listitem")
    newest = rows.first
    for words in ("Marit Eikeland sways Tor Erik Nygård", "decisive", "since Oct", "by hand", "by Kari Lunde"):
        expect(newest).to_contain_text(words)
    told = rows.filter(has_text="Marit Eikeland reports to Katarzyna Wójcik")
    expect(told).to_contain_text("reporting.csv:")
    expect(told.get_by_role("button")).to_have_count(0)  # a file told it
    for end in ("start", "to"):
        named = page.locator(f"#{page.locator('#' + end).get_attribute('list')} option")
        assert "Håkon Myhre" in named.evaluate_all("all => all.map(one => one.value)")
    page.get_by_label("Who (empty").fill("Eva Novotná")
    page.get_by_label("Whom (name or id)").fill("Marit Eikeland")
    page.get_by_role("button", name="Record the line").click()
    expect(rows.filter(has_text="Eva Novotná sways Marit Eikeland")).to_contain_text("by hand")
    for words in ("Eva Novotná sways", "sways Tor Erik"):
        rows.filter(has_text=words).get_by_role("button", name="Withdraw").click()
        expect(rows.filter(has_text=words)).to_have_count(0)


def test_seats_that_stand_say_in_which_decision_and_who_told_them(watched: Watched, server: Served) -> None:
    seat = {"role": "sponsor", "person": "Katarzyna Wójcik", "weight": 2}
    assert server.client.post("/v1/opportunities/Grid data platform/seats", json=seat).status_code == 201
    page = visit(watched, server, "/people/Katarzyna Wójcik/lines")
    readable(watched, page)
    rows = page.get_by_role("region", name="Seats").get_by_role("listitem")
    told = rows.filter(has_text="Champion in Grid data platform")
    expect(told).to_contain_text("seats.csv:")
    expect(told.get_by_role("button")).to_have_count(0)  # a file told it
    sponsor = rows.filter(has_text="Sponsor in Grid data platform")
    for words in ("weight 2", "by hand", "by Kari Lunde"):
        expect(sponsor).to_contain_text(words)
    expect(page.get_by_text("Also written by hand")).to_have_count(0)
    sponsor.get_by_role("button", name="Withdraw").click()
    expect(rows.filter(has_text="Sponsor")).to_have_count(0)
    page.get_by_role("region", name="Seats").get_by_role("link", name="Grid data platform").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grid data platform")


def test_what_was_typed_into_the_form_of_a_round_that_closed_meanwhile_comes_back(
    watched: Watched, server: Served
) -> None:
    opened = server.client.post("/v1/rounds", json={"about": "Grid data platform"}).json()["round"]["id"]
    page = visit(watched, server, f"/rounds/{opened}")
    page.get_by_label("Stance of Håkon Myhre", exact=True).select_option("2")
    page.get_by_label("Why, Håkon Myhre").fill("Asked for us by name")
    page.get_by_label(f"Why, {METTE}").fill("Not seen yet")
    assert server.client.post(f"/v1/rounds/{opened}/close", json={"agreed": []}).status_code == 200
    page.get_by_role("button", name="Record these, sealed").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was recorded")
    typed = page.get_by_role("region", name="What you typed")
    expect(typed.get_by_label("Stance of Håkon Myhre")).to_have_value("2")
    expect(typed.get_by_label("Why, Håkon Myhre")).to_have_value("Asked for us by name")
    expect(typed.get_by_label(f"Why, {METTE}")).to_have_value("Not seen yet")
    watched.said.clear()  # the browser says that the form was refused
    readable(watched, page)
    typed.get_by_role("button", name="Record these, for all to see").click()
    expect(page.get_by_role("status")).to_contain_text("recorded beside the earlier ones")
    told = server.client.get("/v1/people/Håkon Myhre/stances").json()["judgements"]
    newest = [
        (one["value"], one["note"], one["round"], one["agreed"]) for one in told if one["note"].startswith("Asked")
    ]
    assert newest == [(2, "Asked for us by name", None, False)]


def test_a_stance_meant_for_a_round_that_closed_meanwhile_comes_back_and_says_who_will_see_it(
    watched: Watched, server: Served
) -> None:
    opened = server.client.post("/v1/rounds", json={"about": "Grid data platform"}).json()["round"]["id"]
    page = visit(watched, server, f"/people/{METTE}/stance")
    page.get_by_label("partner").check()
    page.get_by_label("Why do you think so?").fill("Sent us her plan")
    assert server.client.post(f"/v1/rounds/{opened}/close", json={"agreed": []}).status_code == 200
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("for all to see")
    expect(page.get_by_label("partner")).to_be_checked()
    expect(page.get_by_label("Why do you think so?")).to_have_value("Sent us her plan")
    page.get_by_role("button", name="Record it, for all to see").click()
    expect(page.locator("section", has_text="Every judgement").locator("li").first).to_contain_text("Sent us her plan")


def test_a_missing_reason_leaves_the_agreed_numbers_in_the_form(watched: Watched, server: Served) -> None:
    opened = server.client.post("/v1/rounds", json={"about": "Grid data platform"}).json()["round"]["id"]
    assert server.client.post(f"/v1/people/{TOMAS}/stances", json={"value": -2}).status_code == 201
    page = visit(watched, server, f"/rounds/{opened}")
    page.get_by_label(f"Agreed stance of {TOMAS}").select_option("-2")
    page.get_by_label(f"Reason, {TOMAS}").fill(" ")
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("alert")).to_contain_text("has no reason")
    expect(page.get_by_label(f"Agreed stance of {TOMAS}")).to_have_value("-2")
    page.get_by_label(f"Reason, {TOMAS}").fill("Softer")
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")


def test_a_cause_is_told_only_of_a_stance_below_zero(watched: Watched, tmp_path: Path) -> None:
    files = grid_decision()
    files["stances.csv"] += "ingrid,kari,2026-11-20,,0,guess,not_known,,Leans neither way\n"
    files["stances.csv"] += "mette,kari,2026-11-20,,-1,guess,not_known,,Doubts it\n"
    with served(tmp_path, files, user="Kari Lunde") as own:
        page = visit(watched, own, "/people/Ingrid Solberg/stance")
        told = page.locator("section", has_text="Every judgement").locator("li", has_text="Leans neither way")
        expect(told).to_contain_text("neutral")
        expect(told).not_to_contain_text("cause not known")
        page = visit(watched, own, f"/people/{METTE}/stance")
        told = page.locator("section", has_text="Every judgement").locator("li", has_text="Doubts it")
        expect(told).to_contain_text("cause not known")
