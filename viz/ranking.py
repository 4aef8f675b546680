"""In which parts does a list of ways stand, in each of which word and order agree?"""

from collections.abc import Sequence

PARTS = {
    "own": "Ties of our own", "others": "Other ways", "past": "Other ways, past whoever keeps the door",
    "conflict": "Last, since two on the way are in conflict",
}  # fmt: skip


def headings(parts: Sequence[str]) -> list[str]:
    """Return the heading above each way, "" within a part, and everywhere when there is one part alone.

    >>> headings(["own", "own", "others"]), headings(["own", "own"])
    (['Ties of our own', '', 'Other ways'], ['', ''])
    """
    if len(set(parts)) < 2:
        return [""] * len(parts)
    return [PARTS[part] if at == 0 or part != parts[at - 1] else "" for at, part in enumerate(parts)]
