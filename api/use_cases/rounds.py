"""Which rounds of blind judgement are open, and what of a round its viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.naming import find_opportunity
from api.use_cases.power_map import named
from api.viewer import Viewer
from graph.algorithms.first_view import first_view
from graph.algorithms.power import Asked, power_map
from graph.algorithms.unit import decision_unit
from graph.errors import AskedWrongly, BadArgument, RoundClosed, UnknownName
from graph.parameters import Parameters
from graph.snapshot.rounds import Round, of_round
from graph.stores.base import Store
from graph.vocabulary.stances import CAUSES, WORDS, anchor


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judgement of a round; ``agreed`` is the number with which the lead closed it."""

    person: str
    by: str
    at: str
    value: int
    basis: str
    cause: str
    agreed: bool
    note: str


def rounds(viewer: Viewer, source: Store | Snapshots, question: Question, parameters: Parameters) -> Json:
    """List the rounds, those that are open first, then the newest."""
    basis = basis_of(source, question, parameters)
    ordered = sorted(basis.snapshot.decision.rounds.values(), key=lambda one: one.id)
    ordered.sort(key=lambda one: (one.open, one.opened_on), reverse=True)
    return {**basis.stamp(), "rounds": [round_answer(basis, one) for one in ordered]}


def show_round(
    viewer: Viewer, source: Store | Snapshots, name: str, question: Question, parameters: Parameters
) -> Json:
    """Say who is to be judged, and what the viewer may know of it.

    While the round is open everybody sees their own judgements alone, and whom others judged, or how many did, is told
    to nobody but the lead; the lead sees the others' judgements of a person after their own. A closed round is open to
    all, with the agreed number and the spread.

    Raises UnknownName for a round that is not there.
    """
    basis = basis_of(source, question, parameters)
    found = find_round(basis, name)
    me = person_of(basis, viewer)
    ballots = ballots_of(basis, found)
    led = bool(me) and me == found.lead
    seen = [one for one in ballots if not found.open or led or (me and one.by == me)]
    told = power_map(basis.ask, Asked(found.company, found.opportunity, found.toward))
    weighty = first_view(basis.ask, told, int(parameters.of("moves")["shown"]))
    toward = basis.snapshot.companies.get(found.toward)
    rival = toward.name if toward else found.toward
    people = dict.fromkeys([*weighty, *(one.person for one in seen)])
    return {
        **basis.stamp(), "round": round_answer(basis, found), "you": named(basis, me) if me else None, "lead": led,
        "steps": [{"value": value, "word": WORDS[value], "anchor": anchor(value, rival)} for value in WORDS],
        "causes": dict(CAUSES),
        "people": [
            {
                **named(basis, one), "title": told.unit.jobs[one].title if one in told.unit.jobs else "",
                "seats": list(told.unit.roles(one)),
                **_judged(basis, [b for b in seen if b.person == one], me, closed=not found.open, lead=led),
            }
            for one in people
        ],
    }  # fmt: skip


def _judged(basis: Basis, ballots: Sequence[Ballot], me: str, *, closed: bool, lead: bool) -> Json:
    own = next((one for one in ballots if me and one.by == me and not one.agreed), None)
    newest = {one.by or one.at: one for one in reversed(ballots) if not one.agreed}  # several may have been erased
    agreed = next((one for one in ballots if one.agreed), None)
    shown = list(newest.values()) if closed or (lead and own) else []
    values = [one.value for one in shown]
    return {
        "yours": _ballot(basis, own) if own else None, "judged_by": len(newest) if closed or lead else None,
        "judgements": [_ballot(basis, one) for one in sorted(shown, key=lambda one: (one.value, one.by))],
        "spread": max(values) - min(values) if values else None,
        "agreed": _ballot(basis, agreed) if agreed else None,
    }  # fmt: skip


def _ballot(basis: Basis, one: Ballot) -> Json:
    return {
        "by": named(basis, one.by) if one.by in basis.snapshot.people else {"id": "", "name": "somebody"},
        "value": one.value, "word": WORDS[one.value], "basis": one.basis, "cause": one.cause, "note": one.note,
    }  # fmt: skip


def round_answer(basis: Basis, one: Round) -> Json:
    """Return a round as plain data."""
    known = basis.snapshot.companies
    opportunity = basis.snapshot.decision.opportunities.get(one.opportunity)
    companies = {name: known[name].name for name in (one.company, one.toward) if name in known}
    return {
        "id": one.id, "open": one.open, "opened_on": one.opened_on, "closed_on": one.closed_on or None,
        "lead": named(basis, one.lead) if has_lead(basis, one) else None,
        "company": {"id": one.company, "name": companies.get(one.company, one.company)},
        "opportunity": {"id": opportunity.id, "name": opportunity.name} if opportunity else None,
        "toward": {"id": one.toward, "name": companies.get(one.toward, one.toward)} if one.toward else None,
    }  # fmt: skip


def has_lead(basis: Basis, one: Round) -> bool:
    """Say whether who opened a round is still there; once they were erased, whoever opens it again leads it."""
    return one.lead in basis.snapshot.people


def ballots_of(basis: Basis, one: Round) -> list[Ballot]:
    """Return every judgement of a round, the newest first, whoever may see it."""
    entity = basis.snapshot.entity
    found = []
    for held in of_round(basis.snapshot.small, one.id):
        told = {name: held.claim.value(name) or "" for name in ("person", "by", "at", "basis", "cause", "note")}
        person, by = (entity.get(told[name], told[name]) for name in ("person", "by"))
        value = int(float(held.claim.value("value") or 0))
        agreed = held.claim.value("agreed") == "yes"
        found.append(Ballot(person, by, told["at"], value, told["basis"], told["cause"], agreed, told["note"]))
    return sorted(found, key=lambda ballot: (ballot.at, ballot.by, ballot.person), reverse=True)


def find_round(basis: Basis, name: str) -> Round:
    """Find a round by its id, or the one of an opportunity or company: that which is open, else the newest."""
    known = basis.snapshot.decision.rounds
    if name in known:
        return known[name]
    opportunity = find_opportunity(basis.snapshot, name)
    try:
        company = "" if opportunity else basis.find_company(name)
    except AskedWrongly:
        company = ""
    same = [
        one for one in known.values()
        if (opportunity and one.opportunity == opportunity) or (company and one.company == company)
    ]  # fmt: skip
    if not same:
        raise UnknownName("round", name)
    return max(same, key=lambda one: (one.open, one.opened_on, one.id))


def open_rounds_over(basis: Basis, person: str) -> list[Round]:
    """Return the open rounds in which a person may be judged."""
    known = sorted(basis.snapshot.decision.rounds.values(), key=lambda one: one.id)
    return [one for one in known if one.open and person in people_of_round(basis, one)]


def check_still_open(basis: Basis, rounds: Sequence[str], *, opportunity: str, toward: str) -> None:
    """Raise BadArgument where one of these rounds was closed to which a judgement would have belonged."""
    for one in (basis.snapshot.decision.rounds.get(name) for name in rounds):
        if one and not one.open and one.toward == toward and _is_about(one, opportunity):
            raise was_closed(one)


def was_closed(one: Round) -> RoundClosed:
    """Return what is said to somebody who judges in a round that is over."""
    return RoundClosed(
        f"The round was closed on {one.closed_on}; nothing was recorded.",
        remedy="Open the form again to judge outside of it, for all to see.",
    )


def _is_about(one: Round, opportunity: str) -> bool:
    return not one.opportunity or not opportunity or opportunity == one.opportunity


def round_over(basis: Basis, person: str, *, opportunity: str, toward: str) -> Round | None:
    """Return the open round to which a judgement of a person belongs, the narrower one first; None without any."""
    for one in sorted(basis.snapshot.decision.rounds.values(), key=lambda one: (not one.opportunity, one.id)):
        if one.open and one.toward == toward and _is_about(one, opportunity) and person in people_of_round(basis, one):
            return one
    return None


def check_round(basis: Basis, viewer: Viewer, within: Round, rater: str, *, agreed: bool) -> None:
    """Raise BadArgument for an agreed number before the end, for nobody's judgement and for one in another's name."""
    if agreed:
        raise BadArgument(
            "A round over this person is open; its lead closes it with the agreed number.",
            remedy=f"Close it: inroads round close {within.id}.",
            on_page="Close it on the page of the round.",
        )
    me = person_of(basis, viewer)
    if not rater or (rater != me and viewer.name):
        raise BadArgument(
            "In a round everybody judges for themselves.", remedy="Say who you are: INROADS_USER.",
            on_page="Leave out who judges; if it is not known who you are, ask for an access token.",
        )  # fmt: skip


def person_of(basis: Basis, viewer: Viewer) -> str:
    """Return who of us asks, "" where that is nobody whom the store knows."""
    try:
        return basis.find_person(viewer.name) if viewer.name else ""
    except AskedWrongly:
        return ""


def people_of_round(basis: Basis, one: Round) -> frozenset[str]:
    """Return who may be judged in a round."""
    return basis.kept.of(
        ("people of a round", one.id),
        lambda: frozenset(decision_unit(basis.ask, one.company, opportunity=one.opportunity).unit.people),
    )
