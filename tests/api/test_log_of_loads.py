"""Is the log of loads paged and tagged like the other lists?"""

import httpx
import pytest

from tests.api.test_api import assert_problem


@pytest.fixture
def three(writable: httpx.Client) -> httpx.Client:
    for name in ("a", "b"):
        file = ("people.csv", f"id,name\n{name},Name {name}\n".encode())
        assert writable.post("/v1/loads", files={"files": file}, data={"source": name}).status_code == 201
    return writable


def test_the_log_comes_in_pages_the_newest_first(three: httpx.Client) -> None:
    first = three.get("/v1/loads?limit=2").json()
    assert [one["source"] for one in first["loads"]] == ["b", "a"]
    assert (first["total"], first["next"]) == (3, str(first["loads"][-1]["number"]))
    rest = three.get("/v1/loads", params={"limit": 2, "after": first["next"]}).json()
    assert ([one["source"] for one in rest["loads"]], rest["next"]) == (["world"], None)
    assert first.keys() >= {"schema_version", "revision", "as_of", "known_on", "stale"}
    assert_problem(three.get("/v1/loads?limit=0"), 422)
    assert_problem(three.get("/v1/loads?after=999"), 422)


@pytest.mark.parametrize("path", ["/v1/loads", "/v1/loads/1", "/v1/people/Håkon Myhre/entries"])
def test_what_is_told_of_the_log_has_a_tag_that_changes_with_it(three: httpx.Client, path: str) -> None:
    first = three.get(path)
    tag = first.headers["etag"]
    again = three.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"] == "private, no-cache"
    if path.endswith("entries"):
        line = {"kind": "reports", "from": "Marit Eikeland", "to": "Håkon Myhre"}
        assert three.post("/v1/lines", json=line).status_code == 201
    else:
        assert three.delete("/v1/loads/1").status_code == 200
    changed = three.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_a_load_that_changes_nothing_makes_no_revision_and_still_another_tag(three: httpx.Client) -> None:
    before = three.get("/v1/loads")
    file = ("people.csv", b"id,name\nb,Name b\n")
    assert three.post("/v1/loads", files={"files": file}, data={"source": "b"}).json()["revision"] is None
    after = three.get("/v1/loads", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.json()["revision"]) == (200, before.json()["revision"])
    assert after.json()["total"] == before.json()["total"] + 1
