"""What an account's page says in words: how it stands, what moved it, whom we cover, and what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.algorithms.convincing import UNKNOWN, standing
from graph.algorithms.power import LARGE
from graph.algorithms.unit import DECIDERS
from graph.algorithms.verdict import amount, title
from graph.vocabulary.amounts import counted
from viz.coverage import Covered, coverage_words, covered_units
from viz.power_same import Once
from viz.power_words import MOVE_WORDS, single_door
from viz.wording import capital, first_name, near, readable, shortened, stance_word

SCALE = 240  # pixels from -3 to +3
_NOTICED, _MUCH = 0.05, 0.5  # [J] a change of advocacy from which on it is said, and from which on it is "clearly"
_SEEN = 0.005  # what a number of two places shows
_NAME = 80


@dataclass(frozen=True, slots=True)
class Stood:
    """How the account stands toward us or a competitor; ``low``, ``at`` and ``high`` are pixels of ``SCALE``."""

    toward: str
    verdict: str
    known: str
    number: str
    low: float
    high: float
    at: float | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose stance moved the account, from what to what, and who said so when."""

    id: str
    name: str
    before: int | None
    now: int | None
    words: str
    said: str
    note: str
    number: str
    up: bool | None


@dataclass(frozen=True, slots=True)
class Trend:
    """What changed in so many days; ``rest`` says what the lines leave out because a shorter time tells it."""

    heading: str
    since: str
    lines: tuple[Moved, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Move:
    """What to do about one person: the sentence before and after their name, which is "" where it is not in it."""

    kind: str
    person: str
    name: str
    before: str
    after: str
    through: str
    asked: str


@dataclass(frozen=True, slots=True)
class Decision:
    """An open opportunity in words, with the stances of who decides."""

    id: str
    name: str
    when: str
    verdict: str
    standing: str
    change: str
    deciders: tuple[tuple[str, str, int | None], ...]
    todo: str


@dataclass(frozen=True, slots=True)
class AccountScene:
    """Everything the page shows beside the answer itself."""

    heading: str
    stood: tuple[Stood, ...]
    trends: tuple[Trend, ...]
    moves: tuple[Move, ...]
    decisions: tuple[Decision, ...]
    coverage: str
    units: tuple[Covered, ...]
    doors: tuple[tuple[str, str, str], ...]
    judged: bool
    moving: bool
    seen: bool


def account_scene(told: Mapping[str, Any], numbers: Mapping[str, float]) -> AccountScene:
    """Read an answer of ``/v1/accounts/{id}/advocacy``; ``numbers`` are the parameters of stance (even, narrow)."""
    today = str(told["as_of"])
    stood = tuple(_stood(one, numbers) for one in (told["advocacy"], *told["competitors"]))
    names = dict(_names(told))
    return AccountScene(
        heading(told, numbers), stood, _trends(told["trend"], today),
        tuple(_move(one, names) for one in told["next_moves"]),
        tuple(_decision(one, today, numbers) for one in told["opportunities"]),
        coverage_words(told["coverage"]), covered_units(told["coverage"]["units"]),
        tuple((one["id"], _name(one["name"]), single_door(one)) for one in told["gaps"]["single_doors"]),
        any(person["stance"] is not None for person in told["people"]),
        any(trend["moved_by"] for trend in told["trend"].values()),
        any(person["last_contact"] for person in told["people"]),
    )  # fmt: skip


def heading(told: Mapping[str, Any], numbers: Mapping[str, float]) -> str:
    """Say how the account stands toward us, and how much of that is a guess.

    >>> told = {"advocacy": {"value": 0.2, "known_share": 0.5, "toward": None}}
    >>> heading(told, {"even": 0.25, "narrow": 1.0})
    'As much for us as against us; half of it not known.'
    """
    stood = told["advocacy"]
    if stood["value"] is None:
        return "What they think of us is not known yet."
    left = amount(1.0 - stood["known_share"])
    unsure = {"hardly anything": "", "everything": "; hardly any of it known"}.get(left, f"; {left} of it not known")
    return f"{capital(_verdict(stood, numbers))}{unsure}."


def trend_words(change: float | None) -> str:
    """Say a change of advocacy, "" where there is nothing to compare with.

    >>> trend_words(0.12), trend_words(-0.6), trend_words(0.0), trend_words(None)
    ('a little better', 'clearly worse', 'as before', '')
    """
    if change is None:
        return ""
    if abs(change) < _NOTICED:
        return "as before"
    way = "better" if change > 0 else "worse"
    return f"clearly {way}" if abs(change) >= _MUCH else f"a little {way}"


def _stood(one: Mapping[str, Any], numbers: Mapping[str, float]) -> Stood:
    value = one["value"]
    low, high = (-3.0 if one["low"] is None else one["low"]), (3.0 if one["high"] is None else one["high"])
    if value is None:
        number = ""
    else:
        number = f"{_signed(value)} on a scale from \N{MINUS SIGN}3 to +3"
        number += f"; {_signed(low)} to {_signed(high)} as the unknown may be worst or best" if one["estimated"] else ""
    verdict = _verdict(one, numbers) if value is not None else "nobody's stance is known"
    toward = _name(one["toward"]["name"]) if one["toward"] else "us"
    at = None if value is None else _at(value)
    return Stood(toward, verdict, _unknown(one) if number else "", number, _at(low), _at(high), at)


def _verdict(one: Mapping[str, Any], numbers: Mapping[str, float]) -> str:
    whom = _name(one["toward"]["name"]) if one["toward"] else "us"
    word = standing(one["value"], one["known_share"], numbers)
    return {
        "winning": f"for {whom}", "winning, narrowly": f"narrowly for {whom}",
        "losing": f"against {whom}", "losing, narrowly": f"narrowly against {whom}",
        UNKNOWN: "not known: hardly anybody's stance is known",
    }.get(word, f"as much for {whom} as against {whom}")  # fmt: skip


def _unknown(one: Mapping[str, Any]) -> str:
    """Say how much of the say belongs to people whose stance nobody knows, "" where it is hardly any."""
    left = amount(1.0 - one["known_share"])
    held = {"hardly anything": "", "everything": "nearly all"}.get(left, left)
    return f"{held} of the say is with people nobody has judged" if held else ""


def _trends(told: Mapping[str, Any], today: str) -> tuple[Trend, ...]:
    found: list[Trend] = []
    seen: set[tuple[str, object]] = set()
    for days, trend in sorted(told.items(), key=lambda item: int(item[0])):
        own = [one for one in trend["moved_by"] if (one["id"], one["on"]) not in seen]
        again = len(trend["moved_by"]) - len(own)
        seen |= {(one["id"], one["on"]) for one in own}
        rest = f"And what moved since {found[-1].since}: {counted(again, 'judgement', 'judgements')}." if again else ""
        lines, since = tuple(_moved(one, today) for one in own), near(trend["since"], today)
        words = trend_words(trend["change"]) or "nothing to compare with"
        found.append(Trend(f"In {days} days, since {since}: {words}", since, lines, rest))
    return tuple(found)


def _moved(one: Mapping[str, Any], today: str) -> Moved:
    before, now, part = one["from"], one["to"], one["moved"] or 0.0
    words = f"{stance_word(before)} until then, now {stance_word(now)}"
    who = readable(one["by"]["name"]) if one["by"] else "the team" if one["on"] else ""
    said = ", ".join(
        part for part in (f"says {who}" if who else "", near(one["on"], today) if one["on"] else "") if part
    )
    return Moved(
        one["id"], _name(one["name"]), before, now, words, said, readable(one["note"]),
        f"{_signed(part, 2)} on the scale", None if abs(part) < _SEEN else part > 0,
    )  # fmt: skip


def _move(one: Mapping[str, Any], names: Mapping[str, str]) -> Move:
    text, name, way = readable(one["text"]), names.get(one["person"], ""), one["introduction"]
    before, found, after = text.partition(name) if name else (text, "", "")
    first = way["people"][0] if way else None
    return Move(
        MOVE_WORDS[one["kind"]], one["person"], found, before, after, first["id"] if first else "",
        first_name(readable(first["name"])) if first else "",
    )  # fmt: skip


def _decision(one: Mapping[str, Any], today: str, numbers: Mapping[str, float]) -> Decision:
    once = Once.of(one["people"])
    deciders = [person for person in one["people"] if "decider" in person["seats"] and once.shows(person["id"])]
    marks = sorted(deciders, key=lambda p: (p["stance"] is not None and p["stance"], -(p["share"] or 0), p["id"]))
    told = [
        (person["stance"], once.share(person["id"])) for person in one["people"]
        if once.shows(person["id"]) and (person in deciders or (deciders and once.share(person["id"]) >= LARGE))
    ]  # fmt: skip
    vacant = [seat["role"] for seat in one["gaps"]["empty_seats"] if seat["role"] in DECIDERS]
    how = standing(one["advocacy"]["value"], one["advocacy"]["known_share"], numbers)
    when = f"decided {near(one['decision_date'], today)}" if one["decision_date"] else "no date"
    todo = f"Find out first what {readable(one['next_question']['name'])} thinks." if one["next_question"] else ""
    return Decision(
        one["id"], _name(one["name"]), f"{when}{_days_left(one['decision_date'], today)}",
        f"{title(told, vacant)}.", how, trend_words(one["trend"]["14"]["change"]),
        tuple((person["id"], _name(person["name"]), person["stance"]) for person in marks),
        todo or (readable(one["next_moves"][0]["text"]) if one["next_moves"] else ""),
    )  # fmt: skip


def _days_left(on: str | None, today: str) -> str:
    if not on or len(on) != len("2027-01-15"):
        return ""
    days = (date.fromisoformat(on) - date.fromisoformat(today)).days
    return f", {counted(days, 'day', 'days')} left" if days > 0 else ", today" if days == 0 else ", overdue"


def _names(told: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for one in (*told["gaps"]["never_met"], *told["going_cold"], *told["people"]):
        yield one["id"], readable(one["name"])
    for move in told["next_moves"]:
        if move["introduction"]:
            last = move["introduction"]["people"][-1]
            yield last["id"], readable(last["name"])


def _signed(value: float, places: int = 1) -> str:
    return f"{value:+.{places}f}".replace("-", "\N{MINUS SIGN}")


def _at(value: float) -> float:
    return round((value + 3) / 6 * SCALE, 1)


def _name(text: object) -> str:
    return shortened(readable(text), _NAME)
