"""Nothing in the picture overlaps, whatever the ways are."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.viz.worlds import four_ways, hostile
from viz.layout import Box, Line, Picture, introduction_layout
from viz.letters import ellipsized, text_width
from viz.palette import strength
from viz.scene import Card, HopLabel, Way, introduction_scene
from viz.vector import introductions_svg

TARGET = Card("t", "Håkon Myhre", "CFO", "target", None, stance_told=True)
WORDS = st.text(max_size=60) | st.sampled_from(["W" * 300, "both at Hafslund, Grid", "زملاء", "会社で一緒に働いた"])


@st.composite
def some_way(draw: st.DrawFn) -> Way:
    people = [Card("u", draw(WORDS), draw(WORDS), "ours")]
    people += [Card("b", draw(WORDS), draw(WORDS), "between") for _ in range(draw(st.integers(0, 2)))]
    warmths = [draw(st.floats(0, 1)) for _ in people]
    hops = tuple(HopLabel(draw(WORDS), draw(WORDS), strength(warmth), warmth, ()) for warmth in warmths)
    return Way("fair", tuple(people), hops, "", "", (), 0.1)


WAYS = st.lists(some_way(), min_size=1, max_size=12).map(tuple)


def picture_of(ways: tuple[Way, ...]) -> Picture:
    return introduction_layout(TARGET, ways)


@given(WAYS)
def test_cards_and_labels_never_overlap(ways: tuple[Way, ...]) -> None:
    picture = picture_of(ways)
    boxes = [placed.box for placed in picture.cards] + [label.box for label in picture.labels]
    assert [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)] == []


@given(WAYS)
def test_everything_is_inside_the_picture(ways: tuple[Way, ...]) -> None:
    picture = picture_of(ways)
    for box in [placed.box for placed in picture.cards] + [label.box for label in picture.labels]:
        assert 0 <= box.x < box.right <= picture.width
        assert 0 <= box.y < box.y + box.height <= picture.height


@given(WAYS)
def test_lines_keep_the_order_of_the_rows_and_so_never_cross(ways: tuple[Way, ...]) -> None:
    last = [line for line in picture_of(ways).lines if line.to == "target"]
    assert [line.way for line in last] == list(range(len(ways)))
    for one, other in pairwise(last):
        assert one.start[1] < other.start[1]
        assert one.end[1] + one.width / 2 < other.end[1] - other.width / 2


@given(WAYS)
def test_a_line_passes_only_the_cards_that_it_joins(ways: tuple[Way, ...]) -> None:
    picture = picture_of(ways)
    for line in picture.lines:
        others = [placed.box for placed in picture.cards if placed.key not in {line.source, line.to}]
        assert not any(box.overlaps(part) for box in others for part in parts(line))


def parts(line: Line) -> list[Box]:
    """Return the straight part, and the box round the bend."""
    top, bottom = sorted((line.start[1], line.end[1]))
    half = line.width / 2
    straight = Box(line.start[0], line.start[1] - half, line.bend - line.start[0], line.width)
    return [straight, Box(line.bend, top - half, line.end[0] - line.bend, bottom - top + line.width)]


@given(WAYS)
def test_every_hop_has_a_line_and_a_label_on_it(ways: tuple[Way, ...]) -> None:
    picture = picture_of(ways)
    assert len(picture.lines) == len(picture.labels) == sum(len(way.hops) for way in ways)
    for line, label in zip(picture.lines, picture.labels, strict=True):
        assert line.start[0] < label.box.x
        assert label.box.right <= line.bend
        assert label.box.middle == line.start[1]
        assert len(label.lines) <= 2


@given(WAYS)
def test_the_layout_is_the_same_every_time(ways: tuple[Way, ...]) -> None:
    assert picture_of(ways) == picture_of(ways)


@given(st.text(), st.floats(20, 200))
def test_a_cut_text_fits(text: str, width: float) -> None:
    assert text_width(ellipsized(text, width, 12), 12) <= width


def test_direct_ways_go_straight_across_and_warmer_lines_are_wider() -> None:
    scene = introduction_scene(four_ways())
    picture = introduction_layout(scene.target, scene.ways)
    assert picture.width == 960
    assert [line.way for line in picture.lines if line.source == "way-0-0"] == [0]
    assert picture.lines[0].start[0] < picture.lines[0].bend
    last = [line.width for line in picture.lines if line.to == "target"]
    assert last == sorted(last, reverse=True)


def test_the_vector_picture_escapes_what_sources_say() -> None:
    scene = introduction_scene(hostile())
    drawn = introductions_svg(introduction_layout(scene.target, scene.ways), scene.target.name)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "<b " not in drawn
    assert drawn.count("<title>") == 1


def test_names_and_titles_have_room_on_a_card_and_the_client_is_not_named_again() -> None:
    target = Card(
        "t", "Rishi Sunak", "Prime Minister", "target", None, stance_told=True, company="Prime Minister's Office"
    )
    between = (
        Card("a", "Lord Johnson of Marylebone", "", "between", company="HM Treasury"),
        Card("b", "Marit Eikeland", "VP Data", "between", company="Prime Minister's Office"),
        Card("d", "Deputy Director. Resilience and Resolution", "Deputy Director. Resilience", "between"),
        Card("c", "Deputy Director, Transport", "Deputy Director, Transport", "between", company="HM Treasury"),
    )
    hop = HopLabel("both at HM Treasury", "thin", "thin", 0.1, ())
    ways = tuple(Way("weak", (Card("u", "David Gauke", "Adviser", "ours"), one), (hop, hop), "", "", (), 0.1)
                 for one in between)  # fmt: skip
    cards = {card.card.id: card for card in introduction_layout(target, ways).cards}
    assert cards["d"].name == ("Deputy Director.", "Resilience and", "Resolution")
    assert (cards["a"].name, cards["a"].role) == (("Lord Johnson of", "Marylebone"), ("HM Treasury",))
    assert (cards["b"].name, cards["b"].role) == (("Marit Eikeland",), ("VP Data",))
    assert " ".join(cards["c"].name) == "Deputy Director, Transport"
    assert cards["t"].role == ("Prime Minister",)
    for card in cards.values():
        assert not any("…" in line for line, _, _ in card.text)
        assert all(-card.box.height / 2 + 10 <= at <= card.box.height / 2 - 5 for _, _, at in card.text)
