"""What is believed of each person's attitude on a day: the team's agreed number, else the newest judgement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from graph.snapshot.decision import Judgement


@dataclass(frozen=True, slots=True)
class Stance:
    """A person's stance on a day, -3..3.

    ``agreed`` is the team's number, None where there is none. ``judges`` is how many of us judged, ``spread`` how far
    their newest judgements lie apart; where a round agreed on the number, only those of the round. ``counted`` is the
    judgement that counts and ``day`` its day; ``newest`` is the last day on which anybody judged the same, by which it
    goes stale. ``cause`` is told of stances below 0 only. ``history`` is every judgement up to the day, the newest
    first.
    """

    value: int
    agreed: int | None
    judges: int
    spread: int
    counted: Judgement
    newest: date
    stale: bool
    cause: str
    history: tuple[Judgement, ...]

    @property
    def day(self) -> date:
        """Return the day of the judgement that counts."""
        return self.counted.day

    def raised_since(self, day: date) -> bool:
        """Say whether it went up after a day: by an agreed number, or by what one of us judged where there is none."""
        series: dict[str, list[Judgement]] = defaultdict(list)
        for one in self.history:
            if one.agreed == (self.agreed is not None):
                series["" if one.agreed else one.by or one.at].append(one)
        pairs = (pair for told in series.values() for pair in pairwise(told))
        return any(newer.day > day and newer.value > older.value for newer, older in pairs)


def stances(
    judgements: Iterable[Judgement], day: date, *, toward: str = "", opportunity: str = "", stale_days: float = 90
) -> dict[str, Stance]:
    """Return the stance of everybody of whom one is known on a day; who is missing is unknown, not neutral.

    Parameters
    ----------
    toward : "" for us, else a competitor's id
    opportunity : judgements about another opportunity are left out; "" takes them all

    Notes
    -----
    The newest agreed number counts, else the newest judgement; of several of one day that which was recorded last,
    and of those of which no time is known the highest (as introductions do). A cause "not_known" or none is no cause;
    the newest cause told counts, unless whoever told it, or the team, judged 0 or more since.
    """
    found: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        about = not opportunity or one.opportunity in {"", opportunity}
        if one.day <= day and one.toward == toward and about:
            found[one.person].append(one)
    return {person: _stance(told, day, stale_days) for person, told in sorted(found.items())}


def newest_first(told: Iterable[Judgement]) -> list[Judgement]:
    """Sort judgements, of one day by when they were recorded, else the highest first."""
    return sorted(told, key=lambda one: (one.day, one.at, one.value, one.by, one.source), reverse=True)


def _stance(told: list[Judgement], day: date, stale_days: float) -> Stance:
    ordered = newest_first(told)
    agreed = next((one for one in ordered if one.agreed), None)
    counted = agreed or ordered[0]
    alone = [one for one in ordered if not one.agreed and (not counted.agreed or one.round == counted.round)]
    # Whoever judged in a round and was erased since is still one of its judges.
    newest_of = {
        one.by or (one.round and one.at): one.value
        for one in reversed(alone or [one for one in ordered if not one.agreed])
    }
    values = list(newest_of.values()) or [counted.value]
    newest = max(one.day for one in ordered if one.value == counted.value)
    return Stance(
        counted.value, agreed.value if agreed else None, len(newest_of) or 1, max(values) - min(values), counted,
        newest, newest < day - timedelta(days=stale_days), cause_of(ordered) if counted.value < 0 else "",
        tuple(ordered),
    )  # fmt: skip


class Judged(Protocol):
    """What somebody judged, in a round or outside of one."""

    @property
    def person(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def value(self) -> int: ...
    @property
    def cause(self) -> str: ...
    @property
    def agreed(self) -> bool: ...


def cause_of(ordered: Iterable[Judged]) -> str:
    """Return why somebody is against us, by their judgements, the newest first; "" where it is not known."""
    turned: set[str] = set()
    for one in ordered:
        if one.value >= 0:
            if one.agreed:
                break
            turned.add(one.by or one.at)
        elif one.cause not in {"", "not_known"} and (one.by or one.at) not in turned:
            return one.cause
    return ""
