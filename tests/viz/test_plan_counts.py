"""The plan counts who worked with or met somebody, and tells apart who was only at the same firm."""

import re
from pathlib import Path

from tests.api.conftest import served

PEOPLE = "".join(f"u{n},Unni Number{n}\n" for n in range(20))
FILES = {
    "companies.csv": "id,name,relation\nus,Varde AS,ours\nn,Nordlys Energi AS,client\n",
    "people.csv": "id,name\ne,Eva Novotná\nk,Kari Lunde\n" + PEOPLE,
    "employments.csv": "person,company,title,unit,start,end\ne,us,Analyst,Data,2017,2019\ne,n,Owner,Data,2020,\n"
    "k,us,Partner,Energy,2015,\n" + "".join(f"u{n},us,Consultant,Energy,2019-01,\n" for n in range(20)),
    "contacts.csv": "id,kind,date,participants\nm,meeting,2026-11-02,k;e\n",
    "accounts.csv": "company,class,lead\nn,foundation,k\n",
}


def test_the_plan_does_not_say_that_all_who_were_at_our_firm_met_somebody(tmp_path: Path) -> None:
    with served(tmp_path, FILES) as server:
        (eva,) = server.client.get("/v1/accounts/Nordlys Energi/advocacy", follow_redirects=True).json()["people"]
        page = server.client.get("/accounts/Nordlys Energi", headers={"accept": "text/html"}, follow_redirects=True)
    assert (eva["close"], len(eva["met_by"])) == (1, 21)
    said = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "(18 more were there)" in said
    assert "and 18 more" not in said
