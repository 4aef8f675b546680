"""A seeded decision of many people as Tables: units, lines of every kind, stances, meetings with us."""

import random
from collections.abc import Iterable

NAME = "Big platform"
_GIVEN = ("Anna", "Bjørn", "Cecilie", "Dag", "Eva", "Frode", "Grete", "Harald", "Ida", "Jon", "Kari", "Lars", "Mona")
_FAMILY = ("Aas", "Berg", "Dahl", "Eide", "Foss", "Grav", "Haug", "Lie", "Moe", "Nes", "Sand", "Vik", "Wang", "Øye")
_OURS = (("k", "Kari Lunde"), ("s", "Sara Holm"), ("m", "Mikkel Friis"))
_MANAGERS = 5  # of each unit, its head among them


def large_decision(people: int = 500, *, units: int = 24, seed: int = 1) -> dict[str, str]:
    """Return the tables; one person is above the heads of the units, they above managers, these above the rest."""
    chance = random.Random(seed)
    ids = [f"p{number}" for number in range(people)]
    leading = ids[: units * _MANAGERS]

    def pairs(many: int, targets: list[str]) -> list[tuple[str, str]]:
        found = {(chance.choice(ids), chance.choice(targets)) for _ in range(many)}
        return sorted(pair for pair in found if pair[0] != pair[1])

    def boss(number: int) -> str:
        if number < units:
            return ids[0]
        unit = number % units
        return ids[unit] if number < len(leading) else ids[unit + units * chance.randint(1, _MANAGERS - 1)]

    titles = ["Head" if n < units else "Manager" if n < len(leading) else "Specialist" for n in range(people)]
    return {
        "companies.csv": "id,name,relation\nus,Varde AS,ours\nn,Nordlys Energi AS,client\n",
        "people.csv": _table("id,name", [
            *((one, f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)} {n}") for n, one in enumerate(ids)), *_OURS
        ]),
        "employments.csv": _table("person,company,title,unit,start", [
            *((one, "n", titles[n], f"Unit {n % units + 1}", "2020") for n, one in enumerate(ids)),
            *((one, "us", "Partner", "Energy", "2015") for one, _ in _OURS),
        ]),
        "reporting.csv": _table("person,manager,start", [(one, boss(n), "2020") for n, one in enumerate(ids) if n]),
        "influences.csv": _table("from,to,strength,start", [
            (a, b, str(chance.randint(1, 3)), "2024") for a, b in pairs(400, leading)
        ]),
        "agreements.csv": _table("a,b,strength,start", [(a, b, "2", "2024") for a, b in pairs(60, ids) if a < b]),
        "conflicts.csv": _table("a,b,strength,start", [(a, b, "2", "2024") for a, b in pairs(40, ids) if a < b]),
        "contacts.csv": _table("id,kind,date,participants", [
            (f"m{n}", "meeting", f"2026-{chance.randint(5, 10):02}-{chance.randint(1, 28):02}",
             f"{chance.choice('ksm')};{chance.choice(leading)}")
            for n in range(600)
        ]),
        "stances.csv": _table("person,by,date,value", [
            (one, "k", f"2026-09-0{chance.randint(1, 9)}", str(chance.randint(-3, 3))) for one in ids[:90]
        ]),
        "opportunities.csv": f"id,company,name,decision_date\no,n,{NAME},2027-02-01\n",
        "seats.csv": _table("opportunity,person,role", [
            ("o", one, "decider" if n < 6 else "influencer") for n, one in enumerate(ids[:20])
        ]),
    }  # fmt: skip


def _table(header: str, rows: Iterable[Iterable[str]]) -> str:
    return "".join(f"{','.join(row)}\n" for row in [header.split(","), *rows])
