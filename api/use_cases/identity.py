"""What a person judges about two records."""

from datetime import datetime

from api.viewer import Viewer
from graph.errors import BadArgument
from graph.provenance import RecordId
from graph.stores.base import Store

_KINDS = {"p": "a person", "c": "a company"}


def decide(viewer: Viewer, store: Store, a: str, b: str, verdict: str, *, at: datetime) -> None:
    """Keep a person's judgement that two records are ``same`` or ``different``.

    Raises BadArgument for records of two kinds, such as a company and a person.
    """
    kinds = [one.partition("-")[0] for one in (a, b)]
    if kinds[0] != kinds[1]:
        told = " and ".join(
            f"{one} is {_KINDS.get(kind, 'something else')}" for one, kind in zip((a, b), kinds, strict=True)
        )
        raise BadArgument(f"{told}: they are neither same nor different.",
                          remedy="Name two people (p-...), or two companies (c-...).")  # fmt: skip
    store.decide(RecordId(a), RecordId(b), verdict, by=viewer.name, at=at)
