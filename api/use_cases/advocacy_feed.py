"""What goes into an account plan: advocacy, trend, coverage, gaps and next moves of one account, opportunity by one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.leaders import leaders_of
from api.use_cases.naming import find_company
from api.use_cases.power_map import kept_map, move_answer, named, same_names, single_doors
from api.viewer import Viewer
from graph.algorithms.influence import Advocacy
from graph.algorithms.moves import cold_after, going_cold, next_moves
from graph.algorithms.power import Asked, PowerMap, advocacy_on, stances_of
from graph.errors import NobodyDecides
from graph.parameters import Parameters
from graph.snapshot.decision import Opportunity
from graph.stores.base import Store
from graph.vocabulary.names import folded

FEED_VERSION = 1
TREND_DAYS = (14, 90)


def feed(viewer: Viewer, source: Store | Snapshots, account: str, question: Question, parameters: Parameters) -> Json:
    """Answer for one account; docs/advocacy-feed.md and its JSON Schema say what each field means.

    Raises
    ------
    UnknownName, AmbiguousName
    """
    basis = basis_of(source, question, parameters)
    company = find_company(basis.snapshot, account)
    return {**basis.stamp(), **basis.kept.of(("feed", company), lambda: _told(basis, company))}


def _told(basis: Basis, company: str) -> Json:
    decision = basis.snapshot.decision
    whole = kept_map(basis, Asked(company))
    open_ones = [one for one in decision.opportunities.values() if one.company == company and not one.outcome]
    open_ones.sort(key=lambda one: (one.decision_date or "9999", one.name, one.id))
    rivals = sorted({rival for one in open_ones for rival in one.competitors if rival in basis.snapshot.companies})
    lead = decision.accounts[company].lead if company in decision.accounts else ""
    told, refused = _opportunities(basis, open_ones, rivals)
    return {
        "feed_version": FEED_VERSION,
        "account": {
            "id": company, "name": basis.snapshot.companies[company].name, "lead": named(basis, lead) if lead else None,
            "cold_days": int(cold_after(basis.ask, company)),
        },
        **_standing(basis, whole, rivals), "coverage": _coverage(basis, whole),
        **_actions(basis, whole), "people": _people(basis, whole, rivals),
        "opportunities": told, "warnings": [*whole.unit.warnings, *refused],
    }  # fmt: skip


def _opportunities(basis: Basis, open_ones: list[Opportunity], rivals: list[str]) -> tuple[list[Json], list[str]]:
    """Tell of each that can be worked out, and say of the others why not: one bad row must not silence an account."""
    told, refused = [], []
    for one in open_ones:
        toward = [rival for rival in one.competitors if rival in rivals]
        try:
            told.append(_opportunity(basis, Asked(one.company, one.id), toward))
        except NobodyDecides as error:
            refused.append(f"{one.name} is left out. {error.detail} {error.remedy}")
    return told, refused


def _opportunity(basis: Basis, asked: Asked, rivals: list[str]) -> Json:
    found = basis.snapshot.decision.opportunities[asked.opportunity]
    told = kept_map(basis, asked)
    return {
        "id": found.id, "name": found.name, "decision_date": found.decision_date or None,
        **_standing(basis, told, rivals), **_actions(basis, told), "people": _people(basis, told, rivals),
    }  # fmt: skip


def _people(basis: Basis, told: PowerMap, rivals: list[str]) -> list[Json]:
    """Tell of an opportunity who has part in it; of a whole account whom we have judged or met, or who has a seat."""
    earlier = {days: _values(basis, told.asked, _ago(basis, days)) for days in TREND_DAYS}
    toward = {rival: _values(basis, replace(told.asked, toward=rival), basis.question.as_of) for rival in rivals}
    if told.asked.opportunity:
        shown = [one for one in told.ranked if told.share[one] > 0 or told.unit.roles(one)]
    else:
        judged = {one for values in (told.stances, *toward.values()) for one in values}
        shown = [one for one in told.ranked if one in judged or told.relations[one].met_by or told.unit.roles(one)]
    alike = same_names(told)
    return [
        {**_person(basis, told, person, earlier, toward), "probably_same": alike.get(person, [])} for person in shown
    ]


def _values(basis: Basis, asked: Asked, day: date) -> dict[str, int]:
    return {person: stance.value for person, stance in stances_of(basis.ask, asked, day).items()}


def _standing(basis: Basis, told: PowerMap, rivals: list[str]) -> Json:
    competitors = []
    for rival in rivals:
        theirs = kept_map(basis, Asked(told.asked.company, told.asked.opportunity, rival))
        name = basis.snapshot.companies[rival].name
        competitors.append({**_advocacy(theirs.advocacy), "toward": {"id": rival, "name": name}})
    return {
        "advocacy": {**_advocacy(told.advocacy), "toward": None}, "competitors": competitors,
        "trend": {str(days): _trend(basis, told, days) for days in TREND_DAYS},
    }  # fmt: skip


def _advocacy(told: Advocacy) -> Json:
    return {
        "value": _number(told.value), "low": _number(told.low), "high": _number(told.high),
        "known_share": _number(told.known_share), "estimated": told.estimated,
    }  # fmt: skip


def _trend(basis: Basis, told: PowerMap, days: int) -> Json:
    """Compare with the advocacy of so many days ago; each person's part is lever times the change of stance.

    ``other`` is what no stance moved: lines that began or ended, who came or left.
    """
    day = _ago(basis, days)
    before, _, then = advocacy_on(basis.ask, told.asked, day)
    change = None
    if before.value is not None and told.advocacy.value is not None:
        change = told.advocacy.value - before.value
    prior = basis.ask.world.parameters.of("stance")["prior_stance"]
    moved, parts = [], 0.0
    for group in told.together:
        steps = {
            one: _or(prior, told.told[one]) - _or(prior, then.get(one))
            for one in group if then.get(one) != told.told[one]
        }  # fmt: skip
        if steps:
            part, person = sum(told.lever[one] * step for one, step in steps.items()), next(iter(steps))
            parts += part
            moved.append({
                **named(basis, person), "from": then.get(person), "to": told.told[person], "moved": _number(part),
                **_why(basis, told, person, day),
            })  # fmt: skip
    moved.sort(key=lambda one: -abs(float(str(one["moved"]))))
    return {
        "since": day.isoformat(), "before": _number(before.value), "change": _number(change), "moved_by": moved,
        "other": None if change is None else _number(change - parts),
    }  # fmt: skip


def _or(prior: float, stance: int | None) -> float:
    return prior if stance is None else stance


def _why(basis: Basis, told: PowerMap, person: str, since: date) -> Json:
    """Name the judgement that counts now, if it was made since; it need not be the newest."""
    stance = told.stances.get(person)
    if stance is None or stance.day <= since:
        return {"on": None, "by": None, "note": ""}
    counted = stance.counted
    return {"on": counted.day.isoformat(), "by": named(basis, counted.by) if counted.by else None, "note": counted.note}


def _coverage(basis: Basis, told: PowerMap) -> Json:
    """Count the leaders of the newest list whom we have met, else those whom we happen to know to work there.

    People of one full name count once, as the client's page shows them in one line, by whom more of us have met.
    """
    listed = leaders_of(basis.snapshot, told.asked.company).names
    met: dict[str, int] = {}
    for person in told.ranked:
        called = folded(str(named(basis, person)["name"]))
        if not listed or called in listed:
            met[called] = max(met.get(called, 0), len(told.relations[person].met_by))
    by_unit: dict[str, dict[str, int]] = {}
    for person in told.ranked:
        job = told.unit.jobs.get(person)
        if job and job.unit:
            called, unit = folded(str(named(basis, person)["name"])), by_unit.setdefault(job.unit, {})
            unit[called] = max(unit.get(called, 0), len(told.relations[person].met_by))
    units = {unit: list(people.values()) for unit, people in by_unit.items()}
    return {
        "of": "listed leaders" if listed else "people we happen to know of", "total": len(listed) or len(met),
        "met_by_one": sum(1 for one in met.values() if one >= 1),
        "met_by_two": sum(1 for one in met.values() if one >= 2),
        "units": [
            {"unit": unit, "people": len(one), "met_by_one": sum(n >= 1 for n in one),
             "met_by_two": sum(n >= 2 for n in one)}
            for unit, one in sorted(units.items())
        ],
    }  # fmt: skip


def _actions(basis: Basis, told: PowerMap) -> Json:
    gaps = told.gaps
    question = told.questions[0] if told.questions and told.questions[0][1] > 0 else None
    return {
        "going_cold": [{**named(basis, person), "days": days} for person, days in going_cold(basis.ask, told)],
        "gaps": {
            "empty_seats": [{"role": seat.role, "title": seat.title} for seat in gaps.empty_seats],
            "single_threaded": [{**named(basis, one), "by": named(basis, by)} for one, by in gaps.single_threaded],
            "single_doors": single_doors(basis, told),
            "never_met": [named(basis, one) for one in gaps.never_met if told.share[one] > 0 or told.unit.roles(one)],
        },
        "next_question": {**named(basis, question[0]), "moves": _number(question[1])} if question else None,
        "next_moves": [move_answer(basis, move) for move in next_moves(basis.ask, told)],
    }  # fmt: skip


def _person(
    basis: Basis,
    told: PowerMap,
    person: str,
    earlier: Mapping[int, Mapping[str, int]],
    toward: Mapping[str, Mapping[str, int]],
) -> Json:
    stance, relation, now = told.stances.get(person), told.relations[person], told.told[person]
    then = {days: known.get(person) for days, known in earlier.items()}
    return {
        **named(basis, person), "seats": list(told.unit.roles(person)), "share": _number(told.share[person]),
        "lever": _number(told.lever[person]), "stance": told.told[person],
        "agreed": stance.agreed if stance else None, "stale": bool(stance and stance.stale),
        "toward": [
            {"id": rival, "name": basis.snapshot.companies[rival].name, "stance": values.get(person)}
            for rival, values in toward.items()
        ],
        "met_by": [named(basis, one) for one in relation.met_by], "close": relation.close,
        "last_contact": relation.last.isoformat() if relation.last else None,
        **{f"trend_{days}": None if now is None or was is None else now - was for days, was in then.items()},
    }  # fmt: skip


def _ago(basis: Basis, days: int) -> date:
    return basis.question.as_of - timedelta(days=days)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0
