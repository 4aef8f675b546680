"""Real careers and a real organisation in one store: British ministers as clients and colleagues, and the Treasury.

`python -m tests.real_world DATA STORE` loads both into a new SQLite file, to be served and looked at.
"""

import csv
import io
import sys
import tempfile
from datetime import date
from pathlib import Path

from graph.stores.sqlite import SqliteStore
from loaders.run import load_path
from tests.organograms import department_tables, posts_of
from tests.test_known_answers import ministers_as_tables
from tests.worlds import NOW, write_folder

BODY = ("hmt", "2014-09", "HM Treasury")
# The day on which the six ministers of ours have left office, and their departments are as they were merged in 2023.
ON = date(2023, 6, 1)
# Long careers, hyphens, titles and changed names, former ministers, an official, somebody whom nobody knows, one of us.
PEOPLE = (
    "Lord Mandelson", "Lord Clarke of Nottingham", "Anne-Marie Trevelyan", "Baroness Penn", "Andrew Griffith",
    "David Heathcoat-Amory", "Theresa May", "Nick Macpherson", "Rishi Sunak", "Sajid Javid",
)  # fmt: skip
# Renamed, merged, both with many former people, the body with its organisation, and one that is no more.
DEPARTMENTS = (
    "Department for Business and Trade", "Department for Energy Security and Net Zero", "HM Treasury",
    "Foreign, Commonwealth and Development Office", "Department for Business, Energy and Industrial Strategy",
)  # fmt: skip


def real_store(data: Path, file: Path) -> None:
    """Load both into a store that is not there yet."""
    department, snapshot, name = BODY
    worlds = {
        "ifg": {name: _csv(rows) for name, rows in ministers_as_tables(data).items()},
        "organogram": department_tables(posts_of(data, department, snapshot), name),
    }
    with tempfile.TemporaryDirectory() as folder, SqliteStore(file) as store:
        for source, files in worlds.items():
            load_path(store, write_folder(Path(folder) / source, files), source=source, now=NOW)


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    real_store(Path(sys.argv[1]), Path(sys.argv[2]))
