"""How a decision stands in words, whom to win first, second and third, and how far that gets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.algorithms.influence import Step
from graph.algorithms.introductions import Introducer
from graph.algorithms.power import PowerMap
from graph.vocabulary.amounts import counted, one_of
from graph.vocabulary.given_names import first_name
from graph.vocabulary.stances import WORDS

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Conviction:
    """One person to win, in the order of conviction: the step, what to do, and how it stands then."""

    step: Step
    text: str
    standing: str


def standing(value: float | None, known_share: float, numbers: Mapping[str, float]) -> str:
    """Say how it stands: winning or losing, narrowly or not, even, or not known.

    Parameters
    ----------
    value : advocacy in [-3, 3], None where nobody's stance is known
    known_share : which part of the decision is with people whose stance is known, in [0, 1]
    numbers : the parameters "stance"; below their ``least_known`` part nothing is said: unknown is not neutral
    """
    if value is None or known_share < numbers["least_known"]:
        return UNKNOWN
    if abs(value) < numbers["even"]:
        return "even"
    side = "winning" if value > 0 else "losing"
    return f"{side}, narrowly" if abs(value) < numbers["narrow"] else side


def beside(after: str, before: str) -> str:
    """Say how it stands after a step beside how it stood before: on the same side, how clearly.

    >>> beside("winning", "winning, narrowly"), beside("losing, narrowly", "losing"), beside("winning", "even")
    ('winning clearly', 'losing only narrowly', 'winning')
    """
    side, _, narrowly = after.partition(", ")
    if after == before or side != before.partition(", ")[0]:
        return after
    return f"{side} only {narrowly}" if narrowly else f"{side} clearly"


def stands_when(ask: Introducer, told: PowerMap, value: float | None, won: Iterable[str] = ()) -> str:
    """Say how it stands at an advocacy; the stances of those who were ``won`` are known then."""
    known = told.advocacy.known_share + sum(told.share[one] for one in won if told.told[one] is None)
    return standing(value, known, ask.world.parameters.of("stance"))


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return the first name of each, the whole name where two have the same first one.

    >>> short_names({"a": "Kari Lunde", "b": "Kari Vik", "c": "Per Aune"})
    {'a': 'Kari Lunde', 'b': 'Kari Vik', 'c': 'Per'}
    """
    firsts = {one: first_name(name) for one, name in names.items() if name.split()}
    many = Counter(firsts.values())
    return {one: firsts[one] if one in firsts and many[firsts[one]] == 1 else name for one, name in names.items()}


def convictions(ask: Introducer, told: PowerMap) -> list[Conviction]:
    """Return the order of conviction in words, a step for each of ``told.conviction``."""
    people = ask.world.snapshot.people
    return _steps(ask, told, short_names({one: people[one].name if one in people else one for one in told.ranked}))


def convinced(
    ask: Introducer, told: PowerMap, short: Mapping[str, str], *, begins: bool = True
) -> tuple[str, str] | None:
    """Say whom to win first and who has to follow until the result is another one: the person and the sentence.

    The sentence does not say "first" unless it ``begins``: where something else is to be done before.
    None where there is nobody, where the result is not known before or after, or where it is won already.
    """
    steps, before = _steps(ask, told, short), stands_when(ask, told, told.advocacy.value)
    turns = next((at for at, step in enumerate(steps) if step.standing != before), None)
    if not steps or UNKNOWN in {before, steps[-1].standing} or (turns is None and before == "winning"):
        return None
    first = steps[0]
    win = f"{first.text} first" if begins else first.text
    if turns is None:
        text = f"{win}; of all for whom there is time nobody turns the result: it stays {before}."
        return first.step.person, text
    then = beside(steps[turns].standing, before)
    if turns:
        names = [short[one.step.person] for one in steps[1 : turns + 1]]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return first.step.person, f"{win}, then {listed}: the result is then {then}."
    quarters = counted(first.step.steps, "quarter", "quarters")
    takes = f"at a step a quarter it takes {quarters}; " if first.step.steps > 1 else ""
    return first.step.person, f"{win}: {takes}the result is then {then}."


def _steps(ask: Introducer, told: PowerMap, short: Mapping[str, str]) -> list[Conviction]:
    found: list[Conviction] = []
    for step in told.conviction:
        how = stands_when(ask, told, step.after, [*(one.step.person for one in found), step.person])
        found.append(Conviction(step, _winning(ask, told, short, step), how))
    return found


def _winning(ask: Introducer, told: PowerMap, short: Mapping[str, str], step: Step) -> str:
    """Say how far somebody is taken: to partner, or as far as the time until the decision goes."""
    name, value = short[step.person], told.told[step.person]
    after = (value or 0) + step.steps
    if after >= ask.world.parameters.of("moves")["won"]:
        text = f"Win {name}"
    elif value is None:
        text = f"Make {name} {one_of(WORDS[after])}"
    else:
        text = f"Take {name} from {WORDS[value]} to {WORDS[after]}"
    against = value is not None and value < 0 and _unexplained(told, step.person)
    return f"Find out why, and {text[0].lower()}{text[1:]}" if against else text


def _unexplained(told: PowerMap, person: str) -> bool:
    """Say whether nobody knows why somebody is against us; of what is only supposed there is no why."""
    stance = told.stances.get(person)
    return person not in told.asked.supposed and stance is not None and not stance.cause
