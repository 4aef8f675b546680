"""Is every hostile file refused with a reason, through the write door and on the command line, with nothing written?"""

import contextlib
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from graph.vocabulary.text import plain_text
from loaders.run import load_path
from tests.conftest import ROOT
from tests.graph.stores.contract import content
from tests.hostile import HOSTILE
from tests.loaders.test_linkedin import archive
from tests.worlds import NOW, loaded, snapshot_of


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    write, reason = HOSTILE[name]
    path = write(tmp_path)
    with SqliteStore(tmp_path / "s.db") as store:
        with pytest.raises(ImportRefused, match=reason) as refused:
            load_path(store, path, source="x", owner="Kari", now=NOW)
        assert refused.value.detail
        assert (store.revision().number, store.loads(), content(store)) == (0, [], set())


@pytest.mark.parametrize("name", ["zip with a lying header", "NUL at the end"])
def test_the_command_line_exits_with_3_and_says_why(tmp_path: Path, name: str) -> None:
    write, reason = HOSTILE[name]
    words = ["load", str(write(tmp_path)), "--source", "x", "--owner", "Kari", "--store", f"sqlite:{tmp_path / 's.db'}"]
    done = subprocess.run(
        [sys.executable, "-c", "from api.__main__ import main; main()", *words],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert reason in done.stderr
    with SqliteStore(tmp_path / "s.db") as store:
        assert (store.revision().number, store.loads()) == (0, [])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6))
def test_no_damage_makes_a_zip_raise_anything_but_a_refusal(tmp_path: Path, damage: list[tuple[float, bytes]]) -> None:
    path = archive(tmp_path)
    raw = bytearray(path.read_bytes())
    for where, new in damage:
        at = int(where * (len(raw) - len(new)))
        raw[at : at + len(new)] = new
    path.write_bytes(raw)
    with contextlib.suppress(ImportRefused):
        load_path(MemoryStore(), path, owner="Kari", now=NOW)


def test_names_keep_their_letters_and_lose_what_steers_a_screen(tmp_path: Path) -> None:
    pile = "Zo\u0308" + "\u0301\u0302\u0303\u0304\u0305" * 20 + "e"
    rows = f'1,"Kari\u202e\u200b Lunde"\n2,A\u030asa Berg\n3,{pile}\n4,محمد رضا\n5,Ola\x1b[31m\n6,می\u200cخواهم\n'
    with SqliteStore(tmp_path / "s.db") as store:
        loaded(store, tmp_path / "w", {"people.csv": f"id,name\n{rows}"})
        names = {person.name for person in snapshot_of(store).people.values()}
    assert {"Kari Lunde", "Åsa Berg", "محمد رضا", "Ola[31m", "می\u200cخواهم"} < names
    (piled,) = [name for name in names if name.startswith("Z")]
    assert sum(unicodedata.combining(character) > 0 for character in piled) == 2
    assert all(unicodedata.is_normalized("NFC", name) for name in names)


@pytest.mark.parametrize("text", ["", "Kari", "Łukasz\tß\n", "김민수", "မြန်မာ", "हिन्दी", "Nguyễn Văn Ơn", "שָׁלוֹם"])
def test_ordinary_text_is_not_changed_and_twice_is_once(text: str) -> None:
    assert plain_text(text) == unicodedata.normalize("NFC", text)
    assert plain_text(plain_text(text)) == plain_text(text)
