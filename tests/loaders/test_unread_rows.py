"""Is what a file says and we cannot read kept, and never taken for what the file no longer says?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.run import load_path
from tests.loaders.salesforce_world import FILES as SALESFORCE
from tests.loaders.salesforce_world import HAKON, id18, own, weekly
from tests.loaders.test_calendars import HAKON as GUEST
from tests.loaders.test_calendars import KARI, calendar, event
from tests.loaders.test_linkedin import FILES as LINKEDIN
from tests.loaders.test_linkedin import archive
from tests.worlds import NOW, write_folder

ROSTER = "Ansattnr;Navn;Ansatt fra\n1;Kari Lunde;2010\n;Jonas Lie;2016-02-01\n3;Per Aune;2018\n"
TABLES = {
    "companies.csv": "id,name,relation\nus,Us AS,ours\nc,Cli AS,client\n",
    "people.csv": "id,name\n1,Ann Be\n2,Cee Dee\n3,Gee Hay\n",
    "employments.csv": "person,company,start\n1,us,2015\n2,c,2016\n3,c,2017\n",
}
TOML = 'name = "hr"\nas_of = 2026-11-{day}\ncomplete = ["people", "employments"]\n'
POPOLO = (
    '{"source": "p", "persons": [{"id": "a", "name": "Ann Be"}, {"id": "b", "name": "Cee Dee"}], "memberships": []}'
)
ALIASES = "company,alias\nEquinor,Statoil\nHydro,Norsk Hydro\n"
CONNECTIONS = LINKEDIN["Connections.csv"].replace("soon", "3 Apr 2021")


def roster(folder: Path, text: str, day: int) -> Path:
    path = folder / f"roster_2026-11-{day:02d}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def tables(folder: Path, text: str, day: int) -> Path:
    files = {**TABLES, "employments.csv": text, "source.toml": TOML.format(day=f"{day:02d}")}
    return write_folder(folder / str(day), files)


def linkedin(folder: Path, text: str, day: int) -> Path:
    files = {**LINKEDIN, "Connections.csv": text}
    return archive(folder, files, f"Basic_LinkedInDataExport_11-{day:02d}-2026.zip")


def calendars(folder: Path, text: str, day: int) -> Path:
    path = folder / "kari.ics"
    path.write_text(text.replace("20261120T", f"202611{day:02d}T"), encoding="utf-8")
    return path


def popolo(folder: Path, text: str, day: int) -> Path:
    path = folder / f"{day}.json"
    path.write_text(text, encoding="utf-8")
    return path


def aliases(folder: Path, text: str, day: int) -> Path:
    path = folder / f"{day}.csv"
    path.write_text(text, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Case:
    write: Callable[[Path, str, int], Path]
    text: str
    typo: tuple[str, str]
    gone: tuple[str, str]
    table: str


MEETINGS = calendar(*(event(str(day), f"202610{day:02d}T100000", KARI, GUEST) for day in (1, 8, 15, 22)))
CASES = {
    "roster": Case(roster, ROSTER, ("2016-02-01", "2016-02-31"), ("3;Per Aune;2018\n", ""), "employments"),
    "tables": Case(tables, TABLES["employments.csv"], ("2016", "2016-13"), ("3,c,2017\n", ""), "employments"),
    "linkedin": Case(
        linkedin, CONNECTIONS, ("https://www.linkedin.com/in/H%C3%A5kon-Myhre,,Nordlys Energi,CFO,12 Mar 2019",
                                ",,Nordlys Energi,CFO,12 Mai2019"),
        ("Per,Aune,https://www.linkedin.com/in/per-aune,,,,7-Feb-22\n", ""), "acquaintances",
    ),
    "calendar": Case(
        calendars, MEETINGS, ("DTSTART:20261008T100000", "DTSTART:20261008T1000000"),
        ("DTSTART:20261015T100000", "STATUS:CANCELLED\r\nDTSTART:20261015T100000"), "contacts",
    ),
    "popolo": Case(popolo, POPOLO, ('{"id": "b",', '{"id": [],'), ('{"id": "a", "name": "Ann Be"}, ', ""), "people"),
    "aliases": Case(aliases, ALIASES, ("Equinor,Statoil", ",Statoil"), ("Hydro,Norsk Hydro\n", ""), "company_aliases"),
}  # fmt: skip


def held(store: Store, table: str) -> set[tuple[str, tuple[str | None, ...]]]:
    rows = (row.claim for batch in store.snapshot_rows(store.revision().number) for row in batch)
    return {(claim.key, claim.content) for claim in rows if claim.table == table}


def read_as_a_whole(store: Store, table: str) -> set[tuple[str, tuple[str | None, ...]]]:
    return {(key, content) for key, content in held(store, "observed") if content[0] == table and not content[5]}


@pytest.mark.parametrize("kind", CASES)
def test_a_row_that_cannot_be_read_withdraws_nothing_and_that_is_said(tmp_path: Path, kind: str) -> None:
    """A typo beside a real removal: the removal waits for the next file, which is whole again."""
    case, store = CASES[kind], MemoryStore()
    more: Mapping[str, str] = {"firm": "Varde AS"} if kind == "roster" else {}
    load_path(store, case.write(tmp_path, case.text, 1), now=NOW, **more)  # type: ignore[arg-type] # firm is text
    before, whole = held(store, case.table), read_as_a_whole(store, case.table)
    assert before
    typo = case.text.replace(*case.typo).replace(*case.gone)
    assert typo.count(case.typo[1]) == 1
    done = load_path(store, case.write(tmp_path, typo, 2), now=NOW, **more)  # type: ignore[arg-type] # as above
    assert (done.entry.counts.withdrawn, held(store, case.table)) == (0, before)
    assert read_as_a_whole(store, case.table) == whole
    assert [told for told in done.remarks if "1 row could not be read, so nothing of" in told and case.table in told]
    mended = case.text.replace(*case.gone)
    done = load_path(store, case.write(tmp_path, mended, 3), now=NOW, **more)  # type: ignore[arg-type] # as above
    assert done.entry.counts.withdrawn == 1 + (kind == "aliases")
    assert not [told for told in done.remarks if "could not be read" in told]


def test_a_connection_with_an_address_and_a_popolo_row_with_an_id_spare_no_others(tmp_path: Path) -> None:
    linked, register = MemoryStore(), MemoryStore()
    load_path(linked, linkedin(tmp_path, CONNECTIONS, 1), now=NOW)
    text = CONNECTIONS.replace("12 Mar 2019", "12 Mai2019").replace(*CASES["linkedin"].gone)
    done = load_path(linked, linkedin(tmp_path, text, 2), now=NOW)
    assert sorted(key for key, _ in held(linked, "acquaintances")) == [
        "owner|håkon-myhre|linkedin",
        "owner|sara-holm|linkedin",
    ]
    assert "1 row could not be read, so nothing that speaks of it was withdrawn" in done.remarks
    load_path(register, popolo(tmp_path, POPOLO, 1), now=NOW)
    text = POPOLO.replace('"name": "Cee Dee"', '"name": []').replace(*CASES["popolo"].gone)
    load_path(register, popolo(tmp_path, text, 2), now=NOW)
    assert [key for key, _ in held(register, "people")] == ["b"]


def test_a_row_of_a_roster_with_a_personnel_number_spares_that_person_alone(tmp_path: Path) -> None:
    """Jonas has a typo, Per has left, and Sara has an address that is none."""
    store, text = MemoryStore(), ROSTER.replace(";Jonas", "2;Jonas").replace("\n", ";\n").replace("fra;", "fra;E-post")
    text += "4;Sara Holm;2019;sara@varde.example\n"
    load_path(store, roster(tmp_path, text, 1), now=NOW, firm="Varde AS")
    before = held(store, "employments")
    wrong = text.replace("2016-02-01", "2016-02-31").replace("sara@", "sara").replace("3;Per Aune;2018;\n", "")
    done = load_path(store, roster(tmp_path, wrong, 2), now=NOW, firm="Varde AS")
    assert (done.entry.counts.withdrawn, len(done.rejected)) == (1, 2)
    assert {key for key, _ in before - held(store, "employments")} == {"nr:3|varde|2018"}


def test_closed_accounts_and_private_meetings_are_read_and_hold_no_sweep_back(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, linkedin(tmp_path, CONNECTIONS, 1), now=NOW)
    done = load_path(store, linkedin(tmp_path, CONNECTIONS.replace(*CASES["linkedin"].gone), 2), now=NOW)
    assert [row.reason for row in done.rejected] == ["has no name (a closed account)"]
    assert done.entry.counts.withdrawn == 1


def test_a_row_of_salesforce_spares_what_speaks_of_it_and_no_more(tmp_path: Path) -> None:
    """Håkon's account is a letter short and Marit's row is gone: he stays whole, with his meetings, and she goes."""
    store = MemoryStore()
    load_path(store, weekly(tmp_path), now=NOW)
    before = {table: held(store, table) for table in ("people", "employments", "reporting", "seats", "contacts")}
    marit = next(line for line in SALESFORCE["Contact.csv"].split('"\n"') if "Eikeland" in line)
    text = SALESFORCE["Contact.csv"].replace(f'{marit}"\n"', "")
    good = f'{id18(HAKON)}","0","","{id18(own("001", 1))}'
    assert good in text
    files = {**SALESFORCE, "Contact.csv": text.replace(good, good[:-4])}
    done = load_path(store, weekly(tmp_path, files), now=NOW)
    lost = {table: before[table] - held(store, table) for table in before}
    assert {key for key, _ in lost["people"]} == {id18(own("003", 2))}
    hakons = {claim for table in before for claim in before[table] if id18(HAKON) in claim[0]}
    assert not [claim for table in lost for claim in lost[table] & hakons if table != "reporting"]
    assert lost["employments"]
    assert [told for told in done.remarks if "could not be read, so nothing that speaks of them" in told]


def test_a_guest_of_salesforce_whose_row_cannot_be_read_stays_in_the_meeting(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path), now=NOW)
    before = held(store, "contacts")
    account = own("001", 1)
    files = {**SALESFORCE, "Contact.csv": SALESFORCE["Contact.csv"].replace(f'"{account}"', f'"{account[:-1]}"')}
    done = load_path(store, weekly(tmp_path, files), now=NOW)
    assert "is not a Salesforce id" in str(done.rejected)
    assert (held(store, "contacts"), done.entry.counts.withdrawn) == (before, 0)


def test_a_row_of_salesforce_without_a_readable_id_sweeps_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path), now=NOW)
    files = {**SALESFORCE, "Contact.csv": SALESFORCE["Contact.csv"].replace(f'"{id18(HAKON)}","0"', '"003","0"')}
    done = load_path(store, weekly(tmp_path, files), now=NOW)
    assert done.entry.counts.withdrawn == 0
