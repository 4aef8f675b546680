"""Somebody at a company whom we reach: how well, over whom, and, once that is read, the ways in words."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.algorithms.ways import Introduction, joined, offered
from graph.folding import Job

if TYPE_CHECKING:
    from graph.algorithms.introductions import Introducer


@dataclass(frozen=True)
class Reached:
    """Somebody whom we reach, with the best score; the ways in words are made when they are read.

    ``also`` are others of the same full name at the same company, who are probably the same person.
    """

    person: str
    job: Job
    group: str
    best: float
    ask: "Introducer"
    between: tuple[int, ...]
    top: int
    also: "tuple[Reached, ...]" = ()

    @cached_property
    def introductions(self) -> tuple[Introduction, ...]:
        """The best introductions, direct ones first, no two with the same last person before the target."""
        records = [self, *self.also]
        ways = [way for one in records for way in self.ask.ways(one.person, one.between, one.top)]
        if self.also:
            ways = joined(ways, [one.person for one in records], self.ask.way)
        return offered(ways, max(one.top for one in records))

    @cached_property
    def known_by(self) -> int:
        """How many of us have met the person."""
        return self.ask.known_by(self.person, *(one.person for one in self.also))
