"""How is a decision made, and who is with us: the power map of an opportunity or a whole company, as INTERFACE says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.naming import find_company, find_opportunity, find_person, opportunities_like
from api.use_cases.opportunities import described_opportunity
from api.use_cases.what_if import WhatIf, check_sides
from api.viewer import Viewer
from graph.algorithms.convincing import convictions, standing
from graph.algorithms.first_view import first_view
from graph.algorithms.moves import Move, next_moves, ways_past
from graph.algorithms.power import Asked, PowerMap, power_map, stances_of
from graph.algorithms.relations import Relation, depth_word
from graph.algorithms.supposing import clauses, without_effect
from graph.algorithms.verdict import empty, sentences, title
from graph.errors import BadArgument, UnknownName
from graph.folding import Source
from graph.parameters import Parameters
from graph.snapshot.lines import Line
from graph.stores.base import Store

SENTENCES = 3  # of what to do, on the page
Subject = Literal["either", "opportunity", "company"]


def show_map(
    viewer: Viewer,
    source: Store | Snapshots,
    name: str,
    question: Question,
    parameters: Parameters,
    *,
    toward: str = "",
    what_if: WhatIf | None = None,
    camps: int | None = None,
    of: Subject = "either",
) -> Json:
    """Answer for an opportunity or a company, found by id or name.

    Parameters
    ----------
    of : what the name must be of; "either" takes an opportunity before a company of the same name
    toward : a competitor, by id or name; "" is us
    camps : at most so many; None chooses

    Raises
    ------
    UnknownName, AmbiguousName, BadArgument
        BadArgument for weights that sum to zero and for supposed stances or strengths outside -3..3.
    """
    basis = basis_of(source, question, parameters)
    asked = asked_of(basis, name, toward=toward, what_if=what_if or WhatIf(), camps=camps, of=of)
    return _kept_answer(basis, asked)


def kept_map(basis: Basis, plain: Asked) -> PowerMap:
    """Return the map of a question in which nothing is supposed, worked out once; raises NobodyDecides."""
    key = (plain.company, plain.opportunity, plain.toward, plain.camps)
    return basis.kept.of(("power map", *key), lambda: power_map(basis.ask, plain))


def _kept_answer(basis: Basis, asked: Asked) -> Json:
    """Answer from what is kept: the plain map as a whole, and what of it stays so for what is only supposed."""
    plain = replace(asked, supposed={}, lines=(), without=())
    key = (plain.company, plain.opportunity, plain.toward, plain.camps)
    told = kept_map(basis, plain)
    if plain == asked:
        return basis.kept.of(("power map answer", *key), lambda: map_answer(basis, told))
    return map_answer(basis, power_map(basis.ask, asked, known=told))


def asked_of(
    basis: Basis,
    name: str,
    *,
    toward: str = "",
    what_if: WhatIf | None = None,
    camps: int | None = None,
    of: Subject = "either",
) -> Asked:
    """Find what is asked about."""
    snapshot, supposed = basis.snapshot, what_if or WhatIf()
    opportunity = find_opportunity(snapshot, name) if of != "company" else ""
    if of == "opportunity" and not opportunity:
        raise UnknownName("opportunity", name, opportunities_like(snapshot, name))
    company = snapshot.decision.opportunities[opportunity].company if opportunity else find_company(snapshot, name)
    wrong = [value for value in supposed.stances.values() if value is not None and not -3 <= value <= 3]
    if wrong or any(not -3 <= strength <= 3 for _, _, strength in supposed.sways):
        raise BadArgument("A supposed stance or strength is outside -3..3.", remedy="Give a whole number from -3 to 3.")
    if camps is not None and camps < 1:
        raise BadArgument("The number of camps is less than one.")
    ends = [(find_person(snapshot, a), find_person(snapshot, b), strength) for a, b, strength in supposed.sways]
    stances = {find_person(snapshot, person): value for person, value in supposed.stances.items()}
    check_sides(basis, stances, [(a, b) for a, b, _ in ends])
    said = Source("what-if", "supposed", basis.question.as_of.isoformat())
    return Asked(
        company, opportunity, find_company(snapshot, toward) if toward else "",
        stances,
        tuple(Line("influence", a, b, strength, None, (said,)) for a, b, strength in ends if strength),
        tuple((a, b) for a, b, _ in ends), camps,
    )  # fmt: skip


def map_answer(basis: Basis, told: PowerMap) -> Json:
    """Return the map as plain data."""
    snapshot, numbers = basis.snapshot, basis.ask.world.parameters
    stance_numbers, asked = numbers.of("stance"), told.asked
    said = sentences(basis.ask, told, left_out=_left_out(basis, told))
    spoken_of = [one.people[0] for one in said[:SENTENCES] if one.people]
    spoken_of += [person for one in said[:SENTENCES] for person in one.people[1:]]
    view = first_view(basis.ask, told, int(numbers.of("moves")["shown"]), also=spoken_of)
    opportunity = snapshot.decision.opportunities.get(asked.opportunity)
    over = bool(opportunity and opportunity.outcome)
    ours = not over and not asked.toward  # nothing is to be done to win somebody for a competitor
    moves = next_moves(basis.ask, told) if ours else []
    rivals = [one for one in (opportunity.competitors if opportunity else ()) if one in snapshot.companies]
    account = snapshot.decision.accounts.get(asked.company)
    return {
        **basis.stamp(),
        "company": {"id": asked.company, "name": snapshot.companies[asked.company].name},
        "cadence_days": account.cadence_days if account else None,
        "opportunity": described_opportunity(basis, opportunity) if opportunity else None,
        "unit": {
            "title": title(told.titled, told.unit.vacant), "vacant": empty(told.unit.vacant),
            "supposing": clauses(basis.ask, told),
            "advocacy": _number(told.advocacy.value), "low": _number(told.advocacy.low),
            "high": _number(told.advocacy.high), "estimated": told.advocacy.estimated,
            "known_share": round(told.advocacy.known_share, 4), "toward": asked.toward or None,
            "standing": standing(told.advocacy.value, told.advocacy.known_share, stance_numbers),
            **{name: stance_numbers[name] for name in ("even", "narrow", "least_known", "prior_stance")},
        },
        "people": list(_people(basis, told, rivals)),
        "first_view": list(view), "deciding": list(told.deciding),
        "lines": _lines(told), "camps": _camps(basis, told), "gaps": _gaps(basis, told),
        "next_question": None if over else _question(basis, told),
        "next_moves": [move_answer(basis, move) for move in moves],
        "conviction": [
            {"person": one.step.person, "gain": _number(one.step.gain), "after": _number(one.step.after),
             "steps": one.step.steps, "text": one.text, "standing": one.standing}
            for one in (convictions(basis.ask, told) if ours else ())
        ],
        "sentences": [
            {"kind": one.kind, "text": one.text, "detail": one.detail, "people": list(one.people)}
            for one in said
        ],
        "ours": [named(basis, one) for one in sorted({one for r in told.relations.values() for one in _of_us(r)})],
        "warnings": [*told.unit.warnings, *without_effect(basis.ask, told)],
    }  # fmt: skip


def named(basis: Basis, person: str) -> Json:
    """Return a person's id and name; it is kept and must not be changed."""

    def made() -> Json:
        found = basis.snapshot.people.get(person)
        return {"id": person, "name": found.name if found else person}

    return basis.kept.of(("named", person), made)


def move_answer(basis: Basis, move: Move) -> Json:
    """Return a next move as plain data."""
    way = move.introduction
    return {
        "kind": move.kind, "person": move.person, "text": move.text, "worth": _number(move.worth), "step": move.step,
        "introduction": {"score": _number(way.score), "people": [named(basis, one) for one in way.people]}
        if way else None,
    }  # fmt: skip


def _people(basis: Basis, told: PowerMap, rivals: Sequence[str]) -> Iterator[Json]:
    """Tell of everybody, the weightiest first."""
    camps = {one: number for number, group in enumerate(told.camps.groups) for one in group}
    toward = {side: stances_of(basis.ask, replace(told.asked, toward=side)) for side in ("", *rivals)}
    alike = same_names(told)
    for person in told.ranked:
        values = {side: found[person].value if person in found else None for side, found in toward.items()}
        old = [side or "us" for side, found in toward.items() if person in found and found[person].stale]
        yield {**_person(basis, told, person, camps.get(person), values), "toward_stale": old,
               "probably_same": alike.get(person, [])}  # fmt: skip


def same_names(told: PowerMap) -> dict[str, list[str]]:
    """Return with whom each person shares the full name among those at the company: probably one, never merged by it.

    First stands who is shown for all of them; whoever shares it with nobody is not named.
    """
    return {person: list(group) for group in told.together if len(group) > 1 for person in group}


def _person(basis: Basis, told: PowerMap, person: str, camp: int | None, toward: Mapping[str, int | None]) -> Json:
    job, stance, relation = told.unit.jobs.get(person), told.stances.get(person), told.relations[person]
    return {
        **named(basis, person), "title": job.title if job else "", "unit": job.unit if job else "",
        "seats": list(told.unit.roles(person)), "share": _number(told.share[person]),
        "lever": _number(told.lever[person]), "stance": told.told[person],
        "agreed": stance.agreed if stance else None, "stance_by": stance.judges if stance else 0,
        "spread": stance.spread if stance else None, "stale": bool(stance and stance.stale),
        "stance_on": stance.day.isoformat() if stance else None, "cause": stance.cause if stance else "",
        "supposed": person in told.asked.supposed, "recorded": stance.value if stance else None,
        "trend": told.trend[person],
        "history": [
            {"by": named(basis, one.by)["name"] if one.by else "", "on": one.day.isoformat(), "value": one.value,
             "basis": one.basis, "agreed": one.agreed, "note": one.note}
            for one in (stance.history if stance else ())
        ],
        "toward": {rival: value for rival, value in toward.items() if rival},
        "toward_us": toward[""],
        "assumed": list(told.unit.assumed[person]), "camp": camp,
        "between_camps": person in told.camps.between,
        "warmest": {"by": relation.warmest[0], "warmth": _number(relation.warmest[1])} if relation.warmest else None,
        "depth": {"value": _number(relation.depth), "peers": relation.peers,
                  "word": depth_word(relation.depth, basis.ask.world.parameters.of("relation"))},
        "met": bool(relation.met_by), "met_by": list(relation.met_by), "known_by": list(relation.known_by),
        "last_contact": relation.last.isoformat() if relation.last else None,
        "manager": told.unit.managers.get(person),
    }  # fmt: skip


def _lines(told: PowerMap) -> list[Json]:
    lines: list[Json] = [
        {"from": one.start, "to": one.end or None, "unit": one.unit or None, "kind": one.kind, "strength": one.strength,
         "source": _row(one.source), "sources": [_row(source) for source in one.sources]}
        for one in told.unit.lines
    ]  # fmt: skip
    return lines + [
        {"from": a, "to": b, "unit": None, "kind": "contact", "strength": _number(amount)}
        for (a, b), amount in sorted(told.unit.contacts.items())
    ]


def _row(source: Source) -> Json:
    return {"source": source.source, "record": source.record, "seen": source.seen}


def _camps(basis: Basis, told: PowerMap) -> Json:
    camps = told.camps
    return {
        "groups": [list(group) for group in camps.groups], "frustration": _number(camps.frustration),
        "bound": _number(camps.bound), "frustrated": [list(pair) for pair in camps.frustrated],
        "proven": camps.proven, "hangs_on": [list(pair) for pair in camps.hangs_on],
        "hangs_on_complete": camps.hangs_on_complete,
        "around": [max(group, key=lambda one: (told.share[one], one)) for group in camps.groups],
    }  # fmt: skip


def _gaps(basis: Basis, told: PowerMap) -> Json:
    gaps = told.gaps
    return {
        "empty_seats": [{"role": seat.role, "title": seat.title} for seat in gaps.empty_seats],
        "unknown_stance": [{**named(basis, one), "moves": _number(reach)} for one, reach in told.questions],
        "never_met": [named(basis, one) for one in gaps.never_met],
        "no_tie": [named(basis, one) for one in gaps.no_tie],
        "single_threaded": [{**named(basis, one), "by": named(basis, by)} for one, by in gaps.single_threaded],
        "single_doors": single_doors(basis, told),
    }  # fmt: skip


def single_doors(basis: Basis, told: PowerMap) -> list[Json]:
    """Return the single doors as plain data; ``ways_past``: there are introductions that go past the door."""
    left_out = _left_out(basis, told)
    return [
        {
            **named(basis, door), "to": [named(basis, one) for one in behind], "keeps": door in told.doors,
            "ways_past": door in left_out,
        }
        for door, behind in told.gaps.single_doors
    ]  # fmt: skip


def _left_out(basis: Basis, told: PowerMap) -> frozenset[str]:
    """Return the single doors that some introduction leaves out, worked out once for gaps, sentences and feed."""
    return frozenset(
        door for door, behind in told.gaps.single_doors
        if basis.kept.of(("ways past", door, behind), partial(ways_past, basis.ask, door, behind))
    )  # fmt: skip


def _question(basis: Basis, told: PowerMap) -> Json | None:
    if not told.questions or told.questions[0][1] <= 0:
        return None
    person, reach = told.questions[0]
    name = named(basis, person)["name"]
    return {"person": person, "why": f"What {name} thinks can move the unit by {reach:.2f} on its scale of -3 to 3."}


def _of_us(relation: Relation) -> tuple[str, ...]:
    return (*relation.known_by, *((relation.warmest[0],) if relation.warmest else ()))


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0
