"""How is it said whom at a client we have worked with or met: of the leaders or of those we know of, and by unit?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.vocabulary.amounts import counted, figured
from viz.wording import readable, shortened

_NAME = 80


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of a unit one of us has met; ``part`` is 0..100."""

    unit: str
    people: int
    met: int
    part: int


def coverage_words(told: Mapping[str, Any]) -> str:
    """Say whom we have worked with or met, of the listed leaders or of those we happen to know of.

    >>> coverage_words({"of": "listed leaders", "total": 14, "met_by_one": 9, "met_by_two": 7})
    'One of us has worked with or met 9 of 14 listed leaders; two of us, 7 of them.'
    """
    total, one, two = told["total"], told["met_by_one"], told["met_by_two"]
    if not total:
        return "Nobody is known to work there."
    known = f"the {counted(total, 'person', 'people')} we happen to know of"
    whom = figured(total, "listed leader", "listed leaders") if told["of"] == "listed leaders" else known
    nobody = f"Nobody of us has worked with or met {whom}; load more archives, or ask for an introduction."
    return (
        nobody if not one else f"One of us has worked with or met {one} of {whom}; two of us, {two or 'none'} of them."
    )


def covered_units(units: Sequence[Mapping[str, Any]]) -> tuple[Covered, ...]:
    """Return the units, those where we know fewest first, of these the largest."""
    made = [
        Covered(
            shortened(readable(one["unit"]), _NAME),
            one["people"],
            one["met_by_one"],
            round(100 * one["met_by_one"] / one["people"]),
        )
        for one in units
        if one["people"]
    ]
    return tuple(sorted(made, key=lambda one: (one.met > 0, one.part, -one.people, one.unit)))
