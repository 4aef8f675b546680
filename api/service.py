"""What all requests of one server share: the snapshots, the jobs, and how the store is opened."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TypeVar

from api.jobs import Jobs
from api.last_known import LastKnown
from api.opening import Opening
from api.settings import Settings
from api.snapshots import SharedSnapshots
from api.use_cases import Readable
from api.wiring import snapshot_files
from graph.errors import StoreUnavailable
from graph.parameters import Parameters, read_parameters
from graph.stores.base import Store

T = TypeVar("T")
_WATCHING_SECONDS = 5  # whoever asks meanwhile is told that nothing is stale


@dataclass(frozen=True)
class Service:
    settings: Settings
    parameters: Parameters
    snapshots: SharedSnapshots
    opening: Opening
    jobs: Jobs = field(default_factory=Jobs)

    def opened(self) -> Store:
        """Open the store for one piece of work; whoever opens it closes it."""
        return self.opening()

    def read(self, work: Callable[[Readable], T]) -> T:
        """Read what is not in a snapshot from the store; where it cannot be reached, from what was read last."""
        if not self.snapshots.state.stale:
            try:
                with self.opened() as store:
                    return work(store)
            except StoreUnavailable as error:
                self.snapshots.miss(error)
                self.snapshots.mark_stale()
        state = self.snapshots.state
        return work(LastKnown(state.snapshot, state.loads))

    @property
    def parameters_tag(self) -> str:
        return hashlib.blake2b(repr(asdict(self.parameters)).encode(), digest_size=8).hexdigest()


def build_service(settings: Settings) -> Service:
    """Put the parts together; nothing is read yet."""
    parameters, opening = read_parameters(), Opening(settings.store)
    snapshots = SharedSnapshots(
        partial(opening, most_patience_seconds=_WATCHING_SECONDS), parameters,
        poll_seconds=settings.poll_seconds, files=snapshot_files(), answers_kept=settings.answers_kept,
    )  # fmt: skip
    return Service(settings, parameters, snapshots, opening)
