"""How the files of a zip or a folder are read within limits; nothing is ever extracted to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from graph.errors import ImportRefused
from loaders.limits import Limits

_CHUNK = 64 * 1024
_DAMAGE = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)


def archive_names(path: Path, limits: Limits) -> list[str]:
    """List the base names in a zip or a folder; an empty list for anything else. Raises ImportRefused."""
    if path.is_dir():
        return sorted(item.name for item in path.iterdir() if item.is_file())
    if not path.is_file() or not zipfile.is_zipfile(path):
        return []
    with _opened(path) as archive:
        return sorted(PurePosixPath(entry.filename).name for entry in _checked(path, archive, limits))


def read_archive(path: Path, wanted: Iterable[str], limits: Limits) -> dict[str, bytes]:
    """Return the wanted files by base name.

    Raises ImportRefused for a zip that is broken, encrypted, too large (by what really comes out of it, not by what
    it says), or holds doubled, absolute or climbing names.
    """
    names = set(wanted)
    if path.is_dir():
        found = {item.name: item for item in sorted(path.iterdir()) if item.is_file() and item.name in names}
        for item in found.values():
            if item.stat().st_size > limits.zip_entry_size:
                raise ImportRefused(item.name, f"is larger than {limits.zip_entry_size // 1024 // 1024} MB")
        return {name: item.read_bytes() for name, item in found.items()}
    files: dict[str, bytes] = {}
    total = 0
    with _opened(path) as archive:
        for entry in _checked(path, archive, limits):
            name = PurePosixPath(entry.filename).name
            if name not in names:
                continue
            if name in files:
                raise ImportRefused(path.name, f"holds {name} twice")
            files[name] = _inflated(path, archive, entry, limits, total)
            total += len(files[name])
    return files


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise ImportRefused(path.name, "is a broken zip", remedy="Download it again.") from error


def _checked(path: Path, archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.zip_entries:
        raise ImportRefused(path.name, f"holds more than {limits.zip_entries} files")
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        if ".." in parts or entry.filename.startswith("/") or "\\" in entry.filename or ":" in parts[0]:
            raise ImportRefused(path.name, "holds a name that points outside of it", remedy="Do not trust this file.")
        if entry.flag_bits & 1:
            raise ImportRefused(path.name, "is encrypted", remedy="Save it without a password.")
    if len({entry.header_offset for entry in entries}) < len(entries):
        raise ImportRefused(path.name, "holds overlapping files", remedy="Do not trust this file.")
    return entries


def _inflated(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, before: int) -> bytes:
    content = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                too_large = len(content) > limits.zip_entry_size or before + len(content) > limits.zip_total_size
                if too_large or len(content) > limits.zip_ratio * max(entry.compress_size, _CHUNK // 16):
                    raise ImportRefused(path.name, f"{entry.filename} unpacks to more than is allowed")
    except _DAMAGE as error:
        raise ImportRefused(path.name, f"{entry.filename} cannot be read", remedy="Download it again.") from error
    return bytes(content)


class Archive:
    """The files of one zip or folder by base name, each read as a stream, so that memory stays small."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Look at the names; raises ImportRefused for a zip that is broken, encrypted or has names that mislead."""
        self.path = path
        self._limits = limits
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        if path.is_dir():
            self.names = archive_names(path, limits)
            return
        with _opened(path) as archive:
            for entry in _checked(path, archive, limits):
                self._entries.setdefault(PurePosixPath(entry.filename).name, []).append(entry)
        self.names = sorted(self._entries)

    def written_on(self, name: str) -> date | None:
        """Return the day that a zip gives for a file, None for a folder and for a day that is none."""
        found = [entry.date_time[:3] for entry in self._entries.get(name, ())]
        try:
            return date(*found[0]) if found and found[0] != (1980, 1, 1) else None
        except ValueError:
            return None

    def size(self, name: str) -> int:
        """Return the most bytes that a file can give: no more comes out of an entry than its header says."""
        if self.path.is_dir():
            return (self.path / name).stat().st_size
        return sum(entry.file_size for entry in self._entries[name])

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open one file; reading raises ImportRefused when it is damaged or gives more than is allowed."""
        with ExitStack() as stack:
            try:
                stream, most = self._stream(name, stack)
            except _DAMAGE as error:
                raise ImportRefused(self.path.name, f"{name} cannot be read", remedy="Is it damaged?") from error
            yield io.BufferedReader(_Counted(stream, name, most), _CHUNK)

    def _stream(self, name: str, stack: ExitStack) -> tuple[IO[bytes], int]:
        if self.path.is_dir():
            return stack.enter_context((self.path / name).open("rb")), self._limits.file_size
        entries = self._entries[name]
        if len(entries) > 1:
            raise ImportRefused(self.path.name, f"holds {name} twice")
        archive = stack.enter_context(_opened(self.path))
        packed = max(entries[0].compress_size, _CHUNK // 16)
        most = min(self._limits.zip_entry_size, self._limits.zip_ratio * packed)
        return stack.enter_context(archive.open(entries[0])), most


class _Counted(io.RawIOBase):
    """A stream that refuses to give more than ``most`` bytes."""

    def __init__(self, stream: IO[bytes], name: str, most: int) -> None:
        self._stream, self._name, self._most = stream, name, most
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer, in fact this
        try:
            chunk = self._stream.read(len(buffer))
        except _DAMAGE as error:
            raise ImportRefused(self._name, "cannot be read", remedy="Download it again.") from error
        self._given += len(chunk)
        if self._given > self._most:
            raise ImportRefused(self._name, f"unpacks to more than {self._most // 1024} KB, which is not allowed")
        buffer[: len(chunk)] = chunk
        return len(chunk)
