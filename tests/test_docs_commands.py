"""Does every command line that the docs show work on the demo world, with the names that stand in it?"""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.commands import run
from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
# What a reader puts something of their own into, and what goes on until it is stopped or needs another server.
SHOWN_ONLY = (
    "load PATH...", "load folder-with-all-parts", "load report1793000000000.csv", "load ministers.json",
    "strip ARCHIVE", "token revoke ID", "serve",
)  # fmt: skip


def shown(page: Path) -> list[str]:
    """Return the command lines of a page, in their order, without what may be left out."""
    if page.name == "cli.md":  # written from the commands themselves
        return []
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"^    (?:\$ )?inroads (.+)$", text, re.M)
    tried = re.findall(r"`(--(?:suppose|sway) '[^']+')`", text)
    lines += [f'map "Grid data platform" {words}' for words in tried]
    return [re.sub(r"\s*\[.*\]", "", line).strip() for line in lines]


RUN = {
    page: [line for line in shown(page) if not line.startswith(SHOWN_ONLY)] for page in PAGES if page.name != "cli.md"
}


def inroads(folder: Path, *words: str, fresh: bool) -> subprocess.CompletedProcess[str]:
    return run(
        words, cwd=folder, fresh=fresh,
        env={
            "INROADS_STORE": f"sqlite:{folder / 'demo-world' / 'demo.db'}", "INROADS_CACHE": str(folder / "cache"),
            "INROADS_USER": "Anna Berg", "PATH": "", "PYTHONPATH": str(ROOT), "COLUMNS": "200",
            "PYTHONIOENCODING": "utf-8",
        },
    )  # fmt: skip


def test_the_docs_show_commands_of_every_kind() -> None:
    verbs = {line.split()[0] for lines in RUN.values() for line in lines}
    assert verbs >= {"who", "introductions", "map", "stance", "plan", "round", "line", "seat", "load", "token"}


@pytest.mark.parametrize("page", [page for page, lines in RUN.items() if lines], ids=lambda page: page.name)
def test_every_command_of_a_page_works_on_the_demo_world(tmp_path: Path, page: Path) -> None:
    fresh = page.name == "README.md"
    assert inroads(tmp_path, "demo", "--dir", "demo-world", "--no-serve", fresh=fresh).returncode == 0
    for line in RUN[page]:
        done = inroads(tmp_path, *shlex.split(line, comments=True), fresh=fresh)
        assert done.returncode == 0, f"{page.name}: inroads {line}\n{done.stderr}"
