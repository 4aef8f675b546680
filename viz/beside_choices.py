"""Which decisions may stand beside another, in what words and order are they offered?"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from graph.vocabulary.names import folded
from viz.wording import near, readable, shortened

_CLIENT, _NAME = 40, 60  # characters


def choices(known: Iterable[Any], today: str) -> list[tuple[str, str]]:
    """Return the id and the words of each decision by client and name; where these are alike, with its day.

    ``known`` are opportunities as ``use_cases.opportunities`` tells of them. No two have the same words: those of one
    day too are numbered.

    >>> told = [{"id": one, "name": "Risk", "company": {"name": "Nordlys"}, "decision_date": day}
    ...         for one, day in (("b", "2027-03-01"), ("a", "2026-12-15"))]
    >>> choices(told, "2026-11-24")
    [('a', 'Nordlys: Risk, decided 15 Dec'), ('b', 'Nordlys: Risk, decided 1 Mar 2027')]
    >>> choices(told[:1], "2026-11-24")
    [('b', 'Nordlys: Risk')]
    """
    found = sorted({one["id"]: one for one in known}.values(), key=_order)
    names = [_words(one) for one in found]
    dated = _apart(names, [f", {_day(one, today)}" for one in found])
    seen: Counter[str] = Counter()
    numbers = []
    for one in dated:
        seen[one] += 1
        numbers.append(f" ({seen[one]})")
    return [(one["id"], words) for one, words in zip(found, _apart(dated, numbers), strict=True)]


def _apart(words: list[str], more: list[str]) -> list[str]:
    """Say more of each whose words are those of another."""
    many = Counter(words)
    return [one + also if many[one] > 1 else one for one, also in zip(words, more, strict=True)]


def _words(one: Any) -> str:
    return f"{shortened(readable(one['company']['name']), _CLIENT)}: {shortened(readable(one['name']), _NAME)}"


def _day(one: Any, today: str) -> str:
    return f"decided {near(one['decision_date'], today)}" if one["decision_date"] else "no day known"


def _order(one: Any) -> tuple[str, ...]:
    return folded(one["company"]["name"]), folded(one["name"]), one["decision_date"] or "", one["id"]
