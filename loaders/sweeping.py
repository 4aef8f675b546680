"""What a load may still sweep when some of its rows could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.provenance import Mode, Scope
from graph.vocabulary.amounts import figured
from loaders.base import Unread


def spared(scopes: Mapping[str, Scope], unread: Sequence[Unread]) -> tuple[dict[str, Scope], list[str]]:
    """Return the scopes without what unread rows may have said, and what a person should know of it.

    What a file says and we could not read is not what it no longer says. Where the key of a row is known, only what
    has that key is spared; otherwise its table is not swept at all.
    """
    kept: dict[str, Scope] = {}
    whole: dict[int, list[str]] = {}
    keyed = 0
    for table, scope in sorted(scopes.items()):
        found = [one for one in unread if one.tables is None or table in one.tables]
        found = [one for one in found if not (one.kinds and scope.kinds and one.kinds.isdisjoint(scope.kinds))]
        kept[table] = scope
        if scope.mode is Mode.APPEND or not found:
            continue
        anything = [one for one in found if not one.keys]
        kinds = {kind for one in anything for kind in one.kinds}
        all_kinds = not scope.kinds or scope.kinds <= kinds or any(not one.kinds for one in anything)
        if anything:
            whole.setdefault(len(anything), []).append(table if all_kinds else f"{table} ({', '.join(sorted(kinds))})")
        if anything and all_kinds:
            kept[table] = Scope(Mode.APPEND)
            continue
        keys = frozenset(key for one in found for key in one.keys)
        if keys:
            keyed = max(keyed, sum(1 for one in found if one.keys))
        kept[table] = replace(scope, kinds=scope.kinds - kinds, spared=keys)
    said = [
        f"{_rows(number)} could not be read, so nothing of {', '.join(tables)} was withdrawn"
        for number, tables in whole.items()
    ]
    if keyed:
        them = "it" if keyed == 1 else "them"
        said.append(f"{_rows(keyed)} could not be read, so nothing that speaks of {them} was withdrawn")
    return kept, said


def _rows(number: int) -> str:
    return figured(number, "row", "rows")
