"""Does a copied store answer as the first one did, and is a bad copy refused or absent?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.use_cases import compare, copy
from api.viewer import SYSTEM
from graph.errors import CopyDiffers
from graph.provenance import RecordId, record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from tests.api.test_cli import inroads
from tests.api.worlds import world_store
from tests.conftest import ROOT
from tests.graph.stores.contract import COMPLETE, T0, eventful, load, person, told
from tests.graph.stores.neo4j.conftest import opened
from tests.neo4j_server import Address
from tests.worlds import NOW

QUESTIONS = (("who", "Nordlys Energi"), ("map", "Nordlys Energi"), ("introductions", "Håkon Myhre"))


def still(_: int) -> None:
    """Watch nothing."""


@pytest.fixture
def neo4j(neo4j_empty: Address) -> Iterator[Store]:
    with opened(neo4j_empty) as store:
        yield store


def test_from_sqlite_to_neo4j_and_back_is_the_same_store(neo4j: Store, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.db") as first, SqliteStore(tmp_path / "b.db") as last:
        first.restore(eventful().contents())
        there = compare(SYSTEM, neo4j, copy(SYSTEM, first, neo4j, watch=still), watch=still)
        back = compare(SYSTEM, last, copy(SYSTEM, neo4j, last, watch=still), watch=still)
        assert there == back
        assert told(first) == told(neo4j) == told(last)
        assert there["claims"] == len(list(first.beliefs()))


def test_who_was_erased_stays_erased_in_the_copy(neo4j: Store, tmp_path: Path) -> None:
    kari = person("1", email="kari@varde.example")
    with SqliteStore(tmp_path / "a.db") as first:
        first.record(load(kari, person("2")), at=T0)
        first.erase([RecordId(record_id("crm", "people", "1"))], at=T0)
        copy(SYSTEM, first, neo4j, watch=still)
    assert neo4j.record(load(kari, person("2")), at=T0).counts.suppressed == 1
    elsewhere = load(person("x", email="Kari@varde.example"), source="hr")
    assert neo4j.record(elsewhere, at=T0).counts.suppressed == 1


def test_the_command_copies_and_every_answer_is_the_same(tmp_path: Path, neo4j_empty: Address) -> None:
    with world_store(tmp_path) as store:
        store.record(load(person("77", "Late Comer"), source="late"), at=NOW)
        store.undo("late", at=NOW)
    first, last = f"sqlite:{tmp_path / 'world.db'}", f"sqlite:{tmp_path / 'last.db'}"
    login = {"INROADS_NEO4J_USER": neo4j_empty.user, "INROADS_NEO4J_PASSWORD": neo4j_empty.password}
    for words in ((first, neo4j_empty.uri), (neo4j_empty.uri, last)):
        done = inroads("copy", *words, store=tmp_path / "unused.db", **login)
        assert done.returncode == 0, done.stderr
        assert "2 loads, 3 revisions, 1 registry entry, and read them back: the same (checksum " in done.stdout
    for words in QUESTIONS:
        asked = (*words, "--as-of", "2026-11-24", "--known-on", "2026-11-24", "--json")
        answers = [inroads(*asked, store=tmp_path / name).stdout for name in ("world.db", "last.db")]
        assert answers[0] == answers[1]
        assert json.loads(answers[0])
    assert not (tmp_path / "unused.db").exists()


def test_what_is_not_there_or_not_empty_is_refused_and_not_touched(tmp_path: Path) -> None:
    world_store(tmp_path).close()
    full, none = f"sqlite:{tmp_path / 'world.db'}", f"sqlite:{tmp_path / 'none.db'}"
    missing = inroads("copy", none, full, store=tmp_path / "x.db")
    assert (missing.returncode, "none.db" in missing.stderr) == (4, True), missing.stderr
    assert not (tmp_path / "none.db").exists()
    refused = inroads("copy", full, full, store=tmp_path / "x.db")
    assert (refused.returncode, "(loads: 1, revisions: 1, " in refused.stderr) == (2, True)
    assert "Traceback" not in refused.stderr


def test_a_copy_that_lost_something_is_not_taken_for_good() -> None:
    source, target = eventful(), MemoryStore()
    wanted = copy(SYSTEM, source, target, watch=still)
    assert compare(SYSTEM, target, wanted, watch=still)["claims"] == wanted.claims
    target.put_if_version("token/x", "{}", 2)
    with pytest.raises(CopyDiffers, match=str(wanted.claims)):
        compare(SYSTEM, target, wanted, watch=still)


_COPIER = """
import sys, time
from pathlib import Path
from dataclasses import replace
from api.wiring import open_store
class Slow:
    def __init__(self, store): self.store = store
    def contents(self):
        whole = self.store.contents()
        def slowly():
            for number, belief in enumerate(whole.beliefs):
                if number % 100 == 0:
                    print(number, flush=True)
                    time.sleep(0.02)
                yield belief
        return replace(whole, beliefs=slowly())
from api.use_cases import copy
from api.viewer import SYSTEM
with open_store(sys.argv[1]) as source, open_store(sys.argv[2]) as target:
    copy(SYSTEM, Slow(source), target, watch=lambda rows: None)
print("whole", flush=True)
"""


@pytest.mark.parametrize("kind", ["sqlite", "neo4j"])
def test_a_copy_that_is_killed_leaves_an_empty_store_and_can_be_made_again(
    tmp_path: Path, kind: str, neo4j_empty: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(tmp_path / "a.db") as source:
        for number in range(3):
            people = [person(str(n), f"Name {number}") for n in range(1_200)]
            source.record(load(*people, scopes=COMPLETE), at=T0)
    names = [f"sqlite:{tmp_path / 'a.db'}", neo4j_empty.uri if kind == "neo4j" else f"sqlite:{tmp_path / 'b.db'}"]
    environment = os.environ | {
        "INROADS_NEO4J_USER": neo4j_empty.user, "INROADS_NEO4J_PASSWORD": neo4j_empty.password,
    }  # fmt: skip

    def target() -> Any:
        return SqliteStore(tmp_path / "b.db") if kind == "sqlite" else opened(neo4j_empty, stage_seconds=0)

    for kill in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", _COPIER, *names], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        )
        assert process.stdout is not None
        for _ in range(1 + kill * 11):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert "whole" not in process.stdout.read()
        process.stdout.close()
        with target() as store:
            assert (store.revision().number, store.loads(), store.entries()) == (0, [], [])
            assert list(store.snapshot_rows(3)) == []
    time.sleep(0.01)
    with SqliteStore(tmp_path / "a.db") as source, target() as store:
        compare(SYSTEM, store, copy(SYSTEM, source, store, watch=still), watch=still)
        assert told(store) == told(source)
