"""One self-contained page for a decision: who decides and who sways them as a list, the map beside it, what to do."""

import hashlib
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from viz.letters import ellipsized
from viz.page import STATIC, VIS_NETWORK, in_script, inline_script, still_network, style
from viz.palette import COLOURS, stance_colour
from viz.power_layout import PowerPicture, power_layout
from viz.power_scene import AMOUNTS, PowerScene, Somebody, power_scene
from viz.vector import TEMPLATES
from viz.wording import STANCES, capital, initials, side, signed, stance_word


def power_page(answer: Mapping[str, object]) -> str:
    """Return the page for an answer of ``inroads map --json``; it opens offline and asks for nothing."""
    scene = power_scene(answer)
    few = power_layout(scene, everybody=False)
    everybody = power_layout(scene, everybody=True)
    first = [one for one in scene.people if one.first]
    data = in_script(_data(scene, (few, everybody)))
    nonce = hashlib.sha256(f"{data}\n{_script()}".encode()).hexdigest()[:32]
    return TEMPLATES.get_template("power.html.jinja").render(
        scene=scene, data=data, nonce=nonce, style=_style(), vis_network=inline_script(VIS_NETWORK), script=_script(),
        deciding=[one for one in first if one.decides], swaying=[one for one in first if not one.decides],
        rest=[one for one in scene.people if not one.first], bar=_bar(scene),
        svg_few=Markup(_svg(scene, few, standalone=False)),  # noqa: S704 - its template escapes every value
        capital=capital, initials=initials, side=side, signed=signed, stance_colour=stance_colour,
        stance_word=stance_word,
    )  # fmt: skip


def power_svg(answer: Mapping[str, object], *, everybody: bool = False) -> str:
    """Return the map alone, as an SVG file for documents."""
    scene = power_scene(answer)
    return _svg(scene, power_layout(scene, everybody=everybody), standalone=True)


def _svg(scene: PowerScene, picture: PowerPicture, *, standalone: bool) -> str:
    return TEMPLATES.get_template("power.svg.jinja").render(
        scene=scene, picture=picture, standalone=standalone, compact=picture.name == "all",
        colour={name: colour.light for name, colour in COLOURS.items()}, side=side, signed=signed,
        stance_colour=stance_colour, lines=_cut(picture), text_width=scene.text_width,
    )  # fmt: skip


def _cut(picture: PowerPicture) -> dict[str, tuple[str, str, str]]:
    """Return the three lines of each card, cut to its width."""
    found = {}
    for card in picture.cards:
        room = card.box.width - text_at(card.radius) - 7
        if card.person is None:
            found[card.key] = (ellipsized(card.seat, room, 13.0), "nobody known", "empty seat")
        else:
            who = card.person
            found[card.key] = (
                ellipsized(who.name, room, 13.0), ellipsized(who.title, room, 11.6), ellipsized(who.role, room, 12.0),
            )  # fmt: skip
    return found


def text_at(radius: float) -> float:
    """Return where the text of a card begins, after a mark of that radius."""
    return 10 + 2 * radius + 7


def _data(scene: PowerScene, pictures: tuple[PowerPicture, ...]) -> dict[str, object]:
    return {
        "colours": list(COLOURS), "amounts": [list(one) for one in AMOUNTS], "words": STANCES,
        "numbers": dict(scene.numbers), "rivals": list(scene.rivals), "asOf": scene.as_of,
        "people": {one.id: _person(one) for one in scene.people},
        "pictures": {picture.name: _drawn(picture) for picture in pictures},
    }  # fmt: skip


def _person(one: Somebody) -> dict[str, object]:
    return {
        "name": one.name, "lever": one.lever, "share": one.share, "decides": one.decides, "stance": one.stance,
        "toward": list(one.toward), "days": [list(item) for item in one.days], "met": one.met,
    }  # fmt: skip


def _drawn(picture: PowerPicture) -> dict[str, object]:
    """Return a view as a PyVis network, positions given and physics off, with what its script draws round it."""
    network, words = still_network(), _cut(picture)
    for card in picture.cards:
        box = card.box
        network.add_node(
            card.key, label=words[card.key][0], shape="custom", physics=False, x=box.x + box.width / 2, y=box.middle,
            drawing={"lines": words[card.key], "wide": box.width, "high": box.height, "radius": card.radius,
                     "empty": card.person is None, "text": text_at(card.radius)},
        )  # fmt: skip
    for stroke in picture.strokes:
        network.add_edge(
            stroke.start, stroke.end, hidden=True, physics=False, kind=stroke.kind, path=stroke.path,
            arrow=[list(point) for point in stroke.arrow], width=stroke.width, words=stroke.label,
            at=list(stroke.label_at), strong=stroke.strong, negative=stroke.negative,
        )  # fmt: skip
    return {
        "width": picture.width, "height": picture.height, "nodes": network.nodes, "edges": network.edges,
        "compact": picture.name == "all",
        "hulls": [
            {"box": [h.box.x, h.box.y, h.box.width, h.box.height], "colour": h.colour, "words": h.label,
             "members": list(h.members)} for h in picture.hulls
        ],
        "doors": [
            {"box": [d.box.x, d.box.y, d.box.width, d.box.height], "words": d.text, "keeper": d.keeper,
             "behind": d.behind} for d in picture.doors
        ],
    }  # fmt: skip


def _bar(scene: PowerScene) -> list[dict[str, object]]:
    """Return the parts of the bar, from against to for, the unknown in the middle and others on both sides of them.

    Widths are in tenths of a percent of the bar; with no deciders, the people of the first view.
    """
    told = [one for one in scene.people if one.decides] or [one for one in scene.people if one.first]
    others = max(0.0, 1.0 - sum(one.share for one in told))
    order = sorted(told, key=lambda one: (one.stance is None, one.stance or 0, -one.share))
    against = [one for one in order if one.stance is not None and one.stance < 0]
    middle = [one for one in order if one.stance is None or one.stance == 0]
    behind = [one for one in order if one.stance is not None and one.stance > 0]
    rest: dict[str, object] = {"other": True, "wide": round(others * 500)}
    parts: list[list[dict[str, object]]] = [
        [{"one": one, "other": False, "wide": round(one.share * 1000)} for one in group]
        for group in (against, middle, behind)
    ]
    halves: list[dict[str, object]] = [rest] if others > 0.02 else []
    return [*parts[0], *halves, *parts[1], *halves, *parts[2]]


@cache
def _script() -> Markup:
    return inline_script("power.js")


@cache
def _style() -> Markup:
    return Markup("").join((style("introductions.css"), _sheet()))


@cache
def _sheet() -> Markup:
    return Markup((STATIC / "power.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours
