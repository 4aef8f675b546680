"""Who of us can introduce us to a person, directly or through one go-between, best first."""

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.algorithms.evidence import Evidence, World, quarter_start, warmth
from graph.folding import Job

GROUPS = ("alumni", "delivered", "colleagues")
_AGAINST = {-1: "sceptic", -2: "critic", -3: "blocker"}


@dataclass(frozen=True, slots=True)
class Hop:
    start: str
    end: str
    evidence: tuple[Evidence, ...]

    @property
    def warmth(self) -> float:
        """In [0, 1)."""
        return warmth(self.evidence)


@dataclass(frozen=True, slots=True)
class Introduction:
    """From one of us to the target. ``score`` in [0, 1): the hops' warmth times the go-between's willingness."""

    score: float
    word: str
    hops: tuple[Hop, ...]
    warnings: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """From us to the target."""
        return (self.hops[0].start, *(hop.end for hop in self.hops))


@dataclass(frozen=True, slots=True)
class Reached:
    person: str
    job: Job
    group: str
    introductions: tuple[Introduction, ...]
    known_by: int


class Introducer:
    """Answers for one world; ties and reach are worked out once and kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ties: dict[str, dict[str, tuple[Evidence, ...]]] = {}

    def ties(self, person: str) -> dict[str, tuple[Evidence, ...]]:
        """Return a person's ties, kept after the first question."""
        if person not in self._ties:
            self._ties[person] = self.world.ties(person)
        return self._ties[person]

    @cached_property
    def ours(self) -> frozenset[str]:
        """Everybody who works for us on the day."""
        return frozenset(person for person in self.world.snapshot.people if self.world.is_ours(person))

    @cached_property
    def excluded(self) -> dict[str, str]:
        """Who is never a messenger today, with the reason."""
        people = self.world.snapshot.people
        since = quarter_start(self.world.as_of)
        used: dict[str, int] = {}
        for ask in self.world.snapshot.asks:
            if since <= ask.day <= self.world.as_of:
                used[ask.go_between] = used.get(ask.go_between, 0) + 1
        why = {}
        for one, person in people.items():
            if person.do_not_ask:
                why[one] = "asked not to be asked"
            elif person.asks_per_quarter is not None and used.get(one, 0) >= person.asks_per_quarter:
                why[one] = f"all {person.asks_per_quarter} asks of this quarter are used"
        return why

    @cached_property
    def _stance(self) -> dict[str, int]:
        newest: dict[str, tuple[bool, date, int]] = {}
        for item in self.world.snapshot.stances:
            if item.day <= self.world.as_of:
                newest[item.person] = max(
                    newest.get(item.person, (False, date.min, -9)), (item.agreed, item.day, item.value)
                )
        return {person: value for person, (_, _, value) in newest.items()}

    def stance(self, person: str) -> int | None:
        """Return the newest stance toward us on the day, the agreed one first; None when unknown."""
        return self._stance.get(person)

    def willingness(self, person: str) -> float:
        """Return how far a go-between passes a request on, in (0, 1]: less when they are against us."""
        word = _AGAINST.get(self.stance(person) or 0)
        return self.world.parameters.of("introductions")[word] if word else 1.0

    def introductions(self, target: str, *, top: int = 3) -> tuple[Introduction, ...]:
        """Return the best introductions, no two with the same last person before the target."""
        found = [
            self.way((Hop(one, target, ties),))
            for one, ties in self.ties(target).items()
            if one in self.ours and one not in self.excluded
        ]
        for between, ties in self.ties(target).items():
            if between in self.ours or between in self.excluded:
                continue
            best = self.best_of_us(between)
            if best is not None:
                found.append(self.way((best, Hop(between, target, ties))))
        found.sort(key=lambda way: (-round(way.score, 12), len(way.hops), way.people))
        return tuple(found[:top])

    def blocked(self, target: str) -> tuple[tuple[str, str], ...]:
        """Return who is tied to the target but is not offered, with the reason."""
        return tuple((one, self.excluded[one]) for one in self.ties(target) if one in self.excluded)

    def people_at(self, company: str) -> dict[str, Job]:
        """Return who works at a company (its renamed predecessors included) on the day, with the newest job."""
        going_on = {p: [job for job in jobs if self.world.works_at(job)] for p, jobs in self._at(company).items()}
        return {person: jobs[-1] for person, jobs in going_on.items() if jobs}

    def former_at(self, company: str) -> dict[str, Job]:
        """Return who left a company before the day."""
        now = self.people_at(company)
        return {
            p: jobs[-1] for p, jobs in self._at(company).items() if p not in now and any(self._began(j) for j in jobs)
        }

    def reach(self, company: str, *, top: int = 3) -> tuple[list[Reached], list[tuple[str, Job]]]:
        """Return the people at a company whom we reach, best first, and those whom nobody reaches."""
        reached, unreached = [], []
        for person, job in sorted(self.people_at(company).items()):
            if person in self.ours:
                continue
            ways = self.introductions(person, top=top)
            if ways:
                ties = self.ties(person)
                known_by = sum(1 for other in ties if other in self.ours and any(item.met for item in ties[other]))
                reached.append(Reached(person, job, self._group(person), ways, known_by))
            else:
                unreached.append((person, job))
        reached.sort(key=lambda item: (GROUPS.index(item.group), -item.introductions[0].score, item.person))
        return reached, unreached

    def best_of_us(self, between: str) -> Hop | None:
        """Return the warmest tie of one of us who may be asked, None when there is none."""
        hops = [
            Hop(one, between, ties)
            for one, ties in self.ties(between).items()
            if one in self.ours and one not in self.excluded
        ]
        return max(hops, key=lambda hop: (hop.warmth, hop.start), default=None)

    def way(self, hops: tuple[Hop, ...]) -> Introduction:
        """Score the hops from one of us to a target, and say what to beware of."""
        numbers = self.world.parameters.of("introductions")
        score = math.prod(hop.warmth for hop in hops)
        warnings = [item.warning for hop in hops for item in hop.evidence if item.warning]
        for hop in hops[:-1]:
            score *= self.willingness(hop.end)
            stance = self.stance(hop.end)
            if stance in _AGAINST:
                warnings.append(f"goes through a {_AGAINST[stance]} of ours")
        word = "call" if score >= numbers["call"] else "ask" if score >= numbers["ask"] else "weak"
        return Introduction(score, word, hops, tuple(dict.fromkeys(warnings)))

    def _group(self, person: str) -> str:
        if self.world.was_ours(person):
            return "alumni"
        ties = self.ties(person)
        return (
            "delivered"
            if any(e.kind == "project" for one in ties if one in self.ours for e in ties[one])
            else "colleagues"
        )

    def _at(self, company: str) -> dict[str, list[Job]]:
        snapshot = self.world.snapshot
        home = snapshot.place.get(company, company)
        found: dict[str, list[Job]] = {}
        for job in snapshot.jobs_at.get(home, ()):
            if snapshot.place.get(job.company, job.company) == home:
                found.setdefault(job.person, []).append(job)
        return found

    def _began(self, job: Job) -> bool:
        return (
            job.when.start_low <= self.world.as_of if job.when else any(day <= self.world.as_of for day in job.observed)
        )
