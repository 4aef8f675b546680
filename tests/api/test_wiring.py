"""Is a store found by its name, and a server that never answers given up after the time that was asked for?"""

import socket
import time

import pytest

from api.wiring import open_store
from graph.errors import BadArgument, StoreUnreachable


def test_a_server_that_never_answers_is_given_up_after_the_patience_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INROADS_NEO4J_PATIENCE", "1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(StoreUnreachable):
            open_store(f"bolt://127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - began < 8  # 10 seconds and more by itself


@pytest.mark.parametrize("told", ["soon", "0", "-1", "nan", "601"])
def test_a_patience_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("INROADS_NEO4J_PATIENCE", told)
    with pytest.raises(BadArgument, match="INROADS_NEO4J_PATIENCE") as raised:
        open_store("bolt://127.0.0.1:1")
    assert "1 to 600" in raised.value.remedy


@pytest.mark.parametrize("name", ["mysql:x", "sqlite:", "bolt://", "bolt://kari:secret@localhost"])
def test_a_name_that_is_no_store_is_refused_and_no_password_repeated(name: str) -> None:
    with pytest.raises(BadArgument) as raised:
        open_store(name)
    assert "secret" not in str(raised.value) + raised.value.remedy
