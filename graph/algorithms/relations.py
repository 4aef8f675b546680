"""How well we know each person of a unit: the warmest tie, who has met them, and when last."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.algorithms.evidence import Evidence, did_something, has_met, knows, warmth
from graph.algorithms.introductions import Introducer
from graph.algorithms.joined import joined_evidence
from graph.algorithms.pairs import neighbours_among
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.ranks import rank

STRONG = 0.5  # [J] warmth from which a tie is called strong
_AT_ONCE = 100  # people whose ties are put into words together; each may be tied to all of us


@dataclass(frozen=True, slots=True)
class Relation:
    """``warmest`` is one of us with the warmth in (0, 1), None without any tie. ``met_by`` lists who of us has met
    the person, the warmest first (``has_met``: a connection online alone is no meeting); ``known_by`` who knows the
    person (``knows``): those first, then who is only connected online. ``close`` counts those who met and did something
    together or have a strong tie (``is_close``). ``last`` is the day of the last contact: of a month or year its middle
    (as `Touch` has it), never after the day of the question.

    ``depth`` in [0, 1): how deep our relation is, 0 without any contact: the contacts of all of us together, as they
    fade with time, less when none of those who had them is of about the person's rank (``peers`` False, None where the
    person's title says no rank).
    """

    warmest: tuple[str, float] | None
    met_by: tuple[str, ...]
    known_by: tuple[str, ...]
    last: date | None
    depth: float = 0.0
    peers: bool | None = None
    close: int = 0


def is_close(items: Sequence[Evidence]) -> bool:
    """Say whether two who have met did something together, or worked together so long and near that the tie is strong.

    Merely having been at one large firm makes many tied who never spoke: at ours, where its size damps nothing, all.
    """
    return did_something(items) or warmth(items) >= STRONG


def relations(ask: Introducer, people: Iterable[str]) -> dict[str, Relation]:
    """Return our relation to each person on the day of the question, by all records that are told together."""
    everybody, ranks = list(people), _Ranks(ask)
    found: dict[str, Relation] = {}
    for first in range(0, len(everybody), _AT_ONCE):
        together = {person: ask.alike.of(person) for person in everybody[first : first + _AT_ONCE]}
        tied = _ours(ask, list(dict.fromkeys(record for records in together.values() for record in records)))
        ask.prepare((one, record) for record, ours in tied.items() for one, _ in ours)
        for person, records in together.items():
            found[person] = _relation(ask, person, _ties(ask, records, tied), ranks)
    return found


def _ties(
    ask: Introducer, records: Sequence[str], tied: Mapping[str, Sequence[tuple[str, float]]]
) -> list[tuple[str, float, tuple[Evidence, ...]]]:
    """Return who of us is tied to a person of whom there are one or several records, how warmly, and by what."""
    if len(records) == 1:
        return [(one, warm, ask.evidence(one, records[0])) for one, warm in tied[records[0]]]
    told: dict[str, list[tuple[Evidence, ...]]] = {}
    for record in records:
        for one, _ in tied[record]:
            told.setdefault(one, []).append(ask.evidence(one, record))
    joined = {one: joined_evidence(items) for one, items in sorted(told.items())}
    return [(one, warmth(items), items) for one, items in joined.items()]


def _relation(
    ask: Introducer, person: str, tied: Iterable[tuple[str, float, tuple[Evidence, ...]]], ranks: "_Ranks"
) -> Relation:
    ranked: list[tuple[float, str]] = []
    met: list[str] = []
    online: list[str] = []
    last: list[date] = []
    apart, close = 1.0, 0
    touched: list[str] = []
    for one, warm, evidence in tied:
        ranked.append((warm, one))
        if knows(evidence):
            (met if has_met(evidence) else online).append(one)
            close += has_met(evidence) and is_close(evidence)
        contacts = [item for item in evidence if item.kind == "contact"]
        last += [min(PartialDate.parse(item.end).middle(), ask.world.as_of) for item in contacts if item.end]
        apart *= math.prod(1.0 - item.weight for item in contacts)
        touched += [one] if contacts else []
    ranked.sort(key=lambda item: (-round(item[0], 12), item[1]))
    order = {one: place for place, (_, one) in enumerate(ranked)}
    peers = ranks.peers(person, touched)
    other_rank = ask.world.parameters.of("relation")["other_rank"]
    met.sort(key=lambda one: order[one])
    online.sort(key=lambda one: order[one])
    return Relation(
        (ranked[0][1], ranked[0][0]) if ranked else None, tuple(met), (*met, *online),
        max(last, default=None),
        (1.0 - apart) * (other_rank if peers is False else 1.0), peers, close,
    )  # fmt: skip


def depth_word(depth: float, numbers: Mapping[str, float]) -> str:
    """Say how deep: none, slight, working or deep."""
    if depth <= 0:
        return "none"
    return "deep" if depth >= numbers["deep"] else "working" if depth >= numbers["working"] else "slight"


class _Ranks:
    """The ranks that people's titles say, each looked up once."""

    def __init__(self, ask: Introducer) -> None:
        self._ask = ask
        self._found: dict[str, float] = {}

    def of(self, person: str) -> float:
        if person not in self._found:
            jobs = self._ask.world.jobs_now(person)
            self._found[person] = rank(jobs[-1].title) if jobs else 0.0
        return self._found[person]

    def peers(self, person: str, of_us: Iterable[str]) -> bool | None:
        """Say whether one of us is of the person's rank or next to it, None where the person's title says none."""
        own = self.of(person)
        return any(abs(self.of(one) - own) <= 1 for one in of_us) if own else None


def _ours(ask: Introducer, people: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
    """Return who of us is tied to each person, with the warmth; colleagues of the person are not looked at."""
    found: dict[str, list[tuple[str, float]]] = {person: [] for person in people}
    known = {one: person for person in people if (one := ask.world.arrays.person(person)) >= 0}
    positions = np.array(list(known), np.int64)
    at, who, log = neighbours_among(ask.world, positions, np.asarray(ask.world.ours))
    for one, other, warm in zip(positions[at].tolist(), who.tolist(), (-np.expm1(log)).tolist(), strict=True):
        found[known[one]].append((ask.world.snapshot.id_of(other), warm))
    return {person: sorted(ours) for person, ours in found.items()}
