"""How a decision looks in a terminal: the title, the people ranked, what to do."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table

from api.terminal import clean
from api.use_cases import Json
from graph.algorithms.verdict import amount
from graph.vocabulary.stances import WORDS
from viz.power_groups import OTHERS, Place, by_heading
from viz.power_same import Once
from viz.power_words import (
    as_it_stands,
    convinced,
    first_to_do,
    in_company,
    met_on,
    moves_by_kind,
    opened,
    stands,
    we_differ,
)
from viz.wording import capital, day

_MOVES = 6
_WIDEST_NAME = 30  # so that the other columns have room beside it


def print_map(console: Console, answer: Json) -> None:
    """Print who decides and who sways them, the weightiest first, then what to do."""
    told: Any = answer
    subject = told["opportunity"]["name"] if told["opportunity"] else told["company"]["name"]
    unit = told["unit"]
    when = told["opportunity"]["decision_date"] if told["opportunity"] else None
    decided = f", decided {day(when)}" if when else ""
    toward = _toward(told)
    title = clean(opened(unit["title"], toward, unit["supposing"]))
    console.print(f"\n[bold]{clean(subject)}{decided}.[/bold] {title}.", soft_wrap=True)
    between = f", between {unit['low']:+.2f} and {unit['high']:+.2f}" if unit["advocacy"] is not None else ""
    over = bool(told["opportunity"] and told["opportunity"]["outcome"])
    how = as_it_stands(over=over, supposing=bool(unit["supposing"]))
    standing = stands(unit["standing"], toward, over=over)
    known = (
        "nobody's stance is known"
        if unit["advocacy"] is None
        else f"{how}: {clean(standing)} ({unit['advocacy']:+.2f}{between if unit['estimated'] else ''})"
    )
    once = Once.of(told["people"])
    many = sum(once.shows(one["id"]) for one in told["people"])
    people = in_company(many) or "nobody is known to work there"
    about = clean(told["company"]["name"]) if told["opportunity"] else capital(people)
    console.print(f"{about}, {known}.", soft_wrap=True)
    shown = _shown(told, once)
    for part in _people(told, shown, once):
        console.print(part)
    if many > len(shown):
        console.print(f"and {many - len(shown)} more (--csv and --json have all)")
    for one in shown:
        if one["probably_same"]:
            ids = " ".join(one["probably_same"])
            console.print(f"{clean(one['name'])}: probably the same, confirm: inroads same {ids}", soft_wrap=True)
    for sentence in first_to_do(told["sentences"])[:3]:
        console.print(f"\n[bold]{clean(sentence['text'])}[/bold] {clean(sentence['detail'])}", soft_wrap=True)
    _moves(console, told["next_moves"])
    if told["conviction"]:
        console.print("\nWhom to win, in this order")
    for place, step in enumerate(convinced(told["conviction"], unit["standing"]), start=1):
        console.print(f"  {place}. {clean(step)}", soft_wrap=True)
    for warning in told["warnings"]:
        console.print(f"[yellow]Warning: {clean(warning)}[/yellow]", soft_wrap=True)


def _toward(told: Any) -> str:
    """Return the name of the competitor on whose side a map is told, "" for us."""
    rivals = told["opportunity"]["competitors"] if told["opportunity"] else []
    names = [rival["name"] for rival in rivals if rival["id"] == told["unit"]["toward"]]
    return (names or ["a competitor"])[0] if told["unit"]["toward"] else ""


def _shown(told: Any, once: Once) -> list[Any]:
    """Return the people of the first view in its order, of several of one name the one that is shown."""
    people = {person["id"]: person for person in told["people"]}
    return [people[one] for one in dict.fromkeys(once.shown(identity) for identity in told["first_view"])]


def _people(told: Any, shown: list[Any], once: Once) -> Iterator[RenderableType]:
    """Yield a table under each heading: those who decide, those who sway them, who keeps a door."""
    names = {person["id"]: person["name"] for person in [*told["people"], *told["ours"]]}
    parts = _parts(told, shown, once)
    for number, (heading, part) in enumerate(parts.items()):
        yield f"\n{heading if (heading and heading != OTHERS) or len(parts) > 1 else 'Weightiest first'}"
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=number == 0)
        widest = min(_WIDEST_NAME, max(len(clean(one["name"])) for one in shown))
        table.add_column("who", no_wrap=True, min_width=widest, max_width=widest, overflow="ellipsis")
        toward = _toward(told)
        stance = f"toward {clean(toward)}" if toward else "stance"
        for name, least in (("role, share", 17), (stance, 12), ("known by", 13), ("last met", 8)):
            table.add_column(name, min_width=least, no_wrap=name == "last met")
        for person in part:
            table.add_row(*_cells(person, names, once.share(person["id"]), told["as_of"]))
        yield table


def _parts(told: Any, shown: list[Any], once: Once) -> dict[str, list[Any]]:
    """Return the people by heading, as the list of the page has them."""
    drawn = list(once.lines(told["lines"]))
    keeping = {line["from"] for line in drawn if line["kind"] == "guards"}
    swaying = {line["from"] for line in drawn if line["kind"] == "influence"}
    placed = (
        (
            one,
            Place(
                tuple(one["seats"]), once.any(one["id"], told["deciding"]), one["id"] in keeping,
                one["id"] in swaying, once.share(one["id"]),
            ),
        )
        for one in shown
    )  # fmt: skip
    return by_heading(placed, whole=not told["opportunity"])


def _cells(person: Any, names: Mapping[str, str], share: float, today: str) -> Iterator[str]:
    yield f"[bold]{clean(person['name'])}[/bold]"
    yield clean(f"{', '.join(person['seats']) or person['title']}, {amount(share)}")
    stance = person["stance"]
    word = "not known" if stance is None else f"{f'{stance:+d}' if stance else '0'} {WORDS[stance]}"
    apart = we_differ(person["spread"]) if not person["supposed"] else ""
    yield ", ".join(part for part in (word, apart) if part) + (
        " (supposed)" if person["supposed"] else " (stale)" if person["stale"] else ""
    )
    yield f"{clean(', '.join(names[one] for one in person['known_by'][:2]) or 'nobody')}{_depth(person)}"
    yield met_on(person["last_contact"], today, met=person["met"])


def print_feed(console: Console, answer: Json) -> None:
    """Print the account and its opportunities."""
    told: Any = answer
    console.print(f"\n[bold]{clean(told['account']['name'])}.[/bold] {_stood(told)}", soft_wrap=True)
    coverage = told["coverage"]
    console.print(
        f"Worked with or met {coverage['met_by_one']} of {coverage['total']} {coverage['of']},"
        f" {coverage['met_by_two']} by two of us."
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
    for heading, texts in moves_by_kind(moves[:_MOVES]):
        console.print(f"  {heading}")
        for text in texts:
            console.print(f"    {clean(text)}", soft_wrap=True)
