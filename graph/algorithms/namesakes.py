"""Who is probably one person: records of one full name at one company, unless somebody said that they are different."""

from collections.abc import Iterable

from graph.snapshot import Snapshot
from graph.vocabulary.names import folded


def namesakes(snapshot: Snapshot, people: Iterable[str]) -> list[tuple[str, ...]]:
    """Group the people of one company by their full names, each group where its first stands.

    Nobody is merged by it. Two who were said to be different are never in one group.
    """
    groups: list[list[str]] = []
    of_name: dict[str, list[list[str]]] = {}
    for person in people:
        alike = of_name.setdefault(folded(snapshot.people[person].name), [])
        group = next((one for one in alike if not _apart(snapshot, person, one)), None)
        if group is None:
            alike.append(group := [])
            groups.append(group)
        group.append(person)
    return [tuple(group) for group in groups]


def _apart(snapshot: Snapshot, person: str, others: Iterable[str]) -> bool:
    return bool(snapshot.apart) and any(frozenset((person, one)) in snapshot.apart for one in others)
