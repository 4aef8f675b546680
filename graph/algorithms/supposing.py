"""What is only supposed of a decision, in words, so that no answer passes for what we believe."""

from graph.algorithms.introductions import Introducer
from graph.algorithms.power import PowerMap
from graph.vocabulary.amounts import one_of
from graph.vocabulary.stances import WORDS


def clauses(ask: Introducer, told: PowerMap) -> list[str]:
    """Return what is supposed, a clause that follows "if" for each: first stances, weightiest first, then lines."""
    asked = told.asked
    stances = [_stance(_name(ask, one), asked.supposed[one]) for one in told.ranked if one in asked.supposed]
    strengths = {(line.start, line.end): line.strength for line in asked.lines}
    ends = [pair for pair in dict.fromkeys([*asked.without, *strengths]) if told.lever.keys() >= set(pair)]
    return stances + [_sway(_name(ask, a), _name(ask, b), strengths.get((a, b), 0)) for a, b in ends]


def without_effect(ask: Introducer, told: PowerMap) -> list[str]:
    """Say of whom something is supposed who is not of the decision, so that it moves nothing."""
    asked = told.asked
    of = dict.fromkeys([*asked.supposed, *(one for line in asked.lines for one in (line.start, line.end))])
    return [
        f"{_name(ask, one)} is not of this decision: what is supposed of them moves nothing."
        for one in of if one not in told.lever
    ]  # fmt: skip


def _name(ask: Introducer, person: str) -> str:
    known = ask.world.snapshot.people.get(person)
    return known.name if known else person


def _stance(name: str, value: int | None) -> str:
    """Say one supposed stance.

    >>> _stance("Mette", 3), _stance("Mette", 0), _stance("Mette", None)
    ('Mette were an advocate', 'Mette were neutral', 'Mette were unknown')
    """
    word = "unknown" if value is None else "neutral" if value == 0 else one_of(WORDS[value])
    return f"{name} were {word}"


def _sway(start: str, end: str, strength: float) -> str:
    """Say one supposed line of influence.

    >>> _sway("Per", "Mette", 2), _sway("Per", "Mette", -1), _sway("Per", "Mette", 0)
    ('Per swayed Mette (2)', 'Per turned Mette the other way (1)', 'Per did not sway Mette')
    """
    if strength == 0:
        return f"{start} did not sway {end}"
    how = "swayed {}" if strength > 0 else "turned {} the other way"
    return f"{start} {how.format(end)} ({abs(strength):g})"
