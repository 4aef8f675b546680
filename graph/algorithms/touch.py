"""When was somebody of us last in contact with a person, and which contacts of ours fall into some days?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from graph.algorithms.world import World
from graph.snapshot.arrays import Bools, Longs


@dataclass(frozen=True)
class Touch:
    """Contacts in which one of us took part, by the day of the world; kept because every page asks for them."""

    world: World

    @cached_property
    def _with_us(self) -> Bools:
        """Which contacts were over by the day and had one of us in them."""
        arrays = self.world.arrays
        many = np.diff(arrays.contact_person_at)
        of_us = np.repeat(np.arange(len(many)), many)[np.asarray(self.world.ours)[arrays.contact_person]]
        found: Bools = np.zeros(len(many), np.bool_)
        found[of_us] = True
        found &= arrays.contact_day <= self.world.day
        return found

    def last(self, person: str) -> date | None:
        """Return the last day on which one of us was in contact with a person, None where nobody was."""
        arrays = self.world.arrays
        one = arrays.person(person)
        if one < 0:
            return None
        contacts, at = arrays.contacts_by_person
        mine = contacts[at[one] : at[one + 1]]
        days = arrays.contact_day[mine[self._with_us[mine]]]
        return date.fromordinal(int(days.max())) if len(days) else None

    def since(self, first: date) -> Longs:
        """Return the contacts from a day on, in the order of their days."""
        days = self.world.arrays.contact_day
        found = np.flatnonzero(self._with_us & (days >= first.toordinal()))
        return found[np.argsort(days[found], kind="stable")].astype(np.int64)
