"""What a client's page shows: three groups of people, each with whom to ask and why, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viz.palette import Strength
from viz.scene import EvidenceLine, HopLabel, hop_label
from viz.wording import brief, capital, day, readable, shortened

SHOWN = 3  # rows of a group before "show all"
HEADINGS = {
    "alumni": "Used to work here with us",
    "delivered": "Delivered with us",
    "colleagues": "Former colleagues and friends",
}
_MORE = ("", "So does one more", "So do two more", "So do three more", "So do four more")  # with more it says nothing
_WEAKEST: dict[Strength, int] = {"thin": 0, "fair": 1, "strong": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """A person with the best way there; ``second`` says who else, ``evidence`` opens with "why?"."""

    id: str
    name: str
    title: str
    stance: int | None
    stance_on: str
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


def client_groups(answer: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups that have somebody, in the order in which to go through them."""
    found = []
    for key, heading in HEADINGS.items():
        rows = tuple(_row(item, _year(answer)) for item in answer["people"] if item["group"] == key)
        if rows:
            found.append(Group(key, heading, group_size(answer["groups"][key], answer["listed_leaders"]), rows))
    return tuple(found)


def client_rows(answer: Mapping[str, Any]) -> tuple[Row, ...]:
    """Return everybody in the order of the answer, for lists in another order than the groups'."""
    return tuple(_row(item, _year(answer)) for item in answer["people"])


def way_in(person: Mapping[str, Any]) -> Row | None:
    """Return the row of somebody who left, None where no way leads there."""
    ways = person["introductions"]
    return _row({"person": {**person, "stance": None}, "introductions": ways, "known_by": 0}, "") if ways else None


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
    if leaders is None:
        everybody = total + answer["unreached"]["total"]
        return f"{total} reached of the {everybody} we happen to know." if everybody else "Nobody is known there yet."
    others = sum(size["others"] for size in answer["groups"].values())
    rest = f"; {_some(others, 'other')}" if others else ""
    return f"{leaders['reached']} of {leaders['total']} listed leaders reached{rest}."


def _year(answer: Mapping[str, Any]) -> str:
    """Return the year that need not be said."""
    return str(answer["as_of"])[:4]


def _some(amount: int, what: str) -> str:
    return f"{amount} {what}{'' if amount == 1 else 's'}"


def _row(item: Mapping[str, Any], year: str) -> Row:
    person, ways = item.get("person", item), item["introductions"]
    best = ways[0]
    hops = [hop_label(hop) for hop in best["hops"]]
    names = [readable(one["name"]) for one in best["people"]]
    return Row(
        id=person["id"], name=_name(person), title=readable(person["title"]), stance=person["stance"],
        stance_on=_stance_on(person, year),
        leader=bool(person.get("leader")), go_between=names[0], go_between_id=best["people"][0]["id"],
        ask=f"Ask {shortened(names[0], 60)}" + (f" to ask {shortened(names[1], 60)}" if len(names) > 2 else ""),
        reason=_reason(best), strength=min((hop.strength for hop in hops), key=_WEAKEST.__getitem__),
        second=_second(ways, item["known_by"]), evidence=_evidence(names, hops),
        next_step=_who_goes(best), warnings=tuple(readable(text) for text in best["warnings"]),
        probably_same=tuple(item.get("probably_same", ())),
    )  # fmt: skip


def _reason(way: Mapping[str, Any]) -> str:
    """Say the two strongest reasons of the last hop, or one of each hop of a longer way."""
    hops = way["hops"]
    items = hops[0]["evidence"][:2] if len(hops) == 1 else [hop["evidence"][0] for hop in hops]
    return shortened("; ".join(_said(item) for item in items), 200)


def _said(item: Mapping[str, Any]) -> str:
    """Say one reason; of time together with us nobody has to hear the firm's name."""
    text = brief(readable(item["text"]))
    place, comma, rest = text.partition(", ")
    return f"here together, {rest}" if item["kind"] == "alumni" and comma and place.startswith("both at ") else text


def _second(ways: Sequence[Mapping[str, Any]], known_by: int) -> str:
    others = [way for way in ways[1:] if len(way["people"]) == 2 and _met(way["hops"][0])]
    if others:
        one = others[0]
        first = readable(one["people"][0]["name"]).split(" ")[0]
        why = _said(one["hops"][0]["evidence"][0])
        more = f" {_MORE[known_by - 2]} of us." if 2 < known_by < 2 + len(_MORE) else ""
        return f"{shortened(first, 40)} also knows them ({shortened(why, 90)}).{more}"
    through = [way for way in ways[1:] if len(way["people"]) > 2]
    if through:
        return f"Also through {shortened(readable(through[0]['people'][1]['name']), 60)}."
    return "Nobody else."


def _met(hop: Mapping[str, Any]) -> bool:
    """Say whether two people did more than be at one firm or school at different times."""
    return any(item["kind"] not in {"alumni", "study"} or item["months"] is not None for item in hop["evidence"])


def _who_goes(way: Mapping[str, Any]) -> str:
    goes = way.get("who_goes")
    if not goes:
        return ""
    name = readable(goes["name"])
    if goes["id"] == way["people"][0]["id"]:
        return f"{name} should go: {readable(goes['why'])}."
    return f"{name}, {readable(goes['title'])}, should go along: {readable(goes['why'])}."


def _evidence(names: Sequence[str], hops: Sequence[HopLabel]) -> tuple[EvidenceLine, ...]:
    if len(hops) == 1:
        return tuple(EvidenceLine(e.years, capital(brief(e.text)), _rows(e.source)) for e in hops[0].evidence)
    return tuple(
        EvidenceLine(e.years, f"{names[at]} and {names[at + 1]}: {brief(e.text)}", _rows(e.source))
        for at, hop in enumerate(hops)
        for e in hop.evidence[:3]
    )


def _rows(sources: str) -> str:
    """Name the first source row of an evidence, and how many more there are; the person's page has them all."""
    rows = sources.split("; ")
    return rows[0] + (f"; {len(rows) - 1} more" if len(rows) > 1 else "")


def _stance_on(person: Mapping[str, Any], year: str) -> str:
    on = person.get("stance_on")
    return (
        f"({'agreed ' if person.get('stance_agreed') else ''}{day(readable(on)).removesuffix(f' {year}')})"
        if on
        else ""
    )


def _name(person: Mapping[str, Any]) -> str:
    return shortened(readable(person["name"]), 120)
