"""What a person types: the commands, put together."""

import os
import sys

import typer

from api.commands import (
    answers,
    copying,
    decisions,
    demo,
    drawing,
    erasing,
    handing_over,
    identity,
    judgements,
    loading,
    serving,
)
from graph.errors import BadArgument, ImportRefused, InroadsError, StoreUnavailable

app = typer.Typer(
    help="Who we know at a client, and how we get to them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

for command in (
    loading.load,
    loading.loads,
    loading.undo,
    answers.who,
    answers.introductions,
    identity.same,
    identity.different,
    handing_over.strip,
    handing_over.export,
    copying.copy,
    erasing.subject,
    erasing.erase,
    decisions.plan,
    answers.status,
    demo.demo,
    serving.serve,
):
    app.command()(command)
app.command(name="map")(decisions.map_)
app.command(context_settings={"ignore_unknown_options": True})(judgements.stance)  # -1 is a stance, not an option
app.command(context_settings={"ignore_unknown_options": True})(drawing.line)
app.command()(drawing.seat)
app.add_typer(judgements.round_, name="round")
app.add_typer(serving.token, name="token")


def main() -> None:
    """Run a command; a refusal goes to standard error with its remedy and exit code 2, 3 or 4."""
    try:
        try:
            app(standalone_mode=True)
        finally:
            sys.stdout.flush()
    except InroadsError as error:
        _say(error)
        sys.exit(3 if isinstance(error, ImportRefused) else 4 if isinstance(error, StoreUnavailable) else 2)
    except BrokenPipeError:  # whoever read our answer has had enough of it
        _forget_output()
        sys.exit(1)
    except OSError as error:  # no command speaks of it: the answer's own way out, as a full disk behind a pipe
        _forget_output()
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
        _say(BadArgument(f"A file could not be read or written: {what}.", remedy="Check the path, rights and disk."))
        sys.exit(2)


def _forget_output() -> None:
    """Let nothing try once more, at the end, to write what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(error: InroadsError) -> None:
    lines = [error.title, error.detail, error.remedy]
    sys.stderr.write("\n".join(line for line in lines if line) + "\n")
