"""The laws that every store keeps, one test a law; a backend's test class inherits them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.errors import (
    ChangedMeanwhile,
    ImportRefused,
    LoadConflict,
    NothingToUndo,
    NotTheNewest,
    StoreClosed,
    StoreNotEmpty,
    SweepRefused,
)
from graph.provenance import Claim, Held, Load, Mode, RecordId, Revision, Scope, leader_mark, record_id
from graph.registry import OWN
from graph.stores.base import Belief, Contents, Store
from graph.stores.memory import MemoryStore

T0 = datetime(2026, 1, 1, 12, tzinfo=UTC)
COMPLETE = {"people": Scope(Mode.COMPLETE)}


def person(own_id: str, name: str = "Kari Lunde", email: str | None = None) -> Claim:
    return Claim(
        "people",
        own_id,
        (own_id, name, None, None, None, email, None, None, None, None, None),
        "people.csv",
        2,
    )


def load(*claims: Claim, source: str = "crm", as_of: date = date(2026, 1, 1), **more: object) -> Load:
    return Load(source, "tables", as_of, claims, **more)  # type: ignore[arg-type] -- fields by name


def content(store: Store, at: int | None = None) -> set[tuple[str, str, str, tuple[str | None, ...]]]:
    revision = store.revision().number if at is None else at
    return {
        (held.source, held.claim.table, held.claim.key, held.claim.content)
        for batch in store.snapshot_rows(revision)
        for held in batch
        if held.claim.table != "observed"
    }


def eventful() -> MemoryStore:
    """A store that loaded, changed, swept, undid, judged and erased, and remembers tokens."""
    store = MemoryStore()
    a, b, c = (record_id("crm", "people", n) for n in "123")
    met = Claim("contacts", "m", ("m", "meeting", "2025-05-01", None, f"{a};{b};{c}"), "contacts.csv", 7)
    store.record(load(person("1", email="kari@varde.example"), person("2"), person("3"), met, scopes=COMPLETE), at=T0)
    store.record(load(person("1"), source="hr", by="Anna"), at=T0 + timedelta(days=1))
    newer = load(person("1", "New \u202e Ø"), person("2"), scopes=COMPLETE, as_of=date(2026, 2, 1))
    store.record(newer, at=T0 + timedelta(days=2))
    store.record(newer, at=T0 + timedelta(days=2))
    store.undo("crm", at=T0 + timedelta(days=2))
    store.undo("crm", at=T0 + timedelta(days=3))
    store.decide(b, c, "same", by="Anna", at=T0 + timedelta(days=4))
    store.erase([RecordId(a)], at=T0 + timedelta(days=5))
    store.put_if_version("token/x", "{}", 0)
    store.put_if_version("token/x", '{"revoked": true}', 1)
    store.record(load(person("4")), at=T0 + timedelta(days=6))
    return store


def told(store: Store) -> list[object]:
    """All that a store answers, but the numbers of its claims."""
    last = store.revision().number
    records = {str(record_id(source, "people", n)) for source in ("crm", "hr", "new") for n in "1234578"}
    return [
        [store.revision(T0.date() + timedelta(days=n)) for n in range(-1, 12)],
        [
            sorted(map(said, at_once))
            for at_once in (batch for r in range(last + 1) for batch in store.snapshot_rows(r))
        ],
        [sorted(str(said(c.held)) + str(c.asserted) for c in store.changes(r, r + 1)) for r in range(last)],
        store.loads(),
        [
            sorted((said(b.held), b.asserted, b.withdrawn or 0) for b in store.history(RecordId(record)))
            for record in sorted(records)
        ],
        store.entries(),
    ]


def said(held: Held) -> tuple[str, ...]:
    return (*map(str, (held.source, held.claim, held.load, held.as_of)),)


class StoreContract:
    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError("a backend's test class makes its store here")

    def test_an_empty_store_is_at_revision_zero_and_shows_nothing(self, store: Store) -> None:
        assert store.revision().number == 0
        assert list(store.snapshot_rows(0)) == []

    def test_loading_twice_is_loading_once_and_makes_no_second_revision(self, store: Store) -> None:
        first = store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        before = content(store)
        second = store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        assert (first.revision, second.revision) == (1, None)
        assert second.counts.same == 2
        assert content(store) == before
        assert len(store.loads()) == 2

    def test_a_complete_load_withdraws_what_it_no_longer_says(self, store: Store) -> None:
        store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        entry = store.record(load(person("1"), scopes=COMPLETE, as_of=date(2026, 2, 1)), at=T0)
        assert entry.counts.withdrawn == 1
        assert {row[2] for row in content(store)} == {"1"}
        assert {row[2] for row in content(store, 1)} == {"1", "2"}

    def test_a_load_whose_day_is_a_time_is_refused_before_anything_is_written(self, store: Store) -> None:
        store.record(load(person("1")), at=T0)
        with pytest.raises(ImportRefused, match="not a day"):
            store.record(load(person("2"), as_of=T0), at=T0)
        assert [entry.as_of for entry in store.loads()] == [date(2026, 1, 1)]
        assert {row[2] for row in content(store)} == {"1"}

    def test_an_erasure_takes_the_names_of_authors_from_the_log(self, store: Store) -> None:
        store.record(load(person("1"), by="Kari Lunde"), at=T0)
        store.record(load(person("2"), source="hr", by="Anna Berg"), at=T0)
        store.record(load(person("2"), source="hr", by="Kari Lunde"), at=T0)
        store.erase([record_id("crm", "people", "1")], at=T0, authors=["Kari Lunde"])
        assert [entry.by for entry in store.loads()] == ["", "Anna Berg", ""]

    def test_an_appending_load_withdraws_nothing(self, store: Store) -> None:
        store.record(load(person("1"), person("2")), at=T0)
        store.record(load(person("3")), at=T0)
        assert {row[2] for row in content(store)} == {"1", "2", "3"}

    def test_a_changed_contact_is_as_it_was_told_last_and_goes_back(self, store: Store) -> None:
        def met(kind: str, people: str) -> Claim:
            return Claim("contacts", "m", ("m", kind, "2025-05-01", None, people))

        told = (met("meeting", "p-a;p-b"), met("call", "p-a;p-b"), met("call", "p-a;p-b;p-c"), met("call", "p-c;p-d"))
        for day, claim in enumerate(told, 1):
            store.record(load(claim, as_of=date(2026, 1, day)), at=T0)
            assert [row[3] for row in content(store)] == [claim.content]
        for claim in reversed(told[:-1]):
            store.undo("crm", at=T0)
            assert [row[3] for row in content(store)] == [claim.content]

    def test_a_changed_person_with_a_key_is_as_told_last_and_goes_back(self, store: Store) -> None:
        said = (("K", "k@varde.example"), ("Kari", "k@varde.example"), ("K", "l@varde.example"))
        told = [person("1", *one) for one in said]
        for day, claim in enumerate(told, 1):
            store.record(load(claim, as_of=date(2026, 1, day)), at=T0)
            assert [row[3] for row in content(store)] == [claim.content]
        for claim in reversed(told[:-1]):
            store.undo("crm", at=T0)
            assert [row[3] for row in content(store)] == [claim.content]

    def test_an_older_file_withdraws_and_changes_nothing(self, store: Store) -> None:
        store.record(load(person("1", "New Name"), scopes=COMPLETE, as_of=date(2026, 2, 1)), at=T0)
        before = content(store)
        entry = store.record(load(person("1", "Old Name"), person("2"), scopes=COMPLETE), at=T0)
        assert entry.counts.older == 2
        assert content(store) == before

    def test_an_older_file_brings_back_nothing_that_a_newer_one_left_out(self, store: Store) -> None:
        store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        store.record(load(person("1"), scopes=COMPLETE, as_of=date(2026, 2, 1)), at=T0)
        part_of_it = store.record(load(person("1"), person("2")), at=T0)
        assert part_of_it.counts.older == 1
        assert {row[2] for row in content(store)} == {"1"}

    def test_an_older_window_brings_back_nothing_inside_a_newer_one(self, store: Store) -> None:
        def met(own_id: str, day: str) -> Claim:
            return Claim("contacts", own_id, (own_id, "meeting", day, None, "p-a;p-b"))

        def window(start: date, end: date) -> dict[str, Scope]:
            return {"contacts": Scope(Mode.WINDOW, start, end)}

        year, month = window(date(2025, 1, 1), date(2025, 12, 31)), window(date(2025, 5, 1), date(2025, 6, 30))
        old = (met("gone", "2025-05-01"), met("stays", "2025-06-01"), met("beside", "2025-02-01"))
        store.record(load(*old[:2], scopes=year), at=T0)
        store.record(load(old[1], scopes=month, as_of=date(2026, 2, 1)), at=T0)
        again = store.record(load(*old, scopes=year), at=T0)
        assert again.counts.older == 1
        assert {row[2] for row in content(store)} == {"stays", "beside"}
        store.record(load(*old[1:], scopes=year, as_of=date(2026, 3, 1)), at=T0)
        assert {row[2] for row in content(store)} == {"stays", "beside"}
        for _ in range(2):
            store.undo("crm", at=T0)
        store.undo("crm", at=T0)
        assert {row[2] for row in content(store)} == {"gone", "stays"}
        assert store.record(load(*old, scopes=year), at=T0).counts.older == 0
        assert {row[2] for row in content(store)} == {"gone", "stays", "beside"}

    def test_an_older_window_withdraws_nothing_that_a_newer_one_confirmed(self, store: Store) -> None:
        def met(own_id: str, day: str) -> Claim:
            return Claim("contacts", own_id, (own_id, "meeting", day, None, "p-a;p-b"))

        def window(end: date) -> dict[str, Scope]:
            return {"contacts": Scope(Mode.WINDOW, date(2026, 1, 1), end)}

        told = (met("confirmed", "2026-02-10"), met("between", "2026-02-20"))
        store.record(load(*told, as_of=date(2026, 1, 31)), at=T0)
        store.record(load(told[0], scopes=window(date(2026, 2, 15)), as_of=date(2026, 3, 31)), at=T0)
        late = store.record(load(scopes=window(date(2026, 2, 28)), as_of=date(2026, 2, 28)), at=T0)
        assert late.counts.withdrawn == 1
        assert {row[2] for row in content(store)} == {"confirmed"}
        store.record(load(scopes=window(date(2026, 2, 28)), as_of=date(2026, 4, 1)), at=T0)
        assert content(store) == set()

    @pytest.mark.parametrize("scopes", [COMPLETE, {}])
    def test_an_older_file_changes_nothing_that_a_newer_one_confirmed(
        self, store: Store, scopes: dict[str, Scope]
    ) -> None:
        store.record(load(person("1"), scopes=COMPLETE), at=T0)
        store.record(load(person("1"), scopes=scopes, as_of=date(2026, 3, 1)), at=T0)
        before = content(store)
        late = store.record(load(person("1", "Other"), as_of=date(2026, 2, 1)), at=T0)
        assert (late.counts.older, late.revision, content(store)) == (1, None, before)

    def test_an_older_file_withdraws_nothing_where_a_newer_one_repeated_rows(self, store: Store) -> None:
        def met(own_id: str) -> Claim:
            return Claim("contacts", own_id, (own_id, "meeting", "2026-01-10", None, "p-a;p-b"))

        window = {"contacts": Scope(Mode.WINDOW, date(2026, 1, 1), date(2026, 1, 31))}
        for scopes in (window, {"contacts": Scope(Mode.COMPLETE)}):
            store.record(load(met("repeated"), met("other"), scopes=window), at=T0)
            repeated = load(met("repeated"), as_of=date(2026, 6, 1))
            assert store.record(repeated, at=T0).counts.same == 1
            assert store.record(repeated, at=T0).revision is None
            late = store.record(load(met("new"), scopes=scopes, as_of=date(2026, 3, 1)), at=T0)
            assert (late.counts.withdrawn, late.counts.new) == (0, 1)
            assert {row[2] for row in content(store)} == {"repeated", "other", "new"}
            newest = store.record(load(met("new"), scopes=scopes, as_of=date(2026, 7, 1)), at=T0)
            assert newest.counts.withdrawn == 2
            for _ in range(5):
                store.undo("crm", at=T0)
            assert content(store) == set()

    @pytest.mark.parametrize("order", ["w0 w1 w2 w1 w0", "w2 w1 w0", "w2 c1 w0", "w1 w2 w0 w1 w0", "w2 w0 w1"])
    def test_older_windows_in_any_order_bring_back_nothing_and_change_nothing_twice(
        self, store: Store, order: str
    ) -> None:
        """A meeting that the second file left out stays away; the third file reads other days, which overlap."""

        def met(own_id: str, day: str) -> Claim:
            return Claim("contacts", own_id, (own_id, "meeting", day, None, "p-a;p-b"))

        def window(start: date, end: date) -> dict[str, Scope]:
            return {"contacts": Scope(Mode.WINDOW, start, end)}

        old, kept = met("old", "2025-01-05"), met("kept", "2025-06-01")
        year, shifted = window(date(2025, 1, 1), date(2025, 12, 31)), window(date(2025, 3, 1), date(2026, 2, 28))
        files = {
            "w0": load(old, kept, scopes=year, as_of=date(2026, 1, 10)),
            "w1": load(kept, scopes=year, as_of=date(2026, 2, 10)),
            "c1": load(kept, scopes={"contacts": Scope(Mode.COMPLETE)}, as_of=date(2026, 2, 10)),
            "w2": load(kept, scopes=shifted, as_of=date(2026, 3, 10)),
        }
        names = order.split()
        for at, name in enumerate(names):
            done = store.record(files[name], at=T0)
            if name in names[:at]:
                assert done.revision is None
        assert {row[2] for row in content(store)} == {"kept"}

    def test_a_part_that_is_read_leaves_what_the_whole_said_before(self, store: Store) -> None:
        """A later file with a row that cannot be read does not bring back what is gone."""
        spared = {"people": Scope(Mode.COMPLETE, spared=frozenset({"9"}))}
        store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        store.record(load(person("1"), scopes=COMPLETE, as_of=date(2026, 2, 1)), at=T0)
        store.record(load(person("1"), scopes=spared, as_of=date(2026, 3, 1)), at=T0)
        assert store.record(load(person("2")), at=T0).counts.older == 1
        assert {row[2] for row in content(store)} == {"1"}

    def test_what_is_missing_altogether_sweeps_nothing(self, store: Store) -> None:
        store.record(load(person("1"), scopes=COMPLETE), at=T0)
        store.record(
            load(Claim("studies", "x", (str(record_id("crm", "people", "1")), "NTNU", None, None, None))),
            at=T0,
        )
        assert {row[1] for row in content(store)} == {"people", "studies"}

    def test_a_window_withdraws_only_inside_itself(self, store: Store) -> None:
        def met(own_id: str, day: str) -> Claim:
            return Claim("contacts", own_id, (own_id, "meeting", day, None, "p-a;p-b"))

        window = {"contacts": Scope(Mode.WINDOW, date(2025, 1, 1), date(2025, 12, 31))}
        store.record(load(met("in", "2025-05-01"), met("before", "2024-05-01"), met("vague", "2025")), at=T0)
        store.record(load(scopes=window, as_of=date(2026, 2, 1)), at=T0)
        assert {row[2] for row in content(store)} == {"before"}

    def test_a_row_that_vanished_from_a_roster_ended_between_two_files(self, store: Store) -> None:
        scopes = {"employments": Scope(Mode.COMPLETE, vanished_means_ended=True)}
        job = Claim("employments", "k", ("p-a", "c-a", "Partner", None, None, "2010", None, None, None, None))
        store.record(load(job, scopes=scopes), at=T0)
        store.record(load(scopes=scopes, as_of=date(2026, 2, 1)), at=T0)
        (row,) = content(store)
        assert row[3][8:] == ("2026-01-01", "2026-02-01")
        again = store.record(load(scopes=scopes, as_of=date(2026, 2, 1)), at=T0)
        assert again.revision is None

    def test_a_large_sweep_asks_first_and_writes_nothing(self, store: Store) -> None:
        store.record(load(*(person(str(n)) for n in range(200)), scopes=COMPLETE), at=T0)
        fewer = load(*(person(str(n)) for n in range(100)), scopes=COMPLETE, as_of=date(2026, 2, 1))
        with pytest.raises(SweepRefused, match="100 of 200"):
            store.record(fewer, at=T0)
        assert len(content(store)) == 200
        assert len(store.loads()) == 1
        allowed = load(*fewer.claims, scopes=COMPLETE, as_of=date(2026, 2, 1), allow_sweep=True)
        store.record(allowed, at=T0)
        assert len(content(store)) == 100

    def test_undo_leaves_what_would_be_there_had_that_load_never_been(self, store: Store) -> None:
        store.record(load(person("1"), person("2"), scopes=COMPLETE), at=T0)
        one = content(store)
        store.record(load(person("1", "Changed"), person("3"), scopes=COMPLETE, as_of=date(2026, 2, 1)), at=T0)
        two = content(store)
        store.record(load(person("9"), source="hr"), at=T0)
        store.record(load(person("1", "Again"), scopes=COMPLETE, as_of=date(2026, 3, 1)), at=T0)
        other = {row for row in content(store) if row[0] == "hr"}
        store.undo("crm", at=T0)
        assert content(store) == two | other
        store.undo("crm", at=T0)
        assert content(store) == one | other
        store.undo("crm", at=T0)
        assert content(store) == other
        with pytest.raises(NothingToUndo):
            store.undo("crm", at=T0)

    def test_the_undo_of_a_load_that_is_not_the_newest_takes_nothing_back(self, store: Store) -> None:
        first = store.record(load(person("1")), at=T0)
        second = store.record(load(person("2")), at=T0)
        store.record(load(person("9"), source="hr"), at=T0)
        before, loads = content(store), store.loads()
        with pytest.raises(NotTheNewest):
            store.undo("crm", at=T0, number=first.number)
        assert (content(store), store.loads()) == (before, loads)
        assert store.undo("crm", at=T0, number=second.number).undone
        assert store.undo("crm", at=T0, number=first.number).undone
        with pytest.raises(NothingToUndo):
            store.undo("crm", at=T0, number=first.number)

    def test_a_scope_of_keys_withdraws_these_rows_alone_and_its_undo_brings_them_back(self, store: Store) -> None:
        store.record(load(person("1"), person("2"), person("3")), at=T0)
        before = content(store)
        done = store.record(load(scopes={"people": Scope(Mode.COMPLETE, keys=frozenset({"2"}))}), at=T0)
        assert done.counts.withdrawn == 1
        assert {key for _, _, key, _ in content(store)} == {"1", "3"}
        store.record(load(person("4"), as_of=date(2025, 12, 1)), at=T0)  # an older file may still add
        assert {key for _, _, key, _ in content(store)} == {"1", "3", "4"}
        store.undo("crm", at=T0)
        store.undo("crm", at=T0, number=done.number)
        assert content(store) == before

    def test_a_load_after_an_undo_is_the_same_load(self, store: Store) -> None:
        store.record(load(person("1")), at=T0)
        before = content(store)
        store.undo("crm", at=T0)
        store.record(load(person("1")), at=T0)
        assert content(store) == before

    def test_the_order_of_sources_does_not_matter(self, store: Store) -> None:
        loads = [
            load(person("1"), source="a"),
            load(person("1", "B"), source="b"),
            load(person("2"), source="c"),
        ]
        for item in reversed(loads):
            store.record(item, at=T0)
        assert content(store) == {
            (item.source, claim.table, claim.key, claim.content) for item in loads for claim in item.claims
        }

    def test_known_on_gives_back_every_earlier_belief(self, store: Store) -> None:
        beliefs = []
        for day in range(3):
            store.record(load(person("1", f"Name {day}"), as_of=date(2026, 1, 1 + day)), at=T0 + timedelta(days=day))
            beliefs.append(content(store))
        for day in range(3):
            then = store.revision(known_on=date(2026, 1, 1 + day))
            assert content(store, then.number) == beliefs[day]
        assert store.revision(known_on=date(2025, 12, 31)).number == 0

    def test_a_repeated_key_in_one_load_is_counted_and_the_first_holds(self, store: Store) -> None:
        entry = store.record(load(person("1", "First"), person("1", "Second")), at=T0)
        assert entry.counts.doubled == 1
        assert {row[3][1] for row in content(store)} == {"First"}

    def test_erased_people_are_gone_at_every_revision_and_stay_away(self, store: Store) -> None:
        kari, other, third = (record_id("crm", "people", n) for n in "123")
        met = Claim("contacts", "m", ("m", "meeting", "2025-05-01", None, f"{kari};{other};{third}"))
        job = Claim("employments", "k", (kari, "c-a", None, None, None, None, None, None, None, None))
        said = load(person("1", email="kari@varde.example"), person("2", "Sara"), person("3", "Per"), met, job)
        store.record(said, at=T0)
        store.record(load(person("1", "Kari Changed", email="kari@varde.example")), at=T0)
        assert store.erase([RecordId(kari)], at=T0) == 4
        again = store.record(said, at=T0)
        elsewhere = store.record(load(person("77", email="KARI@varde.example"), source="linkedin"), at=T0)
        assert (again.counts.suppressed, elsewhere.counts.suppressed) == (2, 1)
        for revision in range(store.revision().number + 1):
            assert not any(kari in str(row) or "Kari" in str(row) for row in content(store, revision))
        assert any(row[3][4] == f"{other};{third}" for row in content(store) if row[1] == "contacts")
        assert not any("kari" in (store.get(key)[0] or "") + key for key in store.keys(""))

    def test_the_log_keeps_how_many_rows_a_load_rejected(self, store: Store) -> None:
        store.record(load(person("1"), rejected=("bad", "worse")), at=T0)
        assert store.loads()[-1].counts.rejected == 2

    def test_an_erasure_is_not_undone_by_a_load_that_was_being_read(self, store: Store) -> None:
        kari = record_id("crm", "people", "1")
        store.record(load(person("1", email="kari@varde.example"), person("2")), at=T0)

        def overtaken() -> Iterator[Claim]:
            yield person("1", "Kari Changed", email="kari@varde.example")
            store.erase([kari], at=T0)
            yield person("2")

        for source in ("crm", "hr"):
            with pytest.raises(LoadConflict):
                store.record(Load(source, "tables", date(2026, 2, 1), overtaken()), at=T0)
            assert {row[:3] for row in content(store)} == {("crm", "people", "2")}

    @pytest.mark.parametrize("moment", ["before its revision is read", "after that", "while its claims are read"])
    def test_a_load_that_is_overtaken_leaves_one_visible_claim_with_a_key(
        self, store: Store, moment: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.record(load(person("1", "Old")), at=T0)
        newest, due = store.revision, [load(person("1", "Fast"), as_of=date(2026, 2, 1))]

        def overtake(when: str) -> None:
            if when == moment and due:
                store.record(due.pop(), at=T0)

        def revision(known_on: date | None = None) -> Revision:
            overtake("before its revision is read")
            found = newest(known_on)
            overtake("after that")
            return found

        def claims() -> Iterator[Claim]:
            yield person("1", "Slow")
            overtake("while its claims are read")

        with monkeypatch.context() as patched, suppress(LoadConflict):
            patched.setattr(store, "revision", revision)
            store.record(Load("crm", "tables", date(2026, 3, 1), claims()), at=T0)
        assert [row[:3] for row in sorted(content(store))] == [("crm", "people", "1")]

    def test_what_only_names_an_erased_person_stays_without_the_name(self, store: Store) -> None:
        """The own id of the person is in no key either, and the rows stay in order of their keys."""
        kari = record_id("crm", "people", "kari-lunde")
        account = Claim("accounts", "c-x", ("c-x", "portfolio", None, "open", None, str(kari), None, None))
        bid = Claim("opportunities", "o", ("o", "c-x", "Bid", *[None] * 6, str(kari), None, None, None))
        listed = Claim("leaders", "l", ("c-x", "Sunniva Aas", "Controller", "Håkon Myhre", "2026-01-01"))
        judged = [
            Claim(
                "stances",
                f"{whom}|kari-lunde|2026-01-01|||",
                (whom, str(kari), "2026-01-01", None, "-1", *[None] * 3, "yes", None, "r", None),
            )
            for whom in ("p-a", "p-b", "p-x")
        ]
        notes = [
            Claim("notes", f"c-x||said|{by or ''}|{heard or ''}|", ("c-x", None, "said", "Wants two", by, heard, None))
            for by, heard in ((str(kari), None), (None, str(kari)), ("p-z", None))
        ]
        round_ = Claim("rounds", "r", ("r", "c-x", None, None, "2026-01-01", None, str(kari)))
        everything = (person("kari-lunde"), account, bid, listed, *judged, *notes, round_)
        store.record(load(*everything), at=T0)
        store.erase([kari, leader_mark("c-x", "håkon  MYHRE")], at=T0)
        left = content(store)
        assert Counter(row[1] for row in left) == {
            "accounts": 1, "opportunities": 1, "leaders": 1, "stances": 3, "rounds": 1, "notes": 3,
        }  # fmt: skip
        assert not any(text in str(row) for row in left for text in (str(kari), "kari-lunde", "Håkon Myhre"))
        keys = [(b.held.claim.table, b.held.claim.key) for b in store.beliefs()]
        assert keys == sorted(keys)
        assert ("notes", "c-x||said|p-z||") in keys
        again = store.record(load(*everything), at=T0)
        assert (again.revision, again.counts.suppressed) == (None, 1)

    def test_decisions_are_kept_and_the_newest_of_a_pair_holds(self, store: Store) -> None:
        a, b = RecordId("p-a"), RecordId("p-b")
        store.decide(b, a, "same", by="Anna", at=T0)
        store.decide(a, b, "different", by="Anna", at=T0)
        (row,) = content(store)
        assert row[3] == ("p-a", "p-b", "different", "Anna")

    def test_history_tells_when_each_belief_began_and_ended(self, store: Store) -> None:
        store.record(load(person("1", "Before")), at=T0)
        store.record(load(person("1", "After")), at=T0)
        beliefs = store.history(record_id("crm", "people", "1"))
        told = [(item.held.claim.content[1], item.asserted, item.withdrawn) for item in beliefs]
        assert told == [("Before", 1, 2), ("After", 2, None)]
        assert store.history(RecordId("p-unknown")) == []

    def test_changes_between_two_revisions_are_what_came_and_went(self, store: Store) -> None:
        store.record(load(person("1", "Before")), at=T0)
        store.record(load(person("1", "After")), at=T0)
        assert [(c.held.claim.content[1], c.asserted) for c in store.changes(1, 2)] == [
            ("Before", False),
            ("After", True),
        ]

    def test_batches_hold_what_the_rows_hold_and_only_the_tables_that_are_wanted(self, store: Store) -> None:
        met = Claim("contacts", "m", ("m", "meeting", "2025-05-01", None, "p-a;p-b"))
        store.record(load(person("1"), person("2"), met), at=T0)
        store.record(load(person("1", "Changed")), at=T0)
        store.erase([record_id("crm", "people", "2")], at=T0)
        for at in range(4):
            for tables in ((), ("people",), ("contacts", "people"), ("asks",)):
                rows = {
                    (batch.source, held.claim.table, held.claim.key, held.claim.value("id"))
                    for batch in store.snapshot_batches(at, tables)
                    for held in batch.held()
                }
                wanted = {(*row[:3], row[3][0]) for row in content(store, at) if not tables or row[1] in tables}
                assert rows == wanted

    def test_unicode_comes_back_as_it_went(self, store: Store) -> None:
        name = "Øyvind \u202eBråten \U0001f642 محمد"
        store.record(load(person("ø|\u2028", name)), at=T0)
        assert {row[3][1] for row in content(store)} == {name}

    def test_an_entry_is_put_only_over_the_version_that_was_read(self, store: Store) -> None:
        assert store.get("lease") == (None, 0)
        assert store.put_if_version("lease", "a", 0)
        assert not store.put_if_version("lease", "b", 0)
        assert store.put_if_version("lease", "b", 1)
        assert store.get("lease") == ("b", 2)
        assert store.keys("le") == ["lease"]
        assert store.keys("x") == []

    def test_a_store_restored_from_another_is_that_store_and_goes_on_like_it(self, store: Store) -> None:
        source = eventful()
        store.restore(source.contents())
        assert told(store) == told(source)
        for each in (store, source):
            each.undo("crm", at=T0 + timedelta(days=9))
            each.record(load(person("7", "Kari", "kari@varde.example"), person("8"), source="new"), at=T0)
            each.erase([record_id("crm", "people", "2")], at=T0)
        assert told(store) == told(source)
        assert store.loads()[-1].counts.suppressed == 1

    def test_what_is_restored_can_be_told_again(self, store: Store) -> None:
        source, last = eventful(), MemoryStore()
        store.restore(source.contents())
        last.restore(store.contents())
        assert told(last) == told(source)

    def test_beliefs_come_in_order_and_have_numbers_of_their_own(self, store: Store) -> None:
        store.restore(eventful().contents())
        places = [
            (b.asserted, b.held.load, b.held.source, b.held.claim.table, b.held.claim.key) for b in store.beliefs()
        ]
        assert places == sorted(places)
        assert len({b.held.number for b in store.beliefs()}) == len(places)

    def test_only_an_empty_store_is_restored(self, store: Store) -> None:
        store.put_if_version("token/x", "{}", 0)
        with pytest.raises(StoreNotEmpty, match="loads: 0, revisions: 0, registry entries: 1"):
            store.restore(eventful().contents())
        store.record(load(person("1")), at=T0)
        with pytest.raises(StoreNotEmpty, match="loads: 1, revisions: 1"):
            store.restore(eventful().contents())
        assert {row[2] for row in content(store)} == {"1"}

    def test_a_restore_that_stops_on_the_way_leaves_the_store_empty(self, store: Store) -> None:
        source = eventful()
        whole = source.contents()

        def written_to_meanwhile() -> Iterator[Belief]:
            for number, belief in enumerate(whole.beliefs):
                if number == 3:
                    source.record(load(person("late")), at=T0)
                yield belief

        with pytest.raises(ChangedMeanwhile):
            store.restore(Contents(whole.revisions, whole.loads, whole.entries, written_to_meanwhile()))
        assert told(store) == told(MemoryStore())
        store.restore(source.contents())
        assert told(store) == told(source)

    def test_what_is_one_stores_own_is_neither_copied_nor_in_the_way(self, store: Store) -> None:
        source = eventful()
        for each, name in ((source, "theirs"), (store, "ours")):
            each.put_if_version(OWN + "store", name, 0)
        store.restore(source.contents())
        assert store.get(OWN + "store") == ("ours", 1)
        assert told(store) == told(source)

    def test_an_empty_store_is_restored_to_an_empty_one(self, store: Store) -> None:
        store.restore(MemoryStore().contents())
        assert told(store) == told(MemoryStore())
        store.record(load(person("1")), at=T0)
        assert store.revision().number == 1

    def test_a_closed_store_says_so(self, store: Store) -> None:
        store.close()
        with pytest.raises(StoreClosed):
            store.revision()
        with pytest.raises(StoreClosed):
            store.record(load(person("1")), at=T0)

    def test_entries_that_meet_are_all_kept_and_each_is_made_from_the_newest(self, store: Store) -> None:
        met: list[str] = []

        def read() -> list[Claim]:
            before = len(content(store))
            if not met:
                met.append("once")
                store.enter("ask", lambda: [person("2")], by="Sara", at=T0)
            return [person("1", f"after {before}")]

        store.enter("ask", lambda: [person("0")], by="", at=T0)
        store.record(load(person("1")), at=T0)
        done = store.enter("ask", read, by="Kari", at=T0)
        names = {row[3][1] for row in content(store) if row[0] == "workspace" and row[2] == "1"}
        assert (done.source, done.by, done.revision) == ("workspace", "Kari", store.revision().number)
        assert {row[2] for row in content(store) if row[0] == "workspace"} == {"0", "1", "2"}
        assert names <= {"after 2", "after 3"}
        assert len(names) == 1
