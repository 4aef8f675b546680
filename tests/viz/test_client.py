"""Does the client's page show first who matters there, and say what is known of the others?"""

from typing import Any

from viz.client import client_groups, one_list


def reached(name: str, **more: Any) -> dict[str, Any]:
    """Return somebody of the answer of ``who`` whom Kari met once."""
    person = {"id": name, "name": name, "title": "", "stance": None, "seats": [], "leader": False, **more}
    ours = {"id": "kari", "name": "Kari Lunde"}
    met = {
        "kind": "contact", "form": "meeting", "text": "met once", "weight": 0.5, "times": 1, "months": None,
        "start": "2026-05-14", "end": "2026-05-14", "sources": [], "company": "", "place": "", "unit": "",
    }  # fmt: skip
    way = {"people": [ours, {"id": name, "name": name}], "hops": [{"warmth": 0.5, "evidence": [met]}], "warnings": []}
    return {"person": person, "group": "delivered", "introductions": [way], "known_by": 1}


def answered(*people: dict[str, Any]) -> dict[str, Any]:
    groups = {key: {"leaders": 0, "others": len(people)} for key in ("alumni", "delivered", "colleagues")}
    groups_of = [{**one, "group": key} for key in groups for one in people]
    return {"as_of": "2026-11-24", "company": {"id": "nordlys", "name": "Nordlys"}, "people": groups_of,
            "groups": groups, "listed_leaders": None, "total": len(groups_of)}  # fmt: skip


def test_the_first_rows_of_a_group_are_who_counts_and_not_whom_we_know_best() -> None:
    warm = [reached(f"warm {at}") for at in range(4)]
    blocker = reached("Tomáš", stance=-3, seats=["decider"], leader=True)
    keeper = reached("Jürgen", stance=-2, seats=["gatekeeper"], leader=True)
    judged = reached("Bjørg", stance=0)
    first, *others = client_groups(answered(*warm, judged, keeper, blocker))
    assert [row.name for row in first.rows[: first.shown]] == ["Tomáš", "Jürgen"]
    for group in others:
        assert [row.name for row in group.rows[: group.shown]] == ["Tomáš", "Jürgen", "Bjørg"]
        assert [row.name for row in group.rows[group.shown :]] == [f"warm {at}" for at in range(4)]


def test_where_nobody_counts_more_the_best_way_stays_first() -> None:
    people = [reached(f"warm {at}") for at in range(5)]
    assert [row.name for row in client_groups(answered(*people))[0].rows] == [f"warm {at}" for at in range(5)]


def test_a_post_without_a_holders_name_has_no_first_name() -> None:
    post = reached("Deputy Director, Transport", title="Deputy Director, Transport")
    other = {
        **post["introductions"][0],
        "people": [{"id": "per", "name": "Per Aune"}, post["introductions"][0]["people"][1]],
    }
    post |= {"introductions": [post["introductions"][0], other], "known_by": 2}
    (row, *_) = client_groups(answered(post))[0].rows
    assert row.second.startswith("Per also knows them")
    named = {**post, "person": {**post["person"], "name": "Tom Berg", "title": "Deputy Director, Transport"}}
    assert client_groups(answered(named))[0].rows[0].second.startswith("Per also knows Tom")


def warm(name: str, *ways: float) -> dict[str, Any]:
    """Return somebody to whom these ways lead, the first of them offered first; each of one step."""
    found = reached(name)
    (first,) = found["introductions"]
    told = [{**first, "score": score, "hops": [{**first["hops"][0], "warmth": score}]} for score in ways]
    return {**found, "introductions": told}


def test_the_word_beside_a_row_falls_down_a_group_and_down_the_order_of_scores() -> None:
    mixed = [warm("a", 0.3, 0.9), warm("b", 0.8), warm("c", 0.1, 0.7), warm("d", 0.6), warm("e", 0.3), warm("f", 0.1)]
    answer = answered(*[reached(f"counts {n}", stance=1) for n in range(12)], *mixed)
    for group in client_groups(answer):
        words = [row.strength for row in group.rows if len(row.name) == 1]
        assert words == ["strong", "strong", "fair", "fair", "thin", "thin"]
    listed = one_list({**answer, "people": mixed}, by_score=True)
    assert [(row.name, row.strength) for row in listed.rows] == [
        ("a", "strong"), ("b", "strong"), ("c", "strong"), ("d", "strong"), ("e", "fair"), ("f", "thin"),
    ]  # fmt: skip
