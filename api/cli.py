"""What a person types: the commands."""

import json
import sys
import webbrowser
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api import use_cases
from api.terminal import print_introductions, print_load, print_loads, print_status, print_who
from api.use_cases import Json, Question
from api.viewer import Viewer
from api.wiring import default_store, open_store
from graph.errors import BadArgument, ImportRefused, InroadsError, StoreUnavailable
from graph.parameters import read_parameters
from graph.stores.base import Store
from loaders.demo_world import write_demo_world
from loaders.run import load_path

app = typer.Typer(
    help="Who we know at a client, and how we get to them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
StoreName = Annotated[
    str,
    typer.Option("--store", help="sqlite:PATH or neo4j://HOST; default: INROADS_STORE, else your data folder"),
]
AsOf = Annotated[str, typer.Option(help="the valid day, YYYY-MM-DD; default today")]
KnownOn = Annotated[str, typer.Option(help="what we believed on this day, YYYY-MM-DD; default now")]
AsJson = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]
User = Annotated[str, typer.Option(envvar="INROADS_USER", help="who asks")]
Tuned = Annotated[Path | None, typer.Option("--parameters", help="a TOML file that overrides some parameters")]


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="what to load: folders of Tables, LinkedIn archives")],
    source: Annotated[str, typer.Option(help="the source's key, where the input does not name it")] = "",
    owner: Annotated[str, typer.Option(help="whose connections these are, where the archive does not say")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change and write nothing")] = False,
    allow_sweep: Annotated[bool, typer.Option("--allow-sweep", help="let a load withdraw more than a fifth")] = False,
    as_json: AsJson = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Load files, and say what changed."""
    with _open(store) as target:
        for path in paths:
            done = load_path(
                target,
                path,
                source=source or None,
                owner=owner,
                now=_now(),
                by=user,
                allow_sweep=allow_sweep,
                dry=dry_run,
            )
            print_load(Console(), done, as_json=as_json)


@app.command()
def loads(as_json: AsJson = False, store: StoreName = "") -> None:
    """List every load, the newest last."""
    with _open(store) as target:
        print_loads(Console(), target.loads(), as_json=as_json)


@app.command()
def undo(source: str, store: StoreName = "") -> None:
    """Take back the newest load of a source; again for the one before."""
    with _open(store) as target:
        entry = target.undo(source, at=_now())
    Console().print(f"Took back load {entry.number} of {source} ({entry.kind}, export of {entry.as_of}).")


@app.command()
def who(
    company: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    top: Annotated[int, typer.Option(min=1, max=10)] = 3,
    as_json: AsJson = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Who we know at a company: people ranked, best introductions with evidence."""
    with _open(store) as target:
        answer = use_cases.who(
            Viewer(user),
            target,
            company,
            _question(as_of, known_on),
            read_parameters(parameters),
            limit=limit,
            top=top,
        )
    _answer(answer, print_who, as_json=as_json)


@app.command()
def introductions(
    person: str,
    as_of: AsOf = "",
    known_on: KnownOn = "",
    top: Annotated[int, typer.Option(min=1, max=10)] = 5,
    html: Annotated[Path | None, typer.Option(help="write the picture as one page that works offline")] = None,
    as_json: AsJson = False,
    user: User = "",
    parameters: Tuned = None,
    store: StoreName = "",
) -> None:
    """Show different ways to one person, with the evidence of every hop."""
    with _open(store) as target:
        answer = use_cases.introductions(
            Viewer(user), target, person, _question(as_of, known_on), read_parameters(parameters), top=top
        )
    if html is not None:
        _write_page(html, answer)
    if html is None or as_json:
        _answer(answer, print_introductions, as_json=as_json)


@app.command()
def same(a: str, b: str, user: User = "", store: StoreName = "") -> None:
    """Decide that two people or companies are one; `different` takes it back."""
    _decide(a, b, "same", user, store)


@app.command()
def different(a: str, b: str, user: User = "", store: StoreName = "") -> None:
    """Decide that two records are not one; this always wins."""
    _decide(a, b, "different", user, store)


@app.command()
def status(
    as_of: AsOf = "", known_on: KnownOn = "", as_json: AsJson = False, user: User = "", store: StoreName = ""
) -> None:
    """Say what is in the store and how fresh it is."""
    with _open(store) as target:
        _answer(use_cases.status(Viewer(user), target, _question(as_of, known_on)), print_status, as_json=as_json)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--dir", help="where the files go")] = Path("demo-world"),
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="open the picture")] = True,
) -> None:
    """Write a small made-up world as files, load it, and tell its best story."""
    console = Console()
    world = write_demo_world(folder)
    name = f"sqlite:{folder / 'demo.db'}"
    with open_store(name) as target:
        for path in world.sources:
            print_load(console, load_path(target, path, now=_now()), as_json=False)
        question = Question(world.as_of)
        print_who(console, use_cases.who(Viewer(""), target, world.client, question, read_parameters()))
        ways = use_cases.introductions(Viewer(""), target, world.person, question, read_parameters())
        print_introductions(console, ways)
    picture = folder / "introductions.html"
    _write_page(picture, ways)
    if serve and not webbrowser.open(picture.absolute().as_uri()):
        console.print("No browser could be opened here; open the picture yourself.")
    console.print(f"\nThe files are in {folder}. Ask on: inroads who {world.client!r} --store {name}", soft_wrap=True)


def main() -> None:
    """Run a command; a refusal goes to standard error with its remedy and exit code 2, 3 or 4."""
    try:
        app(standalone_mode=True)
    except InroadsError as error:
        lines = [error.title, error.detail, error.remedy]
        sys.stderr.write("\n".join(line for line in lines if line) + "\n")
        sys.exit(3 if isinstance(error, ImportRefused) else 4 if isinstance(error, StoreUnavailable) else 2)


def _decide(a: str, b: str, verdict: str, user: str, store: str) -> None:
    with _open(store) as target:
        entity = use_cases.read_snapshot(target, Question(_now().date())).entity
        known = [record for record in (a, b) if record in entity]
        if len(known) != 2 or a == b:
            raise BadArgument("Both must be ids of two different records.", remedy="Take the ids from --json.")
        use_cases.decide(Viewer(user), target, a, b, verdict, at=_now())
    Console().print(f"{a} and {b}: {verdict}.")


def _write_page(path: Path, answer: Json) -> None:
    from viz.page import introductions_page  # PyVis takes most of a second to import, and only pictures need it

    try:
        path.write_text(introductions_page(answer), encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error
    sys.stderr.write(f"The picture is in {path}.\n")


def _answer(answer: Json, show: Callable[[Console, Json], None], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        show(Console(), answer)


def _open(store: str) -> Store:
    return open_store(store or default_store())


def _question(as_of: str, known_on: str) -> Question:
    try:
        return Question(
            date.fromisoformat(as_of) if as_of else _now().date(),
            date.fromisoformat(known_on) if known_on else None,
        )
    except ValueError as error:
        raise BadArgument(str(error), remedy="Write days as YYYY-MM-DD.") from error


def _now() -> datetime:
    return datetime.now(UTC)
