"""Every page tells days in one manner: the year is left out where it is that of the page's day, and nowhere else."""

import re
from collections.abc import Iterator

import pytest

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = re.compile(rf"\b(\d{{1,2}})\s({'|'.join(_MONTHS)})(?:\s(\d{{4}}))?")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
NEXT_YEAR = "2027-02-01"
PAGES = (
    "/", "/companies/Nordlys Energi", "/people/Håkon Myhre", "/people/Håkon Myhre/stance", "/people/Håkon Myhre/lines",
    "/opportunities", "/opportunities/Grid data platform", "/opportunities/Grid data platform/beside",
    "/accounts/Nordlys Energi", "/people/Håkon Myhre/introductions.html", "/people/Håkon Myhre/draft",
    "/opportunities/Grid data platform/power-map.html",
)  # fmt: skip


def dated() -> dict[str, str]:
    """Return the grid decision with an ask, a note, a succession and a meeting on days of several years."""
    files = changed(grid_decision(), "contacts.csv", "old,meeting,2025-04-17,kari;hakon")
    return {
        **files,
        "asks.csv": "id,go_between,target,asked_by,date\na1,kari,hakon,petra,2026-11-20\n"
        "a2,kari,hakon,petra,2025-12-05\n",
        "notes.csv": "company,person,kind,text,by,heard_from,date\nnordlys,hakon,concern,Cost,kari,hakon,2025-03-09\n",
        "company_succession.csv": "predecessor,successor,kind,date\nhafslund,nordlys,transfer,2026-02-10\n",
    }


def days_of(files: dict[str, str]) -> set[tuple[int, str, int]]:
    """Return every day that the tables name."""
    found = _ISO.findall("".join(files.values()))
    return {(int(day), _MONTHS[int(month) - 1], int(year)) for year, month, day in found}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("dated"), dated(), user="Petra Aune") as opened:
        yield opened


@pytest.mark.parametrize("today", [str(AS_OF), NEXT_YEAR])
@pytest.mark.parametrize("path", PAGES)
def test_the_year_is_told_of_every_day_of_another_year_and_of_no_other(
    watched: Watched, own: Served, path: str, today: str
) -> None:
    page, year, known = watched.page, int(today[:4]), days_of(dated())
    page.set_content(own.client.get(path, params={"as_of": today}).text)  # a file to keep would be a download
    page.evaluate("document.querySelectorAll('.printed, script, style, option').forEach((one) => one.remove())")
    text = page.locator("main").evaluate("(one) => one.textContent")
    assert not _ISO.search(text)
    told = [(int(day), month, int(said) if said else None) for day, month, said in _DAY.findall(text)]
    assert [one for one in told if one[2] == year] == []
    bare = [(day, month, year) for day, month, said in told if said is None]
    told_of_no_year = [one for one in bare if one not in known and (*one[:2], year - 1) in known]
    assert told_of_no_year == []


@pytest.mark.parametrize("path", PAGES[1:4])
def test_days_are_told_there_at_all(watched: Watched, own: Served, path: str) -> None:
    watched.page.goto(f"{own.address}{path}?as_of={NEXT_YEAR}")
    assert len(_DAY.findall(watched.page.locator("main").inner_text())) >= 3
