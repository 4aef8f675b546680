"""Which files the pages are made of, under addresses that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache

from viz.page import FONTS, STATIC, VIS_NETWORK
from viz.palette import COLOURS, css_properties

_MEDIA = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "svg": "image/svg+xml"}
_WIDEST = 120  # percent: those of many small parts, each rounded up, may be more than a hundred
_MOST = 60  # parts of one side of the bar
_FILES = (
    "pages.css", "account.css", "power.css", "judging.css", "pages.js", "beside.js", "picture.js", "introductions.js",
    "power-map.js", "power-card.js", "power-places.js", "power-try.js", "power-words.js",
    "power-bar.js", "power.js", VIS_NETWORK,
    *(f"fonts/{name}" for name, _ in FONTS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes under its address."""

    content: bytes
    media: str

    @property
    def digest(self) -> str:
        return hashlib.blake2b(self.content, digest_size=6).hexdigest()


@cache
def assets() -> dict[str, Asset]:
    """Return every file by name."""
    found = {name: Asset((STATIC / name).read_bytes(), _MEDIA[name.rpartition(".")[2]]) for name in _FILES}
    shared = (STATIC / "introductions.css").read_bytes()
    found["pages.css"] = Asset(shared + found["pages.css"].content, "text/css")
    found["power.css"] = Asset(power_sheet().encode(), "text/css")
    found["theme.css"] = Asset(_theme(found).encode(), "text/css")
    return found


def address(name: str) -> str:
    """Return where a file is served; raises KeyError for one that is not there."""
    return f"/static/{assets()[name].digest}/{name}"


def power_sheet() -> str:
    """Return the style of decisions, with a class for each width of a part of the bar, in percent.

    The words below so many parts are as wide as these, 44 pixels each at least, with gaps of 3 between them. A policy
    without inline styles leaves no other way to say a width.
    """
    widths = "".join(f".w{part}{{flex-grow:{part}}}" for part in range(1, _WIDEST + 1))
    below = "".join(
        f".ends>.n{many}{{flex-basis:{3 * many - 3}px;min-width:{47 * many - 3}px}}" for many in range(1, _MOST + 1)
    )
    return (STATIC / "power.css").read_text(encoding="utf-8") + widths + below + "\n"


def _theme(found: dict[str, Asset]) -> str:
    """Return the fonts and the colours by meaning, light, dark and on paper."""
    faces = "".join(
        '@font-face{font-family:"Inter";font-style:normal;font-weight:100 900;font-display:swap;'
        f"src:url(/static/{found[f'fonts/{name}'].digest}/fonts/{name})"
        f' format("woff2");unicode-range:{covered}}}\n'
        for name, covered in FONTS
    )
    light, dark = css_properties("light"), css_properties("dark")
    themes = (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
    tones = "".join(
        f".fill-{name}{{fill:var(--{name})}}.stroke-{name}{{stroke:var(--{name})}}.ink-{name}{{color:var(--{name})}}"
        for name in COLOURS
    )
    return faces + themes + tones
