"""Does a folder or a zip hold the calendars of several people, so that each file is an input of its own?"""

from pathlib import Path

from loaders.archive import entries, read_heads
from loaders.calendars.events import read_address
from loaders.limits import Limits

_HEAD = 8 * 1024
_NAME = b"X-WR-CALNAME"


def is_of_several(folder: Path, limits: Limits) -> bool:
    """Say whether two files of a folder bear the addresses of different people as the calendar's name."""
    files = [item for item in folder.iterdir() if item.is_file() and item.suffix.casefold() == ".ics"]
    return len({owner for item in files[: limits.inputs] if (owner := _owner(item))}) > 1


def calendars_in(path: Path, limits: Limits) -> list[frozenset[str]]:
    """Return the calendars of a zip by full name: each alone where they are of several people, else all together."""
    names = [name for name in entries(path, limits) if name.casefold().endswith(".ics")]
    heads = read_heads(path, names, _HEAD, limits)
    owners = {owner for head in heads.values() if (owner := _named(head))}
    return [frozenset([name]) for name in names] if len(owners) > 1 else [frozenset(names)] if names else []


def _owner(path: Path) -> str:
    with path.open("rb") as stream:
        return _named(stream.read(_HEAD))


def _named(head: bytes) -> str:
    """Return the address that is a calendar's name, "" where its name is none."""
    named = next((line for line in head.splitlines() if line.upper().startswith(_NAME)), b"")
    return read_address(named.partition(b":")[2].decode(errors="replace").strip())
