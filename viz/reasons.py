"""Why would one listen to the other, in as few words as stand on one line: the best first, all of it under "why?"."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from graph.vocabulary.amounts import length
from graph.vocabulary.dates import PartialDate
from viz.wording import STILL, brief, capital, day, near, readable, source_name, typeset, without_years, years

LINE = 65  # characters that stand beside the colon at 14 px
_OFTEN = ((3.5, "most weeks"), (0.7, "most months"), (0.3, "every other month"))  # contacts a month, at least
_SINCE_DAYS, _ONGOING_DAYS = 70, 45
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times", 7: "seven times"}
_VERBS = {"meeting": ("meet", "met"), "call": ("speak", "spoke"), "mail": ("write", "wrote")}
_DECLARED = {
    "linkedin": "connected online", "friend": "friends", "advice": "asks for advice",
    "worked_with": "worked together", "family": "family",
}  # fmt: skip
WAS_OURS, APART = "was one of ours", "both of us once, at different times"
_LONG_UNIT, _LONG_NAME = 24, 34


def reason(
    evidence: Sequence[Mapping[str, Any]], today: date, most: int = LINE, there: str = "", *, whole: bool = False
) -> str:
    """Say what they did together and when they last spoke, or the stronger of the two where both are too long.

    ``there`` is the company that the page is about, which need not be named. ``whole`` cuts no name, for letters.

    >>> at = {"kind": "employment", "place": "Hafslund", "unit": "Grid", "start": "2012-03-01", "end": "2017-04-30",
    ...       "company": "c-7"}
    >>> met = {"kind": "contact", "form": "meeting", "times": 1, "start": "2026-05-14", "end": "2026-05-14"}
    >>> reason([at, met], date(2026, 11, 24))
    'same unit at Hafslund 2012–2017, met on 14 May'
    """
    shared = [item for item in evidence if item["kind"] not in {"contact", "acquaintance", "study"}]
    spoken = [item for item in evidence if item["kind"] == "contact"]
    first = [text for item in shared[:1] for text in _forms(item, today, there, whole=whole)]
    second = [text for item in spoken[:1] for text in _forms(item, today, there, whole=whole)]
    both = [f"{one}{'; ' if other.startswith('they') else ', '}{other}" for other in second for one in first]
    alone = [text for item in evidence[:1] for text in _forms(item, today, there, whole=whole)]
    return next((text for text in [*both, *alone] if len(text) <= most), min(alone, key=len, default=""))


def said(item: Mapping[str, Any], today: date) -> str:
    """Say one reason between two people as fully as a line holds, without saying which of them it is about."""
    if item["kind"] == "alumni" and item["months"] is None:
        return APART
    return _forms(item, today, "")[0]


def called(hop: Mapping[str, Any]) -> bool:
    """Say whether one of the two used to be ours and they never met, so that nobody has to be asked for a word."""
    return any(item.get("kind") == "alumni" for item in hop["evidence"]) and not met(hop)


def met(hop: Mapping[str, Any]) -> bool:
    """Say whether two people did more than be at one firm or school at different times."""
    apart = ("alumni", "study")
    return any(item.get("kind") not in apart or item.get("months") is not None for item in hop["evidence"])


def told(item: Mapping[str, Any], today: date) -> str:
    """Say one reason in full beside its years, which need not be said again.

    >>> text = "both at Varde, Platform, 2010-2014 (52 months)"
    >>> both = {"start": "2010-02", "end": "2014-06", "months": 52, "months_low": 51, "months_high": 53}
    >>> told({"kind": "alumni", "unit": "Platform", "text": text, **both}, date(2026, 11, 24))
    'Both here, Platform (52 months)'
    """
    text = readable(item["text"])
    if item["kind"] == "contact":
        return capital(brief(text, today.isoformat()))
    if item["months"] is None or item["kind"] not in {"alumni", "employment"}:
        return capital(typeset(without_years(text), today.isoformat()))
    where = f"here, {readable(item['unit'])}".removesuffix(", ")
    if item["kind"] == "employment":
        where = without_years(text).removeprefix("both ")
    least, most = (item.get(name, item["months"]) for name in ("months_low", "months_high"))
    return f"Both {where} ({length(item['months'], least, most, known=_known(item))})"


def _known(item: Mapping[str, Any]) -> bool:
    """Say whether the years of a time together are known."""
    return bool(item.get("start") and item.get("end"))


def standing_in(item: Mapping[str, Any], today: date) -> str:
    """Name the first source row of a reason, and how many more there are; the person's page has them all."""
    rows = item["sources"]
    if not rows:
        return ""
    name, record = source_name(readable(rows[0]["source"])), readable(rows[0]["record"])
    kind, _, owner = name.partition(" of ")
    if owner and owner.casefold().replace(" ", "-") in record:  # the file is called after them already
        name = kind
    seen = near(readable(rows[0]["seen"]), today.isoformat())
    said = ", ".join(part for part in (name, record, f"seen {seen}" if seen else "") if part)
    return said + (f"; {len(rows) - 1} more" if len(rows) > 1 else "")


def _forms(item: Mapping[str, Any], today: date, there: str, *, whole: bool = False) -> list[str]:
    """Return how one reason can be said, the fullest first."""
    kind, when = item["kind"], _when(item, today)
    if kind == "contact":
        return _spoken(item, today)
    if kind == "acquaintance":
        since = f" since {item['start'][:4]}" if item["start"] else ""
        return [_DECLARED.get(item["form"], readable(item["text"])) + since]
    place, unit = readable(item["place"]), readable(item["unit"]) if item["unit"] else ""
    place = place if whole else _short(place)
    if kind == "project":
        done = readable(item["form"])
        return [f"{done} {place} together{_after(when)}", f"{done} {place}{_after(when)}"]
    if kind == "board":
        return [f"both on the board of {place}{_after(when)}"]
    if kind == "study":
        return [f"both studied at {place}{_after(when) if when else ', not together'}"]
    if kind == "alumni" and item["months"] is None:
        return [f"{WAS_OURS}{_after(when)}" if when else APART]
    if kind == "alumni":
        return _here(unit, when)
    if not when:
        return [f"both once at {place}"]
    if item["company"] == there:
        return [f"{'in one unit there' if unit else 'colleagues there'}{_after(when)}"]
    return [f"{'same unit' if unit else 'both'} at {place}{_after(when)}"]


def _here(unit: str, when: str) -> list[str]:
    """Say of time together with us what a colleague would: the firm's name need not be said."""
    found = [f"both here{_after(when)}"]
    if unit:
        found.insert(0, f"same team here{_after(when)}")
    if unit and len(unit) <= _LONG_UNIT:
        team = unit if unit.casefold().endswith("team") else f"{unit} team"
        found.insert(0, f"same {team} here{_after(when)}")
    return found


def _spoken(item: Mapping[str, Any], today: date) -> list[str]:
    """Say how often they speak while they do, else when they last did."""
    first, last = PartialDate.parse(item["start"]).earliest(), PartialDate.parse(item["end"]).latest()
    times, on = int(item["times"] or 1), _on(item["end"], today)
    now, then = _VERBS.get(item["form"], ("are in touch", "in touch"))
    if times == 1:
        return [f"{then} {on}"]
    found = [
        f"{then} {_TIMES.get(times, f'{times} times')}, last {on}",
        f"last {then} {on}",
    ]
    months = max((today - first).days, 30) / 30.4
    if times > 3 and (today - last).days <= _SINCE_DAYS:
        found = [f"they {now} {words}" for least, words in _OFTEN if times / months >= least][:1] + found
    return found


def _on(last: str, today: date) -> str:
    """Say a day: of this year the day, before it the month; only as much as is known of it.

    >>> [_on(told, date(2026, 11, 24)) for told in ("2026-05-14", "2024-10-15", "2026-05", "2025")]
    ['on 14 May', 'in Oct 2024', 'in May', 'in 2025']
    """
    year, _, rest = last.partition("-")
    if not rest:
        return f"in {year}"
    if year == str(today.year):
        return f"{'on' if '-' in rest else 'in'} {near(last, today.isoformat())}"
    return f"in {day(last[:7])}"


def _when(item: Mapping[str, Any], today: date) -> str:
    start, end = item["start"], item["end"]
    ongoing = len(end) == len("2026-11-24") and (today - date.fromisoformat(end)).days <= _ONGOING_DAYS
    return years(start, "" if ongoing else end, still=ongoing or item["kind"] in STILL)


def _after(when: str) -> str:
    return f" {when}" if when else ""


def _short(name: str) -> str:
    """Break off a long name where it can be broken.

    >>> _short("Department for Business, Energy and Industrial Strategy"), _short("Hafslund")
    ('Department for Business…', 'Hafslund')
    >>> _short("Department for Communities and Local Government")
    'Department for Communities…'
    """
    return name if len(name) <= _LONG_NAME else f"{next(_cuts(name), _words_of(name[:_LONG_NAME]))}…"


def _words_of(text: str) -> str:
    """Return the whole words of a text that was cut, without an "and" at its end; all of it where it is one word."""
    return text.rpartition(" ")[0].removesuffix(" and") or text[:-1]


def _cuts(name: str) -> Iterator[str]:
    for mark in (" (", ", ", ": ", " – "):
        head = name.partition(mark)[0]
        if head != name and len(head) > 3:
            yield head
