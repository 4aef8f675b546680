"""Is Popolo JSON read with its partial dates, and does a real file give the overlaps that are in it?"""

import contextlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.algorithms.evidence import World
from graph.algorithms.introductions import Introducer
from graph.errors import ImportRefused
from graph.parameters import read_parameters
from graph.provenance import Claim
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from loaders.base import Asked, Rejected
from loaders.limits import LIMITS, Limits
from loaders.popolo import is_popolo, read_popolo
from loaders.run import load_path
from tests.graph.stores.contract import content
from tests.worlds import NOW, TODAY, ids, snapshot_of

FILE: dict[str, object] = {
    "meta": {"sources": ["registry.example"]},
    "persons": [
        {
            "id": "p1", "name": "Kari Lunde", "given_name": "Kari", "family_name": "Lunde", "email": "Kari@Varde.example",
            "other_names": [{"name": "Kari Moe", "note": "before 2004"}, {"name": "Kari Lunde"}],
            "links": [{"url": "https://www.linkedin.com/in/Kari-Lunde/", "note": "LinkedIn"}],
            "contact_details": [{"type": "phone", "value": "+47 PRIVATE"}, {"type": "email", "value": "kl@x.example"}],
            "identifiers": [{"scheme": "crm", "identifier": "0035"}], "birth_date": "PRIVATE", "updated_at": "2026-10-01T00:00:00Z",
        },
        {"id": "p2", "given_name": "Håkon", "family_name": "Myhre"},
        {"id": 3, "name": "Sara Holm"},
    ],
    "organizations": [
        {"id": "g", "name": "Grid Group", "classification": "company", "contact_details": [{"type": "website", "value": "https://www.grid.example/x"}]},
        {"id": "h", "name": "Hafslund", "parent_id": "g", "identifiers": [{"scheme": "orgnr", "identifier": "912345678"}]},
        {"id": "b", "name": "Board of Hafslund", "classification": "Board", "parent_id": "h"},
        {"id": "q", "name": "The Blue Party", "classification": "Party"},
    ],
    "posts": [{"id": "cfo", "label": "CFO", "organization_id": "h"}],
    "events": [{"id": "term-1", "start_date": "2010-06", "end_date": "2012-05"}],
    "memberships": [
        {"id": "m1", "person_id": "p1", "organization_id": "h", "role": "Head of Grid", "start_date": "2003-11", "end_date": "2007", "on_behalf_of_id": "g"},
        {"id": "m2", "person_id": "p2", "post_id": "cfo", "start_date": "2005-02-03", "on_behalf_of_id": "q"},
        {"person_id": 3, "organization_id": "h", "legislative_period_id": "term-1"},
        {"id": "m4", "person_id": "p1", "organization_id": "b", "role": "Chair"},
        {"id": "m5", "person_id": "p1", "organization_id": "q", "role": "Member"},
        {"id": "m6", "person_id": "p9", "organization_id": "h"},
        {"id": "m7", "person_id": "p1", "organization_id": "nowhere"},
        {"id": "m8", "person_id": "p1", "organization_id": "h", "start_date": "2012", "end_date": "2010"},
        {"id": "m9", "person_id": "p1", "organization_id": "h", "start_date": "soon"},
    ],
    "areas": [{"id": "a"}],
}  # fmt: skip


def write(folder: Path, told: object = FILE, *, indent: int | None = 1) -> Path:
    path = folder / "registry.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


def claims(path: Path, table: str) -> list[Claim]:
    return [claim for claim in read_popolo(path, Asked(TODAY)).claims if claim.table == table]


def test_people_come_with_their_keys_and_without_what_is_private(tmp_path: Path) -> None:
    kari, hakon, sara = claims(write(tmp_path), "people")
    assert kari.content == (
        "p1", "Kari Lunde", "Kari", "Lunde", "Kari Moe", "kari@varde.example;kl@x.example",
        "https://www.linkedin.com/in/Kari-Lunde", "0035", None, None, None,
    )  # fmt: skip
    assert (hakon.value("name"), sara.value("id")) == ("Håkon Myhre", "3")
    with SqliteStore(tmp_path / "s.db") as store:
        load_path(store, write(tmp_path), now=NOW)
        for file in tmp_path.glob("s.db*"):
            assert b"PRIVATE" not in file.read_bytes()
            assert b"Blue Party" not in file.read_bytes()


def test_organizations_and_memberships_become_companies_jobs_and_board_seats(tmp_path: Path) -> None:
    store = MemoryStore()
    done = load_path(store, write(tmp_path), now=NOW)
    assert (done.entry.source, done.entry.as_of) == ("registry.example", date(2026, 10, 1))
    snapshot = snapshot_of(store)
    companies = {company.name: one for one, company in snapshot.companies.items()}
    assert sorted(companies) == ["Board of Hafslund", "Grid Group", "Hafslund"]
    assert snapshot.companies[companies["Hafslund"]].parent == companies["Grid Group"]
    (grid, hafslund, _) = claims(write(tmp_path), "companies")
    assert (grid.value("domain"), grid.value("industry"), hafslund.value("registry_number")) == (
        "grid.example", "company", "912345678",
    )  # fmt: skip
    jobs = {snapshot.people[job.person].name: job for jobs in snapshot.jobs.values() for job in jobs}
    head, cfo, member = jobs["Kari Lunde"], jobs["Håkon Myhre"], jobs["Sara Holm"]
    assert (head.title, head.unit, cfo.title, cfo.unit, member.title) == ("Head of Grid", "Grid Group", "CFO", "", "")
    assert head.when is not None
    assert (str(head.when.start_low), str(head.when.end_high)) == ("2003-11-01", "2007-12-31")
    assert member.when is not None
    assert (str(member.when.start_low), str(member.when.end_high)) == ("2010-06-01", "2012-05-31")
    assert cfo.when is not None
    assert cfo.when.open
    assert [(c.value("role"), c.value("start")) for c in claims(write(tmp_path), "board_seats")] == [("Chair", None)]


def test_each_unusable_row_is_named_with_its_line_and_reason(tmp_path: Path) -> None:
    told = {
        "source": "x",
        "organizations": [{"id": "h", "name": "Hafslund"}, {"id": "l", "name": "Loop", "parent_id": "l"}, {"id": "n"}],
        "persons": [{"id": "p1", "name": "Kari"}, {"id": "p2"}, {"name": "Nobody"}, {"id": "p4", "name": ["x"]}],
        "memberships": FILE["memberships"],
    }
    text = json.dumps(told).replace('{"', '\n{"')
    path = tmp_path / "lines.json"
    path.write_text(text, encoding="utf-8")
    done = load_path(MemoryStore(), path, now=NOW)
    lines = {row.line: row.reason for row in done.rejected}
    assert lines == {
        4: "an organization cannot be its own parent",
        5: "name is missing",
        7: "name is missing",
        8: "id is missing",
        9: "name is not text",
        11: "organization_id is missing",
        12: "person_id is not in persons",
        13: "organization_id is not in organizations",
        14: "organization_id is not in organizations",
        15: "person_id is not in persons",
        16: "organization_id is not in organizations",
        17: "end 2010 is before start 2012",
        18: "'soon' is not a date like 2014, 2014-03 or 2014-03-09",
    }
    assert {row.file for row in done.rejected} == {"lines.json"}


def test_party_membership_is_counted_and_not_kept(tmp_path: Path) -> None:
    done = load_path(MemoryStore(), write(tmp_path, indent=None), now=NOW)
    assert done.rejected[-1] == Rejected(
        "registry.json", 1, "memberships of parties are not read: 1 (the first is here)"
    )


def test_twice_loaded_is_once_loaded_and_what_is_gone_from_a_newer_file_is_withdrawn(tmp_path: Path) -> None:
    store = MemoryStore()
    path = write(tmp_path)
    load_path(store, path, now=NOW)
    before = content(store)
    assert load_path(store, path, now=NOW).entry.revision is None
    assert content(store) == before
    memberships = FILE["memberships"]
    assert isinstance(memberships, list)
    done = load_path(store, write(tmp_path, {**FILE, "memberships": memberships[1:]}), now=NOW)
    assert done.entry.counts.withdrawn == 1
    only_people = {key: FILE[key] for key in ("meta", "persons")}
    assert load_path(store, write(tmp_path, only_people), now=NOW).entry.counts.withdrawn == 0


@pytest.mark.parametrize(
    ("meta", "source"),
    [
        ({"source": "a"}, "a"),
        ({"name": " b "}, "b"),
        ({"meta": {"sources": ["c"]}}, "c"),
        ({"meta": {"source": "d"}}, "d"),
    ],
)
def test_the_file_may_name_its_source(tmp_path: Path, meta: Mapping[str, object], source: str) -> None:
    path = write(tmp_path, {**meta, "persons": [{"id": 1, "name": "Kari"}]})
    assert read_popolo(path, Asked(TODAY)).source == source
    assert read_popolo(path, Asked(TODAY, source="told")).source == "told"


def test_a_file_that_names_no_source_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="names no source") as refused:
        read_popolo(write(tmp_path, {"persons": [], "meta": {"sources": ["a", "b"]}}), Asked(TODAY))
    assert "--source" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"persons": [' + "[" * 100_000 + "]" * 100_000 + "]}", "nests"),
        ('{"persons": [], "x": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}", "nests"),
        ('{"persons": [' + "{}," * 600_000 + "{}]}", "too many values"),
        ('{"persons": [' + '{"id": 1},' * 20_000 + '{"id": 1}]}', "too many rows"),
        ('{"persons": [1]}', "not JSON of the form"),
        ('{"persons": {"id": 1}}', "not JSON of the form"),
        ('{"persons": [{"id": 1},]}', "not JSON of the form"),
        ('{"persons": [{"id": 1}', "not JSON of the form"),
        ('{"persons": []} x', "not JSON of the form"),
        ('{"persons": [{"id": ' + "9" * 5000 + "}]}", "not JSON of the form"),
        ("[]", "not JSON of the form"),
        ("", "not JSON of the form"),
    ],
    ids=range(12),
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_and_nothing_is_written(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    store = MemoryStore()
    with pytest.raises(ImportRefused, match=reason):
        load_path(store, path, source="x", kind="popolo", now=NOW)
    assert store.loads() == []


def test_a_file_beyond_the_size_or_not_utf8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    with pytest.raises(ImportRefused, match="larger than"):
        read_popolo(path, Asked(TODAY, limits=Limits(json_size=100)))
    path.write_bytes(b'{"persons": [{"id": "\xff"}]}')
    with pytest.raises(ImportRefused, match="not UTF-8"):
        read_popolo(path, Asked(TODAY, source="x"))


def test_half_a_letter_and_marks_that_turn_text_around_are_dropped_from_names(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(
        '{"source": "x", "persons": [{"id": "1", "name": "Ka\\ud800ri\\u202e\\u0000\\n Lunde"}]}', encoding="utf-8"
    )
    with SqliteStore(tmp_path / "s.db") as store:
        load_path(store, path, now=NOW)
        assert [person.name for person in snapshot_of(store).people.values()] == ["Kari Lunde"]


def test_only_popolo_is_recognised_as_such(tmp_path: Path) -> None:
    assert is_popolo(write(tmp_path))
    other = tmp_path / "other.json"
    for text in ('{"nodes": []}', '[{"persons": []}]', "persons,x\n"):
        other.write_text(text, encoding="utf-8")
        assert not is_popolo(other)
    assert not is_popolo(tmp_path)


GOOD = json.dumps(FILE, ensure_ascii=False)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(GOOD)),
            st.integers(0, 40),
            st.one_of(
                st.text(max_size=8),
                st.sampled_from(["null", "[]", "{}", '"', "1e999", "NaN", "-0", "true", "]", "}", ",", '"\\ud800"', "2003-13", '""']),
            ),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_no_text_makes_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, cuts: list[tuple[int, int, str]]
) -> None:
    text = GOOD
    for place, length, put in cuts:
        text = text[:place] + put + text[place + length :]
    path = tmp_path / "fuzz.json"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    with contextlib.suppress(ImportRefused):
        done = load_path(MemoryStore(), path, source="fuzz", kind="popolo", now=NOW)
        assert done.entry.counts.read <= LIMITS.json_items


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_value_in_any_place_makes_the_reader_raise_anything_but_its_refusal(
    tmp_path: Path, data: st.DataObject
) -> None:
    told = json.loads(GOOD)
    rows = told[data.draw(st.sampled_from(["persons", "organizations", "posts", "events", "memberships"]))]
    row = data.draw(st.sampled_from(rows))
    row[data.draw(st.sampled_from([*row, "name", "id", "parent_id", "updated_at"]))] = data.draw(VALUES)
    path = write(tmp_path, told)
    with contextlib.suppress(ImportRefused):
        load_path(MemoryStore(), path, source="fuzz", now=NOW)


# --- a real file: ministers and whips at the Treasury, 1997-2010 --------------------------------------------------


@pytest.fixture(scope="module")
def treasury(shared: Path) -> Introducer:
    store = MemoryStore()
    path = shared / "popolo-sample" / "uk-treasury-ministers.popolo.json"
    with pytest.raises(ImportRefused, match="names no source"):
        load_path(store, path, now=NOW)
    done = load_path(store, path, source="parlparse", now=NOW)
    # 105 memberships of 72 people at one department
    assert (done.entry.counts.new, done.rejected) == (105 + 72 + 1, ())
    return Introducer(World(snapshot_of(store), date(1997, 6, 1), read_parameters()))


def person(number: int) -> str:
    return f"uk.org.publicwhip/person/{number}"


def overlaps(ask: Introducer, on: date, a: int, b: int) -> list[tuple[str, str, int]]:
    people = ids(ask)
    world = World(ask.world.snapshot, on, ask.world.parameters)
    found = Introducer(world).evidence(people[person(a)], people[person(b)])
    return sorted((item.start, item.end, item.months[0]) for item in found if item.months)


def test_ten_people_are_at_the_treasury_a_month_after_the_election(treasury: Introducer) -> None:
    (company,) = treasury.world.snapshot.companies
    names = {treasury.world.snapshot.people[one].name for one in treasury.people_at(company)}
    # read off the file by hand: every membership that had begun by 1997-05-06
    wanted = (10047, 10360, 10335, 10311, 10384, 10322, 10118, 10483, 10486, 10297)
    assert names == {person(number) for number in wanted}


def test_overlaps_at_the_treasury_come_out_with_their_exact_days(treasury: Introducer) -> None:
    # 10332: Economic Secretary 2001-06-11 to 2002-05-29, Financial Secretary from then to 2004-09-10
    # 10052: Financial Secretary 2001-06-11 to 2002-05-29, Chief Secretary from then to 2005-05-11
    assert overlaps(treasury, TODAY, 10332, 10052) == [("2001-06-11", "2004-09-10", 39)]
    # 10474 came back 2008-10-06 and stayed in three posts to 2010-05-11; 14140 was there from 2008-10-07 to that day
    assert overlaps(treasury, TODAY, 10474, 14140) == [("2008-10-07", "2010-05-11", 19)]
    # and seen from 2009-06-01, only so far
    assert overlaps(treasury, date(2009, 6, 1), 10474, 14140) == [("2008-10-07", "2009-06-01", 8)]


def test_a_successor_who_came_the_day_after_never_met_the_predecessor_there(treasury: Introducer) -> None:
    # Chief Secretaries: 10083 from 1998-07-27 to 1998-12-23, 10434 from 1998-12-24
    assert overlaps(treasury, TODAY, 10083, 10434) == []
