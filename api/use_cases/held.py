"""What is in the store, and how fresh each source is."""

from api.use_cases.basis import Json, Question, Readable, Snapshots, basis_of
from api.use_cases.log import visible_loads
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.snapshot import Snapshot
from graph.snapshot.rounds import unsealed
from graph.stores.base import Store


def status(viewer: Viewer, source: Store | Snapshots, store: Readable, question: Question) -> Json:
    """What is in the store, and how fresh each source is."""
    basis = basis_of(source, question, read_parameters())
    snapshot = basis.snapshot
    fresh: dict[str, str] = {}
    for entry in visible_loads(viewer, store.loads(), snapshot):
        if not entry.undone:
            fresh[entry.source] = max(fresh.get(entry.source, ""), entry.as_of.isoformat())
    return {
        **basis.stamp(), "people": len(snapshot.people), "companies": len(snapshot.companies),
        "claims": _counted(snapshot), "sources": fresh,
        "doubts": [{"records": list(doubt.records), "why": doubt.why} for doubt in snapshot.doubts],
    }  # fmt: skip


def _counted(snapshot: Snapshot) -> dict[str, int]:
    """Count the claims of each table; those of rounds that are still open do not exist yet."""
    return {
        table: len(unsealed(snapshot.small)) if table == "stances" else number
        for table, number in snapshot.counts.items()
    }
