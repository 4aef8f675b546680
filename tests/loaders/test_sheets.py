"""Are our lists read the same from CSV and XLSX, are days never guessed, and are hostile files refused in time?"""

import contextlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.provenance import Claim
from graph.stores.memory import MemoryStore
from loaders import roster, staffing
from loaders.base import Asked
from loaders.limits import LIMITS, Limits
from loaders.roster import is_roster, read_roster
from loaders.run import load_path
from loaders.sheet_dates import day_in, read_date
from loaders.workbook import is_workbook
from tests.conftest import ROOT
from tests.worlds import NOW, TODAY

HEADER: list[object] = ["Name", "Title", "Start", "End"]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: tuple[str, ...] = ()) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        if title in hidden:
            sheet.hide()
        for line, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, at, datetime.combine(cell, time()), day)
                else:
                    sheet.write(line, at, cell)
    book.close()
    return path


def listed(path: Path, limits: Limits = LIMITS) -> tuple[list[Claim], list[str]]:
    reading = read_roster(path, Asked(TODAY, limits=limits, firm="Varde"))
    claims = list(reading.claims)
    return claims, [f"{row.line}: {row.reason}" for row in reading.rejected] + reading.remarks


def stays(path: Path) -> list[tuple[str | None, str | None, int]]:
    return [(c.value("start"), c.value("end"), c.line) for c in listed(path)[0] if c.table == "employments"]


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8")])
def test_a_csv_is_read_whatever_its_marks_encoding_and_preamble(tmp_path: Path, mark: str, encoding: str) -> None:
    lines = ["Våre ansatte, Oslo og Bergen, alle", "", mark.join(["Navn", "Stilling", "Ansatt fra", "Slutt"])]
    lines += [mark.join(["Åse Bråten", "Rådgiver", "1.3.2010", ""])]
    path = text(tmp_path / "list_2026-11-01.csv", "\r\n".join(lines) + "\r\n", encoding)
    assert is_roster(path)
    claims, notes = listed(path)
    (person,) = [c for c in claims if c.table == "people"]
    (job,) = [c for c in claims if c.table == "employments"]
    assert (person.value("name"), job.value("title"), job.value("start"), job.line) == (
        "Åse Bråten",
        "Rådgiver",
        "2010-03-01",
        4,
    )
    assert [("Windows-1252" in note) for note in notes] == ([True] if encoding == "cp1252" else [])


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["As of 2026-11-01"],
        [],
        HEADER,
        ["Kari Lunde", "Partner", date(2010, 3, 1), ""],
        ["Ola Moe", 7, 41699, date(2015, 1, 31)],
    ]
    book = workbook(
        tmp_path / "r.xlsx", {"Staff": rows, "Old": [HEADER, ["Hidden One", "x", 2001, ""]]}, hidden=("Old",)
    )
    assert is_roster(book)
    assert stays(book) == [("2010-03-01", None, 4), ("2014-03-01", "2015-01-31", 5)]
    same = text(
        tmp_path / "r.csv",
        "As of 2026-11-01\n\nName,Title,Start,End\nKari Lunde,Partner,2010-03-01,\nOla Moe,7,2014-03-01,2015-01-31\n",
    )
    assert [(c.table, c.content, c.line) for c in listed(book)[0]] == [
        (c.table, c.content, c.line) for c in listed(same)[0]
    ]


def test_formulas_come_as_text_and_the_guard_before_them_is_undone(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        HEADER,
        ["Kari Lunde", "=cmd()", 2010, ""],
        ["Ola Moe", "'=cmd()", 2011, ""],
        ["Per Aune", "'s-mester", 2012, ""],
    ]
    for path in (
        workbook(tmp_path / "f.xlsx", {"A": rows}),
        text(tmp_path / "f.csv", "\n".join(",".join(map(str, row)) for row in rows)),
    ):
        titles = [c.value("title") for c in listed(path)[0] if c.table == "employments"]
        assert titles == ["=cmd()", "=cmd()", "'s-mester"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2014", "2014"), ("2014-03", "2014-03"), ("2014-03-09", "2014-03-09"), ("2014-03-09T10:00:00", "2014-03-09"),
        ("09.03.2014", "2014-03-09"), ("9. 3. 2014", "2014-03-09"), ("03.2014", "2014-03"), ("3/2014", "2014-03"),
        ("Mar 2014", "2014-03"), ("mars 2014", "2014-03"), ("März 2014", "2014-03"), ("9. mai 2014", "2014-05-09"),
        ("9 Oct 2014", "2014-10-09"), ("March 9, 2014", "2014-03-09"), ("31. desember 2014", "2014-12-31"), ("25/12/2014", "2014-12-25"),
    ],
)  # fmt: skip
def test_each_spelling_of_a_day_is_read_as_far_as_it_goes(cell: str, said: str) -> None:
    assert read_date(cell) == said


@pytest.mark.parametrize(
    "cell", ["soon", "09.03.14", "31.02.2014", "2014-13", "1799", "Foo 2014", "9 Mar 9, 2014", "41699"]
)
def test_what_is_no_day_or_leaves_out_the_century_is_said_to_be_none(cell: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_date(cell)


def test_day_and_month_are_told_by_the_whole_column_or_the_file_is_refused(tmp_path: Path) -> None:
    def roster(*rows: str) -> Path:
        return text(tmp_path / "d.csv", "Name,Title,Start,End\n" + "\n".join(rows) + "\n")

    assert stays(roster("A B,x,03/04/2014,", "C D,x,25/12/2014,"))[0][0] == "2014-04-03"
    assert stays(roster("A B,x,03/04/2014,", "C D,x,12/25/2014,"))[0][0] == "2014-03-04"
    assert stays(roster("A B,x,03/04/2014,12/31/2015"))[0][:2] == ("2014-03-04", "2015-12-31")
    assert stays(roster("A B,x,03/03/2014,"))[0][0] == "2014-03-03"
    with pytest.raises(ImportRefused, match="day or month first") as refused:
        listed(roster("A B,x,03/03/2014,", "C D,x,03/04/2014,"))
    assert (refused.value.line, "2014-03-09" in refused.value.remedy) == (3, True)
    with pytest.raises(ImportRefused, match="month first in line 3"):
        listed(roster("A B,x,25/12/2014,", "C D,x,12/25/2014,"))


def test_a_day_is_found_in_a_name_only_where_it_is_one_day() -> None:
    assert day_in("alumni 01.11.2026.csv") == date(2026, 11, 1) == day_in("roster20261101.csv")
    assert day_in("from 2026-01-01 to 2026-11-01") is None
    assert day_in("roster-2026.csv") is None


def test_a_header_further_down_than_row_40_is_none(tmp_path: Path) -> None:
    assert is_roster(text(tmp_path / "a.csv", "x\n" * 39 + "Name,Title,Start\nA B,y,2010\n"))
    assert not is_roster(text(tmp_path / "b.csv", "x\n" * 40 + "Name,Title,Start\nA B,y,2010\n"))


def test_rows_with_too_many_cells_and_too_many_bad_rows_are_not_taken(tmp_path: Path) -> None:
    path = text(tmp_path / "w.csv", "Name,Title,Start\nKari Lunde,Partner,2010,Oslo\nOla Moe,,soon\n,,2010\n")
    assert listed(path)[1][:3] == [
        "2: has more cells than the header: is a comma not in quotes?",
        "3: 'soon' is not a date like 2014, Mar 2014, 09.03.2014 or 2014-03-09",
        "4: has no name",
    ]
    with pytest.raises(ImportRefused, match="too many rows"):
        listed(path, Limits(rejected_rows=1))


def hostile(folder: Path) -> dict[str, Path]:
    many = workbook(folder / "many.xlsx", {"A": [["x"] * 200 for _ in range(2000)]})
    far = workbook(folder / "far.xlsx", {"A": [["Name", "Title", "Start"], ["A B", "x", 2010]]})
    book = xlsxwriter.Workbook(str(folder / "corner.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Title", "Start"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    parts = {name: zipfile.ZipFile(far).read(name) for name in zipfile.ZipFile(far).namelist()}
    wide = xlsxwriter.Workbook(str(folder / "wide.xlsx"))
    sheet = wide.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Title", "Start"])
    sheet.write(199_990, 400, "x")
    wide.close()
    files = {"many": many, "corner": folder / "corner.xlsx", "wide": folder / "wide.xlsx"}

    def rebuilt(name: str, **changed: bytes) -> None:
        files[name] = folder / f"{name}.xlsx"
        with zipfile.ZipFile(files[name], "w", zipfile.ZIP_DEFLATED) as out:
            for part, content in parts.items():
                key = part.rpartition("/")[2].partition(".")[0]
                out.writestr(part, changed.get(key, content))

    sheet1 = parts["xl/worksheets/sheet1.xml"]
    rebuilt(
        "bomb",
        sharedStrings=parts["xl/sharedStrings.xml"].replace(
            b"</sst>", b"<si><t>" + b"x" * 250_000_000 + b"</t></si></sst>"
        ),
    )
    rebuilt("blanks", sheet1=sheet1.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>"))
    rebuilt("torn", sheet1=sheet1[: len(sheet1) // 2])
    rebuilt(
        "entity",
        sheet1=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        + sheet1.partition(b"?>")[2],
    )
    rebuilt("lie", sharedStrings=parts["xl/sharedStrings.xml"] + b" " * 90_000_000)
    with zipfile.ZipFile(files["lie"]) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size.to_bytes(4, "little")
    files["lie"].write_bytes(files["lie"].read_bytes().replace(size, (1000).to_bytes(4, "little")))
    for name, content in {
        "cut": far.read_bytes()[:900],
        "garbled": far.read_bytes()[:200] + b"\xff" * 400 + far.read_bytes()[600:],
        "old": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4000,
        "locked": bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 500
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 500,
        "empty": b"",
        "words": b"Name,Title,Start\nA B,x,2010\n\0",
    }.items():
        files[name] = folder / f"{name}.{'xls' if name == 'old' else 'xlsx'}"
        files[name].write_bytes(content)
    return files


_MEASURED = """
import resource, sys, time
from datetime import date
from pathlib import Path
from graph.errors import ImportRefused
from loaders import roster, staffing
from loaders.base import Asked
from loaders.run import open_source
for name in sys.argv[1:]:
    started = time.perf_counter()
    try:
        reading = open_source(Path(name), Asked(date(2026, 11, 24), firm="Varde"))
        said = "read " + str(len(list(reading.claims)))
    except ImportRefused as error:
        said = "refused " + error.detail + " / " + error.remedy
    own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(f"{time.perf_counter() - started:.2f}|{peak // 1024}|{said}")
"""


def test_hostile_workbooks_are_refused_in_two_seconds_and_300_megabytes(tmp_path: Path) -> None:
    files = hostile(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *map(str, files.values())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = dict(zip(files, (line.split("|") for line in done.stdout.splitlines()), strict=True))
    assert {name: said for name, (_, _, said) in told.items() if not said.startswith("refused")} == {"entity": "read 3"}
    assert {name: said for name, (_, _, said) in told.items() if said.endswith("/ ")} == {}
    assert {name: seconds for name, (seconds, _, _) in told.items() if float(seconds) > 2} == {}
    assert max(int(megabytes) for _, megabytes, _ in told.values()) < 300
    assert "password" in told["locked"][2]
    assert ".xls)" in told["old"][2]


def test_a_list_that_passes_the_limits_is_refused_and_not_cut(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADER, *([f"Person {n}", "x", 2010, ""] for n in range(50))]
    for path in (
        workbook(tmp_path / "l.xlsx", {"A": rows}),
        text(tmp_path / "l.csv", "\n".join(",".join(map(str, row)) for row in rows)),
    ):
        with pytest.raises(ImportRefused):
            listed(path, Limits(sheet_rows=40))
        with pytest.raises(ImportRefused):
            listed(path, Limits(sheet_characters=500))
        assert len(stays(path)) == 50


FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["03/04/2014", "2014", "=x", "\0", '"', "a@b", "present", "9" * 400, "1e400"])
)
ROSTER = ["Name", "Title", "Start", "End", "E-mail", "Works now at", "Since", "Do not ask", "Company"]
STAFFING = ["Project", "Project name", "Client", "Name", "Side", "Role", "From", "To", "Outcome", "Client contact"]


@FUZZ
@given(st.sampled_from([ROSTER, STAFFING]), st.lists(st.lists(CELLS, max_size=12), max_size=6), st.sampled_from(",;\t"))
def test_no_text_makes_a_reader_raise_anything_but_its_refusal(
    tmp_path: Path, header: list[str], rows: list[list[str]], mark: str
) -> None:
    path = text(tmp_path / "fuzz.csv", "\n".join(mark.join(row) for row in [header, *rows]))
    store = MemoryStore()
    with contextlib.suppress(ImportRefused):
        load_path(store, path, now=NOW, firm="Varde")
    assert sum(len(batch) for batch in store.snapshot_rows(store.revision().number)) <= 8 * len(rows) + 4


@settings(FUZZ, max_examples=300)
@given(st.integers(0, 1000), st.sampled_from([b"\0", b"\xff", b"/", b".", b"\0\0", b"\xff\xff\xff\xff"]))
def test_no_damage_to_a_directory_of_files_raises_anything_but_the_refusal(
    tmp_path: Path, at: int, damage: bytes
) -> None:
    path = tmp_path / "damaged.xlsx"
    if not (tmp_path / "whole.zip").exists():
        workbook(tmp_path / "whole.zip", {"A": [HEADER]})
    raw = (tmp_path / "whole.zip").read_bytes()
    at = raw.index(b"PK\x01\x02") + at % (len(raw) - raw.index(b"PK\x01\x02"))
    path.write_bytes(raw[:at] + damage + raw[at + len(damage) :])
    with contextlib.suppress(ImportRefused):
        assert is_workbook(path, LIMITS) in {True, False}


@settings(FUZZ, max_examples=25)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=40), st.booleans())
def test_no_damage_makes_the_workbook_reader_raise_anything_but_its_refusal(
    tmp_path: Path, at: int, damage: bytes, inside: bool
) -> None:
    whole = workbook(tmp_path / "whole.xlsx", {"A": [list(ROSTER), ["A B", "x", 2010, "", "", "", "", "", ""]]})
    raw = whole.read_bytes()
    if inside:
        buffer = io.BytesIO()
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(buffer, "w") as out:
            for number, name in enumerate(source.namelist()):
                part = source.read(name)
                cut = at % (len(part) + 1)
                out.writestr(name, part[:cut] + damage + part[cut:] if number == at % len(source.namelist()) else part)
        raw = buffer.getvalue()
    else:
        at %= len(raw)
        raw = raw[:at] + damage + raw[at + len(damage) :]
    path = tmp_path / "fuzz.xlsx"
    path.write_bytes(raw)
    with contextlib.suppress(ImportRefused):
        load_path(MemoryStore(), path, now=NOW, firm="Varde")


@pytest.mark.parametrize(("page", "columns"), [("roster", roster.COLUMNS), ("staffing", staffing.COLUMNS)])
def test_every_header_that_is_understood_stands_in_the_docs(page: str, columns: Mapping[str, str]) -> None:
    rows = [line.split(" | ") for line in (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8").splitlines()]
    told = {row[0].removeprefix("| "): row[1].split(", ") for row in rows if len(row) == 3}
    shown = {name.replace("_", " ").capitalize(): aliases.split("|") for name, aliases in columns.items()}
    assert {name: told.get(name) for name in shown} == shown
    assert len({alias for several in shown.values() for alias in several}) == sum(map(len, shown.values()))
