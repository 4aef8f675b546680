"""Which seats decision units have: claims of several sources about one seat folded into one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.folding import Source, trust
from graph.provenance import WORKSPACE
from graph.vocabulary.names import folded


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a decision unit. ``person`` is "" while nobody fills it; ``weight`` is None where nobody gave one."""

    opportunity: str
    person: str
    role: str
    weight: float | None
    title: str
    source: Source


def fold_seats(told: Iterable[Seat]) -> tuple[Seat, ...]:
    """Fold claims of the same seat, told by whichever sources, in whichever order.

    Who fills a seat takes the place of the empty one of the same opportunity, role and title, with its weight where
    none was given anew. Of several words the team's own counts first, then the fresher one, then the smaller name.
    """
    seats: dict[tuple[str, str, str], list[Seat]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (trust(one.source), one.source, one.title, one.person)):
        seats[one.opportunity, one.role, folded(one.title)].append(one)
    found = [seat for alike in seats.values() for seat in _folded(alike)]
    return tuple(sorted(found, key=lambda one: (one.opportunity, one.role, one.title, one.person)))


def _folded(alike: Sequence[Seat]) -> Iterator[Seat]:
    """Fold claims of one opportunity, role and title, the one that counts first in front."""
    holders: dict[str, list[Seat]] = defaultdict(list)
    for one in alike:
        holders[one.person].append(one)
    empty = holders.pop("", [])
    filled = {one.source: {p for p, same in holders.items() if _fills(p, same, one, alike)} for one in empty}
    for person, same in holders.items():
        told = [*same, *(one for one in empty if person in filled[one.source])]
        yield replace(same[0], weight=next((one.weight for one in told if one.weight is not None), None))
    left = [one for one in empty if not filled[one.source]]
    if left:
        yield replace(left[0], weight=next((one.weight for one in left if one.weight is not None), None))


def _fills(person: str, same: Iterable[Seat], empty: Seat, alike: Iterable[Seat]) -> bool:
    """Say whether somebody sits where a source has an empty seat: told by hand, or since then by another source.

    A file that tells of an empty seat beside those whom it names means one seat more.
    """
    source = empty.source.source
    if source != WORKSPACE and any(one.person == person and one.source.source == source for one in alike):
        return False
    return any(one.source.source == WORKSPACE or one.source.seen >= empty.source.seen for one in same)
