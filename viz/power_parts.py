"""The parts of the page of a decision, the same for the offline file and for the page of the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import AMOUNTS, amount
from graph.vocabulary.amounts import counted, number, one_of
from viz.letters import text_width
from viz.page import in_script, still_network
from viz.palette import COLOURS, stance_colour
from viz.power_cards import DEPTHS, Placed
from viz.power_groups import groups_of
from viz.power_layout import PowerPicture, power_layout, units_layout
from viz.power_scene import PowerScene, Somebody, power_scene
from viz.power_sizes import MOST
from viz.power_units import UnitOfPeople, units_of
from viz.power_words import MOVES_ORDER, as_it_stands
from viz.vector import TEMPLATES
from viz.wording import STANCES, capital, initials, side, signed, stance_word

_AS_IF = ["neutral" if stance == 0 else one_of(STANCES[stance]) for stance in range(-3, 4)]  # somebody were ...


@dataclass(frozen=True, slots=True)
class PowerParts:
    """What a template needs: the scene, its pictures by name, the one shown first, and the data for the script."""

    scene: PowerScene
    pictures: Mapping[str, PowerPicture]
    view: str
    units: Sequence[UnitOfPeople]

    def context(self, served: object = None) -> dict[str, object]:
        """Return what the templates are filled with; ``served`` is what only the server's page has."""
        first = [one for one in self.scene.shown if one.first]
        return {
            "scene": self.scene, "data": self.data(served=served is not None), "pictures": self.pictures,
            "view": self.view, "units": self.units, "every": self.view != "few", "served": served,
            "nothing": self.scene.whole and all(one.stance is None for one in self.scene.shown),
            "groups": groups_of(self.scene, first), "drawn": len(first), "parts": bar(self.scene),
            "more": len(first) < len(self.scene.shown), "svg": Markup(self.svg(standalone=False)),  # noqa: S704 - escaped
            "keys": self.pictures[self.view].keys, "others": self._others(first),
            "depth_bars": DEPTHS.index,
            "as_it_stands": as_it_stands, "moves_order": MOVES_ORDER,
            "capital": capital, "counted": counted, "number": number,
            "initials": initials, "side": side, "signed": signed, "stance_colour": stance_colour,
            "stance_word": stance_word,
        }  # fmt: skip

    def _others(self, first: Sequence[Somebody]) -> str:
        """Say whom "others" in the bar means, and what those hold who are not in the first view."""
        named = [one for one in _named(self.scene) if one.first]
        near = len(first) - len(named) if any(one.decides for one in first) and not self.scene.whole else 0
        rest = [one for one in self.scene.shown if not one.first]
        held = amount(max(0.0, 1.0 - sum(one.share for one in first)))
        parts = [f"the {number(near)} who sway them or keep the door"] if near > 1 else []
        parts += ["whoever sways them or keeps the door"] if near == 1 else []
        if rest:
            more = counted(len(rest), "person", "people")
            held = f"who {'holds' if len(rest) == 1 else 'hold'} {held}{' between them' if len(rest) > 1 else ''}"
            parts.append(f"{more} not shown here, {held}")
        return f"Others: {', and '.join(parts)}" if parts else ""

    def svg(self, *, standalone: bool) -> str:
        """Return the picture that is shown first as SVG; its template escapes every value."""
        picture = self.pictures[self.view]
        return TEMPLATES.get_template("power.svg.jinja").render(
            scene=self.scene, picture=picture, standalone=standalone, compact=picture.compact,
            colour={name: colour.light for name, colour in COLOURS.items()}, side=side, signed=signed,
            stance_colour=stance_colour, lines={card.key: card_lines(card) for card in picture.cards},
            text_width=lambda text: text_width(text, 12.0),
        )  # fmt: skip

    def data(self, *, served: bool) -> Markup:
        """Return what the script reads."""
        scene = self.scene
        return in_script({
            "colours": list(COLOURS), "amounts": [list(one) for one in AMOUNTS], "words": STANCES,
            "numbers": dict(scene.numbers), "rivals": list(scene.rivals), "asOf": scene.as_of,
            "today": scene.as_of.rpartition(" ")[0],
            "toward": scene.toward, "vacant": list(scene.vacant), "asIf": _AS_IF, "large": LARGE,
            "alsoSupposed": scene.supposing[sum(one.supposed for one in scene.people) :],
            "over": scene.over, "whole": scene.whole,
            "served": served, "view": self.view,
            "people": {one.id: _person(one) for one in scene.people},
            "pictures": {name: _drawn(picture) for name, picture in self.pictures.items()},
        })  # fmt: skip


def power_parts(answer: Mapping[str, object], *, few: bool = True, everybody: bool = True) -> PowerParts:
    """Draw an answer of ``inroads map --json``: the first view, everybody, or both.

    Above 300 people everybody is a summary by unit, with a picture of each unit to open.
    """
    scene = power_scene(answer)
    pictures: dict[str, PowerPicture] = {}
    if few or all(one.first for one in scene.shown):  # a small company is on the first view whole
        pictures["few"] = power_layout(scene, [one for one in scene.shown if one.first])
    rest = [one for one in scene.shown if not one.first]
    if not everybody or not rest:
        return PowerParts(scene, pictures, "few", ())
    if len(scene.shown) <= MOST:
        pictures["all"] = power_layout(scene, scene.shown, name="all", title="Everybody")
        return PowerParts(scene, pictures, "few" if few else "all", (UnitOfPeople("The others", "", tuple(rest)),))
    units = units_of(scene)
    pictures["all"] = units_layout(scene, units, title=f"{len(units)} units")
    for place, unit in enumerate(units):
        name = f"unit:{place}"
        pictures[name] = power_layout(scene, unit.people[:MOST], name=name, title=unit.name)
    return PowerParts(scene, pictures, "few" if few else "all", units)


def card_lines(card: Placed) -> list[tuple[str, float, float, int, str]]:
    """Return the lines of a card: the words, how far down, their size, weight and colour."""
    return [(words, card.down(at), size, weight, tone) for at, (words, size, weight, tone) in enumerate(card.text)]


def _person(one: Somebody) -> dict[str, object]:
    told = {
        "name": one.name, "lever": one.lever, "share": one.share, "decides": one.decides, "recorded": one.recorded,
        "toward": list(one.toward), "days": [list(item) for item in one.days], "met": one.met,
    }  # fmt: skip
    told |= {} if one.shown else {"hidden": True}
    return {**told, "supposed": one.stance} if one.supposed else told


def _drawn(picture: PowerPicture) -> dict[str, object]:
    """Return a view as a PyVis network, positions given and physics off, with what its script draws round it."""
    network = still_network()
    for card in picture.cards:
        box = card.box
        network.add_node(
            card.key, label=card.text[0][0] if card.text else "", shape="custom", physics=False,
            x=box.x + box.width / 2, y=box.middle,
            drawing={"lines": card_lines(card), "wide": box.width, "high": box.height, "radius": card.radius,
                     "kind": card.kind, "text": card.text_at, "mark": card.mark_at, "depth": card.depth},
        )  # fmt: skip
    for stroke in picture.strokes:
        network.add_edge(
            stroke.start, stroke.end, hidden=True, physics=False, kind=stroke.kind, path=stroke.path,
            arrow=[list(point) for point in stroke.arrow], width=stroke.width, words=stroke.label, wide=stroke.wide,
            at=list(stroke.label_at), strong=stroke.strong, negative=stroke.negative,
        )  # fmt: skip
    return {
        "width": picture.width, "height": picture.height, "nodes": network.nodes, "edges": network.edges,
        "compact": picture.compact, "title": picture.title, "keys": list(picture.keys),
        "captions": [[one.words, one.x, one.y] for one in picture.captions],
        "hulls": [
            {"box": [h.box.x, h.box.y, h.box.width, h.box.height], "colour": h.colour, "words": h.label,
             "at": list(h.words_at), "members": list(h.members)} for h in picture.hulls
        ],
        "doors": [
            {"box": [d.box.x, d.box.y, d.box.width, d.box.height], "words": d.text, "keeper": d.keeper,
             "behind": d.behind, "joint": d.joint} for d in picture.doors
        ],
    }  # fmt: skip


def bar(scene: PowerScene) -> list[dict[str, object]]:
    """Return the parts of the bar, from against to for, the unknown in the middle and others on both sides of them.

    Widths are in percent of the bar. Where nobody stands in the middle the others are one part.
    """
    told = _named(scene)
    others = max(0.0, 1.0 - sum(one.share for one in told))
    order = sorted(told, key=lambda one: (one.stance is None, one.stance or 0, -one.share))
    groups = (
        [one for one in order if one.stance is not None and one.stance < 0],
        [one for one in order if one.stance is None or one.stance == 0],
        [one for one in order if one.stance is not None and one.stance > 0],
    )
    parts = [
        [{"one": one, "other": False, "wide": _percent(one.share), "room": _room(one.short)} for one in group]
        for group in groups
    ]
    if others <= 0.02:
        return [part for group in parts for part in group]
    if not groups[1]:
        return [*parts[0], {"other": True, "wide": _percent(others)}, *parts[2]]
    half: dict[str, object] = {"other": True, "wide": _percent(others / 2)}
    return [*parts[0], half, *parts[1], half, *parts[2]]


def _named(scene: PowerScene) -> list[Somebody]:
    """Return whom the bar names: who decides, whoever else holds a fifth, and who holds most until it is half of all.

    With no deciders, and of a whole company, the people of the first view.
    """
    first = [one for one in scene.shown if one.first]
    deciding = [one for one in scene.shown if one.decides and not scene.whole]
    if not deciding:
        return first
    for one in sorted((one for one in first if not one.decides), key=lambda one: -one.share):
        if one.share >= LARGE or sum(own.share for own in deciding) < 0.5:
            deciding.append(one)
    return deciding


def _room(name: str) -> str:
    """Say how much room a name takes in the bar; where there is less, its initials stand there."""
    wide = text_width(name, 13.0)
    return "short" if wide <= 45 else "middling" if wide <= 70 else "long"


def _percent(share: float) -> int:
    return max(1, round(share * 100))
