"""When two spellings are the same name: keys for comparing, never for showing."""

import re
import unicodedata
from urllib.parse import unquote

_FOLD = str.maketrans({"ø": "o", "ß": "ss", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_LEGAL = re.compile(
    r"(?:[\s,]+(?:asa|as|a/s|ab|abp|oyj|oy|aps|gmbh|ag|se|kg|ltd|limited|plc|llc|inc|sa|s\.a\.|nv|n\.v\.|bv|b\.v\."
    r"|sp\.? z o\.? ?o\.?|d\.o\.o\.|a\.s\.|s\.r\.o\.|aktiengesellschaft|& co\.?|hf|ehf|ba|sf))+\.?$"
)
_PROFILE = re.compile(r"linkedin\.com/(?:in|pub)/([^/?#\s<>]+)", re.IGNORECASE)
_ROLE_MAILBOXES = frozenset(
    [
        "info",
        "post",
        "mail",
        "office",
        "contact",
        "kontakt",
        "admin",
        "sales",
        "support",
        "hello",
        "noreply",
        "no-reply",
        "do-not-reply",
        "invoice",
        "faktura",
        "hr",
        "jobs",
        "press",
        "reception",
        "resepsjon",
        "sentralbord",
        "team",
        "service",
    ]
)


def folded(text: str) -> str:
    """Return a comparison key: compatibility form, case folded, marks dropped, single blanks.

    >>> folded("  Øyvind  BRÅTEN ")
    'oyvind braten'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_FOLD)
    kept = "".join(
        " " if unicodedata.category(c) == "Zs" else c for c in plain if unicodedata.category(c)[0] not in "MC"
    )
    return " ".join(kept.split())


def company_key(name: str) -> str:
    """Return the folded name without its trailing legal form.

    >>> company_key("Nordlys Energi AS") == company_key("Nordlys  ENERGI")
    True
    >>> company_key("A.S. Watson")
    'a.s. watson'
    """
    key = folded(name)
    return _LEGAL.sub("", key) or key


def profile_slug(url: str) -> str:
    """Return the member's name in a LinkedIn address, lower case and percent-decoded; empty for any other address.

    >>> profile_slug("no.LinkedIn.com/in/K%C3%A5re%2DMoe/en?trk=x")
    'k\u00e5re-moe'
    """
    found = _PROFILE.search(url)
    return unicodedata.normalize("NFC", unquote(found[1])).casefold() if found else ""


def name_in_profile(url: str) -> str:
    """Return what a LinkedIn address lets one call its member, "" for any other address.

    >>> name_in_profile("https://www.linkedin.com/in/kari-lunde-4a1b2c3/")
    'Kari Lunde'
    """
    slug = profile_slug(url)
    words = [word for word in slug.split("-") if word and not any(letter.isdigit() for letter in word)]
    return " ".join(word[:1].upper() + word[1:] for word in words) or slug


def is_role_mailbox(email: str) -> bool:
    """Say whether an address belongs to a desk and not to a person."""
    return email.partition("@")[0].casefold() in _ROLE_MAILBOXES
