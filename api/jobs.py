"""Which uploads are being loaded, for the page that waits for one."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from api.use_cases import Json

_KEPT = 100
AT_A_TIME = 2
MOST_WAITING = 10  # each keeps its files on the disk until its turn


@dataclass(frozen=True, slots=True)
class Job:
    """An upload that is read in the background; ``done`` gives what POST /v1/loads would."""

    id: str
    files: tuple[str, ...]
    began: datetime
    done: "Future[Json]"


@dataclass(frozen=True)
class Jobs:
    """The newest uploads; two are read at a time, those of the pages wait for their turn."""

    _kept: "OrderedDict[str, Job]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_A_TIME, "uploads"))
    _slots: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_A_TIME))

    def start(self, files: tuple[str, ...], work: Callable[[], Json], *, at: datetime) -> Job:
        """Begin to read an upload."""
        job = Job(secrets.token_urlsafe(12), files, at, self._threads.submit(self._in_turn, work))
        with self._lock:
            self._kept[job.id] = job
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return job

    def has_room(self) -> bool:
        """Say whether one more upload may wait for its turn."""
        with self._lock:
            return sum(not job.done.done() for job in self._kept.values()) < MOST_WAITING

    @contextmanager
    def at_once(self) -> Iterator[bool]:
        """Take a slot for a caller that does not wait; False where none is free."""
        free = self._slots.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._slots.release()

    def _in_turn(self, work: Callable[[], Json]) -> Json:
        with self._slots:
            return work()

    def of(self, identity: str) -> Job | None:
        """Return a job; None where it is not known or was forgotten."""
        with self._lock:
            return self._kept.get(identity)

    def stop(self) -> None:
        """Wait for what is being read."""
        self._threads.shutdown(wait=True, cancel_futures=True)
