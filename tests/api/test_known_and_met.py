"""Is "known by" who knows somebody, and "met" who has met them, in every answer, picture and sentence?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases import Question, person, show_map
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.decisions import AS_OF, grid_decision
from tests.worlds import loaded
from viz.power_scene import power_scene


@pytest.mark.parametrize(
    ("unmet", "declared", "known", "met", "said"),
    [
        ([], [], ["Mikkel Friis"], ["Mikkel Friis"], "Of us only Mikkel Friis knows Jürgen."),
        ([], ["sara,jurgen,linkedin"], ["Mikkel Friis", "Sara Holm"], ["Mikkel Friis"],
         "Of us only Mikkel Friis has met Jürgen."),
        (["jurgen"], ["sara,jurgen,linkedin"], ["Sara Holm"], [],
         "Nobody of us has met Jürgen; Sara Holm is only connected with Jürgen online."),
        (["jurgen"], ["sara,jurgen,friend"], ["Sara Holm"], ["Sara Holm"],
         "Of us only Sara Holm knows Jürgen."),
        (["jurgen"], [], [], [], "Nobody of us has met Jürgen."),
    ],
)  # fmt: skip
def test_knowing_and_having_met_are_the_same_two_things_in_every_answer(
    tmp_path: Path, unmet: list[str], declared: list[str], known: list[str], met: list[str], said: str
) -> None:
    files = grid_decision(unmet=tuple(unmet))
    files["acquaintances.csv"] = "from,to,kind,date,declared_by\n" + "".join(
        f"{row},2020-05-01,{row.split(',')[0]}\n" for row in declared
    )
    store = MemoryStore()
    loaded(store, tmp_path / "world", files)
    told: Any = show_map(SYSTEM, store, "Grid data platform", Question(AS_OF), read_parameters())
    ours = {one["id"]: one["name"] for one in told["ours"]}
    jurgen = next(one for one in told["people"] if one["name"] == "Jürgen Weiß")
    assert [[ours[one] for one in jurgen[name]] for name in ("known_by", "met_by")] == [known, met]
    assert jurgen["met"] == bool(met)
    assert ("Jürgen Weiß" in {one["name"] for one in told["gaps"]["never_met"]}) == (not met)
    door = next(one for one in told["sentences"] if one["kind"] == "door")
    assert door["detail"].startswith(said)
    (shown,) = [one for one in power_scene(told).people if one.name == "Jürgen Weiß"]
    assert (list(shown.known_by), shown.met) == (known, bool(met))
    one: Any = person(SYSTEM, store, store, "Jürgen Weiß", Question(AS_OF), read_parameters())
    assert (one["known"]["total"], one["known"]["met"]) == (len(known), len(met))
