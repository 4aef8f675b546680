"""What we believe of a person's attitude toward us and each competitor, and every judgement that led there."""

from collections.abc import Sequence
from dataclasses import replace

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import named
from api.use_cases.rounds import open_rounds_over, round_answer
from api.viewer import Viewer
from graph.algorithms.stances import Stance, stances
from graph.parameters import Parameters
from graph.snapshot.decision import Judgement
from graph.stores.base import Store
from graph.vocabulary.stances import ANCHORS, BASES, CAUSES, WORDS, anchor


def stance_history(
    viewer: Viewer, source: Store | Snapshots, person: str, question: Question, parameters: Parameters
) -> Json:
    """Return the stances of a person on the day, the judgements up to it, newest first, and what each step means.

    Records that are told together with the person speak too, and each judgement names the one that it is of.
    Judgements of a round that is still open are not among them. Raises UnknownName or AmbiguousName.
    """
    basis = basis_of(source, question, parameters)
    who = basis.find_person(person)
    records = basis.records_of(who)
    own = [one for one in basis.snapshot.decision.judgements if one.person in records and one.day <= question.as_of]
    own.sort(key=lambda one: (one.day, one.at, one.agreed, one.value, one.by), reverse=True)
    stale_days = parameters.of("stance")["stale_days"]
    as_one = [replace(one, person=who) for one in own]
    told = [
        (toward, stances(as_one, question.as_of, toward=toward, stale_days=stale_days)[who])
        for toward in sorted({one.toward for one in own})
    ]
    ours = next((stance for toward, stance in told if not toward), None)
    return {
        **basis.stamp(), "person": named(basis.snapshot, who),
        "probably_same": list(records) if len(records) > 1 else [],
        "stances": [_stance(basis, toward, stance) for toward, stance in told],
        "judgements": [_judgement(basis, one) for one in own],
        "find_out": bool(ours and ours.value < 0 and not ours.cause),
        "steps": [{"value": value, "word": WORDS[value], "anchor": ANCHORS[value]} for value in WORDS],
        "bases": dict(BASES), "causes": dict(CAUSES), **_choices(basis, who, records),
    }  # fmt: skip


def _choices(basis: Basis, who: str, records: Sequence[str]) -> Json:
    """Return toward whom and for what a judgement may be: our competitors there, the opportunities still open, and the
    open rounds in which it would be sealed.
    """
    known, companies = basis.snapshot.decision, basis.snapshot.companies
    places = {job.company for one in records for job in basis.ask.world.jobs_now(one)}
    seated = {seat.opportunity for seat in known.seats if seat.person in records}
    own = [one for one in known.opportunities.values() if (one.company in places or one.id in seated)]
    rivals = sorted({rival for one in own for rival in one.competitors if rival in companies})
    listed = sorted((one for one in own if not one.outcome), key=lambda one: (one.name, one.id))
    return {
        "competitors": [{"id": one, "name": companies[one].name} for one in rivals],
        "opportunities": [{"id": one.id, "name": one.name} for one in listed],
        "rounds": [round_answer(basis, one) for one in open_rounds_over(basis, who)],
    }


def _stance(basis: Basis, toward: str, one: Stance) -> Json:
    return {
        "toward": _company(basis, toward), "value": one.value, "word": WORDS[one.value],
        "anchor": anchor(one.value, _name(basis, toward)),
        "agreed": one.agreed, "judges": one.judges, "spread": one.spread, "on": one.day.isoformat(),
        "stale": one.stale, "cause": one.cause,
    }  # fmt: skip


def _judgement(basis: Basis, one: Judgement) -> Json:
    opportunity = basis.snapshot.decision.opportunities.get(one.opportunity)
    return {
        "on": one.day.isoformat(), "person": one.person, "by": named(basis.snapshot, one.by) if one.by else None,
        "toward": _company(basis, one.toward), "value": one.value, "word": WORDS[one.value], "basis": one.basis,
        "cause": one.cause, "agreed": one.agreed, "note": one.note,
        "opportunity": {"id": opportunity.id, "name": opportunity.name} if opportunity else None,
        "round": one.round or None, "recorded_at": one.at or None,
        "source": {"source": one.source.source, "record": one.source.record, "seen": one.source.seen},
    }  # fmt: skip


def _company(basis: Basis, one: str) -> Json | None:
    return {"id": one, "name": _name(basis, one)} if one else None


def _name(basis: Basis, company: str) -> str:
    known = basis.snapshot.companies.get(company)
    return known.name if known else company
