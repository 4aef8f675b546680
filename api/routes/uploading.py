"""What is told of an upload beside its files: the same as `inroads load` takes, in the form or in the query."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

from fastapi import Depends, Form, Query

from api.upload_worker import Upload
from api.viewer import Viewer

_LINE = r"^[^\x00-\x1f\x7f]*$"  # one line that can be shown
Kind = Literal["", "tables", "linkedin", "aliases", "salesforce", "calendar", "popolo", "staffing", "roster"]
KINDS = tuple(kind for kind in get_args(Kind) if kind)
_SOURCE = "The source, where the input does not name it."
_OWNER = "Whose connections or calendar it is: name, e-mail or profile address."
_FIRM = "Our own company, where the input does not say it."
_KIND = "What it is, where its content does not tell."
_AS_OF = "The day it is of, where neither its content nor its name says it."
_DRY = "Only say what would change."
_SWEEP = "It may withdraw more than a fifth."
_TAKE_OVER = "It may replace what somebody else loaded of the source."


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender of an upload says of it."""

    source: str
    owner: str
    firm: str
    kind: Kind
    as_of: date | None
    dry_run: bool
    allow_sweep: bool
    take_over: bool


def _in_form(
    source: Annotated[str, Form(max_length=200, pattern=_LINE, description=_SOURCE)] = "",
    owner: Annotated[str, Form(max_length=200, pattern=_LINE, description=_OWNER)] = "",
    firm: Annotated[str, Form(max_length=200, pattern=_LINE, description=_FIRM)] = "",
    kind: Annotated[Kind, Form(description=_KIND)] = "",
    as_of: Annotated[date | None, Form(description=_AS_OF)] = None,
    *,
    dry_run: Annotated[bool, Form(description=_DRY)] = False,
    allow_sweep: Annotated[bool, Form(description=_SWEEP)] = False,
    take_over: Annotated[bool, Form(description=_TAKE_OVER)] = False,
) -> Told:
    return Told(source, owner, firm, kind, as_of, dry_run, allow_sweep, take_over)


def _in_query(
    source: Annotated[str, Query(max_length=200, pattern=_LINE, description=_SOURCE)] = "",
    owner: Annotated[str, Query(max_length=200, pattern=_LINE, description=_OWNER)] = "",
    firm: Annotated[str, Query(max_length=200, pattern=_LINE, description=_FIRM)] = "",
    kind: Annotated[Kind, Query(description=_KIND)] = "",
    as_of: Annotated[date | Literal[""] | None, Query(description=_AS_OF)] = None,
    *,
    dry_run: Annotated[bool, Query(description=_DRY)] = False,
    allow_sweep: Annotated[bool, Query(description=_SWEEP)] = False,
    take_over: Annotated[bool, Query(description=_TAKE_OVER)] = False,
) -> Told:
    return Told(source, owner, firm, kind, as_of or None, dry_run, allow_sweep, take_over)


InForm = Annotated[Told, Depends(_in_form)]
InQuery = Annotated[Told, Depends(_in_query)]


def order_of(path: Path, viewer: Viewer, form: Told, query: Told | None = None) -> Upload:
    """Return what is to be loaded, and how; what the form says counts before the query."""
    other = query or form
    return Upload(
        path, form.source or other.source, form.owner or other.owner, form.firm or other.firm,
        form.kind or other.kind, form.as_of or other.as_of, viewer.name, form.dry_run or other.dry_run,
        form.allow_sweep or other.allow_sweep, form.take_over or other.take_over,
    )  # fmt: skip
