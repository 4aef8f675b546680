"""Is hostile input refused, quickly, in little memory, and by nothing but our own refusal?"""

import contextlib
import csv as python_csv
import io
import random
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.provenance import record_id, references
from graph.stores.memory import MemoryStore
from loaders.base import Asked
from loaders.limits import Limits
from loaders.run import load_path
from loaders.salesforce import is_salesforce, read_salesforce
from tests.conftest import ROOT
from tests.loaders.salesforce_world import FILES, ORG, REPORT, csv, weekly, without
from tests.worlds import NOW, TODAY

HEADER = "Id,IsDeleted,AccountId,LastName,FirstName\n"


def dense(size: int) -> str:
    """Return text that deflates some hundredfold, below the ratio that alone is refused."""
    letters = random.Random(1)
    block = "".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=1990))
    return "".join(f"{block}{letters.getrandbits(32):08x}\n" for _ in range(size // 1999))


def zipped(folder: Path, content: str, *, more: dict[str, str] | None = None) -> Path:
    return weekly(folder, {**FILES, "Contact.csv": content, **(more or {})})


def encrypted(folder: Path) -> Path:
    path = weekly(folder)
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    path.write_bytes(raw)
    return path


def overlapping(folder: Path) -> Path:
    path = weekly(folder)
    raw = bytearray(path.read_bytes())
    first = raw.find(b"PK\x01\x02")
    raw[raw.find(b"PK\x01\x02", first + 4) + 42 :][:4] = raw[first + 42 : first + 46]
    second = raw.find(b"PK\x01\x02", first + 4)
    raw[second + 42 : second + 46] = raw[first + 42 : first + 46]
    path.write_bytes(raw)
    return path


def lying(folder: Path) -> Path:
    """Say that Contact.csv is ten bytes long."""
    path = zipped(folder, HEADER + "x" * 1_000_000)
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    while raw[at + 46 : at + 57] != b"Contact.csv":
        at = raw.find(b"PK\x01\x02", at + 4)
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(raw)
    return path


def broken(folder: Path) -> Path:
    path = weekly(folder)
    raw = path.read_bytes()
    middle = raw.find(b"Contact.csv") + 60
    path.write_bytes(raw[:middle] + b"\xff" * 40 + raw[middle + 40 :])
    return path


def twice(folder: Path) -> Path:
    path = weekly(folder)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("again/Contact.csv", FILES["Contact.csv"])
    return path


def in_no_encoding(folder: Path) -> Path:
    path = weekly(folder)
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    files["Contact.csv"] = files["Contact.csv"].replace(b"Dahl", b"D\x81hl")
    with zipfile.ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def folder_of_two(folder: Path) -> Path:
    weekly(folder, without("Organization.csv"))
    weekly(folder, without("Organization.csv"), name="WE_00D5g000000AbcEEAS_1.ZIP")
    return folder


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a bomb": (lambda folder: zipped(folder, HEADER + "x\n" * 30_000_000), "unpacks to more"),
    "a large file": (lambda folder: zipped(folder, HEADER + dense(110_000_000)), "unpacks to more"),
    "encrypted": (encrypted, "encrypted"),
    "overlapping": (overlapping, "overlapping"),
    "a lying header": (lying, "cannot be read"),
    "broken": (broken, "cannot be read"),
    "twice": (twice, "twice"),
    "climbing": (lambda folder: weekly(folder, {"../Contact.csv": HEADER}), "points outside"),
    "no text": (lambda folder: zipped(folder, HEADER + "\0" * 10), "NUL"),
    "text of no encoding": (in_no_encoding, "is not utf-8"),
    "an open quote": (lambda folder: zipped(folder, HEADER + '1,0,"open\n' + "x\n" * 40_000), "well-formed"),
    "an open quote in a large file": (
        lambda folder: zipped(folder, HEADER + '1,0,"open\n' + dense(9_000_000)),
        "field larger",
    ),
    "a huge cell": (
        lambda folder: zipped(folder, HEADER + "1,0," + dense(3_000_000).replace("\n", "")),
        "field larger",
    ),
    "a huge row": (lambda folder: zipped(folder, HEADER + dense(9_000_000).replace("\n", ",")), "a row of more than"),
    "a row that goes on": (
        lambda folder: zipped(folder, HEADER + dense(9_000_000).replace("\n", ',"\n",')),
        "a row of more than",
    ),
    "no header": (lambda folder: zipped(folder, csv("A,B", "1|2")), "has no header with id"),
    "wrong rows": (lambda folder: zipped(folder, HEADER + "nonsense,0,,A,B\n" * 10_002), "too many rows"),
    "two organisations": (folder_of_two, "holds exports of"),
}


@pytest.mark.parametrize("threat", sorted(HOSTILE))
def test_hostile_input_is_refused_within_two_seconds_and_nothing_is_written(tmp_path: Path, threat: str) -> None:
    make, reason = HOSTILE[threat]
    path = make(tmp_path)
    store = MemoryStore()
    started = time.process_time()
    with pytest.raises(ImportRefused, match=reason):
        load_path(store, path, now=NOW)
    assert time.process_time() - started < 2
    assert store.revision().number == 0


def test_more_than_is_allowed_in_all_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = weekly(tmp_path)
    with pytest.raises(ImportRefused, match="to read"):
        read_salesforce(path, Asked(TODAY, limits=Limits(zip_total_size=3_000)))
    with pytest.raises(ImportRefused, match="more than 5 files"):
        read_salesforce(path, Asked(TODAY, limits=Limits(zip_entries=5)))


_MEASURE = """
import re, sys, time
from datetime import date
from pathlib import Path
from graph.errors import ImportRefused
from loaders.base import Asked
from loaders.run import open_source
started = time.process_time()
try:
    for _ in open_source(Path(sys.argv[1]), Asked(date(2026, 11, 24))).claims:
        pass
except ImportRefused as error:
    print(error.detail)
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(int(most[1]) // 1024, time.process_time() - started)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
@pytest.mark.parametrize(("ending", "seconds_allowed"), [("\0", 2), ('"open', 8), ("", 8)])
def test_as_much_as_is_allowed_with_poison_at_its_end_takes_little_memory(
    tmp_path: Path, ending: str, seconds_allowed: float
) -> None:
    """A file that is good up to its end can only be refused as fast as it can be read."""
    rows = dense(95_000_000).replace("\n", ",\n")
    path = zipped(tmp_path, HEADER + rows + ending)
    said = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    megabytes, seconds = said[-1].split()
    assert (len(said), int(megabytes) < 300, float(seconds) < seconds_allowed) == (2, True, True), said


def fuzzed(folder: Path, write: Callable[[Path], None]) -> None:
    """Load what ``write`` writes: it is loaded, and nothing in it refers to nobody, or it is refused."""
    path = folder / f"WE_{ORG}_1.ZIP"
    write(path)
    with contextlib.suppress(ImportRefused):
        load_path(MemoryStore(), path, now=NOW, source="fuzz", kind="salesforce")
        claims = list(read_salesforce(path, Asked(TODAY, "fuzz")).claims)
        given = {record_id("fuzz", claim.table, claim.key) for claim in claims}
        assert [claim for claim in claims if not given.issuperset(references(claim))] == []
    with contextlib.suppress(ImportRefused):
        is_salesforce(path)


FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(lambda tail: REPORT.encode() + tail)))
def test_no_bytes_make_the_reader_raise_anything_but_its_refusal(tmp_path: Path, content: bytes) -> None:
    def write(path: Path) -> None:
        path.write_bytes(content)

    fuzzed(tmp_path, write)


@FUZZ
@given(st.sampled_from(sorted(FILES)), st.integers(0, 10_000), st.binary(min_size=1, max_size=12), st.booleans())
def test_no_change_to_a_good_export_makes_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, name: str, at: int, content: bytes, insert: bool
) -> None:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as out:
            for file, text in FILES.items():
                raw = text.encode()
                place = at % len(raw)
                rest = place if insert else place + len(content)
                out.writestr(file, raw[:place] + content + raw[rest:] if file == name else raw)

    fuzzed(tmp_path, write)


@FUZZ
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=8))
def test_no_damage_to_a_zip_makes_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, at: int, content: bytes
) -> None:
    def write(path: Path) -> None:
        raw = weekly(tmp_path).read_bytes()
        place = at % len(raw)
        path.write_bytes(raw[:place] + content + raw[place + len(content) :])

    fuzzed(tmp_path, write)


CELL = st.one_of(
    st.sampled_from(
        ["", "0", "1", "true", "000000000000000AAA", "2026-09-15", "9999-99-99", "=1+1", "-1", "1e999", "nan"]
    ),
    st.text(max_size=12),
)


@FUZZ
@given(st.sampled_from(sorted(FILES)), st.lists(st.lists(CELL, min_size=1, max_size=12), max_size=4))
def test_no_row_makes_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, name: str, rows: list[list[str]]
) -> None:
    more = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)

    def write(path: Path) -> None:
        weekly(tmp_path, {**FILES, name: FILES[name] + more}, name=path.name)

    fuzzed(tmp_path, write)


@FUZZ
@given(st.sampled_from(sorted(FILES)), st.integers(1, 8), st.integers(0, 15), CELL)
def test_no_cell_makes_a_claim_refer_to_a_row_that_was_rejected(
    tmp_path: Path, name: str, line: int, column: int, cell: str
) -> None:
    rows = list(python_csv.reader(FILES[name].splitlines(keepends=True)))
    row = rows[line % len(rows)]
    row[column % len(row)] = cell
    text = io.StringIO()
    python_csv.writer(text, quoting=python_csv.QUOTE_ALL).writerows(rows)

    def write(path: Path) -> None:
        weekly(tmp_path, {**FILES, name: text.getvalue()}, name=path.name)

    fuzzed(tmp_path, write)


@FUZZ
@given(st.binary(max_size=4_000), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_cell_or_row_beyond_the_limits_never_comes_through(tmp_path: Path, content: bytes, encoding: str) -> None:
    limits = Limits(field_size=50, file_size=3_000, zip_entry_size=3_000)
    path = tmp_path / "contact.csv"
    path.write_bytes("Id,LastName,AccountId\n".encode(encoding) + content)
    with contextlib.suppress(ImportRefused):
        reading = read_salesforce(path, Asked(TODAY, "fuzz", limits=limits))
        for claim in reading.claims:
            assert all(len(value or "") <= 3 * limits.field_size + 2 for value in claim.content)
        assert path.stat().st_size <= limits.file_size
