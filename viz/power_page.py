"""One self-contained page for a decision: who decides and who sways them as a list, the map beside it, what to do."""

import hashlib
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from viz.assets import power_sheet
from viz.page import VIS_NETWORK, inline_script, style
from viz.power_parts import power_parts
from viz.vector import TEMPLATES


def power_page(answer: Mapping[str, object]) -> str:
    """Return the page for an answer of ``inroads map --json``; it opens offline and asks for nothing."""
    filled = power_parts(answer).context()
    nonce = hashlib.sha256(f"{filled['data']}\n{_script()}".encode()).hexdigest()[:32]
    return TEMPLATES.get_template("power.html.jinja").render(
        **filled, nonce=nonce, style=_style(), vis_network=inline_script(VIS_NETWORK), script=_script()
    )


def power_svg(answer: Mapping[str, object], *, everybody: bool = False) -> str:
    """Return the map alone, as an SVG file for documents."""
    return power_parts(answer, few=not everybody, everybody=everybody).svg(standalone=True)


@cache
def _script() -> Markup:
    names = (
        "picture.js",
        "power-map.js",
        "power-card.js",
        "power-places.js",
        "power-try.js",
        "power-words.js",
        "power-bar.js",
        "power.js",
    )
    return Markup("\n").join(inline_script(name) for name in names)


@cache
def _style() -> Markup:
    return style("introductions.css") + Markup(power_sheet())  # noqa: S704 - files of ours
