"""What is shown of the ways to a person: plain data, read from the answer, without geometry or HTML."""

from dataclasses import dataclass
from typing import Literal

from graph.algorithms.ways import best_of
from graph.vocabulary.amounts import counted, number
from viz import wording
from viz.palette import Strength, strength
from viz.ranking import PARTS, headings
from viz.reasons import WAS_OURS, called
from viz.told import LONGEST_TEXT, Answer, items_at, mapping_at, mappings_at, number_at, text_at
from viz.wording import capital, day, near, readable, shortened, typeset, years

Kind = Literal["ours", "between", "target"]

LONGEST_NAME = 120  # characters
ASKED_FOR = 5  # ways that pages and commands ask for, unless told otherwise; with so many there may be more
MOST_DRAWN = 12  # more rows than that nobody compares in a picture; the list has them all


@dataclass(frozen=True, slots=True)
class Card:
    """A person as the picture shows them; ``stance_told`` is false where the answer does not speak of stance."""

    id: str
    name: str
    title: str
    kind: Kind
    stance: int | None = None
    stance_told: bool = False
    unit: str = ""
    company: str = ""

    @property
    def role(self) -> str:
        """Return title and company, as far as known; of ours, "us" is the company."""
        place = "us" if self.kind == "ours" else self.company
        return ", ".join(part for part in (self.title, place) if part)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One reason; ``short`` is the text without the years that stand beside it."""

    years: str
    text: str
    source: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class HopLabel:
    """Why one person would listen to the next: few words for the picture, all evidence behind them."""

    text: str
    detail: str
    strength: Strength
    warmth: float
    evidence: tuple[EvidenceLine, ...]
    only_connected: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the target; ``people`` are those before the target, ``hops`` one more than the go-betweens.

    ``word`` is call, ask or weak, and within the ``part`` of the list it stands in none is better than one above it.
    ``part`` is "" but for the first way of each, where there are several parts. ``call`` says of somebody who used to
    be ours, and whom none of us has met, when that was; "" of others.
    """

    word: str
    people: tuple[Card, ...]
    hops: tuple[HopLabel, ...]
    summary: str
    next_step: str
    warnings: tuple[str, ...]
    score: float
    part: str = ""
    call: str = ""
    how: str = "own"


@dataclass(frozen=True, slots=True)
class NotOffered:
    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class IntroductionScene:
    target: Card
    ways: tuple[Way, ...]
    further: tuple[Way, ...]
    not_offered: tuple[NotOffered, ...]
    heading_subject: str
    heading_rest: str
    as_of: str
    known_on: str
    notes: tuple[str, ...]

    @property
    def best(self) -> int:
        """Return the place of the way to take first: a better word outweighs that a tie is our own."""
        return best_of([(way.word, way.how) for way in self.ways])

    @property
    def drawn(self) -> tuple[Way, ...]:
        """Return the ways of the picture: the offered ones, or the further ones where there are no others."""
        return (self.ways or self.further)[:MOST_DRAWN]


def introduction_scene(answer: Answer) -> IntroductionScene:
    """Read the answer of ``inroads introductions --json``; what is missing in it is left out, never an error."""
    told = mapping_at(answer, "target")
    target = _card(told, "target")
    same = frozenset({target.id, *(one for one in items_at(answer, "probably_same") if isinstance(one, str))})
    offered, further = _with_people(answer, "introductions", same), _with_people(answer, "further", same)
    parts, today = headings([_how(item) for item in offered]), text_at(answer, "as_of")
    ways = tuple(_way(item, same, today, part) for item, part in zip(offered, parts, strict=True))
    return IntroductionScene(
        target=target,
        ways=ways,
        further=tuple(_way(item, same, today) for item in further),
        not_offered=tuple(_not_offered(item) for item in mappings_at(answer, "excluded")),
        heading_subject=target.name,
        heading_rest=_heading(ways, further=bool(further)),
        as_of=day(text_at(answer, "as_of")),
        known_on=day(text_at(answer, "known_on")),
        notes=("Sources are older than they should be: see inroads status.",) if answer.get("stale") is True else (),
    )


def _heading(ways: tuple[Way, ...], *, further: bool) -> str:
    if not ways:
        return "Only with two people in between." if further else "Nobody of us has a way there yet."
    best = ways[best_of([(way.word, way.how) for way in ways])]
    if best.call:
        return f"{capital(best.call)}. {best.people[0].name} can call."
    direct = [way for way in ways if len(way.people) == 1 and not way.call]
    well = [way for way in direct if way.hops[0].strength != "thin"]
    thin = [way for way in direct if way.hops[0].strength == "thin"]
    first = best.people
    ask = f"Ask {first[0].name}" + (f", who knows {first[1].name}." if len(first) > 1 else ".")
    only = "only connected" if all(way.hops[0].only_connected for way in thin) else "only thinly"
    if well:
        more = f", and {only} to {number(len(thin))} more" if thin else ""
        return f"Known to {number(len(well))} of us{more}. {ask}"
    if thin:
        return f"Known to {number(len(thin))} of us, {only}. {ask}"
    if len(ways) >= ASKED_FOR:  # there may be more
        return f"No tie of our own; ways through others. {ask}"
    return f"No tie of our own, but {counted(len(ways), 'way', 'ways')} through others. {ask}"


def _way(told: Answer, same: frozenset[str], today: str, part: str = "") -> Way:
    people = [item for item in mappings_at(told, "people") if text_at(item, "id") not in same]
    cards = tuple(
        _card(item, "ours" if item.get("ours") is True or (place == 0 and "ours" not in item) else "between")
        for place, item in enumerate(people)
    )
    hops = [hop_label(item, today) for item in mappings_at(told, "hops")][: len(cards)]
    hops += [hop_label({})] * (len(cards) - len(hops))
    call = _call(told) if len(cards) == 1 else ""
    return Way(
        word=text_at(told, "word"),
        people=cards,
        hops=tuple(hops),
        summary=f"{capital(call)}; none of us has met them." if call else _summary(hops),
        next_step=typeset(text_at(told, "next_step"), today),
        warnings=tuple(shortened(readable(item), LONGEST_TEXT) for item in items_at(told, "warnings") if item),
        score=number_at(told, "score"),
        part=part,
        how=_how(told),
        call=call,
    )


def _call(told: Answer) -> str:
    """Say when somebody was ours whom none of us has met, "" of others."""
    for hop in mappings_at(told, "hops"):
        found = list(mappings_at(hop, "evidence"))
        if called({"evidence": found}):
            once = next(item for item in found if item.get("kind") == "alumni")
            return f"{_together(once)} {_years(once)}".strip()
    return ""


def _how(told: Answer) -> str:
    """Return in which part of the list a way stands; where the answer does not say it, by who is on it."""
    said = text_at(told, "how")
    return said if said in PARTS else "own" if len(list(mappings_at(told, "hops"))) == 1 else "others"


def _with_people(answer: Answer, key: str, same: frozenset[str]) -> list[Answer]:
    """Return the ways that have somebody to ask; ``same`` are the records that are told together as the target."""
    return [
        item
        for item in mappings_at(answer, key)
        if any(text_at(person, "id") not in same for person in mappings_at(item, "people"))
    ]


def _summary(hops: list[HopLabel]) -> str:
    last = hops[-1].text
    match [hop.strength for hop in hops]:
        case [only]:
            return f"A {only} tie of our own: {last}."
        case [one, two] if one == two:
            return f"Both steps {one}; the last: {last}."
        case [one, two]:
            return f"First step {one}, last step {two}: {last}."
        case several:
            return f"{capital(number(len(several)))} steps: {wording.listed([str(tie) for tie in several])}."


def hop_label(told: Answer, today: str = "") -> HopLabel:
    """Say what links two people, with its reasons; days of the year of ``today`` go without it."""
    evidence = sorted(mappings_at(told, "evidence"), key=lambda item: -number_at(item, "weight"))
    warmth = min(1.0, max(0.0, number_at(told, "warmth")))
    word = strength(warmth)
    if not evidence:
        return HopLabel("no evidence told", word, word, warmth, ())
    text = text_at(evidence[0], "text")
    when = _years(evidence[0])
    more = counted(len(evidence) - 1, "more reason", "more reasons") if len(evidence) > 1 else ""
    return HopLabel(
        text=_together(evidence[0]) or typeset(wording.without_years(text), today),
        detail=", ".join(part for part in (word, *(_badly(evidence)[:1] or [when or more])) if part),
        strength=word,
        warmth=warmth,
        evidence=tuple(_evidence(item, today) for item in evidence),
        only_connected=all(text_at(item, "kind") == "acquaintance" for item in evidence),
    )


def _badly(evidence: list[Answer]) -> list[str]:
    """Say what went badly between two people; the project that the label is about need not be named again."""
    named = text_at(evidence[0], "place")
    return [text.removeprefix(named).strip() for item in evidence if (text := text_at(item, "warning"))]


def _together(told: Answer) -> str:
    """Say a shared job in one unit as people do, and who was ours before we met; "" of anything else.

    >>> _together({"kind": "employment", "place": "Hafslund", "unit": "Grid"})
    'same unit at Hafslund'
    """
    if text_at(told, "kind") == "alumni" and told.get("months") is None:
        return f"{WAS_OURS} at {text_at(told, 'place')}" if text_at(told, "place") else WAS_OURS
    same_unit = text_at(told, "kind") == "employment" and text_at(told, "unit") and text_at(told, "place")
    return f"same unit at {text_at(told, 'place')}" if same_unit else ""


def _evidence(told: Answer, today: str) -> EvidenceLine:
    sources = []
    for item in mappings_at(told, "sources"):
        record, seen = text_at(item, "record"), near(text_at(item, "seen"), today)
        parts = (wording.source_name(text_at(item, "source")), record, f"seen {seen}" if seen else "")
        sources.append(", ".join(part for part in parts if part))
    text = typeset(text_at(told, "text"), today) or capital(text_at(told, "kind"))
    short = typeset(wording.without_years(text_at(told, "text")), today)
    return EvidenceLine(_years(told), text, "; ".join(sources), short or text)


def _years(told: Answer) -> str:
    return years(text_at(told, "start"), text_at(told, "end"), still=text_at(told, "kind") in wording.STILL)


def _not_offered(told: Answer) -> NotOffered:
    name = shortened(text_at(told, "name") or text_at(told, "id"), LONGEST_NAME)
    return NotOffered(text_at(told, "id"), name, text_at(told, "why").rstrip("."))


def _card(told: Answer, kind: Kind) -> Card:
    stance = told.get("stance")
    known = isinstance(stance, (int, float)) and not isinstance(stance, bool) and -3 <= stance <= 3
    identity = text_at(told, "id")
    return Card(
        id=identity,
        name=shortened(text_at(told, "name") or identity or "somebody without a name", LONGEST_NAME),
        title=text_at(told, "title"),
        kind=kind,
        stance=round(stance) if known and isinstance(stance, (int, float)) else None,
        stance_told=kind == "target" or known,
        unit=text_at(told, "unit"),
        company=text_at(told, "company"),
    )
