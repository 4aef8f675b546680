"""Who may ask over the network: access tokens, of which the installation keeps only hashes."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.errors import BadArgument, ChangedMeanwhile
from graph.registry import Registry

_PREFIX = "token/"
_MARK = "inr"


class Scope(StrEnum):
    """What a token allows; write includes read."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the installation remembers it: never the secret itself."""

    id: str
    person: str
    scope: Scope
    created: str
    revoked: bool


def create_token(registry: Registry, person: str, scope: str, *, secret: str | None = None, at: datetime) -> str:
    """Keep a new token of a person and return it; it can never be shown again.

    ``secret`` is 32 random bytes as text, drawn here unless given. Raises BadArgument for an unknown scope.
    """
    if scope not in set(Scope):
        raise BadArgument(f"scope is {scope!r}.", remedy=f"Use one of {', '.join(Scope)}.")
    if not person.strip():
        raise BadArgument("A token is a person's.", remedy="Say whose it is with --person.")
    secret = secret or secrets.token_urlsafe(32)
    identity = hashlib.sha256(secret.encode()).hexdigest()[:12]
    entry = {
        "person": person.strip(),
        "scope": scope,
        "hash": _hashed(secret),
        "created": at.isoformat(),
        "revoked": False,
    }
    if not registry.put_if_version(_PREFIX + identity, json.dumps(entry), 0):
        raise BadArgument("That token is there already.", remedy="Try again.")
    return f"{_MARK}_{identity}_{secret}"


def list_tokens(registry: Registry) -> list[Token]:
    """Return every token that was ever made, the oldest first."""
    found = [_read(key.removeprefix(_PREFIX), registry.get(key)[0] or "{}") for key in registry.keys(_PREFIX)]
    return sorted((token for token, _ in found), key=lambda token: (token.created, token.id))


def any_token(registry: Registry) -> bool:
    """Say whether there is a token that still lets somebody in, so that everybody must show one."""
    return any(not token.revoked for token in list_tokens(registry))


def revoke_token(registry: Registry, identity: str) -> None:
    """Make a token useless from now on; raises BadArgument where there is none."""
    value, version = registry.get(_PREFIX + identity)
    if value is None:
        raise BadArgument(f"There is no token {identity!r}.", remedy="See `inroads token list`.")
    registry.put_if_version(_PREFIX + identity, json.dumps({**json.loads(value), "revoked": True}), version)


def forget_tokens(registry: Registry, is_theirs: Callable[[str], bool]) -> int:
    """Revoke every token of a person and forget whose it was; return how many there were."""
    theirs = [token.id for token in list_tokens(registry) if is_theirs(token.person)]
    for identity in theirs:
        value, version = registry.get(_PREFIX + identity)
        entry = {**json.loads(value or "{}"), "person": "", "hash": "", "revoked": True}
        if not registry.put_if_version(_PREFIX + identity, json.dumps(entry), version):
            raise ChangedMeanwhile
    return len(theirs)


def check_token(registry: Registry, given: str) -> Token | None:
    """Return whose token this is, None where it is unknown, wrong or revoked; the comparison takes constant time."""
    mark, _, rest = given.partition("_")
    identity, _, secret = rest.partition("_")
    value = registry.get(_PREFIX + identity)[0] if mark == _MARK and identity else None
    token, wanted = _read(identity, value or "{}")
    same = hmac.compare_digest(wanted, _hashed(secret))
    return token if same and value is not None and not token.revoked else None


def _hashed(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(b"inroads token\0" + secret.encode()).hexdigest()


def _read(identity: str, value: str) -> tuple[Token, str]:
    told = json.loads(value)
    return Token(
        identity, told.get("person", ""), Scope(told.get("scope", "read")), told.get("created", ""),
        bool(told.get("revoked", True)),
    ), told.get("hash", "0" * 64)  # fmt: skip
