"""How much of a request is read, and for how long, whatever its headers say."""

import asyncio
import time

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
