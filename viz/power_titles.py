"""Which words of a title tell it from others that begin alike: "Housing" of "Deputy Director, Housing"?"""

import re
from collections import Counter
from collections.abc import Iterable

from graph.vocabulary.names import folded

_ALIKE = 3  # so many that begin alike are told apart by what follows
_BEGINS = re.compile(r"^(.{3,40}?)(?:[,:;]\s*|\.\s+|\s+[-\N{EN DASH}]\s+|\s+for\s+)(\S.*)$")


def beginnings(titles: Iterable[str]) -> frozenset[str]:
    """Return the beginnings that at least three titles share, folded.

    >>> sorted(beginnings(["Deputy Director, Tax", "Deputy Director. Legal", "Deputy Director - Housing", "Head, IT"]))
    ['deputy director']
    """
    found = Counter(folded(match[1]) for title in titles if (match := _BEGINS.match(title)))
    return frozenset(beginning for beginning, many in found.items() if many >= _ALIKE)


def told_apart(title: str, shared: frozenset[str]) -> tuple[str, str]:
    """Return what tells a title from the others, and the beginning it shares, "" for none.

    >>> told_apart("Deputy Director, Housing", frozenset({"deputy director"}))
    ('Housing', 'Deputy Director')
    >>> told_apart("CFO", frozenset({"deputy director"}))
    ('CFO', '')
    """
    match = _BEGINS.match(title)
    if not match or folded(match[1]) not in shared:
        return title, ""
    return match[2], match[1]
