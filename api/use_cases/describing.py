"""How people, introductions and evidence are said as plain data, the same in every answer."""

from collections.abc import Iterable, Sequence
from functools import partial

from api.use_cases.basis import Basis, Json
from api.use_cases.seniority import Colleague
from graph.algorithms.evidence import Evidence
from graph.algorithms.joined import joined_job
from graph.algorithms.ways import Hop, Introduction, how
from graph.folding import Job
from graph.snapshot import Snapshot
from graph.vocabulary.dates import stretch
from graph.vocabulary.stances import WORDS

_WAYS_TRIED = 5


def named(snapshot: Snapshot, person: str) -> Json:
    return {"id": person, "name": snapshot.people[person].name if person in snapshot.people else person}


def described(basis: Basis, person: str, job: Job | None, records: Sequence[str] = ()) -> Json:
    """Return a person with the job that matters to the answer, as all ``records`` say it that are told together.

    So are the stance toward us and the seats.
    """
    records = records or (person,)
    job = _as_all_say(basis, records, job) if job and len(records) > 1 else job
    confirmed = job.confirmed_on() if job else None
    company = basis.snapshot.companies.get(job.company) if job else None
    return {
        **named(basis.snapshot, person), "title": job.title if job else "", "unit": job.unit if job else "",
        "company": company.name if company else "",
        "seats": sorted({role for one in records for role in basis.seats.get(one, ())}),
        **stance_of(basis, records),
        "confirmed_on": confirmed.isoformat() if confirmed else None,
        "do_not_ask": any(basis.snapshot.people[one].do_not_ask for one in records if one in basis.snapshot.people),
    }  # fmt: skip


def stance_of(basis: Basis, records: Sequence[str]) -> Json:
    """Return the stance toward us that every list tells of somebody, with its day and whether it is agreed."""
    stance = basis.ask.stance_of(records)
    return {
        "stance": stance.value if stance else None, "stance_on": stance.day.isoformat() if stance else None,
        "stance_agreed": bool(stance and stance.agreed),
    }  # fmt: skip


def _as_all_say(basis: Basis, records: Sequence[str], job: Job) -> Job:
    """Fill in the title and the unit of a job from the other records of that person, where they tell them."""
    place = basis.snapshot.place
    there = place.get(job.company, job.company)
    others = (one for record in records for one in basis.ask.world.jobs_now(record))
    return joined_job([job, *(one for one in others if place.get(one.company, one.company) == there)])


def introduction(basis: Basis, way: Introduction, records: Iterable[str]) -> Json:
    """Return a way, scored and in words; ``records`` are those of the target that are told together."""
    way = called_by(basis, way)
    return {
        "score": round(way.score, 4), "word": way.word, "how": how(way),
        "people": [*(_stop(basis, one) for one in way.people[:-1]), _target(basis, way.people[-1], records)],
        **_guarded(basis, way, _next_step(basis, way)),
        "hops": [_hop(hop) for hop in way.hops],
    }  # fmt: skip


def called_by(basis: Basis, way: Introduction) -> Introduction:
    """Let whoever fits best call somebody who used to be ours and whom none of us has met; other ways stay."""
    goes = _goes(basis, way) if len(way.hops) == 1 and way.hops[0].once_ours else None
    if goes is None or goes[0].id in {way.people[0], *basis.ask.excluded}:
        return way
    one, target = goes[0].id, way.people[-1]
    other = basis.ask.way((Hop(one, target, basis.ask.evidence(one, target)),))
    return other if other.hops[0].once_ours and other.score >= way.score else way


def evidence(item: Evidence) -> Json:
    """Return one reason with its source rows."""
    expected, low, high = item.months or (None, None, None)
    sources = [{"source": s.source, "record": s.record, "seen": s.seen} for s in item.sources]
    return {
        "kind": item.kind, "text": item.text, "company": item.company, "start": item.start, "end": item.end,
        "months": expected,
        "months_low": low, "months_high": high, "weight": round(item.weight, 4), "place": item.place,
        "unit": item.unit, "form": item.form, "times": item.times, "warning": item.warning, "sources": sources,
    }  # fmt: skip


def _stop(basis: Basis, person: str) -> Json:
    """Return somebody on the way; the same people are on many ways, so what is said of them is kept."""
    return basis.kept.of(("stop", person), lambda: _made_stop(basis, person))


def _target(basis: Basis, person: str, records: Iterable[str]) -> Json:
    """Return where a way leads, with the stance that all records tell; who passes it on keeps the own, as the score."""
    stance = basis.ask.stance_of(records)
    return {**_stop(basis, person), "stance": stance.value if stance else None}


def _made_stop(basis: Basis, person: str) -> Json:
    jobs = basis.ask.world.jobs_now(person)
    company = basis.snapshot.companies.get(jobs[-1].company) if jobs else None
    return {
        **named(basis.snapshot, person),
        "ours": person in basis.ask.ours,
        "title": jobs[-1].title if jobs else "",
        "company": company.name if company else "",
        "stance": basis.ask.stance(person),
    }


def _goes(basis: Basis, way: Introduction) -> tuple[Colleague, str] | None:
    """Return who of ours should go, and why; None when we know too little to say."""
    jobs, stays = basis.ask.world.jobs_now(way.people[-1]), way.hops[0].once_ours
    title, unit = (jobs[-1].title, jobs[-1].unit) if jobs else ("", "")
    if stays and len(way.hops) == 1:
        return basis.bench.who_calls(way.people[0], title, (unit, *(stay.unit for stay in stays)))
    return basis.bench.who_goes(way.people[0], title, unit)


def _next_step(basis: Basis, way: Introduction) -> Json:
    """Say whom to ask or to call, why, for what, and who of ours should go.

    Somebody who used to be ours, and whom nobody who is here now has met, is called: nobody has to ask for a word.
    """
    names = [basis.snapshot.people[one].name for one in way.people]
    stays, reason = way.hops[0].once_ours, way.hops[-1].evidence[0].text
    if not stays:
        text = f"Ask {' to ask '.join(names[:-1])} ({reason}) for a word with {names[-1]}"
    elif len(names) == 2:
        text = f"Call {names[1]}: was {once_ours(stays)}"
    else:
        over = "".join(f" to ask {name}" for name in names[2:-1])
        text = f"Call {names[1]}, who was {once_ours(stays)},{over} for a word with {names[-1]} ({reason})"
    goes = _goes(basis, way)
    if goes is None:
        return {"next_step": f"{text}.", "who_goes": None}
    one, why = goes
    alone = one.id == way.people[0] or (stays and len(names) == 2)
    with_whom = f"{one.name} should go" if alone else f"{one.name}, {one.title}, should go along"
    return {
        "next_step": f"{text}. {with_whom} ({why}).",
        "who_goes": {"id": one.id, "name": one.name, "title": one.title, "why": why},
    }


def once_ours(stays: Sequence[Evidence]) -> str:
    """Say when somebody was ours.

    >>> once_ours([Evidence("alumni", "", 0.1, place="Varde", start="2005", end="2009-03")])
    'one of ours at Varde 2005-2009'
    >>> stays = [Evidence("alumni", "", 0.1, place="Varde", start=year, end=year) for year in ("2005", "2012")]
    >>> once_ours(stays)
    'one of ours at Varde 2005 and 2012'
    """
    when: dict[str, dict[str, None]] = {}
    for stay in stays:
        years = when.setdefault(stay.place, {})
        if stay.start or stay.end:
            years[stretch(stay.start, stay.end)] = None
    told = [" ".join(part for part in (f"at {place}", " and ".join(years)) if part) for place, years in when.items()]
    return f"one of ours {' and '.join(told)}"


def _guarded(basis: Basis, way: Introduction, told: Json) -> Json:
    """Say whom the way passes who keeps the target's door, and what to do about it."""
    warnings, advice = list(way.warnings), []
    for keeper in basis.ask.doors.keepers(way.people[-1]):
        name, stance = basis.snapshot.people[keeper].name, basis.ask.stance(keeper)
        if keeper not in way.people:
            word = "" if stance is None else f", {WORDS[stance]}"
            warnings.append(f"goes past {name} (gatekeeper{word})")
            advice.append(basis.kept.of(("tell first", keeper), partial(_tell_first, basis, keeper)))
        elif stance is not None and stance < 0:
            advice.append(_way_round(basis, way.people[-1], keeper))
    text = " ".join([str(told["next_step"]), *(one for one in advice if one)])
    return {"warnings": warnings, **told, "next_step": text}


def _tell_first(basis: Basis, keeper: str) -> str:
    name = basis.snapshot.people[keeper].name
    way = basis.ask.first(keeper)
    if way is None:
        return f"Tell {name} first; nobody of us knows a way there."
    known = [basis.snapshot.people[one].name for one in way.people[:-1]]
    return f"Tell {name} first: {known[0]} can." if len(known) == 1 else f"Tell {name} first, through {known[1]}."


def _way_round(basis: Basis, target: str, keeper: str) -> str:
    """Name the best way that leaves a gatekeeper out who is against us."""
    for way in basis.ask.together(target, top=_WAYS_TRIED):
        if keeper not in way.people:
            names = [basis.snapshot.people[one].name for one in way.people[:-1]]
            return f"A way round {basis.snapshot.people[keeper].name}: {', '.join(names)}."
    return f"No way round {basis.snapshot.people[keeper].name} is known."


def _hop(hop: Hop) -> Json:
    return {
        "from": hop.start,
        "to": hop.end,
        "warmth": round(hop.warmth, 4),
        "evidence": [evidence(item) for item in hop.evidence],
    }
