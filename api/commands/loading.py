"""What goes into the store and what is taken back: load, loads, undo."""

import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from api.commands.options import AsJson, StoreName, User, filed, now, opened, question, read_day
from api.progress import shown_when_slow
from api.terminal import clean
from api.terminal_loads import load_report, print_load, print_loads
from api.use_cases.basis import SCHEMA_VERSION, Json
from api.use_cases.log import visible_loads
from api.viewer import Viewer
from api.wiring import default_store, open_or_new_store
from graph.errors import BadArgument, ImportRefused, NoStoreYet
from graph.provenance import WORKSPACE
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.run import inputs, load_path

_OWNER = 'whose archive or calendar it is: "NAME <e-mail>", "NAME <profile address>" or a part of that'


def load(
    paths: Annotated[list[Path], typer.Argument(help="what to load, or folders full of it (docs/loading.md)")],
    source: Annotated[str, typer.Option(help="the source's key, where the input does not name it")] = "",
    owner: Annotated[
        str, typer.Option(help='whose archive or calendar it is: "NAME <e-mail or profile address>", or one of these')
    ] = "",
    firm: Annotated[str, typer.Option(help="our own company, where the input does not say it")] = "",
    kind: Annotated[str, typer.Option(help="what the input is, where its content does not tell")] = "",
    as_of: Annotated[str, typer.Option(help="the day it is of, where neither content nor name says it")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change and write nothing")] = False,
    allow_sweep: Annotated[bool, typer.Option("--allow-sweep", help="let a load withdraw more than a fifth")] = False,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Load files, and say what changed; a folder full of inputs is loaded one by one."""
    looked_at = [inputs(path, kind=kind) for path in paths]
    found = [one for inside, _ in looked_at for one in inside]
    others = [str(one) for _, beside in looked_at for one in beside]
    day = read_day(as_of)
    if len(found) > 1 and (source or owner or day):
        raise BadArgument(
            f"--source, --owner and --as-of are for one input, and there are {len(found)}.",
            remedy="Load them one by one.",
        )
    console = Console()
    reports: list[Json] = []
    refused: list[ImportRefused] = []
    with _target(store, dry=dry_run) as target:
        before = len(target.loads())
        for one in found:
            try:
                with shown_when_slow(Console(stderr=True), f"Loading {clean(one.name)}") as watch:
                    done = load_path(
                        target, one.path, parts=one.parts, source=source or None, owner=owner, firm=firm,
                        kind=one.kind, as_of=day, now=now(), by=user, allow_sweep=allow_sweep, dry=dry_run,
                        links=True, trusted=True, watch=watch,
                    )  # fmt: skip
            except ImportRefused as error:
                refused.append(error)
                continue
            except KeyboardInterrupt:
                _stopped([] if dry_run else [entry.source for entry in target.loads()[before:]])
            reports.append(load_report(done))
            if not as_json:
                print_load(console, done)
    if as_json:
        told = {"schema_version": SCHEMA_VERSION, "loads": reports, "passed_over": others}
        told["refused"] = [{"detail": error.detail, "remedy": error.remedy} for error in refused]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif others:
        console.print(f"Passed over, not an input: {clean(', '.join(others))}", soft_wrap=True)
    _refuse(refused)


def _target(store: str, *, dry: bool) -> AbstractContextManager[Store]:
    """Open the store to load into; a dry run where there is none yet tries the load on an empty one in memory.

    Of a store that was made for loads which were all refused nothing is left.
    """
    if not dry:
        return open_or_new_store(store or default_store())
    try:
        return opened(store)
    except NoStoreYet:
        return MemoryStore()


def _stopped(loaded: list[str]) -> NoReturn:
    """Say what Ctrl-C has left: a load is published whole or not at all."""
    done = f"Loaded before that: {clean(', '.join(loaded))}; nothing else." if loaded else "Nothing was loaded."
    sys.stderr.write(f"Stopped. {done}\n")
    raise typer.Exit(130)


def _refuse(refused: list[ImportRefused]) -> None:
    """Say on standard error which inputs were refused, the last by raising it."""
    for error in refused[:-1]:
        sys.stderr.write("\n".join(line for line in (error.title, error.detail, error.remedy) if line) + "\n\n")
    if refused:
        raise refused[-1]


def loads(as_json: AsJson = False, user: User = "", store: StoreName = "") -> None:
    """List every load, the newest last; not what others judge in a round that is open."""
    with opened(store) as target:
        found = target.loads()
        if any(entry.source == WORKSPACE for entry in found):
            found = visible_loads(Viewer(user), found, filed(target).snapshot_on(question("", "")))
        print_loads(Console(), found, as_json=as_json)


def undo(source: str, store: StoreName = "") -> None:
    """Take back the newest load of a source; again for the one before."""
    with opened(store) as target:
        entry = target.undo(source, at=now())
    told = f"Took back load {entry.number} of {clean(source)} ({entry.kind}, export of {entry.as_of})."
    if entry.revision is None:
        told += " It had changed nothing: again for the load before it."
    Console().print(told, soft_wrap=True)
