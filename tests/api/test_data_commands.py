"""Do load, strip, export and erase say what they did, and exit as they should?"""

import io
import json
import signal
import subprocess
import sys
import time
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from api.commands.options import Form
from api.progress import shown_when_slow
from api.terminal_loads import print_load
from api.tokens import check_token, create_token, list_tokens
from api.use_cases import Question, erase, erasure
from api.viewer import SYSTEM
from graph.errors import AmbiguousName, BadArgument
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.run import load_path
from tests.api.test_cli import inroads
from tests.api.test_cli_faults import heeds_ctrl_c
from tests.api.worlds import WORLD
from tests.loaders.test_linkedin import archive
from tests.worlds import NOW, TODAY, loaded, snapshot_of, write_folder

TOLD = {
    **WORLD,
    "source.toml": 'name = "crm"\n',
    "notes.csv": "company,kind,text\nn,heard,Mette Lund asked Håkon  MYHRE about it\nc,heard,Håkon Myhrene\n",
}


def test_load_says_the_same_as_json_dry_or_not_and_takes_a_folder_full(tmp_path: Path) -> None:
    write_folder(tmp_path / "in" / "crm", TOLD)
    archive(tmp_path / "in")
    (tmp_path / "in" / "readme.txt").write_text("x")
    store = tmp_path / "s.db"
    dry = json.loads(inroads("load", str(tmp_path / "in"), "--json", "--dry-run", store=store).stdout)
    assert [item["dry_run"] for item in dry["loads"]] == [True, True]
    done = json.loads(inroads("load", str(tmp_path / "in"), "--json", store=store).stdout)
    linkedin, crm = done["loads"]
    assert crm["counts"] | {"merged": 0} == dry["loads"][1]["counts"]
    assert (crm["counts"]["merged"], crm["counts"]["doubtful"], crm["doubts"]) == (3, 0, [])
    assert [(row["file"], row["line"]) for row in linkedin["rejected"]] == [
        ("Connections.csv", 6),
        ("Connections.csv", 7),
    ]
    assert [Path(name).name for name in done["passed_over"]] == ["readme.txt"]
    again = inroads("load", str(tmp_path / "in"), store=store)
    assert "0 merged, 0 doubtful" in again.stdout
    assert "Passed over" in again.stdout
    refused = inroads("load", str(tmp_path / "in"), "--source", "x", store=store)
    assert (refused.returncode, "one by one" in refused.stderr) == (2, True)


def test_an_input_that_is_refused_keeps_no_other_out(tmp_path: Path) -> None:
    write_folder(tmp_path / "in" / "a", {"people.csv": "name\nKari\n"})
    write_folder(tmp_path / "in" / "b", {"people.csv": "id\n", "source.toml": "name = 'b'\nas_of = 'soon'\n"})
    write_folder(tmp_path / "in" / "c", TOLD)
    done = inroads("load", str(tmp_path / "in"), "--json", store=tmp_path / "s.db")
    assert done.returncode == 3
    assert ("names no source" in done.stderr, "source.toml: cannot be read" in done.stderr) == (True, True)
    told = json.loads(done.stdout)
    assert [load["source"] for load in told["loads"]] == ["crm"]
    assert len(told["refused"]) == 2


def test_nothing_is_loaded_when_one_path_is_no_input(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    done = inroads("load", str(write_folder(tmp_path / "crm", TOLD)), str(tmp_path / "none"), store=store)
    assert done.returncode == 3
    assert inroads("loads", store=store).stdout == ""


def test_strip_and_export_on_the_command_line(tmp_path: Path) -> None:
    store, out = tmp_path / "s.db", tmp_path / "out.zip"
    done = inroads("strip", str(archive(tmp_path)), str(out), store=store)
    assert (done.returncode, "4 rows of Connections.csv" in done.stdout) == (0, True), done.stderr
    assert inroads("strip", str(archive(tmp_path)), str(out), store=store).returncode == 2
    assert inroads("strip", "README.md", str(tmp_path / "no.zip"), store=store).returncode == 3
    assert inroads("load", str(out), str(write_folder(tmp_path / "crm", TOLD)), store=store).returncode == 0
    done = inroads("export", str(tmp_path / "all"), store=store)
    assert (done.returncode, "8 contacts" in done.stdout or "6 contacts" in done.stdout) == (0, True), done.stderr
    assert inroads("export", str(tmp_path / "all"), store=store).returncode == 2
    assert inroads("export", str(tmp_path / "all"), "--force", store=store).returncode == 0
    assert inroads("load", str(tmp_path / "all"), store=tmp_path / "new.db").returncode == 0
    first, second = (
        json.loads(inroads("who", "Nordlys Energi", "--as-of", "2026-11-24", "--json", store=one).stdout)
        for one in (store, tmp_path / "new.db")
    )
    assert [item["person"] for item in first["people"]] == [item["person"] for item in second["people"]]


def test_erase_shows_first_and_then_leaves_nothing(tmp_path: Path) -> None:
    store, home = tmp_path / "s.db", write_folder(tmp_path / "crm", TOLD)
    inroads("load", str(home), store=store)
    shown = inroads("erase", "Håkon Myhre", store=store)
    assert (shown.returncode, "Nothing is erased yet" in shown.stdout) == (0, True), shown.stderr
    assert "still named in a text, look yourself: crm notes.csv:2 (notes)" in shown.stdout
    assert "notes.csv:3" not in shown.stdout
    told = json.loads(inroads("erase", "Håkon Myhre", "--yes", "--json", store=store).stdout)
    assert (told["erased"], told["claims"]["leaders"], told["claims"]["people"]) == (True, 1, 1)
    assert inroads("erase", "Håkon Myhre", store=store).returncode == 2
    inroads("undo", "crm", store=store)
    again = json.loads(inroads("load", str(home), "--json", store=store).stdout)
    assert again["loads"][0]["counts"]["suppressed"] > 2
    who = json.loads(inroads("who", "Nordlys Energi", "--json", store=store).stdout)
    assert who["listed_leaders"]["total"] == 2
    with SqliteStore(store) as opened:
        texts = [repr(item) for batch in opened.snapshot_rows(opened.revision().number) for item in batch]
    assert [text for text in texts if "Myhre'" in text] == []


def test_erasing_one_of_us_takes_tokens_and_authorship_and_says_what_still_names_them(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    people = "id,name,email\nk,Kari Lunde,kari.l@varde.example\na,Anna Berg,anna@varde.example\n"
    file = write_folder(tmp_path / "in", {"people.csv": people})
    with SqliteStore(path) as store:
        load_path(store, file, source="linkedin:kari-lunde", now=NOW, by="Kari Lunde")
        load_path(store, file, source="calendar:kari.l@varde.example", now=NOW, by="Anna Berg")
        token, other = (
            create_token(store, "Kari LUNDE", "write", at=NOW),
            create_token(store, "Anna Berg", "read", at=NOW),
        )
    shown = inroads("erase", "Kari Lunde", store=path).stdout
    assert ("their access tokens" in shown, "the source linkedin:kari-lunde" in shown, "new store" in shown) == (
        True,
    ) * 3
    told = json.loads(inroads("erase", "Kari Lunde", "--yes", "--json", store=path).stdout)
    assert told["named_sources"] == ["calendar:kari.l@varde.example", "linkedin:kari-lunde"]
    with SqliteStore(path) as store:
        assert [one.by for one in store.loads()] == ["", "Anna Berg"]
        assert (check_token(store, token), check_token(store, other) is None) == (None, False)
        assert sorted((one.person, one.revoked) for one in list_tokens(store)) == [("", True), ("Anna Berg", False)]
        assert "lunde" not in str(store.entries()).casefold()


def test_the_subject_report_tells_all_that_is_held_with_its_rows_and_nothing_after_an_erasure(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    lists = "company,name,title,reports_to\nn,Håkon Myhre,CFO,\nn,Sunniva Aas,Controller,Håkon Myhre\n"
    accounts = "company,class,lead\nn,portfolio,t\n"
    write_folder(tmp_path / "crm", {**TOLD, "leaders.csv": lists, "accounts.csv": accounts})
    assert inroads("load", str(tmp_path / "crm"), store=store).returncode == 0
    told = json.loads(inroads("subject", "Håkon Myhre", "--json", store=store).stdout)
    tables = {claim["table"] for claim in told["claims"]}
    assert tables >= {"people", "employments", "leaders", "accounts"}
    (name,) = [claim for claim in told["claims"] if claim["table"] == "people"]
    assert name["says"]["name"] == "Håkon Myhre"
    assert name["record"].startswith("people.csv:")
    shown = inroads("subject", "Håkon Myhre", store=store).stdout
    assert "employments" in shown
    assert "still named in a text" in shown
    assert inroads("erase", "Håkon Myhre", "--yes", store=store).returncode == 0
    assert inroads("subject", "Håkon Myhre", store=store).returncode == 2
    with SqliteStore(store) as opened:
        left = [held.claim for batch in opened.snapshot_rows(opened.revision().number) for held in batch]
    assert [claim.value("reports_to") for claim in left if claim.table == "leaders"] == [None]
    assert [(claim.value("class"), claim.value("lead")) for claim in left if claim.table == "accounts"] == [
        ("portfolio", None)
    ]


def test_nobody_is_erased_by_a_name_that_two_have(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "w", {**WORLD, "people.csv": WORLD["people.csv"] + "z,Håkon Myhre,,\n"})
    with pytest.raises(AmbiguousName) as refused:
        erasure(SYSTEM, store, "håkon myhre", Question(TODAY))
    assert len(refused.value.ids) == 2
    assert "(CFO, Nordlys" in refused.value.remedy
    one = refused.value.ids[0]
    erase(SYSTEM, store, erasure(SYSTEM, store, one, Question(TODAY)), at=NOW)
    assert [person.name for person in snapshot_of(store).people.values()].count("Håkon Myhre") == 1


def test_records_that_were_withdrawn_long_ago_are_erased_with_the_person(tmp_path: Path) -> None:
    store = MemoryStore()
    people = "id,name,email\n1,Ola Nor,Ola@x.example\n2,Eva Li,ola@x.example\n"
    toml = 'complete = ["people"]\nas_of = 2026-01-0{}\n'
    loaded(store, tmp_path / "old", {"people.csv": people, "source.toml": toml.format(1)})
    loaded(store, tmp_path / "old", {"people.csv": "id,name,email\n", "source.toml": toml.format(2)})
    loaded(store, tmp_path / "new", {"people.csv": "id,name,email\nx,Ola A. Nor,ola@x.example\n"})
    told = erasure(SYSTEM, store, "Ola A. Nor", Question(TODAY))
    assert told["claims"] == {"people": 2}
    erase(SYSTEM, store, told, at=NOW)
    rows = [held for at in range(5) for batch in store.snapshot_rows(at) for held in batch]
    assert {held.claim.value("name") for held in rows if held.claim.table == "people"} == {"Eva Li"}


def test_a_role_mailbox_of_an_erased_person_keeps_nobody_else_away(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "w", {"people.csv": "id,name,email\na,Ola Nor,post@x.example\n"})
    erase(SYSTEM, store, erasure(SYSTEM, store, "Ola Nor", Question(TODAY)), at=NOW)
    loaded(store, tmp_path / "v", {"people.csv": "id,name,email\nb,Eva Li,post@x.example\n"})
    assert [person.name for person in snapshot_of(store).people.values()] == ["Eva Li"]


def test_a_bar_is_drawn_on_a_terminal_only_and_only_when_it_takes_long() -> None:
    def drawn(*, terminal: bool, seconds: float) -> str:
        console = Console(file=io.StringIO(), force_terminal=terminal, width=80)
        with shown_when_slow(console, "Loading crm", seconds=seconds) as watch:
            watch(1_000)
            time.sleep(0.3)
        return console.file.getvalue()  # type: ignore[attr-defined, no-any-return] -- the file is a StringIO

    assert "1,000 rows" in drawn(terminal=True, seconds=0.01)
    assert drawn(terminal=True, seconds=5) == ""
    assert drawn(terminal=False, seconds=0.01) == ""


def test_a_stripped_archive_is_a_plain_zip(tmp_path: Path) -> None:
    inroads("strip", str(archive(tmp_path)), str(tmp_path / "o.zip"), store=tmp_path / "s.db")
    with zipfile.ZipFile(tmp_path / "o.zip") as opened:
        assert opened.testzip() is None


def test_many_rejected_rows_of_a_kind_are_counted_and_notes_come_first(tmp_path: Path) -> None:
    folder = tmp_path / "hr"
    folder.mkdir()
    rows = "".join(f"x{number},us,2015-13\n" for number in range(30))
    (folder / "source.toml").write_text('as_of = 2026-11-24\ncomplete = ["employments"]\n', encoding="utf-8")
    (folder / "people.csv").write_text("id,name\na,Ann\n", encoding="utf-8")
    (folder / "employments.csv").write_text(f"person,company,start\n{rows}a,,2015\n", encoding="utf-8")
    done = load_path(MemoryStore(), folder, source="hr", now=NOW)
    console = Console(file=StringIO(), width=300)
    print_load(console, done)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined] # the file is a StringIO
    assert lines[0].startswith("hr (tables, as of 2026-11-24): 1 claim read, 1 new")
    assert lines[1].startswith("  note: ")
    assert sum("month must be" in line for line in lines) == 21
    assert lines[-2:] == ["  employments.csv: 10 more like line 2: month must be in 1..12", "  --json names every row."]
    assert sum("company is missing" in line for line in lines) == 1


def test_two_forms_of_one_answer_are_refused() -> None:
    with pytest.raises(BadArgument, match="two forms"):
        Form(as_json=True, as_csv=True)


def test_ctrl_c_during_a_load_says_that_nothing_was_loaded(tmp_path: Path) -> None:
    folder, store = tmp_path / "hr", tmp_path / "store.db"
    folder.mkdir()
    (folder / "people.csv").write_text("id,name\n" + "".join(f"{n},N {n}\n" for n in range(400_000)), encoding="utf-8")
    command = [sys.executable, "-m", "api", "load", str(folder), "--source", "hr", "--store", f"sqlite:{store}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heeds_ctrl_c
    ) as running:
        while not store.exists() and running.poll() is None:
            time.sleep(0.02)
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped. Nothing was loaded.")


def test_undo_of_a_load_that_changed_nothing_says_so(tmp_path: Path) -> None:
    folder, store = write_folder(tmp_path / "hr", {"people.csv": "id,name\na,Ann\n"}), tmp_path / "s.db"
    for _ in range(2):
        inroads("load", str(folder), "--source", "hr", store=store)
    told = [inroads("undo", "hr", store=store).stdout for _ in range(2)]
    assert ["It had changed nothing" in one for one in told] == [True, False]


def test_the_log_says_how_many_rows_a_load_rejected(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "crm", {"source.toml": 'name = "crm"\n', "people.csv": "id,name\nz,Zoe\n,broken\n"}
    )
    assert inroads("load", str(folder), store=tmp_path / "s.db").returncode == 0
    assert json.loads(inroads("loads", "--json", store=tmp_path / "s.db").stdout)[0]["counts"]["rejected"] == 1
    assert "rejected" in inroads("loads", store=tmp_path / "s.db").stdout
