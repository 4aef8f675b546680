"""What a cell of Salesforce says: a day, a yes, a reference, a web domain."""

import re
from datetime import date

from graph.vocabulary.dates import PartialDate
from loaders.salesforce.ids import id18

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:www\.)?([^\s/:?#]+\.[^\s/:?#]+)(?:[:/?#].*)?", re.IGNORECASE
)
# A page there is not the company's own domain, and a domain is an exact key.
_SHARED_HOSTS = frozenset(["linkedin.com", "facebook.com", "instagram.com", "x.com", "twitter.com", "youtube.com",
                           "google.com", "sites.google.com", "github.com", "wikipedia.org", "xing.com"])  # fmt: skip


def reference(text: str) -> str:
    """Return the id that a cell refers to; empty for an empty cell and for Salesforce's id of nothing.

    Raises ValueError for what is no id.
    """
    text = text.strip()
    return "" if not text.strip("0") or text.upper() == "000000000000000AAA" else id18(text)


def day(text: str) -> str | None:
    """Return the day of a date or a date with a time, as it is written; None when empty. Raises ValueError.

    >>> day("2026-03-09T10:00:00.000Z"), day("2026-03-09 10:00:00"), day("")
    ('2026-03-09', '2026-03-09', None)
    """
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is not a date like 2026-03-09")
    return date.fromisoformat(PartialDate.parse(found[1]).text).isoformat()


def yes(text: str) -> bool:
    """Say whether a checkbox is ticked: ``1`` in the weekly export, ``true`` in the Data Loader's."""
    return text.casefold() in {"1", "true", "yes"}


def email(text: str) -> str | None:
    """Return an address; a sandbox hangs ``.invalid`` on to it, so that nobody gets its mail."""
    plain = text.strip().removesuffix(".invalid")
    return plain if re.fullmatch(r"[^@\s;]+@[^@\s;]+", plain) else None


def domain(website: str) -> str | None:
    """Return the domain of a company's own site, None where it has none.

    >>> domain("https://www.Nordlys.example/en?x=1"), domain("nordlys.example"), domain("www.linkedin.com/company/n")
    ('nordlys.example', 'nordlys.example', None)
    """
    found = _HOST.fullmatch(website.strip())
    host = found[1].casefold().rstrip(".") if found else ""
    return host if "." in host and host not in _SHARED_HOSTS else None


def full_name(*parts: str) -> str:
    """Join the parts of a name that are there."""
    return " ".join(part for part in parts if part)
