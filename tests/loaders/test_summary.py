"""Does a load say whom it met, what it watched, and what a folder full of inputs holds?"""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.stores.memory import MemoryStore
from loaders.limits import Limits
from loaders.run import Input, inputs, load_path
from tests.loaders.test_linkedin import archive
from tests.worlds import FIRM, NOW, loaded, snapshot_of, write_folder

CRM = {
    "companies.csv": "id,name,country\n1,Nordlys Energi,NO\n2,Statoil ASA,NO\n",
    "people.csv": "id,name,email\na,Kari Lunde,kari@x.example\nb,Ola Nor,post@x.example\nc,Eva Li,kari@x.example\nd,Sara Holm,\n",
}
ROSTER = {
    **FIRM,
    "people.csv": "id,name,email\nk,Kari Lunde Berg,Kari@X.example\ns,Sara Holm,\nt,T,\ng,G,post@x.example\n",
}


@pytest.mark.parametrize("dry", [False, True])
def test_a_load_counts_the_records_that_it_linked_and_names_new_doubts(tmp_path: Path, *, dry: bool) -> None:
    store = MemoryStore()
    first = loaded(store, tmp_path / "hr", ROSTER, links=True)
    assert first.linked is not None
    assert (first.linked.merged, first.linked.doubts) == (0, ())
    only = {**CRM, "people.csv": CRM["people.csv"].replace("c,Eva Li,kari@x.example\n", "")}
    linked = loaded(store, tmp_path / "crm", only, links=True, dry=dry).linked
    assert linked is not None
    assert (linked.merged, linked.doubts) == (2, ())
    linked = loaded(store, tmp_path / "crm", CRM, links=True, dry=dry).linked
    assert linked is not None
    assert [(len(doubt.records), doubt.why) for doubt in linked.doubts] == [(3, "they share email but not the name")]
    assert loaded(store, tmp_path / "hr", ROSTER, links=True).linked is not None
    assert len({p.id for p in snapshot_of(store).people.values() if p.name == "Sara Holm"}) == (1 if dry else 2)


def test_loading_again_links_nothing_new(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "hr", ROSTER)
    loaded(store, tmp_path / "crm", CRM)
    again = loaded(store, tmp_path / "crm", CRM, links=True).linked
    assert again is not None
    assert (again.merged, again.doubts) == (0, ())


def test_aliases_link_companies_of_different_names_and_undo_takes_it_back(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "crm", CRM)
    other = {"companies.csv": "id,name,country\nx,Equinor,NO\n"}
    loaded(store, tmp_path / "hr", other)
    path = tmp_path / "names.csv"
    path.write_text("Company,Alias,Country\nEquinor,Statoil,NO\nEquinor,Statoil Norge,NO\nHydro,STATOIL,NO\n,x,\n")
    done = load_path(store, path, now=NOW, links=True)
    assert [(row.line, row.reason) for row in done.rejected] == [
        (4, "STATOIL is said to be two companies"),
        (5, "company or alias is missing"),
    ]
    assert (done.entry.source, done.linked and done.linked.merged) == ("aliases", 1)
    assert sorted(len(company.records) for company in snapshot_of(store).companies.values()) == [1, 3]
    store.undo("aliases", at=NOW)
    assert sorted(len(company.records) for company in snapshot_of(store).companies.values()) == [1, 1, 1]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_make_the_reader_of_aliases_raise_anything_but_its_refusal(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(b"company,alias,country\n" + text)
    store = MemoryStore()
    with contextlib.suppress(ImportRefused):
        load_path(store, path, now=NOW, links=True)
        snapshot_of(store)


def test_the_same_alias_for_two_companies_of_one_source_links_neither(tmp_path: Path) -> None:
    store = MemoryStore()
    mine = {"companies.csv": "id,name\n1,North\n2,South\n", "company_aliases.csv": "company,alias\n1,Pole\n2,Pole\n"}
    loaded(store, tmp_path / "mine", mine)
    loaded(store, tmp_path / "other", {"companies.csv": "id,name\n9,Pole\n"})
    assert len(snapshot_of(store).companies) == 3


def test_a_folder_full_of_inputs_is_loaded_in_order_and_the_rest_named(tmp_path: Path) -> None:
    write_folder(tmp_path / "all" / "b-crm", CRM)
    write_folder(tmp_path / "all" / "a" / "2026-01-01", FIRM)
    archive(tmp_path / "all")
    for name in ("kari.ics", "sara.ics"):
        (tmp_path / "all" / name).write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    (tmp_path / "all" / "notes.txt").write_text("x")
    (tmp_path / "all" / ".hidden").write_text("x")
    found, others = inputs(tmp_path / "all")
    assert [one.name for one in found] == [
        "Basic_LinkedInDataExport_09-15-2026.zip", "2026-01-01", "b-crm", "kari.ics", "sara.ics",
    ]  # fmt: skip
    assert [path.name for path in others] == ["notes.txt"]
    assert inputs(tmp_path / "all" / "b-crm") == ([Input(tmp_path / "all" / "b-crm")], [])
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "none"):
        with pytest.raises(ImportRefused):
            inputs(path)
    with pytest.raises(ImportRefused, match="more than 2"):
        inputs(tmp_path / "all", limits=Limits(inputs=2))


def test_who_watches_is_told_how_far_the_reading_is(tmp_path: Path) -> None:
    told: list[int] = []
    rows = "".join(f"{n},Name\n" for n in range(2_500))
    loaded(MemoryStore(), tmp_path / "w", {"people.csv": f"id,name\n{rows}"}, watch=told.append)
    assert told == [1_000, 2_000]
