"""How a terminal shows what is held about a person: the subject report, and an erasure."""

from itertools import groupby
from typing import Any

from rich.console import Console

from api.terminal import clean
from api.use_cases import Json
from graph.vocabulary.amounts import figured


def print_subject(console: Console, answer: Json) -> None:
    """Print everything that is held about a person, table by table, each line with its source."""
    told: Any = answer
    name, count = clean(told["person"]["name"]), len(told["claims"])
    console.print(
        f"[bold]{name}[/bold]: {figured(count, 'claim', 'claims')} from {clean(', '.join(told['sources']))}",
        soft_wrap=True,
    )
    for table, claims in groupby(told["claims"], key=lambda claim: claim["table"]):
        console.print(f"\n[bold]{clean(table)}[/bold]")
        for claim in claims:
            said = ", ".join(f"{field}: {clean(value)}" for field, value in claim["says"].items())
            gone = claim["withdrawn_revision"]
            until = f"; not believed any more since revision {gone}" if gone else ""
            where = f"{clean(claim['source'])} {clean(claim['record'])}, seen {claim['seen']}{until}"
            console.print(f"  {said}  [dim]{where}[/dim]", soft_wrap=True)
    _mentions(console, told["mentions"])


def print_erasure(console: Console, answer: Json) -> None:
    """Print what went with a person, or would go."""
    told: Any = answer
    name, ids = clean(told["person"]["name"]), " ".join(told["records"])
    counts = ", ".join(f"{number} {table}" for table, number in told["claims"].items())
    many = figured(len(told["records"]), "record", "records")
    console.print(f"[bold]{name}[/bold]: {many} ({ids})", soft_wrap=True)
    console.print(f"  in all revisions: {counts}", soft_wrap=True)
    console.print(f"  from {clean(', '.join(told['sources']))}", soft_wrap=True)
    if told["tokens"]:
        console.print("  their access tokens, which are of no use afterwards", soft_wrap=True)
    if told["authors"]:
        console.print("  their name at the loads that they made", soft_wrap=True)
    _mentions(console, told["mentions"])
    _left_behind(console, told)
    if told["erased"]:
        console.print("Erased, and kept away from every later load.")
    else:
        console.print("Nothing is erased yet; with --yes it is, and cannot be taken back.")


def _left_behind(console: Console, told: Any) -> None:
    named = [("source", one) for one in told["named_sources"]] + [("file", one) for one in told["named_files"]]
    for what, one in named:
        console.print(f"  stays, and names them: the {what} {clean(one)}", soft_wrap=True)
    if named:
        console.print(
            "  To be rid of those too: rename the files, and load all that is still needed into a new store, with"
            " --source or --owner where a file names them; then delete this one.", soft_wrap=True,
        )  # fmt: skip


def _mentions(console: Console, mentions: Any) -> None:
    for item in mentions:
        where = f"{clean(item['source'])} {clean(item['record'])}"
        console.print(f"  still named in a text, look yourself: {where} ({item['table']})", soft_wrap=True)
