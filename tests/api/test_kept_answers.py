"""Is an answer that was kept given again only while it is still true?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from api.snapshots import SharedSnapshots
from api.use_cases import Question
from graph.errors import StoreUnreachable
from graph.parameters import read_parameters
from graph.provenance import Revision, record_id
from graph.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.sqlite import SqliteStore
from tests.api.conftest import Served, served
from tests.api.test_api import assert_problem
from tests.api.worlds import world_store
from tests.worlds import NOW, TODAY

EARLIER = {"query": "Myhre", "known_on": TODAY.isoformat()}
MYHRE = "/v1/people/Håkon Myhre"


def until(true: Callable[[], bool], *, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def erase_myhre(store: Store) -> int:
    store.erase([record_id("world", "people", "t")], at=NOW + timedelta(days=1))
    return store.revision().number


def names(server: Served, **more: str) -> list[str]:
    return [one["name"] for one in server.client.get("/v1/people", params={**EARLIER, **more}).json()["people"]]


def test_an_erased_person_is_in_no_answer_about_an_earlier_day(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        before = server.client.get("/v1/people", params=EARLIER)
        assert "Håkon Myhre" in before.text
        assert len(server.service.snapshots.state.answers) > 0
        with server.service.opened() as store:
            server.service.snapshots.wait_for(erase_myhre(store))
        assert len(server.service.snapshots.state.answers) == 0
        after = server.client.get("/v1/people", params=EARLIER, headers={"if-none-match": before.headers["etag"]})
        assert (after.status_code, "Myhre" in after.text) == (200, False)
        assert names(server) == []


@contextmanager
def gate(server: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Let the reading of an earlier snapshot stop after it has been read, until the second event comes."""
    files = server.service.snapshots._files
    read, go = threading.Event(), threading.Event()
    original = files.snapshot

    def slow(store: Store, at: Revision, build: Callable[[Store, int], Snapshot] | None = None) -> Snapshot:
        found = original(store, at, build)
        if build is None:
            read.set()
            assert go.wait(20)
        return found

    monkeypatch.setattr(files, "snapshot", slow)
    yield read, go


def test_what_was_read_before_an_erasure_is_not_kept_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path) as server, gate(server, monkeypatch) as (read, go):
        with server.service.opened() as store:
            store.decide(record_id("world", "people", "k"), record_id("world", "people", "s"), "different", by="",
                         at=NOW + timedelta(hours=20))  # fmt: skip
            server.service.snapshots.wait_for(store.revision().number)
            asking = threading.Thread(target=lambda: names(server))
            asking.start()
            assert read.wait(20)
            server.service.snapshots.wait_for(erase_myhre(store))
        go.set()
        asking.join(20)
        assert names(server) == []
        assert names(server, query="Håkon") == []


def test_an_answer_from_the_last_snapshot_is_not_kept_as_a_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, poll_seconds=0.3) as server:
        shared = server.service.snapshots
        fresh = server.client.get(MYHRE + "?as_of=" + TODAY.isoformat()).json()

        def gone(*_: object) -> Store:
            raise StoreUnreachable("bolt://127.0.0.1:1")

        with monkeypatch.context() as away:  # the follower has the store open, and notices nothing
            away.setattr(type(server.service), "opened", gone)
            degraded = server.client.get(MYHRE)
            assert (degraded.json()["stale"], "etag" in degraded.headers) == (True, False)
        until(lambda: not shared.state.stale)
        again = server.client.get(MYHRE)
        assert (again.json()["stale"], again.json()["changes"]) == (False, fresh["changes"])
        assert "etag" in again.headers


class Broken(SqliteStore):
    """A store with a fault of our own in it, while ``fault`` is set."""

    fault = False

    def revision(self, known_on: object = None) -> Revision:
        if Broken.fault:
            raise KeyError("a mistake of ours")
        return super().revision()


def test_the_follower_outlives_a_fault_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world_store(tmp_path).close()
    shared = SharedSnapshots(lambda: Broken(tmp_path / "world.db"), read_parameters(), poll_seconds=0.02)
    shared.start()
    assert shared.wait_for(1)
    monkeypatch.setattr(Broken, "fault", True)
    until(lambda: shared.state.stale)
    assert shared.follows
    assert "KeyError" in caplog.text
    assert "'a mistake of ours'" not in caplog.text  # what an error says may hold a name
    assert shared.basis(Question(TODAY), read_parameters()).stale
    monkeypatch.setattr(Broken, "fault", False)
    until(lambda: not shared.state.stale)
    with SqliteStore(tmp_path / "world.db") as store:
        assert shared.wait_for(erase_myhre(store))
    shared.stop()


def test_a_server_that_follows_no_more_is_not_ready(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert server.client.get("/ready").status_code == 200
        server.service.snapshots.stop()
        assert_problem(server.client.get("/ready"), 503)
        assert server.client.get("/health").status_code == 200
