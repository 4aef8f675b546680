"""Is a LinkedIn archive read with its quirks, and does the text of messages stay out?"""

import contextlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.provenance import RecordId, record_id
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.base import Asked
from loaders.limits import Limits
from loaders.linkedin import linkedin_date, read_linkedin, us_date
from loaders.run import load_path
from tests.worlds import NOW, TODAY, loaded, snapshot_of

SENTINEL = "PRIVATE-SENTINEL"
FILES = {
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary\nKari,Lunde,,Street 1,1 Jan,Partner,PRIVATE-SENTINEL\n",
    "Connections.csv": (
        'Notes:\n"When exporting your connection data, you may notice that some emails are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        'Håkon,"Myhre, PhD ✔",https://www.linkedin.com/in/H%C3%A5kon-Myhre,,Nordlys Energi,CFO,12 Mar 2019\n'
        ",,,,,,3 Apr 2020\n"
        "Sara,Holm,https://www.linkedin.com/in/sara-holm,sara@x.example,Varde AS,Manager,soon\n"
        "Per,Aune,https://www.linkedin.com/in/per-aune,,,,7-Feb-22\n"
    ),
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\nVarde,Partner,PRIVATE-SENTINEL,Oslo,Sep 2017,\nHafslund,Head,,Oslo,Mar 2012,Apr 2017\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nNTNU,2001,2006,,MSc,\n",
    "messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
        "c1,,Kari Lunde,https://www.linkedin.com/in/kari-lunde,Håkon Myhre,https://www.linkedin.com/in/h%C3%A5kon-myhre,2026-07-30 10:00:00 UTC,PRIVATE-SENTINEL,<p>PRIVATE-SENTINEL</p>,INBOX\n"
        "c2,,Per Aune,https://www.linkedin.com/in/per-aune,Kari Lunde,https://www.linkedin.com/in/kari-lunde,2026-07-31 10:00:00 UTC,,PRIVATE-SENTINEL,INBOX\n"
        "c3,,Spammer,https://www.linkedin.com/in/spam,Kari Lunde,https://www.linkedin.com/in/kari-lunde,2026-07-31 10:00:00 UTC,,buy,SPAM\n"
    ),
}


def archive(folder: Path, files: dict[str, str] = FILES, name: str = "Basic_LinkedInDataExport_09-15-2026.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for file, text in files.items():
            out.writestr(f"Basic_LinkedInDataExport/{file}", text)
    return path


def test_an_archive_gives_its_owner_their_connections_jobs_and_message_days(tmp_path: Path) -> None:
    store = MemoryStore()
    done = load_path(store, archive(tmp_path), now=NOW)
    assert (done.entry.source, done.entry.as_of.isoformat()) == ("linkedin:kari-lunde", "2026-09-15")
    assert [(row.line, row.reason) for row in done.rejected] == [
        (6, "has no name (a closed account)"),
        (7, "'soon' is not a date like 12 Mar 2024"),
    ]
    snapshot = snapshot_of(store)
    assert {person.name for person in snapshot.people.values()} == {"Kari Lunde", "Håkon Myhre", "Per Aune"}
    assert [company.relation for company in snapshot.companies.values() if company.name == "Varde"] == ["ours"]
    facts = {fact for facts in snapshot.facts.values() for fact in facts}
    assert sorted(fact.kind for fact in facts) == ["acquaintance", "acquaintance", "contact", "contact", "study"]
    (cfo,) = [job for jobs in snapshot.jobs.values() for job in jobs if job.title == "CFO"]
    assert (cfo.when, [str(day) for day in cfo.observed]) == (None, ["2026-09-15"])


def test_the_text_of_messages_and_descriptions_never_reaches_the_disk(tmp_path: Path) -> None:
    path = archive(tmp_path)
    with SqliteStore(tmp_path / "s.db") as store:
        load_path(store, path, now=NOW)
        for file in tmp_path.glob("s.db*"):
            assert SENTINEL.encode() not in file.read_bytes()


def test_a_removed_connection_is_withdrawn_and_a_new_job_ends_the_old_one(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, archive(tmp_path), now=NOW)
    later = {
        **FILES,
        "Connections.csv": FILES["Connections.csv"]
        .replace("Nordlys Energi,CFO", "Havtun,CEO")
        .replace("Per,Aune,https://www.linkedin.com/in/per-aune,,,,7-Feb-22\n", ""),
    }
    done = load_path(store, archive(tmp_path, later, "Basic_LinkedInDataExport_11-01-2026.zip"), now=NOW)
    assert done.entry.counts.withdrawn == 1
    jobs = next(jobs for jobs in snapshot_of(store).jobs.values() if any(job.title == "CFO" for job in jobs))
    assert sorted(job.title for job in jobs) == ["CEO", "CFO"]


def test_connections_alone_need_an_owner_and_load_from_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    with pytest.raises(ImportRefused, match="whose connections") as refused:
        load_path(MemoryStore(), path, now=NOW)
    assert "--owner" in refused.value.remedy
    done = load_path(MemoryStore(), path, now=NOW, owner="Kari Lunde")
    assert done.entry.source == "linkedin:kari-lunde"


def test_the_owner_may_be_told_by_name_e_mail_or_profile_address(tmp_path: Path) -> None:
    path = tmp_path / "anything.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    told = {
        "Kari Lunde <Kari@x.example>": ("kari-lunde", "Kari Lunde", "kari@x.example", None),
        "kari@x.example": ("kari@x.example", None, "kari@x.example", None),
        "https://www.linkedin.com/in/K%C3%A1ri/": ("kári", None, None, "https://www.linkedin.com/in/kári"),
    }
    for owner, (key, name, email, url) in told.items():
        store = MemoryStore()
        assert load_path(store, path, now=NOW, owner=owner).entry.source == f"linkedin:{key}"
        (claim,) = [h.claim for batch in store.snapshot_rows(1) for h in batch if h.claim.key == "owner"]
        assert [claim.value(field) for field in ("name", "email", "linkedin_url")] == [name, email, url]


def test_an_owner_told_by_the_profile_address_is_called_after_it_and_keeps_a_name_that_was_told(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    address = "https://www.linkedin.com/in/kari-lunde"

    def owner(*told: str) -> tuple[str, list[str | None], tuple[str, ...]]:
        store = MemoryStore()
        done = [load_path(store, path, now=NOW, owner=one) for one in told][-1]
        rows = [held for batch in store.snapshot_rows(store.revision().number) for held in batch]
        (claim,) = [held.claim for held in rows if held.claim.key == "owner"]
        person = snapshot_of(store).people[record_id(done.entry.source, "people", "owner")]
        return person.name, [claim.value("name"), claim.value("linkedin_url")], done.remarks

    name, kept, remarks = owner(address + "-4a1b2c3/")
    assert (name, kept) == ("Kari Lunde", [None, address + "-4a1b2c3"])
    assert any("called Kari Lunde" in remark and '"NAME <ADDRESS>"' in remark for remark in remarks)
    for told in (("Kári Lunde", address), (address, "Kári Lunde"),
                 (f"Kári Lunde <{address}>",)):  # fmt: skip
        name, kept, remarks = owner(*told)
        assert (name, kept) == ("Kári Lunde", ["Kári Lunde", address])
        assert not [remark for remark in remarks if "is called" in remark]


def test_a_name_made_of_an_address_never_wins_over_one_that_somebody_told(tmp_path: Path) -> None:
    store = MemoryStore()
    address = "https://www.linkedin.com/in/kari-lunde"
    loaded(store, tmp_path / "hr", {"people.csv": f"id,name,linkedin_url\nk,Kari B. Lunde,{address}\n"}, as_of=TODAY)
    path = tmp_path / "Connections.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    load_path(store, path, now=NOW, owner=address, as_of=TODAY)
    assert {"Kari B. Lunde"} == {one.name for one in snapshot_of(store).people.values()} - {"Håkon Myhre", "Per Aune"}


def test_drafts_are_no_contact_and_that_is_said(tmp_path: Path) -> None:
    head, *rows = FILES["messages.csv"].splitlines()
    drafted = [
        f"{head},IS MESSAGE DRAFT",
        *(f"{row},{said}" for row, said in zip(rows, ("Yes", "No", ""), strict=True)),
    ]
    files = {**FILES, "messages.csv": "\n".join([*drafted, ""])}
    store = MemoryStore()
    done = load_path(store, archive(tmp_path, files), now=NOW)
    facts = {fact for facts in snapshot_of(store).facts.values() for fact in facts}
    assert [fact.when and fact.when.start_low for fact in facts if fact.kind == "contact"] == [date(2026, 7, 31)]
    assert "messages.csv: messages that are no contact: 1 never sent (drafts), 1 spam or sponsored" in done.remarks


def ties(store: MemoryStore) -> set[tuple[str | None, ...]]:
    """Kind, day and both names of every acquaintance."""
    rows = [held for batch in store.snapshot_rows(store.revision().number) for held in batch]
    names = {
        record_id(h.source, "people", h.claim.key): h.claim.value("name") for h in rows if h.claim.table == "people"
    }
    return {
        (h.claim.value("kind"), h.claim.value("date"), *(names[RecordId(h.claim.value(end) or "")] for end in ("from", "to")))
        for h in rows
        if h.claim.table == "acquaintances"
    }  # fmt: skip


HEAD = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
RECOMMENDED = {
    "Recommendations_Given.csv": f'{HEAD}Per,Aune,X,Y,"PRIVATE-SENTINEL","08/23/16, 05:31 PM",VISIBLE\nNo,Body,X,Y,T,8/3/16,VISIBLE\n',
    "Recommendations_Received.csv": f"{HEAD}Håkon,Myhre,X,Y,PRIVATE-SENTINEL,2023/06/05 15:47:58 UTC,HIDDEN\nPer,Aune,X,Y,T,8/3/17,VISIBLE\nPer,Aune,X,Y,T,8/3/17,PENDING\n",
    "Invitations.csv": (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        'Kari,New,"9/14/26, 10:00 AM",PRIVATE-SENTINEL,OUTGOING,https://www.linkedin.com/in/kari-l,https://www.linkedin.com/in/new\n'
        'Old,Kari,"14/9/26, 10:00 AM",,INCOMING,https://www.linkedin.com/in/old,https://www.linkedin.com/in/kari-l\n'
    ),
}


def test_recommendations_join_by_a_unique_name_and_invitations_claim_nothing_but_who_the_owner_is(
    tmp_path: Path,
) -> None:
    files = {name: text for name, text in FILES.items() if name != "messages.csv"}
    plain, full = MemoryStore(), MemoryStore()
    load_path(plain, archive(tmp_path, files), now=NOW)
    done = load_path(full, archive(tmp_path, {**files, **RECOMMENDED}), now=NOW)
    assert done.entry.source == "linkedin:kari-l"
    assert ties(full) - ties(plain) == {
        ("worked_with", "2016-08-23", "Kari Lunde", "Per Aune"),
        ("worked_with", "2023-06-05", "Håkon Myhre", "Kari Lunde"),
    }
    assert len(snapshot_of(full).people) == len(snapshot_of(plain).people)
    assert [(row.file, row.line, row.reason) for row in done.rejected[2:]] == [
        ("Recommendations_Given.csv", 3, "no connection has the name of the recommendation, and it has no address"),
        ("Recommendations_Received.csv", 4, "was not written: its status is PENDING"),
        ("Invitations.csv", 3, "'14/9/26, 10:00 AM' is not a date (month first)"),
    ]
    assert SENTINEL not in repr([b for batch in full.snapshot_rows(1) for b in batch])


def test_two_connections_of_one_name_get_no_recommendation(tmp_path: Path) -> None:
    twice = FILES["Connections.csv"] + "Per,AUNE,https://www.linkedin.com/in/per-2,,,,7-Feb-22\n"
    store = MemoryStore()
    done = load_path(store, archive(tmp_path, {**FILES, **RECOMMENDED, "Connections.csv": twice}), now=NOW)
    assert "2 connections have the name of the recommendation, and it has no address" in {
        r.reason for r in done.rejected
    }
    assert {tie[3] for tie in ties(store) if tie[0] == "worked_with"} == {"Kari Lunde"}
    assert len([p for p in snapshot_of(store).people.values() if p.name.casefold() == "per aune"]) == 2


def test_an_archive_without_recommendations_withdraws_none(tmp_path: Path) -> None:
    store = MemoryStore()
    load_path(store, archive(tmp_path, {**FILES, **RECOMMENDED}), now=NOW)
    fewer = FILES["Connections.csv"].replace("Per,Aune,https://www.linkedin.com/in/per-aune,,,,7-Feb-22\n", "")
    done = load_path(
        store,
        archive(tmp_path, {**FILES, "Connections.csv": fewer}, "Basic_LinkedInDataExport_11-01-2026.zip"),
        now=NOW,
    )
    assert done.entry.counts.withdrawn == 1
    assert {tie[0] for tie in ties(store)} == {"linkedin", "worked_with"}
    empty = {name: HEAD for name in RECOMMENDED if name.startswith("Rec")}
    done = load_path(store, archive(tmp_path, {**FILES, **empty}, "Basic_LinkedInDataExport_11-02-2026.zip"), now=NOW)
    assert done.entry.counts.withdrawn == 2


def test_german_headers_entities_a_byte_order_mark_and_rows_of_commas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(
        "\ufeffNotes:\n" + ",,,,,,\n" * 60 + "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n"
        "J&uuml;rgen,Wei&szlig;,https://www.linkedin.com/in/jw,,Ernst &amp; Sohn,CFO,12 Mär 2024\n" + ",,,,,,\n" * 30,
        encoding="utf-8",
    )  # fmt: skip
    store = MemoryStore()
    done = load_path(store, path, now=NOW, owner="Kari Lunde")
    assert (done.rejected, done.entry.as_of.isoformat()) == ((), "2024-03-12")
    snapshot = snapshot_of(store)
    assert {person.name for person in snapshot.people.values()} == {"Kari Lunde", "Jürgen Weiß"}
    assert [company.name for company in snapshot.companies.values() if company.relation != "ours"] == ["Ernst & Sohn"]


@pytest.mark.parametrize("text", ["31/12/26", "0/1/26", "12 Mar 2024", "", "1/1/123", "9/1/26 and more"])
def test_dates_that_are_not_month_first_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        us_date(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("12 Mar 2024", "2024-03-12"), ("7-Feb-22", "2022-02-07"), ("Mar 2020", "2020-03"), ("2015", "2015")],
)
def test_each_date_form_is_read(text: str, said: str) -> None:
    assert linkedin_date(text) == said


def test_hostile_zips_are_refused(tmp_path: Path) -> None:
    small = Limits(zip_entry_size=1_000_000, zip_entries=3)
    bomb = archive(tmp_path, {"Connections.csv": "x" * 50_000_000}, "bomb.zip")
    many = archive(tmp_path, {"Connections.csv": "", "a": "", "b": "", "c": ""}, "many.zip")
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(twice, "w") as out:
        out.writestr("a/Connections.csv", FILES["Connections.csv"])
        out.writestr("b/Connections.csv", FILES["Connections.csv"])
    climbing = tmp_path / "climbing.zip"
    with zipfile.ZipFile(climbing, "w") as out:
        out.writestr("../Connections.csv", "x")
    cut = tmp_path / "cut.zip"
    whole = archive(tmp_path).read_bytes()
    cut.write_bytes(whole[:60] + b"\xff" * 200 + whole[260:])
    for path in (bomb, many, twice, climbing, cut):
        with pytest.raises(ImportRefused):
            read_linkedin(path, Asked(TODAY, owner="Kari", limits=small))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted({**FILES, **RECOMMENDED})), st.one_of(st.text(max_size=200), st.just("\0"), st.just('"')))
def test_no_text_makes_the_reader_raise_anything_but_its_refusal(tmp_path: Path, name: str, text: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for file, content in {**FILES, **RECOMMENDED}.items():
            out.writestr(file, content + text if file == name else content)
    path = tmp_path / "fuzz.zip"
    path.write_bytes(buffer.getvalue())
    with contextlib.suppress(ImportRefused):
        load_path(MemoryStore(), path, now=NOW)


def test_connections_that_a_spreadsheet_saved_in_windows_1252_are_read_and_that_is_said(tmp_path: Path) -> None:
    text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    text += "Åse,Bjørk,https://www.linkedin.com/in/ase,,Nordlys AS,CFO,12 Mar 2024\n"
    (tmp_path / "Connections.csv").write_bytes(text.encode("cp1252"))
    done = load_path(MemoryStore(), tmp_path / "Connections.csv", owner="Kari Lunde", now=NOW)
    assert done.remarks[:1] == ("Connections.csv is not UTF-8; it was read as Windows-1252",)
    assert done.entry.counts.new > 0


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_connections_that_a_spreadsheet_saved_again_are_read(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "connections of Kari 2026-11-01.csv"
    text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nJürgen,Weiß,,,Nordlys,Einkauf,12 Mär 2024\n"
    path.write_bytes(text.replace(",", mark).encode(encoding))
    store = MemoryStore()
    done = load_path(store, path, owner="Kari Lunde", now=NOW)
    assert (done.entry.kind, done.entry.as_of.isoformat(), done.rejected) == ("linkedin", "2026-11-01", ())
    assert {person.name for person in snapshot_of(store).people.values()} == {"Kari Lunde", "Jürgen Weiß"}
    assert [told for told in done.remarks if "Windows-1252" in told] == (
        ["Connections.csv is not UTF-8; it was read as Windows-1252"] if encoding == "cp1252" else []
    )


def test_connections_alone_without_a_day_say_which_day_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(FILES["Connections.csv"], encoding="utf-8")
    done = load_path(MemoryStore(), path, owner="Kari Lunde", now=NOW)
    assert done.entry.as_of.isoformat() == "2022-02-07"
    assert [told for told in done.remarks if "does not say of which day it is: 2022-02-07 is taken" in told]
    folder = tmp_path / "Basic_LinkedInDataExport_10-02-2026"
    folder.mkdir()
    done = load_path(MemoryStore(), path.rename(folder / path.name), owner="Kari Lunde", now=NOW)
    assert (done.entry.as_of.isoformat(), [told for told in done.remarks if "which day" in told]) == ("2026-10-02", [])


def test_a_zip_without_a_day_in_its_name_is_of_the_day_on_which_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "kari.zip"
    with zipfile.ZipFile(path, "w") as out:
        for file, text in FILES.items():
            out.writestr(zipfile.ZipInfo(file, (2026, 10, 3, 3, 0, 0)), text)
    done = load_path(MemoryStore(), path, now=NOW)
    assert (done.entry.as_of.isoformat(), done.remarks) == (
        "2026-10-03",
        ("messages.csv: messages that are no contact: 1 spam or sponsored",
         "1 row could not be read, so nothing that speaks of it was withdrawn"),
    )  # fmt: skip


def test_a_part_of_an_archive_without_connections_is_known_and_the_cause_named(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != "Connections.csv"}
    with pytest.raises(ImportRefused, match=r"holds no Connections\.csv") as refused:
        load_path(MemoryStore(), archive(tmp_path, files), now=NOW)
    assert "in parts" in refused.value.remedy


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("https://www.linkedin.com/in/ola%2Dnord", "ola-nord"),
        ("www.linkedin.com/in/ola-nord?trk=x", "ola-nord"),
        ("HTTPS://NO.LINKEDIN.COM/IN/OLA-NORD/en", "ola-nord"),
        ("linkedin.com/in/h%C3%A5kon", "håkon"),
    ],
)
def test_a_profile_address_links_however_it_is_written(tmp_path: Path, told: str, plain: str) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "hr", {"people.csv": f"id,name,linkedin_url\n1,Ola Nord,{told}\n"})
    loaded(
        store,
        tmp_path / "crm",
        {"people.csv": f"id,name,linkedin_url\n1,O. Nord,https://www.linkedin.com/in/{plain}\n"},
    )
    assert [len(person.records) for person in snapshot_of(store).people.values()] == [2]


def test_who_was_erased_does_not_come_back_by_another_spelling_of_the_address(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(
        store, tmp_path / "hr", {"people.csv": "id,name,linkedin_url\n1,Ola Nord,https://linkedin.com/in/ola-nord\n"}
    )
    store.erase([record_id("hr", "people", "1")], at=NOW)
    other = {"people.csv": "id,name,linkedin_url\n9,Ola Nord,no.linkedin.com/in/Ola%2DNord/?trk=x\n"}
    assert loaded(store, tmp_path / "crm", other).entry.counts.suppressed == 1
