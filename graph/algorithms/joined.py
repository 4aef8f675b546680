"""What do several records of probably one person tell together?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.algorithms.evidence import Evidence
from graph.folding import Job
from graph.vocabulary.dates import PartialDate


def joined_evidence(told: Iterable[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """Put together what links several records of probably one person to another, the strongest first.

    The same time at one firm, school or board, told of several records, counts once: the strongest of it stands. Two
    stays, one after the other, are two.
    """
    kept: list[Evidence] = []
    for item in sorted((one for items in told for one in items), key=lambda one: (-one.weight, one.kind, one.text)):
        if not any(_is_the_same(item, other) for other in kept):
            kept.append(item)
    return tuple(kept)


def joined_job(jobs: Sequence[Job]) -> Job:
    """Return the first of the jobs that records tell of one place, with a title and a unit where any has one."""
    first = jobs[0]
    title = next((job.title for job in jobs if job.title), "")
    unit = next((job.unit for job in jobs if job.unit), "")
    return first if (first.title, first.unit) == (title, unit) else replace(first, title=title, unit=unit)


def _is_the_same(one: Evidence, other: Evidence) -> bool:
    if one.kind != other.kind:
        return False
    if one.months is None and one.met:
        return one.text == other.text
    if (one.company or one.place) != (other.company or other.place):
        return False
    apart = (one.end, other.start), (other.end, one.start)
    return not any(
        end and start and PartialDate.parse(end).latest() < PartialDate.parse(start).earliest() for end, start in apart
    )
