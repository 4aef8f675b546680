"""Is the day of an input what its content says, else what was told; and is what lies after that day named?"""

from datetime import date
from pathlib import Path

import pytest

from graph.errors import ImportRefused
from graph.stores.memory import MemoryStore
from loaders.run import load_path
from tests.loaders.test_calendars import HAKON, KARI, calendar, event
from tests.loaders.test_linkedin import FILES, archive
from tests.worlds import FIRM, NOW, loaded, snapshot_of

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("Connections.csv", FILES["Connections.csv"], {"owner": "Kari Lunde"}),
        ("roster.csv", "Ansattnr;Navn;Ansatt fra\n1;Kari Lunde;2010\n2;Ola Moe;2015\n", {"firm": "Varde"}),
        ("aliases.csv", "company,alias\nNordlys Energi,Nordlys\n", {}),
        ("persons.json", '{"persons": [{"id": "1", "name": "Kari"}], "memberships": []}', {"source": "x"}),
    ],
)
def test_what_says_no_day_is_of_the_day_that_is_told(
    tmp_path: Path, name: str, text: str, more: dict[str, str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = load_path(MemoryStore(), path, as_of=DAY, now=NOW, **more)  # type: ignore[arg-type] -- options by name
    assert done.entry.as_of == DAY
    assert not [told for told in done.remarks if "--as-of" in told]


def test_tables_without_a_day_and_a_calendar_without_stamps_are_of_the_day_that_is_told(tmp_path: Path) -> None:
    assert loaded(MemoryStore(), tmp_path / "w", FIRM, as_of=DAY).entry.as_of == DAY
    path = tmp_path / "kari.ics"
    stamp = "DTSTAMP:20261120T120000Z\r\n"
    path.write_text(calendar(event("a", "20260902T090000Z", KARI, HAKON)).replace(stamp, ""), encoding="utf-8")
    assert load_path(MemoryStore(), path, as_of=DAY, now=NOW).entry.as_of == DAY


def test_what_says_its_own_day_is_not_taken_for_one_of_another(tmp_path: Path) -> None:
    path = archive(tmp_path)  # its name says 2026-09-15
    with pytest.raises(ImportRefused, match="says itself that it is of 2026-09-15, not of 2026-09-30") as refused:
        load_path(MemoryStore(), path, as_of=DAY, now=NOW)
    assert "Leave out the day" in refused.value.remedy
    assert load_path(MemoryStore(), path, as_of=date(2026, 9, 15), now=NOW).entry.as_of == date(2026, 9, 15)
    with pytest.raises(ImportRefused, match="a day to come"):
        loaded(MemoryStore(), tmp_path / "w", FIRM, as_of=date(2027, 1, 1))


def test_rows_of_a_day_to_come_are_named_by_the_load(tmp_path: Path) -> None:
    store = MemoryStore()
    done = loaded(store, tmp_path / "w", {
        **FIRM,
        "contacts.csv": "id,kind,date,participants\nm1,meeting,2027-03-01,s;g\nm2,meeting,2026-11,s;g\n",
        "stances.csv": "person,date,value\nt,2026-11-03,1\n" + "".join(f"t,2027-01-{n:02d},2\n" for n in range(1, 13)),
    })  # fmt: skip
    assert done.rejected == ()
    assert done.remarks == (
        "1 contact is dated after 2026-11-24, when it was told, and counts only from that day on: contacts.csv:2 (2027-03-01)",
        "12 judgements are dated after 2026-11-24, when they were told, and are never counted: "
        + ", ".join(f"stances.csv:{n + 2} (2027-01-{n:02d})" for n in range(1, 11)) + " and 2 more",
    )  # fmt: skip
    (warning, *_) = snapshot_of(store).decision.warnings
    assert "the judgement is dated 2027-01-01, after the 2026-11-24 on which it was told" in warning


def test_a_judgement_of_after_the_export_is_named_though_the_day_is_past(tmp_path: Path) -> None:
    rows = {**FIRM, "stances.csv": "person,date,value\nt,2026-11-03,1\n"}
    remarks = loaded(MemoryStore(), tmp_path / "w", rows, as_of=DAY).remarks
    assert any(told.startswith("1 judgement is dated after 2026-09-30") for told in remarks)
