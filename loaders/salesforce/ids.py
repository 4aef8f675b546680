"""Which record a Salesforce id means: 15 characters that heed case, or 18 whose last three say the case."""

import re

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CAPITALS = str.maketrans({chr(c): "1" if chr(c).isupper() else "0" for c in range(128)})
_SUFFIXES = {f"{n:05b}"[::-1]: letter for n, letter in enumerate(_ALPHABET)}
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?", re.ASCII)
_ORGANISATION = re.compile(r"(?<![A-Za-z0-9])00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])", re.ASCII)


def id18(text: str) -> str:
    """Return an id in its one spelling of 18 characters; raises ValueError for what is no id.

    Fifteen characters get the suffix that tells which of them are capitals; of eighteen the suffix restores the case,
    whatever a spreadsheet did to it.

    >>> id18("001D000000IqhSL")
    '001D000000IqhSLIAZ'
    >>> id18("001d000000iqhsliaz")
    '001D000000IqhSLIAZ'
    """
    text = text.strip()
    if not _ID.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a Salesforce id")
    if len(text) == 15:
        return text + _suffix(text)
    suffix = text[15:].upper()
    if suffix == text[15:] == _suffix(text):
        return text
    if set(suffix) - set(_ALPHABET):
        raise ValueError(f"{text!r} is not a Salesforce id: its last three characters are not a check")
    capitals = [bool(_ALPHABET.index(suffix[place // 5]) >> place % 5 & 1) for place in range(15)]
    plain = "".join(c.upper() if capital else c.lower() for c, capital in zip(text[:15], capitals, strict=True))
    if _suffix(plain) != suffix:
        raise ValueError(f"{text!r} is not a Salesforce id: its last three characters do not fit the others")
    return plain + suffix


def is_standard_id(text: str) -> bool:
    """Say whether a cell is the id of one of Salesforce's own objects, which all begin with a nought."""
    try:
        return id18(text).startswith("0")
    except ValueError:
        return False


def organisation_in(name: str) -> str:
    """Return the organisation's id in the name of an export (``WE_00D..._1.ZIP``), or an empty text."""
    found = _ORGANISATION.search(name)
    if found is None:
        return ""
    try:
        return id18(found[0])
    except ValueError:
        return ""


def _suffix(text: str) -> str:
    """Return one character for every five of the first fifteen: a bit for each capital, the first lowest."""
    bits = text[:15].translate(_CAPITALS)
    return _SUFFIXES[bits[:5]] + _SUFFIXES[bits[5:10]] + _SUFFIXES[bits[10:]]
