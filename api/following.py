"""How a server comes from one snapshot to the next: by what changed in between, where that is all that happened."""

from graph.batches import batches_of
from graph.provenance import Held
from graph.snapshot import Intake, Snapshot, snapshot_from
from graph.stores.base import Store

_MOST_ROWS = 3_000_000  # an intake of so many takes some 200 MB; beyond that the store is read again


class Follower:
    """Builds the snapshots of one store, revision after revision, and keeps what it has read for the next.

    Only loads add and withdraw and leave the rest alone; after an erasure or an undo everything is read again.
    """

    def __init__(self, most_rows: int = _MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._intake: Intake | None = None
        self._revision = 0

    def snapshot(self, store: Store, revision: int) -> Snapshot:
        """Return the snapshot of a revision."""
        known, self._intake = self._intake, None  # so that nothing half changed is left when this fails
        if known is not None and _only_loads(store, self._revision, revision):
            _follow(known, store, self._revision, revision)
        else:
            known = Intake()
            known.take(store.snapshot_batches(revision))
        made = snapshot_from(revision, known)
        if sum(known.counts.values()) <= self._most_rows:
            self._intake, self._revision = known, revision
        return made


def _only_loads(store: Store, after: int, to: int) -> bool:
    loads = {entry.revision for entry in store.loads() if not entry.undone}
    return after < to and loads.issuperset(range(after + 1, to + 1))


def _follow(intake: Intake, store: Store, after: int, to: int) -> None:
    gone: dict[str, set[int]] = {}
    came: list[Held] = []
    for change in store.changes(after, to):
        if change.asserted:
            came.append(change.held)
        else:
            gone.setdefault(change.held.claim.table, set()).add(change.held.number)
    intake.leave_out(gone)
    intake.take(batches_of(came))
