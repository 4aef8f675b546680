"""What one of us believes of a person's attitude is written down: one claim of the workspace, never overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from api.use_cases.basis import Json, Question, Snapshots, read_snapshot
from api.use_cases.naming import find_company, find_opportunity, find_person
from api.viewer import Viewer
from graph.algorithms.stances import WORDS
from graph.errors import BadArgument, UnknownName
from graph.provenance import WORKSPACE, Claim, Load, LoadEntry
from graph.stores.base import Store
from graph.vocabulary.tables import TABLES

BASES = ("told_me", "saw_it", "heard_it", "guess")
CAUSES = ("old_delivery", "unanswered_request", "prefers_competitor", "in_house", "personal", "not_known")


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement as somebody gives it; names or ids, "" where nothing was said."""

    value: str
    by: str = ""
    on: date | None = None
    toward: str = ""
    opportunity: str = ""
    basis: str = ""
    cause: str = ""
    agreed: bool = False
    note: str = ""


def judge(
    viewer: Viewer, store: Store, person: str, said: Said, *, at: datetime, source: Snapshots | None = None
) -> Json:
    """Record a judgement of stance, and say what was recorded.

    Raises
    ------
    UnknownName, AmbiguousName
        For a person, rater, competitor or opportunity that is not there.
    BadArgument
        For a value that is no stance, a day to come, or a basis or cause that is not one of the list.
    """
    value = read_stance(said.value)
    day = said.on or at.date()
    if day > at.date():
        raise BadArgument(f"{day} is still to come.", remedy="A judgement is dated on or before today.")
    for word, known, what in ((said.basis, BASES, "basis"), (said.cause, CAUSES, "cause")):
        if word and word not in known:
            raise BadArgument(f"{word!r} is no {what}.", remedy=f"Use one of {', '.join(known)}.")
    if said.cause and value >= 0:
        raise BadArgument("A cause is told of stances below 0 only.", remedy="Leave --cause out.")
    snapshot = read_snapshot(source or store, Question(at.date()))
    who = find_person(snapshot, person)
    rater = find_person(snapshot, said.by or viewer.name) if said.by or viewer.name else ""
    rival = find_company(snapshot, said.toward) if said.toward else ""
    about = find_opportunity(snapshot, said.opportunity) if said.opportunity else ""
    if said.opportunity and not about:
        raise UnknownName("opportunity", said.opportunity)
    cause = said.cause or ("not_known" if value < 0 else "")
    told = {
        "person": snapshot.people[who].records[0], "by": snapshot.people[rater].records[0] if rater else "",
        "date": day.isoformat(), "toward": snapshot.companies[rival].records[0] if rival else "", "value": str(value),
        "opportunity": about, "basis": said.basis, "cause": cause, "agreed": "yes" if said.agreed else "",
        "note": said.note.strip(),
    }  # fmt: skip
    table = TABLES["stances"]
    key = "|".join(told[name] for name in table.key)
    claim = Claim("stances", key, tuple(told[field.name] or None for field in table.fields))
    entry = store.record(Load(WORKSPACE, "stance", at.date(), [claim], by=viewer.name), at=at)
    return _answer(entry, snapshot.people[who].name, told, value)


def read_stance(text: str) -> int:
    """Read a whole number from -3 to 3, or its word; raises BadArgument.

    >>> read_stance("-2"), read_stance("advocate"), read_stance("+1")
    (-2, 3, 1)
    """
    words = {word: value for value, word in WORDS.items()}
    plain = text.strip().casefold().replace("\N{MINUS SIGN}", "-")
    if plain in words:
        return words[plain]
    if plain.lstrip("+-").isdecimal() and -3 <= int(plain) <= 3:
        return int(plain)
    steps = ", ".join(f"{value} {word}" for value, word in WORDS.items())
    raise BadArgument(f"{text!r} is no stance.", remedy=f"Use a whole number or its word: {steps}.")


def _answer(entry: LoadEntry, name: str, told: dict[str, str], value: int) -> Json:
    return {
        "person": {"id": told["person"], "name": name}, "value": value, "word": WORDS[value], "on": told["date"],
        "by": told["by"] or None, "toward": told["toward"] or None, "opportunity": told["opportunity"] or None,
        "basis": told["basis"], "cause": told["cause"], "agreed": told["agreed"] == "yes", "note": told["note"],
        "revision": entry.revision,
    }  # fmt: skip
