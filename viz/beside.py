"""What differs between two maps: who stands where, who holds how much, who came and who went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.algorithms.verdict import amount
from viz.wording import capital, readable, shortened, stance_word

_MOST = 12
_ROOM = ((619.0, "slim"), (728.0, "middling"))  # so wide and no wider, words of two maps are 11 pixels high beside each
# other on a screen of 1240 and of 1440 pixels
_LEAST = 0.02  # a share that differs by less is the same in words


@dataclass(frozen=True, slots=True)
class Difference:
    """One person of either map, with their stance in both and what differs in words."""

    name: str
    left: int | None
    right: int | None
    words: str
    weight: float


def what_differs(left: Mapping[str, object], right: Mapping[str, object]) -> list[Difference]:
    """Return whose stance, share or presence differs, whoever weighs most first."""
    found = sorted(_differences(left, right), key=lambda one: (-round(one.weight, 9), one.name))
    return found[:_MOST]


def room_for(*widths: float) -> str:
    """Say how much room maps so wide need beside each other: "slim", "middling" or "", in pixels; see power.css."""
    return next((word for most, word in _ROOM if max(widths) <= most), "")


def _differences(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Difference]:
    here, there = ({one["id"]: one for one in told["people"]} for told in (left, right))
    for identity in sorted({*here, *there}):
        a, b = here.get(identity), there.get(identity)
        one: Any = a or b
        weight = max(item["share"] for item in (a, b) if item)
        parts = [capital(part) for part in _parts(a, b)]
        if parts and weight >= _LEAST:
            yield Difference(
                shortened(readable(one["name"]), 80), a["stance"] if a else None, b["stance"] if b else None,
                "; ".join(parts), weight,
            )  # fmt: skip


def _parts(a: Any, b: Any) -> Iterator[str]:
    if a is None or b is None:
        yield "only in the second" if a is None else "only in the first"
        return
    if a["stance"] != b["stance"]:
        yield f"{stance_word(a['stance'])}, then {stance_word(b['stance'])}"
    before, after = amount(a["share"]), amount(b["share"])
    if before != after and abs(a["share"] - b["share"]) >= _LEAST:
        yield f"holds {before}, then {after}"
    if a["seats"] != b["seats"]:
        yield f"{', '.join(a['seats']) or 'no seat'}, then {', '.join(b['seats']) or 'no seat'}"
