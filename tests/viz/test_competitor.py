"""Does everything that tells a competitor's side tell the same: list, map, bar, title, API and feed?"""

from typing import Any

import pytest

from tests.api.conftest import Served
from tests.decisions import AS_OF
from tests.viz.conftest import Watched

GRID = f"/opportunities/Grid data platform?as_of={AS_OF}&toward=Corvane"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_toward_a_competitor_list_map_bar_and_api_say_the_same(watched: Watched, grid: Served, scheme: Any) -> None:
    told: Any = grid.client.get(f"/v1/opportunities/Grid data platform/power-map?as_of={AS_OF}&toward=Corvane").json()
    ours: Any = grid.client.get(f"/v1/opportunities/Grid data platform/power-map?as_of={AS_OF}").json()
    stances = {one["id"]: one["stance"] for one in told["people"]}
    assert sorted(value for value in stances.values() if value is not None) == [-1, 0, 0, 0, 1, 2, 2]
    assert stances == {one["id"]: one["toward"][told["unit"]["toward"]] for one in ours["people"]}
    sums = sum(one["lever"] * (one["stance"] or 0) for one in told["people"])
    assert told["unit"]["advocacy"] == pytest.approx(sums, abs=2e-3)
    feed: Any = grid.client.get(f"/v1/accounts/Nordlys Energi AS/advocacy?as_of={AS_OF}").json()
    (rival,) = next(one for one in feed["opportunities"] if one["name"] == "Grid data platform")["competitors"]
    assert rival["value"] == pytest.approx(told["unit"]["advocacy"], abs=1e-4)

    watched.page.emulate_media(color_scheme=scheme)
    page = watched.page
    page.goto(grid.address + GRID)
    page.wait_for_selector("html[data-drawn]", state="attached")
    listed = page.locator(".decision .who").evaluate_all(
        "(rows) => rows.map((row) => [row.dataset.id, row.querySelector('.try').getAttribute('aria-valuenow')])"
    )
    shown = {one: None if value is None else int(value) for one, value in listed}
    assert set(shown) == set(told["first_view"])
    assert shown == {one: stances[one] for one in shown}
    scene: Any = page.evaluate("JSON.parse(document.getElementById('scene').textContent)")
    drawn = [node["id"] for node in scene["pictures"]["few"]["nodes"] if node["id"] in scene["people"]]
    assert {one: scene["people"][one]["recorded"] for one in drawn} == {one: stances[one] for one in drawn}
    bar = page.locator("#bar .part[data-id]").evaluate_all(
        "(parts) => parts.map((part) => [part.dataset.id, part.querySelector('b').textContent])"
    )
    signs = {None: "?", -1: "−1", 0: "0", 1: "+1", 2: "+2"}
    assert dict(bar) == {one: signs[stances[one]] for one, _ in bar}
    assert page.locator("#rest").inner_text() == f"Toward Corvane: {told['unit']['title'].lower()}."
    assert page.locator("#standing").inner_text() == f"Corvane is {told['unit']['standing']}"
    assert (watched.said, watched.failed) == ([], [])
