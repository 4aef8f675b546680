"""Are Tables read, refused and reported as docs/loading.md says?"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ImportRefused
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SqliteStore
from tests.graph.stores.contract import content
from tests.worlds import FIRM, loaded, snapshot_of


def test_every_bad_row_is_named_with_file_line_and_reason_and_the_rest_is_loaded(tmp_path: Path) -> None:
    store = MemoryStore()
    done = loaded(store, tmp_path / "w", {
        **FIRM,
        "employments.csv": 'person,company,start,end\nk,h,2012,2010\n\n"k",h,2011-13,\nnobody,h,2010,2011\n,h,2010,2011\nk,h,2010,2011\n',
        "stances.csv": "person,date,value\nt,2026-01-01,4\n",
    })  # fmt: skip
    assert [(row.file, row.line) for row in done.rejected] == [
        ("employments.csv", 2), ("employments.csv", 4), ("employments.csv", 5), ("employments.csv", 6), ("stances.csv", 2),
    ]  # fmt: skip
    assert [row.reason for row in done.rejected] == [
        "end 2010 is before start 2012", "month must be in 1..12", "person is not in people.csv", "person is missing", "value is 4, outside -3..3",
    ]  # fmt: skip
    assert len(snapshot_of(store).jobs) == 1


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"people.csv": "name\nKari\n"}, "people.csv:1: lacks the column id"),
        ({"people.csv": ""}, "is empty"),
        ({"people.csv": "id,name\n1,a\0b\n"}, "NUL"),
        ({"people.csv": 'id,name\n1,"never ends\n2,b\n'}, "not well-formed"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "as_of = 'soon'"}, "source.toml"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "complete = ['nonsense']"}, "nonsense"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "as_of = 2026-01-01T00:00:00Z"}, "write the day alone"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "as_of = 9999-12-31"}, "a day to come"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "name = 5"}, "name is 5, not a text"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "name = ['x']"}, "not a text"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": 'name = "a\\nb"'}, "one line"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": f"a{'.a' * 30_000} = 1"}, "too many dots"),
        ({"people.csv": "id,name\n1,a\n", "source.toml": "#" * 70_000}, "larger than 64 KB"),
    ],
)
def test_what_is_not_tables_is_refused_and_nothing_is_written(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    store = MemoryStore()
    with pytest.raises(ImportRefused, match=reason):
        loaded(store, tmp_path / "w", files)
    assert store.revision().number == 0
    assert store.loads() == []


def test_a_file_that_breaks_in_the_middle_leaves_nothing_in_sqlite(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        rows = "".join(f"{n},Name {n}\n" for n in range(12_000))
        with pytest.raises(ImportRefused):
            loaded(store, tmp_path / "w", {"people.csv": f'id,name\n{rows}x,"open\n'})
        assert content(store) == set()
        assert store.loads() == []


def test_a_comma_without_quotes_is_reported_and_not_read_past(tmp_path: Path) -> None:
    done = loaded(MemoryStore(), tmp_path / "w", {"people.csv": "id,name\n1,Lunde, Kari\n2,Sara Holm,\n"})
    assert [(row.line, row.reason) for row in done.rejected] == [
        (2, "has more cells than the header: is a comma not in quotes?")
    ]
    assert done.entry.counts.new == 1


def test_latin_1_and_a_missing_path_are_refused_with_a_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "people.csv").write_bytes("id,name\n1,Håkon\n".encode("latin-1"))
    with pytest.raises(ImportRefused, match="not utf-8 text") as refused:
        loaded(MemoryStore(), folder, {})
    assert refused.value.remedy
    with pytest.raises(ImportRefused, match="none of the inputs"):
        loaded(MemoryStore(), tmp_path / "empty", {})


def test_semicolons_byte_order_marks_and_other_columns_are_understood(tmp_path: Path) -> None:
    store = MemoryStore()
    done = loaded(store, tmp_path / "w", {"people.csv": "\ufeffID;Name;Shoe size\n1;Kari Lunde;38\n"})
    assert done.unknown_columns == ("people.csv: shoe size",)
    assert [person.name for person in snapshot_of(store).people.values()] == ["Kari Lunde"]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    loaded(store, tmp_path / "w", FIRM)
    changed = {**FIRM, "people.csv": FIRM["people.csv"].replace("Kari Lunde", "Kari Lunde Berg")}
    dry = loaded(store, tmp_path / "w", changed, dry=True)
    assert store.revision().number == 1
    real = loaded(store, tmp_path / "w", changed)
    assert dry.entry.counts == real.entry.counts
    assert dry.entry.counts.changed == 1


def test_a_complete_table_sweeps_and_the_others_append(tmp_path: Path) -> None:
    store = MemoryStore()
    toml = "as_of = 2026-01-0{}\ncomplete = ['employments']\n"
    loaded(store, tmp_path / "w", {**FIRM, "source.toml": toml.format(1)})
    fewer = FIRM["employments.csv"].replace("k,us,Partner,Energy,2018,\n", "")
    done = loaded(store, tmp_path / "w", {**FIRM, "employments.csv": fewer, "source.toml": toml.format(2)})
    assert done.entry.counts.withdrawn == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["people", "employments", "contacts", "source"]),
    text=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
)
def test_no_bytes_make_the_reader_raise_anything_but_its_refusal(tmp_path: Path, name: str, text: bytes) -> None:
    folder = tmp_path / "fuzz"
    folder.mkdir(exist_ok=True)
    (folder / "people.csv").write_text("id,name\n1,Kari\n", encoding="utf-8")
    path = folder / ("source.toml" if name == "source" else f"{name}.csv")
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((b"" if name == "source" else b"id,kind,date,participants,person,company\n") + text)
    try:
        snapshot_of_loaded = MemoryStore()
        loaded(snapshot_of_loaded, folder, {})
        snapshot_of(snapshot_of_loaded)
    except ImportRefused:
        pass
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("influences", "from,to,strength\na,b,0", "strength is 0: an influence"),
        ("influences", "from,to,strength\na,b,4", "outside -3..3"),
        ("conflicts", "a,b,strength\na,b,0", "outside 1..3"),
        ("agreements", "a,b,strength\na,b,4", "outside 1..3"),
        ("acquaintances", "from,to,kind,strength\na,b,friend,1.5", "outside 0..1"),
        ("stances", "person,date,value\na,2026-01-01,-4", "outside -3..3"),
        ("accounts", "company,cadence_days\nc,-5", "outside 1..3650"),
    ],
)
def test_a_strength_outside_its_range_is_rejected(tmp_path: Path, name: str, row: str, reason: str) -> None:
    store = MemoryStore()
    files = {"people.csv": "id,name\na,Ann\nb,Bo\n", f"{name}.csv": f"{row}\n"}
    done = loaded(store, tmp_path / "t", files)
    assert [told.file for told in done.rejected] == [f"{name}.csv"]
    assert reason in done.rejected[0].reason


def test_a_row_that_says_otherwise_than_an_earlier_one_of_its_key_is_named(tmp_path: Path) -> None:
    files = {
        "people.csv": "id,name\na,Ann\nb,Bo\n",
        "influences.csv": "from,to,strength,start\na,b,1,2020\na,b,-3,2020\na,b,1,2020\na,b,2,2021\n",
        "employments.csv": "person,company,title,start,end\n",
    }
    done = loaded(MemoryStore(), tmp_path / "t", files)
    said = "influences.csv says of the same from, to, start: line 3 otherwise than line 2; the earlier line counts"
    assert [remark for remark in done.remarks if "otherwise" in remark] == [said]
    assert done.entry.counts.doubled == 2
