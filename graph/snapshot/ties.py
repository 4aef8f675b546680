"""How acquaintances and contacts become ties: pairs of people, each with what links them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.arrays import ACQUAINTANCES, CONTACTS, Floats, Ints, Longs, starts
from graph.snapshot.intake import Intake

Parts: TypeAlias = dict[str, NDArray[Any]]
_LEAST_OF_A_CROWD = 2


def read_acquaintances(intake: Intake, person_of: Ints, people: int) -> tuple[Parts, Longs, Longs]:
    """Return the columns of the acquaintances in order of their pairs, the pairs as numbers, and the claims' order."""
    table = intake.tables["acquaintances"]
    one, other = person_of[table["from"]].astype(np.int64), person_of[table["to"]].astype(np.int64)
    rows = np.flatnonzero((one >= 0) & (other >= 0) & (one != other))
    pair = (np.minimum(one, other) * people + np.maximum(one, other))[rows]
    low, high = intake.days()
    date = table["date"][rows]
    kind = _codes_of(intake, ACQUAINTANCES)[table["kind"][rows]]
    day = np.where(date >= 0, (low[date] + high[date]) // 2, 0).astype(np.int32)
    first = low[date]
    strength = _strengths(intake, table["strength"][rows])
    what = (kind.astype(np.int64) << 48) + (first.astype(np.int64) << 24) + day
    order = np.lexsort((what, pair))
    pair, what = pair[order], what[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (pair[1:] != pair[:-1]) | (what[1:] != what[:-1])
    at = np.flatnonzero(new)
    best = np.fmax.reduceat(strength[order], at) if len(at) else strength[:0]
    parts: Parts = {
        "acq_kind": kind[order][at].astype(np.int8), "acq_low": first[order][at], "acq_day": day[order][at],
        "acq_strength": best, "acq_claim_at": np.append(at, len(order)).astype(np.int32),
    }  # fmt: skip
    return parts, pair[at], rows[order]


def read_contacts(intake: Intake, position: Mapping[str, int]) -> tuple[Parts, Longs]:
    """Return the columns of the contacts, folded where two sources say the same, and the claims' order."""
    table = intake.tables["contacts"]
    low, high = intake.days()
    codes = _codes_of(intake, CONTACTS)
    same: dict[tuple[int, int, int, tuple[int, ...]], list[int]] = {}
    kinds, dates = codes[table["kind"]].tolist(), table["date"].tolist()
    for row, told in enumerate(intake.participants):
        who = {position.get(record, -1) for record in told.split(";")} - {-1}
        key = (int(low[dates[row]]), int(high[dates[row]]), kinds[row], tuple(sorted(who)))
        same.setdefault(key, []).append(row)
    keys = sorted(same)
    claims = [row for key in keys for row in same[key]]
    crowds = [max(max(len(set(intake.participants[row].split(";"))) for row in same[key]), len(key[3])) for key in keys]
    sizes = np.array([len(key[3]) for key in keys], np.int64)
    parts: Parts = {
        "contact_kind": np.array([key[2] for key in keys], np.int8),
        "contact_low": np.array([key[0] for key in keys], np.int32),
        "contact_day": np.array([(key[0] + key[1]) // 2 for key in keys], np.int32),
        "contact_crowd": np.array(crowds, np.int32),
        "contact_person_at": starts(sizes),
        "contact_person": np.array([one for key in keys for one in key[3]], np.int32),
        "contact_claim_at": starts(np.array([len(same[key]) for key in keys], np.int64)),
    }
    return parts, np.array(claims, np.int64)


def contact_pairs(at: Ints, person: Ints, people: int) -> tuple[Longs, Ints]:
    """Return every pair of each contact, as a number, and the contact; in order of the pairs."""
    sizes = np.diff(at)
    pairs, contacts = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for size in np.unique(sizes[sizes >= _LEAST_OF_A_CROWD]).tolist():
        of_size = np.flatnonzero(sizes == size)
        one, other = np.triu_indices(size, 1)
        first = at[of_size].astype(np.int64)[:, None]
        pairs.append((person[first + one].astype(np.int64) * people + person[first + other]).ravel())
        contacts.append(np.repeat(of_size, len(one)).astype(np.int32))
    pair, contact = np.concatenate(pairs), np.concatenate(contacts)
    order = np.lexsort((contact, pair))
    return pair[order], contact[order]


def tie_up(acquainted: Longs, met: Longs, contact: Ints, people: int) -> Parts:
    """Return the ties of the pairs (both in order), and the same by person."""
    pairs = np.unique(np.concatenate([acquainted, met]))
    a, b = (pairs // max(people, 1)).astype(np.int32), (pairs % max(people, 1)).astype(np.int32)
    tie = np.arange(len(pairs), dtype=np.int32)
    source, target = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(source.astype(np.int64) * people + target, kind="stable")
    return {
        "tie_a": a, "tie_b": b,
        "tie_acq_at": _positions(acquainted, pairs), "tie_contact_at": _positions(met, pairs), "tie_contact": contact,
        "adj_at": starts(np.bincount(source, minlength=people)), "adj_person": target[order],
        "adj_tie": np.concatenate([tie, tie])[order],
    }  # fmt: skip


def _positions(sorted_pairs: Longs, pairs: Longs) -> Ints:
    return np.append(np.searchsorted(sorted_pairs, pairs), len(sorted_pairs)).astype(np.int32)


def _codes_of(intake: Intake, words: Sequence[str]) -> Ints:
    """Return what turns text codes into positions in a short list of words."""
    codes = np.zeros(len(intake.texts.texts()) + 1, np.int32)
    for position, word in enumerate(words):
        if word in intake.texts:
            codes[intake.texts[word]] = position
    return codes


def _strengths(intake: Intake, codes: Ints) -> Floats:
    """Return the number that each text is, nan for what is not known."""
    texts = intake.texts.texts()
    different, which = np.unique(codes, return_inverse=True)
    numbers = [float(texts[code]) if code >= 0 else math.nan for code in different.tolist()]
    return np.array(numbers, np.float32)[which]
