"""What text may hold: nothing that steers a screen or a spreadsheet, and marks in sensible numbers."""

import re
import unicodedata

_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")
_KEPT_CONTROLS = frozenset("\t\n\r")
_JOINERS = frozenset("\u200c\u200d")
_DIACRITICS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
_DIACRITICS_A_LETTER = 2
_MARKS_A_LETTER = 8
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")


def plain_text(text: str) -> str:
    """Return text in NFC without control and direction marks, and without piles of diacritics.

    Line ends and tabs stay; so do joiners inside scripts that spell with them, and up to eight marks of a script's own.

    >>> plain_text("Kari\u202e Lunde\u200b")
    'Kari Lunde'
    >>> plain_text("A\u030asa") == "\u00c5sa"
    True
    """
    if text.isprintable() and (text.isascii() or not _BEYOND_LATIN.search(text)):
        return text
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Zl", "Zp"}:
            kept.append(" ")
        elif category in {"Cc", "Cf", "Cs"}:
            inside = character in _JOINERS and kept and "\u0600" <= kept[-1] <= "\u109f"
            if character in _KEPT_CONTROLS or inside:
                kept.append(character)
        elif category[0] == "M":
            marks += 1
            if marks <= (_DIACRITICS_A_LETTER if _is_diacritic(character) else _MARKS_A_LETTER):
                kept.append(character)
        else:
            marks = 0
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_diacritic(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _DIACRITICS)


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with a quote before it, where it might be one.

    >>> guarded("=1+1"), guarded("'-3"), guarded("Kari")
    ("'=1+1", "''-3", 'Kari')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take back what ``guarded`` did.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'-3", "'t Hoen", "-3", "")]
    ['=1+1', "'-3", "'t Hoen", '-3', '']
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
