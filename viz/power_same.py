"""Who is shown once, because several records of one full name at the company are probably one person?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Once:
    """``instead`` is who is shown for each person that is not, ``held`` the share of all records of who is shown.

    Nobody is merged by it: levers stay each record's own, while a judgement is one of all of them.
    """

    instead: Mapping[str, str]
    managers: Mapping[str, str]
    held: Mapping[str, float]

    @classmethod
    def of(cls, people: Sequence[Any]) -> "Once":
        """Show of the people of one name the first, whom the decision needs most."""
        instead: dict[str, str] = {}
        managers: dict[str, str] = {}
        held: dict[str, float] = {}
        for one in people:
            shown = next(iter(one["probably_same"]), one["id"])
            held[shown] = held.get(shown, 0.0) + (one["share"] or 0.0)
            if one["id"] != shown:
                instead[one["id"]] = shown
            if one["probably_same"] and one.get("manager"):
                managers.setdefault(shown, one["manager"])
        return cls(instead, managers, held)

    def shows(self, identity: str) -> bool:
        """Say whether somebody has a line of their own."""
        return identity not in self.instead

    def shown(self, identity: str) -> str:
        """Return who is shown for somebody: mostly they themselves."""
        return self.instead.get(identity, identity)

    def share(self, identity: str) -> float:
        """Return what part of the decision somebody holds with all records of that name, 0..1; 0 if not shown."""
        return self.held.get(identity, 0.0)

    def any(self, identity: str, among: Iterable[str]) -> bool:
        """Say whether somebody, or one of that name for whom they are shown, is among some people."""
        return any(self.shown(one) == identity for one in among)

    def manager(self, one: Any) -> str:
        """Return under whom somebody is drawn, "" for nobody."""
        boss = self.shown(one["manager"] or self.managers.get(one["id"], ""))
        return "" if boss == one["id"] else boss

    def lines(self, lines: Iterable[Any]) -> Iterator[Any]:
        """Yield the lines between those who are shown."""
        for line in lines:
            start, end = self.shown(line["from"]), self.shown(line["to"]) if line["to"] else None
            if start != end:
                yield {**line, "from": start, "to": end}

    def groups(self, groups: Iterable[Sequence[str]]) -> Iterator[frozenset[str]]:
        """Yield the groups of two and more who are shown."""
        for group in groups:
            found = frozenset(self.shown(one) for one in group)
            if len(found) > 1:
                yield found
