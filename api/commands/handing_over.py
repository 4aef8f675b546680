"""What leaves: strip cuts an archive down before it is handed over, export writes everything as Tables."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.options import StoreName, now, opened
from api.progress import shown_when_slow
from api.terminal import clean
from graph.vocabulary.amounts import figured
from loaders.base import Asked
from loaders.export import export_tables
from loaders.linkedin import strip_archive

Force = Annotated[bool, typer.Option("--force", help="replace what was written there before")]


def strip(
    archive: Annotated[Path, typer.Argument(help="a LinkedIn archive: zip, folder or Connections.csv")],
    out: Annotated[Path, typer.Argument(help="the zip to write")],
    owner: Annotated[str, typer.Option(help="whose archive it is, where it does not say")] = "",
    force: Force = False,
) -> None:
    """Write a LinkedIn archive with only Profile, Connections, Positions and Education, without descriptions."""
    kept = strip_archive(archive, out, Asked(now().date(), owner=owner), replace=force)
    told = ", ".join(f"{figured(count, 'row', 'rows')} of {name}" for name, count in kept.items())
    Console().print(f"{clean(out)} holds {told}, and nothing else.", soft_wrap=True)


def export(
    folder: Annotated[Path, typer.Argument(help="the folder to write, which must be empty or not there")],
    force: Force = False,
    store: StoreName = "",
) -> None:
    """Write everything that is held as Tables, one folder per source; loaded again they give the same answers."""
    with opened(store) as target, shown_when_slow(Console(stderr=True), f"Writing {clean(folder)}"):
        written = export_tables(target, folder, revision=target.revision().number, replace=force)
    console = Console()
    for home, counts in written.items():
        tables = ", ".join(f"{count} {table}" for table, count in sorted(counts.items()))
        console.print(f"{clean(folder / home)}: {tables}", soft_wrap=True)
    console.print(f"Load it again with: inroads load {clean(folder)}", soft_wrap=True)
