"""A server over the small world, as it really runs, for tests that talk to it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.connections import server_of
from api.service import Service
from api.settings import Settings
from tests.api.worlds import WORLD, world_store
from tests.neo4j_server import free_port
from tests.places import Place, Shared


@dataclass(frozen=True)
class Served:
    """A running server: a client that talks to it, its address and its inside."""

    client: httpx.Client
    address: str
    service: Service


@contextmanager
def running(settings: Settings, *, wait: bool = True) -> Iterator[Served]:
    """Run a server on a free port of this machine until the end of the block; ``wait`` until it can answer."""
    app = create_app(settings)
    server = server_of(app, settings, "127.0.0.1", 0, log_config=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    if wait:
        app.state.service.snapshots.wait_for(0)
    with httpx.Client(base_url=address, timeout=60) as client:
        yield Served(client, address, app.state.service)
    server.config.timeout_graceful_shutdown = 1  # a browser keeps its connections
    server.should_exit = True
    thread.join(timeout=30)


@contextmanager
def served(folder: Path, files: Mapping[str, str] = WORLD, **more: object) -> Iterator[Served]:
    """Serve a world, by default the small one, ready to be asked."""
    world_store(folder, files).close()
    store = Place.of(folder)
    settings = Settings(store, rate=10_000, burst=10_000, poll_seconds=0.1)
    with running(replace(settings, **more)) as server:  # type: ignore[arg-type] -- fields by name
        yield server


@contextmanager
def serve_command(store: str, log: Path, **environment: str) -> Iterator[httpx.Client]:
    """Run `inroads serve` as a process of its own, which writes to ``log``, and end it as Ctrl-C does."""
    port = free_port()
    command = [sys.executable, "-m", "api", "serve", "--port", str(port), "--store", store]
    with log.open("w") as written:
        process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def answers(client: httpx.Client, path: str) -> bool:
    """Say whether an address is answered with what was asked for."""
    try:
        return client.get(path).status_code == 200
    except httpx.TransportError:
        return False


def until(true: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait for what must come about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Served]]:
    shared = Shared(tmp_path_factory.mktemp("served"), served)
    yield shared
    shared.close()


@pytest.fixture
def server(shared_server: Shared[Served]) -> Served:
    return shared_server()


@pytest.fixture
def client(server: Served) -> httpx.Client:
    return server.client


@pytest.fixture
def writable(tmp_path: Path, each_store: None) -> Iterator[httpx.Client]:
    with served(tmp_path) as opened:
        yield opened.client
