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
    way = {
        "people": [ours, {"id": name, "name": name}],
        "score": 0.5,
        "hops": [{"warmth": 0.5, "evidence": [met]}],
        "warnings": [],
    }
    return {"person": person, "group": "delivered", "introductions": [way], "known_by": 1}


def answered(*people: dict[str, Any]) -> dict[str, Any]:
    groups = {key: {"leaders": 0, "others": len(people)} for key in ("alumni", "delivered", "colleagues")}
    groups_of = [{**one, "group": key} for key in groups for one in people]
    return {"as_of": "2026-11-24", "company": {"id": "nordlys", "name": "Nordlys"}, "people": groups_of,
            "groups": groups, "listed_leaders": None, "total": len(groups_of)}  # fmt: skip


def test_a_group_is_in_the_order_of_the_answer() -> None:
    people = [reached(name) for name in ("Tomáš", "Jürgen", "warm", "Bjørg", "thin", "other")]
    for group in client_groups(answered(*people)):
        assert [row.name for row in group.rows] == ["Tomáš", "Jürgen", "warm", "Bjørg", "thin", "other"]


def test_a_row_shows_the_way_of_the_best_word_and_how_well_we_reach_somebody() -> None:
    found = reached("Nils")
    (own,) = found["introductions"]
    marit = {"id": "marit", "name": "Marit Eikeland"}
    over = {**own, "people": [{"id": "jonas", "name": "Jonas Lie"}, marit, own["people"][1]],
            "hops": [*own["hops"], *own["hops"]], "score": 0.431, "word": "call"}  # fmt: skip
    ways = [{**own, "score": 0.09, "word": "weak"}, over]
    (row,) = client_groups(answered({**found, "introductions": ways}))[0].rows
    assert (row.ask, row.go_between_id, row.strength) == ("Ask Jonas to ask Marit Eikeland", "jonas", "fair")
    assert row.second == "Kari knows Nils (met on 14 May)."
    (row,) = client_groups(answered({**found, "introductions": [{**own, "word": "call"}, over]}))[0].rows
    assert (row.ask, row.second) == ("Ask Kari Lunde", "Also through Marit Eikeland.")


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


def test_the_word_beside_a_row_falls_down_the_order_of_scores() -> None:
    answer = answered(warm("a", 0.3, 0.9), warm("b", 0.8), warm("c", 0.1, 0.7), warm("d", 0.3), warm("e", 0.1))
    told = ["strong", "strong", "strong", "fair", "thin"]
    assert [[row.strength for row in group.rows] for group in client_groups(answer)] == [told] * 3
    listed = one_list(answer, by_score=True)
    assert [row.strength for row in listed.rows] == told * 3
    assert listed.rows[0].reason == client_groups(answer)[0].rows[0].reason
