"""The page of a decision in a real browser: silent, asking for nothing, harmless, tried out by keyboard."""

import copy
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from graph.algorithms.power import power_map
from tests.decisions import AS_OF, grid_decision
from tests.organograms import DEPARTMENTS, department_tables, posts_of
from tests.viz.conftest import Watched
from tests.worlds import introducer
from viz.layout import Box
from viz.power_layout import PowerPicture, power_layout
from viz.power_page import power_page, power_svg
from viz.power_parts import power_parts
from viz.power_scene import power_scene

EVIL = "<script>window.hacked=1</script><img src=x onerror=alert(1)>"


def answer_of(folder: Path, files: dict[str, str]) -> Any:
    basis = Basis(introducer(folder, files, AS_OF), Question(AS_OF))
    return map_answer(basis, power_map(basis.ask, asked_of(basis, "Grid data platform")))


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return answer_of(tmp_path_factory.mktemp("map"), grid_decision())


@pytest.mark.parametrize("everybody", [False, True])
def test_no_card_lies_on_another_and_no_line_of_influence_crosses_one(answer: Any, *, everybody: bool) -> None:
    scene = power_scene(answer)
    people = [one for one in scene.people if everybody or one.first]
    picture = power_layout(scene, people, name="all" if everybody else "few")
    boxes = {card.key: card.box for card in picture.cards}
    assert len(boxes) == (29 if everybody else 10)  # the empty seat too
    for key, box in boxes.items():
        assert [other for other, one in boxes.items() if other != key and one.overlaps(box)] == []
    for stroke in picture.strokes:
        if stroke.kind == "reports":
            continue
        for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:], strict=False):
            crossed = [
                key for key, box in boxes.items()
                if key not in {stroke.start, stroke.end}
                and min(x0, x1) < box.right - 1 and max(x0, x1) > box.x + 1
                and min(y0, y1) < box.y + box.height - 1 and max(y0, y1) > box.y + 1
            ]  # fmt: skip
            assert crossed == []


def test_whoever_was_not_met_for_as_long_as_the_account_agreed_is_marked(answer: Any) -> None:
    met = {"last_contact": "2026-11-03"}  # 21 days before the day of the map
    people = answer["people"]
    told = {**answer, "people": [{**people[0], **met}, *people[1:]]}
    marked = [power_scene({**told, "cadence_days": days}).people[0].cold for days in (14, 30, None)]
    assert marked == [True, False, False]
    never = {**answer, "people": [{**people[0], "last_contact": None}, *people[1:]]}
    assert not power_scene(never).people[0].cold


def test_the_page_is_the_same_every_time_and_holds_no_address(answer: Any) -> None:
    html = power_page(answer)
    assert html == power_page(answer)
    assert re.findall(r".{0,40}https?://.{0,40}", html) == []
    markup = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", markup) == []


def test_it_opens_in_silence_with_the_sentence_and_three_things_to_do(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    assert watched.trouble() == []
    assert "Two for, two against, one unknown holds a fifth." in page.locator("h1").inner_text()
    assert page.locator(".saying").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_trying_a_stance_by_keyboard_rewrites_the_title_and_escape_takes_it_back(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    button = page.get_by_label("Stance of Mette Kjær Lund toward us")
    button.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert "If Mette Kjær Lund were a partner: three for, two against." in page.locator("h1").inner_text()
    assert page.locator("#standing").inner_text() == "even"
    assert button.get_attribute("aria-valuetext") == "partner, tried"
    page.keyboard.press("Escape")
    assert "Two for, two against, one unknown holds a fifth." in page.locator("h1").inner_text()
    assert watched.trouble() == []


def test_show_all_and_the_details_of_a_person_open(answer: Any, watched: Watched, tmp_path: Path) -> None:
    page = watched.open(power_page(answer), tmp_path)
    assert page.locator(".who:visible").count() == 9
    page.get_by_role("button", name="Show all 28").click()
    assert page.locator(".who:visible").count() == 28
    page.locator("summary", has_text="Håkon Myhre").click()
    assert page.locator("#side-card").get_by_text("Still talks of the 2021 invoices").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#side-card").is_visible()
    assert watched.trouble() == []


def test_hostile_names_are_only_text(watched: Watched, tmp_path: Path) -> None:
    files = grid_decision()
    files["people.csv"] = files["people.csv"].replace("Mette Kjær Lund", f'"{EVIL}"')
    page = watched.open(power_page(answer_of(tmp_path, files)), tmp_path)
    page.locator(".who .name").first.click()
    found: Any = page.evaluate("['hacked' in window, document.querySelectorAll('img, iframe').length]")
    assert found == [False, 0]
    assert watched.trouble() == []


def test_the_vector_file_stands_alone(answer: Any) -> None:
    svg = power_svg(answer)
    assert svg.lstrip().startswith("<svg")
    assert "Katarzyna" in svg
    assert "var(" not in svg


def crossed(picture: PowerPicture) -> list[tuple[str, str, str]]:
    """Return which lines that are not reporting lines run through which cards."""
    found = []
    for stroke in picture.strokes:
        for box in stroke.boxes if stroke.kind != "reports" else ():
            inside = Box(box.x + 3, box.y + 3, max(box.width - 6, 0.5), max(box.height - 6, 0.5))
            found += [
                (stroke.start, stroke.end, card.key) for card in picture.cards
                if card.key not in {stroke.start, stroke.end} and inside.overlaps(card.box)
            ]  # fmt: skip
    return found


@pytest.mark.parametrize(("department", "snapshot"), DEPARTMENTS)
def test_whole_departments_are_drawn_with_everybody_and_nothing_on_another(
    shared: Path, tmp_path: Path, watched: Watched, department: str, snapshot: str
) -> None:
    rows = posts_of(shared, department, snapshot)
    basis = Basis(introducer(tmp_path, department_tables(rows, "The department"), AS_OF), Question(AS_OF))
    told = map_answer(basis, power_map(basis.ask, asked_of(basis, "The department")))
    parts = power_parts(told)
    drawn = {card.key for name, picture in parts.pictures.items() if name != "few" for card in picture.cards}
    assert drawn >= {one.id for one in parts.scene.shown}
    assert len(parts.scene.shown) >= len(rows) - 1  # in the Treasury one person holds two posts, and is shown once
    assert len(parts.units) <= 40
    if len(rows) > 300:  # how many people a unit has, and what it holds where that is worth a word, is never cut
        assert [card.text[1][0] for card in parts.pictures["all"].cards if card.text[1][0].endswith("…")] == []
    for picture in parts.pictures.values():
        boxes = [card.box for card in picture.cards]
        assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])
        assert all(box.x >= 0 and box.right <= picture.width for box in boxes)
        assert picture.width <= 1400  # as wide as a page, however many they are
        assert crossed(picture) == []
    page = watched.open(power_page(told), tmp_path)
    page.get_by_role("button", name=f"Show all {len(parts.scene.shown)}").click()
    if len(parts.scene.people) > 300:
        page.locator("#picture canvas").click(position=position_of(page, parts.pictures["all"].cards[0].box))
        expect(page.locator("#units")).to_be_visible()
        page.locator("#units").click()
        page.locator(".unit summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".unit .who:visible").count() == len(parts.units[0].people)
    assert watched.trouble() == []


def position_of(page: Page, box: Box) -> Any:
    """Return where in the canvas a card is, at the scale of the page."""
    wide = page.evaluate("document.querySelector('#picture').clientWidth")
    scale = wide / page.evaluate("JSON.parse(document.getElementById('scene').textContent).pictures.all.width")
    return {"x": (box.x + 20) * scale, "y": (box.y + 10) * scale}


def test_two_records_of_one_name_are_one_line_and_one_card(watched: Watched, tmp_path: Path) -> None:
    files = grid_decision()
    files["people.csv"] += "twin,Helene Rustad\n"
    files["employments.csv"] += "twin,nordlys,Director Grid,,2020,\n"
    told = answer_of(tmp_path, files)
    people = told["people"]
    twins = [one["probably_same"] for one in people if one["name"] == "Helene Rustad"]
    assert twins[0] == twins[1] == sorted(one["id"] for one in people if one["name"] == "Helene Rustad")
    parts = power_parts(told)
    helene = [one for one in parts.scene.shown if one.name == "Helene Rustad"]
    assert [(one.seats, one.records) for one in helene] == [(("user",), 2)]
    assert sum(card.text[0][0] == "Helene Rustad" for card in parts.pictures["all"].cards) == 1
    page = watched.open(power_page(told), tmp_path)
    page.locator("summary", has_text="Helene Rustad").click()
    assert "Two records of this name" in page.locator("#side-card").inner_text()
    assert watched.trouble() == []


def test_an_empty_seat_stands_apart_and_says_why(answer: Any) -> None:
    scene = power_scene(answer)
    picture = power_layout(scene, [one for one in scene.people if one.first])
    seat = next(card.box for card in picture.cards if card.kind == "seat")
    above = [card.box for card in picture.cards if card.person and abs(card.box.x - seat.x) < card.box.width]
    assert all(box.y + box.height < seat.y - 40 for box in above)
    lowest = max(card.box.y + card.box.height for card in picture.cards if card.person)
    assert seat.y + seat.height == pytest.approx(lowest)  # no band of its own while a column has room
    assert [one.words for one in picture.captions] == ["Nobody is known here"]
    assert picture.captions[0].y < seat.y


def test_camps_are_named_after_somebody_drawn_and_the_legend_explains_only_what_is_there(
    answer: Any,
) -> None:
    scene = power_scene(answer)
    for count in range(1, len(scene.people) + 1):
        people = scene.people[-count:]  # whoever weighs least, so that the weightiest of a camp are often missing
        picture = power_layout(scene, people)
        short = {one.short for one in people}
        assert all(hull.label.rpartition("around ")[2] in short for hull in picture.hulls if hull.label)
    katarzyna = [one for one in scene.people if one.short == "Katarzyna"]
    assert power_layout(scene, katarzyna).keys == ("dashed", "depth")  # an empty seat, and how well we know her


def test_a_narrow_screen_says_that_the_wide_map_is_cut_and_shows_all_of_it_on_demand(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(power_page(answer), tmp_path)
    page.get_by_role("button", name="Wide map").click()
    cut = "document.querySelector('.map .scroll').scrollWidth - document.querySelector('.map .scroll').clientWidth"
    assert page.evaluate(cut) > 100
    page.get_by_role("button", name="See all of it").click()
    assert page.evaluate(cut) <= 4
    page.get_by_role("button", name="Back to a size to read").click()
    assert page.evaluate(cut) > 100
    assert watched.trouble() == []


def test_how_deep_a_relation_is_stands_on_cards_in_the_list_and_in_the_legend(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    row = page.locator(".who", has=page.locator(".name", has_text="Katarzyna Wójcik"))
    depth: Any = next(one for one in answer["people"] if one["name"] == "Katarzyna Wójcik")
    assert depth["depth"]["word"] in row.locator(".depth").inner_text()
    assert page.locator("#keys").get_by_text("slight relation").is_visible()
    scene = power_scene(answer)
    cards = power_layout(scene, [one for one in scene.people if one.first]).cards
    words = ["none", "slight", "working", "deep"]
    told: Any = {one["id"]: words.index(one["depth"]["word"]) for one in answer["people"]}
    assert {card.key: card.depth for card in cards if card.person} == {c.key: told[c.key] for c in cards if c.person}


def test_words_on_lines_lie_on_no_card(answer: Any) -> None:
    scene = power_scene(answer)
    picture = power_layout(scene, [one for one in scene.people if one.first])
    words = {stroke.label: stroke.pill for stroke in picture.strokes if stroke.kind in {"agreement", "conflict"}}
    assert set(words) == {"allied", "at odds"}
    assert [key for key, pill in words.items() for card in picture.cards if pill.overlaps(card.box)] == []
    cut = [line[0] for card in picture.cards for line in card.text if line[0].endswith("…")]
    assert cut == []


def test_the_script_says_amounts_titles_and_results_as_the_server_does(
    answer: Any, watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(power_page(answer), tmp_path)
    before = (
        page.locator("#rest").inner_text(),
        page.locator("#standing").inner_text(),
        page.locator("#bar").inner_text(),
    )
    button = page.get_by_label("Stance of Håkon Myhre toward us")
    button.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    after = (
        page.locator("#rest").inner_text(),
        page.locator("#standing").inner_text(),
        page.locator("#bar").inner_text(),
    )
    assert before == after


def test_a_line_that_turns_somebody_the_other_way_is_in_the_legend(answer: Any) -> None:
    scene = power_scene(answer)
    against = tuple(replace(one, strength=-2.0) if one.kind == "influence" else one for one in scene.sways)
    people = [one for one in scene.shown if one.first]
    keys = [power_layout(replace(scene, sways=sways), people).keys for sways in (scene.sways, against)]
    assert [("influence" in one, "negative" in one) for one in keys] == [(True, False), (False, True)]


def test_the_bar_names_no_side_on_which_nobody_stands(answer: Any, watched: Watched, tmp_path: Path) -> None:
    unknown = copy.deepcopy(answer)
    for one in unknown["people"]:
        one |= {"stance": None, "recorded": None, "history": []}
    page = watched.open(power_page(unknown), tmp_path)
    ends = page.locator(".ends span")
    assert [one for one in ends.all_inner_texts() if one] == ["not known"]
    page.get_by_label("Stance of Håkon Myhre toward us").focus()
    page.keyboard.press("End")
    assert [one for one in ends.all_inner_texts() if one] == ["not known", "for"]


@pytest.mark.parametrize("width", [800, 1000, 1440])
def test_every_part_of_the_bar_says_who_it_is(answer: Any, watched: Watched, tmp_path: Path, width: int) -> None:
    longer = copy.deepcopy(answer)
    next(one for one in longer["people"] if one["name"].startswith("Mette"))["name"] = "Mettemarieantoinettes Lund"
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(power_page(longer), tmp_path)
    for part in page.locator("#bar .part[data-id]").all():
        box = part.bounding_box()
        assert box
        said = [one.bounding_box() for one in part.locator(".part-name, .part-initials").all()]
        assert any(one and one["y"] + one["height"] <= box["y"] + box["height"] + 1 for one in said), part.inner_text()
