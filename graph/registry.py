"""What an installation remembers beside its claims: the key and the list of erased people, later tokens and leases."""

import hashlib
import hmac
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph.provenance import Claim, Held, leader_mark, record_id, references
from graph.vocabulary.names import is_role_mailbox, profile_slug
from graph.vocabulary.tables import TABLES

OWN = "snapshots/"  # entries that are one store's own: neither copied nor a reason to call it not empty
_IDENTITY = OWN + "store"
_SECRET = "suppression/key"  # noqa: S105 -- the name of an entry, not its value
DRAWN = (_IDENTITY, _SECRET)  # entries that a store draws for itself when somebody begins to write
ERASED = "suppression/erased/"  # one entry for each mark; its version says how often it was erased
# Where a claim about something else names a person beside it: with them goes the name, and the claim stays.
_MENTIONED = {
    "leaders": ("reports_to",), "accounts": ("lead",), "opportunities": ("owner",), "actions": ("owner",),
    "ideas": ("owner",), "requests": ("told_by",), "stances": ("by",), "rounds": ("lead",),
    "notes": ("by", "heard_from"), "assessments": ("by",), "person_assessments": ("by",),
}  # fmt: skip
REKEYED = frozenset(table for table, fields in _MENTIONED.items() if not set(TABLES[table].key).isdisjoint(fields))
"""Tables, all small, whose keys name who is mentioned: with the name goes the key, and another takes its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    value: str
    version: int


class Registry(ABC):
    """A small versioned map of text. An absent entry has version 0."""

    @abstractmethod
    def get(self, key: str) -> tuple[str | None, int]:
        """Return the value and its version."""

    @abstractmethod
    def put_if_version(self, key: str, value: str, version: int) -> bool:
        """Store the value if the entry still has this version; say whether it did."""

    @abstractmethod
    def keys(self, prefix: str = "") -> list[str]:
        """List the keys that start with a prefix, in order."""

    def entries(self) -> list[Entry]:
        """List every entry that goes along in a copy, in order of the keys."""
        found = ((key, *self.get(key)) for key in self.keys() if not key.startswith(OWN))
        return [Entry(key, value, version) for key, value, version in found if value is not None]


def identity_of(registry: Registry) -> str:
    """Return what names a store for ever, wherever it lies; empty before the first load. Nothing is written."""
    return registry.get(_IDENTITY)[0] or ""


def identify(registry: Registry) -> None:
    """Draw what names a store, if it has no name: whoever writes to it does, so that readers need not."""
    if not identity_of(registry):
        registry.put_if_version(_IDENTITY, secrets.token_hex(16), registry.get(_IDENTITY)[1])


class Suppression:
    """The people who were erased, remembered only as keyed hashes, and checked at the write door."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        identify(registry)
        secret, version = registry.get(_SECRET)
        if secret is None:
            registry.put_if_version(_SECRET, secrets.token_hex(32), version)
            secret, _ = registry.get(_SECRET)
        self._key = bytes.fromhex(secret or "")
        self._hashes = {key.removeprefix(ERASED) for key in registry.keys(ERASED)}

    def add(self, marks: Iterable[str]) -> None:
        """Remember an erased person's ids and exact keys."""
        for mark in sorted(set(marks)):
            hashed = self.hashed(mark)
            _, version = self._registry.get(ERASED + hashed)
            self._registry.put_if_version(ERASED + hashed, "erased", version)
            self._hashes.add(hashed)

    def allowed(self, claims: Iterable[Claim], source: str) -> Iterator[Claim | None]:
        """Yield each claim, without the erased person in a list of people; None for what must not be kept."""
        if not self._hashes:
            yield from claims
            return
        gone: set[str] = set()
        for claim in claims:
            if claim.table == "people":
                record = record_id(source, "people", claim.key)
                if record in gone or any(self.hashed(m) in self._hashes for m in (record, *identity_marks(claim))):
                    gone.add(record)
                    yield None
                    continue
            erased = {r for r in references(claim) if r in gone or self.hashed(r) in self._hashes}
            yield without_people(claim, erased, self.hashed) if erased else claim

    def hashed(self, mark: str) -> str:
        return hmac.new(self._key, mark.encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Erasure:
    """An erasure on its way through a store's claims: how many it touched, and the marks that keep who went away.

    ``hashed`` is that of the store's suppression list.
    """

    records: frozenset[str]
    hashed: Callable[[str], str]
    touched: int = 0
    marks: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.marks |= self.records

    def left_of(self, source: str, claim: Claim) -> Claim | None:
        """Return what is left of a claim: itself where it speaks of nobody who goes, None where nothing is."""
        if claim.table == "people" and record_id(source, "people", claim.key) in self.records:
            self.marks.update(identity_marks(claim))
        elif not self.records.intersection(claim.content[:2] if claim.table == "identities" else references(claim)):
            return claim
        self.touched += 1
        return None if claim.table == "people" else without_people(claim, self.records, self.hashed)


def identity_marks(claim: Claim) -> list[str]:
    """List the exact keys of a people claim, as they are compared; a role mailbox is nobody's."""
    addresses = [address.strip().casefold() for address in (claim.value("email") or "").split(";")]
    marks = [f"email:{address}" for address in addresses if address and not is_role_mailbox(address)]
    marks += [f"{name}:{value.casefold()}" for name in ("linkedin_url", "crm_id") if (value := claim.value(name))]
    if slug := profile_slug(claim.value("linkedin_url") or ""):
        marks.append(f"linkedin:{slug}")
    return marks


def is_about(held: Held, mark: str) -> bool:
    """Say whether a claim is of a record, speaks of it, or has a person with this exact key (see identity_marks)."""
    claim = held.claim
    if mark in references(claim) or (claim.table == "people" and mark in identity_marks(claim)):
        return True
    return record_id(held.source, claim.table, claim.key) == mark


def without_people(claim: Claim, erased: Iterable[str], hashed: Callable[[str], str]) -> Claim | None:
    """Return the claim without these people; None where they are what it is about, or fewer than two take part.

    A key that may name them becomes a hash of it, the same whenever the claim is loaded again.
    """
    gone = set(erased)
    if claim.table == "contacts":
        left = [person for person in (claim.value("participants") or "").split(";") if person not in gone]
        return _changed(claim, "participants", ";".join(left)) if len(left) > 1 else None
    shorter = claim
    for name in _MENTIONED.get(claim.table, ()):
        if (named := claim.value(name)) is not None and _mark(claim, named) in gone:
            shorter = _changed(shorter, name, None)
    if shorter is claim or gone.intersection(references(shorter)):
        return None
    return replace(shorter, key=f"erased:{hashed(claim.key)}") if claim.table in REKEYED else shorter


def _mark(claim: Claim, named: str) -> str:
    """Return the record that a field names; in a leadership list, where a name is all there is, its mark."""
    return leader_mark(claim.value("company") or "", named) if claim.table == "leaders" else named


def _changed(claim: Claim, field: str, value: str | None) -> Claim:
    at = TABLES[claim.table].index(field)
    content = (*claim.content[:at], value, *claim.content[at + 1 :])
    return replace(claim, content=content)
