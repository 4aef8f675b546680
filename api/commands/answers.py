"""What is asked of the store: who, introductions, status."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api import use_cases
from api.commands.options import AsJson, AsOf, KnownOn, StoreName, Tuned, User, answer, opened, question
from api.terminal import print_introductions, print_status, print_who
from api.use_cases import Json
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.parameters import read_parameters


def who(
    company: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    top: Annotated[int, typer.Option(min=1, max=10)] = 3,
    as_json: AsJson = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Who we know at a company: people ranked, best introductions with evidence."""
    with opened(store) as target:
        told = use_cases.who(
            Viewer(user),
            target,
            company,
            question(as_of, known_on),
            read_parameters(parameters),
            limit=limit,
            top=top,
        )
    answer(told, print_who, as_json=as_json)


def introductions(
    person: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    top: Annotated[int, typer.Option(min=1, max=10)] = 5,
    html: Annotated[Path | None, typer.Option(help="write the picture as one page that works offline")] = None,
    as_json: AsJson = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Show different ways to one person, with the evidence of every hop."""
    with opened(store) as target:
        told = use_cases.introductions(
            Viewer(user), target, person, question(as_of, known_on), read_parameters(parameters), top=top
        )
    if html is not None:
        write_page(html, told)
    if html is None or as_json:
        answer(told, print_introductions, as_json=as_json)


def status(
    as_of: AsOf = "", known_on: KnownOn = "", as_json: AsJson = False, user: User = "", store: StoreName = ""
) -> None:
    """Say what is in the store and how fresh it is."""
    with opened(store) as target:
        answer(use_cases.status(Viewer(user), target, question(as_of, known_on)), print_status, as_json=as_json)


def write_page(path: Path, told: Json) -> None:
    """Write the picture of an answer of `introductions`; raises BadArgument where the file cannot be written."""
    from viz.page import introductions_page  # PyVis takes most of a second to import, and only pictures need it

    try:
        path.write_text(introductions_page(told), encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error
    sys.stderr.write(f"The picture is in {path}.\n")
