"""What stands in the bar of a decision: how much each of those who weigh holds of it, from against to for."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import amount
from viz.letters import text_width
from viz.power_scene import PowerScene, Somebody
from viz.wording import side

_NAMED = 0.1  # of the decision; whoever holds less and does not decide is among the others
_GONE = 0.005  # of the decision; below it nobody is counted among the others
_SLIM = 10  # hundredths; whoever holds less has little room for a name in the bar
_PIXELS = 12.0  # a hundredth of the narrowest wide screen
_MOST_BELOW = 3  # names below one side of the bar
_MOST_NAMED = 2  # of the others, of whom the list says who they are
_MOST_TOLD = 5  # of the others, of whom the bar does


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the bar, ``wide`` hundredths of it; ``one`` is None for the others, all in one piece.

    ``sways`` marks whoever the title does not count: who only sways; ``words`` is what is told to whoever points at it.
    """

    one: Somebody | None
    wide: int
    room: str
    sways: bool
    words: str

    @property
    def side(self) -> str:
        """On which side it stands: against, middle, others or for."""
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

    It names who decides and whoever else of the first view holds at least a tenth; of a whole company, and of a
    decision without deciders, the people of the first view.
    """
    told, others = _named(scene), others_of(scene)
    whole = scene.whole or not any(one.decides for one in scene.shown)
    order = sorted(told, key=lambda one: (one.stance is None, one.stance or 0, -one.share))
    parts = [_part(one, sways=not whole and not one.decides and one.share < LARGE) for one in order]
    held = max(0.0, 1.0 - sum(one.share for one in told))
    if held > 0.02:
        words = f"The others, {amount(held)} of the decision ({_percent(held)} of 100): {_told(others)}"
        parts.append(Part(None, _percent(held), "", sways=False, words=words))
    at = ("against", "middle", "others", "for").index
    return sorted(parts, key=lambda part: at(part.side))


def ends(parts: Sequence[Part]) -> list[End]:
    """Return what stands below the bar, side by side as the parts do; below the others nothing.

    >>> ends([Part(None, 8, "", sways=False, words="")])
    [End(words='', wide=8, many=1, names='')]
    """
    found = []
    for name in dict.fromkeys(part.side for part in parts):
        mine = [part for part in parts if part.side == name]
        known = [part.one is not None and part.one.stance is not None for part in mine]
        middle = "neutral" if all(known) else "neutral, not known" if any(known) else "not known"
        words = {"middle": middle, "others": ""}.get(name, name)
        wide = sum(part.wide for part in mine)
        found.append(End(words, wide, len(mine), _names(mine, words, wide)))
    return found


def _names(mine: Sequence[Part], words: str, wide: int) -> str:
    told = [part.one.short for part in mine if part.one and not part.sways]
    names = ", ".join(told)
    room = text_width(f"{words}: {names}", 12.0) <= wide * _PIXELS
    few = 0 < len(told) <= _MOST_BELOW
    return names if few and room and any(part.wide < _SLIM for part in mine) else ""


def bar_words(scene: PowerScene) -> str:
    """Say below the list what else the bar shows: whose parts are outlined, who the others are and what they hold."""
    parts, others = bar(scene), others_of(scene)
    first, rest = [one.short for one in others if one.first], [one for one in scene.shown if not one.first]
    who = [" and ".join(first) if len(first) < 3 else f"{len(first)} of these"] if first else []
    who += [f"{len(rest)} not in this list"] if rest else []
    told = ["Outlined above: only sways."] if any(part.sways for part in parts) else []
    if any(part.side == "others" for part in parts):
        heavy = [one.short for one in others if not one.first][:_MOST_NAMED]
        most = f", {' and '.join(heavy)} most" if heavy and len(rest) > len(heavy) else ""
        held = max(0.0, 1.0 - sum(one.share for one in _named(scene)))
        told.append(f"Others: {' and '.join(who)}, {amount(held)}{most}.")
    return " ".join(told)


def others_of(scene: PowerScene) -> list[Somebody]:
    """Return who holds something and is not named in the bar, the weightiest first."""
    named = {one.id for one in _named(scene)}
    return [one for one in scene.shown if one.id not in named and one.share >= _GONE]


def _named(scene: PowerScene) -> list[Somebody]:
    first = [one for one in scene.shown if one.first]
    deciding = [one for one in scene.shown if one.decides and not scene.whole]
    return deciding + [one for one in first if not one.decides and one.share >= _NAMED] if deciding else first


def _part(one: Somebody, *, sways: bool) -> Part:
    role = "sways, does not decide" if sways else "decides" if one.decides else ""
    words = ", ".join(word for word in (one.name, one.amount, role) if word)
    return Part(one, _percent(one.share), _room(one.short), sways, f"{words} ({_percent(one.share)} of 100)")


def _told(others: Sequence[Somebody]) -> str:
    said = [f"{one.name} {_percent(one.share)}" for one in others[:_MOST_TOLD]]
    return ", ".join([*said, *(["and whoever holds less"] if len(others) > len(said) or not said else [])])


def _room(name: str) -> str:
    """Say how much room a name takes in the bar; where there is less, its initials stand there."""
    wide = text_width(name, 13.0)
    return "short" if wide <= 45 else "middling" if wide <= 70 else "long"


def _percent(share: float) -> int:
    return max(1, round(share * 100))
