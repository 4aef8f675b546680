"""What a person decides about two records: same, different."""

from rich.console import Console

from api import use_cases
from api.commands.options import StoreName, User, filed, now, opened
from api.use_cases import Question
from api.viewer import Viewer
from graph.errors import BadArgument


def same(a: str, b: str, user: User = "", store: StoreName = "") -> None:
    """Decide that two people or companies are one; `different` takes it back."""
    _decide(a, b, "same", user, store)


def different(a: str, b: str, user: User = "", store: StoreName = "") -> None:
    """Decide that two records are not one; this always wins."""
    _decide(a, b, "different", user, store)


def _decide(a: str, b: str, verdict: str, user: str, store: str) -> None:
    with opened(store) as target:
        entity = use_cases.read_snapshot(filed(target), Question(now().date())).entity
        known = [record for record in (a, b) if record in entity]
        if len(known) != 2 or a == b:
            raise BadArgument("Both must be ids of two different records.", remedy="Take the ids from --json.")
        use_cases.decide(Viewer(user), target, a, b, verdict, at=now())
    Console().print(f"{a} and {b}: {verdict}.")
