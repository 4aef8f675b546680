"""Whom the first view of a decision shows: the few who weigh most, and whoever the sentences speak of."""

from collections.abc import Sequence

from graph.algorithms.introductions import Introducer
from graph.algorithms.power import PowerMap, large

_WEIGHS = 0.03
"""A smaller part of the decision is worth no word of its own."""


def first_view(ask: Introducer, told: PowerMap, most: int, *, also: Sequence[str] = ()) -> Sequence[str]:
    """Return the people of the first view: who decides, whoever else the title counts, then who sways or keeps a door.

    Whoever the sentences speak of (``also``) is among them, in place of those who weigh least and do not decide.
    In a whole company, whose deciders are those of all its decisions, a third of the places is for the others, and of
    the deciders those come first whose decision does.
    """
    view = _first_view(ask, told, most)
    head = {one: group[0] for group in told.together for one in group}
    counted = {*told.deciding, *_large(told)}
    rest = [one for one in view if one not in counted and one not in also]
    missing = [one for one in dict.fromkeys(head.get(one, one) for one in also) if one not in view]
    missing = missing[: len(rest) + max(most - len(view), 0)]
    dropped = set(rest[max(len(rest) - max(len(view) + len(missing) - most, 0), 0) :])
    return (*(one for one in view if one not in dropped), *missing)


def _first_view(ask: Introducer, told: PowerMap, most: int) -> Sequence[str]:
    deciding = told.deciding
    if told.asked.opportunity:
        return (*deciding, *_swaying(told, max(most - len(deciding), len(_large(told)))))
    others = _swaying(told, max(most - len(deciding), most // 3))
    known = ask.world.snapshot.decision.opportunities
    soon: dict[str, tuple[bool, str]] = {}
    for seat in told.unit.seats:
        if seat.role == "decider" and seat.opportunity in known:
            one = known[seat.opportunity]
            when = bool(one.outcome), one.decision_date or "9999"
            soon[seat.person] = min(soon.get(seat.person, when), when)
    first = set(sorted(deciding, key=lambda person: soon[person])[: max(most - len(others), 0)])
    return (*(person for person in deciding if person in first), *others)


def _swaying(told: PowerMap, most: int) -> tuple[str, ...]:
    """Return who else belongs on the first view: who keeps a door or signs, then those who sway most."""
    deciding = set(told.deciding)
    heads = {group[0] for group in told.together if deciding.isdisjoint(group)}
    left = [person for person in told.ranked if person in heads]
    seated = [p for p in left if _keeps(told, p) or {"approver", "buyer"} & set(told.unit.roles(p))]
    rest = [p for p in left if p not in seated and (told.share[p] > 1e-9 or told.unit.roles(p))]
    counted = _large(told)
    order = sorted([*seated, *rest], key=lambda person: person not in counted)
    return tuple(order[: max(most, 0)])


def _large(told: PowerMap) -> set[str]:
    """Return whom the title of a decision counts though they do not decide, of several of one name the first."""
    deciding = set(told.deciding)
    if not deciding or not told.asked.opportunity:
        return set()
    return large((group for group in told.together if deciding.isdisjoint(group)), told.share) & {
        group[0] for group in told.together
    }


def _keeps(told: PowerMap, person: str) -> bool:
    """Say whether somebody keeps the door of one who weighs in this decision."""
    deciders = set(told.unit.deciders)
    return any(one in deciders or told.share.get(one, 0.0) >= _WEIGHS for one in told.doors.get(person, ()))
