"""What is believed of each person's attitude on a day: the team's agreed number, else the newest judgement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.snapshot.decision import Judgement


@dataclass(frozen=True, slots=True)
class Stance:
    """A person's stance on a day, -3..3.

    ``agreed`` is the team's number, None where there is none. ``judges`` is how many of us judged, ``spread`` how far
    their newest judgements lie apart; where a round agreed on the number, only those of the round. ``day`` is
    that of the judgement that counts, ``newest`` the last day of any, by which it goes stale. ``cause`` is told of
    stances below 0 only. ``history`` is every judgement up to the day, the newest first.
    """

    value: int
    agreed: int | None
    judges: int
    spread: int
    day: date
    newest: date
    stale: bool
    cause: str
    history: tuple[Judgement, ...]


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
    the newest cause told counts.
    """
    found: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        about = not opportunity or one.opportunity in {"", opportunity}
        if one.day <= day and one.toward == toward and about:
            found[one.person].append(one)
    return {person: _stance(told, day, stale_days) for person, told in sorted(found.items())}


def _stance(told: list[Judgement], day: date, stale_days: float) -> Stance:
    ordered = sorted(told, key=lambda one: (one.day, one.at, one.value, one.by, one.source), reverse=True)
    agreed = next((one for one in ordered if one.agreed), None)
    counted = agreed or ordered[0]
    alone = [one for one in ordered if not one.agreed and (not counted.agreed or one.round == counted.round)]
    # Whoever judged in a round and was erased since is still one of its judges.
    newest_of = {
        one.by or (one.round and one.at): one.value
        for one in reversed(alone or [one for one in ordered if not one.agreed])
    }
    values = list(newest_of.values()) or [counted.value]
    newest = max(counted.day, ordered[0].day)
    causes = (one.cause for one in ordered if one.value < 0 and one.cause not in {"", "not_known"})
    return Stance(
        counted.value, agreed.value if agreed else None, len(newest_of) or 1, max(values) - min(values), counted.day,
        newest, newest < day - timedelta(days=stale_days), next(causes, "") if counted.value < 0 else "",
        tuple(ordered),
    )  # fmt: skip
