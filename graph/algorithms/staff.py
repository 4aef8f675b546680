"""Who works at a company on a day, and who used to."""

import numpy as np

from graph.algorithms.world import World
from graph.folding import Job
from graph.snapshot.arrays import Longs


def people_at(world: World, company: str) -> dict[str, Job]:
    """Return who works at a company (its renamed predecessors included) on the day, with the newest job."""
    spells = _spells_at(world, company)
    return _newest(world, spells[world.goes_on[spells]])


def former_at(world: World, company: str) -> dict[str, Job]:
    """Return who left a company before the day."""
    spells = _spells_at(world, company)
    left = _newest(world, spells[world.begun[spells]])
    now = people_at(world, company)
    return {person: job for person, job in left.items() if person not in now}


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
