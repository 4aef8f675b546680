"""What one of us believes of a person's attitude is written down: one claim of the workspace, never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.use_cases.basis import Basis, Json, Question, Snapshots, newest_basis
from api.use_cases.entering import entry, record_decided
from api.use_cases.naming import find_opportunity
from api.use_cases.rounds import (
    check_round,
    check_still_open,
    find_round,
    people_of_round,
    round_answer,
    round_over,
    was_closed,
)
from api.viewer import Viewer
from graph.errors import BadArgument, UnknownName
from graph.parameters import Parameters
from graph.provenance import WORKSPACE, Claim, record_id
from graph.snapshot.rounds import Round
from graph.stores.base import Store
from graph.vocabulary.stances import BASES, CAUSES, WORDS, read_stance


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement as somebody gives it; names or ids, "" where nothing was said.

    ``rounds`` are those over the person that were open when the form was made in which it is said.
    """

    value: str
    by: str = ""
    on: date | None = None
    toward: str = ""
    opportunity: str = ""
    basis: str = ""
    cause: str = ""
    agreed: bool = False
    note: str = ""
    rounds: tuple[str, ...] = ()


def from_form(said: Said) -> Said:
    """Return what a form says without a cause that it did not ask, for hidden fields are sent too.

    A cause is asked of stances toward us below 0. What is no stance stays as it is, to be refused.
    """
    try:
        below = read_stance(said.value) < 0
    except BadArgument:
        return said
    return said if below and not said.toward else replace(said, cause="")


def judge(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    person: str,
    said: Said,
    parameters: Parameters,
    *,
    at: datetime,
) -> Json:
    """Record a judgement of stance, and say what was recorded.

    While a round over the person is open, the judgement is one of the round and sealed until the lead closes it.

    Raises
    ------
    UnknownName, AmbiguousName
        For a person, rater, competitor or opportunity that is not there.
    BadArgument
        For a value that is no stance, a judgement of nobody (an agreed number may be the team's), a day to come, a
        basis or cause that is not one of the list, a person or rater on the wrong side, for an agreed number while a
        round over the person is open, and where a round that was open when the form was made has been closed: nobody
        is to be openly on record who meant to judge in it.
    """
    told: Json = {}

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        claim = new_judgement(viewer, basis, person, said, at)
        told.update(judgement_answer(basis, claim))
        return [claim]

    done = record_decided(store, viewer, "stance", decide, at=at)
    return {**told, "revision": done.revision}


def judge_in_round(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    name: str,
    ballots: Mapping[str, Said],
    parameters: Parameters,
    *,
    at: datetime,
) -> Json:
    """Record what one of us judges of several people in a round, all of it or nothing.

    Raises BadArgument for a round that is closed and for somebody who is not of it, and as ``judge`` does.
    """
    told: Json = {}

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        within = find_round(basis, name)
        if not within.open:
            raise was_closed(within)
        told["round"] = round_answer(basis, within)
        claims = [_in_round(viewer, basis, within, person, said, at) for person, said in ballots.items()]
        if len({claim.value("person") for claim in claims}) < len(claims):
            raise BadArgument("Somebody is judged twice.", remedy="Give one stance each.")
        return claims

    done = record_decided(store, viewer, "stance", decide, at=at) if ballots else None
    return {**told, "judged": len(ballots), "revision": done.revision if done else None}


def judge_openly(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    said: Mapping[str, Said],
    parameters: Parameters,
    *,
    at: datetime,
) -> Json:
    """Record what one of us judges of several people outside of the round it was meant for, all of it or nothing.

    Raises as ``judge`` does.
    """

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        return [new_judgement(viewer, basis, person, one, at) for person, one in said.items()]

    done = record_decided(store, viewer, "stance", decide, at=at) if said else None
    return {"judged": len(said), "revision": done.revision if done else None}


def _in_round(viewer: Viewer, basis: Basis, within: Round, person: str, said: Said, at: datetime) -> Claim:
    value = read_stance(said.value)
    check_words(said, value, at.date())
    who, rater = judged(basis, person), rater_of(basis, viewer, said.by)
    if who not in people_of_round(basis, within):
        raise BadArgument(f"{basis.snapshot.people[who].name} is not of this round.", remedy="Leave them out.")
    check_round(basis, viewer, within, rater, agreed=said.agreed)
    return judgement(basis, said, value, at, (who, rater, within.toward, within.opportunity), within)


def new_judgement(viewer: Viewer, basis: Basis, person: str, said: Said, at: datetime) -> Claim:
    """Return the claim of a judgement, not yet recorded; raises as ``judge`` does."""
    value = read_stance(said.value)
    check_words(said, value, at.date())
    who, rater = judged(basis, person), rater_of(basis, viewer, said.by)
    toward = rival_of(basis, said.toward)
    about = find_opportunity(basis.snapshot, said.opportunity) if said.opportunity else ""
    if said.opportunity and not about:
        raise UnknownName("opportunity", said.opportunity)
    within = round_over(basis, who, opportunity=about, toward=toward)
    if not within:
        check_still_open(basis, said.rounds, opportunity=about, toward=toward)
        if not rater and not said.agreed:
            raise BadArgument(
                "It is not known who judges.",
                remedy="Say who of us does (--by, or in the form), start `inroads serve --user NAME`, or use a token.",
                on_page="Write who of us you are into the form.",
            )
    else:
        check_round(basis, viewer, within, rater, agreed=said.agreed)
    return judgement(basis, said, value, at, (who, rater, toward, about), within)


def check_words(said: Said, value: int, today: date) -> None:
    """Raise BadArgument for a day to come, and for a basis or cause that is none."""
    day = said.on or today
    if day > today:
        raise BadArgument(f"{day} is still to come.", remedy="A judgement is dated on or before today.")
    for word, known, what in ((said.basis, BASES, "basis"), (said.cause, CAUSES, "cause")):
        if word and word not in known:
            raise BadArgument(f"{word!r} is no {what}.", remedy=f"Use one of {', '.join(known)}.")
    if said.cause and value >= 0:
        raise BadArgument("A cause is told of stances below 0 only.", remedy="Leave the cause out.")


def judged(basis: Basis, person: str) -> str:
    """Return who is judged; raises BadArgument for one of us."""
    found = basis.find_person(person)
    if found in basis.ask.ours:
        name = basis.snapshot.people[found].name
        raise BadArgument(f"{name} is one of us.", remedy="Stances, lines and seats are of people on the other side.")
    return found


def rater_of(basis: Basis, viewer: Viewer, by: str) -> str:
    """Return who of us judges: the one named, else whoever asks, "" where that is no person.

    Raises BadArgument for somebody who was never one of us.
    """
    if not by and not viewer.name:
        return ""
    found = basis.find_person(by or viewer.name)
    jobs = basis.snapshot.jobs.get(found, ())
    if not any(basis.snapshot.companies[job.company].relation == "ours" for job in jobs):
        raise BadArgument(f"{basis.snapshot.people[found].name} is not one of us.", remedy="Say who of us judges.")
    return found


def rival_of(basis: Basis, toward: str) -> str:
    """Return toward which company: a competitor's id, "" for us.

    Raises BadArgument for a client that competes for nothing: toward it no stance is of use, and us was meant.
    """
    found = basis.find_company(toward) if toward else ""
    if not found or basis.snapshot.companies[found].relation == "ours":
        return ""
    competing = any(found in one.competitors for one in basis.snapshot.decision.opportunities.values())
    if basis.snapshot.companies[found].relation == "client" and not competing:
        raise BadArgument(
            f"{basis.snapshot.companies[found].name} is a client and no competitor of ours.",
            remedy="Leave out toward whom (--toward): a stance is toward us then.",
            on_page="Choose toward whom anew.",
        )
    return found


def judgement(
    basis: Basis, said: Said, value: int, at: datetime, ends: tuple[str, str, str, str], within: Round | None
) -> Claim:
    """Return the claim; ``ends`` are person, rater, competitor and opportunity. Its key comes from the time of
    recording too, so that a second judgement of the same day stands beside the first, and names nobody.
    """
    who, rater, toward, about = ends
    people, companies = basis.snapshot.people, basis.snapshot.companies
    cause = said.cause or ("not_known" if value < 0 and not toward else "")
    values = {
        "person": people[who].records[0], "by": people[rater].records[0] if rater else "",
        "date": (said.on or at.date()).isoformat(), "toward": companies[toward].records[0] if toward else "",
        "value": str(value), "opportunity": about or (within.opportunity if within else ""), "basis": said.basis,
        "cause": cause, "agreed": "yes" if said.agreed else "", "note": said.note, "round": within.id if within else "",
        "at": at.isoformat(timespec="microseconds"),
    }  # fmt: skip
    made = entry("stances", values)
    return Claim(made.table, record_id(WORKSPACE, "stances", f"{made.key}|{values['at']}"), made.content)


def judgement_answer(basis: Basis, claim: Claim) -> Json:
    """Return a judgement as plain data."""
    value = int(claim.value("value") or 0)
    person = basis.snapshot.entity.get(claim.value("person") or "", "")
    told = {name: claim.value(name) for name in ("by", "toward", "opportunity", "round")}
    return {
        "person": {"id": claim.value("person"), "name": basis.snapshot.people[person].name}, "value": value,
        "word": WORDS[value], "on": claim.value("date"), "basis": claim.value("basis") or "",
        "cause": claim.value("cause") or "", "agreed": claim.value("agreed") == "yes",
        "note": claim.value("note") or "", **told,
    }  # fmt: skip
