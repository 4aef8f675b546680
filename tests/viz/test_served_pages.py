"""The pages in a real browser: found by keyboard, silent, asking nobody else, harmless, readable by everybody."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.settings import Settings
from api.tokens import create_token
from api.wiring import open_store
from graph.stores.sqlite import SqliteStore
from tests.api.conftest import Served, running, served
from tests.api.worlds import WORLD
from tests.places import Place, Shared
from tests.viz.conftest import Watched, figure
from tests.viz.worlds import HOSTILE_NAMES
from tests.worlds import NOW, loaded

pytestmark = pytest.mark.usefixtures("each_store")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Served]]:
    shared = Shared(tmp_path_factory.mktemp("pages"), lambda folder: served(folder, user="Kari Lunde"))
    yield shared
    shared.close()


PATHS = (
    "/", "/?query=a", "/?query=zzzz", "/companies/Nordlys Energi", "/companies/Havtun Shipping",
    "/companies/Nordlys Energi?show=unreached", "/companies/Nordlys Energi?show=former",
    "/companies/Nordlys Energi/leaders", "/people/Håkon Myhre", "/people/Kari Lunde", "/people/Vera Vik",
    "/people/Håkon Myhre/draft", "/loads", "/login",
)  # fmt: skip


BOTH_THEMES = {"/", "/companies/Nordlys Energi", "/people/Håkon Myhre", "/loads"}


def visit(watched: Watched, server: Served, path: str) -> Page:
    watched.page.goto(server.address + path)
    if watched.page.query_selector("#picture"):
        watched.page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    return watched.page


def trouble(watched: Watched, server: Served) -> list[str]:
    beyond = [url for url in watched.asked_for if not url.startswith((server.address, "data:"))]
    return [*watched.said, *watched.failed, *watched.popped_up, *beyond]


@pytest.mark.once
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_silent_asks_nobody_else_and_has_nothing_serious_for_axe(
    watched: Watched, server: Served, path: str
) -> None:
    page = visit(watched, server, path)
    assert trouble(watched, server) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark") if path in BOTH_THEMES else ("light",):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] -- one of two words
        page.wait_for_timeout(100)
        found = Axe().run(page).response["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}]
        assert serious == [], scheme


def test_search_client_person_and_introduction_with_the_keyboard_alone(watched: Watched, server: Served) -> None:
    page = visit(watched, server, "/loads")
    page.keyboard.press("/")
    page.keyboard.type("nordl")
    page.wait_for_selector("#suggestions a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Nordlys Energi')")
    tab_to(page, "Håkon Myhre")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Ask Kari Lunde')")
    tab_to(page, "why?")
    page.keyboard.press("Enter")
    assert page.get_by_text("both at Hafslund, Grid, 2012–2017 (62 months)").first.is_visible()
    assert trouble(watched, server) == []


def tab_to(page: Page, words: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText")).startswith(words):
            return
    raise AssertionError(f"the Tab key never reached {words}")


def test_an_ask_is_drafted_recorded_and_answered(watched: Watched, tmp_path: Path) -> None:
    with served(tmp_path, user="Kari Lunde") as own:
        page = visit(watched, own, "/companies/Nordlys Energi")
        page.get_by_role("link", name="Draft the ask for Håkon Myhre").click()
        assert "same unit at Hafslund 2012–2017" in page.locator("textarea").input_value()
        page.get_by_role("button", name="record it").click()
        page.wait_for_selector(".flash")
        assert page.get_by_text("no answer yet").is_visible()
        page.get_by_role("button", name="Yes").click()
        page.get_by_role("button", name="We met").click()
        page.wait_for_selector("text=answered “yes”, they met")
        assert trouble(watched, own) == []


def test_who_says_later_can_still_answer_and_what_was_recorded_is_said_where_one_looks(
    watched: Watched, tmp_path: Path
) -> None:
    with served(tmp_path, user="Kari Lunde") as own:
        page = visit(watched, own, "/people/Håkon Myhre/draft")
        page.get_by_role("button", name="record it").click()
        page.wait_for_selector("#asks")
        page.get_by_role("button", name="Later").click()
        page.wait_for_selector("text=answered “later”")
        said = page.get_by_text("The answer is recorded.")
        assert said.count() == 1
        place, header = said.bounding_box(), page.locator(".top").bounding_box()
        assert place
        assert header
        assert header["height"] <= place["y"] < 900
        page = visit(watched, own, "/")
        assert page.get_by_text("says later").is_visible()
        page.get_by_role("button", name="Yes").click()
        page.get_by_role("button", name="They declined").click()
        page.wait_for_selector("text=answered “yes”, they declined")
        assert page.locator("form.answer button").count() == 0
        assert trouble(watched, own) == []


def test_whose_asks_are_used_is_said_by_name_with_a_way_back_to_the_person(watched: Watched, tmp_path: Path) -> None:
    capped = {**WORLD, "people.csv": WORLD["people.csv"].replace("k,Kari Lunde,,", "k,Kari Lunde,,1")}
    with served(tmp_path, capped, user="Sara Holm") as own:
        page = visit(watched, own, "/people/Håkon Myhre/draft")
        draft = page.url
        page.get_by_role("button", name="record it").click()
        page.wait_for_selector("#asks")
        kari = own.client.get("/v1/people?query=Kari").json()["people"][0]["id"]
        page.goto(f"{draft}?through={kari}")
        assert page.locator("h1").inner_text() == "Kari Lunde has no ask left this quarter."
        page.get_by_role("link", name="Back to the person").click()
        page.wait_for_selector("h1:has-text('Håkon Myhre.')")


def test_a_leadership_list_is_previewed_loaded_and_counted(watched: Watched, tmp_path: Path) -> None:
    with served(tmp_path) as own:
        page = visit(watched, own, "/companies/Havtun Shipping")
        page.get_by_role("link", name="Paste a leadership list").click()
        page.locator("textarea").fill("Vera Vik, CEO\nOla Ukjent, CFO, Vera Vik\nVera Vik, again")
        page.get_by_role("button", name="Preview").click()
        assert "2 leaders read, 1 of them known here" in page.locator("h1").inner_text()
        assert page.get_by_text("Line 3 is there twice").is_visible()
        page.get_by_role("button", name="Load these 2").click()
        page.wait_for_selector("h1:has-text('Loaded, 2 leaders; look at one line.')")
        page.get_by_role("link", name="Back", exact=True).click()
        page.wait_for_selector("h1:has-text('0 of 2 listed leaders reached')")
        assert trouble(watched, own) == []


def test_a_file_is_uploaded_its_bad_rows_named_and_the_load_undone(watched: Watched, tmp_path: Path) -> None:
    with served(tmp_path / "a") as own:
        page = visit(watched, own, "/loads")
        page.locator("input[type=file]").set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": b"id,name\nz,Zoe New\n,broken\n"}
        )
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("text=people.csv: names no source", timeout=30_000)
        assert page.get_by_text("Give “Source”, or a source.toml").is_visible()
        page.get_by_role("link", name="Fill it in").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": b"id,name\nz,Zoe New\n,broken\n"}
        )
        page.get_by_label("Source", exact=True).fill("web")
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("h1:has-text('Loaded.')", timeout=30_000)
        assert page.get_by_text("people.csv:3").is_visible()
        page.get_by_role("link", name="Back to the loads").click()
        assert page.get_by_text("1 rejected").is_visible()
        page.locator("summary", has_text="Undo").first.click()
        page.get_by_role("button", name="Take it back").first.click()
        page.wait_for_selector("text=The load was taken back.")
        page.locator("input[type=file]").set_input_files(
            {"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\3\4nonsense"}
        )
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("h1:has-text('Nothing was written.')", timeout=30_000)
        assert str(tmp_path) not in page.content()
        assert trouble(watched, own) == []


def test_with_tokens_the_pages_ask_for_one_first(watched: Watched, tmp_path: Path) -> None:
    with open_store(Place.of(tmp_path)) as store:
        token = create_token(store, "Sara Holm", "read", at=NOW)
    with served(tmp_path, tokens=True) as own:
        page = visit(watched, own, "/people/Kari Lunde")
        assert page.url.endswith("/login")
        page.locator("#token").fill("inr_wrong_token")
        page.get_by_role("button", name="Come in").click()
        assert page.get_by_text("not known, or was revoked").is_visible()
        page.locator("#token").fill(token)
        page.get_by_role("button", name="Come in").click()
        page.wait_for_selector("text=And how do we get to them?")
        assert page.evaluate("document.cookie") == ""
        page.goto(own.address + "/people/Håkon Myhre/draft")
        assert page.get_by_role("button", name="record it").count() == 0


def test_errors_are_pages_that_say_what_to_do(watched: Watched, server: Served) -> None:
    page = visit(watched, server, "/people/Hakon Mhyre")
    assert page.get_by_text("Did you mean Håkon Myhre").is_visible()
    page = visit(watched, server, "/nothing/here")
    assert page.get_by_role("link", name="Back to the search").is_visible()


def hostile_world(folder: Path) -> None:
    names = ["".join(c for c in name if c not in "\x00\ud800").replace('"', '""') for name in HOSTILE_NAMES]
    people = "".join(f'p{at},"{name}",\n' for at, name in enumerate(names))
    jobs = "".join(f'p{at},n,"{name}","{name}",2020-01,\n' for at, name in enumerate(names))
    met = "".join(f"m{at},meeting,2026-11-01,k;p{at}\n" for at in range(len(names)))
    files = {
        "companies.csv": 'id,name,relation\nus,Varde AS,ours\nn,"<script>window.hacked=1</script>",client\n',
        "people.csv": "id,name,email\nk,Kari Lunde,\n" + people,
        "employments.csv": "person,company,title,unit,start,end\nk,us,Partner,Energy,2018,\n" + jobs,
        "contacts.csv": "id,kind,date,participants\n" + met,
    }
    with SqliteStore(folder / "hostile.db") as store:
        done = loaded(store, folder / "hostile", files)
    assert done.rejected == ()


@pytest.mark.once
def test_hostile_names_are_only_text_on_every_page(watched: Watched, tmp_path: Path) -> None:
    hostile_world(tmp_path)
    with running(Settings(f"sqlite:{tmp_path / 'hostile.db'}", rate=10_000, burst=10_000)) as own:
        told: Any = own.client.get("/v1/people?limit=50").json()
        (client,) = own.client.get("/v1/companies?query=script").json()["companies"]
        paths = ["/", "/?query=<script>", f"/companies/{client['id']}", f"/companies/{client['id']}/leaders"]
        for one in told["people"]:
            paths += [f"/people/{one['id']}", f"/people/{one['id']}/draft"]
        for path in paths:
            page = visit(watched, own, path)
            assert page.evaluate("'hacked' in window") is False
            assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        said = [line for line in trouble(watched, own) if "status of 4" not in line]
        assert said == []


@pytest.mark.once
def test_the_policy_lets_no_other_script_run(server: Served) -> None:
    answer = server.client.get("/people/Håkon Myhre", headers={"accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    (nonce,) = set(re.findall(r"nonce=\"([^\"]+)\"", answer.text))
    assert f"script-src 'nonce-{nonce}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    markup = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", answer.text)
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", markup) == []
    assert nonce not in server.client.get("/people/Håkon Myhre").text


@pytest.mark.once
def test_pages_read_well_without_script(server: Served, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(server.address + "/?query=hakon")
    assert page.locator("h1").inner_text().startswith("Håkon Myhre.")  # the only find is opened
    assert page.locator(".scroll > .vector").is_visible()
    page.locator(".list summary").first.click()
    assert page.get_by_text("(62 months)").first.is_visible()
    page.close()


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["/", "/companies/Nordlys Energi", "/accounts/Nordlys Energi", "/people/Håkon Myhre", "/loads"]
)
def test_a_phone_scrolls_only_downwards(watched: Watched, server: Served, path: str) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = visit(watched, server, path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_picture_is_kept_as_a_page_and_as_a_drawing(server: Served, watched: Watched, tmp_path: Path) -> None:
    client = server.client
    html, svg, rows = (client.get(f"/people/Håkon Myhre/introductions.{form}") for form in ("html", "svg", "csv"))
    assert "attachment" in html.headers["content-disposition"]
    watched.open(html.text, tmp_path)
    assert watched.trouble() == []
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")
    assert rows.text.startswith('"kind","rank"')


@pytest.mark.once
def test_three_hundred_people_stand_on_one_page(watched: Watched, tmp_path: Path) -> None:
    people = "".join(f"p{at},Person {at:03}\n" for at in range(300))
    jobs = "".join(f"p{at},n,Title {at},Unit {at % 9},2020-01,\n" for at in range(300))
    met = "".join(f"m{at},meeting,2026-11-{at % 20 + 1:02},k;p{at}\n" for at in range(300))
    files = {
        "companies.csv": "id,name,relation\nus,Varde AS,ours\nn,Nordlys,client\n",
        "people.csv": "id,name\nk,Kari Lunde\n" + people,
        "employments.csv": "person,company,title,unit,start,end\nk,us,Partner,Energy,2018,\n" + jobs,
        "contacts.csv": "id,kind,date,participants\n" + met,
    }
    with SqliteStore(tmp_path / "big.db") as store:
        loaded(store, tmp_path / "big", files)
    with running(Settings(f"sqlite:{tmp_path / 'big.db'}", rate=10_000, burst=10_000)) as own:
        answer = own.client.get("/companies/Nordlys?limit=300", headers={"accept": "text/html"})
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        watched.page.route("**/companies/*", lambda route: route.fulfill(body=answer.content, headers=headers))
        began = time.monotonic()
        watched.page.goto(own.address + "/companies/Nordlys?limit=300")
        watched.page.locator("details.all > summary").click()
        watched.page.locator("a", has_text="Person 299").first.scroll_into_view_if_needed()
        figure("300 people, until the last of them is in view", [time.monotonic() - began])
        assert watched.page.locator(".row").count() == 300


def addresses(page: Page) -> set[str]:
    """Return every address of ours that a link, a form or a download of the page leads to."""
    found = page.evaluate(
        "Array.from(document.querySelectorAll('main a[href], header nav a[href], form[action]'))"
        ".map((one) => one.getAttribute('href') || one.getAttribute('action')"
        " + (one.querySelector('[name=as_of]') ? '?as_of=' + one.querySelector('[name=as_of]').value : ''))"
    )
    return {one for one in found if one.startswith("/")}


DATED = (
    "/", "/companies/Nordlys Energi", "/people/Håkon Myhre", "/people/Håkon Myhre/draft",
    "/companies/Nordlys Energi/leaders", "/accounts/Nordlys Energi", "/?query=a", "/loads", "/people/Nobody",
)  # fmt: skip


@pytest.mark.parametrize("path", DATED)
def test_the_day_of_a_page_goes_along_every_link_form_and_download(watched: Watched, server: Served, path: str) -> None:
    mark = "&" if "?" in path else "?"
    page = visit(watched, server, f"{path}{mark}as_of=2026-11-20&known_on=2026-12-01")
    found = addresses(page)
    back = {one for one in found if "as_of=2026-11-20" not in one}
    assert back <= {page.evaluate("location.pathname")}  # "back to today" alone leaves the day
    assert len(found) > 3


def test_suggestions_keep_the_day(watched: Watched, server: Served) -> None:
    page = visit(watched, server, "/?as_of=2026-11-20")
    page.keyboard.press("/")
    page.keyboard.type("nordl")
    page.wait_for_selector("#suggestions a")
    assert "as_of=2026-11-20" in str(page.locator("#suggestions a").first.get_attribute("href"))
    assert any("/v1/companies" in url and "as_of=2026-11-20" in url for url in watched.asked_for)


def test_a_refused_upload_leads_to_the_field_that_is_missing(watched: Watched, tmp_path: Path) -> None:
    with served(tmp_path, user="Kari Lunde") as own:
        page = visit(watched, own, "/loads")
        table = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"id,name\nx,Nora Dahl\n"}
        page.set_input_files("#files", [table])  # type: ignore[list-item] -- a dict that playwright takes
        page.get_by_role("button", name="Load", exact=True).click()
        page.get_by_role("link", name="Fill it in").click()
        page.wait_for_selector("#source.is-wanted:focus")
        page.locator("#source").fill("notes")
        page.set_input_files("#files", [table])  # type: ignore[list-item] -- a dict that playwright takes
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("h1:has-text('notes. Loaded.')")
        page.get_by_role("link", name="Back to the loads").click()
        assert page.get_by_text("1 claim read").is_visible()
        assert page.locator(".unsaid[open]").count() == 0


def test_the_log_speaks_of_sources_as_people_do_and_a_phone_begins_with_the_form(
    watched: Watched, tmp_path: Path
) -> None:
    with served(tmp_path, user="Kari Lunde") as own:
        assert own.client.post("/v1/asks", json={"target": "Håkon Myhre"}).status_code == 201
        page = visit(watched, own, "/companies/Havtun Shipping/leaders")
        page.locator("textarea").fill("Vera Vik, Chief executive\n" + "N" * 190 + ", Long, Vera Vik")
        page.get_by_role("button", name="Preview").click()
        page.wait_for_selector("#read")
        title = page.locator(".listed-leaders td:has-text('Chief executive')")
        assert title.evaluate("one => one.offsetWidth") > 120
        page.get_by_role("button", name="Load these 2").click()
        page.wait_for_selector("text=Leadership list")
        page = visit(watched, own, "/loads")
        log = page.locator(".load-cards").inner_text()
        assert "Leadership list of Havtun Shipping\npasted on" in log
        assert "Entered here\nask, by Kari Lunde" in log
        assert "leaders:" not in log
        assert "workspace" not in log
        page.set_viewport_size({"width": 390, "height": 844})
        form, listed = (page.locator(one).bounding_box() for one in ("#files", ".load-cards"))
        assert form
        assert listed
        assert form["y"] < listed["y"]
