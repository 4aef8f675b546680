"""Does a server whose login is refused leave the store's server alone for a while?"""

import pytest

from api.opening import Opening
from graph.errors import StoreRefusedLogin
from graph.stores.base import Store
from graph.stores.memory import MemoryStore


class Server:
    """A store's server that counts who asks, and refuses them until the password is right."""

    def __init__(self) -> None:
        self.asked, self.right, self.now = 0, False, 0.0

    def opened(self, name: str, *, most_patience_seconds: float = 0) -> Store:
        self.asked += 1
        if not self.right:
            raise StoreRefusedLogin(name, "neo4j")
        return MemoryStore()


def test_a_refused_login_is_tried_again_once_a_minute_whoever_asks() -> None:
    server = Server()
    opening = Opening("bolt://there", opened=server.opened, clock=lambda: server.now)
    for now, asked in ((0, 1), (1, 1), (59, 1), (61, 2), (62, 2), (120, 2), (122, 3)):
        server.now = now
        for _ in range(3):
            with pytest.raises(StoreRefusedLogin, match="'neo4j'"):
                opening(most_patience_seconds=5)
        assert server.asked == asked, now
    with pytest.raises(StoreRefusedLogin):
        opening.check()
    server.right, server.now = True, 200
    for count in (4, 5, 6):
        opening().close()
        assert server.asked == count
    opening.check()
