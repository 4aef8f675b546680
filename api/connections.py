"""The server that carries the application, and how long it waits for those who connect and say nothing."""

from typing import Any

import uvicorn
from starlette.types import ASGIApp

from api.settings import Settings

_MOST_CONNECTIONS = 1_000


class Patience:
    """Closes connections on which no whole head of a request came in time; uvicorn itself would wait for ever.

    It is called now and then: who is found waiting twice, with nothing asked in between, has had his time.
    """

    def __init__(self) -> None:
        self.connections: set[Any] = set()
        self._before: dict[Any, Any] = {}

    async def __call__(self) -> None:
        waiting = {one: one.cycle for one in self.connections if one.cycle is None or one.cycle.response_complete}
        for one, cycle in waiting.items():
            if one in self._before and self._before[one] is cycle:
                one.transport.close()
        self._before = waiting


def server_of(app: ASGIApp, settings: Settings, host: str, port: int, **more: Any) -> uvicorn.Server:
    """Return the server of an application, not yet running.

    What a proxy says of the client's address is not believed: anybody could say it.
    """
    patience = Patience()
    config = uvicorn.Config(
        app, host=host, port=port, access_log=False, server_header=False, proxy_headers=False, ws="none",
        limit_concurrency=_MOST_CONNECTIONS, timeout_keep_alive=5, timeout_notify=settings.head_seconds,
        callback_notify=patience, **more,
    )  # fmt: skip
    server = uvicorn.Server(config)
    patience.connections = server.server_state.connections
    return server
