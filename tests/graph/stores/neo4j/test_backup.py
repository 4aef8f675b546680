"""Do the ways of docs/neo4j.md to keep a copy give the same store back?"""

from pathlib import Path

import pytest

from graph.stores.sqlite import SqliteStore
from tests.conftest import neo4j_jars
from tests.decisions import grid_decision
from tests.graph.stores.contract import content
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import NEWEST, VERSION, admin, free_port, running
from tests.worlds import loaded


@pytest.mark.soak
def test_a_dump_of_neo4j_admin_and_a_copy_give_the_same_store_back_in_a_newer_server_too(tmp_path: Path) -> None:
    neo4j_jars()
    port, password, dumps = free_port(), "not-the-usual-one", tmp_path / "backups"
    dumps.mkdir()
    with running(tmp_path / "first", port=port, password=password) as address, opened(address) as store:
        loaded(store, tmp_path / "world", grid_decision())
        before = content(store)
        with SqliteStore(tmp_path / "copy.db") as copied:
            copied.restore(store.contents())
    admin(tmp_path / "first", "database", "dump", "neo4j", f"--to-path={dumps}")
    assert (dumps / "neo4j.dump").stat().st_size > 0
    for name, version in (("same", VERSION), ("newer", NEWEST)):
        home = tmp_path / name
        admin(home, "database", "load", "neo4j", f"--from-path={dumps}", version=version)
        with running(home, password=password, version=version) as address, opened(address) as store:
            assert content(store) == before
            (count,) = store._connection.read("MATCH (n:Person) RETURN count(n)")[0]
            assert count > 0
            store.undo("world", at=store.loads()[-1].at)
    with running(tmp_path / "put back", password=password) as address, opened(address) as store:
        with SqliteStore(tmp_path / "copy.db") as copied:
            store.restore(copied.contents())
        assert content(store) == before
