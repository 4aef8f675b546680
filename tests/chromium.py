"""Which Chromium the tests drive: the headless one on the search path, else the whole one, else playwright's own."""

import os
import shutil
import sys

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--font-render-hinting=none",  # or the headless one has words of other widths than the whole one
)


def launch(playwright: Playwright) -> Browser:
    """Start it headless and quiet; raises playwright's Error where there is none that runs."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=_found(), args=[*QUIET, *root])


def _found() -> str | None:
    """Return the headless shell where it is: it opens a page with a third of the work, since it draws no window."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launches() -> bool:
    """Say whether a Chromium starts here."""
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(not launches())
