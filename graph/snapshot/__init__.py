"""What is so, as we believe it at one revision: people, companies and facts, resolved and folded."""

from graph.snapshot.build import build_snapshot, snapshot_from, snapshot_of
from graph.snapshot.file import map_snapshot, write_snapshot
from graph.snapshot.intake import Intake
from graph.snapshot.linking import IDENTITY, Linked, linked_by
from graph.snapshot.model import Ask, Company, Fact, Leader, Person, Stance
from graph.snapshot.snapshot import Snapshot

__all__ = [
    "IDENTITY", "Ask", "Company", "Fact", "Intake", "Leader", "Linked", "Person", "Snapshot", "Stance",
    "build_snapshot", "linked_by", "map_snapshot", "snapshot_from", "snapshot_of", "write_snapshot",
]  # fmt: skip
