"""How a decision is said in words: amounts, the title, how it stands, and the sentences that say what to do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.algorithms.convincing import UNKNOWN, beside, convinced, short_names, stands_when
from graph.algorithms.introductions import Introducer
from graph.algorithms.power import PowerMap, stances_of
from graph.vocabulary.amounts import number, one_of
from graph.vocabulary.stances import WORDS

AMOUNTS = (
    (1.0, "everything"), (0.95, "nearly everything"), (7 / 8, "seven eighths"), (4 / 5, "four fifths"),
    (3 / 4, "three quarters"), (2 / 3, "two thirds"), (3 / 5, "three fifths"), (0.55, "just over half"),
    (1 / 2, "half"), (0.45, "just under half"), (2 / 5, "two fifths"),
    (1 / 3, "a third"), (1 / 4, "a quarter"), (1 / 5, "a fifth"), (1 / 6, "a sixth"), (1 / 7, "a seventh"),
    (1 / 8, "an eighth"), (1 / 10, "a tenth"), (1 / 12, "a twelfth"), (1 / 15, "a fifteenth"),
    (1 / 20, "a twentieth"), (1 / 30, "a thirtieth"),
)  # fmt: skip
_LEAST = 0.03
_NEARLY_ALL = 0.85


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing to know, with what to do about it. ``kind``: alliance, door, question, competitor, seat, win."""

    kind: str
    text: str
    detail: str
    people: tuple[str, ...]


def amount(share: float) -> str:
    """Say a part of the whole, within 4.2 points of a hundred.

    >>> amount(0.24), amount(0.145), amount(0.588), amount(0.01)
    ('a quarter', 'a seventh', 'three fifths', 'hardly anything')
    """
    if share < _LEAST:
        return "hardly anything"
    return min(AMOUNTS, key=lambda one: abs(one[0] - share))[1]


def title(people: Iterable[tuple[int | None, float]], vacant: Sequence[str] = ()) -> str:
    """Say how those who decide stand, from (stance, share) of each, and which seats that decide are empty.

    >>> title([(-1, 0.25), (-3, 0.17), (None, 0.2), (2, 0.14), (3, 0.14)])
    'Two for, two against, one unknown holds a fifth'
    >>> title([(1, 0.02), (None, 0.02)]), title([])
    ('One for, one unknown', 'Nobody is known to decide')
    >>> title([(1, 1.0)], ["approver"])
    "One for, an approver's seat is empty"
    """
    told = list(people)
    counts = [
        (sum(1 for stance, _ in told if stance is not None and stance > 0), "for"),
        (sum(1 for stance, _ in told if stance is not None and stance < 0), "against"),
        (sum(1 for stance, _ in told if stance == 0), "neutral"),
    ]
    parts = [f"{number(many)} {word}" for many, word in counts if many]
    unknown = [share for stance, share in told if stance is None]
    if len(unknown) > 1 and not parts:
        return f"None of the {number(len(unknown))} has a known stance"
    if unknown:
        held = f" {'holds' if len(unknown) == 1 else 'hold'} {amount(sum(unknown))}" if sum(unknown) >= _LEAST else ""
        parts.append(f"{number(len(unknown))} unknown{held}")
    text = ", ".join([*(parts or ["nobody is known to decide"]), *empty(vacant)])
    return text[0].upper() + text[1:]


def empty(vacant: Sequence[str]) -> list[str]:
    """Say which seats nobody is known in.

    >>> empty(["approver"]), empty(["decider", "decider"])
    (["an approver's seat is empty"], ['two seats that decide are empty'])
    """
    if len(vacant) > 1:
        return [f"{number(len(vacant))} seats that decide are empty"]
    return [f"{one_of(role)}'s seat is empty" for role in vacant]


def sentences(ask: Introducer, told: PowerMap, *, left_out: Collection[str]) -> list[Sentence]:
    """Return what matters most, the first three for the page: alliance, door, question, then the others.

    ``left_out`` are the single doors that some introduction leaves out (``ways_past``).
    Of a decision that was won or lost only who stood with whom: there is nothing left to do. Toward a competitor
    nothing of whom to win, which would be for the competitor, nor of our champions.
    """
    say = _Sayer(ask, told, left_out)
    if say.over:
        return [replace(one, detail="") for one in (*say.alliances(), *say.competitors())]
    found = [*say.doors(), *say.competitors(), *say.seats()]
    if not told.asked.toward:
        question = say.question()
        found += [*say.alliances(), *question, *say.win(begins=not question)]
    first: list[Sentence] = []
    for kind in ("alliance", "door", "question", "competitor", "win", "seat"):
        first += [one for one in found if one.kind == kind][:1]
    return [*first, *(one for one in found if one not in first)]


class _Sayer:
    def __init__(self, ask: Introducer, told: PowerMap, left_out: Collection[str]) -> None:
        self._ask = ask
        self._left_out = left_out
        self._told = told
        people = ask.world.snapshot.people
        self._names = {one: people[one].name if one in people else one for one in told.ranked}
        self._short = short_names(self._names)

    def alliances(self) -> list[Sentence]:
        found = []
        for line in self._told.unit.lines:
            if line.kind != "agreement":
                continue
            for ours, theirs in ((line.start, line.end), (line.end, line.start)):
                one, other = self._told.told.get(ours), self._told.told.get(theirs)
                champion = "champion" in self._told.unit.roles(ours)
                if not (self._weighs(ours) or self._weighs(theirs)):
                    continue
                if other is not None and other <= -2 and (champion or (one is not None and one >= 2)):
                    word = "champion" if champion else WORDS[one or 0]
                    text = f"Your {word} {self._short[ours]} is allied with {WORDS[other]} {self._short[theirs]}."
                    ask = f"Ask {self._short[ours]} before you go round {self._short[theirs]}."
                    found.append(Sentence("alliance", text, ask, (ours, theirs)))
        return found

    def _weighs(self, person: str) -> bool:
        """Say whether somebody matters to this decision: by a seat, a door or a share worth a word."""
        told = self._told
        return bool(told.unit.roles(person)) or person in told.doors or told.share[person] >= _LEAST

    def doors(self) -> list[Sentence]:
        found = []
        for door, behind in self._told.gaps.single_doors:
            names = self._list([self._short[one] for one in behind])
            text = f"Every route to {names} passes {self._short[door]}."
            detail = self._who_knows(door)
            keeps = door in self._told.doors
            if door in self._left_out:
                past = (
                    "Ways through others end at the same door" if keeps else f"Other ways leave out {self._short[door]}"
                )
                detail += f" {past}."
            found.append((not keeps, Sentence("door", text, detail, (door, *behind))))
        return [sentence for _, sentence in sorted(found, key=lambda one: one[0])]

    def _who_knows(self, person: str) -> str:
        """Say who of us can go to somebody: who has met them, else who is connected with them online."""
        met, known = self._told.relations[person].met_by, self._told.relations[person].known_by
        short, first = self._short[person], self._ours(known[0]) if known else ""
        if met:
            only = "knows" if len(known) == 1 else "has met"
            return f"Of us only {first} {only} {short}." if len(met) == 1 else f"{first} knows {short} best."
        more = f"; {first} is only connected with {short} online" if known else ""
        return f"Nobody of us has met {short}{more}."

    def question(self) -> list[Sentence]:
        if not self._told.questions:
            return []
        person, reach = self._told.questions[0]
        numbers = self._ask.world.parameters.of("stance")
        value = self._told.advocacy.value
        prior = numbers["prior_stance"]
        before = stands_when(self._ask, self._told, value)
        after = stands_when(self._ask, self._told, (value or 0.0) + reach / 6 * (3 - prior), [person])
        sides = before.partition(",")[0], after.partition(",")[0]
        was, then = sides if sides[0] != sides[1] else (beside(before, after), beside(after, before))
        moves = (
            f"it can move the result from {was} to {then}"
            if UNKNOWN not in {before, after} and before != after
            else "the whole result hangs on it" if reach / 6 >= _NEARLY_ALL
            else f"{amount(reach / 6)} of the decision hangs on it"
        )  # fmt: skip
        if reach / 6 < _LEAST and (UNKNOWN in {before, after} or before == after):
            return []
        text = f"Find out first what {self._short[person]} thinks: {moves}."
        return [Sentence("question", text, self.through(person), (person,))]

    def competitors(self) -> list[Sentence]:
        told, snapshot = self._told, self._ask.world.snapshot
        found = []
        opportunity = snapshot.decision.opportunities.get(told.asked.opportunity)
        for rival in opportunity.competitors if opportunity else ():
            theirs = stances_of(self._ask, replace(told.asked, toward=rival))
            name = snapshot.companies[rival].name if rival in snapshot.companies else rival
            for person, stance in theirs.items():
                if stance.value >= 2 and told.share.get(person, 0.0) >= _LEAST:
                    share, word = told.share[person], one_of(WORDS[stance.value])
                    text = f"{self._short[person]}, who holds {amount(share)}, is {word} of {name}."
                    found.append((share, Sentence("competitor", text, self.through(person), (person,))))
        return [sentence for _, sentence in sorted(found, key=lambda one: (-one[0], one[1].people))]

    def seats(self) -> list[Sentence]:
        return [
            Sentence("seat", f"Nobody is known in the {seat.role}'s seat{f' ({seat.title})' if seat.title else ''}.",
                     "Ask who fills it.", ())
            for seat in self._told.gaps.empty_seats
        ]  # fmt: skip

    @property
    def over(self) -> bool:
        """Whether the decision was won or lost."""
        known = self._ask.world.snapshot.decision.opportunities.get(self._told.asked.opportunity)
        return bool(known and known.outcome)

    def win(self, *, begins: bool) -> list[Sentence]:
        """Say whom to win, and who has to follow until the result is another one; "first" where it ``begins``."""
        said = convinced(self._ask, self._told, self._short, begins=begins)
        return [Sentence("win", said[1], self.through(said[0]), (said[0],))] if said else []

    def through(self, person: str) -> str:
        """Say the way to somebody that is offered first."""
        way = self._ask.first(person)
        if way is None:
            return "Nobody of us has a way there yet."
        names = [self._ours(one) for one in way.people[:-1]]
        if way.hops[0].once_ours and len(names) == 1:
            return f"{self._short.get(person, '')} was one of ours once; {names[0]} can call."
        warned = f" ({'; '.join(way.warnings)})" if way.warnings else ""
        if len(names) == 1:
            return f"{names[0]} knows {self._short.get(person, '')}{warned}."
        return f"{names[0]}, through {names[1]}{warned}."

    def _ours(self, person: str) -> str:
        return self._ask.world.snapshot.people[person].name

    def _list(self, names: Sequence[str]) -> str:
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
