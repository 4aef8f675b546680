"""The parts of the page of a decision, the same for the offline file and for the page of the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import AMOUNTS
from graph.vocabulary.amounts import counted, number, one_of
from viz.letters import text_width
from viz.page import in_script, still_network
from viz.palette import COLOURS, stance_colour
from viz.power_bar import SIDES, bar, bar_words, ends
from viz.power_cards import DEPTHS, Placed
from viz.power_groups import groups_of
from viz.power_layout import PowerPicture, power_layout, units_layout
from viz.power_outline import MOST_IN_OUTLINE, outline
from viz.power_scene import PowerScene, Somebody, power_scene
from viz.power_sizes import MOST
from viz.power_ties import Tie, ties_of
from viz.power_units import UnitOfPeople, units_of
from viz.power_words import MOVES_ORDER, as_it_stands, name_of, we_differ
from viz.vector import TEMPLATES
from viz.wording import STANCES, capital, initials, side, signed, stance_word

_AS_IF = ["neutral" if stance == 0 else one_of(STANCES[stance]) for stance in range(-3, 4)]  # somebody were ...


@dataclass(frozen=True, slots=True)
class PowerParts:
    """What a template needs: the scene, its pictures by name, the one shown first, and the data for the script.

    ``ties`` are each person's lines in words, for the list.
    """

    scene: PowerScene
    pictures: Mapping[str, PowerPicture]
    view: str
    units: Sequence[UnitOfPeople]
    ties: Mapping[str, Sequence[Tie]] = field(default_factory=dict)

    def context(self, served: object = None) -> dict[str, object]:
        """Return what the templates are filled with; ``served`` is what only the server's page has."""
        first = [one for one in self.scene.shown if one.first]
        return {
            "scene": self.scene, "data": self.data(served=served is not None), "pictures": self.pictures,
            "view": self.view, "units": self.units, "every": self.view != "few", "served": served,
            "nothing": self.scene.whole and all(one.stance is None for one in self.scene.shown),
            "groups": groups_of(self.scene, first), "drawn": len(first), "parts": bar(self.scene), "ends": ends,
            "more": len(first) < len(self.scene.shown), "svg": Markup(self.svg(standalone=False)),  # noqa: S704 - escaped
            "ties": self.ties, "keys": self.pictures[self.view].keys, "bar_words": bar_words(self.scene),
            "depth_dots": DEPTHS.index, "seats_drawn": self._draws_seats(self.pictures[self.view]),
            "as_it_stands": as_it_stands, "moves_order": MOVES_ORDER,
            "capital": capital, "counted": counted, "number": number,
            "initials": initials, "side": side, "signed": signed, "stance_colour": stance_colour,
            "stance_word": stance_word, "we_differ": we_differ,
        }  # fmt: skip

    def _draws_seats(self, picture: PowerPicture) -> bool:
        """Say whether every empty seat is on a map; then the list need not name them for the eye."""
        return sum(card.kind == "seat" for card in picture.cards) >= len(self.scene.empty_seats)

    def svg(self, *, standalone: bool) -> str:
        """Return the picture that is shown first as SVG; its template escapes every value."""
        picture = self.pictures[self.view]
        return TEMPLATES.get_template("power.svg.jinja").render(
            scene=self.scene, picture=picture, standalone=standalone,
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
            "sides": SIDES, "alsoSupposed": scene.supposing[sum(one.supposed for one in scene.people) :],
            "over": scene.over, "whole": scene.whole,
            "served": served, "view": self.view,
            "people": {one.id: _person(one) for one in scene.people},
            "pictures": {name: _drawn(picture) for name, picture in self.pictures.items()},
        })  # fmt: skip


def power_parts(answer: Mapping[str, object], *, few: bool = True, everybody: bool = True) -> PowerParts:
    """Draw an answer of ``inroads map --json``: the first view, everybody, or both.

    Above 300 people everybody is a summary by unit, with a picture of each unit to open.
    """
    parts = _parts(power_scene(answer), few=few, everybody=everybody)
    return replace(parts, ties=ties_of(answer, name_of))


def _parts(scene: PowerScene, *, few: bool, everybody: bool) -> PowerParts:
    pictures: dict[str, PowerPicture] = {}
    if few or all(one.first for one in scene.shown):  # a small company is on the first view whole
        first = [one for one in scene.shown if one.first]
        pictures |= {"few": power_layout(scene, first), "outline:few": outline(scene, first)}
    rest = [one for one in scene.shown if not one.first]
    if not everybody or not rest:
        return PowerParts(scene, pictures, "few", ())
    if len(scene.shown) <= MOST:
        pictures["all"] = power_layout(scene, scene.shown, name="all", title="Everybody")
        if len(scene.shown) <= MOST_IN_OUTLINE:
            pictures["outline:all"] = outline(scene, scene.shown, name="all", title="Everybody")
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
        "name": one.name, "short": one.short, "lever": one.lever, "share": one.share, "decides": one.decides,
        "recorded": one.recorded, "old": one.stale, "toward": list(one.toward), "towardOld": list(one.toward_stale),
        "days": [list(item) for item in one.days], "met": one.met,
    }  # fmt: skip
    told |= {"first": True} if one.first else {}
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
            at=list(stroke.label_at), rests=picture.rests(stroke), negative=stroke.negative,
        )  # fmt: skip
    return {
        "width": picture.width, "height": picture.height, "nodes": network.nodes, "edges": network.edges,
        "compact": picture.compact, "title": picture.title, "keys": list(picture.keys),
        "captions": [[one.words, one.x, one.y] for one in picture.captions],
        "hulls": [
            {"path": h.path, "colour": h.colour, "words": h.label,
             "at": list(h.words_at), "members": list(h.members)} for h in picture.hulls
        ],
        "doors": [
            {"box": [d.box.x, d.box.y, d.box.width, d.box.height], "words": d.text, "keeper": d.keeper,
             "behind": d.behind, "joint": d.joint} for d in picture.doors
        ],
    }  # fmt: skip
