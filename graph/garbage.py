"""How often Python looks for circles of dead objects: seldom while much is read that stays alive.

Each look goes through all that is alive, so a load that keeps a million rows pays for every one of them again and
again, and finds nothing: rows refer to no rows.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""How many more objects than went before a look. A look at so many takes a few milliseconds."""

_lock = threading.Lock()
_inside = 0
_usual: tuple[int, int, int] = (0, 0, 0)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Collect seldom in this process until the block ends; the last of several blocks at once restores what was."""
    global _inside, _usual
    with _lock:
        if not _inside and gc.isenabled():
            _usual = gc.get_threshold()
            gc.set_threshold(max(SELDOM, _usual[0]), *_usual[1:])
            gc.freeze()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and any(_usual):
                gc.unfreeze()
                gc.set_threshold(*_usual)
                _usual = (0, 0, 0)
