"""How a decision stands: map and plan."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import (
    AsCsv,
    AsJson,
    AsOf,
    Form,
    KnownOn,
    MachineCsv,
    StoreName,
    Toward,
    Tuned,
    User,
    answer,
    filed,
    opened,
    question,
)
from api.commands.pictures import Html, Svg, check_pictures, put_picture
from api.decision_tables import feed_rows, map_rows
from api.terminal_map import print_feed, print_map
from api.use_cases.advocacy_feed import feed
from api.use_cases.basis import Json
from api.use_cases.power_map import show_map
from api.use_cases.what_if import read_what_if
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.parameters import read_parameters


def map_(
    name: Annotated[str, typer.Argument(metavar="OPPORTUNITY_OR_COMPANY")],
    as_of: AsOf = "",
    known_on: KnownOn = "",
    toward: Toward = "",
    camps: Annotated[int | None, typer.Option(min=1, help="at most so many camps; default as many as fit")] = None,
    suppose: Annotated[list[str] | None, typer.Option(help="what if: PERSON=STANCE, or PERSON=? for unknown")] = None,
    sway: Annotated[list[str] | None, typer.Option(help="what if: FROM>TO=STRENGTH, -3..3; 0 takes it away")] = None,
    html: Html = None,
    svg: Svg = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    machine_csv: MachineCsv = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Show how a decision is made and who is with us: seats, shares, stances, camps, gaps, next moves."""
    check_pictures(html, svg, printed=as_json or as_csv or machine_csv)
    supposed = read_what_if(suppose or [], sway or [])
    with opened(store) as target:
        told = show_map(
            Viewer(user),
            filed(target),
            name,
            question(as_of, known_on),
            read_parameters(parameters),
            toward=toward,
            what_if=supposed,
            camps=camps,
        )
    if html is not None or svg is not None:
        _write_pictures(told, html, svg)
    if (html is None and svg is None) or as_json or as_csv or machine_csv:
        answer(told, print_map, Form(as_json, as_csv, machine_csv), map_rows)


def plan(
    account: str,
    show_feed: Annotated[bool, typer.Option("--feed", help="the advocacy feed; the whole plan comes later")] = False,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    machine_csv: MachineCsv = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Show what goes into an account plan: advocacy, trends, coverage, gaps, next moves."""
    if not show_feed:
        raise BadArgument("The whole plan is not there yet.", remedy="Ask for the advocacy feed with --feed.")
    with opened(store) as target:
        told = feed(Viewer(user), filed(target), account, question(as_of, known_on), read_parameters(parameters))
    answer(told, print_feed, Form(as_json, as_csv, machine_csv), feed_rows)


def _write_pictures(told: Json, html: Path | None, svg: Path | None) -> None:
    from viz.power_page import power_page, power_svg  # PyVis takes most of a second to import; only pictures need it

    for path, make in ((html, power_page), (svg, power_svg)):
        if path is not None:
            put_picture(path, make(told))
