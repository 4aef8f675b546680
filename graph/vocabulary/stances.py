"""Which steps a stance has, by what behaviour each is told, and on what a judgement may rest."""

import re
from collections.abc import Mapping

from graph.errors import BadArgument

WORDS: Mapping[int, str] = {
    -3: "blocker", -2: "critic", -1: "sceptic", 0: "neutral", 1: "supporter", 2: "partner", 3: "advocate",
}  # fmt: skip

# One sentence of what anybody could see or hear, so that two raters mean the same by one number.
ANCHORS: Mapping[int, str] = {
    -3: "Works against us: argues for another, or stops our work where they can.",
    -2: "Speaks against us when asked, and votes for another.",
    -1: "Raises doubts and asks for proof; does not act against us.",
    0: "Has heard us out and leans neither way.",
    1: "Speaks well of us when asked.",
    2: "Does something for us when we ask: opens a door, shares what they know, votes for us.",
    3: "Works for us unasked: argues for us when we are not in the room.",
}

# The same of a competitor, whose name is put in.
_OF_COMPETITORS: Mapping[int, str] = {
    -3: "Works against {it}: argues for another, or stops its work where they can.",
    -2: "Speaks against {it} when asked, and votes for another.",
    -1: "Raises doubts about {it} and asks for proof; does not act against it.",
    0: "Has heard {it} out, as far as we know, and leans neither way.",
    1: "Speaks well of {it} when asked.",
    2: "Does something for {it} when asked: opens a door, shares what they know, votes for it.",
    3: "Works for {it} unasked: argues for it when nobody of {it} is in the room.",
}

BASES: Mapping[str, str] = {
    "told_me": "told me", "saw_it": "saw it myself", "heard_it": "heard it from others", "guess": "a guess",
}  # fmt: skip

# Asked of stances below 0.
CAUSES: Mapping[str, str] = {
    "old_delivery": "an old delivery", "unanswered_request": "a request that we did not answer",
    "prefers_competitor": "preferring a competitor", "in_house": "doing it in-house",
    "personal": "something personal", "not_known": "not known",
}  # fmt: skip


def anchor(value: int, toward: str = "") -> str:
    """Return the sentence of what is seen at a step from -3 to 3: toward us, or toward a competitor by name.

    >>> anchor(1), anchor(1, "Corvane")
    ('Speaks well of us when asked.', 'Speaks well of Corvane when asked.')
    """
    return _OF_COMPETITORS[value].replace("{it}", toward) if toward else ANCHORS[value]


def read_stance(text: str) -> int:
    """Read a whole number from -3 to 3, or its word; raises BadArgument.

    >>> read_stance("-2"), read_stance("advocate"), read_stance("+1")
    (-2, 3, 1)
    """
    words = {word: value for value, word in WORDS.items()}
    plain = text.strip().casefold().replace("\N{MINUS SIGN}", "-")
    if plain in words:
        return words[plain]
    if re.fullmatch(r"[+-]?[0-3]", plain):
        return int(plain)
    steps = ", ".join(f"{value} {word}" for value, word in WORDS.items())
    raise BadArgument(f"{text!r} is no stance.", remedy=f"Use a whole number or its word: {steps}.")
