"""A server over the decision of Nordlys with tokens, and some of us who ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from api.settings import Settings
from api.tokens import Scope, create_token
from tests.api.conftest import Served, running
from tests.api.worlds import world_store
from tests.decisions import grid_decision
from tests.places import Place
from tests.worlds import NOW


class Rater:
    """Asks with the token of one of us."""

    def __init__(self, server: Served, token: str) -> None:
        self._client = server.client
        self._headers = {"authorization": f"Bearer {token}"}

    def get(self, where: str, **query: str) -> httpx.Response:
        return self._client.get(where, headers=self._headers, params=query or None)

    def post(self, where: str, told: object) -> httpx.Response:
        return self._client.post(where, headers=self._headers, json=told)

    def delete(self, where: str) -> httpx.Response:
        return self._client.delete(where, headers=self._headers)

    def send(self, where: str, told: dict[str, str]) -> httpx.Response:
        return self._client.post(where, headers={**self._headers, "accept": "text/html"}, data=told)


@contextmanager
def rating(tmp_path: Path) -> Iterator[dict[str, Rater]]:
    """Serve the decision to three of us, each with a token."""
    with world_store(tmp_path, grid_decision()) as store:
        tokens = {
            name: create_token(store, name, Scope.WRITE, at=NOW) for name in ("Petra Aune", "Kari Lunde", "Sara Holm")
        }
    settings = Settings(Place.of(tmp_path), rate=10_000, burst=10_000, poll_seconds=0.1, tokens=True)
    with running(settings) as server:
        yield {name.split()[0]: Rater(server, token) for name, token in tokens.items()}
