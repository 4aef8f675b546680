"""How judgements and rounds of judgement look in a terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table

from api.terminal import clean
from api.use_cases import Json
from graph.vocabulary.amounts import counted
from graph.vocabulary.stances import WORDS


def print_judgement(console: Console, answer: Json) -> None:
    """Say what was recorded, and ask for the cause where it is missing."""
    told: Any = answer
    agreed = ", agreed" if told["agreed"] else ""
    console.print(f"{clean(told['person']['name'])}: {told['value']:+d} {told['word']} on {told['on']}{agreed}.")
    if told["value"] < 0 and told["cause"] == "not_known":
        console.print("Why? Until the cause is known (--cause), finding out is the next move.", soft_wrap=True)
    if told["round"]:
        console.print("It is sealed until the round is closed.")


def print_rounds(console: Console, answer: Json) -> None:
    """List rounds, or say which one was opened."""
    told: Any = answer
    listed = told["rounds"] if "rounds" in told else [told["round"]]
    for one in listed:
        console.print(f"{one['id']}  {_about(one)}, {_state(one)}, {_led(one)}", soft_wrap=True)
    if not listed:
        console.print("No round was opened yet.")


def print_round(console: Console, answer: Json) -> None:
    """Print who is to be judged, with what the viewer may see."""
    told: Any = answer
    one = told["round"]
    console.print(f"[bold]{_about(one)}[/bold], {_state(one)}, {_led(one)}.", soft_wrap=True)
    if one["open"]:
        console.print("Judge with `inroads stance PERSON VALUE`; nobody else sees it before the round is closed.")
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("who", "seat", "yours", "judged by", "all", "agreed", "apart", "why"):
        table.add_column(heading)
    for person in told["people"]:
        table.add_row(
            f"[bold]{clean(person['name'])}[/bold]", clean(", ".join(person["seats"]) or person["title"]),
            _said(person["yours"]), "" if person["judged_by"] is None else str(person["judged_by"]),
            " ".join(f"{b['value']:+d}" for b in person["judgements"]), _said(person["agreed"]),
            "" if person["spread"] is None else str(person["spread"]),
            clean(person["agreed"]["note"]) if person["agreed"] else "",
        )  # fmt: skip
    console.print(table)


def print_closed(console: Console, answer: Json) -> None:
    """Say that a round is closed."""
    told: Any = answer
    many = counted(told["agreed"], "agreed number", "agreed numbers")
    console.print(f"{_about(told['round'])}: closed with {many}.", soft_wrap=True)
    for one in told["find_out"]:
        console.print(f"Why is {clean(one['name'])} against us? Until that is known, finding out is the next move.")


def _about(one: Any) -> str:
    about = one["opportunity"] or one["company"]
    return clean(about["name"]) + (f" toward {clean(one['toward']['name'])}" if one["toward"] else "")


def _state(one: Any) -> str:
    return f"open since {one['opened_on']}" if one["open"] else f"closed on {one['closed_on']}"


def _led(one: Any) -> str:
    return f"led by {clean(one['lead']['name'])}" if one["lead"] else "its lead was erased: open it again to lead it"


def _said(ballot: Any) -> str:
    return f"{ballot['value']:+d} {WORDS[ballot['value']]}" if ballot else ""
