"""Where a command puts a picture: into a file, or with - to standard output."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import BadArgument

Html = Annotated[
    Path | None, typer.Option("--html", help="write the picture as one page that works offline; - for standard output")
]
Svg = Annotated[
    Path | None, typer.Option("--svg", help="write the picture as a vector file for documents; - for standard output")
]
_STANDARD_OUTPUT = Path("-")


def check_pictures(*paths: Path | None, printed: bool) -> None:
    """Raise BadArgument where standard output would get more than one thing; ``printed`` says that an answer does."""
    if paths.count(_STANDARD_OUTPUT) + printed > 1 and _STANDARD_OUTPUT in paths:
        raise BadArgument("Standard output takes one thing at a time.", remedy="Name a file for the picture.")


def put_picture(path: Path, text: str) -> None:
    """Write a picture and say where it is; raises BadArgument where the file cannot be written."""
    if path == _STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error
    sys.stderr.write(f"The picture is in {path}.\n")
