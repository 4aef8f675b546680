"""Which records are told together with a person: those of the same full name at a company of the day."""

from graph.algorithms.namesakes import namesakes
from graph.algorithms.staff import ids_at
from graph.algorithms.world import World
from graph.vocabulary.names import folded


class Alike:
    """Looks companies up as they are asked for, and keeps the names that several people there have."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._shared: dict[str, dict[str, list[str]]] = {}
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, person: str) -> tuple[str, ...]:
        """Return a person, and those who are probably the same: of that full name where the person works now.

        Nobody is merged by it, and whoever was said to be different is not among them.
        """
        if person not in self._found:
            self._found[person] = self._of(person)
        return self._found[person]

    def _of(self, person: str) -> tuple[str, ...]:
        snapshot = self._world.snapshot
        if person not in snapshot.people:
            return (person,)
        name = folded(snapshot.people[person].name)
        places = {snapshot.place.get(job.company, job.company) for job in self._world.jobs_now(person)}
        others = {one for place in places for one in self._at(place).get(name, ())} - {person}
        return next(iter(namesakes(snapshot, [person, *sorted(others)])))

    def _at(self, place: str) -> dict[str, list[str]]:
        """Return the people of each name that several have at a place."""
        if place not in self._shared:
            names: dict[str, list[str]] = {}
            for one in ids_at(self._world, place):
                names.setdefault(folded(self._world.snapshot.people[one].name), []).append(one)
            self._shared[place] = {name: people for name, people in names.items() if name and len(people) > 1}
        return self._shared[place]
