"""What the team believes of people, written down: stance, and rounds of blind judgement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from api.commands.options import AsJson, Form, StoreName, Toward, User, answer, filed, now, opened, question
from api.terminal_rounds import print_closed, print_judgement, print_round, print_rounds
from api.use_cases.judging import Said, judge
from api.use_cases.leading import Agreed, close_round, open_round
from api.use_cases.rounds import rounds, show_round
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.parameters import read_parameters

round_ = typer.Typer(help="Rounds in which several of us judge without seeing each other's judgements.")
Agreements = Annotated[
    list[str], typer.Option("--agree", help="PERSON=STANCE: reason; once for each person judged in the round")
]
Causes = Annotated[
    list[str] | None,
    typer.Option("--cause", help="PERSON=CAUSE: why somebody agreed below 0 is against us, where it is known"),
]


def stance(
    person: str,
    value: Annotated[str, typer.Argument(help="-3..3, or blocker, critic, sceptic, neutral, supporter, ...")],
    by: Annotated[str, typer.Option(help="who of us judges; default INROADS_USER")] = "",
    on: Annotated[str, typer.Option(help="the day of the judgement, YYYY-MM-DD; default today")] = "",
    toward: Toward = "",
    opportunity: Annotated[str, typer.Option(help="only for this opportunity, by id or name")] = "",
    basis: Annotated[str, typer.Option(help="told_me, saw_it, heard_it or guess")] = "",
    cause: Annotated[
        str,
        typer.Option(
            help="below 0: old_delivery, unanswered_request, prefers_competitor, in_house, personal or not_known"
        ),
    ] = "",
    agreed: Annotated[bool, typer.Option("--agreed", help="the team's one number")] = False,
    note: Annotated[str, typer.Option(help="why")] = "",
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Record what one of us believes of a person's attitude; earlier judgements stay."""
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError as error:
        raise BadArgument(str(error), remedy="Write days as YYYY-MM-DD.") from error
    said = Said(value, by, day, toward, opportunity, basis, cause, agreed, note)
    with opened(store) as target:
        told = judge(Viewer(user), filed(target), target, person, said, read_parameters(), at=now())
    answer(told, print_judgement, Form(as_json))


@round_.command(name="open")
def open_(
    name: Annotated[str, typer.Argument(metavar="OPPORTUNITY_OR_COMPANY")],
    toward: Toward = "",
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Open a round: from now on judgements of these people are sealed; whoever opens it leads it."""
    with opened(store) as target:
        told = open_round(Viewer(user), filed(target), target, name, read_parameters(), toward=toward, at=now())
    answer(told, print_rounds, Form(as_json))


@round_.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ROUND_OR_OPPORTUNITY")] = "",
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Show a round with your own judgements, once closed with everybody's; without a name, list the rounds."""
    with opened(store) as target:
        who, today = Viewer(user), question("", "")
        if name:
            answer(show_round(who, filed(target), name, today, read_parameters()), print_round, Form(as_json))
        else:
            answer(rounds(who, filed(target), today, read_parameters()), print_rounds, Form(as_json))


@round_.command()
def close(
    name: Annotated[str, typer.Argument(metavar="ROUND_OR_OPPORTUNITY")],
    agree: Agreements,
    cause: Causes = None,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Close a round with one agreed number and a reason for each person; its lead alone can."""
    agreed = _with_causes([_agreement(word) for word in agree], cause or ())
    with opened(store) as target:
        told = close_round(Viewer(user), filed(target), target, name, agreed, read_parameters(), at=now())
    answer(told, print_closed, Form(as_json))


def _agreement(word: str) -> Agreed:
    told, colon, reason = word.partition(":")
    person, mark, value = told.rpartition("=")
    if not mark or not colon or not person.strip():
        raise BadArgument(f"{word!r} agrees on nothing.", remedy="Write --agree 'Håkon Myhre=-1: still the invoices'.")
    return Agreed(person.strip(), value.strip(), reason.strip())


def _with_causes(agreed: Sequence[Agreed], words: Sequence[str]) -> list[Agreed]:
    """Give each agreed number its cause; raises BadArgument for a cause of nobody."""
    causes: dict[str, str] = {}
    for word in words:
        person, mark, cause = word.rpartition("=")
        if not mark or person.strip() not in {one.person for one in agreed}:
            raise BadArgument(
                f"{word!r} is the cause of no agreed number.",
                remedy="Write --cause 'Håkon Myhre=old_delivery', with the name as in --agree.",
            )
        causes[person.strip()] = cause.strip()
    return [replace(one, cause=causes.get(one.person, "")) for one in agreed]
