"""What the team knows of a client's organisation, written down: line and seat."""

from typing import Annotated

import typer
from rich.console import Console

from api.commands.options import AsJson, Form, StoreName, User, answer, filed, now, opened
from api.terminal import clean
from api.use_cases.basis import Json
from api.use_cases.drawing import KINDS, Drawn, record_line, record_seat
from api.use_cases.withdrawing import line_entry, seat_entry, withdraw
from api.viewer import Viewer
from graph.algorithms.unit import ROLES
from graph.parameters import read_parameters
from graph.stores.base import Store

Withdraw = Annotated[bool, typer.Option("--withdraw", help="take back exactly this one, written by hand before")]


def line(
    kind: Annotated[str, typer.Argument(help=f"{', '.join(KINDS)}: A reports to B, sways B, keeps B's door ...")],
    start: Annotated[str, typer.Argument(metavar="FROM")],
    end: Annotated[str, typer.Argument(metavar="TO")] = "",
    strength: Annotated[int | None, typer.Option(help="influence -3..3, conflict and agreement 1..3")] = None,
    since: Annotated[str, typer.Option(help="the day, month or year of its start")] = "",
    until: Annotated[str, typer.Option(help="of its end; with the same start this ends a line of before")] = "",
    unit: Annotated[str, typer.Option(help="guards: the unit in front of which the gatekeeper stands")] = "",
    withdraw_it: Withdraw = False,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Record a line between two people of a client: reporting, influence, conflict, agreement or a kept door."""
    drawn = Drawn(kind, start, end, strength, since, until, unit)
    with opened(store) as target:
        if withdraw_it:
            _withdraw(target, line_entry(filed(target), drawn, read_parameters(), at=now()), user, as_json=as_json)
            return
        told = record_line(Viewer(user), filed(target), target, drawn, read_parameters(), at=now())
    answer(told, _print_recorded, Form(as_json))


def seat(
    opportunity: str,
    role: Annotated[str, typer.Argument(help=", ".join(ROLES))],
    person: Annotated[str, typer.Argument()] = "",
    weight: Annotated[
        float | None, typer.Option(help="in the decision, beside the others; default that of the role")
    ] = None,
    title: Annotated[str, typer.Option(help="whose seat it is, where nobody fills it")] = "",
    withdraw_it: Withdraw = False,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Record who holds a seat in a decision; without a person that nobody fills it."""
    with opened(store) as target:
        if withdraw_it:
            own = seat_entry(filed(target), opportunity, role, person, title, read_parameters(), at=now())
            _withdraw(target, own, user, as_json=as_json)
            return
        told = record_seat(
            Viewer(user), filed(target), target, opportunity, role, read_parameters(), person=person, weight=weight,
            title=title, at=now(),
        )  # fmt: skip
    answer(told, _print_recorded, Form(as_json))


def _withdraw(target: Store, own: str, user: str, *, as_json: bool) -> None:
    told = withdraw(Viewer(user), filed(target), target, own, read_parameters(), at=now())
    answer(told, _print_withdrawn, Form(as_json))


def _print_withdrawn(console: Console, told: Json) -> None:
    """Say what is withdrawn, and how it comes back."""
    console.print(f"Withdrawn: {clean(str(told['text']))}. `inroads undo workspace` brings it back.", soft_wrap=True)


def _print_recorded(console: Console, told: Json) -> None:
    """Say what was recorded."""
    ends = [one["name"] for one in (told.get("from"), told.get("to"), told.get("person")) if isinstance(one, dict)]
    what = str(told.get("kind") or told.get("role"))
    console.print(f"Recorded: {clean(what)}, {clean(', '.join(map(str, ends)) or 'nobody yet')}.", soft_wrap=True)
