"""How an installation moves to another store: copy."""

from typing import Annotated

import typer
from rich.console import Console

from api import use_cases
from api.commands.options import AsJson, Form, User, answer
from api.progress import shown_when_slow
from api.terminal import print_copy
from api.viewer import Viewer
from api.wiring import open_or_new_store, open_store


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="the store to read: sqlite:PATH or neo4j://HOST")],
    target: Annotated[str, typer.Argument(metavar="TO", help="the store to fill, which must be empty")],
    as_json: AsJson = False,
    user: User = "",
) -> None:
    """Copy everything from one store to another, every revision of it, and read it back to compare."""
    said = Console(stderr=True)
    with open_store(source, create=False) as one, open_or_new_store(target) as other:
        with shown_when_slow(said, "Copying") as watch:
            tally = use_cases.copy(Viewer(user), one, other, watch=watch)
        with shown_when_slow(said, "Reading the copy back") as watch:
            told = use_cases.compare(Viewer(user), other, tally, watch=watch)
    answer(told, print_copy, Form(as_json=as_json))
