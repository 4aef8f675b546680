"""Who of ours should go to a meeting: somebody of about the same rank, and of the same discipline."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.vocabulary.names import folded
from graph.vocabulary.ranks import rank

_SAY_NOTHING = frozenset(
    [
        *("chief", "officer", "director", "manager", "head", "partner", "senior", "lead", "leader", "vice"),
        *("president", "principal", "consultant", "team"),
    ]
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of us who could go."""

    id: str
    name: str
    title: str
    unit: str

    @property
    def rank(self) -> float:
        """From 0 (unknown or junior) to 3 (partner, chief), in steps of a half."""
        return rank(self.title)

    @property
    def disciplines(self) -> frozenset[str]:
        return disciplines(self.title, self.unit)


def disciplines(*texts: str) -> frozenset[str]:
    """Return the words of titles and units that name a field of work.

    >>> sorted(disciplines("Head of grid finance", "Grid"))
    ['finance', 'grid']
    """
    words = {word for text in texts for word in re.findall(r"\w+", folded(text))}
    return frozenset(word for word in words if len(word) > 3 and word not in _SAY_NOTHING)


def _as_senior(one: Colleague, target_title: str) -> str:
    return ", ".join(part for part in (one.title, f"about as senior as their {target_title}") if part)


class Bench:
    """Everybody of ours by discipline and rank, looked up once."""

    def __init__(self, colleagues: Iterable[Colleague]) -> None:
        self._all = sorted(colleagues, key=lambda one: (-one.rank, one.name, one.id))
        self._by_id = {one.id: one for one in self._all}
        self._by_word: dict[str, list[Colleague]] = {}
        for one in self._all:
            for word in one.disciplines:
                self._by_word.setdefault(word, []).append(one)

    def who_goes(self, first: str, target_title: str, target_unit: str) -> tuple[Colleague, str] | None:
        """Return who should go to the meeting, and why; None when we know too little to say.

        The one who is asked goes when of about the target's rank; else a colleague of that rank and field goes along.
        """
        asked = self._by_id.get(first)
        level = rank(target_title)
        if not level:
            return None
        needed = max(level - 1, 0)
        if asked is not None and asked.rank >= needed:
            return asked, _as_senior(asked, target_title)
        return self._of_the_field(disciplines(target_title, target_unit), needed)

    def who_calls(self, first: str, target_title: str, units: Iterable[str]) -> tuple[Colleague, str] | None:
        """Return who should call somebody whom none of us has met, and why; None when we know too little to say.

        ``units`` are those of the target, there and with us. First whoever is of the same field and about the rank,
        then ``first`` or anybody of that rank.
        """
        level = rank(target_title)
        needed = max(level - 1, 0)
        field = self._of_the_field(disciplines(target_title, *units), needed)
        if field is not None:
            one, why = field
            return one, ", ".join(part for part in (one.title, why) if part)
        same = self._senior(self._all, needed) if level else []
        if not same:
            return None
        asked = self._by_id.get(first)
        one = asked if asked is not None and asked in same else same[0]
        return one, _as_senior(one, target_title)

    def _of_the_field(self, wanted: frozenset[str], needed: float) -> tuple[Colleague, str] | None:
        same = self._senior([one for word in sorted(wanted) for one in self._by_word.get(word, ())], needed)
        return (same[0], f"of the same field: {', '.join(sorted(wanted & same[0].disciplines))}") if same else None

    @staticmethod
    def _senior(people: Sequence[Colleague], needed: float) -> list[Colleague]:
        fit = [one for one in people if one.rank >= needed]
        return sorted(fit, key=lambda one: (one.rank - needed, one.name, one.id))
