"""The answers that were given last."""

import threading
from collections import OrderedDict
from collections.abc import Callable


class Answers:
    """The bodies that were given last, by their tag, so that asking again costs nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, tag: str, make: Callable[[], bytes]) -> bytes:
        """Return the body of a tag, made now if it is not there."""
        with self._lock:
            found = self._kept.get(tag)
            if found is not None:
                self._kept.move_to_end(tag)
                return found
        made = make()
        with self._lock:
            self._kept[tag] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)

    def emptied(self) -> "Answers":
        """Return a place for as many, with none in it."""
        return Answers(self._most)
