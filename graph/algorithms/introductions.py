"""Who of us can introduce us to a person, directly or through one go-between, best first."""

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from graph.algorithms.alike import Alike
from graph.algorithms.ask import Best
from graph.algorithms.conflicts import Conflicts
from graph.algorithms.evidence import Evidence, evidence_of, knows
from graph.algorithms.gatekeepers import Doors
from graph.algorithms.known import Known, known_by_us
from graph.algorithms.messengers import never_asked
from graph.algorithms.pairs import neighbours
from graph.algorithms.reach import Reach, reach
from graph.algorithms.reached import Reached
from graph.algorithms.staff import former_at, people_at
from graph.algorithms.ways import Hop, Introduction, first_of, joined, offered, rank
from graph.algorithms.weights import Weights
from graph.algorithms.world import World
from graph.folding import Job
from graph.snapshot import Stance
from graph.snapshot.arrays import PROJECT, Bools, Longs
from graph.vocabulary import ranks
from graph.vocabulary.amounts import one_of

GROUPS = ("alumni", "delivered", "colleagues")
_KEPT_PAIRS = 50_000
_MAPPED_MB = 256  # a question of random reads makes far more of a mapped file resident than it needs
_AGAINST = {-1: "sceptic", -2: "critic", -3: "blocker"}


class Introducer:
    """Answers for one world; ties and reach are worked out once and kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._arrays = world.arrays
        self._evidence: dict[tuple[int, int], tuple[Evidence, ...]] = {}
        self._known: dict[int, Known] = {}

    @cached_property
    def ours(self) -> frozenset[str]:
        """Everybody who works for us on the day."""
        return frozenset(map(self._id, np.flatnonzero(self.world.ours).tolist()))

    @cached_property
    def doors(self) -> Doors:
        """Who keeps whose door on the day."""
        return Doors(self.world)

    @cached_property
    def conflicts(self) -> Conflicts:
        """Who is in conflict with whom on the day."""
        return Conflicts(self.world, self.alike)

    @cached_property
    def alike(self) -> Alike:
        """Which records are told together with a person."""
        return Alike(self.world)

    @cached_property
    def excluded(self) -> dict[str, str]:
        """Who is never a messenger today, with the reason."""
        return never_asked(self.world)

    @cached_property
    def _stance(self) -> dict[str, Stance]:
        newest: dict[str, Stance] = {}
        for item in self.world.snapshot.stances:
            if item.day <= self.world.as_of:
                newest[item.person] = max(newest.get(item.person, item), item, key=Stance.order)
        return newest

    @cached_property
    def _excluded(self) -> Bools:
        marks = np.zeros(self._arrays.people, np.bool_)
        marks[[self._arrays.person(one) for one in self.excluded]] = True
        return marks

    @cached_property
    def reached_by(self) -> Reach:
        """The warmest tie of everybody to one of us, worked out once."""
        willingness: Weights = np.ones(self._arrays.people)
        for one in self._stance:
            person = self._arrays.person(one)
            if person >= 0:
                willingness[person] = self.willingness(one)
        found = reach(self.world, self._excluded, willingness)
        found.ready()
        return found

    def stance(self, person: str) -> int | None:
        """Return the newest stance toward us on the day, the agreed one first; None when unknown."""
        found = self._stance.get(person)
        return found.value if found else None

    def stance_of(self, records: Iterable[str]) -> Stance | None:
        """Return the newest stance toward us that any record of probably one person tells, the agreed one first."""
        return max((self._stance[one] for one in records if one in self._stance), key=Stance.order, default=None)

    def willingness(self, person: str) -> float:
        """Return how far a go-between passes a request on, in (0, 1]: less when they are against us."""
        word = _AGAINST.get(self.stance(person) or 0)
        return self.world.parameters.of("introductions")[word] if word else 1.0

    def ties(self, person: str) -> dict[str, tuple[Evidence, ...]]:
        """Return everybody who is tied to a person, with all evidence."""
        others = self.warmest(person)
        self.prepare((other, person) for other in others)
        return {other: self.evidence(other, person) for other in sorted(others)}

    def warmest(self, person: str) -> dict[str, float]:
        """Return the warmth of everybody tied to a person."""
        one = self._arrays.person(person)
        if one < 0:
            return {}
        people, log = neighbours(self.world, one)
        return dict(zip(map(self._id, people.tolist()), (-np.expm1(log)).tolist(), strict=True))

    def evidence(self, one: str, other: str) -> tuple[Evidence, ...]:
        """Return what links two people, the strongest first."""
        return self._told(self._arrays.person(one), self._arrays.person(other))

    def prepare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Work out what links many pairs at once, before they are asked for one by one."""
        position = self._arrays.person
        self.prepare_at((position(one), position(other)) for one, other in pairs)

    def prepare_at(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Do the same for the positions of people."""
        if len(self._evidence) > _KEPT_PAIRS:
            self._evidence.clear()
        missing = sorted({pair for pair in pairs if pair not in self._evidence})
        found = evidence_of(self.world, [a for a, _ in missing], [b for _, b in missing])
        self._evidence.update(zip(missing, found, strict=True))
        self._keep_small()

    def prepare_known(self, people: Iterable[int]) -> None:
        """Find at once for many positions of people those of us who have met them."""
        missing = sorted({one for one in people if one not in self._known})
        found = known_by_us(self.reached_by, np.array(missing, np.int64))
        self._known.update(zip(missing, found, strict=True))

    def introductions(self, target: str, *, top: int = 3) -> tuple[Introduction, ...]:
        """Return the best introductions, direct ones first, no two with the same last person before the target."""
        one = self._arrays.person(target)
        if one < 0 or self.world.ours[one]:
            return ()
        found = self.best_to_ask(np.array([one]), top)
        return offered(self.ways(target, found.between.tolist(), top), top)

    def together(self, target: str, *, top: int = 3) -> tuple[Introduction, ...]:
        """Return the best introductions to all records that are told together with a person, as if to one."""
        records = self.alike.of(target)
        ways = [way for one in records for way in self.introductions(one, top=top)]
        return offered(joined(ways, records, self.way), top) if len(records) > 1 else tuple(ways)

    def first(self, target: str) -> Introduction | None:
        """Return the introduction to take first, as on every list: the best word, of that who knows the person."""
        return first_of(self.together(target, top=2))

    def ways(self, target: str, between: Sequence[int], top: int) -> tuple[Introduction, ...]:
        """Return the ways to a target over the best people to ask, ``top`` direct ones, and who keeps the door."""
        chains = self.chains(self._arrays.person(target), between, top)
        self.prepare_at(pair for chain in chains for pair in pairwise(chain))
        name = self._id
        ways = [
            self.way(tuple(Hop(name(a), name(b), self._told(a, b)) for a, b in pairwise(chain))) for chain in chains
        ]
        return tuple(sorted((way for way in ways if way.score > 0), key=rank))

    def chains(self, target: int, between: Sequence[int], top: int) -> list[tuple[int, ...]]:
        """Return the positions of the people on each of these ways."""
        warmest = int(self.reached_by.by[target])  # of us, whether or not they met: an alumna has one, -1 for none
        near = self._known_at(target).nearest[: top + self.conflicts.many(self._id(target))]
        beside = {*between, *near, *self._keepers_at(target), warmest} - {-1}
        return [self.chain(one, target) for one in sorted(beside)]

    def chain(self, between: int, target: int) -> tuple[int, ...]:
        """Return the positions from one of us to a target over whom is given."""
        return (between, target) if self.world.ours[between] else (int(self.reached_by.by[between]), between, target)

    def blocked(self, target: str) -> tuple[tuple[str, str], ...]:
        """Return who is tied to the target but is not offered, with the reason."""
        one = self._arrays.person(target)
        others = [other for other in sorted(self.excluded) if other != target]
        self.prepare((other, target) for other in others)
        return tuple((other, self.excluded[other]) for other in others if one >= 0 and self.evidence(other, target))

    def people_at(self, company: str) -> dict[str, Job]:
        """Return who works at a company (its renamed predecessors included) on the day, with the newest job."""
        return people_at(self.world, company)

    def former_at(self, company: str) -> dict[str, Job]:
        """Return who left a company before the day."""
        return former_at(self.world, company)

    def reach(self, company: str, *, top: int = 3) -> tuple[list[Reached], list[tuple[str, Job]]]:
        """Return the people at a company whom we reach, best first, and those whom nobody reaches.

        Of those who are reached equally well the higher rank comes first.
        """
        jobs = self.people_at(company)
        people = sorted(person for person in jobs if not self.world.is_ours(person))
        targets = np.array([self._arrays.person(person) for person in people], np.int64)
        found = self.best_to_ask(targets, top)
        delivered = self._delivered(targets)
        first = np.searchsorted(found.target, np.arange(len(people) + 1))
        reached, unreached = [], []
        for number, person in enumerate(people):
            begin, end = int(first[number]), int(first[number + 1])
            if begin == end:
                unreached.append((person, jobs[person]))
                continue
            alumna = bool(self.world.alumni[targets[number]])
            group = GROUPS[0] if alumna else GROUPS[1] if delivered[number] else GROUPS[2]
            between = tuple(found.between[begin:end].tolist())
            reached.append(Reached(person, jobs[person], group, float(found.score[begin]), self, between, top))
        reached.sort(key=lambda at: (GROUPS.index(at.group), -round(at.best, 12), -ranks.rank(at.job.title), at.person))
        self._keep_small()
        return reached, unreached

    def known_by(self, *records: str) -> int:
        """Count those of us who have met a person: not only been at the same firm or school at other times."""
        return len({one for record in records for one in self._known_at(self._arrays.person(record)).people})

    def _known_at(self, person: int) -> Known:
        if person not in self._known:
            self.prepare_known([person])
        return self._known[person]

    def _keepers_at(self, target: int) -> list[int]:
        """Return those who keep somebody's door and whom we reach."""
        keepers = map(self._arrays.person, self.doors.keepers(self._id(target)))
        return [one for one in keepers if one >= 0 and self.reached_by.value[one] > 0]

    def best_to_ask(self, targets: Longs, top: int) -> Best:
        """Return the best people to ask for each of several targets, with the scores of the ways over them."""
        return self.conflicts.best_to_ask(self.reached_by, targets, top)

    def last_people(self, target: str) -> set[str]:
        """Return everybody who can be the last person of a short way to a target."""
        people = [(other, self._arrays.person(other)) for other in self.warmest(target)]
        return {other for other, one in people if self.reached_by.value[one] > 0}

    def best_of_us(self, between: str) -> Hop | None:
        """Return the warmest tie of one of us who may be asked, None when there is none."""
        one = int(self.reached_by.by[self._arrays.person(between)])
        return Hop(self._id(one), between, self.evidence(self._id(one), between)) if one >= 0 else None

    def way(self, hops: tuple[Hop, ...]) -> Introduction:
        """Score the hops from one of us to a target, and say what to beware of."""
        numbers = self.world.parameters.of("introductions")
        people = (hops[0].start, *(hop.end for hop in hops))
        score = self.conflicts.lessened(math.prod(hop.warmth for hop in hops), people)
        warnings = [item.warning for hop in hops for item in hop.evidence if item.warning]
        for hop in hops[:-1]:
            score *= self.willingness(hop.end)
            stance = self.stance(hop.end)
            if stance in _AGAINST:
                warnings.append(f"goes through {one_of(_AGAINST[stance])} of ours")
        at_odds = self.conflicts.told(people)
        calls = score >= numbers["call"] or self._is_alumnus(hops)
        word = "call" if calls and not at_odds else "ask" if score >= numbers["ask"] else "weak"
        keepers = self.doors.keepers(hops[-1].end)
        past = () if any(hop.start in keepers for hop in hops) else keepers
        slights = any(self.willingness(keeper) == 1 for keeper in past)
        told = tuple(dict.fromkeys((*warnings, *at_odds)))
        return Introduction(score, word, hops, told, past, slights, at_odds)

    def _is_alumnus(self, hops: tuple[Hop, ...]) -> bool:
        """Say whether a way leads straight to somebody who used to be ours: an answer in himself, however weak."""
        told = hops[0].evidence
        once = any(item.kind == "alumni" for item in told) or (knows(told) and self.world.was_ours(hops[0].end))
        return len(hops) == 1 and once

    def _told(self, one: int, other: int) -> tuple[Evidence, ...]:
        if (one, other) not in self._evidence:
            self.prepare_at([(one, other)])
        return self._evidence[one, other]

    def _delivered(self, targets: Longs) -> Bools:
        """Say who took part in a project with one of us."""
        arrays = self._arrays
        entries, of = self.world.entries_of(targets)
        group = arrays.entry_group[entries]
        with_us = (arrays.group_kind[group] == PROJECT) & (self.reached_by.ours_in[group] > 0)
        found = np.zeros(len(targets), np.bool_)
        found[of[with_us & self.world.begun[arrays.entry_spell[entries]]]] = True
        return found

    def _keep_small(self) -> None:
        self.world.snapshot.let_go(above_mb=_MAPPED_MB)

    def _id(self, person: int) -> str:
        return self.world.snapshot.id_of(person)
