"""Where spells meet: one group for each place, school, board and project, a merged place's spells in both."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from graph.provenance import Held
from graph.snapshot.arrays import ALWAYS, BOARD, FAMILY, JOB, PROJECT, STUDY, Ints, Longs, starts
from graph.snapshot.model import Company
from graph.snapshot.ties import Parts
from graph.vocabulary.dates import PartialDate

Succession = tuple[dict[str, str], dict[str, tuple[str, int]]]


def read_succession(claims: Iterable[Held], entity: Mapping[str, str]) -> Succession:
    """Return the root of each renamed company, and where and when each merged one went."""
    after: dict[str, str] = {}
    mergers: dict[str, tuple[str, int]] = {}
    for held in claims:
        old, new, kind, day = held.claim.content[:4]
        first, second = entity.get(old or "", old or ""), entity.get(new or "", new or "")
        if kind == "rename" and first != second:
            after[first] = second
        elif kind == "merger" and first != second:
            mergers[first] = (second, PartialDate.parse(day).earliest().toordinal() if day else ALWAYS)
    roots = {}
    for company in sorted({*after, *after.values()}):
        visited = {company}
        last = company
        while last in after and after[last] not in visited:
            last = after[last]
            visited.add(last)
        roots[company] = last if last not in after else min(visited)
    return roots, mergers


def homes_of(succession: Succession) -> dict[str, tuple[tuple[str, int], ...]]:
    """Follow each merged place to what it became, and on, with the day of the latest merger on the way."""
    place, mergers = succession
    next_home = {place.get(old, old): (place.get(new, new), day) for old, (new, day) in sorted(mergers.items())}
    homes = {}
    for company in sorted({*place, *mergers}):
        home, since = place.get(company, company), ALWAYS
        found = [(home, since)]
        while home in next_home and next_home[home][0] not in dict(found):
            home, since = next_home[home][0], max(since, next_home[home][1])
            found.append((home, since))
        homes[company] = tuple(found)
    return homes


def families_of(companies: Mapping[str, Company], place: Mapping[str, str]) -> dict[str, str]:
    """Return the topmost parent of every company that has sister companies: other places under the same parent."""
    tops = {}
    for company in companies:
        top, visited = company, {company}
        while (parent := companies[top].parent) in companies and parent not in visited:
            visited.add(parent)
            top = parent
        tops[company] = top if companies[top].parent not in visited else min(visited)
    places: dict[str, set[str]] = {}
    for company, top in tops.items():
        places.setdefault(top, set()).add(place.get(company, company))
    return {company: top for company, top in tops.items() if len(places[top]) > 1}


def group_up(
    spells: Mapping[str, Ints],
    homes: Mapping[str, tuple[tuple[str, int], ...]],
    families: Mapping[str, str],
    companies: list[str],
    names: tuple[list[int], list[tuple[int, int]]],
) -> Parts:
    """Return the groups with their entries; ``names`` are those of schools, and of projects with their clients.

    Sister companies meet in a group of their family, where two of one place do not meet again.
    """
    kind, home = spells["kind"].astype(np.int64), spells["home"].astype(np.int64)
    number = {company: n for n, company in enumerate(companies)}
    span = max(len(companies), len(names[0]), len(names[1]), 1)
    spell = [np.arange(len(kind), dtype=np.int64)]
    group, since, via = [kind * span + home], [np.full(len(kind), ALWAYS)], [np.full(len(kind), -1)]
    is_job = kind == JOB
    for company, chain in homes.items():
        if company not in number:
            continue
        here = np.flatnonzero(is_job & (home == number[company]))
        known = [(number[place], day) for place, day in chain if place in number]
        if not known or not len(here):
            continue
        group[0][here] = JOB * span + known[0][0]
        for (before, _), (after, day) in pairwise(known):
            spell.append(here)
            group.append(np.full(len(here), JOB * span + after))
            since.append(np.full(len(here), day))
            via.append(np.full(len(here), JOB * span + before))
    for company, top in families.items():
        here = np.flatnonzero(is_job & (home == number[company]))
        if len(here):
            last = homes.get(company, ((company, ALWAYS),))[-1][0]
            spell.append(here)
            group.append(np.full(len(here), FAMILY * span + number[top]))
            since.append(np.full(len(here), ALWAYS))
            via.append(np.full(len(here), JOB * span + number.get(last, number[company])))
    member = np.concatenate(spell)
    keys, place = np.unique(np.concatenate(group), return_inverse=True)
    order = np.lexsort((member, place))
    member, place = member[order], place[order].astype(np.int64)
    came = np.concatenate(via)[order]
    at = starts(np.bincount(place, minlength=len(keys)))
    by_spell = np.lexsort((np.concatenate(since)[order], member))
    kinds, homes_at = keys // span, keys % span
    size, stays = _sizes(place, spells["person"][member], len(keys))
    return {
        "group_kind": kinds.astype(np.int8),
        "group_name": _names(kinds, homes_at, names),
        "group_company": _companies(kinds, homes_at, names),
        "group_size": size,
        "group_stays": stays,
        "group_at": at,
        "entry_spell": member.astype(np.int32),
        "entry_group": place.astype(np.int32),
        "entry_since": np.concatenate(since)[order].astype(np.int32),
        "entry_via": np.where(came >= 0, np.searchsorted(keys, came), -1).astype(np.int32),
        "spell_entry_at": starts(np.bincount(member, minlength=len(kind))),
        "spell_entry": by_spell.astype(np.int32),
    }


def _names(kinds: Ints, homes: Ints, names: tuple[list[int], list[tuple[int, int]]]) -> Ints:
    found = np.full(len(kinds), -1, np.int32)
    found[kinds == STUDY] = np.array(names[0] or [0], np.int32)[homes[kinds == STUDY]]
    found[kinds == PROJECT] = np.array([n for n, _ in names[1]] or [0], np.int32)[homes[kinds == PROJECT]]
    return found


def _companies(kinds: Ints, homes: Ints, names: tuple[list[int], list[tuple[int, int]]]) -> Ints:
    found = np.full(len(kinds), -1, np.int32)
    at_company = (kinds == JOB) | (kinds == BOARD) | (kinds == FAMILY)
    found[at_company] = homes[at_company]
    found[kinds == PROJECT] = np.array([c for _, c in names[1]] or [0], np.int32)[homes[kinds == PROJECT]]
    return found


def _sizes(place: Longs, person: Ints, groups: int) -> tuple[Ints, Ints]:
    """Count the different people of each group, and the most stays that one of them has there."""
    order = np.lexsort((person, place))
    place, person = place[order], person[order]
    new = np.ones(len(place), np.bool_)
    new[1:] = (place[1:] != place[:-1]) | (person[1:] != person[:-1])
    most = np.zeros(groups, np.int32)
    np.maximum.at(most, place[new], np.diff(np.append(np.flatnonzero(new), len(place))).astype(np.int32))
    return np.bincount(place[new], minlength=groups).astype(np.int32), most
