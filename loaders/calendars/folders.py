"""Does a folder hold the calendars of several people, so that each file is an input of its own?"""

from pathlib import Path

from loaders.calendars.events import read_address
from loaders.limits import Limits

_HEAD = 8 * 1024
_NAME = b"X-WR-CALNAME"


def is_of_several(folder: Path, limits: Limits) -> bool:
    """Say whether two files of a folder bear the addresses of different people as the calendar's name."""
    files = [item for item in folder.iterdir() if item.is_file() and item.suffix.casefold() == ".ics"]
    return len({owner for item in files[: limits.inputs] if (owner := _owner(item))}) > 1


def _owner(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    named = next((line for line in head.splitlines() if line.upper().startswith(_NAME)), b"")
    return read_address(named.partition(b":")[2].decode(errors="replace").strip())
