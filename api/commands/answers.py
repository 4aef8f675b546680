"""What is asked of the store: who, introductions, status."""

from pathlib import Path
from typing import Annotated

import typer

from api import use_cases
from api.commands.options import (
    AsCsv,
    AsJson,
    AsOf,
    Form,
    KnownOn,
    MachineCsv,
    StoreName,
    Tuned,
    User,
    answer,
    filed,
    opened,
    question,
)
from api.commands.pictures import Html, check_pictures, put_picture
from api.spreadsheet import introductions_rows, status_rows, who_rows
from api.terminal import print_introductions, print_status, print_who
from api.use_cases import Json, Listing
from api.viewer import Viewer
from graph.parameters import read_parameters


def who(
    company: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    top: Annotated[int, typer.Option(min=1, max=10)] = 3,
    after: Annotated[str, typer.Option(help="the `next` of the page before")] = "",
    unit: Annotated[str, typer.Option(help="only people whose unit holds this")] = "",
    title: Annotated[str, typer.Option(help="only people whose title holds this")] = "",
    show: Annotated[str, typer.Option(help="all, reached, unreached or former")] = "all",
    sort: Annotated[str, typer.Option(help="best, score, name, title, unit or known_by")] = "best",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    machine_csv: MachineCsv = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Who we know at a company: people ranked, best introductions with evidence."""
    with opened(store) as target:
        told = use_cases.who(
            Viewer(user),
            filed(target),
            company,
            question(as_of, known_on),
            read_parameters(parameters),
            top=top,
            listing=Listing(limit, after, unit, title, show, sort),
        )
    answer(told, print_who, Form(as_json, as_csv, machine_csv), who_rows)


def introductions(
    person: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    top: Annotated[int, typer.Option(min=1, max=10)] = 5,
    html: Html = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    machine_csv: MachineCsv = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Show different ways to one person, with the evidence of every hop."""
    check_pictures(html, printed=as_json or as_csv or machine_csv)
    with opened(store) as target:
        told = use_cases.introductions(
            Viewer(user), filed(target), person, question(as_of, known_on), read_parameters(parameters), top=top
        )
    if html is not None:
        write_page(html, told)
    if html is None or as_json or as_csv or machine_csv:
        answer(told, print_introductions, Form(as_json, as_csv, machine_csv), introductions_rows)


def status(
    as_of: AsOf = "",
    known_on: KnownOn = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    machine_csv: MachineCsv = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Say what is in the store and how fresh it is."""
    with opened(store) as target:
        told = use_cases.status(Viewer(user), filed(target), target, question(as_of, known_on))
    answer(told, print_status, Form(as_json, as_csv, machine_csv), status_rows)


def write_page(path: Path, told: Json) -> None:
    """Write the picture of an answer of `introductions`; raises BadArgument where the file cannot be written."""
    from viz.page import introductions_page  # PyVis takes most of a second to import, and only pictures need it

    put_picture(path, introductions_page(told))
