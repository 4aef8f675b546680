"""Who works at a company on a day, and who used to."""

from bisect import bisect_left
from datetime import date

import numpy as np

from graph.algorithms.world import World
from graph.folding import Job
from graph.snapshot import Snapshot
from graph.snapshot.arrays import JOB, Longs


def people_at(world: World, company: str) -> dict[str, Job]:
    """Return who works at a company (its renamed predecessors included) on the day, with the newest job."""
    spells = _spells_at(world, company)
    return _newest(world, spells[world.goes_on[spells]])


def ids_at(world: World, company: str) -> list[str]:
    """Return who works at a company (its renamed predecessors included) on the day, by id."""
    spells = _spells_at(world, company)
    people = np.unique(world.arrays.spell_person[spells[world.goes_on[spells]]])
    return [world.snapshot.id_of(person) for person in people.tolist()]


def former_at(world: World, company: str) -> dict[str, Job]:
    """Return who left a company before the day."""
    spells = _spells_at(world, company)
    left = _newest(world, spells[world.begun[spells]])
    now = people_at(world, company)
    return {person: job for person, job in left.items() if person not in now}


def ever_at(snapshot: Snapshot, company: str) -> tuple[int, int, int]:
    """Return how many people are known to have worked at a company of that very name, and the years of it, 0 for none.

    The second year is the last that a job began or ended in.
    """
    arrays = snapshot.arrays
    known = snapshot.company_ids
    place = bisect_left(known, company)
    if place == len(known) or known[place] != company:
        return 0, 0, 0
    here = np.flatnonzero((arrays.spell_home == place) & (arrays.spell_kind == JOB))
    dated = [one for one in here if arrays.spell_dated[one]]
    years = [date.fromordinal(int(arrays.spell_start_low[one])).year for one in dated]
    ends = [
        date.fromordinal(int((arrays.spell_start_high if arrays.spell_open[one] else arrays.spell_end_low)[one])).year
        for one in dated
    ]
    return len(np.unique(arrays.spell_person[here])), min(years, default=0), max([*years, *ends], default=0)


def _spells_at(world: World, company: str) -> Longs:
    """Return the spells at a place itself, not at what was merged into it, by start."""
    arrays, group = world.arrays, world.snapshot.group_of_company.get(company, -1)
    if group < 0:
        return np.empty(0, np.int64)
    entries = np.arange(arrays.group_at[group], arrays.group_at[group + 1])
    return np.sort(arrays.entry_spell[entries[arrays.entry_via[entries] < 0]]).astype(np.int64)


def _newest(world: World, spells: Longs) -> dict[str, Job]:
    newest = {int(world.arrays.spell_person[spell]): int(spell) for spell in spells}
    return {world.snapshot.id_of(person): world.snapshot.job_view.job(spell) for person, spell in newest.items()}
