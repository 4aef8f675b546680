"""What a newcomer sees first: a made-up world, loaded, and its best story."""

import shutil
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console

from api import use_cases
from api.commands.answers import write_page
from api.commands.options import now
from api.commands.serving import serve_and_open
from api.terminal import print_introductions, print_who
from api.terminal_loads import print_load
from api.use_cases import Question
from api.viewer import Viewer
from api.wiring import open_store
from graph.parameters import read_parameters
from loaders.run import load_path


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="where the files go")] = Path("demo-world"),
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="serve the pages and open the client's")] = True,
) -> None:
    """Write a small made-up world as files, load it, and tell its best story."""
    from loaders.demo_world import write_demo_world  # with XlsxWriter 20 ms to import, and only this command needs it

    console = Console()
    world = write_demo_world(folder)
    name = f"sqlite:{folder / 'demo.db'}"
    with open_store(name) as target:
        for path in world.sources:
            print_load(console, load_path(target, path, now=now()), brief=True)
        question = Question(world.as_of)
        console.print(f"\n[bold]Who do we know at {world.client}?[/bold]")
        print_who(console, use_cases.who(Viewer(""), target, world.client, question, read_parameters()))
        ways = use_cases.introductions(Viewer(""), target, world.person, question, read_parameters())
        console.print(f"\n[bold]How do we get to {world.person}?[/bold]")
        print_introductions(console, ways)
    picture = folder / "introductions.html"
    write_page(picture, ways)
    console.print(f"\nThe files are in {folder}; look into them, and ask on:", soft_wrap=True)
    asked = (f"who {world.client!r}", f"introductions {world.person!r}", f"map {world.opportunity!r}")
    for words in (*(f"{one} --as-of {world.as_of}" for one in asked), "status"):
        console.print(f"  {_called()} {words} --store {name}", soft_wrap=True, markup=False, highlight=False)
    if serve:
        serve_and_open(name, f"/companies/{quote(world.client)}", user="")


def _called() -> str:
    """Return how this command is called from here: by its name where the search path leads to it, else by its path."""
    own = Path(sys.argv[0])
    found = shutil.which("inroads")
    on_the_path = found is not None and Path(found).resolve() == own.resolve()
    return "inroads" if on_the_path or own.name != "inroads" else str(own)
