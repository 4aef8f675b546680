"""Who is shown once, because several records of one full name at the company are probably one person?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Once:
    """``instead`` is who is shown for each person that is not; nobody is merged, shares stay each record's own."""

    instead: Mapping[str, str]
    managers: Mapping[str, str]

    @classmethod
    def of(cls, people: Sequence[Any]) -> "Once":
        """Show of the people of one name whom the decision needs most: with a seat, a stance, a manager, a share."""
        told = {one["id"]: one for one in people}
        place = {one["id"]: number for number, one in enumerate(people)}

        def order(identity: str) -> tuple[bool, bool, bool, int]:
            one = told[identity]
            return not one["seats"], one["stance"] is None, not one["manager"], place[identity]

        instead: dict[str, str] = {}
        managers: dict[str, str] = {}
        for one in people:
            if one["probably_same"]:
                shown = min(one["probably_same"], key=order)
                if one["id"] != shown:
                    instead[one["id"]] = shown
                if one["manager"]:
                    managers.setdefault(shown, one["manager"])
        return cls(instead, managers)

    def shows(self, identity: str) -> bool:
        """Say whether somebody has a line of their own."""
        return identity not in self.instead

    def shown(self, identity: str) -> str:
        """Return who is shown for somebody: mostly they themselves."""
        return self.instead.get(identity, identity)

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
