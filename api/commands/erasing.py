"""What is held about a person, and how it is removed for good: subject, erase."""

from typing import Annotated

import typer

from api import use_cases
from api.commands.options import AsJson, Form, KnownOn, StoreName, User, answer, filed, now, opened, question
from api.terminal_held import print_erasure, print_subject
from api.viewer import Viewer


def subject(
    person: str,
    known_on: KnownOn = "",
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Show all that any source ever said about a person, and where: the answer to a request for access."""
    with opened(store) as target:
        told = use_cases.subject(Viewer(user), target, person, question("", known_on), source=filed(target))
    answer(told, print_subject, Form(as_json=as_json))


def erase(
    person: str,
    yes: Annotated[bool, typer.Option("--yes", help="do it; without it only what would go is shown")] = False,
    known_on: KnownOn = "",
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Remove a person from every revision and keep every later load from bringing them back."""
    with opened(store) as target:
        source = filed(target)
        told = use_cases.erasure(Viewer(user), target, person, question("", known_on), source=source)
        if yes:
            told = use_cases.erase(Viewer(user), target, told, at=now(), files=source.files)
    answer(told, print_erasure, Form(as_json=as_json))
