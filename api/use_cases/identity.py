"""What a person judges about two records."""

from datetime import datetime

from api.viewer import Viewer
from graph.provenance import RecordId
from graph.stores.base import Store


def decide(viewer: Viewer, store: Store, a: str, b: str, verdict: str, *, at: datetime) -> None:
    """Keep a person's judgement that two records are ``same`` or ``different``."""
    store.decide(RecordId(a), RecordId(b), verdict, by=viewer.name, at=at)
