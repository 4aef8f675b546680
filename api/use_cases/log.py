"""What of the log of loads somebody may see: who judges in a round is nobody else's business while it is open."""

from collections.abc import Iterable

from api.viewer import Viewer
from graph.provenance import WORKSPACE, LoadEntry
from graph.snapshot import Snapshot
from graph.snapshot.rounds import closed_rounds, is_sealed

_JUDGED = frozenset({"stance", "visit"})  # the kinds of entries that may hold a judgement


def visible_loads(viewer: Viewer, loads: Iterable[LoadEntry], snapshot: Snapshot) -> list[LoadEntry]:
    """Leave out what others judged in rounds that are open, and what the snapshot does not hold yet.

    Of a judgement that was taken back it cannot be told in which round it was, so each stays out until all are closed.
    """
    closed = closed_rounds(snapshot.small)
    sealed = {held.load for held in snapshot.small.get("stances", ()) if is_sealed(held, closed)}
    some_open = any(one.open for one in snapshot.decision.rounds.values())

    def hidden(entry: LoadEntry) -> bool:
        if entry.source != WORKSPACE or (entry.by and entry.by == viewer.name):
            return False
        later = entry.revision is not None and entry.revision > snapshot.revision
        return later or entry.number in sealed or (some_open and entry.undone and entry.kind in _JUDGED)

    return [entry for entry in loads if not hidden(entry)]


def may_take_back(viewer: Viewer, entry: LoadEntry) -> bool:
    """Say whether somebody may undo a load: what a person entered is taken back by the same person."""
    return entry.source != WORKSPACE or entry.by == viewer.name
