"""How the files of a zip or a folder are read within limits; nothing is ever extracted to disk."""

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath

from graph.errors import ImportRefused
from loaders.limits import LIMITS, Limits

_CHUNK = 64 * 1024
_END = struct.Struct("<4s4H2LH")  # the end of a zip's directory: mark, disks, numbers of entries, size, place, comment
_END_MARK = b"PK\x05\x06"
_LOCAL_HEADER = 30
_DAMAGE = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, IndexError, zlib.error)
_TOO_MUCH = "If you trust it, take out the files that are needed, and load their folder."
_UNTRUSTED = "Do not trust this file."


def archive_names(path: Path, limits: Limits) -> list[str]:
    """List the base names in a zip or a folder; an empty list for anything else. Raises ImportRefused."""
    if path.is_dir():
        return sorted(item.name for item in path.iterdir() if item.is_file())
    if not path.is_file() or not zipfile.is_zipfile(path):
        return []
    with _opened(path, limits) as archive:
        return sorted(PurePosixPath(entry.filename).name for entry in _checked(path, archive, limits))


def entries(path: Path, limits: Limits) -> list[str]:
    """List the full names in a zip, but for what a system adds of its own; an empty list for what is none.

    Raises ImportRefused as `read_archive` does.
    """
    if not path.is_file() or not zipfile.is_zipfile(path):
        return []
    with _opened(path, limits) as archive:
        names = sorted(entry.filename for entry in _checked(path, archive, limits))
    return [name for name in names if not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)]


def read_heads(path: Path, wanted: Iterable[str], size: int, limits: Limits) -> dict[str, bytes]:
    """Return the first bytes of the wanted files of a zip by full name; a file that cannot be read is left out."""
    names, heads = set(wanted), dict[str, bytes]()
    if not names:
        return heads
    with _opened(path, limits) as archive:
        for entry in (entry for entry in _checked(path, archive, limits) if entry.filename in names):
            with suppress(*_DAMAGE), archive.open(entry) as stream:
                heads[entry.filename] = stream.read(size)
    return heads


def read_archive(path: Path, wanted: Iterable[str], limits: Limits, *, among: Collection[str] = ()) -> dict[str, bytes]:
    """Return the wanted files by base name; of a zip only those ``among`` these full names, where any are given.

    Raises ImportRefused for a zip that is broken, encrypted, too large (by what really comes out of it, not by what
    it says), or holds doubled, overlapping, nested, absolute or climbing names.
    """
    names = set(wanted)
    if path.is_dir():
        found = {item.name: item for item in sorted(path.iterdir()) if item.is_file() and item.name in names}
        for item in found.values():
            if item.stat().st_size > limits.zip_entry_size:
                raise ImportRefused(item.name, f"is larger than {limits.zip_entry_size // 1024 // 1024} MB")
        return {name: item.read_bytes() for name, item in found.items()}
    files: dict[str, bytes] = {}
    with _opened(path, limits) as archive:
        chosen = [
            entry
            for entry in _checked(path, archive, limits)
            if PurePosixPath(entry.filename).name in names and (not among or entry.filename in among)
        ]
        largest = max((entry.file_size for entry in chosen), default=0)
        if largest > limits.zip_entry_size or sum(entry.file_size for entry in chosen) > limits.zip_total_size:
            raise ImportRefused(path.name, "says that it unpacks to more than is allowed", remedy=_TOO_MUCH)
        total = 0
        for entry in chosen:
            name = PurePosixPath(entry.filename).name
            if name in files:
                raise ImportRefused(path.name, f"holds {name} twice")
            files[name] = _inflated(path, archive, entry, limits, total)
            total += len(files[name])
    return files


def written_on(path: Path, name: str) -> date | None:
    """Return the day that a zip gives for a file; None for what is no zip, and for a day that is none."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return None
    with _opened(path) as archive:
        days = [entry.date_time[:3] for entry in archive.infolist() if PurePosixPath(entry.filename).name == name]
    try:
        return date(*days[0]) if days and days[0] != (1980, 1, 1) else None
    except ValueError:
        return None


def _opened(path: Path, limits: Limits = LIMITS) -> zipfile.ZipFile:
    """Open a zip whose directory is small: the library reads a directory whole, however long it is."""
    if _directory_size(path) > limits.zip_directory_size:
        raise ImportRefused(path.name, f"holds more than {limits.zip_entries} files", remedy=_UNTRUSTED)
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise ImportRefused(path.name, "is a broken zip", remedy="Download it again.") from error
    if not all(PurePosixPath(entry.filename).parts for entry in archive.infolist()):
        archive.close()
        raise ImportRefused(path.name, "holds a file without a name", remedy="Download it again.")
    return archive


def _directory_size(path: Path) -> int:
    """Return how long the directory of a zip says it is; 0 when its end is not found, a lot for a zip64."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _END.size - 0xFFFF - 20, 0))
            tail = file.read()
    except OSError as error:
        raise ImportRefused(path.name, "cannot be read", remedy="Check the path and its permissions.") from error
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        return 0
    size = int(_END.unpack_from(tail, at)[5])
    return 1 << 62 if tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07") else size


def _checked(path: Path, archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > limits.zip_entries:
        raise ImportRefused(path.name, f"holds more than {limits.zip_entries} files", remedy=_TOO_MUCH)
    for entry in entries:
        name, parts = entry.filename, PurePosixPath(entry.filename).parts
        if not parts or ".." in parts or name.startswith("/") or "\\" in name or ":" in parts[0]:
            raise ImportRefused(path.name, "holds a name that points outside of it", remedy=_UNTRUSTED)
        if entry.flag_bits & 1:
            raise ImportRefused(path.name, "is encrypted", remedy="Save it without a password.")
        if name.casefold().endswith(".zip"):
            raise ImportRefused(path.name, "holds a zip in a zip", remedy="Unpack it and load what is inside.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise ImportRefused(path.name, "holds the same name twice", remedy=_UNTRUSTED)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ImportRefused(path.name, "holds overlapping files", remedy=_UNTRUSTED)
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size
    return entries


def _inflated(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, before: int) -> bytes:
    content = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                too_large = len(content) > limits.zip_entry_size or before + len(content) > limits.zip_total_size
                if too_large or len(content) > limits.zip_ratio * max(entry.compress_size, _CHUNK // 16):
                    raise ImportRefused(
                        path.name, f"{entry.filename} unpacks to more than is allowed", remedy=_TOO_MUCH
                    )
    except _DAMAGE as error:
        raise ImportRefused(path.name, f"{entry.filename} cannot be read", remedy="Download it again.") from error
    if content.startswith(b"PK\x03\x04"):
        raise ImportRefused(path.name, "holds a zip in a zip", remedy="Unpack it and load what is inside.")
    return bytes(content)
