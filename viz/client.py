"""What a client's page shows: three groups of people, each with whom to ask and why, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.algorithms.ways import WORDS, best_of
from graph.vocabulary.amounts import figured
from viz.palette import Strength, strength
from viz.reasons import LINE, called, met, reason, standing_in, told
from viz.scene import EvidenceLine
from viz.wording import STILL, first_name, near, readable, shortened, years

Json = dict[str, object]

_SHOWN = {1: 12, 2: 5, 3: 3}  # rows of a group before "show all", by how many groups there are
HEADINGS = {
    "alumni": "Used to work here with us",
    "delivered": "Delivered with us",
    "colleagues": "Former colleagues and friends",
}
_MORE = ("", "So does one more", "So do two more", "So do three more", "So do four more")  # with more it says nothing
_COUNTED_DAYS = 730  # until then the days to a decision are counted, beyond it the years
_DECIDING = frozenset({"decider", "approver"})
_SECOND_LINE = 60  # characters that stand beside the word for the tie


@dataclass(frozen=True, slots=True)
class Row:
    """A person with the best way there; ``second`` says who else, ``evidence`` opens with "why?".

    ``strength`` says how well we reach them: the score of the best of all ways, by which the list is in order.
    """

    id: str
    name: str
    title: str
    stance: int | None
    stance_on: str
    unmet: str
    leader: bool
    go_between: str
    go_between_id: str
    ask: str
    reason: str
    strength: Strength
    second: str
    evidence: tuple[EvidenceLine, ...]
    next_step: str
    warnings: tuple[str, ...]
    probably_same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    heading: str
    size: str
    rows: tuple[Row, ...]
    shown: int


def client_groups(answer: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups that have somebody, in the order in which to go through them, each in the answer's order."""
    page = _page(answer)
    found = {key: [item for item in answer["people"] if item["group"] == key] for key in HEADINGS}
    found = {key: items for key, items in found.items() if items}
    groups: list[Group] = []
    for key, items in found.items():
        shown = _SHOWN[len(found)] - (not groups)  # the first row is open, so one fewer stands below it
        rows = tuple(_row(item, page) for item in items)
        size = group_size(answer["groups"][key], answer["listed_leaders"])
        groups.append(Group(key, HEADINGS[key], size, rows, shown))
    return tuple(groups)


def one_list(answer: Mapping[str, Any], *, by_score: bool = False) -> Group:
    """Return everybody in the order of the answer, for lists in another order than the groups'.

    In the order of the best score each row shows the way that has it.
    """
    page = _page(answer)
    rows = tuple(_by_score(item, page) if by_score else _row(item, page) for item in answer["people"])
    return Group("sorted", "Whom we reach", str(answer["total"]), rows, len(rows))


def way_in(person: Mapping[str, Any], today: date, there: str) -> Row | None:
    """Return the row of somebody who left, None where no way leads there."""
    ways = person["introductions"]
    if not ways:
        return None
    return _row({"person": {**person, "stance": None}, "introductions": ways, "known_by": 0}, _Page(today, there))


def group_size(size: Mapping[str, int], leaders: object) -> str:
    """Say how many are listed leaders and how many others.

    >>> group_size({"leaders": 3, "others": 4}, {}), group_size({"leaders": 0, "others": 1}, None)
    ('3 leaders, 4 others', '1')
    """
    if leaders is None:
        return str(size["leaders"] + size["others"])
    return ", ".join(_some(size[f"{what}s"], what) for what in ("leader", "other") if size[f"{what}s"])


def client_heading(answer: Mapping[str, Any]) -> str:
    """Say how far we reach: of the listed leaders where there is a list, else of those we happen to know."""
    leaders, total = answer["listed_leaders"], answer["total"]
    if not answer.get("anybody_ours", True):
        return "Nobody of ours is in the store yet."
    if leaders is None:
        everybody = total + answer["unreached"]["total"]
        reached = f"{total} reached of" if total else "Nobody reached yet of"
        return f"{reached} the {everybody} we happen to know." if everybody else "Nobody is known to work there."
    others = sum(size["others"] for size in answer["groups"].values())
    rest = f"; {_some(others, 'other')}" if others else ""
    return f"{leaders['reached']} of {leaders['total']} listed leaders reached{rest}."


@dataclass(frozen=True, slots=True)
class _Page:
    """What all rows of a page share: its day, the company it is about, and how often its deciders are to be met."""

    today: date
    there: str
    cadence_days: int | None = None


def _page(answer: Mapping[str, Any]) -> _Page:
    return _Page(date.fromisoformat(str(answer["as_of"])), answer["company"]["id"], answer.get("cadence_days"))


def _some(amount: int, what: str) -> str:
    return f"{amount} {what}{'' if amount == 1 else 's'}"


def _row(item: Mapping[str, Any], page: _Page) -> Row:
    person, ways = item.get("person", item), _best_first(item["introductions"])
    best = ways[0]
    names = [readable(one["name"]) for one in best["people"]]
    ask = f"Ask {shortened(names[0], 60)}"
    if called(best["hops"][0]):
        names[0] = readable((best.get("who_goes") or best["people"][0])["name"])
        ask = f"Call {shortened(names[1], 60)}"
    elif len(names) > 2:
        ask = f"Ask {shortened(first_name(names[0]), 40)} to ask {shortened(names[1], 60)}"
    second, warned = _second(ways, item["known_by"], _called(person), page)
    return Row(
        id=person["id"], name=_name(person), title=_title(person), stance=person["stance"],
        stance_on=stance_on(person, page.today), unmet=_unmet(person, page),
        leader=bool(person.get("leader")), go_between=names[0], go_between_id=best["people"][0]["id"], ask=ask,
        reason=shortened(reason(best["hops"][-1]["evidence"], page.today, LINE - len(ask), page.there), 200),
        strength=strength(max(way["score"] for way in ways)),
        second=second,
        evidence=_evidence(names, best["hops"], page.today),
        next_step=who_goes(best),
        warnings=(*_marked(person), *dict.fromkeys(map(readable, [*best["warnings"], *warned]))),
        probably_same=tuple(item.get("probably_same", ())),
    )  # fmt: skip


def _marked(person: Mapping[str, Any]) -> tuple[str, ...]:
    return ("marked do not ask: find out why before anybody goes there",) if person.get("do_not_ask") else ()


def _best_first(ways: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Put the way to take first before the others, as a person's page does."""
    at = best_of([(readable(way.get("word", "")), readable(way.get("how", ""))) for way in ways])
    return [ways[at], *ways[:at], *ways[at + 1 :]]


def _by_score(item: Mapping[str, Any], page: _Page) -> Row:
    best = max(item["introductions"], key=lambda way: way["score"])
    others = [way for way in item["introductions"] if way is not best]
    return _row({**item, "introductions": [{**best, "word": WORDS[0], "how": ""}, *others]}, page)


def _second(ways: Sequence[Mapping[str, Any]], known_by: int, target: str, page: _Page) -> tuple[str, Sequence[str]]:
    """Say who else knows somebody, or through whom else there is a way, and what to beware of on it."""
    others = [way for way in ways[1:] if len(way["people"]) == 2 and met(way["hops"][0])]
    if others:
        one, named = others[0], 1 + (len(ways[0]["people"]) == 2)
        also = " also" if named > 1 else ""
        knows = f"{shortened(first_name(readable(one['people'][0]['name'])), 40)}{also} knows {shortened(target, 40)}"
        why = reason(one["hops"][0]["evidence"], page.today, _SECOND_LINE - len(knows) - len(" ()."), page.there)
        said = f"{knows} ({why})."
        said = said if len(said) <= _SECOND_LINE + 2 else f"{knows}."
        more = f" {_MORE[known_by - named]} of us." if named < known_by < named + len(_MORE) else ""
        return said + more if len(said + more) <= _SECOND_LINE else said, one["warnings"]
    through = [way for way in ways[1:] if len(way["people"]) > 2]
    if through:
        name = shortened(readable(through[0]["people"][1]["name"]), 60)
        return f"Also through {name}.", [f"through {name}: {text}" for text in through[0]["warnings"]]
    return "Nobody else.", ()


def who_goes(way: Mapping[str, Any]) -> str:
    """Say who of us should go there, "" where titles do not tell."""
    goes = way.get("who_goes")
    if not goes:
        return ""
    name = readable(goes["name"])
    if goes["id"] == way["people"][0]["id"] or (called(way["hops"][0]) and len(way["people"]) == 2):
        return f"{name} should go: {readable(goes['why'])}."
    return f"{name}, {readable(goes['title'])}, should go along: {readable(goes['why'])}."


def _evidence(names: Sequence[str], hops: Sequence[Mapping[str, Any]], today: date) -> tuple[EvidenceLine, ...]:
    """Return the reasons with their source rows; of a longer way the three strongest of each step, with its names."""
    lines = []
    for at, hop in enumerate(hops):
        step = f"{names[at]} and {names[at + 1]}: " if len(hops) > 1 else ""
        for item in hop["evidence"][: 3 if step else None]:
            when = years(readable(item["start"]), readable(item["end"]), still=item["kind"] in STILL)
            lines.append(EvidenceLine(when, step + told(item, today), standing_in(item, today)))
    return tuple(lines)


def decision_card(decision: Mapping[str, Any], today: date) -> Json:
    """Say when a decision falls and how it stands.

    >>> told = {"title": "Two for, one against", "standing": "even", "days_left": 52, "decision_date": "2027-01-15"}
    >>> card = decision_card(told, date(2026, 11, 24))
    >>> card["said"], card["on"]
    ('Two for, one against. As it stands: even. 52 days left.', '15 Jan 2027')
    """
    left = decision["days_left"]
    parts = [
        f"{decision['title']}." if decision["title"] else "Nobody is known to decide yet.",
        f"As it stands: {decision['standing']}." if decision["standing"] not in {"", "not known"} else "",
        "" if left is None else "Decided today." if left == 0 else f"{_time_left(left)} left.",
    ]
    return {
        **decision, "said": " ".join(part for part in parts if part),
        "on": near(readable(decision["decision_date"]), today.isoformat()),
    }  # fmt: skip


def _time_left(days: int) -> str:
    """Say how long it is until a decision; of years nobody counts the days.

    >>> _time_left(1), _time_left(52), _time_left(13528)
    ('1 day', '52 days', '37 years')
    """
    return _some(round(days / 365.25), "year") if days > _COUNTED_DAYS else _some(days, "day")


def stance_on(person: Mapping[str, Any], today: date) -> str:
    on = person.get("stance_on")
    if not on:
        return "(nobody has asked)" if person["stance"] is None else ""
    agreed = "agreed " if person.get("stance_agreed") else ""
    return f"({agreed}{near(readable(on), today.isoformat())})"


def _unmet(person: Mapping[str, Any], page: _Page) -> str:
    """Say for how long nobody of us has met one who decides, where that is longer than the account's cadence."""
    last = person.get("last_contact")
    if not last or not page.cadence_days or _DECIDING.isdisjoint(person["seats"]):
        return ""
    days = (page.today - date.fromisoformat(str(last))).days
    return figured(days, "day", "days") if days > page.cadence_days else ""


def _title(person: Mapping[str, Any]) -> str:
    """Return the title; "" where the post without a holder's name is called by it already."""
    title = readable(person["title"])
    return "" if readable(person["name"]).startswith(title) else title


def _called(person: Mapping[str, Any]) -> str:
    """Return the first name; "them" of a post without a holder's name."""
    return "them" if person["title"] and not _title(person) else first_name(_name(person))


def _name(person: Mapping[str, Any]) -> str:
    return shortened(readable(person["name"]), 120)
