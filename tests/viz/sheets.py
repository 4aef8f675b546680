"""On which sheet of paper does each part of a page stand? Each is given a colour of its own, and found by it."""

import re
import zlib
from dataclasses import dataclass

from playwright.sync_api import Page

_MARK = 77  # the third part of the colour; the first two number what it marks
_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)
_FILL = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b")
# Colours what is shown and fits a selector, and returns its words in order.
_COLOUR = """([selector, mark, first]) => {
  const shown = (one) => one.checkVisibility() && !one.closest(".unseen");
  return Array.from(document.querySelectorAll(selector)).filter(shown).map((one, at) => {
    const number = first + at;
    one.style.setProperty("background", `rgb(${number >> 8},${number & 255},${mark})`, "important");
    one.style.setProperty("print-color-adjust", "exact");
    return [one.textContent.trim().slice(0, 60), one.matches("h2, .part th")];
  });
}"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that has a colour: its words, and whether it is a heading."""

    words: str
    heads: bool


def coloured(page: Page, selector: str, first: int = 0) -> list[Part]:
    """Colour the parts of a page that are shown and fit a selector, numbered from ``first`` on, and return them."""
    return [Part(*told) for told in page.evaluate(_COLOUR, [selector, _MARK, first])]


def sheets(printed: bytes) -> list[set[int]]:
    """Return the numbers of the coloured parts that stand on each sheet of a PDF, as Chromium writes it."""
    objects = {int(number): body for number, body in _OBJECT.findall(printed)}
    pages = [body for _, body in sorted(objects.items()) if re.search(rb"/Type\s*/Page\b", body)]
    return [
        _numbers(objects[int(content[1])]) for body in pages if (content := re.search(rb"/Contents (\d+) 0 R", body))
    ]


def _numbers(content: bytes) -> set[int]:
    start = content.index(b"stream") + len(b"stream")
    drawn = zlib.decompress(content[start : content.rindex(b"endstream")].lstrip(b"\r\n"))
    parts = [[round(float(part) * 255) for part in found] for found in _FILL.findall(drawn)]
    return {(high << 8) + low for high, low, mark in parts if mark == _MARK}
