"""A headless Chromium, and a page that remembers what it said and asked for."""

import json
import os
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Request, sync_playwright

from tests.api.conftest import Served, served
from tests.chromium import launch
from tests.decisions import grid_decision
from tests.places import Shared


@dataclass(slots=True)
class Watched:
    """An open page with everything it said, failed with, asked for or popped up."""

    page: Page
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    popped_up: list[str] = field(default_factory=list)

    def open(self, html: str, folder: Path) -> Page:
        file = folder / "page.html"
        file.write_text(html, encoding="utf-8")
        self.page.goto(file.as_uri())
        if 'id="picture"' in html:
            self.page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
        return self.page

    def trouble(self) -> list[str]:
        beyond = [url for url in self.asked_for if not url.startswith("file:")]
        return [*self.said, *self.failed, *self.popped_up, *beyond, *self.asked_for[1:]]

    def watch(self) -> "Watched":
        def said(message: ConsoleMessage) -> None:
            self.said.append(f"{message.type}: {message.text}")

        def failed(error: object) -> None:
            self.failed.append(str(error))

        def asked(request: Request) -> None:
            self.asked_for.append(request.url)

        def popped_up(dialog: Dialog) -> None:
            self.popped_up.append(dialog.message)
            dialog.dismiss()

        self.page.on("console", said)
        self.page.on("pageerror", failed)
        self.page.on("request", asked)
        self.page.on("dialog", popped_up)
        return self


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; where there is none the tests are skipped loudly, and in CI they fail."""
    with sync_playwright() as playwright:
        try:
            opened = launch(playwright)
        except Error as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"no Chromium starts, and in CI these tests must run: {error}")
            pytest.skip("BROWSER TESTS NOT RUN: no Chromium starts here")
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, color_scheme="light")
    yield Watched(context.new_page()).watch()
    context.close()


@pytest.fixture
def server(shared_server: Shared[Served]) -> Served:
    """Return the server that the tests of a module share."""
    return shared_server()


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over one decision, as one of us sees it."""
    with served(tmp_path_factory.mktemp("grid"), grid_decision(), user="Petra Aune") as opened:
        yield opened


def visit(watched: Watched, server: Served, path: str, width: int = 1440, height: int = 0) -> Page:
    """Open a page on a screen so wide, by itself as high as a phone or a laptop; wait until its map is drawn."""
    watched.page.set_viewport_size({"width": width, "height": height or (844 if width <= 700 else 900)})
    watched.page.goto(server.address + path)
    watched.page.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    return watched.page


def figure(what: str, seconds: list[float]) -> None:
    """Print how long something took, where figures are asked for (INROADS_FIGURES=1, pytest -s); never a test."""
    if os.environ.get("INROADS_FIGURES"):
        told = {
            "what": what,
            "median_ms": round(statistics.median(seconds) * 1000),
            "most_ms": round(max(seconds) * 1000),
        }
        sys.stdout.write(json.dumps(told) + "\n")
