"""Does an export, loaded into an empty store, give the same answers, and is it written whole or not at all?"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.use_cases import Question, introductions, who
from api.viewer import SYSTEM
from graph.errors import BadArgument
from graph.parameters import read_parameters
from graph.provenance import Claim, Load, RecordId, record_id
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.vocabulary.text import guarded, unguarded
from loaders.export import export_tables
from loaders.run import inputs, load_path
from tests.loaders.test_linkedin import FILES, RECOMMENDED, archive
from tests.worlds import FIRM, NOW, TODAY, loaded, snapshot_of

WORLD = {
    **FIRM,
    "companies.csv": FIRM["companies.csv"] + "o,Hafslund Nett,other,NO\n=x,'=Formula Ltd,other,\n",
    "company_succession.csv": "predecessor,successor,kind,date\no,h,rename,2011\n",
    "company_aliases.csv": "company,alias\nn,Nordlys Kraft\n",
    "employments.csv": FIRM["employments.csv"] + "g,o,Engineer,Grid,2009,2014\ns,=x,-1,@unit,2001,2003\n",
    "stances.csv": 'person,by,date,value,agreed,note\nt,k,2026-11-03,-2,yes,"=two\nlines, ""quoted"""\n',
    "leaders.csv": "company,name,title\nn,Håkon Myhre,CFO\nn,Ingrid Solberg,CEO\n",
    "projects.csv": "id,company,name,start,end,outcome\np,n,Pilot,2022,2023,bad\n",
    "project_people.csv": "project,person\np,s\np,t\n",
}


def world(folder: Path) -> MemoryStore:
    """Tables in two exports, a LinkedIn archive, an observed roster and decisions."""
    store = MemoryStore()
    first = {**WORLD, "source.toml": 'as_of = 2025-02-01\ncomplete = ["employments"]\n'}
    loaded(store, folder / "hr", first)
    changed = {
        **first,
        "people.csv": FIRM["people.csv"]
        .replace("Håkon Myhre", "Håkon A Myhre")
        .replace("g,Marit Eikeland,,", "g,Marit Eikeland,yes,"),
    }
    loaded(store, folder / "hr", {**changed, "source.toml": "as_of = 2026-02-01\n"})
    (folder / "li").mkdir()
    load_path(store, archive(folder / "li", {**FILES, **RECOMMENDED}), now=NOW)
    snapshot = snapshot_of(store)
    myhre = [one for one, person in snapshot.people.items() if "Myhre" in person.name]
    store.decide(RecordId(myhre[0]), RecordId(myhre[1]), "same", by="kari", at=NOW)
    others = sorted(one for one in snapshot.people if one not in myhre)
    store.decide(RecordId(others[0]), RecordId(others[1]), "different", by="kari", at=NOW.replace(day=20))
    return store


def loaded_again(folder: Path) -> MemoryStore:
    store = MemoryStore()
    for one in inputs(folder)[0]:
        assert load_path(store, one.path, now=NOW, trusted=True).rejected == ()
    return store


def answers(store: Store, as_of: date) -> list[Any]:
    """All answers there are, without revision and rows."""
    snapshot, question, parameters = snapshot_of(store), Question(as_of), read_parameters()
    told: list[Any] = [who(SYSTEM, store, one, question, parameters) for one in sorted(snapshot.companies)]
    told += [introductions(SYSTEM, store, one, question, parameters) for one in sorted(snapshot.people)]
    text = json.dumps(told, default=lambda value: value.isoformat(), sort_keys=True)

    def plain(value: dict[str, Any]) -> dict[str, Any]:
        return {name: item for name, item in value.items() if name not in {"revision", "record"}}

    return json.loads(text, object_hook=plain)  # type: ignore[no-any-return] -- JSON is of any type


def test_an_export_loaded_into_an_empty_store_gives_the_same_answers(tmp_path: Path) -> None:
    before = world(tmp_path)
    export_tables(before, tmp_path / "out", revision=before.revision().number)
    after = loaded_again(tmp_path / "out")
    assert any(item["introductions"] for item in answers(before, TODAY) if "target" in item)
    for day in (TODAY, date(2025, 6, 1)):
        assert answers(after, day) == answers(before, day)
    assert held(after) == held(before)


def held(store: Store) -> set[tuple[object, ...]]:
    rows = (item for batch in store.snapshot_rows(store.revision().number) for item in batch)
    return {
        (h.source, h.claim.table, h.claim.key, h.claim.content, None if h.source == "workspace" or h.claim.table == "observed" else h.as_of)
        for h in rows
    }  # fmt: skip


def test_an_export_of_an_export_is_the_same_files(tmp_path: Path) -> None:
    store = world(tmp_path)
    export_tables(store, tmp_path / "a", revision=store.revision().number)
    again = loaded_again(tmp_path / "a")
    export_tables(again, tmp_path / "b", revision=again.revision().number)

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file() and not path.name.startswith(".")
        }

    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert {
        "workspace/identities.csv",
        "hr/2025-02-01/people.csv",
        "hr/2026-02-01/source.toml",
        "linkedin_kari-lunde/people.csv",
    } <= files(tmp_path / "a").keys()
    assert b"observed_rows.people = 2026-02-01" in files(tmp_path / "a")["hr/2026-02-01/source.toml"]
    assert b'"s","=x"' not in files(tmp_path / "a")["hr/2025-02-01/employments.csv"]


def test_keys_and_ids_of_any_form_come_back(tmp_path: Path) -> None:
    store = MemoryStore()
    own = ["a;b", " x", "p-aaaaaaaaaaaaaaaa", "'=1", "ø\tå", "two  blanks", "|", "-"]
    people = [Claim("people", one.strip(), (one.strip(), f"Name {n}", *(None,) * 9)) for n, one in enumerate(own)]
    records = sorted(record_id("odd:/source", "people", claim.key) for claim in people)
    meeting = Claim("contacts", "another key", ("m", "meeting", "2026-01-01", None, ";".join(records)))
    twice = [Claim("acquaintances", f"row {n}", (records[0], records[1], "friend", None, None, None)) for n in range(2)]
    stranger = Claim(
        "acquaintances", "row 3", (records[0], record_id("else", "people", "x"), "friend", None, None, None)
    )
    store.record(Load("odd:/source", "x", TODAY, (*people, meeting, *twice, stranger)), at=NOW)
    export_tables(store, tmp_path / "out", revision=1)
    assert held(loaded_again(tmp_path / "out")) == held(store)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    store = world(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    for replace in (False, True):
        with pytest.raises(BadArgument):
            export_tables(store, out, revision=1, replace=replace)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    (out / "mine.txt").unlink()
    export_tables(store, out, revision=1)
    with pytest.raises(BadArgument, match="not empty"):
        export_tables(store, out, revision=1)
    export_tables(store, out, revision=store.revision().number, replace=True)
    assert (out / "workspace").is_dir()


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Broken(MemoryStore):
        readings = 0

        def snapshot_rows(self, at: int) -> Any:
            self.readings += 1
            for batch in super().snapshot_rows(at):
                if self.readings == 2:
                    yield batch[:1]
                    raise OSError(28, "no space left")
                yield batch

    store = Broken()
    loaded(store, tmp_path / "w", WORLD)
    (tmp_path / "home").mkdir()
    store.readings = 0
    with pytest.raises(BadArgument, match="no space left"):
        export_tables(store, tmp_path / "home" / "out", revision=1)
    assert list((tmp_path / "home").iterdir()) == []


@given(st.text(alphabet="'=+-@ \t\nab＝1", max_size=6))
def test_the_guard_against_formulas_is_taken_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in {"=", "+", "-", "@", "＝"}
