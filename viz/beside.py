"""What differs between two maps, in words and on their cards: where somebody stands, what they weigh, who is new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from markupsafe import Markup

from graph.vocabulary.amounts import counted, number
from viz.power_layout import PowerPicture
from viz.power_outline import outline
from viz.power_pair import Shown, pair_layout
from viz.power_parts import PowerParts
from viz.power_scene import PowerScene, Saying, Somebody, power_scene
from viz.power_sizes import BESIDE
from viz.power_words import name_of
from viz.wording import capital, in_a_row, listed, signed, stance_word

_LEAST = 0.02  # a share that differs by less is the same in words; whoever holds less counts only when drawn
# Pixels of a sheet of paper, what headings, bars and signs take of it, one row of what differs and one line of who is
# in one map alone, and how large a map is drawn on it; see power.css. A row of two decisions has two lines.
_SHEET, _AROUND, _ROW, _LINE, _SMALLER = 755.0, 113.0, 14.0, 18.0, 516 / 661
_MOST_ABOVE = {True: 9, False: 6}  # people told of above the maps of one decision, and of two; three in a row
_NAMED = 6  # people named in a row


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who is in both maps, with what differs in words; ``notes`` are for their cards in the two."""

    id: str
    name: str
    left: int | None
    right: int | None
    words: str
    notes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """Whoever stands differently comes first, then by weight; ``only`` names who is in one map alone, "" for nobody."""

    summary: str
    people: tuple[Difference, ...]
    only: tuple[str, str]
    notes: tuple[Mapping[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two maps beside each other: what their templates are filled with, what differs, what each and both say.

    ``keys`` are the signs of both. ``stacked`` where they are too wide for that, ``high`` where nothing else fits on
    their sheet of paper; ``most`` people are told of above the maps; ``drawn`` who has a card on each;
    ``columns`` the two as one column each, for a phone.
    """

    sides: tuple[dict[str, object], dict[str, object]]
    sayings: tuple[Sequence[Saying], Sequence[Saying]]
    both_say: Sequence[Saying]
    differences: Differences
    same: bool
    stacked: bool
    high: bool
    names: tuple[str, str]
    keys: tuple[str, ...]
    most: int
    drawn: tuple[frozenset[str], frozenset[str]]
    columns: tuple[Markup, Markup]

    def where(self, person: str) -> str:
        """Say of somebody who is told about on which map they are not drawn; "" for whoever is on both."""
        left, right = (person in one for one in self.drawn)
        if left and right:
            return ""
        return "only drawn on the first map" if left else "only drawn on the second map" if right else "on neither map"

    @property
    def ringed(self) -> bool:
        """Whether a card of either map is ringed."""
        return any(not one.isdisjoint(notes) for one, notes in zip(self.drawn, self.differences.notes, strict=True))


def pair_of(left: Mapping[str, Any], right: Mapping[str, Any]) -> Pair:
    """Draw two answers of ``inroads map --json`` at one scale; one decision twice is two days of it."""
    same = left["opportunity"]["id"] == right["opportunity"]["id"]
    scenes = power_scene(left), power_scene(right)
    found = what_differs(*scenes, same=same)
    pictures = pair_layout(*(Shown(one, notes) for one, notes in zip(scenes, found.notes, strict=True)), same=same)
    sides = [
        PowerParts(one, {"few": picture}, "few", ()).context() for one, picture in zip(scenes, pictures, strict=True)
    ]
    said = [one.sayings[:3] for one in scenes]
    both = [one for one in said[0] if one in said[1]]
    own = [[one for one in part if one not in both] for part in said]
    size = pictures[0]
    return Pair(
        (sides[0], sides[1]), (own[0], own[1]), both, found, same, size.width > BESIDE.fits,
        _too_high(size.height, found, same=same),
        (name_of(left["opportunity"]["name"]), name_of(right["opportunity"]["name"])),
        tuple(dict.fromkeys(key for one in pictures for key in one.keys)), _MOST_ABOVE[same],
        (_drawn(pictures[0]), _drawn(pictures[1])),
        (_column(scenes[0], pictures[0], found.notes[0]), _column(scenes[1], pictures[1], found.notes[1])),
    )  # fmt: skip


def _drawn(picture: PowerPicture) -> frozenset[str]:
    return frozenset(card.key for card in picture.cards)


def _too_high(height: float, found: Differences, *, same: bool) -> bool:
    """Say whether maps so high, in pixels, have no room below what differs on one sheet of paper."""
    rows = ceil(min(len(found.people), _MOST_ABOVE[same]) / 3)
    above = rows * _ROW * (1 if same else 2) + _LINE * sum(bool(names) for names in found.only)
    return height * _SMALLER + _AROUND + above > _SHEET


def _column(scene: PowerScene, picture: PowerPicture, notes: Mapping[str, str]) -> Markup:
    """Draw those of a map below each other, for a screen on which it would be cut."""
    drawn = _drawn(picture)
    people = [one for one in scene.shown if one.id in drawn]
    column = outline(scene, people, name="beside", notes=notes)
    svg = PowerParts(scene, {"few": column}, "few", ()).svg(standalone=False)
    return Markup(svg)  # noqa: S704 - its template escapes every value


def what_differs(left: PowerScene, right: PowerScene, *, same: bool) -> Differences:
    """Say whose stance, weight or seats differ; ``same`` for one decision on two days.

    Of two decisions the cards of both are marked only where somebody stands differently: seats and weights are each
    decision's own.
    """
    here, there = ({one.id: one for one in scene.shown} for scene in (left, right))
    pairs = [(here[key], there[key]) for key in here if key in there]
    pairs.sort(key=lambda two: (two[0].stance == two[1].stance, -round(max(one.share for one in two), 9), two[0].name))
    people = tuple(one for pair in pairs if _counts(*pair) for one in _difference(*pair, same=same))
    gone = [one for one in left.shown if one.id not in there and _counts(one)]
    new = [one for one in right.shown if one.id not in here and _counts(one)]
    first, second = ({one.id: one.notes[at] for one in people if one.notes[at]} for at in (0, 1))
    if same:
        first |= {one.id: "gone later" for one in gone}
        second |= {one.id: "new" for one in new}
    return Differences(_summary(people, left, right, same=same), people, (_named(gone), _named(new)), (first, second))


def _counts(*both: Somebody) -> bool:
    return any(one.first or one.share >= _LEAST for one in both)


def _difference(a: Somebody, b: Somebody, *, same: bool) -> Iterator[Difference]:
    words = "; ".join(_turns(a, b)) if same else _both_ways(a, b)
    if not words:
        return
    notes = ("", "")
    if a.stance != b.stance:
        lead = ("then", "was") if same else ("there", "there")
        notes = (f"{lead[0]} {signed(b.stance)}", f"{lead[1]} {signed(a.stance)}")
    elif same and a.seats != b.seats:
        notes = ("seat changes", "other seat")
    elif same:
        more = b.share > a.share
        notes = ("more later", "weighs more") if more else ("less later", "weighs less")
    yield Difference(a.id, b.name, a.stance, b.stance, words, notes)


def _turns(a: Somebody, b: Somebody) -> Iterator[str]:
    """Say of somebody on two days what was so first, and what then."""
    if a.stance != b.stance:
        yield f"{stance_word(a.stance)}, then {stance_word(b.stance)}"
    if _weighs_otherwise(a, b):
        yield f"holds {a.amount}, then {b.amount}"
    if a.seats != b.seats:
        yield f"{in_a_row(a.seats) or 'no seat'}, then {in_a_row(b.seats) or 'no seat'}"


def _both_ways(a: Somebody, b: Somebody) -> str:
    """Say what differs of somebody in two decisions: all of the first, then all of the second; "" for nothing."""
    told: list[tuple[str, str]] = []
    if a.stance != b.stance:
        told.append((stance_word(a.stance), stance_word(b.stance)))
    if a.seats != b.seats:
        told.append((in_a_row(a.seats) or "no seat", in_a_row(b.seats) or "no seat"))
    if _weighs_otherwise(a, b):
        told.append((a.amount, b.amount))
    first, second = (", ".join(two[at] for two in told) for at in (0, 1))
    return f"{first}; in the second {second}" if told else ""


def _weighs_otherwise(a: Somebody, b: Somebody) -> bool:
    return a.amount != b.amount and abs(a.share - b.share) >= _LEAST


def _summary(people: Sequence[Difference], left: PowerScene, right: PowerScene, *, same: bool) -> str:
    """Say in a sentence or two how many stand differently, which way, and how it stands in both."""
    moved = [one for one in people if one.left != one.right]
    others = _seated_otherwise(len(people) - len(moved), after=bool(same and moved))
    if same:
        standing = (f"As it stands: {right.standing}, on both days" if left.standing == right.standing
                    else f"As it stood: {left.standing}; as it stands: {right.standing}")  # fmt: skip
    else:
        standing = f"As it stands: the first {left.standing}; the second {right.standing}"
    if not moved:
        here = {one.id for one in left.shown if _counts(one)}
        apart = not same and not any(one.id in here for one in right.shown if _counts(one))
        return (
            f"{'Nobody of weight is in both' if apart else 'Nobody of weight stands differently'}{others}. {standing}."
        )
    many = capital(counted(len(moved), "person stands", "people stand"))
    ways = listed(list(_ways(moved, right.toward or "us"))) if same else ""
    return f"{many} differently{f': {ways}' if ways else ''}{others}. {standing}."


def _seated_otherwise(many: int, *, after: bool) -> str:
    """Say how many stand alike and are listed for a seat or what they hold; ``after`` a row of other amounts.

    >>> _seated_otherwise(1, after=True), _seated_otherwise(9, after=False), _seated_otherwise(0, after=True)
    ('; one more holds another seat or part', ', and nine hold other seats or parts', '')
    """
    if not many:
        return ""
    holds = "holds another seat or part" if many == 1 else "hold other seats or parts"
    return f"; {number(many)} more {holds}" if after else f", and {number(many)} {holds}"


def _ways(moved: Iterable[Difference], whom: str) -> Iterator[str]:
    known = [(one.left, one.right) for one in moved]
    toward = sum(a is not None and b is not None and b > a for a, b in known)
    away = sum(a is not None and b is not None and b < a for a, b in known)
    new, gone = sum(a is None for a, _ in known), sum(b is None for _, b in known)
    for many, words in (
        (toward, f"moved toward {whom}"), (away, f"moved away from {whom}" if not toward else "away"),
        (new, "was not known before" if new == 1 else "were not known before"),
        (gone, "is not known any more" if gone == 1 else "are not known any more"),
    ):  # fmt: skip
        if many:
            yield f"{number(many)} {words}"


def _named(people: Sequence[Somebody]) -> str:
    """Return the names of some people, the weightiest first, and how many more."""
    names = [one.name for one in people[:_NAMED]]
    more = len(people) - _NAMED
    return in_a_row(names) + (f" and {more} more" if more > 0 else "")
