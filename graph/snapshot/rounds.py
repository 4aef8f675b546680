"""Which rounds of blind judgement there are, and which judgements stay sealed until the lead closes theirs."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from graph.provenance import WORKSPACE, Held
from graph.vocabulary.tables import TABLES


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which several of us judge without seeing each other's judgements.

    ``opportunity`` "" is the whole account; ``toward`` "" is us; ``lead`` is whoever of us opened it and alone closes
    it, "" once they were erased. ``closed_on`` is "" while it is open.
    """

    id: str
    company: str
    opportunity: str
    toward: str
    opened_on: str
    closed_on: str
    lead: str

    @property
    def open(self) -> bool:
        return not self.closed_on


def read_rounds(claims: Iterable[Held], entity: Mapping[str, str]) -> dict[str, Round]:
    """Read the rounds by id, companies resolved; what a file says of rounds is no round."""
    found = {}
    for held in (one for one in claims if one.source == WORKSPACE):
        told = {field.name: _cell(held, field.name) for field in TABLES["rounds"].fields}
        company, toward, lead = (entity.get(told[name], told[name]) for name in ("company", "toward", "lead"))
        found[told["id"]] = Round(
            told["id"], company, told["opportunity"], toward, told["opened_on"], told["closed_on"], lead
        )
    return found


def closed_rounds(small: Mapping[str, list[Held]]) -> frozenset[str]:
    """Return the ids of the rounds that were closed."""
    own = (held for held in small.get("rounds", ()) if held.source == WORKSPACE)
    return frozenset(_cell(held, "id") for held in own if _cell(held, "closed_on"))


def is_sealed(held: Held, closed: frozenset[str]) -> bool:
    """Say whether a claim is a judgement of a round not known to be closed: for others as if it did not exist."""
    within = _cell(held, "round") if held.claim.table == "stances" else ""
    return bool(within) and within not in closed


def judged_by_us(held: Held, entity: Mapping[str, str], once_ours: Container[str]) -> bool:
    """Say whether a judgement is of somebody who is or was one of us, or of nobody named; only those count.

    It is told anew by every snapshot: that a rater is one of us may become known after the judgement.
    """
    by = _cell(held, "by")
    return not by or entity.get(by, by) in once_ours


def unsealed(small: Mapping[str, list[Held]]) -> list[Held]:
    """Return the judgements that maps, plans and histories may show."""
    closed = closed_rounds(small)
    return [held for held in small.get("stances", ()) if not is_sealed(held, closed)]


def of_round(small: Mapping[str, list[Held]], one: str) -> list[Held]:
    """Return the judgements of one round, open or closed; for the round's own pages only."""
    told = (held for held in small.get("stances", ()) if held.source == WORKSPACE)
    return [held for held in told if _cell(held, "round") == one]


def _cell(held: Held, name: str) -> str:
    return held.claim.value(name) or ""
