"""What does the picture of a decision show: people with words for amounts, lines, camps, doors, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.algorithms.power import LARGE
from graph.algorithms.verdict import amount
from viz import power_words
from viz.letters import text_width
from viz.power_same import Once
from viz.power_words import NAME, cold_days, convinced, met_on, moves_by_kind, name_of, opened, past, stands, unsure
from viz.wording import capital, day, near, readable, shortened

LEAST = 0.03  # of the decision; below it nobody is worth a word of their own
_OF_ANY_SIDE = frozenset({"door", "competitor", "seat"})  # the others say what we should do


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the unit.

    ``short`` is the first name where only one has it, ``role`` the third line of the card, ``held`` the seats beside
    the title, ``recorded`` what is believed where ``stance`` is only supposed, ``known_by`` names of ours.
    In a whole company ``role`` is the seats in any of its decisions. ``last`` is in words when they were met, ``cold``
    whether that is a day longer ago than the account agreed.
    ``toward`` is what they think of each of the scene's rivals, ``toward_stale`` whether that is old.
    ``depth`` is how deep our relation is, "" without any; ``peers`` whether somebody of about their rank has it.
    ``records`` are more than one where others of that name are probably the same; then only one is ``shown``, and
    ``share`` is what they hold together.
    """

    id: str
    name: str
    short: str
    title: str
    unit: str
    role: str
    held: str
    seats: tuple[str, ...]
    share: float
    lever: float
    amount: str
    stance: int | None
    recorded: int | None
    supposed: bool
    agreed: bool
    stale: bool
    spread: int
    judges: int
    toward: tuple[int | None, ...]
    toward_stale: tuple[bool, ...]
    camp: int | None
    met: bool
    known_by: tuple[str, ...]
    last: str
    cold: bool
    first: bool
    decides: bool
    manager: str
    assumed: tuple[str, ...]
    history: tuple[tuple[str, int, str], ...]
    days: tuple[tuple[str, int, bool, str], ...]
    move: str
    reachable: bool
    depth: str
    peers: bool | None
    records: int
    shown: bool

    @property
    def apart(self) -> str:
        """Say by how much those differ from whose judgements the number comes, "" where they judge alike."""
        return power_words.we_differ(self.spread) if not self.supposed else ""


@dataclass(frozen=True, slots=True)
class Sway:
    """A line that is not reporting: influence, agreement or conflict."""

    kind: str
    start: str
    end: str
    strength: float


@dataclass(frozen=True, slots=True)
class Camp:
    """``members`` in the order of their weight."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to know; ``person`` is the one to ask or to look at, "" for nobody."""

    kind: str
    text: str
    detail: str
    person: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class PowerScene:
    """Everything that is shown. ``toward`` is a competitor's name, "" for us; ``supposing`` what is only supposed, as
    clauses, first of stances, then of lines; ``vacant`` which seats that decide are empty, as the title says it; after
    ``cold_days`` without a contact somebody is going cold.

    ``whole`` is the map of a company, whose title counts everybody; ``over`` a decision that was won or lost.
    """

    subject: str
    rest: str
    toward: str
    supposing: tuple[str, ...]
    vacant: tuple[str, ...]
    facts: tuple[str, ...]
    standing: str
    people: tuple[Somebody, ...]
    sways: tuple[Sway, ...]
    camps: tuple[Camp, ...]
    doors: tuple[tuple[str, str, str], ...]
    empty_seats: tuple[str, ...]
    sayings: tuple[Saying, ...]
    rivals: tuple[str, ...]
    moves: tuple[tuple[str, list[str]], ...]
    convictions: tuple[str, ...]
    warnings: tuple[str, ...]
    as_of: str
    known_on: str
    numbers: Mapping[str, float]
    camps_note: str
    unsure: str
    whole: bool
    over: bool
    cold_days: int

    @property
    def shown(self) -> tuple[Somebody, ...]:
        """Whom lists and maps show: of several records of one name at the company only one."""
        return tuple(one for one in self.people if one.shown)

    @property
    def clocks(self) -> bool:
        """Whether anything in the list is marked as old: a day on which somebody was met, or a judgement."""
        return any(one.cold or any(one.toward_stale[:1]) or (one.stale and not one.supposed) for one in self.shown)

    @staticmethod
    def text_width(text: str) -> float:
        return text_width(text, 12.0)


def power_scene(answer: Mapping[str, object]) -> PowerScene:
    """Read an answer of ``inroads map --json``; every name in it is made safe to draw."""
    told: Any = answer
    opportunity, unit = told["opportunity"], told["unit"]
    ours = {one["id"]: name_of(one["name"]) for one in told["ours"]}
    once = Once.of(told["people"])
    everybody = sorted(told["people"], key=lambda one: -round(once.share(one["id"]), 9))
    names = {one["id"]: name_of(one["name"]) for one in everybody if once.shows(one["id"])}
    short = _short(names)
    rivals = [rival for rival in (opportunity["competitors"] if opportunity else []) if rival["id"]]
    lines = list(once.lines(told["lines"]))
    guards = [line for line in lines if line["kind"] == "guards" and line["to"]]
    keeps: dict[str, list[str]] = {}
    for line in guards:
        keeps.setdefault(line["from"], []).append(short.get(line["to"], ""))
    moves = {move["person"]: readable(move["text"]) for move in told["next_moves"]}
    reachable = _reachable(told)
    others = _others(rivals, unit["toward"])
    about = _About(told, ours, short, keeps, tuple(r["id"] for r in others), moves, reachable, once)
    people = tuple(about.somebody(one) for one in everybody)
    toward = next((name_of(r["name"]) for r in rivals if r["id"] == unit["toward"]), "a competitor")
    toward = toward if unit["toward"] else ""
    subject = name_of(opportunity["name"] if opportunity else told["company"]["name"])
    if opportunity and opportunity["decision_date"]:
        subject += f", decided {near(opportunity['decision_date'], told['as_of'])}"
    supposing = tuple(readable(clause) for clause in unit["supposing"])
    camps, over = told["camps"], bool(opportunity and opportunity["outcome"])
    return PowerScene(
        subject, f"{opened(unit['title'], toward, supposing)}.", toward, supposing, tuple(unit["vacant"]),
        tuple(power_words.facts(told, rivals, len(names))), stands(unit["standing"], toward, over=over), people,
        tuple(
            Sway(line["kind"], line["from"], line["to"], line["strength"])
            for line in sorted(lines, key=_strongest_first)
            if line["kind"] in {"influence", "agreement", "conflict"}
        ),
        tuple(Camp(tuple(one for one in names if one in group)) for group in once.groups(camps["groups"])),
        tuple((g["from"], g["to"], f"{short.get(g['from'], '')} keeps this door") for g in guards),
        tuple(name_of(seat["title"]) or capital(seat["role"]) for seat in told["gaps"]["empty_seats"]),
        tuple(
            Saying(one["kind"], readable(one["text"]), readable(one["detail"]),
                   once.shown(next(iter(one["people"]), "")),
                   any(person in reachable for person in one["people"][:1]))
            for one in power_words.first_to_do(told["sentences"]) if not toward or one["kind"] in _OF_ANY_SIDE
        ),
        tuple(name_of(rival["name"]) for rival in others),
        tuple(moves_by_kind(told["next_moves"])),
        () if toward else tuple(f"{step}." for step in convinced(told["conviction"], unit["standing"])),
        tuple(readable(warning) for warning in told["warnings"]), day(told["as_of"]),
        day(told["known_on"]) if told["known_on"] else "",
        {name: float(unit[name]) for name in ("even", "narrow", "least_known", "prior_stance")},
        "" if camps["proven"] else "The camps are the best found; no proof in the time allowed.",
        unsure(unit), not opportunity, over, cold_days(told),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _About:
    """What has to be known to describe one person among the others."""

    told: Any
    ours: Mapping[str, str]
    short: Mapping[str, str]
    keeps: Mapping[str, list[str]]
    rivals: tuple[str, ...]
    moves: Mapping[str, str]
    reachable: frozenset[str]
    once: Once

    @property
    def whole(self) -> bool:
        """Whether it is the map of a company: whoever decides there decides one of its decisions."""
        return not self.told["opportunity"]

    def somebody(self, one: Any) -> Somebody:
        last, today, identity = one["last_contact"], self.told["as_of"], one["id"]
        name, depth = name_of(one["name"]), one["depth"]["word"]
        share = self.once.share(identity)
        decides, held = self.once.any(identity, self.told["deciding"]), amount(share)
        return Somebody(
            identity, name, self.short.get(identity, name), shortened(readable(one["title"]), NAME),
            shortened(readable(one["unit"]), NAME), self._role(one, held, decides=decides),
            ", ".join(seat for seat in one["seats"] if seat != "decider"), tuple(one["seats"]), share,
            one["lever"], held, one["stance"], one["recorded"], one["supposed"], one["agreed"] is not None,
            one["stale"], one["spread"] or 0, one["stance_by"],
            tuple(one["toward"].get(rival) if rival else one["toward_us"] for rival in self.rivals),
            tuple((rival or "us") in one["toward_stale"] for rival in self.rivals), one["camp"],
            one["met"], tuple(self.ours.get(by, "?") for by in one["known_by"]), met_on(last, today, met=one["met"]),
            bool(last) and _days(today, last) > cold_days(self.told),
            self.once.any(identity, self.told["first_view"]), decides, self.once.manager(one), tuple(one["assumed"]),
            tuple(past(item, today) for item in one["history"][:8]),
            tuple((item["on"], item["value"], item["agreed"], near(item["on"], today)) for item in one["history"]),
            self.moves.get(identity, ""), identity in self.reachable, "" if depth == "none" else depth,
            one["depth"]["peers"], len(one["probably_same"]) or 1, self.once.shows(identity),
        )  # fmt: skip

    def _role(self, one: Any, held: str, *, decides: bool) -> str:
        """Say in a few words what somebody has to do with the decision; of a company, which seats they have in any."""
        if one["id"] in self.keeps:
            return f"{_genitive(self.keeps[one['id']][0])} door"
        if decides and not self.whole:
            return f"decides, {held}" if self.once.share(one["id"]) >= LEAST else "decides"
        if "approver" in one["seats"] and not self.whole:
            return f"signs, {held}" if self.once.share(one["id"]) >= LARGE else "signs, does not choose"
        return ", ".join(one["seats"]) or (f"sways {held}" if self.once.share(one["id"]) >= LEAST else "")


def _others(rivals: list[Any], toward: str | None) -> list[Any]:
    """Return toward whom else the list shows stances: competitors, or us and the other ones on a competitor's side."""
    if not toward:
        return rivals
    return [{"id": "", "name": "us"}, *(rival for rival in rivals if rival["id"] != toward)]


def _reachable(told: Any) -> frozenset[str]:
    """Return to whom some way of ours leads: tied to one of us, or with an introduction."""
    tied = {one["id"] for one in told["people"] if one["warmest"]}
    return frozenset(tied | {move["person"] for move in told["next_moves"] if move["introduction"]})


def _short(names: Mapping[str, str]) -> dict[str, str]:
    firsts = [name.split()[0] for name in names.values() if name]
    return {
        one: name.split()[0] if name and firsts.count(name.split()[0]) == 1 else name for one, name in names.items()
    }


def _genitive(name: str) -> str:
    return f"{name}\N{RIGHT SINGLE QUOTATION MARK}s"


def _days(now: str, then: str) -> int:
    return (date.fromisoformat(now) - date.fromisoformat(then)).days


def _strongest_first(line: Any) -> tuple[float, str, str]:
    return -abs(line["strength"] or 0), line["from"], line["to"] or ""
