"""One self-contained page with the ways to a person; the one home of PyVis and of what it needs around it.

PyVis is the data model: nodes with positions, edges, physics off. Its own HTML is not used, because it runs
script from names and headings and asks a server for what it draws with. See docs/pictures.md.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup
from pyvis.network import Network

from graph.vocabulary.amounts import counted, number
from viz.layout import Picture, PlacedCard, introduction_layout
from viz.palette import COLOURS, css_properties, stance_colour, strength
from viz.scene import ASKED_FOR, IntroductionScene, introduction_scene
from viz.vector import TEMPLATES, arrow_length, introductions_svg, legend_widths, markup_svg
from viz.wording import capital, initials, side, signed, stance_word

STATIC = Path(__file__).parent / "static"
VIS_NETWORK = "vis-network-10.1.5.min.js"
FONTS = (
    (
        "inter-latin.woff2",
        (
            "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,"
            "U+2122,U+2191-2193,U+2212,U+2215,U+FEFF,U+FFFD"
        ),
    ),
    (
        "inter-latin-ext.woff2",
        (
            "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,"
            "U+0300-0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
        ),
    ),
)


def introductions_page(answer: Mapping[str, object]) -> str:
    """Return the page for an answer of ``inroads introductions --json``; it opens offline and asks for nothing."""
    scene = introduction_scene(answer)
    picture = introduction_layout(scene.target, scene.drawn)
    data = in_script(_picture_data(picture))
    nonce = hashlib.sha256(f"{data}\n{_script()}".encode()).hexdigest()[:32]
    return TEMPLATES.get_template("introductions.html.jinja").render(
        scene=scene,
        title=f"Ways to {scene.target.name}",
        picture_heading=_picture_heading(scene),
        direct=[way for way in scene.ways if len(way.people) == 1][:3],
        firsts=[way.people[0] for way in scene.drawn],
        svg=markup_svg(picture, f"Ways to {scene.target.name}") if scene.drawn else "",
        data=data,
        nonce=nonce,
        style=style("introductions.css"),
        vis_network=inline_script(VIS_NETWORK),
        script=_script(),
        capital=capital,
        counted=counted,
        initials=initials,
        legend=legend_widths(),
        side=side,
        signed=signed,
        stance_colour=stance_colour,
        stance_word=stance_word,
        strength=strength,
    )


@dataclass(frozen=True, slots=True)
class PictureParts:
    """What a page of the server needs to show the ways: words, data for the script, and the vector picture."""

    scene: IntroductionScene
    heading: str
    data: Markup
    svg: Markup


def picture_parts(answer: Mapping[str, object]) -> PictureParts:
    """Return the parts of the picture of an answer of introductions."""
    scene = introduction_scene(answer)
    picture = introduction_layout(scene.target, scene.drawn)
    title = f"Ways to {scene.target.name}"
    svg = markup_svg(picture, title) if scene.drawn else Markup("")
    return PictureParts(scene, _picture_heading(scene), in_script(_picture_data(picture)), svg)


def picture_file(answer: Mapping[str, object]) -> str:
    """Return the picture alone, as an SVG file for documents."""
    scene = introduction_scene(answer)
    return introductions_svg(introduction_layout(scene.target, scene.drawn), f"Ways to {scene.target.name}")


def picture_network(picture: Picture) -> Network:
    """Return the picture as a PyVis network: every position given, nothing left to physics or chance."""
    network = still_network()
    for placed in picture.cards:
        box = placed.box
        network.add_node(
            placed.key, label=" ".join(placed.name), shape="custom", physics=False, x=box.x + box.width / 2,
            y=box.middle,
            drawing=_drawing(placed),
        )  # fmt: skip
    for line in picture.lines:
        network.add_edge(
            line.source, line.to, width=line.width, hidden=True, physics=False, way=line.way, strength=line.strength,
            route=[*line.start, line.bend, *line.end], arrow=arrow_length(line.width),
        )  # fmt: skip
    return network


def still_network() -> Network:
    """Return an empty PyVis network in which nothing moves by itself."""
    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(status=False)
    return network


def _drawing(placed: PlacedCard) -> dict[str, object]:
    """Return what the script needs to draw a card; never ``title``, which vis-network would show as HTML."""
    card = placed.card
    return {
        "kind": card.kind, "text": [list(line) for line in placed.text],
        "way": -1 if placed.way is None else placed.way,
        "wide": placed.box.width, "high": placed.box.height,
        "mark": {
            "side": side(card.stance) if card.stance_told else "person", "colour": stance_colour(card.stance),
            "text": signed(card.stance) if card.stance_told else initials(card.name),
        },
    }  # fmt: skip


def _picture_data(picture: Picture) -> dict[str, object]:
    network = picture_network(picture)
    labels = [
        {"way": label.way, "box": [label.box.x, label.box.y, label.box.width, label.box.height],
         "lines": list(label.lines), "detail": label.detail}
        for label in picture.labels
    ]  # fmt: skip
    return {
        "width": picture.width, "height": picture.height, "nodes": network.nodes, "edges": network.edges,
        "labels": labels, "colours": list(COLOURS),
    }  # fmt: skip


def _picture_heading(scene: IntroductionScene) -> str:
    if len(scene.drawn) >= ASKED_FOR:  # there may be more, which are not so good
        return f"The {number(len(scene.drawn))} best ways to {scene.target.name}"
    return f"{capital(counted(len(scene.drawn), 'way', 'ways'))} to {scene.target.name}"


def in_script(data: object) -> Markup:
    """Return JSON that can stand inside a script element, whatever names it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 -- escaped above, or a file of ours


@cache
def _script() -> Markup:
    return inline_script("picture.js") + inline_script("introductions.js")


@cache
def inline_script(name: str) -> Markup:
    """Return a script of ours or vis-network without any address in it; the licence text stays."""
    text = (STATIC / name).read_text(encoding="utf-8")
    for scheme in ("http", "https"):
        text = text.replace(f'"{scheme}://', f'"{scheme}:"+"//').replace(f"{scheme}://", "")
    text = text.partition("\n//# sourceMappingURL=")[0]
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} cannot stand inside a script element")
    return Markup(text)  # noqa: S704 -- escaped above, or a file of ours


@cache
def style(sheet: str) -> Markup:
    """Return a style sheet of ours with the fonts and the colours by meaning in it."""
    faces = "".join(
        '@font-face{font-family:"Inter";font-style:normal;font-weight:100 900;font-display:block;'
        f"src:url(data:font/woff2;base64,{base64.b64encode((STATIC / 'fonts' / name).read_bytes()).decode()})"
        f' format("woff2");unicode-range:{covered}}}\n'
        for name, covered in FONTS
    )
    light, dark = css_properties("light"), css_properties("dark")
    themes = (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
    tones = "".join(f".fill-{name}{{fill:var(--{name})}}.stroke-{name}{{stroke:var(--{name})}}" for name in COLOURS)
    return Markup(faces + themes + tones + (STATIC / sheet).read_text(encoding="utf-8"))  # noqa: S704 -- escaped above, or a file of ours
