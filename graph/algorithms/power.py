"""How a decision stands: unit, shares, stances, camps, gaps and questions of one opportunity or company together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from graph.algorithms.camps import Camps, Partition, best_partition, camps_of, signed_graph
from graph.algorithms.coverage import Gaps, gaps
from graph.algorithms.influence import Advocacy, Step, advocacy, levers, order_of_conviction, questions, shares
from graph.algorithms.introductions import Introducer
from graph.algorithms.namesakes import namesakes
from graph.algorithms.relations import Relation, relations
from graph.algorithms.stances import Stance, stances
from graph.algorithms.unit import DecisionUnit, decision_unit
from graph.algorithms.world import World
from graph.parameters import Parameters
from graph.snapshot import Snapshot
from graph.snapshot.lines import Line


@dataclass(frozen=True, slots=True)
class Asked:
    """Which map: of an opportunity, or with "" of the whole company; ``toward`` "" for us, else a competitor's id.

    What-if: ``supposed`` stances (None: unknown), ``lines`` of influence added, ``without`` taken away.
    ``camps``: at most so many; None chooses.
    """

    company: str
    opportunity: str = ""
    toward: str = ""
    supposed: Mapping[str, int | None] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    camps: int | None = None


LARGE = 0.2
"""Whoever holds so much of a decision is counted and named beside those who decide. [J]"""


@dataclass(frozen=True, slots=True)
class PowerMap:
    """Everything by person id. ``ranked`` is everybody, the weightiest first; ``told`` the stance that counts, None
    when unknown; ``trend`` what changed in 90 days; ``doors`` whose door each gatekeeper keeps. ``together`` is
    everybody once: records of one name at the company are one group, whoever stands for them first.
    """

    asked: Asked
    unit: DecisionUnit
    ranked: tuple[str, ...]
    lever: Mapping[str, float]
    share: Mapping[str, float]
    stances: Mapping[str, Stance]
    told: Mapping[str, int | None]
    trend: Mapping[str, int | None]
    advocacy: Advocacy
    camps: Camps
    partition: Partition
    relations: Mapping[str, Relation]
    gaps: Gaps
    questions: tuple[tuple[str, float], ...]
    conviction: tuple[Step, ...]
    doors: Mapping[str, tuple[str, ...]]
    together: tuple[tuple[str, ...], ...]

    @property
    def titled(self) -> list[tuple[int | None, float]]:
        """Stance and share of each whom the title counts: who decides and who holds a large part, in a company all."""
        among = set(self.deciding) if self.asked.opportunity else set(self.ranked)
        return _counted(self.together, among, self.told, self.share)

    @property
    def deciding(self) -> tuple[str, ...]:
        """Who sits in a decider's seat, the weightiest first."""
        seated = {seat.person for seat in self.unit.seats if seat.role == "decider"}
        return tuple(person for person in self.ranked if person in seated)


@dataclass(frozen=True, slots=True)
class _Wiring:
    """What of a map no stance changes."""

    unit: DecisionUnit
    lever: Mapping[str, float]
    share: Mapping[str, float]
    ranked: tuple[str, ...]
    relations: Mapping[str, Relation]
    gaps: Gaps
    doors: Mapping[str, tuple[str, ...]]
    partition: Partition


def power_map(ask: Introducer, asked: Asked, *, known: PowerMap | None = None) -> PowerMap:
    """Work out the map on the day of the question; raises NobodyDecides when given weights sum to zero.

    ``known`` is a map of the same question where less was supposed: what the rest does not change is taken from it.
    """
    wired = _wiring(ask, asked, known)
    unit, numbers, prior = wired.unit, ask.world.parameters, ask.world.parameters.of("stance")["prior_stance"]
    lever = np.array([wired.lever[person] for person in unit.unit.people], dtype=np.float64)
    found = stances_of(ask, asked)
    told = {person: found[person].value if person in found else None for person in unit.unit.people}
    told.update({person: value for person, value in asked.supposed.items() if person in told})
    values = [told[person] for person in unit.unit.people]
    earlier = stances_of(ask, asked, ask.world.as_of - timedelta(days=90))
    hints = {person: float(value) for person, value in told.items() if value is not None}
    return PowerMap(
        asked, unit, wired.ranked, wired.lever, wired.share, found,
        told, {p: _moved(told[p], earlier.get(p)) for p in wired.ranked},
        advocacy(lever, values, prior=prior), camps_of(wired.partition, hints), wired.partition, wired.relations,
        wired.gaps, tuple(questions(unit.unit, lever, values)),
        order_of_conviction(
            unit.unit, lever, values, won=int(numbers.of("moves")["won"]), prior=prior, feasible=steps_left(ask, asked)
        ), wired.doors, _together(ask.world.snapshot, unit, wired.ranked, told),
    )  # fmt: skip


def _together(
    snapshot: Snapshot, unit: DecisionUnit, ranked: Iterable[str], told: Mapping[str, int | None]
) -> tuple[tuple[str, ...], ...]:
    """Return everybody once, those of one name at the company as one group.

    First of a group stands whom the decision needs most: who decides, has a seat, a stance, a manager, weighs most.
    """
    order = list(ranked)
    place = {person: number for number, person in enumerate(order)}
    seated = {seat.person: False for seat in unit.seats} | {
        seat.person: True for seat in unit.seats if seat.role == "decider"
    }

    def needed(person: str) -> tuple[bool, bool, bool, bool, int]:
        return (
            not seated.get(person, False), person not in seated, told.get(person) is None,
            person not in unit.managers, place[person],
        )  # fmt: skip

    groups = [tuple(sorted(group, key=needed)) for group in namesakes(snapshot, [p for p in order if p in unit.jobs])]
    groups += [(person,) for person in order if person not in unit.jobs]
    return tuple(sorted(groups, key=lambda group: min(place[one] for one in group)))


def large(together: Iterable[tuple[str, ...]], share: Mapping[str, float]) -> set[str]:
    """Return who holds as much as counts beside those who decide, several records of one name as one."""
    return {one for group in together if sum(share[own] for own in group) >= LARGE for one in group}


def _counted(
    together: Iterable[tuple[str, ...]], deciding: set[str], told: Mapping[str, int | None], share: Mapping[str, float]
) -> list[tuple[int | None, float]]:
    """Return stance and share of each who decides or holds a large part, each once; nobody where nobody decides."""
    groups = list(together)
    among = deciding | large(groups, share) if deciding else deciding
    return [(told[group[0]], sum(share[one] for one in group)) for group in groups if not among.isdisjoint(group)]


def _wiring(ask: Introducer, asked: Asked, known: PowerMap | None) -> _Wiring:
    if known and (known.asked.lines, known.asked.without, known.asked.camps) == (
        asked.lines, asked.without, asked.camps
    ):  # fmt: skip
        return _Wiring(
            known.unit, known.lever, known.share, known.ranked, known.relations, known.gaps, known.doors,
            known.partition,
        )  # fmt: skip
    unit = decision_unit(ask, asked.company, opportunity=asked.opportunity, lines=asked.lines, without=asked.without)
    people = unit.unit.people
    lever = levers(unit.unit)
    by_share = dict(zip(people, map(float, shares(lever)), strict=True))
    held = {seat.person for seat in unit.seats}
    ranked = tuple(sorted(people, key=lambda one: (-round(by_share[one], 9), one not in held, one)))
    related = known.relations if known and known.relations.keys() >= set(people) else relations(ask, people)
    doors = ask.doors.behind(people)
    return _Wiring(
        unit, dict(zip(people, map(float, lever), strict=True)), by_share, ranked, related,
        gaps(unit, related, ranked, doors), doors, _partition(unit, asked.camps, ask.world.parameters),
    )  # fmt: skip


def steps_left(ask: Introducer, asked: Asked) -> int | None:
    """Return how many steps of stance a person can take until the decision, at least one; None without a day."""
    known = ask.world.snapshot.decision.opportunities.get(asked.opportunity)
    if known is None or len(known.decision_date) != len("2027-01-15"):
        return None
    days = (date.fromisoformat(known.decision_date) - ask.world.as_of).days
    return max(1, int(days // ask.world.parameters.of("moves")["step_days"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """``told`` the stance that counts, None when unknown; ``deciding`` who sits in a decider's seat, by id, each once
    though several records are of one name at the company; ``shown`` their stances and shares; ``vacant`` which seats
    that decide are empty.
    """

    told: Mapping[str, int | None]
    share: Mapping[str, float]
    deciding: tuple[str, ...]
    advocacy: Advocacy
    shown: tuple[tuple[int | None, float], ...]
    vacant: tuple[str, ...]


def stands(ask: Introducer, asked: Asked) -> Standing:
    """Return how a decision stands: the same numbers as in the map, without camps, relations and gaps.

    Those take most of its time: for lists and cards. Raises NobodyDecides as the map does.
    """
    unit = decision_unit(ask, asked.company, opportunity=asked.opportunity)
    lever = levers(unit.unit)
    found, people = stances_of(ask, asked), unit.unit.people
    told = {person: found[person].value if person in found else None for person in people}
    seated = {seat.person for seat in unit.seats if seat.role == "decider"}
    share = dict(zip(people, map(float, shares(lever)), strict=True))
    together = _together(ask.world.snapshot, unit, people, told)
    prior = ask.world.parameters.of("stance")["prior_stance"]
    return Standing(
        told, share, tuple(group[0] for group in together if not seated.isdisjoint(group)),
        advocacy(lever, [told[person] for person in people], prior=prior),
        tuple(_counted(together, seated, told, share)), unit.vacant,
    )  # fmt: skip


def stances_of(ask: Introducer, asked: Asked, day: date | None = None) -> dict[str, Stance]:
    """Return the stances that count for a map on a day, by default that of the question.

    A judgement is one of all records that are told together with the person, as everywhere else.
    """
    told = (
        one if record == one.person else replace(one, person=record)
        for one in ask.world.snapshot.decision.judgements
        for record in ask.alike.of(one.person)
    )
    return stances(
        told, day or ask.world.as_of, toward=asked.toward,
        opportunity=asked.opportunity, stale_days=ask.world.parameters.of("stance")["stale_days"],
    )  # fmt: skip


def advocacy_on(ask: Introducer, asked: Asked, day: date) -> tuple[Advocacy, dict[str, float], dict[str, int | None]]:
    """Return the advocacy of another day with the levers and stances it comes from; lines and stances as of that day.

    Judgements count from the day on which somebody made them, so a trend is there from the first load on.
    """
    then = Introducer(World(ask.world.snapshot, day, ask.world.parameters))
    unit = decision_unit(then, asked.company, opportunity=asked.opportunity)
    lever = levers(unit.unit)
    found = stances_of(then, replace(asked, supposed={}))
    told = {person: found[person].value if person in found else None for person in unit.unit.people}
    prior = ask.world.parameters.of("stance")["prior_stance"]
    return (
        advocacy(lever, [told[person] for person in unit.unit.people], prior=prior),
        {person: float(lever[n]) for n, person in enumerate(unit.unit.people)}, told,
    )  # fmt: skip


def signed_ties(unit: DecisionUnit, parameters: Parameters) -> Iterable[tuple[str, str, float]]:
    """Yield what pulls two people together (> 0) or pushes them apart: agreement, influence, conflict, contact."""
    numbers = parameters.of("camps")
    sign = {"agreement": 1, "conflict": -1, "influence": 1}
    for line in unit.lines:
        if line.kind in sign and line.end:
            yield line.start, line.end, sign[line.kind] * numbers[line.kind] * line.strength
    for (a, b), amount in sorted(unit.contacts.items()):
        if amount >= 1:
            yield a, b, numbers["contact"]


def _moved(now: int | None, before: Stance | None) -> int | None:
    return now - before.value if now is not None and before is not None else None


def _partition(unit: DecisionUnit, number: int | None, parameters: Parameters) -> Partition:
    numbers = parameters.of("camps")
    return best_partition(
        signed_graph(unit.unit.people, signed_ties(unit, parameters)), number=number,
        seconds=numbers["seconds"], seed=int(numbers["seed"]), sweeps=int(numbers["sweeps"]),
    )  # fmt: skip
