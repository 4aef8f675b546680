"""Which status an error has on the wire, and how it reads there (RFC 9457); the only table from error to status."""

from http import HTTPStatus

from api.resources import Problem
from graph.errors import (
    AmbiguousName,
    AskedWrongly,
    BadArgument,
    EnteredByAnother,
    ImportRefused,
    InroadsError,
    LoadConflict,
    NothingToUndo,
    NotTheNewest,
    RoundClosed,
    StoreUnavailable,
    UnknownName,
)
from viz.wording import shortened

PROBLEM_JSON = "application/problem+json"
_LONGEST = 1_000  # characters of what is said back, however long the question was

# The first line that fits decides, so the narrower errors come first.
STATUS: tuple[tuple[type[InroadsError], int], ...] = (
    (UnknownName, 404),
    (NothingToUndo, 404),
    (NotTheNewest, 409),
    (EnteredByAnother, 403),
    (AmbiguousName, 409),
    (LoadConflict, 409),
    (RoundClosed, 409),
    (BadArgument, 422),
    (AskedWrongly, 422),
    (ImportRefused, 422),
    (StoreUnavailable, 503),
)

SAID = {
    401: ("Show who you are", "This needs an access token.", "Send Authorization: Bearer and a token."),
    403: ("That is not allowed", "This access token, or this origin, may not do that.", ""),
    404: ("There is nothing here", "No page and no answer has this address.", "See /openapi.json for what there is."),
    405: ("That cannot be done here", "This address does not take that method.", "See the Allow header."),
    406: ("That form is not there", "This address answers in another form.", ""),
    408: ("That took too long to come", "The request did not come to its end in time.", "Send it again."),
    413: (
        "That is too large",
        "The request is too large.",
        "Load it on the server with `inroads load`.",
    ),
    415: ("That form is not understood", "The request is not in a form that is taken here.", "See /openapi.json."),
    421: ("This is not that host", "The request names a host that this server is not.", "Call it by its own name."),
    422: ("The question cannot be answered as asked", "An argument is not usable.", ""),
    429: ("Too many requests", "You ask faster than is allowed.", "Wait, then ask again; see Retry-After."),
    503: (
        "The store is not available",
        "Nobody can be let in while it cannot be read.",
        "Ask again in a few seconds.",
    ),
    500: ("Something went wrong here", "It was written to the log under this request's id.", "Tell whoever runs this."),
}


def status_of(error: InroadsError) -> int:
    """Return the HTTP status of an error of ours; 500 for one that no line speaks of."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def problem_of(error: InroadsError, instance: str) -> Problem:
    """Return an error of ours as problem details."""
    status = status_of(error)
    return Problem(
        type=f"urn:inroads:{type(error).__name__}", title=error.title, status=status,
        detail=shortened(error.detail, _LONGEST), instance=shortened(instance, _LONGEST), remedy=error.remedy or None,
    )  # fmt: skip


def problem_on_page(error: InroadsError, instance: str) -> Problem:
    """Return the same for somebody who looks at a page: what to do is said of the page, not of a terminal."""
    told = problem_of(error, instance)
    return told.model_copy(update={"remedy": error.on_page}) if error.on_page else told


def problem(status: int, instance: str, detail: str = "", remedy: str = "") -> Problem:
    """Return problem details for a status that is no error of ours."""
    title, said, do = SAID.get(status) or (HTTPStatus(status).phrase, "", "")
    return Problem(
        type="about:blank", title=title, status=status, detail=detail or said,
        instance=shortened(instance, _LONGEST),
        remedy=remedy or do or None,
    )  # fmt: skip
