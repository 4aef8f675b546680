"""What is shown, read from the JSON answer: plain data, no geometry, no HTML."""

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.use_cases import Question, introductions
from api.viewer import SYSTEM
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from tests.viz.worlds import HAKON, Answer, evidence, four_ways, hostile, nobody, person, way
from tests.worlds import TODAY, loaded
from viz import letters, palette, ranking, upload_words, wording
from viz.page import introductions_page
from viz.scene import hop_label, introduction_scene


@pytest.mark.parametrize("module", [letters, palette, ranking, upload_words, wording])
def test_the_examples_in_the_docstrings_are_true(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type] -- a module by its name


def test_the_scene_of_the_design_says_who_to_ask_and_why() -> None:
    scene = introduction_scene(four_ways())
    assert (scene.heading_subject, scene.heading_rest) == ("Håkon Myhre", "Known to one of us. Ask Kari Lunde.")
    assert [one.word for one in scene.ways] == ["call", "call", "ask", "weak"]
    assert [[card.name for card in one.people] for one in scene.ways] == [
        ["Kari Lunde"], ["Sara Holm", "Marit Eikeland"], ["Anna Berg", "Erik Dahl"], ["Jonas Lie", "Petra Schäfer"],
    ]  # fmt: skip
    assert [(hop.text, hop.detail) for one in scene.ways[:2] for hop in one.hops] == [
        ("both at Hafslund, Grid", "strong, 2012–2017"),
        ("41 meetings", "strong, 2024–2026"),
        ("delivered Outage pilot together", "strong, 2023–2024"),
    ]
    assert scene.ways[3].summary == "First step fair, last step thin: one meeting."
    assert scene.ways[3].warnings == ("SAP programme ended badly",)
    assert scene.ways[0].hops[0].evidence[0].source == "Alumni list, row 212, seen 3 Nov"
    assert scene.as_of == "24 Nov 2026"
    assert [(one.name, one.why) for one in scene.not_offered] == [
        ("Jürgen Weiß", "critic of ours and so a poor messenger"), ("Lise Monsen", "asked us not to"),
    ]  # fmt: skip


def test_years_in_one_unit_are_said_as_people_do() -> None:
    shared = {"kind": "employment", "text": "both at Hafslund, Grid, 2012-2017 (61 months)", "weight": 0.5}
    told = [{"evidence": [{**shared, "place": "Hafslund", "unit": unit}]} for unit in ("Grid", "")]
    assert [hop_label(one).text for one in told] == ["same unit at Hafslund", "both at Hafslund, Grid"]


def test_the_words_of_a_list_fall_within_each_part_and_the_parts_are_named() -> None:
    own = [{**direct(f"Own {n}", warmth, "contact"), "word": word, "how": "own"}
           for n, (warmth, word) in enumerate([(0.3, "ask"), (0.1, "weak")])]  # fmt: skip
    over = four_ways()["introductions"][1:]
    others = [{**one, "how": "others" if at < 2 else "past"} for at, one in enumerate(over)]
    scene = introduction_scene({**nobody(), "introductions": [*own, *others]})
    assert [(one.part, one.word) for one in scene.ways] == [
        ("Ties of our own", "ask"), ("", "weak"), ("Other ways", "call"), ("", "ask"),
        ("Other ways, past whoever keeps the door", "weak"),
    ]  # fmt: skip
    assert scene.best == 2
    assert scene.heading_rest.endswith(f"Ask {scene.ways[2].people[0].name}, who knows {scene.ways[2].people[1].name}.")
    alone = introduction_scene({**nobody(), "introductions": own})
    assert [(one.part, one.word) for one in alone.ways] == [("", "ask"), ("", "weak")]


def test_who_used_to_be_ours_and_whom_nobody_met_is_called(tmp_path: Path) -> None:
    files = {
        "companies.csv": "id,name,relation\nus,Varde,ours\nn,Nordlys,client\n",
        "people.csv": "id,name\nk,Kari Lunde\na,Alum Alone\n",
        "employments.csv": "person,company,title,start,end\nk,us,Partner,2015,\na,us,Consultant,2005,2009\n"
        "a,n,CTO,2010,\n",
    }
    store = MemoryStore()
    loaded(store, tmp_path / "in", files)
    told = introductions(SYSTEM, store, "Alum Alone", Question(TODAY), read_parameters())
    scene = introduction_scene(told)
    (one,) = scene.ways
    assert scene.heading_rest == "Was one of ours at Varde 2005–2009. Kari Lunde can call."
    assert (one.word, one.summary) == ("call", "Was one of ours at Varde 2005–2009; none of us has met them.")
    assert (one.hops[0].text, one.hops[0].detail) == ("was one of ours at Varde", "thin, 2005–2009")
    page = introductions_page(told)
    assert "Call Alum Alone: was one of ours at Varde 2005-2009." not in page, "years are set with a dash"
    assert "Call Alum Alone: was one of ours at Varde 2005–2009. Kari Lunde should go" in page


def test_another_record_of_the_target_is_no_person_on_the_way() -> None:
    told = four_ways()
    other = {**told["introductions"][1], "people": [*told["introductions"][1]["people"][:-1], person("Håkon Myhre")]}
    other["people"][-1]["id"] = "p-other"
    scene = introduction_scene({**told, "introductions": [other], "probably_same": [told["target"]["id"], "p-other"]})
    assert [[card.name for card in one.people] for one in scene.ways] == [["Sara Holm", "Marit Eikeland"]]
    assert len(scene.ways[0].hops) == 2


def direct(name: str, warmth: float, kind: str) -> Answer:
    line = evidence(kind, "connected online", "2019", "", warmth, "LinkedIn", "1", "2026")
    return way(warmth, "ask", [person(name, ours=True)], [(warmth, [line])])


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([direct("Kari Lunde", 0.6, "employment"), direct("Sara Holm", 0.3, "contact"),
          direct("Per Aune", 0.1, "acquaintance")],
         "Known to two of us, and only connected to one more. Ask Kari Lunde."),
        ([direct("Per Aune", 0.1, "acquaintance")], "Known to one of us, only connected. Ask Per Aune."),
        ([direct("Per Aune", 0.1, "contact")], "Known to one of us, only thinly. Ask Per Aune."),
        (four_ways()["introductions"][1:3],
         "No tie of our own, but two ways through others. Ask Sara Holm, who knows Marit Eikeland."),
        ([], "Nobody of us has a way there yet."),
    ],
)  # fmt: skip
def test_the_heading_is_a_sentence(ways: list[Answer], said: str) -> None:
    assert introduction_scene({**nobody(), "introductions": ways}).heading_rest == said


def test_without_a_way_the_further_ones_are_drawn() -> None:
    scene = introduction_scene({**four_ways(), "introductions": []})
    assert scene.heading_rest == "Only with two people in between."
    assert scene.drawn == scene.further != ()


def test_a_target_named_among_the_people_is_not_a_go_between() -> None:
    told = four_ways()
    for one in told["introductions"]:
        one["people"] = [item for item in one["people"] if item["id"] != HAKON["id"]]
    assert introduction_scene(told) == introduction_scene(four_ways())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(
            st.sampled_from(["target", "introductions", "people", "hops", "evidence", "sources", "excluded", "id",
                             "name", "stance", "warmth", "text", "ours", "start", "further", "why", "word"]), inner),
        max_leaves=40,
    )
)  # fmt: skip
def test_whatever_is_missing_or_strange_in_an_answer_is_no_error(told: object) -> None:
    scene = introduction_scene(told if isinstance(told, dict) else {"introductions": [told], "target": told})
    assert all(len(one.people) == len(one.hops) > 0 for one in scene.ways)


def test_no_text_of_a_scene_turns_the_reading_direction_or_breaks_a_line() -> None:
    shown = repr(introduction_scene(hostile()))
    assert not set(shown) & set("\u202e\u2066\u2028\u2029\x00\x1b\ud800")
    assert "\\x" not in shown
    assert "\\u20" not in shown


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_at_least_four_and_a_half_to_one(theme: palette.Theme) -> None:
    colour = {name: getattr(one, theme) for name, one in palette.COLOURS.items()}
    pairs = [("ink", "surface"), ("ink", "us-soft"), ("second-ink", "surface"), ("second-ink", "background"),
             ("second-ink", "sunken"), ("second-ink", "us-soft"), ("us", "surface"), ("us", "us-soft"),
             ("stale", "surface"), ("stale", "us-soft"), ("stale", "stale-soft"), ("alert", "surface")]  # fmt: skip
    pairs += [("on-mark", palette.stance_colour(stance)) for stance in range(-3, 4)]
    pairs += [(palette.stance_colour(stance), "surface") for stance in range(-3, 4)]
    weak = {pair: contrast for pair in pairs if (contrast := palette.contrast(*(colour[one] for one in pair))) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_stand_out_at_least_three_to_one(theme: palette.Theme) -> None:
    colour = {name: getattr(one, theme) for name, one in palette.COLOURS.items()}
    drawn = ["tie-strong", "tie-fair", "tie-thin", "us", "target"]
    assert [name for name in drawn if palette.contrast(colour[name], colour["surface"]) < 3] == []
