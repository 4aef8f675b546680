"""Who gets in: access tokens, hashed, shown once, revocable; and no listening to others without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from api.commands.serving import is_loopback, server_settings
from api.tokens import check_token, create_token, list_tokens, revoke_token
from api.wiring import open_store
from graph.errors import BadArgument
from graph.registry import Registry
from tests.api.conftest import Served, served
from tests.api.test_api import assert_problem
from tests.api.test_cli import inroads as in_its_process
from tests.places import Place, Shared, empty_store
from tests.worlds import NOW

pytestmark = pytest.mark.usefixtures("each_store")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


Guarded = tuple[Served, str, str]


@contextmanager
def guarding(folder: Path) -> Iterator[Guarded]:
    with open_store(Place.of(folder)) as store:
        reader = create_token(store, "Kari Lunde", "read", at=NOW)
        writer = create_token(store, "Sara Holm", "write", at=NOW)
    with served(folder, tokens=True) as server:
        yield server, reader, writer


@pytest.fixture(scope="module")
def shared_guarded(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> Iterator[Shared[Guarded]]:
    shared = Shared(tmp_path_factory.mktemp("guarded"), guarding)
    yield shared
    shared.close()


@pytest.fixture
def guarded(shared_guarded: Shared[Guarded]) -> Guarded:
    return shared_guarded()


def everything(registry: Registry) -> str:
    return " ".join(registry.get(key)[0] or "" for key in registry.keys(""))


def test_a_token_is_known_by_its_hash_alone_and_dies_when_revoked(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    token = create_token(store, " Kari Lunde ", "read", at=NOW)
    secret = token.split("_", 2)[2]
    assert secret not in everything(store)
    known = check_token(store, token)
    assert known is not None
    assert (known.person, known.scope) == ("Kari Lunde", "read")
    for wrong in (token[:-1], token + "x", "inr_nothing_x", "", "Bearer", f"inr_{known.id}_", f"x_{known.id}_{secret}"):
        assert check_token(store, wrong) is None
    revoke_token(store, known.id)
    assert check_token(store, token) is None
    assert [one.revoked for one in list_tokens(store)] == [True]


def test_a_token_needs_a_person_and_a_known_scope(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for person, scope in (("Kari", "admin"), (" ", "read")):
        with pytest.raises(BadArgument):
            create_token(store, person, scope, at=NOW)
    with pytest.raises(BadArgument, match="no token"):
        revoke_token(store, "x")


def test_without_a_token_nothing_is_told_but_that_the_server_lives(guarded: Guarded) -> None:
    client = guarded[0].client
    refused = client.get("/v1/people")
    assert_problem(refused, 401)
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert_problem(client.get("/metrics"), 401)
    assert client.get("/health").status_code == client.get("/ready").status_code == 200


def test_a_read_token_reads_and_does_not_write(guarded: Guarded) -> None:
    server, reader, writer = guarded
    assert server.client.get("/v1/people", headers=bearer(reader)).status_code == 200
    ask = {"target": "Håkon Myhre"}
    assert_problem(server.client.post("/v1/asks", json=ask, headers=bearer(reader)), 403)
    assert server.client.post("/v1/asks", json=ask, headers=bearer(writer)).status_code == 201
    told = server.client.get("/v1/asks", headers=bearer(reader)).json()["asks"]
    assert told[0]["asked_by"]["name"] == "Sara Holm"


def test_the_tag_of_one_person_does_not_serve_another(guarded: Guarded) -> None:
    server, reader, writer = guarded
    tags = {server.client.get("/v1/people", headers=bearer(token)).headers["etag"] for token in (reader, writer)}
    assert len(tags) == 2


def test_guessing_tokens_is_slowed_down_and_keeps_nobody_out(tmp_path: Path) -> None:
    with open_store(Place.of(tmp_path)) as store:
        right = create_token(store, "Kari Lunde", "read", at=NOW)
    with served(tmp_path, tokens=True) as server:
        answers = [
            server.client.get(
                "/v1/people", headers={**bearer("inr_a_b"), "x-forwarded-for": f"192.0.2.{n}"}
            ).status_code
            for n in range(12)
        ]
        assert answers == [401] * 10 + [429] * 2
        assert server.client.get("/v1/people", headers=bearer(right)).status_code == 200
        typed = server.client.post("/login", data={"token": "inr_a_b"})
        assert (typed.status_code, int(typed.headers["retry-after"]) > 0) == (429, True)
        assert server.client.post("/login", data={"token": right}).status_code == 303


def test_a_server_that_did_not_know_asks_for_tokens_where_the_store_holds_one(tmp_path: Path) -> None:
    for name in ("open", "guarded"):
        (tmp_path / name).mkdir()
    with served(tmp_path / "open", tokens=None) as server:
        assert server.client.get("/v1/people").status_code == 200
    with open_store(Place.of(tmp_path / "guarded")) as store:
        token = create_token(store, "Kari Lunde", "read", at=NOW)
    with served(tmp_path / "guarded", tokens=None) as server:
        assert_problem(server.client.get("/v1/people"), 401)
        assert server.client.get("/v1/people", headers=bearer(token)).status_code == 200


def test_nobody_else_is_listened_to_without_a_token(tmp_path: Path) -> None:
    store = Place.of(tmp_path)
    assert server_settings(store, "127.0.0.1").tokens is False
    for host in ("0.0.0.0", "192.0.2.1", "example.com"):
        with pytest.raises(BadArgument, match="no access token"):
            server_settings(store, host)
    with open_store(store) as opened:
        create_token(opened, "Kari", "read", at=NOW)
    settings = server_settings(store, "0.0.0.0", ("inroads.example",))
    assert (settings.tokens, settings.hosts[-1], "0.0.0.0" in settings.hosts) == (True, "inroads.example", False)
    assert [is_loopback(host) for host in ("localhost", "::1", "127.1.2.3", "10.0.0.1")] == [True, True, True, False]


def test_tokens_are_made_listed_and_revoked_on_the_command_line(tmp_path: Path) -> None:
    def inroads(*words: str) -> CompletedProcess[str]:
        return in_its_process(*words, store=tmp_path / "unused.db", **Place.environment(tmp_path))

    made = inroads("token", "create", "--person", "Kari Lunde")
    assert made.returncode == 0, made.stderr
    token = made.stdout.strip()
    identity = token.split("_")[1]
    listed = inroads("token", "list").stdout
    assert (identity in listed, token in listed, "Kari Lunde" in listed) == (True, False, True)
    assert inroads("token", "revoke", identity).returncode == 0
    assert "revoked" in inroads("token", "list").stdout
    refused = inroads("serve", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert "token create" in refused.stderr
