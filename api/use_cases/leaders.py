"""Which leaders of a company a list names, and which of them we reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from api.use_cases.basis import Json
from graph.snapshot import Leader, Snapshot
from graph.vocabulary.names import folded


@dataclass(frozen=True)
class Leaders:
    """The newest list of a company; empty where none was loaded."""

    listed: tuple[Leader, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(folded(leader.name) for leader in self.listed)

    def holds(self, name: str) -> bool:
        """Say whether a person of this name is listed."""
        return bool(self.listed) and folded(name) in self.names

    def told(self, reached: Iterable[str]) -> Json | None:
        """Return how many of the listed leaders are among the reached names; None without a list."""
        if not self.listed:
            return None
        known = {folded(name) for name in reached}
        missing = [leader for leader in self.listed if folded(leader.name) not in known]
        return {
            "total": len(self.names), "reached": len(self.names & known),
            "missing": [{"name": leader.name, "title": leader.title} for leader in missing],
        }  # fmt: skip


def leaders_of(snapshot: Snapshot, company: str) -> Leaders:
    """Return the leaders of a company's newest list, each name once; an older list says who led it then."""
    listed = [leader for leader in snapshot.leaders if leader.company == company]
    newest = max((leader.listed_on for leader in listed), default="")
    return Leaders(tuple({folded(one.name): one for one in listed if one.listed_on == newest}.values()))
