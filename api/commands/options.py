"""Which options several commands share, and how a command opens a store and prints an answer."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.spreadsheet import Rows, written
from api.use_cases import Json, Question
from api.use_cases.basis import FiledSnapshots
from api.wiring import default_store, open_store, snapshot_files
from graph.errors import BadArgument
from graph.stores.base import Store

StoreName = Annotated[
    str, typer.Option("--store", help="sqlite:PATH or neo4j://HOST; default: INROADS_STORE, else your data folder")
]
AsOf = Annotated[str, typer.Option(help="the valid day, YYYY-MM-DD; default today")]
KnownOn = Annotated[str, typer.Option(help="what we believed on this day, YYYY-MM-DD; default now")]
AsCsv = Annotated[bool, typer.Option("--csv", help="print CSV for a spreadsheet; no cell becomes a formula")]
MachineCsv = Annotated[bool, typer.Option("--machine-csv", help="print CSV unescaped, for programs only")]
AsJson = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]
User = Annotated[str, typer.Option(envvar="INROADS_USER", help="who asks")]
Toward = Annotated[str, typer.Option(help="a competitor, by id or name; default us")]
Tuned = Annotated[Path | None, typer.Option("--parameters", help="a TOML file that overrides some parameters")]


@dataclass(frozen=True, slots=True)
class Form:
    """In which form an answer is printed; for people where none is asked for. Raises BadArgument for two forms."""

    as_json: bool = False
    as_csv: bool = False
    machine_csv: bool = False

    def __post_init__(self) -> None:
        if self.as_json and (self.as_csv or self.machine_csv):
            raise BadArgument("--json and --csv are two forms of one answer.", remedy="Ask for one of them.")


def answer(
    told: Json, show: Callable[[Console, Json], None], form: Form, rows: Callable[[Json], Rows] | None = None
) -> None:
    """Print an answer as JSON, CSV or for people."""
    if form.as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif rows is not None and (form.as_csv or form.machine_csv):
        sys.stdout.write(written(rows, told, machine=form.machine_csv))
    else:
        show(Console(), told)


def opened(store: str) -> Store:
    """Open the store that was named, else the default one; raises NoStoreYet where there is none."""
    return open_store(store or default_store(), create=False)


def filed(store: Store) -> FiledSnapshots:
    """Return the snapshots of a store, from a file where there is one, for a command that only asks."""
    return FiledSnapshots(store, snapshot_files())


def question(as_of: str, known_on: str) -> Question:
    """Read the days of a question; raises BadArgument."""
    return Question(read_day(as_of) or now().date(), read_day(known_on))


def read_day(text: str) -> date | None:
    """Read a day, None where none is given; raises BadArgument."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadArgument(str(error), remedy="Write days as YYYY-MM-DD.") from error


def now() -> datetime:
    """Return the time; commands are where the clock is read."""
    return datetime.now(UTC)
