"""How a file of a zip or a folder is read as a stream, so that a large export never lies in memory."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from graph.errors import ImportRefused
from loaders.archive import archive_names
from loaders.limits import Limits

_CHUNK = 64 * 1024
_DAMAGE = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, IndexError, zlib.error)


class Archive:
    """The files of one zip or folder by base name, each read as a stream, so that memory stays small."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Look at the names; raises ImportRefused for a zip that is broken, encrypted or has names that mislead."""
        self.path = path
        try:
            self.names = sorted(set(archive_names(path, limits)))
        except _DAMAGE as error:
            raise ImportRefused(path.name, "is a broken zip", remedy="Download it again.") from error
        self._limits = limits
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        if path.is_file():
            with self._opened() as archive:
                for entry in archive.infolist():
                    self._entries.setdefault(PurePosixPath(entry.filename).name, []).append(entry)

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

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except _DAMAGE as error:
            raise ImportRefused(self.path.name, "is a broken zip", remedy="Download it again.") from error

    def _stream(self, name: str, stack: ExitStack) -> tuple[IO[bytes], int]:
        if self.path.is_dir():
            return stack.enter_context((self.path / name).open("rb")), self._limits.file_size
        entries = self._entries[name]
        if len(entries) > 1:
            raise ImportRefused(self.path.name, f"holds {name} twice")
        archive = stack.enter_context(self._opened())
        packed = max(entries[0].compress_size, _CHUNK // 16)
        most = min(self._limits.zip_entry_size, self._limits.zip_ratio * packed)
        return stack.enter_context(archive.open(entries[0])), most


def is_zip(path: Path) -> bool:
    """Say whether a path is a zip, if only a broken one."""
    try:
        return path.is_file() and zipfile.is_zipfile(path)
    except zipfile.BadZipFile:
        return True


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
            raise ImportRefused(
                self._name,
                f"unpacks to more than {self._most // 1024} KB, which is not allowed",
                remedy="Unpack it, if you trust it, and load the folder.",
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)
