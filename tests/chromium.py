"""Which Chromium the tests drive: the one on the search path, else playwright's own."""

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
)


def launch(playwright: Playwright) -> Browser:
    """Start it headless and quiet; raises playwright's Error where there is none that runs."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *root])


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
