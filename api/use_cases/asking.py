"""Which ask is drafted, recorded and answered, and how many are left."""

import hashlib
from datetime import datetime

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.describing import called_by, evidence, introduction, named, once_ours
from api.use_cases.entering import entry, record_entries
from api.use_cases.ways import ways_to
from api.viewer import Viewer
from graph.algorithms.ways import Introduction, rank
from graph.errors import BadArgument
from graph.parameters import Parameters
from graph.provenance import WORKSPACE, Claim
from graph.snapshot import Ask
from graph.stores.base import Store
from graph.vocabulary.dates import quarter_start
from graph.vocabulary.names import folded
from graph.vocabulary.tables import TABLES
from viz.reasons import reason
from viz.wording import first_name

ANSWERS = ("yes", "no", "later", "none")
OUTCOMES = ("met", "declined", "no_reply")
_OFFERED = 10
_LONGEST = 120  # characters of a reason in a letter


def draft_ask(
    viewer: Viewer,
    source: Store | Snapshots,
    target: str,
    question: Question,
    parameters: Parameters,
    *,
    through: str = "",
) -> Json:
    """Return a message that asks one of us for a word with somebody; by default along the best way.

    ``through`` is the id of whoever of us is asked. Raises BadArgument where no way leads there.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_person(target)
    way = _way(basis, found, through)
    told = introduction(basis, way, basis.records_of(found))
    first = basis.snapshot.people[way.people[0]]
    return {
        **basis.stamp(), "target": named(basis.snapshot, found), "go_between": named(basis.snapshot, first.id),
        "introduction": told, "left": asks_left(basis, first.id),
        "subject": f"A word with {basis.snapshot.people[found].name}?", "text": _letter(viewer, basis, way, told),
    }  # fmt: skip


def record_ask(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    target: str,
    question: Question,
    parameters: Parameters,
    *,
    through: str,
    at: datetime,
) -> Json:
    """Keep that somebody of ours was asked today; the same ask on the same day is kept once.

    It counts against their cap from then on. Raises BadArgument for somebody who is not to be asked.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_person(target)
    way = _way(basis, found, through)
    first, day = way.people[0], question.as_of.isoformat()
    asker = _asker(viewer, basis)
    own = hashlib.blake2b("\0".join((*way.people, day, viewer.name)).encode(), digest_size=8).hexdigest()
    values = {
        "id": own, "go_between": first, "target": found, "asked_by": asker, "date": day,
        "path": ";".join(way.people), "score": f"{way.score:.4f}",
    }  # fmt: skip
    record_entries(store, viewer, "ask", (entry("asks", values),), at=at)
    return {"id": own, "target": named(basis.snapshot, found), "go_between": named(basis.snapshot, first)}


def answer_ask(viewer: Viewer, store: Store, ask: str, *, answer: str, outcome: str = "", at: datetime) -> Json:
    """Keep how an ask was answered and what came of it; raises BadArgument for an ask that is not there."""
    for name, value, known in (("answer", answer, ANSWERS), ("outcome", outcome, ("", *OUTCOMES))):
        if value not in known:
            raise BadArgument(f"{name} is {value!r}.", remedy=f"Use one of {', '.join(k for k in known if k)}.")
    today = at.date().isoformat()
    said = {"answer": answer, "answered_on": today} | ({"outcome": outcome, "outcome_on": today} if outcome else {})

    def answered() -> tuple[Claim]:
        held = _recorded(store, ask)
        return (entry("asks", {field.name: held.value(field.name) or "" for field in TABLES["asks"].fields} | said),)

    store.enter("ask", answered, by=viewer.name, at=at)
    return {"id": ask, "answer": answer, "outcome": outcome or None}


def asks(
    viewer: Viewer, source: Store | Snapshots, question: Question, parameters: Parameters, *, person: str = ""
) -> Json:
    """Return the asks, newest first; with a person only those of or about them."""
    basis = basis_of(source, question, parameters)
    records = basis.records_of(basis.find_person(person)) if person else ()
    return {**basis.stamp(), "asks": asks_about(basis, *records)}


def asks_about(basis: Basis, *records: str) -> list[Json]:
    """Return the asks of or about a person, by all records that are told together, newest first; without one all."""
    own = frozenset(records)
    mine = [a for a in basis.snapshot.asks if not own or not own.isdisjoint({a.go_between, a.target, a.asked_by})]
    mine.sort(key=lambda ask: (ask.day, ask.id), reverse=True)
    return [_told(basis, ask) for ask in mine if ask.day <= basis.question.as_of]


def asks_left(basis: Basis, person: str) -> int | None:
    """Return how many asks of this quarter somebody has left; None without a cap."""
    known = basis.snapshot.people.get(person)
    if known is None or known.asks_per_quarter is None:
        return None
    since = quarter_start(basis.question.as_of)
    used = sum(a.go_between == person and since <= a.day <= basis.question.as_of for a in basis.snapshot.asks)
    return max(0, known.asks_per_quarter - used)


def _told(basis: Basis, ask: Ask) -> Json:
    people = basis.snapshot
    return {
        "id": ask.id, "date": ask.day.isoformat(), "go_between": named(people, ask.go_between),
        "target": named(people, ask.target) if ask.target else None,
        "asked_by": named(people, ask.asked_by) if ask.asked_by else None,
        "answer": ask.answer or None, "outcome": ask.outcome or None,
    }  # fmt: skip


def _way(basis: Basis, target: str, through: str) -> Introduction:
    ways = tuple(called_by(basis, way) for way in ways_to(basis, basis.records_of(target), _OFFERED))
    if through:
        first = basis.snapshot.entity.get(through, through)
        if first in basis.ask.excluded:
            name, why = basis.snapshot.people[first].name, basis.ask.excluded[first]
            title = f"{name} has no ask left this quarter" if why.endswith("used") else f"{name} {why}"
            raise BadArgument(f"{name} is not to be asked: {why}.", remedy="Choose another way.", title=title)
        ways = tuple(way for way in ways if way.people[0] == first)
    if not ways:
        called = named(basis.snapshot, target)["name"]
        if target in basis.ask.ours:
            raise BadArgument(
                f"{called} is one of us.",
                remedy="Talk to them: nobody has to be asked.",
                title="Nobody has to be asked",
            )
        if through:
            raise BadArgument(
                "No way that is offered begins there.",
                remedy="See the ways to that person.",
                title="No way is offered from there",
            )
        raise BadArgument(f"Nobody of us has a way to {called} that can be offered.",
                             remedy="Load more archives, or note who knows them on their page.",
                             title="No way can be offered")  # fmt: skip
    return min(ways, key=lambda way: (bool(way.at_odds), not (len(way.hops) == 1 and way.hops[0].once_ours), rank(way)))


def _letter(viewer: Viewer, basis: Basis, way: Introduction, told: Json) -> str:
    people = [basis.snapshot.people[one].name for one in way.people]
    jobs = basis.ask.world.jobs_now(way.people[-1])
    role = ""
    if jobs and jobs[-1].company in basis.snapshot.companies:
        title = f"{jobs[-1].title} at " if jobs[-1].title else "of "
        role = f", {title}{basis.snapshot.companies[jobs[-1].company].name}"
    today = basis.question.as_of
    reasons = [reason([evidence(item) for item in hop.evidence], today, _LONGEST, whole=True) for hop in way.hops]
    goes = told["who_goes"]
    other = goes["name"] if isinstance(goes, dict) and goes["id"] != way.people[0] else ""
    once = way.hops[0].once_ours
    if once and len(people) == 2:
        called = first_name(people[1])
        wish = (
            f"{called} was {once_ours(once)}; nobody who is here today was there then. "
            f"Would you call {called} and ask for half an hour"
        )
    elif len(people) == 2:
        wish = f"You know each other: {reasons[0]}. Would you ask for half an hour"
    else:
        wish = (
            f"{people[1]} knows {first_name(people[-1])} ({reasons[1]}), and you know {people[1]} ({reasons[0]}). "
            f"Would you ask {first_name(people[1])} to put in a word for us"
        )
    keepers = " and ".join(basis.snapshot.people[one].name for one in way.past)
    door = f" {keepers} keeps the door there; we would tell them first." if keepers else ""
    with_whom = f" with {other} and you" if other and len(people) == 2 else ""
    return (
        f"Hi {first_name(people[0])},\n\nwe would like to talk to {people[-1]}{role}. {wish}{with_whom}?{door}\n\n"
        f"If you would rather not, just say so; that is fine.\n\nThank you\n{viewer.name}".rstrip()
        + "\n"
    )


def _asker(viewer: Viewer, basis: Basis) -> str:
    """Return the id of the one who asks, where exactly one of us has that name."""
    wanted = folded(viewer.name)
    same = [one for one in basis.ask.ours if basis.people_names.get(one) == wanted] if wanted else []
    return same[0] if len(same) == 1 else ""


def _recorded(store: Store, ask: str) -> Claim:
    revision = store.revision().number
    for batch in store.snapshot_rows(revision):
        for held in batch:
            if held.source == WORKSPACE and held.claim.table == "asks" and held.claim.key == ask:
                return held.claim
    raise BadArgument(f"No ask {ask!r} was recorded here.", remedy="See the asks of the person.")
