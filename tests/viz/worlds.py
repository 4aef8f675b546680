"""Made-up answers of `inroads introductions --json`: the one of the design, a hostile one, and plain ones."""

from typing import Any

Answer = dict[str, Any]

HAKON = {"id": "p-hakon", "name": "Håkon Myhre"}


def evidence(kind: str, text: str, start: str, end: str, weight: float, source: str, record: str, seen: str) -> Answer:
    return {
        "kind": kind, "text": text, "company": "", "start": start, "end": end, "months": None, "weight": weight,
        "sources": [{"source": source, "record": record, "seen": seen}],
    }  # fmt: skip


def person(name: str, title: str = "", company: str = "", *, ours: bool = False, **more: object) -> Answer:
    return {
        "id": "p-" + name.split()[0].lower(), "name": name, "ours": ours, "title": title, "company": company, **more,
    }  # fmt: skip


def way(score: float, word: str, people: list[Answer], hops: list[tuple[float, list[Answer]]], **more: Any) -> Answer:
    everybody = [*people, {**HAKON, "ours": False}]
    return {
        "score": score, "word": word, "people": everybody, "warnings": [], "next_step": "", **more,
        "hops": [
            {"from": everybody[at]["id"], "to": everybody[at + 1]["id"], "warmth": warmth, "evidence": lines}
            for at, (warmth, lines) in enumerate(hops)
        ],
    }  # fmt: skip


def four_ways() -> Answer:
    """The picture of the design: a strong direct tie, and three others with ever thinner ones."""
    kari = way(
        0.81, "call", [person("Kari Lunde", "partner", ours=True)],
        [(0.81, [
            evidence("employment", "both at Hafslund, Grid, 2012-2017 (61 months)", "2012-03", "2017-04", 0.68,
                     "Alumni list", "row 212", "2026-11-03"),
            evidence("contact", "3 meetings, the last on 2026-05-14", "2025-09-02", "2026-05-14", 0.4,
                     "Calendar of K. Lunde", "evt-9913", "2026-11-23"),
        ])],
        next_step="Ask Kari Lunde (both at Hafslund, Grid, 2012-2017) for a word with Håkon Myhre.",
    )  # fmt: skip
    sara = way(
        0.37, "call",
        [person("Sara Holm", "manager", ours=True), person("Marit Eikeland", "VP Data", "Nordlys", stance=1)],
        [
            (0.74, [evidence("contact", "41 meetings, the last on 2026-11-20", "2024-02-01", "2026-11-20", 0.74,
                             "Calendar of S. Holm", "evt-2201", "2026-11-23")]),
            (0.5, [evidence("project", "delivered Outage pilot together, 2023-2024", "2023-01", "2024-02", 0.5,
                            "CRM", "006A0000", "2026-11-23")]),
        ],
        next_step="Ask Sara Holm to ask Marit Eikeland for a word with Håkon Myhre.",
    )  # fmt: skip
    anna = way(
        0.16, "ask",
        [person("Anna Berg", "account lead", ours=True), person("Erik Dahl", "partner", "Varde")],
        [
            (0.42, [evidence("employment", "both at Kvit Havn, 2014-2019 (58 months)", "2014-05", "2019-02", 0.42,
                             "LinkedIn archive of A. Berg", "Erik Dahl", "2026-10-12")]),
            (0.38, [evidence("board", "same board, 2021-2026", "2021-06", "", 0.38, "Company register", "board 77",
                             "2026-09-30")]),
        ],
    )  # fmt: skip
    jonas = way(
        0.03, "weak",
        [person("Jonas Lie", "solution lead", ours=True), person("Petra Schäfer", "CFO", "Alster Netz")],
        [
            (0.24, [evidence("project", "ran SAP programme together, 2018", "2018-01", "2018-11", 0.24, "CRM",
                             "006B1111", "2026-11-23")]),
            (0.12, [evidence("contact", "one meeting on 2023-02-07", "2023-02-07", "2023-02-07", 0.12,
                             "Calendar of J. Lie", "evt-4", "2026-11-23")]),
        ],
        warnings=["SAP programme ended badly"],
    )  # fmt: skip
    return {
        "schema_version": 1, "revision": 17, "as_of": "2026-11-24", "known_on": None, "stale": False,
        "target": {**HAKON, "title": "CFO", "company": "Nordlys Energi", "unit": "Finance", "stance": -1},
        "introductions": [kari, sara, anna, jonas],
        "further": [
            way(0.04, "weak",
                [person("Per Aune", "partner", ours=True), person("Lise Monsen", "board member", "Kvit Havn"),
                 person("Ola Brekke", "treasurer", "Nordlys")],
                [(0.5, [evidence("study", "both studied at NHH, 1998-2002", "1998", "2002", 0.5, "CV", "7", "2026")]),
                 (0.3, [evidence("board", "same board, 2019-2021", "2019", "2021", 0.3, "Register", "8", "2026")]),
                 (0.27, [])]),
        ],
        "excluded": [
            {"id": "p-jurgen", "name": "Jürgen Weiß", "why": "critic of ours and so a poor messenger"},
            {"id": "p-lise", "name": "Lise Monsen", "why": "asked us not to"},
        ],
    }  # fmt: skip


HOSTILE_NAMES = (
    "<script>window.hacked=1</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> href='javascript:alert(1)'",
    "\u202eeraL inuJ\u2066 \u2028\u2029\x00\x1b[31m",
    "W" * 300,
    "{{ 7 * 7 }} {% raw %} ${1}",
    "محمد بن سلمان",
    "\ud800 broken",
)


def hostile() -> Answer:
    """Every text that a source can fill in is an attack, and so is the target's name."""
    told = four_ways()
    names = iter(HOSTILE_NAMES * 20)
    told["target"]["name"] = "<b onclick=alert(1)>Robert</b><script>window.hacked=1</script>"
    told["target"]["company"] = next(names)
    for item in [*told["introductions"], *told["further"]]:
        item["next_step"] = next(names)
        item["warnings"] = [next(names)]
        for one in item["people"]:
            one["name"], one["title"], one["company"] = next(names), next(names), next(names)
        for hop in item["hops"]:
            for line in hop["evidence"]:
                line["text"] = next(names)
                line["sources"] = [{"source": next(names), "record": next(names), "seen": next(names)}]
    told["excluded"] = [{"id": "x", "name": name, "why": name} for name in HOSTILE_NAMES]
    return told


def nobody() -> Answer:
    return {"target": dict(HAKON), "introductions": [], "further": [], "excluded": []}
