"""How wide is a text in Inter, and where is it cut or broken?"""

import unicodedata

# Advance widths of Inter semibold in hundredths of an em, from " " to "~", measured in Chromium. Lighter
# weights are narrower, so that a text which fits by this table fits.
_WIDTHS = (
    25, 32, 52, 64, 65, 100, 66, 33, 37, 37, 54, 67, 32, 47, 32, 38, 66, 42, 62, 64, 67, 61, 64, 58, 64, 64, 32, 33,
    67, 67, 67, 54, 100, 73, 66, 74, 72, 61, 59, 75, 75, 28, 58, 70, 57, 92, 76, 77, 65, 77, 65, 65, 66, 74, 73, 102,
    72, 71, 65, 37, 38, 37, 48, 47, 35, 57, 62, 58, 62, 59, 39, 63, 61, 26, 26, 57, 26, 90, 61, 61, 62, 62, 40, 55,
    35, 61, 59, 84, 57, 59, 57, 45, 36, 45, 67,
)  # fmt: skip
_ARROW = 100
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


def text_width(text: str, size: float) -> float:
    """Return the width in pixels; what is not Latin is estimated, rather too wide.

    >>> text_width("Kari Lunde", 13.0) < text_width("Kari Lunde Solbakken", 13.0)
    True
    """
    return sum(_width(character) for character in text) * size / 100


def ellipsized(text: str, width: float, size: float) -> str:
    """Return the text, cut with an ellipsis when it is wider; never inside a composed letter.

    >>> ellipsized("Katarzyna Wójcik-Kowalska", 90, 13.0)
    'Katarzyna W…'
    """
    if text_width(text, size) <= width:
        return text
    used, room = _width("…") * size / 100, 0
    for at, character in enumerate(text):
        used += _width(character) * size / 100
        if used > width:
            break
        room = at + 1
    while 0 < room < len(text) and (
        unicodedata.combining(text[room]) or text[room] in _JOINERS or text[room - 1] in _JOINERS
    ):
        room -= 1
    return text[:room].rstrip(" ,;·") + "…"


def broken(text: str, width: float, size: float, *, lines: int = 2) -> tuple[str, ...]:
    """Return at most so many lines, broken between words; the last one is cut when there is more.

    >>> broken("weekly project meeting", 90, 12.0)
    ('weekly project', 'meeting')
    """
    words, found = text.split(), list[str]()
    while words and len(found) < lines - 1:
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size) <= width:
            taken += 1
        found.append(ellipsized(" ".join(words[:taken]), width, size))
        words = words[taken:]
    if words:
        found.append(ellipsized(" ".join(words), width, size))
    return tuple(found)


def _width(character: str) -> float:
    if " " <= character <= "~":
        return _WIDTHS[ord(character) - 32]
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    if character == "→":
        return _ARROW
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 104
    if unicodedata.bidirectional(character) in {"R", "AL"}:
        return 62
    plain = unicodedata.normalize("NFKD", character)[0]
    return _WIDTHS[ord(plain) - 32] if " " <= plain <= "~" else 78
