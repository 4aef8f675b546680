"""What a person's page says in words beside the picture: who of us knows them, how well, and whom to ask."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from viz.reasons import said
from viz.scene import IntroductionScene
from viz.wording import capital, first_name, number, readable, shortened

_FRIENDS = frozenset({"friend", "advice", "worked_with", "family"})
_LINES = 2  # reasons that stand under a name; the ways below have all of them


def person_heading(known_by: Sequence[Mapping[str, Any]], scene: IntroductionScene) -> str:
    """Say how many of us have met somebody, how many are only connected, and whom to ask.

    Without anybody of us it is the heading of the ways: through others, or none.
    """
    if not known_by or not scene.ways:
        return scene.heading_rest
    name = shortened(first_name(scene.target.name), 60)
    met = sum(1 for one in known_by if _has_met(one))
    others = sum(1 for one in known_by if not _has_met(one) and _connected(one))
    first = scene.ways[0].people
    ask = f" Ask {first[0].name}" + (f", who knows {first[1].name}." if len(first) > 1 else ".")
    if met:
        more = f", {number(others)} {_is(others)} only connected" if others else ""
        return f"{_of_us(met)} {'knows' if met == 1 else 'know'} {name}{more}.{ask}"
    return f"{_of_us(others)} {_is(others)} only connected to {name}.{ask}" if others else scene.heading_rest


def formerly(career: Sequence[Mapping[str, Any]]) -> str:
    """Say what somebody was last, of whom no job of today is known.

    >>> formerly([{"title": "Treasurer", "company": {"name": "Nordlys"}, "end": "2023-12-31", "years": "2016–2023"}])
    'formerly Treasurer, Nordlys, until 2023'
    """
    if not career:
        return "role not known"
    last = career[0]
    parts = [readable(last["title"]), readable(last["company"]["name"])]
    parts += [f"until {last['end'][:4]}"] if last["end"] else [readable(last["years"])]
    return f"formerly {', '.join(part for part in parts if part)}"


def acquaintances(known_by: Sequence[Mapping[str, Any]], today: date) -> list[dict[str, object]]:
    """Return who of us knows somebody, each with the strongest reasons as lines."""
    found: list[dict[str, object]] = []
    for one in known_by:
        lines = [capital(shortened(said(item, today), 90)) for item in one["evidence"][:_LINES]]
        lines += ["Never met"] if _connected(one) and not _has_met(one) else []
        shown = {"id": one["id"], "name": readable(one["name"]), "word": one["word"], "not_asked": one["not_asked"]}
        found.append({**shown, "lines": lines})
    return found


def _has_met(one: Mapping[str, Any]) -> bool:
    """Say whether they did something together; a firm or school at other times, or a click online, is not that."""
    return any(
        item["months"] is not None or item["kind"] in {"contact", "project"} or item["form"] in _FRIENDS
        for item in one["evidence"]
    )


def _connected(one: Mapping[str, Any]) -> bool:
    return any(item["form"] == "linkedin" for item in one["evidence"])


def _of_us(amount: int) -> str:
    return f"{capital(number(amount))} of us"


def _is(amount: int) -> str:
    return "is" if amount == 1 else "are"
