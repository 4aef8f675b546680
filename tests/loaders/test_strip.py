"""Does a stripped archive hold only what is read, and load as the whole one does?"""

import zipfile
from pathlib import Path

import pytest

from graph.errors import BadArgument, ImportRefused
from graph.stores.memory import MemoryStore
from loaders.base import Asked
from loaders.linkedin import strip_archive
from loaders.run import load_path
from tests.loaders.test_linkedin import FILES, RECOMMENDED, SENTINEL, archive
from tests.worlds import NOW, TODAY

EVERYTHING = {
    **FILES,
    **RECOMMENDED,
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nkari@home.example,Yes,Yes,\n",
    "Ad_Targeting.csv": f"x\n{SENTINEL}\n",
}


def claims(store: MemoryStore) -> set[tuple[object, ...]]:
    rows = (held for batch in store.snapshot_rows(store.revision().number) for held in batch)
    return {(h.source, h.as_of, h.claim.table, h.claim.key, h.claim.content) for h in rows}


def test_a_stripped_archive_holds_four_files_and_nothing_private(tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    kept = strip_archive(archive(tmp_path, EVERYTHING), out, Asked(TODAY))
    assert kept == {"Profile.csv": 1, "Connections.csv": 4, "Positions.csv": 2, "Education.csv": 1}
    with zipfile.ZipFile(out) as opened:
        texts = {name: opened.read(name).decode() for name in opened.namelist()}
    assert set(texts) == set(kept)
    assert not [text for text in texts.values() if SENTINEL in text or "Street" in text or "home.example" in text]
    assert texts["Profile.csv"].splitlines()[0] == "First Name,Last Name,Headline,Profile URL,Exported On"
    again = tmp_path / "again.zip"
    strip_archive(archive(tmp_path, EVERYTHING), again, Asked(TODAY))
    assert again.read_bytes() == out.read_bytes()


def test_it_loads_as_the_whole_archive_does_but_for_what_was_taken_out(tmp_path: Path) -> None:
    whole, stripped = MemoryStore(), MemoryStore()
    path = archive(tmp_path, {name: text for name, text in EVERYTHING.items() if name != "Email Addresses.csv"})
    before = load_path(whole, path, now=NOW)
    strip_archive(path, tmp_path / "any name.zip", Asked(TODAY))
    after = load_path(stripped, tmp_path / "any name.zip", now=NOW)
    gone = claims(whole) - claims(stripped)
    assert claims(stripped) < claims(whole)
    assert {(row[2], row[4][0]) if row[2] == "x" else row[2] for row in gone} == {"contacts", "acquaintances"}  # type: ignore[index] -- a row of any table
    assert all("worked_with" in str(row[3]) for row in gone if row[2] == "acquaintances")
    assert (after.entry.source, after.entry.as_of) == (before.entry.source, before.entry.as_of)
    assert len(after.rejected) == 2
    load_path(whole, tmp_path / "any name.zip", now=NOW)
    assert gone <= claims(whole)


def test_nothing_is_overwritten_unless_asked_and_no_other_file_is_taken(tmp_path: Path) -> None:
    path, out = archive(tmp_path, EVERYTHING), tmp_path / "out.zip"
    out.write_text("mine")
    with pytest.raises(BadArgument, match="already"):
        strip_archive(path, out, Asked(TODAY))
    assert out.read_text() == "mine"
    strip_archive(path, out, Asked(TODAY), replace=True)
    assert zipfile.is_zipfile(out)
    for bad in (path, tmp_path, tmp_path / "no" / "out.zip"):
        with pytest.raises(BadArgument):
            strip_archive(path, bad, Asked(TODAY), replace=True)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("x.csv", "x")
    with pytest.raises(ImportRefused, match=r"no Connections\.csv"):
        strip_archive(other, tmp_path / "new.zip", Asked(TODAY))
    assert not (tmp_path / "new.zip").exists()


def test_connections_alone_are_stripped_with_an_owner(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    strip_archive(path, tmp_path / "out.zip", Asked(TODAY, owner="Kari Lunde <kari@x.example>"))
    done = load_path(MemoryStore(), tmp_path / "out.zip", now=NOW)
    assert done.entry.source == "linkedin:kari-lunde"
