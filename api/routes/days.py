"""How the days of a question are carried from page to page."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import QueryParams
from starlette.types import Scope

DAYS = ("as_of", "known_on")


def days_of(scope: Scope) -> dict[str, str]:
    """Return the days that an address names, which every link of its page carries on."""
    asked = QueryParams(scope.get("query_string", b""))
    return {name: asked[name] for name in DAYS if asked.get(name)}


def carried(days: Mapping[str, str], where: str) -> str:
    """Return an address of ours with the days of the page that leads there.

    >>> carried({"as_of": "2026-09-01"}, "/people/p-1?done=asked#asks")
    '/people/p-1?done=asked&as_of=2026-09-01#asks'
    """
    if not days:
        return where
    parts = urlsplit(where)
    return parts._replace(query="&".join(filter(None, (parts.query, urlencode(days))))).geturl()
