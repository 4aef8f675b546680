"""What docs/cli.md says: written from the program itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from api.cli import app


def render_cli_docs() -> str:
    """Return the page: each command with its sentence, its arguments and its options."""
    said = "Written by `python -m api.cli_docs`; exit codes: 2 asked wrongly, 3 input refused, 4 store not reachable."
    lines = ["# Command line", "", said, ""]
    group = typer.main.get_command(app)
    for name, command in sorted(_commands(group)):
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        names = [str(p.name).upper() + ("..." if p.nargs == -1 else "") for p in arguments]
        words = " ".join(["inroads", name, *names])
        lines += [f"## {name}", "", (command.help or "").strip(), "", f"    {words}", ""]
        for option in (p for p in command.params if p not in arguments):
            described = getattr(option, "help", "") or ""
            lines.append(f"* `{', '.join([*option.opts, *option.secondary_opts])}` {described}".rstrip())
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _commands(group: object, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in getattr(group, "commands", {}).items():
        inner = list(_commands(command, f"{before}{name} "))
        yield from inner or [(f"{before}{name}", command)]


if __name__ == "__main__":
    Path("docs/cli.md").write_text(render_cli_docs(), encoding="utf-8")
