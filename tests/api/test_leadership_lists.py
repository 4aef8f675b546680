"""Does the box for a leadership list say what in it cannot be so, before it is loaded and then?"""

from itertools import product
from typing import Any

import pytest
from httpx import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from api.use_cases.leader_doubts import leader_doubts
from api.use_cases.leadership import ListedLine, read_list

KNOWN = {"vera vik": "Vera Vik"}


def doubts(*rows: str) -> list[tuple[tuple[int, ...], str, str]]:
    lines, _ = read_list("\n".join(rows))
    return [(one.lines, one.text, one.remedy) for one in leader_doubts(lines, KNOWN, "Nordlys")]


def test_a_manager_who_is_nobody_is_named_with_whom_it_may_be() -> None:
    found = doubts("Name; Title; Reports to", "Ingrid Solberg; CEO", "Håkon Myhre; CFO; Ingrid Solbrg", "Ola Nor; ; Xi")
    assert found == [
        ((3,), "Håkon Myhre reports to Ingrid Solbrg, who is not in the list and not known at Nordlys",
         "Did you mean Ingrid Solberg? Otherwise add a line for them."),
        ((4,), "Ola Nor reports to Xi, who is not in the list and not known at Nordlys",
         "Correct the name, or add a line for them."),
    ]  # fmt: skip
    assert doubts("Ola Nor, CFO, INGRID  SOLBERG", "Ingrid Solberg, CEO, Vera Vik") == []


def test_whoever_reports_to_themselves_or_to_each_other_is_named_with_every_line() -> None:
    wrong = "One of these lines is wrong: correct to whom that one reports, or leave it empty."
    assert doubts("A A, , A A", "B B, , C C", "D D, , B B", "C C, , B B") == [
        ((1,), "A A reports to themselves", "Leave the third part empty for whoever is on top."),
        ((2, 4), "B B and C C are each other's manager", wrong),
    ]
    assert doubts("X X, , A A", "A A, , B B", "B B, , C C", "C C, , A A") == [
        ((2, 3, 4), "Nobody is on top: A A reports to B B, B B reports to C C, C C reports to A A", wrong)
    ]


@settings(deadline=None)
@given(st.lists(st.integers(-1, 5), min_size=6, max_size=6))
def test_everybody_on_a_circle_is_told_once_and_nobody_else(bosses: list[int]) -> None:
    names = [f"Person {letter}" for letter in "abcdef"]
    lines = [ListedLine(n + 1, names[n], "", names[boss] if boss >= 0 else "") for n, boss in enumerate(bosses)]
    told = [line for one in leader_doubts(lines, {}, "x") for line in one.lines]

    def comes_back(start: int) -> bool:
        here = bosses[start]
        for _ in bosses:
            if here in {start, -1}:
                break
            here = bosses[here]
        return here == start

    assert sorted(told) == [n + 1 for n in range(6) if comes_back(n)]


def test_the_page_says_so_before_and_after_the_list_is_loaded(writable: Client) -> None:
    text = "Ingrid Solberg, CEO, Håkon Myhre\nHåkon Myhre, CFO, Ingrid Solberg\nMette Lund, People, <b>Nobody</b>\n"
    told: dict[str, Any] = {}
    for action in ("preview", "load"):
        page = writable.post("/companies/Nordlys Energi/leaders", data={"text": text + ", no name\n", "action": action})
        assert page.status_code == 200
        told[action] = page.text
    for (action, html), words in product(
        told.items(),
        (
            "<b>Lines 1 and 2</b>: Ingrid Solberg and Håkon Myhre are each other&#39;s manager.",
            "<b>Line 3</b>: Mette Lund reports to &lt;b&gt;Nobody&lt;/b&gt;, who is not in the list and not",
            "<b>Line 4</b> has no name.",
        ),
    ):
        assert words in html, (action, words)
    assert "Loaded, 3 leaders" in told["load"]
    leaders = writable.get("/v1/companies/Nordlys Energi").json()["leaders"]
    assert {one["name"]: one["reports_to"] for one in leaders} == {
        "Ingrid Solberg": "Håkon Myhre", "Håkon Myhre": "Ingrid Solberg", "Mette Lund": "<b>Nobody</b>",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["Ingrid Solberg, CEO\nHåkon Myhre, CFO, Ingrid Solberg\n"])
def test_a_list_in_which_all_fits_leads_on_to_the_client(writable: Client, text: str) -> None:
    loaded = writable.post("/companies/Nordlys Energi/leaders", data={"text": text, "action": "load"})
    assert (loaded.status_code, loaded.headers["location"]) == (303, "/companies/Nordlys%20Energi?done=listed")
