"""The advocacy feed as a table: one row for the account, each opportunity, each competitor and each person."""

from collections.abc import Mapping

_OF_A_PERSON = ("share", "stance", "agreed", "stale", "trend_14", "trend_90", "last_contact")


def feed_rows(told: Mapping[str, object]) -> list[list[str]]:
    """Return the feed as rows of a table, header first: the account, each opportunity, each of its people.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    header = [
        "row", "account", "account_name", "opportunity", "opportunity_name", "person", "person_name", "toward",
        "advocacy", "low", "high", "known_share", "share", "stance", "agreed", "stale", "trend_14", "trend_90",
        "last_contact", "next_move",
    ]  # fmt: skip
    rows = [header]

    def add(kind: str, **cells: object) -> None:
        values = {
            "row": kind,
            "account": _of(told, "account", "id"),
            "account_name": _of(told, "account", "name"),
            **cells,
        }
        rows.append([_cell(values.get(name)) for name in header])

    def stood(kind: str, part: Mapping[str, object], **more: object) -> None:
        for one in (_map(part["advocacy"]), *_list(part["competitors"])):
            trend = _map(part["trend"]) if one is _map(part["advocacy"]) else {}
            add(
                kind, toward=_of(one, "toward", "id") if one.get("toward") else "", advocacy=one["value"],
                low=one["low"], high=one["high"], known_share=one["known_share"],
                trend_14=_of(trend, "14", "change"), trend_90=_of(trend, "90", "change"), **more,
            )  # fmt: skip

    stood("account", told)
    for one in _list(told["opportunities"]):
        where = {"opportunity": one["id"], "opportunity_name": one["name"]}
        stood("opportunity", one, **where)
        moves = {str(move["person"]): move["text"] for move in reversed(_list(one["next_moves"]))}
        for person in _list(one["people"]):
            cells = {
                name: person[name]
                for name in ("share", "stance", "agreed", "stale", "trend_14", "trend_90", "last_contact")
            }
            move = moves.get(str(person["id"]), "")
            add("person", person=person["id"], person_name=person["name"], next_move=move, **where, **cells)
    return rows


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _of(value: Mapping[str, object], *names: str) -> object:
    found: object = value
    for name in names:
        found = _map(found).get(name)
    return found


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return "" if value is None else str(value)
