"""How much of a request is read, and for how long, whatever its headers say."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive


class TooLarge(HTTPException):
    """More came than is taken here."""

    def __init__(self) -> None:
        super().__init__(413)


class TooSlow(HTTPException):
    """The request did not come to its end in time."""

    def __init__(self) -> None:
        super().__init__(408)


class Places:
    """Who sends large bodies now: so many at once, and of one who asks fewer, so that nobody keeps the others out."""

    def __init__(self, most: int, of_one: int) -> None:
        self._most, self._of_one = most, of_one
        self._taken: Counter[str] = Counter()

    @contextmanager
    def place(self, who: str) -> Iterator[bool]:
        """Take a place until the end of the block; False where none is free. Only for the event loop's own thread."""
        free = self._taken.total() < self._most and self._taken[who] < self._of_one
        if free:
            self._taken[who] += 1
        try:
            yield free
        finally:
            if free:
                self._taken[who] -= 1
                if not self._taken[who]:
                    del self._taken[who]


class Bounded:
    """Counts what comes in, and lets nobody hold a request open by sending it drop by drop."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive = receive
        self._left = limit
        self._until = time.monotonic() + seconds
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:  # what comes now is only that the client has gone
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._until - time.monotonic()))
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._left < 0:
                raise TooLarge
        return message
