"""How a decision looks in a terminal: the title, the people ranked, what to do."""

from typing import Any

from rich.console import Console
from rich.table import Table

from api.terminal import clean
from api.use_cases import Json
from graph.algorithms.verdict import amount
from graph.vocabulary.stances import WORDS


def print_map(console: Console, answer: Json) -> None:
    """Print who decides and who sways them, the weightiest first, then what to do."""
    told: Any = answer
    subject = told["opportunity"]["name"] if told["opportunity"] else told["company"]["name"]
    unit = told["unit"]
    console.print(f"\n[bold]{clean(subject)}.[/bold] {clean(unit['title'])}.", soft_wrap=True)
    between = f", between {unit['low']:+.2f} and {unit['high']:+.2f}" if unit["advocacy"] is not None else ""
    known = (
        "nobody's stance is known"
        if unit["advocacy"] is None
        else (f"as it stands: {unit['standing']} ({unit['advocacy']:+.2f}{between if unit['estimated'] else ''})")
    )
    console.print(f"{clean(told['company']['name'])}, {known}.", soft_wrap=True)
    names = {person["id"]: person["name"] for person in [*told["people"], *told["ours"]]}
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("who", "role", "share", "stance", "known by", "last met"):
        table.add_column(heading, no_wrap=heading == "last met")
    shown = [person for person in told["people"] if person["id"] in set(told["first_view"])]
    shown.sort(key=lambda person: told["first_view"].index(person["id"]))
    for person in shown:
        stance = person["stance"]
        word = "not known" if stance is None else f"{f'{stance:+d}' if stance else '0'} {WORDS[stance]}"
        by = ", ".join(names[one] for one in person["met_by"][:2]) or "nobody"
        table.add_row(
            f"[bold]{clean(person['name'])}[/bold]{' *' if person['id'] in told['deciding'] else ''}",
            clean(", ".join(person["seats"]) or person["title"]), amount(person["share"]),
            word + (" (stale)" if person["stale"] else ""), f"{clean(by)}{_depth(person)}",
            person["last_contact"] or "never",
        )  # fmt: skip
    console.print(table)
    rest = len(told["people"]) - len(shown)
    if rest:
        console.print(f"and {rest} more (--json has all); * decides")
    for sentence in told["sentences"][:3]:
        console.print(f"\n[bold]{clean(sentence['text'])}[/bold] {clean(sentence['detail'])}", soft_wrap=True)
    _moves(console, told["next_moves"])
    for warning in told["warnings"]:
        console.print(f"[yellow]Warning: {clean(warning)}[/yellow]", soft_wrap=True)


def print_feed(console: Console, answer: Json) -> None:
    """Print the account and its opportunities."""
    told: Any = answer
    console.print(f"\n[bold]{clean(told['account']['name'])}.[/bold] {_stood(told)}", soft_wrap=True)
    coverage = told["coverage"]
    console.print(
        f"Met {coverage['met_by_one']} of {coverage['total']} {coverage['of']}, {coverage['met_by_two']} by two of us."
    )
    for one in told["opportunities"]:
        console.print(f"\n[bold]{clean(one['name'])}.[/bold] {_stood(one)}", soft_wrap=True)
        for rival in one["competitors"]:
            value = "not known" if rival["value"] is None else f"{rival['value']:+.2f}"
            console.print(f"  toward {clean(rival['toward']['name'])}: {value}")
        _moves(console, one["next_moves"])
    for warning in told["warnings"]:
        console.print(f"[yellow]Warning: {clean(warning)}[/yellow]", soft_wrap=True)


def _depth(person: Any) -> str:
    word = person["depth"]["word"]
    return f" ({word})" if word != "none" else ""


def _stood(part: Any) -> str:
    value, trend = part["advocacy"]["value"], part["trend"]["90"]["change"]
    if value is None:
        return "Nobody's stance is known."
    change = "" if trend is None else f", {trend:+.2f} in 90 days"
    return f"Advocacy {value:+.2f} of 3{change}; known: {part['advocacy']['known_share']:.0%} of the decision."


def _moves(console: Console, moves: Any) -> None:
    if moves:
        console.print("\nNext")
    for move in moves[:6]:
        console.print(f"  {move['kind'].replace('_', ' ')}: {clean(move['text'])}", soft_wrap=True)
