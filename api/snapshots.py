"""Which snapshot a server answers from: one for each revision, shared by all requests, never waited for."""

import contextlib
import logging
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from api.answers import Answers
from api.following import Follower
from api.snapshot_files import SnapshotFiles
from api.use_cases import Basis, Question
from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.errors import InroadsError, StoreUnavailable, StoreUnreachable
from graph.parameters import Parameters
from graph.provenance import LoadEntry, Revision
from graph.snapshot import Snapshot
from graph.stores.base import Store

LOG = logging.getLogger(__name__)
_KEPT = 16  # bases: some days and parameters of the newest revision, some of earlier ones
_KEPT_OLD = 3  # snapshots of earlier days of belief
_LONGEST_SECONDS = 8.0  # a store that has not said its revision by then cannot be reached


@dataclass(frozen=True, slots=True)
class State:
    """What is served now, with the log of loads. ``stale``: the store could not be reached since, and may hold more.

    The answers that were given from it go with it: after an erasure nobody can be served, or hold, what stood in them.
    """

    snapshot: Snapshot
    stale: bool = False
    loads: tuple[LoadEntry, ...] = ()
    answers: Answers = field(default_factory=lambda: Answers(0), compare=False)


class SharedSnapshots:
    """Follows a store in a thread of its own; while a newer snapshot is built, the one before goes on answering."""

    def __init__(
        self,
        opened: Callable[[], Store],
        parameters: Parameters,
        *,
        poll_seconds: float = 1.0,
        files: SnapshotFiles | None = None,
        answers_kept: int = 0,
    ) -> None:
        self._opened = opened
        self._answers_kept = answers_kept
        self._files = files or SnapshotFiles()
        self._follower = Follower()
        self._parameters = parameters
        self._poll_seconds = poll_seconds
        self._state: State | None = None
        self._asked: float | None = None
        self._missed = ""  # why the store could not be reached, since it was reached last
        self._bases: OrderedDict[tuple[int, date, date | None, bool, int], Basis] = OrderedDict()
        self._old: OrderedDict[int, Snapshot] = OrderedDict()
        self._lock = threading.RLock()  # whoever holds it may find out that the store hangs
        self._changed = threading.Condition()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="snapshots", daemon=True)

    def start(self) -> None:
        """Begin to follow the store; the first snapshot comes a little later."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following, and wait until the thread is done."""
        self._stopped.set()
        self._wake.set()
        self._thread.join(timeout=30)

    @property
    def state(self) -> State:
        """Return what is served now; raises StoreUnavailable before the first snapshot is there."""
        if self._asked is not None and time.monotonic() - self._asked > _LONGEST_SECONDS:
            self._miss(StoreUnreachable.title)  # it hangs: it neither answers nor closes the connection
            self.mark_stale()
        if self._state is None:
            why = f"{self._missed}." if self._missed else "The store is still being read."
            raise StoreUnavailable(why, remedy="Ask again in a few seconds.")
        return self._state

    def revision(self, known_on: date | None) -> int:
        """Return the revision that a question of a day of belief is answered from."""
        if known_on is None:
            return self.state.snapshot.revision
        with self._opened() as store:
            return store.revision(known_on).number

    def basis(self, question: Question, parameters: Parameters) -> Basis:
        """Return the basis of a question; an earlier day of belief reads the store, everything else does not."""
        state = self.state
        snapshot = state.snapshot if question.known_on is None else self._earlier(question.known_on)
        key = (snapshot.revision, question.as_of, question.known_on, state.stale, id(parameters))
        with self._lock:
            found = self._bases.get(key)
            if found is None:
                found = Basis(Introducer(World(snapshot, question.as_of, parameters)), question, state.stale)
                if self.state.snapshot is not state.snapshot:  # it may have been read before an erasure
                    return found
                self._bases[key] = found
                while len(self._bases) > _KEPT:
                    self._bases.popitem(last=False)
            self._bases.move_to_end(key)
        return found

    def snapshot_on(self, question: Question) -> Snapshot:
        """Return what is served now, or what was believed on an earlier day."""
        return self.state.snapshot if question.known_on is None else self._earlier(question.known_on)

    def wait_for(self, revision: int, *, seconds: float = 10.0) -> bool:
        """Wait until at least a revision is served, so that whoever wrote it sees it; say whether it is."""
        self._wake.set()
        end = time.monotonic() + seconds
        with self._changed:
            while self._state is None or self._state.snapshot.revision < revision:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
        return True

    @property
    def follows(self) -> bool:
        """Say whether the thread that follows the store runs."""
        return self._thread.is_alive()

    def mark_stale(self) -> None:
        """Say from now on that the store cannot be reached, until the follower has reached it again."""
        with self._lock:
            known = self._state
            if known is not None and not known.stale:
                self._state = State(known.snapshot, stale=True, loads=known.loads, answers=known.answers.emptied())

    @property
    def read(self) -> bool:
        """Say whether anything was read from the store yet."""
        return self._state is not None

    @property
    def stale(self) -> bool:
        """Say whether the store could not be reached since what is served was read; False before anything was."""
        return self._state is not None and self._state.stale

    def miss(self, error: InroadsError) -> None:
        """Write to the log that the store cannot be reached: once, until it is reached again or for another reason."""
        self._miss(error.title)

    def _miss(self, title: str) -> None:
        if self._missed != title:
            self._missed = title
            LOG.warning("store not reachable: %s", title)

    def _earlier(self, known_on: date) -> Snapshot:
        newest = self.state.snapshot
        with self._opened() as store:
            revision = store.revision(known_on)
            with self._lock:
                found = self._old.get(revision.number)
            if found is None:
                found = self._files.snapshot(store, revision)
                with self._lock:
                    if self.state.snapshot is newest:  # else it may have been read before an erasure
                        self._old[revision.number] = found
                    while len(self._old) > _KEPT_OLD:
                        self._old.popitem(last=False)
        return found

    def _follow(self) -> None:
        store: Store | None = None
        while not self._stopped.is_set():
            try:
                self._asked = time.monotonic()
                store = store or self._opened()
                newest = store.revision()
                self._asked = None
                self._look(store, newest)
                if self._missed:
                    self._missed = ""
                    LOG.info("the store answers again")
            except Exception as error:  # noqa: BLE001 -- without this thread all answers would grow old unnoticed
                if isinstance(error, InroadsError):
                    self.miss(error)
                else:
                    # As in Watch: what an error says may hold a name.
                    where = "".join(traceback.format_tb(error.__traceback__))
                    LOG.error("the store could not be followed: %s\n%s", type(error).__name__, where)
                self.mark_stale()
                self._asked = None
                _close(store)
                store = None
            self._wake.wait(self._poll_seconds)
            self._wake.clear()
        _close(store)

    def _look(self, store: Store, newest: Revision) -> None:
        if self._state is None or self._state.stale or self._state.snapshot.revision != newest.number:
            self._serve(store, newest)

    def _serve(self, store: Store, newest: Revision) -> None:
        known = self._state
        same = known is not None and known.snapshot.revision == newest.number
        fresh = known.snapshot if known and same else self._files.snapshot(store, newest, self._follower.snapshot)
        _ = fresh.decision  # read here, so that nobody who asks waits for it
        state = State(fresh, loads=tuple(store.loads()), answers=Answers(self._answers_kept))
        if not same:
            LOG.info("serving revision %s", newest.number)
        with self._lock:
            if not same:  # earlier days of belief too: the new revision may be an erasure, which rewrites them
                self._old.clear()
                self._bases.clear()
            self._state = state
        with self._changed:
            self._changed.notify_all()


def _close(store: Store | None) -> None:
    """Close a store that may be broken; what that throws says nothing new."""
    if store is not None:
        with contextlib.suppress(Exception):
            store.close()
