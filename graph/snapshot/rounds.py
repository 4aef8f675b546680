"""Which rounds of blind judgement there are, and which judgements stay sealed until the lead closes theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.provenance import Held
from graph.vocabulary.tables import TABLES


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which several of us judge without seeing each other's judgements.

    ``opportunity`` "" is the whole account; ``toward`` "" is us; ``lead`` is whoever of us opened it and alone closes
    it. ``closed_on`` is "" while it is open.
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
    """Read the rounds by id, companies resolved."""
    found = {}
    for held in claims:
        told = {field.name: _cell(held, field.name) for field in TABLES["rounds"].fields}
        company, toward, lead = (entity.get(told[name], told[name]) for name in ("company", "toward", "lead"))
        found[told["id"]] = Round(
            told["id"], company, told["opportunity"], toward, told["opened_on"], told["closed_on"], lead
        )
    return found


def open_rounds(small: Mapping[str, list[Held]]) -> frozenset[str]:
    """Return the ids of the rounds that nobody has closed yet."""
    return frozenset(_cell(held, "id") for held in small.get("rounds", ()) if not _cell(held, "closed_on"))


def is_sealed(held: Held, still_open: frozenset[str]) -> bool:
    """Say whether a claim is a judgement of a round that is open: for everybody else as if it did not exist."""
    return held.claim.table == "stances" and bool(still_open) and _cell(held, "round") in still_open


def unsealed(small: Mapping[str, list[Held]]) -> list[Held]:
    """Return the judgements that maps, plans and histories may show."""
    still_open = open_rounds(small)
    return [held for held in small.get("stances", ()) if not is_sealed(held, still_open)]


def of_round(small: Mapping[str, list[Held]], one: str) -> list[Held]:
    """Return the judgements of one round, open or closed; for the round's own pages only."""
    return [held for held in small.get("stances", ()) if _cell(held, "round") == one]


def _cell(held: Held, name: str) -> str:
    return held.claim.value(name) or ""
