"""Does an upload take what `inroads load` takes, name files as their sender does, and keep to its sender's own word?"""

import io
import zipfile
from collections.abc import Mapping

import pytest
from httpx import Client

from graph.provenance import record_id
from tests.api.conftest import served
from tests.api.test_api import assert_problem
from tests.loaders.test_calendars import HAKON, KARI, calendar, event
from tests.loaders.test_linkedin import FILES

CONNECTIONS = ("Connections.csv", FILES["Connections.csv"].encode(), "text/csv")


def zipped(files: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return held.getvalue()


def calendars() -> dict[str, str]:
    own = event("a", "20261102T090000Z", KARI, HAKON)
    return {"kari.ics": calendar(own), "hakon.ics": calendar(own, head=["X-WR-CALNAME:hakon@nordlys.example"])}


def test_a_zip_of_tables_is_taken_as_the_folder(writable: Client) -> None:
    files = {"hr/people.csv": "id,name\n1,Zoe New\n,Nobody\n", "hr/source.toml": 'name = "hr"\nas_of = 2026-11-01\n'}
    told = writable.post("/v1/loads", files={"files": ("hr.zip", zipped(files))})
    assert told.status_code == 201, told.text
    done = told.json()
    assert (done["source"], done["as_of"], done["counts"]["new"], done["more"]) == ("hr", "2026-11-01", 1, [])
    assert [(row["file"], row["line"]) for row in done["rejected"]] == [("people.csv", 3)]
    bad = assert_problem(
        writable.post("/v1/loads", files={"files": ("evil.zip", zipped({"people.csv": "id\n", "x.zip": "PK"}))}), 422
    )
    assert bad["detail"].startswith("evil.zip: holds a zip in a zip")


@pytest.mark.parametrize("packed", [True, False])
def test_the_calendars_of_several_people_are_loaded_as_one_each(writable: Client, packed: bool) -> None:
    parts = calendars() | {"broken.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "readme.txt": "x"}
    files = (
        [("files", ("team.zip", zipped(parts)))] if packed else [("files", (n, t.encode())) for n, t in parts.items()]
    )
    told = writable.post("/v1/loads", files=files)
    assert told.status_code == 201, told.text
    done = told.json()
    sources = {done["source"], *(one["source"] for one in done["more"])}
    assert sources == {"calendar:kari@varde.example", "calendar:hakon@nordlys.example"}
    where = "team.zip/" if packed else ""
    assert [one["detail"] for one in done["refused"]] == [f"{where}broken.ics: does not say whose calendar it is"]
    assert [name.rpartition("/")[2] for name in done["passed_over"]] == ["readme.txt"]
    assert {one["source"] for one in writable.get("/v1/loads").json()["loads"]} >= sources
    refused = assert_problem(writable.post("/v1/loads", files=files, data={"source": "x"}), 422)
    assert "are for one input, and there are" in refused["detail"]


@pytest.mark.parametrize("where", ["data", "params"])
def test_an_upload_is_told_what_the_command_line_tells(writable: Client, where: str) -> None:
    said = {"owner": "Anna Berg", "firm": "Berg AS", "as_of": "2026-10-01", "dry_run": "true", "kind": "linkedin"}
    told = writable.post("/v1/loads", files={"files": CONNECTIONS}, **{where: said})  # type: ignore[arg-type] -- by name
    assert told.status_code == 201, told.text
    done = told.json()
    assert (done["source"], done["as_of"]) == ("linkedin:anna-berg", "2026-10-01")
    assert [remark for remark in done["remarks"] if "Berg AS" in remark]
    assert len(writable.get("/v1/loads").json()["loads"]) == 1
    wrong = writable.post("/v1/loads", files={"files": CONNECTIONS}, **{where: {"as_of": "soon"}})  # type: ignore[arg-type] -- by name
    assert_problem(wrong, 422)


def test_a_roster_alone_is_taken(writable: Client) -> None:
    rows = b"Ansattnr;Navn;Ansatt fra\n1;Kari Lunde;2010\n2;Ola Moe;2015\n"
    told = writable.post(
        "/v1/loads", files={"files": ("roster.csv", rows)}, data={"firm": "Varde AS", "as_of": "2026-11-01"}
    )
    assert told.status_code == 201, told.text
    assert told.json()["kind"] == "roster"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("people.csv", "people.csv"), ("C:\\files\\people.csv", "people.csv"), ("pe\u202eople\x1b.csv", "people.csv"),
        ("😀" * 90 + ".csv", "😀" * 49 + ".csv"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_file_as_its_sender_does(writable: Client, sent: str, shown: str) -> None:
    table = {"files": (sent, b"id,name\n1,Kari\n", "text/csv")}
    told = assert_problem(writable.post("/v1/loads", files=table), 422)
    assert told["detail"].startswith(f"{shown}: " if shown == "people.csv" else shown), told["detail"]
    assert "upload" not in told["detail"]
    two = [("files", ("people.csv", b"id,name\n1,Kari\n")), ("files", ("contacts.csv", b"id,kind,date,participants\n"))]
    assert assert_problem(writable.post("/v1/loads", files=two), 422)["detail"].startswith("people.csv and 1 more: ")


def test_an_upload_says_which_rows_are_of_a_day_to_come(writable: Client) -> None:
    table = {
        "files": ("stances.csv", f"person,date,value\n{record_id('world', 'people', 't')},2099-01-01,2\n".encode())
    }
    told = writable.post("/v1/loads", files=table, data={"source": "notes"}).json()
    assert [one for one in told["remarks"] if one.endswith("is never counted: stances.csv:2 (2099-01-01)")]


def test_asks_of_others_are_rejected_row_by_row(tmp_path_factory: pytest.TempPathFactory, each_store: None) -> None:
    folder = tmp_path_factory.mktemp("asks")
    own, other, target = (record_id("world", "people", one) for one in ("s", "k", "t"))
    rows = [
        f"1,{own},{target},{own},2026-11-20",
        f"2,{own},{target},{other},2026-11-20",
        f"3,{own},{target},,2026-11-20",
    ]
    rows += [f"4,{own},{target},me,2026-11-20", f"5,{own},{target},false,2026-11-20"]
    asks = "id,go_between,target,asked_by,date\n" + "\n".join(rows) + "\n"
    people = "id,name,email\nme,Sara Holm,\nfalse,Sara Holm,kari@varde.example\nk,Kari Lunde,kari@varde.example\n"
    with served(folder, user="Sara Holm") as server:
        crm = {"files": ("people.csv", people.splitlines()[0].encode() + b"\nk,Kari Lunde,kari@varde.example\n")}
        assert server.client.post("/v1/loads", files=crm, data={"source": "crm"}).status_code == 201
        files = [("files", ("asks.csv", asks.encode())), ("files", ("people.csv", people.encode()))]
        told = server.client.post("/v1/loads", files=files, data={"source": "asks"}).json()
        assert [(row["file"], row["line"], row["reason"]) for row in told["rejected"]] == [
            ("asks.csv", 3, "is the ask of somebody else than Sara Holm: load it on the server"),
            ("asks.csv", 4, "names nobody who asked: load it on the server"),
            ("asks.csv", 6, "is the ask of somebody else than Sara Holm: load it on the server"),
        ]
        kept = server.client.get("/v1/asks").json()["asks"]
        assert {one["asked_by"]["name"] for one in kept} == {"Sara Holm"}
        assert len(kept) == 2
    with served(tmp_path_factory.mktemp("nobody"), user="") as server:
        told = server.client.post("/v1/loads", files=files, data={"source": "asks"}).json()
        assert told["rejected"] == []
