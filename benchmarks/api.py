"""How quickly does the server answer the default page of a client, with eight clients at once? It ends by itself.

python -m benchmarks.api --people 10000 --seconds 15

Builds a store of that many people, serves it with the product's own `inroads serve`, and lets locust's users ask for
`/v1/companies/{id}/introductions`, first answers that the server has given before, then each one new to it.
"""

from locust import HttpUser, constant, task  # first: it makes the standard library cooperative
from locust.env import Environment

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import gevent

from benchmarks.worlds import AS_OF, batches
from datetime import UTC, datetime
from graph.provenance import Load
from graph.stores.sqlite import SqliteStore

PORT = 8799
ADDRESS = f"http://127.0.0.1:{PORT}"
LIKE = 200  # people of the clients that are asked for


class Asker(HttpUser):
    """Somebody who opens one client's page after the other, without thinking in between."""

    wait_time = constant(0)
    abstract = True
    companies: tuple[str, ...] = ()
    number = itertools.count()


class Cached(Asker):
    """Asks for what the server has just answered."""

    @task
    def page(self) -> None:
        company = self.companies[next(self.number) % len(self.companies)]
        self.client.get(f"/v1/companies/{company}/introductions?as_of={AS_OF}", name="cached")


class Uncached(Asker):
    """Asks each time something that the server has not answered: an argument that it does not know makes it new."""

    @task
    def page(self) -> None:
        number = next(self.number)
        company = self.companies[number % len(self.companies)]
        self.client.get(f"/v1/companies/{company}/introductions?as_of={AS_OF}&asked={number}", name="uncached")


def build_store(path: Path, people: int) -> None:
    with SqliteStore(path) as store:
        claims = (held.claim for batch in batches(people) for held in batch.held())
        store.record(Load("bench", "tables", AS_OF, claims), at=datetime.now(UTC))


def asked(path: str) -> Any:
    with urllib.request.urlopen(ADDRESS + path, timeout=60) as answer:
        return json.load(answer)


def wait_until_ready(server: "subprocess.Popen[bytes]", seconds: float) -> float:
    began = time.monotonic()
    while time.monotonic() - began < seconds and server.poll() is None:
        try:
            asked("/ready")
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return time.monotonic() - began
    raise SystemExit("the server did not become ready")


def clients_like(size: int, most: int) -> tuple[list[str], list[int]]:
    """Return the clients whose numbers of people are nearest to a size."""
    ids = [one["id"] for one in asked("/v1/companies?limit=200")["companies"]]
    sizes = {one: asked(f"/v1/companies/{one}")["people"] for one in ids}
    chosen = sorted(sizes, key=lambda one: (abs(sizes[one] - size), one))[:most]
    return chosen, [sizes[one] for one in chosen]


def measure(user: type[Asker], clients: int, seconds: float) -> dict[str, float]:
    environment = Environment(user_classes=[user], host=ADDRESS)
    runner = environment.create_local_runner()
    runner.start(clients, spawn_rate=clients)
    gevent.sleep(min(2.0, seconds / 4))
    environment.stats.reset_all()
    gevent.sleep(seconds)
    total = environment.stats.total
    told = {
        "p50_ms": round(total.get_response_time_percentile(0.5) or 0, 1),
        "p95_ms": round(total.get_response_time_percentile(0.95) or 0, 1),
        "a_second": round(total.num_requests / seconds, 1), "failed": total.num_failures,
    }  # fmt: skip
    runner.quit()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "bench.db"
        build_store(store, given.people)
        code = "from api.__main__ import main; main()"
        words = ["serve", "--port", str(PORT), "--rate", "1000000", "--store", f"sqlite:{store}"]
        server = subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.DEVNULL)
        try:
            ready = wait_until_ready(server, 600)
            companies, sizes = clients_like(LIKE, 10)
            Asker.companies = tuple(companies)
            began = time.monotonic()
            page = asked(f"/v1/companies/{companies[0]}/introductions?as_of={AS_OF}")
            first = time.monotonic() - began
            cached = measure(Cached, given.clients, given.seconds)
            uncached = measure(Uncached, given.clients, given.seconds)
        finally:
            server.terminate()
            server.wait(30)
    print(json.dumps({
        "people": given.people, "clients": given.clients, "people_at_client": [min(sizes), max(sizes)],
        "people_on_page": len(page["people"]), "ready_s": round(ready, 2), "first_answer_s": round(first, 2),
        **{f"cached_{name}": value for name, value in cached.items()},
        **{f"uncached_{name}": value for name, value in uncached.items()},
    }))  # fmt: skip


if __name__ == "__main__":
    main()
