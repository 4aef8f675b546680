"""How is a thing said: amounts, years, days and stances as words, and names made safe to draw."""

import re
import unicodedata
from collections.abc import Iterable

from graph.vocabulary import dates
from graph.vocabulary.given_names import first_name as first_name
from graph.vocabulary.stances import WORDS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STANCES = WORDS
STILL = frozenset({"acquaintance", "project"})
"""Kinds of evidence that go on where no end is told."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_YEARS_AT_THE_END = re.compile(
    rf"(?:,\s*|\s+)(?:(?:since|on|from|until|in(?: (?:{'|'.join(dates.MONTHS)}))?)\s+)?"
    r"\d{4}(?:-\d{2}(?:-\d{2})?|[-–]\d{4}|[-–])?"
    r"(?:, (?:start|end) not known)?\s*(?:\([^()]*\))?\s*$"
)
_LENGTH_AT_THE_END = re.compile(r"\s*\([^()]*(?:months?|years?)\)\s*$")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_YEAR_RANGE = re.compile(r"\b(\d{4})-(\d{4})\b")
# Marks that change the direction of what follows, and hence whose name it seems to be.
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def readable(text: object) -> str:
    """Return one line that can be drawn and written as UTF-8: no control, direction or broken characters."""
    if not isinstance(text, str):
        return "" if text is None or isinstance(text, (dict, list, tuple)) else str(text)
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        if kind == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif kind in {"Cc", "Zl", "Zp", "Zs"}:
            kept.append(" ")
        elif character not in _DIRECTION_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: list[str]) -> str:
    """Join as in a sentence.

    >>> listed(["strong", "fair", "thin"])
    'strong, fair and thin'
    """
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def in_a_row(names: Iterable[str]) -> str:
    """Join names; with semicolons where one of them holds a comma, as a post without a holder's name may.

    >>> in_a_row(["Kari Lunde", "Per Aune"]), in_a_row(["Deputy Director, Transport", "Per Aune"])
    ('Kari Lunde, Per Aune', 'Deputy Director, Transport; Per Aune')
    """
    told = list(names)
    return ("; " if any("," in name for name in told) else ", ").join(told)


def day(text: str) -> str:
    """Say a partial ISO date; anything else is returned as it came.

    >>> day("2026-11-24"), day("2014-03"), day("2014")
    ('24 Nov 2026', 'Mar 2014', '2014')
    """
    found = _DAY.match(text)
    if not found:
        return text
    year, month, date = found.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    return " ".join(([str(int(date))] if date else []) + [MONTHS[int(month) - 1], year])


_YEARS_APART = re.compile(r"(?<=\d{4})\u2013(?=\d{4})")
_DAY_OR_NUMBER = re.compile(rf"(?<=\d) (?=(?:{'|'.join(MONTHS)}|days?|weeks?|months?|years?|more)\b)")


def unbroken(text: str) -> str:
    """Keep a day, years from and to, and a number with what it counts, on one line.

    >>> unbroken("met on 3 Nov; 50 days left, 2012–2017").replace("\u00a0", "_").replace("\u2060", "|")
    'met on 3_Nov; 50_days left, 2012–|2017'
    """
    return _YEARS_APART.sub("\u2013\u2060", _DAY_OR_NUMBER.sub("\u00a0", text))


def near(text: str, today: str) -> str:
    """Say a day without its year where that is the year of the page's day; so every page tells days.

    >>> near("2026-11-03", "2026-11-24"), near("2025-11-03", "2026-11-24"), near("2026", "2026-11-24")
    ('3 Nov', '3 Nov 2025', '2026')
    """
    return day(text).removesuffix(f" {today[:4]}") if today else day(text)


def years(start: str, end: str, *, still: bool = True) -> str:
    """Say from when to when in years; an open end is "since", and "from" where it is not known to go on ``still``.

    >>> years("2012-03", "2017-04"), years("2021", ""), years("2018-01-01", "2018-05"), years("", "")
    ('2012–2017', 'since 2021', '2018', '')
    """
    first, last = (found.group(1) if (found := _DAY.match(text)) else "" for text in (start, end))
    if first and last:
        return first if first == last else f"{first}–{last}"
    return f"{'since' if still else 'from'} {first}" if first else f"until {last}" if last else ""


def without_years(text: str) -> str:
    """Return what an evidence says, without the years and lengths that stand beside it anyway.

    >>> without_years("both at Hafslund, Grid, 2012-2017 (61 months)")
    'both at Hafslund, Grid'
    >>> without_years("12 meetings, the last on 2026-05-14")
    '12 meetings'
    """
    short = _YEARS_AT_THE_END.sub("", _LENGTH_AT_THE_END.sub("", text)).removesuffix(", the last")
    return short or text


def typeset(text: str, today: str = "") -> str:
    """Put an en dash between years, and say days as people do, on a page of ``today`` as `near` does.

    >>> typeset("3 meetings, the last on 2026-05-14"), typeset("same board, 2019-2021")
    ('3 meetings, the last on 14 May 2026', 'same board, 2019–2021')
    >>> typeset("3 meetings, the last on 2026-05-14", "2026-11-24")
    '3 meetings, the last on 14 May'
    """
    return _ISO_DAY.sub(lambda found: near(found.group(), today), _YEAR_RANGE.sub("\\1–\\2", text))


def brief(text: str, today: str = "") -> str:
    """Return what an evidence says, without its length in months.

    >>> brief("both at Hafslund, Grid, 2012-2017 (61 months)")
    'both at Hafslund, Grid, 2012–2017'
    """
    return typeset(_LENGTH_AT_THE_END.sub("", text), today)


_SOURCES = {
    "alumni": "Alumni list", "calendar": "Calendar", "leaders": "Leadership list", "linkedin": "LinkedIn",
    "roster": "Roster", "salesforce": "Salesforce", "staffing": "Staffing list", "workspace": "Entered here",
}  # fmt: skip
_OWNED = frozenset({"calendar", "linkedin"})


def source_name(key: str) -> str:
    """Say a source's key as people do; a key of no known kind is returned as it came.

    >>> source_name("calendar:helle.skov@varde.example"), source_name("salesforce:00D5"), source_name("crm")
    ('Calendar of Helle Skov', 'Salesforce', 'crm')
    """
    kind, _, owner = key.partition(":")
    name = _SOURCES.get(kind)
    if name is None:
        return key
    return f"{name} of {_owner(owner)}" if kind in _OWNED and owner else name


def _owner(key: str) -> str:
    """Say whose a mailbox or a profile is, as far as its name tells: words of letters only."""
    words = re.split(r"[._-]+", key.partition("@")[0])
    named = [word for word in words if word.isalpha()]
    return " ".join(word.capitalize() for word in named) or key


def shortened(text: str, most: int) -> str:
    """Return at most so many characters; no name is that long, but somebody's joke may be."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name.

    >>> initials("Kari Lunde"), initials("Mette Kjær Lund"), initials("?")
    ('KL', 'ML', '?')
    """
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def signed(stance: int | None) -> str:
    """Return a stance with its sign and a true minus; unknown is a question mark."""
    return "?" if stance is None else f"+{stance}" if stance > 0 else f"−{-stance}" if stance else "0"


def strength_word(strength: float) -> str:
    """Say how strong a line is, -3..3, whichever way it works.

    >>> strength_word(3), strength_word(-1)
    ('decisive', 'slight')
    """
    return ("slight", "clear", "decisive")[min(3, max(1, round(abs(strength)))) - 1]


def stance_word(stance: int | None) -> str:
    return "not known" if stance is None else STANCES[stance]


def side(stance: int | None) -> str:
    """Return for, neutral, against or unknown, which is what decides the shape of the mark."""
    if stance is None:
        return "unknown"
    return "for" if stance > 0 else "against" if stance < 0 else "neutral"
