"""Do the store and the reading commands work with a server that encrypts, and with one that lets nobody write?"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from graph.errors import StoreNotTrusted, StoreReadOnly
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from tests.conftest import neo4j_jars
from tests.graph.stores.contract import T0, content, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.graph.stores.neo4j.test_graph import WORLD
from tests.neo4j_server import VERSION, Address, free_port, running

READING = (
    ("status",), ("loads",), ("who", "Nordlys Energi AS"), ("introductions", "Håkon Myhre"),
    ("map", "Nordlys Energi AS"), ("plan", "Nordlys Energi AS", "--feed"),
)  # fmt: skip


def certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that vouches for itself, with its key, as Neo4j wants them."""
    folder.mkdir()
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
        f" -keyout {folder / 'private.key'} -out {folder / 'public.crt'}"
    )
    subprocess.run([shutil.which("openssl") or "openssl", *words.split()], check=True, capture_output=True)
    return folder / "public.crt"


def test_the_server_has_the_version_that_was_asked_for(connection: Connection, neo4j_server: Address) -> None:
    (version,) = connection.read("CALL dbms.components() YIELD versions RETURN versions[0]")[0]
    assert version == VERSION or not neo4j_server.pid  # whoever names a server of their own chooses its version


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Address, Path]]:
    neo4j_jars()
    folder = tmp_path_factory.mktemp("tls")
    trusted = certificate(folder / "certificates")
    with running(folder / "data", tls=trusted.parent) as address:
        yield address, trusted


@pytest.mark.xdist_group("neo4j servers")
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_tls_works_where_the_certificate_is_trusted_and_is_refused_where_not(
    encrypted: tuple[Address, Path], scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, trusted = encrypted
    uri = address.uri.replace("bolt", scheme, 1)
    with pytest.raises(StoreNotTrusted, match="is not trusted here") as raised:
        Connection(uri, address.user, address.password, patience_seconds=2)
    assert address.password not in str(raised.value) + str(raised.value.__cause__)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with Neo4jStore(Connection(uri, address.user, address.password)) as store:
        store.record(load(person(scheme), source=scheme), at=T0)
        assert scheme in {row[2] for row in content(store)}


@pytest.mark.xdist_group("neo4j servers")
@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_tls_without_a_question_who_it_is(encrypted: tuple[Address, Path], scheme: str) -> None:
    address, _ = encrypted
    with opened(Address(address.uri.replace("bolt", scheme, 1), address.user, address.password, 0)) as store:
        assert store.revision().number >= 0


@pytest.mark.xdist_group("neo4j servers")
def test_every_reading_command_works_on_a_database_that_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_jars()
    data, port, password = tmp_path / "data", free_port(), "not-the-usual-one"
    monkeypatch.setenv("INROADS_NEO4J_PASSWORD", password)
    with running(data, port=port, password=password) as address, opened(address) as store:
        store.record(load(*WORLD), at=T0)
        before = content(store)
    with running(data, port=port, password=password, read_only=True) as address:
        for words in READING:
            told = CliRunner().invoke(app, [*words, "--store", address.uri])
            assert told.exit_code == 0, (words, told.output)
        status = CliRunner().invoke(app, ["status", "--json", "--store", address.uri])
        assert json.loads(status.stdout)
        exported = CliRunner().invoke(app, ["export", str(tmp_path / "out"), "--store", address.uri])
        assert exported.exit_code == 0, exported.output
        with opened(address) as reader:
            assert content(reader) == before
            with pytest.raises(StoreReadOnly):
                reader.record(load(person("new")), at=T0)
            assert content(reader) == before
