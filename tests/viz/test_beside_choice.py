"""Side by side: is another decision set beside on the same day, and found in the list by client and name?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import Served, served
from tests.decisions import AS_OF, changed, grid_decision
from tests.viz.conftest import Watched

BESIDE = f"/opportunities/grid/beside?as_of={AS_OF}"
TWO_DAYS = f"{BESIDE}&day=2026-10-25&other_day={AS_OF}"
FORM = "form[aria-label='What stands side by side']"
OTHER = "Nordlys Energi AS: Crew app"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files = changed(
        grid_decision(), "opportunities.csv", "crew,nordlys,Crew app,,offer,,,petra,2027-02-01,",
        "study2,nordlys,Study,,offer,,,petra,2027-03-01,", "study1,nordlys,Study,,offer,,,petra,2026-12-15,",
        "study3,nordlys,Study,,offer,,,petra,2026-12-15,", "study4,nordlys,Study,,offer,,,petra,,",
        "atlas,corvane,Zeta,,offer,,,petra,2027-02-01,",
    )  # fmt: skip
    with served(tmp_path_factory.mktemp("several"), files) as own:
        yield own


def choose(watched: Watched, own: Served, words: str, **days: str) -> Page:
    """Choose a decision on the page of two days, and days where some are told."""
    page = watched.page
    page.goto(own.address + TWO_DAYS)
    page.locator(f"{FORM} select").select_option(words)
    for name, day in days.items():
        page.locator(f"{FORM} input[name={name}]").fill(day)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".beside-title")).to_contain_text("Crew app")
    return page


def days_of(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(f"{FORM} input[type=date]").all()]


def test_another_decision_is_set_beside_on_the_day_that_is_looked_at(watched: Watched, several: Served) -> None:
    page = choose(watched, several, OTHER)
    assert days_of(page) == [str(AS_OF), str(AS_OF)]
    assert [one.count("24 Nov") for one in page.locator(".about-day .facts").all_inner_texts()] == [1, 1]
    assert "days_of_one" not in page.url
    page.get_by_role("button", name="Show").click()
    assert days_of(page) == [str(AS_OF), str(AS_OF)]


def test_days_that_somebody_asked_for_are_kept_with_another_decision(watched: Watched, several: Served) -> None:
    page = choose(watched, several, OTHER, day="2026-09-01")
    assert days_of(page) == ["2026-09-01", str(AS_OF)]


def test_two_days_of_one_decision_stay(watched: Watched, several: Served) -> None:
    page = watched.page
    page.goto(several.address + TWO_DAYS)
    page.get_by_role("button", name="Show").click()
    assert days_of(page) == ["2026-10-25", str(AS_OF)]
    assert "days_of_one" not in page.url


def test_decisions_are_offered_by_client_and_name_and_no_two_alike(watched: Watched, several: Served) -> None:
    watched.page.goto(several.address + BESIDE)
    assert watched.page.locator(f"{FORM} option").all_inner_texts() == [
        "Corvane: Zeta", OTHER, "Nordlys Energi AS: Grid data platform", "Nordlys Energi AS: Study, no day known",
        "Nordlys Energi AS: Study, decided 15 Dec (1)", "Nordlys Energi AS: Study, decided 15 Dec (2)",
        "Nordlys Energi AS: Study, decided 1 Mar 2027",
    ]  # fmt: skip
    chosen = watched.page.locator(f"{FORM} option:checked")
    assert chosen.inner_text() == "Nordlys Energi AS: Grid data platform"
