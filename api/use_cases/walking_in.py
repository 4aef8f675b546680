"""What to know before walking in to somebody, on one screen; and what is written down afterwards."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of, newest_basis
from api.use_cases.describing import named
from api.use_cases.entering import entry, record_decided
from api.use_cases.judging import Said, from_form, judged, judgement_answer, new_judgement, rater_of
from api.use_cases.opportunities import standing_of
from api.viewer import Viewer
from graph.errors import BadArgument, NobodyDecides
from graph.folding import Span
from graph.parameters import Parameters
from graph.provenance import Claim
from graph.snapshot.decision import Opportunity
from graph.snapshot.lines import Line
from graph.stores.base import Store

_TOLD = {"ask": "ask", "offer": "offer", "avoid": "not mention"}  # kinds of notes with which the team decides itself
_BAD = frozenset({"bad", "mixed", "lost", "declined"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What one of us brings back from a meeting: any of the three. ``basis``, ``rounds`` and ``cause`` as in `Said`."""

    heard: str = ""
    stance: str = ""
    next_step: str = ""
    due: date | None = None
    basis: str = ""
    rounds: tuple[str, ...] = ()
    cause: str = ""


def before_walking_in(
    viewer: Viewer, source: Store | Snapshots, person: str, question: Question, parameters: Parameters
) -> Json:
    """Return our history with somebody and their company, what they decide, whom they sway, and what to say.

    That is one thing each to ask, offer and avoid.

    Records that are told together with the person speak too. ``ask``, ``offer`` and ``avoid`` are what the team noted
    (notes of these kinds), else what the facts suggest; each says from what, and is null where nothing does.
    """
    basis = basis_of(source, question, parameters)
    who = basis.find_person(person)
    records = frozenset(basis.records_of(who))
    history = list(_history(basis, records))
    lines = basis.snapshot.decision.lines_on(question.as_of)
    return {
        **basis.stamp(), "person": named(basis.snapshot, who),
        "history": [text for _, text, _ in history],
        "sways": _ends(basis, lines, "influence", records), "reports_to": _ends(basis, lines, "reports", records),
        "decides": _decides(basis, records), "style": _style(basis, records), **_advice(basis, records, history),
    }  # fmt: skip


def record_visit(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    person: str,
    heard: Heard,
    parameters: Parameters,
    *,
    at: datetime,
) -> Json:
    """Write down what was heard, the stance and the next step, whichever were given.

    Raises BadArgument when none was, and whatever a judgement of stance raises; then nothing is written.
    """
    if not (heard.heard.strip() or heard.stance.strip() or heard.next_step.strip()):
        raise BadArgument("Nothing was said.", remedy="Give what you heard, a stance or a next step.")
    told: Json = {}

    def decide() -> list[Claim]:
        basis = newest_basis(source, store, Question(at.date()), parameters)
        return list(_brought_back(viewer, basis, judged(basis, person), heard, told, at))

    record_decided(store, viewer, "visit", decide, at=at)
    return told


def _brought_back(viewer: Viewer, basis: Basis, who: str, heard: Heard, told: Json, at: datetime) -> Iterator[Claim]:
    """Yield what is to be recorded, and put into ``told`` what it is."""
    rater, records = rater_of(basis, viewer, ""), basis.snapshot.people
    by = records[rater].records[0] if rater else ""
    jobs = basis.ask.world.jobs_now(who)
    company = basis.snapshot.companies[jobs[-1].company].records[0] if jobs else ""
    told.update({"person": named(basis.snapshot, who), "note": bool(heard.heard.strip()),
                 "action": bool(heard.next_step.strip()), "stance": None})  # fmt: skip
    if heard.heard.strip():
        note = {"company": company, "person": records[who].records[0], "kind": "heard", "text": heard.heard, "by": by,
                "heard_from": records[who].records[0], "date": at.date().isoformat()}  # fmt: skip
        made = entry("notes", note)
        yield Claim(made.table, f"{made.key}|{at.isoformat(timespec='microseconds')}", made.content)
    if heard.next_step.strip():
        own = f"{who}|{at.isoformat(timespec='microseconds')}"
        action = {"id": hashlib.blake2b(own.encode(), digest_size=8).hexdigest(), "company": company,
                  "text": heard.next_step, "owner": by, "due": heard.due.isoformat() if heard.due else "",
                  "person": records[who].records[0]}  # fmt: skip
        yield entry("actions", action)
    if heard.stance.strip():
        told_so = Said(heard.stance, basis=heard.basis, cause=heard.cause, note=heard.heard, rounds=heard.rounds)
        said = from_form(told_so)
        claim = new_judgement(viewer, basis, who, said, at)
        told["stance"] = judgement_answer(basis, claim)
        yield claim


def _ends(basis: Basis, lines: Iterable[Line], kind: str, records: frozenset[str]) -> list[Json]:
    """Return to whom the lines of a kind lead from a person, each once."""
    ends = dict.fromkeys(one.end for one in lines if one.kind == kind and one.start in records)
    return [named(basis.snapshot, end) for end in ends if end not in records]


def _decides(basis: Basis, who: frozenset[str]) -> list[Json]:
    """Return the open decisions in which somebody has a seat, and what part of each they hold.

    Those that they decide come first, of these the next one. ``share`` is null where the weights of the seats do not
    tell.
    """
    known = basis.snapshot.decision
    roles: dict[str, list[str]] = {}
    for seat in known.seats:
        if seat.person in who and seat.opportunity in known.opportunities:
            roles.setdefault(seat.opportunity, []).append(seat.role)
    mine = [known.opportunities[one] for one in roles if not known.opportunities[one].outcome]
    mine.sort(key=lambda one: ("decider" not in roles[one.id], one.decision_date or "9999", one.name, one.id))
    return [
        {"id": one.id, "name": one.name, "roles": sorted(set(roles[one.id])), "share": _share(basis, one, who)}
        for one in mine
    ]


def _share(basis: Basis, one: Opportunity, who: frozenset[str]) -> float | None:
    try:
        stood = standing_of(basis, one)
    except NobodyDecides:
        return None
    return round(sum(stood.share.get(record, 0.0) for record in who), 4)


def _history(basis: Basis, who: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what we did for them, and what we declined and how they were told, the newest first: day, text, outcome."""
    declined = list(_declined(basis, who))
    told = {day[:4] for day, _, _ in declined}  # the request says how they were told, so it stands for the bid
    projects = [one for one in _projects(basis, who) if one[2] != "declined" or one[0][:4] not in told]
    yield from sorted({*projects, *declined}, reverse=True)


def _projects(basis: Basis, who: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    for fact in (fact for one in sorted(who) for fact in basis.snapshot.facts.get(one, ())):
        if fact.kind == "project" and not _later(fact.when, basis.question.as_of):
            year = str(fact.when.start.year) if fact.when else ""
            ended = {"good": "went well", "bad": "went badly", "mixed": "had two sides", "lost": "we lost",
                     "declined": "we declined"}.get(fact.outcome, fact.outcome)  # fmt: skip
            text = " ".join(part for part in (fact.name, year, ended) if part)
            yield fact.when.start.isoformat() if fact.when else "", text, fact.outcome


def _later(when: Span | None, day: date) -> bool:
    return when is not None and when.start_low > day


def _declined(basis: Basis, who: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the requests of their own that we declined."""
    snapshot, day = basis.snapshot, basis.question.as_of.isoformat()
    for held in snapshot.small.get("requests", ()):
        told = {name: held.claim.value(name) or "" for name in
                ("from_person", "about", "received", "decision", "told_by", "told_how", "told_on")}  # fmt: skip
        asked = snapshot.entity.get(told["from_person"], told["from_person"]) in who
        if asked and told["decision"] in {"no", "declined"} and told["received"] <= day:
            teller = snapshot.entity.get(told["told_by"], told["told_by"])
            name = snapshot.people[teller].name if teller in snapshot.people else ""
            by = (
                f"told by {told['told_how']} by {name}"
                if told["told_how"] and name
                else "nobody noted how we told them"
            )
            yield told["received"], f"{told['about']} {told['received'][:4]} we declined, {by}", "declined"


def _style(basis: Basis, who: frozenset[str]) -> str:
    """Return the newest social style that one of us noted."""
    day = basis.question.as_of.isoformat()
    found = [
        (held.claim.value("date") or "", held.claim.value("value") or "")
        for held in basis.snapshot.small.get("person_assessments", ())
        if held.claim.value("model") == "social_style" and (held.claim.value("date") or "") <= day
        and basis.snapshot.entity.get(held.claim.value("person") or "") in who
    ]  # fmt: skip
    return max(found, default=("", ""))[1]


def _notes(basis: Basis, who: frozenset[str]) -> dict[str, str]:
    """Return the newest note of each kind."""
    day, newest = basis.question.as_of.isoformat(), dict[str, tuple[str, str]]()
    for held in basis.snapshot.small.get("notes", ()):
        told = (held.claim.value("date") or "", held.claim.value("text") or "")
        own = basis.snapshot.entity.get(held.claim.value("person") or "") in who
        if own and told[0] <= day:
            kind = held.claim.value("kind") or ""
            newest[kind] = max(newest.get(kind, told), told)
    return {kind: text for kind, (_, text) in newest.items()}


def _advice(basis: Basis, who: frozenset[str], history: Iterable[tuple[str, str, str]]) -> Json:
    notes = _notes(basis, who)
    known = {kind: {"text": notes[kind], "why": "noted by the team"} for kind in _TOLD if notes.get(kind)}
    suggested = {
        "ask": _to_ask(basis, who, notes), "offer": _to_offer(history, notes), "avoid": _to_avoid(history),
    }  # fmt: skip
    return {kind: known.get(kind) or suggested[kind] for kind in _TOLD}


def _to_ask(basis: Basis, who: frozenset[str], notes: dict[str, str]) -> Json:
    """Ask what we do not know: their stance, what they are measured on, their concern; else what would help."""
    if all(basis.ask.stance(one) is None for one in who):
        return {"text": "What would make this a success for you?", "why": "what they think of us is not known"}
    if "measured_on" not in notes:
        return {"text": "What are you measured on this year?", "why": "nobody has noted it"}
    if "concern" not in notes:
        return {"text": "What worries you most just now?", "why": "nobody has noted it"}
    return {"text": f"What would help most with this: {notes['concern']}?", "why": "their concern"}


def _to_offer(history: Iterable[tuple[str, str, str]], notes: dict[str, str]) -> Json | None:
    good = next((text for _, text, outcome in history if outcome == "good"), None)
    if good is None:
        return None
    about = f", for {notes['concern'][:1].lower()}{notes['concern'][1:]}" if notes.get("concern") else ""
    return {
        "text": f"Half an hour with our people from {good.removesuffix(' went well')}{about}",
        "why": "it went well",
    }


def _to_avoid(history: Iterable[tuple[str, str, str]]) -> Json | None:
    bad = next((text for _, text, outcome in history if outcome in _BAD), None)
    return {"text": f"{bad.partition(', ')[0]}, unless they do", "why": "our history"} if bad else None


def in_a_week(day: date) -> date:
    """Return when a next step is due unless somebody says otherwise."""
    return day + timedelta(days=7)
