"""Are Salesforce's exports and reports read with their quirks, and does what was written about people stay out?"""

import re
from pathlib import Path

import pytest

from graph.errors import ImportRefused
from graph.provenance import Claim
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.base import Asked
from loaders.run import load_path
from loaders.salesforce import is_salesforce, read_salesforce
from loaders.salesforce.ids import id18, organisation_in
from loaders.salesforce.objects import OBJECTS
from loaders.salesforce.roles import SEATS
from tests.conftest import ROOT
from tests.loaders.salesforce_world import (
    DEAL,
    DOUBLE,
    FILES,
    HAKON,
    NORDLYS,
    ORG,
    REPORT,
    SENTINEL,
    changed,
    csv,
    own,
    weekly,
    without,
)
from tests.worlds import NOW, TODAY, snapshot_of


def told(store: Store, table: str) -> list[Claim]:
    rows = (held for batch in store.snapshot_rows(store.revision().number) for held in batch)
    return sorted((held.claim for held in rows if held.claim.table == table), key=lambda c: (c.file, c.line))


def by_name(store: Store) -> dict[str, str]:
    """Return names by record id."""
    return {
        record: entity.name
        for group in (snapshot_of(store).people, snapshot_of(store).companies)
        for entity in group.values()
        for record in entity.records
    }


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    loaded = MemoryStore()
    load_path(loaded, weekly(tmp_path / "week"), now=NOW)
    return loaded


def test_a_weekly_export_is_known_by_its_content_and_keyed_by_its_organisation(tmp_path: Path) -> None:
    done = load_path(MemoryStore(), weekly(tmp_path), now=NOW)
    assert (done.entry.kind, done.entry.source, str(done.entry.as_of)) == (
        "salesforce",
        f"salesforce:{ORG}",
        "2026-09-15",
    )


def test_another_list_with_an_id_and_a_last_name_is_not_taken_for_salesforce(tmp_path: Path) -> None:
    for name, text in {
        "contact.csv": "Id,LastName,AccountId\n17,Lunde,3\n",
        "user.csv": "id,username,lastname,usertype\nk17,kari,Lunde,staff\n",
        "people.csv": "First Name,Last Name,Title,Department,Email\nKari,Lunde,Partner,Energy,k@x.example\n",
        "task.csv": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert not is_salesforce(tmp_path / name)
    assert not is_salesforce(tmp_path)
    assert not is_salesforce(weekly(tmp_path / "zip", {"Contact.csv": "Id,LastName\n17,Lunde\n"}, name="hr.zip"))
    assert is_salesforce(weekly(tmp_path / "zip", name="export.zip"))


def test_accounts_give_companies_with_parent_domain_country_and_relation(store: MemoryStore) -> None:
    names = by_name(store)
    rows = [(c.value("name"), c.value("relation"), names.get(c.value("parent") or ""), c.value("domain"), c.value("country"))
            for c in told(store, "companies")]  # fmt: skip
    assert rows == [
        ("Nordlys Energi AS", "client", None, "nordlys.example", "NO"),
        ("Nordlys Nett AS", "client", "Nordlys Energi AS", None, "NO"),
        ("Havtun Råd", "competitor", None, None, "SE"),
        ("Varde AS", "ours", None, "varde.example", "NO"),
    ]


def test_contacts_and_users_give_people_with_jobs_and_past_jobs(store: MemoryStore) -> None:
    names = by_name(store)
    people = {(c.value("name"), c.value("email")) for c in told(store, "people")}
    assert people == {
        ("Håkon Myhre", "hakon.myhre@nordlys.example"),
        ("Marit Eikeland", "marit@nordlys.example"),
        ("Erik Dahl", None),
        ("Kari Lunde", "kari.lunde@varde.example"),
        ("Sara Holm", "sara@varde.example"),
        ("Geir Wik", "geir@varde.example"),
    }
    jobs = {
        (
            names[c.value("person") or ""],
            names[c.value("company") or ""],
            c.value("title"),
            c.value("start"),
            c.value("end"),
        )
        for c in told(store, "employments")
    }
    assert jobs == {
        ("Håkon Myhre", "Nordlys Energi AS", "CFO", "2019-03-01", None),
        ("Håkon Myhre", "Havtun Råd", None, "2012-01-01", "2017-06-30"),
        ("Marit Eikeland", "Nordlys Energi AS", "VP Data", None, None),
        ("Marit Eikeland", "Havtun Råd", None, "2015-02-01", "2018-05-06"),
        ("Erik Dahl", "Nordlys Energi AS", "Analyst", None, None),
        ("Kari Lunde", "Varde AS", "Partner", None, None),
        ("Sara Holm", "Varde AS", "Manager", None, None),
        ("Geir Wik", "Varde AS", "Partner", None, "2021-04-30"),
    }


def test_reports_to_is_kept_and_goes_to_the_record_that_stayed_after_a_merger(store: MemoryStore) -> None:
    names = by_name(store)
    lines = [(names[c.value("person") or ""], names[c.value("manager") or ""]) for c in told(store, "reporting")]
    assert lines == [("Marit Eikeland", "Håkon Myhre")]


def test_opportunities_and_contact_roles_give_seats(store: MemoryStore) -> None:
    names = by_name(store)
    (deal,) = told(store, "opportunities")
    assert (deal.value("name"), deal.value("stage"), deal.value("probability"), deal.value("value")) == (
        "Grid forecast", "Proposal", "0.4", "1200000")  # fmt: skip
    assert names[deal.value("owner") or ""] == "Kari Lunde"
    seats = [(names[c.value("person") or ""], c.value("role"), c.value("title")) for c in told(store, "seats")]
    assert seats == [("Håkon Myhre", "approver", None), ("Marit Eikeland", "influencer", "Technical Buyer")]


def test_events_and_tasks_give_days_kinds_and_who_took_part_and_nothing_else(store: MemoryStore) -> None:
    names = by_name(store)
    met = {
        (
            c.value("kind"),
            c.value("date"),
            c.value("minutes"),
            *sorted(names[p] for p in (c.value("participants") or "").split(";")),
        )
        for c in told(store, "contacts")
    }
    assert met == {
        ("meeting", "2026-05-14", "60", "Håkon Myhre", "Kari Lunde", "Marit Eikeland", "Sara Holm"),
        ("call", "2026-03-09", "10", "Håkon Myhre", "Sara Holm"),
        ("mail", "2026-03-10", None, "Marit Eikeland", "Sara Holm"),
    }


def test_every_row_that_was_not_used_is_named_and_what_was_left_out_is_counted(tmp_path: Path) -> None:
    done = load_path(MemoryStore(), weekly(tmp_path), now=NOW)
    lost, empty = id18(own("003", 4)), "has no name"
    assert [(row.file, row.line, row.reason) for row in done.rejected] == [
        ("Contact.csv", 5, f"ReportsToId {lost} is no other contact here: no reporting line is kept"),
        ("Contact.csv", 8, empty),
        ("AccountContactRelation.csv", 5, "end 2018-01-01 is before start 2019-01-01"),
        ("OpportunityContactRole.csv", 4, f"ContactId {lost} is no contact here"),
        ("Task.csv", 6, "'soon' is not a date like 2026-03-09"),
    ]
    for remark in (
        "Event.csv: 1 left out: private",
        "Event.csv: 1 left out: still to come",
        "Event.csv: 1 left out: deleted",
        "Event.csv: 1 left out: an invitee's copy of a meeting",
        "EventRelation.csv: 1 left out: declined",
        "Task.csv: 1 left out: not completed",
        "Task.csv: 1 left out: a to-do or a mailing, not a call, mail or meeting",
        "User.csv: 1 left out: users of portals and of the system",
        "Contact.csv: 1 left out: merged into another record",
        "Event.csv: columns not kept: whatid, subject, description",
    ):
        assert remark in done.remarks


def test_what_was_written_about_people_never_reaches_a_claim_or_the_disk(tmp_path: Path) -> None:
    path = weekly(tmp_path / "week")
    reading = read_salesforce(path, Asked(TODAY))
    assert SENTINEL not in repr([*reading.claims, reading.rejected, reading.remarks])
    with SqliteStore(tmp_path / "s.db") as store:
        load_path(store, path, now=NOW)
        files = list(tmp_path.glob("s.db*"))
        assert files
        for file in files:
            assert SENTINEL.encode() not in file.read_bytes()


@pytest.mark.parametrize("said", ["001D000000IqhSL", "001D000000IqhSLIAZ", "001d000000iqhsliaz", "001D000000IQHSLIAZ"])
def test_an_id_is_the_same_with_fifteen_and_eighteen_characters_and_after_a_spreadsheet(said: str) -> None:
    assert id18(said) == "001D000000IqhSLIAZ"


@pytest.mark.parametrize("said", ["", "001", "001D000000IqhSL!AZ", "001D000000IqhSLIA9", "001D000000IqhSLZZZ"])
def test_what_is_no_id_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="is not a Salesforce id"):
        id18(said)


def test_ids_that_differ_in_case_alone_are_two_records(tmp_path: Path) -> None:
    low, high = "0035g00000qaAAA", "0035g00000QaAAA"
    contacts = csv("Id,IsDeleted,AccountId,LastName", f"{low}|0||Lav", f"{high}|0||Hoy")
    store = MemoryStore()
    load_path(store, weekly(tmp_path, {"Contact.csv": contacts}), now=NOW)
    assert len(snapshot_of(store).people) == 2


def test_loading_twice_is_loading_once_and_an_older_export_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    first = load_path(store, weekly(tmp_path), now=NOW)
    again = load_path(store, weekly(tmp_path), now=NOW)
    assert (first.entry.revision, again.entry.revision, again.entry.counts.same) == (1, None, again.entry.counts.read)
    older = changed("Contact.csv", "VP Data", "Head of data")
    assert load_path(store, weekly(tmp_path, older, day="2026-08-01"), now=NOW).entry.revision is None


def test_a_later_export_withdraws_what_was_deleted_and_keeps_only_the_new_job(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path), now=NOW)
    deal = f"{DEAL}|0|"
    later = changed("Opportunity.csv", deal.replace("|", '","'), deal.replace("|0|", "|1|").replace("|", '","'))
    later["Contact.csv"] = later["Contact.csv"].replace("VP Data", "CIO")
    done = load_path(store, weekly(tmp_path, later, day="2026-10-15"), now=NOW)
    assert (done.entry.counts.withdrawn, done.entry.counts.changed) == (3, 1)
    assert not told(store, "opportunities")
    assert "CIO" in [c.value("title") for c in told(store, "employments")]


def test_what_is_missing_altogether_sweeps_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path), now=NOW)
    part = without("Task.csv", "Opportunity.csv", "OpportunityContactRole.csv", "AccountContactRelation.csv")
    done = load_path(store, weekly(tmp_path, part, day="2026-10-15"), now=NOW)
    assert done.entry.counts.withdrawn == 0
    assert len(told(store, "contacts")) == 3


def test_a_meeting_that_was_cancelled_is_withdrawn_and_one_that_was_archived_is_not(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path, changed("Task.csv", "2026-03-09", "2025-03-09")), now=NOW)
    assert len(told(store, "contacts")) == 3
    lines = FILES["Task.csv"].splitlines(keepends=True)
    later = {**FILES, "Task.csv": lines[0] + "".join(lines[3:])}
    done = load_path(store, weekly(tmp_path, later, day="2026-10-15"), now=NOW)
    assert done.entry.counts.withdrawn == 1
    assert [c.value("date") for c in told(store, "contacts")] == ["2026-05-14", "2025-03-09"]


def test_a_guest_who_declined_did_not_take_part_even_when_the_event_is_filed_under_them(tmp_path: Path) -> None:
    store = MemoryStore()
    declined = csv("Id,IsDeleted,RelationId,EventId,Status", f"{own('0RE', 9)}|0|{HAKON}|{own('00U', 1)}|Declined")
    relations = FILES["EventRelation.csv"] + declined.partition("\n")[2]
    load_path(store, weekly(tmp_path, {**FILES, "EventRelation.csv": relations}), now=NOW)
    names = by_name(store)
    (meeting,) = [c for c in told(store, "contacts") if c.value("kind") == "meeting"]
    assert "Håkon Myhre" not in [names[one] for one in (meeting.value("participants") or "").split(";")]


def test_the_parts_of_an_export_are_read_together_from_their_folder_and_alone_sweep_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path / "whole"), now=NOW)
    names = ("Event.csv", "EventRelation.csv", "Task.csv")
    weekly(tmp_path / "parts", without(*names), day="2026-10-15")
    second = weekly(tmp_path / "parts", {name: FILES[name] for name in names}, name=f"WE_{ORG}_2.ZIP", day="2026-10-15")
    both = load_path(store, tmp_path / "parts", now=NOW)
    assert (both.entry.counts.withdrawn, both.entry.counts.new, both.entry.source) == (0, 0, f"salesforce:{ORG}")
    assert read_salesforce(tmp_path / "parts", Asked(TODAY)).scopes["people"].mode == "complete"
    assert not read_salesforce(tmp_path / "parts" / f"WE_{ORG}_1.ZIP", Asked(TODAY)).scopes
    with pytest.raises(ImportRefused, match="nothing that can be read alone") as refused:
        load_path(store, second, now=NOW)
    assert "Contact.csv, User.csv must lie beside it" in refused.value.remedy


def test_without_an_organisation_the_source_must_be_named(tmp_path: Path) -> None:
    path = weekly(tmp_path, without("Organization.csv"), name="export.zip")
    with pytest.raises(ImportRefused, match="whose Salesforce") as refused:
        load_path(MemoryStore(), path, now=NOW)
    assert "--source" in refused.value.remedy
    store = MemoryStore()
    assert load_path(store, path, now=NOW, source="crm").entry.source == "crm"
    assert "varde.example" in [c.value("name") for c in told(store, "companies")]


def test_our_own_account_is_the_company_that_our_users_work_at(tmp_path: Path) -> None:
    ours = csv("Id,IsDeleted,Name,ParentId", f"{own('001', 9)}|0|VARDE|")
    store = MemoryStore()
    load_path(
        store,
        weekly(
            tmp_path,
            {**FILES, "Account.csv": FILES["Account.csv"] + ours.partition("\n")[2].replace('"VARDE"', '"","VARDE"')},
        ),
        now=NOW,
    )
    assert [c.value("name") for c in told(store, "companies") if c.value("relation") == "ours"] == ["VARDE"]


def test_a_folder_is_whole_when_it_is_named_so_and_an_unpacked_export_is_dated_by_its_rows(tmp_path: Path) -> None:
    folder = tmp_path / f"WE_{ORG}"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode("utf-16" if name == "Contact.csv" else "utf-8-sig"))
    reading = read_salesforce(folder, Asked(TODAY))
    assert (reading.source, str(reading.as_of), len(reading.scopes)) == (f"salesforce:{ORG}", "2026-09-10", 7)
    assert len([c for c in reading.claims if c.table == "people"]) == 6


def test_a_person_account_is_a_person_and_no_company(tmp_path: Path) -> None:
    account, contact = own("001", 7), own("003", 7)
    files = {
        "Account.csv": csv(
            "Id,IsDeleted,Name,IsPersonAccount,PersonContactId,FirstName,LastName,PersonEmail,ParentId",
            f"{account}|0|Ola Vik|1|{contact}|Ola|Vik|ola@vik.example|",
        )
    }
    alone, both = MemoryStore(), MemoryStore()
    load_path(alone, weekly(tmp_path, files), now=NOW)
    files["Contact.csv"] = csv(
        "Id,IsDeleted,AccountId,LastName,FirstName,IsPersonAccount,Email",
        f"{contact}|0|{account}|Vik|Ola|1|ola@vik.example",
    )
    load_path(both, weekly(tmp_path, files), now=NOW)
    for store in (alone, both):
        assert [c.value("name") for c in told(store, "people")] == ["Ola Vik"]
        assert not told(store, "companies")
        assert not told(store, "employments")
    assert {c.key for c in told(alone, "people")} == {c.key for c in told(both, "people")} == {id18(contact)}


def test_a_data_loader_file_of_any_name_is_told_by_its_header_and_appends(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text(
        f'"ID";"ACCOUNTID";"ACCOUNT.NAME";"LASTNAME";"FIRSTNAME";"TITLE";"CREATEDDATE"\n"{id18(HAKON).upper()}";"{NORDLYS}";"Nordlys Energi AS";"Myhre";"Håkon";"CFO";"2026-10-01T09:00:00.000Z"\n',
        encoding="cp1252",
    )
    store = MemoryStore()
    load_path(store, weekly(tmp_path / "week"), now=NOW, source="crm")
    done = load_path(store, path, now=NOW, source="crm")
    assert (done.entry.counts.withdrawn, str(done.entry.as_of)) == (0, "2026-10-01")
    assert "extract.csv: read as Windows-1252 (Western European), since it is not UTF-8" in done.remarks
    people = told(store, "people")
    assert len([c for c in people if c.key == id18(HAKON)]) == 1
    with pytest.raises(ImportRefused, match="whose Salesforce"):
        load_path(MemoryStore(), path, now=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_report_is_read_by_its_labels_without_its_footer(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report1793000000000.csv"
    path.write_bytes(REPORT.encode(encoding))
    with pytest.raises(ImportRefused, match="whose it is") as refused:
        load_path(MemoryStore(), path, now=NOW)
    assert "--source" in refused.value.remedy
    store = MemoryStore()
    done = load_path(store, path, now=NOW, source="crm")
    assert str(done.entry.as_of) == "2026-10-26"
    assert [c.value("name") for c in told(store, "people")] == ["Håkon Myhre", "Lise Monsen", "Tor Aas"]
    assert [(row.line, row.reason.partition(":")[0]) for row in done.rejected] == [
        (5, "has no name"),
        (4, "Reports To is not one person of this account here"),
    ]
    names = by_name(store)
    assert [names[c.value("manager") or ""] for c in told(store, "reporting")] == ["Håkon Myhre"]
    assert load_path(store, path, now=NOW, source="crm").entry.revision is None


def test_a_report_appends_and_names_the_same_records_as_the_export(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, weekly(tmp_path / "week"), now=NOW)
    before = len(told(store, "people"))
    path = tmp_path / "contacts.csv"
    path.write_text(REPORT, encoding="utf-8")
    done = load_path(store, path, now=NOW, source="report")
    assert done.entry.counts.withdrawn == 0
    assert len(told(store, "people")) == before + 3
    assert [p.name for p in snapshot_of(store).people.values()].count("Håkon Myhre") == 1


def test_a_claim_names_the_line_on_which_its_row_begins(store: MemoryStore) -> None:
    lines = {c.value("name"): (c.file, c.line) for c in told(store, "people")}
    assert lines["Marit Eikeland"] == ("Contact.csv", 3)
    assert lines["Erik Dahl"] == ("Contact.csv", 5)


def test_the_organisation_is_found_in_the_names_that_exports_have() -> None:
    assert organisation_in(f"WE_{ORG}_1.ZIP") == organisation_in(f"WE_{ORG[:15]}") == ORG
    assert organisation_in("WE_1.zip") == ""


def test_a_merged_contact_is_nobody_of_their_own(store: MemoryStore) -> None:
    assert id18(DOUBLE) not in {c.key for c in told(store, "people")}


def test_a_linkedin_archive_and_the_export_give_one_company_and_merge_people_by_mail_only(tmp_path: Path) -> None:
    archive = tmp_path / "Basic_LinkedInDataExport_09-15-2026"
    archive.mkdir()
    (archive / "Profile.csv").write_text("First Name,Last Name,Headline\nKari,Lunde,\n", encoding="utf-8")
    (archive / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Håkon,Myhre,https://www.linkedin.com/in/hakon,hakon.myhre@nordlys.example,Nordlys Energi,CFO,12 Mar 2019\n"
        "Marit,Eikeland,https://www.linkedin.com/in/marit,,Nordlys Energi,VP Data,12 Mar 2019\n",
        encoding="utf-8",
    )
    store = MemoryStore()
    load_path(store, archive, now=NOW)
    load_path(store, weekly(tmp_path / "week"), now=NOW)
    snapshot = snapshot_of(store)
    assert [c.name for c in snapshot.companies.values() if c.name.startswith("Nordlys Energi")] == ["Nordlys Energi"]
    names = [person.name for person in snapshot.people.values()]
    assert (names.count("Håkon Myhre"), names.count("Marit Eikeland")) == (1, 2)


def test_every_column_and_every_role_that_is_read_stands_in_the_docs() -> None:
    text = (ROOT / "docs" / "salesforce.md").read_text(encoding="utf-8")
    named = {word.casefold() for word in re.findall(r"`([A-Za-z.]+)`", text)} | {"id"}
    assert {column for item in OBJECTS.values() for column in item.columns} - named == set()
    table = text.partition("| role | seat |")[2].partition("\n\n")[0]
    rows = [row.strip("|").split("|") for row in table.splitlines()[2:]]
    assert {role.strip().casefold(): seat.strip() for roles, seat in rows for role in roles.split(",")} == SEATS
