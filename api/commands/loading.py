"""What goes into the store and what is taken back: load, loads, undo."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.options import AsJson, StoreName, User, now, opened
from api.terminal import print_load, print_loads
from loaders.run import load_path


def load(
    paths: Annotated[list[Path], typer.Argument(help="what to load: folders of Tables, LinkedIn archives")],
    source: Annotated[str, typer.Option(help="the source's key, where the input does not name it")] = "",
    owner: Annotated[str, typer.Option(help="whose connections these are, where the archive does not say")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change and write nothing")] = False,
    allow_sweep: Annotated[bool, typer.Option("--allow-sweep", help="let a load withdraw more than a fifth")] = False,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Load files, and say what changed."""
    with opened(store) as target:
        for path in paths:
            done = load_path(
                target,
                path,
                source=source or None,
                owner=owner,
                now=now(),
                by=user,
                allow_sweep=allow_sweep,
                dry=dry_run,
            )
            print_load(Console(), done, as_json=as_json)


def loads(as_json: AsJson = False, store: StoreName = "") -> None:
    """List every load, the newest last."""
    with opened(store) as target:
        print_loads(Console(), target.loads(), as_json=as_json)


def undo(source: str, store: StoreName = "") -> None:
    """Take back the newest load of a source; again for the one before."""
    with opened(store) as target:
        entry = target.undo(source, at=now())
    Console().print(f"Took back load {entry.number} of {source} ({entry.kind}, export of {entry.as_of}).")
