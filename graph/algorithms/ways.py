"""What is a way to a person, and in which order are ways offered?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.algorithms.evidence import Evidence, knows, warmth
from graph.algorithms.joined import joined_evidence

WORDS = ("call", "ask", "weak")
"""How good a way is, the best first."""


@dataclass(frozen=True, slots=True)
class Hop:
    start: str
    end: str
    evidence: tuple[Evidence, ...]

    @property
    def warmth(self) -> float:
        """In [0, 1)."""
        return warmth(self.evidence)

    @property
    def once_ours(self) -> tuple[Evidence, ...]:
        """When the one of the two used to be ours, where they never met: nobody need ask for a word with them."""
        return () if knows(self.evidence) else tuple(item for item in self.evidence if item.kind == "alumni")


@dataclass(frozen=True, slots=True)
class Introduction:
    """From one of us to the target. ``score`` in [0, 1): the hops' warmth times the go-between's willingness.

    ``at_odds`` says which two on the way are in conflict; such a way comes after all others.
    ``past`` are those who keep the target's door where none of them is on the way; ``slights`` says that one of
    these is not against us, so that the door could be used.
    """

    score: float
    word: str
    hops: tuple[Hop, ...]
    warnings: tuple[str, ...]
    past: tuple[str, ...] = ()
    slights: bool = False
    at_odds: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """From us to the target."""
        return (self.hops[0].start, *(hop.end for hop in self.hops))

    @property
    def is_direct(self) -> bool:
        """Whether one of us knows the target himself, or both have been ours; a school's name in common is not that."""
        return len(self.hops) == 1 and any(item.met or item.kind == "alumni" for item in self.hops[0].evidence)


def how(way: Introduction) -> Literal["own", "others", "past", "conflict"]:
    """Say in which part of a list a way stands: a tie of our own, over others, past whoever keeps the door, at odds.

    Within each part the better score comes first.
    """
    if way.at_odds:
        return "conflict"
    return "own" if way.is_direct else "past" if way.slights else "others"


def rank(way: Introduction) -> tuple[bool, bool, float, int, tuple[str, ...]]:
    """Return what sorts the best first; of two equal ones the shorter.

    A go-between who leaves out whoever keeps the door, and is not against us, comes after those who do not; one of us
    who knows the target needs no door. A way on which two are in conflict comes last.
    """
    return bool(way.at_odds), way.slights and not way.is_direct, -round(way.score, 12), len(way.hops), way.people


def best_of(told: Sequence[tuple[str, str]]) -> int:
    """Return the place of the way to take first, of the word of each and ``how`` it goes; 0 where there is none.

    It is the first that has the best word; past whoever keeps a door, and then at odds, only without another one.

    >>> best_of([("weak", "own"), ("weak", "own"), ("call", "others")]), best_of([("call", "own"), ("call", "others")])
    (2, 0)
    >>> best_of([("ask", "others"), ("call", "past")]), best_of([("weak", "past"), ("call", "conflict")]), best_of([])
    (0, 0, 0)
    """

    def order(at: int) -> tuple[bool, bool, int]:
        word, how = told[at]
        return how == "conflict", how == "past", WORDS.index(word) if word in WORDS else len(WORDS)

    return min(range(len(told)), key=order, default=0)


def first_of(ways: Sequence[Introduction]) -> Introduction | None:
    """Return the way to take first, None without any."""
    return ways[best_of([(way.word, how(way)) for way in ways])] if ways else None


def offered(ways: Iterable[Introduction], top: int) -> tuple[Introduction, ...]:
    """Return at most ``top`` ways: direct ones, then those over a go-between, then those at odds, each best first.

    The best of all is always among several, also where there are many direct ones that are weaker. Somebody who used
    to be ours, and whom none of us has met, is called once, whoever of us does it.
    """
    ordered = sorted(ways, key=lambda way: (bool(way.at_odds), not way.is_direct, rank(way)))
    ordered = [way for at, way in enumerate(ordered) if not (at and way.is_direct and way.hops[0].once_ours)]
    best = min(ordered, key=rank, default=None)
    if best is None or top == 1 or best in ordered[:top]:
        return tuple(ordered[:top])
    return (*ordered[: top - 1], best)


def joined(
    ways: Iterable[Introduction], records: Iterable[str], make: Callable[[tuple[Hop, ...]], Introduction]
) -> list[Introduction]:
    """Put together the ways to several records of probably one person, best first, one for each last person.

    The ways of the same people become one, with the evidence of all records, toward the record whose door is kept
    or that is reached best. None goes through a record of the person. ``make`` scores hops.
    """
    theirs = set(records)
    same: dict[tuple[str, ...], list[Introduction]] = {}
    for way in sorted(ways, key=lambda one: (not one.past, rank(one))):
        if theirs.isdisjoint(way.people[:-1]):
            same.setdefault(way.people[:-1], []).append(way)
    found: dict[str, Introduction] = {}
    for way in sorted((_of_all(group, make) for group in same.values()), key=rank):
        found.setdefault(way.people[-2], way)
    return list(found.values())


def _of_all(ways: list[Introduction], make: Callable[[tuple[Hop, ...]], Introduction]) -> Introduction:
    first = ways[0]
    if len(ways) == 1:
        return first
    last = Hop(first.hops[-1].start, first.people[-1], joined_evidence(way.hops[-1].evidence for way in ways))
    return make((*first.hops[:-1], last))
