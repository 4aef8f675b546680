"""How does a list of ways say how good each is: in parts, in each of which word and order agree."""

from collections.abc import Sequence

PARTS = {
    "own": "Ties of our own", "others": "Other ways", "past": "Other ways, past whoever keeps the door",
}  # fmt: skip


def headings(parts: Sequence[str]) -> list[str]:
    """Return the heading above each way, "" within a part, and everywhere when there is one part alone.

    >>> headings(["own", "own", "others"]), headings(["own", "own"])
    (['Ties of our own', '', 'Other ways'], ['', ''])
    """
    if len(set(parts)) < 2:
        return [""] * len(parts)
    return [PARTS[part] if at == 0 or part != parts[at - 1] else "" for at, part in enumerate(parts)]


def leads(order: Sequence[tuple[str, float]]) -> bool:
    """Say of (part, score) whether no way has a better score than the first, but for those past who keeps the door."""
    return all(score <= order[0][1] for part, score in order if part != "past")


def rank_word(word: str, at: int, *, best: bool, steps: int) -> str:
    """Say how good a way is; a weak tie of our own stands before the ways over others, so it is no last resort."""
    if best and word != "weak":
        return "best"
    return {"call": "good", "ask": "fair", "weak": "last resort" if at and steps > 1 else "thin"}.get(word, "fair")
