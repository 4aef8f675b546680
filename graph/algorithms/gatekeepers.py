"""Who keeps whose door: gatekeepers in front of a person, or of everybody in a unit, on the day of the question."""

from collections import defaultdict

from graph.algorithms.world import World
from graph.vocabulary.names import folded


class Doors:
    """The guards lines that hold on the day, looked up by person."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._before: dict[str, set[str]] = defaultdict(set)
        self._units: dict[str, set[str]] = defaultdict(set)
        for line in world.snapshot.decision.lines:
            if line.kind == "guards" and line.holds_on(world.as_of):
                if line.end:
                    self._before[line.end].add(line.start)
                else:
                    self._units[folded(line.unit)].add(line.start)

    def keepers(self, person: str) -> tuple[str, ...]:
        """Return who stands before a person; a unit's gatekeeper works at the same company as who is in the unit."""
        found = set(self._before.get(person, ()))
        jobs = self._world.jobs_now(person) if self._units else ()
        for job in jobs:
            for keeper in self._units.get(folded(job.unit), ()):
                if any(own.company == job.company for own in self._world.jobs_now(keeper)):
                    found.add(keeper)
        return tuple(sorted(found - {person}))
