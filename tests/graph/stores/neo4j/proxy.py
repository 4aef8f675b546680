"""A TCP proxy on loopback between the driver and a real server: slow, silent, cut, or cut at one commit."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

_COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # Bolt's message COMMIT, in its frame
_READ = 1 << 16


class Proxy:
    """``pause_seconds``: before each piece of an answer; ``away``: refuse connections; ``silent``: never answer."""

    def __init__(self, server: str) -> None:
        self._target = ("127.0.0.1", urlsplit(server).port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._text = b""
        self._delivered = True
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.pause_seconds = 0.0
        self.away = False
        self.away_after_cut = False
        self.silent = False
        self.cuts = self.refused = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at_commit_of(self, text: str, *, delivered: bool) -> None:
        """Cut, once, the connection on which this Cypher was sent, when its commit comes: before it or after."""
        self._text, self._delivered = text.encode(), delivered

    def cut(self) -> None:
        """Cut every connection."""
        self.cuts += 1
        self.away = self.away or self.away_after_cut
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open = []

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.away:
                    self.refused += 1
                    client.close()
                    continue
                server = socket.create_connection(self._target)
                self._open += [client, server]
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        armed = False
        with contextlib.suppress(OSError), client, server:
            while data := client.recv(_READ):
                armed = armed or bool(self._text and self._text in data)
                if armed and _COMMIT in data:
                    self._text = b""
                    if self._delivered:
                        self.silent = True
                        server.sendall(data)
                        time.sleep(0.5)  # the server commits, and its answer goes nowhere
                        self.silent = False
                    self.cut()
                    return
                server.sendall(data)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(_READ):
                time.sleep(self.pause_seconds)
                if not self.silent:
                    client.sendall(data)


@contextlib.contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.close()
