"""Is the owner of an archive one of us, whatever the archive says of it?"""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from api.terminal import print_who
from api.use_cases import Json, Question, who
from api.viewer import Viewer
from graph.parameters import read_parameters
from graph.stores.memory import MemoryStore
from loaders.known import KnownBy
from loaders.run import load_path
from tests.graph.stores.contract import content
from tests.loaders.test_linkedin import FILES, archive
from tests.loaders.test_roster import groups, load, ours
from tests.worlds import FIRM, NOW, TODAY, loaded, snapshot_of
from viz.client import client_heading

CONNECTIONS = {"Connections.csv": FILES["Connections.csv"]}
TWO_JOBS = {**FILES, "Positions.csv": FILES["Positions.csv"] + "Board AS,Member,,Oslo,Jan 2020,\n"}
ROSTER = "Ansattnr;Navn;Ansatt fra\n1;Kari Lunde;2010\n2;Ola Moe;2015\n"


@pytest.mark.parametrize("firm", ["", "Varde AS"])
def test_connections_alone_in_an_empty_store_make_their_owner_one_of_us(tmp_path: Path, firm: str) -> None:
    store = MemoryStore()
    done = load_path(store, archive(tmp_path, CONNECTIONS), owner="Kari Lunde", firm=firm, now=NOW)
    assert ours(store) == {"Kari Lunde"}
    assert groups(store, "Nordlys Energi") == {"Håkon Myhre": "colleagues"}
    firms = [company.name for company in snapshot_of(store).companies.values() if company.relation == "ours"]
    assert firms == [firm or "our firm (of Kari Lunde's archive)"]
    assert [told for told in done.remarks if ("--firm says so" if firm else "give our firm with --firm") in told]
    assert (
        load_path(store, archive(tmp_path, CONNECTIONS), owner="Kari Lunde", firm=firm, now=NOW).entry.revision is None
    )


def test_an_owner_with_two_open_positions_is_one_of_us(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, archive(tmp_path, TWO_JOBS), firm="Varde AS", now=NOW)
    assert ours(store) == {"Kari Lunde"}
    jobs = [job for jobs in snapshot_of(store).jobs.values() for job in jobs if job.title == "Partner"]
    assert len(jobs) == 1
    firms = {company.name: company.relation for company in snapshot_of(store).companies.values()}
    assert (firms["Varde AS"], firms["Board AS"]) == ("ours", "other")


def test_what_an_archive_says_does_not_depend_on_what_was_loaded_before(tmp_path: Path) -> None:
    first, second = MemoryStore(), MemoryStore()
    load(first, tmp_path, "roster_2026-11-01.csv", ROSTER)
    for store in (first, second):
        load_path(store, archive(tmp_path, CONNECTIONS), owner="Kari Lunde", now=NOW)
    load(second, tmp_path, "roster_2026-11-01.csv", ROSTER)
    assert content(first) == content(second)


def test_the_firm_that_a_roster_knows_is_suggested_and_a_name_alone_links_nobody(tmp_path: Path) -> None:
    store = MemoryStore()
    load(store, tmp_path, "roster_2026-11-01.csv", ROSTER)
    done = load_path(store, archive(tmp_path, CONNECTIONS), owner="Kari Lunde", now=NOW)
    assert len([person for person in snapshot_of(store).people.values() if person.name == "Kari Lunde"]) == 2
    assert {company.name for company in snapshot_of(store).companies.values() if company.relation == "ours"} == {
        "Varde AS",
        "our firm (of Kari Lunde's archive)",
    }
    assert any('give our firm with --firm "Varde AS"' in told for told in done.remarks)
    (told,) = [told for told in done.remarks if "inroads same" in told]
    assert set(told.rpartition("inroads same ")[2].split()) <= snapshot_of(store).entity.keys()
    done = load_path(store, archive(tmp_path, CONNECTIONS), owner="Ola Moe <ola@varde.example>", now=NOW)
    assert not [told for told in done.remarks if "inroads same" in told]


def test_the_firm_is_that_of_lists_before_that_of_archives_and_none_where_they_differ(tmp_path: Path) -> None:
    store = MemoryStore()
    known = KnownBy(store)
    assert (known.our_firm(""), known.nobody) == ("", True)
    load_path(store, archive(tmp_path, FILES), now=NOW)
    assert KnownBy(store).our_firm("") == "Varde"
    assert KnownBy(store).our_firm("linkedin:kari-lunde") == ""
    loaded(store, tmp_path / "hr", FIRM)
    assert KnownBy(store).our_firm("") == "Varde AS"
    loaded(store, tmp_path / "other", {"companies.csv": "id,name,relation\nx,Havtun,ours\n"})
    assert KnownBy(store).our_firm("") == ""


def test_a_load_that_leaves_nobody_of_ours_says_what_to_do(tmp_path: Path) -> None:
    store = MemoryStore()
    client = {"companies.csv": "id,name\nn,Nordlys Energi\n", "people.csv": "id,name\nt,T\n"}
    assert "nobody of ours is in the store yet" in loaded(store, tmp_path / "crm", client).remarks[-1]
    assert _who(store)["anybody_ours"] is False
    console = Console(file=StringIO(), width=200)
    print_who(console, _who(store))
    assert "Nobody of ours is in the store yet: load a roster, or an archive with --firm." in console.file.getvalue()  # type: ignore[attr-defined] # the file is a StringIO
    assert client_heading(_who(store)) == "Nobody of ours is in the store yet."
    assert loaded(store, tmp_path / "hr", FIRM).remarks == ()
    assert _who(store)["anybody_ours"] is True


def _who(store: MemoryStore) -> Json:
    return who(Viewer(""), store, "Nordlys Energi", Question(TODAY), read_parameters())
