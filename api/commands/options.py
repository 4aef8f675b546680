"""Which options several commands share, and how a command opens a store and prints an answer."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.use_cases import Json, Question
from api.wiring import default_store, open_store
from graph.errors import BadArgument
from graph.stores.base import Store

StoreName = Annotated[
    str, typer.Option("--store", help="sqlite:PATH; default: INROADS_STORE, else the user's data folder")
]
AsOf = Annotated[str, typer.Option(help="the valid day, YYYY-MM-DD; default today")]
KnownOn = Annotated[str, typer.Option(help="what we believed on this day, YYYY-MM-DD; default now")]
AsJson = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]
User = Annotated[str, typer.Option(envvar="INROADS_USER", help="who asks")]
Tuned = Annotated[Path | None, typer.Option("--parameters", help="a TOML file that overrides some parameters")]


def answer(told: Json, show: Callable[[Console, Json], None], *, as_json: bool) -> None:
    """Print an answer, as JSON or for people."""
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        show(Console(), told)


def opened(store: str) -> Store:
    """Open the store that was named, else the default one."""
    return open_store(store or default_store())


def question(as_of: str, known_on: str) -> Question:
    """Read the days of a question; raises BadArgument."""
    try:
        return Question(
            date.fromisoformat(as_of) if as_of else now().date(),
            date.fromisoformat(known_on) if known_on else None,
        )
    except ValueError as error:
        raise BadArgument(str(error), remedy="Write days as YYYY-MM-DD.") from error


def now() -> datetime:
    """Return the time; commands are where the clock is read."""
    return datetime.now(UTC)
