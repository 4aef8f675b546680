"""Write the examples of the OpenAPI document anew: real answers of a small world, each list with its first item alone.

python -m tests.examples
"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.api.conftest import Served, served
from tests.decisions import changed, grid_decision

FILE = Path(__file__).parents[1] / "api/examples.json"
AS_OF = "2026-11-24"
_ASK = (
    "id,go_between,target,asked_by,date,answer,answered_on,outcome\n"
    "a1,kari,katarzyna,petra,2026-11-20,yes,2026-11-21,met\n"
)

# The answers that are the same whenever they are asked for, by address; in braces what stands for the parameter.
LASTING = {
    "/health": "/health",
    "/ready": "/ready",
    "/v1/companies": "/v1/companies?query=Nordlys",
    "/v1/companies/{id}": "/v1/companies/Nordlys Energi",
    "/v1/companies/{id}/introductions": "/v1/companies/Nordlys Energi/introductions?limit=1&top=1",
    "/v1/companies/{id}/doors": "/v1/companies/Nordlys Energi/doors",
    "/v1/companies/{id}/news": "/v1/companies/Nordlys Energi/news",
    "/v1/companies/{id}/power-map": "/v1/companies/Nordlys Energi/power-map",
    "/v1/opportunities": "/v1/opportunities?query=Grid",
    "/v1/opportunities/{id}": "/v1/opportunities/Grid data platform",
    "/v1/opportunities/{id}/power-map": "/v1/opportunities/Grid data platform/power-map",
    "/v1/people": "/v1/people?query=Katarzyna",
    "/v1/people/{id}": "/v1/people/Katarzyna Wójcik",
    "/v1/people/{id}/introductions": "/v1/people/Katarzyna Wójcik/introductions?top=1",
    "/v1/people/{id}/draft": "/v1/people/Katarzyna Wójcik/draft",
    "/v1/people/{id}/stances": "/v1/people/Katarzyna Wójcik/stances",
    "/v1/ties/{a}/{b}": "/v1/ties/Petra Aune/Katarzyna Wójcik",
    "/v1/asks": "/v1/asks",
    "/v1/accounts/{id}/advocacy": "/v1/accounts/Nordlys Energi/advocacy",
}


def world() -> dict[str, str]:
    """Tables of a decision, with an ask and a project that the answers can tell of."""
    files = changed(grid_decision(), "people.csv", "lise,Lise Monsen")
    files = changed(files, "employments.csv", "lise,varde,Consultant,Energy,2010,2016", "lise,nordlys,Advisor,IT,2016,")
    return {**files, "asks.csv": _ASK}


def lasting(client: httpx.Client) -> dict[str, object]:
    """Return the answers of ``LASTING``, shortened, by method and address."""
    return {f"GET {address}": shortened(_asked(client, path)) for address, path in LASTING.items()}


def shortened(told: object) -> object:
    """Return plain data with the first item of each list alone; only the people and steps of a way stay together."""
    if isinstance(told, Mapping):
        whole = {"people", "hops"} if "hops" in told else set()
        return {
            name: [shortened(item) for item in value] if name in whole else shortened(value)
            for name, value in told.items()
        }
    return [shortened(item) for item in told[:1]] if isinstance(told, list) else told


def write(folder: Path) -> None:
    """Ask a server over the world for everything, and keep the answers in the file."""
    with served(folder, world(), user="Petra Aune") as server:
        found = {**lasting(server.client), **_of_today(server)}
    lines = (f"{json.dumps(name)}: {json.dumps(found[name], ensure_ascii=False)}" for name in sorted(found))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _asked(client: httpx.Client, path: str) -> object:
    joined = "&" if "?" in path else "?"
    return client.get(f"{path}{joined}as_of={AS_OF}").raise_for_status().json()


def _of_today(server: Served) -> dict[str, object]:
    """Return the answers that tell of the day on which they are asked for."""
    client, found = server.client, {}

    def keep(method: str, address: str, path: str = "", **more: object) -> dict[str, str]:
        sent = client.request(method, path or address, **more)  # type: ignore[arg-type] -- by name
        told = sent.raise_for_status().json()
        found[f"{method} {address}"] = shortened(told)
        return dict(told)

    who, grid = "Katarzyna Wójcik", "Grid data platform"
    ask = keep("POST", "/v1/asks", json={"target": who})
    keep("PUT", "/v1/asks/{id}/answer", f"/v1/asks/{ask['id']}/answer", json={"answer": "yes", "outcome": "met"})
    line = {"kind": "influence", "from": "Marit Eikeland", "to": who, "strength": 2}
    keep("POST", "/v1/lines", json=line)
    keep("GET", "/v1/people/{id}/entries", f"/v1/people/{who}/entries")
    entry = client.get(f"/v1/people/{who}/entries").json()["entries"][0]["id"]
    keep("DELETE", "/v1/entries/{id}", f"/v1/entries/{quote(entry, safe='')}")
    keep("POST", "/v1/opportunities/{id}/seats", f"/v1/opportunities/{grid}/seats",
         json={"role": "influencer", "person": "Marit Eikeland"})  # fmt: skip
    keep("POST", "/v1/rounds", json={"about": grid})
    stance = {"value": 2, "by": "Petra Aune", "basis": "told_me", "why": "Wants us in before summer"}
    keep("POST", "/v1/people/{id}/stances", f"/v1/people/{who}/stances", json=stance)
    one = keep("GET", "/v1/rounds")["rounds"][0]["id"]  # type: ignore[index] -- a list
    keep("GET", "/v1/rounds/{id}", f"/v1/rounds/{one}")
    agreed = [{"person": who, "value": 2, "reason": "She asked for our plan"}]
    keep("POST", "/v1/rounds/{id}/close", f"/v1/rounds/{one}/close", json={"agreed": agreed})
    table = ("people.csv", b"id,name\nx,Nora Dahl\n,No Id\n")
    number = keep("POST", "/v1/loads", files={"files": table}, data={"source": "notes"})["number"]
    keep("GET", "/v1/loads")
    keep("GET", "/v1/loads/{number}", f"/v1/loads/{number}")
    keep("DELETE", "/v1/loads/{number}", f"/v1/loads/{number}")
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch))
