"""Who keeps whose door: gatekeepers in front of a person, or of everybody in a unit, on the day of the question."""

from collections import defaultdict
from collections.abc import Iterable

from graph.algorithms.world import World
from graph.snapshot.lines import Line
from graph.vocabulary.names import folded


class Doors:
    """The guards lines that hold on the day, looked up by person."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._before: dict[str, set[str]] = defaultdict(set)
        self._units: dict[str, list[Line]] = defaultdict(list)
        self._kept: dict[str, tuple[str, ...]] = {}
        for line in world.snapshot.decision.lines_on(world.as_of):
            if line.kind == "guards" and line.end:
                self._before[line.end].add(line.start)
            elif line.kind == "guards":
                self._units[folded(line.unit)].append(line)

    def keepers(self, person: str) -> tuple[str, ...]:
        """Return who stands before a person; a unit is one of the company told with it, else of the gatekeeper's."""
        if person not in self._kept:
            self._kept[person] = self._keepers(person)
        return self._kept[person]

    def _keepers(self, person: str) -> tuple[str, ...]:
        found = set(self._before.get(person, ()))
        for job in self._world.jobs_now(person) if self._units else ():
            lines = self._units.get(folded(job.unit), ())
            found.update(line.start for line in lines if job.company in self._places(line))
        return tuple(sorted(found - {person}))

    def behind(self, people: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return whose doors each gatekeeper among these people keeps."""
        inside = sorted(set(people))
        found: dict[str, list[str]] = {}
        for person in inside:
            for keeper in self.keepers(person):
                found.setdefault(keeper, []).append(person)
        return {keeper: tuple(found[keeper]) for keeper in inside if keeper in found}

    def _places(self, line: Line) -> set[str]:
        """Return where the unit of a line is; of a gatekeeper without a job, where they hold a seat."""
        snapshot = self._world.snapshot
        if line.company:
            return {snapshot.place.get(line.company, line.company)}
        if jobs := self._world.jobs_now(line.start):
            return {job.company for job in jobs}
        decision = snapshot.decision
        companies = {decision.opportunities[s.opportunity].company for s in decision.seats if s.person == line.start}
        return {snapshot.place.get(one, one) for one in companies}
