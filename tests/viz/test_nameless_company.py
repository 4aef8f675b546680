"""A row may speak of a company that comes with a later load; until then it has no name."""

from pathlib import Path

from tests.api.conftest import served


def test_a_job_at_a_company_that_no_file_names_shows_no_id(tmp_path: Path) -> None:
    files = {
        "people.csv": "id,name\nv,Vera Vik\n",
        "employments.csv": "person,company,title,start,end\nv,atlantis,Diver,2019,\n",
    }
    with served(tmp_path, files) as server:
        page = server.client.get("/people/Vera Vik", headers={"accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert "Diver at a company that no file names" in page.text
    assert " c-" not in page.text
