"""Does HTTP answer like the command line, with one error shape, tags, and a fresh snapshot?"""

import contextlib
import io
import json
import logging
import socket
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx import Client, Response
from pydantic import BaseModel

from api import use_cases
from api.bodies import Places
from api.company_resources import CompaniesAnswer, CompanyAnswer
from api.jobs import Jobs
from api.person_resources import AsksAnswer, DraftAnswer, LoadsAnswer, NewLoad, PersonAnswer
from api.resources import (
    DoorsAnswer,
    IntroductionsAnswer,
    NewsAnswer,
    PeopleAnswer,
    TieAnswer,
    WhoAnswer,
)
from api.settings import Settings
from api.snapshots import SharedSnapshots
from api.tokens import create_token
from api.use_cases import Question
from api.viewer import Viewer
from api.wiring import open_store
from graph.errors import StoreUnavailable
from graph.parameters import read_parameters
from graph.provenance import Load, Revision, record_id
from graph.stores.base import Store
from graph.stores.sqlite import SqliteStore
from tests.api.conftest import Served, running, served
from tests.api.worlds import world_store
from tests.places import Place
from tests.worlds import NOW, TODAY, loaded

pytestmark = pytest.mark.usefixtures("each_store")
WHO = "/v1/companies/Nordlys Energi/introductions"


def assert_problem(response: Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    told: dict[str, Any] = response.json()
    assert (told["status"], bool(told["title"]), bool(told["detail"])) == (status, True, True)
    assert set(told) <= {"type", "title", "status", "detail", "instance", "remedy", "errors"}
    return told


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/companies?query=nord", CompaniesAnswer),
        ("/v1/companies/Nordlys Energi", CompanyAnswer),
        (WHO, WhoAnswer),
        (WHO + "?show=former", WhoAnswer),
        ("/v1/companies/Nordlys Energi/doors", DoorsAnswer),
        ("/v1/companies/Nordlys Energi/news", NewsAnswer),
        ("/v1/people?query=myhre", PeopleAnswer),
        ("/v1/people/Håkon Myhre", PersonAnswer),
        ("/v1/people/Håkon Myhre/introductions", IntroductionsAnswer),
        ("/v1/people/Håkon Myhre/draft", DraftAnswer),
        ("/v1/ties/Kari Lunde/Håkon Myhre", TieAnswer),
        ("/v1/asks", AsksAnswer),
        ("/v1/loads", LoadsAnswer),
    ],
)
def test_every_answer_has_the_shape_that_the_document_promises(
    client: Client, path: str, shape: type[BaseModel]
) -> None:
    response = client.get(path)
    assert response.status_code == 200, response.text
    shape.model_validate(response.json(), strict=True)
    assert response.headers["cache-control"] == "private, no-cache"


def test_http_answers_what_the_use_case_answers(server: Served) -> None:
    with server.service.opened() as store:
        wanted = use_cases.who(Viewer(""), store, "Nordlys Energi", Question(TODAY), read_parameters())
    assert server.client.get(WHO, params={"as_of": TODAY.isoformat()}).json() == wanted


def test_what_was_kept_is_written_like_everything_else(client: Client) -> None:
    first = client.get(WHO + "?asked=1").content
    assert first == client.get(WHO + "?asked=2").content
    assert first == json.dumps(json.loads(first), ensure_ascii=False, separators=(",", ":")).encode()


def test_a_tag_changes_with_whatever_the_answer_rests_on(client: Client) -> None:
    def tag(query: str) -> str:
        return client.get(WHO + query).headers["etag"]

    tags = [tag(query) for query in ("", "?top=1", "?as_of=2026-01-01", "?known_on=2026-12-01", "?format=csv")]
    assert len(set(tags)) == len(tags)
    again = client.get(WHO, headers={"if-none-match": f'"other", W/{tags[0]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tags[0])
    assert client.get(WHO + "?top=1", headers={"if-none-match": tags[0]}).status_code == 200


def test_csv_comes_in_both_forms(client: Client) -> None:
    safe, bare = (client.get(WHO, params={"format": form}) for form in ("csv", "machine-csv"))
    assert safe.headers["content-type"].startswith("text/csv")
    assert safe.text.splitlines()[0].startswith('"id","name"')
    assert bare.text.splitlines()[0].startswith("id,name")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/companies/Nobody AS", 404),
        ("GET", "/v1/loads/999", 404),
        ("DELETE", "/v1/loads/999", 404),
        ("PUT", "/v1/companies", 405),
        ("GET", WHO + "?limit=0", 422),
        ("GET", WHO + "?as_of=soon", 422),
        ("GET", WHO + "?after=p-x", 422),
        ("GET", "/v1/ties/Kari Lunde/Kari Lunde", 422),
        ("POST", "/v1/asks", 415),
        ("POST", "/v1/loads", 415),
    ],
)
def test_every_error_has_one_shape(client: Client, method: str, path: str, status: int) -> None:
    assert_problem(client.request(method, path), status)


def test_a_method_that_is_not_taken_names_those_that_are(client: Client) -> None:
    assert client.delete("/v1/asks").headers["allow"] == "GET, HEAD, POST"


def test_a_head_is_the_answer_without_its_body(client: Client) -> None:
    full, head = client.get(WHO), client.head(WHO)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: full.headers[name] for name in ("etag", "content-length", "content-type")}.items() <= dict(
        head.headers
    ).items()
    assert client.head("/v1/companies/Nobody AS").status_code == 404
    assert client.head(WHO, headers={"if-none-match": full.headers["etag"]}).status_code == 304


def test_an_empty_day_is_no_day(client: Client) -> None:
    assert client.get(WHO + "?as_of=&known_on=").json() == client.get(WHO).json()


@pytest.mark.once
def test_a_question_of_any_length_gets_a_short_refusal(client: Client) -> None:
    told = client.get("/v1/people/" + "x" * 50_000)
    assert_problem(told, 404)
    assert len(told.content) < 5_000


@pytest.mark.once
def test_a_body_that_drips_is_not_waited_for(tmp_path: Path) -> None:
    with (
        served(tmp_path, body_seconds=0.3) as own,
        socket.create_connection(("127.0.0.1", own.client.base_url.port or 0)) as line,
    ):
        line.sendall(
            b"POST /v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"
        )
        line.settimeout(10)
        answer = line.recv(4096)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


@pytest.mark.once
def test_a_line_on_which_no_request_comes_is_closed(tmp_path: Path) -> None:
    with (
        served(tmp_path, head_seconds=1) as own,
        socket.create_connection(("127.0.0.1", own.client.base_url.port or 0)) as silent,
        socket.create_connection(("127.0.0.1", own.client.base_url.port or 0)) as dripping,
    ):
        for line in (silent, dripping):
            line.settimeout(10)
        dripping.sendall(b"GET /health HTTP/1.1\r\nhost: localhost\r\nx: ")
        assert (silent.recv(100), dripping.recv(100)) == (b"", b"")
        assert own.client.get("/health").status_code == 200


@pytest.mark.once
def test_two_uploads_are_read_at_a_time(tmp_path: Path) -> None:
    with served(tmp_path) as own, own.service.jobs.at_once() as first, own.service.jobs.at_once() as second:
        assert (first, second) == (True, True)
        file = ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")
        busy = own.client.post("/v1/loads", files={"files": file}, data={"source": "web"})
        assert_problem(busy, 429)
        assert int(busy.headers["retry-after"]) > 0


UPLOAD_HEAD = (
    b"POST /v1/loads HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\n"
    b"content-length: 100000\r\n\r\n--x\r\n"
)


def test_uploads_that_drip_take_no_more_than_their_places_and_give_them_back(tmp_path: Path) -> None:
    with served(tmp_path, uploads_of_one=3) as own, contextlib.ExitStack() as lines:
        port = own.client.base_url.port or 0
        dripping = [lines.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(3)]
        for line in dripping:
            line.sendall(UPLOAD_HEAD)
        file = {"files": ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")}

        def sent() -> Response:
            return own.client.post("/v1/loads", files=file, data={"source": "web"})

        assert answered_in_time(sent, 429)
        told = sent()
        assert_problem(told, 429)
        assert int(told.headers["retry-after"]) > 0
        assert own.client.get("/v1/loads").status_code == 200
        for line in dripping:
            line.close()
        assert answered_in_time(sent, 201)


def answered_in_time(asked: Callable[[], Response], status: int) -> bool:
    """Say whether a question gets a status within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if asked().status_code == status:
            return True
        time.sleep(0.05)
    return False


def test_whoever_fills_his_own_places_leaves_those_of_others() -> None:
    places = Places(3, 2)
    with places.place("a") as one, places.place("a") as two, places.place("a") as three:
        with places.place("b") as other, places.place("c") as beyond:
            assert (one, two, three, other, beyond) == (True, True, False, True, False)
        with places.place("c") as free:
            assert free
    with places.place("a") as again:
        assert again


def test_no_more_uploads_of_the_pages_wait_than_there_is_room_for(tmp_path: Path) -> None:
    with served(tmp_path) as own:
        go_on, jobs = threading.Event(), own.service.jobs

        def held() -> dict[str, object]:
            go_on.wait(20)
            return {}

        try:
            while jobs.has_room():
                jobs.start(("x.csv",), held, at=NOW)
            file = {"files": ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")}
            busy = own.client.post("/loads", files=file, data={"source": "web"}, headers={"accept": "text/html"})
            assert (busy.status_code, int(busy.headers["retry-after"]) > 0) == (429, True)
        finally:
            go_on.set()


def test_an_upload_replaces_what_somebody_else_loaded_only_where_it_says_so(tmp_path: Path) -> None:
    with world_store(tmp_path) as store:
        per, anna = (create_token(store, name, "write", at=NOW) for name in ("Per Aune", "Anna Berg"))
    with running(Settings(Place.of(tmp_path), tokens=True, rate=10_000, burst=10_000, poll_seconds=0.1)) as own:
        file = {"files": ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")}

        def sent(token: str, **form: str) -> Response:
            head = {"authorization": f"Bearer {token}"}
            return own.client.post(
                "/v1/loads", files=file, data={"source": "linkedin:kari-lunde", **form}, headers=head
            )

        assert sent(per).status_code == 201
        assert sent(per).status_code == 201  # one's own source is loaded again without a word
        for form in ({}, {"dry_run": "true"}):
            told = assert_problem(sent(anna, **form), 422)
            assert "which Per Aune loaded last" in told["detail"]
            assert "take_over" in told["remedy"]
        assert sent(anna, take_over="true").status_code == 201


def test_a_load_whose_sender_left_is_given_up(tmp_path: Path) -> None:
    rows = b"id,name\n" + b"".join(b"%d,Zoe New\n" % number for number in range(200_000))
    body = (
        b'--x\r\ncontent-disposition: form-data; name="source"\r\n\r\nweb\r\n--x\r\ncontent-disposition: form-data;'
        b' name="files"; filename="people.csv"\r\n\r\n' + rows + b"\r\n--x--\r\n"
    )
    head = (
        "POST /v1/loads HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    with served(tmp_path) as own:
        jobs = own.service.jobs
        with socket.create_connection(("127.0.0.1", own.client.base_url.port or 0)) as line:
            line.sendall(head.encode() + body)
            assert eventually(lambda: busy(jobs))
        assert eventually(lambda: not busy(jobs))
        assert len(own.client.get("/v1/loads").json()["loads"]) == 1


def busy(jobs: Jobs) -> bool:
    with jobs.at_once() as first, jobs.at_once() as second:
        return not (first and second)


def eventually(what: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


@pytest.mark.once
def test_what_goes_wrong_inside_tells_only_an_id(
    server: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.service.opening, "_store", None)
    told = assert_problem(server.client.get("/v1/loads"), 500)
    assert "NoneType" not in str(told)
    failed = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert any("AttributeError" in line and "open_store" in line for line in failed)
    assert "NoneType" not in str(failed)  # what an error says may hold a name


@pytest.mark.once
def test_a_body_that_is_too_large_is_refused_even_without_a_length(client: Client) -> None:
    headers = {"content-type": "application/json"}
    assert_problem(client.post("/v1/asks", content=b" " * 2_000_000, headers=headers), 413)

    def chunks() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    assert_problem(client.post("/v1/asks", content=chunks(), headers=headers), 413)


@pytest.mark.once
def test_a_foreign_host_and_a_foreign_page_are_kept_out(client: Client) -> None:
    for host in (
        "evil.example",
        "evil.example@localhost",
        "localhost.evil.example",
        "",
        "localhost/evil",
        "localhost#evil",
        "localhost?evil",
        "localhost:1:2",
        "[localhost",
        "localhost:x",
    ):
        assert_problem(client.get("/v1/loads", headers={"host": host}), 421)
    for origin in ("https://evil.example", "null", client.base_url.host + ".evil.example"):
        assert_problem(client.post("/v1/asks", json={"target": "x"}, headers={"origin": origin}), 403)
    assert_problem(client.post("/v1/asks", json={"target": "x"}, headers={"sec-fetch-site": "cross-site"}), 403)
    own = client.post("/v1/asks", json={"target": "nobody at all"}, headers={"origin": str(client.base_url)})
    assert_problem(own, 404)


@pytest.mark.once
def test_who_asks_too_fast_is_told_to_wait(tmp_path: Path) -> None:
    with served(tmp_path, rate=0.01, burst=3) as slow:
        answers = [slow.client.get("/v1/loads") for _ in range(4)]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert_problem(answers[3], 429)
    assert int(answers[3].headers["retry-after"]) > 1


def test_a_load_of_another_process_shows_within_seconds_while_questions_are_answered(
    writable: Client, tmp_path: Path
) -> None:
    before = writable.get("/ready").json()["revision"]
    with open_store(Place.of(tmp_path)) as other:
        loaded(other, tmp_path / "more", {"people.csv": "id,name\nz,Zoë New\n"})
    until = time.monotonic() + 5
    while writable.get("/ready").json()["revision"] == before and time.monotonic() < until:
        assert writable.get("/v1/people?query=kari").status_code == 200
    assert [one["name"] for one in writable.get("/v1/people?query=zoe").json()["people"]] == ["Zoë New"]


def test_an_earlier_day_of_belief_is_answered_beside_today(client: Client) -> None:
    assert client.get("/v1/people?known_on=2020-01-01").json()["total"] == 0
    assert client.get("/v1/people").json()["total"] == 9


def test_an_upload_is_loaded_shown_and_taken_back(writable: Client) -> None:
    file = ("people.csv", b"id,name\nz,Zoe New\n,broken\n", "text/csv")
    tried = writable.post("/v1/loads", files={"files": file}, data={"source": "web", "dry_run": "true"})
    assert tried.status_code == 201, tried.text
    assert writable.get("/v1/people?query=zoe").json()["total"] == 0
    done = writable.post("/v1/loads", files={"files": file}, data={"source": "web"})
    NewLoad.model_validate(done.json(), strict=True)
    assert [(row["file"], row["line"]) for row in done.json()["rejected"]] == [("people.csv", 3)]
    assert writable.get("/v1/people?query=zoe").json()["total"] == 1
    number = done.json()["number"]
    assert writable.get(f"/v1/loads/{number}").json()["source"] == "web"
    assert writable.delete(f"/v1/loads/{number}").json()["undone"] is True
    assert writable.get("/v1/people?query=zoe").json()["total"] == 0
    assert_problem(writable.delete(f"/v1/loads/{number}"), 404)


def test_an_earlier_load_is_taken_back_after_the_later_one(writable: Client, tmp_path: Path) -> None:
    first = writable.get("/v1/loads").json()["loads"][0]["number"]
    file = ("people.csv", b"id,name\nz,Zoe New\n", "text/csv")
    assert writable.post("/v1/loads", files={"files": file}, data={"source": "world"}).status_code == 201
    assert_problem(writable.delete(f"/v1/loads/{first}"), 409)


@pytest.mark.parametrize("source", ["workspace", "leaders"])
@pytest.mark.parametrize("named_inside", [True, False])
def test_an_upload_does_not_speak_for_another_source(tmp_path: Path, source: str, *, named_inside: bool) -> None:
    with served(tmp_path) as server:
        with server.service.opened() as store:
            store.record(Load("leaders", "leaders", TODAY, ()), at=NOW)
        rows = f"person,date,value,agreed\n{record_id('world', 'people', 't')},2026-11-20,3,yes\n"
        files = [("files", ("stances.csv", rows.encode(), "text/csv"))]
        if named_inside:
            files.append(("files", ("source.toml", f'name = "{source}"'.encode(), "text/plain")))
        form = {} if named_inside else {"source": source}
        for dry in ("true", "false"):
            told = assert_problem(server.client.post("/v1/loads", files=files, data=form | {"dry_run": dry}), 422)
            assert source in told["detail"]
        assert [one["source"] for one in server.client.get("/v1/loads").json()["loads"]] == ["leaders", "world"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("identities.csv", "a,b,verdict\n{0},{1},same\n"),
        ("rounds.csv", "id,company,opened_on,lead\nr1,{0},2026-11-20,{1}\n"),
        ("stances.csv", "person,date,value,round\n{0},2026-11-20,3,r1\n"),
    ],
)
def test_an_upload_decides_nothing_that_people_decide(writable: Client, name: str, rows: str) -> None:
    ids = [record_id("world", "people", one) for one in ("t", "k")]
    files = {"files": (name, rows.format(*ids).encode(), "text/csv")}
    for dry in ("true", "false"):
        told = assert_problem(writable.post("/v1/loads", files=files, data={"source": "notes", "dry_run": dry}), 422)
        assert f"{name}:2: decides in {name.removesuffix('.csv')}" in told["detail"]
    assert [one["source"] for one in writable.get("/v1/loads").json()["loads"]] == ["world"]


@pytest.mark.parametrize("name", ["evil.csv", "../../evil.zip", "bomb.zip"])
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_written(writable: Client, name: str) -> None:
    content = b"\0\1\2" * 100
    if name == "bomb.zip":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("Connections.csv", b"0" * 50_000_000)
        content = held.getvalue()
    told = assert_problem(writable.post("/v1/loads", files={"files": (name, content)}, data={"source": "x"}), 422)
    assert "inroads-" not in told["detail"]
    assert len(writable.get("/v1/loads").json()["loads"]) == 1


@pytest.mark.once
def test_a_load_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    with served(tmp_path, upload_memory=64 * 1024 * 1024) as small:
        rows = b"".join(b"%d,Zoe New\n" % number for number in range(200_000))
        file = ("people.csv", b"id,name\n" + rows, "text/csv")
        told = assert_problem(small.client.post("/v1/loads", files={"files": file}, data={"source": "x"}), 422)
    assert "more memory or time" in told["detail"]


def test_an_ask_is_recorded_and_answered_over_http(writable: Client) -> None:
    made = writable.post("/v1/asks", json={"target": "Håkon Myhre"})
    assert made.status_code == 201, made.text
    identity = made.json()["id"]
    answered = writable.put(f"/v1/asks/{identity}/answer", json={"answer": "yes", "outcome": "met"})
    assert answered.json() == {"id": identity, "answer": "yes", "outcome": "met"}
    assert [one["answer"] for one in writable.get("/v1/asks").json()["asks"]] == ["yes"]


def test_logs_and_metrics_hold_no_names(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.get("/v1/people/Håkon Myhre")
    client.get("/v1/people?query=Myhre")
    text = client.get("/metrics").text
    assert 'route="/v1/people/{id}"' in text
    assert "inroads_revision 1.0" in text
    assert "Myhre" not in text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("api")]
    assert len(ours) >= 2
    assert not any("Myhre" in line for line in ours)


@pytest.mark.once
def test_when_the_store_is_gone_the_last_snapshot_answers_and_says_so(tmp_path: Path) -> None:
    there = True

    def opened() -> Store:
        if not there:
            raise StoreUnavailable("gone")
        return Fragile(tmp_path / "world.db")

    class Fragile(SqliteStore):
        def revision(self, known_on: date | None = None) -> Revision:
            if not there:
                raise StoreUnavailable("gone")
            return super().revision(known_on)

    world_store(tmp_path).close()
    shared = SharedSnapshots(opened, read_parameters(), poll_seconds=0.02)
    with pytest.raises(StoreUnavailable, match="still being read"):
        _ = shared.state
    shared.start()
    assert shared.wait_for(1)
    fresh = shared.basis(Question(TODAY), read_parameters())
    there = False
    until = time.monotonic() + 5
    while not shared.state.stale and time.monotonic() < until:
        time.sleep(0.02)
    stale = shared.basis(Question(TODAY), read_parameters())
    assert (fresh.stale, stale.stale, stale.snapshot is fresh.snapshot) == (False, True, True)
    there = True
    while shared.state.stale and time.monotonic() < until:
        time.sleep(0.02)
    assert not shared.state.stale
    shared.stop()


@pytest.mark.once
def test_a_store_that_hangs_without_a_word_is_told_as_stale_until_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="api.snapshots")
    answers = threading.Event()
    answers.set()

    class Hanging(SqliteStore):
        def revision(self, known_on: date | None = None) -> Revision:
            assert answers.wait(20)
            return super().revision(known_on)

    world_store(tmp_path).close()
    monkeypatch.setattr("api.snapshots._LONGEST_SECONDS", 0.2)
    shared = SharedSnapshots(lambda: Hanging(tmp_path / "world.db"), read_parameters(), poll_seconds=0.02)
    shared.start()
    try:
        assert shared.wait_for(1)
        answers.clear()
        until = time.monotonic() + 10
        while not shared.state.stale and time.monotonic() < until:
            time.sleep(0.02)
        assert shared.state.stale
        assert shared.basis(Question(TODAY), read_parameters()).stale
        answers.set()
        while shared.state.stale and time.monotonic() < until:
            time.sleep(0.02)
        assert not shared.state.stale
        while "the store answers again" not in caplog.messages and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        answers.set()
        shared.stop()
    said = [line for line in caplog.messages if "store not reachable" in line or "answers again" in line]
    assert said == ["store not reachable: The store's server does not answer", "the store answers again"]
