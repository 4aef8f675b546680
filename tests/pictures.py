"""The pictures of docs/images: the pages over the demo world as somebody of its firm sees them, and its first file.

`python -m tests.pictures` draws them anew; a folder as argument puts them elsewhere.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from api import use_cases
from api.commands.answers import write_page
from api.settings import Settings
from api.use_cases import Question
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.sqlite import SqliteStore
from loaders.demo_world import write_demo_world
from loaders.run import load_path
from tests.api.conftest import running
from tests.chromium import launch
from tests.worlds import NOW

IMAGES = Path(__file__).parent.parent / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: in which theme, how wide and high, whether all of it is shown, who is ``chosen`` on it."""

    name: str
    path: str
    dark: bool = False
    width: int = 1440
    height: int = 1000
    whole: bool = False
    chosen: str = ""


PICTURES = (
    Picture("client_light", "/companies/Nordlys Energi", whole=True),
    Picture("client_dark", "/companies/Nordlys Energi", dark=True),
    Picture("account_light", "/accounts/Nordlys Energi"),
    Picture("person_light", "/people/Håkon Myhre"),
    Picture("phone", "/people/Helene Rustad", width=390, height=844),
    Picture("power_light", "/opportunities/Grid data platform", whole=True),
    Picture("power_dark", "/opportunities/Grid data platform", dark=True, whole=True),
    Picture("power_selected", "/opportunities/Grid data platform", chosen="Katarzyna Wójcik"),
    Picture("power_phone", "/opportunities/Grid data platform", width=390, height=844),
)

FILES = (
    Picture("introductions_light", "introductions.html", whole=True),
    Picture("introductions_dark", "introductions.html", dark=True, whole=True),
)


def draw(folder: Path) -> None:
    """Load the demo world, serve it, and take every picture on the day of its stories."""
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        store = Path(kept) / "demo.db"
        world = write_demo_world(Path(kept) / "world")
        with SqliteStore(store) as target:
            for source in world.sources:
                load_path(target, source, now=NOW)
            question = Question(world.as_of)
            ways = use_cases.introductions(Viewer(""), target, world.person, question, read_parameters())
        write_page(Path(kept) / "introductions.html", ways)
        with running(Settings(f"sqlite:{store}", user="Anna Berg", rate=10_000, burst=10_000)) as served:
            browser = launch(playwright)
            for picture in PICTURES:
                _take(browser, served.address + picture.path, picture, folder)
            for picture in FILES:
                _take(browser, f"file://{kept}/{picture.path}", picture, folder)
            browser.close()


def _take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
    )
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{picture.path} cannot be shown.")
    if page.query_selector("#picture, #map"):
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    if picture.chosen:
        page.locator("summary.name", has_text=picture.chosen).first.click()
        page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{picture.name}.png", full_page=picture.whole)
    page.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
