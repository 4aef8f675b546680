"""How a server opens its store: not for a while after its login was refused, so that it locks nobody out.

Neo4j lets nobody of a name in for some seconds after three wrong passwords, and a server asks for news every second.
"""

import threading
import time
from collections.abc import Callable

from api.wiring import open_store
from graph.errors import StoreRefusedLogin
from graph.stores.base import Store

QUIET_SECONDS = 60.0


class Opening:
    """Opens one store for all who work in a server; safe to use from several threads."""

    def __init__(
        self,
        store: str,
        *,
        quiet_seconds: float = QUIET_SECONDS,
        opened: Callable[..., Store] = open_store,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._quiet_seconds = quiet_seconds
        self._opened = opened
        self._clock = clock
        self._refused: StoreRefusedLogin | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    def __call__(self, **more: float) -> Store:
        """Open the store; ``more`` is for `open_store`. Raises what it raises, after a refused login at once."""
        self.check()
        try:
            store = self._opened(self._store, **more)
        except StoreRefusedLogin as error:
            with self._lock:
                self._refused, self._until = error, self._clock() + self._quiet_seconds
            raise
        self._refused = None
        return store

    def check(self) -> None:
        """Raise StoreRefusedLogin where it was refused a short time ago; of those who ask later one may try."""
        with self._lock:
            refused = self._refused
            if refused is None:
                return
            if self._clock() >= self._until:
                self._until = self._clock() + self._quiet_seconds
                return
        raise refused.with_traceback(None)
