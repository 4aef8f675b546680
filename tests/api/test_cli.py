"""Does the command line answer, refuse and exit as INTERFACE says?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli_docs import render_cli_docs
from graph import errors
from graph.stores.sqlite import SqliteStore
from tests.commands import run
from tests.conftest import ROOT


def inroads(*words: str, store: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return run(
        words, cwd=ROOT,
        env={
            "INROADS_STORE": f"sqlite:{store}", "INROADS_CACHE": str(store.parent / "cache"), "PATH": "",
            "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", **more,
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = inroads("demo", "--dir", str(folder), "--no-serve", store=folder / "unused.db")
    assert done.returncode == 0, done.stderr
    assert "stances.csv:44: value is 4, outside -3..3" in done.stdout
    assert f"  inroads who 'Nordlys Energi' --as-of 2026-11-24 --store sqlite:{folder / 'demo.db'}\n" in done.stdout
    return folder / "demo.db"


def test_the_demo_has_one_nordlys_and_no_doubled_person(demo: Path) -> None:
    answer = json.loads(inroads("who", "nordlys energi as", "--as-of", "2026-11-24", "--json", store=demo).stdout)
    names = [item["person"]["name"] for item in answer["people"]]
    assert len(names) == len(set(names))
    doubled = [item for item in answer["people"] if item["probably_same"]]
    assert [(item["person"]["name"], len(item["probably_same"])) for item in doubled] == [
        ("Hanna Söderqvist", 2),
        ("Gunnar Five", 2),
    ]
    assert (names[0], answer["people"][0]["group"]) == ("Katarzyna Wójcik", "alumni")
    assert (answer["listed_leaders"]["total"], answer["listed_leaders"]["reached"]) == (14, 9)
    assert set(answer) >= {
        "schema_version",
        "revision",
        "as_of",
        "known_on",
        "stale",
        "unreached",
        "former",
        "total",
        "next",
    }


def test_introductions_name_the_evidence_and_its_rows(demo: Path) -> None:
    answer = json.loads(inroads("introductions", "Håkon Myhre", "--as-of", "2026-11-24", "--json", store=demo).stdout)
    hop = answer["introductions"][0]["hops"][0]["evidence"][0]
    assert hop["text"] == "both at Hafslund, Grid, 2012-2017 (61 months)"
    assert {(s["source"], s["record"]) for s in hop["sources"]} == {
        ("linkedin:kari-lunde", "Positions.csv:3"),
        ("account-team", "employments.csv:2"),
        ("account-team", "employments.csv:3"),
    }
    assert {item["name"] for item in answer["excluded"]} == {"Katarzyna Wójcik", "Lise Monsen", "Ragnhild Øverås"}


def test_the_picture_is_one_page_with_the_names_and_titles(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "way.html"
    done = inroads("introductions", "Håkon Myhre", "--as-of", "2026-11-24", "--html", str(page), store=demo)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    text = page.read_text(encoding="utf-8")
    assert all(word in text for word in ("Kari Lunde", "both at Hafslund, Grid", "CIO", "Lise Monsen"))
    assert "://" not in text
    shown = inroads("introductions", "Håkon Myhre", "--as-of", "2026-11-24", "--html", "-", store=demo)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, page.read_text(encoding="utf-8"), "")
    twice = inroads("introductions", "Håkon Myhre", "--html", "-", "--json", store=demo)
    assert (twice.returncode, "one thing at a time" in twice.stderr) == (2, True)
    refused = inroads("introductions", "Håkon Myhre", "--html", str(tmp_path / "no" / "way.html"), store=demo)
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr


def test_csv_is_for_spreadsheets_and_machine_csv_for_programs(demo: Path) -> None:
    asked = ("who", "Nordlys Energi", "--as-of", "2026-11-24", "--title", "cfo", "--sort", "name")
    safe = inroads(*asked, "--csv", store=demo).stdout.splitlines()
    assert safe[0].startswith('"id","name","title"')
    assert safe[1].split(",")[1] == '"Håkon Myhre"'
    bare = inroads("status", "--machine-csv", store=demo).stdout.splitlines()
    assert (bare[0], bare[1].startswith("revision,,")) == ("what,name,value", True)


def test_known_on_an_earlier_day_nothing_was_known(demo: Path) -> None:
    done = inroads("who", "Nordlys Energi", "--known-on", "2020-01-01", store=demo)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("who", "Nordlis Energi"), 2, "Did you mean Nordlys Energi"),
        (("who", "Nordlys Energi", "--as-of", "soon"), 2, "YYYY-MM-DD"),
        (("load", "no-such-folder"), 3, "does not exist"),
        (("undo", "nobody"), 2, "no load left"),
        (("status", "--store", "mysql:x"), 2, "sqlite:PATH"),
        (("status", "--store", "sqlite:README.md"), 4, "not an Inroads store"),
        (("same", "p-a", "p-b"), 2, "ids of two different records"),
    ],
)
def test_a_refusal_says_why_and_exits_with_its_code(demo: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = inroads(*words, store=demo)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_same_and_different_are_reversible(demo: Path) -> None:
    def people() -> list[dict[str, str]]:
        answer = json.loads(inroads("who", "Nordlys Energi", "--as-of", "2026-11-24", "--json", store=demo).stdout)
        return sorted((item["person"] for item in answer["people"]), key=lambda person: person["name"])

    before = people()
    pair = (before[0]["id"], before[-1]["id"])
    assert inroads("same", *pair, store=demo).returncode == 0
    assert len(people()) == len(before) - 1
    assert inroads("undo", "workspace", store=demo).returncode == 0
    assert people() == before
    company = json.loads(inroads("who", "Nordlys Energi", "--json", store=demo).stdout)["company"]["id"]
    refused = inroads("same", company, pair[0], store=demo)
    assert (refused.returncode, "is a company" in refused.stderr) == (2, True)


def test_the_status_of_an_empty_store_says_so_and_what_to_do(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "s.db").close()
    done = inroads("status", store=tmp_path / "s.db")
    assert done.returncode == 0, done.stderr
    assert "Nothing is in it: load something" in done.stdout
    assert "Claims" not in done.stdout


def test_hostile_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "companies.csv").write_text("id,name,relation\nc,[bold]Evil\x1b[2J\u202e,client\n", encoding="utf-8")
    store = tmp_path / "s.db"
    assert inroads("load", str(folder), "--source", "x", store=store).returncode == 0
    told = json.loads(inroads("status", "--json", store=store).stdout)
    assert told["companies"] == 1
    done = inroads("who", "[bold]Evil\x1b[2J\u202e", store=store)
    assert done.returncode == 0, done.stderr
    assert "[bold]Evil[2J." in done.stdout


def test_a_command_does_not_wait_for_what_only_some_commands_need() -> None:
    slow = {"fastapi", "loaders.demo_world", "neo4j", "networkx", "pyvis", "uvicorn", "xlsxwriter"}
    code = f"import sys, api.cli; print(sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_docs_cli_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == render_cli_docs()


def test_every_error_stands_in_the_docs() -> None:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    missing = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and f"`{name}`" not in text and value.__module__ == "graph.errors"
    ]
    assert missing == []
