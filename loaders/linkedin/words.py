"""How LinkedIn writes dates, profile addresses and names: each file with its own date rule."""

import re
from datetime import date

from graph.vocabulary.names import folded, profile_slug

slug = profile_slug

_NAMES = (
    "jan|janv", "feb|fev|febr|fevr", "mar|marz|mars|marc|mrz", "apr|avr|avri", "may|mai", "jun|june|juin",
    "jul|july|juil", "aug|aou|aout", "sep|sept", "oct|okt|octo|okto", "nov|nove", "dec|dez|des|dece|deze|dese",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split("|")}
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:,.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T].*)?")


def linkedin_date(text: str) -> str:
    """Return ``12 Mar 2024``, ``7-Feb-22``, ``Mar 2020`` or ``2022`` as a partial date; raises ValueError.

    Months may be English, German, French or Norwegian.

    >>> linkedin_date("3 févr. 2023"), linkedin_date("12 Okt 2024")
    ('2023-02-03', '2024-10-12')
    """
    words = re.split(r"[\s-]+", folded(text).replace(".", ""))
    try:
        if len(words) == 1 and re.fullmatch(r"\d{4}", words[0]):
            return words[0]
        year = int(words[-1]) + (2000 if len(words[-1]) == 2 else 0)
        month = _MONTHS.get(words[-2][:4]) or _MONTHS[words[-2][:3]]
        return f"{year:04d}-{month:02d}" if len(words) == 2 else date(year, month, int(words[-3])).isoformat()
    except (KeyError, IndexError, ValueError):
        raise ValueError(f"{text!r} is not a date like 12 Mar 2024") from None


def us_date(text: str) -> str:
    """Return ``9/1/26, 10:00 AM`` (month first) or ``2023/06/05 15:47:58 UTC`` as a day; raises ValueError.

    >>> us_date("9/1/26, 10:00 AM")
    '2026-09-01'
    """
    if found := _US.fullmatch(text.strip()):
        month, day, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        raise ValueError(f"{text!r} is not a date like 9/1/26, 10:00 AM")
    try:
        return date(year + (2000 if year < 100 else 0), month, day).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a date (month first)") from None


def plain_name(first: str, last: str) -> str:
    """Return a name without what people hang on to it: credentials after a comma or bar, and emoji."""
    return f"{_plain(first)} {_plain(last)}".strip()


def _plain(name: str) -> str:
    kept = re.split(r"[|,]", name)[0]
    return "".join(c for c in kept if c.isalpha() or c in " .'’-\u200c\u200d" or "\u0300" <= c <= "\u109f").strip()
