"""How loads look in a terminal: what one did, the rows it could not use, and the log of them."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console

from api.terminal import clean, table_of
from api.use_cases import Json
from graph.provenance import LoadEntry
from graph.vocabulary.amounts import figured
from loaders.base import Rejected
from loaders.run import Loaded

_REJECTED_SHOWN = 2
_REJECTED_OF_A_KIND = 20
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\w.@-]*\d[\w.@-]*")


def load_report(done: Loaded) -> Json:
    """Return what a load did as plain data; ``merged`` and ``doubts`` are null where nobody looked."""
    entry, linked = done.entry, done.linked
    doubts = [{"records": list(doubt.records), "why": doubt.why} for doubt in linked.doubts] if linked else None
    counts = {
        **asdict(entry.counts),
        "merged": linked.merged if linked else None,
        "doubtful": len(linked.doubts) if linked else None,
        "rejected": len(done.rejected),
    }
    return {
        "source": entry.source, "kind": entry.kind, "as_of": entry.as_of.isoformat(), "revision": entry.revision,
        "dry_run": done.dry, "counts": counts, "doubts": doubts,
        "rejected": [asdict(row) for row in done.rejected], "unknown_columns": list(done.unknown_columns),
        "remarks": list(done.remarks),
    }  # fmt: skip


def print_load(console: Console, done: Loaded, *, brief: bool = False) -> None:
    """Print what a load did, notes first, and the first rows of each file and reason that it could not use.

    ``brief`` names only the first of those.
    """
    entry, counts = done.entry, done.entry.counts
    beside = (
        (counts.same, "as before"),
        (counts.older, "older"),
        (counts.doubled, "doubled"),
        (counts.suppressed, "suppressed"),
    )
    parts = (
        f"{figured(counts.read, 'claim', 'claims')} read, {counts.new} new, {counts.changed} changed",
        f"{counts.withdrawn} withdrawn",
        *(f"{number} {what}" for number, what in beside if number),
        *((f"{done.linked.merged} merged, {len(done.linked.doubts)} doubtful",) if done.linked else ()),
        f"{len(done.rejected)} rejected",
    )
    if entry.revision is None:
        result = "nothing changes" if done.dry else "nothing changed"
    else:
        result = "a dry run, nothing is written" if done.dry else f"now revision {entry.revision}"
    heading = f"[bold]{clean(entry.source)}[/bold] ({entry.kind}, as of {entry.as_of})"
    console.print(f"{heading}: {', '.join(parts)}; {result}.", soft_wrap=True)
    if brief:
        for row in done.rejected[:_REJECTED_SHOWN]:
            console.print(f"  {clean(row.file)}:{row.line}: {clean(row.reason)}", soft_wrap=True)
        return
    for doubt in done.linked.doubts if done.linked else ():
        console.print(f"  doubtful: {clean(' '.join(doubt.records))}: {clean(doubt.why)}", soft_wrap=True)
    for column in done.unknown_columns:
        console.print(f"  not kept: {clean(column)} (no such column)", soft_wrap=True)
    for remark in done.remarks:
        console.print(f"  note: {clean(remark)}", soft_wrap=True)
    _rejected(console, done.rejected)


def _rejected(console: Console, rows: Sequence[Rejected]) -> None:
    """Print the first rows of each file and reason; reasons that differ in what they quote alone are one."""
    seen: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Rejected] = {}
    for row in rows:
        kind = row.file, _QUOTED.sub("", row.reason)
        first.setdefault(kind, row)
        seen[kind] += 1
        if seen[kind] <= _REJECTED_OF_A_KIND:
            console.print(f"  {clean(row.file)}:{row.line}: {clean(row.reason)}", soft_wrap=True)
    more = {kind: count - _REJECTED_OF_A_KIND for kind, count in seen.items() if count > _REJECTED_OF_A_KIND}
    for kind, count in more.items():
        row = first[kind]
        console.print(f"  {clean(row.file)}: {count:,} more like line {row.line}: {clean(row.reason)}", soft_wrap=True)
    if more:
        console.print("  --json names every row.", soft_wrap=True)


def print_loads(console: Console, entries: Sequence[LoadEntry], *, as_json: bool) -> None:
    """Print the log of loads."""
    if as_json:
        rows = [{**asdict(e), "as_of": e.as_of.isoformat(), "at": e.at.isoformat()} for e in entries]
        console.print_json(json.dumps(rows))
        return
    table = table_of("", "source", "kind", "export of", "read", "new", "gone", "rejected", "what it did")
    for e in entries:
        what = "taken back" if e.undone else f"revision {e.revision}" if e.revision else "changed nothing"
        counts = (str(number) for number in (e.counts.read, e.counts.new, e.counts.withdrawn, e.counts.rejected))
        table.add_row(str(e.number), clean(e.source), e.kind, e.as_of.isoformat(), *counts, what)
    console.print(table)
