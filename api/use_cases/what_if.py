"""What is supposed of a decision, as people write it; the same in commands and in addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.use_cases.basis import Basis
from graph.errors import BadArgument
from graph.vocabulary.stances import read_stance

_MOST = 60  # suppositions in one question


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What to suppose: stances by name (None: unknown), influence lines (from, to, strength; 0 takes away)."""

    stances: Mapping[str, int | None] = field(default_factory=dict)
    sways: Sequence[tuple[str, str, float]] = ()


def read_what_if(suppose: Sequence[str], sway: Sequence[str]) -> WhatIf:
    """Read ``PERSON=STANCE`` (``?`` for unknown) and ``FROM>TO=STRENGTH``; raises BadArgument for what is neither."""
    if len(suppose) + len(sway) > _MOST:
        raise BadArgument(f"More than {_MOST} suppositions at once.", remedy="Suppose fewer.")
    return WhatIf(dict(_stance(word) for word in suppose), [_sway(word) for word in sway])


def check_sides(basis: Basis, stances: Iterable[str], ends: Sequence[tuple[str, str]]) -> None:
    """Raise BadArgument for what is supposed of one of us, who is of no unit, and for a line to oneself."""
    for person in (*stances, *(one for pair in ends for one in pair)):
        if person in basis.ask.ours:
            name = basis.snapshot.people[person].name
            raise BadArgument(f"{name} is one of us.", remedy="Suppose stances and lines of people on the other side.")
    if any(a == b for a, b in ends):
        raise BadArgument("A supposed line leads from a person to the same person.", remedy="Give it two ends.")


def _stance(word: str) -> tuple[str, int | None]:
    person, mark, value = word.rpartition("=")
    if not mark or not person.strip():
        raise BadArgument(f"{word!r} supposes nothing.", remedy="Suppose a stance as 'Håkon Myhre=2'.")
    return person.strip(), None if value.strip() == "?" else read_stance(value)


def _sway(word: str) -> tuple[str, str, float]:
    pair, _, value = word.rpartition("=")
    start, mark, end = pair.partition(">")
    if not mark or not start.strip() or not end.strip():
        raise BadArgument(f"{word!r} is no line.", remedy="Suppose a line as 'Björn Lindqvist>Katarzyna Wójcik=3'.")
    return start.strip(), end.strip(), float(read_stance(value))
