"""What do the lines of the map say of each person: whom they report to and sway, allies, those at odds, doors, camp?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from viz.power_same import Once
from viz.wording import strength_word

SAID = {
    "reports_to": "Reports to", "sways": "Sways", "swayed_by": "Swayed by", "allied_with": "Allied with",
    "at_odds_with": "At odds with", "keeps_door_of": "Keeps the door of", "door_kept_by": "Door kept by",
    "camp_around": "Camp around",
}  # fmt: skip
_BOTH_WAYS = {
    "influence": ("sways", "swayed_by"), "agreement": ("allied_with", "allied_with"),
    "conflict": ("at_odds_with", "at_odds_with"), "guards": ("keeps_door_of", "door_kept_by"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """All lines of one kind of somebody: ``kind`` is a key of SAID, ``names`` each with how strong, "" if not told."""

    kind: str
    names: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Return what is said before the names."""
        return SAID[self.kind]


def ties_of(answer: Mapping[str, object], named: Callable[[str], str] = str) -> dict[str, tuple[Tie, ...]]:
    """Return the lines of each person who is shown in an answer of ``inroads map --json``, in the order of SAID.

    Of each kind the strongest come first; ``named`` makes a name safe to show. A camp is named after its weightiest.
    """
    told: Any = answer
    once = Once.of(told["people"])
    shown = [one for one in told["people"] if once.shows(one["id"])]
    names = {one["id"]: named(one["name"]) for one in shown}
    found: dict[str, dict[str, dict[str, str]]] = {one: {kind: {} for kind in SAID} for one in names}
    for one in shown:
        if (boss := once.manager(one)) in names:
            found[one["id"]]["reports_to"][names[boss]] = ""
    for start, kind, whom, how in _lines(once.lines(told["lines"]), names, named):
        if start in found:
            found[start][kind].setdefault(whom, how)
    weightiest = sorted(names, key=lambda one: -round(once.share(one), 9))
    for group in once.groups(told["camps"]["groups"]):
        around = next((names[one] for one in weightiest if one in group), "")
        for member in group & names.keys() if around else ():
            found[member]["camp_around"][around] = ""
    return {
        one: tuple(Tie(kind, tuple(whom.items())) for kind, whom in kinds.items() if whom)
        for one, kinds in found.items()
    }


def how_strong(strength: float | None, *, sways: bool) -> str:
    """Say how much somebody sways another, -3..3; of lines of other kinds nothing.

    >>> how_strong(3, sways=True), how_strong(-1, sways=True), how_strong(2, sways=False)
    ('decisive', 'slight, does the opposite', '')
    """
    if not sways or not strength:
        return ""
    word = strength_word(strength)
    return f"{word}, does the opposite" if strength < 0 else word


def _lines(
    lines: Iterable[Any], names: Mapping[str, str], named: Callable[[str], str]
) -> Iterable[tuple[str, str, str, str]]:
    """Yield of each line, the strongest first, who has it, of which kind, to whom, and how strong; from both ends."""
    for line in sorted(lines, key=lambda one: -abs(one["strength"] or 0)):
        if line["kind"] not in _BOTH_WAYS:
            continue
        out, back = _BOTH_WAYS[line["kind"]]
        how = how_strong(line["strength"], sways=line["kind"] == "influence")
        start, end = line["from"], line["to"]
        if end is None:
            yield start, out, f"the unit {named(line['unit'])}", how
        elif start in names and end in names:
            yield start, out, names[end], how
            yield end, back, names[start], how
