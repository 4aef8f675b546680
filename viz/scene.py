"""What is shown of the ways to a person: plain data, read from the answer, without geometry or HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.vocabulary.amounts import counted, number
from viz import wording
from viz.palette import Strength, strength
from viz.ranking import PARTS, headings, leads, rank_word
from viz.wording import capital, day, readable, shortened, typeset, years

Kind = Literal["ours", "between", "target"]
Answer = Mapping[str, object]

LONGEST_NAME, LONGEST_TEXT = 120, 400  # characters
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

    ``rank_word`` says the score, and within the ``part`` of the list it stands in no word is better than one above it.
    ``part`` is "" but for the first way of each, where there are several parts.
    """

    rank_word: str
    people: tuple[Card, ...]
    hops: tuple[HopLabel, ...]
    summary: str
    next_step: str
    warnings: tuple[str, ...]
    score: float
    part: str = ""


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
    def drawn(self) -> tuple[Way, ...]:
        """Return the ways of the picture: the offered ones, or the further ones where there are no others."""
        return (self.ways or self.further)[:MOST_DRAWN]


def introduction_scene(answer: Answer) -> IntroductionScene:
    """Read the answer of ``inroads introductions --json``; what is missing in it is left out, never an error."""
    told = _mapping(answer, "target")
    target = _card(told, "target")
    same = frozenset({target.id, *(one for one in _items(answer, "probably_same") if isinstance(one, str))})
    offered, further = _with_people(answer, "introductions", same), _with_people(answer, "further", same)
    order = [(_how(item), _number(item, "score")) for item in offered]
    ways = tuple(
        _way(item, same, at, best=at == 0 and leads(order), part=part)
        for at, (item, part) in enumerate(zip(offered, headings([how for how, _ in order]), strict=True))
    )
    return IntroductionScene(
        target=target,
        ways=ways,
        further=tuple(_way(item, same, at + len(ways)) for at, item in enumerate(further)),
        not_offered=tuple(_not_offered(item) for item in _mappings(answer, "excluded")),
        heading_subject=target.name,
        heading_rest=_heading(ways, further=bool(further)),
        as_of=day(_text(answer, "as_of")),
        known_on=day(_text(answer, "known_on")),
        notes=("Sources are older than they should be: see inroads status.",) if answer.get("stale") is True else (),
    )


def _heading(ways: tuple[Way, ...], *, further: bool) -> str:
    if not ways:
        return "Only with two people in between." if further else "Nobody of us has a way there yet."
    direct = [way for way in ways if len(way.people) == 1]
    well = [way for way in direct if way.hops[0].strength != "thin"]
    thin = [way for way in direct if way.hops[0].strength == "thin"]
    first = ways[0].people
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


def _way(told: Answer, same: frozenset[str], at: int, *, best: bool = False, part: str = "") -> Way:
    people = [item for item in _mappings(told, "people") if _text(item, "id") not in same]
    cards = tuple(
        _card(item, "ours" if item.get("ours") is True or (place == 0 and "ours" not in item) else "between")
        for place, item in enumerate(people)
    )
    hops = [hop_label(item) for item in _mappings(told, "hops")][: len(cards)]
    hops += [hop_label({})] * (len(cards) - len(hops))
    return Way(
        rank_word=rank_word(_text(told, "word"), at, best=best, steps=len(hops)),
        people=cards,
        hops=tuple(hops),
        summary=_summary(hops),
        next_step=typeset(_text(told, "next_step")),
        warnings=tuple(shortened(readable(item), LONGEST_TEXT) for item in _items(told, "warnings") if item),
        score=_number(told, "score"),
        part=part,
    )


def _how(told: Answer) -> str:
    """Return in which part of the list a way stands; where the answer does not say it, by who is on it."""
    said = _text(told, "how")
    return said if said in PARTS else "own" if len(list(_mappings(told, "hops"))) == 1 else "others"


def _with_people(answer: Answer, key: str, same: frozenset[str]) -> list[Answer]:
    """Return the ways that have somebody to ask; ``same`` are the records that are told together as the target."""
    return [
        item
        for item in _mappings(answer, key)
        if any(_text(person, "id") not in same for person in _mappings(item, "people"))
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


def hop_label(told: Answer) -> HopLabel:
    evidence = sorted(_mappings(told, "evidence"), key=lambda item: -_number(item, "weight"))
    warmth = min(1.0, max(0.0, _number(told, "warmth")))
    word = strength(warmth)
    if not evidence:
        return HopLabel("no evidence told", word, word, warmth, ())
    text = _text(evidence[0], "text")
    when = years(_text(evidence[0], "start"), _text(evidence[0], "end"))
    more = counted(len(evidence) - 1, "more reason", "more reasons") if len(evidence) > 1 else ""
    return HopLabel(
        text=_together(evidence[0]) or typeset(wording.without_years(text)),
        detail=", ".join(part for part in (word, when or more) if part),
        strength=word,
        warmth=warmth,
        evidence=tuple(_evidence(item) for item in evidence),
        only_connected=all(_text(item, "kind") == "acquaintance" for item in evidence),
    )


def _together(told: Answer) -> str:
    """Say a shared job in one unit as people do, "" of anything else.

    >>> _together({"kind": "employment", "place": "Hafslund", "unit": "Grid"})
    'same unit at Hafslund'
    """
    same_unit = _text(told, "kind") == "employment" and _text(told, "unit") and _text(told, "place")
    return f"same unit at {_text(told, 'place')}" if same_unit else ""


def _evidence(told: Answer) -> EvidenceLine:
    sources = []
    for item in _mappings(told, "sources"):
        record, seen = _text(item, "record"), day(_text(item, "seen"))
        parts = (wording.source_name(_text(item, "source")), record, f"seen {seen}" if seen else "")
        sources.append(", ".join(part for part in parts if part))
    text = typeset(_text(told, "text")) or capital(_text(told, "kind"))
    when = years(_text(told, "start"), _text(told, "end"))
    return EvidenceLine(when, text, "; ".join(sources), typeset(wording.without_years(_text(told, "text"))) or text)


def _not_offered(told: Answer) -> NotOffered:
    name = shortened(_text(told, "name") or _text(told, "id"), LONGEST_NAME)
    return NotOffered(_text(told, "id"), name, _text(told, "why").rstrip("."))


def _card(told: Answer, kind: Kind) -> Card:
    stance = told.get("stance")
    known = isinstance(stance, (int, float)) and not isinstance(stance, bool) and -3 <= stance <= 3
    identity = _text(told, "id")
    return Card(
        id=identity,
        name=shortened(_text(told, "name") or identity or "somebody without a name", LONGEST_NAME),
        title=_text(told, "title"),
        kind=kind,
        stance=round(stance) if known and isinstance(stance, (int, float)) else None,
        stance_told=kind == "target" or known,
        unit=_text(told, "unit"),
        company=_text(told, "company"),
    )


def _text(told: Answer, key: str) -> str:
    return shortened(readable(told.get(key)), LONGEST_TEXT)


def _number(told: Answer, key: str) -> float:
    value = told.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return 0.0
    return float(value)


def _items(told: Answer, key: str) -> list[object]:
    value = told.get(key)
    return list(value) if isinstance(value, (list, tuple)) else []


def _mapping(told: Answer, key: str) -> Answer:
    value = told.get(key)
    return value if isinstance(value, Mapping) else {}


def _mappings(told: Answer, key: str) -> Iterator[Answer]:
    return (item for item in _items(told, key) if isinstance(item, Mapping))
