"""What tests share: where the real data lies, when it is there."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from tests.neo4j_server import Address, empty_neo4j, jars, running
from tests.places import on_neo4j

ROOT = Path(__file__).parents[1]
settings.register_profile("untimed", deadline=None)  # no test fails because a machine is busy
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the files of snapshots out of the user's own cache folder."""
    before = os.environ.get("INROADS_CACHE")
    os.environ["INROADS_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["INROADS_CACHE"]
    else:
        os.environ["INROADS_CACHE"] = before


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real networks; only in CI must it be there."""
    found = Path(os.environ.get("INROADS_SHARED") or ROOT.parent / "shared") / "data"
    if not found.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the shared data is missing, and in CI these tests must run")
        pytest.skip("REAL DATA NOT THERE: set INROADS_SHARED to run these tests")
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests on the embedded store and on Neo4j, where their module asks for it (tests/places.py)."""
    if any("each_store" in mark.args for mark in metafunc.definition.iter_markers("usefixtures")):
        kinds = ["embedded"] if metafunc.definition.get_closest_marker("once") else ["embedded", "neo4j"]
        metafunc.parametrize("each_store", kinds, indirect=True, scope="module")


class Together(LoadScopeScheduling):
    """Keeps the Neo4j tests of a module on one worker, where they share its server and empty its one database.

    Two workers have such tests, half the modules each, and a server of their own: a third would have to be started and
    to compile what it does, too. A server that somebody named is one for all. (xdist's own groups are a change of the
    names of tests that pytest 9.2 does not take any more.)
    """

    def _split_scope(self, nodeid: str) -> str:
        module, _, name = nodeid.partition("::")
        kills = module.endswith("test_kills.py")  # these have servers of their own, and take long
        if kills or not ("[neo4j" in name or "neo4j" in module or module.endswith("test_copying.py")):
            return nodeid
        return "neo4j" if os.environ.get("INROADS_TEST_NEO4J_URI") else f"neo4j {zlib.crc32(module.encode()) % 2}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.fixture(scope="module")
def each_store(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the stores of a module be embedded ones, or all of them the database of the test run's Neo4j."""
    if getattr(request, "param", "embedded") == "embedded":
        yield
        return
    with on_neo4j(request.getfixturevalue("neo4j_server")):
        yield


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Start a real Neo4j, or take the one that INROADS_TEST_NEO4J_URI names; its data will be deleted."""
    uri = os.environ.get("INROADS_TEST_NEO4J_URI")
    if uri:
        user = os.environ.get("INROADS_TEST_NEO4J_USER") or "neo4j"
        yield Address(uri, user, os.environ.get("INROADS_TEST_NEO4J_PASSWORD") or "", 0)
        return
    neo4j_jars()
    with running(tmp_path_factory.mktemp("neo4j") / "data") as address:
        yield address


def neo4j_jars() -> None:
    """Make sure that Neo4j's jars are there; only in CI must they be."""
    try:
        jars()
    except Exception as error:  # noqa: BLE001 -- any failure of the download means the same
        if os.environ.get("CI") == "true":
            pytest.fail(f"Neo4j could not be had, and in CI these tests must run: {error}")
        pytest.skip(f"NO NEO4J COULD BE HAD ({type(error).__name__}): set INROADS_TEST_NEO4J_URI or go on line")


@pytest.fixture
def neo4j_empty(neo4j_server: Address) -> Address:
    """Empty the database of the test server."""
    empty_neo4j(neo4j_server)
    return neo4j_server
