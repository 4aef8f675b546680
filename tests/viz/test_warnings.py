"""Several warnings that stand together are one box with a list, and one alone is a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched

# what stands directly below another of its kind, and how many items each list of warnings has
STACKED = """() => document.querySelectorAll(
  "main .note + .note, main .warning:not(span) + .warning:not(span)").length"""
ITEMS = """(box) => Array.from(document.querySelectorAll(box)).map((one) => one.querySelectorAll("li").length)"""


def doubtful() -> dict[str, str]:
    """Return the grid decision with a circle, a foreign judge and an unknown seat; two records of one name, not to be
    asked, who delivered something with us that ended badly.
    """
    files = changed(grid_decision(), "reporting.csv", "ingrid,hakon,2022")
    files = changed(files, "stances.csv", "oyvind,hakon,2026-11-20,,3,guess,,,")
    files = changed(files, "seats.csv", "grid,marit,boss,,")
    people = files["people.csv"].splitlines()
    files["people.csv"] = "\n".join([people[0] + ",do_not_ask", *people[1:], "twin,Jo Nes,yes", "twin2,Jo Nes,"]) + "\n"
    files = changed(files, "employments.csv", *(job(files, one) for one in ("twin", "twin2")))
    files["projects.csv"] = "id,company,name,start,end,outcome\nrollout,nordlys,Meter rollout,2021,2022,bad\n"
    files["project_people.csv"] = "project,person,role\nrollout,kari,lead\nrollout,twin,owner\n"
    return files


def job(files: dict[str, str], person: str) -> str:
    """Return a job at the client of today, in the columns that the file has."""
    columns = files["employments.csv"].splitlines()[0].split(",")
    told = {"person": person, "company": "nordlys", "title": "Head of meters", "start": "2020"}
    return ",".join(told.get(one, "") for one in columns)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("doubtful"), doubtful(), user="Petra Aune") as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "box", "items"),
    [
        ("/opportunities/Grid data platform", ".power > .note", 3),
        ("/accounts/Nordlys Energi", "main .note", 3),
        ("/people/Jo Nes", ".about .note", 2),
        ("/companies/Nordlys Energi", ".row .warning", 3),
    ],
)
@pytest.mark.parametrize("width", [1440, 390])
def test_warnings_that_stand_together_are_one_list(
    watched: Watched, own: Served, path: str, box: str, items: int, width: int
) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{own.address}{path}?as_of={AS_OF}")
    assert page.evaluate(ITEMS, box) == [items]
    assert page.evaluate(STACKED) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_warning_alone_is_no_list(watched: Watched, tmp_path: Path) -> None:
    files = changed(grid_decision(), "seats.csv", "grid,marit,boss,,")
    with served(tmp_path, files, user="Petra Aune") as alone:
        watched.page.goto(f"{alone.address}/accounts/Nordlys Energi?as_of={AS_OF}")
        assert watched.page.evaluate(ITEMS, "main .note") == [0]
