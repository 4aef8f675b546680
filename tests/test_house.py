"""Does the checkout keep the rules of the house?"""

import re
import subprocess
from pathlib import Path

import pytest

from graph.vocabulary.tables import TABLES
from tests.conftest import ROOT

ADDRESSES = re.compile(r"(?<![\w.])/(?:work|farm|root|home)/|files\.pythonhosted|pypi\.org/simple|registry\.npmjs")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_no_file_of_ours_answers_more_than_one_question(tracked: list[Path]) -> None:
    long = [
        path.name
        for path in tracked
        if path.suffix == ".py"
        and "tests" not in path.parts
        and len(path.read_text(encoding="utf-8").splitlines()) > 300
    ]
    assert long == []


def test_no_name_says_nothing(tracked: list[Path]) -> None:
    vague = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}
    assert [path.name for path in tracked if path.stem in vague] == []


def test_no_path_of_a_machine_and_no_address_of_a_registry(tracked: list[Path]) -> None:
    found = [
        path.name
        for path in tracked
        if path != Path(__file__) and ADDRESSES.search(path.read_bytes().decode("latin-1"))
    ]
    assert found == []
    assert ROOT / "uv.lock" not in tracked


def test_every_local_link_in_the_docs_resolves(tracked: list[Path]) -> None:
    broken = [
        f"{page.name}: {link}"
        for page in tracked
        if page.suffix == ".md"
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_table_and_column_stands_in_the_docs() -> None:
    text = (ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        if table.name in {"observed", "identities"}:
            continue
        (line,) = [line for line in text.splitlines() if line.startswith(f"* `{table.name}.csv`")]
        assert re.findall(r"`(\w+)`", line) == [field.name for field in table.fields]
