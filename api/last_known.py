"""What can still be told of the log and of one person while the store cannot be reached: what was read last."""

from collections.abc import Sequence

from graph.provenance import LoadEntry, RecordId, Revision
from graph.registry import is_about
from graph.snapshot import Snapshot
from graph.stores.base import Belief


class LastKnown:
    """Answers like a store, from the last snapshot: the small tables as they stood, without what went before."""

    def __init__(self, snapshot: Snapshot, loads: Sequence[LoadEntry]) -> None:
        self._snapshot = snapshot
        self._loads = list(loads)

    def loads(self) -> list[LoadEntry]:
        return self._loads

    def revisions(self) -> list[Revision]:
        """Return those of the loads: of nothing else is it known here when it was."""
        return [Revision(entry.revision, entry.at) for entry in self._loads if entry.revision is not None]

    def history(self, record: RecordId) -> list[Belief]:
        revisions = {entry.number: entry.revision or 0 for entry in self._loads}
        return [
            Belief(held, revisions.get(held.load, 0), None)
            for claims in self._snapshot.small.values()
            for held in claims
            if is_about(held, record)
        ]
