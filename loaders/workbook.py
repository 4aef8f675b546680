"""How the sheets of an Excel workbook (.xlsx) are read within limits, in a process of its own."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from graph.errors import ImportRefused
from loaders.archive import archive_names
from loaders.limits import Limits

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORKER = Path(__file__).with_name("workbook_worker.py")
_SAVE_AS = "Save it as an Excel workbook (.xlsx) without a password, or as UTF-8 CSV."
_COPY = "Copy the list into a new workbook, save that, and load it."
Row = tuple[int, list[str]]


def is_workbook(path: Path, limits: Limits) -> bool:
    """Say whether a file is an .xlsx; raises ImportRefused for one that is broken, locked or of an older kind."""
    with path.open("rb") as stream:
        start = stream.read(8)
        if start == _OLE:
            locked = "EncryptedPackage".encode("utf-16-le") in stream.read(1 << 20)
            reason = "is a workbook with a password" if locked else "is an Excel file of the old kind (.xls)"
            raise ImportRefused(path.name, reason, remedy=_SAVE_AS)
    named_so = path.suffix.casefold() in {".xlsx", ".xlsm", ".xlsb"}
    names = archive_names(path, limits) if start.startswith(b"PK") else []
    if "[Content_Types].xml" in names and "workbook.bin" in names:
        raise ImportRefused(path.name, "is a binary workbook (.xlsb)", remedy=_SAVE_AS)
    if "[Content_Types].xml" in names and "workbook.xml" in names:
        return True
    if named_so:
        raise ImportRefused(path.name, "is not a whole Excel workbook", remedy=_SAVE_AS)
    return False


def read_workbook(path: Path, limits: Limits, *, first: int | None = None) -> list[tuple[str, list[Row]]]:
    """Return (title, rows) of each visible sheet; rows are (line, cells as text), only the ``first`` when given.

    Raises ImportRefused for a workbook that is too large, unpacks to too much, or cannot be read within the limits.
    """
    _check_sizes(path, limits)
    told = {
        "rows": limits.sheet_rows,
        "columns": limits.sheet_columns,
        "cells": limits.sheet_cells,
        "characters": limits.sheet_characters,
        "memory": limits.worker_memory,
        "seconds": limits.worker_seconds,
        "first": limits.sheet_rows if first is None else first,
    }
    command = [sys.executable, "-I", "-X", "utf8", str(_WORKER), str(path.absolute()), json.dumps(told)]
    too_much = ImportRefused(path.name, "cannot be read within the limits: far too many cells, or broken", remedy=_COPY)
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=limits.worker_seconds, check=False
        )
        told_back = [json.loads(line) for line in done.stdout.splitlines()]
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        raise too_much from error
    if told_back and told_back[-1][0] == "refused":
        raise ImportRefused(path.name, told_back[-1][1], remedy=_COPY)
    if done.returncode or not told_back or told_back[-1] != ["done"]:
        raise too_much
    sheets: list[tuple[str, list[Row]]] = []
    for item in told_back[:-1]:
        if item[0] == "sheet":
            sheets.append((item[1], []))
        else:
            sheets[-1][1].append((item[1], item[2]))
    return sheets


def _check_sizes(path: Path, limits: Limits) -> None:
    """Refuse by what the archive says of itself; what it lies about, the worker's limits catch."""
    packed = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ImportRefused(path.name, "is a broken workbook", remedy=_SAVE_AS) from error
    unpacked = sum(entry.file_size for entry in entries)
    if packed > limits.workbook_size or unpacked > limits.workbook_unpacked_size:
        raise ImportRefused(path.name, "is too large, packed or unpacked", remedy=_COPY)
    if any(
        entry.file_size > (1 << 20) and entry.file_size > limits.zip_ratio * entry.compress_size for entry in entries
    ):
        raise ImportRefused(path.name, "unpacks to more than is allowed", remedy=_COPY)
