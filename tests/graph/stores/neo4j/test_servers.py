"""Do the store and the reading commands work with a server that encrypts, and with one that lets nobody write?"""

import logging
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.settings import Settings
from graph.errors import StoreNotTrusted, StoreOffline, StoreReadOnly
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection
from graph.stores.sqlite import SqliteStore
from tests.api.conftest import running as served_from
from tests.conftest import neo4j_jars
from tests.decisions import grid_decision
from tests.graph.stores.contract import T0, content, load, person
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import VERSION, Address, free_port, running
from tests.worlds import FIRM, loaded, write_folder

GRID = "Grid data platform"
READING = (
    ("status",), ("status", "--json"), ("loads",), ("who", "Nordlys Energi AS"), ("introductions", "Håkon Myhre"),
    ("map", "Nordlys Energi AS"), ("map", GRID), ("plan", "Nordlys Energi AS", "--feed"), ("subject", "Håkon Myhre"),
    ("erase", "Håkon Myhre"), ("round", "show"), ("token", "list"),
    ("load", "FOLDER", "--source", "new", "--dry-run"), ("export", "OUT"),
)  # fmt: skip
WRITING = (
    ("load", "FOLDER", "--source", "new"), ("undo", "world"), ("stance", "Håkon Myhre", "2", "--by", "Kari Lunde"),
    ("seat", GRID, "user", "Eva Novotná", "--user", "Kari Lunde"), ("erase", "Håkon Myhre", "--yes"),
    ("line", "influence", "Håkon Myhre", "Eva Novotná", "--user", "Kari Lunde"),
    ("round", "open", GRID, "--user", "Petra Aune"), ("token", "create", "--person", "Kari Lunde"),
)  # fmt: skip
PAGES = (
    "/", "/?query=a", "/companies/Nordlys Energi", "/people/Håkon Myhre", "/people/Håkon Myhre/draft", "/loads",
    "/companies/Nordlys Energi/power-map", "/v1/companies/Nordlys Energi/introductions", "/v1/asks", "/metrics",
    "/v1/accounts/Nordlys Energi AS/advocacy",
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


@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_tls_without_a_question_who_it_is(encrypted: tuple[Address, Path], scheme: str) -> None:
    address, _ = encrypted
    with opened(Address(address.uri.replace("bolt", scheme, 1), address.user, address.password, 0)) as store:
        assert store.revision().number >= 0


def test_a_server_whose_database_did_not_start_is_told_from_one_that_is_not_there(tmp_path: Path) -> None:
    neo4j_jars()
    broken = tmp_path / "data" / "data" / "databases" / "neo4j" / "neostore"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"not a store" * 1_000)
    with running(tmp_path / "data") as address:
        for scheme in ("bolt", "neo4j"):
            uri = address.uri.replace("bolt", scheme, 1)
            with pytest.raises(StoreOffline, match="answers, and its database does not"):
                Connection(uri, address.user, address.password, patience_seconds=1)


@contextmanager
def asked(address: Address, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Run commands in this process on the server."""
    monkeypatch.setenv("INROADS_NEO4J_PASSWORD", address.password)
    monkeypatch.setenv("INROADS_STORE", address.uri)
    yield lambda *words: CliRunner().invoke(app, words)


def test_reading_commands_and_pages_work_on_a_database_that_is_read_only_and_writing_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_jars()
    data, port, password = tmp_path / "data", free_port(), "not-the-usual-one"
    places = {"FOLDER": str(write_folder(tmp_path / "new", FIRM)), "OUT": str(tmp_path / "out")}
    with running(data, port=port, password=password) as address, opened(address) as store:
        loaded(store, tmp_path / "world", grid_decision())
        before = content(store)
    with running(data, port=port, password=password, read_only=True) as address, asked(address, monkeypatch) as ask:
        for words in READING:
            told = ask(*(places.get(word, word) for word in words))
            assert told.exit_code == 0, (words, told.output)
        for words in WRITING:
            told = ask(*(places.get(word, word) for word in words))
            assert isinstance(told.exception, StoreReadOnly), (words, told.output)
        done = ask("copy", address.uri, f"sqlite:{tmp_path / 'copy.db'}")
        assert done.exit_code == 0, done.output
        with served_from(Settings(address.uri, rate=10_000, burst=10_000)) as server:
            for path in PAGES:
                answer = server.client.get(path, headers={"accept": "text/html"}, follow_redirects=True)
                assert answer.status_code == 200, (path, answer.text)
            refused = server.client.post("/v1/asks", json={"target": "Håkon Myhre"})
            assert refused.status_code == 503
            assert "cannot be written to" in refused.text
        with opened(address) as reader:
            with pytest.raises(StoreReadOnly):
                reader.record(load(person("new")), at=T0)
            assert content(reader) == before
    with SqliteStore(tmp_path / "copy.db") as copied:
        assert content(copied) == before


class Begun(logging.Handler):
    """How transactions were begun, as the driver tells it: to read or to write."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.read = self.write = 0

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if re.search(r"C: (BEGIN|RUN .*\} \{.+\}$)", text):
            self.read += "'mode': 'r'" in text
            self.write += "'mode': 'r'" not in text


def test_reading_commands_and_pages_begin_no_transaction_that_may_write(
    make: Callable[..., Neo4jStore], neo4j_empty: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A login of Enterprise that may only read is refused such a transaction, whatever it would do."""
    loaded(make(), tmp_path / "world", grid_decision())
    places = {"FOLDER": str(write_folder(tmp_path / "new", FIRM)), "OUT": str(tmp_path / "out")}
    begun, log = Begun(), logging.getLogger("neo4j.io")
    usual = log.level
    log.addHandler(begun)
    log.setLevel(logging.DEBUG)
    try:
        with asked(neo4j_empty, monkeypatch) as ask:
            for words in READING:
                seen = begun.read
                told = ask(*(places.get(word, word) for word in words))
                assert (told.exit_code, begun.write) == (0, 0), (words, told.output)
                assert begun.read > seen, words
            with served_from(Settings(neo4j_empty.uri, rate=10_000, burst=10_000)) as server:
                for path in PAGES:
                    assert server.client.get(path, follow_redirects=True).status_code == 200, path
                    assert begun.write == 0, path
            assert ask("undo", "world").exit_code == 0
            assert begun.write > 0
    finally:
        log.removeHandler(begun)
        log.setLevel(usual)
