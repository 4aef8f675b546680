"""How a lead opens a round of blind judgement, and closes it with one agreed number and a reason for each person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.use_cases.basis import Basis, Json, Question, Snapshots, newest_basis
from api.use_cases.entering import entry, record_decided
from api.use_cases.judging import Said, check_words, judged, judgement, rater_of, rival_of
from api.use_cases.naming import find_opportunity
from api.use_cases.power_map import named
from api.use_cases.rounds import ballots_of, find_round, has_lead, round_answer, was_closed
from api.viewer import Viewer
from graph.algorithms.stances import Judged, cause_of, newest_first
from graph.errors import BadArgument
from graph.parameters import Parameters
from graph.provenance import WORKSPACE, Claim, record_id
from graph.snapshot.rounds import Round
from graph.stores.base import Store
from graph.vocabulary.stances import read_stance


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the team agreed on about one person; the cause is asked below 0."""

    person: str
    value: str
    reason: str
    cause: str = ""


def open_round(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    name: str,
    parameters: Parameters,
    *,
    toward: str = "",
    at: datetime,
) -> Json:
    """Open a round over the people of an opportunity, or of a whole company; whoever opens it leads it.

    An open round whose lead was erased is taken over, with all that was judged in it.

    Raises BadArgument when nobody known asks, and when such a round is open already and has its lead.
    """
    told: Json = {}

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        opened = _opened(viewer, basis, name, toward, at)
        told["round"] = round_answer(basis, opened)
        return [_claim(basis, opened)]

    done = record_decided(store, viewer, "round", decide, at=at)
    return {**told, "revision": done.revision}


def _opened(viewer: Viewer, basis: Basis, name: str, toward: str, at: datetime) -> Round:
    lead = rater_of(basis, viewer, "")
    if not lead:
        raise BadArgument(
            "A round needs a lead, and it is not known who asks.", remedy="Set INROADS_USER.",
            on_page="Ask for an access token in your name, or for a server that is started with it.",
        )  # fmt: skip
    opportunity = find_opportunity(basis.snapshot, name)
    known = basis.snapshot.decision.opportunities
    company = known[opportunity].company if opportunity else basis.find_company(name)
    rival = rival_of(basis, toward)
    own = record_id(WORKSPACE, "rounds", f"{company}|{opportunity}|{rival}|{at.isoformat()}")
    opened = Round(own, company, opportunity, rival, at.date().isoformat(), "", lead)
    for one in basis.snapshot.decision.rounds.values():
        if one.open and (one.company, one.opportunity, one.toward) == (company, opportunity, rival):
            if has_lead(basis, one):
                raise BadArgument(
                    "Such a round is open already.", remedy=f"See it: inroads round show {one.id}.",
                    on_page="It stands among the rounds so far: judge in it.",
                )  # fmt: skip
            opened = replace(one, lead=lead)
    return opened


def close_round(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    name: str,
    agreed: Sequence[Agreed],
    parameters: Parameters,
    *,
    at: datetime,
) -> Json:
    """Close a round: every person judged in it gets one agreed number with a reason; then all of it is shown.

    Raises BadArgument for anybody but its lead, for a closed round, for a person without a number, and for a number
    without a reason.
    """
    told: Json = {}

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        found = find_round(basis, name)
        _check_lead(basis, viewer, found)
        claims = _agreements(basis, found, agreed, at)
        closed = replace(found, closed_on=at.date().isoformat())
        told.update(round=round_answer(basis, closed), agreed=len(claims), find_out=_find_out(basis, found, claims))
        return [*claims, _claim(basis, closed)]

    done = record_decided(store, viewer, "round", decide, at=at)
    return {**told, "revision": done.revision}


def _find_out(basis: Basis, within: Round, claims: Sequence[Claim]) -> list[Json]:
    """Return who was agreed to be against us while nobody ever told why: finding out is the next move."""
    unknown = [basis.snapshot.entity[one.value("person") or ""] for one in claims if one.value("cause") == "not_known"]
    earlier = newest_first(one for one in basis.snapshot.decision.judgements if one.toward == within.toward)
    told: list[Judged] = [*ballots_of(basis, within), *earlier]
    return [named(basis, who) for who in unknown if not cause_of(one for one in told if one.person == who)]


def _check_lead(basis: Basis, viewer: Viewer, found: Round) -> None:
    if not found.open:
        raise was_closed(found)
    if not has_lead(basis, found):
        raise BadArgument(
            "Who opened the round was erased.",
            remedy=f"Open it again to lead it: inroads round open {found.opportunity or found.company}.",
            on_page="Open it again to lead it: Lead this round.",
        )
    if rater_of(basis, viewer, "") != found.lead:
        raise BadArgument(f"Only {named(basis, found.lead)['name']}, who opened the round, closes it.")


def _agreements(basis: Basis, found: Round, agreed: Sequence[Agreed], at: datetime) -> list[Claim]:
    by_person: dict[str, Claim] = {}
    for one in agreed:
        who = judged(basis, one.person)
        if who in by_person:
            raise BadArgument(f"{named(basis, who)['name']} has two agreed numbers.", remedy="Give one.")
        by_person[who] = _agreement(basis, found, who, one, at)
    left = {one.person for one in ballots_of(basis, found)} - by_person.keys()
    missing = sorted(str(named(basis, one)["name"]) for one in left)
    if missing:
        raise BadArgument(f"Not agreed yet: {', '.join(missing)}.", remedy="Give each one number and a reason.")
    return list(by_person.values())


def _agreement(basis: Basis, within: Round, who: str, one: Agreed, at: datetime) -> Claim:
    if not one.reason.strip():
        raise BadArgument(f"{named(basis, who)['name']} has no reason.", remedy="Say why in one sentence.")
    said = Said(one.value, cause=one.cause, agreed=True, note=one.reason)
    value = read_stance(one.value)
    check_words(said, value, at.date())
    return judgement(basis, said, value, at, (who, within.lead, within.toward, within.opportunity), within)


def _claim(basis: Basis, one: Round) -> Claim:
    people, companies = basis.snapshot.people, basis.snapshot.companies
    return entry("rounds", {
        "id": one.id, "company": companies[one.company].records[0], "opportunity": one.opportunity,
        "toward": companies[one.toward].records[0] if one.toward else "", "opened_on": one.opened_on,
        "closed_on": one.closed_on, "lead": people[one.lead].records[0],
    })  # fmt: skip
