"""How is it said whom nobody of us knows: what they hold of the next decision, their stance, and who is closest?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.algorithms.verdict import amount
from viz.client import stance_on
from viz.wording import first_name, readable, shortened

Json = dict[str, object]


def nobody_known(people: Sequence[Mapping[str, Any]], today: date, *, past: bool = False) -> list[Json]:
    """Say whom nobody knows, with what they hold of the next decision and the closest of us by first name.

    ``past`` says that the page is of an earlier day, when a source of today may have told nothing yet.
    """
    return [
        {
            **one, "closest": _closest(one, past=past), "holds": _holds(one["decides"]),
            "stance_on": stance_on(one, today),
        }
        for one in people
    ]  # fmt: skip


def _holds(part: Mapping[str, Any] | None) -> str:
    return f"Holds {amount(part['share'])} of {shortened(readable(part['name']), 60)}." if part else ""


def _closest(one: Mapping[str, Any], *, past: bool) -> str:
    if not one["closest"] and not one["id"]:
        return "On the list; no job there is known on this day." if past else "On the list; in no source yet."
    if not one["closest"]:
        return "No way is known."
    first, through, rest = readable(one["closest"]).partition(", through ")
    return f"Closest: {first_name(first)}{through}{rest}."
