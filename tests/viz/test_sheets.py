"""On paper rows are whole, and a heading or a closing line stands with the row that it is about."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from api.settings import Settings
from graph.stores.sqlite import SqliteStore
from loaders.demo_world import write_demo_world
from loaders.run import load_path
from tests.api.conftest import Served, running
from tests.viz.conftest import Watched
from tests.viz.sheets import coloured, sheets
from tests.worlds import NOW

pytestmark = pytest.mark.once
AS_OF = "2026-11-24"
SHEET = {"width": 1032, "height": 703}  # A4 across, without its margins, in pixels
PEOPLE = ["Håkon Myhre", "Helene Rustad", "Marit Eikeland", "Eva Novotná", "Katarzyna Wójcik"]
ROWS = (
    ".picture .scroll, .way > tr:first-child, .row, .excluded, .changes li, .told li, .asks li, .knows li, "
    ".plain-table tbody tr, .moves li, .stood li, .decisions li"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("demo")
    world = write_demo_world(folder / "world")
    assert str(world.as_of) == AS_OF
    with SqliteStore(folder / "demo.db") as store:
        for source in world.sources:
            load_path(store, source, now=NOW)
    with running(Settings(f"sqlite:{folder / 'demo.db'}", user="Anna Berg", rate=1_000, burst=1_000)) as own:
        yield own


def visit(watched: Watched, own: Served, path: str) -> Page:
    page = watched.page
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{own.address}{path}?as_of={AS_OF}")
    if page.query_selector("#picture, #map"):
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("name", PEOPLE[:2])
def test_a_person_of_the_demo_is_three_full_sheets_of_paper(watched: Watched, demo: Served, name: str) -> None:
    page = visit(watched, demo, f"/people/{name}")
    assert len(sheets(page.pdf(prefer_css_page_size=True))) == 3
    page.set_viewport_size(SHEET)  # type: ignore[arg-type] -- width and height
    last = page.locator(".main > section:last-of-type").bounding_box()
    assert last
    assert last["y"] + last["height"] > 2.3 * SHEET["height"]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_is_not_offered_is_told_on_the_sheet_of_the_last_way(watched: Watched, demo: Served, name: str) -> None:
    page = visit(watched, demo, f"/people/{name}")
    ways = coloured(page, ".list.first .way > tr:first-child")
    assert coloured(page, ".excluded", first=len(ways))
    found = [{len(ways) - 1, len(ways)} & sheet for sheet in sheets(page.pdf(prefer_css_page_size=True))]
    assert [one for one in found if one] == [{len(ways) - 1, len(ways)}]


@pytest.mark.parametrize(
    "path",
    [
        *(f"/people/{name}" for name in PEOPLE[:3]),
        "/companies/Nordlys Energi",
        "/accounts/Nordlys Energi",
        "/opportunities",
        "/loads",
    ],
)
def test_every_row_is_whole_and_every_heading_stands_with_what_follows(
    watched: Watched, demo: Served, path: str
) -> None:
    page = visit(watched, demo, path)
    parts = coloured(page, f"main :is({ROWS}), main :is(h2, .part th)")
    assert len(parts) > 5
    told = sheets(page.pdf(prefer_css_page_size=True))
    on = [[at for at, sheet in enumerate(told) if number in sheet] for number in range(len(parts))]
    assert [part.words for part, at in zip(parts, on, strict=True) if len(at) != 1] == []
    alone = [part.words for part, at, then in zip(parts, on, on[1:], strict=False) if part.heads and at != then]
    assert alone == []


@pytest.mark.parametrize("path", ["/accounts/Nordlys Energi", f"/people/{PEOPLE[0]}"])
def test_paper_offers_nothing_to_open(watched: Watched, demo: Served, path: str) -> None:
    page = visit(watched, demo, path)
    assert page.locator("main summary").count() > 3
    assert page.locator("main summary:visible").all_inner_texts() == []
