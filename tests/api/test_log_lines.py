"""The log of `inroads serve`, as its own process writes it."""

import logging
import re
from pathlib import Path

import httpx
import pytest

from api.logs import Line, log_settings
from tests.api.conftest import answers, serve_command, until
from tests.api.worlds import world_store

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING|ERROR) ([0-9a-f]{16}|-) .+")


def served_log(folder: Path, paths: list[str]) -> tuple[list[httpx.Response], list[str]]:
    """Start the command over the small world, ask, end it; return the answers and the lines of its log."""
    world_store(folder).close()
    log = folder / "log"
    with serve_command(f"sqlite:{folder / 'world.db'}", log, INROADS_CACHE="off") as client:
        until(lambda: answers(client, "/ready"))
        told = [client.get(path) for path in paths]
    return told, log.read_text().splitlines()


def test_each_request_is_a_line_with_its_id_and_without_names(tmp_path: Path) -> None:
    paths = ["/v1/people?query=Secretperson", "/people/Secretperson", "/nowhere/Secretperson", "/health"]
    told, lines = served_log(tmp_path, paths)
    for answer, route in zip(told, ("/v1/people", "/people/{id}", "none", "/health"), strict=True):
        identity = answer.headers["x-request-id"]
        mine = [line for line in lines if identity in line]
        assert len(mine) == 1, lines
        said = rf"INFO {identity} GET {re.escape(route)} {answer.status_code} \d+\.\d ms"
        assert re.search(said, mine[0]), mine
    assert all(LINE.fullmatch(line) for line in lines), lines
    assert any("Uvicorn running" in line for line in lines)
    assert not any("Secretperson" in line or "query" in line for line in lines)


def test_what_an_error_says_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    name = "Kari Lunde"
    try:
        raise ValueError(name)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed")
    line = Line().format(caplog.records[-1])
    assert name not in line
    assert re.search(r"Z ERROR - failed: ValueError\n.*test_log_lines", line, re.DOTALL)


def test_the_demo_writes_no_line_for_a_request() -> None:
    assert log_settings(requests=False)["loggers"]["api"] == {"level": "WARNING"}
    assert log_settings()["loggers"]["api"] == {"level": "INFO"}


def test_the_page_of_somebody_unknown_names_no_command(client: httpx.Client) -> None:
    told = client.get("/people/Secretperson", headers={"accept": "text/html"})
    assert told.status_code == 404
    assert "Search for a part of the name" in told.text
    assert "inroads serve" not in told.text
