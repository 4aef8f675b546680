"""Who is never asked to put in a word on the day of the question, and why."""

from collections import Counter

import numpy as np

from graph.algorithms.world import World
from graph.vocabulary.dates import quarter_start


def never_asked(world: World) -> dict[str, str]:
    """Return who asked us not to, or whose asks of the quarter are used, with that reason; by id."""
    arrays, since = world.arrays, quarter_start(world.as_of)
    used = Counter(ask.go_between for ask in world.snapshot.asks if since <= ask.day <= world.as_of)
    why = {}
    for person in np.flatnonzero(arrays.person_do_not_ask | (arrays.person_cap >= 0)).tolist():
        one, cap = world.snapshot.id_of(person), int(arrays.person_cap[person])
        if arrays.person_do_not_ask[person]:
            why[one] = "asked us not to"
        elif used[one] >= cap:
            many = f"all {cap} asks of this quarter are"
            why[one] = f"{'the one ask of this quarter is' if cap == 1 else many} used"
    return why
