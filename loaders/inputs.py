"""Which inputs does a path hold, and what is each: told by the content, in folders and in zips."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ImportRefused
from loaders.aliases import is_aliases, read_aliases
from loaders.archive import entries
from loaders.base import Asked, Reading, input_name
from loaders.calendars import calendars_in, is_calendar, is_of_several, read_calendar
from loaders.limits import LIMITS, Limits
from loaders.linkedin import is_linkedin, read_linkedin
from loaders.popolo import is_popolo, read_popolo
from loaders.roster import is_roster, read_roster
from loaders.salesforce import is_salesforce, read_salesforce
from loaders.staffing import is_staffing, read_staffing
from loaders.tables import is_tables, read_tables, tables_in


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of input: how it is told by its content, and how it is read."""

    kind: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, Asked], Reading]


FORMATS: tuple[Format, ...] = (
    Format("tables", is_tables, read_tables),
    Format("linkedin", is_linkedin, read_linkedin),
    Format("aliases", is_aliases, read_aliases),
    Format("salesforce", is_salesforce, read_salesforce),
    Format("calendar", is_calendar, read_calendar),
    Format("popolo", is_popolo, read_popolo),
    Format("staffing", is_staffing, read_staffing),
    Format("roster", is_roster, read_roster),
)
_DEEP = 3
_ZIPPED = frozenset({"tables", "calendar"})  # kinds of which a zip may hold several, as a folder may


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a path, or some ``parts`` of a zip by full name. ``kind`` is "" where the content tells."""

    path: Path
    kind: str = ""
    parts: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the file or folder; of a part of a zip also where in it."""
        return input_name(self.path, self.parts)


def inputs(path: Path, *, kind: str = "", limits: Limits = LIMITS) -> tuple[list[Input], list[Path]]:
    """Return the inputs that a path holds, in the order of their names, and the files in it that are none.

    A path that is an input is the only one, unless it is a folder that holds inputs of another kind, or a zip with
    several folders of Tables or with the calendars of several people.

    Raises ImportRefused where there is none at all, or too many to look at.
    """
    with readable(path):
        if not path.exists():
            raise ImportRefused(str(path), "does not exist", remedy="Check the path.")
        if kind:
            return [Input(path, kind)], []
        if _is_input(path, limits):
            return _whole(path, limits)
        found, others = _inside(path, _DEEP, limits) if path.is_dir() else ([], [])
    if not found:
        raise _unknown(path)
    return found, others


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Refuse what the machine does not let us read, wherever in a path it is met."""
    try:
        yield
    except OSError as error:
        name = str(error.filename or path)
        remedy = "Check the path and its permissions."
        raise ImportRefused(name, f"cannot be read: {error.strerror or error}", remedy=remedy) from error


def open_source(path: Path, asked: Asked, *, kind: str = "") -> Reading:
    """Recognise a path by its content, or take it for a ``kind``; raises ImportRefused for what is neither."""
    if not path.exists():
        raise ImportRefused(str(path), "does not exist", remedy="Check the path.")
    for candidate in FORMATS:
        if candidate.kind == kind or (not kind and candidate.recognises(path)):
            return candidate.read(path, asked)
    raise _unknown(path)


def _inside(folder: Path, deep: int, limits: Limits) -> tuple[list[Input], list[Path]]:
    found: list[Input] = []
    others: list[Path] = []
    for child in sorted(child for child in folder.iterdir() if not child.name.startswith(".")):
        more: list[Input] = []
        rest = [child]
        if _is_input(child, limits):
            more, rest = _whole(child, limits)
        elif child.is_dir() and deep > 1:
            more, rest = _inside(child, deep - 1, limits)
        found += more
        others += rest
        if len(found) + len(others) > limits.inputs:
            raise ImportRefused(folder.name, f"holds more than {limits.inputs} files", remedy="Name the inputs.")
    return found, others


def _whole(path: Path, limits: Limits) -> tuple[list[Input], list[Path]]:
    """Return the inputs of a path that is one, and of a zip of several the files that are none."""
    if path.is_dir() or _kind(path) not in _ZIPPED or not (names := entries(path, limits)):
        return [Input(path)], []
    found = [Input(path, "tables", parts) for parts in tables_in(path, limits)]
    found += [Input(path, "calendar", parts) for parts in calendars_in(path, limits)]
    used = frozenset[str]().union(*(one.parts for one in found))
    return sorted(found, key=lambda one: min(one.parts)), [path / name for name in names if name not in used]


def _is_input(path: Path, limits: Limits) -> bool:
    """Say whether a path is one input; an .ics beside an archive does not make their folder a calendar.

    Nor is a folder with the calendars of several people one: each is a source.
    """
    own = _kind(path)
    if not own or own == "tables" or not path.is_dir():
        return bool(own)
    if own == "calendar" and is_of_several(path, limits):
        return False
    return all(_kind(child) in {"", own} for child in path.iterdir() if not child.name.startswith("."))


def _kind(path: Path) -> str:
    return next((candidate.kind for candidate in FORMATS if candidate.recognises(path)), "")


def _unknown(path: Path) -> ImportRefused:
    known = ", ".join(candidate.kind for candidate in FORMATS)
    remedy = f"These are: {known} (docs/loading.md)."
    return ImportRefused(str(path), "is none of the inputs that are known", remedy=remedy)
