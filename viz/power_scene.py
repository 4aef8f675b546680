"""What does the picture of a decision show: people with words for amounts, lines, camps, doors, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.algorithms.verdict import AMOUNTS
from viz.letters import text_width
from viz.wording import capital, day, readable, shortened

NAME = 80
LEAST = 0.03  # of the decision; below it nobody is worth a word of their own
COLD_DAYS = 60  # without contact, where the account has no cadence of its own
_OF_ANY_SIDE = frozenset({"door", "competitor", "seat"})  # the others say what we should do


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the unit.

    ``short`` is the first name where only one has it, ``role`` the third line of the card, ``held`` the seats beside
    the title, ``recorded`` what is believed where ``stance`` is only supposed, ``known_by`` names of ours.
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
    days: tuple[tuple[str, int, bool], ...]
    move: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Sway:
    """A line that is not reporting: influence, agreement or conflict."""

    kind: str
    start: str
    end: str
    strength: float


@dataclass(frozen=True, slots=True)
class Camp:
    members: tuple[str, ...]
    around: str
    label: str


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
    """Everything that is shown. ``lead`` stands before the title toward a competitor, who is ``toward``.

    ``whole`` is the map of a company, whose title counts everybody; ``over`` a decision that was won or lost.
    """

    subject: str
    rest: str
    lead: str
    toward: str
    facts: tuple[str, ...]
    standing: str
    people: tuple[Somebody, ...]
    sways: tuple[Sway, ...]
    camps: tuple[Camp, ...]
    doors: tuple[tuple[str, str, str], ...]
    empty_seats: tuple[str, ...]
    sayings: tuple[Saying, ...]
    rivals: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    as_of: str
    known_on: str
    numbers: Mapping[str, float]
    camps_note: str
    unsure: str
    whole: bool
    over: bool

    @staticmethod
    def text_width(text: str) -> float:
        return text_width(text, 12.0)


def power_scene(answer: Mapping[str, object]) -> PowerScene:
    """Read an answer of ``inroads map --json``; every name in it is made safe to draw."""
    told: Any = answer
    opportunity, unit = told["opportunity"], told["unit"]
    ours = {one["id"]: _name(one["name"]) for one in told["ours"]}
    names = {one["id"]: _name(one["name"]) for one in told["people"]}
    short = _short(names)
    rivals = [rival for rival in (opportunity["competitors"] if opportunity else []) if rival["id"]]
    guards = [line for line in told["lines"] if line["kind"] == "guards" and line["to"]]
    keeps: dict[str, list[str]] = {}
    for line in guards:
        keeps.setdefault(line["from"], []).append(short.get(line["to"], ""))
    moves = {move["person"]: readable(move["text"]) for move in told["next_moves"]}
    reachable = _reachable(told)
    others = _others(rivals, unit["toward"])
    about = _About(told, ours, short, keeps, tuple(r["id"] for r in others), moves, reachable)
    people = tuple(about.somebody(one) for one in told["people"])
    toward = next((_name(r["name"]) for r in rivals if r["id"] == unit["toward"]), "a competitor")
    toward = toward if unit["toward"] else ""
    lead = f"Toward {toward}: " if toward else ""
    subject = _name(opportunity["name"] if opportunity else told["company"]["name"])
    if opportunity and opportunity["decision_date"]:
        subject += f", decided {day(opportunity['decision_date']).removesuffix(' ' + told['as_of'][:4])}"
    camps = told["camps"]
    return PowerScene(
        subject, f"{lead}{unit['title'][:1].lower() if lead else unit['title'][:1]}{unit['title'][1:]}.", lead, toward,
        tuple(_facts(told, rivals)), unit["standing"], people,
        tuple(
            Sway(line["kind"], line["from"], line["to"], line["strength"])
            for line in sorted(told["lines"], key=_strongest_first)
            if line["kind"] in {"influence", "agreement", "conflict"}
        ),
        tuple(
            Camp(tuple(group), around, f"camp around {short.get(around, '')}")
            for group, around in zip(camps["groups"], camps["around"], strict=True) if len(group) > 1
        ),
        tuple((g["from"], g["to"], f"{short.get(g['from'], '')} keeps this door") for g in guards),
        tuple(_name(seat["title"]) or capital(seat["role"]) for seat in told["gaps"]["empty_seats"]),
        tuple(
            Saying(one["kind"], readable(one["text"]), readable(one["detail"]), next(iter(one["people"]), ""),
                   any(person in reachable for person in one["people"][:1]))
            for one in told["sentences"] if not toward or one["kind"] in _OF_ANY_SIDE
        ),
        tuple(_name(rival["name"]) for rival in others),
        tuple((move["kind"].replace("_", " "), readable(move["text"])) for move in told["next_moves"]),
        tuple(readable(warning) for warning in told["warnings"]), day(told["as_of"]),
        day(told["known_on"]) if told["known_on"] else "",
        {name: float(unit[name]) for name in ("even", "narrow", "prior_stance")},
        "" if camps["proven"] else "The camps are the best found; no proof in the time allowed.",
        _unsure(unit), not opportunity, bool(opportunity and opportunity["outcome"]),
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

    def somebody(self, one: Any) -> Somebody:
        last, today, identity = one["last_contact"], self.told["as_of"], one["id"]
        decides, amount = identity in self.told["deciding"], said_amount(one["share"])
        return Somebody(
            identity, _name(one["name"]), self.short[identity], shortened(readable(one["title"]), NAME),
            shortened(readable(one["unit"]), NAME), self._role(one, amount, decides=decides),
            ", ".join(seat for seat in one["seats"] if seat != "decider"), tuple(one["seats"]), one["share"],
            one["lever"], amount, one["stance"], one["recorded"], one["supposed"], one["agreed"] is not None,
            one["stale"], one["spread"] or 0, one["stance_by"],
            tuple(one["toward"].get(rival) if rival else one["toward_us"] for rival in self.rivals), one["camp"],
            one["met"],
            tuple(self.ours.get(by, "?") for by in one["met_by"]),
            day(last).removesuffix(" " + today[:4]) if last else "never",
            not last or _days(today, last) > (self.told["cadence_days"] or COLD_DAYS),
            identity in self.told["first_view"], decides, one["manager"] or "", tuple(one["assumed"]),
            tuple(_past(item) for item in one["history"][:8]),
            tuple((item["on"], item["value"], item["agreed"]) for item in one["history"]),
            self.moves.get(identity, ""), identity in self.reachable,
        )  # fmt: skip

    def _role(self, one: Any, amount: str, *, decides: bool) -> str:
        """Say in a few words what somebody has to do with the decision."""
        if one["id"] in self.keeps:
            return f"{_genitive(self.keeps[one['id']][0])} door"
        if decides:
            return f"decides, {amount}" if one["share"] >= LEAST else "decides"
        if "approver" in one["seats"]:
            return "signs, does not choose"
        return ", ".join(one["seats"]) or (f"sways {amount}" if one["share"] >= LEAST else "")


def _past(item: Any) -> tuple[str, int, str]:
    """Say a judgement: when and by whom, the value, and why."""
    who = ["agreed by the team"] if item["agreed"] else ["not told by whom"]
    who = [readable(item["by"]), *(["agreed"] if item["agreed"] else [])] if item["by"] else who
    return (
        ", ".join([day(item["on"]), *who]), item["value"],
        readable(item["note"]) or item["basis"].replace("_", " "),
    )  # fmt: skip


def _others(rivals: list[Any], toward: str | None) -> list[Any]:
    """Return toward whom else the list shows stances: competitors, or us and the other ones on a competitor's side."""
    if not toward:
        return rivals
    return [{"id": "", "name": "us"}, *(rival for rival in rivals if rival["id"] != toward)]


def _reachable(told: Any) -> frozenset[str]:
    """Return to whom some way of ours leads: tied to one of us, or with an introduction."""
    tied = {one["id"] for one in told["people"] if one["warmest"]}
    return frozenset(tied | {move["person"] for move in told["next_moves"] if move["introduction"]})


def said_amount(share: float) -> str:
    """Say a part of the whole; the script says it the same way.

    >>> said_amount(0.26), said_amount(0.001)
    ('a quarter', 'hardly anything')
    """
    if share < LEAST:
        return "hardly anything"
    return min(AMOUNTS, key=lambda one: abs(one[0] - share))[1]


def _facts(told: Any, rivals: list[Any]) -> list[str]:
    opportunity = told["opportunity"]
    facts = [_name(told["company"]["name"]) if opportunity else f"{len(told['people'])} people, of equal weight"]
    if opportunity:
        days = opportunity["days_left"]
        if opportunity["outcome"]:
            facts.append(readable(opportunity["outcome"]).replace("_", " "))
        elif days is not None:
            facts.append(f"{days} days left" if days > 0 else "decided by now")
        origin = {"tender": "a tender", "our_idea": "our idea", "they_came": "they came to us"}
        facts += [word for word in (origin.get(opportunity["origin"], ""),) if word]
        names = [_name(rival["name"]) for rival in rivals]
        facts += [f"{' and '.join(names)} {'bids' if len(names) == 1 else 'bid'} too"] if names else []
    return facts


def _unsure(unit: Any) -> str:
    if unit["advocacy"] is None:
        return "nobody's stance is known"
    low, high = (f"{unit[name]:+.1f}".replace("-", "\N{MINUS SIGN}") for name in ("low", "high"))
    value = f"{unit['advocacy']:+.1f}".replace("-", "\N{MINUS SIGN}")
    unknown = f"; between {low} and {high}, as the unknown may be worst or best" if unit["estimated"] else ""
    return f"{value} on a scale from \N{MINUS SIGN}3 to +3{unknown}"


def _short(names: Mapping[str, str]) -> dict[str, str]:
    firsts = [name.split()[0] for name in names.values() if name]
    return {
        one: name.split()[0] if name and firsts.count(name.split()[0]) == 1 else name for one, name in names.items()
    }


def _genitive(name: str) -> str:
    return f"{name}\N{RIGHT SINGLE QUOTATION MARK}s"


def _name(text: object) -> str:
    return shortened(readable(text), NAME)


def _days(now: str, then: str) -> int:
    return (date.fromisoformat(now) - date.fromisoformat(then)).days


def _strongest_first(line: Any) -> tuple[float, str, str]:
    return -abs(line["strength"] or 0), line["from"], line["to"] or ""
