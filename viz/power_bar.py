"""What stands in the bar of a decision: how much each of those whom its title counts holds of it, from against to for.

Of a whole company, where many hold little each, it is how much each side holds, as the title counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import amount
from graph.vocabulary.amounts import counted, number
from viz.letters import text_width
from viz.power_scene import PowerScene, Somebody
from viz.wording import capital, side

SIDES = {"against": "against", "neutral": "neutral", "unknown": "not known", "for": "for"}
_LEAST_OTHERS = 0.02  # of the decision; holding less together the others are no part of the bar
_GONE = 0.005  # of the decision; below it nobody is counted among the others
_SLIM = 10  # hundredths; whoever holds less has little room for a name in the bar
_PIXELS = 12.0  # a hundredth of the narrowest wide screen
_MOST_BELOW = 3  # names below one side of the bar
_MOST_TOLD = 5  # of the others, of whom the bar says who they are


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the bar, ``wide`` hundredths of it; ``one`` is None for the others, all in one piece.

    ``words`` is what is told to whoever points at it. ``people`` are all of one side of a company, the weightiest
    first, where they are one piece.
    """

    one: Somebody | None
    wide: int
    room: str
    words: str
    people: tuple[Somebody, ...] = ()

    @property
    def stance(self) -> int | None:
        """The stance whose colour it has: of a whole side one in the middle of it."""
        if self.people:
            return {"against": -2, "neutral": 0, "for": 2}.get(side(self.people[0].stance))
        return self.one.stance if self.one else None

    @property
    def label(self) -> str:
        """What a whole side of a company is called."""
        return SIDES[self.side] if self.people else ""

    @property
    def amount(self) -> str:
        """How much of the decision it holds."""
        return amount(sum(one.share for one in self.people)) if self.people else self.one.amount if self.one else ""

    @property
    def side(self) -> str:
        """On which side it stands: against, middle, others or for; of a whole side also neutral or unknown."""
        if self.people:
            return side(self.people[0].stance)
        if self.one is None:
            return "others"
        told = side(self.one.stance)
        return told if told in {"against", "for"} else "middle"


@dataclass(frozen=True, slots=True)
class End:
    """The words below one side of the bar, ``many`` parts that are ``wide`` hundredths together.

    ``names`` are those that have no room in the bar, where they have room here.
    """

    words: str
    wide: int
    many: int
    names: str = ""


def bar(scene: PowerScene) -> list[Part]:
    """Return the parts of the bar, from against over neutral and unknown to for; the others before those who are for.

    It names whom the title counts: who decides, and whoever else holds a fifth; of a decision without deciders the
    people of the first view. A whole company has a part for each side.
    """
    if scene.whole:
        return _sides(scene)
    told, others = _named(scene), others_of(scene)
    order = sorted(told, key=lambda one: (one.stance is None, one.stance or 0, -one.share))
    parts = [_part(one) for one in order]
    held = max(0.0, 1.0 - sum(one.share for one in told))
    if held > _LEAST_OTHERS:
        words = f"The others, {amount(held)} of the decision ({_percent(held)} of 100): {_told(others)}"
        parts.append(Part(None, _percent(held), "", words))
    at = ("against", "middle", "others", "for").index
    return sorted(parts, key=lambda part: at(part.side))


def ends(parts: Sequence[Part]) -> list[End]:
    """Return what stands below the bar, side by side as the parts do; below the others nothing.

    >>> ends([Part(None, 8, "", words="")])
    [End(words='', wide=8, many=1, names='')]
    """
    if any(part.people for part in parts):
        return [End("", part.wide, 1, _weightiest(part)) for part in parts]
    found: list[End] = []
    for name in dict.fromkeys(part.side for part in parts):
        mine = [part for part in parts if part.side == name]
        known = [part.one is not None and part.one.stance is not None for part in mine]
        middle = "neutral" if all(known) else "neutral, not known" if any(known) else "not known"
        words = {"middle": middle, "others": ""}.get(name, name)
        wide = sum(part.wide for part in mine)
        found.append(End(words, wide, len(mine), _names(mine, words, wide)))
    return found


def _weightiest(part: Part) -> str:
    """Name people of a side of a company, as many as have room below it; first those who are in the list."""
    short = [one.short for one in sorted(part.people, key=lambda one: not one.first)]
    for most in range(min(_MOST_BELOW, len(short)), 0, -1):
        more = len(short) - most
        words = ", ".join(short[:most]) + (f" and {number(more)} more" if more else "")
        if text_width(words, 12.0) <= part.wide * _PIXELS:
            return words
    return ""


def _sides(scene: PowerScene) -> list[Part]:
    found = []
    for name in ("against", "neutral", "unknown", "for"):
        people = tuple(one for one in scene.shown if side(one.stance) == name)
        wide = _percent(sum(one.share for one in people))
        words = f"{capital(SIDES[name])}: {_told(people)} ({wide} of 100)"
        if people:
            found.append(Part(None, wide, "", words, people))
    return found


def _names(mine: Sequence[Part], words: str, wide: int) -> str:
    told = [part.one.short for part in mine if part.one]
    names = ", ".join(told)
    room = text_width(f"{words}: {names}", 12.0) <= wide * _PIXELS
    few = 0 < len(told) <= _MOST_BELOW
    return names if few and room and any(part.wide < _SLIM for part in mine) else ""


def bar_words(scene: PowerScene) -> str:
    """Say below the list of a decision how many the others of its bar are, and what they hold."""
    if scene.whole:
        return ""
    named = _named(scene)
    held = max(0.0, 1.0 - sum(one.share for one in named))
    if held <= _LEAST_OTHERS:
        return ""
    return f"Others: {counted(len(scene.shown) - len(named), 'person', 'people')}, {amount(held)}."


def others_of(scene: PowerScene) -> list[Somebody]:
    """Return who holds something and is not named in the bar, the weightiest first."""
    named = {one.id for one in _named(scene)}
    return [one for one in scene.shown if one.id not in named and one.share >= _GONE]


def _named(scene: PowerScene) -> list[Somebody]:
    if not any(one.decides for one in scene.shown):
        return [one for one in scene.shown if one.first]
    return [one for one in scene.shown if one.decides or one.share >= LARGE]


def _part(one: Somebody) -> Part:
    words = f"{one.name}, {one.amount}{', decides' if one.decides else ''}"
    return Part(one, _percent(one.share), _room(one.short), f"{words} ({_percent(one.share)} of 100)")


def _told(others: Sequence[Somebody]) -> str:
    said = [f"{one.name} {_percent(one.share)}" for one in others[:_MOST_TOLD]]
    return ", ".join([*said, *(["and whoever holds less"] if len(others) > len(said) or not said else [])])


def _room(name: str) -> str:
    """Say how much room a name takes in the bar; where there is less, its initials stand there."""
    wide = text_width(name, 13.0)
    return "short" if wide <= 45 else "middling" if wide <= 70 else "long"


def _percent(share: float) -> int:
    return max(1, round(share * 100))
