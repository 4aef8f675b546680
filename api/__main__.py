"""How the command starts: somebody may think better of it while the program itself is still being read."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it in silence, with the exit code that shells know, 130."""
    try:
        from api.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
