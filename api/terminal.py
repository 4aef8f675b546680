"""How answers look in a terminal: words first, evidence below."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from api.use_cases import Json
from graph.algorithms.ways import best_of
from graph.vocabulary.amounts import figured
from graph.vocabulary.names import folded
from graph.vocabulary.stances import WORDS
from viz.ranking import PARTS
from viz.reasons import called

NOBODY_OURS = "Nobody of ours is in the store yet: load a roster, or an archive with --firm."
_MARKED = "[yellow]marked do not ask[/yellow]"
_FACTS_SHOWN = 3
_ROWS_SHOWN = 1
_FORMER_SHOWN = 3
_CLOSEST_SHOWN = 5
_MISSING_SHOWN = 10
_HEADINGS = {
    "alumni": "Used to work here with us",
    "delivered": "Delivered with us",
    "colleagues": "Former colleagues and friends",
}


def clean(text: object) -> str:
    """Return text that cannot steer a terminal: no control or direction marks, no markup."""
    return escape("".join(c for c in str(text) if c.isprintable()))


def print_who(console: Console, answer: Json) -> None:
    """Print who we know at a company, in the three groups."""
    told: Any = answer
    leaders = told["listed_leaders"]
    others = sum(group["others"] for group in told["groups"].values())
    if not told["anybody_ours"]:
        console.print(f"\n{NOBODY_OURS}", soft_wrap=True)
    count = (
        f"{leaders['reached']} of {figured(leaders['total'], 'listed leader', 'listed leaders')} reached; "
        f"{figured(others, 'other', 'others')}"
        if leaders
        else f"{told['total']} reached of those we happen to know"
    )
    console.print(f"\n[bold]{clean(told['company']['name'])}.[/bold] {count}.", soft_wrap=True)
    for group, heading in _HEADINGS.items():
        rows = [item for item in told["people"] if item["group"] == group]
        if rows:
            count = told["groups"][group]
            parts = figured(count["leaders"], "leader", "leaders"), figured(count["others"], "other", "others")
            told_apart = ", ".join(parts) if leaders else str(count["others"])
            console.print(f"\n[bold]{heading}[/bold]  [dim]{told_apart}[/dim]")
            table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
            for item in rows:
                table.add_row(item["word"], _who(item["person"]), _asked(item["introductions"]))
            console.print(table)
    _names(console, "Nobody knows", told["unreached"])
    for one in [one for one in told["unreached"]["people"] if one["closest"]][:_CLOSEST_SHOWN]:
        way = " through ".join(clean(stop["name"]) for stop in one["closest"]["people"][:-1])
        title = f", {clean(one['title'])}" if one["title"] else ""
        console.print(f"  {clean(one['name'])}{title}: closest is {way}{_warned(one['closest'])}", soft_wrap=True)
    _missing(console, leaders, told)
    for item in told["former"]["people"][:_FORMER_SHOWN]:
        if item["introductions"]:
            way, mark = item["introductions"][0], f", {_MARKED}" if item["do_not_ask"] else ""
            step = f"{clean(way['next_step'])}{_warned(way)}"
            console.print(f"{clean(item['name'])} {clean(item['text'])}{mark}: {step}", soft_wrap=True)
    _names(console, "Left", told["former"])
    if told["next"]:
        console.print(f"{told['total']} in all; the next page: --after {told['next']}", soft_wrap=True)
    for item in told["people"]:
        _probably_same(console, item["person"]["name"], item["probably_same"])


def _probably_same(console: Console, name: str, records: list[str]) -> None:
    if records:
        confirm = f"inroads same {' '.join(records)}"
        console.print(f"{clean(name)}: probably the same, confirm: {confirm}", soft_wrap=True)


def _who(person: Any) -> str:
    """Say who somebody is and what they think of us: name, title, stance and its day."""
    parts = [f"[bold]{clean(person['name'])}[/bold]", *([clean(person["title"])] if person["title"] else [])]
    if person["stance"] is not None:
        agreed = "agreed " if person["stance_agreed"] else ""
        parts.append(f"{WORDS[person['stance']]} ({agreed}{clean(person['stance_on'])})")
    if person["do_not_ask"]:
        parts.append(_MARKED)
    return ", ".join(parts)


def _missing(console: Console, leaders: Any, told: Any) -> None:
    """Name the listed leaders of whom no source tells, and who therefore are in no line above."""
    there = {folded(item["name"]) for group in ("unreached", "former") for item in told[group]["people"]}
    unread = told["unreached"]["total"] > len(told["unreached"]["people"])
    names = [item for item in leaders["missing"] if folded(item["name"]) not in there] if leaders else []
    if names:
        shown = "; ".join(clean(", ".join(filter(None, (one["name"], one["title"])))) for one in names[:_MISSING_SHOWN])
        more = f" and {len(names) - _MISSING_SHOWN} more" if len(names) > _MISSING_SHOWN else ""
        heading = "Listed leaders not reached" if unread else "Listed leaders in no source yet"
        console.print(f"{heading}: {shown}{more}", soft_wrap=True)


def _asked(ways: Any) -> str:
    """Say whom to ask and why, the best way first, and a stronger one past a door or a second one."""
    at = best_of([(way["word"], way["how"]) for way in ways])
    first, others = ways[at], [*ways[:at], *ways[at + 1 :]]
    said = f"{_asks(first)}."
    best = max(ways, key=lambda way: way["score"])
    warned = _warned(first)
    if best["score"] > first["score"]:
        other = "Or" if called(first["hops"][0]) else "Stronger:"
        return f"{said}{warned} {other} {_asks(best, reasons=1, within=True)}.{_warned(best)}"
    for way in [way for way in others if len(way["people"]) == 2][:1]:
        why = clean(way["hops"][0]["evidence"][0]["text"])
        said += f"{warned} {clean(way['people'][0]['name'])} too: {why}.{_warned(way)}"
        warned = ""
    return said + warned


def _asks(way: Any, *, reasons: int = 2, within: bool = False) -> str:
    """Say whom to ask or to call on a way; ``within`` a sentence in small letters."""
    first, *between, last = [clean(stop["name"]) for stop in way["people"]]
    why = "; ".join(clean(item["text"]) for item in way["hops"][-1]["evidence"][:reasons])
    if not called(way["hops"][0]):
        chain = f"[bold]{first}[/bold]{''.join(f' to ask {name}' for name in between)}"
        return f"{'ask' if within else 'Ask'} {chain}: {why}"
    if not between:
        return clean(way["next_step"]).removesuffix(".").replace(f"Call {last}", f"Call [bold]{last}[/bold]", 1)
    over = "".join(f" to ask {name}" for name in between[1:])
    return f"{'call' if within else 'Call'} [bold]{between[0]}[/bold], who was one of ours,{over} for a word: {why}"


def print_introductions(console: Console, answer: Json) -> None:
    """Print each way to a person with the evidence of its hops."""
    told: Any = answer
    title = f", {clean(told['target']['title'])}" if told["target"]["title"] else ""
    console.print(f"\n[bold]{clean(told['target']['name'])}[/bold]{title}")
    _probably_same(console, told["target"]["name"], told["probably_same"])
    if told["target"]["do_not_ask"]:
        console.print("[yellow]Marked do not ask: find out why before anybody goes there.[/yellow]")
    if told["target"]["ours"]:
        console.print(_one_of_us(told["target"]["name"]), soft_wrap=True)
    elif not told["introductions"]:
        console.print("No introduction is known. Load more archives, or ask around.")
    _ways(console, told["introductions"], parts=True)
    if told["further"]:
        console.print("\n[bold]Further ways[/bold], with one more person in between")
        _ways(console, told["further"])
    for number, item in enumerate(told["excluded"]):
        console.print(
            f"{'' if number else chr(10)}Not offered: through {clean(item['name'])} ({clean(item['why'])}).",
            soft_wrap=True,
        )


def _one_of_us(name: str) -> str:
    return f"{clean(name)} is one of us: talk to them. Ask who we know at a client, or for the ways to somebody there."


def print_status(console: Console, answer: Json) -> None:
    """Print what is in the store."""
    told: Any = answer
    people, companies = (
        figured(told["people"], "person", "people"),
        figured(told["companies"], "company", "companies"),
    )
    console.print(f"Revision {told['revision']}: {people}, {companies}.")
    if not told["claims"]:
        console.print(
            "Nothing is in it: load something with `inroads load`, or see a made-up world with `inroads demo`."
        )
        return
    table = table_of("source", "export of")
    for source, day in told["sources"].items():
        table.add_row(clean(source), day)
    console.print(table)
    console.print(f"Claims: {', '.join(f'{number:,} {name}' for name, number in told['claims'].items())}.")
    if told["doubts"]:
        console.print(f"{len(told['doubts'])} doubtful matches; see --json.")


def table_of(*headings: str) -> Table:
    """Return a table without lines, its numbers to the right."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(
            heading, overflow="fold", no_wrap=heading != "source",
            justify="right" if heading in {"read", "new", "gone"} else "left",
        )  # fmt: skip
    return table


def _ways(console: Console, ways: Any, *, parts: bool = False) -> None:
    several, before = parts and len({way["how"] for way in ways}) > 1, ""
    for number, way in enumerate(ways, 1):
        if several and way["how"] != before:
            console.print(f"\n[bold]{PARTS[way['how']]}[/bold]")
            before = way["how"]
        people = " -> ".join(clean(person["name"]) for person in way["people"])
        console.print(f"\n{number}. [bold]{way['word']}[/bold]  {people}{_warned(way)}", soft_wrap=True)
        _indented(console, 3, clean(way["next_step"]))
        names = {person["id"]: clean(person["name"]) for person in way["people"]}
        for hop in way["hops"]:
            if len(way["hops"]) > 1:
                _indented(console, 3, f"{names[hop['from']]} and {names[hop['to']]}:")
            for item in _shown(hop["evidence"]):
                _indented(console, 5 if len(way["hops"]) > 1 else 3, f"* {item}")


def _indented(console: Console, columns: int, text: str) -> None:
    console.print(Padding(text, (0, 0, 0, columns), expand=False))


def _shown(evidence: Any) -> list[str]:
    """Show the strongest facts of a hop, each with its rows, and how many more there are."""
    lines = []
    for item in evidence[:_FACTS_SHOWN]:
        rows = [f"{s['source']} {s['record']}, seen {s['seen']}" for s in item["sources"]]
        where = "; ".join(rows[:_ROWS_SHOWN]) + _more(len(rows) - _ROWS_SHOWN, "row")
        lines.append(f"{clean(item['text'])}  [dim]{clean(where)}[/dim]")
    rest = _more(len(evidence) - _FACTS_SHOWN, "fact")
    return [*lines, f"[dim]{rest.strip()} (--json has all)[/dim]"] if rest else lines


def _more(count: int, what: str) -> str:
    return f" and {count} more {what}{'s' if count > 1 else ''}" if count > 0 else ""


def _warned(way: Any) -> str:
    return f" [yellow]({clean('; '.join(way['warnings']))})[/yellow]" if way["warnings"] else ""


def _names(console: Console, heading: str, group: Any) -> None:
    if group["total"]:
        shown = ", ".join(clean(item["name"]) for item in group["people"][:10])
        more = f" and {group['total'] - 10} more" if group["total"] > 10 else ""
        console.print(f"\n{heading}: {shown}{more}", soft_wrap=True)


def print_copy(console: Console, answer: Json) -> None:
    """Print what was copied and read back."""
    told: Any = answer
    parts = ", ".join(figured(told[name], *words) for name, words in _COPIED.items())
    console.print(f"Copied {parts}, and read them back: the same (checksum {told['checksum']}).", soft_wrap=True)


_COPIED = {
    "claims": ("claim", "claims"), "loads": ("load", "loads"), "revisions": ("revision", "revisions"),
    "registry_entries": ("registry entry", "registry entries"),
}  # fmt: skip
