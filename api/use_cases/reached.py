"""Who do we know at a company, and how do we get to them?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from api.use_cases.basis import Basis, Json, Question, Snapshots, Told, basis_of
from api.use_cases.describing import described, introduction, named, stance_of
from api.use_cases.former import former_people
from api.use_cases.leaders import Leaders, leaders_of
from api.use_cases.listing import Listing, page
from api.use_cases.weighing import strangers_first
from api.viewer import Viewer
from graph.algorithms.introductions import GROUPS, Introducer
from graph.algorithms.joined import joined_job
from graph.algorithms.namesakes import namesakes
from graph.algorithms.paging import known_people, prepare_page
from graph.algorithms.reached import Reached
from graph.algorithms.unit import DECIDERS
from graph.algorithms.ways import WORDS
from graph.folding import Job
from graph.parameters import Parameters
from graph.stores.base import Store
from graph.vocabulary.names import folded


def who(
    viewer: Viewer,
    source: Store | Snapshots,
    company: str,
    question: Question,
    parameters: Parameters,
    *,
    limit: int = 50,
    top: int = 3,
    listing: Listing | None = None,
) -> Json:
    """Who do we know at a company, and how do we get to them.

    ``listing`` filters, sorts and pages; without it the first ``limit`` people are given, group by group: in each
    those who decide, then the listed leaders, then the others, each of these in the order of the best way. Raises
    UnknownName, AmbiguousName, and BadArgument for a page that is no longer there.
    """
    asked = listing or Listing(limit=limit)
    basis = basis_of(source, question, parameters)
    snapshot = basis.snapshot
    found = basis.find_company(company)
    leaders, account = leaders_of(snapshot, found), snapshot.decision.accounts.get(found)
    lines = _foremost(basis, found, top, leaders)
    known = {snapshot.people[one].name for line in lines if line.known and leaders.listed for one in line.ids}
    shown = [line for line in lines if asked.fits(line.job.unit, line.job.title)]
    met = _sorted(basis, [line for line in shown if line.known], asked.sort)
    first = strangers_first(basis, found, leaders)
    nobody: Sequence[Line] = sorted(
        (line for line in shown if not line.known),
        key=lambda line: first(line.ids[0], line.job.title),
    )
    gone, former = former_people(basis, found, asked) if asked.show in {"all", "former"} else (0, [])
    people: Sequence[Line] = ()
    token = None
    if asked.show == "unreached":
        nobody, token = page(nobody, Line.identity, limit=asked.limit, after=asked.after)
    elif asked.show != "former":
        people, token = page(met, Line.identity, limit=asked.limit, after=asked.after)
    return {
        **basis.stamp(),
        "company": {"id": found, "name": snapshot.companies[found].name},
        "people": _page(basis, people, leaders, top),
        "groups": _groups(basis, met, leaders),
        "unreached": {
            "total": sum(1 for line in shown if not line.known),
            "people": [
                basis.kept.of(("unknown", line.ids), partial(_unknown, basis, line, leaders))
                for line in nobody[: asked.limit]
            ]
            if asked.show in {"all", "unreached"} else [],
        },
        "former": {"total": gone, "people": former[: asked.limit]},
        "listed_leaders": leaders.told(known), "cadence_days": account.cadence_days if account else None,
        "total": len(met), "next": token, "anybody_ours": bool(basis.ask.world.spell_ours.any()),
    }  # fmt: skip


def _sorted(basis: Basis, lines: list["Line"], sort: str) -> list["Line"]:
    people = basis.snapshot.people
    if sort == "best":
        return lines
    keys: dict[str, Callable[[Line], tuple[object, ...]]] = {
        "score": lambda line: (-line.score,),
        "name": lambda line: (folded(people[line.ids[0]].name),),
        "title": lambda line: (folded(line.job.title),),
        "unit": lambda line: (folded(line.job.unit),),
        "known_by": lambda line: (-line.reached.known_by if line.reached else 0,),
    }
    return sorted(lines, key=lambda line: (*keys[sort](line), line.ids[0]))


def _groups(basis: Basis, lines: Sequence["Line"], leaders: Leaders) -> Json:
    counts = {group: {"leaders": 0, "others": 0} for group in GROUPS}
    for line in lines:
        if line.reached:
            listed = bool(leaders.listed) and any(leaders.holds(basis.snapshot.people[one].name) for one in line.ids)
            counts[line.reached.group]["leaders" if listed else "others"] += 1
    return dict(counts)


def _unknown(basis: Basis, line: "Line", leaders: Leaders) -> Told:
    """Describe somebody whom none of us knows, with the closest way over others."""
    told = named(basis.snapshot, line.ids[0])
    listed = leaders.holds(str(told["name"]))
    closest = introduction(basis, line.reached.introductions[0], line.ids) if line.reached else None
    return Told({
        **told, "title": line.job.title, "unit": line.job.unit, "leader": listed, "closest": closest,
        **stance_of(basis, line.ids),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `who`: a person, or several of one full name, who are probably the same but never merged by it."""

    ids: tuple[str, ...]
    job: Job
    reached: Reached | None
    known: bool

    @property
    def score(self) -> float:
        """Of the best introduction, in [0, 1)."""
        return max(one.best for one in (self.reached, *self.reached.also)) if self.reached else 0.0

    def identity(self) -> str:
        """Return what names this line in a page token."""
        return self.ids[0]


def lines_of(basis: Basis, company: str, top: int) -> "list[Line]":
    """Return everybody at a company in the order of reach, people of one full name as one line; kept."""
    return basis.kept.of(("lines", company, top), lambda: _lines(basis.ask, *basis.ask.reach(company, top=top)))


def _foremost(basis: Basis, company: str, top: int, leaders: Leaders) -> "list[Line]":
    """Put first in each group who decides, then who is listed as a leader; otherwise the best way stays first.

    The best way there may lead to somebody who does not matter, and a blocker must not be the last to be seen.
    """
    people, seats = basis.snapshot.people, basis.seats

    def place(line: Line) -> tuple[int, int]:
        group = GROUPS.index(line.reached.group) if line.reached else len(GROUPS)
        if any(not DECIDERS.isdisjoint(seats.get(one, ())) for one in line.ids):
            return group, 0
        return group, 1 if any(leaders.holds(people[one].name) for one in line.ids) else 2

    return basis.kept.of(("foremost", company, top), lambda: sorted(lines_of(basis, company, top), key=place))


def _lines(ask: Introducer, reached: Sequence[Reached], unreached: Sequence[tuple[str, Job]]) -> list[Line]:
    """Show people of the same full name as the one whom we reach best, with the ways to all of them."""
    known = known_people(ask, reached)
    jobs = {**dict(unreached), **{item.person: item.job for item in reached}}
    found = {item.person: item for item in reached}
    lines = []
    for ids in namesakes(ask.world.snapshot, [*found, *(person for person, _ in unreached)]):
        items = [found[one] for one in ids if one in found]
        job = joined_job([jobs[one] for one in ids])
        lines.append(Line(ids, job, _joined(items) if items else None, not known.isdisjoint(ids)))
    return lines


def _joined(items: Sequence[Reached]) -> Reached:
    return replace(items[0], also=tuple(items[1:]))


def _page(basis: Basis, lines: Sequence[Line], leaders: Leaders, top: int) -> list[Told]:
    """Describe the people of a page; who was described before with this snapshot is not described again."""
    missing = [line for line in lines if ("line", line.ids, top) not in basis.kept]
    prepare_page(basis.ask, (line.reached for line in missing if line.reached))
    return [basis.kept.of(("line", line.ids, top), partial(_described, basis, line, leaders)) for line in lines]


def _described(basis: Basis, line: Line, leaders: Leaders) -> Told:
    item = line.reached
    if item is None:
        return Told()
    person = described(basis, item.person, line.job, line.ids)
    best = max(item.introductions, key=lambda way: way.score)
    last = max((day for one in line.ids if (day := basis.touch.last(one))), default=None)
    return Told({
        "person": {
            **person, "leader": leaders.holds(str(person["name"])),
            "last_contact": last.isoformat() if last else None,
        },
        "group": item.group,
        "word": min((way.word for way in item.introductions), key=WORDS.index),
        "best": round(best.score, 4),
        "known_by": item.known_by,
        "introductions": [introduction(basis, way, line.ids) for way in item.introductions],
        "probably_same": list(line.ids) if len(line.ids) > 1 else [],
    })  # fmt: skip
