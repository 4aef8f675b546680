"""Do calendars become meetings of those who said yes, and does everything else stay out?"""

import contextlib
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.algorithms.evidence import World
from graph.algorithms.introductions import Introducer
from graph.errors import ImportRefused
from graph.parameters import read_parameters
from graph.provenance import Claim
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.base import Asked, Rejected
from loaders.calendars import is_calendar, read_calendar
from loaders.calendars.events import read_address
from loaders.calendars.series import Steps, days, last_day, read_rule
from loaders.limits import LIMITS, Limits
from loaders.run import Input, inputs, load_path
from tests.graph.stores.contract import content
from tests.worlds import NOW, TODAY, ids, loaded, snapshot_of

SENTINEL = "PRIVATE-SENTINEL"
KARI = "ORGANIZER;CN=Kari Lunde:mailto:kari@varde.example"
HAKON = 'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Myhre, Håkon":MAILTO:Hakon@Nordlys.example'
SARA = "ATTENDEE;PARTSTAT=TENTATIVE;CN=Sara Holm:mailto:sara@nordlys.example"
PER = "ATTENDEE;CN=Per Aune:mailto:per@nordlys.example"


def event(uid: str, start: str, *lines: str, minutes: int = 60) -> str:
    when = [] if "DTSTART" in start else [f"DTSTART:{start}", f"DURATION:PT{minutes}M"]
    told = [
        f"UID:{uid}",
        *(when or [start]),
        f"SUMMARY:{SENTINEL}",
        f"DESCRIPTION:{SENTINEL}\\n{SENTINEL}",
        f"LOCATION:{SENTINEL}",
        f"CATEGORIES:{SENTINEL}",
        f"X-ALT-DESC;FMTTYPE=text/html:<p>{SENTINEL}</p>",
        *lines,
        "BEGIN:VALARM",
        f"DESCRIPTION:{SENTINEL}",
        "ATTENDEE:mailto:alarm@nordlys.example",
        "END:VALARM",
    ]
    return "\r\n".join(["BEGIN:VEVENT", "DTSTAMP:20261120T120000Z", *told, "END:VEVENT", ""])


def calendar(*events: str, head: Iterable[str] = ("X-WR-CALNAME:kari@varde.example",)) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, "".join(events) + "END:VCALENDAR", ""])


def write(folder: Path, *events: str, name: str = "kari.ics", **more: Iterable[str]) -> Path:
    path = folder / name
    path.write_bytes(calendar(*events, **more).encode())
    return path


def read(path: Path, owner: str = "", limits: Limits = LIMITS) -> tuple[dict[str, list[Claim]], list[Rejected]]:
    reading = read_calendar(path, Asked(TODAY, owner=owner, limits=limits))
    claims = list(reading.claims)
    return {name: [c for c in claims if c.table == name] for name in ("people", "contacts")}, reading.rejected


def meetings(path: Path, owner: str = "") -> list[str]:
    return sorted(claim.value("date") or "" for claim in read(path, owner)[0]["contacts"])


def test_a_meeting_is_kept_with_its_day_its_length_and_those_who_said_yes(tmp_path: Path) -> None:
    path = write(tmp_path, event("a", "20261105T090000Z", KARI, HAKON, SARA, PER, minutes=45))
    claims, rejected = read(path)
    assert rejected == []
    (met,) = claims["contacts"]
    assert met.content[1:4] == ("meeting", "2026-11-05", "45")
    assert [(c.value("id"), c.value("name"), c.value("email")) for c in claims["people"]] == [
        ("hakon@nordlys.example", "Håkon Myhre", "hakon@nordlys.example"),
        ("kari@varde.example", "Kari Lunde", "kari@varde.example"),
    ]
    assert len((met.value("participants") or "").split(";")) == 2


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((KARI, HAKON, "CLASS:PRIVATE"), "private or confidential"),
        ((KARI, HAKON, "CLASS:CONFIDENTIAL"), "private or confidential"),
        ((KARI, HAKON, "CLASS:X-SECRET"), "private or confidential"),
        ((KARI, HAKON, "STATUS:CANCELLED"), "cancelled"),
        ((KARI,), "without other people"),
        ((KARI, SARA), "nobody else said yes"),
        ((KARI, PER), "nobody else said yes"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED;CN=X:invalid:nomail"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED:/o=Org/ou=Unit/cn=Recipients/cn=x"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:00000000-0000-0000-0000-000000000000"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED;CUTYPE=ROOM:mailto:anna@nordlys.example"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED;CUTYPE=RESOURCE:mailto:anna@nordlys.example"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED;CUTYPE=GROUP:mailto:anna@nordlys.example"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:c_18@resource.calendar.google.com"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:post@nordlys.example"), "nobody else with the address of a person"),
        ((KARI, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:energy-team@nordlys.example"), "nobody else with the address of a person"),
        ((HAKON, "ATTENDEE;PARTSTAT=DECLINED:mailto:kari@varde.example"), "declined by the owner, or for their information only"),
        ((KARI, HAKON, "ATTENDEE;PARTSTAT=DECLINED:mailto:kari@varde.example"), "declined by the owner, or for their information only"),
        ((HAKON, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:kari@varde.example"), "the owner did not say yes"),
        ((HAKON, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@nordlys.example"), "the owner was not invited by name"),
    ],
)  # fmt: skip
def test_what_is_no_meeting_of_the_owner_is_passed_over_and_counted(
    tmp_path: Path, lines: tuple[str, ...], reason: str
) -> None:
    claims, rejected = read(write(tmp_path, event("a", "20261105T090000Z", *lines)))
    assert claims["contacts"] == []
    assert [claim.value("id") for claim in claims["people"]] == ["kari@varde.example"]
    assert rejected == [Rejected("kari.ics", 4, f"1 event: {reason} (the first is here)")]


def test_whole_days_count_only_when_they_block_time(tmp_path: Path) -> None:
    holiday = event("h", "DTSTART;VALUE=DATE:20261102", "TRANSP:TRANSPARENT", KARI, HAKON)
    workshop = event("w", "DTSTART;VALUE=DATE:20261104", "TRANSP:OPAQUE", KARI, HAKON)
    assert meetings(write(tmp_path, holiday, workshop)) == ["2026-11-04"]


def test_methods_that_are_no_meetings_are_passed_over(tmp_path: Path) -> None:
    met = event("a", "20261105T090000Z", KARI, HAKON)
    for method, found in (("REPLY", []), ("CANCEL", []), ("COUNTER", []), ("REQUEST", ["2026-11-05"])):
        path = write(tmp_path, met, head=["X-WR-CALNAME:kari@varde.example", f"METHOD:{method}"])
        assert meetings(path) == found


def test_a_later_cancellation_in_another_calendar_of_the_folder_takes_a_meeting_out(tmp_path: Path) -> None:
    write(tmp_path, event("a", "20261105T090000Z", KARI, HAKON, "SEQUENCE:1"), name="a.ics")
    assert meetings(tmp_path) == ["2026-11-05"]
    write(tmp_path, event("a", "20261105T090000Z", KARI, HAKON, "SEQUENCE:2", "STATUS:CANCELLED"), name="b.ics")
    assert meetings(tmp_path) == []


def test_what_is_to_come_is_no_contact_yet(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        event("a", "20261119T090000Z", KARI, HAKON),
        event("b", "20261123T090000Z", KARI, HAKON),
        event("c", "20261201T090000Z", KARI, HAKON),
    )
    claims, rejected = read(path)
    assert [claim.value("date") for claim in claims["contacts"]] == ["2026-11-19"]
    assert [row.reason for row in rejected] == ["2 events: not yet (the first is here)"]


# --- times ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20261105T233000", "2026-11-05"),
        ("DTSTART;TZID=Europe/Oslo:20261105T233000", "2026-11-05"),
        ("DTSTART;TZID=Europe/London:20261105T233000", "2026-11-05"),
        ("DTSTART;TZID=Nobody knows this zone:20261105T233000", "2026-11-05"),
        ("DTSTART:20261105T233000", "2026-11-05"),
        ("DTSTART:20261105T233000Z", "2026-11-06"),
        ("DTSTART;VALUE=DATE:20261105", "2026-11-05"),
    ],
)
def test_the_day_is_the_one_on_the_wall_of_the_calendar(tmp_path: Path, start: str, day: str) -> None:
    head = ["X-WR-CALNAME:kari@varde.example", "X-WR-TIMEZONE:Europe/Oslo"]
    assert meetings(write(tmp_path, event("a", start, KARI, HAKON), head=head)) == [day]


def test_an_end_in_another_zone_gives_the_right_length(tmp_path: Path) -> None:
    lines = ("DTEND;TZID=Europe/London:20261105T110000", KARI, HAKON)
    path = write(tmp_path, event("a", "DTSTART;TZID=Europe/Oslo:20261105T110000", *lines))
    assert [claim.value("minutes") for claim in read(path)[0]["contacts"]] == ["60"]


# --- series -----------------------------------------------------------------------------------------------------


def test_a_series_counts_on_the_days_that_it_took_place(tmp_path: Path) -> None:
    zone = "DTSTART;TZID=Europe/Oslo:20261005T090000"
    series = event(
        "s", zone, "DURATION:PT30M", "RRULE:FREQ=WEEKLY;BYDAY=MO", "RDATE;TZID=Europe/Oslo:20261007T090000",
        "EXDATE;TZID=Europe/Oslo:20261012T090000", KARI, HAKON,
    )  # fmt: skip
    moved = event("s", "20261027T090000Z", "RECURRENCE-ID;TZID=Europe/Oslo:20261026T090000", KARI, HAKON)
    off = event("s", "20261102T080000Z", "RECURRENCE-ID:20261102T080000Z", "STATUS:CANCELLED", KARI, HAKON)
    path = write(tmp_path, series, moved, off)
    # by hand: Mondays from 5 October to 20 November, without the 12th, the 26th (moved to the 27th) and 2 November
    assert meetings(path) == ["2026-10-05", "2026-10-07", "2026-10-19", "2026-10-27", "2026-11-09", "2026-11-16"]


def test_a_change_of_all_later_days_ends_the_series_that_is_counted(tmp_path: Path) -> None:
    series = event("s", "20261005T090000Z", "RRULE:FREQ=WEEKLY", KARI, HAKON)
    later = event("s", "20261019T090000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261019T090000Z", KARI, HAKON)
    path = write(tmp_path, series, later)
    assert meetings(path) == ["2026-10-05", "2026-10-12", "2026-10-19"]
    assert any("change of all later ones" in row.reason for row in read(path)[1])


def test_a_long_series_keeps_its_newest_days(tmp_path: Path) -> None:
    path = write(tmp_path, event("s", "20150105T090000Z", "RRULE:FREQ=DAILY", KARI, HAKON))
    found = meetings(path)
    assert (len(found), found[-1]) == (400, "2026-11-20")


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=YEARLY;BYWEEKNO=20",
     "FREQ=DAILY;INTERVAL=0", "FREQ=NEVER", "", "COUNT=3", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;COUNT=-1"],
)  # fmt: skip
def test_a_rule_that_is_not_read_rejects_its_event_and_no_other(tmp_path: Path, rule: str) -> None:
    bad = event("s", "20261005T090000Z", f"RRULE:{rule}", KARI, HAKON)
    claims, rejected = read(write(tmp_path, bad, event("a", "20261105T090000Z", KARI, HAKON)))
    assert [claim.value("date") for claim in claims["contacts"]] == ["2026-11-05"]
    assert [(row.file, row.line) for row in rejected] == [("kari.ics", 4)]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "COUNT=3;freq=minutely"])
@pytest.mark.parametrize("more", ["", "CLASS:PRIVATE"])
def test_a_calendar_with_a_rule_finer_than_an_hour_is_refused(tmp_path: Path, rule: str, more: str) -> None:
    good = event("a", "20261105T090000Z", KARI, HAKON)
    bad = event("s", "20261005T090000Z", f"RRULE:{rule}", *filter(None, [more]), KARI, HAKON)
    store = MemoryStore()
    with pytest.raises(ImportRefused, match=r"kari\.ics:21: .*recurs within the minute") as refused:
        load_path(store, write(tmp_path, good, bad), now=NOW)
    assert refused.value.remedy
    assert store.revision().number == 0


# dateutil finds nothing for a mixture like BYDAY=TU,-1FR, so it is not asked for one
RULES = st.builds(
    lambda frequency, parts, interval: ";".join([f"FREQ={frequency}", f"INTERVAL={interval}", *parts]),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.lists(
        st.sampled_from(
            ["BYDAY=MO", "BYDAY=TU,TH", "BYDAY=-1FR,2WE", "BYDAY=5MO", "BYMONTH=2", "BYMONTH=3,11", "BYMONTHDAY=31", "BYMONTHDAY=1,-1",
             "BYSETPOS=-1", "BYSETPOS=1,2", "WKST=SU"]
        ),
        max_size=3, unique_by=lambda part: part.partition("=")[0],
    ),
    st.integers(1, 5),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    RULES,
    st.sampled_from([{}, {"count": 7}, {"until": date(2028, 1, 1)}]),
    st.dates(date(2020, 1, 1), date(2024, 2, 29)),
)
def test_the_days_of_a_series_are_those_that_dateutil_finds(text: str, end: dict[str, int | date], start: date) -> None:
    with contextlib.suppress(ValueError):
        rule, last = read_rule(text), date(2030, 1, 1)
        for_ever = list(days(start, rule, first=start, last=date(2071, 1, 1), steps=Steps(100_000)))
        # dateutil looks for a match up to the year 9999, so it is only asked where there is one soon
        assume(for_ever and for_ever[-1] > last)
        ended = replace(rule, **end)
        begin = datetime.combine(start, time(9))
        found = list(
            days(start, ended, first=date(2023, 1, 1), last=min(last, last_day(ended, begin)), steps=Steps(100_000))
        )
        said = "".join(
            f";{name}={value:%Y%m%d}" if isinstance(value, date) else f";{name}={value}" for name, value in end.items()
        )
        theirs = (moment.date() for moment in rrulestr(text + said.replace("0101", "0101T235959"), dtstart=begin))
        assert found == [day for day in takewhile(lambda day: day <= last, theirs) if day.year >= 2023]


# --- whose calendar, and what a new export takes back -----------------------------------------------------------


def test_the_owner_is_told_or_named_by_the_calendar_or_is_in_more_events_than_anybody(tmp_path: Path) -> None:
    anna = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@nordlys.example"
    three = [
        event("a", "20261102T090000Z", KARI, HAKON),
        event("b", "20261103T090000Z", KARI, anna),
        event("c", "20261104T090000Z", HAKON, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kari@varde.example"),
    ]
    nameless = write(tmp_path, *three, head=["X-WR-CALNAME:Calendar"])
    assert read_calendar(nameless, Asked(TODAY)).source == "calendar:kari@varde.example"
    assert read_calendar(nameless, Asked(TODAY, owner="Anna@nordlys.example")).source == "calendar:anna@nordlys.example"
    few = write(tmp_path, *three[:1], head=[])
    with pytest.raises(ImportRefused, match="whose calendar") as refused:
        read_calendar(few, Asked(TODAY))
    assert "--owner" in refused.value.remedy
    for told in ("Kari Lunde", "Kari <kari@varde.example> <sara@varde.example>"):
        with pytest.raises(ImportRefused, match="one e-mail address"):
            read_calendar(few, Asked(TODAY, owner=told))


def test_the_owner_may_be_told_with_a_name_which_stands_where_the_calendar_has_none(tmp_path: Path) -> None:
    nameless = write(tmp_path, event("a", "20261102T090000Z", KARI.replace(";CN=Kari Lunde", ""), HAKON), head=[])
    named = write(tmp_path, event("a", "20261102T090000Z", KARI, HAKON), head=[], name="named.ics")
    for path, name in ((nameless, "Kári L."), (named, "Kari Lunde")):
        claims, _ = read(path, "Kári L. <Kari@varde.example>")
        people = {claim.value("email"): claim.value("name") for claim in claims["people"]}
        assert people == {"kari@varde.example": name, "hakon@nordlys.example": "Håkon Myhre"}


def test_a_folder_of_two_peoples_calendars_is_refused(tmp_path: Path) -> None:
    write(tmp_path, event("a", "20261102T090000Z", KARI, HAKON), name="a.ics")
    write(tmp_path, event("b", "20261102T090000Z", KARI, HAKON), name="b.ics", head=["X-WR-CALNAME:sara@varde.example"])
    with pytest.raises(ImportRefused, match="several people"):
        read_calendar(tmp_path, Asked(TODAY))


def test_a_new_export_takes_back_what_was_deleted_only_between_its_first_and_last_meeting(tmp_path: Path) -> None:
    met = {day: event(day, f"202609{day}T090000Z", KARI, HAKON) for day in ("01", "05", "10", "15", "20")}
    store = MemoryStore()
    load_path(store, write(tmp_path, *met.values()), now=NOW)
    done = load_path(store, write(tmp_path, met["05"], met["15"]), now=NOW)
    assert done.entry.counts.withdrawn == 1
    left = {claim[2] or "" for _, table, _, claim in content(store) if table == "contacts"}
    assert left == {"2026-09-01", "2026-09-05", "2026-09-15", "2026-09-20"}


def test_a_series_that_began_before_an_export_does_not_widen_what_the_export_covers(tmp_path: Path) -> None:
    old = event("old", "20200310T090000Z", KARI, HAKON)
    new = event("new", "20261102T090000Z", KARI, HAKON)
    series = event("s", "20200106T090000Z", "RRULE:FREQ=MONTHLY;COUNT=80", KARI, HAKON)
    store = MemoryStore()
    load_path(store, write(tmp_path, old, new, series), now=NOW)
    assert load_path(store, write(tmp_path, new, series), now=NOW).entry.counts.withdrawn == 0


def test_an_older_export_takes_nothing_back(tmp_path: Path) -> None:
    first, second = event("a", "20261102T090000Z", KARI, HAKON), event("b", "20261104T090000Z", KARI, HAKON)
    third = event("c", "20261106T090000Z", KARI, HAKON)
    older = [one.replace("DTSTAMP:20261120", "DTSTAMP:20261110") for one in (first, third)]
    store = MemoryStore()
    load_path(store, write(tmp_path, first, second, third), now=NOW)
    assert load_path(store, write(tmp_path, *older), now=NOW).entry.counts.withdrawn == 0


def test_twice_loaded_is_once_loaded(tmp_path: Path) -> None:
    series = event("s", "20261005T090000Z", "RRULE:FREQ=WEEKLY", KARI, HAKON)
    path = write(tmp_path, series, event("a", "20261105T090000Z", KARI, HAKON))
    store = MemoryStore()
    load_path(store, path, now=NOW)
    before = content(store)
    done = load_path(store, path, now=NOW)
    assert done.entry.revision is None
    assert content(store) == before


# --- what is held back, and what comes of it --------------------------------------------------------------------


def test_subjects_texts_places_and_private_events_never_reach_the_disk(tmp_path: Path) -> None:
    guest = f"ATTENDEE;PARTSTAT=ACCEPTED;CN=Doctor {SENTINEL}:mailto:doctor-{SENTINEL}@clinic.example"
    path = write(
        tmp_path,
        event(f"{SENTINEL}-uid", "20261105T090000Z", KARI, HAKON),
        event("p", "20261106T090000Z", "CLASS:PRIVATE", KARI, guest),
        event("c", "20261107T090000Z", "STATUS:CANCELLED", KARI, guest),
        event("f", "20261207T090000Z", KARI, guest),
        event("d", "20261108T090000Z", KARI, guest.replace("ACCEPTED", "DECLINED")),
        event("t", "20261108T090000Z", "RRULE:FREQ=HOURLY", KARI, guest),
    )
    with SqliteStore(tmp_path / "s.db") as store:
        done = load_path(store, path, now=NOW)
        assert SENTINEL not in repr(done)
        for file in tmp_path.glob("s.db*"):
            assert SENTINEL.casefold().encode() not in file.read_bytes().lower()


def test_a_meeting_makes_an_introduction_through_the_address_that_the_roster_knows(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "roster", {
        "companies.csv": "id,name,relation\nus,Varde AS,ours\nn,Nordlys Energi AS,client\n",
        "people.csv": "id,name,email\nk,Kari Lunde,kari@varde.example\nt,Håkon Myhre,hakon@nordlys.example\n",
        "employments.csv": "person,company,title,start,end\nk,us,Partner,2018,\nt,n,CFO,2020-01,\n",
    })  # fmt: skip
    load_path(store, write(tmp_path, event("a", "20261105T090000Z", KARI, HAKON)), now=NOW)
    ask = Introducer(World(snapshot_of(store), TODAY, read_parameters()))
    people = ids(ask)
    (evidence,) = ask.ties(people["Kari Lunde"])[people["Håkon Myhre"]]
    assert (evidence.kind, evidence.text) == ("contact", "meeting on 2026-11-05")
    assert [(source.source, source.record) for source in evidence.sources] == [
        ("calendar:kari@varde.example", "kari.ics:4")
    ]


def test_one_meeting_in_two_calendars_is_one_fact_with_two_sources(tmp_path: Path) -> None:
    both = event("a", "20261105T090000Z", KARI, HAKON, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@varde.example")
    store = MemoryStore()
    load_path(store, write(tmp_path, both), now=NOW)
    load_path(store, write(tmp_path, both, name="anna.ics", head=["X-WR-CALNAME:anna@varde.example"]), now=NOW)
    (fact,) = {fact for facts in snapshot_of(store).facts.values() for fact in facts}
    assert [source.source for source in fact.sources] == ["calendar:anna@varde.example", "calendar:kari@varde.example"]
    assert len(fact.people) == 3


@pytest.mark.parametrize(
    "zone", ["../../etc/passwd", "/etc/localtime", "x" * 500, "", "\ud7ff", "UTC+25", "Europe/Oslo "]
)
def test_no_name_of_a_zone_does_harm(tmp_path: Path, zone: str) -> None:
    head = ["X-WR-CALNAME:kari@varde.example", f"X-WR-TIMEZONE:{zone}"]
    path = write(tmp_path, event("a", f"DTSTART;TZID={zone}:20261105T120000", KARI, HAKON), head=head)
    claims, rejected = read(path)
    assert len(claims["contacts"]) + len(rejected) == 1


# --- what the files look like -----------------------------------------------------------------------------------


def test_folds_inside_a_letter_line_ends_marks_and_several_calendars_are_read(tmp_path: Path) -> None:
    whole = calendar(event("a", "20261105T090000Z", KARI, HAKON)).encode()
    cut = whole.index("å".encode()) + 1
    folded = whole[:cut] + b"\r\n " + whole[cut:]
    second = calendar(event("b", "20261106T090000Z", KARI, HAKON)).encode()
    for name, raw in {
        "folded.ics": folded,
        "lf.ics": whole.replace(b"\r\n", b"\n"),
        "bom.ics": b"\xef\xbb\xbf" + whole,
        "utf16.ics": whole.decode().encode("utf-16"),
        "windows.ics": whole.decode().encode("cp1252"),
        "lower.ics": whole.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"END:VEVENT", b"end:vevent"),
    }.items():
        path = tmp_path / name
        path.write_bytes(raw)
        assert is_calendar(path)
        people = read(path)[0]["people"]
        assert [claim.value("name") for claim in people] == ["Håkon Myhre", "Kari Lunde"], name
    both = tmp_path / "both.ics"
    both.write_bytes(whole + second)
    assert meetings(both) == ["2026-11-05", "2026-11-06"]
    zipped = tmp_path / "kari.ical.zip"
    with zipfile.ZipFile(zipped, "w") as out:
        out.writestr("kari@varde.example.ics", whole)
        out.writestr("Family.ics", calendar(event("b", "20261106T090000Z", KARI, HAKON), head=["X-WR-CALNAME:Family"]))
    assert is_calendar(zipped)
    assert meetings(zipped) == ["2026-11-05", "2026-11-06"]


def test_an_event_that_cannot_be_used_is_named_with_its_line_and_the_rest_is_loaded(tmp_path: Path) -> None:
    good = event("a", "20261105T090000Z", KARI, HAKON)
    bad = [
        event("b", "soon", KARI, HAKON),
        event("", "20261105T090000Z", KARI, HAKON),
        event("c", "20261105T090000Z", "DTEND:20261104T090000Z", KARI, HAKON).replace("DURATION:PT60M\r\n", ""),
        event("d", "18000101T090000Z", KARI, HAKON),
    ]
    store = MemoryStore()
    done = load_path(store, write(tmp_path, good, *bad), now=NOW)
    length = good.count("\r\n")
    assert [(row.file, row.line) for row in done.rejected[:2]] == [
        ("kari.ics", 4 + length),
        ("kari.ics", 4 + 2 * length),
    ]
    assert [row.reason for row in done.rejected] == [
        "has a DTSTART that cannot be read", "has no UID", "ends before it begins", "has a DTSTART that is not between 1900 and 2100",
    ]  # fmt: skip
    assert done.entry.counts.new == 3


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mailto:Anna@Nordlys.example", "anna@nordlys.example"),
        ("MAILTO:anna%2Bx@nordlys.example?subject=x", "anna+x@nordlys.example"),
        ("anna@nordlys.example", "anna@nordlys.example"),
        ("mailto:a;b@nordlys.example", ""),
        ("mailto:anna@nordlys", ""),
        ("mailto:<anna@nordlys.example>", ""),
        ("mailto:noreply@nordlys.example", ""),
        ("mailto:all@nordlys.example", ""),
        ("mailto:energy-list@nordlys.example", ""),
        ("invalid:nomail", ""),
        ("", ""),
    ],
)
def test_only_the_address_of_a_person_is_one(text: str, address: str) -> None:
    assert read_address(text) == address


def test_an_address_beside_another_kind_of_value_is_found(tmp_path: Path) -> None:
    odd = "ATTENDEE;PARTSTAT=ACCEPTED;EMAIL=anna@nordlys.example:/principals/users/1"
    path = write(tmp_path, event("a", "20261105T090000Z", KARI, odd))
    assert [claim.value("id") for claim in read(path)[0]["people"]] == ["anna@nordlys.example", "kari@varde.example"]


# --- hostile files (docs/calendars.md has the times and the memory) ---------------------------------------------


def test_hostile_calendars_are_refused_or_bounded(tmp_path: Path) -> None:
    good = event("a", "20261105T090000Z", KARI, HAKON)
    crowd = event(
        "b", "20261105T090000Z", KARI, *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{n}@x.example" for n in range(20_000))
    )
    wide = event("c", "20261105T090000Z", KARI, HAKON, "ATTENDEE;CN=" + "x" * 100_000 + ":mailto:x@x.example")
    endless = [
        event(f"e{n}", "19010101T090000Z", "RRULE:FREQ=DAILY;COUNT=100000;BYMONTH=2;BYMONTHDAY=30", KARI, HAKON)
        for n in range(60)
    ]
    claims, rejected = read(write(tmp_path, crowd, wide, *endless, good))
    assert [claim.value("date") for claim in claims["contacts"]] == ["2026-11-05"]
    reasons = [row.reason for row in rejected]
    assert reasons[:2] == ["has 20000 attendees, more than 500: that is no meeting", "has a line that is too long"]
    assert "the series of this calendar are too long to work out" in reasons
    for name, text, reason in (
        ("nested.ics", "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000 + "END:VEVENT\n" * 20_000 + "END:VCALENDAR\n", "nests"),
        ("large.ics", "BEGIN:VCALENDAR\nDESCRIPTION:" + "x\n " * 7_500_000 + "\nEND:VCALENDAR\n", "larger than 20 MB"),
        ("cut.ics", calendar(good)[:-15], "cut off"),
        ("other.ics", "BEGIN:VCARD\nEND:VCARD\nFN:x\n", "not a calendar"),
        ("empty.ics", "", "not a calendar"),
        ("crossed.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "did not begin"),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ImportRefused, match=reason):
            read(path)


def test_a_long_line_that_is_not_read_costs_nothing_but_itself(tmp_path: Path) -> None:
    attached = "ATTACH;ENCODING=BASE64:" + "\r\n ".join(["A" * 70] * 2000)
    assert meetings(write(tmp_path, event("a", "20261105T090000Z", KARI, attached, HAKON))) == ["2026-11-05"]


@pytest.mark.parametrize("limits", [Limits(calendar_events=2), Limits(calendar_invitations=2), Limits(rejected_rows=1)])
def test_each_limit_refuses(tmp_path: Path, limits: Limits) -> None:
    path = write(tmp_path, *(event(f"a{n}", "soon", KARI, HAKON) for n in range(3)))
    with pytest.raises(ImportRefused, match="too many"):
        read(path, limits=limits)


GOOD = calendar(
    event("a", "DTSTART;TZID=Europe/Oslo:20261105T090000", "DTEND;TZID=Europe/Oslo:20261105T100000", KARI, HAKON, SARA),
    event("s", "20261005T090000Z", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", "EXDATE:20261030T090000Z", KARI, HAKON),
    event("s", "20261128T090000Z", "RECURRENCE-ID:20261127T090000Z", KARI, PER),
    head=["X-WR-CALNAME:kari@varde.example", "X-WR-TIMEZONE:Europe/Oslo", "METHOD:PUBLISH"],
).encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(GOOD)),
            st.integers(0, 30),
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"\r\n ", b"\r\n", b"99991231T235959Z", b"00010101T000000Z", b";", b":", b"-", b"\0",
                                 b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"INTERVAL=99999999", b"TZID=\xff", b"P999999999W"]),
            ),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_no_bytes_make_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, cuts: list[tuple[int, int, bytes]]
) -> None:
    raw = GOOD
    for place, length, put in cuts:
        raw = raw[:place] + put + raw[place + length :]
    path = tmp_path / "fuzz.ics"
    path.write_bytes(raw)
    with contextlib.suppress(ImportRefused):
        done = load_path(MemoryStore(), path, kind="calendar", now=NOW)
        assert done.entry.counts.new <= 2 * LIMITS.calendar_occurrences
        assert timedelta(0) <= TODAY - done.entry.as_of


def test_meetings_without_an_end_are_swept_too(tmp_path: Path) -> None:
    store, path = MemoryStore(), tmp_path / "kari.ics"
    meetings = [event(str(day), f"DTSTART:202610{day:02d}T100000", KARI, HAKON) for day in (1, 8, 15)]
    path.write_text(calendar(*meetings))
    load_path(store, path, now=NOW)
    path.write_text(calendar(meetings[0], meetings[2]))
    assert load_path(store, path, now=NOW).entry.counts.withdrawn == 1


def test_a_folder_of_several_peoples_calendars_is_an_input_for_each(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    sara = "X-WR-CALNAME:sara@varde.example"
    write(folder, event("a", "20261102T090000Z", KARI, HAKON), name="a.ics")
    write(folder, event("b", "20261102T090000Z", KARI, HAKON), name="b.ics", head=[sara])
    for path in (folder, tmp_path):
        assert inputs(path) == ([Input(folder / "a.ics"), Input(folder / "b.ics")], [])
    store = MemoryStore()
    sources = [load_path(store, one.path, now=NOW).entry.source for one in inputs(folder)[0]]
    assert sources == ["calendar:kari@varde.example", "calendar:sara@varde.example"]
    write(folder, event("b", "20261102T090000Z", KARI, HAKON), name="b.ics")
    assert inputs(tmp_path) == ([Input(folder)], [])
