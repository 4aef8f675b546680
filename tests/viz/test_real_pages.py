"""Does every page hold with real people and departments in it? By hand: `make soak`; the pictures are for the eyes."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from api.settings import Settings
from tests.api.conftest import Served, running
from tests.real_world import DEPARTMENTS, ON, PEOPLE, real_store
from tests.viz.conftest import Watched
from tests.viz.test_served_pages import trouble, visit

pytestmark = pytest.mark.soak
PAGES = {
    "people": ("", "/draft", "/stance", "/lines", "/introductions"),
    "companies": ("", "?show=unreached", "?show=former", "/power-map", "/power-map?show=all", "/leaders"),
    "accounts": ("",),
}
SHAPES = {"laptop": (1440, "light"), "phone": (390, "light"), "dark": (1440, "dark")}


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("real") / "real.db"
    real_store(shared, file)
    with running(Settings(f"sqlite:{file}", user="Sajid Javid", rate=10_000, burst=10_000)) as opened:
        yield opened


def paths_of(kind: str, name: str) -> list[str]:
    found = [f"/{kind}/{quote(name)}{page}" for page in PAGES[kind]]
    return [f"{path}{'&' if '?' in path else '?'}as_of={ON}" for path in found]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("people", name) for name in PEOPLE]
    + [(kind, name) for name in DEPARTMENTS for kind in ("companies", "accounts")],
)
def test_every_page_of_somebody_real_opens_is_silent_and_stays_in_its_frame(
    watched: Watched, real: Served, kind: str, name: str
) -> None:
    folder = os.environ.get("INROADS_PICTURES")
    for path in paths_of(kind, name):
        for shape, (width, scheme) in SHAPES.items():
            watched.page.set_viewport_size({"width": width, "height": 1000})
            watched.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] -- one of two words
            page = visit(watched, real, path)
            no_way = path.partition("?")[0].endswith("/draft")  # to whom no way leads, or who is one of us, says so
            said = [line for line in trouble(watched, real) if not (no_way and "status of 422" in line)]
            assert said == [], path
            watched.said.clear()
            assert "Something went wrong" not in page.locator("main, body").first.inner_text(), path
            if "/introductions" not in path:
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, shape)
            if folder:
                page.screenshot(path=Path(folder) / f"{quote(path, safe='')[:120]}-{shape}.png", full_page=True)


@pytest.mark.parametrize("name", PEOPLE)
def test_as_many_of_us_know_somebody_real_on_every_page_and_list(real: Served, name: str) -> None:
    told = real.client.get(f"/v1/people/{quote(name)}?as_of={ON}").json()
    company = told["person"]["company_id"]
    if told["person"]["ours"] or not company:
        return
    who = real.client.get(f"/v1/companies/{company}/introductions?as_of={ON}&limit=200").json()
    listed = {item["person"]["id"]: item["known_by"] for item in who["people"]}
    assert listed.get(told["person"]["id"], 0) == told["known"]["total"]
    assert sum(one["knows"] for one in told["known_by"]) == min(told["known"]["total"], 12)


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_department_counts_the_same_people_on_its_page_in_its_plan_and_its_files(real: Served, name: str) -> None:
    who = real.client.get(f"/v1/companies/{quote(name)}/introductions?as_of={ON}&limit=200").json()
    plan = real.client.get(f"/v1/accounts/{quote(name)}/advocacy?as_of={ON}").json()
    assert plan["coverage"]["total"] == who["total"] + who["unreached"]["total"]
    assert plan["coverage"]["met_by_one"] == who["total"]  # nobody is only connected online in this data
    rows = real.client.get(f"/companies/{quote(name)}/people.csv?as_of={ON}&show=reached").text.count("\n") - 1
    assert rows >= who["total"]
