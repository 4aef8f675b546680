"""At which firm the owner of an archive is one of us: they always are, whatever the archive says of it."""

from collections.abc import Sequence

from graph.vocabulary.names import company_key
from loaders.base import ASSUMED_FIRM, Asked
from loaders.linkedin.files import Row
from loaders.linkedin.owner import Owner


def our_firm(positions: Sequence[Row], owner: Owner, asked: Asked, source: str) -> tuple[str, list[str]]:
    """Return our firm's name, and what a person should know of how it was found.

    It is what the user named, else the owner's only open position. Where nothing tells, it gets a name in words, so
    that the owner counts as one of us all the same. What the store calls ours is only a hint to the user: what a load
    says does not depend on what was loaded before.
    """
    now = open_positions(positions)
    only = now[0]("company name") if len({company_key(row("company name")) for row in now}) == 1 else ""
    named = " ".join(asked.firm.split())
    firm = named or only
    who = owner.called
    if not firm:
        why = "several positions are open" if now else "the archive shows no open position"
        known = asked.known.our_firm(source) if asked.known else ""
        how = f'--firm "{known}"' if known else "--firm NAME, or load a roster"
        told = f"{who} is taken to be one of us, but {why}: give our firm with {how}"
        return f"{ASSUMED_FIRM}{who}'s archive)", [told]
    if company_key(firm) in {company_key(row("company name")) for row in now}:
        return firm, []
    return firm, [f"{who} is taken to be one of us, at {firm}, since --firm says so"]


def open_positions(positions: Sequence[Row]) -> list[Row]:
    """Return the positions with a company that have not ended."""
    return [row for row in positions if is_open(row) and row("company name")]


def is_open(row: Row) -> bool:
    """Say whether a position has not ended."""
    return row("finished on").casefold() in {"", "present"}
