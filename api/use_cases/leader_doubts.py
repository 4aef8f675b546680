"""What in a pasted leadership list cannot be so, or speaks of somebody whom nobody knows, and what to do about it?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from graph.vocabulary.names import folded

_NAMED = 8  # steps of a circle that are said in words; its lines are all there


class Reporting(Protocol):
    """A line of a list: its number, who it is of, and to whom that one reports ("" for nobody)."""

    @property
    def line(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def reports_to(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """``lines`` are the numbers of the lines it is about, in their order."""

    lines: tuple[int, ...]
    text: str
    remedy: str


def leader_doubts(listed: Sequence[Reporting], known: Mapping[str, str], place: str) -> list[Doubt]:
    """Return what is doubtful of who reports to whom, by line.

    Somebody who reports to themselves; people who report to each other, in a circle of any length, told once; and a
    name that is neither in the list nor ``known``: the people at the company, by folded name with the name itself.
    """
    of_name = {folded(one.name): one for one in listed}
    names = {**known, **{folded(one.name): one.name for one in listed}}
    found = [*_strangers(listed, names, place), *_circles(listed, of_name)]
    return sorted(found, key=lambda doubt: doubt.lines)


def _strangers(listed: Iterable[Reporting], names: Mapping[str, str], place: str) -> Iterator[Doubt]:
    for one in listed:
        told = folded(one.reports_to)
        if told and told not in names:
            close = get_close_matches(told, names, n=1, cutoff=0.75)
            meant = f"Did you mean {names[close[0]]}? Otherwise" if close else "Correct the name, or"
            yield Doubt(
                (one.line,),
                f"{one.name} reports to {one.reports_to}, who is not in the list and not known at {place}",
                f"{meant} add a line for them.",
            )


def _circles(listed: Iterable[Reporting], of_name: Mapping[str, Reporting]) -> Iterator[Doubt]:
    """Follow everybody upward; whoever is met again closes a circle, and each is told once."""
    over: dict[int, Reporting] = {}
    for one in listed:
        if (boss := of_name.get(folded(one.reports_to))) is not None:
            over[one.line] = boss
    seen: set[int] = set()
    for one in listed:
        path: dict[int, Reporting] = {}
        here: Reporting | None = one
        while here is not None and here.line not in seen and here.line not in path:
            path[here.line] = here
            here = over.get(here.line)
        if here is not None and here.line in path:
            round_ = list(path.values())[list(path).index(here.line) :]
            yield _circle(round_)
        seen |= path.keys()


def _circle(people: Sequence[Reporting]) -> Doubt:
    lines = tuple(sorted(one.line for one in people))
    first = min(range(len(people)), key=lambda at: people[at].line)
    names = [one.name for one in (*people[first:], *people[:first])]
    if len(names) == 1:
        return Doubt(lines, f"{names[0]} reports to themselves", "Leave the third part empty for whoever is on top.")
    remedy = "One of these lines is wrong: correct to whom that one reports, or leave it empty."
    if len(names) == 2:
        return Doubt(lines, f"{names[0]} and {names[1]} are each other's manager", remedy)
    pairs = list(zip(names, [*names[1:], names[0]], strict=True))
    steps = ", ".join(f"{a} reports to {b}" for a, b in pairs[:_NAMED]) + (", and so on" if len(pairs) > _NAMED else "")
    return Doubt(lines, f"Nobody is on top: {steps}", remedy)
