"""The page in a real browser: silent, asking for nothing, harmless, readable by keyboard, drawn in both themes."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.viz.conftest import Watched
from tests.viz.worlds import four_ways, hostile, nobody
from viz.page import introductions_page

COLOURS_ON_CANVAS = """() => {
  const canvas = document.querySelector("#picture canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) seen.add([data[at], data[at + 1], data[at + 2]].join(","));
  return Array.from(seen);
}"""


def colours(watched: Watched) -> set[str]:
    seen = set(watched.page.evaluate(COLOURS_ON_CANVAS))
    watched.said = [line for line in watched.said if "getImageData" not in line]  # said of this reading
    return seen


def dialogs_and_elements(watched: Watched) -> dict[str, Any]:
    found: dict[str, Any] = watched.page.evaluate("""() => ({
        hacked: "hacked" in window, images: document.querySelectorAll("img, iframe, object, embed").length,
        handlers: Array.from(document.querySelectorAll("*")).filter((one) =>
            Array.from(one.attributes).some((name) => name.name.startsWith("on"))).length,
        scripts: document.scripts.length })""")
    return found


def test_the_page_of_an_answer_is_the_same_every_time() -> None:
    assert introductions_page(four_ways()) == introductions_page(four_ways())


@pytest.mark.parametrize("answer", [four_ways(), hostile(), nobody()], ids=["four ways", "hostile", "nobody"])
def test_the_page_holds_no_address_and_no_style_or_handler_in_an_attribute(answer: dict[str, Any]) -> None:
    html = introductions_page(answer)
    assert re.findall(r".{0,40}https?://.{0,40}", html) == []
    markup = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", markup) == []
    html.encode()


@pytest.mark.parametrize("answer", [four_ways(), hostile(), nobody()], ids=["four ways", "hostile", "nobody"])
def test_the_page_opens_in_silence_and_asks_for_nothing(
    watched: Watched, tmp_path: Path, answer: dict[str, Any]
) -> None:
    watched.open(introductions_page(answer), tmp_path)
    assert watched.trouble() == []


def test_hostile_names_are_only_text(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(hostile()), tmp_path)
    for place in range(page.locator("summary").count()):
        page.locator("summary").nth(place).click()
    for place in range(page.locator(".pick button").count()):
        page.locator(".pick button").nth(place).click()
    assert watched.trouble() == []
    assert dialogs_and_elements(watched) == {"hacked": False, "images": 0, "handlers": 0, "scripts": 3}
    assert "<script>window.hacked=1</script>" in page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_policy_would_stop_a_script_that_got_in(watched: Watched, tmp_path: Path) -> None:
    html = introductions_page(four_ways()).replace("</main>", "<script>window.hacked=1</script></main>")
    page = watched.open(html, tmp_path)
    assert page.evaluate("'hacked' in window") is False
    assert any("Content Security Policy" in line for line in watched.said)


def test_the_picture_is_drawn_in_the_colours_of_the_theme_and_follows_it(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(four_ways()), tmp_path)
    light = colours(watched)
    assert {"31,79,194", "163,96,0", "74,127,31", "255,255,255"} <= light  # us, sceptic, supporter, cards
    page.screenshot(path=tmp_path / "light.png")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)
    dark = colours(watched)
    assert {"143,179,255", "244,178,74", "163,209,107", "24,32,40"} <= dark
    assert "255,255,255" not in dark
    page.screenshot(path=tmp_path / "dark.png")
    assert watched.trouble() == []


def test_on_a_phone_only_the_picture_scrolls_sideways(watched: Watched, tmp_path: Path) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(introductions_page(four_ways()), tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("(one => one.scrollWidth > one.clientWidth)(document.querySelector('.scroll'))")
    ranked, picture = (page.locator(one).bounding_box() for one in (".list.first", ".picture"))
    assert ranked is not None
    assert picture is not None
    assert ranked["y"] < picture["y"]
    page.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert len(colours(watched)) > 20


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_picture_has_the_whole_width_of_its_card(watched: Watched, tmp_path: Path, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 844})
    page = watched.open(introductions_page(four_ways()), tmp_path)
    assert page.locator(".zooms button").first.is_visible()
    card, room = (
        page.evaluate(f"document.querySelector('{one}').getBoundingClientRect().width")
        for one in (".picture", ".scroll")
    )
    assert room == pytest.approx(card - 2, abs=0.1), "its two edges"


def test_the_tab_key_reaches_why_and_enter_opens_it(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(four_ways()), tmp_path)
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        if reached[-1].startswith("why?"):
            break
    assert reached[-1].startswith("why?"), reached
    assert not page.locator("details").first.locator("ul").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_by_text("Alumni list, row 212, seen 3 Nov").is_visible()


def test_choosing_a_way_dims_the_others_and_escape_shows_all_again(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(four_ways()), tmp_path)
    everything = colours(watched)
    button = page.locator(".pick button").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.locator(".top").hover()
    assert "74,127,31" in everything
    assert "74,127,31" not in colours(watched)  # the supporter of another way
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-pressed") == "false"
    assert "74,127,31" in colours(watched)


def test_choosing_a_card_chooses_its_way(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(four_ways()), tmp_path)
    page.locator("#picture canvas").click(position={"x": 80, "y": 130})
    page.wait_for_timeout(400)
    assert page.locator('.way[data-way="1"] .pick button').first.get_attribute("aria-pressed") == "true"


def test_without_script_and_on_paper_the_vector_picture_stands_there(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(introductions_page(four_ways()), tmp_path)
    assert not page.locator(".scroll > .vector").is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".scroll > .vector").is_visible()
    assert not page.locator("#picture").is_visible()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--surface')") == "#FFFFFF"
    without = watched.page.context.browser
    assert without is not None
    plain = without.new_page(java_script_enabled=False)
    plain.goto(page.url)
    assert plain.locator(".scroll > .vector").is_visible()
    plain.locator("summary").first.click()
    assert plain.get_by_text("Alumni list, row 212, seen 3 Nov").is_visible()
    plain.close()
