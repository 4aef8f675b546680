"""What a person types: the commands, put together."""

import sys

import typer

from api.commands import answers, decisions, demo, erasing, handing_over, identity, loading, serving
from graph.errors import ImportRefused, InroadsError, StoreUnavailable

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
    erasing.erase,
    decisions.plan,
    answers.status,
    demo.demo,
    serving.serve,
):
    app.command()(command)
app.command(name="map")(decisions.map_)
app.command(context_settings={"ignore_unknown_options": True})(decisions.stance)  # -1 is a stance, not an option
app.add_typer(serving.token, name="token")


def main() -> None:
    """Run a command; a refusal goes to standard error with its remedy and exit code 2, 3 or 4."""
    try:
        app(standalone_mode=True)
    except InroadsError as error:
        lines = [error.title, error.detail, error.remedy]
        sys.stderr.write("\n".join(line for line in lines if line) + "\n")
        sys.exit(3 if isinstance(error, ImportRefused) else 4 if isinstance(error, StoreUnavailable) else 2)
