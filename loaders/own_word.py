"""Whose word are the asks of an upload? Nobody asks in another's name, so only one's own are taken."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from graph.identity import person_keys
from graph.provenance import Claim, record_id
from graph.vocabulary.names import folded
from loaders.base import Reading, Unread

NamesOf = Callable[[Collection[str], Collection[str]], Mapping[str, frozenset[str]]]
"""Given records and exact keys of people: the names that a store knows of each."""


def own_asks(claims: Iterable[Claim], reading: Reading, by: str, names_of: NamesOf) -> Iterator[Claim]:
    """Yield the claims without the asks of others than ``by``, which are rejected row by row.

    An asker is who the store says, else who the people of the upload are: these by their name, and only where nobody
    of another name has the same e-mail, profile or id in another system.
    """
    people: dict[str, tuple[str, tuple[str, ...]]] = {}
    asks: list[Claim] = []
    for claim in claims:
        if claim.table == "people":
            told = {name: claim.value(name) or "" for name in ("name", "given_name", "family_name")}
            name = told["name"] or f"{told['given_name']} {told['family_name']}"
            exact = (claim.value(column) or "" for column in ("email", "linkedin_url", "crm_id"))
            people[record_id(reading.source, "people", claim.key)] = folded(name), person_keys(*exact)
        if claim.table == "asks":
            asks.append(claim)
        else:
            yield claim
    if not asks:
        return
    askers = {claim.value("asked_by") or "" for claim in asks}
    known = names_of(askers, {key for one in askers for key in people.get(one, ("", ()))[1]})
    mine = {one for one in askers if _names(one, people, known) == {folded(by)}}
    for claim in asks:
        if claim.value("asked_by") in mine:
            yield claim
            continue
        whose = "names nobody who asked" if not claim.value("asked_by") else f"is the ask of somebody else than {by}"
        reading.reject(claim.file, claim.line, f"{whose}: load it on the server", Unread(frozenset({"asks"})))


def _names(
    record: str, people: Mapping[str, tuple[str, tuple[str, ...]]], known: Mapping[str, frozenset[str]]
) -> set[str]:
    """Return every name of whoever a record is of: of one that the store knows its own, else of all with its keys."""
    own, keys = people.get(record, ("", ()))
    told = known.get(record) or {name for one in keys for name in known.get(one, ())}
    return {folded(name) for name in told} | ({own} if own else set())
