"""Where the files of Tables lie: in a folder, or in the folders of a zip."""

from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from graph.errors import ImportRefused
from graph.vocabulary.tables import TABLES
from loaders.archive import entries, read_archive, read_heads
from loaders.base import input_name
from loaders.limits import LIMITS, Limits
from loaders.rows import parse_csv, read_csv

MANIFEST = "source.toml"
INTERNAL = frozenset({"observed"})
_NAMES = {f"{name}.csv": table for name, table in TABLES.items() if name not in INTERNAL}
_HEAD = 4 * 1024


def is_tables(path: Path, limits: Limits = LIMITS) -> bool:
    """Say whether a folder holds at least one file of ours, or a zip one with our columns or a `source.toml`."""
    if path.is_dir():
        return any((path / name).is_file() for name in _NAMES)
    return bool(tables_in(path, limits))


def tables_in(path: Path, limits: Limits = LIMITS) -> list[frozenset[str]]:
    """Return the files of each folder of a zip that is Tables, by full name and in the order of the folders.

    The names of files alone do not make it ours, since exports of other systems have a `contacts.csv` too.
    """
    folders: dict[PurePosixPath, list[str]] = {}
    for name in entries(path, limits):
        if PurePosixPath(name).name in {*_NAMES, MANIFEST}:
            folders.setdefault(PurePosixPath(name).parent, []).append(name)
    tables = {folder: [name for name in names if not name.endswith(MANIFEST)] for folder, names in folders.items()}
    heads = read_heads(path, [name for names in tables.values() for name in names], _HEAD, limits)
    ours = {name for name, head in heads.items() if _has_columns(name, head)}
    return [
        frozenset(folders[folder])
        for folder, names in sorted(tables.items())
        if names and (len(names) < len(folders[folder]) or not ours.isdisjoint(names))
    ]


def _has_columns(name: str, head: bytes) -> bool:
    """Say whether a file begins with the columns that its table needs."""
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    first = head.decode(encoding, errors="replace").partition("\n")[0]
    try:
        cells = next(parse_csv(name, first.encode(), LIMITS), (0, []))[1]
    except ImportRefused:
        return False
    told = {cell.strip().casefold() for cell in cells}
    return {field.name for field in _NAMES[PurePosixPath(name).name].fields if field.required} <= told


class Files:
    """The files of one folder of Tables, by base name. Those of a zip are held in memory, within its limits."""

    def __init__(self, path: Path, parts: Collection[str], limits: Limits) -> None:
        """Read a zip; raises ImportRefused for one that is beyond the limits or holds a file of ours twice."""
        self.name = input_name(path, frozenset(parts))
        self._path, self._limits = path, limits
        self._raw = None if path.is_dir() else read_archive(path, {*_NAMES, MANIFEST}, limits, among=parts)

    def __contains__(self, name: str) -> bool:
        return (self._path / name).is_file() if self._raw is None else name in self._raw

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) of a file; raises ImportRefused as the readers of CSV do."""
        if self._raw is None:
            return read_csv(self._path / name, self._limits)
        return parse_csv(name, self._raw[name], self._limits)

    def manifest(self) -> bytes:
        """Return what `source.toml` holds, if it is there; raises ImportRefused for a large one, and OSError."""
        if MANIFEST not in self:
            return b""
        size = len(self._raw[MANIFEST]) if self._raw is not None else (self._path / MANIFEST).stat().st_size
        if size > self._limits.manifest_size:
            raise ImportRefused(MANIFEST, f"is larger than {self._limits.manifest_size >> 10} KB")
        return self._raw[MANIFEST] if self._raw is not None else (self._path / MANIFEST).read_bytes()
