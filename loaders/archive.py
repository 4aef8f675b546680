"""How the files of a zip or a folder are read within limits; nothing is ever extracted to disk."""

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from graph.errors import ImportRefused
from loaders.limits import Limits

_CHUNK = 64 * 1024


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
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ImportRefused(path.name, "is a broken zip", remedy="Download it again.") from error
    if not all(PurePosixPath(entry.filename).parts for entry in archive.infolist()):
        archive.close()
        raise ImportRefused(path.name, "holds a file without a name", remedy="Download it again.")
    return archive


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
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise ImportRefused(path.name, f"{entry.filename} cannot be read", remedy="Download it again.") from error
    return bytes(content)
