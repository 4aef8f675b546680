"""What a person's page says in words beside the picture: who of us knows them, how well, and whom to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.vocabulary.amounts import number
from viz.reasons import said
from viz.scene import IntroductionScene
from viz.wording import capital, first_name, near, readable, shortened, source_name, years

_LINES = 2  # reasons that stand under a name; the ways below have all of them


def person_heading(known: Mapping[str, int], scene: IntroductionScene) -> str:
    """Say how many of us know somebody, and how, and whom to ask.

    Without anybody of us it is the heading of the ways: through others, or none.
    """
    if not known["total"] or not scene.ways:
        return scene.heading_rest
    first = scene.ways[scene.best].people
    ask = f"Ask {first[0].name}" + (f", who knows {first[1].name}." if len(first) > 1 else ".")
    return f"{known_words(known, shortened(first_name(scene.target.name), 60))}. {ask}"


def known_words(known: Mapping[str, int], name: str) -> str:
    """Say how many of us know somebody: those who worked closely with or met them apart from who only was there.

    >>> known_words({"total": 3, "met": 2, "close": 2, "here": 0}, "Eva")
    'Two of us know Eva, one is only connected'
    >>> known_words({"total": 126, "met": 126, "close": 8, "here": 118}, "Eva")
    'Eight of us worked closely with or met Eva; 118 more were here at the same time'
    >>> known_words({"total": 3, "met": 2, "close": 0, "here": 0}, "Eva")
    'Two of us were at the same firm or school at the same time as Eva; one is only connected'
    """
    close, there, others = known["close"], known["met"] - known["close"], known["total"] - known["met"]
    connected = f"{number(others)} {_is(others)} only connected"
    if not known["met"]:
        return f"{_of_us(others)} {_is(others)} only connected to {name}"
    if not there:
        return f"{_of_us(close)} {'knows' if close == 1 else 'know'} {name}{f', {connected}' if others else ''}"
    if close:
        told = f"{_of_us(close)} worked closely with or met {name}; {number(there)} more {_were_there(known, there)}"
    else:
        told = f"{_of_us(there)} {_were_there(known, there)} as {name}"
    return f"{told}; {connected}" if others else told


def others_known(known: Mapping[str, int], shown: Sequence[Mapping[str, Any]]) -> str:
    """Say how many more of us know somebody than those who are ``shown``, "" where nobody does.

    >>> known = {"total": 126, "met": 126, "close": 8, "here": 118}
    >>> others_known(known, [{"close": True, "met": True}, {"close": False, "met": True}])
    'seven more, and 117 were here at the same time'
    >>> others_known({"total": 4, "met": 4, "close": 4, "here": 0}, [{"close": True, "met": True}] * 2)
    'two more'
    """
    there = known["met"] - known["close"] - sum(1 for one in shown if one["met"] and not one["close"])
    more = known["total"] - len(shown) - there
    parts = [f"{number(more)} more"] if more else []
    parts += [f"{number(there)}{'' if more else ' more'} {_were_there(known, there)}"] if there else []
    return ", and ".join(parts)


def _were_there(known: Mapping[str, int], amount: int) -> str:
    """Say of so many who did no more with somebody that they were at one place at the same time."""
    here = known["here"] == known["met"] - known["close"]
    return f"{'was' if amount == 1 else 'were'} {'here' if here else 'at the same firm or school'} at the same time"


def formerly(career: Sequence[Mapping[str, Any]]) -> str:
    """Say what somebody was last, of whom no job of today is known.

    >>> formerly([{"title": "Treasurer", "company": {"name": "Nordlys"}, "end": "2023-12-31", "years": "2016–2023"}])
    'formerly Treasurer, Nordlys, until 2023'
    """
    if not career:
        return "role not known"
    last = career[0]
    parts = [readable(last["title"]), readable(last["company"]["name"])]
    parts += [f"until {last['end'][:4]}"] if last["end"] else [readable(last["years"])]
    return f"formerly {', '.join(part for part in parts if part)}"


def acquaintances(known_by: Sequence[Mapping[str, Any]], today: date) -> list[dict[str, object]]:
    """Return who of us knows somebody, each with the strongest reasons as lines."""
    found: list[dict[str, object]] = []
    for one in known_by:
        lines = [capital(shortened(said(item, today), 90)) for item in one["evidence"][:_LINES]]
        lines += ["Never met"] if one["knows"] and not one["met"] else []
        shown = {"id": one["id"], "name": readable(one["name"]), "word": one["word"], "not_asked": one["not_asked"]}
        found.append({**shown, "lines": lines})
    return found


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """``when`` it is so, what was said or taken back, ``then`` what became of it, who says so, when we learnt it."""

    when: str
    text: str
    gone: bool
    then: str
    source: str
    learnt: str


def changed_lines(changes: Sequence[Mapping[str, Any]], today: str) -> tuple[tuple[ChangedLine, ...], str]:
    """Return the lines, and the day on which we learnt them where that is one and the same.

    >>> one = {"kind": "said", "text": "CFO at Nordlys", "was": None, "start": "2021-03", "end": "", "on": "2026-11-24",
    ...        "sources": [{"source": "roster", "record": "staff.csv:3", "on": "2026-11-24"}]}
    >>> lines, learnt = changed_lines([one], "2026-11-26")
    >>> lines[0].when, lines[0].text, lines[0].source, lines[0].learnt, learnt
    ('since Mar 2021', 'CFO at Nordlys', 'Roster, staff.csv:3', '', '24 Nov')
    """
    days = {str(one["on"]) for one in changes}
    same = len(days) == 1
    lines = []
    for one in changes:
        gone, on = one["kind"] == "withdrawn", near(one["on"], today)
        then = "no longer said" if gone else f"was: {readable(one['was'])}" if one["was"] else ""
        lines.append(ChangedLine(
            _span(readable(one["start"]), readable(one["end"]), today), capital(readable(one["text"])), gone, then,
            named_sources(one["sources"]), "" if same else on,
        ))  # fmt: skip
    return tuple(lines), near(days.pop(), today) if same else ""


def _span(start: str, end: str, today: str) -> str:
    """Say from when to when: a day, an open beginning, or years."""
    if start and start == end:
        return near(start, today)
    if start and not end:
        return f"since {near(start, today)}"
    return years(start, end)


def named_sources(rows: Sequence[Mapping[str, Any]]) -> str:
    """Name the first row that says so, and how many more sources do."""
    first = rows[0]
    said = ", ".join(part for part in (source_name(readable(first["source"])), readable(first["record"])) if part)
    others = {one["source"] for one in rows[1:]} - {first["source"]}
    if not others:
        return said
    return (
        f"{said}; {source_name(readable(min(others)))} too"
        if len(others) == 1
        else f"{said}; {len(others)} more say so"
    )


def _of_us(amount: int) -> str:
    return f"{capital(number(amount))} of us"


def _is(amount: int) -> str:
    return "is" if amount == 1 else "are"
