"""Are records linked, and claims folded, as the design says?"""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.folding import Job, Source, fold_jobs, overlap_months, span
from graph.identity import Decision, Record, resolve_companies, resolve_people
from graph.stores.memory import MemoryStore
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import company_key
from tests.worlds import FIRM, loaded, snapshot_of


def person(one: str, name: str, *keys: str, source: str = "") -> Record:
    return Record(one, source or one, name, keys)


def test_an_exact_key_links_and_the_smallest_id_is_the_persons() -> None:
    found = resolve_people([person("p-b", "K. Lunde", "email:k@v"), person("p-a", "Kari Lunde", "email:k@v")], [])
    assert found.entity == {"p-a": "p-a", "p-b": "p-a"}


def test_the_same_name_alone_never_merges_two_people() -> None:
    found = resolve_people([person("p-a", "Kari Lunde"), person("p-b", "Kari Lunde")], [])
    assert len(set(found.entity.values())) == 2


def test_a_key_of_records_that_contradict_each_other_goes_to_review() -> None:
    found = resolve_people([person("p-a", "Kari Lunde", "email:x"), person("p-b", "Per Aune", "email:x")], [])
    assert len(set(found.entity.values())) == 2
    assert found.doubts[0].records == ("p-a", "p-b")


def test_different_always_wins_over_a_key_and_over_a_chain() -> None:
    records = [person("p-a", "K L", "e:1"), person("p-b", "K L", "e:1", "e:2"), person("p-c", "K L", "e:2")]
    found = resolve_people(records, [Decision("p-a", "p-c", same=False)])
    assert found.entity["p-a"] != found.entity["p-c"]


@given(st.permutations(range(4)))
def test_the_order_of_records_does_not_matter(order: list[int]) -> None:
    records = [
        person("p-a", "K L", "e:1"),
        person("p-b", "K L", "e:1", "e:2"),
        person("p-c", "K L", "e:2"),
        person("p-d", "X"),
    ]
    assert resolve_people([records[n] for n in order], []).entity == resolve_people(records, []).entity


def company(one: str, name: str, country: str = "", source: str = "") -> Record:
    return Record(one, source or one, name, (), country)


def test_a_companys_name_links_within_one_country_when_unique() -> None:
    found = resolve_companies([company("c-a", "Nordlys Energi AS", "NO"), company("c-b", "NORDLYS Energi")], [])
    assert found.entity["c-b"] == "c-a"
    apart = resolve_companies(
        [company("c-a", "Alpha AS", "NO"), company("c-b", "Alpha", "SE"), company("c-c", "Alpha")], []
    )
    assert len(set(apart.entity.values())) == 3
    twice = resolve_companies([company("c-a", "Alpha", source="crm"), company("c-b", "Alpha", source="crm")], [])
    assert len(set(twice.entity.values())) == 2


@pytest.mark.parametrize(
    ("long", "short"), [("Statkraft ASA", "statkraft"), ("Alster Netz GmbH", "alster netz"), ("AS Norge", "as norge")]
)
def test_only_a_trailing_legal_form_is_dropped(long: str, short: str) -> None:
    assert company_key(long) == short


def test_two_archives_that_say_the_same_are_one_fact_with_two_sources(tmp_path: Path) -> None:
    store = MemoryStore()
    people = "id,name,email\nk,Kari Lunde,k@v.example\nt,Håkon Myhre,t@n.example\n"
    for source in ("one", "two"):
        loaded(
            store,
            tmp_path / source,
            {
                **FIRM,
                "people.csv": people,
                "contacts.csv": "id,kind,date,participants\nm,meeting,2026-01-01,k;t\n",
                "employments.csv": "person,company,title,start\nk,h,Head,2012\n",
            },
        )
    snapshot = snapshot_of(store)
    (fact,) = [f for facts in snapshot.facts.values() for f in facts if f.kind == "contact"][:1]
    assert {source.source for source in fact.sources} == {"one", "two"}
    assert [len(facts) for facts in snapshot.facts.values()] == [1, 1]
    ((job,),) = snapshot.jobs.values()
    assert {source.source for source in job.sources} == {"one", "two"}


def job(start: str, end: str | None, unit: str = "", title: str = "") -> Job:
    return Job("p", "c", title, unit, span(start, end), (), (Source("s", f"{start}{end}{unit}{title}", ""),))


def test_touching_stays_fold_and_separate_ones_do_not() -> None:
    assert len(fold_jobs([job("2010", "2012", title="a"), job("2013", "2014", title="b")])) == 1
    assert len(fold_jobs([job("2010", "2012"), job("2014", "2016")])) == 2
    assert len(fold_jobs([job("2010", "2012", "Grid"), job("2011", "2013", "Trading")])) == 2


@given(st.permutations([("2010", "2011"), ("2011", "2013"), ("2016", None), ("2012-05", "2012-06")]))
def test_folding_does_not_depend_on_the_order_of_claims(dates: list[tuple[str, str | None]]) -> None:
    assert fold_jobs(job(*pair) for pair in dates) == fold_jobs(job(*pair) for pair in sorted(dates, key=str))


def test_an_overlap_of_partial_dates_has_least_expected_and_most_months() -> None:
    a, b = span("2012", "2014"), span("2013", "2013")
    assert a is not None
    assert b is not None
    assert overlap_months(a, b) == (0, 0, 12)
    assert overlap_months(a, a) == (24, 12, 36)


days = st.dates(min_value=PartialDate("1990").earliest(), max_value=PartialDate("2030").latest())


@given(days, days, days, days)
def test_overlaps_are_symmetric_and_ordered(a: object, b: object, c: object, d: object) -> None:
    first, second = sorted([str(a), str(b)]), sorted([str(c), str(d)])
    one, two = span(*first), span(*second)
    assert one is not None
    assert two is not None
    found = overlap_months(one, two)
    assert found == overlap_months(two, one)
    assert (found is None) == (first[1] < second[0] or second[1] < first[0])


@pytest.mark.parametrize("text", ["", "14", "2014-13", "2014-02-30", "2014-3", "1800", "2014-03-09T00", "mars 2014"])
def test_what_is_not_a_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


@given(days)
def test_a_partial_date_is_the_interval_of_its_days(day: object) -> None:
    for text in itertools.accumulate(str(day).split("-"), lambda a, b: f"{a}-{b}"):
        parsed = PartialDate.parse(text)
        assert str(parsed.earliest()) <= str(day) <= str(parsed.latest())
        assert parsed.earliest() <= parsed.middle() <= parsed.latest()


def test_a_stay_is_named_after_the_title_that_lasted_longest_and_not_after_an_office_beside_it() -> None:
    main, beside = (
        job("2010-05-12", "2016-07-13", title="Home Secretary"),
        job("2010-05-13", "2012", title="Equalities"),
    )
    (stay,) = fold_jobs([main, beside])
    assert stay.title == "Home Secretary"
    (promoted,) = fold_jobs([job("2010", "2012", title="Clerk"), job("2013", "2014", title="Head")])
    assert promoted.title == "Head"
