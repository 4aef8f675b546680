"""Is a zip of a folder the folder: of Tables, of several of them, of several people's calendars?"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.errors import ImportRefused
from graph.stores.memory import MemoryStore
from loaders.limits import Limits
from loaders.run import Input, inputs, load_path
from loaders.tables import is_tables
from tests.graph.stores.contract import content
from tests.loaders.test_calendars import HAKON, KARI, calendar, event
from tests.loaders.test_linkedin import archive
from tests.worlds import FIRM, NOW, write_folder

SARA = calendar(event("b", "20261103T090000Z", KARI, HAKON), head=["X-WR-CALNAME:hakon@nordlys.example"])
OWN = calendar(event("a", "20261102T090000Z", KARI, HAKON))


def zipped(path: Path, files: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return path


def test_a_zip_of_a_folder_of_tables_is_loaded_as_the_folder(tmp_path: Path) -> None:
    files = {**FIRM, "source.toml": 'name = "hr"\nas_of = 2026-11-20\ncomplete = ["employments"]\n'}
    of_a_mac = {"__MACOSX/world/._people.csv": "\0\1", "world/.DS_Store": "x"}
    path = zipped(tmp_path / "world.zip", {**{f"world/{name}": text for name, text in files.items()}, **of_a_mac})
    from_folder, from_zip = MemoryStore(), MemoryStore()
    whole = load_path(from_folder, write_folder(tmp_path / "world", files), now=NOW)
    (one,), others = inputs(path)
    done = load_path(from_zip, one.path, parts=one.parts, now=NOW)
    assert (done.entry.source, done.entry.as_of.isoformat(), others) == ("hr", "2026-11-20", [])
    assert done.entry.counts == whole.entry.counts
    assert content(from_zip) == content(from_folder)
    assert load_path(from_zip, path, now=NOW).entry.revision is None  # the whole zip, and twice loaded is once


def test_a_row_of_a_zip_that_cannot_be_used_is_named_by_file_and_line(tmp_path: Path) -> None:
    done = load_path(
        MemoryStore(), zipped(tmp_path / "w.zip", {"people.csv": "id,name\n1,Kari\n,Per\n"}), source="x", now=NOW
    )
    assert [(row.file, row.line, row.reason) for row in done.rejected] == [("people.csv", 3, "id is missing")]


def test_a_contacts_csv_of_another_system_does_not_make_a_zip_ours(tmp_path: Path) -> None:
    assert not is_tables(
        zipped(tmp_path / "crm.zip", {"contacts.csv": '"ID","LastName","AccountId"\n"1","Berg","2"\n'})
    )
    assert is_tables(zipped(tmp_path / "bare.zip", {"contacts.csv": "\ufeffid;kind;date;participants\n"}))
    assert not is_tables(archive(tmp_path))
    broken = {"people.csv": "name\nKari\n", "source.toml": 'name = "hr"\n'}
    with pytest.raises(ImportRefused, match=r"people.csv:1: lacks the column id"):
        load_path(MemoryStore(), zipped(tmp_path / "broken.zip", broken), now=NOW)


def test_several_folders_of_tables_in_a_zip_are_loads_of_their_own(tmp_path: Path) -> None:
    files = {f"out/{name}/people.csv": f"id,name\n1,Of {name}\n" for name in ("hr", "crm")}
    files |= {f"out/{name}/source.toml": f'name = "{name}"\n' for name in ("hr", "crm")}
    path = zipped(tmp_path / "out.zip", {**files, "out/readme.txt": "x"})
    found, others = inputs(tmp_path)
    assert [one.name for one in found] == ["out.zip/out/crm", "out.zip/out/hr"]
    assert [str(one.relative_to(tmp_path)) for one in others] == ["out.zip/out/readme.txt"]
    store = MemoryStore()
    done = [load_path(store, one.path, parts=one.parts, kind=one.kind, now=NOW).entry for one in found]
    assert [entry.source for entry in done] == ["crm", "hr"]
    with pytest.raises(ImportRefused, match="twice"):
        load_path(MemoryStore(), path, source="x", now=NOW)


@pytest.mark.parametrize("names", [("a.ics", "b.ics"), ("a/calendar.ics", "b/calendar.ics")])
def test_the_calendars_of_several_people_in_a_zip_are_loads_of_their_own(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    path = zipped(tmp_path / "team.zip", dict(zip(names, (OWN, SARA), strict=True)))
    found, others = inputs(path)
    assert found == [Input(path, "calendar", frozenset([name])) for name in names]
    assert others == []
    store = MemoryStore()
    sources = [
        load_path(store, one.path, parts=one.parts, kind=one.kind, now=NOW).entry.source for one in inputs(path)[0]
    ]
    assert sources == ["calendar:kari@varde.example", "calendar:hakon@nordlys.example"]


def test_the_calendars_of_one_person_in_a_zip_stay_one_load(tmp_path: Path) -> None:
    family = calendar(event("c", "20261104T090000Z", KARI, HAKON), head=["X-WR-CALNAME:Family"])
    (one,), _ = inputs(zipped(tmp_path / "kari.zip", {"kari@varde.example.ics": OWN, "Family.ics": family}))
    done = load_path(MemoryStore(), one.path, parts=one.parts, now=NOW)
    assert (done.entry.source, done.entry.counts.read) == ("calendar:kari@varde.example", 4)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"people.csv": "id,name\n1,a\n", "../companies.csv": "id,name\n1,b\n"}, "points outside"),
        ({"people.csv": "id,name\n1,a\n", "more.zip": "PK"}, "zip in a zip"),
        ({"people.csv": "id,name\n" + "1,aaaaaaaaaa\n" * 100_000}, "unpacks to more than is allowed"),
        ({"people.csv": "id,name\n1,a\n", **{f"{n}.txt": "" for n in range(200)}}, "more than 200 files"),
    ],
)
def test_a_hostile_zip_of_tables_is_refused_and_nothing_is_written(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    store, path = MemoryStore(), zipped(tmp_path / "w.zip", files)
    with pytest.raises(ImportRefused, match=reason):
        load_path(store, path, source="x", now=NOW)
    assert (store.revision().number, store.loads()) == (0, [])


def test_more_inputs_in_zips_than_are_looked_at_are_refused(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    zipped(tmp_path / "all" / "team.zip", {"a.ics": OWN, "b.ics": SARA})
    with pytest.raises(ImportRefused, match="more than 1"):
        inputs(tmp_path / "all", limits=Limits(inputs=1))
