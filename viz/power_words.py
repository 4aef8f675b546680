"""How is a decision said in words beside the map: its facts, how sure the result is, and what was judged before?"""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.algorithms.convincing import beside
from graph.vocabulary.amounts import counted, figured, number
from viz.wording import capital, near, readable, shortened

NAME = 80
MOVE_WORDS = {
    "find_out": "Find out", "mend": "Mend", "keep": "Keep warm", "deepen": "Deepen", "open": "Open the door",
}  # fmt: skip
MOVES_ORDER = (
    "First those against us of whom nobody knows why, then those of whom it is known; then who is going cold, the "
    "deciders we know, and whom nobody has met. In each group first what moves most and is best reached."
)
_COLD_DAYS = 60  # without contact, where the account has no cadence of its own
_MOST_CLAUSES = 3  # supposed, of which a title tells each


def cold_days(told: Any) -> int:
    """Return after how many days without a contact somebody is going cold."""
    return int(told["cadence_days"] or _COLD_DAYS)


def facts(told: Any, rivals: list[Any], many: int) -> list[str]:
    """Say what stands below the title: whose decision, how long until then, who began it, who bids too.

    ``many`` is how many people there are, each counted once.
    """
    opportunity = told["opportunity"]
    told_facts = [name_of(told["company"]["name"]) if opportunity else in_company(many) or "nobody known"]
    if opportunity:
        days = opportunity["days_left"]
        if opportunity["outcome"]:
            on = near(opportunity["decision_date"] or "", told["as_of"])
            told_facts.append(readable(opportunity["outcome"]).replace("_", " ") + (f", decided {on}" if on else ""))
        elif days is not None:
            told_facts.append(f"{figured(days, 'day', 'days')} left" if days > 0 else "decided by now")
        origin = {"tender": "a tender", "our_idea": "our idea", "they_came": "they came to us"}
        told_facts += [word for word in (origin.get(opportunity["origin"], ""),) if word]
        names = [name_of(rival["name"]) for rival in rivals]
        told_facts += [f"{' and '.join(names)} {'bids' if len(names) == 1 else 'bid'} too"] if names else []
    return told_facts


def in_company(many: int) -> str:
    """Say how many weigh in a whole company: by whom they sway, whatever their seats; "" for nobody.

    >>> in_company(40), in_company(0)
    ("40 people, nobody's seat counts more", '')
    """
    return f"{counted(many, 'person', 'people')}, nobody's seat counts more" if many else ""


def unsure(unit: Any) -> str:
    """Say where the result lies on its scale, and between what it may lie."""
    if unit["advocacy"] is None:
        return "nobody's stance is known"
    low, high = (f"{unit[name]:+.1f}".replace("-", "\N{MINUS SIGN}") for name in ("low", "high"))
    value = f"{unit['advocacy']:+.1f}".replace("-", "\N{MINUS SIGN}")
    unknown = f"; between {low} and {high}, as the unknown may be worst or best" if unit["estimated"] else ""
    return f"{value} on a scale from \N{MINUS SIGN}3 to +3{unknown}"


def opened(title: str, toward: str, supposing: Sequence[str]) -> str:
    """Say a title after what it is told of: a competitor's side, and what is only supposed. The script says it too.

    >>> opened("Two for", "Corvane", []), opened("Two for", "", ["Mette were a partner", "Per did not sway Mette"])
    ('Toward Corvane: two for', 'If Mette were a partner and Per did not sway Mette: two for')
    >>> opened("Two for", "", ["a", "b", "c", "d"]), opened("Two for", "", [])
    ('If four things were as supposed here: two for', 'Two for')
    """
    told = [f"toward {toward}"] if toward else []
    if len(supposing) > _MOST_CLAUSES:
        told.append(f"if {number(len(supposing))} things were as supposed here")
    elif supposing:
        told.append(f"if {' and '.join(supposing)}")
    return f"{capital(', '.join(told))}: {title[:1].lower()}{title[1:]}" if told else title


def as_it_stands(*, over: bool, supposing: bool) -> str:
    """Say what comes before how a decision stands.

    >>> as_it_stands(over=False, supposing=True), as_it_stands(over=True, supposing=False)
    ('as it would stand', 'as it stood')
    """
    if supposing:
        return f"as it would {'have stood' if over else 'stand'}"
    return "as it stood" if over else "as it stands"


def stands(word: str, toward: str, *, over: bool = False) -> str:
    """Say how it stands, naming a competitor on whose side it is told; ``toward`` is "" on ours.

    >>> stands("winning, narrowly", "Corvane"), stands("losing", "", over=True), stands("even", "Corvane")
    ('Corvane is winning, narrowly', 'losing', 'even')
    """
    if not toward or word.partition(",")[0] not in {"winning", "losing"}:
        return word
    return f"{toward} {'was' if over else 'is'} {word}"


def moves_by_kind(moves: Iterable[Any]) -> list[tuple[str, list[str]]]:
    """Return the next moves under the heading of their kind, in their order.

    >>> moves_by_kind([{"kind": "keep", "text": "Meet Per."}, {"kind": "keep", "text": "Meet Ida."}])
    [('Keep warm', ['Meet Per.', 'Meet Ida.'])]
    """
    found: dict[str, list[str]] = {}
    for move in moves:
        found.setdefault(MOVE_WORDS[move["kind"]], []).append(readable(move["text"]))
    return list(found.items())


def convinced(steps: Sequence[Any], before: str) -> list[str]:
    """Say the order of conviction: for each step what to do, how long it takes, and how it stands then.

    ``before`` is how it stands today.

    >>> win = {"text": "Win Mette", "steps": 2, "after": -0.08, "standing": "even"}
    >>> convinced([win, {**win, "text": "Win Per", "steps": 1, "after": 0.1}], "losing, narrowly")
    ['Win Mette, in two quarters: the result is then even (−0.1)', 'Win Per: the result is still even (+0.1)']
    """
    stood = [before, *(step["standing"] for step in steps)]
    return [_convinced(step, earlier) for step, earlier in zip(steps, stood, strict=False)]


def _convinced(step: Any, before: str) -> str:
    takes = f", in {counted(step['steps'], 'quarter', 'quarters')}" if step["steps"] > 1 else ""
    after = f"{step['after']:+.1f}".replace("-", "\N{MINUS SIGN}")
    then = "still" if step["standing"] == before else "then"
    return f"{readable(step['text'])}{takes}: the result is {then} {beside(step['standing'], before)} ({after})"


def met_on(last: str | None, today: str, *, met: bool) -> str:
    """Say when somebody was met last; of another year the month is enough.

    >>> met_on("2026-11-03", "2026-11-24", met=True), met_on(None, "2026-11-24", met=False)
    ('3 Nov', 'never')
    >>> met_on(None, "2026-11-24", met=True)  # worked or delivered together, or known by what one of us says
    'no date'
    """
    if not last:
        return "no date" if met else "never"
    return near(last if last[:4] == today[:4] else last[:7], today)


def we_differ(steps: int | None) -> str:
    """Say by how many steps those of us differ who judge somebody, "" where they judge alike.

    >>> we_differ(1), we_differ(0)
    ('we differ by 1', '')
    """
    return f"we differ by {steps}" if steps else ""


def first_to_do(sentences: Iterable[Any]) -> list[Any]:
    """Return the sentences of a decision as they are read: what to find out first, then the others in their order.

    >>> [one["kind"] for one in first_to_do([{"kind": "alliance"}, {"kind": "door"}, {"kind": "question"}])]
    ['question', 'alliance', 'door']
    """
    return sorted(sentences, key=lambda one: one["kind"] != "question")


def past(item: Any, today: str) -> tuple[str, int, str]:
    """Say a judgement: when and by whom, the value, and why."""
    who = ["agreed by the team"] if item["agreed"] else ["not told by whom"]
    who = [readable(item["by"]), *(["agreed"] if item["agreed"] else [])] if item["by"] else who
    return (
        ", ".join([near(item["on"], today), *who]), item["value"],
        readable(item["note"]) or item["basis"].replace("_", " "),
    )  # fmt: skip


def single_door(one: Any) -> str:
    """Say what a single door is in the way of: the only way only where no introduction leaves that person out."""
    behind = [readable(person["name"]) for person in one["to"]]
    to = ", ".join(behind[:3]) + (f" and {len(behind) - 3} more" if len(behind) > 3 else "")
    if not one["ways_past"]:
        return f"is the only way to {to}."
    way, past = ("keeps the door to", "go past") if one["keeps"] else ("stands before the door to", "leave out")
    return f"{way} {to}; ways over others {past} {name_of(one['name'])}."


def name_of(text: object) -> str:
    """Return a name that is safe to draw and not endless."""
    return shortened(readable(text), NAME)
