"""How the power map and the advocacy feed become tables: a row for each person, opportunity and competitor."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.spreadsheet import Rows
from viz.power_same import Once
from viz.power_ties import Tie, ties_of

_TIES = ("sways", "allied_with", "at_odds_with", "keeps_door_of", "camp_around")
_OF_A_PERSON = ("share", "stance", "agreed", "stale", "trend_14", "trend_90", "last_contact")


def map_rows(told: Any) -> Rows:
    """Yield a header and a row for each person of the unit, the weightiest first, counted as cards are.

    Records of one name at the company are one row: ``share`` and ``lever`` are those of all of them, ``records`` how
    many there are and ``probably_same`` which; lines are those of all records too, as the map draws them; the rest is
    of the one that stands for them.
    """
    once = Once.of(told["people"])
    lever: dict[str, float] = {}
    for one in told["people"]:
        lever[once.shown(one["id"])] = lever.get(once.shown(one["id"]), 0.0) + one["lever"]
    names = {person["id"]: person["name"] for person in [*told["people"], *told["ours"]]}
    yield (
        "id", "name", "title", "unit", "seats", "share", "lever", "stance", "agreed", "judges", "spread", "stale",
        "trend", "camp", "between_camps", "met_by", "last_contact", "manager", "assumed", "depth", "probably_same",
        "records", *_TIES,
    )  # fmt: skip
    ties = ties_of(told)
    shown = [one for one in told["people"] if once.shows(one["id"])]
    for one in sorted(shown, key=lambda one: -round(once.share(one["id"]), 9)):
        yield (
            one["id"], one["name"], one["title"], one["unit"], " ".join(one["seats"]),
            round(once.share(one["id"]), 4), round(lever[one["id"]], 4),
            one["stance"], one["agreed"], one["stance_by"], one["spread"], _said(one["stale"]), one["trend"],
            one["camp"], _said(one["between_camps"]), "; ".join(names[p] for p in one["met_by"]),
            one["last_contact"], names.get(one["manager"]), " ".join(one["assumed"]), one["depth"]["word"],
            " ".join(one["probably_same"]), len(one["probably_same"]) or 1,
            *_tied(ties.get(one["id"], ())),
        )  # fmt: skip


def _tied(ties: Sequence[Tie]) -> Iterator[str]:
    """Yield a cell for each kind of line: the names, and of influence how strong it is."""
    found = {tie.kind: tie.names for tie in ties}
    for kind in _TIES:
        yield "; ".join(f"{name} ({how})" if how else name for name, how in found.get(kind, ()))


def feed_rows(told: Any) -> Rows:
    """Yield a header and rows for the account, each opportunity, each competitor and each person."""
    header = (
        "row", "account", "account_name", "opportunity", "opportunity_name", "person", "person_name", "toward",
        "advocacy", "low", "high", "known_share", *_OF_A_PERSON, "next_move",
    )  # fmt: skip
    yield header
    account = {"account": told["account"]["id"], "account_name": told["account"]["name"]}
    for cells in _cells(told):
        yield [_said({**account, **cells}.get(name)) for name in header]


def _cells(told: Any) -> Iterator[dict[str, object]]:
    yield from _stood("account", told, {})
    yield from _persons(told, {})
    for one in told["opportunities"]:
        where = {"opportunity": one["id"], "opportunity_name": one["name"]}
        yield from _stood("opportunity", one, where)
        yield from _persons(one, where)


def _persons(part: Any, where: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield a row for each person, and one more for each competitor toward whom a stance is known."""
    moves = {move["person"]: move["text"] for move in part["next_moves"]}
    for person in part["people"]:
        named = {"row": "person", **where, "person": person["id"], "person_name": person["name"]}
        yield {**named, **{name: person[name] for name in _OF_A_PERSON}, "next_move": moves.get(person["id"])}
        for rival in person["toward"]:
            if rival["stance"] is not None:
                yield {**named, "toward": rival["id"], "stance": rival["stance"]}


def _stood(row: str, part: Any, where: dict[str, object]) -> Iterator[dict[str, object]]:
    for one in (part["advocacy"], *part["competitors"]):
        own = {"advocacy": one["value"], "low": one["low"], "high": one["high"], "known_share": one["known_share"]}
        trend = {} if one["toward"] else {f"trend_{days}": told["change"] for days, told in part["trend"].items()}
        yield {"row": row, **where, "toward": one["toward"]["id"] if one["toward"] else None, **own, **trend}


def _said(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value
