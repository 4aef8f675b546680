"""How what people enter becomes claims of the workspace, through the same door as every load."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from api.viewer import Viewer
from graph.errors import BadArgument
from graph.provenance import Claim, LoadEntry, Mode, Scope
from graph.stores.base import Store
from graph.vocabulary.tables import TABLES, canonical
from graph.vocabulary.text import plain_text


def entry(table: str, values: Mapping[str, str], *, key: str = "") -> Claim:
    """Return a claim with these values; its key is that of the table unless another is given.

    Raises BadArgument for a value that its column does not take.
    """
    fields = TABLES[table].fields
    try:
        content = tuple(canonical(field, plain_text(values.get(field.name, ""))) for field in fields)
    except ValueError as error:
        raise BadArgument(f"{error}.") from error
    told = dict(zip((field.name for field in fields), content, strict=True))
    return Claim(table, key or "|".join(told[name] or "" for name in TABLES[table].key), content)


def record_entries(store: Store, viewer: Viewer, what: str, claims: Iterable[Claim], *, at: datetime) -> LoadEntry:
    """Publish entries as one load of the source ``workspace``, with their author."""
    kept = tuple(claims)
    return store.enter(what, lambda: kept, by=viewer.name, at=at)


def withdraw_entry(
    store: Store, viewer: Viewer, what: str, table: str, key: str, check: Callable[[], None], *, at: datetime
) -> LoadEntry:
    """Publish that one entry is withdrawn; undoing that brings it back.

    ``check`` is asked when the store has begun, and again whenever another entry came first; it raises where the entry
    is not to be withdrawn.
    """

    def nothing() -> Iterable[Claim]:
        check()
        return ()

    scope = Scope(Mode.COMPLETE, keys=frozenset({key}))
    return store.enter(what, nothing, by=viewer.name, at=at, scopes={table: scope})


def record_decided(
    store: Store, viewer: Viewer, what: str, decide: Callable[[], Iterable[Claim]], *, at: datetime
) -> LoadEntry:
    """Publish entries that rest on what was entered before: nothing else is entered between deciding and publishing.

    ``decide`` is asked when the store has begun, and again whenever another entry came first.
    """
    return store.enter(what, decide, by=viewer.name, at=at)
