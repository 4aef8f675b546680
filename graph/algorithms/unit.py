"""Who makes up a decision unit, how it is wired, and which of its numbers were assumed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.algorithms.influence import Unit, make_unit
from graph.algorithms.introductions import Introducer
from graph.errors import NobodyDecides
from graph.folding import Job
from graph.parameters import Parameters
from graph.snapshot import Fact
from graph.snapshot.decision import Decision
from graph.snapshot.lines import Line
from graph.snapshot.seats import Seat

DECIDERS = frozenset({"decider", "approver"})
ROLES = ("decider", "approver", "buyer", "gatekeeper", "champion", "sponsor", "influencer", "user", "initiator")


@dataclass(frozen=True, slots=True)
class DecisionUnit:
    """A unit on a day.

    ``seats`` of the opportunity (all opportunities of a company), ``lines`` that hold on the day, ``contacts`` the
    observed contact of pairs in (0, 1], ``managers`` the one drawn above each person, ``assumed`` which numbers of
    each person nobody gave: weight, susceptibility, line.
    """

    unit: Unit
    company: str
    opportunity: str
    jobs: Mapping[str, Job]
    seats: tuple[Seat, ...]
    lines: tuple[Line, ...]
    contacts: Mapping[tuple[str, str], float]
    managers: Mapping[str, str]
    assumed: Mapping[str, tuple[str, ...]]
    warnings: tuple[str, ...] = ()

    def roles(self, person: str) -> tuple[str, ...]:
        """Return the seats of a person, deciders first."""
        held = {seat.role for seat in self.seats if seat.person == person}
        return tuple(sorted(held, key=lambda role: (ROLES.index(role) if role in ROLES else len(ROLES), role)))

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who sits in a decider's or approver's seat, each once."""
        return tuple(dict.fromkeys(seat.person for seat in self.seats if seat.person and seat.role in DECIDERS))

    @property
    def vacant(self) -> tuple[str, ...]:
        """The decider's or approver's seats of the opportunity in which nobody is known."""
        return tuple(seat.role for seat in self.seats if self.opportunity and not seat.person and seat.role in DECIDERS)


@dataclass(slots=True)
class _Gathered:
    warnings: list[str] = field(default_factory=list)


def decision_unit(
    ask: Introducer,
    company: str,
    *,
    opportunity: str = "",
    lines: Sequence[Line] = (),
    without: Iterable[tuple[str, str]] = (),
) -> DecisionUnit:
    """Gather the unit of an opportunity, or of a whole company with equal weights.

    In it are who works at the company on the day, who holds a seat, who keeps the door of one of its units, and whom a
    line joins to any (a reporting line not to who works for another group); never one of us. ``lines`` and ``without``
    are lines of influence tried or left out hypothetically (what-if).

    Raises
    ------
    NobodyDecides
        When the seats' given weights sum to zero.
    """
    decision, day, parameters = ask.world.snapshot.decision, ask.world.as_of, ask.world.parameters
    gone = set(without)
    stated = [one for one in decision.lines_on(day) if one.kind != "influence" or (one.start, one.end) not in gone]
    stated += lines
    seats = _seats(decision, company, opportunity)
    jobs = {one: job for one, job in ask.people_at(company).items() if one not in ask.ours}
    keepers = _keepers_of_units(ask, stated, company)
    people = _joined({*jobs, *keepers, *(seat.person for seat in seats if seat.person)}, stated, ask, company)
    inside = [line for line in stated if line.start in people and (line.end in people or line.unit)]
    gathered = _Gathered([*decision.warnings, *_odd_holders(ask, company, seats, jobs)])
    inside = list(_without_cycles(inside, gathered))
    contacts = _contacts(ask, people, gathered)
    weights, guessed = _weights(seats, people, parameters, gathered, whole=not opportunity)
    heard = _heard(inside, contacts, parameters)
    swayed = {line.end for line in inside if line.kind == "influence"}
    numbers = parameters.of("influence")
    unsaid = dict.fromkeys(sorted(people - swayed), numbers["unsaid"])
    unit = make_unit(sorted(people), weights, heard, numbers["susceptibility"], unsaid=unsaid)
    assumed = {
        person: tuple(
            word for word, so in (
                ("weight", person in guessed), ("susceptibility", bool(unit.susceptibility[n] > 0)),
                ("line", bool(unit.susceptibility[n] > 0) and person not in swayed),
            ) if so
        )
        for n, person in enumerate(unit.people)
    }  # fmt: skip
    return DecisionUnit(
        unit, company, opportunity, jobs, seats, tuple(inside), contacts, _managers(inside), assumed,
        tuple(dict.fromkeys(gathered.warnings)),
    )  # fmt: skip


def _seats(decision: Decision, company: str, opportunity: str) -> tuple[Seat, ...]:
    if opportunity:
        return tuple(seat for seat in decision.seats if seat.opportunity == opportunity)
    mine = {one.id for one in decision.opportunities.values() if one.company == company}
    return tuple(seat for seat in decision.seats if seat.opportunity in mine)


def _keepers_of_units(ask: Introducer, lines: Iterable[Line], company: str) -> set[str]:
    """Return who guards a unit that is told to be of the company, also where no job of theirs is known."""
    place = ask.world.snapshot.place
    here = place.get(company, company)
    return {one.start for one in lines if one.kind == "guards" and one.unit and not one.end
            and one.company and place.get(one.company, one.company) == here}  # fmt: skip


def _odd_holders(ask: Introducer, company: str, seats: Iterable[Seat], jobs: Mapping[str, Job]) -> Iterator[str]:
    """Warn of a seat that one of us holds, which counts for nothing, and of one whose holder has left the company."""
    known = ask.world.snapshot.decision.opportunities
    away = [seat for seat in seats if seat.person and seat.person not in jobs and not known[seat.opportunity].outcome]
    left = ask.former_at(company) if away else {}
    for seat in away:
        if seat.person in ask.ours:
            yield f"{_rows([seat])}: the seat {seat.role!r} is held by one of us, who is no part of the decision."
        elif seat.person in left:
            yield f"{_rows([seat])}: who holds the seat {seat.role!r} works there no longer; the seat still counts."


def _joined(first: set[str], lines: Iterable[Line], ask: Introducer, company: str) -> set[str]:
    """Follow the lines to everybody they join to the unit, but not through us.

    Whoever works for another group belongs to it by a seat or by what they have to do with somebody in it, not by a
    reporting line: the organisation of another company is no part of this decision.
    """
    families = ask.world.snapshot.families
    family = families.get(company, company)

    def elsewhere(person: str) -> bool:
        places = {families.get(job.company, job.company) for job in ask.world.jobs_now(person)}
        return bool(places) and family not in places

    near: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for line in lines:
        if line.end:
            near[line.start].add((line.end, line.kind == "reports"))
            near[line.end].add((line.start, line.kind == "reports"))
    found = first - ask.ours
    waiting = sorted(found)
    while waiting:
        for other, reports in sorted(near.get(waiting.pop(), ())):
            if other in found or other in ask.ours or (reports and elsewhere(other)):
                continue
            found.add(other)
            waiting.append(other)
    return found


def _without_cycles(lines: Sequence[Line], gathered: _Gathered) -> Iterator[Line]:
    """Leave out reporting lines that go round in a circle, and name their rows."""
    import networkx as nx  # a tenth of a second, which most commands need not wait for

    net: nx.DiGraph[str] = nx.DiGraph()
    net.add_edges_from((line.start, line.end) for line in lines if line.kind == "reports")
    rounds = [part for part in nx.strongly_connected_components(net) if len(part) > 1]
    for part in sorted(rounds, key=min):
        rows = sorted(
            f"{source.source}, {source.record}"
            for line in lines
            if line.kind == "reports" and line.start in part and line.end in part
            for source in line.sources
        )
        what = "two people are each other's manager" if len(part) == 2 else f"{len(part)} people report in a circle"
        gathered.warnings.append(f"{what}; these lines are left out: {'; '.join(rows)}.")
    circle = {person: number for number, part in enumerate(rounds) for person in part}
    for line in lines:
        if line.kind != "reports" or circle.get(line.start, -1) != circle.get(line.end, -2):
            yield line


def _weights(
    seats: Sequence[Seat], people: set[str], parameters: Parameters, gathered: _Gathered, *, whole: bool
) -> tuple[dict[str, float], set[str]]:
    """Return decision weights by person, none for "equal for all", and whose were assumed.

    A seat without a weight has that of its role, scaled to the weights that were given beside it.
    """
    usual = parameters.of("seats")
    for role in sorted({seat.role for seat in seats} - usual.keys()):
        rows = _rows(seat for seat in seats if seat.role == role)
        gathered.warnings.append(f"{rows}: the seat {role!r} is none that is known; it has no weight of its own.")
    filled = [seat for seat in seats if seat.person in people]
    if whole or not filled:
        return {}, set(people)
    told = [seat for seat in seats if seat.weight is not None]
    if told and not any(seat.weight for seat in told):
        _check_zeros(told, seats, filled, usual, gathered)
    base = sum(usual.get(seat.role, 0.0) for seat in told)
    scale = sum(seat.weight or 0 for seat in told) / base if base > 0 else 1.0
    weights: dict[str, float] = defaultdict(float)
    guessed: set[str] = set()
    for seat in filled:
        usual_weight = usual.get(seat.role, 0.0) * (scale or 1.0)
        weights[seat.person] += usual_weight if seat.weight is None else seat.weight
        if seat.weight is None and usual_weight > 0:
            guessed.add(seat.person)
    if sum(weights.values()) <= 0:
        holders = {seat.person for seat in filled}
        zeros = _rows(seat for seat in filled if seat.weight is not None)
        also = f", those too that were given a weight of 0 ({zeros})" if zeros else ""
        gathered.warnings.append(f"nobody sits in a seat that decides; every seat counts the same{also}.")
        return dict.fromkeys(sorted(holders), 1.0), holders
    return dict(weights), guessed


def _check_zeros(
    told: Sequence[Seat], seats: Sequence[Seat], filled: Iterable[Seat], usual: Mapping[str, float], gathered: _Gathered
) -> None:
    """Refuse weights that are all 0 where no other seat says who decides, else name their rows.

    A 0 that says what the role means anyway, as of a gatekeeper, says nothing new.
    """
    meant = any(usual.get(seat.role, 0.0) > 0 for seat in told)
    others = any(seat.weight is None and usual.get(seat.role, 0.0) > 0 for seat in filled)
    if not others and (meant or len(told) == len(seats)):
        raise NobodyDecides([_rows(told)])
    if others and meant:
        gathered.warnings.append(f"{_rows(told)}: the weights given sum to 0; only seats without a weight count.")


def _rows(seats: Iterable[Seat]) -> str:
    return "; ".join(sorted(f"{seat.source.source}, {seat.source.record}" for seat in seats))


def _heard(
    lines: Sequence[Line], contacts: Mapping[tuple[str, str], float], parameters: Parameters
) -> Iterator[tuple[str, str, float]]:
    """Yield who listens to whom and how much; reporting and contact add to influence."""
    numbers = parameters.of("influence")
    sways = {(line.end, line.start): line.strength for line in lines if line.kind == "influence"}
    for pair, strength in sorted(sways.items()):
        yield *pair, strength / numbers["strong"]
    for pair in sorted({(line.start, line.end) for line in lines if line.kind == "reports"}):
        yield *pair, numbers["reporting"]
    for (a, b), amount in sorted(contacts.items()):
        yield a, b, numbers["contact"] * amount
        yield b, a, numbers["contact"] * amount


def _contacts(ask: Introducer, people: set[str], gathered: _Gathered) -> dict[tuple[str, str], float]:
    """Return the observed contact of pairs in the unit, in (0, 1]: full after so many meetings within a year."""
    numbers, kinds = ask.world.parameters.of("influence"), ask.world.parameters.of("contact")
    since = ask.world.as_of - timedelta(days=numbers["contact_days"])
    met: dict[tuple[str, str], float] = defaultdict(float)
    seen: set[Fact] = set()
    for person in sorted(people):
        for fact in ask.world.snapshot.facts.get(person, ()):
            if fact.kind != "contact" or fact.when is None or fact in seen:
                continue
            seen.add(fact)
            told = date.fromisoformat(max(source.seen for source in fact.sources))
            if fact.when.start_low > told:
                rows = "; ".join(f"{source.source}, {source.record}" for source in fact.sources)
                gathered.warnings.append(f"{rows}: the contact is dated after the {told} on which it was told.")
            elif since <= fact.when.start_low <= ask.world.as_of:
                there = sorted(set(fact.people) & people)
                for at, one in enumerate(there):
                    for other in there[at + 1 :]:
                        met[one, other] += kinds.get(fact.detail, 0.0) / max(len(fact.people) - 1, 1)
    return {pair: min(1.0, amount / numbers["contact_full"]) for pair, amount in met.items() if amount > 0}


def _managers(lines: Iterable[Line]) -> dict[str, str]:
    """Return the manager under whom each person is drawn: of several the one whose line began last."""
    newest: dict[str, tuple[date, str]] = {}
    for line in lines:
        if line.kind == "reports":
            began = line.when.start_low if line.when else date.min
            newest[line.start] = max(newest.get(line.start, (date.min, "")), (began, line.end))
    return {person: manager for person, (_, manager) in sorted(newest.items())}
