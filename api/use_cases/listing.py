"""Which people of a list are wanted, in which order, and from where on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.errors import BadArgument
from graph.vocabulary.names import folded

SHOWN = ("all", "reached", "unreached", "former")
SORTS = ("best", "score", "name", "title", "unit", "known_by")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing:
    """A choice of people: parts of unit and title, one of ``SHOWN``, one of ``SORTS``, a page of ``limit``."""

    limit: int = 50
    after: str = ""
    unit: str = ""
    title: str = ""
    show: str = "all"
    sort: str = "best"

    def __post_init__(self) -> None:
        for name, value, known in (("show", self.show, SHOWN), ("sort", self.sort, SORTS)):
            if value not in known:
                raise BadArgument(f"{name} is {value!r}.", remedy=f"Use one of {', '.join(known)}.")

    def fits(self, unit: str, title: str) -> bool:
        """Say whether a job is among those asked for."""
        return (not self.unit or folded(self.unit) in folded(unit)) and (
            not self.title or folded(self.title) in folded(title)
        )


def page(items: Sequence[T], identity: Callable[[T], str], *, limit: int, after: str) -> tuple[Sequence[T], str | None]:
    """Return the items after the one that a token names, and the token of the next page.

    A token is the id of the last item of a page, so a page neither repeats nor skips anybody when others come.
    Raises BadArgument where that item is no longer there.
    """
    start = 0
    if after:
        found = next((place for place, item in enumerate(items) if identity(item) == after), None)
        if found is None:
            raise BadArgument("The list has changed since that page.", remedy="Begin again without after.")
        start = found + 1
    shown = items[start : start + limit]
    more = start + limit < len(items)
    return shown, identity(shown[-1]) if more and shown else None
